"""What the bot must ask an agent arrives in the group with buttons, once, and the first answer counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.services import asks
from tests.support.chats import ANN_CHAT, GROUP, JO, SAM, House, Standing, open_house
from tests.support.trips import lisbon_family, utc

GONE = utc("2027-05-12T07:40")


def one_way() -> object:
    trip = lisbon_family()
    kept = tuple(one for one in trip.booking.segments if one.id in ("out",))
    return replace(trip, booking=replace(trip.booking, segments=kept))


async def asked(house: House) -> Standing:
    await house.agents()
    await house.join(ANN_CHAT)
    await house.live(GONE)
    return house.find(GROUP, "no way home is booked")


async def test_a_way_home_is_not_missed_before_they_leave() -> None:
    """One second before departure nobody asks: it may yet be booked."""
    async with open_house(trip=one_way()) as house:  # type: ignore[arg-type]
        await house.agents()
        await house.join(ANN_CHAT)
        await house.live(GONE - timedelta(seconds=1))
        assert [text for text in house.texts(GROUP) if "no way home is booked" in text] == []


async def test_a_trip_without_return_is_asked_once() -> None:
    """Posted with two buttons; the next bell posts nothing more (S24)."""
    async with open_house(trip=one_way()) as house:  # type: ignore[arg-type]
        card = await asked(house)
        assert card.labels == ["Stays open", "Returned"]
        assert await asks.post(house.runtime) == 0


async def test_without_a_group_the_question_waits() -> None:
    """It is posted when a group is bound."""
    async with open_house(trip=one_way()) as house:  # type: ignore[arg-type]
        await house.live(GONE)
        assert await asks.post(house.runtime) == 0
        assert "LISBON-4" in (await asked(house)).text


async def test_returned_pins_the_end_and_shows_who_said_so() -> None:
    """The first answer counts, the second hears whose it was."""
    async with open_house(trip=one_way()) as house:  # type: ignore[arg-type]
        card = await asked(house)
        late = card.button("Stays open").token
        await house.tap(SAM, card, "Returned", chat=GROUP)
        assert card.text.endswith("✅ Sam: Returned")
        assert card.labels == []
        assert await house.press(JO, late, card.message_id, chat=GROUP) == "Sam has answered already."
        assert "afterwards" in (await house.say(JO, "/who ref=LISBON-4", chat=GROUP))[0]
