"""The parameters of one Bot API call, whether they came as query, form, multipart or JSON."""

from __future__ import annotations

import json
from typing import Any

from aiohttp import web

from bot.simulator.errors import bad_request

Json = dict[str, Any]
STRUCTURES = {
    "reply_markup", "reply_parameters", "entities", "allowed_updates", "commands", "scope", "link_preview_options", "menu_button",
}  # fmt: skip


class Params:
    """Typed access; what is missing has a default, what is malformed raises ApiRefusal (400)."""

    def __init__(self, values: Json) -> None:
        self.values = values

    def text(self, name: str, default: str = "") -> str:
        """A string; numbers are taken as Telegram does."""
        value = self.values.get(name)
        if value is None:
            return default
        if isinstance(value, dict | list):
            raise bad_request(f'field "{name}" must be of type String')
        return str(value)

    def integer(self, name: str, default: int = 0) -> int:
        """An integer, given as number or string; what is none counts as the default."""
        value = str(self.values.get(name, "")).strip()
        return int(value) if value.lstrip("-").isdigit() else default

    def flag(self, name: str) -> bool:
        """True for true, 1 and yes."""
        return str(self.values.get(name, "")).lower() in ("true", "1", "yes")

    def structure(self, name: str) -> Any:
        """A JSON value, given as such or as its text; None when absent."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value.strip():
            return None
        try:
            return json.loads(value)
        except ValueError:
            what = {"reply_markup": "reply keyboard markup", "reply_parameters": "reply parameters"}.get(
                name, name
            )
            raise bad_request(f"can't parse {what} JSON object") from None


async def read(request: web.Request) -> Params:
    """Everything a request brings; the body wins over the query. Raises ApiRefusal (400) for broken JSON."""
    values: Json = dict(request.query)
    if request.content_type == "application/json":
        body = await request.read()
        try:
            given = json.loads(body) if body.strip() else {}
        except ValueError:
            raise bad_request("can't parse JSON object") from None
        if not isinstance(given, dict):
            raise bad_request("object expected as request body")
        values.update(given)
    elif request.content_type in ("application/x-www-form-urlencoded", "multipart/form-data"):
        values.update(await request.post())
    return Params(values)


def recorded(params: Params) -> Json:
    """The call as tests want to read it: structures parsed."""
    return {
        name: params.structure(name) if name in STRUCTURES else value for name, value in params.values.items()
    }
