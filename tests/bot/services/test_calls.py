"""The call list: who cannot be reached, what they have to hear, who rang; and how it closes by itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event

from bot.errors import Unreachable
from bot.services import calls
from bot.steps.calling import call
from bot.storage.calls import CallEnd, CallRow, CallWhy
from bot.storage.deliveries import DeliveryRow
from bot.storage.erasing import erase_chat
from bot.storage.forgetting import forget_trip
from bot.storage.trips import TripRow, trip_by_reference
from tests.support.changed import later
from tests.support.chats import ANN_CHAT, BRUNO_CHAT, GROUP, JO, House, open_house, sentence, wording
from tests.support.trips import ANN, BRUNO

SOON = datetime(2027, 5, 8, 10, tzinfo=UTC)
EVE = datetime(2027, 5, 11, 12, tzinfo=UTC)
BACK = datetime(2027, 5, 19, 22, tzinfo=UTC)


async def told(house: House, why: CallWhy, about: str = "thing", *, until: datetime | None = None) -> int:
    """Somebody has to ring Ann about a thing; the call's id."""
    async with house.runtime.database.write() as session:
        row = await trip_by_reference(session, "LISBON-4")
        assert row is not None
        one = await call(
            session, row.key, ANN.id, why, about, "The gate <b> changed", now=house.clock.trip(), until=until
        )
    await house.tick()
    return one.key


async def ends(house: House) -> list[tuple[str, str]]:
    """(note, by whom) of each call."""
    return [(one.note, one.closed_by) for one in await house.rows(CallRow)]


async def blocked(house: House) -> None:
    """Ann has joined and blocks the bot some days before leaving."""
    await house.agents()
    await house.join(ANN_CHAT)
    await house.membership(ANN_CHAT, "kicked")


async def test_a_call_stands_in_the_group_with_who_what_and_how() -> None:
    """Name, reference, number where one is known, and the words, escaped."""
    async with open_house() as house:
        await house.agents()
        await told(house, CallWhy.NO_CHAT)
        card = house.standing(GROUP)[-1]
        assert "Ann de Vries" in card.text and "LISBON-4" in card.text
        assert "No number on file" in card.text
        assert "The gate &lt;b&gt; changed" in card.text
        assert card.labels == ["Called"]


async def test_a_number_that_an_agent_gave_is_on_the_card() -> None:
    """/party REF phone NAME keeps it."""
    async with open_house() as house:
        await house.agents()
        await house.say(JO, "/party LISBON-4 phone Ann +31 6 1234 5678", chat=GROUP)
        await house.tap(JO, house.standing(GROUP)[-1], "Yes, do it", chat=GROUP)
        await told(house, CallWhy.NO_CHAT)
        assert "+31 6 1234 5678" in house.texts(GROUP)[-1]


async def test_called_shows_who_and_when_in_place_and_counts_once() -> None:
    """The card loses its button and names Jo; a second tap changes nothing."""
    async with open_house() as house:
        await house.agents()
        await told(house, CallWhy.NO_CHAT)
        card = house.standing(GROUP)[-1]
        button = card.button("Called")
        await house.tap(JO, card, "Called", chat=GROUP)
        assert "Jo has called" in house.texts(GROUP)[-1]
        assert house.standing(GROUP)[-1].labels == []
        assert await house.press(JO, button.token, card.message_id, chat=GROUP) == sentence("call.already")
        assert await ends(house) == [(CallEnd.CALLED, "Jo")]


async def test_the_same_thing_is_listed_once() -> None:
    """Twice the same about, one card."""
    async with open_house() as house:
        await house.agents()
        assert await told(house, CallWhy.NO_CHAT) == await told(house, CallWhy.NO_CHAT)
        assert len([text for text in house.texts(GROUP) if "The gate" in text]) == 1


async def test_calls_lists_what_is_open() -> None:
    """With a button each; when all are settled it says so."""
    async with open_house() as house:
        await house.agents()
        await told(house, CallWhy.NO_CHAT, "one")
        await told(house, CallWhy.NO_CHAT, "two")
        await house.say(JO, "/calls", chat=GROUP)
        listed = house.standing(GROUP)[-1]
        assert listed.labels == ["1 · Called", "2 · Called"]
        for label in listed.labels:
            await house.tap(JO, listed, label, chat=GROUP)
        await house.say(JO, "/calls", chat=GROUP)
        assert sentence("call.none") in house.texts(GROUP)[-1]


