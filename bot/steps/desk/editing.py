"""/edit: an agent changes a booking by hand, first shown with the messages that would follow, then confirmed.

Not here: what is typed (edit_text), what an edit does (bot.steps.editing).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import timedelta

from bot.steps.desk.asked import Asked
from bot.steps.desk.edit_text import Unread, read_edits
from bot.steps.desk.following_text import follow_lines
from bot.steps.editing import edit, preview
from bot.steps.enqueue import enqueue_edit
from bot.storage.edits import edits_document, read_edits_document
from bot.storage.trips import TripRow, trip_by_id
from flows.errors import EditRefused
from flows.talk.markup import Html, escape
from flows.talk.message import Button, OutgoingMessage
from flows.talk.wording import Wording

VALID = timedelta(hours=12)
"""A preview older than this tells of another day."""

CONFIRM, CANCEL = "edit.confirm", "edit.cancel"


async def edit_trip(asked: Asked) -> None:
    """/edit REF KL1697 departs 06:40: what would change and who would hear what, with Confirm and Cancel."""
    words = asked.words
    reference, _, said = asked.inbound.argument.strip().partition(" ")
    if "\n" in reference:
        reference, _, more = reference.partition("\n")
        said = f"{more} {said}"
    row = await asked.trip()
    if row is None:
        return
    if not said.strip():
        await asked.say(_usage(row, words))
        return
    try:
        edits = read_edits(row.trip.booking, said)
        seen = await preview(asked.session, asked.runtime, row, edits, now=asked.now)
    except Unread as unread:
        await asked.say(words.say("edit.unread", said=unread.said[:200]) + "\n\n" + _usage(row, words))
        return
    except EditRefused as refused:
        await asked.say(refusal(refused, words))
        return
    lines = [words.say("edit.preview", reference=row.reference), *(f"· {escape(one)}" for one in seen.lines)]
    follows = follow_lines(seen.following, words, asked.runtime.settings.agency_zone, quoted=True)
    lines.extend(("", *(follows or [words.say("follows.nothing")])))
    known = {"trip": str(row.key), "held": _digest(row), "shown": asked.now.isoformat()}
    buttons = (
        Button(
            label=words.bare("edit.confirm"), action=CONFIRM, data={**known, "edits": edits_document(edits)}
        ),
        Button(label=words.bare("edit.cancel"), action=CANCEL, data=known),
    )
    await asked.say("\n".join(lines), buttons=(buttons,))


async def decided_edit(asked: Asked, action: str, data: Mapping[str, str]) -> str:
    """Confirm or Cancel was tapped; the first tap counts. An old preview, or one of a trip that changed since, does nothing.
    Returns the tap's word."""
    words, given = asked.words, data.get("trip", "")
    row = await trip_by_id(asked.session, int(given)) if given.isdecimal() else None
    if row is None:
        return words.bare("tap.invalid")
    if _digest(row) != data.get("held") or _old(asked, data.get("shown", "")):
        return words.bare("edit.outdated", reference=row.reference)  # what a colleague's tap did stands there
    if action == CANCEL:
        await _instead(asked, words.say("edit.dropped", reference=row.reference, agent=asked.staff.name))
        return ""
    try:
        edits = read_edits_document(data.get("edits", ""))
        made = await edit(asked.session, asked.runtime, row, edits, by=asked.staff.name, now=asked.now)
    except EditRefused as refused:
        await _instead(asked, refusal(refused, words))
        return ""
    lines: list[str] = [words.say("edit.done", reference=row.reference, agent=asked.staff.name)]
    lines.extend(f"· {escape(one)}" for one in made.lines)
    for one in made.issued:
        lines.append(words.say("edit.code", name=one.name, code=one.code))
    await _instead(asked, Html("\n".join(lines)))
    return ""


def refusal(refused: EditRefused, words: Wording) -> Html:
    """Why it cannot be done."""
    return words.say(f"edit.refused_{refused.reason}", about=refused.about[:300])


def _usage(row: TripRow, words: Wording) -> Html:
    booking = row.trip.booking
    segments = (f"{one.label} ({one.departs.day})" for one in booking.segments if not one.cancelled)
    people = (one.name for one in booking.travellers)
    return words.say(
        "edit.usage", reference=row.reference, segments=", ".join(segments), people=", ".join(people)
    )


def _digest(row: TripRow) -> str:
    """The booking that a preview was made of, short."""
    return hashlib.sha256(json.dumps(row.booking, sort_keys=True).encode()).hexdigest()[:16]


def _old(asked: Asked, shown: str) -> bool:
    return shown < (asked.now - VALID).isoformat()


async def _instead(asked: Asked, text: str) -> None:
    """In place of the preview, whose buttons go."""
    if asked.inbound.message_id is None:
        await asked.say(text)
        return
    await enqueue_edit(
        asked.session,
        chat=asked.inbound.chat,
        message_id=asked.inbound.message_id,
        message=OutgoingMessage(text=text),
        now=asked.now,
    )
