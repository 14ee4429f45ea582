"""The planner: one answer for every touchpoint and occurrence, with its reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from flows.errors import NaiveTime
from flows.library.audience import Audience, Who
from flows.library.library import Library, Offer
from flows.library.touchpoint import Again, Late, MessageClass, Per, Touchpoint, TouchpointKind
from flows.planning.claim import Candidate, ChatState, judge
from flows.planning.due import (
    Concern,
    Due,
    Key,
    Overridden,
    Override,
    Past,
    Placing,
    PlanningSettings,
    Reason,
    Sent,
    Skipped,
    Waiting,
)
from flows.trips.evidence import Direction, FlightStatus, Source, Stage, Word
from flows.trips.trip import Kind, Trip
from tests.support.touchpoints import PLAIN, answer, planned, recipient, settled, touchpoint, when
from tests.support.trips import (
    ANN,
    BRUNO,
    CHIARA,
    COUPLE,
    date_line_business,
    flight,
    italy_round_trip,
    leg,
    lisbon_family,
    stay,
    town,
    trip,
    utc,
    visit,
)

SECOND = timedelta(seconds=1)
BOOKED = utc("2027-01-10T10:00")
PACKING = touchpoint(
    "packing",
    "departure",
    "-5d",
    "18:00",
    stages={Stage.BEFORE_DEPARTURE},
    useless_after=when("departure", "-3h"),
)
PACKS_AT = utc("2027-05-07T18:00+02:00")
LISBON = lisbon_family()
EVERYONE = tuple(person.id for person in LISBON.travellers)


def reason(told: object) -> tuple[Reason, str]:
    """Why something is skipped."""
    assert isinstance(told, Skipped)
    return told.reason, told.detail


# When


def test_it_waits_for_its_local_instant() -> None:
    """Five days before at 18:00 is Amsterdam's 18:00, and the plan says when to look again."""
    plan = planned(LISBON, PACKING, now=BOOKED)
    assert plan.answers == (
        Waiting(
            touchpoint=PACKING,
            concern=Concern("trip", EVERYONE),
            placing=Placing(
                at=PACKS_AT,
                zone="Europe/Amsterdam",
                anchor=utc("2027-05-12T07:40"),
                useless_after=utc("2027-05-12T04:40"),
                stage=Stage.BEFORE_DEPARTURE,
                place=plan.answers[0].place,
            ),
        ),
    )
    assert plan.answers[0].key == Key(touchpoint="packing", occurrence="trip")
    assert plan.answers[0].place is not None
    assert plan.answers[0].place.label == "Lisbon"
    assert plan.next_due == PACKS_AT


def test_it_is_due_from_its_instant_on() -> None:
    """A second before it waits, at its instant it is due, and nothing more is to come."""
    assert isinstance(answer(LISBON, PACKING, now=PACKS_AT - SECOND), Waiting)
    plan = planned(LISBON, PACKING, now=PACKS_AT)
    assert [type(told) for told in plan.answers] == [Due]
    assert list(plan.due) == list(plan.answers)
    assert plan.next_due is None


def test_the_moment_may_be_told_in_any_zone() -> None:
    """`now` and `known` are instants, whatever their clock."""
    local = datetime.fromisoformat("2027-05-07T18:00:00+02:00")
    known = datetime.fromisoformat("2027-05-07T18:00:00+02:00")
    assert isinstance(answer(LISBON, PACKING, now=local, known=known), Due)


def test_a_naive_moment_is_refused() -> None:
    """A time without a zone is no instant, for the planner and for the judge."""
    naive = PACKS_AT.replace(tzinfo=None)
    with pytest.raises(NaiveTime, match="now has no zone"):
        answer(LISBON, PACKING, now=naive)
    with pytest.raises(NaiveTime, match=r"Recipient\.known has no zone"):
        answer(LISBON, PACKING, now=PACKS_AT, known=naive)
    with pytest.raises(NaiveTime, match="now has no zone"):
        judge(
            Candidate(message_class=MessageClass.SAFETY, not_before=PACKS_AT), ChatState(zone=None), now=naive
        )


def test_within_the_grace_it_is_on_time() -> None:
    """A quarter of an hour late is on time, a second more is late."""
    grace = timedelta(minutes=15)
    assert isinstance(answer(LISBON, PACKING, now=PACKS_AT + grace), Due)
    assert reason(answer(LISBON, PACKING, now=PACKS_AT + grace + SECOND)) == (Reason.LATE, "")


def test_on_site_it_speaks_the_destinations_time() -> None:
    """On site 10:00 is Lisbon's."""
    tips = touchpoint("tips", "check_in", "+1d", "10:00", per=Per.STAY)
    told = answer(LISBON, tips, now=BOOKED)
    assert (told.at, told.zone) == (utc("2027-05-13T10:00+01:00"), "Europe/Lisbon")


@pytest.mark.parametrize(
    ("anchor", "offset", "at"),
    [
        ("arrival", "0", "2027-05-12T11:45"),
        ("arrival", "+30m", "2027-05-12T11:45"),
        ("arrival", "+2h", "2027-05-12T12:45"),
        ("arrival", "-1h", "2027-05-12T09:45"),
        ("return_arrival", "0", "2027-05-19T20:25"),
        ("check_in", "0", "2027-05-12T14:00"),
    ],
)
def test_arrival_words_wait_an_hour_for_an_unproven_landing(anchor: str, offset: str, at: str) -> None:
    """What speaks of being there goes an hour after the timetable's landing at 10:45 UTC at the earliest."""
    assert answer(LISBON, touchpoint("there", anchor, offset), now=BOOKED).at == utc(at)


