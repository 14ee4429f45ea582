"""`reisgenoot edit REF …` and an import that meets what an agent edited: what is said, and the exit codes."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.support import papers
from tests.support.shell import Shell, shell

__all__ = ["shell"]

COUPLE = (papers.row(), papers.row(traveller="Bruno de Vries"))


def imported(shell: Shell, *rows: str) -> None:
    """These rows are held."""
    shell.write("held.csv", papers.table(*(rows or COUPLE)))
    assert shell("import", "held.csv").code == 0


def edited(shell: Shell, *words: str) -> dict[str, Any]:
    """What an edit says as JSON."""
    said = shell("edit", "lis27a", *words, "--json")
    assert said.code == 0, said
    found: dict[str, Any] = json.loads(said.out)
    return found


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        (("retime", "TP669", "--departs", "06:40", "--arrives", "08:35"), ["TP 669 departs 09:40 → 06:40", "TP 669 arrives 11:35 → 08:35"]),
        (("move", "TP669", "--from", "BRU"), ["TP 669 departs 09:40 (Europe/Amsterdam) → 09:40 (Europe/Brussels)", "TP 669 from Amsterdam Airport Schiphol → Brussels Airport"]),
        (("relabel", "TP669", "TP671"), ["TP 669 → TP 671"]),
        (("cancel",), ["the booking is cancelled"]),
        (("cancel", "TP669"), ["the booking is cancelled", "TP 669 is cancelled"]),
        (("drop", "Bruno"), ["Bruno de Vries drops out"]),
        (("add", "Eva de Vries"), ["Eva de Vries joins"]),
        (("name", "Bruno", "Brunello"), ["Bruno de Vries → Brunello de Vries"]),
        (("split", "Ann", "--segment", "TP669"), ["Bruno de Vries leaves TP 669"]),
    ],
)  # fmt: skip
def test_each_change_has_its_command(shell: Shell, words: tuple[str, ...], lines: list[str]) -> None:
    """It says what is otherwise now, and a dry run says the same and keeps nothing."""
    imported(shell)
    assert edited(shell, *words, "--dry-run")["lines"] == lines
    assert edited(shell, *words)["lines"] == lines
    assert shell("edit", "LIS27A", *words).code == 1, "it is like that already"


def test_what_was_cancelled_is_on_again(shell: Shell) -> None:
    """The trip by its reference alone."""
    imported(shell)
    edited(shell, "cancel")
    assert edited(shell, "reinstate")["lines"] == ["the booking is reinstated"]


def test_somebody_who_joins_gets_a_code(shell: Shell) -> None:
    """Printed once; a dry run makes none."""
    imported(shell)
    assert edited(shell, "add", "Eva de Vries", "--dry-run")["links"] == []
    (link,) = edited(shell, "add", "Eva de Vries")["links"]
    assert (link["traveller"], len(link["code"])) == ("Eva de Vries", 8)


@pytest.mark.parametrize(
    ("reference", "words", "told"),
    [
        ("NOPE", ("cancel",), "no booking 'NOPE' is held"),
        ("LIS27A", ("drop", "Eva"), "nobody in this party is called 'Eva'"),
        ("LIS27A", ("cancel", "KL1"), "nothing in this booking is called 'KL1'"),
        ("LIS27A", ("retime", "TP669", "--departs", "09:40"), "is like that already"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    shell: Shell, reference: str, words: tuple[str, ...], told: str
) -> None:
    """Exit code 1."""
    imported(shell)
    said = shell("edit", reference, *words)
    assert said.code == 1
    assert told in said.err


def test_a_time_that_is_none_is_refused(shell: Shell) -> None:
    """As every option that cannot be read."""
    imported(shell)
    assert shell("edit", "LIS27A", "retime", "TP669", "--departs", "soon").code == 2
    assert shell("edit", "LIS27A", "move", "TP669", "--to", "Nowhere").code == 2


def test_the_same_file_does_not_undo_an_edit(shell: Shell) -> None:
    """A newer one does, and the conflict is named."""
    imported(shell)
    edited(shell, "drop", "Bruno")
    edited(shell, "retime", "TP669", "--departs", "06:40")
    again = shell("import", "held.csv")
    assert again.out.splitlines() == [
        "LIS27A: unchanged, 1 segments, Ann de Vries",
        "1 unchanged; 0 refused",
    ]
    later = {"departs": "2027-05-12 10:40"}
    shell.write("new.csv", papers.table(papers.row(**later), papers.row(traveller="Bruno de Vries", **later)))
    found = shell("import", "new.csv")
    assert found.code == 0
    assert [line.strip() for line in found.out.splitlines()] == [
        "LIS27A: changed, 1 segments, Ann de Vries",
        "TP 669 departs 06:40 → 10:40",
        "TP 669 arrives 08:35 → 11:35",
        "SUSPICIOUS LIS27A: TP 669: an agent wrote 12 May 2027 06:40, the papers now say 12 May 2027 10:40; the papers win",
        "1 changed; 0 refused",
    ]


def ten(shell: Shell, **cells: str) -> None:
    """Ten bookings of one row each; the first four with these cells."""
    rows = [papers.row(reference=f"TEN{n}", **(cells if n < 4 else {})) for n in range(10)]
    shell.write("ten.csv", papers.table(*rows))


@pytest.mark.parametrize(
    "cells",
    [{"status": "cancelled"}, {"departs": "2027-09-12 09:40", "arrives": "2027-09-12 11:35"}],
    ids=["cancelled", "moved"],
)
def test_a_file_that_would_do_harm_stops(shell: Shell, cells: dict[str, str]) -> None:
    """Exit code 3, the report says which, nothing is touched; a dry run says so too; force takes it in (S29)."""
    ten(shell)
    assert shell("import", "ten.csv").code == 0
    ten(shell, **cells)
    tried = shell("import", "ten.csv", "--dry-run")
    assert "STOPPED: it would" in tried.out
    said = shell("import", "ten.csv")
    assert said.code == 3
    assert "Nothing was taken in: it would" in said.err
    assert "TEN0, TEN1, TEN2, TEN3" in said.err
    assert "--force" in said.err
    shown = shell("import", "ten.csv", "--json")
    assert (shown.code, list(json.loads(shown.out))) == (3, ["stopped"])
    ten(shell)
    assert shell("import", "ten.csv").out.splitlines()[-1] == "10 unchanged; 0 refused"
    ten(shell, **cells)
    assert shell("import", "ten.csv", "--force").code == 0


def test_what_is_held_back_is_told_and_counts_as_refused(shell: Shell) -> None:
    """Exit code 1: somebody has to look."""
    imported(shell)
    shell.write("far.csv", papers.table(papers.row(departs="2027-09-12 09:40", arrives="2027-09-12 11:35")))
    said = shell("import", "far.csv")
    assert said.code == 1
    assert "SUSPICIOUS LIS27A: TP 669 moves by 123 days: 2027-05-12 → 2027-09-12" in said.out
    assert "1 suspicious; 0 refused" in said.out
    assert shell("import", "held.csv").out.splitlines()[-1] == "1 unchanged; 0 refused"
