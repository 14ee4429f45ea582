"""Files as strict as Telegram's: what is refused, what comes back, and what a person can save from the page."""

from __future__ import annotations

import io
from typing import Any

import aiohttp
import pytest

from tests.bot.simulator.conftest import Town

PNG = b"\x89PNG\r\n\x1a\n" + bytes(8) + (640).to_bytes(4, "big") + (480).to_bytes(4, "big") + bytes(20)


async def upload(town: Town, method: str, name: str, content: bytes, **values: str) -> dict[str, Any]:
    """A multipart call, as a bot's library makes it."""
    form = aiohttp.FormData(quote_fields=False)
    for field, value in {"chat_id": str(town.ann.id), **values}.items():
        form.add_field(field, value)
    form.add_field("document" if method == "sendDocument" else "photo", io.BytesIO(content), filename=name)
    async with town.bot.session.post(f"{town.bot.base}/{method}", data=form) as answer:
        body: dict[str, Any] = await answer.json()
        return body


async def test_an_upload_comes_back_with_name_type_size_and_ids(town: Town) -> None:
    """The same bytes have the same lasting id and another file_id."""
    first = (await upload(town, "sendDocument", "bon réservé.pdf", b"%PDF"))["result"]["document"]
    second = (await upload(town, "sendDocument", "b.pdf", b"%PDF"))["result"]["document"]
    assert (first["file_name"], first["mime_type"], first["file_size"]) == (
        "bon réservé.pdf",
        "application/pdf",
        4,
    )
    assert first["file_unique_id"] == second["file_unique_id"]
    assert first["file_id"] != second["file_id"]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"document": "BQAnonsense"}, "Bad Request: wrong remote file identifier specified"),
        ({"document": "https://example.org/a.pdf"}, "Bad Request: failed to get HTTP URL content"),
        ({}, "Bad Request: there is no document in the request"),
    ],
)
async def test_what_names_no_file_is_refused(town: Town, values: dict[str, str], expected: str) -> None:
    """An unknown id, an address (nothing is fetched), nothing at all."""
    assert (await town.bot.refused("sendDocument", chat_id=town.ann.id, **values)).startswith(expected)


async def test_limits_are_telegrams(town: Town) -> None:
    """Nothing empty, 10 MB for a photo and nothing that is no picture, 1,024 units of caption."""
    refused = [
        await upload(town, "sendDocument", "a.pdf", b""),
        await upload(town, "sendPhoto", "a.png", b"no picture"),
        await upload(town, "sendPhoto", "a.png", PNG + bytes(10 * 1024 * 1024)),
        await upload(town, "sendDocument", "a.pdf", b"x", caption="a" * 1025),
    ]
    assert [(one["error_code"], one["description"]) for one in refused] == [
        (400, "Bad Request: file must be non-empty"),
        (400, "Bad Request: IMAGE_PROCESS_FAILED"),
        (413, "Request Entity Too Large"),
        (400, "Bad Request: message caption is too long"),
    ]


async def test_the_text_of_a_file_cannot_be_edited(town: Town) -> None:
    """It has a caption, and no text."""
    sent = (await upload(town, "sendDocument", "a.pdf", b"x", caption="c"))["result"]
    told = await town.bot.refused(
        "editMessageText", chat_id=town.ann.id, message_id=sent["message_id"], text="new"
    )
    assert told == "Bad Request: there is no text in the message to edit"


async def test_get_file_leads_to_the_bytes(town: Town) -> None:
    """Under the bot's own token only."""
    sent = (await upload(town, "sendPhoto", "a.png", PNG))["result"]["photo"][0]
    assert (sent["width"], sent["height"]) == (640, 480)
    path = (await town.bot.does("getFile", file_id=sent["file_id"]))["file_path"]
    base = town.simulator.api_url
    for token, expected in ((town.simulator.token, (200, PNG)), ("1:SIMULATOR-x", (401, None))):
        async with town.bot.session.get(f"{base}/file/bot{token}/{path}") as answer:
            got = await answer.read() if answer.status == 200 else None
            assert (answer.status, got) == expected
    assert await town.bot.refused("getFile", file_id="x") == "Bad Request: invalid file_id"


async def test_a_person_saves_it_from_the_page_under_its_name(town: Town) -> None:
    """A document is saved, never opened; a picture is shown."""
    document = (await upload(town, "sendDocument", "bon réservé.html", b"<script>"))["result"]["document"]
    photo = (await upload(town, "sendPhoto", "a.png", PNG))["result"]["photo"][0]
    found = {}
    for file in (document, photo):
        async with town.bot.session.get(f"{town.simulator.url}/simulator/files/{file['file_id']}") as answer:
            found[file["file_id"]] = (answer.content_type, answer.headers.get("Content-Disposition", ""))
    assert found[document["file_id"]] == (
        "application/octet-stream",
        "attachment; filename*=UTF-8''bon%20r%C3%A9serv%C3%A9.html",
    )
    assert found[photo["file_id"]] == ("image/png", "")
    async with town.bot.session.get(f"{town.simulator.url}/simulator/files/nothing") as answer:
        assert answer.status == 404


async def test_pins_are_kept_and_taken_back(town: Town) -> None:
    """The newest is on top; an unknown message cannot be pinned."""
    for text in ("one", "two"):
        sent = await town.bot.does("sendMessage", chat_id=town.ann.id, text=text)
        await town.bot.does("pinChatMessage", chat_id=town.ann.id, message_id=sent["message_id"])
    assert len(town.ann.chat.pinned) == 2
    await town.bot.does("unpinChatMessage", chat_id=town.ann.id)
    assert [town.ann.chat.message(number).text for number in town.ann.chat.pinned] == ["one"]  # type: ignore[union-attr]
    refused = await town.bot.refused("pinChatMessage", chat_id=town.ann.id, message_id=999)
    assert refused == "Bad Request: message to pin not found"
