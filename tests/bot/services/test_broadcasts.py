"""Broadcasts: previewed, confirmed by a linked agent, sent once to each chat, their progress on the card."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from bot.storage.broadcasts import BroadcastRow
from bot.storage.deliveries import DeliveryRow
from tests.support.chats import (
    ANN_CHAT,
    BRUNO_CHAT,
    GROUP,
    JO,
    SAM,
    STRANGER,
    House,
    Standing,
    open_house,
)

ON_SITE = datetime(2027, 5, 14, 11, 0, tzinfo=UTC)


async def prepared(house: House) -> None:
    await house.agents()
    await house.join(ANN_CHAT)
    await house.join(BRUNO_CHAT, "bruno-de-vries", language="nl")


async def preview(house: House, typed: str) -> Standing:
    await house.say(JO, typed, chat=GROUP)
    return house.standing(GROUP)[-1]


async def test_a_broadcast_is_previewed_confirmed_and_sent_in_each_language() -> None:
    """Nothing leaves before the tap; each chat reads its own language, with its name and place, escaped."""
    async with open_house(now=ON_SITE) as house:
        await prepared(house)
        card = await preview(
            house,
            "/broadcast stage=on_site place=Lisbon class=operational\n"
            "en: Strike <today>, {traveller.first_name}\nin {trip.destination}\nnl: Staking vandaag, {traveller.first_name}",
        )
        assert "2 chats" in card.text
        assert "Ann de Vries, Bruno de Vries" in card.text
        assert not any("Strike" in text for text in house.texts(ANN_CHAT))
        await house.tap(SAM, card, "Send", chat=GROUP)
        assert house.texts(ANN_CHAT)[-1] == "Strike &lt;today&gt;, Ann\nin Lisbon"
        assert house.texts(BRUNO_CHAT)[-1] == "Staking vandaag, Bruno"
        await house.tick()
        assert "2 sent" in card.text
        assert card.labels == []


async def test_a_second_confirmation_sends_nothing_more() -> None:
    """A double tap, and a colleague's: one message a chat."""
    async with open_house(now=ON_SITE) as house:
        await prepared(house)
        card = await preview(house, "/broadcast class=operational\nHello")
        token = card.button("Send").token
        await house.press(JO, token, card.message_id, chat=GROUP)
        assert await house.press(SAM, token, card.message_id, chat=GROUP) == "This has been decided already."
        assert house.texts(ANN_CHAT).count("Hello") == 1


async def test_only_linked_people_decide() -> None:
    """A stranger in the group, or the token in another chat, decides nothing."""
    async with open_house(now=ON_SITE) as house:
        await prepared(house)
        card = await preview(house, "/broadcast class=operational\nHello")
        token = card.button("Send").token
        said = [
            await house.press(STRANGER, token, card.message_id, chat=GROUP),
            await house.press(JO, token, card.message_id),
        ]
        assert ["do not know you" in said[0], "no longer valid" in said[1]] == [True, True]
        assert "Hello" not in house.texts(ANN_CHAT)


async def test_a_cancelled_broadcast_stays_unsent() -> None:
    """Cancel, then Send: nothing."""
    async with open_house(now=ON_SITE) as house:
        await prepared(house)
        card = await preview(house, "/broadcast class=operational\nHello")
        send = card.button("Send").token
        await house.tap(JO, card, "Cancel", chat=GROUP)
        assert "Withdrawn by Jo" in card.text
        await house.press(JO, send, card.message_id, chat=GROUP)
        assert "Hello" not in house.texts(ANN_CHAT)


async def test_a_preview_of_yesterday_is_made_again() -> None:
    """After a day the audience is another one."""
    async with open_house(now=ON_SITE) as house:
        await prepared(house)
        card = await preview(house, "/broadcast class=operational\nHello")
        house.clock.move(ON_SITE + timedelta(days=1, seconds=1))
        await house.tap(JO, card, "Send", chat=GROUP)
        assert "more than a day old" in card.text
        assert "Hello" not in house.texts(ANN_CHAT)


