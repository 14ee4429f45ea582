"""Commands that change a booking by hand: `reisgenoot edit REF …`. Not here: what they do (services.editing)."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from bot import app as application
from bot.console import Json, done, print_error, print_json
from bot.import_report import following_document, following_lines
from bot.imports.places import airport
from bot.imports.typed import TICKET, read_addition, read_place, read_renaming, read_when
from bot.runtime import Runtime
from bot.services.editing import edit
from bot.settings import read_settings
from bot.steps.editing import EditedTrip
from flows.errors import EditRefused
from flows.trips.edits import (
    CancelSegment,
    CancelTrip,
    DropTraveller,
    Edit,
    Refusal,
    ReinstateSegment,
    ReinstateTrip,
    Relabel,
    Reroute,
    Retime,
    Split,
    When,
)
from flows.trips.trip import Place

commands = typer.Typer(no_args_is_help=True, help="Change a booking by hand: reisgenoot edit REF COMMAND …")

Segment = Annotated[str, typer.Argument(metavar="SEGMENT", help='"KL1697", a hotel\'s name, or an id.')]
DryRun = Annotated[
    bool,
    typer.Option("--dry-run", help="Say what would change and which messages would follow; store nothing."),
]
BY = "the command line"

WHY = {
    Refusal.NO_TRIP: "no booking {about!r} is held. Import it first.",
    Refusal.NO_SEGMENT: "nothing in this booking is called {about!r}.",
    Refusal.SEVERAL_SEGMENTS: "more than one is called so; give the id. {about}",
    Refusal.NO_TRAVELLER: "nobody in this party is called {about!r}.",
    Refusal.SEVERAL_TRAVELLERS: "more than one is called so; give the id. {about}",
    Refusal.LAST_TRAVELLER: "{about} is the last of the party: cancel the trip instead.",
    Refusal.ALREADY_THERE: "{about} is in the party already.",
    Refusal.NO_NAME: "a name is missing ({about!r}).",
    Refusal.ENDS_FIRST: "{about} would end before it begins. Give --departs and --arrives.",
    Refusal.NOTHING: "{about} is like that already.",
}


@commands.callback()
def booking(
    context: typer.Context,
    reference: Annotated[str, typer.Argument(metavar="REF", help="The booking's reference.")],
) -> None:
    """Change a booking by hand. Papers that only repeat themselves undo nothing; what is new in them wins, and is named."""
    context.obj = reference


@commands.command()
def retime(
    context: typer.Context,
    segment: Segment,
    departs: Annotated[
        str, typer.Option(help='"06:40" or "2027-05-13 06:40", at the place; also a check-in or start.')
    ] = "",
    arrives: Annotated[
        str, typer.Option(help="The same of its end. Without it a leg's end moves along, as inferred.")
    ] = "",
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """It leaves or lands, begins or ends, at another time."""
    change = Retime(segment=segment, departs=_when(departs, "--departs"), arrives=_when(arrives, "--arrives"))
    _make(context, [change], dry_run=dry_run, as_json=as_json)


@commands.command()
def move(
    context: typer.Context,
    segment: Segment,
    origin: Annotated[str, typer.Option("--from", help="IATA code of where it leaves from.")] = "",
    destination: Annotated[
        str, typer.Option("--to", help="IATA code of where it goes; of a stay or visit, where it is.")
    ] = "",
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """It leaves from or goes to another place."""
    change = Reroute(
        segment=segment, origin=_place(origin, "--from"), destination=_place(destination, "--to")
    )
    _make(context, [change], dry_run=dry_run, as_json=as_json)


@commands.command()
def relabel(
    context: typer.Context,
    segment: Segment,
    name: Annotated[str, typer.Argument(help='"KL1699" for a leg; a name for a stay or visit.')],
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Another flight number, or another name of a hotel."""
    ticket = TICKET.fullmatch(name.strip())
    change = (
        Relabel(segment=segment, carrier=ticket[1].upper(), number=ticket[2])
        if ticket
        else Relabel(segment=segment, name=name)
    )
    _make(context, [change], dry_run=dry_run, as_json=as_json)


