"""What a story must never do and its YAML cannot say: over time, over languages, over several messages."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from bot.services.rehearsal import Options
from flows.rehearsal.transcript import PlayedTrip
from tests.stories.playing import play_file
from tests.stories.story import HERE

Row = dict[str, Any]


async def sent(name: str, **options: Any) -> tuple[PlayedTrip, list[Row]]:
    """The story's only trip, and what was sent."""
    paper = next(path for path in HERE.glob(f"{name}.*") if path.suffix in (".json", ".csv"))
    (played,) = await play_file(paper, Options(**options))
    return played, [row for row in played.document()["touchpoints"] if row["outcome"] == "sent"]


async def test_nothing_of_rome_in_venice() -> None:
    """From arriving in Venice nothing tells of Rome or Florence; in Florence nothing of Rome (S27)."""
    _, rows = await sent("italy_three_stays")
    there = [row for row in rows if row["stage"] == "ON_SITE"]
    florence = [row for row in there if "2027-09-13T14" <= row["at"] < "2027-09-15T12"]
    venice = [row for row in there if row["at"] >= "2027-09-15T14"]
    assert {row["touchpoint"] for row in venice} >= {"welcome_next_stay", "tips_next_stay", "check_out"}
    assert [
        row["text"] for row in venice for place in ("Rome", "Florence", "nasoni") if place in row["text"]
    ] == []
    assert [row["text"] for row in florence for place in ("Rome", "nasoni") if place in row["text"]] == []


async def test_between_two_stays_one_is_on_the_way() -> None:
    """Rome, Florence and Venice are told apart by IN_TRANSIT between them (S27)."""
    played, _ = await sent("italy_three_stays")
    stages = [(row.stage.name, row.direction and row.direction.value, row.place) for row in played.stages]
    assert stages[3:] == [
        ("IN_TRANSIT", "outbound", "Rome"),
        ("ON_SITE", None, "Rome"),
        ("IN_TRANSIT", "between", "Florence"),
        ("ON_SITE", None, "Florence"),
        ("IN_TRANSIT", "between", "Venice"),
        ("ON_SITE", None, "Venice"),
        ("IN_TRANSIT", "return", "Amsterdam"),
        ("AFTERWARDS", None, "Amsterdam"),
    ]


@pytest.mark.parametrize(
    ("locale", "night", "be_there"),
    [
        ("nl", "in de nacht van vrijdag op zaterdag 15 mei", "vrijdag 21:15"),
        ("en", "overnight from Friday to Saturday 15 May", "Friday 21:15"),
        ("fr", "dans la nuit du vendredi au samedi 15 mai", "vendredi 21:15"),
        ("de", "in der Nacht von Freitag auf Samstag, 15. Mai", "Freitag 21:15"),
    ],
)
async def test_nobody_comes_a_day_late_for_midnight(locale: str, night: str, be_there: str) -> None:
    """Whatever tells of the departure at 00:15 says which night it is and when to be there (S15)."""
    _, rows = await sent("midnight_departure", locale=locale)
    told = [row for row in rows if "00:15" in row["text"]]
    assert [row["touchpoint"] for row in told] == [
        "booking_confirmed",
        "early_departure_eve",
        "check_in",
        "route_and_times",
    ]
    assert [
        row["touchpoint"] for row in told if night not in row["text"] or be_there not in row["text"]
    ] == []


async def test_a_late_joiner_gets_one_message_on_joining() -> None:
    """Within three hours of joining there is one message, the digest; nothing of before comes later (S7)."""
    from_berlin = {"locale": "de", "since": datetime.fromisoformat("2027-05-14T13:20:00+01:00")}
    _, rows = await sent("joined_on_day_three", **from_berlin)
    assert [row["touchpoint"] for row in rows if row["at"] < "2027-05-14T16:20"] == ["digest"]


async def test_a_layover_is_on_the_way_throughout() -> None:
    """From leaving Frankfurt to landing on Bali every message finds one IN_TRANSIT, in Doha too (S14)."""
    _, rows = await sent("layover_doha", locale="de")
    way = [row for row in rows if "2027-09-28T12" <= row["at"] < "2027-09-30T08"]
    assert [(row["touchpoint"], row["stage"]) for row in way] == [
        ("airport_guidance", "IN_TRANSIT"),
        ("safe_travels", "IN_TRANSIT"),
        ("long_layover", "IN_TRANSIT"),
        ("layover_country", "IN_TRANSIT"),
        ("onward_leg", "IN_TRANSIT"),
    ]


async def test_one_way_stays_on_site() -> None:
    """The last stage of a one-way trip is ON_SITE without an end (S24)."""
    played, _ = await sent("one_way")
    assert (played.stages[-1].stage.name, played.stages[-1].until) == ("ON_SITE", None)


async def test_an_unknown_booking_date_is_said() -> None:
    """60 days before departure are assumed when the papers do not say, and the stages say so."""
    played, _ = await sent("own_car")
    assert "60 days before departure" in played.notes[0]
    assert "60 days before departure" in played.stages[0].because


async def test_what_is_asked_for_counts() -> None:
    """--booked and --home-zone take the place of what the papers say, and the stages say so."""
    booked = datetime.fromisoformat("2027-04-01T12:00:00+00:00")
    played, rows = await sent("own_car", booked=booked, home_zone="America/New_York")
    assert played.notes == ("booked: as asked",)
    assert played.stages[0].document()["from"] == "2027-04-01T08:00:00-04:00"
    assert played.stages[0].because.startswith("booked on 1 Apr 2027 at 08:00 (America/New_York) (as asked)")
    assert rows[1]["at"] == "2027-04-02T12:00:00-04:00"


async def test_what_only_cancels_is_nothing_to_rehearse(tmp_path: Path) -> None:
    """A row that only cancels a booking has no stages; the transcript says why."""
    paper = tmp_path / "cancelled.csv"
    paper.write_text("reference,traveller,kind,from,departs,status\nXX1,,,,,cancelled\n", "utf-8")
    (played,) = await play_file(paper, Options())
    assert played.document() == {"reference": "XX1", "stages": [], "touchpoints": []}
    assert "cancelled" in played.notes[0]


async def test_twice_is_the_same() -> None:
    """Played again, the same file gives the same document."""
    first, _ = await sent("day_trip", each=True)
    second, _ = await sent("day_trip", each=True)
    assert first.document() == second.document()
