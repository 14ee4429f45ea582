"""The trip card: what it says at each edge, and when it has to be looked at again."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from flows.library.library import Library
from flows.talk.card import Card, card
from flows.talk.facts import gathered
from flows.talk.length import visible_text
from flows.trips.documents import Document
from flows.trips.evidence import Evidence
from flows.trips.trip import Trip
from tests.support.chats import sentence, shipped_library
from tests.support.trips import (
    date_line_business,
    flight,
    italy_round_trip,
    lisbon_family,
    place,
    stay,
    trip,
    utc,
    visit,
)

SECOND = timedelta(seconds=1)
AGENCY = {"name": "Verre Reizen", "phone": "+31 20 555 01 23", "email": "help@verre.example"}


@pytest.fixture(scope="module")
def library() -> Library:
    return shipped_library()


def shown(
    trip: Trip, library: Library, now: str | datetime, *, locale: str = "en", evidence: Evidence = ()
) -> Card:
    everyone = tuple(person.id for person in trip.travellers)
    at = utc(now) if isinstance(now, str) else now
    return card(
        gathered(
            trip,
            everyone,
            library=library,
            locale=locale,
            now=at,
            evidence=evidence,
            holder=everyone[0],
            agency=AGENCY,
            served=everyone,
        )
    )


def test_before_leaving_it_tells_the_way_the_stay_the_numbers_and_the_agency(library: Library) -> None:
    """Every time bears its day, so that it reads right hours after it was written."""
    assert visible_text(shown(lisbon_family(), library, "2027-05-01T10:00").text) == (
        "🧳 Lisbon · LISBON-4\n\n"
        "Wed 12 May\n"
        "🕘 06:40 be there (Amsterdam)\n"
        "✈️ 09:40–11:45 Amsterdam → Lisbon (KL 1697)\n"
        "🏨 Hotel Alfama · 7 nights\n"
        "Fri 14 May\n"
        "🎟 10:00 Oceanário de Lisboa\n"
        "Wed 19 May\n"
        "🧳 11:00 check-out Hotel Alfama\n"
        "All times are local.\n\n"
        "🏨 Hotel Alfama\n"
        "Check-in: Wednesday 12 May, 15:00 (Lisbon time)\n"
        "📍 Lisbon\n\n"
        "Emergency numbers (Portugal)\n"
        "🆘 112\n\n"
        "Verre Reizen\n"
        "📞 +31 20 555 01 23\n"
        "✉️ help@verre.example"
    )


@pytest.mark.parametrize(
    ("edge", "before", "after"),
    [
        ("2027-05-11T07:40", "", "☑️ Check in for KL 1697"),
        ("2027-05-12T04:40", "🕘 06:40 be there (Amsterdam)", ""),
        ("2027-05-12T10:45", "✈️ 09:40–11:45 Amsterdam → Lisbon (KL 1697)", "KL 1698"),
        ("2027-05-12T14:00", "Check-in: Wednesday 12 May", "Check-out: Wednesday 19 May"),
        ("2027-05-19T10:00", "check-out Hotel Alfama", "✈️ 17:30–21:25 Lisbon → Amsterdam (KL 1698)"),
        ("2027-05-19T19:25", "KL 1698", sentence("card.over")),
    ],
)
def test_it_changes_at_each_edge_and_knows_it_a_second_before(
    library: Library, edge: str, before: str, after: str
) -> None:
    """One second before an edge it still says the former, names the edge as its next instant, and then says the latter."""
    at = utc(edge)
    former, latter = (
        shown(lisbon_family(), library, at - SECOND),
        shown(lisbon_family(), library, at),
    )
    assert former.next_at == at
    assert before in former.text
    assert after in latter.text
    assert not before or before not in latter.text
    assert not after or after not in former.text or after == "KL 1698" or "17:30" in after


def test_it_comes_to_rest_when_the_trip_is_over(library: Library) -> None:
    """Followed from instant to instant it ends with no next one, and never names one that is past."""
    now, steps = utc("2027-01-10T10:00"), 0
    while (found := shown(lisbon_family(), library, now)).next_at is not None:
        assert found.next_at > now
        now, steps = found.next_at, steps + 1
    assert steps < 20
    assert sentence("card.over") in found.text


def test_over_the_date_line_the_landing_is_the_day_that_the_clock_there_shows(library: Library) -> None:
    """She lands an hour before she left by the clock; the flight stays on the card until it has landed."""
    aboard = shown(date_line_business(), library, "2027-03-10T20:00")
    assert "19:53–18:59 Tokyo → New York" in aboard.text or "19:53–18:59" in aboard.text
    assert "19:53–18:59" not in shown(date_line_business(), library, "2027-03-11T00:00").text


def test_over_the_change_of_clocks_the_hour_stays_the_local_one(library: Library) -> None:
    """America's clocks change on the 14th: 11:00 two days later is still 11:00, and the leave three hours before it."""
    text = shown(date_line_business(), library, "2027-03-15T12:00").text
    assert "🕘 08:00 be there" in text
    assert shown(date_line_business(), library, "2027-03-16T11:59").next_at == utc("2027-03-16T12:00")


