"""`reisgenoot documents`: add, list, remove, and clear errors for what cannot be."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.road import lisbon
from tests.support.shell import Shell, shell

__all__ = ["shell"]


@pytest.fixture
def booked(shell: Shell) -> Shell:
    """A shell with a booking for Ann and Bruno, and a voucher beside it."""
    shell.set(database=f"sqlite+aiosqlite:///{shell.folder / 'db.sqlite'}")
    shell.write("booking.json", lisbon("Ann de Vries", "Bruno de Vries"))
    assert shell("import", "booking.json").code == 0
    shell.write("voucher.pdf", b"%PDF")
    return shell


def test_documents_are_added_listed_and_removed(booked: Shell) -> None:
    """Each step says what it did."""
    added = booked(
        "documents",
        "add",
        "LIS27A",
        "voucher.pdf",
        "--segment",
        "TP669",
        "--traveller",
        "Ann",
        "--name",
        "Pass",
    )
    listed = booked("documents", "list", "lis27a")
    as_json = json.loads(booked("documents", "list", "LIS27A", "--json").out)
    removed = booked("documents", "remove", "LIS27A", "d1")
    empty = booked("documents", "list", "LIS27A")
    assert [one.code for one in (added, listed, removed, empty)] == [0, 0, 0, 0]
    assert added.out.splitlines() == [
        "Attached to LIS27A: d1 Pass (TP 669, for Ann): voucher.pdf, 1 kB",
        "Nobody of the party has joined yet; who does gets it when it is needed.",
    ]
    assert listed.out == "d1 Pass (TP 669, for Ann): voucher.pdf, 1 kB\n"
    assert (as_json[0]["name"], as_json[0]["size"], as_json[0]["given"]) == ("Pass", 4, [])
    assert removed.out == "Pass is no longer with LIS27A. What was sent already stays in the chat.\n"
    assert "Nothing is attached to LIS27A" in empty.out


UNREADABLE = Path("/proc/self/mem")
"""A file on Linux, and nobody reads it from its beginning."""

REFUSED = (
    *([(("add", "LIS27A", str(UNREADABLE)), "cannot be read")] if UNREADABLE.exists() else []),
    (("add", "NOPE", "voucher.pdf"), "no booking 'NOPE' is held"),
    (("add", "LIS27A", "missing.pdf"), "there is no file missing.pdf"),
    (("add", "LIS27A", "."), ". is not a file"),
    (("add", "LIS27A", "empty.pdf"), "'empty.pdf' is empty"),
    (("add", "LIS27A", "large.pdf"), "'large.pdf' is larger than 50 MB"),
    (("add", "LIS27A", "voucher.pdf", "--segment", "KL9"), "has no 'KL9'. It has:"),
    (("add", "LIS27A", "voucher.pdf", "--segment", "KL9"), "TP 669, Amsterdam → Lisbon, 2027-05-12"),
    (("add", "LIS27A", "voucher.pdf", "--traveller", "Eve"), "nobody in the party is called 'Eve'"),
    (("list", "NOPE"), "no booking 'NOPE' is held"),
    (("remove", "LIS27A", "d9"), "the booking has no document 'd9'"),
)


def test_what_cannot_be_is_one_clear_sentence(booked: Shell) -> None:
    """Exit code 1, nothing on standard output, and what there is to choose from below."""
    booked.write("empty.pdf", b"")
    with (booked.folder / "large.pdf").open("wb") as large:
        large.truncate(50 * 1024 * 1024 + 1)
    for arguments, expected in REFUSED:
        said = booked("documents", *arguments)
        assert (said.code, said.out, expected in said.err) == (1, "", True), said.err


def test_several_files_get_a_number(booked: Shell) -> None:
    """One name for all of them."""
    booked.write("b.pdf", b"%PDF b")
    told = booked("documents", "add", "LIS27A", "voucher.pdf", "b.pdf", "--name", "Ticket")
    assert [line.split(":")[1].strip() for line in told.out.splitlines()[:2]] == [
        "d1 Ticket 1",
        "d2 Ticket 2",
    ]
