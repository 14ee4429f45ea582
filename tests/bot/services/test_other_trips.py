"""A chat with several trips: each keeps its own dates, ticks and card; caps, nights and flights are the person's."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from bot.steps.situation import chat_state, situation
from bot.storage.cards import CardRow
from bot.storage.chats import chat_by_id
from bot.storage.deliveries import DeliveryRow, State
from bot.storage.evidence import EvidenceRow
from bot.storage.feedback import TickRow
from bot.storage.recipients import RecipientRow, recipients_of_chat
from bot.storage.trips import trip_by_reference
from flows.library.touchpoint import MessageClass
from flows.planning.budget import CAPS, CLASSES, DAY
from flows.planning.claim import ChatState
from flows.trips.evidence import Source, Stage
from flows.trips.trip import Trip
from tests.support.chats import ANN_CHAT, GROUP, JO, House, open_house, wording
from tests.support.trips import ANN, flight, stay, trip, utc

JOINED = utc("2027-05-01T10:00")


def rome(leaves: str = "2027-05-20", back: str = "2027-05-24", *, reference: str = "ROME-2") -> Trip:
    """Ann alone to Rome, the day after Lisbon unless told otherwise."""
    return trip(
        flight("KL1601", "AMS", "FCO", f"{leaves}T09:50", f"{leaves}T12:05"),
        stay("Albergo Trastevere", "FCO", f"{leaves}T15:00", f"{back}T11:00"),
        flight("KL1604", "FCO", "AMS", f"{back}T17:10", f"{back}T19:45"),
        travellers=(ANN,),
        reference=reference,
        booked="2027-01-20T10:00",
    )


@pytest.fixture
async def house() -> AsyncIterator[House]:
    """Ann's family goes to Lisbon from 12 to 19 May; she goes on to Rome on the 20th. Her chat has both."""
    async with open_house(now=JOINED) as house:
        await house.add_trip(rome())
        await house.join(ANN_CHAT)
        await house.join(ANN_CHAT, reference="ROME-2")
        yield house


async def state(house: House, reference: str) -> ChatState:
    """What the judge asks of Ann's chat for a message about this trip."""
    async with house.runtime.database.read() as session:
        row = await trip_by_reference(session, reference)
        assert row is not None
        bound = next(one for one in await recipients_of_chat(session, ANN_CHAT) if one.trip_id == row.key)
        now = house.clock.trip()
        found = await situation(session, house.runtime, row, bound, now=now)
        chat = await chat_by_id(session, ANN_CHAT)
        assert chat is not None
        return await chat_state(session, found, chat, now)


def at(row: DeliveryRow) -> datetime:
    """When it left."""
    assert row.settled_at is not None, row.touchpoint
    return row.settled_at


async def sent(house: House, reference: str) -> list[DeliveryRow]:
    """What left for this trip, by when."""
    async with house.runtime.database.read() as session:
        row = await trip_by_reference(session, reference)
    assert row is not None
    found = [
        one
        for one in await house.rows(DeliveryRow)
        if one.trip_id == row.id and one.touchpoint and one.state == State.SENT
    ]
    return sorted(found, key=at)


async def test_one_trip_is_not_named() -> None:
    """A chat with one trip reads no trip's name above its messages, and nothing is kept for others."""
    async with open_house(now=JOINED) as house:
        await house.join(ANN_CHAT)
        await house.live(JOINED + timedelta(days=3))
        assert [text for text in house.texts(ANN_CHAT) if text.startswith("<i>Lisbon")] == []
        assert [(one.busy, one.travellers[0]) for one in await house.rows(RecipientRow)] == [(None, ANN.id)]


async def test_two_trips_back_to_back(house: House) -> None:
    """Every message names its trip; over both never more than three gentle ones in a day, nor two within two hours; and the
    first survey waits until she is back from the second trip."""
    await house.live(utc("2027-05-27T12:00"))
    lisbon, romes = await sent(house, "LISBON-4"), await sent(house, "ROME-2")
    for rows, name in ((lisbon, "Lisbon, 12–19 May"), (romes, "Rome, 20–24 May")):
        named = [one for one in rows if at(one) > JOINED + timedelta(hours=1)]
        assert len(named) > 8
        assert [one.touchpoint for one in named if not one.text.startswith(f"<i>{name}</i>")] == []
        assert [one.touchpoint for one in named if one.facts.get("trip.called") != name] == []
    gentle = sorted(at(one) for one in (*lisbon, *romes) if CLASSES[MessageClass(one.message_class)].capped)
    assert len(gentle) > 12
    assert [one for one, later in pairwise(gentle) if later - one < CAPS.apart] == []
    assert [one for one, later in zip(gentle, gentle[CAPS.day :], strict=False) if later - one < DAY] == []
    came = {one.touchpoint: at(one) for one in lisbon}
    assert {"welcome_home", "lost_something"} & came.keys() == set()
    assert came["survey"].date() == utc("2027-05-25T12:00").date()
    assert {"welcome_home", "survey"} <= {one.touchpoint for one in romes}


