"""Commands about staff: invite, list, revoke. Not here: what they do (services.staff)."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import Annotated

import typer

from bot import app as application
from bot.console import done, print_error
from bot.services import staff
from bot.settings import read_settings

commands = typer.Typer(no_args_is_help=True, help="Who answers and who edits.")


class Role(StrEnum):
    """What a member of staff may do."""

    AGENT = "agent"
    ADMIN = "admin"


Name = Annotated[str, typer.Argument(help="The person's name, as travellers see it.")]


@commands.command()
def invite(
    name: Name,
    role: Annotated[Role, typer.Option(help="agent answers and broadcasts; admin also edits.")] = Role.AGENT,
) -> None:
    """Print a code; sent to the bot in a private chat, it links that person."""
    sys.exit(done(_invite(name, role)))


async def _invite(name: str, role: Role) -> int:
    async with application.ledger(read_settings(), named=True) as runtime:
        try:
            issued = await staff.invite(runtime, name, role)
        except ValueError as error:
            print_error(f"nobody was invited: {error}.")
            return 1
    print(f"Code for {issued.name} ({issued.role}): {issued.code}")
    if issued.url:
        print(issued.url)
    print("Send it to the bot in a private chat within 7 days.")
    return 0


@commands.command("list")
def list_staff() -> None:
    """Everyone who is not revoked."""
    done(_list())


async def _list() -> None:
    async with application.ledger(read_settings()) as runtime:
        people = await staff.listed(runtime)
    for person in people:
        linked = "linked" if person.person is not None else "not linked yet"
        print(f"{person.name}: {person.role}, {linked}")
    if not people:
        print("Nobody yet: `reisgenoot staff invite NAME --role admin` makes the first code.")


@commands.command()
def revoke(name: Name) -> None:
    """From now on this person's word does not count."""
    sys.exit(done(_revoke(name)))


async def _revoke(name: str) -> int:
    async with application.ledger(read_settings()) as runtime:
        if not await staff.revoke(runtime, name):
            print_error(f"nobody is called {name!r}; `reisgenoot staff list` shows everyone.")
            return 1
    print(f"{name} is no longer on the staff.")
    return 0
