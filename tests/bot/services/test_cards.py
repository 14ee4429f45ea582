"""The trip card in the chat: sent once, pinned, edited in place, and never more than it must be."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import col, update

from bot.errors import NotSent, Refused, Uncertain, Unreachable
from bot.services.planning import plan_trips
from bot.storage.cards import CardRow
from bot.storage.database import Database
from bot.storage.deliveries import DeliveryRow, State
from bot.storage.trips import trip_by_reference
from flows.library.library import Library
from flows.trips.trip import Trip
from tests.support.chats import (
    ANN_CHAT,
    BRUNO_CHAT,
    House,
    Standing,
    make_house,
    open_house,
    sentence,
    shipped_library,
)
from tests.support.ledger import bind
from tests.support.trips import italy_round_trip, lisbon_family, utc

ANN, BRUNO = "ann-de-vries", "bruno-de-vries"
MAY = utc("2027-05-01T10:00")
LEAVES, LANDS = utc("2027-05-12T04:40"), utc("2027-05-12T10:45")


def words_only() -> Library:
    """The shipped words, with no touchpoints: only cards move."""
    return replace(shipped_library(), touchpoints=())


@pytest.fixture
async def house() -> AsyncIterator[House]:
    async with open_house(library=words_only(), now=MAY) as opened:
        yield opened


def cards(house: House, chat: int = ANN_CHAT) -> list[Standing]:
    """The cards that stand in a chat."""
    return [one for one in house.standing(chat) if one.pinned]


async def change(house: House, trip: Trip) -> None:
    """The booking comes in anew, and what follows leaves."""
    await house.add_trip(trip)
    await house.tick()


async def kept(house: House, holder: str = ANN) -> CardRow:
    async with house.runtime.database.read() as session:
        trip = await trip_by_reference(session, "LISBON-4")
        assert trip is not None
        row = await session.get(CardRow, (trip.key, holder))
        assert row is not None
        return row


async def test_joining_brings_one_card_pinned_and_silent(house: House) -> None:
    """After the welcome and the question about offers, as the last of it."""
    await house.join(ANN_CHAT)
    (card,) = cards(house)
    assert house.standing(ANN_CHAT)[-1] is card
    assert (card.message.silent, card.message.pin) == (True, True)
    assert "🕘 06:40 be there (Amsterdam)" in card.text


async def test_it_comes_behind_the_confirmation() -> None:
    """What is said at joining comes first; the card leaves as the last of that minute."""
    async with open_house(now=utc("2027-02-01T10:00")) as opened:
        await opened.join(ANN_CHAT)
        assert opened.standing(ANN_CHAT)[-1] is cards(opened)[0]
        assert len(opened.standing(ANN_CHAT)) > 3


async def test_it_is_edited_in_place_at_each_edge(house: House) -> None:
    """One second before nothing moves; at the edge the same message says the new."""
    await house.join(ANN_CHAT)
    (card,) = cards(house)
    await house.move(utc("2027-05-11T07:39:59"))
    assert card.edits == 0
    await house.move(utc("2027-05-11T07:40"))
    assert (card.edits, "☑️ Check in for KL 1697" in card.text) == (1, True)
    await house.move(LEAVES)
    await house.move(LANDS)
    assert (card.edits, "KL 1697" in card.text) == (3, False)
    assert cards(house) == [card]


async def test_nothing_is_edited_when_it_says_the_same(house: House) -> None:
    """Planning the trip again, as often as one likes, touches no card."""
    await house.join(ANN_CHAT)
    for _ in range(3):
        await change(house, lisbon_family())
        await house.tick()
    assert cards(house)[0].edits == 0


async def test_a_booking_change_reaches_it_at_once(house: House) -> None:
    """The flight leaves two hours later: the card says so."""
    await house.join(ANN_CHAT)
    family = lisbon_family()
    out = family.booking.segments[0]
    assert out.departs.clock is not None
    later = replace(out, departs=replace(out.departs, clock=out.departs.clock.replace(hour=7, minute=10)))
    booked = replace(family.booking, segments=(later, *family.booking.segments[1:]))
    await change(house, replace(family, booking=booked))
    assert "✈️ 07:10" in cards(house)[0].text


async def test_it_follows_the_language(house: House) -> None:
    """The same message, in Dutch."""
    await house.join(ANN_CHAT)
    (card,) = cards(house)
    await house.say(ANN_CHAT, "/language")
    await house.tap(ANN_CHAT, house.standing(ANN_CHAT)[-1], "Nederlands")
    assert (sentence("card.be_there", "nl") in card.text, card.edits) == (True, 1)


async def test_one_that_was_deleted_comes_once_more_at_the_next_change(house: House) -> None:
    """The refused edit brings nothing; the next change brings a new card; deleted again, it stays away."""
    await house.join(ANN_CHAT)
    house.channel.gone.add((ANN_CHAT, cards(house)[0].message_id))
    await house.move(utc("2027-05-11T07:40"))
    await house.tick()
    assert len(cards(house)) == 1
    await house.move(LEAVES)
    assert len(cards(house)) == 2
    house.channel.gone.add((ANN_CHAT, cards(house)[1].message_id))
    await house.move(LANDS)
    await house.move(utc("2027-05-19T19:25"))
    assert len(cards(house)) == 2


async def test_an_unknown_outcome_goes_again_without_a_note_in_the_card(house: House) -> None:
    """A card that says that it may be a repeat would say so for weeks."""
    house.channel.refuse[ANN_CHAT] = Uncertain(why="cut")
    await house.join(ANN_CHAT)
    house.channel.refuse.clear()
    await house.move(utc("2027-05-01T10:05"))
    assert "seen" not in cards(house)[-1].text
    assert (await kept(house)).message_id == cards(house)[-1].message_id


async def test_a_chat_that_blocked_gets_it_when_it_can_be_reached(house: House) -> None:
    """Nothing piles up meanwhile."""
    await house.join(ANN_CHAT)
    (card,) = cards(house)
    await house.membership(ANN_CHAT, "kicked")
    await house.move(LEAVES)
    await house.move(LANDS)
    assert card.edits == 0
    await house.membership(ANN_CHAT, "member")
    assert (card.edits, "KL 1697" in card.text) == (1, False)


async def test_who_could_not_be_reached_gets_it_on_coming_back(house: House) -> None:
    """The first word from the chat brings the card."""
    house.channel.refuse[ANN_CHAT] = Unreachable(why="blocked")
    await house.join(ANN_CHAT)
    house.channel.refuse.clear()
    assert cards(house) == []
    await house.say(ANN_CHAT, "/trip")
    await house.tick()
    assert len(cards(house)) == 1


async def test_a_refused_card_is_not_tried_again_until_it_says_something_else(house: House) -> None:
    """No circle of refusals."""
    house.channel.refuse[ANN_CHAT] = Refused(why="no")
    await house.join(ANN_CHAT)
    house.channel.refuse.clear()
    await change(house, lisbon_family())
    assert cards(house) == []
    await house.move(utc("2027-05-11T07:40"))
    assert len(cards(house)) == 1


async def test_each_trip_and_each_chat_has_its_own(house: House) -> None:
    """One phone, two trips; another phone of the party."""
    await house.add_trip(italy_round_trip())
    await house.join(ANN_CHAT)
    await house.join(ANN_CHAT, reference="ITALY-2")
    await house.join(BRUNO_CHAT, BRUNO)
    assert len(cards(house)) == 2
    assert ["LISBON-4" in one.text for one in cards(house)] == [True, False]
    (brunos,) = cards(house, BRUNO_CHAT)
    assert "Hotel Alfama" in brunos.text


async def test_when_the_trip_moves_to_another_chat_the_old_card_says_so(house: House) -> None:
    """Nothing of the trip stays legible on a phone that is no longer bound to it."""
    await house.join(ANN_CHAT)
    await house.join(BRUNO_CHAT, ANN)
    assert sentence("card.moved") in cards(house)[0].text
    assert "KL 1697" in cards(house, BRUNO_CHAT)[0].text
    await house.move(LEAVES)
    assert sentence("card.moved") in cards(house)[0].text
    assert cards(house, BRUNO_CHAT)[0].edits > 0


async def test_it_counts_for_no_cap_and_knows_no_night(house: House) -> None:
    """At 04:00 the card changes without a sound, and no cap hears of it."""
    await house.join(ANN_CHAT)
    await house.move(LEAVES)
    async with house.runtime.database.read() as session:
        rows = [row for number in range(1, 40) if (row := await session.get(DeliveryRow, number))]
    mine = [row for row in rows if row.body.get("card")]
    assert {row.message_class for row in mine} == {"reply"}
    assert {row.state for row in mine} == {"sent"}
    assert {row.touchpoint for row in mine} == {None}
    assert "🕘 06:40" not in cards(house)[0].text


async def test_after_a_restart_it_is_the_same_card(tmp_path: Path) -> None:
    """The message's id is kept: another process edits what the first one sent."""
    url = f"sqlite+aiosqlite:///{tmp_path / 'db.sqlite'}"
    async with open_house(url=url, library=words_only(), now=MAY) as first:
        await first.join(ANN_CHAT)
        (card,) = cards(first)
        channel = first.channel
    database = Database(url)
    second = make_house(database, now=LEAVES, channel=channel, library=words_only())
    await second.tick()
    assert (len(cards(second)), card.edits) == (1, 1)
    await database.close()