def test_an_inferred_check_in_waits_too() -> None:
    """A date-only check-in is planned at 15:00 and speaks an hour later; a printed one does not wait."""
    told = planned(
        italy_round_trip(), touchpoint("in", "check_in", per=Per.STAY), now=utc("2027-03-01T09:00")
    )
    assert [one.at for one in told.answers] == [
        utc("2027-09-10T16:00+02:00"),
        utc("2027-09-13T16:00+02:00"),
        utc("2027-09-15T16:00+02:00"),
    ]


def test_a_stage_that_starts_with_an_arrival_waits_too() -> None:
    """stage_start of ON_SITE is a landing in other words."""
    told = answer(LISBON, touchpoint("hello", "stage_start", stages={Stage.ON_SITE}), now=BOOKED)
    assert told.at == utc("2027-05-12T11:45")


def test_a_proven_landing_speaks_at_once() -> None:
    """When the flight's status says it landed, nobody waits for the hour."""
    landed = utc("2027-05-12T10:40")
    status = FlightStatus(segment="out", at=landed, arrives=landed, landed=True)
    told = answer(LISBON, touchpoint("there", "arrival"), now=landed, evidence=(status,))
    assert isinstance(told, Due)
    assert told.at == landed


def test_a_tap_proves_the_landing_and_is_not_late() -> None:
    """Twenty minutes after the timetable's landing someone taps that they are there: it goes, and is on time."""
    tapped = utc("2027-05-12T11:05")
    hello = touchpoint("there", "arrival", stages={Stage.ON_SITE})
    word = Word(source=Source.TAP, stage=Stage.ON_SITE, at=tapped)
    assert isinstance(answer(LISBON, hello, now=tapped, evidence=(word,)), Due)
    assert isinstance(answer(LISBON, hello, now=tapped), Waiting)


def test_a_tap_about_one_arrival_says_nothing_of_the_next() -> None:
    """Being in Rome proves nothing about Florence."""
    there = touchpoint("there", "arrival", per=Per.LEG)
    now = utc("2027-09-10T12:00+02:00")
    word = Word(source=Source.TAP, stage=Stage.ON_SITE, at=now)
    told = {
        one.key.occurrence: one.at
        for one in planned(italy_round_trip(), there, now=now, evidence=(word,)).answers
    }
    assert told["out"] == utc("2027-09-10T11:45+02:00")
    assert told["to-florence"] == utc("2027-09-13T15:11+02:00")


def test_a_delay_moves_what_hangs_on_it() -> None:
    """Six hours late is six hours later for the words after landing (S2)."""
    status = FlightStatus(
        segment="out",
        at=utc("2027-05-12T06:00"),
        departs=utc("2027-05-12T13:40"),
        arrives=utc("2027-05-12T16:45"),
    )
    there = touchpoint("there", "arrival", stages={Stage.ON_SITE})
    told = answer(LISBON, there, now=utc("2027-05-12T12:00"), evidence=(status,))
    assert isinstance(told, Waiting)
    assert told.at == utc("2027-05-12T17:45")


def test_nine_in_the_morning_stays_nine_over_the_change_of_clocks() -> None:
    """Offsets count calendar days (S4)."""
    journey = date_line_business()
    told = answer(journey, touchpoint("day", "arrival", "+4d", "09:00"), now=journey.booked)
    assert told.at == utc("2027-03-14T09:00-04:00")


def test_the_clocks_change_once() -> None:
    """Each change of the clock is an occurrence, told the evening before in the zone in force."""
    journey = date_line_business()
    clocks = touchpoint("clocks", "clock_change", "-1d", "20:00", per=Per.CLOCK_CHANGE)
    told = answer(journey, clocks, now=journey.booked)
    assert (told.key.occurrence, told.at) == ("2027-03-14", utc("2027-03-13T20:00-05:00"))


# For what


def test_every_leg_and_stay_has_its_answer() -> None:
    """Rome's tips come in Rome and Venice's in Venice, each once (S27)."""
    tips = touchpoint("tips", "check_in", "+1d", "10:00", per=Per.STAY, stages={Stage.ON_SITE})
    way = touchpoint("way", "departure", "-1d", "18:00", per=Per.LEG)
    plan = planned(italy_round_trip(), tips, way, now=utc("2027-03-01T09:00"))
    assert [(told.key.touchpoint, told.key.occurrence) for told in plan.answers] == [
        ("tips", "rome"),
        ("tips", "florence"),
        ("tips", "venice"),
        ("way", "out"),
        ("way", "to-florence"),
        ("way", "to-venice"),
        ("way", "back"),
    ]
    assert [told.place.label for told in plan.answers if told.place and told.key.touchpoint == "tips"] == [
        "Rome",
        "Florence",
        "Venice",
    ]
    assert {type(told) for told in plan.answers} == {Waiting}


@pytest.mark.parametrize(
    ("per", "detail"),
    [
        (Per.LEG, "there is no leg in this trip"),
        (Per.VISIT, "there is no visit in this trip"),
        (Per.CLOCK_CHANGE, "the clocks do not change during this trip"),
    ],
)
def test_nothing_to_go_for_is_an_answer_too(per: Per, detail: str) -> None:
    """A stay-only trip has no leg, and the editor reads so."""
    cabin = trip(stay("Cabin", "MUC", "2027-06-01", "2027-06-05"))
    told = answer(cabin, touchpoint("it", "departure", per=per), now=BOOKED)
    assert (reason(told), told.key, told.at) == (
        (Reason.NO_ANCHOR, detail),
        Key(touchpoint="it", occurrence="trip"),
        None,
    )


