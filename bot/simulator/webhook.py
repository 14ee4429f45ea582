"""The webhook: updates go to an address on this computer by HTTP POST, with the secret, and again when that fails.

Not here: polling (updates).
"""

from __future__ import annotations

import asyncio
import re
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from bot.simulator.errors import bad_request
from bot.simulator.params import Params
from bot.simulator.world import World

Json = dict[str, Any]
LONGEST_WAIT = 120.0
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class Webhook:
    """Sets, tells and serves the webhook. first_wait: seconds before the second retry; it doubles up to 120 s."""

    def __init__(self, world: World, *, first_wait: float = 2.0, patience: float = 60.0) -> None:
        self.world = world
        self.first_wait = first_wait
        self.patience = patience
        self.secret = ""
        self.most = 40
        self.last_error = ""
        self.last_error_at = 0
        self._task: asyncio.Task[None] | None = None

    async def set(self, params: Params) -> bool:
        """setWebhook. Unlike Telegram's servers it takes plain HTTP, and nothing beyond this computer."""
        url = params.text("url")
        if not url:
            return await self.delete(params)
        secret = params.text("secret_token")
        if secret and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
            raise bad_request("secret token contains unallowed characters")
        try:
            parts = urlsplit(url)
        except ValueError:
            raise bad_request("bad webhook: Invalid HTTPS url") from None
        if parts.scheme not in ("http", "https"):
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        if parts.hostname not in LOOPBACK:
            raise bad_request("bad webhook: Failed to resolve host: Name or service not known")
        await self.stop()
        self._forget(params)
        self.world.updates.allow(params.structure("allowed_updates"))
        self.world.updates.webhook_url = url
        self.secret = secret
        self.most = params.integer("max_connections", 40)
        self._task = asyncio.create_task(self._serve(url), name="simulator-webhook")
        return True

    async def delete(self, params: Params) -> bool:
        """deleteWebhook."""
        await self.stop()
        self.world.updates.webhook_url = ""
        self._forget(params)
        return True

    def info(self) -> Json:
        """getWebhookInfo."""
        updates = self.world.updates
        told: Json = {
            "url": updates.webhook_url,
            "has_custom_certificate": False,
            "pending_update_count": len(updates.pending),
        }
        if updates.webhook_url:
            told["max_connections"] = self.most
        if self.last_error:
            told |= {"last_error_date": self.last_error_at, "last_error_message": self.last_error}
        if updates.allowed is not None:
            told["allowed_updates"] = sorted(updates.allowed)
        return told

    async def stop(self) -> None:
        """Stop delivering; what waits keeps waiting."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
            self._task = None

    def _forget(self, params: Params) -> None:
        self.last_error = ""
        if params.flag("drop_pending_updates"):
            self.world.updates.pending.clear()

    async def _serve(self, url: str) -> None:
        """Deliver chats side by side, each chat's updates in order and one at a time."""
        updates = self.world.updates
        headers = {"X-Telegram-Bot-Api-Secret-Token": self.secret} if self.secret else {}
        timeout = aiohttp.ClientTimeout(total=self.patience)
        lanes: dict[int, asyncio.Task[None]] = {}
        async with aiohttp.ClientSession(timeout=timeout, headers=headers) as session:
            try:
                while True:
                    updates.arrived.clear()
                    for update in list(updates.pending):
                        chat = _chat(update)
                        if (chat not in lanes or lanes[chat].done()) and len(lanes) < self.most:
                            lanes[chat] = asyncio.create_task(self._lane(session, url, update))
                    added = asyncio.create_task(updates.arrived.wait())
                    await asyncio.wait([added, *lanes.values()], return_when=asyncio.FIRST_COMPLETED)
                    added.cancel()
                    lanes = {chat: lane for chat, lane in lanes.items() if not lane.done()}
            finally:
                for lane in lanes.values():
                    lane.cancel()

    async def _lane(self, session: aiohttp.ClientSession, url: str, update: Json) -> None:
        """One update until it is taken: again at once, then after 2, 4, 8 … 120 seconds."""
        wait = 0.0
        while not await self._deliver(session, url, update):
            await asyncio.sleep(wait)
            wait = min(max(wait * 2, self.first_wait), LONGEST_WAIT)
        self.world.updates.done(update)

    async def _deliver(self, session: aiohttp.ClientSession, url: str, update: Json) -> bool:
        try:
            async with session.post(url, json=update, allow_redirects=False) as answer:
                if answer.status // 100 == 2:
                    return True
                self.last_error = f"Wrong response from the webhook: {answer.status} {answer.reason}"
        except TimeoutError:
            self.last_error = "Read timeout expired"
        except aiohttp.ClientError:
            self.last_error = "Connection refused"
        self.last_error_at = int(self.world.now().timestamp())
        return False


def _chat(update: Json) -> int:
    """Whose queue this update stands in; what belongs to no chat shares one."""
    payload: Json = next((value for key, value in update.items() if key != "update_id"), {})
    chat = payload.get("chat") or payload.get("message", {}).get("chat") or {}
    return int(chat.get("id", 0))
