"""Files as Telegram keeps them: sendDocument, sendPhoto, getFile, and what a file_id names.

A file_id is good for its own kind only, as with Telegram: a photo's cannot be sent as a document. Not here: captions and
replies (messages), what persons send (people), downloads over HTTP (api for the bot, page for a person).
"""

from __future__ import annotations

import hashlib
import mimetypes
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.simulator.errors import ApiRefusal, bad_request

if TYPE_CHECKING:
    from bot.simulator.params import Params
    from bot.simulator.world import World

Json = dict[str, Any]
LARGEST = {"document": 50 * 1024 * 1024, "photo": 10 * 1024 * 1024}
LARGEST_DOWNLOAD = 20 * 1024 * 1024
PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
USUAL = (1280, 960)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """One file. kind: document or photo. unique_id stays the same when the same bytes come again."""

    file_id: str
    unique_id: str
    kind: str
    name: str
    mime: str
    content: bytes

    @property
    def path(self) -> str:
        """Where getFile says that it can be fetched."""
        return f"{self.kind}s/file_{self.unique_id}"

    def as_api(self) -> Json:
        """What a message holds of it: {"document": Document} or {"photo": [PhotoSize]}."""
        told: Json = {
            "file_id": self.file_id,
            "file_unique_id": self.unique_id,
            "file_size": len(self.content),
        }
        if self.kind == "photo":
            width, height = _size(self.content)
            return {"photo": [{**told, "width": width, "height": height}]}
        return {"document": {**told, "file_name": self.name, "mime_type": self.mime}}


def keep(world: World, kind: str, name: str, content: bytes, mime: str = "") -> StoredFile:
    """Keep an upload under a new file_id. Raises ApiRefusal for one that is empty, too large or no picture."""
    if not content:
        raise bad_request("file must be non-empty")
    if len(content) > LARGEST[kind]:
        raise ApiRefusal(413, "Request Entity Too Large")
    if kind == "photo" and not content.startswith((PNG, JPEG)):
        raise bad_request("IMAGE_PROCESS_FAILED")
    known = mime or mimetypes.guess_type(name, strict=False)[0] or "application/octet-stream"
    unique = hashlib.sha256(content).hexdigest()[:16]
    number = len(world.files) + 1
    start = "BQACAgIAAx" if kind == "document" else "AgACAgIAAx"
    file = StoredFile(
        file_id=f"{start}{number:06d}{unique}",
        unique_id=f"AQAD{unique}",
        kind=kind,
        name=name,
        mime=known,
        content=content,
    )
    world.files[file.file_id] = file
    return file


def taken(world: World, params: Params, kind: str) -> StoredFile:
    """The file of a call: a new upload, or one that a file_id of the same kind names. Addresses are not fetched."""
    given = params.values.get(kind)
    upload = params.upload(kind)
    if upload is not None:
        return keep(world, kind, upload.filename or kind, upload.content)
    if not isinstance(given, str) or not given.strip():
        raise bad_request(f"there is no {kind} in the request")
    if "://" in given:
        raise bad_request("failed to get HTTP URL content")
    held = world.files.get(given)
    if held is None:
        raise bad_request("wrong remote file identifier specified: Wrong character in the string")
    if held.kind != kind:
        raise bad_request(f"can't use file of type {held.kind.capitalize()} as {kind.capitalize()}")
    return held


def get_file(world: World, params: Params) -> Json:
    """getFile: where a file of up to 20 MB can be fetched."""
    held = world.files.get(params.text("file_id"))
    if held is None:
        raise bad_request("invalid file_id")
    if len(held.content) > LARGEST_DOWNLOAD:
        raise bad_request("file is too big")
    return {
        "file_id": held.file_id,
        "file_unique_id": held.unique_id,
        "file_size": len(held.content),
        "file_path": held.path,
    }


def _size(content: bytes) -> tuple[int, int]:
    """Width and height of a PNG; those of a usual picture for others."""
    if content.startswith(PNG) and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return int(width), int(height)
    return USUAL
