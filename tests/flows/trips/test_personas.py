"""What kind of party a booking speaks of, and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from flows.trips.life import life
from flows.trips.personas import CORRECTED, Inferred, Persona, personas
from flows.trips.trip import Kind, Segment, Traveller, Trip
from tests.support.trips import ANN, BRUNO, CHIARA, DAN, flight, leg, lisbon_family, stay, town, trip

OUT = flight("KL1697", "AMS", "LIS", "2027-05-12T09:40", "2027-05-12T11:45", id="out")
HOTEL = stay("Hotel Alfama", "LIS", "2027-05-12", "2027-05-19", id="hotel")
BACK = flight("KL1698", "LIS", "AMS", "2027-05-19T17:30", "2027-05-19T21:25", id="back")
WEEK = (OUT, HOTEL, BACK)


def told(journey: Trip) -> dict[str, str]:
    """persona -> because, as the first traveller lives it."""
    return {one.persona.value: one.because for one in personas(life(journey, journey.travellers[0]))}


def party(*travellers: Traveller, segments: tuple[Segment, ...] = WEEK) -> dict[str, str]:
    """What is inferred of these people on a week in Lisbon."""
    return told(trip(*segments, travellers=travellers))


def aged(person: Traveller, years: int, *, days_younger: int = 0) -> Traveller:
    """Somebody who has turned so many years on 12 May 2027, less some days."""
    return replace(person, born=date(2027 - years, 5, 12 + days_younger), minor=years < 18)


def grown(number: int) -> tuple[Traveller, ...]:
    """So many adults; the first is Ann."""
    return tuple(replace(ANN, id=f"adult-{one}", lead=not one) for one in range(number))


def test_a_family_with_young_children() -> None:
    """The youngest's age on the day of departure says so."""
    assert told(lisbon_family()) == {"family": "the youngest is 5 on the day of departure"}


@pytest.mark.parametrize(
    ("child", "because"),
    [
        (aged(CHIARA, 12, days_younger=1), "the youngest is 11 on the day of departure"),
        (aged(CHIARA, 12), ""),
        (replace(CHIARA, born=None), "the booking names a child"),
        (replace(aged(CHIARA, 9), minor=False), "the youngest is 9 on the day of departure"),
    ],
)
def test_young_means_under_twelve_where_birth_dates_are_known(child: Traveller, because: str) -> None:
    """On the twelfth birthday it ends; without a birth date any child counts."""
    assert party(ANN, BRUNO, child).get("family", "") == because


def test_two_adults_who_share_every_stay_are_a_couple() -> None:
    """And no longer when one of them has a room of his own, or a child comes along."""
    own = replace(HOTEL, id="other", travellers=(BRUNO.id,))
    assert party(ANN, BRUNO) == {"couple": "two adults share every stay"}
    assert "couple" not in party(ANN, BRUNO, segments=(OUT, replace(HOTEL, travellers=(ANN.id,)), own, BACK))
    assert "couple" not in party(ANN, BRUNO, DAN)
    assert "couple" not in party(ANN, BRUNO, segments=(OUT, BACK))


def test_one_adult_travels_alone() -> None:
    """A minor alone is no solo traveller, but a child."""
    assert party(ANN) == {"solo": "one adult travels alone"}
    assert "solo" not in party(CHIARA)


MIDWEEK = (
    flight("KL1697", "AMS", "LIS", "2027-05-10T09:40", "2027-05-10T11:45", id="out"),
    stay("Hotel Alfama", "LIS", "2027-05-10", "2027-05-14", id="hotel"),
    flight("KL1698", "LIS", "AMS", "2027-05-14T17:30", "2027-05-14T21:25", id="back"),
)


def test_a_few_working_days_are_business() -> None:
    """Monday to Friday, four nights; two colleagues are then no couple."""
    expected = {"business": "a few working days and no weekend: Monday to Friday"}
    assert party(ANN, BRUNO, segments=MIDWEEK) == expected
    assert party(*grown(3), segments=MIDWEEK) == expected


