"""What of a trip waits, or is left out, while its traveller is busy with another one."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.library.touchpoint import Elsewhere, MessageClass, Touchpoint, TouchpointKind
from flows.planning.claim import Candidate, ChatState, Go, NotBefore, Skip, judge
from flows.planning.due import Due, Reason, Skipped, Waiting
from flows.planning.elsewhere import CALM, keeping, put, rule
from flows.planning.others import SPOKEN_OF, Busy, OtherTrip, busy, named, travels
from flows.trips.evidence import Source, Stage, Word
from flows.trips.life import life
from tests.support.touchpoints import answer, recipient, touchpoint, when
from tests.support.trips import ANN, BRUNO, lisbon_family, utc

LISBON = lisbon_family()
"""Home on 19 May 2027 at 21:25."""

SECOND = timedelta(seconds=1)
AFTERWARDS = frozenset({Stage.AFTERWARDS})
SURVEY = touchpoint(
    "survey",
    "return_arrival",
    "2d",
    "18:30",
    stages=AFTERWARDS,
    kind=TouchpointKind.SURVEY,
    useless_after=when("return_arrival", "10d"),
)
WELCOME = touchpoint("welcome_home", "return_arrival", "1d", "10:30", stages=AFTERWARDS)
SURVEY_AT, WELCOME_AT = utc("2027-05-21T18:30+02:00"), utc("2027-05-20T10:30+02:00")


def rome(
    leaves: str = "2027-05-21T06:50", ends: str | None = "2027-05-25T19:45", own: bool = True
) -> OtherTrip:
    """Ann's next trip; she packs from seven days before."""
    left = utc(leaves)
    span = Busy(
        packs=left - timedelta(days=7),
        leaves=left,
        ends=utc(ends) if ends is not None else None,
    )
    return OtherTrip(reference="ROM11", busy=span, own=own)


def told(one: Touchpoint, *others: OtherTrip, now: datetime = utc("2027-05-20T00:00")) -> Any:
    """The one answer for Ann's family, whose chat has these other trips."""
    ann = replace(recipient(LISBON), others=others)
    return answer(LISBON, one, now=now, recipient=ann)


def test_alone_nothing_waits() -> None:
    """With no other trip both go at their own hour."""
    assert [told(one).at for one in (WELCOME, SURVEY)] == [WELCOME_AT, SURVEY_AT]


def test_the_survey_waits_until_they_are_back() -> None:
    """It goes at its own hour of the day after they came home from the other trip."""
    found = told(SURVEY, rome())
    assert (type(found), found.at) == (Waiting, utc("2027-05-26T18:30+02:00"))


def test_after_the_other_trip_it_is_due_as_on_time() -> None:
    """It is not late then: what waited was not missed."""
    at = utc("2027-05-26T18:30+02:00")
    found = told(SURVEY, rome(), now=at)
    assert (type(found), found.late) == (Due, False)


def test_it_waits_through_several_trips() -> None:
    """Two more trips in a row are two more trips to wait for."""
    again = rome(
        "2027-05-27T06:00",
        "2027-05-28T20:00",
    )
    assert told(SURVEY, rome(), again).at == utc("2027-05-29T18:30+02:00")


def test_nobody_is_welcomed_home_while_packing() -> None:
    """It is left out, and the reason names the other trip."""
    found = told(WELCOME, rome())
    assert isinstance(found, Skipped)
    assert (found.reason, found.detail) == (Reason.OTHER_TRIP, "they are busy with ROM11")


def test_packing_begins_a_week_before() -> None:
    """Packing a second later than the welcome leaves room for it."""
    late = WELCOME_AT + timedelta(days=7)
    span = rome().busy
    assert span is not None
    just = replace(span, packs=WELCOME_AT, leaves=late)
    after = replace(span, packs=WELCOME_AT + SECOND, leaves=late + SECOND)
    assert isinstance(told(WELCOME, replace(rome(), busy=just)), Skipped)
    assert isinstance(told(WELCOME, replace(rome(), busy=after)), Waiting)


def test_a_question_that_could_not_wait_is_asked_while_there_is_time() -> None:
    """Useless once they are back, it goes at its own hour, as long as they leave in more than two days."""
    edge = SURVEY_AT + CALM
    calm = rome((edge + SECOND).isoformat(), "2027-07-01T10:00")
    near = rome(edge.isoformat(), "2027-07-01T10:00")
    assert told(SURVEY, calm).at == SURVEY_AT
    found = told(SURVEY, near)
    assert isinstance(found, Skipped)
    assert found.reason is Reason.OTHER_TRIP


def test_an_open_end_is_not_waited_for() -> None:
    """Nobody knows when they come back: there is no instant to wait for."""
    found = told(SURVEY, rome(ends=None))
    assert isinstance(found, Skipped)
    assert found.reason is Reason.OTHER_TRIP


def test_somebody_elses_trip_is_no_reason() -> None:
    """The parents leave; who booked for them is at home and hears what she should."""
    theirs = rome(own=False)
    assert [told(one, theirs).at for one in (WELCOME, SURVEY)] == [WELCOME_AT, SURVEY_AT]