def test_a_visit_is_an_occurrence() -> None:
    """Two hours before the aquarium, in its own time."""
    told = answer(LISBON, touchpoint("soon", "visit_start", "-2h", per=Per.VISIT), now=BOOKED)
    assert (told.key.occurrence, told.at) == ("aquarium", utc("2027-05-14T08:00+01:00"))


def test_anchors_that_an_occurrence_lacks_are_the_trips() -> None:
    """Per stay, "the day after booking" and "before departure" are the trip's."""
    early = touchpoint("early", "booked", "+1d", "12:00", per=Per.STAY)
    told = planned(italy_round_trip(), early, now=utc("2027-03-01T09:00")).answers
    assert {one.at for one in told} == {utc("2027-03-02T12:00+01:00")}


def test_a_stage_start_per_stay_is_its_own_stay() -> None:
    """Per stay, the start of ON_SITE is the arrival at that stay."""
    there = touchpoint("there", "stage_start", per=Per.STAY, stages={Stage.ON_SITE})
    told = planned(italy_round_trip(), there, now=utc("2027-03-01T09:00")).answers
    assert [one.at for one in told] == [
        utc("2027-09-10T12:45+02:00"),
        utc("2027-09-13T15:11+02:00"),
        utc("2027-09-15T15:34+02:00"),
    ]


def test_a_stage_start_in_one_direction() -> None:
    """directions choose among the transits."""
    home = touchpoint("home", "stage_start", stages={Stage.IN_TRANSIT}, directions={Direction.RETURN})
    assert answer(LISBON, home, now=BOOKED).at == utc("2027-05-19T13:30")


def test_a_stage_that_comes_later_starts_first() -> None:
    """For an occurrence before any such stage, its first start counts."""
    late = touchpoint("late", "stage_start", per=Per.LEG, stages={Stage.AFTERWARDS})
    assert {one.at for one in planned(LISBON, late, now=BOOKED).answers} == {utc("2027-05-19T20:25")}


# No instant


def test_a_place_without_a_zone_is_named() -> None:
    """Where nobody knows the zone, the touchpoint is skipped and says which place."""
    siena = town("Siena", "IT", None)
    lost = trip(
        flight("AZ1", "AMS", siena, "2027-06-01T10:00", "2027-06-01T12:00"),
        stay("Torre", siena, "2027-06-01", "2027-06-04"),
    )
    for anchor, per in (
        ("arrival", Per.TRIP),
        ("arrival", Per.LEG),
        ("check_in", Per.TRIP),
        ("check_in", Per.STAY),
        ("arrival", Per.STAY),
    ):
        told = answer(lost, touchpoint("it", anchor, per=per), now=BOOKED)
        assert reason(told) == (Reason.ZONE_UNKNOWN, "the zone of Siena is not known")


def test_calendar_days_need_a_zone() -> None:
    """Without a home zone "the day before at 18:00" is not known."""
    homeless = replace(LISBON, home_zone=None)
    told = answer(homeless, touchpoint("eve", "departure", "-1d", "18:00"), now=BOOKED)
    assert reason(told) == (Reason.ZONE_UNKNOWN, "the zone in force then is not known")


def test_an_own_car_without_a_home_zone() -> None:
    """Without a home zone the way home by own car has no local time."""
    cabin = trip(stay("Cabin", "MUC", "2027-06-01", "2027-06-05"), home_zone=None)
    told = answer(cabin, touchpoint("back", "return_arrival"), now=BOOKED)
    assert reason(told) == (Reason.ZONE_UNKNOWN, "the home zone is not known")


@pytest.mark.parametrize(
    ("one", "detail"),
    [
        (touchpoint("it", "return_departure"), "there is no way home in this trip"),
        (touchpoint("it", "check_in"), "there is no stay in this trip"),
        (touchpoint("it", "visit_start"), "a visit_start is not something that a trip has one of"),
        (touchpoint("it", "stage_start", stages={Stage.AFTERWARDS}), "this trip has no afterwards"),
        (touchpoint("it", "arrival"), "the arrival of KL 1697 is not known"),
        (touchpoint("it", "arrival", per=Per.LEG), "the arrival of KL 1697 is not known"),
    ],
)
def test_a_trip_without_the_anchor(one: Touchpoint, detail: str) -> None:
    """One way without an arrival: what hangs on the rest has no anchor, and says which (S24)."""
    away = trip(flight("KL1697", "AMS", "LIS", "2027-05-12T09:40"))
    assert reason(answer(away, one, now=BOOKED)) == (Reason.NO_ANCHOR, detail)


def test_a_flight_home_alone_has_no_way_out() -> None:
    """Visits only: there is no way out to hang on."""
    told = answer(
        trip(visit("Uffizi", "FLR", "2027-09-14T10:00", "2027-09-14T12:00")),
        touchpoint("it", "departure"),
        now=BOOKED,
    )
    assert reason(told) == (Reason.NO_ANCHOR, "there is no way out in this trip")


def test_the_second_hotel_of_a_town_has_no_arrival() -> None:
    """One arrives in a town once."""
    two = trip(
        flight("KL1697", "AMS", "LIS", "2027-05-12T09:40", "2027-05-12T11:45"),
        stay("First", "LIS", "2027-05-12T15:00", "2027-05-14T11:00", id="first"),
        stay("Second", "LIS", "2027-05-14T15:00", "2027-05-19T11:00", id="second"),
    )
    first, second = planned(two, touchpoint("hello", "arrival", per=Per.STAY), now=BOOKED).answers
    assert isinstance(first, Waiting)
    assert reason(second) == (Reason.NO_ANCHOR, "nothing says when one arrives for Second")


# Gate, use and publication


