"""The command `rehearse`: bookings on paper, with whatever shall happen on the way. Not here: the playing (rehearsing)."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from bot import app as application
from bot import content
from bot.console import Json, done, instant, print_error, print_json
from bot.import_report import exit_code
from bot.imports.paper import Reading, read_files
from bot.imports.rejection import Rejection
from bot.record_report import rehearsed_words
from bot.rehearsal_markdown import markdown, seen
from bot.rehearsing.playing import rehearse as played
from bot.services.rehearsal import Options
from flows.errors import EventsRefused
from flows.library.library import Library
from flows.rehearsal.event_forms import field_list
from flows.rehearsal.events import Event, EventFault, read_events
from flows.rehearsal.record import Rehearsed
from flows.rehearsal.transcript import PlayedTrip
from flows.trips.times import zone_info

commands = typer.Typer()

LARGEST = 10 * 1024 * 1024
HELP = "\n".join(
    (
        "Play booking files on paper: what would be said when, and what not, and why.",
        "",
        "Reads no settings, no clock and no network. A time without an offset is read in --home-zone, else as UTC.",
        "",
        "With --events all bookings are lived in one world, and what is told is everything that is seen, in the "
        "order of time: what happens, what people write and tap, what they read, and what becomes of it later.",
        "",
        "\b",
        *field_list(),
    )
).replace("\n\n  ", "\n  ")
CHATS = {"lead": {}, "each": {"each": True}, "none": {"nobody": True}}


@commands.command(help=HELP)
def rehearse(
    files: Annotated[list[Path], typer.Argument(help="Booking files, as for import.", metavar="FILE")],
    events: Annotated[
        Path | None, typer.Option(help="What happens on the way: JSON lines, see below for what they hold.")
    ] = None,
    agents: Annotated[
        bool, typer.Option("--agents", help="With --events: open the agents' group, and show it.")
    ] = False,
    booked: Annotated[str | None, typer.Option(help="When it was booked.")] = None,
    since: Annotated[str | None, typer.Option("--from", help="When trip and traveller become known.")] = None,
    until: Annotated[str | None, typer.Option(help="When to stop; else 30 days after the last edge.")] = None,
    locale: Annotated[str, typer.Option(help="nl, en, fr, de, or one that the content adds.")] = "en",
    home_zone: Annotated[str | None, typer.Option(help="IANA zone of home.")] = None,
    chats: Annotated[
        str,
        typer.Option(
            help="lead: the lead's chat for all; each: everyone their own; none: only who joins by an event."
        ),
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
    """See HELP."""
    if chats not in CHATS:
        raise typer.BadParameter(f"--chats takes {', '.join(CHATS)}.")
    if as_json and as_markdown:
        raise typer.BadParameter("--json or --markdown, not both.")
    if agents and events is None:
        raise typer.BadParameter(
            "--agents goes with --events: without events nobody asks the agents anything."
        )
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
        consent=consent,
        **CHATS[chats],
    )
    reading = read_files(files)
    try:
        happens = _events(events, home_zone) if events is not None else ()
        parent = events.parent if events is not None else Path()
        found = done(_rehearse(reading, options, library, happens, folder=parent, desk=agents))
    except EventsRefused as refusal:
        for fault in refusal.faults:
            print_error(f"{events}, {fault}")
        sys.exit(2)
    for one in reading.rejections:
        print_error(f"refused {_where(one)}: {one.why}")
    if as_json:
        print_json(found.document(agents=agents))
    elif as_markdown:
        for trip in found.trips:
            print("\n".join(markdown(trip, locale)))
        if found.lines:
            print("\n".join(seen(found.lines, agents=agents)))
    else:
        print("\n".join(rehearsed_words(found, agents=agents)))
    sys.exit(exit_code(readable=bool(found.trips), rejected=len(reading.rejections)))


def _events(path: Path, zone: str | None) -> tuple[Event, ...]:
    """What the file says. Raises EventsRefused."""
    try:
        with path.open("rb") as stream:
            data = stream.read(LARGEST + 1)
    except OSError as error:
        raise EventsRefused(
            [EventFault(line=0, field="", why=f"the file cannot be opened: {error.strerror}")]
        ) from error
    if len(data) > LARGEST:
        raise EventsRefused(
            [EventFault(line=0, field="", why=f"more than {LARGEST:,} bytes. Split the file.")]
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        why = "not written in UTF-8. Save the file as UTF-8."
        raise EventsRefused([EventFault(line=line, field="", why=why)]) from error
    return read_events(text.split("\n"), zone=zone)


def _where(one: Rejection) -> str:
    return one.file if one.row is None else f"{one.file}, row {one.row}"


async def _rehearse(
    reading: Reading,
    options: Options,
    library: Library,
    events: tuple[Event, ...],
    *,
    folder: Path,
    desk: bool,
) -> Rehearsed:
    """With events all bookings share one world; without, each has its own."""
    if events:
        async with application.rehearsing(library) as (runtime, clock):
            return await played(runtime, clock, reading, options, events, folder=folder, desk=desk)
    trips: list[PlayedTrip] = []
    for booking in reading:
        async with application.rehearsing(library) as (runtime, clock):
            trips.extend((await played(runtime, clock, [booking], options)).trips)
    return Rehearsed(trips=tuple(trips))