def test_a_trip_that_is_off_is_no_reason() -> None:
    """A cancelled trip keeps nobody busy."""
    assert told(SURVEY, OtherTrip(reference="ROM11")).at == SURVEY_AT


def test_no_offer_of_one_trip_on_the_way_of_another() -> None:
    """An offer for the trip ahead waits until they are back; packing for the other one does not matter to it."""
    offer = touchpoint(
        "excursion",
        "departure",
        "-3d",
        "17:00",
        message_class=MessageClass.MARKETING,
        stages={Stage.BEFORE_DEPARTURE},
    )
    at = utc("2027-05-09T17:00+02:00")
    away = rome("2027-05-08T06:00", "2027-05-10T10:00")
    packing = rome("2027-05-12T06:00", "2027-05-13T10:00")
    assert told(offer, away, now=utc("2027-05-07T00:00")).at == utc("2027-05-11T17:00+02:00")
    assert told(offer, packing, now=utc("2027-05-07T00:00")).at == at


@pytest.mark.parametrize(
    ("kind", "message_class", "stages", "wanted"),
    [
        (TouchpointKind.SURVEY, "service", AFTERWARDS, Elsewhere.WAIT),
        (TouchpointKind.INFO, "service", AFTERWARDS, Elsewhere.SKIP),
        (TouchpointKind.INFO, "marketing", AFTERWARDS, Elsewhere.WAIT),
        (TouchpointKind.OFFER, "marketing", frozenset({Stage.ON_SITE}), Elsewhere.WAIT),
        (TouchpointKind.TIPS, "service", frozenset({Stage.ON_SITE}), Elsewhere.SKIP),
        (TouchpointKind.TIPS, "service", frozenset({Stage.BEFORE_DEPARTURE}), Elsewhere.SEND),
        (TouchpointKind.INFO, "operational", AFTERWARDS, Elsewhere.SEND),
        (TouchpointKind.EMERGENCY, "safety", frozenset(), Elsewhere.SEND),
    ],
)
def test_what_nobody_said(
    kind: TouchpointKind, message_class: str, stages: frozenset[Stage], wanted: Elsewhere
) -> None:
    """Class, kind and stage say what waits; what the content says comes first."""
    one = touchpoint("one", "departure", kind=kind, message_class=MessageClass(message_class), stages=stages)
    assert rule(one) is wanted
    assert [rule(replace(one, elsewhere=said)) for said in Elsewhere] == list(Elsewhere)


@given(
    trips=st.lists(st.tuples(st.integers(0, 400), st.integers(0, 200), st.integers(1, 300)), max_size=4),
    hour=st.integers(0, 700),
    use=st.none() | st.integers(0, 900),
    policy=st.sampled_from([Elsewhere.WAIT, Elsewhere.SKIP]),
    home=st.booleans(),
)
@settings(max_examples=300, deadline=None)
def test_nothing_is_put_into_another_trip(
    trips: list[tuple[int, int, int]], hour: int, use: int | None, policy: Elsewhere, home: bool
) -> None:
    """Whatever the other trips are, what waits goes while they leave room and is of use, or while there is time; never
    earlier than its own hour."""
    start = utc("2027-05-01T00:00")

    def after(hours: int) -> datetime:
        return start + timedelta(hours=hours)

    others = tuple(
        OtherTrip(
            reference=f"T{number}",
            busy=Busy(packs=after(at), leaves=after(at + packing), ends=after(at + packing + away)),
        )
        for number, (at, packing, away) in enumerate(trips)
    )
    stages = AFTERWARDS if home else frozenset({Stage.BEFORE_DEPARTURE})
    one = replace(SURVEY, elsewhere=policy, stages=stages)
    at, useless_after = after(hour), after(use) if use is not None else None
    found = put(one, others, lambda _: "Europe/Amsterdam", at=at, useless_after=useless_after)
    engaged_then = keeping(others, stages, at)
    if engaged_then is None:
        assert found is None
    elif found is None:
        assert policy is Elsewhere.WAIT
        assert engaged_then[1].leaves - at > CALM
    elif found.at is not None:
        assert policy is Elsewhere.WAIT
        assert found.at > at
        assert keeping(others, stages, found.at) is None
        assert useless_after is None or found.at <= useless_after


# At the claim


def verdict(policy: Elsewhere, now: str, *others: OtherTrip) -> object:
    """What becomes of a survey that is queued."""
    survey = Candidate(
        message_class=MessageClass.SERVICE,
        not_before=utc(now),
        stages=AFTERWARDS,
        elsewhere=policy,
        useless_after=utc("2027-05-29T12:00"),
    )
    chat = ChatState(zone="Europe/Amsterdam", stage=Stage.AFTERWARDS, others=others)
    return judge(survey, chat, now=utc(now))


