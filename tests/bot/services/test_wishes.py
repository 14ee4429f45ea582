"""Wishes and the way from home: heard by the agents once, kept with the trip, answered warmly."""

from __future__ import annotations

import pytest

from bot.services.delivery import deliver
from bot.steps.enqueue import enqueue
from bot.storage.recipients import recipient_of_holder
from bot.storage.trips import trip_by_reference
from flows.talk.message import Button, OutgoingMessage
from tests.support.chats import ANN_CHAT, GROUP, JO, House, Standing, open_house, sentence
from tests.support.trips import utc


async def shown(house: House, action: str, *values: str) -> Standing:
    """A message under which these may be tapped, as a touchpoint's buttons would be."""
    name = {"wish": "wish", "travel_time": "minutes"}[action]
    rows = tuple((Button(label=value, action=action, data={name: value}),) for value in values)
    async with house.runtime.database.write() as session:
        trip = await trip_by_reference(session, "LISBON-4")
        assert trip is not None
        message = OutgoingMessage(text="What may we know?", buttons=rows)
        await enqueue(session, chat=ANN_CHAT, message=message, now=house.clock.trip(), trip_id=trip.key)
    await deliver(house.runtime)
    return house.find(ANN_CHAT, "What may we know?")


async def celebrated(house: House) -> set[str]:
    """What the trip celebrates."""
    async with house.runtime.database.read() as session:
        row = await trip_by_reference(session, "LISBON-4")
    assert row is not None
    return set(row.trip.celebrated)


@pytest.mark.parametrize("wish", ["anniversary", "honeymoon", "birthday"])
async def test_an_occasion_is_heard_and_kept(wish: str) -> None:
    """The group reads it with Ann's name, Ann reads thanks, and the trip celebrates it."""
    async with open_house() as house:
        await house.agents()
        await house.join(ANN_CHAT)
        await house.tap(ANN_CHAT, await shown(house, "wish", wish), wish)
        told = house.texts(GROUP)[-1]
        assert ("Ann de Vries" in told, sentence(f"staff.note_wish_{wish}") in told) == (True, True)
        assert sentence(f"wish.thanks_{wish}") in house.texts(ANN_CHAT)[-1]
        assert await celebrated(house) == {wish}
        assert sentence(f"wish.{wish}") in (await house.say(JO, "/who LISBON-4", chat=GROUP))[0]


async def test_a_second_tap_changes_nothing() -> None:
    """It says that it is known; the group does not hear it again."""
    async with open_house() as house:
        await house.agents()
        await house.join(ANN_CHAT)
        card = await shown(house, "wish", "honeymoon")
        await house.tap(ANN_CHAT, card, "honeymoon")
        heard, read = len(house.texts(GROUP)), len(house.texts(ANN_CHAT))
        assert await house.tap(ANN_CHAT, card, "honeymoon") == sentence("wish.known")
        assert (len(house.texts(GROUP)), len(house.texts(ANN_CHAT))) == (heard, read)


@pytest.mark.parametrize("wish", ["diet", "access", "other"])
async def test_a_need_asks_for_words_and_is_no_occasion(wish: str) -> None:
    """The agents hear that there is one; what it is, the traveller writes."""
    async with open_house() as house:
        await house.agents()
        await house.join(ANN_CHAT)
        await house.tap(ANN_CHAT, await shown(house, "wish", wish), wish)
        assert sentence("wish.tell_more") in house.texts(ANN_CHAT)[-1]
        assert await celebrated(house) == set()
        await house.say(ANN_CHAT, "Dan cannot eat peanuts")
        assert "Dan cannot eat peanuts" in house.texts(GROUP)[-1]


async def test_without_a_group_a_wish_waits_for_one() -> None:
    """It is told when a group is bound, with name and reference."""
    async with open_house() as house:
        await house.join(ANN_CHAT)
        await house.tap(ANN_CHAT, await shown(house, "wish", "birthday"), "birthday")
        await house.agents()
        assert "Ann de Vries (LISBON-4)" in house.texts(GROUP)[-1]


@pytest.mark.parametrize(("minutes", "out"), [("60", "05:40"), ("90", "05:10"), ("15", "06:25")])
async def test_a_travel_time_says_when_to_leave_home(minutes: str, out: str) -> None:
    """Three hours before 09:40 at the airport, and the way there: the local time to set out."""
    async with open_house() as house:
        await house.join(ANN_CHAT)
        await house.tap(ANN_CHAT, await shown(house, "travel_time", "15", "60", "90"), minutes)
        assert f"<b>Wednesday {out}</b>" in house.texts(ANN_CHAT)[-1]


async def test_a_travel_time_may_be_changed_and_survives_the_language() -> None:
    """The last tap counts, whatever language is spoken afterwards."""
    async with open_house() as house:
        await house.join(ANN_CHAT)
        card = await shown(house, "travel_time", "60", "90")
        await house.tap(ANN_CHAT, card, "60")
        await house.tap(ANN_CHAT, card, "90")
        await house.say(ANN_CHAT, "/language")
        await house.tap(ANN_CHAT, house.standing(ANN_CHAT)[-1], "Nederlands")
        async with house.runtime.database.read() as session:
            row = await trip_by_reference(session, "LISBON-4")
            assert row is not None
            bound = await recipient_of_holder(session, row.key, "ann-de-vries")
        assert bound is not None
        assert bound.travel_minutes == 90
        await house.tap(ANN_CHAT, card, "60")
        assert "<b>woensdag 05:40</b>" in house.texts(ANN_CHAT)[-1]


async def test_who_left_already_is_not_told_when_to_leave() -> None:
    """The tap is thanked for, no more."""
    async with open_house() as house:
        await house.join(ANN_CHAT)
        house.clock.move(utc("2027-05-14T10:00"))
        await house.tap(ANN_CHAT, await shown(house, "travel_time", "60"), "60")
        assert sentence("travel.noted") in house.texts(ANN_CHAT)


@pytest.mark.parametrize("minutes", ["0", "99999", "-5", "ten", "٦٠"])
async def test_a_travel_time_that_nobody_has_is_refused(minutes: str) -> None:
    """Nothing is kept."""
    async with open_house() as house:
        await house.join(ANN_CHAT)
        assert sentence("tap.invalid") in await house.tap(
            ANN_CHAT, await shown(house, "travel_time", minutes), minutes
        )
