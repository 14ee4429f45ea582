"""Updates: stored once, worked on per chat in order, poison kept aside, taps acknowledged whatever happens."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from bot.errors import ChannelError, DatabaseError
from bot.services import updates
from bot.steps.desk.audience import Audience, matching
from bot.steps.talk import private
from bot.storage.updates import UpdateRow
from flows.talk.inbound import Inbound
from tests.support.chats import ANN_CHAT, BRUNO_CHAT, GROUP, JO, House, open_house, sentence


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(updates, "PAUSES", (0.0,))


async def kept(house: House, update_id: int) -> UpdateRow:
    async with house.runtime.database.read() as session:
        row = await session.get(UpdateRow, update_id)
        assert row is not None
        return row


async def test_the_same_update_is_worked_on_once() -> None:
    """Telegram repeats what it thinks lost; a restart of polling too."""
    async with open_house() as house:
        update = {"update_id": 77, **house.text_update(ANN_CHAT, "hi")}
        stored = [await updates.store(house.runtime, [update, update]) for _ in range(2)]
        done = [await updates.work(house.runtime) for _ in range(2)]
        assert (stored, done) == ([1, 0], [1, 0])


async def test_a_chat_is_served_in_order_and_others_beside_it() -> None:
    """Ten messages of two travellers, stored in one go, are relayed in each one's order."""
    async with open_house() as house:
        await house.agents()
        await house.join(ANN_CHAT)
        await house.join(BRUNO_CHAT, "bruno-de-vries")
        batch = [
            {"update_id": 1000 + number, **house.text_update(chat, f"zz{number:02}")}
            for number, chat in enumerate((ANN_CHAT, BRUNO_CHAT) * 5)
        ]
        await updates.store(house.runtime, batch)
        house.update = 2000
        await house.membership(ANN_CHAT, "member")
        seen = [text.rsplit("\n", 1)[-1] for text in house.texts(GROUP) if "zz" in text]
        assert [one for one in seen if int(one[2:]) % 2 == 0] == ["zz00", "zz02", "zz04", "zz06", "zz08"]
        assert sorted(seen) == [f"zz{number:02}" for number in range(10)]


@pytest.mark.parametrize(
    "raw",
    [
        {},
        {"update_id": "7"},
        {"update_id": True},
        {"update_id": 2**70},
    ],
)
async def test_an_update_without_an_id_is_dropped(raw: dict[str, Any]) -> None:
    """It could not be told from its repetition."""
    async with open_house() as house:
        assert await updates.store(house.runtime, [raw]) == 0


async def test_what_is_nothing_for_us_is_kept_as_done() -> None:
    """Its id counts for the offset, and no work waits."""
    async with open_house() as house:
        await updates.store(house.runtime, [{"update_id": 5, "poll": {"id": "x"}}])
        assert (await updates.work(house.runtime), (await kept(house, 5)).state) == (0, "done")


async def test_poison_is_kept_aside_after_five_tries_and_the_chat_goes_on() -> None:
    """One update that always fails does not stop the next; nothing of it was half done."""
    async with open_house() as house:
        reader, read = house.runtime.read_update, []

        def failing(raw: dict[str, Any]) -> Inbound | None:
            inbound = reader(raw)
            if inbound is not None and inbound.text == "poison":
                read.append(inbound)
                if len(read) > 1:  # the first reading is the storing
                    raise RuntimeError("cannot be read")
            return inbound

        runtime = replace(house.runtime, read_update=failing)
        await updates.store(
            runtime,
            [
                {"update_id": 8, **house.text_update(ANN_CHAT, "poison")},
                {"update_id": 9, **house.text_update(ANN_CHAT, "hello")},
            ],
        )
        await updates.work(runtime)
        poisoned, next_one = await kept(house, 8), await kept(house, 9)
        assert (poisoned.state, poisoned.tries) == ("poison", 5)
        assert "cannot be read" in poisoned.error
        assert next_one.state == "done"


async def test_a_trouble_of_the_database_is_not_the_updates_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """However long it lasts, nothing is put aside: what waits is worked on when the database is well again."""
    async with open_house() as house:
        trouble = DatabaseError(database="it", why="the disk is full", remedy="Make room.")

        async def full(*_: object, **__: object) -> None:
            raise trouble

        await updates.store(house.runtime, [{"update_id": 7, **house.text_update(ANN_CHAT, "/help")}])
        with monkeypatch.context() as broken:
            broken.setattr(private, "answer", full)
            for _ in range(updates.MOST_TRIES + 1):
                with pytest.raises(DatabaseError):
                    await updates.work(house.runtime)
        assert ((await kept(house, 7)).state, (await kept(house, 7)).tries) == ("new", 0)
        assert (await updates.work(house.runtime), (await kept(house, 7)).state) == (1, "done")


async def test_a_reader_that_fails_while_storing_loses_nothing() -> None:
    """The raw update is kept aside for a person."""
    async with open_house() as house:

        def broken(raw: dict[str, Any]) -> Inbound | None:
            raise ValueError("odd")

        runtime = replace(house.runtime, read_update=broken)
        await updates.store(runtime, [{"update_id": 3, "message": {"odd": 1}}])
        await updates.work(runtime)
        assert (await kept(house, 3)).state == "poison"