def test_an_instant_outside_the_gate_says_where_it_would_fall() -> None:
    """A future instant is asked of the timetable."""
    wrong = touchpoint("wrong", "departure", "+1h", stages={Stage.ON_SITE})
    assert reason(answer(LISBON, wrong, now=BOOKED)) == (
        Reason.OTHER_STAGE,
        "would fall in in_transit (outbound)",
    )


def test_the_present_is_asked_of_the_evidence() -> None:
    """An agent's word closes the gate that the timetable would open."""
    word = Word(source=Source.AGENT, stage=Stage.AFTERWARDS, at=utc("2027-05-13T08:00"))
    tips = touchpoint("tips", "check_in", "+1d", "10:00", stages={Stage.ON_SITE})
    told = answer(LISBON, tips, now=utc("2027-05-13T09:00"), evidence=(word,))
    assert reason(told) == (Reason.OTHER_STAGE, "is in afterwards now")


def test_what_an_agent_ended_by_hand_is_over_by_homes_clock() -> None:
    """Pinned, the word ends the trip: what was meant for later on site was for somewhere else, and the survey follows it."""
    word = Word(source=Source.AGENT, stage=Stage.AFTERWARDS, at=utc("2027-05-13T08:00"), pinned=True)
    tips = touchpoint("tips", "check_in", "+1d", "10:00", stages={Stage.ON_SITE})
    survey = touchpoint("survey", "return_arrival", "2d", "18:30", stages={Stage.AFTERWARDS})
    plan = planned(LISBON, tips, survey, now=utc("2027-05-13T09:00"), evidence=(word,))
    assert reason(plan.answers[0]) == (Reason.OTHER_STAGE, "was in afterwards then")
    assert plan.answers[1].at == utc("2027-05-15T18:30+02:00")


def test_what_waits_beyond_its_use_is_useless() -> None:
    """An instant after its own useless_after is never waited for; at that instant it still is."""
    never = touchpoint("never", "departure", "-2h", useless_after=when("departure", "-3h"))
    edge = touchpoint("edge", "departure", "-3h", useless_after=when("departure", "-3h"))
    assert reason(answer(LISBON, never, now=BOOKED)) == (Reason.USELESS, "")
    assert isinstance(answer(LISBON, edge, now=BOOKED), Waiting)


@pytest.mark.parametrize("policy", list(Late))
def test_use_ends_sharply_for_every_policy(policy: Late) -> None:
    """One second after useless_after nothing goes, late or not."""
    one = replace(PACKING, late=policy, stages=frozenset())
    end = utc("2027-05-12T04:40")
    assert reason(answer(LISBON, one, now=end + SECOND)) == (Reason.USELESS, "")
    told = answer(LISBON, one, now=end)
    assert isinstance(told, Due) is (policy is Late.SEND)


def test_a_limit_that_is_not_known_limits_nothing() -> None:
    """useless_after at an anchor that the trip lacks never ends the use, nor does one without a zone."""
    away = trip(flight("KL1697", "AMS", "LIS", "2027-05-12T09:40", "2027-05-12T11:45"), home_zone=None)
    for limit in (when("return_arrival"), when("departure", "-1d", "18:00")):
        one = touchpoint("it", "departure", "-2h", useless_after=limit)
        assert answer(away, one, now=BOOKED).useless_after is None


def test_an_instant_before_its_publication_is_skipped() -> None:
    """What was published later does not speak of before, unless it catches up."""
    young = replace(PACKING, published=PACKS_AT + SECOND, late=Late.SEND)
    now = PACKS_AT + timedelta(hours=1)
    assert reason(answer(LISBON, young, now=now)) == (Reason.PUBLISHED_LATER, "")
    assert isinstance(answer(LISBON, replace(young, catch_up=True), now=now), Due)
    assert isinstance(answer(LISBON, replace(young, published=PACKS_AT), now=now), Due)


def test_nothing_is_sent_for_a_trip_that_was_over_before_it_was_known() -> None:
    """A trip imported after its end is silent, whatever the policies (S9)."""
    over = utc("2027-05-19T19:25")
    late = replace(PACKING, late=Late.SEND, stages=frozenset(), useless_after=None)
    survey = touchpoint("survey", "return_arrival", "+2d", "18:00", late=Late.DIGEST)
    plan = planned(LISBON, late, survey, now=over, known=over)
    assert [reason(told)[0] for told in plan.answers] == [Reason.TRIP_OVER, Reason.TRIP_OVER]
    assert plan.digest is None
    assert plan.next_due is None
    before = planned(LISBON, late, survey, now=over, known=over - SECOND)
    assert [type(told) for told in before.answers] == [Due, Waiting]


# Late


@pytest.mark.parametrize(
    ("policy", "expected"),
    [(Late.SKIP, Reason.LATE), (Late.DIGEST, Reason.IN_DIGEST), (Late.SEND, None)],
)
def test_late_is_a_policy(policy: Late, expected: Reason | None) -> None:
    """What lay before the recipient was known is skipped, sent or folded, each as it says."""
    told = answer(LISBON, replace(PACKING, late=policy), now=PACKS_AT + SECOND, known=PACKS_AT + SECOND)
    if expected is None:
        assert isinstance(told, Due)
        assert told.late is True
    else:
        assert reason(told)[0] is expected


def test_late_begins_a_second_before_being_known() -> None:
    """Known at its instant it is on time, a second later it is late."""
    assert isinstance(answer(LISBON, PACKING, now=PACKS_AT, known=PACKS_AT), Due)
    assert reason(answer(LISBON, PACKING, now=PACKS_AT + SECOND, known=PACKS_AT + SECOND))[0] is Reason.LATE


def test_sent_late_asks_the_gate_of_now() -> None:
    """send does not bring the packing list to the airport."""
    one = replace(PACKING, late=Late.SEND, useless_after=None)
    told = answer(LISBON, one, now=utc("2027-05-12T05:00"))
    assert reason(told) == (Reason.OTHER_STAGE, "is in in_transit (outbound) now")


