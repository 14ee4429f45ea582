"""How many messages a second leave: python-telegram-bot over its own transport and over ours, in turn, in one run.

    python tests/bench/sending.py [--short]

The bare Telegram answers after 50 ms from a process of its own. Both sides keep 256 messages in flight. The figure that
counts is the ratio of the two (wanted: at least 5); the exit code says whether it was reached, unless --short, which
only shows that the bench runs. At most about a minute.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from telegram import Bot  # noqa: E402 - the repository's root comes first
from telegram.request import BaseRequest, HTTPXRequest  # noqa: E402

from bot.telegram.channel import TelegramChannel  # noqa: E402
from bot.telegram.transport import AiohttpRequest  # noqa: E402
from flows.talk.message import Button, OutgoingMessage  # noqa: E402
from tests.support.bare_telegram import TOKEN, BareTelegram  # noqa: E402

IN_FLIGHT = 256
LATENCY = 0.05
WANTED = 5.0
MESSAGE = OutgoingMessage(
    text="Good morning, Ann! Your train to <b>Florence</b> leaves at 10:35 from platform 12.",
    buttons=((Button(label="Got it", token="k3"), Button(label="Ask us", token="k4")),),
)


async def serve() -> None:
    """Be the server: print the address, then answer until standard input ends."""
    async with BareTelegram(latency=LATENCY, remember=False) as telegram:
        print(telegram.url, flush=True)
        await asyncio.to_thread(sys.stdin.read)


async def rate(channel: TelegramChannel, messages: int) -> float:
    """Messages a second for so many, 256 in flight."""
    left = iter(range(messages))

    async def work() -> None:
        for number in left:
            await channel.send(4000 + number, MESSAGE)

    began = time.perf_counter()
    await asyncio.gather(*(work() for _ in range(IN_FLIGHT)))
    return messages / (time.perf_counter() - began)


async def compare(url: str, rounds: int, seconds: float) -> float:
    """Run both in turn and print what they reach; the ratio of the medians."""
    # Patient time-outs for the default, so that it is measured and not broken off.
    theirs = HTTPXRequest(
        connection_pool_size=IN_FLIGHT, read_timeout=60, connect_timeout=60, pool_timeout=60
    )
    ours = AiohttpRequest()
    reached: dict[str, list[float]] = {"default": [], "ours": []}
    async with theirs, ours:
        channels = {name: channel(url, request) for name, request in (("default", theirs), ("ours", ours))}
        # The first pass opens the connections; a second says how many messages fill the time.
        pace = {name: await rate(channels[name], IN_FLIGHT) for name in channels}
        if rounds > 1:
            pace = {name: await rate(channels[name], 2 * IN_FLIGHT) for name in channels}
        for number in range(1, rounds + 1):
            for name in channels:
                reached[name].append(await rate(channels[name], max(IN_FLIGHT, int(pace[name] * seconds))))
            print(
                f"round {number}: default {reached['default'][-1]:7.0f}/s   ours {reached['ours'][-1]:7.0f}/s"
            )
    default, own = (statistics.median(reached[name]) for name in ("default", "ours"))
    print(
        f"median:  default {default:7.0f}/s   ours {own:7.0f}/s   ratio {own / default:.1f} (wanted {WANTED:g})"
    )
    return own / default


def channel(url: str, request: BaseRequest) -> TelegramChannel:
    """The same bot and channel over this transport."""
    return TelegramChannel(Bot(TOKEN, base_url=f"{url}/bot", request=request, get_updates_request=request))


def main() -> int:
    """Start the server, compare, stop it."""
    words = argparse.ArgumentParser(
        description="Messages a second, python-telegram-bot's transport against ours."
    )
    words.add_argument("--short", action="store_true", help="one small round, no verdict")
    words.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    asked = words.parse_args()
    if asked.serve:
        asyncio.run(serve())
        return 0
    command = [sys.executable, str(Path(__file__).resolve()), "--serve"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None and server.stdin is not None
        url = server.stdout.readline().strip()
        rounds, seconds = (1, 0.5) if asked.short else (5, 4.0)
        ratio = asyncio.run(compare(url, rounds, seconds))
        server.stdin.close()
    return 0 if asked.short or ratio >= WANTED else 1


if __name__ == "__main__":
    sys.exit(main())