async def test_marketing_without_consent_is_skipped_and_counted() -> None:
    """The preview warns, the claim skips, the card says so."""
    async with open_house(now=ON_SITE) as house:
        await prepared(house)
        card = await preview(house, "/broadcast class=marketing\nen: Buy\nnl: Koop")
        assert "2 without consent" in card.text
        await house.tap(JO, card, "Send", chat=GROUP)
        await house.tick()
        assert "2 skipped" in card.text
        assert "Buy" not in house.texts(ANN_CHAT)


async def test_a_missing_language_falls_back_with_a_warning() -> None:
    """Bruno reads Dutch; without it he reads the first text, and the card says so."""
    async with open_house(now=ON_SITE) as house:
        await prepared(house)
        card = await preview(house, "/broadcast class=operational\nfr: Bonjour\nen: Hello")
        assert "No text in nl: they read fr" in card.text


async def test_it_travels_behind_all_else_in_its_class() -> None:
    """The rows are in the broadcasts' lane, with class, broadcast and recipient."""
    async with open_house(now=ON_SITE) as house:
        await prepared(house)
        card = await preview(house, "/broadcast\nHello")
        await house.tap(JO, card, "Send", chat=GROUP)
        async with house.runtime.database.read() as session:
            rows = (await session.execute(select(DeliveryRow).where(DeliveryRow.broadcast_id == 1))).scalars()
            assert [(row.lane, row.message_class, row.recipient_id) for row in rows] == [
                (5, "service", 1),
                (5, "service", 2),
            ]


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("/broadcast", "Put the text"),
        ("/broadcast stage=on_site", "Put the text"),
        ("/broadcast stage=on_site\n  \n", "Put the text"),
        ("/broadcast stage=asleep\nHi", "is no stage"),
        ("/broadcast colour=red\nHi", "Choose from stage="),
        ("/broadcast class=safety\nHi", "takes two people"),
        ("/broadcast class=loud\nHi", "is no class"),
        ("/broadcast\nHi {trip.secret}", "{trip.secret} is not possible"),
        ("/broadcast\nHi {<b>}", "{&lt;b&gt;} is not possible"),
        ("/broadcast place=Atlantis\nHi", "Nobody matches"),
        ("/broadcast\n" + "x" * 4000, "too long"),
    ],
)
async def test_a_bad_broadcast_is_refused_with_a_hint(typed: str, answer: str) -> None:
    """Nothing is drafted."""
    async with open_house(now=ON_SITE) as house:
        await prepared(house)
        assert answer in (await house.say(JO, typed, chat=GROUP))[-1]
        async with house.runtime.database.read() as session:
            assert (await session.execute(select(BroadcastRow))).scalars().all() == []


async def test_text_may_follow_a_class_on_the_first_line() -> None:
    """One line is enough for one text."""
    async with open_house(now=ON_SITE) as house:
        await prepared(house)
        await house.say(JO, "/broadcast stage=on_site class=operational Hello all", chat=GROUP)
        await house.tap(JO, house.standing(GROUP)[-1], "Send", chat=GROUP)
        assert house.texts(ANN_CHAT)[-1] == "Hello all"


async def test_nobody_writes_to_everyone_who_ever_went() -> None:
    """After the trip only stage=afterwards or the reference still means them (S20)."""
    async with open_house(now=ON_SITE) as house:
        await prepared(house)
        house.clock.move(datetime(2027, 5, 25, 11, 0, tzinfo=UTC))
        assert "Nobody matches" in (await preview(house, "/broadcast class=operational\nHi")).text
        assert "2 chats" in (await preview(house, "/broadcast stage=afterwards\nHi")).text
        assert "2 chats" in (await preview(house, "/broadcast ref=lisbon-4\nHi")).text
