"""Files made to do harm: each is refused in words, quickly, and within bounded memory, measured in a process of its own.

Not here: files that are merely wrong (test_nonsense).
"""

from __future__ import annotations

import json
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.bot.imports.test_calendars import calendar
from tests.support.spreadsheets import archive, rows, workbook

ROOT = Path(__file__).parents[3]
MEGABYTE = 1024 * 1024
MOST = 350
"""Megabytes above the start that any file may cost."""
SECONDS = 60

READER = textwrap.dedent(
    """
    import json, resource, sys
    from datetime import date
    from pathlib import Path
    from bot.imports.paper import read_files
    from tests.bot.imports.readings import read
    from tests.support.papers import flight, document

    def peak():
        lines = Path("/proc/self/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))

    read(document(flight()))  # what is loaded once is no part of the measure
    start = peak()
    limit = start * 1024 + 4 * 1024**3
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    reading = read_files([Path(sys.argv[1])], today=date(2027, 5, 1))
    found = sum(1 for _ in reading)
    told = [(one.row, one.reason.value, one.why) for one in reading.rejections]
    print(json.dumps([found, told[:5], len(told), (peak() - start) // 1024]))
    """
)

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/status").exists(), reason="the peak of a process is read from /proc"
)


def _sheet(xml: str, *, packed: bool = False) -> Callable[[], bytes]:
    return lambda: workbook({"S": xml}, packed=packed)


LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {chr(98 + level)} "{("&" + chr(97 + level) + ";") * 10}">' for level in range(9)
)
LAUGHS += "]>"
LAUGH = '<row r="1"><c r="A1" t="inlineStr"><is><t>&j;</t></is></c></row>'

