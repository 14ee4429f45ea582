"""Commands about a booking's documents: add, list, remove. Not here: what they do (services.documents)."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from bot import app as application
from bot.console import Json, done, print_error, print_json
from bot.services import documents
from bot.services.documents import Listed, Paper, Refusal, Refused
from bot.settings import read_settings
from bot.storage.files import LARGEST_FILE
from flows.trips.documents import LONGEST_NAME
from flows.trips.trip import Segment

commands = typer.Typer(no_args_is_help=True, help="Tickets and vouchers of a booking.")

Reference = Annotated[str, typer.Argument(metavar="REF", help="The booking's reference.")]
MEGABYTE = 1024 * 1024

WHY = {
    Refusal.UNKNOWN_REFERENCE: "no booking {about!r} is held. Import it first.",
    Refusal.UNKNOWN_SEGMENT: "the booking has no {about!r}. It has:",
    Refusal.AMBIGUOUS_SEGMENT: "{about!r} may be any of these; say which by its id:",
    Refusal.UNKNOWN_TRAVELLER: "nobody in the party is called {about!r}. There are:",
    Refusal.AMBIGUOUS_TRAVELLER: "{about!r} may be any of these; say which by the id:",
    Refusal.EMPTY: "{about!r} is empty.",
    Refusal.TOO_LARGE: "{about!r} is larger than {most} MB, more than Telegram takes.",
    Refusal.NAME_TOO_LONG: "a name has {characters} characters at the most: {about!r} goes on.",
    Refusal.UNKNOWN_DOCUMENT: "the booking has no document {about!r}. It has:",
}


@commands.command()
def add(
    reference: Reference,
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="What to attach, up to 50 MB each.")],
    segment: Annotated[
        str, typer.Option(help='The leg, stay or visit it belongs to: "KL1697", a hotel\'s name, an id.')
    ] = "",
    traveller: Annotated[
        list[str] | None, typer.Option(help="For this traveller alone; may be given several times.")
    ] = None,
    name: Annotated[
        str, typer.Option(help='What travellers read ("Voucher"), in place of the file\'s name.')
    ] = "",
) -> None:
    """Attach files to a booking; travellers get each when it is needed."""
    papers = []
    for path in files:
        if not path.is_file():
            print_error(f"{path} is not a file." if path.exists() else f"there is no file {path}.")
            sys.exit(1)
        if path.stat().st_size > LARGEST_FILE:
            sys.exit(_refused(Refused(reason=Refusal.TOO_LARGE, about=str(path))))
        try:
            papers.append(Paper(name=path.name, content=path.read_bytes()))
        except OSError as error:
            print_error(f"{path} cannot be read: {error.strerror}.")
            sys.exit(1)
    sys.exit(done(_add(reference, papers, segment, traveller or [], name)))


async def _add(reference: str, papers: list[Paper], segment: str, travellers: list[str], name: str) -> int:
    async with application.ledger(read_settings()) as runtime:
        shelf = await documents.add(
            runtime, reference, papers, segment=segment, travellers=travellers, name=name
        )
    if isinstance(shelf, Refused):
        return _refused(shelf)
    for one in shelf.documents:
        print(f"Attached to {shelf.reference}: {_line(one)}")
    if not shelf.joined:
        print("Nobody of the party has joined yet; who does gets it when it is needed.")
    elif not all(one.given for one in shelf.documents):
        print("It goes out when it is needed, and /documents shows it from now on.")
    return 0


@commands.command("list")
def list_documents(reference: Reference, as_json: Json = False) -> None:
    """What is attached to a booking, and who has it."""
    sys.exit(done(_list(reference, as_json=as_json)))


async def _list(reference: str, *, as_json: bool) -> int:
    async with application.ledger(read_settings()) as runtime:
        shelf = await documents.listed(runtime, reference)
    if isinstance(shelf, Refused):
        return _refused(shelf)
    if as_json:
        print_json(
            [
                {
                    "id": one.document.id,
                    "name": one.document.name,
                    "segment": one.document.segment,
                    "travellers": list(one.document.travellers),
                    "file": one.file,
                    "size": one.size,
                    "given": list(one.given),
                }
                for one in shelf.documents
            ]
        )
        return 0
    for one in shelf.documents:
        print(_line(one))
    if not shelf.documents:
        print(f"Nothing is attached to {shelf.reference}: `reisgenoot documents add {shelf.reference} FILE`.")
    return 0


@commands.command()
def remove(
    reference: Reference,
    document: Annotated[str, typer.Argument(metavar="ID", help="The document's id, as list shows it.")],
) -> None:
    """Take a document back. What was sent already stays in the chat."""
    sys.exit(done(_remove(reference, document)))


async def _remove(reference: str, document: str) -> int:
    async with application.ledger(read_settings()) as runtime:
        found = await documents.remove(runtime, reference, document)
    if isinstance(found, Refused):
        return _refused(found)
    print(f"{found.name} is no longer with {reference}. What was sent already stays in the chat.")
    return 0


def _line(one: Listed) -> str:
    about = f" ({one.about})" if one.about else ""
    size = f"{one.size / MEGABYTE:.1f} MB" if one.size >= MEGABYTE else f"{-(-one.size // 1024)} kB"
    given = f", with {', '.join(one.given)}" if one.given else ""
    return f"{one.document.id} {one.document.name}{about}: {one.file}, {size}{given}"


def _refused(refusal: Refused) -> int:
    limits = {"most": LARGEST_FILE // MEGABYTE, "characters": LONGEST_NAME}
    print_error(WHY[refusal.reason].format(about=refusal.about, **limits))
    lines = [_segment_line(one) for one in refusal.segments]
    lines += [f"{person.id}  {person.name}" for person in refusal.travellers]
    lines += [f"{document.id}  {document.name}" for document in refusal.documents]
    for line in lines:
        print(f"  {line}", file=sys.stderr)
    return 1


def _segment_line(segment: Segment) -> str:
    way = f", {segment.origin.label} → {segment.destination.label}" if segment.kind.is_leg else ""
    return f"{segment.id}  {segment.label}{way}, {segment.departs.day.isoformat()}"
