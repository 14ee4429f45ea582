"""The Bot API over HTTP: `/bot<token>/<method>`. Finds the method, meets faults and limits, wraps the answer.

Not here: what the methods do (messages, files, callbacks, profile, updates, webhook).
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from functools import partial
from typing import Any

from aiohttp import web

from bot.simulator import callbacks, files, messages, profile
from bot.simulator.errors import ApiRefusal
from bot.simulator.faults import Fault, Faults, Ordered
from bot.simulator.pace import Pace, too_many
from bot.simulator.params import Params, read, recorded
from bot.simulator.webhook import Webhook
from bot.simulator.world import World

Json = dict[str, Any]
METHODS: dict[str, Callable[[World, Params], Any]] = {
    "getMe": profile.get_me,
    "sendMessage": messages.send_message,
    "sendDocument": messages.send_document,
    "sendPhoto": messages.send_photo,
    "getFile": files.get_file,
    "editMessageText": messages.edit_message_text,
    "editMessageReplyMarkup": messages.edit_message_reply_markup,
    "deleteMessage": messages.delete_message,
    "pinChatMessage": messages.pin_chat_message,
    "unpinChatMessage": messages.unpin_chat_message,
    "sendChatAction": messages.send_chat_action,
    "answerCallbackQuery": callbacks.answer_callback_query,
    "setMyCommands": profile.set_my_commands,
    "deleteMyCommands": profile.delete_my_commands,
    "getMyCommands": profile.get_my_commands,
    "setChatMenuButton": profile.set_chat_menu_button,
    "getChatMenuButton": profile.get_chat_menu_button,
    "getChat": profile.get_chat,
    "getChatMember": profile.get_chat_member,
    "setMyName": lambda world, params: profile.set_about(world, "name", params),
    "setMyDescription": lambda world, params: profile.set_about(world, "description", params),
    "setMyShortDescription": lambda world, params: profile.set_about(world, "short_description", params),
    "getMyName": lambda world, params: profile.get_about(world, "name", params),
    "getMyDescription": lambda world, params: profile.get_about(world, "description", params),
    "getMyShortDescription": lambda world, params: profile.get_about(world, "short_description", params),
}
BY_NAME = {name.lower(): (name, method) for name, method in METHODS.items()}
WAITING = {
    name.lower(): name
    for name in ("getUpdates", "setWebhook", "deleteWebhook", "getWebhookInfo", "logOut", "close")
}
PACED = frozenset({"sendMessage", "sendDocument", "sendPhoto"})


class BotApi:
    """The Bot API of one bot over a world. calls on `world.calls` are (method, parameters), polls left out."""

    def __init__(self, world: World, token: str, *, pace: Pace, faults: Faults, webhook: Webhook) -> None:
        self.world = world
        self.token = token
        self.pace = pace
        self.faults = faults
        self.webhook = webhook
        self.closing = asyncio.Event()

    def routes(self) -> list[web.RouteDef]:
        """Where the API is served."""
        return [
            web.route("*", r"/bot{token:[^/]+}/{method}", self.answer),
            web.get(r"/file/bot{token:[^/]+}/{path:.+}", self.download),
        ]

    async def download(self, request: web.Request) -> web.Response:
        """The bytes that getFile points to."""
        if request.match_info["token"] != self.token:
            return _refused(ApiRefusal(401, "Unauthorized"))
        path = request.match_info["path"]
        held = next((file for file in self.world.files.values() if file.path == path), None)
        if held is None:
            return _refused(ApiRefusal(404, "Not Found"))
        return web.Response(body=held.content, content_type="application/octet-stream")

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """One call, answered as Telegram would."""
        token, name = request.match_info["token"], request.match_info["method"]
        if not re.fullmatch(r"\d+:[\w-]+", token):
            return _refused(ApiRefusal(404, "Not Found"))
        if token != self.token:
            return _refused(ApiRefusal(401, "Unauthorized"))
        try:
            fault = self.faults.take(name)
            if fault is not None:
                await self._before(fault, request)
            params = await read(request)
            result = await self.call(name, params)
        except ApiRefusal as refusal:
            return _refused(refusal)
        if fault is not None and fault.kind is Fault.CUT_AFTER:
            _cut(request)
        if fault is not None and fault.kind is Fault.HANG_AFTER:
            await self._hang(request)
        return web.json_response({"ok": True, "result": result})

    async def call(self, name: str, params: Params) -> Any:
        """Do one method. Raises ApiRefusal."""
        key = name.lower()
        if key in WAITING:
            return await self._waiting(WAITING[key], params)
        if key not in BY_NAME:
            raise ApiRefusal(404, "Not Found: method not found")
        method, work = BY_NAME[key]
        do = partial(work, self.world, params)
        self.world.calls.append((method, recorded(params)))
        if method in PACED:
            self.pace.take(messages.open_chat(self.world, params).id)
        return do()

    async def _waiting(self, method: str, params: Params) -> Any:
        updates = self.world.updates
        if method == "getUpdates":
            updates.allow(params.structure("allowed_updates"))
            return await updates.poll(
                offset=params.integer("offset"),
                limit=params.integer("limit", 100),
                patience=params.integer("timeout"),
            )
        self.world.calls.append((method, recorded(params)))
        if method == "setWebhook":
            return await self.webhook.set(params)
        if method == "deleteWebhook":
            return await self.webhook.delete(params)
        return self.webhook.info() if method == "getWebhookInfo" else True

    async def _before(self, fault: Ordered, request: web.Request) -> None:
        if fault.kind is Fault.TOO_MANY:
            raise too_many(fault.retry_after)
        if fault.kind is Fault.ERROR:
            raise ApiRefusal(500, "Internal Server Error")
        if fault.kind is Fault.CUT_BEFORE:
            _cut(request)
        if fault.kind is Fault.HANG:
            await self._hang(request)

    async def _hang(self, request: web.Request) -> None:
        """Say nothing until the server stops or the client goes."""
        await self.closing.wait()
        _cut(request)


def _cut(request: web.Request) -> None:
    """Break the connection without an answer."""
    if request.transport is not None:
        request.transport.abort()
    raise asyncio.CancelledError


def _refused(refusal: ApiRefusal) -> web.Response:
    body: Json = {"ok": False, "error_code": refusal.code, "description": refusal.description}
    if refusal.parameters:
        body["parameters"] = dict(refusal.parameters)
    return web.json_response(body, status=refusal.code)
