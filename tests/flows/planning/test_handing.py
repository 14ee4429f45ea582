"""When documents are handed over: each side of each edge, and what is left to a message."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from flows.library.audience import Audience
from flows.library.touchpoint import TouchpointKind
from flows.planning.due import Concern, Due, Key, Past, Sent, Skipped, Waiting
from flows.planning.handing import Handing, brings, brought, handings
from flows.trips.documents import Document
from flows.trips.life import life
from flows.trips.trip import Trip
from tests.support.touchpoints import touchpoint
from tests.support.trips import date_line_business, flight, italy_round_trip, lisbon_family, stay, trip, utc

SECOND = timedelta(seconds=1)
ANN, DAN = "ann-de-vries", "dan-de-vries"
READY = replace(
    touchpoint("documents_ready", "departure", kind=TouchpointKind.DOCUMENTS),
    audience=Audience(documents=True),
)
INSURANCE = Document(id="d1", name="Insurance")


def of(
    booked: Trip, *documents: Document, now: datetime, people: tuple[str, ...] = (ANN,)
) -> tuple[Handing, ...]:
    """What goes by itself to a chat that serves these."""
    held = replace(booked, documents=documents)
    return handings([life(held, person) for person in people], (), now=now)


def belonging(segment: str | None, *people: str) -> Document:
    return Document(id="d1", name="Paper", segment=segment, travellers=people)


@pytest.mark.parametrize(
    ("booked", "segment", "expected"),
    [
        (lisbon_family(), "out", ("2027-05-11T16:00", "2027-05-12T10:45")),
        (lisbon_family(), "hotel", ("2027-05-11T16:00", "2027-05-19T10:00")),
        (lisbon_family(), "aquarium", ("2027-05-13T17:00", "2027-05-14T12:00")),
        (lisbon_family(), "back", ("2027-05-18T17:00", "2027-05-19T19:25")),
        (italy_round_trip(), "florence", ("2027-09-12T16:00", "2027-09-15T09:00")),
        (date_line_business(), "out", ("2027-03-09T09:00", "2027-03-10T23:59")),
        (date_line_business(), "back", ("2027-03-15T22:00", "2027-03-17T05:05")),
    ],
)
def test_it_goes_the_evening_before_one_sets_out(
    booked: Trip, segment: str, expected: tuple[str, str]
) -> None:
    """18:00 on the clock where one then is, and not after the part is over."""
    (handing,) = of(booked, belonging(segment), now=utc("2027-03-01T10:00"))
    assert (handing.at, handing.useless_after) == (utc(expected[0]), utc(expected[1]))


def test_a_connections_pass_comes_with_the_first_one() -> None:
    """One evening for the whole way."""
    booked = trip(
        flight("KL1", "AMS", "MUC", "2027-05-12T09:40", "2027-05-12T10:45", id="a"),
        flight("KL2", "MUC", "LIS", "2027-05-12T12:40", "2027-05-12T14:45", id="b"),
        stay("Hotel Alfama", "LIS", "2027-05-12T15:00", "2027-05-19T11:00"),
    )
    first, second = (of(booked, belonging(one), now=utc("2027-05-01T10:00"))[0].at for one in "ab")
    assert first == second == utc("2027-05-11T16:00")


def test_what_is_useless_is_left_out_a_second_later() -> None:
    """At the landing still, after it no more; the trip's until its end."""
    landing, home = utc("2027-05-12T10:45"), utc("2027-05-19T19:25")
    for document, end in ((belonging("out"), landing), (belonging(None), home)):
        assert len(of(lisbon_family(), document, now=end)) == 1
        assert of(lisbon_family(), document, now=end + SECOND) == ()


def test_it_goes_to_those_alone_who_take_that_part() -> None:
    """Dan's for Dan; a dropped or cancelled part for nobody."""
    now = utc("2027-05-01T10:00")
    assert of(lisbon_family(), belonging("out", DAN), now=now) == ()
    assert len(of(lisbon_family(), belonging("out", DAN), now=now, people=(ANN, DAN))) == 1
    assert of(lisbon_family(), belonging("gone"), now=now) == ()
    off = replace(lisbon_family(), booking=replace(lisbon_family().booking, cancelled=True))
    assert of(off, belonging("out"), now=now) == ()


def test_a_trips_document_waits_for_the_message_that_brings_it() -> None:
    """Waiting, due, or on its way: left to it. Sent, skipped, or no such message: it goes by itself."""
    now, key = utc("2027-05-01T10:00"), Key(touchpoint="documents_ready", occurrence="trip")
    held = life(replace(lisbon_family(), documents=(INSURANCE,)), ANN)

    def past(state: str) -> Sent:
        said = Past(key=key, anchor=None, state=state, at=now)
        return Sent(touchpoint=READY, concern=Concern("trip"), past=said)

    answers = {
        "waiting": Waiting(touchpoint=READY, concern=Concern("trip")),
        "due": Due(touchpoint=READY, concern=Concern("trip")),
        "queued": past("queued"),
        "sending": past("sending"),
        "sent": past("sent"),
        "skipped later": past("skipped"),
        "skipped": Skipped(touchpoint=READY, concern=Concern("trip")),
    }
    alone = {name for name, answer in answers.items() if handings([held], [answer], now=now)}
    assert alone == {"sent", "skipped later", "skipped"}
    assert [one.at for one in handings([held], (), now=now)] == [now]


def test_a_message_brings_its_own_occurrences_documents() -> None:
    """The trip's with the trip, also for those who travel otherwise; a segment's with the segment. A reminder of
    passports, which asks for no documents, brings none."""
    assert brings(READY)
    assert not brings(touchpoint("passports", "departure", kind=TouchpointKind.DOCUMENTS))
    assert brought(INSURANCE, "trip")
    assert brought(INSURANCE, "trip:bruno-de-vries")
    assert not brought(INSURANCE, "out")
    assert brought(belonging("out"), "out")
    assert not brought(belonging("out"), "trip")
