"""What the tests of the Telegram door share: a bare Telegram on loopback, and the door opened to it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.telegram.door import Door, open_door
from tests.support.bare_telegram import TOKEN, BareTelegram


@pytest.fixture
async def telegram() -> AsyncIterator[BareTelegram]:
    """A bare Bot API on loopback."""
    async with BareTelegram() as server:
        yield server


@pytest.fixture
async def door(telegram: BareTelegram) -> AsyncIterator[Door]:
    """The account, open."""
    async with open_door(token=TOKEN, api=telegram.url, pause=0.01) as opened:
        yield opened
