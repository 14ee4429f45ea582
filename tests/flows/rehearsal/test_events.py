"""What shall happen in a rehearsal is read line by line; whatever is wrong is named by line and field, with what to write."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from flows.errors import EventsRefused
from flows.rehearsal.event_forms import COMMON, FORMS, Do, field_list
from flows.rehearsal.events import read_events


def _faults(*lines: str) -> list[str]:
    with pytest.raises(EventsRefused) as refused:
        read_events(lines)
    return [str(fault) for fault in refused.value.faults]


def test_times_are_read_in_the_zone_of_home() -> None:
    """Without an offset a time is home's; with one it is what it says; events come in the order of time."""
    events = read_events(
        (
            '{"at": "2027-05-11T18:00", "do": "text", "who": "Ann", "text": "later"}',
            "",
            '{"at": "2027-05-11T15:00Z", "do": "text", "who": "Ann", "text": "sooner"}',
        ),
        zone="Europe/Amsterdam",
    )
    assert [(event.line, event.at.isoformat(), event.text("text")) for event in events] == [
        (3, "2027-05-11T15:00:00+00:00", "sooner"),
        (1, "2027-05-11T16:00:00+00:00", "later"),
    ]


def test_fields_are_values() -> None:
    """A span is minutes, a day a date, a local time has no zone, a time is UTC."""
    delay, rebook, outage = read_events(
        (
            '{"at": "2027-05-11T18:00", "do": "delay", "flight": "KL0897", "day": "2027-05-12", "late": "+1h30m"}',
            '{"at": "2027-05-11T18:01", "do": "rebook", "segment": "KL 897", "departs": "2027-05-12T06:40"}',
            '{"at": "2027-05-11T18:02", "do": "outage", "until": "2027-05-11T23:00+02:00"}',
        )
    )
    assert (delay.fields["late"], delay.fields["day"]) == (90, date(2027, 5, 12))
    assert rebook.fields["departs"] == datetime(2027, 5, 12, 6, 40)  # noqa: DTZ001 - the place says which zone
    assert outage.instant("until") == datetime(2027, 5, 11, 21, tzinfo=UTC)


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (
            "[",
            'line 1: no JSON. Write one object a line, such as {"at": "2027-05-11T18:00", "do": "cancel"}.',
        ),
        (
            "[" * 50_000,
            'line 1: no JSON. Write one object a line, such as {"at": "2027-05-11T18:00", "do": "cancel"}.',
        ),
        ("7", 'line 1: no JSON object. Write {"at": …, "do": …}.'),
        ('{"at": "2027-05-11T18:00"}', f"line 1, do: is missing. Write one of {', '.join(Do)}."),
        (
            '{"at": "2027-05-11T18:00", "do": "fly"}',
            f"line 1, do: 'fly' is nothing that can happen. Write one of {', '.join(Do)}.",
        ),
        (
            '{"at": "2027-05-11T18:00", "do": "cancel", "do": "drop"}',
            "line 1, do: stands there twice. Write it once.",
        ),
        (
            '{"at": "tomorrow", "do": "cancel"}',
            "line 1, at: 'tomorrow' cannot be used. Write a time such as \"2027-05-11T18:00\", "
            "with an offset where it matters.",
        ),
        (
            '{"at": "2027-05-11T18:00", "do": "cancel", "why": "rain"}',
            "line 1, why: is no field of cancel. It knows at, do, note, segment, trip, by.",
        ),
        (
            '{"at": "2027-05-11T18:00", "do": "location", "who": "Ann", "latitude": 91, "longitude": 4}',
            "line 1, latitude: 91 cannot be used. Write a number from -90 to 90.",
        ),
        (
            '{"at": "2027-05-11T18:00", "do": "rebook"}',
            "line 1: rebook takes either file or segment. Write one of them.",
        ),
        (
            '{"at": "2027-05-11T18:00", "do": "rebook", "segment": "KL897"}',
            "line 1, departs: is missing: nothing of the segment would change. Write departs or arrives.",
        ),
        (
            '{"at": "2027-05-11T18:00", "do": "override", "who": "Ann", "touchpoint": "tips", "word": "at"}',
            'line 1, time: is missing: at which instant? Write a time such as "2027-05-11T18:00", with an offset '
            "where it matters.",
        ),
        (
            '{"at": "2027-05-11T18:00", "do": "clock_change", "minutes": true}',
            "line 1, minutes: true cannot be used. Write a number from -1440 to 1440.",
        ),
        (
            '{"at": "2027-05-11T18:00", "do": "clock_change", "minutes": NaN}',
            'line 1: no JSON. Write one object a line, such as {"at": "2027-05-11T18:00", "do": "cancel"}.',
        ),
        ("x" * 100_001, "line 1: longer than 100000 characters. Write one event a line."),
    ],
)
def test_a_fault_says_where_and_what_to_write(line: str, fault: str) -> None:
    """Line, field, and what would do."""
    assert _faults(line) == [fault]


def test_every_fault_is_told_at_once() -> None:
    """Whoever writes a file mends it in one go."""
    assert len(_faults('{"at": "x", "do": "tap", "who": 3}', '{"do": "drop"}')) == 5


def test_the_list_names_every_event_and_field() -> None:
    """What `--help` prints is what is read."""
    told = "\n".join(field_list())
    names = {one.name for form in FORMS.values() for one in form.fields} | {one.name for one in COMMON}
    assert [word for word in (*Do, *sorted(names)) if word not in told] == []
    assert set(FORMS) == set(Do)
