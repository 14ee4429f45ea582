"""What never goes, and what goes at the same time: the library played on sample trips by the real planner.

Not here: the trips (sample_trips), what is wrong within a touchpoint (texts, references).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from flows.library.audience import Audience
from flows.library.document import Fault, Severity
from flows.library.library import Library
from flows.library.touchpoint import Touchpoint, When
from flows.planning.budget import CAPS, CLASSES
from flows.planning.due import Due, PlanningSettings, Reason, Recipient, Skipped, Waiting
from flows.planning.planner import plan
from flows.rehearsal.sample_trips import SampleTrip, sample_trips
from flows.trips.evidence import Stage
from flows.trips.moments import Anchor

SPACING = CAPS.apart
SETTLE = timedelta(minutes=PlanningSettings().settle_minutes)
CAPPED = frozenset(kind for kind, rules in CLASSES.items() if rules.capped)
ANYONE = Audience()
OF_PLACE = (
    "destinations",
    "countries",
    "regions",
    "not_regions",
    "months",
    "feels",
    "wet",
    "sky",
    "abroad",
    "new_zone",
)
ARRIVALS = frozenset({Anchor.ARRIVAL, Anchor.RETURN_ARRIVAL})


@dataclass(frozen=True, slots=True, kw_only=True)
class Going:
    """One thing that goes on one sample trip."""

    touchpoint: Touchpoint
    occurrence: str
    at: datetime
    sample: str


def faults_of(library: Library) -> Iterator[Fault]:
    """What can never go, what is over before it goes, what collides, what counts on a punctual plane."""
    bare = _bare(library, lambda audience: Audience(who=audience.who))
    outcomes: dict[str, set[Reason | None]] = {}
    falls: dict[str, str] = {}
    for sample in sample_trips():
        for touchpoint_id, reason, detail in _outcomes(bare, sample):
            outcomes.setdefault(touchpoint_id, set()).add(reason)
            if reason is Reason.OTHER_STAGE:
                falls.setdefault(touchpoint_id, f"{detail} on “{sample.name}”")
    for touchpoint in library.touchpoints:
        why, key = _unreachable(touchpoint, outcomes.get(touchpoint.id, set()), falls)
        if why:
            yield _at(touchpoint, why, key)
        if _too_punctual(touchpoint.when):
            why = "planes land late: count at least +60m from an arrival, unless a landing is proven"
            yield _at(touchpoint, why, "when", Severity.WARNING)
    yield from _unmet(library, {one for one, found in outcomes.items() if None in found})
    yield from _collisions(library)


def _bare(library: Library, left: Callable[[Audience], Audience]) -> Library:
    """The library with everything on, and of each audience only what is `left`."""
    touchpoints = tuple(
        replace(one, audience=left(one.audience), published=None, on=True) for one in library.touchpoints
    )
    return replace(library, touchpoints=touchpoints, offers={})


def _anywhere(audience: Audience) -> Audience:
    """Without what asks for a certain place, time of the year or sky: no few trips can have them all."""
    return replace(audience, **{name: getattr(ANYONE, name) for name in OF_PLACE})


def _unmet(library: Library, reachable: Container[str]) -> Iterator[Fault]:
    """What would go, were it not for conditions that no sample trip meets together."""
    objections: dict[str, Counter[str]] = {}
    for sample in sample_trips():
        for touchpoint_id, reason, detail in _outcomes(_bare(library, _anywhere), sample):
            words = detail or (reason.value if reason is not None else "")
            objections.setdefault(touchpoint_id, Counter())[words] += 1
    for touchpoint in library.touchpoints:
        found = objections.get(touchpoint.id, Counter())
        if touchpoint.id in reachable and "" not in found:
            most, _ = found.most_common(1)[0]
            why = f"no sample trip meets all its conditions: on most of them, {most}"
            yield _at(touchpoint, why, "for", Severity.WARNING)


def _outcomes(library: Library, sample: SampleTrip) -> Iterator[tuple[str, Reason | None, str]]:
    """(touchpoint, None where it goes or the reason why not, in words) of every occurrence."""
    for answer in _played(library, sample):
        if isinstance(answer, Skipped) and answer.reason is not Reason.UNRELEASED:
            yield answer.touchpoint.id, answer.reason, answer.detail
        else:
            yield answer.touchpoint.id, None, ""


def _played(library: Library, sample: SampleTrip) -> Iterator[Due | Waiting | Skipped]:
    """The answers for one chat that serves the whole party and knows the trip since it was booked."""
    trip = sample.trip
    recipient = Recipient(
        holder=trip.booking.lead.id,
        travellers=tuple(person.id for person in trip.travellers),
        known=trip.booked,
        travel_minutes=sample.travel_minutes,
    )
    found = plan(
        trip,
        recipient,
        library,
        (),
        {},
        (),
        PlanningSettings(),
        now=trip.booked,
        lookups=sample.lookups,
    )
    for answer in found.answers:
        if isinstance(answer, (Due, Waiting, Skipped)):
            yield answer


def _unreachable(
    touchpoint: Touchpoint, outcomes: set[Reason | None], falls: Mapping[str, str]
) -> tuple[str, str]:
    """Why it goes on no sample trip at all, and the key to look at; both empty when it goes on one."""
    if touchpoint.stages == frozenset({Stage.CANCELLED}) and not touchpoint.released:
        why = (
            "it can never go: for a cancelled trip nothing is planned that no agent lets go (release: agent)"
        )
        return why, "stage"
    if None in outcomes:
        return "", ""
    if Reason.OTHER_STAGE in outcomes:
        gate = ", ".join(sorted(stage.value for stage in touchpoint.stages))
        ways = ", ".join(sorted(way.value for way in touchpoint.directions))
        gate = f"{gate} ({ways})" if ways else gate
        return f"it can never go: its stage is {gate}, but its moment {falls[touchpoint.id]}", "stage"
    if Reason.USELESS in outcomes:
        return "it can never go: useless_after lies before its own moment", "useless_after"
    if Reason.LATE in outcomes or Reason.IN_DIGEST in outcomes:
        return "it can never go in time: its moment lies before the booking", "when"
    return f"it can never go: no trip has a {touchpoint.when.anchor} with per: {touchpoint.per.value}", "when"


def _too_punctual(when: When) -> bool:
    return when.anchor in ARRIVALS and not when.days and when.at is None and when.delta < SETTLE


def _collisions(library: Library) -> Iterator[Fault]:
    """Pairs that would go within two hours in the same chat, each pair once, on the first trip where it does."""
    told: set[frozenset[str]] = set()
    for sample in sample_trips():
        going = sorted(
            (
                Going(
                    touchpoint=answer.touchpoint,
                    occurrence=answer.key.occurrence,
                    at=answer.at,
                    sample=sample.name,
                )
                for answer in _played(library, sample)
                if isinstance(answer, (Due, Waiting)) and answer.at is not None
            ),
            key=lambda one: (one.at, one.touchpoint.id),
        )
        for number, first in enumerate(going):
            for second in going[number + 1 :]:
                if second.at - first.at >= SPACING:
                    break
                pair = frozenset({first.touchpoint.id, second.touchpoint.id})
                if len(pair) == 2 and pair not in told and _collide(first, second):
                    told.add(pair)
                    yield _collision(first, second)


def _collide(first: Going, second: Going) -> bool:
    classes = {first.touchpoint.message_class, second.touchpoint.message_class}
    return classes <= CAPPED or first.at == second.at


def _collision(first: Going, second: Going) -> Fault:
    minutes = int((second.at - first.at).total_seconds()) // 60
    where = first.touchpoint.origin.at("when")
    other = f"{first.touchpoint.id} (content/{where.file}:{where.line})"
    apart = f"{minutes} minutes after" if minutes else "at the same minute as"
    why = f"on “{first.sample}” it goes {apart} {other}: move one of them by two hours or more"
    return _at(second.touchpoint, why, "when", Severity.WARNING)


def _at(touchpoint: Touchpoint, why: str, key: str, severity: Severity = Severity.ERROR) -> Fault:
    origin = touchpoint.origin.at(key, "when")
    return Fault(file=origin.file, line=origin.line, why=why, severity=severity)
