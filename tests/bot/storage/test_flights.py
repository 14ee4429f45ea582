"""Who flies on what: kept beside each trip, and found for those that were there before the table was."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import create_engine

from bot.storage.bookings import booking_document
from bot.storage.flights import flights_of, read_report, report_document
from bot.storage.migrating import alembic_config
from flows.trips.flight_report import FlightReport, FlightWord
from tests.support.trips import flight, lisbon_family, utc

DAY = date(2027, 5, 12)


def test_only_flights_that_go_are_in_the_list() -> None:
    """Not the stay, not what is cancelled; none of a trip that is off."""
    booking = lisbon_family().booking
    off = replace(booking, segments=(replace(booking.segments[0], cancelled=True), *booking.segments[1:]))
    listed = [
        [(row.segment, row.number, row.day) for row in flights_of(1, one)]
        for one in (booking, off, replace(booking, cancelled=True))
    ]
    out, back = ("out", "KL1697", DAY), ("back", "KL1698", date(2027, 5, 19))
    assert listed == [[out, back], [back], []]


def test_a_night_flight_is_listed_on_the_day_it_leaves() -> None:
    """By its own clock, not by UTC's."""
    late = flight("NZ1", "AKL", "LAX", "2027-05-12T00:30", "2027-05-11T17:00", id="late")
    booking = replace(lisbon_family().booking, segments=(late,))
    assert [row.day for row in flights_of(1, booking)] == [DAY]


def test_trips_of_before_the_table_are_listed_by_the_migration(tmp_path: Path) -> None:
    """A report on a flight finds them all from the first start."""
    engine = create_engine(f"sqlite:///{tmp_path / 'old.sqlite'}")
    with engine.begin() as connection:
        command.upgrade(alembic_config(connection), "0002")
        columns = [row[1] for row in connection.exec_driver_sql("PRAGMA table_info(trips)").all()]
        for number in range(2):
            known = {
                "id": number + 1,
                "reference": f"OLD-{number}",
                "folded": f"old-{number}",
                "booking": json.dumps(booking_document(lisbon_family().booking)),
            }
            empty = {"traits": "{}", "changes": "[]", "documents": "[]", "told": "{}"}
            dated = dict.fromkeys(("booked_at", "known_at", "changed_at"), "2027-01-10 10:00:00")
            row = {**dict.fromkeys(columns, ""), **empty, **dated, **known, "cancelled": 0, "care": 0}
            row |= dict.fromkeys(("next_due_at", "departs_at", "ends_at", "care_at", "home_zone"))
            names = [name for name in row if name in columns]
            connection.exec_driver_sql(
                f"INSERT INTO trips ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})",
                tuple(row[name] for name in names),
            )
    with engine.begin() as connection:
        command.upgrade(alembic_config(connection), "head")
        found = connection.exec_driver_sql(
            "SELECT trip_id, number, day FROM flight_legs ORDER BY trip_id, day"
        ).all()
    engine.dispose()
    assert [tuple(row) for row in found] == [
        (trip, number, day)
        for trip in (1, 2)
        for number, day in (("KL1697", "2027-05-12"), ("KL1698", "2027-05-19"))
    ]


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"delay": timedelta(hours=6, minutes=5)},
        {"delay": timedelta(minutes=-20)},
        {"departs": time(14, 10), "arrives": time(0, 5)},
        {"departs": utc("2027-05-12T12:10"), "arrives": utc("2027-05-12T15:00")},
        {"word": FlightWord.DIVERTED, "destination": "Munich (MUC)"},
        {"word": FlightWord.CANCELLED, "unsure": True},
    ],
)
def test_a_report_is_kept_as_it_was(said: dict[str, object]) -> None:
    """Through JSON and back."""
    made = FlightReport(
        number="KL1697", day=DAY, word=FlightWord.DELAYED, at=datetime.fromisoformat("2027-05-12T06:00Z")
    )
    report = replace(made, **said)  # type: ignore[arg-type]
    assert read_report(json.loads(json.dumps(report_document(report)))) == report
