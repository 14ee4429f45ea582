"""`reisgenoot token`: programs get, keep and lose their token."""

from __future__ import annotations

from tests.support.shell import Shell, shell

__all__ = ["shell"]


def test_tokens_are_created_listed_and_revoked(shell: Shell) -> None:
    """The secret is told once and alone on standard output, so that it can be piped; its name can be used anew."""
    assert "None yet" in shell("token", "list").out
    made = shell("token", "create", "back office")
    assert (made.code, made.out.startswith("rg_"), made.out.count("\n")) == (0, True, 1)
    assert made.out.strip() not in shell("token", "list").out
    assert shell("token", "list").out.endswith("never used\n")
    twice = shell("token", "create", "back  office")
    assert (twice.code, "exists already" in twice.err) == (2, True)
    assert shell("token", "create", "x" * 81).code == 2
    assert (shell("token", "revoke", "till").code, shell("token", "revoke", "back office").code) == (1, 0)
    assert shell("token", "create", "back office").code == 0
