"""Opening the bot's account: token and address in; bot, channel, updates and our name out.

Not here: polling itself (poller), the webhook (webhook), the list of commands (commands).
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import structlog
from telegram import Bot
from telegram.error import InvalidToken, RetryAfter
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from bot.errors import StartRefused
from bot.settings import TELEGRAM
from bot.telegram.channel import TelegramChannel
from bot.telegram.inbound import ALLOWED_UPDATES
from bot.telegram.transport import AiohttpRequest, NoAnswer, seconds_of

log = structlog.get_logger(__name__)

TRIES = 5
POLL_SPARE = 15.0  # seconds that a long poll may take beyond what it asked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """The open account. username without @, "" where the server gives the bot none; id: the bot's own."""

    bot: Bot
    channel: TelegramChannel
    username: str
    id: int
    transport: AiohttpRequest

    async def updates(self, offset: int | None, wait: float) -> list[dict[str, Any]]:
        """Updates from `offset` on, as Telegram sent them, waiting up to `wait` seconds for one.

        Raises what python-telegram-bot raises. Its own getUpdates is passed by: it makes objects of them, and what it
        does not know yet would be lost.
        """
        asked: dict[str, object] = {"timeout": math.ceil(wait), "allowed_updates": list(ALLOWED_UPDATES)}
        if offset is not None:
            asked["offset"] = offset
        answer = await self.transport.post(
            f"{self.bot.base_url}/getUpdates",
            RequestData([RequestParameter.from_input(key, value) for key, value in asked.items()]),
            read_timeout=wait + POLL_SPARE,
        )
        if not isinstance(answer, list):
            raise NoAnswer("getUpdates gave no list")
        return [update for update in answer if isinstance(update, dict)]


@asynccontextmanager
async def open_door(
    *, token: str, api: str = TELEGRAM, trust_env: bool = False, pause: float = 1.0
) -> AsyncIterator[Door]:
    """Open the account and close it at the end.

    api: the Bot API's base URL, without "/bot". pause: seconds after a first failure to reach it, doubling; five tries.
    Raises StartRefused when the token is wrong or Telegram cannot be reached.
    """
    api = api.rstrip("/")
    transport = AiohttpRequest(trust_env=trust_env)
    try:
        bot = Bot(
            token,
            base_url=f"{api}/bot",
            base_file_url=f"{api}/file/bot",
            request=transport,
            get_updates_request=transport,
        )
    except InvalidToken:
        raise _wrong_token() from None
    try:
        await _enter(bot, api, pause)
        yield Door(
            bot=bot,
            channel=TelegramChannel(bot),
            username=bot.username or "",
            id=bot.id,
            transport=transport,
        )
    finally:
        await bot.shutdown()


async def _enter(bot: Bot, api: str, pause: float) -> None:
    for tried in range(1, TRIES + 1):
        try:
            await bot.initialize()
        except InvalidToken:
            raise _wrong_token() from None  # the library's own message holds the token
        except Exception as error:  # no network, or something there that is not Telegram
            if tried == TRIES:
                raise StartRefused(
                    why=f"{api} cannot be reached ({error})",
                    remedy="Check the network, and REISGENOOT_TELEGRAM_API if you set it.",
                ) from error
            wait = pause * 2 ** (tried - 1)
            if isinstance(error, RetryAfter):
                wait = max(wait, seconds_of(error))
            log.warning("Telegram cannot be reached yet.", action="door_closed", why=str(error), pause=wait)
            await asyncio.sleep(wait)
        else:
            log.info("Telegram knows us.", action="door_opened", username=bot.username)
            return


def _wrong_token() -> StartRefused:
    return StartRefused(
        why="Telegram does not accept the bot's token",
        remedy="Set REISGENOOT_TELEGRAM_TOKEN to the token that @BotFather shows.",
    )