def test_what_was_queued_does_not_leave_in_the_departure_hall() -> None:
    """What night or cap delayed into the next trip waits for its end; what is left out is left out."""
    assert verdict(Elsewhere.WAIT, "2027-05-21T10:00", rome()) == NotBefore(
        at=utc("2027-05-26T07:45"), reason=Reason.OTHER_TRIP
    )
    assert verdict(Elsewhere.SKIP, "2027-05-21T10:00", rome()) == Skip(reason=Reason.OTHER_TRIP)
    assert verdict(Elsewhere.SEND, "2027-05-21T10:00", rome()) == Go()
    assert verdict(Elsewhere.WAIT, "2027-05-26T10:00", rome()) == Go()


def test_at_the_claim_use_ends_too() -> None:
    """What would be useless after the other trip is left out, and so is what nobody knows the end of."""
    assert verdict(Elsewhere.WAIT, "2027-05-21T10:00", rome(ends="2027-06-30T10:00")) == Skip(
        reason=Reason.USELESS
    )
    assert verdict(Elsewhere.WAIT, "2027-05-21T10:00", rome(ends=None)) == Skip(reason=Reason.OTHER_TRIP)


# What keeps people busy


def test_a_life_keeps_its_people_busy() -> None:
    """From packing to the return, by the timetable; names are compared without titles, case and order."""
    found = busy(life(LISBON, ANN), now=utc("2027-03-01T12:00"))
    assert found == Busy(
        packs=utc("2027-05-05T00:00+02:00"),
        leaves=utc("2027-05-12T06:40+02:00"),
        ends=utc("2027-05-19T21:25+02:00"),
    )
    assert (
        named(replace(ANN, name="DE VRIES/ANN MRS")) == named(ANN) == named(replace(ANN, name="Ann de Vries"))
    )


def test_whose_trip_it_is() -> None:
    """Who holds the chat travels there too, by name; where the papers name nobody, they may."""
    nameless = replace(ANN, name="", first_name="", surname="")
    alone = replace(LISBON, booking=replace(LISBON.booking, travellers=(nameless,)))
    assert [travels(named(one), LISBON) for one in (ANN, BRUNO)] == [True, True]
    assert [travels(name, one) for name, one in (("greta smit", LISBON), ("", LISBON))] == [False, True]
    assert travels("greta smit", alone)


def test_an_agent_may_end_a_trip() -> None:
    """Home early by an agent's word, it keeps nobody busy from then on."""
    said = Word(source=Source.AGENT, stage=Stage.AFTERWARDS, at=utc("2027-05-15T12:00"), pinned=True)
    before, after = (
        busy(life(LISBON, ANN, evidence), now=utc("2027-05-15T13:00")) for evidence in ((), (said,))
    )
    assert before is not None
    assert after == replace(before, ends=utc("2027-05-15T12:00"))


def test_a_trip_is_spoken_of_for_three_weeks() -> None:
    """Then it is no other trip any more that could be meant; one without an end stays one."""
    ends = utc("2027-05-25T19:45")
    assert rome().is_live(ends + SPOKEN_OF - SECOND)
    assert not rome().is_live(ends + SPOKEN_OF)
    assert rome(ends=None).is_live(ends + SPOKEN_OF)
    assert not OtherTrip(reference="ROM11").is_live(ends)


TIPS = touchpoint("evening_tip", "arrival", "2d", "18:00", stages={Stage.ON_SITE}, kind=TouchpointKind.TIPS)
ON_THE_SPOT = utc("2027-05-14T18:00+01:00")


def away(*, later: bool) -> OtherTrip:
    """A few days of work elsewhere, in the middle of the Lisbon trip or all around it."""
    return replace(rome("2027-05-13T06:00", "2027-05-16T20:00"), later=later)


def test_no_tip_for_a_place_that_they_left_for_another_trip() -> None:
    """An idea for tonight in Lisbon is left out in Rome; the trip around it silences nothing of the one within."""
    found = told(TIPS, away(later=True), now=utc("2027-05-14T00:00"))
    assert isinstance(found, Skipped)
    assert found.reason is Reason.OTHER_TRIP
    for others in ((), (away(later=False),), (replace(away(later=True), own=False),)):
        assert told(TIPS, *others, now=utc("2027-05-14T00:00")).at == ON_THE_SPOT


def test_a_pulse_is_left_out_and_practical_things_go() -> None:
    """How it is so far is not asked elsewhere; when to check out is still said."""
    pulse, practical = (replace(TIPS, kind=kind) for kind in (TouchpointKind.PULSE, TouchpointKind.INFO))
    assert [rule(one) for one in (TIPS, pulse, practical)] == [Elsewhere.SKIP, Elsewhere.SKIP, Elsewhere.SEND]


def test_an_offer_on_the_spot_waits_for_the_later_trip_only() -> None:
    """The trip within is where they are: its own offers are not silenced by the trip around it."""
    offer = replace(TIPS, message_class=MessageClass.MARKETING, kind=TouchpointKind.OFFER)
    found = told(offer, away(later=True), now=utc("2027-05-14T00:00"))
    assert found.at == utc("2027-05-17T18:00+01:00")
    assert told(offer, away(later=False), now=utc("2027-05-14T00:00")).at == ON_THE_SPOT