async def test_a_trip_that_is_over_or_off_brings_no_new_card() -> None:
    """Who joins after it needs none."""
    async with open_house(library=words_only(), now=MAY) as opened:
        await opened.move(utc("2027-05-19T20:00"))
        async with opened.runtime.database.read() as session:
            row = await trip_by_reference(session, "LISBON-4")
            assert row is not None
        await bind(opened.runtime, row.key, ANN_CHAT, ANN, known=opened.clock.trip())
        await plan_trips(opened.runtime, [row.key])
        await opened.tick()
        assert cards(opened) == []


async def test_a_cancelled_trip_waits_for_an_agents_word(house: House) -> None:
    """Nobody learns of it from a card."""
    await house.join(ANN_CHAT)
    family = lisbon_family()
    await change(house, replace(family, booking=replace(family.booking, cancelled=True)))
    assert "cancelled" not in cards(house)[0].text


async def test_the_clock_is_folded_into_the_trips_next_instant(house: House) -> None:
    """With no touchpoint at all the trip is still looked at when the card changes."""
    await house.join(ANN_CHAT)

    async def next_due() -> datetime | None:
        async with house.runtime.database.read() as session:
            trip = await trip_by_reference(session, "LISBON-4")
            assert trip is not None
            return trip.next_due_at

    first = await next_due()
    assert first is not None
    assert first <= utc("2027-05-11T07:40")
    for _ in range(20):
        at = await next_due()
        if at is None:
            break
        await house.move(at)
    assert sentence("card.over") in cards(house)[0].text