async def test_a_tap_that_cannot_be_acknowledged_still_counts() -> None:
    """The acknowledgement bypasses the outbox, and its failure is harmless."""

    async with open_house() as house:
        await house.join(ANN_CHAT)
        asked = house.find(ANN_CHAT, sentence("consent.ask"))

        async def refused(tap_id: str, text: str = "") -> None:
            house.channel.acknowledged.append((tap_id, text))
            raise ChannelError(why="query is too old")

        house.channel.acknowledge = refused  # type: ignore[method-assign]
        await house.tap(ANN_CHAT, asked, sentence("consent.yes"))
        assert (await house.chat_row(ANN_CHAT)).offers is True


async def test_a_slow_acknowledgement_keeps_nobody_waiting() -> None:
    """While Telegram takes its time over Ann's tap, Bruno is answered; the work ends when the tap was answered too."""
    async with open_house() as house:
        await house.join(ANN_CHAT)
        await house.join(BRUNO_CHAT, "bruno-de-vries")
        asked, answered = house.find(ANN_CHAT, sentence("consent.ask")), asyncio.Event()

        async def slow(tap_id: str, text: str = "") -> None:
            await answered.wait()
            house.channel.acknowledged.append((tap_id, text))

        house.channel.acknowledge = slow  # type: ignore[method-assign]
        tapping = asyncio.create_task(house.tap(ANN_CHAT, asked, sentence("consent.yes")))
        async with asyncio.timeout(10):
            while (await house.chat_row(ANN_CHAT)).offers is None:  # noqa: ASYNC110 - it is set by another task
                await asyncio.sleep(0.005)
            later = {"update_id": 9000, **house.text_update(BRUNO_CHAT, "/help")}
            await updates.store(house.runtime, [later])
            while (await kept(house, 9000)).state != "done":  # noqa: ASYNC110 - it is done by another task
                await asyncio.sleep(0.005)
            assert not tapping.done()
            answered.set()
            await tapping


async def test_a_long_look_keeps_nobody_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """While /who looks at thousands, Ann is answered; then the group is."""
    async with open_house() as house:
        await house.agents()
        await house.join(ANN_CHAT)
        looked = asyncio.Event()

        async def slow(*given: Any, **more: Any) -> Audience | None:
            await looked.wait()
            return await matching(*given, **more)

        monkeypatch.setattr(updates, "matching", slow)
        asking = asyncio.create_task(house.say(JO, "/who", chat=GROUP))
        async with asyncio.timeout(10):
            await asyncio.sleep(0.02)
            later = {"update_id": 9000, **house.text_update(ANN_CHAT, "/help")}
            await updates.store(house.runtime, [later])
            while (await kept(house, 9000)).state != "done":  # noqa: ASYNC110 - it is done by another task
                await asyncio.sleep(0.005)
            assert not asking.done()
            looked.set()
            assert "LISBON-4" in (await asking)[0]


async def test_a_look_that_the_closing_ends_is_taken_up_again() -> None:
    """The bot closes while /who looks: nothing is said, and the update still waits."""
    async with open_house() as house:
        await house.agents()
        await house.join(ANN_CHAT)
        house.runtime.closing.set()
        number = house.update
        before = await house.say(JO, "/who", chat=GROUP)
        waits = (await kept(house, number)).state
        house.runtime.closing.clear()
        done = await updates.work(house.runtime)
        assert (before, waits, done, (await kept(house, number)).state) == ([], "new", 1, "done")


async def test_of_what_was_done_only_the_id_is_kept() -> None:
    """A code or token is kept nowhere in clear, not even in what Telegram sent."""
    async with open_house() as house:
        issued = (await house.codes())["ann-de-vries"]
        await house.say(ANN_CHAT, issued.code)
        await house.say(ANN_CHAT, f"/start {issued.token}")
        assert [(await kept(house, number)).raw for number in range(1, house.update)] == [{}, {}]


async def test_a_crash_in_the_middle_of_an_update_repeats_nothing_and_loses_nothing() -> None:
    """The process dies after the effects were written and before the commit: the next start does it once."""
    async with open_house() as house:
        await house.agents()
        await house.join(ANN_CHAT)
        before = len(house.standing(GROUP))
        await updates.store(house.runtime, [{"update_id": 900, **house.text_update(ANN_CHAT, "zz once")}])
        with pytest.raises(asyncio.CancelledError):
            async with house.runtime.database.write() as session:
                row = await session.get(UpdateRow, 900)
                assert row is not None
                inbound = house.runtime.read_update(row.raw)
                assert inbound is not None
                await private.answer(session, house.runtime, inbound, now=house.clock.trip())
                raise asyncio.CancelledError
        await updates.work(house.runtime)
        house.update = 901
        await house.membership(ANN_CHAT, "member")
        assert [text.endswith("zz once") for text in house.texts(GROUP)[before:]] == [True]