CASES: dict[str, tuple[Callable[[], bytes], str]] = {
    "a pass of 300 MB.pkpass": (lambda: archive({"pass.json": b" " * 300 * MEGABYTE}), "too_large"),
    "a pass of 50 MB.pkpass": (lambda: archive({"pass.json": b" " * 50 * MEGABYTE}), "too_large"),
    "a deep pass.pkpass": (lambda: archive({"pass.json": b"[" * 10_000}), "too_deep"),
    "many entries.pkpass": (lambda: archive({f"{one}.png": b"" for one in range(2_000)}), "too_large"),
    "passes in passes.pkpasses": (
        lambda: archive({"a.pkpass": archive({"b.pkpass": archive({"pass.json": b"{}"})})}),
        "unreadable",
    ),
    "two far corners.xlsx": (
        _sheet(
            '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
        ),
        "too_large",
    ),
    "a corner in a part of another name.xlsx": (
        lambda: workbook({"S": ""}, more={"xl/other.bin": b'<row r="9"><c a=">" r="XFD900000"/></row>'}),
        "too_large",
    ),
    "a wide row and many rows.xlsx": (
        _sheet("<row>" + "<c/>" * 16_000 + "</row>" + "<row><c/></row>" * 150_000),
        "too_large",
    ),
    "ten million rows.xlsx": (_sheet("<row/>" * 10_000_000, packed=True), "too_large"),
    "a million rows.xlsx": (_sheet("<row/>" * 1_000_000), "too_large"),
    "300 MB unpacked.xlsx": (
        lambda: archive({"xl/workbook.xml": b"<a/>", "xl/worksheets/sheet1.xml": b"\0" * 300 * MEGABYTE}),
        "too_large",
    ),
    "laughs.xlsx": (lambda: workbook({"S": LAUGH}, before=LAUGHS), "not_read"),
    "utf-16.xlsx": (
        lambda: workbook({"S": ""}, more={"xl/worksheets/sheet9.xml": LAUGHS.encode("utf-16")}),
        "not_read",
    ),
    "no workbook.xlsx": (lambda: archive({"a.txt": b"a"}), "unreadable"),
    "half a workbook.xlsx": (lambda: workbook({"S": rows([["a"]])})[:400], "unreadable"),
    "100 MB.json": (lambda: b"[" + b"{}," * (33 * MEGABYTE) + b"{}]", "too_large"),
    "40 MB of nothing.json": (lambda: b"[" + b"[]," * (13 * MEGABYTE) + b"[]]", "too_large"),
    "10,000 deep.json": (lambda: b'{"a":' * 10_000 + b"1" + b"}" * 10_000, "too_deep"),
    "10,000 deep.html": (lambda: b"<div itemscope itemprop=a>" * 10_000, "too_deep"),
    "paragraphs without end.html": (lambda: b"<p itemscope>" * 1_000_000, "too_large"),
    "laughs.html": (lambda: LAUGHS.encode() + b"<i itemscope itemtype=FlightReservation>&j;</i>", "missing"),
    "laughs.ics": (lambda: calendar(f"SUMMARY:{LAUGHS}&j;\nDTSTART:20270512T094000Z"), "missing"),
    "headers.eml": (lambda: b"X-A: b\n" * (3 * MEGABYTE) + b"\nhello", "too_large"),
    "one header.eml": (lambda: b"X-A: " + b"b" * (20 * MEGABYTE) + b"\n\nhello", "too_large"),
    "parts.eml": (
        lambda: b"Content-Type: multipart/mixed; boundary=x\n\n" + b"--x\n\na\n" * (2 * MEGABYTE),
        "too_large",
    ),
    "empty lines.eml": (lambda: b"Subject: a\n\n" + b"\n" * (20 * MEGABYTE), "too_large"),
    "10,000 mails deep.eml": (lambda: b"Content-Type: message/rfc822\n\n" * 10_000, "too_deep"),
    "a packed JSON.eml": (
        lambda: (
            b"Content-Type: application/json\nContent-Transfer-Encoding: base64\n\n"
            + b"W1tbW1tb" * (2 * MEGABYTE)
        ),
        "too_large",
    ),
    "for ever.ics": (
        lambda: calendar("SUMMARY:x\nDTSTART:20270101T000000\nRRULE:FREQ=SECONDLY"),
        "not_understood",
    ),
    "10,000 deep.ics": (lambda: b"BEGIN:VCALENDAR\n" + b"BEGIN:VEVENT\n" * 10_000, "no_reservation"),
    "one long event.ics": (lambda: calendar("X-A:b\n" * 500_000 + "SUMMARY:x"), "missing"),
    "many events.ics": (lambda: calendar(*["SUMMARY:x"] * 6_000), "too_large"),
    "nul.csv": (lambda: b"reference,traveller\0", "unreadable"),
    "one cell.csv": (lambda: b"a" * (20 * MEGABYTE), "columns"),
    "legs.bcbp": (lambda: b"M4" + b"A" * (20 * MEGABYTE), "not_understood"),
}


@pytest.mark.parametrize("name", CASES)
def test_a_hostile_file_is_refused_within_bounds(name: str, tmp_path: Path) -> None:
    """Nothing goes in, the reason is told, and the peak of memory stays below the bound."""
    make, reason = CASES[name]
    path = tmp_path / name
    path.write_bytes(make())
    found, told, count, peak = _measured(path)
    assert (found, told[0][1], count > 0) == (0, reason, True)
    assert all(one[2].endswith(".") for one in told)
    assert peak < MOST


def test_a_table_of_any_length_is_read_in_flat_memory(tmp_path: Path) -> None:
    """A CSV has no bound: what is refused in it is told up to a number, then counted."""
    path = tmp_path / "long.csv"
    with path.open("wb") as file:
        file.write(b"reference,traveller,kind,from,departs\n")
        for _ in range(30):
            file.write(b"A,B,nothing,AMS,2027-05-12\n" * 1_000)
    found, told, count, peak = _measured(path)
    assert (found, told[0][:2], count) == (0, [2, "unknown_kind"], 10_001)
    assert peak < 100


def _measured(path: Path) -> tuple[int, list[tuple[int | None, str, str]], int, int]:
    """Bookings found, the first rejections (row, reason, why), how many there are, megabytes above the start."""
    ran = subprocess.run(
        [sys.executable, "-c", READER, str(path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr[-2_000:]
    found, told, count, peak = json.loads(ran.stdout)
    return found, told, count, peak
