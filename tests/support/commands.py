"""`reisgenoot` as a process of its own: a command to its end, or the bot that runs until it is stopped or killed.

Only settings that are given reach it. Not here: the bot in the test's own process (road).
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import SecretStr

from bot.settings import Settings

HOUSE = Path(__file__).parents[2]
START = "import sys; from bot.cli import main; sys.argv[0] = 'reisgenoot'; main()"
PATIENCE = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """How a command ended: its exit code and what it wrote."""

    code: int
    out: str
    err: str


def environment(settings: Settings | None = None, **given: str) -> dict[str, str]:
    """The environment of a process: how to find our code, and settings as variables; nothing else of this machine's."""
    kept = {"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(HOUSE), "PYTHONWARNINGS": "error"}
    if settings is not None:
        for name in settings.model_fields_set:
            value = getattr(settings, name)
            kept[f"REISGENOOT_{name.upper()}"] = (
                value.get_secret_value() if isinstance(value, SecretStr) else str(value)
            )
    return kept | {f"REISGENOOT_{name.upper()}": value for name, value in given.items()}


async def command(
    *arguments: str, settings: Settings | None = None, cwd: Path | None = None, **given: str
) -> Told:
    """Run one command to its end. given: settings by name (database="sqlite+aiosqlite:///…")."""
    process = await _started(arguments, environment(settings, **given), cwd)
    try:
        out, err = await asyncio.wait_for(process.communicate(), PATIENCE)
    except TimeoutError:
        process.kill()
        await process.wait()
        raise
    assert process.returncode is not None
    return Told(code=process.returncode, out=out.decode(), err=err.decode())


@dataclass(kw_only=True)
class Running:
    """`reisgenoot run` in a process; err grows as it logs."""

    process: asyncio.subprocess.Process
    err: list[str] = field(default_factory=list)

    async def logs(self, action: str, *, within: float = PATIENCE) -> str:
        """Wait for a log line with this action."""
        async with asyncio.timeout(within):
            while True:
                found = [line for line in self.err if f'"{action}"' in line]
                if found:
                    return found[-1]
                if self.process.returncode is not None:
                    raise AssertionError("it ended:\n" + "".join(self.err))
                await asyncio.sleep(0.02)

    async def kill(self) -> None:
        """kill -9."""
        self.process.send_signal(signal.SIGKILL)
        await self.process.wait()

    async def stop(self, *, within: float = 15.0) -> int:
        """SIGTERM, and its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return await asyncio.wait_for(self.process.wait(), within)


@asynccontextmanager
async def running_process(settings: Settings, *, cwd: Path, **given: str) -> AsyncIterator[Running]:
    """`reisgenoot run` with these settings, logging JSON; killed at the end if it still runs."""
    process = await _started(("run",), environment(settings, log_json="true", **given), cwd)
    bot = Running(process=process)

    async def read() -> None:
        assert process.stderr is not None
        async for line in process.stderr:
            bot.err.append(line.decode())

    reading = asyncio.create_task(read())
    try:
        yield bot
    finally:
        if process.returncode is None:
            await bot.kill()
        await reading
        assert process.stdout is not None
        await process.stdout.read()


async def _started(
    arguments: tuple[str, ...], variables: Mapping[str, str], cwd: Path | None
) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        START,
        *arguments,
        env=dict(variables),
        cwd=cwd,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
