"""Wallet passes: barcodes, semantic tags and shown fields, several in one file, and what is no ticket."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from flows.trips.trip import Kind
from tests.bot.imports.readings import read, told
from tests.bot.imports.test_boarding import barcode
from tests.support.spreadsheets import archive

Pass = dict[str, Any]


def wallet(root: Pass) -> bytes:
    """A .pkpass."""
    return archive({"pass.json": json.dumps(root).encode(), "icon.png": b"\x89PNG", "signature": b"\0"})


def boarding_pass(transit: str = "Air", **more: Any) -> Pass:
    """A pass with a transit type. more: beside it; `fields` are primary ones, (key, label, value)."""
    fields = [dict(zip(("key", "label", "value"), field, strict=True)) for field in more.pop("fields", ())]
    style = {"transitType": f"PKTransitType{transit}", "primaryFields": fields}
    return {"formatVersion": 1, "organizationName": "Example Air", "boardingPass": style, **more}


TAGS = {
    "confirmationNumber": "LIS27A",
    "passengerName": {"givenName": "Ann", "familyName": "de Vries"},
    "airlineCode": "TP",
    "flightNumber": 669,
    "departureAirportCode": "AMS",
    "destinationAirportCode": "LIS",
    "currentDepartureDate": "2027-05-12T09:40:00+02:00",
    "currentArrivalDate": "2027-05-12T11:35:00+01:00",
}


def test_semantic_tags_tell_everything() -> None:
    """Whom, what, where from and to, when."""
    (booking,), reading = read(wallet(boarding_pass(semantics=TAGS)), "a.pkpass")
    (segment,) = booking.segments
    assert told(reading) == []
    assert (booking.reference, booking.travellers[0].name, segment.label) == (
        "LIS27A",
        "Ann de Vries",
        "TP 669",
    )
    assert (segment.departs.iso, segment.arrives and segment.arrives.iso) == (
        "2027-05-12T09:40:00+02:00",
        "2027-05-12T11:35:00+01:00",
    )
    assert booking.notes == ()


def test_a_barcode_is_dated_by_its_pass() -> None:
    """The pass says near which day it is used; no clock is needed."""
    root = boarding_pass(
        barcodes=[{"format": "PKBarcodeFormatAztec", "message": barcode("LIS27A AMS LIS TP 0669 132")}],
        relevantDate="2027-05-12T08:40+02:00",
    )
    (booking,), _ = read(wallet(root), "a.pkpass", today=date(2031, 1, 1))
    assert (booking.segments[0].departs.iso, booking.segments[0].label) == ("2027-05-12", "TP 669")


def test_a_barcode_with_tags_has_its_times() -> None:
    """Then nothing is asked that the pass tells."""
    times = {key: value for key, value in TAGS.items() if key.startswith("current")}
    root = boarding_pass(barcode={"message": barcode("LIS27A AMS LIS TP 0669 132")}, semantics=times)
    (booking,), _ = read(wallet(root), "a.pkpass")
    assert booking.segments[0].departs.iso == "2027-05-12T09:40:00+02:00"
    assert not any("prints no times" in note for note in booking.notes)


def test_a_train_is_read_from_what_is_shown() -> None:
    """Stations by name, the day by its field; that the time is missing is said."""
    root = boarding_pass(
        "Train",
        fields=[
            ("from", "From", "Roma Termini"),
            ("to", "To", "Firenze S. M. Novella"),
            ("train", "Train", "FR 9415"),
            ("date", "Date", "12 May 2027"),
            ("pnr", "PNR", "LIS27A"),
            ("passenger", "Passenger", "DE VRIES/ANN"),
        ],
    )
    (booking,), _ = read(wallet(root), "a.pkpass")
    (segment,) = booking.segments
    assert (segment.kind, segment.origin.name, segment.number, segment.departs.iso) == (
        Kind.TRAIN,
        "Roma Termini",
        "FR 9415",
        "2027-05-12",
    )
    assert booking.travellers[0].name == "Ann de Vries"
    assert [note for note in booking.notes if "Add it." in note]


def test_a_ticket_for_an_event_is_a_visit() -> None:
    """It starts when its tag says, at its venue."""
    root = {
        "eventTicket": {"primaryFields": [{"key": "event", "label": "Event", "value": "Concert"}]},
        "semantics": {
            "eventStartDate": "2027-05-13T20:00+01:00",
            "venueName": "Concert hall",
            "venueLocation": {"latitude": 38.71, "longitude": -9.14},
            "confirmationNumber": "LIS27A",
        },
    }
    (booking,), _ = read(wallet(root), "a.pkpass")
    (segment,) = booking.segments
    assert (segment.kind, segment.name, segment.origin.name, segment.departs.iso) == (
        Kind.VISIT,
        "Concert",
        "Concert hall",
        "2027-05-13T20:00:00+01:00",
    )


def test_several_passes_of_one_file_are_each_read() -> None:
    """One that is refused is refused by its number."""
    passes = {
        "1.pkpass": wallet(boarding_pass(semantics=TAGS)),
        "2.pkpass": wallet({"storeCard": {}}),
        "3.pkpass": wallet(boarding_pass(semantics=TAGS | {"confirmationNumber": "LIS27B"})),
    }
    bookings, reading = read(archive(passes), "a.pkpasses")
    assert [one.reference for one in bookings] == ["LIS27A", "LIS27B"]
    assert told(reading) == [("a.pkpasses", 2, "style", "storeCard", "unknown_kind")]


@pytest.mark.parametrize(
    ("root", "reason"),
    [
        ({}, "unknown_kind"),
        ({"generic": {}}, "unknown_kind"),
        (boarding_pass(voided=True), "not_understood"),
        (boarding_pass("Hyperloop"), "missing"),
        (boarding_pass(), "missing"),
        (boarding_pass(barcode={"message": "M1 nonsense"}), "missing"),
        ({"boardingPass": [], "eventTicket": {}}, "missing"),
        ({"eventTicket": {"primaryFields": 7}, "semantics": [], "barcodes": {"a": 1}}, "missing"),
    ],
)
def test_a_pass_that_says_too_little_is_refused(root: Pass, reason: str) -> None:
    """With what is missing."""
    bookings, reading = read(wallet(root), "a.pkpass")
    assert bookings == []
    assert [one.reason.value for one in reading.rejections] == [reason]


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04",
        b"nonsense",
        archive({"a.txt": b""}),
        archive({"pass.json": b"[]"}),
        archive({"pass.json": b"{"}),
    ],
)
def test_what_is_no_pass_is_refused_once(data: bytes) -> None:
    """In words."""
    bookings, reading = read(data, "a.pkpass")
    assert (bookings, [one.reason.value for one in reading.rejections]) == ([], ["unreadable"])
