"""The judge."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.library.touchpoint import MessageClass
from flows.planning.budget import CAPS, CLASSES
from flows.planning.claim import URGENT, Candidate, ChatState, Go, NotBefore, Skip, judge
from flows.planning.due import Reason
from flows.trips.evidence import Direction, Stage
from tests.support.trips import utc

SAFETY, REPLY, OPERATIONAL, SERVICE, MARKETING = MessageClass
NOON = utc("2027-01-12T12:00+01:00")
NIGHT = utc("2027-01-12T22:00+01:00")
MORNING = utc("2027-01-13T08:00+01:00")
SECOND = timedelta(seconds=1)
BREATH = CAPS.breath
ANN_CHAT = ChatState(zone="Europe/Amsterdam", consent=True, stage=Stage.ON_SITE)


def of(kind: MessageClass, **more: object) -> Candidate:
    """A candidate of a class."""
    return replace(Candidate(message_class=kind, not_before=NOON), **more)


def with_state(**more: object) -> ChatState:
    """Ann's chat, but for what is given."""
    return replace(ANN_CHAT, **more)


def verdicts(chat: ChatState, now: datetime = NOON, **more: object) -> dict[MessageClass, str]:
    """What each class hears."""
    heard = {}
    for kind in MessageClass:
        verdict = judge(of(kind, **more), chat, now=now)
        heard[kind] = "go" if isinstance(verdict, Go) else verdict.reason.value
    return heard


def test_by_day_everything_goes() -> None:
    """In a quiet chat at noon nothing is held back."""
    assert set(verdicts(ANN_CHAT).values()) == {"go"}


@pytest.mark.parametrize(
    ("state", "reason", "held"),
    [
        ({"blocked": True}, "blocked", set(MessageClass)),
        ({"surprise": True}, "surprise", {REPLY, OPERATIONAL, SERVICE, MARKETING}),
        ({"cancelled": True}, "cancelled", {OPERATIONAL, SERVICE, MARKETING}),
        ({"left": True}, "left_trip", {OPERATIONAL, SERVICE, MARKETING}),
        ({"stopped": True}, "stopped", {SERVICE, MARKETING}),
        ({"consent": False}, "no_consent", {MARKETING}),
        ({"paused": True}, "paused", {MARKETING}),
        ({"care": True}, "care_mode", {OPERATIONAL, SERVICE, MARKETING}),
        ({"hold_until": NOON + SECOND}, "on_hold", {SERVICE, MARKETING}),
        ({"airborne_until": NOON + SECOND}, "airborne", {SAFETY, OPERATIONAL, SERVICE, MARKETING}),
    ],
)
def test_each_state_holds_its_classes(state: dict[str, object], reason: str, held: set[MessageClass]) -> None:
    """Every state of a chat holds back exactly the classes that the table names."""
    heard = verdicts(with_state(**state))
    assert heard == {kind: reason if kind in held else "go" for kind in MessageClass}


@pytest.mark.parametrize("state", [{"hold_until": NOON}, {"airborne_until": NOON}])
def test_what_has_passed_holds_nothing(state: dict[str, object]) -> None:
    """At the very instant of landing, or when a hold lapses, everything goes."""
    assert set(verdicts(with_state(**state)).values()) == {"go"}


def test_an_agents_word_passes_care() -> None:
    """What an agent confirmed goes in care mode."""
    assert judge(of(SERVICE, confirmed=True), with_state(care=True), now=NOON) == Go()


def test_a_cancelled_trip_hears_only_what_was_written_for_it() -> None:
    """What an agent confirmed for the trip as it was goes no more; the humane word does, in care mode too."""
    chat = with_state(care=True, cancelled=True, left=True)
    assert judge(of(SERVICE, confirmed=True), chat, now=NOON) == Skip(reason=Reason.CANCELLED)
    assert judge(of(SERVICE, confirmed=True, humane=True), chat, now=NOON) == Go()


def test_night_holds_the_gentle() -> None:
    """At night safety and replies go, the rest waits for eight o'clock."""
    waits = NotBefore(at=MORNING, reason=Reason.QUIET_HOURS)
    found = {kind: judge(of(kind), ANN_CHAT, now=NIGHT) for kind in MessageClass}
    assert found == {SAFETY: Go(), REPLY: Go(), OPERATIONAL: waits, SERVICE: waits, MARKETING: waits}


