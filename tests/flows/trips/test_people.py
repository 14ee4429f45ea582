"""One person in many spellings, corrected names, and who joins."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

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


@pytest.mark.parametrize(
    "printed",
    [
        ("A. de Vries", "A.", "de Vries"),
        ("Ann Maria de Vries", "Ann", "de Vries"),
        ("Ann Devries", "Ann", "Devries"),
        ("Ann DE-VRIES", "Ann", "DE-VRIES"),
    ],
)
def test_a_shorter_print_is_the_same_person(printed: tuple[str, str, str]) -> None:
    """An initial, a second name, a surname run together: nobody joins and the held name stays."""
    name, first, surname = printed
    read = Traveller(id="x", name=name, first_name=first, surname=surname)
    for party in ((read,), (BRUNO, read)):
        assert merge(HELD, booking(OUT, travellers=party)).change is Change.UNCHANGED


@pytest.mark.parametrize(
    ("held", "read"),
    [("Jörg Müller", "Joerg Mueller"), ("Søren Ærø", "Soren Aero"), ("Zoë Weiß", "Zoe Weiss"), ("Łukasz Łoś", "Lukasz Los")],
)  # fmt: skip
def test_letters_that_tickets_cannot_print(held: str, read: str) -> None:
    """Umlauts and strokes are one letter or two: one person."""
    found = merge(booking(OUT, travellers=(named(held),)), booking(OUT, travellers=(named(read),)))
    assert (found.change, len(found.booking.travellers)) == (Change.UNCHANGED, 1)


def test_an_initial_gives_way_to_its_name() -> None:
    """Held as A., read as Ann: the same person, now by the whole name."""
    initial = replace(ANN, name="A. de Vries", first_name="A.")
    found = merge(booking(OUT, travellers=(initial,)), booking(OUT, travellers=(replace(ANN, id="x"),)))
    assert found.lines == ("A. de Vries → Ann de Vries",)
    assert [one.id for one in found.booking.travellers] == [ANN.id]


def test_an_initial_that_may_be_two_is_nobodys() -> None:
    """Ann and Anton: A. de Vries is one more name, and the agents see who joins. Two birth dates are two people."""
    anton = replace(BRUNO, id="anton", name="Anton de Vries", first_name="Anton")
    read = Traveller(id="x", name="A. de Vries", first_name="A.", surname="de Vries")
    found = merge(booking(OUT, travellers=(ANN, anton)), booking(OUT, travellers=(read,)))
    assert found.lines[0] == "A. de Vries joins"
    child = replace(read, born=date(2019, 1, 1))
    grown = replace(ANN, born=date(1985, 1, 1))
    assert merge(booking(OUT, travellers=(grown,)), booking(OUT, travellers=(child,))).lines[0] == (
        "A. de Vries joins"
    )
