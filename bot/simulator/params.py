"""The parameters of one Bot API call, whether they came as query, form, multipart or JSON."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from bot.simulator.errors import bad_request

Json = dict[str, Any]
STRUCTURES = {
    "reply_markup", "reply_parameters", "entities", "caption_entities", "allowed_updates", "commands", "scope", "link_preview_options", "menu_button",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """One file of a multipart request."""

    filename: str
    content: bytes


class Params:
    """Typed access; what is missing has a default, what is malformed raises ApiRefusal (400)."""

    def __init__(self, values: Json) -> None:
        self.values = values

    def text(self, name: str, default: str = "") -> str:
        """A string; numbers are taken as Telegram does."""
        value = self.values.get(name)
        if value is None:
            return default
        if isinstance(value, dict | list | Upload):
            raise bad_request(f'field "{name}" must be of type String')
        return str(value)

    def integer(self, name: str, default: int = 0) -> int:
        """An integer, given as number or string; what is none counts as the default."""
        value = str(self.values.get(name, "")).strip()
        return int(value) if value.lstrip("-").isdigit() else default

    def upload(self, name: str) -> Upload | None:
        """The uploaded file under this name, or the one that it points to by attach://; None when there is none."""
        value = self.values.get(name)
        if isinstance(value, str) and value.startswith("attach://"):
            value = self.values.get(value.removeprefix("attach://"))
        return value if isinstance(value, Upload) else None

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
        for name, value in (await request.post()).items():
            if isinstance(value, web.FileField):
                values[name] = Upload(filename=value.filename, content=value.file.read())
                value.file.close()
            else:
                values[name] = value
    return Params(values)


def recorded(params: Params) -> Json:
    """The call as tests want to read it: structures parsed, of an upload its name and size."""
    return {name: _read(params, name, value) for name, value in params.values.items()}


def _read(params: Params, name: str, value: Any) -> Any:
    if isinstance(value, Upload):
        return {"filename": value.filename, "size": len(value.content)}
    return params.structure(name) if name in STRUCTURES else value