@commands.command()
def cancel(
    context: typer.Context,
    segment: Annotated[str, typer.Argument(metavar="[SEGMENT]", help="Only this; else the whole trip.")] = "",
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """One segment, or the whole trip, is off."""
    change = CancelSegment(segment=segment) if segment else CancelTrip()
    _make(context, [change], dry_run=dry_run, as_json=as_json)


@commands.command()
def reinstate(
    context: typer.Context,
    segment: Annotated[str, typer.Argument(metavar="[SEGMENT]", help="Only this; else the whole trip.")] = "",
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """What was cancelled is on again."""
    change = ReinstateSegment(segment=segment) if segment else ReinstateTrip()
    _make(context, [change], dry_run=dry_run, as_json=as_json)


@commands.command()
def drop(
    context: typer.Context,
    traveller: Annotated[str, typer.Argument(help="Name or id.")],
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """One of the party stays at home; the others travel on."""
    _make(context, [DropTraveller(traveller=traveller)], dry_run=dry_run, as_json=as_json)


@commands.command()
def add(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="Whole name.")],
    child: Annotated[bool, typer.Option("--child", help="A minor: served through a guardian.")] = False,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """One more comes along on all that the whole party takes; prints the code to join with."""
    _make(context, [read_addition(name, minor=child)], dry_run=dry_run, as_json=as_json)


@commands.command()
def name(
    context: typer.Context,
    traveller: Annotated[str, typer.Argument(help="Name or id as it is now.")],
    new: Annotated[str, typer.Argument(help="As it should be; a single word is the first name.")],
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """A name is put right; the person stays the same."""
    _make(context, [read_renaming(traveller, new)], dry_run=dry_run, as_json=as_json)


@commands.command()
def split(
    context: typer.Context,
    travellers: Annotated[list[str], typer.Argument(help="Who takes them, and nobody else.")],
    segment: Annotated[list[str], typer.Option(help="A segment; may be given several times.")],
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Give segments to some of the party."""
    change = Split(segments=tuple(segment), travellers=tuple(travellers))
    _make(context, [change], dry_run=dry_run, as_json=as_json)


def _make(context: typer.Context, edits: Sequence[Edit], *, dry_run: bool, as_json: bool) -> None:
    try:
        sys.exit(done(_edited(str(context.obj), edits, dry_run=dry_run, as_json=as_json)))
    except EditRefused as refused:
        print_error(WHY[Refusal(refused.reason)].format(about=refused.about))
        sys.exit(1)


async def _edited(reference: str, edits: Sequence[Edit], *, dry_run: bool, as_json: bool) -> int:
    async with application.ledger(read_settings(), named=not dry_run) as runtime:
        made = await edit(runtime, reference, edits, by=BY, dry_run=dry_run)
        if as_json:
            print_json(_document(runtime, made))
        else:
            print("\n".join(_words(runtime, made, dry_run=dry_run)))
    return 0


def _words(runtime: Runtime, made: EditedTrip, *, dry_run: bool) -> list[str]:
    lines = [f"{made.reference}:", *(f"    {line}" for line in made.lines)]
    for one in made.issued:
        link = runtime.join_link(one.token)
        lines.append(f"    {one.name}: code {one.code}" + (f"  {link}" if link else ""))
    if dry_run:
        lines.append("Messages that would follow:")
        lines.extend(f"    {line}" for line in following_lines(made.following) or ["none"])
        lines.append("Dry run: nothing was stored.")
    return lines


def _document(runtime: Runtime, made: EditedTrip) -> dict[str, object]:
    return {
        "reference": made.reference,
        "lines": list(made.lines),
        "links": [
            {"traveller": one.name, "code": one.code, "url": runtime.join_link(one.token)}
            for one in made.issued
        ],
        "messages": [following_document(one) for one in made.following],
    }


def _when(text: str, option: str) -> When | None:
    if not text:
        return None
    found = read_when(text)
    if found is None:
        raise typer.BadParameter(f"{option}: {text!r} is no time. Write 06:40, or 2027-05-13 06:40.")
    return found


def _place(text: str, option: str) -> Place | None:
    if not text:
        return None
    if airport(text) is None:
        raise typer.BadParameter(f"{option}: {text!r} is no IATA code. Write FAO.")
    return read_place(text, Place(name=text))