@pytest.mark.parametrize(
    ("about", "goes"),
    [
        (MORNING + timedelta(hours=4), False),
        (MORNING + timedelta(hours=4) - SECOND, True),
        (NIGHT, False),
        (NIGHT + SECOND, True),
        (None, False),
    ],
)
def test_operational_breaks_the_night_when_it_presses(about: datetime | None, goes: bool) -> None:
    """It does not wait when the morning leaves less than four hours to what it is about."""
    expected = Go() if goes else NotBefore(at=MORNING, reason=Reason.QUIET_HOURS)
    assert judge(of(OPERATIONAL, about=about), ANN_CHAT, now=NIGHT) == expected
    assert judge(of(SERVICE, about=about), ANN_CHAT, now=NIGHT) == NotBefore(
        at=MORNING, reason=Reason.QUIET_HOURS
    )


def test_without_a_zone_there_is_no_night() -> None:
    """Nobody's night is guessed."""
    assert judge(of(SERVICE), with_state(zone=None), now=NIGHT) == Go()


def test_use_ends_after_its_instant() -> None:
    """At the last useful instant it goes, a second later never."""
    candidate = of(SERVICE, useless_after=NOON)
    assert judge(candidate, ANN_CHAT, now=NOON) == Go()
    assert judge(candidate, ANN_CHAT, now=NOON + SECOND) == Skip(reason=Reason.USELESS)


def test_waiting_beyond_its_use_is_a_skip() -> None:
    """What would be useless in the morning is not kept for the morning."""
    assert judge(of(SERVICE, useless_after=MORNING), ANN_CHAT, now=NIGHT) == NotBefore(
        at=MORNING, reason=Reason.QUIET_HOURS
    )
    assert judge(of(SERVICE, useless_after=MORNING - SECOND), ANN_CHAT, now=NIGHT) == Skip(
        reason=Reason.USELESS
    )


@pytest.mark.parametrize(
    ("stages", "directions", "stage", "direction", "goes"),
    [
        ({Stage.ON_SITE}, set(), Stage.ON_SITE, None, True),
        ({Stage.ON_SITE}, set(), Stage.AFTERWARDS, None, False),
        ({Stage.ON_SITE}, set(), None, None, False),
        ({Stage.IN_TRANSIT}, {Direction.RETURN}, Stage.IN_TRANSIT, Direction.RETURN, True),
        ({Stage.IN_TRANSIT}, {Direction.RETURN}, Stage.IN_TRANSIT, Direction.OUTBOUND, False),
        ({Stage.IN_TRANSIT, Stage.ON_SITE}, {Direction.RETURN}, Stage.ON_SITE, None, True),
        (set(), {Direction.RETURN}, Stage.IN_TRANSIT, Direction.BETWEEN, False),
        (set(), {Direction.RETURN}, Stage.ON_SITE, None, True),
        (set(), set(), None, None, True),
    ],
)
def test_the_gate_is_asked_again(
    stages: set[Stage],
    directions: set[Direction],
    stage: Stage | None,
    direction: Direction | None,
    goes: bool,
) -> None:
    """A message whose stage has passed by the time it could leave does not go."""
    candidate = of(OPERATIONAL, stages=frozenset(stages), directions=frozenset(directions))
    expected = Go() if goes else Skip(reason=Reason.OTHER_STAGE)
    assert judge(candidate, with_state(stage=stage, direction=direction), now=NOON) == expected


def test_a_full_day_waits_for_its_slot() -> None:
    """Caps delay, with their reason."""
    sent = tuple((SERVICE, NOON - timedelta(hours=hours)) for hours in (3, 6, 9))
    assert judge(of(SERVICE), with_state(sent=sent), now=NOON) == NotBefore(
        at=NOON + timedelta(hours=15), reason=Reason.DAY_FULL
    )


