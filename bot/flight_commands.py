"""The command about flights: what became of one, for everyone on it. Not here: what it does (services.flights)."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from bot import app as application
from bot.console import done, print_error
from bot.services import flights
from bot.settings import read_settings
from flows.talk.length import visible_text

commands = typer.Typer()


@commands.command()
def flight(
    words: Annotated[
        list[str],
        typer.Argument(
            help="Number, date and what happened: KL0897 12 Aug +6h. Or: departs 14:10, cancelled, "
            "diverted MUC, landed, on time. Put -- before an earlier departure (-- KL0897 12 Aug -20m)."
        ),
    ],
    by: Annotated[str, typer.Option(help="Who says so, as agents know them.")] = "the agency",
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask; apply it.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show who and what; change nothing.")] = False,
) -> None:
    """Say what became of a flight: shows who is on it and what they would hear, asks, then tells everyone."""
    sys.exit(done(_flight(" ".join(words), by=by, yes=yes, dry_run=dry_run)))


async def _flight(text: str, *, by: str, yes: bool, dry_run: bool) -> int:
    async with application.ledger(read_settings(), named=True) as runtime:
        found = await flights.look(runtime, text, by=by)
        if found.told is None or found.seen is None:
            print_error(visible_text(found.objection))
            return 1
        print(visible_text("\n".join(found.seen.lines)))
        if not found.seen.news:
            print("That is known already. Nothing changes.")
            return 0
        if dry_run:
            return 0
        if not yes and not typer.confirm("Apply it?"):
            print("Nothing was changed.")
            return 1
        changed = await flights.apply(runtime, found.told, by=by)
        print(f"{changed} of {found.seen.trips} trips go by it.")
        return 0
