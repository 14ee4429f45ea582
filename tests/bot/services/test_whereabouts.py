"""Travellers say where they are by a tap or a location, and nobody is welcomed before being there (S2)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.services import tidying
from bot.storage.evidence import EvidenceRow
from bot.storage.updates import UpdateRow
from flows.library.text import Text
from flows.library.touchpoint import MessageClass
from flows.trips.evidence import Source
from tests.support.chats import (
    ANN_CHAT,
    BRUNO_CHAT,
    GROUP,
    JO,
    House,
    Standing,
    open_house,
    sentence,
    shipped_library,
    wording,
)
from tests.support.touchpoints import touchpoint
from tests.support.trips import utc

BOARD, FIRST_STEPS, WELCOME = wording("children_on_board"), wording("first_steps"), wording("welcome")
ON_BOARD, LANDED, STILL = "On board", "Landed", "Still here"
ASK, YES, NO = sentence("location.ask"), sentence("location.yes"), sentence("location.no")
SCHIPHOL, LISBON, AZORES = (52.31, 4.77), (38.77, -9.13), (37.74, -25.66)


async def started(house: House, now: str) -> None:
    """The agents are there, Ann has joined with her family's phone, and trip time has come to `now`."""
    await house.agents()
    await house.join(ANN_CHAT)
    await house.live(utc(now))


def boarding(house: House) -> Standing:
    """The message before the flight, with what may be tapped under it."""
    return house.find(ANN_CHAT, BOARD)


async def shares(
    house: House, where: tuple[float, float], *, edited: bool = False, chat: int = ANN_CHAT
) -> list[str]:
    """A location comes from a chat, or moves on; what is answered."""
    place = {"latitude": where[0], "longitude": where[1], **({"live_period": 3600} if edited else {})}
    return await house.say(chat, "", edited=edited, location=place)


async def allowed(house: House) -> None:
    """Ann lets locations be used."""
    await shares(house, LISBON)
    await house.tap(ANN_CHAT, house.find(ANN_CHAT, ASK), YES)


def heard(house: House, part: str) -> int:
    """How often Ann's chat heard something."""
    return sum(part in text for text in house.texts(ANN_CHAT))


async def test_still_here_keeps_the_welcome_away() -> None:
    """S2: an hour behind the departure they tap it: no landing words, no welcome, and the agents know."""
    async with open_house() as house:
        await started(house, "2027-05-12T07:00")
        card = boarding(house)
        assert {ON_BOARD, STILL} <= set(card.labels)
        await house.live(utc("2027-05-12T08:40"))
        await house.tap(ANN_CHAT, card, STILL)
        assert sentence("here.still_here") in house.texts(ANN_CHAT)[-1]
        assert sentence("staff.note_waits") in house.texts(GROUP)[-1]
        await house.live(utc("2027-05-12T22:00"))
        assert (heard(house, FIRST_STEPS), heard(house, WELCOME)) == (0, 0)


async def test_on_board_after_all_goes_on_from_there() -> None:
    """Waited, then boarded at 12:40 UTC for a flight of three hours and five minutes: the first steps an hour behind it."""
    async with open_house() as house:
        await started(house, "2027-05-12T07:00")
        await house.live(utc("2027-05-12T08:40"))
        await house.tap(ANN_CHAT, boarding(house), STILL)
        await house.live(utc("2027-05-12T12:40"))
        await house.tap(ANN_CHAT, house.standing(ANN_CHAT)[-1], ON_BOARD)
        await house.live(utc("2027-05-12T16:44"))
        assert heard(house, FIRST_STEPS) == 0
        await house.live(utc("2027-05-12T16:46"))
        assert heard(house, FIRST_STEPS) == 1


async def test_landed_after_waiting_is_landed_then() -> None:
    """What depends on the landing counts from the tap."""
    async with open_house() as house:
        await started(house, "2027-05-12T07:00")
        await house.live(utc("2027-05-12T08:40"))
        await house.tap(ANN_CHAT, boarding(house), STILL)
        await house.live(utc("2027-05-12T17:00"))
        await house.tap(ANN_CHAT, house.standing(ANN_CHAT)[-1], LANDED)
        await house.live(utc("2027-05-12T17:59"))
        assert (heard(house, FIRST_STEPS), heard(house, WELCOME)) == (0, 0)
        await house.live(utc("2027-05-12T19:30"))
        assert (heard(house, FIRST_STEPS), heard(house, WELCOME)) == (1, 1)


