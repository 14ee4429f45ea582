"""Bring something before the agents: what a traveller wrote, or a word of ours. Their group hears it in its own language.

Not here: the agents' answers (bot.steps.desk.replies).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.i18n import staff_wording
from bot.runtime import Runtime
from bot.steps.enqueue import enqueue
from bot.steps.situation import Situation
from bot.storage.chats import ChatRow, agents_group
from flows.library.text import FALLBACK
from flows.talk.dates import clock, short_day
from flows.talk.markup import MOST_UNITS, Html, escape, fitted
from flows.talk.message import Button, OutgoingMessage, Rows
from flows.talk.wording import Wording
from flows.trips.times import zone_info

TO_TAKE = frozenset({"", "topic", "emergency", "score", "mood", "waits", "dropped"})
"""What a colleague may take on at a tap, by its note: questions, and what is wrong."""

QUIET = frozenset({"staff.other_name"})
"""What the agents read without a sound: nothing is wrong yet."""

ROOM_FOR_TEXT = MOST_UNITS - 600
"""What is kept free for the line above the text and the note below it."""


def staff_words(runtime: Runtime) -> Wording:
    """The sentences for staff, in the agency's language."""
    return staff_wording(runtime.settings.locale)


def local_time(now: datetime, zone: str | None, locale: str) -> str:
    """The traveller's day and clock ("Wed 12 May, 14:05"); of UTC, and saying so, where the zone is unknown."""
    local = now.astimezone(zone_info(zone or "UTC"))
    told = f"{short_day(local.date(), locale)}, {clock(local.time())}"
    return told if zone else f"{told} UTC"


def heading(runtime: Runtime, found: Situation | None, name: str, now: datetime) -> Html:
    """Who it is: name, reference, stage with its place, local time."""
    words = staff_words(runtime)
    if found is None:
        return words.say("staff.heading_stranger", name=name)
    return words.say(
        "staff.heading",
        name=holder_name(found) or name,
        reference=found.trip.reference,
        stage=stage_name(words, found),
        time=local_time(now, found.zone, words.locale),
    )


def holder_name(found: Situation) -> str:
    """The whole name of the one who holds the chat."""
    return next((one.name for one in found.trip.travellers if one.id == found.bound.holder), "")


def stage_name(words: Wording, found: Situation) -> str:
    """The stage, with its place where it has one: "on site, Lisbon"."""
    stage = words.bare(f"stage.{found.estimate.stage}")
    return f"{stage}, {found.estimate.place.label}" if found.estimate.place is not None else stage


def hold_button(words: Wording, chat: int, *, taken: bool) -> Rows:
    """What an agent may do with the talk: take it, or let it go."""
    name = "release" if taken else "take"
    return ((Button(label=words.bare(f"hold.{name}"), action=f"hold.{name}", data={"chat": str(chat)}),),)


async def relay(
    session: AsyncSession,
    runtime: Runtime,
    *,
    chat: ChatRow,
    found: Situation | None,
    now: datetime,
    text: str = "",
    note: str = "",
    facts: Mapping[str, str] | None = None,
) -> bool:
    """Queue it for the agents' group; False when no group is bound. Too long a text is cut, and says so."""
    group = await agents_group(session)
    if group is None or group.blocked_at is not None:
        return False
    words = staff_words(runtime)
    parts: list[str] = [heading(runtime, found, chat.name, now)]
    if note:
        parts.append(f"<i>{words.say(f'staff.note_{note}', **_told(runtime, words.locale, facts or {}))}</i>")
    if text:
        shown, cut = fitted(escape(text), ROOM_FOR_TEXT)
        parts.append(f"{shown}\n<i>{words.say('staff.cut')}</i>" if cut else shown)
    held = bool(chat.held_by) and chat.hold_until is not None and chat.hold_until > now
    buttons = hold_button(words, chat.id, taken=False) if note in TO_TAKE and not held else ()
    await enqueue(
        session,
        chat=group.id,
        message=OutgoingMessage(text="\n".join(parts), buttons=buttons),
        now=now,
        subject=chat.id,
        trip_id=found.row.key if found is not None else None,
    )
    return True


def _told(runtime: Runtime, locale: str, facts: Mapping[str, str]) -> dict[str, str]:
    """The facts of a note; a topic is called by the first word that people type for it, not by its id."""
    topic = runtime.library.topics.get(facts.get("topic", ""))
    typed = (topic.words.get(locale) or topic.words.get(FALLBACK)) if topic is not None else None
    return {**facts, "topic": typed[0]} if typed else dict(facts)


async def tell_agents(
    session: AsyncSession,
    runtime: Runtime,
    word: str,
    *,
    now: datetime,
    subject: int | None = None,
    facts: Mapping[str, str],
) -> bool:
    """Queue a sentence of the catalogs for the agents' group; False when no group is bound."""
    group = await agents_group(session)
    if group is None or group.blocked_at is not None:
        return False
    message = OutgoingMessage(text=staff_words(runtime).say(word, **dict(facts)), silent=word in QUIET)
    await enqueue(session, chat=group.id, message=message, now=now, subject=subject)
    return True
