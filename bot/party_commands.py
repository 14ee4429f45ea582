"""The command about a party: who is who, and a word on it. Not here: what it does (services.party)."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from bot import app as application
from bot.console import done, print_error
from bot.services import party as parties
from bot.settings import read_settings

commands = typer.Typer()


@commands.command()
def party(
    reference: Annotated[str, typer.Argument(help="The booking's reference.")],
    said: Annotated[
        list[str] | None,
        typer.Argument(
            help="surprise NAME · release NAME · leader NAME (or none) · guardian CHILD NAME… (without a name: the lead) · "
            "phone NAME +31… (without a number: forget it). Nothing: show who is who."
        ),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would follow; keep nothing.")] = False,
) -> None:
    """Who is who in a party: a surprise, a tour leader, guardians of children, telephone numbers."""
    sys.exit(done(_party(reference, " ".join(said or ()), dry_run=dry_run)))


async def _party(reference: str, typed: str, *, dry_run: bool) -> int:
    async with application.ledger(read_settings()) as runtime:
        if typed:
            found = await parties.say(runtime, reference, typed, dry_run=dry_run)
        else:
            found = await parties.shown(runtime, reference)
    if found is None:
        print_error(f"no booking {reference!r} is held. Import it first.")
        return 1
    if not found.done:
        print_error(found.lines[0])
        return 1
    print("\n".join(found.lines))
    return 0