async def test_a_tap_too_early_is_told_so_and_kept_nowhere() -> None:
    """Nobody has landed before leaving."""
    async with open_house() as house:
        await started(house, "2027-05-12T07:00")
        await house.live(utc("2027-05-12T07:10"))
        card = boarding(house)
        await house.tap(ANN_CHAT, card, STILL)
        before = len(await house.rows(EvidenceRow))
        late = house.standing(ANN_CHAT)[-1]
        assert sentence("here.still_early") in late.text
        await house.tap(ANN_CHAT, card, STILL)
        assert len(await house.rows(EvidenceRow)) == before


async def test_a_tap_counts_for_those_whom_the_chat_serves() -> None:
    """Bruno has his own phone: Ann's tap is hers and the children's."""
    async with open_house() as house:
        await house.join(BRUNO_CHAT, "bruno-de-vries")
        await started(house, "2027-05-12T07:00")
        await house.live(utc("2027-05-12T08:40"))
        await house.tap(ANN_CHAT, boarding(house), STILL)
        assert {row.traveller for row in await house.rows(EvidenceRow)} == {
            "ann-de-vries",
            "chiara-de-vries",
            "dan-de-vries",
        }


async def test_a_location_is_used_only_after_a_yes() -> None:
    """Asked once, told how long it is kept; before the yes nothing is kept, and a moving one is not answered."""
    async with open_house() as house:
        await started(house, "2027-05-12T13:00")
        assert [ASK in text for text in await shares(house, LISBON)] == [True]
        assert await shares(house, LISBON, edited=True) == []
        assert await house.rows(EvidenceRow) == []
        await house.tap(ANN_CHAT, house.find(ANN_CHAT, ASK), YES)
        assert "14:00" in (await shares(house, LISBON))[0]
        assert {row.source for row in await house.rows(EvidenceRow)} == {Source.LOCATION}


async def test_a_no_is_a_no() -> None:
    """It is not asked again; who shares is reminded how to change it, a moving location is silent."""
    async with open_house() as house:
        await started(house, "2027-05-12T13:00")
        await shares(house, LISBON)
        await house.tap(ANN_CHAT, house.find(ANN_CHAT, ASK), NO)
        assert sentence("location.refused") in (await shares(house, LISBON))[0]
        assert await shares(house, LISBON, edited=True) == []
        assert await house.rows(EvidenceRow) == []


async def test_a_position_at_the_airport_of_departure_stops_the_welcome() -> None:
    """At 13:00 still at Schiphol: nobody is in Lisbon, and the clock is Amsterdam's."""
    async with open_house() as house:
        await started(house, "2027-05-12T07:00")
        await allowed(house)
        await house.live(utc("2027-05-12T11:00"))
        await shares(house, SCHIPHOL)
        await house.live(utc("2027-05-12T22:00"))
        assert (heard(house, FIRST_STEPS), heard(house, WELCOME)) == (0, 0)
        await house.say(JO, "/who LISBON-4", chat=GROUP)
        told = house.texts(GROUP)[-1]
        assert ("in transit" in told, "by their position" in told) == (True, True)


async def test_a_live_location_lands_by_itself() -> None:
    """The next edit near Lisbon's airport is the landing; a hundred more say nothing new."""
    async with open_house() as house:
        await started(house, "2027-05-12T07:00")
        await allowed(house)
        await house.live(utc("2027-05-12T10:30"))
        for seconds in range(100):
            house.clock.move(utc("2027-05-12T10:30") + timedelta(seconds=seconds))
            await shares(house, LISBON, edited=True)
        rows = await house.rows(EvidenceRow)
        assert [sum(row.landed for row in rows), len(rows)] == [4, 8]
        await house.say(ANN_CHAT, "/where")
        told = house.texts(ANN_CHAT)[-1]
        assert (sentence("where.on_site") in told, sentence("where.by_location") in told) == (True, True)


async def test_where_somebody_is_is_kept_nowhere_exactly() -> None:
    """No degrees in any row, nor in the update that brought them."""
    async with open_house() as house:
        await started(house, "2027-05-12T07:00")
        await allowed(house)
        await shares(house, (38.7077, -9.1365))
        held = [row.model_dump_json() for row in await house.rows(EvidenceRow)]
        held += [row.model_dump_json() for row in await house.rows(UpdateRow)]
        assert [one for one in held if "38.7" in one or "9.13" in one] == []


async def test_the_position_sets_the_night() -> None:
    """On the Azores it is an hour earlier than on the papers; the agents see it."""
    async with open_house() as house:
        await started(house, "2027-05-14T12:00")
        await allowed(house)
        told = await shares(house, AZORES)
        assert "12:00" in told[0]


