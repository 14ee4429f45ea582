"""Files and pins out to Telegram, over real HTTP to the strict local one."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

import pytest

from bot.errors import Refused, Unreachable
from bot.simulator.people import Person
from bot.simulator.server import Simulator
from bot.telegram.door import Door, open_door
from bot.telegram.inbound import read_update
from flows.talk.inbound import InboundFile, InboundKind
from flows.talk.message import Attachment, Button, OutgoingMessage

PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
VOUCHER = OutgoingMessage(
    text="<b>Voucher</b> &amp; ticket",
    silent=True,
    attachment=Attachment(name="bon réservé.pdf", mime="application/pdf", key="k"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """The door, the other side, and Ann."""

    door: Door
    simulator: Simulator
    ann: Person


@pytest.fixture
async def line() -> AsyncIterator[Line]:
    async with Simulator() as simulator, open_door(token=simulator.token, api=simulator.api_url) as door:
        ann = simulator.world.person("Ann", "de Vries")
        ann.starts()
        yield Line(door=door, simulator=simulator, ann=ann)


def by_id(message: OutgoingMessage, file_id: str) -> OutgoingMessage:
    assert message.attachment is not None
    return replace(message, attachment=replace(message.attachment, file_id=file_id))


async def test_bytes_travel_the_first_time_and_the_id_afterwards(line: Line) -> None:
    """The accented name, the caption's entities and the silence arrive; the second send uploads nothing."""
    first = await line.door.channel.send_file(line.ann.id, VOUCHER, b"%PDF")
    second = await line.door.channel.send_file(line.ann.id, by_id(VOUCHER, first.file_id), b"")
    here, again = line.ann.chat.from_bot
    assert here.file is not None
    assert (here.file.name, here.file.mime, here.file.content) == (
        "bon réservé.pdf",
        "application/pdf",
        b"%PDF",
    )
    assert (here.text, [one["type"] for one in here.entities], here.silent) == (
        "Voucher & ticket",
        ["bold"],
        True,
    )
    assert (first.message_id, second.message_id) == (here.message_id, again.message_id)
    assert again.file is here.file
    assert second.file_id == first.file_id


async def test_a_photo_goes_as_one_and_never_as_a_document(line: Line) -> None:
    """An id is good for its own kind only."""
    photo = replace(VOUCHER, attachment=Attachment(name="p.png", mime="image/png", key="p", photo=True))
    landed = await line.door.channel.send_file(line.ann.id, photo, PNG)
    await line.door.channel.send_file(line.ann.id, by_id(photo, landed.file_id), b"")
    assert [one.file.kind for one in line.ann.chat.from_bot if one.file] == ["photo", "photo"]
    with pytest.raises(Refused, match="photo as document"):
        await line.door.channel.send_file(line.ann.id, by_id(VOUCHER, landed.file_id), b"")


async def test_an_unknown_id_is_refused_in_words_that_delivery_knows(line: Line) -> None:
    """So that the bytes may travel once more."""
    with pytest.raises(Refused, match=r"(?i)wrong remote file identifier"):
        await line.door.channel.send_file(line.ann.id, by_id(VOUCHER, "BQACxyz"), b"")


async def test_what_telegram_would_not_take_never_leaves(line: Line) -> None:
    """A caption of 1,025 units, an empty file, one beyond 50 MB; 1,024 units and no caption at all are fine."""
    channel, ann = line.door.channel, line.ann.id
    with pytest.raises(Refused, match="1025 characters"):
        await channel.send_file(ann, replace(VOUCHER, text="a" * 1023 + "🧳"), b"x")
    with pytest.raises(Refused, match="empty"):
        await channel.send_file(ann, VOUCHER, b"")
    with pytest.raises(Refused, match="52428801 bytes"):
        await channel.send_file(ann, VOUCHER, bytes(50 * 1024 * 1024 + 1))
    assert not [method for method, _ in line.simulator.world.calls if method == "sendDocument"]
    large = bytes(2 * 1024 * 1024)
    await channel.send_file(ann, replace(VOUCHER, text="a" * 1022 + "🧳"), large)
    await channel.send_file(ann, replace(VOUCHER, text=""), b"x")
    assert [len(one.text) for one in line.ann.chat.from_bot] == [1023, 0]


async def test_a_file_may_have_buttons_and_answer_a_message(line: Line) -> None:
    """As any message."""
    asked = line.ann.writes("my ticket?")
    buttons = ((Button(label="Got it", token="t1"),),)
    await line.door.channel.send_file(
        line.ann.id, replace(VOUCHER, buttons=buttons, reply_to=asked.message_id), b"x"
    )
    assert (line.ann.chat.last.labels, line.ann.chat.last.reply_to) == (["Got it"], asked)


async def test_a_file_to_who_blocked_is_unreachable(line: Line) -> None:
    """Like any message."""
    line.ann.blocks()
    with pytest.raises(Unreachable):
        await line.door.channel.send_file(line.ann.id, VOUCHER, b"x")


async def test_a_pinned_message_stays_on_top_without_a_sound(line: Line) -> None:
    """The pin itself makes no notification."""
    number = await line.door.channel.send(line.ann.id, OutgoingMessage(text="Card", silent=True, pin=True))
    assert line.ann.chat.pinned == [number]
    (pin,) = [values for method, values in line.simulator.world.calls if method == "pinChatMessage"]
    assert pin["disable_notification"] == "true"


async def test_without_the_right_to_pin_the_message_stands_all_the_same(line: Line) -> None:
    """In a group where the bot is no admin."""
    group = line.simulator.world.group("Agents")
    number = await line.door.channel.send(group.id, OutgoingMessage(text="Card", pin=True))
    assert (group.last.message_id, group.pinned) == (number, [])


async def test_a_document_and_a_photo_come_in_with_their_ids(line: Line) -> None:
    """Of a photo the largest size; caption and reply as with text."""
    group = line.simulator.world.group("Agents", bot_admin=True)
    line.simulator.world.updates.pending.clear()
    sent = line.ann.sends_file("pass.pdf", b"%PDF", "LISBON-4 KL1697", into=group)
    line.ann.sends_file("x.png", PNG, into=group, photo=True)
    document, photo = (read_update(update) for update in list(line.simulator.world.updates.pending))
    assert document is not None
    assert photo is not None
    assert sent.file is not None
    assert (document.kind, document.text) == (InboundKind.MEDIA, "LISBON-4 KL1697")
    assert document.file == InboundFile(
        file_id=sent.file.file_id,
        lasting=sent.file.unique_id,
        name="pass.pdf",
        mime="application/pdf",
        size=4,
    )
    assert photo.file is not None
    assert (photo.file.photo, photo.file.mime) == (True, "image/jpeg")
