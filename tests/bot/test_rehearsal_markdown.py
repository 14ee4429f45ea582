"""A rehearsal in print: what stands where, that nothing of a text becomes markup, and that every language can be printed.

Not here: the playing (tests/bot/services/test_rehearsal), the lines for a terminal (tests/stories).
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.rehearsal_markdown import markdown, meant
from flows.library.text import LOCALES
from flows.planning.due import Reason
from flows.rehearsal.transcript import PlayedTrip, StageRow, TouchpointRow
from flows.trips.evidence import Direction, Stage
from tests.support.shell import Shell, shell

__all__ = ["shell"]

AT = datetime(2027, 5, 12, 7, 40, tzinfo=UTC)
FAMILY = Path(__file__).parents[1] / "stories" / "family_one_phone.csv"


def row(touchpoint: str = "tips", *, sent: bool = True, **more: object) -> TouchpointRow:
    given: dict[str, object] = {
        "occurrence": "trip",
        "traveller": "Ann de Vries",
        "message_class": "service",
        "stage": Stage.ON_SITE,
        "at": AT,
        "zone": "Europe/Lisbon",
        "text": "Hello" if sent else None,
        **more,
    }
    return TouchpointRow(touchpoint=touchpoint, sent=sent, **given)  # type: ignore[arg-type]


def printed(
    *rows: TouchpointRow, stages: tuple[StageRow, ...] = (), notes: tuple[str, ...] = ()
) -> list[str]:
    trip = PlayedTrip(reference="LIS27A", stages=stages, touchpoints=rows, notes=notes)
    return list(markdown(trip, "English"))


def test_a_trip_without_anything_is_a_title_and_a_count() -> None:
    """No empty chapters."""
    assert printed() == ["# LIS27A", "", "0 messages in English; 0 not said.", ""]


def test_stages_stand_in_a_table_for_those_who_travel_alike() -> None:
    """Who, then from when, which stage, where and why, with the bar of a place's name kept from cutting the row."""
    stage = StageRow(
        travellers=("Ann", "Bruno"),
        stage=Stage.IN_TRANSIT,
        direction=Direction.OUTBOUND,
        place="Lisbon | Portela",
        since=AT,
        until=None,
        because="timetable",
    )
    lines = printed(stages=(stage,), notes=("booked: as asked",))
    assert lines[4:] == [
        "*booked: as asked*",
        "",
        "## The stages",
        "",
        "**Ann, Bruno**",
        "",
        "| from | stage | where | because |",
        "| --- | --- | --- | --- |",
        "| Wed 12 May 2027 07:40 | in transit (outbound) | Lisbon \\| Portela | timetable |",
        "",
    ]


def test_what_is_said_stands_by_stage_at_its_local_time_with_its_buttons() -> None:
    """A heading a stage, the wall clock there, every line quoted, a blank line too, and buttons below."""
    lines = printed(
        row(
            "safe_travels",
            stage=Stage.IN_TRANSIT,
            text="Good *flight*\n\n1. Water",
            buttons=("Got `it`", "Trip"),
        ),
        row(at=AT.replace(day=13)),
    )
    assert lines[4:] == [
        "## What is said",
        "",
        "### In transit",
        "",
        "**Wed 12 May 2027, 08:40** Europe/Lisbon · `safe_travels` · service · to Ann de Vries",
        "",
        "> Good \\*flight\\*  ",
        ">",
        "> 1\\. Water  ",
        ">",
        "> `Got it` `Trip`",
        "",
        "### On site",
        "",
        "**Thu 13 May 2027, 08:40** Europe/Lisbon · `tips` · service · to Ann de Vries",
        "",
        "> Hello  ",
        "",
    ]


def test_what_is_not_said_stands_by_reason() -> None:
    """Reasons in words, each once, in one order; what has no instant has no date."""
    lines = printed(
        row("lounge", sent=False, reason="no_consent"),
        row("seat", sent=False, reason="turned_off", at=None, detail="the offer is off"),
        row("boat", sent=False, reason="no_consent"),
    )
    assert lines[2] == "0 messages in English; 3 not said."
    assert lines[4:] == [
        "## What is not said",
        "",
        "### No consent to offers",
        "",
        "- `lounge`, Wed 12 May 2027 08:40",
        "- `boat`, Wed 12 May 2027 08:40",
        "",
        "### Switched off",
        "",
        "- `seat`: the offer is off",
        "",
    ]


@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_has_a_heading(reason: Reason) -> None:
    """In words, never as a name with underscores."""
    (heading,) = [line for line in printed(row(sent=False, reason=reason.value)) if line.startswith("### ")]
    assert "_" not in heading


@pytest.mark.parametrize("sign", list("\\`*_{}[]<>#|~"))
def test_signs_of_markdown_are_kept_from_meaning_anything(sign: str) -> None:
    """A traveller's own words stay words."""
    assert meant(f"a{sign}b") == f"a\\{sign}b"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("- hat", "\\- hat"),
        ("  + hat", "  \\+ hat"),
        ("---", "\\---"),
        ("===", "\\==="),
        ("2) hat", "2\\) hat"),
        ("12.30 hat", "12.30 hat"),
        ("a - b", "a - b"),
        ("• hat", "• hat"),
    ],
)
def test_a_line_begins_no_list_and_underlines_nothing(line: str, expected: str) -> None:
    """Only where it would: a clock and a dash within a line stay as they are."""
    assert meant(line) == expected


@pytest.mark.parametrize("locale", LOCALES)
def test_a_family_is_printed_in_each_language(shell: Shell, locale: str) -> None:
    """One title, both chapters, no placeholder and no tag left, every quoted line in a quotation."""
    said = shell("rehearse", str(FAMILY), "--locale", locale, "--markdown")
    lines = said.out.splitlines()
    assert (said.code, said.err) == (0, "")
    assert [line for line in lines if re.match(r"# ", line)] == [lines[0]]
    assert [line for line in lines if line.startswith("## ")] == [
        "## The stages",
        "## What is said",
        "## What is not said",
    ]
    quoted = "\n".join(line for line in lines if line.startswith(">"))
    assert re.findall(r"(?<!\\)[{}<]|</?[bi]>", quoted) == []
    assert len(quoted) > 2_000
