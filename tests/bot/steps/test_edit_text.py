"""What an agent types to change a booking: read as edits, or refused with what means nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest

from bot.imports.typed import read_place, read_when
from bot.steps.desk.edit_text import Unread, read_edits
from flows.errors import EditRefused
from flows.trips.edits import (
    AddTraveller,
    CancelSegment,
    CancelTrip,
    DropTraveller,
    Edit,
    ReinstateSegment,
    ReinstateTrip,
    Relabel,
    Rename,
    Reroute,
    Retime,
    Split,
    When,
)
from tests.support.trips import lisbon_family, place

BOOKING = lisbon_family().booking
NEAR = date(2027, 5, 12)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("KL1697 departs 06:40", Retime(segment="out", departs=When(clock=time(6, 40)))),
        ("kl 1697 leaves 6.40", Retime(segment="out", departs=When(clock=time(6, 40)))),
        (
            "KL1697 departs 13 May 06:40 arrives 08:45",
            Retime(
                segment="out",
                departs=When(day=date(2027, 5, 13), clock=time(6, 40)),
                arrives=When(clock=time(8, 45)),
            ),
        ),
        ("Hotel Alfama check-in 13 mei", Retime(segment="hotel", departs=When(day=date(2027, 5, 13)))),
        ("alfama check-out 2027-05-20", Retime(segment="hotel", arrives=When(day=date(2027, 5, 20)))),
        ("KL1697 cancelled", CancelSegment(segment="out")),
        ("cancel KL1697", CancelSegment(segment="KL1697")),
        ("cancel", CancelTrip()),
        ("Reinstate", ReinstateTrip()),
        ("KL1697 reinstated", ReinstateSegment(segment="out")),
        ("drop Bruno de Vries", DropTraveller(traveller="Bruno de Vries")),
        ("KL1697 is KL 1699", Relabel(segment="out", carrier="KL", number="1699")),
        ("Hotel Alfama is House on the Hill", Relabel(segment="hotel", name="House on the Hill")),
        ("KL1697 for Ann, Chiara and Dan", Split(segments=("out",), travellers=("Ann", "Chiara", "Dan"))),
        (
            "split KL1697, KL1698 for Ann & Chiara",
            Split(segments=("KL1697", "KL1698"), travellers=("Ann", "Chiara")),
        ),
        (
            "name Chiara -> Clara van Dijk",
            Rename(traveller="Chiara", name="Clara van Dijk", first_name="Clara", surname="van Dijk"),
        ),
        ("name Chiara = Clara", Rename(traveller="Chiara", name="Clara")),
        (
            "add DE VRIES/EVA MRS",
            AddTraveller(name="Eva de Vries", first_name="Eva", surname="de Vries"),
        ),
        (
            "add Eva de Vries child",
            AddTraveller(name="Eva de Vries", first_name="Eva", surname="de Vries", minor=True),
        ),
    ],
)
def test_a_line_is_one_edit(said: str, expected: Edit) -> None:
    """Segments and people as agents call them; days in four languages."""
    assert read_edits(BOOKING, said) == (expected,)


def test_several_edits_stand_on_a_line_each() -> None:
    """Or behind a semicolon; one line may say two things of a segment."""
    found = read_edits(BOOKING, "drop Bruno; KL1697 departs 06:40\n\nKL1698 from BRU to AMS")
    assert [type(one) for one in found] == [DropTraveller, Retime, Reroute, Reroute]


def test_a_place_is_an_airport_or_stays_in_town() -> None:
    """A code names an airport; anything else is a place of that name where the other one was."""
    (one,) = read_edits(BOOKING, "KL1697 from BRU")
    assert isinstance(one, Reroute)
    assert one.origin is not None
    assert (one.origin.iata, one.origin.zone) == ("BRU", "Europe/Brussels")
    assert read_place("Hotel  Baixa", place("LIS")) == replace(
        place("LIS"),
        name="Hotel Baixa",
        iata=None,
        metro=None,
        latitude=None,
        longitude=None,
    )


def test_a_hotel_whose_name_holds_a_word_of_ours() -> None:
    """The longest name that is there counts, not the first word that could be one."""
    segments = tuple(
        replace(one, name="Inn at the River") if one.id == "hotel" else one for one in BOOKING.segments
    )
    held = replace(BOOKING, segments=segments)
    assert read_edits(held, "Inn at the River check-in 13 May") == (
        Retime(segment="hotel", departs=When(day=date(2027, 5, 13))),
    )


@pytest.mark.parametrize(
    "said",
    [
        "hello",
        "drop",
        "name Chris",
        "name -> Chris",
        "KL1697",
        "KL1697 departs",
        "KL1697 departs soon",
        "KL1697 departs 25:00",
        "KL1697 departs 3/4 06:40",
        "KL1697 departs 31 February 06:40",
        "KL1697 is",
        "Hotel Alfama from BRU",
        "departs 06:40",
    ],
)
def test_what_means_nothing_is_refused_whole(said: str) -> None:
    """Nothing is guessed: figures that may be two days are none."""
    with pytest.raises(Unread) as caught:
        read_edits(BOOKING, f"drop Bruno; {said}")
    assert caught.value.said == said


def test_a_segment_that_is_not_there_is_refused() -> None:
    """With the reason that the edit itself would give."""
    with pytest.raises(EditRefused) as caught:
        read_edits(BOOKING, "KL9999 departs 06:40")
    assert (caught.value.reason, caught.value.about) == ("no_segment", "KL9999")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("06:40", When(clock=time(6, 40))),
        ("6h40", When(clock=time(6, 40))),
        ("13 mai", When(day=date(2027, 5, 13))),
        ("13. Mai 06:40", When(day=date(2027, 5, 13), clock=time(6, 40))),
        ("2 Jan", When(day=date(2027, 1, 2))),
        ("30 December", When(day=date(2026, 12, 30))),
        ("2028-02-29T06:40", When(day=date(2028, 2, 29), clock=time(6, 40))),
        ("2027-02-29", None),
        ("24:00", None),
        ("tomorrow", None),
        ("", None),
    ],
)
def test_a_time_is_read_as_people_write_it(text: str, expected: When | None) -> None:
    """A day without a year is the one nearest to the day it has now."""
    assert read_when(text, NEAR) == expected


def test_without_a_day_to_be_near_to_a_year_is_needed() -> None:
    """On the command line nobody sees what it was taken for."""
    assert read_when("13 May") is None
    assert read_when("13 May 2027") == When(day=date(2027, 5, 13))
