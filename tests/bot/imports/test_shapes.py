"""Reservations are found in every shape of JSON, page and mail."""

from __future__ import annotations

import json
from email.message import EmailMessage
from typing import Any

import pytest

from bot.imports.schema_org import clean, get, reservations, short, text
from tests.bot.imports.readings import one_booking, read, refusal
from tests.support.papers import document, flight, page, person, stay

HOME = flight("LIS", "AMS", "2027-05-19T12:00:00", "2027-05-19T15:55:00", number="668")


def without_context(paper: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in paper.items() if key != "@context"}


@pytest.mark.parametrize(
    "shape",
    [
        flight(),
        [flight()],
        [[flight()]],
        {"@context": "https://schema.org", "@graph": [{"@type": "WebSite"}, without_context(flight())]},
        {"@graph": {"@graph": [flight()]}},
        {"@type": "EmailMessage", "about": flight()},
        flight() | {"@type": ["Thing", "FlightReservation"]},
        flight() | {"@type": "http://schema.org/FlightReservation"},
        flight() | {"@type": "schema:FlightReservation"},
        flight() | {"@type": "Reservation"},
        {
            "@type": "ReservationPackage",
            "reservationNumber": "LIS27A",
            "subReservation": [flight(reference=None)],
        },
        {
            "@type": "ReservationPackage",
            "reservationNumber": "LIS27A",
            "subReservation": flight(reference="XYZ"),
        },
        {f"http://schema.org/{key}" if key[0] != "@" else key: value for key, value in flight().items()},
    ],
)
def test_a_flight_is_found_in_every_shape(shape: object) -> None:
    """Object, list, graph, package and prefixes all hold the same booking."""
    booking = one_booking(shape)
    assert (booking.reference, [leg.number for leg in booking.segments]) == ("LIS27A", ["669"])


def test_references_inside_a_graph_are_followed() -> None:
    """A node said once and pointed at by its @id counts where it is pointed at."""
    ann = person("Ann de Vries") | {"@id": "#ann"}
    graph = {"@graph": [ann, flight(name=None, underName={"@id": "#ann"})]}
    assert [one.name for one in one_booking(graph).travellers] == ["Ann de Vries"]


def test_nodes_that_point_at_each_other_come_to_an_end() -> None:
    """A circle of references is followed to a bounded depth."""
    circle = [
        {"@id": "#a", "knows": [{"@id": "#b"}] * 50},
        {"@id": "#b", "knows": [{"@id": "#a"}] * 50},
        flight(underName={"@id": "#a"}),
    ]
    assert len(list(reservations({"@graph": circle}))) == 1


def test_other_things_are_passed_over_in_silence() -> None:
    """What is no reservation is neither read nor refused."""
    booking = one_booking({"@graph": [{"@type": "Organization", "name": "Agency"}, flight(), {"@type": 7}]})
    assert len(booking.segments) == 1


def test_the_row_is_the_number_of_the_reservation_in_the_file() -> None:
    """A refused reservation is counted among all of them, from 1, and the rest goes in."""
    bookings, reading = read(document(flight(), stay(arrives="soon"), HOME))
    assert [leg.number for leg in bookings[0].segments] == ["669", "668"]
    assert [(one.row, one.field, one.value) for one in reading.rejections] == [(2, "checkinTime", "soon")]
    assert (reading.incomplete, reading.lines, reading.found) == ({"LIS27A"}, 2, 1)


@pytest.mark.parametrize(
    "block",
    [
        "{}",
        "<!-- {} -->",
        "//<![CDATA[\n{}\n//]]>",
        "/*<![CDATA[*/{}/*]]>*/",
        "<![CDATA[{}]]>",
        "{};",
    ],
)
def test_a_script_may_be_wrapped(block: str) -> None:
    """Comments and CDATA around the JSON are forgiven."""
    wrapped = block.replace("{}", json.dumps(flight()))
    data = (
        f"<p>a < b</p><script>var a = 1;</script><SCRIPT id=x TYPE='application/ld+json'>{wrapped}</SCRIPT>"
    )
    bookings, reading = read(data.encode(), "mail.html")
    assert (len(bookings), reading.rejections) == (1, ())