async def test_a_call_waits_for_a_group() -> None:
    """Nobody to post it to: it comes with the first /here."""
    async with open_house() as house:
        await told(house, CallWhy.NO_CHAT)
        await house.agents()
        await house.tick()
        assert "The gate" in house.texts(GROUP)[-1]


async def test_a_block_is_seen_at_once_and_what_matters_is_to_be_called() -> None:
    """The group hears it in the minute it happens; check-in goes to the list with its words, a tip does not (S17)."""
    async with open_house(now=SOON) as house:
        await blocked(house)
        assert "Ann de Vries (LISBON-4) has blocked the bot" in house.texts(GROUP)[-1]
        await house.live(EVE)
        open_now = await house.rows(CallRow)
        missed = [one for one in await house.rows(DeliveryRow) if one.reason == "blocked" and one.touchpoint]
        assert [one.about.partition(":")[0] for one in open_now] == [
            one.touchpoint for one in missed if one.message_class == "operational"
        ]
        assert "check_in" in [one.about.partition(":")[0] for one in open_now]
        assert any("KL 1697" in text and "Please call" in text for text in house.texts(GROUP))


@pytest.mark.parametrize(
    ("why", "word"),
    [("bot was blocked by the user", "has blocked the bot"), ("user is deactivated", "no longer exists")],
)
async def test_a_refusal_tells_it_too(why: str, word: str) -> None:
    """403 while sending: seen at once, told once, the message itself goes to the list."""
    async with open_house(now=SOON) as house:
        await house.agents()
        await house.join(ANN_CHAT)
        house.channel.refuse[ANN_CHAT] = Unreachable(why=why)
        await house.live(EVE)
        assert len([text for text in house.texts(GROUP) if word in text]) == 1
        failed = [one for one in await house.rows(DeliveryRow) if one.reason == "unreachable"]
        assert len(failed) == 1
        assert (await house.chat_row(ANN_CHAT)).blocked_at is not None


async def test_an_unblocked_chat_closes_its_calls_and_gets_one_digest() -> None:
    """No burst: one message of what still helps; the cards in the group say that nobody has to ring."""
    async with open_house(now=SOON) as house:
        await blocked(house)
        await house.live(EVE)
        waiting = len([one for one in await house.rows(CallRow) if one.closed_at is None])
        before = len(house.texts(ANN_CHAT))
        await house.membership(ANN_CHAT, "member")
        came = house.texts(ANN_CHAT)[before:]
        digests = [one for one in await house.rows(DeliveryRow) if one.touchpoint == "digest"]
        assert len([one for one in digests if one.settled_at == EVE]) == 1
        assert len(came) <= 3
        assert any("KL 1697" in text for text in came)
        assert {note for note, _ in await ends(house)} == {CallEnd.REACHABLE}
        assert len([text for text in house.texts(GROUP) if "can be reached again" in text]) == waiting


async def test_nothing_is_said_twice_after_an_unblock() -> None:
    """What arrived before the block does not come again."""
    async with open_house(now=SOON) as house:
        await blocked(house)
        await house.live(EVE)
        await house.membership(ANN_CHAT, "member")
        await house.live(BACK)
        sent = [
            (one.touchpoint, one.occurrence)
            for one in await house.rows(DeliveryRow)
            if one.state == "sent" and one.touchpoint and one.chat_id == ANN_CHAT
        ]
        assert len(sent) == len(set(sent))


async def test_a_block_without_anything_missed_changes_nothing() -> None:
    """Blocked and back within an hour: no digest, the plan goes on."""
    async with open_house(now=SOON) as house:
        await house.agents()
        await house.join(ANN_CHAT)
        await house.live(SOON + timedelta(hours=20))
        before = len(await house.rows(DeliveryRow))
        await house.membership(ANN_CHAT, "kicked")
        await house.membership(ANN_CHAT, "member")
        assert [one for one in (await house.rows(DeliveryRow))[before:] if one.touchpoint] == []


