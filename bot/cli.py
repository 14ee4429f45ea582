"""The command line: every command, its options and its exit code. Answers go to standard output, logs to standard error.

Not here: how a runtime is put together (app), what a command does (services).
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Coroutine
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from bot import app as application
from bot import content
from bot.checking import check_everything
from bot.errors import BotError
from bot.import_report import ImportReport, exit_code
from bot.imports.paper import Reading, read_files
from bot.imports.table import template
from bot.log import set_up_log
from bot.rehearsal_report import rehearsal_words
from bot.runtime import Runtime
from bot.services import publishing
from bot.services.intake import intake
from bot.services.invitations import reissue
from bot.services.rehearsal import Options, play
from bot.services.staff import Role, invite_staff, list_staff, revoke_staff
from bot.settings import read_settings
from flows.errors import FlowsError
from flows.rehearsal.lint import lint as lint_library
from flows.rehearsal.transcript import PlayedTrip
from flows.trips.times import zone_info

T = TypeVar("T")

cli = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    help="Reisgenoot: a travel companion that a travel agency gives its travellers, on Telegram.",
)
staff_commands = typer.Typer(no_args_is_help=True, help="Who answers and who edits.")
cli.add_typer(staff_commands, name="staff")

Json = Annotated[bool, typer.Option("--json", help="Answer as JSON.")]


def main() -> None:
    """The command `reisgenoot`. A known error is one clear sentence and exit code 2, never a traceback."""
    application.own_zone_data()
    try:
        cli()
    except (BotError, FlowsError) as error:
        print(f"reisgenoot: {error}", file=sys.stderr)
        sys.exit(2)


def _do(work: Coroutine[Any, Any, T]) -> T:
    return asyncio.run(work)


def _quiet() -> None:
    set_up_log(level="WARNING")


def _print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=1))


@cli.command()
def run() -> None:
    """Start the bot: polling, or a webhook when REISGENOOT_PUBLIC_URL is set."""
    settings = read_settings()
    set_up_log(level=settings.log_level, as_json=settings.log_json)
    _do(application.run(settings))


@cli.command("import")
def import_(
    files: Annotated[list[Path] | None, typer.Argument(help="JSON, HTML, EML or CSV files.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen; store nothing.")] = False,
    as_json: Json = False,
    show_template: Annotated[bool, typer.Option("--template", help="Print a CSV to start from.")] = False,
) -> None:
    """Read bookings in. Exit code: 0 all in, 1 some refused, 2 nothing readable."""
    if show_template:
        print(template(), end="")
        return
    if not files:
        raise typer.BadParameter("Name at least one file, or --template for a CSV to start from.")
    _quiet()
    sys.exit(_do(_import(files, dry_run=dry_run, as_json=as_json)))


async def _import(files: list[Path], *, dry_run: bool, as_json: bool) -> int:
    async with application.ledger(read_settings(), name_needed=not dry_run) as runtime:
        report = ImportReport(runtime.join_link, keep=as_json)
        bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.percentage:>3.0f} %"),
            TimeRemainingColumn(),
            transient=True,
            disable=not sys.stderr.isatty(),
        )
        with bar:
            reading_bar = bar.add_task("Reading", total=None)
            reading = read_files(
                files, progress=lambda done, total: bar.update(reading_bar, completed=done, total=total)
            )
            await _take(runtime, reading, report, bar, dry_run=dry_run)
        if as_json:
            _print_json(report.document(reading.rejections))
        else:
            print("\n".join(report.words(reading.rejections, dry_run=dry_run)))
        return exit_code(taken=sum(report.counts.values()), rejected=len(reading.rejections))


async def _take(
    runtime: Runtime, reading: Reading, report: ImportReport, bar: Progress, *, dry_run: bool
) -> None:
    storing = bar.add_task("Storing", total=None)

    def told(taken: Any) -> None:
        report.add(taken)
        bar.update(storing, advance=1, total=reading.found or None)

    await intake(runtime, reading, dry_run=dry_run, told=told)


@cli.command()
def invite(reference: Annotated[str, typer.Argument(help="The booking's reference.")], as_json: Json = False) -> None:
    """Revoke the ways in of a booking and issue new ones."""
    _quiet()

    async def work() -> int:
        async with application.ledger(read_settings(), name_needed=True) as runtime:
            issued = await reissue(runtime, reference)
            if issued is None:
                print(f"reisgenoot: no booking {reference!r} is held. Import it first.", file=sys.stderr)
                return 1
            links = [
                {"traveller": one.name, "code": one.code, "url": runtime.join_link(one.token)} for one in issued
            ]
            if as_json:
                _print_json({"reference": reference, "links": links})
            else:
                for one in links:
                    print(f"{one['traveller']}: code {one['code']}" + (f"  {one['url']}" if one["url"] else ""))
            return 0

    sys.exit(_do(work()))


@cli.command()
def check() -> None:
    """List every setting with its help; test token, database, content, zone data and clock."""
    _quiet()
    lines, good = _do(check_everything())
    print("\n".join(lines))
    sys.exit(0 if good else 1)


@cli.command()
def demo(
    port: Annotated[int, typer.Option(help="Port of the page; 0 takes a free one.")] = 8765,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the page.")] = True,
) -> None:
    """Live a trip: no token, no server, no network. Everything stays on this computer."""
    set_up_log(level="WARNING")
    _do(application.demo(port=port, browser=browser))


def _instant(text: str | None, what: str, zone: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        value = datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{what}: {text!r} is no time. Write 2027-05-01T09:00 or with an offset.") from None
    if value.tzinfo is None:
        value = value.replace(tzinfo=zone_info(zone) if zone else UTC)
    return value.astimezone(UTC)


@cli.command()
def rehearse(
    file: Annotated[Path, typer.Argument(help="A booking file, as for import.")],
    booked: Annotated[str | None, typer.Option(help="When it was booked.")] = None,
    since: Annotated[str | None, typer.Option("--from", help="When trip and traveller become known.")] = None,
    until: Annotated[str | None, typer.Option(help="When to stop; else 30 days after the last edge.")] = None,
    locale: Annotated[str, typer.Option(help="nl, en, fr or de.")] = "en",
    home_zone: Annotated[str | None, typer.Option(help="IANA zone of home.")] = None,
    chats: Annotated[str, typer.Option(help="one (the lead's for all) or each.")] = "one",
    consent: Annotated[bool, typer.Option("--consent/--no-consent", help="Consent to offers.")] = True,
    as_json: Json = False,
) -> None:
    """Play a booking file on paper: what would be said when, and what not, and why."""
    _quiet()
    if chats not in ("one", "lead", "each"):
        raise typer.BadParameter("--chats takes one or each.")
    if home_zone is not None:
        zone_info(home_zone)
    options = Options(
        booked=_instant(booked, "--booked", home_zone),
        since=_instant(since, "--from", home_zone),
        until=_instant(until, "--until", home_zone),
        locale=locale,
        home_zone=home_zone,
        each=chats == "each",
        consent=consent,
    )
    reading = read_files([file])
    played = _do(_rehearse(reading, options))
    for one in reading.rejections:
        where = one.file if one.row is None else f"{one.file}, row {one.row}"
        print(f"REFUSED {where}: {one.why}", file=sys.stderr)
    if as_json:
        _print_json({"trips": [trip.document() for trip in played]})
    else:
        for trip in played:
            print("\n".join(rehearsal_words(trip)))
    sys.exit(exit_code(taken=len(played), rejected=len(reading.rejections)))


async def _rehearse(reading: Reading, options: Options) -> list[PlayedTrip]:
    library = content.load()
    played = []
    for booking in reading:
        async with application.rehearsing(library) as (runtime, clock):
            played.append(await play(runtime, clock, booking, options))
    return played


@cli.command()
def lint(path: Annotated[Path | None, typer.Argument(help="A content folder; else the shipped one.")] = None) -> None:
    """Say what is wrong with the content, in an editor's words. Exit code 1 when something must be mended."""
    _quiet()
    faults = application.content_faults(path)
    for fault in faults:
        print(fault)
    print("Nothing to mend." if not faults else f"{len(faults)} to look at.")
    sys.exit(1 if any(fault.severity == "error" for fault in faults) else 0)


