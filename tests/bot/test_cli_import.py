"""`reisgenoot import` and `invite`: exit codes, the report, the ways in, and no traceback for any file.

Not here: what is read from a file (tests/bot/imports), what becomes of it (tests/bot/services).
"""

from __future__ import annotations

import asyncio
import json
import random
import stat
from pathlib import Path
from typing import Any

import pytest

from bot.storage.database import Database
from bot.storage.marks import USERNAME, set_mark
from bot.storage.migrating import migrate
from tests.support import papers
from tests.support.shell import Shell, shell

__all__ = ["shell"]

SAMPLES = Path(__file__).parents[2] / ".." / "shared" / "samples" / "reservations"
COUNTS = ("new", "changed", "unchanged", "cancelled", "past", "suspicious")
SEGMENT = {"kind", "number", "carrier", "name", "from", "to", "departs", "arrives"}


def _report(shell: Shell, *arguments: str, code: int = 0) -> dict[str, Any]:
    said = shell("import", *arguments, "--json")
    assert said.code == code, said
    report: dict[str, Any] = json.loads(said.out)
    assert set(report) == {*COUNTS, "rejected", "bookings", "notes"}
    assert sum(report[name] for name in COUNTS) == len(report["bookings"])
    for booking in report["bookings"]:
        assert {"reference", "travellers", "links", "segments"} <= set(booking)
        assert all(set(segment) >= SEGMENT for segment in booking["segments"])
    return report


def _counts(report: dict[str, Any]) -> dict[str, int]:
    return {name: report[name] for name in COUNTS if report[name]}


def _named(shell: Shell, name: str) -> None:
    """The bot has run once as @name."""

    async def known() -> None:
        database = Database(f"sqlite+aiosqlite:///{shell.folder / 'reisgenoot.sqlite'}")
        await migrate(database)
        async with database.write() as session:
            await set_mark(session, USERNAME, name)
        await database.close()

    asyncio.run(known())


def test_everything_in_is_zero(shell: Shell) -> None:
    """A new booking is told with codes for its travellers; without the bot's name there is no link; the file is private."""
    report = _report(shell, shell.write("a.json", papers.document(papers.flight(), papers.stay())))
    assert _counts(report) == {"new": 1}
    (booking,) = report["bookings"]
    (link,) = booking["links"]
    assert (booking["reference"], booking["travellers"], link["traveller"], link["url"]) == (
        "LIS27A",
        ["Ann de Vries"],
        "Ann de Vries",
        None,
    )
    assert len(link["code"]) == 8
    flight, stay = booking["segments"]
    assert {name: flight[name] for name in sorted(SEGMENT)} == {
        "kind": "flight",
        "number": "669",
        "carrier": "TP",
        "name": None,
        "from": {
            "name": "Amsterdam Airport Schiphol",
            "iata": "AMS",
            "country": "NL",
            "zone": "Europe/Amsterdam",
        },
        "to": {"name": "Lisbon Portela Airport", "iata": "LIS", "country": "PT", "zone": "Europe/Lisbon"},
        "departs": "2027-05-12T09:40:00+02:00",
        "arrives": "2027-05-12T11:35:00+01:00",
    }
    assert (stay["kind"], stay["name"], stay["from"]["name"]) == (
        "stay",
        "Hotel by the River",
        "Hotel by the River",
    )
    assert stat.S_IMODE((shell.folder / "reisgenoot.sqlite").stat().st_mode) == 0o600


def test_once_the_bot_has_a_name_there_are_links(shell: Shell) -> None:
    """The link carries the token of 128 bits, which is not the typed code; neither stands in the database in clear."""
    _named(shell, "verre_reizen_bot")
    report = _report(shell, shell.write("a.json", papers.document(papers.flight())))
    (link,) = report["bookings"][0]["links"]
    address, _, token = link["url"].partition("?start=")
    assert (address, len(token), link["code"] in token) == ("https://t.me/verre_reizen_bot", 22, False)
    held = b"".join(path.read_bytes() for path in shell.folder.glob("reisgenoot.sqlite*"))
    assert [secret in held for secret in (link["code"].encode(), token.encode())] == [False, False]