def test_what_pages_do_to_json_is_forgiven() -> None:
    """Entities, a bare ampersand, line breaks in texts and trailing commas do not hide a booking."""
    hotel = json.dumps(stay("Bed & Breakfast"))
    escaped = hotel.replace('"', "&quot;").replace("& B", "&amp; B")
    comma = hotel[:-1] + ",}"
    broken_line = hotel.replace("Example Street", "Example\nStreet")
    for written in (hotel, escaped, comma, broken_line, hotel.replace("& B", "&amp; B")):
        data = f'<script type="application/ld+json">{written}</script>'.encode()
        bookings, reading = read(data, "page.htm")
        assert ([one.name for one in bookings[0].segments], reading.rejections) == (["Bed & Breakfast"], ())


def test_a_broken_script_is_refused_and_the_next_one_read() -> None:
    """One script that cannot be read does not sink its page."""
    data = b'<script type="application/ld+json">{"@type": </script>' + page(flight())
    bookings, reading = read(data, "page.html")
    assert (len(bookings), [one.row for one in reading.rejections]) == (1, [None])


def test_a_script_in_a_comment_is_not_read() -> None:
    """What the page's author took out stays out."""
    data = b"<!-- " + page(HOME) + b" -->" + page(flight())
    bookings, _ = read(data, "page.html")
    assert [leg.number for leg in bookings[0].segments] == ["669"]


def test_a_page_without_json_is_refused_as_a_file() -> None:
    """A page that says its booking in other ways tells the agent what to send."""
    assert refusal(b"<html><p>Your flight KL1697</p></html>", "page.html") == (
        None,
        None,
        None,
        "no_reservation",
    )
    assert refusal(b"<script", "page.html")[3] == "no_reservation"


def mail(*, charset: str = "utf-8") -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = "Your booking"
    message["From"] = "agency@example.com"
    message.set_content("See the page.")
    html = page(flight(name="Chiara Müller")).decode("unicode-escape").encode(charset).decode(charset)
    message.add_alternative(html, subtype="html", charset=charset)
    return message


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "windows-1252"])
def test_a_mail_is_read_in_its_charset(charset: str) -> None:
    """The page inside a mail is decoded as the mail says."""
    bookings, reading = read(mail(charset=charset).as_bytes(), "mail.eml")
    assert ([one.name for one in bookings[0].travellers], reading.notes) == (["Chiara Müller"], [])


def test_attachments_and_forwarded_mails_are_read() -> None:
    """JSON attachments, and mails inside the mail, are part of the paper; twice the same is once."""
    outer = EmailMessage()
    outer["Subject"] = "Fwd: booking"
    outer.set_content("See below.")
    outer.add_attachment(document(HOME), maintype="application", subtype="octet-stream", filename="home.json")
    outer.add_attachment(document(stay()), maintype="application", subtype="ld+json")
    outer.add_attachment(mail())
    saved = mail().as_bytes()
    outer.add_attachment(saved, maintype="application", subtype="octet-stream", filename="saved.eml")
    bookings, reading = read(outer.as_bytes(), "fwd.eml")
    assert reading.rejections == ()
    assert [segment.label for segment in bookings[0].segments] == ["TP 669", "Hotel by the River", "TP 668"]


def test_a_mail_with_a_broken_attachment_keeps_the_rest() -> None:
    """A part that is not JSON is refused alone."""
    message = mail()
    message.add_attachment(b"{", maintype="application", subtype="json", filename="x.json")
    bookings, reading = read(message.as_bytes(), "mail.eml")
    assert (len(bookings), [one.reason.value for one in reading.rejections]) == (1, ["unreadable"])


def test_a_file_without_a_telling_name_is_known_by_its_content() -> None:
    """JSON, pages, mails and tables are told apart by how they begin."""
    for data in (document(flight()), page(flight()), mail().as_bytes()):
        assert len(read(data, "booking")[0]) == 1