def test_sent_late_waits_for_a_gate_that_opens_later() -> None:
    """Booked four days before, the packing list goes when the preparation begins, not while it is just booked (S8)."""
    booked = utc("2027-05-08T10:00")
    late = lisbon_family(booked="2027-05-08T10:00")
    one = replace(PACKING, late=Late.SEND)
    told = answer(late, one, now=booked)
    assert isinstance(told, Waiting)
    assert (told.at, told.stage) == (utc("2027-05-09T08:40"), Stage.BEFORE_DEPARTURE)
    assert isinstance(answer(late, one, now=told.at), Due)
    hurried = replace(one, useless_after=when("booked", "+12h"))
    assert reason(answer(late, hurried, now=booked)) == (Reason.USELESS, "")


def test_sent_late_is_not_for_the_next_place() -> None:
    """Who joins in Florence does not get Rome's tips there, whatever their policy (S27)."""
    tips = touchpoint(
        "tips", "check_in", "+1d", "10:00", per=Per.STAY, stages={Stage.ON_SITE}, late=Late.SEND
    )
    joined = utc("2027-09-14T12:00")
    rome, florence, venice = planned(italy_round_trip(), tips, now=joined, known=joined).answers
    assert reason(rome) == (Reason.OTHER_STAGE, "is in on_site now")
    assert isinstance(florence, Due)
    assert florence.late is True
    assert isinstance(venice, Waiting)


def test_a_gate_that_never_opens_again_says_so() -> None:
    """Late with a gate that this trip no longer has."""
    one = touchpoint("it", "departure", stages={Stage.JUST_BOOKED}, late=Late.SEND)
    now = utc("2027-05-13T12:00")
    assert reason(answer(LISBON, one, now=now, known=now)) == (Reason.OTHER_STAGE, "is in on_site now")


def test_what_fell_outside_its_gate_is_not_late() -> None:
    """What was known in time and had a closed gate is neither folded nor sent later."""
    for policy in Late:
        one = touchpoint("it", "booked", "+1h", stages={Stage.BEFORE_DEPARTURE}, late=policy)
        plan = planned(LISBON, one, now=utc("2027-05-06T12:00"))
        assert reason(plan.answers[0]) == (Reason.OTHER_STAGE, "was in just_booked then")
        assert plan.digest is None


@pytest.mark.parametrize(("early", "expected"), [(SECOND, Reason.IN_DIGEST), (timedelta(0), None)])
def test_who_comes_a_day_before_leaving_is_told_all_in_one(early: timedelta, expected: Reason | None) -> None:
    """From less than 24 h before leaving, what would prepare comes in one message at once, not as a series (S8)."""
    known = utc("2027-05-11T04:40") + early
    route = touchpoint(
        "route", "departure", "-1d", "17:30", late=Late.DIGEST, stages={Stage.BEFORE_DEPARTURE}
    )
    landing = touchpoint("landing", "arrival", late=Late.DIGEST)
    other = replace(route, id="other", late=Late.SKIP)
    plan = planned(LISBON, route, landing, other, now=known, known=known)
    assert [reason(told)[0] if isinstance(told, Skipped) else None for told in plan.answers] == [
        expected,
        None,
        None,
    ]
    assert (plan.digest is not None) == (expected is not None)


def test_a_late_joiner_gets_one_digest() -> None:
    """Whoever joins on site gets what still helps in one digest, in order, without marketing, whatever the gate (S7)."""
    joined = utc("2027-05-13T09:30:20")
    documents = touchpoint(
        "documents", "departure", "-30d", "18:00", late=Late.DIGEST, stages={Stage.IN_BETWEEN}
    )
    emergency = touchpoint("emergency", "arrival", late=Late.DIGEST)
    offer = touchpoint("offer", "departure", "-20d", late=Late.DIGEST, message_class=MessageClass.MARKETING)
    packing = replace(PACKING, late=Late.DIGEST)
    plan = planned(LISBON, emergency, documents, offer, packing, now=joined, known=joined)
    digest = plan.digest
    assert digest is not None
    assert [one.key.touchpoint for one in digest.folded] == ["documents", "emergency"]
    assert digest.key == Key(touchpoint="digest", occurrence="2027-05-13T09:30Z")
    assert (digest.at, digest.zone, digest.travellers, digest.stage) == (
        joined,
        "Europe/Lisbon",
        EVERYONE,
        Stage.ON_SITE,
    )
    assert [reason(told)[0] for told in plan.answers] == [
        Reason.IN_DIGEST,
        Reason.IN_DIGEST,
        Reason.LATE,
        Reason.USELESS,
    ]
    assert not list(plan.due)


def test_what_was_folded_never_comes_again() -> None:
    """With the digest in history the next plan is silent."""
    joined = utc("2027-05-13T09:30")
    emergency = touchpoint("emergency", "arrival", late=Late.DIGEST)
    digest = planned(LISBON, emergency, now=joined, known=joined).digest
    assert digest is not None
    history = (
        Past(key=digest.key, anchor=None, state="sent", at=joined),
        *(settled(one, state="skipped", at=joined, reason="in_digest") for one in digest.folded),
    )
    after = planned(LISBON, emergency, now=joined + timedelta(minutes=1), known=joined, history=history)
    assert after.digest is None
    assert [type(told) for told in after.answers] == [Sent]


