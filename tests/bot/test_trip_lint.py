"""`lint --trips`: content played over given and made-up bookings, what it says and how it ends.

Not here: each kind of finding (tests/flows/rehearsal/test_findings), the playing (tests/flows/rehearsal/test_playing).
"""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot import trip_lint
from bot.content import shipped
from bot.trip_lint import Tried, bounds_of, try_trips
from flows.rehearsal.findings import Finding, Kind
from tests.support.shell import Shell, shell

__all__ = ["shell"]

STORIES = Path(__file__).parents[1] / "stories"
CANCELLED = (
    '{"@context": "http://schema.org", "@type": "FlightReservation", "reservationNumber": "XXX007", '
    '"reservationStatus": "http://schema.org/Cancelled", "underName": {"@type": "Person", "name": "Ann de Vries"}}'
)
AT = datetime(2027, 5, 1, 8, 0, tzinfo=UTC)


class Here:
    """A pool of one worker, in this process: it remembers in how many pieces the work came."""

    pieces: list[int]

    def __init__(self, workers: int | None, initializer: object, initargs: tuple[object, ...]) -> None:
        initializer(*initargs)  # type: ignore[operator]
        Here.pieces = []

    def __enter__(self) -> Here:
        return self

    def __exit__(self, *error: object) -> None:
        pass

    def map(self, work: object, chunks: list[list[object]], bounds: list[object]) -> list[object]:
        Here.pieces = [len(chunk) for chunk in chunks]
        return [work(chunk, bound) for chunk, bound in zip(chunks, bounds, strict=True)]  # type: ignore[operator]


@pytest.fixture
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trip_lint, "ProcessPoolExecutor", Here)


@pytest.mark.usefixtures("in_this_process")
def test_the_shipped_content_has_nothing_to_mend_on_made_up_trips() -> None:
    """Two dozen trips in two pieces, every one counted, none with a finding of its own: a pack ships without faults."""
    told: list[int] = []
    tried = try_trips(None, [], 24, bounds=bounds_of(60), told=told.append)
    assert (Here.pieces, told, tried.trips) == ([20, 4], [20, 4], 24)
    assert (tried.findings, tried.few) == ((), True)
    assert tried.messages > 24 * 10
    assert len(tried.names) == 24


def test_given_bookings_are_played_by_the_command(shell: Shell) -> None:
    """A family's file and none made up, over real processes: one trip in four languages, as JSON and in words."""
    said = shell("lint", "--trips", str(STORIES / "family_one_phone.csv"), "--made", "0", "--json")
    told = json.loads(said.out)
    assert (told["trips"], told["locales"], told["messages"] > 15) == (1, ["nl", "en", "fr", "de"], True)
    assert (told["findings"], said.code) == ([], 0), "one family need not hear everything"


def test_what_nobody_hears_is_asked_of_many_trips_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """One trip short of enough nothing is said of it; with enough what went unheard is named."""
    monkeypatch.setattr(trip_lint, "ProcessPoolExecutor", Here)
    monkeypatch.setattr(trip_lint, "ENOUGH", 3)
    kinds = [
        {one.kind for one in try_trips(None, [], made, bounds=bounds_of(60)).findings} for made in (2, 3)
    ]
    assert kinds == [set(), {Kind.UNREACHABLE}]


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("cancelled.json", CANCELLED, "not played XXX007: no flight, stay or visit is in it."),
        ("broken.csv", "reference,kind\nX1,teleport\n", "refused broken.csv"),
        ("missing.csv", "", "missing.csv"),
    ],
)
def test_with_nothing_to_play_it_says_why(shell: Shell, name: str, data: str, why: str) -> None:
    """A file that holds no whole booking, or cannot be read, is named with its reason; the exit code is two."""
    file = shell.write(name, data.encode()) if data else name
    said = shell("lint", "--trips", file, "--made", "0")
    assert (said.code, why in said.err, "nothing was played" in said.err, said.out) == (2, True, True, "")


@pytest.mark.usefixtures("in_this_process")
def test_a_fault_in_a_folder_is_found_on_a_trip(shell: Shell) -> None:
    """A text without its German, and a pair that comes in one minute before departure: told with trip, language and time."""
    folder = shell.folder / "content"
    shutil.copytree(shipped(), folder)
    for name, minutes in (("one", 15), ("other", 14)):
        (folder / "stages" / "before_departure" / f"zz_{name}.yaml").write_text(
            f"id: zz_{name}\nclass: operational\nwhen: {{anchor: departure, offset: -{minutes}m}}\n"
            "text: {en: A word, nl: Een woord, fr: Un mot}\n",
            "utf-8",
        )
    said = shell(
        "lint",
        "--trips",
        str(STORIES / "family_one_phone.csv"),
        "--made",
        "0",
        "--content",
        str(folder),
        "--silence",
        "5",
    )
    assert said.code == 1
    lines = said.out.splitlines()
    assert [line for line in lines if line.startswith("collision ·") and "zz_one and zz_other" in line] != []
    german = [line for line in lines if line.startswith("other language ·") and "zz_" in line]
    assert [" · de · " in line for line in german] == [True, True]
    assert [line for line in lines if line.startswith("silence · ")] != []
    told = [line for line in lines if " · " in line]
    assert lines[-1] == f"{len(told)} to mend."


def test_what_was_found_reads_as_lines_and_a_table() -> None:
    """A line a finding, by trip in words, then a count by kind and language; nothing found says so."""
    findings = (
        Finding(kind=Kind.CUT, why="a is cut", trip="MADE-0001", locale="de", at=AT),
        Finding(kind=Kind.CUT, why="b is cut", trip="GIVEN", locale="fr", at=AT),
        Finding(kind=Kind.UNREACHABLE, why="c is never said on any of these trips"),
    )
    tried = Tried(trips=2, messages=30, findings=findings, names={"MADE-0001": "a day in Paris, alone"})
    assert list(tried.words()) == [
        "cut · MADE-0001 (a day in Paris, alone) · de · 2027-05-01 08:00 UTC: a is cut",
        "cut · GIVEN · fr · 2027-05-01 08:00 UTC: b is cut",
        "unreachable: c is never said on any of these trips",
        "",
        "Played 2 trips, 30 messages in each of nl, en, fr, de.",
        "  cut: fr 1, de 1",
        "  unreachable: 1",
        "3 to mend.",
    ]
    assert list(Tried(trips=1, messages=3, findings=(), names={}).words()) == [
        "Played 1 trips, 3 messages in each of nl, en, fr, de.",
        "Nothing to mend.",
    ]
    assert tried.document()["findings"][2] == {
        "kind": "unreachable",
        "trip": None,
        "locale": None,
        "at": None,
        "why": "c is never said on any of these trips",
    }


def test_a_file_that_is_refused_ends_with_one(shell: Shell) -> None:
    """What cannot be read is named beside what was played, and the exit code says so."""
    name = shell.write("broken.csv", b"reference,kind\nX1,teleport\n")
    said = shell("lint", "--trips", name, str(STORIES / "family_one_phone.csv"), "--made", "0")
    assert (said.code, "refused broken.csv" in said.err, "Played 1 trips" in said.out) == (1, True, True)


def test_silence_is_counted_in_days() -> None:
    """The only bound that the command sets."""
    assert bounds_of(40).silence == timedelta(days=40)
