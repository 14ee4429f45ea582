"""Real mails and wallet passes, where the samples are at hand, are read."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.imports.paper import read_files

SAMPLES = Path(__file__).parents[4] / "shared" / "samples" / "reservations"

pytestmark = pytest.mark.skipif(
    not SAMPLES.is_dir(), reason="the sample reservations are not beside the checkout"
)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("structured/google-flight-reservation-json-ld.html", ["UA 110"]),
        ("structured/hotel-json-ld-fallback.html", ["Parser & Breaking Hotels"]),
        ("trips/symmetric-two-leg-return-flight.json", ["SN 2592", "SN 3667", "SN 3670", "SN 2591"]),
        ("ics/train.json", ["TGV"]),
    ],
)
def test_a_sample_has_its_segments(name: str, expected: list[str]) -> None:
    """What the sample sells is what is read."""
    reading = read_files([SAMPLES / name])
    assert [segment.label for booking in reading for segment in booking.segments] == expected
    assert reading.rejections == ()


def test_a_pass_a_ticket_and_a_cancellation_are_one_cancelled_flight() -> None:
    """Three papers of one booking, read together in any order."""
    paths = [SAMPLES / "trips" / f"4U8465-{part}.json" for part in ("cancel", "v1", "v2")]
    for order in (paths, paths[::-1]):
        bookings = list(read_files(order))
        assert [(one.cancelled, one.lead.name, one.segments[0].departs.iso) for one in bookings] == [
            (True, "Volker Krause", "2017-06-18T19:10:00+01:00")
        ]


def test_no_sample_crashes_the_reading() -> None:
    """Calendars, boarding passes and wallet files are refused in words."""
    paths = sorted(path for path in SAMPLES.rglob("*") if path.is_file())
    reading = read_files(paths)
    assert len(list(reading)) >= 5
    assert all(one.why.endswith(".") for one in reading.rejections)
