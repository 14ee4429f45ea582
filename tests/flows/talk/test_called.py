"""How a trip is told from the others of a chat: quietly, in each language, and only where there are others."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from flows.talk import dates
from flows.talk.called import called, headed
from flows.talk.card import card
from flows.talk.facts import Facts, gathered
from flows.talk.length import visible_text
from flows.talk.render import render_digest, render_touchpoint
from flows.trips.trip import Trip
from tests.support.chats import shipped_library
from tests.support.trips import flight, italy_round_trip, lisbon_family, stay, trip, utc


def facts(
    journey: Trip,
    *,
    locale: str = "en",
    now: str = "2027-05-01T12:00",
    several: bool = True,
    apart: bool = False,
) -> Facts:
    """Of everyone on a trip, for a chat with others."""
    everyone = tuple(person.id for person in journey.travellers)
    return gathered(
        journey,
        everyone,
        library=shipped_library(),
        locale=locale,
        now=utc(now),
        holder=everyone[0],
        served=everyone,
        several=several,
        apart=apart,
    )


@pytest.mark.parametrize(
    ("locale", "lisbon", "italy"),
    [
        ("nl", "Lissabon, 12–19 mei", "Rome, Florence en Venetië, 10–17 sep"),
        ("en", "Lisbon, 12–19 May", "Rome, Florence and Venice, 10–17 Sept"),
        ("fr", "Lisbonne, 12–19 mai", "Rome, Florence et Venise, 10–17 sept."),
        ("de", "Lissabon, 12.–19. Mai", "Rom, Florenz und Venedig, 10.–17. Sept."),
    ],
)
def test_where_and_when(locale: str, lisbon: str, italy: str) -> None:
    """Where it goes, and from which day to which, as the language writes it."""
    assert called(facts(lisbon_family(), locale=locale)) == lisbon
    assert called(facts(italy_round_trip(), locale=locale)) == italy


def test_an_open_end_is_told_from_its_first_day() -> None:
    """Nobody knows when it ends; in French the first of a month is the 1er."""
    one_way = trip(
        flight("TP669", "AMS", "LIS", "2027-05-01T09:40", "2027-05-01T11:35"),
        stay("Casa Graça", "LIS", "2027-05-01T15:00", "2027-08-20T11:00"),
    )
    told = [called(facts(one_way, locale=locale)) for locale in ("nl", "en", "fr", "de")]
    assert told == [
        "Lissabon, vanaf 1 mei",
        "Lisbon, from 1 May",
        "Lisbonne, à partir du 1er mai",
        "Lissabon, ab 1. Mai",
    ]


def test_a_far_year_is_told() -> None:
    """Ten months and more away the days alone are not plain."""
    assert called(facts(lisbon_family(), now="2026-06-01T12:00")) == "Lisbon, 12–19 May 2027"
    assert called(facts(lisbon_family(), now="2026-09-01T12:00")) == "Lisbon, 12–19 May"


def test_a_trip_that_is_off_is_called_as_it_was() -> None:
    """Its name is what it was booked as."""
    lisbon = lisbon_family()
    off = replace(lisbon, booking=replace(lisbon.booking, cancelled=True))
    assert called(facts(off)) == "Lisbon, 12–19 May"


def test_somebody_elses_trip_says_who_travels() -> None:
    """Where one of the chat's trips is another's, each says whose it is."""
    assert called(facts(lisbon_family(), apart=True)) == "Lisbon, 12–19 May · Ann, Bruno, Chiara and Dan"


def test_spans_of_days() -> None:
    """One day, two months, and the French first of a month at either end."""
    assert dates.span(date(2027, 5, 12), date(2027, 5, 12), "en") == "12 May"
    assert dates.span(date(2027, 5, 28), date(2027, 6, 1), "en") == "28 May – 1 Jun"
    assert dates.span(date(2027, 5, 28), date(2027, 6, 1), "fr") == "28 mai – 1er juin"
    assert dates.span(date(2027, 6, 1), date(2027, 6, 11), "fr") == "1er–11 juin"
    assert dates.span(date(2027, 12, 28), date(2028, 1, 4), "de", year=True) == "28. Dez. 2027 – 4. Jan. 2028"


def test_every_message_of_a_chat_with_several_trips_is_named() -> None:
    """Each touchpoint, the digest and the card say which trip they are about; where there is one trip none does."""
    library = shipped_library()
    several, alone = facts(lisbon_family()), facts(lisbon_family(), several=False)
    packing = library.touchpoint("packing_checklist")
    assert packing is not None
    line = "Lisbon, 12–19 May"
    for named, plain in (
        (render_touchpoint(packing, several), render_touchpoint(packing, alone)),
        (render_digest(several, ()), render_digest(alone, ())),
    ):
        first, empty, rest = visible_text(named.message.text).split("\n", 2)
        assert (first, empty, rest) == (line, "", visible_text(plain.message.text))
        assert (named.facts["trip.called"], "trip.called" in plain.facts) == (line, False)
    assert visible_text(card(several).text).split("\n")[1] == "12–19 May"
    assert "12–19 May" not in visible_text(card(alone).text)


def test_a_reply_is_headed_only_where_there_are_several() -> None:
    """It says which trip it speaks of, quietly."""
    lisbon = lisbon_family()
    assert headed(facts(lisbon), "Hotel Alfama") == "<i>Lisbon, 12–19 May</i>\n\nHotel Alfama"
    assert [headed(one, "Hotel") for one in (facts(lisbon, several=False), None)] == ["Hotel", "Hotel"]