def test_every_catch_up_has_a_digest_of_its_own() -> None:
    """A second catch-up is named by its own minute, a third in the same minute is numbered."""
    joined, now = utc("2027-05-13T09:30"), utc("2027-05-14T11:00:30")
    emergency = touchpoint("emergency", "arrival", late=Late.DIGEST)
    history: tuple[Past, ...] = ()
    names = []
    for _ in range(4):
        digest = planned(LISBON, emergency, now=now, known=joined, history=history).digest
        assert digest is not None
        names.append(digest.key.occurrence)
        history += (Past(key=digest.key, anchor=None, state="sent", at=now),)
    assert names == ["2027-05-13T09:30Z", "2027-05-14T11:00Z", "2027-05-14T11:00Z/2", "2027-05-14T11:00Z/3"]


def test_an_outage_is_named_by_its_end() -> None:
    """What an outage hid is folded under the instant of the catch-up."""
    now = utc("2027-05-07T23:00")
    digest = planned(LISBON, replace(PACKING, late=Late.DIGEST), now=now).digest
    assert digest is not None
    assert digest.key.occurrence == "2027-05-07T23:00Z"


# History


@pytest.mark.parametrize("state", ["queued", "sending", "sent", "failed", "unknown", "skipped"])
def test_what_is_settled_or_on_its_way_is_sent(state: str) -> None:
    """Whatever became of it, it never comes twice."""
    due = answer(LISBON, PACKING, now=PACKS_AT)
    past = settled(due, state=state, at=PACKS_AT)
    told = answer(LISBON, PACKING, now=PACKS_AT, history=(past,))
    assert isinstance(told, Sent)
    assert told.past == past


def test_a_former_id_counts() -> None:
    """A renamed touchpoint does not go again, and an agent's word on its former name holds."""
    renamed = replace(PACKING, id="packing_list", replaces=("packing",))
    due = answer(LISBON, PACKING, now=PACKS_AT)
    assert isinstance(answer(LISBON, renamed, now=PACKS_AT, history=(settled(due, at=PACKS_AT),)), Sent)
    overrides = {("packing", ""): Overridden(word=Override.NEVER)}
    assert reason(answer(LISBON, renamed, now=PACKS_AT, overrides=overrides))[0] is Reason.NEVER


@pytest.mark.parametrize(
    ("again", "hours", "state", "generation"),
    [
        (Again.MOVED, 12, "sent", None),
        (Again.MOVED, 13, "sent", 1),
        (Again.MOVED, -13, "skipped", 1),
        (Again.MOVED, 13, "queued", None),
        (Again.MOVED, 13, "sending", None),
        (Again.NEVER, 13, "sent", None),
    ],
)
def test_a_moved_anchor_raises_the_generation(
    again: Again, hours: int, state: str, generation: int | None
) -> None:
    """Only `again: moved` goes once more, only beyond twelve hours, and never beside one still on its way."""
    one = replace(PACKING, again=again)
    due = answer(LISBON, one, now=PACKS_AT)
    assert due.anchor is not None
    past = replace(settled(due, state=state, at=PACKS_AT), anchor=due.anchor - timedelta(hours=hours))
    told = answer(LISBON, one, now=PACKS_AT, history=(past,))
    if generation is None:
        assert isinstance(told, Sent)
    else:
        assert isinstance(told, Due)
        assert told.key == Key(touchpoint="packing", occurrence="trip", generation=generation)


def test_the_latest_generation_counts() -> None:
    """Having gone twice, it is compared with the second time."""
    one = replace(PACKING, again=Again.MOVED)
    due = answer(LISBON, one, now=PACKS_AT)
    assert due.anchor is not None
    first = replace(settled(due, at=PACKS_AT - SECOND), anchor=due.anchor - timedelta(days=3))
    second = Past(key=replace(due.key, generation=1), anchor=due.anchor, state="sent", at=PACKS_AT)
    told = answer(LISBON, one, now=PACKS_AT, history=(second, first))
    assert isinstance(told, Sent)
    assert told.past == second


def test_without_an_anchor_nothing_moved() -> None:
    """What had no anchor then, or has none now, does not go again."""
    one = replace(PACKING, again=Again.MOVED)
    past = Past(key=Key(touchpoint="packing", occurrence="trip"), anchor=None, state="sent", at=PACKS_AT)
    assert isinstance(answer(LISBON, one, now=PACKS_AT, history=(past,)), Sent)


# Offers


OFFER = touchpoint(
    "tour",
    "departure",
    "-14d",
    "18:00",
    kind=TouchpointKind.OFFER,
    offer="tour",
    message_class=MessageClass.MARKETING,
)


def offers(*ids: str, on: bool = True) -> Library:
    """A library with the offer, and touchpoints that make it."""
    made = Offer(id="tour", title=PLAIN, details=PLAIN, on=on)
    return Library(
        touchpoints=tuple(replace(OFFER, id=name) for name in ids),
        offers={"tour": made},
    )


def test_an_offer_that_is_off_is_not_made() -> None:
    """Offers ship off, and an agency may turn off any touchpoint."""
    assert isinstance(planned(LISBON, library=offers("tour"), now=BOOKED).answers[0], Waiting)
    told = planned(LISBON, library=offers("tour", on=False), now=BOOKED).answers[0]
    assert reason(told) == (Reason.TURNED_OFF, "the offer tour is off")
    off = PlanningSettings(switched_off=frozenset({"packing"}))
    assert reason(answer(LISBON, PACKING, now=BOOKED, settings=off)) == (Reason.TURNED_OFF, "")


def test_a_refused_offer_is_never_made_again() -> None:
    """No is no for every touchpoint of that offer, and so is yes: nobody needs it twice."""
    key = Key(touchpoint="tour", occurrence="trip")
    for state, words in (
        ("refused", "the traveller has refused it"),
        ("accepted", "the traveller has accepted it"),
    ):
        past = Past(key=key, anchor=None, state=state, at=BOOKED)
        first, second = planned(LISBON, library=offers("tour", "again"), now=BOOKED, history=(past,)).answers
        assert (reason(first), reason(second)) == ((Reason.ALREADY_SENT, words),) * 2


