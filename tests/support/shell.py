"""`reisgenoot` typed in a folder of its own, in this process: what it says and its exit code.

Not here: commands in a process of their own (commands).
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import structlog

from bot.cli import main


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """How a command ended."""

    code: int
    out: str
    err: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shell:
    """Types commands in `folder`, where no setting is set but those of `set`."""

    folder: Path
    monkeypatch: pytest.MonkeyPatch
    capsys: pytest.CaptureFixture[str]

    def set(self, **settings: str) -> None:
        """From now on these settings are in the environment."""
        for name, value in settings.items():
            self.monkeypatch.setenv(f"REISGENOOT_{name.upper()}", value)

    def __call__(self, *arguments: str) -> Said:
        """Type a command. Whatever it raises beside its end fails the test: that would be a traceback."""
        self.monkeypatch.setattr(sys, "argv", ["reisgenoot", *arguments])
        self.capsys.readouterr()
        code = 0
        try:
            main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
        told = self.capsys.readouterr()
        assert "Traceback" not in told.err
        return Said(code=code, out=told.out, err=told.err)

    def write(self, name: str, data: bytes) -> str:
        """A file in the folder; gives its name."""
        (self.folder / name).write_bytes(data)
        return name


@pytest.fixture
def shell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Shell]:
    """A shell in an empty folder, without settings; wide, so that messages are not broken into lines."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    before = structlog.get_config()
    levels = {name: logging.getLogger(name).level for name in ("httpx", "httpcore", "apscheduler", "taskiq")}
    yield Shell(folder=tmp_path, monkeypatch=monkeypatch, capsys=capsys)
    structlog.configure(**before)
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)
