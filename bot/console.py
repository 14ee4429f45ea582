"""How every command speaks: quiet logs, JSON or words on standard output, one event loop. Not here: the commands."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Coroutine
from datetime import UTC, datetime
from typing import Annotated, Any, TypeVar

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from bot.log import set_up_log
from flows.trips.times import zone_info

T = TypeVar("T")
Json = Annotated[bool, typer.Option("--json", help="Answer as JSON.")]


def done(work: Coroutine[Any, Any, T]) -> T:
    """Run it to its end; log only what is worrying."""
    set_up_log(level="WARNING")
    return asyncio.run(work)


def print_json(value: object) -> None:
    """A JSON document on standard output."""
    print(json.dumps(value, ensure_ascii=False, indent=1))


def print_error(words: str) -> None:
    """One sentence on standard error."""
    print(f"reisgenoot: {words}", file=sys.stderr)


def instant(text: str | None, option: str, zone: str | None) -> datetime | None:
    """An option's time in UTC; without an offset it is read in `zone`, else as UTC. Raises typer.BadParameter."""
    if text is None:
        return None
    try:
        value = datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(
            f"{option}: {text!r} is no time. Write 2027-05-01T09:00, with an offset where it matters."
        ) from None
    if value.tzinfo is None:
        value = value.replace(tzinfo=zone_info(zone) if zone else UTC)
    return value.astimezone(UTC)


def progress() -> Progress:
    """A bar on standard error, where a person looks on."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeRemainingColumn(),
        transient=True,
        console=Console(stderr=True),
        disable=not sys.stderr.isatty(),
    )
