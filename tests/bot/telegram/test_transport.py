"""The aiohttp transport: what certainly did nothing, what may have, and no token in any error."""

from __future__ import annotations

import asyncio
import logging
import socket
import traceback

import aiohttp
import pytest
from telegram import Bot

from bot.channel import SLOWEST_UPLOAD
from bot.errors import NotSent, Uncertain
from bot.telegram.channel import TelegramChannel, translated
from bot.telegram.door import Door
from bot.telegram.transport import AiohttpRequest, NeverLeft, NoAnswer
from flows.talk.message import Attachment, OutgoingMessage
from tests.support.bare_telegram import TOKEN, BareTelegram

SECRET = "123456:AAH-very_secret"
HELLO = OutgoingMessage(text="Hello")


def channel_over(transport: AiohttpRequest, api: str) -> TelegramChannel:
    """A channel with a token worth hiding, over this transport."""
    return TelegramChannel(
        Bot(SECRET, base_url=f"{api}/bot", request=transport, get_updates_request=transport)
    )


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def test_a_refused_connection_certainly_sent_nothing() -> None:
    """Where nobody listens, the message did not leave."""
    async with AiohttpRequest() as transport:
        with pytest.raises(NotSent):
            await channel_over(transport, f"http://127.0.0.1:{free_port()}").send(4001, HELLO)


async def test_an_unusable_address_certainly_sent_nothing() -> None:
    """An API setting that is no web address means that nothing left."""
    async with AiohttpRequest() as transport:
        with pytest.raises(NotSent):
            await channel_over(transport, "ftp://127.0.0.1").send(4001, HELLO)


async def test_a_closed_transport_certainly_sent_nothing(telegram: BareTelegram) -> None:
    """After the end nothing leaves any more."""
    transport = AiohttpRequest()
    await transport.initialize()
    await transport.shutdown()
    await transport.shutdown()

    with pytest.raises(NotSent):
        await channel_over(transport, telegram.url).send(4001, HELLO)

    assert telegram.asked == []


async def test_silence_after_the_request_is_uncertain(telegram: BareTelegram) -> None:
    """A message that went out and heard nothing may have arrived."""
    telegram.fail("sendMessage", hang=True)
    async with AiohttpRequest(read_timeout=0.1) as transport:
        with pytest.raises(Uncertain):
            await channel_over(transport, telegram.url).send(4001, HELLO)

    assert len(telegram.sent("sendMessage")) == 1


async def test_a_request_ends_whatever_happens(telegram: BareTelegram) -> None:
    """The longest time holds even where silence may last longer."""
    telegram.fail("sendMessage", hang=True)
    async with AiohttpRequest(read_timeout=5, longest=0.1) as transport:
        with pytest.raises(Uncertain):
            await channel_over(transport, telegram.url).send(4001, HELLO)


async def test_a_pin_that_hangs_costs_nothing() -> None:
    """The message stands, and its claim ends before anyone takes it over."""
    async with BareTelegram() as telegram, AiohttpRequest() as transport:
        telegram.fail("pinChatMessage", hang=True)
        bot = Bot(TOKEN, base_url=f"{telegram.url}/bot", request=transport, get_updates_request=transport)
        async with asyncio.timeout(5):
            card = OutgoingMessage(text="Lisbon", pin=True)
            assert await TelegramChannel(bot, pin_seconds=0.1).send(4001, card) > 0


async def test_a_file_has_as_much_longer_as_it_weighs() -> None:
    """A large one on a slow line is no failure."""
    attachment = Attachment(name="voucher.pdf", mime="application/pdf", key="k")
    message = OutgoingMessage(text="Voucher", attachment=attachment)
    async with BareTelegram(latency=0.3) as slow, AiohttpRequest(longest=0.1) as transport:
        bot = Bot(TOKEN, base_url=f"{slow.url}/bot", request=transport, get_updates_request=transport)
        channel = TelegramChannel(bot)
        with pytest.raises(Uncertain):
            await channel.send_file(4001, message, b"%PDF")
        landed = await channel.send_file(4001, message, bytes(3 * SLOWEST_UPLOAD))
    assert landed.message_id > 0


