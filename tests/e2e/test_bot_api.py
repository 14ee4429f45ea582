"""Every request that the bot makes on the road is one that Telegram's Bot API documents: names, required ones, types.

Skips when the Bot API's data is not beside the checkout. Not here: what is said (test_road), another server's opinion
(test_emulator).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.bot.simulator.test_shapes import BOT_API, faults
from tests.support.road import Road, lisbon, open_road

STRANGE = "Xylofoon quiz?"
"""A question that no topic answers."""
PICTURE = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x10\x00\x00\x00\x08"


def _typed(value: Any, kinds: list[str]) -> Any:
    """A form's text as the type it stands for."""
    if not isinstance(value, str) or ("String" in kinds and not value.startswith(("{", "["))):
        return value
    if "Integer" in kinds and value.lstrip("-").isdigit():
        return int(value)
    if kinds[0] in ("Boolean", "True"):
        return {"true": True, "false": False}.get(value, value)
    try:
        return json.loads(value)
    except ValueError:
        return value


def request_faults(method: str, given: dict[str, Any], data: dict[str, Any]) -> list[str]:
    """What is wrong with one request, in words."""
    if method not in data["methods"]:
        return [f"{method} is no method"]
    fields = {field["name"]: field for field in data["methods"][method].get("fields", [])}
    found = [f"{method}.{name} is unknown" for name in given if name not in fields]
    found += [
        f"{method}.{name} is missing"
        for name, field in fields.items()
        if field["required"] and name not in given
    ]
    for name, value in given.items():
        kinds = fields[name]["types"] if name in fields else ["String"]
        if "InputFile" in kinds and isinstance(value, dict):
            continue  # an upload: the local Telegram keeps its name and size alone
        kinds = [kind for kind in kinds if kind != "InputFile"]  # what is no upload is a file's id
        typed = _typed(value, kinds)
        tries = [faults(typed, kind, data["types"], f"{method}.{name}") for kind in kinds]
        found += sorted(tries, key=len)[0]
    return found


async def live_it_all(road: Road) -> None:
    """Everything that makes the bot ask something of Telegram."""
    issued = await road.book(lisbon())
    ann = road.world.person("Ann", "de Vries", language="nl")
    await road.joins(ann, issued["Ann de Vries"])
    for command in (
        "trip",
        "tips",
        "documents",
        "calendar",
        "emergency",
        "contact",
        "language",
        "privacy",
        "stop",
        "help",
    ):
        ann.writes(f"/{command}")
    await road.hears(ann, road.word("stop.done", "nl"))
    await road.taps(ann, await road.hears(ann, road.word("stop.done", "nl")), road.word("stop.resume", "nl"))
    await road.on("2027-05-07 17:00")
    listed = await road.hears(ann, road.opening("packing_checklist", "nl"))
    await road.taps(ann, listed, listed.labels[0])
    await road.until(lambda: listed.labels[0].startswith("☑"))
    await road.says(ann, STRANGE, road.word("relay.passed_on", "nl"))
    asked = await road.hears(road.office, STRANGE)
    road.sam.replies(asked, "Nee")
    await road.hears(ann, "Nee")
    road.sam.sends_file("voucher.pdf", b"%PDF voucher", "Voucher", into=road.office, reply_to=asked)
    await road.hears(road.office, "Voucher")
    road.sam.sends_file("kaart.png", PICTURE, "Kaart", into=road.office, reply_to=asked, photo=True)
    await road.until(
        lambda: {one.file.kind for one in ann.chat.from_bot if one.file} == {"document", "photo"}
    )
    for label in ("Voucher", "Kaart"):
        ann.writes("/documents")
        await road.taps(ann, await road.hears(ann, road.word("documents.title", "nl")), label)
    preview = await road.tells(road.sam, "/broadcast class=operational\nTot morgen", "📣")
    await road.taps(road.sam, preview, "Send")
    await road.hears(ann, "Tot morgen")
    await road.on("2027-05-21 17:00")
    survey = road.runtime.library.surveys["after_trip"]
    await road.taps(ann, await road.hears(ann, survey.questions[0].ask.template("nl")), "5 😍")
    await road.hears(ann, survey.questions[2].ask.template("nl"))


async def test_every_request_on_the_road_is_documented(tmp_path: Path) -> None:
    """Sends, edits, answers to taps, commands and the webhook carry known parameters of the right types, none missing."""
    if not BOT_API.exists():
        pytest.skip("the Bot API's data is not beside the checkout")
    data = json.loads(BOT_API.read_text(encoding="utf-8"))
    async with open_road(tmp_path) as road:
        await live_it_all(road)
        asked = [(method, dict(given)) for method, given in road.world.calls]
    found = {fault for method, given in asked for fault in request_faults(method, given, data)}
    assert found == set()
    assert {method for method, _ in asked} >= {
        "getMe",
        "deleteWebhook",
        "setMyCommands",
        "sendMessage",
        "sendDocument",
        "sendPhoto",
        "pinChatMessage",
        "editMessageText",
        "answerCallbackQuery",
    }


def test_a_wrong_request_would_be_seen() -> None:
    """An unknown name, a missing one, a wrong type and an unknown method are each told."""
    if not BOT_API.exists():
        pytest.skip("the Bot API's data is not beside the checkout")
    data = json.loads(BOT_API.read_text(encoding="utf-8"))
    assert request_faults("sendMessage", {"chat_id": "7", "colour": "red"}, data) == [
        "sendMessage.colour is unknown",
        "sendMessage.text is missing",
    ]
    assert request_faults(
        "sendMessage", {"chat_id": "7", "text": "x", "disable_notification": "si"}, data
    ) == ["sendMessage.disable_notification is no Boolean: 'si'"]
    assert request_faults("sendTelegram", {}, data) == ["sendTelegram is no method"]
