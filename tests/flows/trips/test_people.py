"""One person in many spellings, corrected names, and who joins."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flows.trips.merge import Change, merge
from flows.trips.people import spoken, unused
from flows.trips.trip import Traveller
from tests.support.trips import ANN, BRUNO, CHIARA, COUPLE, booking, flight

OUT = flight("KL1697", "AMS", "LIS", "2027-05-12T14:10", "2027-05-12T16:15", id="out")
HELD = booking(OUT, travellers=COUPLE)


def named(name: str, id: str = "new", *, lead: bool = False) -> Traveller:
    """A traveller as a paper prints the name."""
    first, _, surname = name.partition(" ")
    return Traveller(id=id, name=name, first_name=first, surname=surname, lead=lead)


@pytest.mark.parametrize(
    "name",
    [
        "ann de vries",
        "DE VRIES/ANN MRS",
        "Mevr. Ann de Vries",
        "Änn de Vriès",
        "De Vries, Ann",
        "Mrs Ann DE VRIES",
    ],
)
def test_one_person_in_many_spellings(name: str) -> None:
    """Case, accents, titles and order do not make another person, and the held name stays."""
    found = merge(booking(OUT), booking(OUT, travellers=(named(name),)))
    assert found.change is Change.UNCHANGED


def test_a_corrected_name_is_the_same_person() -> None:
    """One letter corrected in a whole party (S11) keeps the id; two strangers are two people."""
    anne = named("Anne de Vries")
    found = merge(HELD, booking(OUT, travellers=(anne, BRUNO)))
    assert found.lines == ("Ann de Vries → Anne de Vries",)
    assert found.booking.travellers[0].id == ANN.id
    other = merge(HELD, booking(OUT, travellers=(named("Emma Jansen", id=ANN.id, lead=True), BRUNO)))
    assert [(person.id, person.lead) for person in other.booking.travellers] == [
        (ANN.id, True),
        (BRUNO.id, False),
        (f"{ANN.id}-2", False),
    ]


def test_a_birth_date_is_learnt() -> None:
    """A paper may add who is a child and when they were born."""
    found = merge(
        booking(OUT, travellers=(replace(CHIARA, minor=False, born=None),)),
        booking(OUT, travellers=(CHIARA,)),
    )
    assert (found.booking.travellers[0].born, found.booking.travellers[0].minor) == (CHIARA.born, True)
    assert found.lines == ("Chiara de Vries: details",)


def test_names_as_they_are_said() -> None:
    """A slash turns a name round, a title goes, a lone initial stays."""
    assert spoken("DE VRIES/ANN MRS") == ("ann", "de", "vries")
    assert spoken("Jan M Smit") == ("jan", "m", "smit")
    assert spoken("Mr") == ("mr",)
    assert unused("ann", {"ann", "ann-2"}) == "ann-3"
