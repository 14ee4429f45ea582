"""When something that goes at an instant really reaches a chat: asked of the judge, with their night and their flight.

Not here: what else may hold a message back (caps, a talk that an agent has), which nobody knows ahead.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.steps.others import where_else
from bot.steps.relay import local_time
from bot.steps.situation import Situation
from flows.library.touchpoint import Per
from flows.planning.claim import Candidate, ChatState, NotBefore, judge
from flows.planning.due import Answer, Reason
from flows.talk.dates import clock, zone_city
from flows.talk.markup import Html
from flows.talk.wording import Wording
from flows.trips.difference import concerned
from flows.trips.life import Life
from flows.trips.times import zone_info

HELD = {Reason.QUIET_HOURS: "reach.after_night", Reason.AIRBORNE: "reach.on_landing"}
MOST = 4
"""A flight that lands at night, a night after it: nothing waits for more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """at: when it reaches them (UTC). zone: theirs then (IANA), None when unknown. held: what it waits for until then, None
    where it waits for nothing."""

    at: datetime
    zone: str | None
    held: Reason | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class There:
    """A recipient, and the other trip that they are on now, if any."""

    found: Situation
    elsewhere: Life | None = None

    def zone_at(self, at: datetime) -> str | None:
        """The zone in force there then."""
        found = self.found
        here = found.zone if at <= found.now else found.life.zone_at(at) or found.trip.home_zone
        return (self.elsewhere.zone_at(at) if self.elsewhere is not None else None) or here

    def airborne_until(self, at: datetime) -> datetime | None:
        """The landing of the flight under way then, whichever of their trips it belongs to."""
        flights = [one.airborne_until(at) for one in (self.found.life, self.elsewhere) if one is not None]
        return max((one for one in flights if one is not None), default=None)


async def there_of(session: AsyncSession, found: Situation) -> There:
    """Where they are, with their other trips."""
    others = found.recipient.others
    if not others:
        return There(found=found)
    leaves = found.life.itinerary.leaves
    return There(found=found, elsewhere=await where_else(session, found.bound, others, leaves, found.now))


def reach(there: There, answer: Answer, *, at: datetime) -> Reach:
    """When this reaches them if it goes at `at` (aware)."""
    touchpoint, trip = answer.touchpoint, there.found.trip
    about = answer.anchor
    change = trip.change(answer.occurrence) if touchpoint.per is Per.CHANGE else None
    if change is not None:
        about = concerned(change, trip.booking, now=at)
    asked = Candidate(
        message_class=touchpoint.message_class, not_before=at, about=about, confirmed=touchpoint.released
    )
    moment, held = at, None
    for _ in range(MOST):
        state = ChatState(
            zone=there.zone_at(moment), consent=True, airborne_until=there.airborne_until(moment)
        )
        verdict = judge(asked, state, now=moment)
        if not isinstance(verdict, NotBefore):
            break
        moment, held = verdict.at, verdict.reason
    return Reach(at=moment, zone=there.zone_at(moment), held=held)


def told_time(at: datetime, theirs: str | None, agency_zone: str, words: Wording) -> str:
    """The day and clock at the agency ("Wed 12 May, 17:05"); where the traveller's clock is another, both with their cities
    ("Wed 12 May, 17:05 Amsterdam (16:05 Lisbon)")."""
    told = local_time(at, agency_zone, words.locale)
    here, there = at.astimezone(zone_info(agency_zone)), at.astimezone(zone_info(theirs or agency_zone))
    if theirs is None or here.utcoffset() == there.utcoffset():
        return told
    same_day = here.date() == there.date()
    other = clock(there.time()) if same_day else local_time(at, theirs, words.locale)
    return f"{told} {zone_city(agency_zone, words.locale)} ({other} {zone_city(theirs, words.locale)})"


def told_waiting(
    at: datetime, theirs: str | None, held: Reason | None, agency_zone: str, words: Wording
) -> str:
    """The same, with what it waits for ("Tue 4 May, 08:00, when their night is over")."""
    told = told_time(at, theirs, agency_zone, words)
    word = HELD.get(held) if held is not None else None
    return words.bare(word, time=told) if word is not None else told


def told_held(
    reached: Iterable[tuple[str, Reach]], word: str, agency_zone: str, words: Wording
) -> Iterator[Html]:
    """A line for those who wait until the same instant for the same, of (name, reach): `word` with people and time."""
    together: dict[Reach, list[str]] = {}
    for name, one in reached:
        if one.held is not None:
            together.setdefault(one, []).append(name)
    for one, names in together.items():
        time = told_waiting(one.at, one.zone, one.held, agency_zone, words)
        yield words.say(word, people=", ".join(names), time=time)
