"""What differs from home: only what really does, in four languages."""

from __future__ import annotations

import pytest

from flows.library.text import LOCALES
from flows.trips.trip import Trip
from tests.support.chats import sentence
from tests.support.lands import told
from tests.support.trips import ANN, flight, lisbon_family, stay, town, trip

LISBON = lisbon_family()
LONDON = trip(
    flight("BA431", "AMS", "LHR", "2027-06-01T10:00", "2027-06-01T10:20", id="out"),
    stay("Hotel Thames", "LHR", "2027-06-01", "2027-06-05", id="hotel"),
    flight("BA430", "LHR", "AMS", "2027-06-05T18:00", "2027-06-05T20:20", id="back"),
)
NEW_YORK = trip(
    flight("KL641", "AMS", "JFK", "2027-06-01T13:00", "2027-06-01T15:00", id="out"),
    stay("Hotel Hudson", "JFK", "2027-06-01", "2027-06-08", id="hotel"),
)
PARIS = trip(
    flight("AF1141", "AMS", "CDG", "2027-06-01T10:00", "2027-06-01T11:20", id="out"),
    stay("Hôtel du Nord", "CDG", "2027-06-01", "2027-06-05", id="hotel"),
)
TEXEL = trip(
    stay("Strandhuis", town("De Koog", "NL", "Europe/Amsterdam"), "2027-07-03", "2027-07-10", id="h")
)
NOWHERE = trip(stay("Het Huis", town("Spa", "BE", "Europe/Brussels"), "2027-07-03", "2027-07-10", id="h"))


@pytest.mark.parametrize(
    ("journey", "currency", "plug", "side"),
    [
        (LISBON, "euro (€)", "types C and F, 230 V", "right"),
        (LONDON, "British pound (£)", "type G, 230 V", "left"),
        (NEW_YORK, "US dollar (US$)", "types A and B, 120 V", "right"),
        (NOWHERE, "-", "-", "-"),
    ],
)
def test_money_plugs_and_the_road_are_told_by_country(
    journey: Trip, currency: str, plug: str, side: str
) -> None:
    """One plug is a type, several are types; what nobody wrote down is not said."""
    assert [told(f"country.{name}", journey) for name in ("currency", "plug", "side")] == [
        currency,
        plug,
        side,
    ]


@pytest.mark.parametrize(
    ("locale", "currency", "plug", "side"),
    [
        ("nl", "Britse pond (£)", "type G, 230 V", "links"),
        ("en", "British pound (£)", "type G, 230 V", "left"),
        ("fr", "livre sterling (£GB)", "type G, 230 V", "à gauche"),
        ("de", "Britisches Pfund (£)", "Typ G, 230 V", "links"),
    ],
)
def test_they_are_told_in_the_readers_language(locale: str, currency: str, plug: str, side: str) -> None:
    """Babel names the money, the words are ours."""
    assert [told(f"country.{name}", LONDON, locale=locale) for name in ("currency", "plug", "side")] == [
        currency,
        plug,
        side,
    ]


def test_within_the_area_of_free_roaming_phones_are_as_at_home() -> None:
    """Both ends must lie in it; at home there is nothing to say."""
    assert told("country.roaming", LISBON) == sentence("rendering.roaming_home")
    assert told("country.roaming", LONDON) == sentence("rendering.roaming_ask")
    assert told("country.roaming", TEXEL) == "-"


def test_only_what_differs_is_told() -> None:
    """Portugal differs from the Netherlands by its clock alone; London by all but the mains."""
    assert told("country.differences", LISBON) == "🕒 1 hour earlier than at home"
    assert told("country.differences", LONDON).splitlines() == [
        "🕒 1 hour earlier than at home",
        "💶 Currency: British pound (£)",
        "🔌 Sockets: type G, 230 V",
        "🚗 Traffic drives on the left",
        "🆘 In an emergency: <b>999</b>",
        "📱 Mobile phone: ask your provider what calls and data cost there",
    ]


def test_the_mains_matters_where_its_voltage_is_another() -> None:
    """120 V differs from 230 V, 100 V from 120 V does not; a plug with earth fits French sockets too."""
    assert "🔌 Sockets: types A and B, 120 V" in told("country.differences", NEW_YORK).splitlines()
    from_us = trip(
        flight("UA79", "EWR", "NRT", "2027-06-01T11:00", "2027-06-02T14:05", id="out"),
        stay("Ryokan", "NRT", "2027-06-02", "2027-06-08", id="hotel"),
        home_zone="America/New_York",
    )
    assert [line[0] for line in told("country.differences", from_us).splitlines()] == [*"🕒💶🚗🆘📱"]
    assert told("country.differences", PARIS) == "-"


@pytest.mark.parametrize("journey", [TEXEL, NOWHERE, trip(travellers=(ANN,))])
def test_at_home_and_in_the_unknown_nothing_differs(journey: Trip) -> None:
    """A text about differences is then not sent."""
    assert told("country.differences", journey) == "-"


def test_home_is_the_zones_country_for_ones_own_car() -> None:
    """Without a first leg the home zone says where home is."""
    drive = trip(
        stay("B&B Kent", town("Dover", "GB", "Europe/London"), "2027-07-03", "2027-07-10", id="h"),
        home_zone="Europe/Amsterdam",
    )
    assert "🚗 Traffic drives on the left" in told("country.differences", drive).splitlines()


def test_phrases_are_told_where_people_speak_otherwise() -> None:
    """In London an English chat needs none, and a Dutch one gets none while nobody wrote them."""
    assert told("country.phrases", LISBON, locale="fr") == (
        "merci — <b>obrigado / obrigada</b>\ns'il vous plaît — <b>por favor</b>"
    )
    assert told("country.phrases", LONDON) == "-"
    assert told("country.phrases", LONDON, locale="nl") == "-"


@pytest.mark.parametrize("locale", LOCALES)
def test_every_line_has_its_words_in_every_language(locale: str) -> None:
    """Six things differ in London, and each is told."""
    assert len(told("country.differences", LONDON, locale=locale).splitlines()) == 6


def test_place_words_fall_back_on_the_climate_and_then_on_everywhere() -> None:
    """A place's own dishes, else those of its climate, else those that hold everywhere."""
    bali = trip(stay("Pondok", "DPS", "2027-09-29", "2027-10-14", id="pondok"))
    assert [told("place.dishes", journey) for journey in (LISBON, bali, LONDON)] == [
        "• Bacalhau",
        "• Rice",
        "• Soup",
    ]
    assert told("place.rainy", bali) == "• A museum"


def test_where_each_service_has_its_number_all_are_told() -> None:
    """The number of the police brings no ambulance."""
    tokyo = trip(stay("Ryokan", "NRT", "2027-06-02", "2027-06-08", id="hotel"))
    line = next(one for one in told("country.differences", tokyo).splitlines() if one[0] == "🆘")
    assert line == "🆘 In an emergency: police <b>110</b> and ambulance <b>119</b>"