def test_without_an_address_the_town_and_with_one_address_and_phone(library: Library) -> None:
    """What is printed is shown; nothing is made up."""
    known = replace(place("LIS"), address="Rua da Saudade 12, Lisboa", phone="+351 21 000 00 00")
    booked = trip(
        flight("KL1697", "AMS", "LIS", "2027-05-12T09:40", "2027-05-12T11:45"),
        stay("Hotel Alfama", known, "2027-05-12T15:00", "2027-05-19T11:00"),
        visit("Fado", known, "2027-05-13T20:00", "2027-05-13T22:00"),
    )
    text = shown(booked, library, "2027-05-12T16:00").text
    assert text.count("📍 Rua da Saudade 12, Lisboa") == 2
    assert "📞 +351 21 000 00 00" in text
    assert "📍 Lisbon" in shown(lisbon_family(), library, "2027-05-12T16:00").text


def test_it_names_the_stay_that_is_next_and_the_country_that_one_goes_to(library: Library) -> None:
    """Between Rome and Florence the card is about Florence."""
    assert "<b>Albergo Trastevere</b>" in shown(italy_round_trip(), library, "2027-09-12T10:00").text
    assert "<b>Casa dell'Arno</b>" in shown(italy_round_trip(), library, "2027-09-13T11:00").text.replace(
        "&#x27;", "'"
    )


def test_a_cancelled_trip_says_so_and_whom_to_ask(library: Library) -> None:
    """Nothing of the way is left on it."""
    off = replace(lisbon_family(), booking=replace(lisbon_family().booking, cancelled=True))
    assert visible_text(shown(off, library, "2027-05-01T10:00").text) == (
        "🧳 Lisbon · LISBON-4\n\n"
        "This trip is cancelled. If anything still needs sorting out, write here.\n\n"
        "Verre Reizen\n📞 +31 20 555 01 23\n✉️ help@verre.example"
    )


def test_a_trip_of_which_nothing_is_left_keeps_its_name(library: Library) -> None:
    """Its segments are all cancelled, so it goes nowhere any more; without any segment the reference stands there once."""
    gone = tuple(replace(one, cancelled=True) for one in lisbon_family().booking.segments)
    off = replace(lisbon_family(), booking=replace(lisbon_family().booking, cancelled=True, segments=gone))
    assert visible_text(shown(off, library, "2027-05-01T10:00").text).startswith("🧳 Lisbon · LISBON-4\n")
    bare = replace(off, booking=replace(off.booking, segments=()))
    assert visible_text(shown(bare, library, "2027-05-01T10:00").text).startswith("🧳 LISBON-4\n")


def test_it_names_documents_only_of_those_whom_the_chat_serves(library: Library) -> None:
    """Dan's boarding pass is not on a card that serves Ann alone."""
    papers = (
        Document(id="d1", name="Insurance"),
        Document(id="d2", name="Boarding pass Dan", segment="out", travellers=("dan-de-vries",)),
    )
    held = replace(lisbon_family(), documents=papers)
    assert "📎 Boarding pass Dan" in shown(held, library, "2027-05-01T10:00").text
    alone = card(
        gathered(
            held,
            ("ann-de-vries",),
            library=library,
            locale="en",
            now=utc("2027-05-01T10:00"),
            served=("ann-de-vries",),
        )
    )
    assert ("📎 Insurance" in alone.text, "Dan" in alone.text) == (True, False)


@pytest.mark.parametrize("locale", ["nl", "en", "fr", "de"])
def test_it_speaks_every_language_and_never_says_today(library: Library, locale: str) -> None:
    """Words that age (today, now, tomorrow) would be false on a phone without internet."""
    text = visible_text(shown(lisbon_family(), library, "2027-05-12T16:00", locale=locale).text).lower()
    aged = {"vandaag", "today", "aujourd'hui", "heute", "morgen", "tomorrow", "demain"}
    assert not aged & set(text.replace("(", " ").replace(",", " ").split())
    assert "{" not in text