async def test_a_got_it_closes_the_call_about_it() -> None:
    """The tap that was missing came after all: nobody need wait for a bell."""
    async with open_house() as house:
        await house.agents()
        await house.join(ANN_CHAT)
        await house.add_trip(later("2027-05-12T06:40"))
        await house.live(house.clock.trip() + timedelta(days=2))
        assert await ends(house) == [("", "")]
        notice = house.find(ANN_CHAT, wording("booking_changed"))
        await house.tap(ANN_CHAT, notice, sentence("rendering.got_it"))
        assert await ends(house) == [(CallEnd.ACKNOWLEDGED, "")]


async def test_a_full_list_does_not_flood_the_group() -> None:
    """Thirty at once: twenty cards and one line with the rest, which /calls shows; nothing more at the next bells."""
    async with open_house() as house:
        await house.agents()
        async with house.runtime.database.write() as session:
            row = await trip_by_reference(session, "LISBON-4")
            assert row is not None
            for number in range(30):
                await call(
                    session, row.key, ANN.id, CallWhy.NO_CHAT, f"{number}", "Gate", now=house.clock.trip()
                )
        before = len(house.texts(GROUP))
        await house.tick()
        await house.tick()
        came = house.texts(GROUP)[before:]
        assert [sum("Please call" in text for text in came), *came[20:]] == [
            20,
            "… and 10 more to call: /calls",
        ]
        await house.say(JO, "/calls", chat=GROUP)
        listed = house.standing(GROUP)[-1]
        assert (len(listed.labels), "To call: 30" in listed.text) == (20, True)
        assert "… and 10 more" in listed.text


async def test_cards_wait_while_the_group_is_behind() -> None:
    """Twenty cards have not left yet: others come when they have, so that an agent's answer is not an hour behind them."""
    async with open_house() as house:
        await house.agents()
        for first in (0, 20):
            async with house.runtime.database.write() as session:
                row = await trip_by_reference(session, "LISBON-4")
                assert row is not None
                for number in range(first, first + 20):
                    await call(
                        session, row.key, ANN.id, CallWhy.NO_CHAT, f"{number}", "Gate", now=house.clock.trip()
                    )
            await calls.tend(house.runtime)
        assert sum(one.posted for one in await house.rows(CallRow)) == 20
        await house.tick()
        await house.tick()
        assert sum("Please call" in text for text in house.texts(GROUP)) == 40


