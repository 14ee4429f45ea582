"""Telling Telegram where to bring updates.

Not here: the route, which knows Telegram by the secret (bot.web), and reading an update (inbound).
"""

from __future__ import annotations

from telegram import Bot

from bot.telegram.channel import translated
from bot.telegram.inbound import ALLOWED_UPDATES


async def set_webhook(bot: Bot, url: str, secret: str) -> None:
    """Have updates brought to `url` (https), each with the secret (1-256 of A-Z a-z 0-9 _ -).

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
