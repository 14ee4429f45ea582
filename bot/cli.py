"""The command line: `reisgenoot`. Answers go to standard output, logs and errors to standard error.

Not here: the commands about bookings, documents, content and staff (their own rooms), how a runtime is put together (app).
"""

from __future__ import annotations

import asyncio
import sys
from importlib.metadata import version
from typing import Annotated

import typer

from bot import app as application
from bot import (
    booking_commands,
    column_commands,
    content_commands,
    demonstration,
    document_commands,
    edit_commands,
    flight_commands,
    party_commands,
    rehearsal_commands,
    staff_commands,
    token_commands,
)
from bot.checking import check_everything
from bot.console import done, print_error
from bot.errors import BotError
from bot.log import set_up_log
from bot.settings import read_settings
from flows.errors import FlowsError

cli = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Reisgenoot: a travel companion that a travel agency gives its travellers, on Telegram.",
)


@cli.command()
def run() -> None:
    """Start the bot: polling, or a webhook when REISGENOOT_PUBLIC_URL is set."""
    settings = read_settings()
    set_up_log(level=settings.log_level, as_json=settings.log_json)
    asyncio.run(application.run(settings))


@cli.command()
def demo(
    port: Annotated[int, typer.Option(help="Port of the page; 0 takes a free one.")] = 8765,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the page.")] = True,
) -> None:
    """Live a trip: no token, no server, no network. Everything stays on this computer."""
    set_up_log(level="WARNING")
    asyncio.run(demonstration.demo(port=port, browser=browser))


@cli.command()
def check() -> None:
    """List every setting with its help; test token, database, content, agency, zone data and clock."""
    lines, good = done(check_everything())
    print("\n".join(lines))
    sys.exit(0 if good else 1)


@cli.command("version")
def show_version() -> None:
    """Print the version."""
    print(version("reisgenoot"))


cli.add_typer(booking_commands.commands)
cli.add_typer(rehearsal_commands.commands)
cli.add_typer(flight_commands.commands)
cli.add_typer(column_commands.commands, name="columns")
cli.add_typer(content_commands.commands)
cli.add_typer(content_commands.folders, name="content")
cli.add_typer(staff_commands.commands, name="staff")
cli.add_typer(token_commands.commands, name="token")
cli.add_typer(document_commands.commands, name="documents")
cli.add_typer(party_commands.commands)
cli.add_typer(edit_commands.commands, name="edit")


def main() -> None:
    """The command `reisgenoot`. A known error is one clear sentence and exit code 2, never a traceback."""
    application.own_zone_data()
    try:
        cli()
    except (BotError, FlowsError) as error:
        print_error(str(error))
        sys.exit(2)