async def test_an_open_list_costs_the_bell_nothing() -> None:
    """What is posted and in time is not read again, however many there are."""
    async with open_house() as house:
        await house.agents()
        await told(house, CallWhy.NO_CHAT)
        asked: list[str] = []
        engine = house.runtime.database.writer.sync_engine

        def note(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
            asked.append(statement)

        event.listen(engine, "before_cursor_execute", note)
        assert await calls.tend(house.runtime) == 0
        event.remove(engine, "before_cursor_execute", note)
        assert len(asked) <= 3


async def test_joining_closes_a_call_for_want_of_a_chat() -> None:
    """Ann has a chat now; the card says so."""
    async with open_house() as house:
        await house.agents()
        await told(house, CallWhy.NO_CHAT)
        await house.join(ANN_CHAT)
        assert await ends(house) == [(CallEnd.JOINED, "")]


async def test_a_call_ends_with_its_use() -> None:
    """A second before it is open, a second after it is over, and says that nobody rang."""
    async with open_house(now=SOON) as house:
        await house.agents()
        await told(house, CallWhy.NO_CHAT, until=EVE)
        await house.move(EVE)
        assert await ends(house) == [("", "")]
        await house.move(EVE + timedelta(seconds=1))
        assert await ends(house) == [(CallEnd.USELESS, "")]
        assert any("nobody has called" in text for text in house.texts(GROUP))


async def test_a_call_ends_with_the_trip() -> None:
    """Whoever is home again need not hear of a gate."""
    async with open_house(now=SOON) as house:
        await house.agents()
        await told(house, CallWhy.NO_CHAT)
        await house.move(BACK)
        assert await ends(house) == [(CallEnd.OVER, "")]


async def test_a_stranger_cannot_settle_a_call() -> None:
    """Who is not on the staff taps in vain."""
    async with open_house() as house:
        await house.agents()
        await told(house, CallWhy.NO_CHAT)
        card = house.standing(GROUP)[-1]
        assert await house.tap(BRUNO_CHAT, card, "Called", chat=GROUP) == sentence("desk.unlinked")
        assert await ends(house) == [("", "")]


async def test_a_partner_takes_no_call_away_from_the_lead() -> None:
    """Bruno's chat can be reached; Ann's cannot, and it is she who is to be rung."""
    async with open_house(now=SOON) as house:
        await blocked(house)
        await house.join(BRUNO_CHAT, BRUNO.id)
        await house.live(EVE)
        assert {one.traveller for one in await house.rows(CallRow)} == {ANN.id}
        assert {note for note, _ in await ends(house)} == {""}


async def test_erasing_takes_calls_and_number_along() -> None:
    """Who is erased is on no list and has no number; the card in the group loses its words."""
    async with open_house() as house:
        await house.agents()
        await house.join(ANN_CHAT)
        await house.say(JO, "/party LISBON-4 phone Ann +31 6 1234 5678", chat=GROUP)
        await house.tap(JO, house.standing(GROUP)[-1], "Yes, do it", chat=GROUP)
        await told(house, CallWhy.UNACKNOWLEDGED)
        async with house.runtime.database.write() as session:
            await erase_chat(session, ANN_CHAT)
        assert await house.rows(CallRow) == []
        (row,) = await house.rows(TripRow)
        assert row.traits["phones"] == {}
        assert not any("The gate" in one.text for one in await house.rows(DeliveryRow))


async def test_forgetting_a_trip_forgets_its_calls() -> None:
    """Nothing hangs on a trip that is gone."""
    async with open_house() as house:
        await told(house, CallWhy.NO_CHAT)
        async with house.runtime.database.write() as session:
            row = await trip_by_reference(session, "LISBON-4")
            assert row is not None
            await forget_trip(session, row.key)
        assert await house.rows(CallRow) == []


async def test_who_has_no_chat_hears_of_a_change_by_phone() -> None:
    """Bruno alone has joined and is told; Ann, whom nobody tells, is to be rung. The children are not: Ann is their
    guardian. Once she joins, the call is closed."""
    async with open_house() as house:
        await house.agents()
        await house.join(BRUNO_CHAT, BRUNO.id)
        await house.add_trip(later("2027-05-12T06:40"))
        await house.live(house.clock.trip() + timedelta(hours=1))
        (one,) = await house.rows(CallRow)
        assert (one.traveller, one.why) == (ANN.id, CallWhy.NO_CHAT)
        assert "09:40" in one.text and "06:40" in one.text
        await house.join(ANN_CHAT)
        await house.tick()
        assert await ends(house) == [(CallEnd.JOINED, "")]


async def test_nobody_is_rung_whom_the_leads_phone_tells() -> None:
    """One phone for all: all of them are told."""
    async with open_house() as house:
        await house.agents()
        await house.join(ANN_CHAT)
        await house.add_trip(later("2027-05-12T06:40"))
        await house.live(house.clock.trip() + timedelta(hours=1))
        assert await house.rows(CallRow) == []


async def test_a_broadcast_that_matters_is_told_by_phone() -> None:
    """Operational words of an agent go to the list with their text; a tip of theirs does not."""
    async with open_house(now=SOON) as house:
        await blocked(house)
        for kind, words in (("operational", "The metro is on strike."), ("service", "There is a market.")):
            await house.say(JO, f"/broadcast ref=LISBON-4 class={kind}\nen: {words}", chat=GROUP)
            await house.tap(JO, house.standing(GROUP)[-1], "Send", chat=GROUP)
        (one,) = await house.rows(CallRow)
        assert one.text == "The metro is on strike."


async def test_who_must_not_know_is_not_rung_either() -> None:
    """Bruno tried his code early and blocked the bot: an agent's ring would let the secret out."""
    async with open_house(now=SOON) as house:
        await house.agents()
        await house.say(JO, "/party LISBON-4 surprise Bruno", chat=GROUP)
        await house.tap(JO, house.standing(GROUP)[-1], "Yes, do it", chat=GROUP)
        await house.join(ANN_CHAT)
        await house.join(BRUNO_CHAT, BRUNO.id)
        await house.membership(BRUNO_CHAT, "kicked")
        await house.live(EVE)
        await house.add_trip(later("2027-05-12T11:40"))
        await house.live(EVE + timedelta(hours=1))
        assert await house.rows(CallRow) == []