async def test_a_cut_connection_is_uncertain_and_not_repeated(telegram: BareTelegram) -> None:
    """A connection that dies after the request leaves the outcome open, on a fresh one and on a used one."""
    telegram.fail("sendMessage", cut=True)
    async with AiohttpRequest() as transport:
        channel = channel_over(transport, telegram.url)
        with pytest.raises(Uncertain):
            await channel.send(4001, HELLO)
        with pytest.raises(NotSent):  # the bare Telegram does not know this token
            await channel.send(4001, HELLO)
        telegram.fail("sendMessage", cut=True)
        with pytest.raises(Uncertain):
            await channel.send(4001, HELLO)

    assert len(telegram.sent("sendMessage")) == 3


async def test_no_free_connection_certainly_sent_nothing(telegram: BareTelegram) -> None:
    """A message that waited in vain for a free connection did not leave."""
    telegram.fail("sendMessage", hang=True)
    async with AiohttpRequest(connections=1, connect_timeout=0.05, read_timeout=1) as transport:
        channel = channel_over(transport, telegram.url)
        first = asyncio.create_task(channel.send(4001, HELLO))
        await telegram.until(lambda: bool(telegram.asked))
        with pytest.raises(NotSent):
            await channel.send(4001, HELLO)
        first.cancel()
        await asyncio.gather(first, return_exceptions=True)

    assert len(telegram.sent("sendMessage")) == 1


async def test_no_error_holds_the_token(telegram: BareTelegram, caplog: pytest.LogCaptureFixture) -> None:
    """Whatever goes wrong, neither the error with its trace nor the log shows the token."""
    caplog.set_level(logging.DEBUG)
    told = []
    telegram.fail("sendMessage", hang=True)
    telegram.fail("sendMessage", cut=True)
    for api in (telegram.url, telegram.url, f"http://127.0.0.1:{free_port()}", "ftp://x", "http://:0"):
        async with AiohttpRequest(read_timeout=0.05, connect_timeout=0.05) as transport:
            try:
                await channel_over(transport, api).send(4001, HELLO)
            except (NotSent, Uncertain) as error:
                told.append("".join(traceback.format_exception(error)))

    assert len(told) == 5
    assert [text for text in [*told, caplog.text] if "very_secret" in text] == []


async def test_a_redirect_is_not_followed(door: Door, telegram: BareTelegram) -> None:
    """A login page of a hotel's network is no answer, and the request is not carried there."""
    telegram.fail("sendMessage", 302)

    with pytest.raises(NotSent):
        await door.channel.send(4001, HELLO)


async def test_a_file_keeps_its_name(door: Door, telegram: BareTelegram) -> None:
    """A file goes as a part of its own beside the fields."""
    with translated():
        await door.bot.send_document(
            4001, b"ticket", filename="boarding pass «Ann».pdf", caption="Bon voyage"
        )

    (asked,) = telegram.sent("sendDocument")
    assert asked.files == {"document": b"ticket"}
    assert (asked.fields["chat_id"], asked.fields["caption"]) == ("4001", "Bon voyage")


async def test_one_connection_serves_many_messages(door: Door, telegram: BareTelegram) -> None:
    """Messages in turn use one connection, kept open."""
    opened: list[object] = []
    session = door.transport._session
    assert session is not None and isinstance(session.connector, aiohttp.TCPConnector)

    for _ in range(5):
        await door.channel.send(4001, HELLO)
        opened.append(sum(len(group) for group in session.connector._conns.values()))

    assert opened == [1, 1, 1, 1, 1]


async def test_opening_twice_keeps_one_session() -> None:
    """A second opening does nothing."""
    transport = AiohttpRequest(read_timeout=7)
    await transport.initialize()
    session = transport._session
    await transport.initialize()

    assert (transport._session, transport.read_timeout) == (session, 7)
    await transport.shutdown()


def test_the_two_kinds_of_failure_are_told_apart() -> None:
    """What never left is no kind of what got no answer, nor the other way round."""
    assert (issubclass(NeverLeft, NoAnswer), issubclass(NoAnswer, NeverLeft)) == (False, False)
