"""`reisgenoot party`: who is who, and a word on it from the command line."""

from __future__ import annotations

from tests.support.shell import Shell, shell

__all__ = ["shell"]

FAMILY = """reference,traveller,kind,from,departs,to,arrives,number,carrier,lead,minor
FAM,Ann de Vries,flight,AMS,2099-05-12 09:40,LIS,2099-05-12 11:45,1697,KL,yes,
FAM,Bruno de Vries,flight,AMS,2099-05-12 09:40,LIS,2099-05-12 11:45,1697,KL,,
FAM,Dan de Vries,flight,AMS,2099-05-12 09:40,LIS,2099-05-12 11:45,1697,KL,,yes
"""


def booked(shell: Shell) -> None:
    """The family's booking is in."""
    shell("import", shell.write("family.csv", FAMILY.replace("2099", "2031").encode()))


def test_it_shows_who_is_who(shell: Shell) -> None:
    """A line each, without markup."""
    booked(shell)
    said = shell("party", "FAM")
    assert said.code == 0
    assert said.out.splitlines() == [
        "👥 FAM, 3 people",
        "• Ann de Vries: booked · not joined",
        "• Bruno de Vries: not joined",
        "• Dan de Vries: child, through Ann de Vries · not joined",
    ]


def test_a_word_is_kept_and_a_dry_run_keeps_nothing(shell: Shell) -> None:
    """What follows is said both times."""
    booked(shell)
    tried = shell("party", "fam", "surprise", "Bruno", "--dry-run")
    assert (tried.code, "must not know yet" in tried.out) == (0, True)
    assert "🎁" not in shell("party", "FAM").out
    assert shell("party", "fam", "surprise", "Bruno").code == 0
    assert "🎁 must not know yet" in shell("party", "FAM").out


def test_what_cannot_be_so_is_one_sentence(shell: Shell) -> None:
    """An unknown booking, name or verb: exit code 1 and why."""
    booked(shell)
    assert "no booking 'NONE'" in shell("party", "NONE").err
    assert "Nobody in FAM is called" in shell("party", "FAM", "surprise", "Zoe").err
    assert "is none of them" in shell("party", "FAM", "dance", "Ann").err
    assert shell("party", "FAM", "leader", "Dan").code == 1
