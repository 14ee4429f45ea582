"""A rehearsal depends on its file alone: not on settings, time zone, folder, hash seed or an earlier run."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from pathlib import Path

from tests.stories.contract import violations
from tests.stories.story import HERE

FAMILY = {"Ann de Vries", "Bruno de Vries", "Chiara de Vries", "Dan de Vries"}
RUN = "from bot.cli import main; main()"
HOSTILE = {
    "REISGENOOT_DATABASE": "postgresql+asyncpg://nobody@127.0.0.1:1/nothing",
    "REISGENOOT_TELEGRAM_TOKEN": "no token",
    "REISGENOOT_TELEGRAM_API": "::",
    "REISGENOOT_PUBLIC_URL": "nonsense",
    "REISGENOOT_WEB_PORT": "minus one",
    "REISGENOOT_CONTENT": "/nowhere/at/all",
    "REISGENOOT_AGENCY_ZONE": "Mars/Olympus",
    "REISGENOOT_AGENCY": "{",
    "REISGENOOT_LOCALE": "xx",
    "REISGENOOT_LOG_LEVEL": "LOUD",
    "TZ": "Pacific/Kiritimati",
    "LANG": "C",
    "PYTHONHASHSEED": "1",
}


async def _rehearse(
    paper: Path, folder: Path, env: dict[str, str], *options: str
) -> tuple[int, bytes, bytes]:
    """(exit code, standard output, standard error) of the command, run in `folder`."""
    house = str(HERE.parent.parent)
    base = {key: value for key, value in os.environ.items() if not key.startswith("REISGENOOT_")}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        RUN,
        "rehearse",
        str(paper),
        *options,
        cwd=folder,
        env={**base, "PYTHONPATH": house, **env},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate()
    return process.returncode or 0, out, err


async def test_the_surroundings_do_not_matter(tmp_path: Path) -> None:
    """Hostile settings, another clock and a folder that cannot be written give the same bytes, and leave nothing."""
    paper = HERE / "family_each.csv"
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o555)
    first, second = await asyncio.gather(
        _rehearse(paper, HERE, {"PYTHONHASHSEED": "2", "TZ": "UTC"}, "--json"),
        _rehearse(paper, closed, HOSTILE, "--json"),
    )
    assert first == second
    assert (first[0], first[2]) == (0, b"")
    assert list(closed.iterdir()) == []
    (trip,) = json.loads(first[1])["trips"]
    assert violations(trip, names=FAMILY) == []


async def test_the_command_prints_the_golden_transcript() -> None:
    """What the command prints for people is the story as it is told here, on every run."""
    paper = HERE / "italy_three_stays.csv"
    code, out, err = await _rehearse(paper, HERE, {}, "--locale", "nl")
    assert (code, err) == (0, b"")
    assert out.decode().rstrip("\n") == (HERE / "italy_three_stays.txt").read_text("utf-8").rstrip("\n")
