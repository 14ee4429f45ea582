"""What an agent says of a party, read from words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flows.trips.roles import Do, Fault, Refused, Role, read_role
from tests.support.trips import ANN, BRUNO, CHIARA, DAN, lisbon_family

TRIP = replace(lisbon_family(), surprised=frozenset({BRUNO.id}), leader=ANN.id)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("release Bruno", Role(do=Do.RELEASE, who=BRUNO.id)),
        ("SURPRISE bruno de vries", Role(do=Do.SURPRISE, who=BRUNO.id)),
        ("leader Ann", Role(do=Do.LEADER, who=ANN.id)),
        ("leader none", Role(do=Do.LEADER, who="")),
        ("guardian Chiara", Role(do=Do.GUARDIAN, who=CHIARA.id)),
        ("guardian dan Ann", Role(do=Do.GUARDIAN, who=DAN.id, guardians=(ANN.id,))),
        ("phone Ann +31 6 1234 5678", Role(do=Do.PHONE, who=ANN.id, phone="+31 6 1234 5678")),
        ("phone Ann de Vries", Role(do=Do.PHONE, who=ANN.id)),
    ],
)
def test_a_role_is_read_and_reads_the_same_again(text: str, expected: Role) -> None:
    """By first or whole name; what a button carries is read back as it was."""
    assert read_role(TRIP, text) == expected
    assert read_role(TRIP, expected.typed) == expected


def test_two_guardians_with_commas() -> None:
    """Names may stand behind each other, with or without commas."""
    known = replace(TRIP, surprised=frozenset())
    expected = Role(do=Do.GUARDIAN, who=DAN.id, guardians=(ANN.id, BRUNO.id))
    assert read_role(known, "guardian Dan Ann de Vries, Bruno") == expected


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("dance Ann", Fault.WORDS),
        ("surprise Zoe", Fault.UNKNOWN),
        ("surprise", Fault.UNKNOWN),
        ("surprise Bruno tomorrow", Fault.UNKNOWN),
        ("surprise Ann", Fault.IS_LEADER),
        ("release Chiara", Fault.NO_SURPRISE),
        ("leader Chiara", Fault.IS_MINOR),
        ("leader Bruno", Fault.IS_SURPRISED),
        ("guardian Ann Bruno", Fault.NO_MINOR),
        ("guardian Dan Chiara", Fault.IS_MINOR),
        ("guardian Dan Bruno", Fault.IS_SURPRISED),
        ("phone Ann call me", Fault.NO_NUMBER),
    ],
)
def test_what_cannot_be_so_is_refused_with_its_reason(text: str, fault: Fault) -> None:
    """Each in its own words."""
    found = read_role(TRIP, text)
    assert isinstance(found, Refused)
    assert found.fault is fault


def test_a_name_of_two_people_is_asked_back() -> None:
    """Two Anns: the whole name decides."""
    other = replace(BRUNO, id="ann-rossi", name="Ann Rossi", first_name="Ann", surname="Rossi")
    party = replace(TRIP, leader=None, booking=replace(TRIP.booking, travellers=(ANN, other)))
    assert read_role(party, "surprise Ann") == Refused(fault=Fault.SEVERAL, word="Ann")
    assert read_role(party, "surprise Ann Rossi") == Role(do=Do.SURPRISE, who="ann-rossi")