def test_properties_are_found_in_any_spelling() -> None:
    """Case and prefix do not hide a property, and an empty one counts as missing."""
    assert get({"schema:ReservationNumber": "A"}, "reservationNumber") == "A"
    assert get({"reservationNumber": "", "reservationId": "B"}, "reservationNumber", "reservationId") == "B"
    assert get("no node", "reservationNumber") is None
    assert (short("https://schema.org/Flight/"), short("schema:Flight"), short("Flight")) == ("Flight",) * 3


def test_texts_are_cleaned() -> None:
    """Control marks, entities and broken surrogates leave a text; a flag is no text."""
    assert clean(" Caf&eacute;\u0000\ud800 \n Roma ") == "Café Roma"
    assert clean(" \t ") is None
    assert text([{"@value": "A"}]) == "A"
    assert text(True) is None
    assert text({"name": {"@value": 7}}) == "7"


def test_a_package_in_a_package_keeps_the_outer_number() -> None:
    """What was sold as one is one booking."""
    inner = {
        "@type": "ReservationPackage",
        "reservationNumber": "INNER",
        "subReservation": [flight(reference="PNR")],
    }
    outer = {"@type": "ReservationPackage", "reservationNumber": "OUTER", "subReservation": [inner, stay()]}
    booking = one_booking(outer)
    assert (booking.reference, len(booking.segments)) == ("OUTER", 2)


def test_a_reservation_may_carry_others() -> None:
    """Parts of a plain reservation inherit what they do not say, and keep their own number."""
    paper = flight() | {"subReservation": [HOME | {"reservationNumber": None}, flight(reference="OTHER")]}
    bookings, reading = read(document(paper))
    assert ([one.reference for one in bookings], reading.rejections) == (["LIS27A", "OTHER"], ())
    assert [leg.number for leg in bookings[0].segments] == ["669", "668"]


def test_depth_that_json_bears_but_we_do_not_is_refused_or_read() -> None:
    """Just below the parser's own limit nothing crashes."""
    for depth in (300, 700, 900, 990):
        deep = b'{"a":' * depth + b"1" + b"}" * depth
        data = document(flight())[:-1] + b', "more": ' + deep + b"}"
        bookings, reading = read(data)
        assert len(bookings) + len(reading.rejections) == 1


def test_mails_nested_too_deeply_are_left() -> None:
    """The sixth mail inside a mail is not opened."""
    inner = mail()
    for _ in range(8):
        outer = EmailMessage()
        outer.set_content("Forwarded.")
        saved = inner.as_bytes()
        outer.add_attachment(saved, maintype="application", subtype="octet-stream", filename="saved.eml")
        inner = outer
    assert refusal(inner.as_bytes(), "mail.eml")[3] == "no_reservation"


def test_an_unknown_charset_falls_back() -> None:
    """A mail that names a charset nobody knows is tried as UTF-8."""
    data = mail().as_bytes().replace(b'charset="utf-8"', b'charset="klingon"')
    assert read(data, "mail.eml")[0][0].lead.name == "Chiara Müller"


def test_what_is_no_object_among_reservations_is_refused() -> None:
    """A number, a text or null in a list of reservations is told by its place; other objects are left alone."""
    strays = [flight(), 42, "x", None, {"@type": "Recipe", "steps": [1, 2]}, True, stay()]
    bookings, reading = read(json.dumps(strays).encode())
    assert [len(booking.segments) for booking in bookings] == [2]
    assert [(one.row, one.field, one.value, one.reason.value) for one in reading.rejections] == [
        (2, None, "42", "not_understood"),
        (3, None, "x", "not_understood"),
        (4, None, "null", "not_understood"),
        (5, None, "true", "not_understood"),
    ]
    assert {one.why for one in reading.rejections} == {
        "Among the reservations stands something else."
        " Put an object with @type and reservationNumber here, or nothing."
    }


def test_lists_of_anything_else_are_left_alone() -> None:
    """Only a list that holds a reservation is one of reservations."""
    bookings, reading = read(json.dumps({"tags": [1, "two", None], "@graph": [flight()]}).encode())
    assert (len(bookings), reading.rejections) == (1, ())
