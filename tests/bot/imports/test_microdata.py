"""Microdata in pages: well-formed or not, it is read like JSON-LD."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.imports.microdata import in_page
from tests.bot.imports.readings import read, told

FLIGHT = """
<html><body><div itemscope itemtype="http://schema.org/FlightReservation">
  <meta itemprop="reservationNumber" content="LIS27A">
  <div itemprop="underName" itemscope itemtype="http://schema.org/Person"><span itemprop="name">Ann &amp; de Vries</span></div>
  <div itemprop="reservationFor" itemscope itemtype="http://schema.org/Flight">
    <p>Flight <b itemprop="flightNumber">669</b>
    <div itemprop="airline" itemscope itemtype="http://schema.org/Airline"><meta itemprop=iataCode content=TP /></div>
    <span itemprop="departureAirport" itemscope itemtype="http://schema.org/Airport"><meta itemprop="iataCode" content="AMS"></span>
    <span itemprop='arrivalAirport' itemscope itemtype='http://schema.org/Airport'><meta itemprop="iataCode" content="LIS"></span>
    <time itemprop="departureTime" datetime="2027-05-12T09:40:00+02:00">soon</time>
    <META ITEMPROP="arrivalTime" CONTENT="2027-05-12T11:35:00+01:00">
  </div>
</div></bod></html>
"""


def test_a_reservation_is_read_from_a_page_that_is_not_well_formed() -> None:
    """Unclosed paragraphs, quotes left out, capitals, wrong ends."""
    (booking,), reading = read(FLIGHT.encode(), "a.html")
    (segment,) = booking.segments
    assert told(reading) == []
    assert (booking.reference, booking.travellers[0].name, segment.label) == (
        "LIS27A",
        "Ann & de Vries",
        "TP 669",
    )
    assert (segment.departs.iso, segment.arrives and segment.arrives.iso) == (
        "2027-05-12T09:40:00+02:00",
        "2027-05-12T11:35:00+01:00",
    )


def test_properties_of_several_names_and_several_values() -> None:
    """One text for two names; two texts for one name are a list; scripts and comments are no text."""
    page = (
        '<div itemscope itemtype="http://schema.org/Thing"><h1 itemprop="name headline">A <!-- b --> <script>c</script>d</h1>'
        '<a itemprop="url" href="https://example.com/?a=1&amp;b=2">x</a><i itemprop="tag">1</i><i itemprop="tag">2</i></div>'
    )
    assert list(in_page(page)) == [
        {
            "@type": ["Thing"],
            "name": "A d",
            "headline": "A d",
            "url": "https://example.com/?a=1&b=2",
            "tag": ["1", "2"],
        }
    ]


def test_entities_stand_for_themselves_only() -> None:
    """Those that a page declares are not filled in."""
    page = '<!DOCTYPE x [<!ENTITY a "aaaa">]><div itemscope><i itemprop="name">&a;&a;</i></div>'
    assert list(in_page(page)) == [{"@type": [], "name": "&a;&a;"}]


@pytest.mark.parametrize(
    "page", ["<div itemscope itemprop=a>" * 10_000, "<div itemscope><p itemprop=a>" * 3_000]
)
def test_items_without_end_are_refused(page: str) -> None:
    """Too deep to be a reservation."""
    _, reading = read(page.encode(), "a.html")
    assert [one.reason.value for one in reading.rejections] == ["too_deep"]


@given(page=st.text(alphabet="<>/=\"' abitemscope!-&;", max_size=200))
@settings(max_examples=300, deadline=None)
def test_any_page_ends_well(page: str) -> None:
    """No soup of tags raises."""
    list(in_page("<div itemscope itemtype=a>" + page))
