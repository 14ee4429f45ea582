"""What an agent types, and which segment and traveller it means."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flows.trips.naming import read_words, segments_named, travellers_named
from tests.support.trips import ANN, flight, italy_round_trip, lisbon_family, trip


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("KL1697", ["out"]),
        ("kl 1697", ["out"]),
        ("1697", ["out"]),
        ("back", ["back"]),
        ("Hotel Alfama", ["hotel"]),
        ("alfama", ["hotel"]),
        ("oceanario", ["aquarium"]),
        ("KL9999", []),
        ("ho", []),
        ("", []),
    ],
)
def test_a_segment_is_called_by_id_ticket_or_name(typed: str, expected: list[str]) -> None:
    """Case, spaces and accents do not matter."""
    assert [one.id for one in segments_named(lisbon_family(), typed)] == expected


def test_what_two_segments_are_called_is_both() -> None:
    """The same number twice: a person must choose."""
    twice = trip(
        flight("KL1", "AMS", "LIS", "2027-05-12T09:40", "2027-05-12T11:45", id="one"),
        flight("KL1", "AMS", "LIS", "2027-05-22T09:40", "2027-05-22T11:45", id="two"),
    )
    assert [one.id for one in segments_named(twice, "KL1")] == ["one", "two"]
    assert [one.id for one in segments_named(twice, "two")] == ["two"]


def test_a_cancelled_segment_has_no_name_any_more() -> None:
    """Nothing can be attached to it."""
    family = lisbon_family()
    segments = tuple(replace(one, cancelled=one.id == "out") for one in family.booking.segments)
    assert segments_named(replace(family, booking=replace(family.booking, segments=segments)), "KL1697") == ()


@pytest.mark.parametrize(
    ("typed", "segments", "people", "rest"),
    [
        ("KL1697 boarding pass", ["out"], [], "boarding pass"),
        ("KL 1697 Ann boarding pass", ["out"], ["ann-de-vries"], "boarding pass"),
        ("Ann KL1697 boarding pass", ["out"], ["ann-de-vries"], "boarding pass"),
        ("KL1697 for Ann boarding pass", ["out"], ["ann-de-vries"], "boarding pass"),
        ("Hotel Alfama voucher", ["hotel"], [], "voucher"),
        ("travel insurance", [], [], "travel insurance"),
        ("for you", [], [], "you"),
        ("", [], [], ""),
    ],
)
def test_a_line_is_read_as_segment_traveller_and_name(
    typed: str, segments: list[str], people: list[str], rest: str
) -> None:
    """Whatever names neither is the document's own name."""
    read = read_words(lisbon_family(), typed)
    assert ([one.id for one in read.segments], [one.id for one in read.travellers], read.rest) == (
        segments,
        people,
        rest,
    )


def test_travellers_are_called_by_first_or_whole_name() -> None:
    """Two of one first name are both."""
    family = lisbon_family()
    assert [one.id for one in travellers_named(family, "Bruno de Vries")] == ["bruno-de-vries"]
    doubled = replace(ANN, id="ann-2", name="Ann Jansen", surname="Jansen")
    party = replace(family, booking=replace(family.booking, travellers=(*family.travellers, doubled)))
    assert [one.id for one in travellers_named(party, "ann")] == ["ann-de-vries", "ann-2"]


def test_a_visits_name_in_italy_is_found_by_its_word() -> None:
    """ "Uffizi"."""
    assert [one.id for one in segments_named(italy_round_trip(), "uffizi")] == ["uffizi"]
