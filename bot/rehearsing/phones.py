"""What people do on their phones, as the updates that Telegram would send: stored and worked on like any other.

Not here: who they are (people), what is seen of it (recording).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.rehearsing.people import GROUP, People
from bot.runtime import Runtime
from bot.services.updates import store


class Phones:
    """Everybody's phones. While the bot is down what they send waits with Telegram, and comes in when it is up again."""

    def __init__(self, runtime: Runtime, people: People) -> None:
        self._runtime = runtime
        self._people = people
        self._updates = 0
        self._messages = 500_000
        self._waiting: list[dict[str, Any]] | None = None

    def go_down(self) -> None:
        """From now on what is sent waits."""
        self._waiting = []

    async def come_up(self) -> None:
        """What waited comes in at once."""
        waiting, self._waiting = self._waiting or [], None
        await store(self._runtime, waiting)
        await self._runtime.bell.updates()
        await self._runtime.bell.settled()

    async def say(self, person: int, text: str, *, group: bool = False, reply_to: int | None = None) -> None:
        """A person writes, in private or in the agents' group."""
        fields: dict[str, Any] = {"text": text}
        if reply_to is not None:
            fields["reply_to_message"] = {"message_id": reply_to, "from": {"id": 1, "is_bot": True}}
        await self._send({"message": self._message(person, group=group) | fields})

    async def tap(self, person: int, token: str, message_id: int, *, group: bool = False) -> str:
        """A person taps a button; returns what identifies the tap."""
        tap_id = f"tap-{self._updates + 1}"
        await self._send(
            {
                "callback_query": {
                    "id": tap_id,
                    "from": self._person(person),
                    "data": token,
                    "message": {"message_id": message_id, "chat": self._chat(person, group=group)},
                }
            }
        )
        return tap_id

    async def locate(self, person: int, latitude: float, longitude: float, *, live: bool) -> None:
        """A person shares where they are; a live location goes on as edits of its first message."""
        place: dict[str, Any] = {"latitude": latitude, "longitude": longitude}
        if live:
            place["live_period"] = 3600
        message = self._message(person) | {"location": place}
        await self._send({"edited_message" if live else "message": message})

    async def belong(self, person: int, *, blocked: bool) -> None:
        """A person blocks the bot, or lets it in again."""
        await self._send(
            {
                "my_chat_member": {
                    "chat": self._chat(person),
                    "from": self._person(person),
                    "new_chat_member": {"status": "kicked" if blocked else "member"},
                }
            }
        )

    async def _send(self, update: dict[str, Any]) -> None:
        self._updates += 1
        raw = {"update_id": self._updates, **update}
        if self._waiting is not None:
            self._waiting.append(raw)
            return
        await store(self._runtime, [raw])
        await self._runtime.bell.settled()

    def _message(self, person: int, *, group: bool = False) -> dict[str, Any]:
        self._messages += 1
        now: datetime = self._runtime.clock.real()
        return {
            "message_id": self._messages,
            "date": int(now.timestamp()),
            "from": self._person(person),
            "chat": self._chat(person, group=group),
        }

    def _person(self, person: int) -> dict[str, Any]:
        return {
            "id": person,
            "is_bot": False,
            "first_name": self._people.called(person),
            "language_code": self._people.languages.get(person, "en"),
        }

    def _chat(self, person: int, *, group: bool = False) -> dict[str, Any]:
        if group:
            return {"id": GROUP, "type": "supergroup", "title": "Agents"}
        return {"id": person, "type": "private", "first_name": self._people.called(person)}
