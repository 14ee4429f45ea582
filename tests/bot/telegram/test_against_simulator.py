"""The door against the strict local Telegram: what leaves is valid, what comes in is understood."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.errors import ChatMoved, Refused, Unreachable
from bot.simulator.server import Simulator
from bot.telegram.commands import publish_commands
from bot.telegram.door import open_door
from bot.telegram.inbound import read_update
from bot.telegram.poller import poll
from flows.talk.inbound import Inbound, InboundKind
from flows.talk.message import Button, OutgoingMessage

PACKING = OutgoingMessage(
    text="Pack, <b>Ann</b> &amp; <i>Bruno</i>",
    buttons=(
        (Button(label="Passport", token="k1"),),
        (Button(label="Map", url="https://example.org/?a=1&b=2"),),
    ),
)


async def test_the_road_in_and_out() -> None:
    """A traveller starts, is answered, taps, shares a place, blocks and comes back; all of it is understood."""
    heard: list[Inbound] = []
    arrivals: asyncio.Queue[InboundKind] = asyncio.Queue()
    stop = asyncio.Event()
    async with Simulator() as simulator, open_door(token=simulator.token, api=simulator.api_url) as door:

        async def store(updates: list[dict[str, Any]]) -> None:
            for inbound in filter(None, (read_update(raw, bot_username=door.username) for raw in updates)):
                heard.append(inbound)
                arrivals.put_nowait(inbound.kind)

        async def come(kind: InboundKind) -> None:
            async with asyncio.timeout(5):
                while await arrivals.get() is not kind:
                    pass

        polling = asyncio.create_task(poll(door, store=store, stop=stop, wait=5, first_pause=0.01))
        ann = simulator.world.person("Ann", "de Vries", language="nl")
        ann.starts("Zx9k")
        sent = await door.channel.send(ann.id, PACKING)
        await door.channel.edit(ann.id, sent, PACKING)
        tap = ann.taps(ann.chat.last, "Passport")
        await come(InboundKind.TAP)
        await door.channel.acknowledge(heard[-1].tap_id, "Noted")
        await door.channel.acknowledge("999999", "Too late")
        await door.channel.send(ann.id, OutgoingMessage(text="Where are you?", ask="A place", reply_to=sent))
        await door.channel.send(ann.id, OutgoingMessage(text="Menu", menu=(("My trip", "Tips"),)))
        await door.channel.typing(ann.id)
        await publish_commands(door.bot, travellers={"nl": {"trip": "Je reis"}}, staff={"en": {"who": "Who"}})
        ann.shares_location(38.71, -9.14)
        ann.blocks()
        with pytest.raises(Unreachable):
            await door.channel.send(ann.id, PACKING)
        ann.unblocks()
        await come(InboundKind.UNBLOCKED)
        stop.set()
        await polling

    assert tap.answered
    assert [(one.kind, one.chat, one.language) for one in heard] == [
        (InboundKind.COMMAND, ann.id, "nl"),
        (InboundKind.TAP, ann.id, "nl"),
        (InboundKind.LOCATION, ann.id, "nl"),
        (InboundKind.BLOCKED, ann.id, "nl"),
        (InboundKind.UNBLOCKED, ann.id, "nl"),
    ]
    assert (heard[0].command, heard[0].argument, heard[1].token) == ("start", "Zx9k", "k1")


async def test_what_the_strict_side_refuses_is_translated() -> None:
    """Bad markup is refused, a stranger unreachable, a moved group says where it went."""
    async with Simulator() as simulator, open_door(token=simulator.token, api=simulator.api_url) as door:
        ann = simulator.world.person("Ann")
        ann.starts()
        group = simulator.world.group("Agents", basic=True)
        moved = group.migrates()

        with pytest.raises(Refused):
            await door.channel.send(ann.id, OutgoingMessage(text="<b>never closed"))
        with pytest.raises(Refused):
            await door.channel.edit(ann.id, 4711, PACKING)
        with pytest.raises(Unreachable):
            await door.channel.send(424242, PACKING)
        with pytest.raises(ChatMoved) as caught:
            await door.channel.send(group.id, PACKING)

    assert caught.value.chat == moved.id
