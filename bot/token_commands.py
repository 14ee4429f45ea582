"""Commands about the tokens of programs: create, list, revoke. Not here: what they do (services.tokens)."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from bot import app as application
from bot.console import done, print_error
from bot.services import tokens
from bot.settings import read_settings

commands = typer.Typer(no_args_is_help=True, help="Which programs may send bookings.")

Name = Annotated[str, typer.Argument(help="The program's name, for you: 'back office'.")]


@commands.command()
def create(name: Name) -> None:
    """Print a new token, this once. The program sends it as `Authorization: Bearer …`."""
    done(_create(name))


async def _create(name: str) -> None:
    async with application.ledger(read_settings()) as runtime:
        secret = await tokens.create(runtime, name)
    print(secret)
    print("Keep it where the program finds it: it is not shown again.", file=sys.stderr)


@commands.command("list")
def list_tokens() -> None:
    """Every token that holds, and when it was last used."""
    done(_list())


async def _list() -> None:
    async with application.ledger(read_settings()) as runtime:
        held = await tokens.listed(runtime)
    for row in held:
        used = f"last used on {row.used_on}" if row.used_on else "never used"
        print(f"{row.name}: since {row.created_at:%Y-%m-%d}, {used}")
    if not held:
        print("None yet: `reisgenoot token create NAME` makes one.")


@commands.command()
def revoke(name: Name) -> None:
    """From now on this token opens nothing."""
    sys.exit(done(_revoke(name)))


async def _revoke(name: str) -> int:
    async with application.ledger(read_settings()) as runtime:
        if not await tokens.revoke(runtime, name):
            print_error(f"no token is called {name!r}; `reisgenoot token list` shows every one.")
            return 1
    print(f"The token of {name} opens nothing any more.")
    return 0