@cli.command()
def publish(
    path: Annotated[Path | None, typer.Argument(help="A content folder; else the shipped one.")] = None,
    note: Annotated[str, typer.Option(help="What this edition is about.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say whom it would touch and how.")] = False,
) -> None:
    """Put content in force in the running bot, without a restart. Says first whom it touches and how."""
    _quiet()
    faults = [fault for fault in application.content_faults(path) if fault.severity == "error"]
    if faults:
        for fault in faults:
            print(fault, file=sys.stderr)
        print("Not published: mend these first.", file=sys.stderr)
        sys.exit(1)

    async def work() -> None:
        async with application.ledger(read_settings()) as runtime:
            files = application.content_files(path)
            _tell(await publishing.publish(runtime, files, note=note, dry_run=dry_run), dry_run=dry_run)

    _do(work())


@cli.command()
def rollback() -> None:
    """Put the edition before the current one in force again."""
    _quiet()

    async def work() -> int:
        async with application.ledger(read_settings()) as runtime:
            done = await publishing.rollback(runtime, shipped=application.content_files(None))
            if done is None:
                print("Nothing was ever published: the shipped content is in force.")
                return 1
            _tell(done, dry_run=False)
            return 0

    sys.exit(_do(work()))


def _tell(done: publishing.Published, *, dry_run: bool) -> None:
    if done.edition is None and not dry_run:
        print("Nothing changed: this content is in force already.")
        return
    for effect in done.effects:
        told = [
            f"{count} {words}"
            for count, words in (
                (effect.gain, "will newly get it"),
                (effect.lose, "will no longer get it"),
                (effect.move, "will get it at another time"),
                (effect.reword, "will get the new wording"),
            )
            if count
        ]
        print(f"{effect.touchpoint}: {', '.join(told) or 'touches nobody who waits for it now'}")
    print(f"Looked at {done.trips} live trips. What was sent stays as it is.")
    print("Dry run: nothing was published." if dry_run else f"Edition {done.edition} is in force.")


@staff_commands.command("invite")
def staff_invite(
    name: Annotated[str, typer.Argument(help="Whom it is for.")],
    role: Annotated[Role, typer.Option(help="agent answers and broadcasts; admin also edits.")] = Role.AGENT,
) -> None:
    """Print a code; sent to the bot in private, it links that person."""
    _quiet()

    async def work() -> None:
        async with application.ledger(read_settings()) as runtime:
            code = await invite_staff(runtime, name, role)
            print(f"Code for {name} ({role}): {code}\nSend it to the bot in a private chat within 7 days.")

    _do(work())