def test_the_refusal_of_a_touchpoint_that_is_gone_harms_nothing() -> None:
    """History may know touchpoints that the library has dropped."""
    past = Past(key=Key(touchpoint="gone", occurrence="trip"), anchor=None, state="refused", at=BOOKED)
    assert isinstance(
        planned(LISBON, library=offers("tour"), now=BOOKED, history=(past,)).answers[0], Waiting
    )


# An agent's word


def overridden(word: Override, occurrence: str = "", **more: object) -> dict[tuple[str, str], Overridden]:
    """An agent's word on packing."""
    return {("packing", occurrence): replace(Overridden(word=word), **more)}


def test_never_is_never() -> None:
    """An agent stops one touchpoint."""
    told = answer(LISBON, PACKING, now=PACKS_AT, overrides=overridden(Override.NEVER))
    assert reason(told) == (Reason.NEVER, "an agent said so")


def test_now_asks_neither_gate_nor_instant() -> None:
    """An agent's "now" goes at once, once, and its gate is not asked."""
    told = answer(LISBON, PACKING, now=BOOKED, overrides=overridden(Override.NOW))
    assert isinstance(told, Due)
    assert (told.forced, told.at) == (True, BOOKED)
    again = answer(
        LISBON, PACKING, now=BOOKED, overrides=overridden(Override.NOW), history=(settled(told, at=BOOKED),)
    )
    assert isinstance(again, Sent)


def test_an_agents_instant_replaces_the_planned_one() -> None:
    """It waits for the agent's time, keeps the gate, and is never late by policy nor published too late."""
    at = utc("2027-05-08T12:00")
    word = overridden(Override.AT, "trip", at=at)
    one = replace(PACKING, published=at + SECOND)
    told = answer(LISBON, one, now=BOOKED, overrides=word)
    assert isinstance(told, Waiting)
    assert (told.at, told.zone) == (at, "Europe/Amsterdam")
    late = answer(LISBON, one, now=at + timedelta(days=1), overrides=word)
    assert isinstance(late, Due)
    assert late.late is True
    outside = overridden(Override.AT, at=utc("2027-02-01T12:00"))
    assert reason(answer(LISBON, PACKING, now=BOOKED, overrides=outside))[0] is Reason.OTHER_STAGE


def test_an_agents_instant_needs_no_anchor() -> None:
    """Where the trip has no anchor, an agent's time is enough."""
    away = trip(flight("KL1697", "AMS", "LIS", "2027-05-12T09:40", "2027-05-12T11:45"))
    one = touchpoint("packing", "return_arrival")
    told = answer(away, one, now=BOOKED, overrides=overridden(Override.AT, at=utc("2027-05-20T12:00")))
    assert isinstance(told, Waiting)
    assert told.anchor is None


def test_an_agents_text_goes_along() -> None:
    """Own words replace the wording, nothing else; a word on one occurrence is stronger than on all."""
    words = {
        **overridden(Override.TEXT, text="Bring a coat."),
        **overridden(Override.TEXT, "trip", text="Bring two."),
    }
    told = answer(LISBON, PACKING, now=PACKS_AT, overrides=words)
    assert isinstance(told, Due)
    assert told.text == "Bring two."
    assert (
        answer(LISBON, PACKING, now=PACKS_AT, overrides={("other", ""): words["packing", ""]}).key == told.key
    )


# Who


def test_only_for_the_one_who_booked() -> None:
    """What is for the lead speaks of the lead alone, and a chat that does not serve the lead does not hear it."""
    one = replace(PACKING, audience=Audience(who=Who.LEAD))
    assert answer(LISBON, one, now=BOOKED).travellers == (ANN.id,)
    told = answer(LISBON, one, now=BOOKED, recipient=recipient(LISBON, BRUNO.id))
    assert reason(told) == (Reason.NOT_FOR_THIS_TRIP, "only for the one who booked")


def test_a_condition_that_fails_is_said() -> None:
    """The answer names the condition; without conditions no fact is asked."""
    one = replace(PACKING, audience=Audience(abroad=False))
    assert reason(answer(LISBON, one, now=BOOKED)) == (
        Reason.NOT_FOR_THIS_TRIP,
        "only for trips within the home country",
    )


def split_party(**more: object) -> Trip:
    """Ann and Bruno fly, Chiara joins them on day 4; they share the hotel."""
    return trip(
        flight("KL1697", "AMS", "LIS", "2027-05-12T09:40", "2027-05-12T11:45", id="out", travellers=COUPLE),
        flight(
            "KL1699", "AMS", "LIS", "2027-05-15T09:40", "2027-05-15T11:45", id="later", travellers=(CHIARA,)
        ),
        stay("Hotel Alfama", "LIS", "2027-05-12T15:00", "2027-05-19T11:00", id="hotel"),
        flight("KL1698", "LIS", "AMS", "2027-05-19T17:30", "2027-05-19T21:25", id="back"),
        travellers=(*COUPLE, CHIARA),
    )