def test_a_day_there_and_back_is_business_on_a_working_day() -> None:
    """Not on a Saturday."""
    there = flight("BA1", "AMS", "LHR", "2027-05-12T07:00", "2027-05-12T07:20", id="out")
    back = flight("BA2", "LHR", "AMS", "2027-05-12T19:00", "2027-05-12T21:20", id="back")
    assert party(ANN, segments=(there, back))["business"] == "a working day's trip, on a Wednesday"
    saturday = [
        replace(
            one,
            departs=replace(one.departs, day=date(2027, 5, 15)),
            arrives=replace(one.arrives, day=date(2027, 5, 15)) if one.arrives else None,
        )
        for one in (there, back)
    ]
    assert "business" not in party(ANN, segments=tuple(saturday))


@pytest.mark.parametrize(
    "people",
    [(ANN, BRUNO, CHIARA), grown(4)],
)
def test_with_a_child_or_four_adults_it_is_no_business(people: tuple[Traveller, ...]) -> None:
    """Colleagues come in twos and threes, and leave their children at home."""
    assert "business" not in party(*people, segments=MIDWEEK)


def test_a_weekend_or_a_fifth_night_is_no_business() -> None:
    """Friday to Saturday is leisure, and so is what ends nowhere."""
    late = flight("KL1698", "LIS", "AMS", "2027-05-15T10:00", "2027-05-15T14:00", id="back")
    assert "business" not in party(ANN, segments=(*MIDWEEK[:2], late))
    assert "business" not in party(ANN, segments=MIDWEEK[:2])
    five = flight("KL1697", "AMS", "LIS", "2027-05-09T09:40", "2027-05-09T11:45", id="out")
    assert "business" not in party(ANN, segments=(five, *MIDWEEK[1:]))


def test_a_midweek_in_a_house_by_car_is_a_holiday() -> None:
    """Own transport is never business."""
    house = stay("Het Bos", town("Durbuy", "BE", "Europe/Brussels"), "2027-05-10", "2027-05-14", id="house")
    assert party(ANN, BRUNO, segments=(house,)) == {
        "couple": "two adults share every stay",
        "own_car": "no way there is booked: they come by themselves",
    }


def test_a_driven_first_leg_is_an_own_car() -> None:
    """A car that is driven later is not."""
    drive = leg(Kind.CAR, None, "AMS", "BRU", "2027-05-12T09:00", "2027-05-12T12:00", id="drive")
    assert party(ANN, segments=(drive,))["own_car"] == "the first leg is by their own car"
    later = leg(
        Kind.CAR,
        None,
        "LIS",
        town("Porto", "PT", "Europe/Lisbon"),
        "2027-05-14T09:00",
        "2027-05-14T12:00",
        id="later",
    )
    assert "own_car" not in party(ANN, segments=(OUT, later, BACK))


def test_seniors_are_known_by_every_birth_date() -> None:
    """65 on the day of departure; one unknown date, or one day too young, and nothing is said."""
    ann, bruno = aged(ANN, 65), aged(BRUNO, 70)
    because = "every adult is 65 or older on the day of departure"
    assert party(ann, bruno)["seniors"] == because
    assert party(ann)["seniors"] == "the only adult is 65 or older on the day of departure"
    assert "seniors" not in party(aged(ANN, 65, days_younger=1), bruno)
    assert "seniors" not in party(ann, BRUNO)


def test_many_are_a_group() -> None:
    """Five adults, or seven of any age; those who left do not count."""
    assert party(*grown(5))["group"] == "5 adults travel together"
    assert "group" not in party(*grown(4), CHIARA, DAN)
    assert party(*grown(4), CHIARA, DAN, replace(DAN, id="dan-2"))["group"] == "7 people travel together"
    five = grown(5)
    four = tuple(person.id for person in five[:4])
    assert "group" not in party(*five, segments=tuple(replace(one, travellers=four) for one in WEEK))


def test_an_agents_word_wins() -> None:
    """It adds and takes away, the last word counts, and a word nobody knows is passed over."""
    corrected = replace(
        lisbon_family(),
        corrections=(("family", False), ("seniors", False), ("seniors", True), ("pirates", True)),
    )
    assert personas(life(corrected, ANN.id)) == (Inferred(persona=Persona.SENIORS, because=CORRECTED),)


def test_nothing_booked_says_little() -> None:
    """Without a segment there is no date to count from; how many they are is known."""
    assert told(trip(travellers=(aged(ANN, 80),))) == {"solo": "one adult travels alone"}
