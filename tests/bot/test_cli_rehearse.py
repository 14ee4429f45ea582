"""`reisgenoot rehearse --events FILE` on the command line: what it prints, what it refuses and how.

Not here: what each event does (rehearsing/test_playing), whole talks (tests/stories/test_talks).
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.shell import Shell, shell

__all__ = ["shell"]

PAPER = str(Path(__file__).parents[1] / "stories" / "family_one_phone.csv")
FEW = ("--until", "2027-02-24T09:00", "--home-zone", "Europe/Amsterdam")
ASKED = '{"at": "2027-02-21T13:00", "do": "text", "who": "Ann", "text": "/help", "note": "just asking"}\n'


@pytest.mark.parametrize("form", [(), ("--json",), ("--markdown",)])
def test_an_empty_file_is_no_file(shell: Shell, form: tuple[str, ...]) -> None:
    """Without events and with an empty events file the answer is the same, byte for byte."""
    nothing = shell.write("nothing.jsonl", b"\n")
    plain = shell("rehearse", PAPER, *FEW, *form)
    empty = shell("rehearse", PAPER, *FEW, *form, "--events", nothing)
    assert plain.code == 0
    assert empty == plain


def test_both_sides_are_printed(shell: Shell) -> None:
    """What Ann writes, what she reads, and what was not said, each once."""
    happens = shell.write("happens.jsonl", ASKED.encode())
    said = shell("rehearse", PAPER, *FEW, "--events", happens)
    assert said.code == 0
    assert "Sun 21 Feb 2027 13:00 Europe/Amsterdam  Ann de Vries: /help" in said.out
    assert "message to Ann de Vries" in said.out
    assert (said.out.count("Trip FAM27"), said.out.count("Not said:")) == (1, 1)


def test_json_carries_the_lines(shell: Shell) -> None:
    """Beside the trips, as without events, everything that was seen."""
    happens = shell.write("happens.jsonl", ASKED.encode())
    told = json.loads(shell("rehearse", PAPER, *FEW, "--json", "--events", happens).out)
    assert list(told) == ["trips", "lines"]
    said = next(line for line in told["lines"] if line["seen"] == "said")
    assert (said["at"], said["who"], said["text"]) == ("2027-02-21T13:00:00+01:00", "Ann de Vries", "/help")


def test_a_document_has_a_chapter_of_what_happened(shell: Shell) -> None:
    """--markdown tells it after the trip."""
    happens = shell.write("happens.jsonl", ASKED.encode())
    said = shell("rehearse", PAPER, *FEW, "--markdown", "--events", happens)
    assert (
        said.out.index("# FAM27") < said.out.index("# What was seen") < said.out.index("Ann de Vries: /help")
    )


def test_the_agents_group_is_shown_on_demand(shell: Shell) -> None:
    """A question that waits for a person stands in the group, which is printed only with --agents."""
    happens = shell.write("happens.jsonl", ASKED.replace("/help", "my passport was stolen").encode())
    shown = shell("rehearse", PAPER, *FEW, "--events", happens, "--agents").out
    hidden = shell("rehearse", PAPER, *FEW, "--events", happens).out
    assert ("to agents" in shown, "to agents" in hidden) == (True, False)


def test_every_fault_of_the_file_is_told(shell: Shell) -> None:
    """File, line, field and what to write; exit code 2."""
    happens = shell.write("happens.jsonl", b'{"at": "soon", "do": "cancel"}\n{"do": "drop"}\n')
    said = shell("rehearse", PAPER, "--events", happens)
    told = said.err.splitlines()
    assert (said.code, len(told)) == (2, 3)
    assert told[0].startswith(
        "reisgenoot: happens.jsonl, line 1, at: 'soon' cannot be used. Write a time such as "
    )


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (None, "the file cannot be opened"),
        (
            '{"at": "2027-02-21T13:00", "do": "text"}\n{"note": "é"}'.encode("latin-1"),
            "line 2: not written in UTF-8",
        ),
        (b" " * (10 * 1024 * 1024 + 1), "more than 10,485,760 bytes"),
    ],
)
def test_a_file_that_is_none_is_refused(shell: Shell, data: bytes | None, why: str) -> None:
    """Missing, in another encoding, or much too large."""
    happens = shell.write("happens.jsonl", data) if data is not None else "none.jsonl"
    said = shell("rehearse", PAPER, "--events", happens)
    assert (said.code, why in said.err) == (2, True)


def test_several_papers_are_one_world(shell: Shell) -> None:
    """With events, everybody of all files is there; a person has one chat for all trips."""
    talks = Path(PAPER).parent / "talks"
    happens = shell.write(
        "happens.jsonl", b'{"at": "2027-02-21T13:00", "do": "text", "who": "Ann", "text": "/trip"}\n'
    )
    papers = [str(talks / name) for name in ("inside_holiday.csv", "inside_conference.csv")]
    told = json.loads(shell("rehearse", *papers, *FEW, "--json", "--events", happens).out)
    assert [trip["reference"] for trip in told["trips"]] == ["HOL27", "CONF27"]


def test_help_lists_every_event(shell: Shell) -> None:
    """With the fields of each."""
    told = shell("rehearse", "--help").out
    assert [
        word for word in ("agent_takes", "clock_change", "latitude*", "minutes*") if word not in told
    ] == []
