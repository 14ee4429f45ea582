"""Every desk says what its golden transcript says, and never what it must not."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.clock import SystemClock
from tests.stories.desk import HERE, Desk, desks, played
from tests.support.shell import Shell, shell

__all__ = ["shell"]

TODAY = datetime(2027, 2, 1, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize("desk", desks(), ids=[desk.name for desk in desks()])
def test_desk(desk: Desk, shell: Shell, monkeypatch: pytest.MonkeyPatch, rewrite: bool) -> None:
    """Typed on the first of February 2027, whenever the test runs."""
    monkeypatch.setattr(SystemClock, "trip", lambda _: TODAY)
    text = "\n".join(played(desk, shell)).rstrip() + "\n"
    assert [part for part in desk.asks["never"] if part in text] == []
    if rewrite:
        desk.golden.write_text(text, "utf-8")
    assert text == desk.golden.read_text("utf-8"), f"pytest {HERE.parent} --rewrite writes it anew"
