"""What the bot must ask an agent arrives in the group with buttons, once, and the first answer counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta

from bot.services import asks
from bot.services.editing import edit
from flows.talk.length import visible_text
from flows.trips.edits import Retime, When
from tests.support.chats import ANN_CHAT, GROUP, JO, SAM, House, Standing, open_house, sentence
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


LATER = Retime(segment="out", departs=When(clock=time(10, 55)))
UNKNOWN = sentence("ask.no_arrival")


async def test_a_new_departure_alone_asks_for_the_arrival_and_tells_none() -> None:
    """It lands at 13:00 by nobody's word: stages go by it, and the traveller reads that it is not yet known."""
    async with open_house() as house:
        await house.agents()
        await house.join(ANN_CHAT)
        await house.move(utc("2027-05-11T10:00"))
        await edit(house.runtime, "LISBON-4", [LATER], by="Jo")
        await house.live(utc("2027-05-11T10:30"))
        assert "KL 1697" in house.find(GROUP, UNKNOWN).text
        (told,) = [visible_text(text) for text in house.texts(ANN_CHAT) if "10:55" in text and "was" in text]
        assert "departure was 09:40, now 10:55" in told
        assert "arrival was Wed 12 May 11:45, now not yet known" in told
        await house.live(utc("2027-05-12T11:00"))
        assert [text for text in house.texts(ANN_CHAT) if "13:00" in visible_text(text)] == []


async def test_a_question_that_the_booking_answers_is_not_put() -> None:
    """The arrival came before the bell rang; the next departure alone is a question of its own."""
    async with open_house() as house:
        await house.agents()
        await house.move(utc("2027-05-08T10:00"))
        await edit(house.runtime, "LISBON-4", [LATER], by="Jo")
        await edit(
            house.runtime, "LISBON-4", [Retime(segment="out", arrives=When(clock=time(13, 5)))], by="Jo"
        )
        await house.tick()
        assert [text for text in house.texts(GROUP) if UNKNOWN in text] == []
        await edit(house.runtime, "LISBON-4", [replace(LATER, departs=When(clock=time(11, 30)))], by="Jo")
        await house.tick()
        assert len([text for text in house.texts(GROUP) if UNKNOWN in text]) == 1
