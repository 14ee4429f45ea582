"""Commands about bookings: import, invite, rehearse. Not here: what they do (services)."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from bot import app as application
from bot import content
from bot.console import Json, done, instant, print_error, print_json, progress
from bot.import_report import ImportReport, exit_code
from bot.imports.paper import Reading, read_files
from bot.imports.rejection import Rejection
from bot.imports.table import template
from bot.rehearsal_markdown import markdown
from bot.rehearsal_report import rehearsal_words
from bot.services.intake import intake
from bot.services.invitations import reissue
from bot.services.rehearsal import Options, play
from bot.settings import read_settings
from bot.steps.take_in import TakenIn
from flows.library.library import Library
from flows.rehearsal.transcript import PlayedTrip
from flows.trips.times import zone_info

commands = typer.Typer()


@commands.command("import")
def import_files(
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
    sys.exit(done(_import(files, dry_run=dry_run, as_json=as_json)))


async def _import(files: list[Path], *, dry_run: bool, as_json: bool) -> int:
    async with application.ledger(read_settings(), named=not dry_run) as runtime:
        report = ImportReport(runtime.join_link, keep=as_json)
        with progress() as bar:
            read = bar.add_task("Reading", total=None)
            stored = bar.add_task("Checking" if dry_run else "Storing", total=None)
            reading = read_files(
                files, progress=lambda so_far, total: bar.update(read, completed=so_far, total=total)
            )

            def told(taken: TakenIn) -> None:
                report.add(taken)
                bar.update(stored, advance=1, total=reading.found or None)

            await intake(runtime, reading, dry_run=dry_run, told=told, refused=report.refuse)
        rejections = (*reading.rejections, *report.broken)
        if as_json:
            print_json(report.document(rejections, notes=reading.notes))
        else:
            print("\n".join(report.words(rejections, notes=reading.notes, dry_run=dry_run)))
        return exit_code(readable=reading.readable, rejected=len(rejections))


@commands.command()
def invite(
    reference: Annotated[str, typer.Argument(help="The booking's reference.")], as_json: Json = False
) -> None:
    """Revoke the ways in of a booking and issue new ones."""
    sys.exit(done(_invite(reference, as_json=as_json)))


async def _invite(reference: str, *, as_json: bool) -> int:
    async with application.ledger(read_settings(), named=True) as runtime:
        issued = await reissue(runtime, reference)
        if issued is None:
            print_error(f"no booking {reference!r} is held. Import it first.")
            return 1
        if not issued:
            print_error(
                f"nobody can join {reference} any more: its ways in end 7 days after departure. "
                "Answer its travellers in person."
            )
            return 1
        links = [(one.name, one.code, runtime.join_link(one.token)) for one in issued]
    if as_json:
        shown = [{"traveller": name, "code": code, "url": url} for name, code, url in links]
        print_json({"reference": reference, "links": shown})
    else:
        for name, code, url in links:
            print(f"{name}: code {code}" + (f"  {url}" if url else ""))
    return 0


@commands.command()
def rehearse(
    file: Annotated[Path, typer.Argument(help="A booking file, as for import.")],
    booked: Annotated[str | None, typer.Option(help="When it was booked.")] = None,
    since: Annotated[str | None, typer.Option("--from", help="When trip and traveller become known.")] = None,
    until: Annotated[str | None, typer.Option(help="When to stop; else 30 days after the last edge.")] = None,
    locale: Annotated[str, typer.Option(help="nl, en, fr, de, or one that the content adds.")] = "en",
    home_zone: Annotated[str | None, typer.Option(help="IANA zone of home.")] = None,
    chats: Annotated[
        str, typer.Option(help="lead: the lead's chat for all; each: everyone their own.")
    ] = "lead",
    consent: Annotated[bool, typer.Option("--consent/--no-consent", help="Consent to offers.")] = True,
    folder: Annotated[
        Path | None, typer.Option("--content", help="A content folder or overlay, else the shipped content.")
    ] = None,
    as_json: Json = False,
    as_markdown: Annotated[
        bool, typer.Option("--markdown", help="A document to print and discuss, instead of lines.")
    ] = False,
) -> None:
    """Play a booking file on paper: what would be said when, and what not, and why.

    Reads no settings, no clock and no network. A time without an offset is read in --home-zone, else as UTC.
    """
    if chats not in ("lead", "each"):
        raise typer.BadParameter("--chats takes lead or each.")
    if as_json and as_markdown:
        raise typer.BadParameter("--json or --markdown, not both.")
    library = content.load(folder)
    if locale not in library.locales:
        raise typer.BadParameter(f"--locale takes {', '.join(library.locales)}.")
    if home_zone is not None:
        zone_info(home_zone)
    options = Options(
        booked=instant(booked, "--booked", home_zone),
        since=instant(since, "--from", home_zone),
        until=instant(until, "--until", home_zone),
        locale=locale,
        home_zone=home_zone,
        each=chats == "each",
        consent=consent,
    )
    reading = read_files([file])
    played = done(_rehearse(reading, options, library))
    for one in reading.rejections:
        print_error(f"refused {_where(one)}: {one.why}")
    if as_json:
        print_json({"trips": [trip.document() for trip in played]})
    else:
        for trip in played:
            print("\n".join(markdown(trip, locale) if as_markdown else rehearsal_words(trip)))
    sys.exit(exit_code(readable=bool(played), rejected=len(reading.rejections)))


def _where(one: Rejection) -> str:
    return one.file if one.row is None else f"{one.file}, row {one.row}"


async def _rehearse(reading: Reading, options: Options, library: Library) -> list[PlayedTrip]:
    played = []
    for booking in reading:
        async with application.rehearsing(library) as (runtime, clock):
            played.append(await play(runtime, clock, booking, options))
    return played
