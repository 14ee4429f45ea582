"""What an agent types about a flight is understood in four languages, or it is said what is missing."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.steps.desk.flight_text import TypedFlight, Unclear, read_report, read_typed
from flows.trips.flight_report import FlightReport, FlightWord

TODAY = date(2027, 8, 1)
NOW = datetime(2027, 8, 1, 8, 0, tzinfo=UTC)
TWELFTH = date(2027, 8, 12)


def read(text: str) -> FlightReport | Unclear:
    """A whole line; without a day of 12 August."""
    typed = read_typed(text, today=TODAY)
    if isinstance(typed, Unclear):
        return typed
    return read_report(typed, typed.days[0] if typed.days else TWELFTH, at=NOW)


@pytest.mark.parametrize(
    ("date_typed", "expected"),
    [
        ("12 Aug", (TWELFTH,)),
        ("12 augustus", (TWELFTH,)),
        ("12. August", (TWELFTH,)),
        ("12 août", (TWELFTH,)),
        ("12th aug", (TWELFTH,)),
        ("Aug 12", (TWELFTH,)),
        ("August 12th", (TWELFTH,)),
        ("2027-08-12", (TWELFTH,)),
        ("13/8", (date(2027, 8, 13),)),
        ("13.8.2027", (date(2027, 8, 13),)),
        ("8/13", (date(2027, 8, 13),)),
        ("12/8", (TWELFTH, date(2027, 12, 8))),
        ("8-8", (date(2027, 8, 8),)),
        ("1er sept", (date(2027, 9, 1),)),
        ("3 mrt", (date(2028, 3, 3),)),
        ("30 Jul", (date(2027, 7, 30),)),
        ("12 Aug 2028", (date(2028, 8, 12),)),
        ("today", (TODAY,)),
        ("morgen", (date(2027, 8, 2),)),
        ("aujourd'hui", (TODAY,)),
        ("gestern", (date(2027, 7, 31),)),
        ("", ()),
    ],
)
def test_a_day_reads_as_people_write_it(date_typed: str, expected: tuple[date, ...]) -> None:
    """Month names of four languages, figures only where their order is proven, else both."""
    typed = read_typed(f"KL0897 {date_typed} +6h", today=TODAY)
    assert isinstance(typed, TypedFlight)
    assert (typed.number, typed.days, typed.rest) == ("KL897", expected, "+6h")


HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@pytest.mark.parametrize(
    ("said", "delay"),
    [
        ("+6h", 6 * HOUR),
        ("+6 h", 6 * HOUR),
        ("+6u", 6 * HOUR),
        ("+6", 6 * HOUR),
        ("+90 min", 90 * MINUTE),
        ("+1h30", 90 * MINUTE),
        ("+1:30", 90 * MINUTE),
        ("-20m", -20 * MINUTE),
        ("−20 min", -20 * MINUTE),
        ("delayed 2 hours", 2 * HOUR),
        ("2 uur vertraging", 2 * HOUR),
        ("retard de 45 min", 45 * MINUTE),
        ("3 Std. Verspätung", 3 * HOUR),
    ],
)
def test_a_delay_reads_in_four_languages(said: str, delay: timedelta) -> None:
    """Hours, minutes, both; with a sign or a word."""
    found = read(f"KL897 12 Aug {said}")
    assert isinstance(found, FlightReport)
    assert (found.word, found.delay) == (FlightWord.DELAYED, delay)


@pytest.mark.parametrize(
    ("said", "word", "departs", "arrives"),
    [
        ("departs 14:10", FlightWord.DELAYED, time(14, 10), None),
        ("vertrekt 14.10", FlightWord.DELAYED, time(14, 10), None),
        ("part à 14h10", FlightWord.DELAYED, time(14, 10), None),
        ("ab 1410", FlightWord.DELAYED, time(14, 10), None),
        ("14:10", FlightWord.DELAYED, time(14, 10), None),
        ("departs 14:10 arrives 18:05", FlightWord.DELAYED, time(14, 10), time(18, 5)),
        ("arrives 18:05", FlightWord.DELAYED, None, time(18, 5)),
        ("landed 18:05", FlightWord.LANDED, None, time(18, 5)),
        ("geland", FlightWord.LANDED, None, None),
        ("departed 14:22", FlightWord.DEPARTED, time(14, 22), None),
        ("cancelled", FlightWord.CANCELLED, None, None),
        ("geannuleerd", FlightWord.CANCELLED, None, None),
        ("annulé", FlightWord.CANCELLED, None, None),
        ("gestrichen", FlightWord.CANCELLED, None, None),
        ("on time", FlightWord.ON_TIME, None, None),
        ("op tijd", FlightWord.ON_TIME, None, None),
        ("à l'heure", FlightWord.ON_TIME, None, None),
        ("pünktlich", FlightWord.ON_TIME, None, None),
    ],
)
def test_what_happened_reads_in_four_languages(
    said: str, word: FlightWord, departs: time | None, arrives: time | None
) -> None:
    """With the clocks that stand beside it."""
    found = read(f"KL897 12 Aug {said}")
    assert isinstance(found, FlightReport)
    assert (found.word, found.departs, found.arrives) == (word, departs, arrives)


def test_a_diversion_names_the_airport() -> None:
    """Three letters become the place's name."""
    found = read("KL897 12 Aug diverted MUC")
    assert isinstance(found, FlightReport)
    assert (found.word, found.destination) == (FlightWord.DIVERTED, "Munich (MUC)")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Unclear.USAGE),
        ("LISBON-4 +6h", Unclear.NUMBER),
        ("KL897 31 Feb cancelled", Unclear.DATE),
        ("KL897 12 Aug", Unclear.SAID),
        ("KL897 12 Aug whatever", Unclear.SAID),
        ("KL897 12 Aug +100h", Unclear.SAID),
        ("KL897 12 Aug diverted", Unclear.WHERE),
        ("KL897 12 Aug diverted QQQ", Unclear.WHERE),
    ],
)
def test_what_is_missing_is_said(text: str, expected: Unclear) -> None:
    """Each with its own sentence."""
    assert read(text) is expected