async def test_card_says_it_again_at_the_end_of_the_chat(house: House) -> None:
    """/card, without a second pin."""
    await house.join(ANN_CHAT)
    (said,) = await house.say(ANN_CHAT, "/card")
    assert said == cards(house)[0].text


async def test_who_takes_a_phone_over_takes_its_card_over(house: House) -> None:
    """Bruno joined first on this phone, then Ann, who serves him too: one card, and it stays true."""
    await house.join(ANN_CHAT, BRUNO)
    await house.join(ANN_CHAT, ANN)
    (card,) = cards(house)
    await house.move(LEAVES)
    assert "🕘 06:40" not in card.text
    assert (await kept(house)).message_id == card.message_id


async def test_a_card_on_its_way_never_lands_in_a_chat_that_lost_the_trip(house: House) -> None:
    """Its process died while the trip moved to another phone: what is not known to have left is not tried there again."""
    house.channel.refuse[ANN_CHAT] = NotSent(why="no way out")
    await house.join(ANN_CHAT)
    house.channel.refuse.clear()
    on_its_way = update(DeliveryRow).where(col(DeliveryRow.body)["card"].as_boolean())
    long_ago, later = (
        house.runtime.clock.real() - timedelta(hours=1),
        house.runtime.clock.real() + timedelta(1),
    )
    async with house.runtime.database.write() as session:
        await session.execute(on_its_way.values(state=State.SENDING, lease_until=later))
    await house.join(BRUNO_CHAT, ANN)
    async with house.runtime.database.write() as session:
        dead = on_its_way.where(col(DeliveryRow.chat_id) == ANN_CHAT)
        await session.execute(dead.values(state=State.QUEUED, lease_until=None, retry_at=long_ago))
    await house.tick()
    assert [len(cards(house, chat)) for chat in (ANN_CHAT, BRUNO_CHAT)] == [0, 1]