async def test_what_waits_follows_the_other_trip(house: House) -> None:
    """Rome is cancelled before it begins: Lisbon is welcomed home, and its survey comes when it would have."""
    await house.live(utc("2027-05-10T12:00"))
    off = rome()
    await house.add_trip(replace(off, booking=replace(off.booking, cancelled=True)))
    await house.live(utc("2027-05-25T12:00"))
    lisbon = {one.touchpoint: at(one) for one in await sent(house, "LISBON-4")}
    assert lisbon["welcome_home"].date() == utc("2027-05-20T12:00").date()
    assert lisbon["survey"].date() == utc("2027-05-21T12:00").date()


async def test_an_early_return_by_hand_ends_the_waiting(house: House) -> None:
    """/stage afterwards for Rome: she is home, so that Lisbon's survey no longer waits for the papers' end."""
    await house.agents()
    await house.live(utc("2027-05-21T12:00"))
    await house.say(JO, "/stage ROME-2 afterwards", chat=GROUP)
    await house.live(utc("2027-05-23T12:00"))
    assert "survey" in {one.touchpoint for one in await sent(house, "LISBON-4")}


async def test_a_trip_that_is_no_longer_in_the_chat_keeps_nobody_busy(house: House) -> None:
    """Rome is taken off this chat: Lisbon is planned anew, and its messages bear no name any more."""
    await house.agents()
    await house.live(utc("2027-05-18T12:00"))
    await house.say(JO, "/unbind ROME-2 Ann", chat=GROUP)
    await house.tap(JO, house.standing(GROUP)[-1], "Unbind", chat=GROUP)
    async with house.runtime.database.read() as session:
        row = await trip_by_reference(session, "LISBON-4")
        bound = [one.trip_id for one in await recipients_of_chat(session, ANN_CHAT)]
    assert row is not None
    assert bound == [row.id]
    await house.live(utc("2027-05-20T12:00"))
    welcome = next(one for one in await sent(house, "LISBON-4") if one.touchpoint == "welcome_home")
    assert "trip.called" not in welcome.facts


async def test_the_night_and_the_flight_are_where_she_is(house: House) -> None:
    """Under way to Rome a message about Lisbon waits for that landing, and its night is Rome's."""
    house.clock.move(utc("2027-05-20T09:00"))
    assert (await state(house, "LISBON-4")).airborne_until == utc("2027-05-20T10:05")
    assert (await state(house, "ROME-2")).airborne_until == utc("2027-05-20T10:05")
    house.clock.move(utc("2027-05-21T09:00"))
    assert (await state(house, "LISBON-4")).zone == "Europe/Rome"
    house.clock.move(utc("2027-05-15T09:00"))
    assert (await state(house, "ROME-2")).zone == "Europe/Lisbon"


async def test_each_trip_has_its_card(house: House) -> None:
    """Two cards are pinned, each edited by its own trip alone."""
    await house.tick()
    rows = {one.trip_id: one for one in await house.rows(CardRow)}
    before = {trip_id: (row.message_id, row.text) for trip_id, row in rows.items()}
    assert len(before) == 2
    moved = rome(back="2027-05-25")
    held = await house.add_trip(moved)
    await house.tick()
    after = {one.trip_id: (one.message_id, one.text) for one in await house.rows(CardRow)}
    changed = [trip_id for trip_id in before if before[trip_id] != after[trip_id]]
    assert changed == [held.id]
    assert [after[one][0] == before[one][0] for one in before] == [True, True]


async def test_a_new_date_of_one_trip_is_no_other_trips(house: House) -> None:
    """Rome moves by a week: no message about Lisbon changes, and Lisbon's plan keeps its instants."""
    before = [(one.touchpoint, one.text) for one in await sent(house, "LISBON-4")]
    await house.add_trip(rome("2027-05-27", "2027-05-31"))
    await house.tick()
    assert len(before) > 1
    assert [(one.touchpoint, one.text) for one in await sent(house, "LISBON-4")] == before
    await house.live(utc("2027-05-27T12:00"))
    lisbon = {one.touchpoint: at(one) for one in await sent(house, "LISBON-4")}
    assert lisbon["check_in"] < utc("2027-05-12T10:00")
    rows = {one.touchpoint: one for one in await sent(house, "ROME-2")}
    assert rows["check_in"].text.startswith("<i>Rome, 27–31 May</i>")


