"""A file in the agents' group that belongs to a trip: attached to it, and handed over.

It belongs to one when its caption begins with the booking's reference ("LISBON-4 KL1697 Ann boarding pass"), or when it
answers a message about a traveller. Not here: which segment words mean (flows.trips.naming).
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import PurePath

from bot.steps.desk.asked import Asked
from bot.steps.documents import attach, give
from bot.steps.replan import replan
from bot.steps.situation import situation
from bot.storage.deliveries import DeliveryRow, deliveries_of_trip
from bot.storage.files import Kept, keep_known
from bot.storage.recipients import RecipientRow, recipients_of_chat, recipients_of_trip
from bot.storage.trips import TripRow, trip_by_id, trip_by_reference
from flows.planning.handing import DOCUMENT
from flows.talk.inbound import InboundFile
from flows.trips.documents import LONGEST_NAME, Document
from flows.trips.naming import Read, quoted, read_words, stranger_in
from flows.trips.trip import Trip

REFERENCE = re.compile(r"(?=.*\d)[A-Z0-9][A-Z0-9-]{3,}", re.ASCII)
"""What can only be meant as a reference: capitals with a number in them."""

MOST_TOLD = 20


async def belongs(asked: Asked, answered: DeliveryRow | None) -> bool:
    """True for a file that is meant for a trip, or for what looks like one's reference. answered: our message that the
    file answers."""
    if answered is not None and answered.subject is not None:
        return True
    first = asked.inbound.text.split()[:1]
    if not first or asked.inbound.edited:
        return False
    known = await trip_by_reference(asked.session, first[0]) is not None
    return known or REFERENCE.fullmatch(first[0]) is not None


async def file(asked: Asked, answered: DeliveryRow | None, *, number: int = 1) -> None:
    """Attach what `belongs`; the group hears what was attached to what, or why nothing was, once for an album.

    number: which file of its album it is.
    """
    inbound, words = asked.inbound, asked.words
    first, _, rest = inbound.text.partition(" ")
    row = await trip_by_reference(asked.session, first) if first.strip() else None
    bound: RecipientRow | None = None
    if answered is not None and answered.subject is not None:
        bound = await _bound(asked, answered)
        if bound is None:
            await _refuse(asked, number, words.say("desk.gone"))
            return
        if row is None or row.key != bound.trip_id:
            row, rest = await trip_by_id(asked.session, bound.trip_id), inbound.text
    if row is None:
        await _refuse(asked, number, words.say("desk.reference_unknown", reference=first[:60]))
        return
    read = Read(rest=rest) if quoted(rest) else read_words(row.trip, rest)
    if len(read.segments) > 1 or len(read.travellers) > 1:
        told = [f"{one.label}, {one.departs.day.isoformat()}: {one.id}" for one in read.segments]
        told = told if len(told) > 1 else [f"{person.name}: {person.id}" for person in read.travellers]
        await _refuse(asked, number, words.say("filing.which", choices="\n".join(told)))
        return
    strange = stranger_in(row.trip, read.rest)
    if strange:
        live = [one.label for one in row.trip.booking.segments if not one.cancelled]
        there = list(dict.fromkeys((*live, *(person.name for person in row.trip.travellers))))
        facts = {"word": strange, "reference": row.reference, "choices": "\n".join(there[:MOST_TOLD])}
        await _refuse(asked, number, words.say("filing.unknown", **facts))
        return
    given = quoted(read.rest) or read.rest
    if len(given) > LONGEST_NAME:
        told_long = words.say("filing.too_long", count=str(len(given)), most=str(LONGEST_NAME))
        await _refuse(asked, number, told_long)
        return
    await _attach(asked, row, replace(read, rest=given), bound, number)


async def _refuse(asked: Asked, number: int, why: str) -> None:
    if number == 1:
        await asked.say(why)


def _name(given: str, file: InboundFile, number: int) -> str:
    """What the caption calls it, else its file's name; a number tells those apart that would be called alike."""
    name = (given or PurePath(file.name).stem or file.name)[:LONGEST_NAME]
    return f"{name} {number}" if number > 1 and (given or file.photo) else name


async def _attach(asked: Asked, row: TripRow, read: Read, bound: RecipientRow | None, number: int) -> None:
    inbound, words = asked.inbound, asked.words
    held = inbound.file
    assert held is not None, "asked only for files"
    people = tuple(person.id for person in read.travellers)
    if not people and bound is not None and len(bound.travellers) < len(row.trip.travellers):
        people = tuple(bound.travellers)
    kept = Kept(
        key="", name=held.name, mime=held.mime, size=held.size, file_id=held.file_id, photo=held.photo
    )
    key = await keep_known(asked.session, held.lasting, kept, now=asked.now)
    document = Document(
        id="",
        name=_name(read.rest, held, number),
        segment=read.segments[0].id if read.segments else None,
        travellers=people,
    )
    attached = await attach(asked.session, row, document, key)
    if bound is not None:
        found = await situation(asked.session, asked.runtime, row, bound, now=asked.now)
        await give(asked.session, found, attached, await deliveries_of_trip(asked.session, row.key))
        await asked.session.flush()
    await replan(asked.session, asked.runtime, row, now=asked.now)
    facts = {
        "name": attached.name,
        "reference": row.reference,
        "about": _about(row.trip, attached, words.bare("filing.whole_trip")),
    }
    await asked.say(words.say(f"filing.{await _fate(asked, row, attached)}", **facts))


async def _fate(asked: Asked, row: TripRow, document: Document) -> str:
    """now: it is on its way to somebody; later: it goes when it is needed; nobody: nobody it is for has a chat."""
    for delivery in await deliveries_of_trip(asked.session, row.key):
        if delivery.touchpoint == DOCUMENT and delivery.occurrence == document.id:
            return "now"
    bound = await recipients_of_trip(asked.session, row.key)
    return "later" if any(document.is_for(frozenset(one.travellers)) for one in bound) else "nobody"


async def _bound(asked: Asked, answered: DeliveryRow) -> RecipientRow | None:
    """Whom the answered message is about; of a chat with several trips, the one that the message names."""
    assert answered.subject is not None
    found = await recipients_of_chat(asked.session, answered.subject)
    return next((one for one in found if one.trip_id == answered.trip_id), found[0] if found else None)


def _about(trip: Trip, document: Document, whole: str) -> str:
    """ "KL 1697 · Ann"; the whole trip where it names neither."""
    label = next((one.label for one in trip.booking.segments if one.id == document.segment), "")
    names = ", ".join(one.first_name for one in trip.travellers if one.id in document.travellers)
    return " · ".join(part for part in (label, names) if part) or whole
