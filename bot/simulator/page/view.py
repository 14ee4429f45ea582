"""What the browser is told: the whole visible world as JSON values.

Texts go out raw with their entities; the page builds elements from them and never reads them as HTML.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from bot.simulator.chats import Chat, Group, Message
from bot.simulator.conductor import Conductor, Origin
from bot.simulator.page.cast import Cast
from bot.simulator.people import Person
from bot.simulator.portrait import Portrait

Json = dict[str, Any]
QUOTED = 120


async def state(cast: Cast) -> Json:
    """Everything that the page shows, but for the reasons (why)."""
    world = cast.world
    shown: list[Chat] = list(cast.groups)
    people = [*cast.travellers, *cast.agents]
    shown += [world.chats[person.id] for person in people if person.id in world.chats]
    return {
        "version": world.version,
        "bot": {"id": world.bot_id, "name": world.bot_name, "username": world.username},
        "about": {language: text for (what, language), text in world.about.items() if what == "description"},
        "travellers": [_person(cast, person) for person in cast.travellers],
        "agents": [_person(cast, person) for person in cast.agents],
        "groups": [group.id for group in cast.groups],
        "chats": {str(chat.id): _chat(chat) for chat in shown},
        "commands": _commands(cast),
        "conductor": await _conductor(cast.conductor) if cast.conductor else None,
    }


async def why(conductor: Conductor | None) -> list[Json]:
    """What was sent, what waits, what was skipped, oldest first."""
    lines = await conductor.why() if conductor else []
    return [
        {
            "touchpoint": line.touchpoint,
            "outcome": line.outcome,
            "reason": line.reason,
            "detail": line.detail,
            "who": line.who,
            "about": line.about,
            "at": _instant(line.at),
            "origin": _origin(line.origin),
            "chat": line.chat,
            "message": line.message,
        }
        for line in lines
    ]


def _origin(origin: Origin) -> Json:
    return {
        "kind": origin.kind,
        "class": origin.message_class,
        "anchor": origin.anchor,
        "days": origin.days,
        "minutes": origin.minutes,
        "clock": origin.clock,
        "wants": origin.wants,
    }


def _portrait(portrait: Portrait) -> Json:
    return {
        "people": [
            {
                "name": one.name,
                "age": one.age,
                "birthday": one.birthday.isoformat() if one.birthday else None,
                "child": one.child,
            }
            for one in portrait.people
        ],
        "personas": [{"persona": persona, "because": because} for persona, because in portrait.personas],
        "occasions": list(portrait.occasions),
        "documents": list(portrait.documents),
    }


async def _conductor(conductor: Conductor) -> Json:
    now = await conductor.now()
    return {
        "now": _instant(now.now),
        "zone": now.zone or "UTC",
        "zones": [{"since": _instant(since), "zone": zone} for since, zone in now.zones],
        "office": now.office or now.zone or "UTC",
        "trip": now.trip,
        "stage": now.stage.upper(),
        "direction": now.direction,
        "place": now.place,
        "because": now.because,
        "next_at": _instant(now.next_at),
        "stages": [
            {
                "stage": step.stage.upper(),
                "direction": step.direction,
                "place": step.place,
                "since": _instant(step.since),
            }
            for step in now.stages
        ],
        "trips": [
            {
                "id": trip.id,
                "title": trip.title,
                "about": trip.about,
                "symbol": trip.symbol,
                "portrait": _portrait(trip.portrait),
            }
            for trip in await conductor.trips()
        ],
    }


def _person(cast: Cast, person: Person) -> Json:
    return {
        "id": person.id,
        "name": person.first_name,
        "surname": person.last_name,
        "language": person.language,
        "blocked": person.blocked,
        "invited": bool(cast.payload(person)),
    }


def _chat(chat: Chat) -> Json:
    group = isinstance(chat, Group)
    told: Json = {
        "id": chat.id,
        "group": group,
        "typing": chat.typing_until > chat.world.monotonic(),
        "keyboard": chat.keyboard,
        "ask": _ask(chat),
        "pinned": chat.pinned[-1] if chat.pinned else None,
        "messages": [_message(message) for message in chat.messages],
    }
    if isinstance(chat, Group):
        told["title"] = chat.title
        told["members"] = [person.first_name for person in chat.members.values()]
    return told


def _message(message: Message) -> Json:
    told: Json = {
        "id": message.message_id,
        "v": message.version,
        "from": message.sender["id"],
        "name": message.sender["first_name"],
        "bot": message.from_bot,
        "text": _seen(message),
        "entities": list(message.entities),
        "date": _instant(message.date),
        "edited": message.edited is not None,
        "silent": message.silent,
    }
    if message.file is not None:
        held = message.file
        told["file"] = {
            "name": held.name,
            "size": len(held.content),
            "photo": held.kind == "photo",
            "url": f"/simulator/files/{held.file_id}",
        }
    if message.reply_to is not None:
        quoted = message.reply_to
        told["reply"] = {
            "id": quoted.message_id,
            "name": quoted.sender["first_name"],
            "text": (quoted.text or (quoted.file.name if quoted.file else ""))[:QUOTED],
        }
    rows = (message.markup or {}).get("inline_keyboard", [])
    if rows:
        told["buttons"] = [
            [{"text": button["text"], "url": button.get("url", "")} for button in row] for row in rows
        ]
    if message.service:
        told["service"] = next(iter(message.service))
        joined = message.service.get("new_chat_members") or [message.service.get("left_chat_member")]
        told["who"] = ", ".join(person["first_name"] for person in joined if person)
    return told


def _seen(message: Message) -> str:
    """The text as Telegram shows it: what a link carries stays out of sight."""
    opened = message.text.startswith("/start ") and not message.from_bot
    return "/start" if opened else message.text


def _ask(chat: Chat) -> Json | None:
    """The bot's newest question that wants an answer at once, until somebody wrote after it."""
    last = chat.messages[-1] if chat.messages else None
    if last is None or not last.from_bot or not (last.markup or {}).get("force_reply"):
        return None
    markup = last.markup or {}
    return {"message": last.message_id, "placeholder": markup.get("input_field_placeholder", "")}


def _commands(cast: Cast) -> Json:
    """What the menu lists, per chat: the narrowest scope and the person's language win."""
    found: Json = {}
    for person in [*cast.travellers, *cast.agents]:
        scopes = ({"type": "chat", "chat_id": person.id}, {"type": "all_private_chats"}, {"type": "default"})
        found[str(person.id)] = _first(cast, scopes, person.language)
    for group in cast.groups:
        wide = ({"type": "chat", "chat_id": group.id}, {"type": "all_group_chats"}, {"type": "default"})
        language = next((person.language for person in group.members.values()), "")
        found[str(group.id)] = _first(cast, wide, language)
    return found


def _first(cast: Cast, scopes: tuple[Json, ...], language: str) -> list[Json]:
    for scope in scopes:
        for spoken in (language[:2].lower(), ""):
            commands = cast.world.commands.get((json.dumps(scope, sort_keys=True), spoken))
            if commands:
                return commands
    return []


def _instant(at: datetime | None) -> str | None:
    return at.astimezone(UTC).isoformat() if at else None
