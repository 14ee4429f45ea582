"""Telling Telegram where to bring updates, and knowing that it is Telegram who brings them.

Not here: the route itself (bot.web) and reading an update (inbound).
"""

from __future__ import annotations

import hmac

from telegram import Bot

from bot.telegram.channel import translated
from bot.telegram.inbound import ALLOWED_UPDATES

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"


async def set_webhook(bot: Bot, url: str, secret: str) -> None:
    """Have updates brought to `url` (https), each with the secret (1-256 of A-Z a-z 0-9 _ -) in SECRET_HEADER.

    Raises the ChannelError family of bot.errors.
    """
    with translated():
        await bot.set_webhook(
            url, secret_token=secret, allowed_updates=ALLOWED_UPDATES, drop_pending_updates=False
        )


async def delete_webhook(bot: Bot) -> None:
    """Have updates kept for polling; those that wait are not dropped. Raises the ChannelError family of bot.errors."""
    with translated():
        await bot.delete_webhook(drop_pending_updates=False)


def secret_matches(given: str | None, expected: str) -> bool:
    """Whether a request carries our secret; takes as long for a near miss as for a far one. No secret matches none."""
    if given is None or not expected:
        return False
    return hmac.compare_digest(given.encode("utf-8", "replace"), expected.encode("utf-8", "replace"))
