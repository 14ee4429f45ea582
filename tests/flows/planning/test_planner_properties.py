"""What holds for any plan of any trip, and for a whole life of plans."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from flows.library.audience import Audience, Who
from flows.library.touchpoint import Again, Late, MessageClass, Per, Touchpoint, When
from flows.planning.budget import CLASSES
from flows.planning.claim import Candidate, ChatState, Go, NotBefore, judge
from flows.planning.due import Due, History, Past, Plan, Reason, Sent, Skipped, Waiting
from flows.planning.gate import opens
from flows.trips.evidence import Source, Stage, Word
from flows.trips.moments import Anchor
from flows.trips.trip import Trip
from tests.support.touchpoints import answer, planned, settled, touchpoint
from tests.support.trips import (
    ANN,
    BRUNO,
    CHIARA,
    date_line_business,
    flight,
    italy_round_trip,
    lisbon_family,
    stay,
    town,
    trip,
    utc,
)

TRIPS = (
    lisbon_family(),
    italy_round_trip(),
    date_line_business(),
    trip(stay("Cabin", "MUC", "2027-06-01", "2027-06-05")),
    trip(flight("KL1697", "AMS", "LIS", "2027-05-12T00:15")),
    trip(
        flight("AZ1", "AMS", town("Siena", "IT", None), "2027-06-01T10:00", "2027-06-01T12:00"),
        home_zone=None,
    ),
    trip(
        flight(
            "KL1697", "AMS", "LIS", "2027-05-12T09:40", "2027-05-12T11:45", id="out", travellers=(ANN, BRUNO)
        ),
        flight(
            "KL1699", "AMS", "LIS", "2027-05-15T09:40", "2027-05-15T11:45", id="later", travellers=(CHIARA,)
        ),
        stay("Hotel Alfama", "LIS", "2027-05-12T15:00", "2027-05-19T11:00", id="hotel"),
        flight("KL1698", "LIS", "AMS", "2027-05-19T17:30", "2027-05-19T21:25", id="back"),
        travellers=(ANN, BRUNO, CHIARA),
    ),
    trip(),
)
CALMLY = settings(deadline=None, max_examples=60)
"""A busy machine is no failure."""

START, END = utc("2027-01-01T00:00"), utc("2027-11-01T00:00")

trips = st.sampled_from(TRIPS)
instants = st.integers(min_value=0, max_value=int((END - START).total_seconds()) // 60).map(
    lambda minute: START + timedelta(minutes=minute)
)
whens = st.one_of(
    st.builds(
        When,
        anchor=st.sampled_from(Anchor).map(str),
        days=st.integers(-40, 10),
        at=st.none() | st.times().map(lambda clock: clock.replace(second=0, microsecond=0)),
    ),
    st.builds(
        When,
        anchor=st.sampled_from(Anchor).map(str),
        delta=st.integers(-72, 72).map(lambda hours: timedelta(hours=hours)),
    ),
)


@st.composite
def touchpoints(draw: st.DrawFn) -> tuple[Touchpoint, ...]:
    """A small library."""
    found = []
    for number in range(draw(st.integers(1, 6))):
        base = touchpoint(
            f"t{number}",
            "booked",
            stages=draw(st.frozensets(st.sampled_from(Stage), max_size=3)),
            message_class=draw(
                st.sampled_from([MessageClass.OPERATIONAL, MessageClass.SERVICE, MessageClass.MARKETING])
            ),
            per=draw(st.sampled_from(Per)),
            late=draw(st.sampled_from(Late)),
            again=draw(st.sampled_from(Again)),
            useless_after=draw(st.none() | whens),
            audience=draw(
                st.sampled_from(
                    [Audience(), Audience(who=Who.LEAD), Audience(abroad=True), Audience(first=True)]
                )
            ),
            published=draw(st.none() | instants),
            catch_up=draw(st.booleans()),
        )
        found.append(_with(base, draw(whens)))
    return tuple(found)


def _with(one: Touchpoint, when: When) -> Touchpoint:
    return Touchpoint(**{name: getattr(one, name) for name in one.__dataclass_fields__} | {"when": when})


def remembered(plan: Plan, now: datetime) -> History:
    """What a plan leaves in history: what it sent, and what its digest folded."""
    past = [settled(one, at=now) for one in plan.due]
    if plan.digest is not None:
        past.append(Past(key=plan.digest.key, anchor=None, state="sent", at=now))
        past.extend(settled(one, state="skipped", at=now, reason="in_digest") for one in plan.digest.folded)
    return tuple(past)


@CALMLY
@given(journey=trips, library=touchpoints(), now=instants, known=instants)
def test_every_occurrence_has_one_answer(
    journey: Trip, library: tuple[Touchpoint, ...], now: datetime, known: datetime
) -> None:
    """Each touchpoint has answers, each occurrence exactly one; what waits lies ahead, what goes lies behind."""
    plan = planned(journey, *library, now=now, known=known)
    keys = [one.key for one in plan.answers]
    assert Counter(keys).most_common(1)[0][1] == 1
    assert {key.touchpoint for key in keys} == {one.id for one in library}
    for one in plan.answers:
        if isinstance(one, Waiting):
            assert one.at is not None
            assert one.at > now
            assert opens(one.touchpoint.stages, one.touchpoint.directions, one.stage, one.direction)
        if isinstance(one, Due):
            assert one.at is not None
            assert one.at <= now
            assert opens(one.touchpoint.stages, one.touchpoint.directions, one.stage, one.direction)
        if isinstance(one, Due | Waiting):
            assert one.useless_after is None or max(now, one.at) <= one.useless_after
        assert one.at is None or one.at.tzinfo is UTC
    assert plan.next_due == min((one.at for one in plan.answers if isinstance(one, Waiting)), default=None)


@CALMLY
@given(journey=trips, library=touchpoints(), now=instants, known=instants)
def test_a_plan_is_the_same_twice_and_never_repeats_itself(
    journey: Trip, library: tuple[Touchpoint, ...], now: datetime, known: datetime
) -> None:
    """Planning again gives the same; with the plan in history nothing of it comes again."""
    first = planned(journey, *library, now=now, known=known)
    assert planned(journey, *library, now=now, known=known) == first
    after = planned(journey, *library, now=now, known=known, history=remembered(first, now))
    assert list(after.due) == []
    assert after.digest is None
    went = {one.key for one in first.due}
    if first.digest is not None:
        went |= {one.key for one in first.digest.folded}
    assert {one.key for one in after.answers if isinstance(one, Sent)} == went
    assert after.next_due == first.next_due


@CALMLY
@given(journey=trips, library=touchpoints(), known=instants)
def test_a_life_of_ticks_says_everything_once(
    journey: Trip, library: tuple[Touchpoint, ...], known: datetime
) -> None:
    """Woken at every next instant, a trip comes to rest; each key went once, on time, and there was one digest at most."""
    history: History = ()
    sent: list[tuple[str, str]] = []
    digests = 0
    now: datetime | None = known
    woken = 0
    while now is not None:
        woken += 1
        assert woken < 200
        plan = planned(journey, *library, now=now, known=known, history=history)
        sent.extend((one.key.touchpoint, one.key.occurrence) for one in plan.due)
        if woken > 1:
            assert all(not one.late or one.touchpoint.late is Late.SEND for one in plan.due)
        digests += plan.digest is not None
        history += remembered(plan, now)
        now = plan.next_due
    assert len(sent) == len(set(sent))
    assert digests <= 1


@CALMLY
@given(journey=trips, library=touchpoints(), known=instants, others=st.lists(instants, max_size=6))
def test_looking_more_often_changes_nothing(
    journey: Trip, library: tuple[Touchpoint, ...], known: datetime, others: list[datetime]
) -> None:
    """Who is woken at other instants too says the same things as who is woken only when something is due."""

    def lived(extra: list[datetime]) -> set[tuple[str, str]]:
        history: History = ()
        said: set[tuple[str, str]] = set()
        now: datetime | None = known
        while now is not None:
            plan = planned(journey, *library, now=now, known=known, history=history)
            said |= {(one.key.touchpoint, one.key.occurrence) for one in plan.due}
            history += remembered(plan, now)
            ahead = [at for at in (plan.next_due, *extra) if at is not None and at > now]
            now = min(ahead, default=None)
        return said | {(past.key.touchpoint, past.key.occurrence) for past in history}

    assert lived(others) == lived([])


@CALMLY
@given(journey=trips, library=touchpoints(), known=instants, late=st.integers(0, 72))
def test_whoever_joins_late_gets_no_burst(
    journey: Trip, library: tuple[Touchpoint, ...], known: datetime, late: int
) -> None:
    """Of what lies behind, only `send` goes by itself; a digest carries no marketing and nothing useless."""
    now = known + timedelta(hours=late)
    plan = planned(journey, *library, now=now, known=known)
    for one in plan.due:
        assert not one.late or one.touchpoint.late is Late.SEND
    for one in plan.digest.folded if plan.digest else ():
        assert one.reason is Reason.IN_DIGEST
        assert one.touchpoint.message_class is not MessageClass.MARKETING
        assert one.useless_after is None or now <= one.useless_after
    folded = [one for one in plan.answers if isinstance(one, Skipped) and one.reason is Reason.IN_DIGEST]
    assert Counter(one.key for one in folded) == Counter(
        one.key for one in (plan.digest.folded if plan.digest else ())
    )


@CALMLY
@given(journey=trips, library=touchpoints(), now=instants, word=st.sampled_from(Stage), pinned=st.booleans())
def test_any_word_leaves_the_plan_whole(
    journey: Trip, library: tuple[Touchpoint, ...], now: datetime, word: Stage, pinned: bool
) -> None:
    """Whatever an agent says of the stage, what goes now passes the gate of that stage."""
    said = Word(source=Source.AGENT, stage=word, at=now, pinned=pinned)
    plan = planned(journey, *library, now=now, evidence=(said,))
    for one in plan.due:
        assert opens(one.touchpoint.stages, one.touchpoint.directions, one.stage, one.direction)


@CALMLY
@given(library=touchpoints(), known=instants)
def test_plans_and_the_judge_together_keep_the_caps(library: tuple[Touchpoint, ...], known: datetime) -> None:
    """Two trips in one chat, planned at every instant and judged at every claim, stay within what a chat bears."""
    sent: list[tuple[MessageClass, datetime]] = []
    queue: list[tuple[datetime, int, Candidate]] = []
    for journey in (lisbon_family(), italy_round_trip()):
        history: History = ()
        now: datetime | None = known
        while now is not None:
            plan = planned(journey, *library, now=now, known=known, history=history)
            for one in plan.due:
                candidate = Candidate(
                    message_class=one.touchpoint.message_class,
                    not_before=now,
                    about=one.anchor,
                    useless_after=one.useless_after,
                )
                queue.append((now, len(queue), candidate))
            history += remembered(plan, now)
            now = plan.next_due
    while queue:
        queue.sort(key=lambda row: row[:2])
        at, number, candidate = queue.pop(0)
        chat = ChatState(zone="Europe/Amsterdam", consent=True, sent=tuple(sent))
        verdict = judge(candidate, chat, now=at)
        if isinstance(verdict, NotBefore):
            queue.append((verdict.at, number, candidate))
        elif isinstance(verdict, Go):
            sent.append((candidate.message_class, at))
    gentle = [at for kind, at in sent if CLASSES[kind].capped]
    offers = [at for kind, at in sent if kind is MessageClass.MARKETING]
    for times, most, hours in ((gentle, 1, 2), (gentle, 3, 24), (offers, 1, 24), (offers, 3, 168)):
        for first, beyond in zip(times, times[most:], strict=False):
            assert beyond - first >= timedelta(hours=hours)


@CALMLY
@given(now=instants)
def test_booked_late_or_early_the_confirmation_goes_once(now: datetime) -> None:
    """Whenever the traveller becomes known, the confirmation goes at that moment, unless the trip is over."""
    one = touchpoint("confirmation", "booked", late=Late.SEND)
    journey = lisbon_family(booked="2027-01-01T00:00")
    told = answer(journey, one, now=now, known=now)
    over = utc("2027-05-19T19:25")
    assert isinstance(told, Due if now < over else Skipped)