async def test_the_choice_holds_until_the_trip_is_over(house: House) -> None:
    """Chosen with /trip, Rome is what questions are about; not chosen, the trip under way is, then the next."""
    asked = "Where is my hotel?"
    house.clock.move(utc("2027-05-14T12:00"))
    assert (await house.say(ANN_CHAT, asked))[0].startswith("<i>Lisbon, 12–19 May</i>")
    await house.say(ANN_CHAT, "/trip")
    await house.tap(ANN_CHAT, house.standing(ANN_CHAT)[-1], "🧳 Rome, 20–24 May")
    assert (await house.say(ANN_CHAT, asked))[0].startswith("<i>Rome, 20–24 May</i>")
    house.clock.move(utc("2027-05-25T12:00"))
    assert (await house.chat_row(ANN_CHAT)).trip_id is not None
    assert (await house.say(ANN_CHAT, asked))[0].startswith("<i>Rome, 20–24 May</i>")


async def test_without_a_choice_the_next_trip_follows(house: House) -> None:
    """Between two trips a question is about the one that leaves next."""
    house.clock.move(utc("2027-05-19T20:30"))
    assert (await house.say(ANN_CHAT, "/tips"))[0].startswith("<i>Rome, 20–24 May</i>")


async def test_what_is_tapped_belongs_to_its_own_trip(house: House) -> None:
    """Rome is chosen; a tick on Lisbon's list is Lisbon's, and the list is drawn anew under Lisbon's name."""
    await house.live(utc("2027-05-08T08:00"))
    listed = house.find(ANN_CHAT, wording("packing_checklist"))
    assert listed.text.startswith("<i>Lisbon, 12–19 May</i>")
    await house.say(ANN_CHAT, "/trip")
    await house.tap(ANN_CHAT, house.standing(ANN_CHAT)[-1], "🧳 Rome, 20–24 May")
    await house.tap(ANN_CHAT, listed, listed.labels[0])
    (tick,) = await house.rows(TickRow)
    async with house.runtime.database.read() as session:
        lisbon = await trip_by_reference(session, "LISBON-4")
    assert lisbon is not None
    assert tick.trip_id == lisbon.id
    assert listed.text.startswith("<i>Lisbon, 12–19 May</i>")


async def test_an_answer_to_a_message_is_about_its_trip(house: House) -> None:
    """Rome is chosen; a question that replies to a message about Lisbon is one about Lisbon."""
    await house.live(utc("2027-05-14T12:00"))
    lisbon = house.find(ANN_CHAT, "<i>Lisbon, 12–19 May</i>")
    await house.say(ANN_CHAT, "/trip")
    await house.tap(ANN_CHAT, house.standing(ANN_CHAT)[-1], "🧳 Rome, 20–24 May")
    told = await house.say(ANN_CHAT, "Where is my hotel?", reply_to=lisbon.message_id)
    assert told[0].startswith("<i>Lisbon, 12–19 May</i>")


async def test_a_conference_inside_a_holiday_has_the_holidays_home() -> None:
    """Where it begins is no home: clocks are compared with the real one, and a re-import does not forget it."""
    madrid = trip(
        flight("IB3103", "LIS", "FCO", "2027-05-14T08:10", "2027-05-14T12:30"),
        stay("Hotel Prado", "FCO", "2027-05-14T15:00", "2027-05-16T11:00"),
        flight("IB3106", "FCO", "LIS", "2027-05-16T18:40", "2027-05-16T21:05"),
        travellers=(ANN,),
        reference="CONF-2",
        booked="2027-01-20T10:00",
    )
    async with open_house(now=JOINED) as house:
        await house.add_trip(madrid)
        await house.join(ANN_CHAT)
        await house.join(ANN_CHAT, reference="CONF-2")
        for _ in range(2):
            async with house.runtime.database.read() as session:
                row = await trip_by_reference(session, "CONF-2")
            assert row is not None
            assert (row.home_zone, row.home_because.endswith("LISBON-4, during which it takes place")) == (
                "Europe/Amsterdam",
                True,
            )
            await house.add_trip(madrid)


async def test_evidence_of_one_trip_is_not_the_others(house: House) -> None:
    """An agent's word on Lisbon moves Lisbon's stage alone."""
    await house.agents()
    house.clock.move(utc("2027-05-20T12:00"))
    await house.say(JO, "/stage LISBON-4 on_site", chat=GROUP)
    assert [(one.source, one.stage) for one in await house.rows(EvidenceRow)] == [
        (Source.AGENT, Stage.ON_SITE)
    ]
    assert (await state(house, "LISBON-4")).stage is Stage.ON_SITE
    assert (await state(house, "ROME-2")).stage is Stage.ON_SITE
    house.clock.move(utc("2027-05-24T20:00"))
    assert (await state(house, "ROME-2")).stage is Stage.AFTERWARDS