def test_each_booking_is_counted_once_by_what_matters_most(shell: Shell) -> None:
    """New, then unchanged, changed and cancelled; what is over is past whatever else it is."""
    first = shell.write("a.json", papers.document(papers.flight()))
    later = papers.flight(departs="2027-05-12T10:40:00+02:00", arrives="2027-05-12T12:35:00+01:00")
    gone = papers.flight(reservationStatus="https://schema.org/ReservationCancelled")
    over = [
        papers.flight(
            departs="2020-05-12T09:40:00+02:00",
            arrives="2020-05-12T11:35:00+01:00",
            reference="OLD20",
            reservationStatus=status,
        )
        for status in ("https://schema.org/ReservationConfirmed", "https://schema.org/ReservationCancelled")
    ]
    told = [
        _report(shell, first),
        _report(shell, first),
        _report(shell, shell.write("b.json", papers.document(later))),
        _report(shell, shell.write("c.json", papers.document(gone))),
        _report(shell, shell.write("d.json", papers.document(over[0]))),
        _report(shell, shell.write("e.json", papers.document(over[1]))),
    ]
    assert [_counts(report) for report in told] == [
        {"new": 1},
        {"unchanged": 1},
        {"changed": 1},
        {"cancelled": 1},
        {"past": 1},
        {"past": 1},
    ]
    assert [len(report["bookings"][0]["links"]) for report in told] == [1, 0, 0, 0, 0, 0]


def test_a_dry_run_stores_nothing_and_makes_no_codes(shell: Shell) -> None:
    """The same report without links; afterwards the booking is still new."""
    path = shell.write("a.json", papers.document(papers.flight()))
    dry = _report(shell, path, "--dry-run")
    assert (_counts(dry), dry["bookings"][0]["links"]) == ({"new": 1}, [])
    assert _counts(_report(shell, path)) == {"new": 1}


def test_some_refused_is_one(shell: Shell) -> None:
    """The bad row is named with file, row, field, value and reason; the good one goes in."""
    path = shell.write("a.csv", papers.table(papers.row(), papers.row(reference="BAD1", departs="12/13/14")))
    report = _report(shell, path, code=1)
    assert _counts(report) == {"new": 1}
    (refused,) = report["rejected"]
    assert {name: refused[name] for name in ("file", "row", "field", "value")} == {
        "file": "a.csv",
        "row": 3,
        "field": "departs",
        "value": "12/13/14",
    }
    assert refused["why"]
    said = shell("import", path)
    assert (said.code, "REFUSED a.csv, row 3, departs = '12/13/14'" in said.out) == (1, True)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.json", b""),
        ("a.json", b"{"),
        ("a.json", b"[" * 100_000),
        ("a.json", b'{"@type": "Recipe"}'),
        ("a.csv", b""),
        ("a.csv", b"\x00\x01\x02"),
        ("a.csv", b"colour,taste\nred,sweet\n"),
        ("a.html", b"<html><script type='application/ld+json'>{</script>"),
        ("a.eml", b"Subject: hello\n\nno booking"),
        ("a.xlsx", b"PK\x03\x04"),
        ("a.json", "é".encode("utf-16")),
        ("a.csv", b"\xff\xfe\x00"),
    ],
)
def test_nothing_readable_is_two(shell: Shell, name: str, data: bytes) -> None:
    """Whatever holds no booking gets a reason and exit code 2."""
    report = _report(shell, shell.write(name, data), code=2)
    assert (report["bookings"], bool(report["rejected"])) == ([], True)


@pytest.mark.parametrize("name", ["nowhere.json", ".", "a\x00b.json"])
def test_a_file_that_is_not_there_is_told(shell: Shell, name: str) -> None:
    """A missing file, a folder, an impossible name: exit code 2 and a reason."""
    said = shell("import", name)
    assert said.code == 2
    assert said.out + said.err


def test_the_template_goes_in_again(shell: Shell) -> None:
    """What --template prints is a file that imports without a refusal."""
    printed = shell("import", "--template")
    assert (printed.code, printed.out.splitlines()[0].split(",")[0]) == (0, "reference")
    report = _report(shell, shell.write("t.csv", printed.out.encode()), "--dry-run")
    assert (report["rejected"], len(report["bookings"]) > 0) == ([], True)


@pytest.mark.parametrize("cell", ["=1+1", "+31 20", "@SUM(A1)", '=HYPERLINK("http://x","y")', "-2"])
def test_formula_cells_are_words(shell: Shell, cell: str) -> None:
    """A cell that a spreadsheet would run is read as it is written, or refused; never run, never a traceback."""
    said = shell("import", shell.write("a.csv", papers.table(papers.row(traveller=cell))), "--json")
    assert said.code in (0, 1, 2)
    assert json.loads(said.out)


def test_no_file_is_asked_for(shell: Shell) -> None:
    """Without a file the command says what it wants."""
    said = shell("import")
    assert (said.code, "Name at least one file" in said.err) == (2, True)


