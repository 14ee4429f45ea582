"""A little bot behind the page in tests: it speaks the real Bot API to the simulator and knows a trip to Lisbon by heart."""

from __future__ import annotations

import asyncio
from typing import Any

from bot.simulator.chats import Group
from tests.support.conductor import utc
from tests.support.simulator import RawBot

SCRIPT = (
    (utc(2, 4, 9), "documents"),
    (utc(2, 20, 17), "good_to_know"),
    (utc(5, 7, 16), "packing_checklist"),
    (utc(5, 11, 8), "check_in"),
    (utc(5, 12, 6, 30), "safe_travels"),
    (utc(5, 12, 13), "welcome"),
    (utc(5, 15, 17), "pulse"),
    (utc(5, 19, 9), "way_home"),
    (utc(5, 20, 16), "survey"),
)
ITEMS = ["Passports (4)", "Sun cream", "Charger", "Swimwear", "Paracetamol"]
TEXTS = {
    "documents": "<b>Passports and papers</b> 🛂\nPortugal asks for an identity card or passport that is valid for the whole stay, "
    "for the children too.\n\n<i>Tip:</i> keep a photo of each on your phone.",
    "good_to_know": "<b>Lisbon in three smells</b>\nGrilled sardines in Alfama, custard tarts with cinnamon in Belém and the river at Cais do Sodré. "
    "Tram 28 climbs past all the viewpoints.",
    "packing_checklist": "<b>Five more sleeps, Ann!</b> 🧳\nHere is your packing list for Lisbon.",
    "check_in": "Online check-in for <b>TP 669</b> is open.\n\n🛫 Amsterdam 08:10 → Lisbon 10:05\nBe at Schiphol at <b>06:10</b>.",
    "safe_travels": "Safe travels, all four of you! ✈️\nYour agent can be reached on the way: just write here.",
    "welcome": "<b>Bem-vindos a Lisboa!</b> ☀️\n\nEmergency: <b>112</b>\nHotel: Rua de São Mamede 12, Alfama\n\nReception keeps your luggage until 15:00.",
    "pulse": "How is Lisbon so far?",
    "way_home": "Time to fly home: <b>TP 674</b> leaves at 18:00. Be at the airport at <b>16:00</b>.",
    "survey": "Welcome home! How was the trip?",
}
KEYBOARDS = {
    "check_in": [[("Got it", "ok"), ("To the airline", "https://www.flytap.com/")]],
    "pulse": [[("😍", "p3"), ("🙂", "p2"), ("🙁", "p1")]],
    "survey": [[(f"{n} ★", f"s{n}") for n in range(1, 6)]],
}
MENU = [["🧭 My trip", "🧳 Checklist"], ["☀️ Tips", "🆘 Help"]]


class LittleBot:
    """run() polls until cancelled. say(key) sends a scripted message to everyone who joined."""

    def __init__(self, bot: RawBot, agents: Group) -> None:
        self.bot = bot
        self.agents = agents
        self.joined: list[int] = []
        self.ticked: set[int] = set()
        self.asked: dict[int, int] = {}

    async def say(self, key: str) -> None:
        """Send this message of the script."""
        for chat in self.joined:
            markup = self._checklist() if key == "packing_checklist" else _inline(KEYBOARDS.get(key, []))
            await self._send(chat, TEXTS[key], **({"reply_markup": markup} if markup else {}))

    async def introduce(self) -> None:
        """Tell Telegram what the bot is and can do."""
        commands = [
            {"command": name, "description": about}
            for name, about in (
                ("trip", "Your trip"),
                ("checklist", "What to pack"),
                ("emergency", "Who to call"),
                ("stop", "No more messages"),
            )
        ]
        await self.bot.does("setMyCommands", commands=commands)
        await self.bot.does(
            "setMyCommands",
            commands=[{"command": "who", "description": "Who is where"}],
            scope={"type": "all_group_chats"},
        )
        about = "I travel with you: from booking to home again I tell you what helps, when it helps."
        await self.bot.does("setMyDescription", description=about)

    async def run(self) -> None:
        """Answer until cancelled."""
        offset = 0
        while True:
            for update in await self.bot.updates(offset=offset, timeout=20):
                offset = update["update_id"] + 1
                if "callback_query" in update:
                    await self._tapped(update["callback_query"])
                elif "text" in update.get("message", {}):
                    await self._heard(update["message"])

    async def _heard(self, said: dict[str, Any]) -> None:
        chat, text = said["chat"]["id"], said["text"]
        if said["chat"]["type"] == "supergroup":
            answered = said.get("reply_to_message", {}).get("message_id")
            if answered in self.asked:
                await self._send(
                    self.asked[answered], f"💬 <b>{said['from']['first_name']} (your agent):</b>\n{text}"
                )
            elif text == "/who":
                await self._send(chat, "<b>On site (1)</b>\nAnn de Vries · Lisbon · until 19 May")
        elif text.startswith("/start"):
            self.joined.append(chat)
            await self._send(
                chat,
                "Hello <b>Ann</b>, good to have you here! 👋\n\n<b>Lisbon, 12–19 May</b>\n🛫 TP 669 · Tue 12 May 08:10\n🏨 Hotel Alfama, 7 nights\n🛬 TP 674 · Tue 19 May 18:00",
                reply_markup={
                    "keyboard": [[{"text": word} for word in row] for row in MENU],
                    "resize_keyboard": True,
                },
            )
        elif text.startswith("/"):
            await self._send(
                chat, "<b>112</b> reaches police, fire brigade and ambulance. Your agency: /contact"
            )
        else:
            await self.bot.does("sendChatAction", chat_id=chat, action="typing")
            await asyncio.sleep(0.05)
            await self._send(chat, "I’ve passed this on to your agents; they answer here.")
            sent = await self._send(
                self.agents.id,
                f"<b>{said['from']['first_name']} de Vries</b> · on site, Lisbon · 16:20 there\n<blockquote>{text}</blockquote>",
                reply_markup=_inline([[("Hold for me", "hold"), ("Trip", "trip")]]),
            )
            self.asked[sent["message_id"]] = chat

    async def _tapped(self, tap: dict[str, Any]) -> None:
        message = tap["message"]
        where = {"chat_id": message["chat"]["id"], "message_id": message["message_id"]}
        if tap["data"].startswith("i"):
            self.ticked ^= {int(tap["data"][1:])}
            await self.bot.does("answerCallbackQuery", callback_query_id=tap["id"])
            await self.bot.does("editMessageReplyMarkup", **where, reply_markup=self._checklist())
            return
        await self.bot.does("answerCallbackQuery", callback_query_id=tap["id"], text="Thank you!")
        await self.bot.call("editMessageText", **where, text=f"{message['text']}\n✓")

    def _checklist(self) -> dict[str, Any]:
        rows = [[(f"{'✅' if n in self.ticked else '⬜'} {item}", f"i{n}")] for n, item in enumerate(ITEMS)]
        return _inline(rows)

    async def _send(self, chat: int, text: str, **more: Any) -> dict[str, Any]:
        sent: dict[str, Any] = await self.bot.does(
            "sendMessage", chat_id=chat, text=text, parse_mode="HTML", **more
        )
        return sent


def _inline(rows: list[list[tuple[str, str]]]) -> dict[str, Any]:
    made = [
        [
            {"text": label, ("url" if target.startswith("http") else "callback_data"): target}
            for label, target in row
        ]
        for row in rows
    ]
    return {"inline_keyboard": made} if made else {}