def test_a_split_party_shares_what_it_shares() -> None:
    """Who travels otherwise has an own trip; a shared segment has one message that names all (S13)."""
    way = touchpoint("way", "departure", "-3h", per=Per.LEG)
    out = touchpoint("out", "check_out", "-1d", "18:00", per=Per.STAY)
    plan = planned(split_party(), PACKING, way, out, now=BOOKED)
    assert [(told.key.occurrence, told.travellers, told.at) for told in plan.answers] == [
        ("trip", (ANN.id, BRUNO.id), utc("2027-05-07T16:00")),
        ("trip:chiara-de-vries", (CHIARA.id,), utc("2027-05-10T16:00")),
        ("out", (ANN.id, BRUNO.id), utc("2027-05-12T04:40")),
        ("back", (ANN.id, BRUNO.id, CHIARA.id), utc("2027-05-19T13:30")),
        ("later", (CHIARA.id,), utc("2027-05-15T04:40")),
        ("hotel", (ANN.id, BRUNO.id, CHIARA.id), utc("2027-05-18T17:00")),
    ]


def test_the_holders_trip_is_the_trip() -> None:
    """In Chiara's own chat her itinerary is plain "trip"."""
    family = split_party()
    chat = replace(recipient(family, CHIARA.id, ANN.id), holder=CHIARA.id)
    told = planned(family, PACKING, now=BOOKED, recipient=chat).answers
    assert [(one.key.occurrence, one.travellers) for one in told] == [
        ("trip", (CHIARA.id,)),
        ("trip:ann-de-vries", (ANN.id,)),
    ]


def test_a_party_that_falls_apart_hears_nothing_twice() -> None:
    """What named Chiara before she got her own flight does not go to her again."""
    due = answer(LISBON, PACKING, now=PACKS_AT)
    history = (settled(due, at=PACKS_AT),)
    told = planned(split_party(), PACKING, now=utc("2027-05-10T16:00"), history=history).answers
    assert [type(one) for one in told] == [Sent, Sent]
    assert [one.key.occurrence for one in told] == ["trip", "trip:chiara-de-vries"]


def test_who_dropped_out_leaves_the_others_key_alone() -> None:
    """When the holder drops out, the others keep the trip, and the holder's answer says why (S11)."""
    gone = trip(
        flight("KL1697", "AMS", "LIS", "2027-05-12T09:40", "2027-05-12T11:45", id="out", travellers=(BRUNO,)),
        replace(
            flight(
                "KL1697", "AMS", "LIS", "2027-05-12T09:40", "2027-05-12T11:45", id="hers", travellers=(ANN,)
            ),
            cancelled=True,
        ),
        travellers=COUPLE,
    )
    told = planned(gone, PACKING, now=BOOKED).answers
    assert [(one.key.occurrence, one.travellers) for one in told] == [
        ("trip", (BRUNO.id,)),
        ("trip:ann-de-vries", (ANN.id,)),
    ]
    assert reason(told[1]) == (Reason.LEFT_TRIP, "")


def test_a_chat_that_serves_nobody_on_the_trip() -> None:
    """A stranger to the trip has one answer a touchpoint, and no digest."""
    plan = planned(LISBON, PACKING, now=PACKS_AT, recipient=recipient(LISBON, "eve"))
    assert [reason(told) for told in plan.answers] == [
        (Reason.LEFT_TRIP, "nobody whom this chat serves is on this trip")
    ]
    assert plan.digest is None


def test_a_cancelled_trip_is_silent() -> None:
    """Everything stops, an agent's "now" included, but for what history knows (S10)."""
    off = replace(LISBON, booking=replace(LISBON.booking, cancelled=True))
    due = answer(LISBON, PACKING, now=PACKS_AT)
    assert reason(answer(off, PACKING, now=PACKS_AT)) == (Reason.CANCELLED, "")
    assert (
        reason(answer(off, PACKING, now=PACKS_AT, overrides=overridden(Override.NOW)))[0] is Reason.CANCELLED
    )
    assert isinstance(answer(off, PACKING, now=PACKS_AT, history=(settled(due, at=PACKS_AT),)), Sent)
    clocks = touchpoint("clocks", "clock_change", per=Per.CLOCK_CHANGE)
    assert reason(answer(off, clocks, now=PACKS_AT)) == (Reason.CANCELLED, "")


# A way that does not say when it arrives

UNSAID = trip(
    flight("KL1697", "AMS", "LIS", "2027-05-12T09:40", "2027-05-12T11:35", id="out"),
    leg(Kind.TRANSFER, None, "LIS", "LIS", "2027-05-12T12:30", id="taxi"),
    stay("Hotel Alfama", "LIS", "2027-05-12", "2027-05-19", id="hotel"),
    flight("KL1698", "LIS", "AMS", "2027-05-19T09:40", "2027-05-19T13:35", id="back"),
)


@pytest.mark.parametrize(
    ("per", "offset", "at"),
    [
        (Per.TRIP, "0", "2027-05-12T16:00+01:00"),
        (Per.TRIP, "2h", "2027-05-12T17:00+01:00"),
        (Per.STAY, "2h", "2027-05-12T17:00+01:00"),
    ],
)
def test_a_welcome_after_a_taxi_without_drop_off(per: Per, offset: str, at: str) -> None:
    """It counts from the end of the way, waits as long as any arrival word, and its gate is open then."""
    welcome = touchpoint("welcome", "arrival", offset, stages={Stage.ON_SITE}, per=per)
    told = answer(UNSAID, welcome, now=BOOKED)
    assert isinstance(told, Waiting)
    assert (told.at, told.stage) == (utc(at), Stage.ON_SITE)
    assert isinstance(answer(UNSAID, welcome, now=utc(at)), Due)


def test_a_taxi_without_drop_off_has_no_arrival_of_its_own() -> None:
    """What goes for each leg has nothing to count from."""
    each = touchpoint("there", "arrival", "2h", per=Per.LEG)
    told = {one.key.occurrence: one for one in planned(UNSAID, each, now=BOOKED).answers}
    assert reason(told["taxi"]) == (Reason.NO_ANCHOR, "the arrival of Humberto Delgado is not known")
    assert isinstance(told["out"], Waiting)