moments = st.integers(min_value=0, max_value=60 * 24 * 20).map(
    lambda minute: NOON + timedelta(minutes=minute)
)
candidates = st.builds(
    Candidate,
    message_class=st.sampled_from(MessageClass),
    not_before=st.just(NOON),
    about=st.none() | moments,
    useless_after=st.none() | moments,
    stages=st.frozensets(st.sampled_from(Stage), max_size=2),
    directions=st.frozensets(st.sampled_from(Direction), max_size=1),
    confirmed=st.booleans(),
)
chats = st.builds(
    ChatState,
    zone=st.none() | st.sampled_from(["Europe/Amsterdam", "Asia/Tokyo", "America/New_York"]),
    consent=st.booleans(),
    blocked=st.booleans(),
    stopped=st.booleans(),
    care=st.booleans(),
    hold_until=st.none() | moments,
    airborne_until=st.none() | moments,
    stage=st.none() | st.sampled_from(Stage),
    direction=st.none() | st.sampled_from(Direction),
    cancelled=st.booleans(),
    left=st.booleans(),
    sent=st.lists(st.tuples(st.sampled_from(MessageClass), moments), max_size=6).map(tuple),
)


@settings(deadline=None)
@given(candidate=candidates, chat=chats, now=moments)
def test_the_judge_always_has_a_verdict(candidate: Candidate, chat: ChatState, now: datetime) -> None:
    """For anything at any time there is a verdict, and a delay lies ahead and within its use."""
    verdict = judge(candidate, chat, now=now)
    assert isinstance(verdict, Go | NotBefore | Skip)
    if isinstance(verdict, NotBefore):
        assert verdict.at > now
        assert candidate.useless_after is None or verdict.at <= candidate.useless_after


@settings(deadline=None)
@given(
    wanted=st.lists(st.tuples(st.sampled_from([SERVICE, MARKETING, OPERATIONAL]), moments), max_size=25),
    zone=st.sampled_from(["Europe/Amsterdam", "Pacific/Auckland", None]),
)
def test_no_flood_breaks_the_caps(wanted: list[tuple[MessageClass, datetime]], zone: str | None) -> None:
    """Whatever is planned, a chat that obeys the judge gets at most three a day, two hours apart, one offer a day and
    three a week."""
    waiting = [(at, number, kind) for number, (kind, at) in enumerate(wanted)]
    sent: list[tuple[MessageClass, datetime]] = []
    turns = 0
    while waiting:
        waiting.sort()
        now, number, kind = waiting.pop(0)
        turns += 1
        assert turns < 2000
        recent = tuple(entry for entry in sent if entry[1] > now - timedelta(hours=168))
        verdict = judge(of(kind), with_state(zone=zone, sent=recent), now=now)
        if isinstance(verdict, NotBefore):
            waiting.append((verdict.at, number, kind))
        else:
            sent.append((kind, now))
    gentle = [at for kind, at in sent if CLASSES[kind].capped]
    offers = [at for kind, at in sent if kind is MARKETING]
    assert all(later - earlier >= timedelta(hours=2) for earlier, later in pairwise(gentle))
    assert all(
        fourth - first >= timedelta(hours=24) for first, fourth in zip(gentle, gentle[3:], strict=False)
    )
    assert all(later - earlier >= timedelta(hours=24) for earlier, later in pairwise(offers))
    assert all(
        fourth - first >= timedelta(hours=168) for first, fourth in zip(offers, offers[3:], strict=False)
    )


def test_a_breath_lies_between_two_planned_messages() -> None:
    """What is planned for the same minute as the message before it waits ten minutes, whatever its class."""
    patient = replace(of(OPERATIONAL), patient=True)
    spoke = with_state(spoke_at=NOON)
    assert judge(patient, spoke, now=NOON) == NotBefore(at=NOON + BREATH, reason=Reason.TOO_CLOSE)
    assert judge(patient, spoke, now=NOON + BREATH - SECOND) == NotBefore(
        at=NOON + BREATH, reason=Reason.TOO_CLOSE
    )
    assert judge(patient, spoke, now=NOON + BREATH) == Go()
    assert judge(of(OPERATIONAL), spoke, now=NOON) == Go()


def test_what_is_urgent_takes_no_breath() -> None:
    """What is about something near, or useless after the breath, leaves at once."""
    spoke = with_state(spoke_at=NOON)
    soon = replace(of(OPERATIONAL), patient=True, about=NOON + BREATH + URGENT - SECOND)
    later = replace(of(OPERATIONAL), patient=True, about=NOON + BREATH + URGENT)
    useless = replace(of(OPERATIONAL), patient=True, useless_after=NOON + BREATH - SECOND)
    assert judge(soon, spoke, now=NOON) == Go()
    assert judge(later, spoke, now=NOON) == NotBefore(at=NOON + BREATH, reason=Reason.TOO_CLOSE)
    assert judge(useless, spoke, now=NOON) == Go()
