"""Real mails, calendars and wallet passes, where the samples are at hand, say what their JSON says beside them."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.imports.paper import read_bytes, read_files
from flows.trips.trip import Booking

SAMPLES = Path(__file__).parents[4] / "shared" / "samples" / "reservations"

pytestmark = pytest.mark.skipif(
    not SAMPLES.is_dir(), reason="the sample reservations are not beside the checkout"
)


def _only(name: str) -> Booking:
    reading = read_files([SAMPLES / name])
    (booking,) = reading
    assert reading.rejections == ()
    return booking


def _facts(booking: Booking) -> list[tuple[Any, ...]]:
    """What two readings of one booking have to agree on."""
    return [
        (
            booking.reference,
            booking.cancelled,
            one.kind,
            one.number,
            one.carrier,
            one.departs.utc or one.departs.day,
            one.arrives and (one.arrives.utc or one.arrives.day),
            one.origin.iata,
            one.destination.iata,
        )
        for one in booking.segments
    ]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("structured/google-flight-reservation-json-ld.html", ["UA 110"]),
        ("structured/google-microdata.html", ["Google I/O 2013"]),
        ("structured/lh-invalid-microdata.html", ["LH 2029", "LH 2218", "LH 2221", "LH 2054"]),
        ("structured/hotel-json-ld-fallback.html", ["Parser & Breaking Hotels"]),
        ("trips/symmetric-two-leg-return-flight.json", ["SN 2592", "SN 3667", "SN 3670", "SN 2591"]),
        ("ics/train.json", ["TGV"]),
        ("ics/flight.ics", ["AB 8075"]),
        ("pkpass/swiss.pkpass", ["LX 962"]),
    ],
)
def test_a_sample_has_its_segments(name: str, expected: list[str]) -> None:
    """What the sample sells is what is read."""
    assert [segment.label for segment in _only(name).segments] == expected


@pytest.mark.parametrize(
    "name",
    [
        "ics/canceled.ics",
        "ics/flight.ics",
        "ics/hotel.ics",
        "pkpass/lufthansa-with-timezone.pkpass",
        "pkpass/swiss.pkpass",
        "structured/google-microdata.html",
        "structured/lh-invalid-microdata.html",
    ],
)
def test_a_sample_says_what_its_json_says(name: str) -> None:
    """Another program's reading of the same paper comes to the same booking, as far as it goes."""
    paper = SAMPLES / name
    assert _facts(_only(name)) == _facts(_only(str(paper.with_suffix(".json"))))


def test_the_train_is_the_one_of_its_json() -> None:
    """Its calendar tells the zone that the JSON beside it leaves out."""
    ours, theirs = (_only(f"ics/train.{suffix}").segments[0] for suffix in ("ics", "json"))
    assert (ours.number, ours.departs.day, ours.departs.clock) == (
        theirs.number,
        theirs.departs.day,
        theirs.departs.clock,
    )


@pytest.mark.parametrize("name", ["canceled", "flight", "hotel"])
def test_a_calendar_is_understood_without_the_json_that_it_carries(name: str) -> None:
    """By its words and times alone, as other programs write them."""
    text = (SAMPLES / f"ics/{name}.ics").read_text(encoding="utf-8").replace("\n ", "")
    plain = "\n".join(line for line in text.split("\n") if not line.startswith("X-KDE"))
    (booking,) = read_bytes("plain.ics", plain.encode())
    assert _facts(booking) == _facts(_only(f"ics/{name}.ics"))


@pytest.mark.parametrize("number", [1, 2])
def test_the_examples_of_the_standard_are_read(number: int) -> None:
    """IATA's own two boarding passes; the second prints when it was issued."""
    (wanted,) = json.loads((SAMPLES / f"bcbp/iata-resolution792-example{number}.json").read_text())
    text = wanted["reservedTicket"]["ticketToken"].removeprefix("aztecCode:")
    day = date.fromisoformat(wanted["reservationFor"]["departureDay"])
    (booking,) = read_bytes("pass.bcbp", text.encode(), today=day)
    (segment,) = booking.segments
    assert (booking.reference, booking.travellers[0].name) == (wanted["reservationNumber"], "Luc Desmarais")
    assert (segment.label, segment.departs.day) == ("AC 834", day)


def test_a_pass_a_ticket_and_a_cancellation_are_one_cancelled_flight() -> None:
    """Three papers of one booking, read together in any order."""
    paths = [SAMPLES / "trips" / f"4U8465-{part}.json" for part in ("cancel", "v1", "v2")]
    for order in (paths, paths[::-1]):
        bookings = list(read_files(order))
        assert [(one.cancelled, one.lead.name, one.segments[0].departs.iso) for one in bookings] == [
            (True, "Volker Krause", "2017-06-18T19:10:00+01:00")
        ]


def test_no_sample_crashes_the_reading() -> None:
    """What is none of them is refused in words."""
    paths = sorted(path for path in SAMPLES.rglob("*") if path.is_file())
    reading = read_files(paths)
    assert len(list(reading)) >= 5
    assert all(one.why.endswith(".") for one in reading.rejections)
