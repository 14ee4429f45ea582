"""Mails: every attachment goes to its own reader, mails inside mails too, and what is not read is named."""

from __future__ import annotations

import json
from datetime import date
from email.message import EmailMessage

from tests.bot.imports.readings import read, told
from tests.bot.imports.test_boarding import barcode
from tests.bot.imports.test_calendars import calendar
from tests.bot.imports.test_microdata import FLIGHT
from tests.bot.imports.test_passes import TAGS, boarding_pass, wallet
from tests.support.papers import document, flight, row, table
from tests.support.spreadsheets import rows, workbook

EVENT = "SUMMARY:Guided tour\nDTSTART:20270513T094000Z\nDESCRIPTION:Booking reference: ICS27"


def mail(
    *parts: tuple[bytes, str, str], page: str = "", sent: str = "Mon, 10 May 2027 10:00:00 +0200"
) -> EmailMessage:
    """A mail of these attachments: (data, type, file name)."""
    message = EmailMessage()
    message["Subject"], message["From"], message["Date"] = "Your booking", "a@example.com", sent
    message.set_content("Have a good trip.")
    if page:
        message.add_alternative(page, subtype="html")
    for data, kind, name in parts:
        main, sub = kind.split("/")
        message.add_attachment(data, maintype=main, subtype=sub, filename=name)
    return message


def test_each_attachment_is_read_by_its_own_reader() -> None:
    """A page, a calendar, a pass, a workbook, a table, JSON; what a PDF says is not read, and that is said."""
    own = [
        ["Reference", "Traveller", "Kind", "From", "To", "Departs"],
        ["XLS27", "Ann", "flight", "AMS", "LIS", "2027-05-12"],
    ]
    message = mail(
        (calendar(EVENT), "text/calendar", "tour.ics"),
        (
            wallet(boarding_pass(semantics=TAGS | {"confirmationNumber": "PASS27"})),
            "application/octet-stream",
            "a.pkpass",
        ),
        (workbook({"S": rows(own)}), "application/octet-stream", "a.xlsx"),
        (table(row(reference="CSV27")), "text/csv", "a.csv"),
        (document(flight(reference="JSON27")), "application/json", "a.json"),
        (b"%PDF-1.7", "application/pdf", "itinerary.pdf"),
        (b"\x89PNG", "image/png", "logo.png"),
        page=FLIGHT,
    )
    bookings, reading = read(message.as_bytes(), "a.eml")
    assert [one.reference for one in bookings] == ["LIS27A", "ICS27", "PASS27", "XLS27", "CSV27", "JSON27"]
    assert told(reading) == []
    assert [note.split(" was ")[0] for note in reading.notes] == ["a.eml: itinerary.pdf"]


def test_a_mail_inside_a_mail_is_read() -> None:
    """Forwarded as an attachment, or as a file."""
    inner = mail((document(flight(reference="INNER")), "application/json", "a.json"))
    outer = mail((inner.as_bytes(), "application/octet-stream", "forwarded.eml"))
    forwarded = EmailMessage()
    forwarded["Subject"] = "Fwd"
    forwarded.set_content("See below.")
    forwarded.add_attachment(inner)
    for message in (outer, forwarded):
        bookings, _ = read(message.as_bytes(), "a.eml")
        assert [one.reference for one in bookings] == ["INNER"]


def test_a_refusal_names_the_attachment() -> None:
    """With the row inside it; the others go in."""
    message = mail(
        (table(row(departs="03/04/2027"), row(reference="GOOD")), "text/csv", "export.csv"),
        (calendar("SUMMARY:Dentist\nDTSTART:20270512T074000Z"), "text/calendar", "own.ics"),
        (b"PK\x03\x04broken", "application/vnd.apple.pkpass", "a.pkpass"),
    )
    bookings, reading = read(message.as_bytes(), "a.eml")
    assert [one.reference for one in bookings] == ["GOOD"]
    assert sorted(told(reading), key=str) == [
        ("a.eml [a.pkpass]", None, None, None, "unreadable"),
        ("a.eml [export.csv]", 2, "departs", "03/04/2027", "not_a_time"),
        ("a.eml [own.ics]", 1, "reservationNumber", "Dentist", "missing"),
    ]


def test_a_boarding_pass_is_dated_by_its_mail() -> None:
    """The day of sending tells the year, not the day of reading."""
    message = mail((barcode("LIS27A AMS LIS TP 0669 132").encode(), "text/plain", "pass.bcbp"))
    (booking,), _ = read(message.as_bytes(), "a.eml", today=date(2031, 1, 1))
    assert booking.segments[0].departs.iso == "2027-05-12"


def test_an_attached_table_is_read_by_the_mapping() -> None:
    """As it would be on its own."""
    columns = "dates: d/m/y\ncolumns: {reference: R, traveller: T, from: F, to: Z, departs: D}\nconstants: {kind: flight}"
    message = mail((b"R;T;F;Z;D\nA;Ann;AMS;LIS;12/05/2027\n", "text/csv", "export.csv"))
    (booking,), _ = read(message.as_bytes(), "a.eml", columns=columns)
    assert booking.segments[0].departs.iso == "2027-05-12"


def test_odd_charsets_and_names_do_no_harm() -> None:
    """A charset that nobody knows, one that takes for ever, a name that cannot be decoded."""
    body = json.dumps(flight()).encode()
    for charset in ("x-unknown", "punycode", "utf-7", "unicode_escape"):
        text = b"Content-Type: application/json; charset=" + charset.encode() + b"\n\n" + body
        assert len(read(text, "a.eml")[0]) == 1
    text = (
        b"Content-Type: application/json\nContent-Disposition: attachment; filename*=bogus''%ff.json\n\n"
        + body
    )
    assert len(read(text, "a.eml")[0]) == 1