def test_broken_bytes_never_end_in_a_traceback(shell: Shell) -> None:
    """A real file with bytes changed, cut or doubled always ends in a report."""
    chance = random.Random(20270512)
    whole = {
        "f.json": papers.document(papers.flight(), papers.stay()),
        "f.html": papers.page(papers.flight()),
        "f.csv": papers.table(papers.row(), papers.row(traveller="Bruno")),
    }
    for turn in range(12):
        name = chance.choice(sorted(whole))
        data = bytearray(whole[name])
        for _ in range(chance.randint(1, 12)):
            at = chance.randrange(len(data))
            data[at : at + chance.randint(0, 3)] = chance.choice(
                [b"", b"\xff", b'"', b"\n", b"{", b"0", b"\x00"]
            )
        said = shell("import", shell.write(name, bytes(data)), "--json", "--dry-run")
        assert (turn, said.code in (0, 1, 2)) == (turn, True)
        json.loads(said.out)


def test_invite_revokes_and_reissues(shell: Shell) -> None:
    """New ways in each time, in words and as JSON; an unknown reference is told with exit code 1."""
    first = _report(shell, shell.write("a.json", papers.document(papers.flight())))["bookings"][0]["links"][
        0
    ]["code"]
    again = json.loads(shell("invite", "lis27a", "--json").out)["links"][0]
    words = shell("invite", "LIS27A")
    assert (again["traveller"], again["url"], again["code"] == first) == ("Ann de Vries", None, False)
    assert words.out.startswith("Ann de Vries: code ")
    unknown = shell("invite", "NOPE")
    assert (unknown.code, unknown.err) == (1, "reisgenoot: no booking 'NOPE' is held. Import it first.\n")


def _samples() -> list[Any]:
    found = sorted(
        path for path in SAMPLES.rglob("*") if path.is_file() and path.suffix in (".json", ".html")
    )
    missing = pytest.mark.skip(reason="there are no samples beside the checkout")
    return found or [pytest.param(SAMPLES, marks=missing)]


@pytest.mark.parametrize("path", _samples(), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_samples_are_read_without_a_traceback(shell: Shell, path: Path) -> None:
    """Every sample beside the checkout ends in a report, whose bookings have segments unless they are only called off."""
    said = shell("import", str(path), "--dry-run", "--json")
    assert said.code in (0, 1, 2)
    report = json.loads(said.out)
    assert (said.code == 2) == (report["bookings"] == [])
    assert all(one["segments"] or one["outcome"] == "cancelled" for one in report["bookings"])


def test_notes_on_files_are_told_in_json_too(shell: Shell) -> None:
    """A column that is not read is named in both forms of the report."""
    header, line = papers.table(papers.row()).decode().splitlines()
    shell.write("a.csv", f"{header},colour\n{line},blue\n".encode())
    note = "a.csv: columns that are not read: colour."
    assert _report(shell, "a.csv", "--dry-run")["notes"] == [note]
    assert shell("import", "a.csv", "--dry-run").out.splitlines()[0] == note


def test_what_is_past_is_told_why(shell: Shell) -> None:
    """Dates that nobody can mean come first, then trips that are over; each by its reference."""
    for number, (leaves, lands) in enumerate(
        (
            ("2020-05-12 09:40", "2020-05-12 11:35"),
            ("1970-01-01 00:00", ""),
            ("2099-12-31 00:00", ""),
            ("2060-01-01 10:00", ""),
        )
    ):
        rows = papers.table(papers.row(reference=f"OLD{number}", departs=leaves, arrives=lands, booked=""))
        shell.write(f"{number}.csv", rows)
    said = shell("import", *(f"{number}.csv" for number in range(4)))
    assert [line for line in said.out.splitlines() if line.startswith("PAST")] == [
        "PAST OLD1: its first date is 1970-01-01, which systems write for a date that they do not know",
        "PAST OLD2: its first date is 2099-12-31, which systems write for a date that they do not know",
        "PAST OLD3: its first date is 2060-01-01, further ahead than anybody sells",
        "PAST OLD0: the last date on its papers is 2020-05-12: it is over",
    ]


def test_many_past_trips_are_summed_up(shell: Shell) -> None:
    """Twenty are named, the rest counted."""
    old = {"departs": "2020-05-12 09:40", "arrives": "2020-05-12 11:35", "booked": ""}
    shell.write("a.csv", papers.table(*(papers.row(reference=f"OLD{n}", **old) for n in range(23))))
    told = shell("import", "a.csv", "--dry-run").out.splitlines()
    assert len([line for line in told if line.startswith("PAST")]) == 20
    assert "… and 3 more that are past" in told
