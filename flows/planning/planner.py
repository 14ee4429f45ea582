"""The planner: for every touchpoint and occurrence of a recipient one answer with its reason (DESIGN §3.1-3.5).

It proposes; what is true at the claim is judged there (claim). Not here: the single answer (desk).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from flows.library.audience import Who
from flows.library.library import Library
from flows.library.lookups import NO_LOOKUPS, Lookups
from flows.library.touchpoint import Per, Touchpoint
from flows.planning.desk import Desk, Overrides, Told
from flows.planning.due import History, Plan, PlanningSettings, Reason, Recipient, Skipped, Waiting
from flows.planning.facts import Facts
from flows.planning.folding import folded
from flows.planning.group import Group, groups
from flows.planning.ledger import Ledger
from flows.planning.occasions import occasions
from flows.planning.once import by_day, once
from flows.trips.evidence import Evidence
from flows.trips.lives import Lives
from flows.trips.party import head
from flows.trips.times import aware
from flows.trips.trip import Trip

LEADER, WHOLE_TRIP = Who.LEADER, Per.TRIP
"""Asked of every touchpoint: to read a member off its class costs ten times as much (until Python 3.12)."""

Occurring = tuple[dict[tuple[Per, bool], list[Facts]], bool]
"""The occurrences by what they go for, and whether who comes to a stay on another day has an own one; and whether the
company parts at all."""


def plan(
    trip: Trip,
    recipient: Recipient,
    library: Library,
    history: History,
    overrides: Overrides,
    evidence: Evidence,
    settings: PlanningSettings,
    *,
    now: datetime,
    lookups: Lookups = NO_LOOKUPS,
    lives: Lives | None = None,
) -> Plan:
    """Everything that may be said to `recipient` about `trip`, decided at `now` (aware).

    overrides: (touchpoint id, occurrence, or "" for all) -> an agent's word. lookups: what is known from outside; when it
    changes, plan again. lives: those of the trip, where others ask for them too. Answers come in the library's order,
    those of one touchpoint in the trip's. The same arguments give the same plan; what is put into history never comes
    again. Raises NaiveTime.
    """
    moment = aware(now, "now")
    recipient = replace(recipient, known=aware(recipient.known, "Recipient.known"))
    parties = groups(trip, recipient, evidence, now=moment, lives=lives)
    desk = Desk(
        cancelled=trip.cancelled,
        lead=head(trip).id,
        leader=trip.leader,
        silent=recipient.holder in trip.surprised,
        recipient=recipient,
        library=library,
        ledger=Ledger(history, library),
        overrides=overrides,
        settings=settings,
        settle=timedelta(minutes=settings.settle_minutes),
        compact=timedelta(hours=settings.compact_hours),
        now=moment,
    )

    def occurring(company: Sequence[Group], touchpoints: Iterable[Touchpoint]) -> Occurring:
        parts = len(company) > 1
        found = {
            (per, apart): [
                Facts(one, library, lookups=lookups, travel_minutes=recipient.travel_minutes)
                for one in occasions(per, company, by_day=apart)
            ]
            for per, apart in {(one.per, parts and by_day(one)) for one in touchpoints}
        }
        return found, parts

    own = occurring(parties, library.touchpoints)
    everyones = own
    if trip.leader == recipient.holder:
        whole = replace(recipient, travellers=tuple(person.id for person in trip.travellers))
        led = [one for one in library.touchpoints if one.audience.who is LEADER]
        everyones = occurring(groups(trip, whole, evidence, now=moment, lives=lives), led)
    answers: list[Told] = []
    for touchpoint in library.touchpoints:
        per = touchpoint.per
        company, parts = everyones if touchpoint.audience.who is LEADER else own
        found = company[per, parts and by_day(touchpoint)]
        if not found:
            answers.append(desk.nothing(touchpoint, there=bool(parties)))
        elif per is WHOLE_TRIP and len(found) > 1:
            told = [desk.answer(touchpoint, facts) for facts in found]
            answers.extend(once(touchpoint, [facts.occasion for facts in found], told))
        else:
            for facts in found:
                answers.append(desk.answer(touchpoint, facts))
    return Plan(
        answers=tuple(answers),
        digest=folded(answers, parties, recipient, desk.ledger, now=moment) if parties else None,
        next_due=min(_ahead(answers, moment), default=None),
    )


def _ahead(answers: Iterable[Told], now: datetime) -> Iterator[datetime]:
    """When to look again: at what waits, and at what an agent will be asked about."""
    for answer in answers:
        at = answer.placing.at
        if at is None or at <= now:
            continue
        if isinstance(answer, Waiting) or (
            isinstance(answer, Skipped) and answer.reason is Reason.UNRELEASED
        ):
            yield at
