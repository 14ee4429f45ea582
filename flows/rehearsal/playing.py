"""Play a trip with values alone: the same plan() and judge(), an outbox in a list, texts in every locale at once.

Thousands of times faster than the bot on paper, for looking at hundreds of trips. Not here: what it leaves
(said), the playing through the real services (bot.services.rehearsal), what is wrong with what was played (findings).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from flows.errors import MissingFact, MissingWords
from flows.library.library import Library
from flows.library.lookups import NO_LOOKUPS, Lookups
from flows.library.text import LOCALES
from flows.library.touchpoint import MessageClass
from flows.planning.claim import ChatState, NotBefore, Skip, judge
from flows.planning.due import (
    Due,
    Key,
    Overridden,
    Override,
    Past,
    PlanningSettings,
    Reason,
    Recipient,
    Skipped,
)
from flows.planning.landing import FEWEST, folds
from flows.planning.planner import plan
from flows.rehearsal.outbox import Queued, of_digest, of_due, of_landing
from flows.rehearsal.said import Played, Said, Unsaid
from flows.talk.facts import Facts, gathered
from flows.talk.render import Rendered, render_digest, render_touchpoint
from flows.trips.life import Life, life
from flows.trips.moments import TRIP
from flows.trips.trip import Trip

AGENCY = {
    "name": "Reisbureau Zonnig",
    "phone": "+31 20 555 01 23",
    "email": "hallo@example.com",
    "hours": "09:00–17:30",
}
"""A made-up agency: what it would quote of itself."""

AFTER_LAST_EDGE = timedelta(days=75)
DAY = timedelta(hours=24)
MOST_STEPS = 5_000


def played(
    trip: Trip,
    library: Library,
    *,
    settings: PlanningSettings,
    lookups: Lookups = NO_LOOKUPS,
    locales: Sequence[str] = LOCALES,
    known: datetime | None = None,
    travel_minutes: int | None = None,
    agency: Mapping[str, str] = AGENCY,
) -> Played:
    """From the booking to 75 days after the last edge, with consent to offers, and an agent who releases every change.

    known: when the traveller joins (default: when it was booked). agency: what it quotes of itself.
    """
    since = known or trip.booked
    return _Stage(trip, library, settings, lookups, locales, since, travel_minutes, agency).play()


@dataclass(slots=True)
class _Stage:
    """One playing: what has happened so far."""

    trip: Trip
    library: Library
    settings: PlanningSettings
    lookups: Lookups
    locales: Sequence[str]
    known: datetime
    travel_minutes: int | None
    agency: Mapping[str, str]
    queue: list[Queued] = field(default_factory=list)
    history: dict[Key, Past] = field(default_factory=dict)
    said: list[Said] = field(default_factory=list)
    unsaid: list[Unsaid] = field(default_factory=list)
    counted: list[tuple[MessageClass, datetime]] = field(default_factory=list)
    numbered: int = 0

    def play(self) -> Played:
        lead = self.trip.booking.lead
        served = (lead.id, *(one.id for one in self.trip.travellers if one.id != lead.id))
        recipient = Recipient(
            holder=lead.id, travellers=served, known=self.known, travel_minutes=self.travel_minutes
        )
        lived = life(self.trip, lead)
        until = lived.timeline[-1].since + AFTER_LAST_EDGE
        now: datetime | None = self.known
        look: datetime | None = now
        changes = [change.at for change in self.trip.changes]
        for _ in range(MOST_STEPS):
            if now is None or now > until:
                break
            if look is not None and look <= now:
                look = self._plan(recipient, now)
            self._deliver(lived, now)
            later = [at for at in changes if at > now]
            look = min([*later, *([look] if look is not None else [])], default=None)
            ahead = [waiting.not_before for waiting in self.queue]
            now = min([*ahead, *([look] if look is not None else [])], default=None)
        return Played(trip=self.trip, life=lived, said=tuple(self.said), unsaid=tuple(self.unsaid))

    def _plan(self, recipient: Recipient, now: datetime) -> datetime | None:
        """Write what is due into the outbox; returns when to look again."""
        known = tuple(change for change in self.trip.changes if change.at <= now)
        trip = self.trip if len(known) == len(self.trip.changes) else replace(self.trip, changes=known)
        found = plan(
            trip,
            recipient,
            self.library,
            tuple(self.history.values()),
            self._released(now),
            (),
            self.settings,
            now=now,
            lookups=self.lookups,
        )
        for answer in found.answers:
            if isinstance(answer, Due):
                self._enqueue(of_due(answer, now), answer.anchor, now)
            elif isinstance(answer, Skipped) and answer.at is not None and answer.at <= now:
                self._once_unsaid(answer)
        if found.digest is not None:
            for one in found.digest.folded:
                self._past(one.key, one.anchor, "skipped", now, one.travellers, Reason.IN_DIGEST)
            self._enqueue(of_digest(found.digest, now), None, now)
        return found.next_due

    def _released(self, now: datetime) -> dict[tuple[str, str], Overridden]:
        """An agent says yes to every change as soon as it is known."""
        return {
            (touchpoint.id, change.id): Overridden(word=Override.NOW)
            for change in self.trip.changes
            if change.at <= now
            for touchpoint in self.library.touchpoints
            if touchpoint.released and change.kind in touchpoint.audience.changes
        }

    def _enqueue(self, waiting: Queued, anchor: datetime | None, now: datetime) -> None:
        self.numbered += 1
        waiting.number = self.numbered
        self._past(waiting.key, anchor, "queued", now, waiting.travellers)
        self.queue.append(waiting)

    def _past(
        self,
        key: Key,
        anchor: datetime | None,
        state: str,
        at: datetime,
        travellers: tuple[str, ...],
        reason: str = "",
    ) -> None:
        self.history[key] = Past(
            key=key, anchor=anchor, state=state, at=at, reason=reason, travellers=travellers
        )

    def _once_unsaid(self, answer: Skipped) -> None:
        if all(one.key != answer.key or one.reason is not answer.reason for one in self.unsaid):
            one = Unsaid(key=answer.key, at=answer.at, reason=answer.reason, detail=answer.detail)
            self.unsaid.append(one)

    def _deliver(self, lived: Life, now: datetime) -> None:
        for waiting in sorted(self.queue, key=lambda one: one.order):
            if waiting.not_before > now:
                continue
            if waiting not in self.queue:
                continue  # it is a line of a digest by now
            if waiting.airborne and lived.airborne_until(now) is None and self._landed(lived, waiting, now):
                continue
            verdict = judge(waiting.candidate, self._chat(lived, waiting, now), now=now)
            if isinstance(verdict, NotBefore):
                waiting.not_before = verdict.at
                waiting.airborne = verdict.reason is Reason.AIRBORNE
                continue
            self.queue.remove(waiting)
            past = self.history[waiting.key]
            if isinstance(verdict, Skip):
                self.history[waiting.key] = replace(past, state="skipped", reason=verdict.reason, at=now)
                self.unsaid.append(Unsaid(key=waiting.key, at=now, reason=verdict.reason))
                continue
            rendered = dict(self._rendered(waiting, now))
            state = "sent" if rendered else "skipped"
            self.history[waiting.key] = replace(past, state=state, at=now)
            if rendered:
                self.counted.append((waiting.message_class, now))
                self.said.append(
                    Said(
                        key=waiting.key,
                        message_class=waiting.message_class,
                        at=now,
                        zone=waiting.zone,
                        rendered=rendered,
                        planned=waiting.planned,
                        released=waiting.candidate.confirmed,
                    )
                )

    def _landed(self, lived: Life, waiting: Queued, now: datetime) -> bool:
        """One message in place of all that waited for this landing; False where there are not several."""
        waited = [
            one
            for one in self.queue
            if one.airborne
            and one.touchpoint is not None
            and not one.text
            and not one.candidate.confirmed
            and folds(one.touchpoint, planned=one.planned, now=now)
            and not isinstance(judge(one.candidate, self._chat(lived, one, now), now=now), Skip)
        ]
        if waiting not in waited or len(waited) < FEWEST:
            return False
        for one in waited:
            self.queue.remove(one)
            past = self.history[one.key]
            self.history[one.key] = replace(past, state="skipped", reason=Reason.IN_DIGEST, at=now)
        self._enqueue(of_landing(waited, now), None, now)
        return True

    def _chat(self, lived: Life, waiting: Queued, now: datetime) -> ChatState:
        others = waiting.travellers and lived.traveller.id not in waiting.travellers
        there = life(self.trip, waiting.travellers[0]) if others else lived
        today = there.estimate(now=now)
        week = now - timedelta(hours=168)
        return ChatState(
            zone=lived.zone_at(now) or self.trip.home_zone,
            consent=True,
            airborne_until=lived.airborne_until(now),
            stage=today.stage,
            direction=today.direction,
            cancelled=self.trip.cancelled,
            sent=tuple((kind, at) for kind, at in self.counted if at > week),
            spoke_at=self.said[-1].at if self.said else None,
        )

    def _rendered(self, waiting: Queued, now: datetime) -> Iterator[tuple[str, Rendered]]:
        for locale in self.locales:
            try:
                if waiting.touchpoint is not None:
                    facts = self._facts(waiting.travellers, waiting.key.occurrence, locale, now)
                    yield locale, render_touchpoint(waiting.touchpoint, facts, text=waiting.text)
                else:
                    yield locale, self._digest(waiting, locale, now)
            except (MissingFact, MissingWords) as error:
                reason, detail = Reason.FACT_MISSING, str(error)
                self.unsaid.append(
                    Unsaid(key=waiting.key, at=now, reason=reason, detail=detail, locale=locale)
                )

    def _digest(self, waiting: Queued, locale: str, now: datetime) -> Rendered:
        folded = [
            (one.touchpoint, self._facts(waiting.travellers, one.key.occurrence, locale, now))
            for one in waiting.folded
        ]
        just = [
            said.rendered[locale] for said in self.said if said.at > now - DAY and locale in said.rendered
        ]
        shown = frozenset(placeholder for rendered in just for placeholder in rendered.facts)
        return render_digest(self._facts(waiting.travellers, TRIP, locale, now), folded, shown=shown)

    def _facts(self, travellers: tuple[str, ...], occurrence: str, locale: str, now: datetime) -> Facts:
        return gathered(
            self.trip,
            travellers,
            library=self.library,
            locale=locale,
            now=now,
            holder=self.trip.booking.lead.id,
            occurrence=TRIP if occurrence.startswith(f"{TRIP}:") else occurrence,
            served=tuple(one.id for one in self.trip.travellers),
            agency=self.agency,
            lookups=self.lookups,
            travel_minutes=self.travel_minutes,
        )