@pytest.mark.parametrize("way", ["privacy", "end"])
async def test_positions_are_forgotten(way: str) -> None:
    """When the yes is taken back, and a day behind the trip; taps and an agent's word stay."""
    async with open_house() as house:
        await started(house, "2027-05-12T07:00")
        await house.live(utc("2027-05-12T08:40"))
        await house.tap(ANN_CHAT, boarding(house), STILL)
        await allowed(house)
        await shares(house, SCHIPHOL)
        assert {row.source for row in await house.rows(EvidenceRow)} == {Source.TAP, Source.LOCATION}
        if way == "privacy":
            await house.say(ANN_CHAT, "/privacy")
            await house.tap(ANN_CHAT, house.standing(ANN_CHAT)[-1], sentence("location.stop"))
        else:
            await house.live(utc("2027-05-20T20:00"))
            await tidying.forget(house.runtime)
        assert {row.source for row in await house.rows(EvidenceRow)} == {Source.TAP}


@pytest.mark.parametrize(
    ("typed", "now", "words"),
    [
        ("/where", "2027-05-01T10:00", ("where.home", "where.by_timetable")),
        ("where am I?", "2027-05-12T09:00", ("where.transit", "where.by_timetable")),
        ("/where", "2027-05-14T09:00", ("where.on_site", "where.by_timetable")),
        ("/where", "2027-05-22T09:00", ("where.afterwards", "where.by_timetable")),
    ],
)
async def test_where_am_i_is_answered_with_why(typed: str, now: str, words: tuple[str, str]) -> None:
    """By command and in words."""
    async with open_house() as house:
        await started(house, now)
        told = "\n".join(await house.say(ANN_CHAT, typed))
        assert [sentence(word) in told for word in words] == [True, True]


async def test_where_am_i_says_what_an_agent_said() -> None:
    """Delayed by Jo: the new times, and whose word it is; cancelled: that the arrival is open."""
    async with open_house() as house:
        await started(house, "2027-05-12T05:00")
        for text, expected in (
            ("+6h", ["15:40–17:45", sentence("where.by_agent")]),
            ("cancelled", [sentence("where.doubt_cancelled"), sentence("where.by_agent")]),
        ):
            await house.say(JO, f"/flight KL1697 12 May {text}", chat=GROUP)
            await house.tap(JO, house.standing(GROUP)[-1], sentence("flight.confirm"), chat=GROUP)
            told = (await house.say(ANN_CHAT, "/where"))[0]
            assert [part in told for part in expected] == [True, True], told


async def test_what_waited_for_the_landing_comes_as_one() -> None:
    """A reminder and two tips fell into the flight: on the ground one message holds them, and nothing comes in the air."""
    async with open_house(**waiting_in_the_air()) as house:
        await started(house, "2027-05-12T07:50")
        before = len(house.texts(ANN_CHAT))
        await house.live(utc("2027-05-12T10:44"))
        assert len(house.texts(ANN_CHAT)) == before
        await house.live(utc("2027-05-12T10:46"))
        told = house.texts(ANN_CHAT)[before:]
        assert len(told) == 1
        assert ["over the sea" in told[0], "over the land" in told[0]] == [True, True]


async def test_an_early_landing_lets_go_what_waited() -> None:
    """Landed by tap twenty minutes before the ticket: nothing waits on for a landing that has been."""
    async with open_house(**waiting_in_the_air()) as house:
        await started(house, "2027-05-12T07:00")
        card = boarding(house)
        await house.tap(ANN_CHAT, card, ON_BOARD)
        await house.live(utc("2027-05-12T10:25"))
        told = await shares_landing(house)
        assert any("over the sea" in text and "over the land" in text for text in told)


async def shares_landing(house: House) -> list[str]:
    """Ann lets locations be used, and is in Lisbon; everything she then reads."""
    before = len(house.texts(ANN_CHAT))
    await allowed(house)
    await shares(house, LISBON)
    await house.tick()
    return house.texts(ANN_CHAT)[before:]


def waiting_in_the_air() -> dict[str, Any]:
    """A library with two more touchpoints that fall due while they fly."""
    library = shipped_library()
    more = tuple(
        replace(
            touchpoint(name, "departure", offset, message_class=MessageClass.OPERATIONAL),
            text=Text(forms={"en": {"other": f"It is over the {name}."}}),
        )
        for name, offset in (("sea", "30m"), ("land", "60m"))
    )
    return {"library": replace(library, touchpoints=(*library.touchpoints, *more))}
