"""`reisgenoot flight`: who is on it, what they would hear, and only then that it is so."""

from __future__ import annotations

from pathlib import Path

from tests.support.shell import Shell, shell

__all__ = ["shell"]

PAPER = """reference,booked,traveller,kind,carrier,number,name,from,departs,to,arrives
SOON-1,2020-01-01T10:00:00Z,Ann de Vries,flight,KL,1697,,AMS,2031-05-12 09:40,LIS,2031-05-12 11:45
SOON-1,,Ann de Vries,flight,KL,1698,,LIS,2031-05-19 17:30,AMS,2031-05-19 21:25
"""


def booked(shell: Shell) -> None:
    """One trip is held."""
    (Path(shell.folder) / "trip.csv").write_text(PAPER, "utf-8")
    assert shell("import", "trip.csv").code == 0


def test_a_dry_run_shows_and_changes_nothing(shell: Shell) -> None:
    """Twice the same preview."""
    booked(shell)
    said = [shell("flight", "KL1697", "2031-05-12", "+6h", "--dry-run") for _ in range(2)]
    assert (said[0].code, said[0].out) == (0, said[1].out)
    for part in ("KL 1697", "09:40 → 15:40", "Ann de Vries (SOON-1)"):
        assert part in said[0].out


def test_with_yes_it_is_so_and_the_second_time_known(shell: Shell) -> None:
    """One trip goes by it; then there is nothing new."""
    booked(shell)
    first = shell("flight", "KL1697", "2031-05-12", "+6h", "--yes", "--by", "Jo")
    again = shell("flight", "KL1697", "2031-05-12", "+6h", "--yes")
    assert (first.code, "1 of 1 trips go by it." in first.out) == (0, True)
    assert (again.code, "known already" in again.out) == (0, True)


def test_what_cannot_be_meant_is_an_error(shell: Shell) -> None:
    """One clear sentence and exit code 1."""
    booked(shell)
    said = [shell("flight", *words.split()) for words in ("KL9 2031-05-12 +6h", "KL1697 2031-05-12 whatever")]
    assert [one.code for one in said] == [1, 1]
    assert "Nobody is booked on KL 9 around that time." in said[0].err
    assert "What happened to it?" in said[1].err
