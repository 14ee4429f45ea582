"""A reader whose papers bear no name is not called by the reference."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flows.errors import FlowsError
from flows.library.text import LOCALES
from flows.talk.addressed import NAMELESS, first_name, unaddressed
from flows.talk.codes import factor_fits
from flows.talk.facts import gathered
from flows.talk.render import render_digest, render_touchpoint
from flows.talk.values import value
from flows.trips.trip import Traveller, Trip
from tests.support.chats import shipped_library
from tests.support.trips import lisbon_family, utc

NOBODY = Traveller(id="traveller", name="N.N.", first_name="N.N.", surname="", lead=True)
AS_KEPT_ONCE = replace(NOBODY, name="XXX007", first_name="XXX007")


def nameless(nobody: Traveller = NOBODY) -> Trip:
    """The Lisbon trip as a paper tells it that names nobody."""
    trip = lisbon_family()
    segments = tuple(replace(one, travellers=()) for one in trip.booking.segments)
    booking = replace(trip.booking, reference="XXX007", travellers=(nobody,), segments=segments)
    return replace(trip, booking=booking)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Your trip is booked, {}. Here it is:", "Your trip is booked. Here it is:"),
        ("{}, votre voyage est annulé.", "Votre voyage est annulé."),
        ("Fijn, {}!", "Fijn!"),
        ("Bienvenue, {} ! Entrez.", "Bienvenue ! Entrez."),
        ("Hallo {}, das ist wichtig:", "Hallo, das ist wichtig:"),
        ("Your agency knows, {}, and so do I.", "Your agency knows, and so do I."),
        ("A word.\n{}, je reis gaat door.", "A word.\nJe reis gaat door."),
        ("<b>{}, ihr</b> Flug", "<b>Ihr</b> Flug"),
    ],
)
def test_the_address_falls_away_with_its_comma(text: str, read: str) -> None:
    """What is left is a sentence, in any of our languages."""
    assert unaddressed(text.format(NAMELESS)) == read


@pytest.mark.parametrize("nobody", [NOBODY, AS_KEPT_ONCE], ids=["unnamed", "reference"])
@pytest.mark.parametrize("locale", LOCALES)
def test_no_text_of_the_pack_calls_a_nameless_reader_by_the_reference(locale: str, nobody: Traveller) -> None:
    """Nowhere before or behind a comma, and nothing odd is left where the name would stand."""
    library = shipped_library()
    facts = gathered(
        nameless(nobody),
        ("traveller",),
        library=library,
        locale=locale,
        now=utc("2027-05-10T10:00"),
        holder="traveller",
    )
    told = [render_digest(facts, ()).message.text]
    for touchpoint in library.touchpoints:
        quoted = any("{travel" in one for forms in touchpoint.text.forms.values() for one in forms.values())
        if quoted and touchpoint.per.value == "trip" and touchpoint.items == ():
            try:
                told.append(render_touchpoint(touchpoint, facts).message.text)
            except FlowsError:  # a fact is missing on this trip: it is not said at all
                continue
    assert len(told) > 8
    wrong = [
        text
        for text in told
        for odd in (NAMELESS, "N.N.", ", XXX007", "XXX007,", " ,", ",.", ",!")
        if odd in text
    ]
    assert wrong == []


@pytest.mark.parametrize(("locale", "party"), [("nl", "1 reiziger"), ("de", "1 Person")])
def test_the_party_of_nobody_named_is_one(locale: str, party: str) -> None:
    """{trip.party} does not list the reference."""
    facts = gathered(
        nameless(), ("traveller",), library=shipped_library(), locale=locale, now=utc("2027-05-10T10:00")
    )
    assert value(facts, "trip.party") == party


def test_who_has_a_name_is_called_by_it() -> None:
    """A name stays as the paper has it."""
    trip = lisbon_family()
    assert first_name(trip.booking.lead, trip) == "Ann"


def test_no_surname_opens_the_door_of_a_nameless_traveller() -> None:
    """What stands in for the name is no answer; the day of leaving is."""
    trip = nameless()
    assert not factor_fits("N.N.", trip, NOBODY)
    assert factor_fits("12-05-2027", trip, NOBODY)
