"""S16: stranded, in hospital, bereaved: care mode, resumed by hand with a note; and the pause of marketing."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from sqlmodel import select

from bot.steps.replan import replan
from bot.storage.chats import chat_by_id
from bot.storage.deliveries import DeliveryRow
from bot.storage.trips import trip_by_reference
from flows.trips.trip import Trip
from tests.support.chats import ANN_CHAT, GROUP, JO, SAM, House, Standing, open_house, sentence, wording
from tests.support.trips import flight, lisbon_family, stay, trip, utc

GENTLE = {"operational", "service", "marketing"}
ACCIDENT, RECOVERED, HOME = utc("2027-05-13T08:00"), utc("2027-05-17T10:00"), utc("2027-05-20T20:00")
EVE = utc("2027-05-18T19:00")
KEPT = sentence("withheld.preview")
SEND, LATER, NEVER = (sentence(f"release.{answer}") for answer in ("send", "later", "never"))


async def started(house: House) -> None:
    """The agents are there; Ann has joined, wants offers, and is in Lisbon."""
    await house.agents()
    await house.join(ANN_CHAT)
    await house.tap(ANN_CHAT, house.find(ANN_CHAT, sentence("consent.ask")), sentence("consent.yes"))
    await house.live(ACCIDENT)


async def sent(house: House, since: datetime) -> list[DeliveryRow]:
    """What left to Ann since an instant, oldest first."""
    async with house.runtime.database.read() as session:
        rows = (await session.execute(select(DeliveryRow).where(DeliveryRow.chat_id == ANN_CHAT))).scalars()
        return [
            row
            for row in rows
            if row.state == "sent" and row.settled_at is not None and row.settled_at > since
        ]


async def skipped(house: House) -> list[tuple[str | None, str | None]]:
    """(touchpoint, occurrence) of what care mode kept back."""
    async with house.runtime.database.read() as session:
        rows = (await session.execute(select(DeliveryRow).where(DeliveryRow.reason == "care_mode"))).scalars()
        return [(row.touchpoint, row.occurrence) for row in rows]


async def test_care_mode_lets_only_safety_and_answers_through() -> None:
    """Through days on site nothing gentle comes, neither offer nor survey nor tip; a question is answered."""
    async with open_house() as house:
        await started(house)
        told = (await house.say(JO, "/care LISBON-4 Bruno broke a leg", chat=GROUP))[0]
        assert ("LISBON-4" in told, "Bruno broke a leg" in told, sentence("care.off") in told) == (
            True,
            True,
            True,
        )
        await house.live(RECOVERED)
        assert {row.message_class for row in await sent(house, ACCIDENT)} <= {"reply", "safety"}
        assert len(await skipped(house)) > 3
        assert "112" in (await house.say(ANN_CHAT, "/emergency"))[0]
        await house.say(ANN_CHAT, "We are still at the hospital")
        await house.say(SAM, "We are with you", chat=GROUP, reply_to=house.standing(GROUP)[-1].message_id)
        assert house.texts(ANN_CHAT)[-1] == "<b>Sam</b>: We are with you"


async def test_resuming_brings_nothing_back_and_goes_on_with_what_lies_ahead() -> None:
    """The note is kept; what was skipped never comes later, the way home is told in time, and nothing bursts."""
    async with open_house() as house:
        await started(house)
        await house.say(JO, "/care LISBON-4 in hospital", chat=GROUP)
        await house.live(RECOVERED)
        missed = set(await skipped(house))
        before = len(house.standing(ANN_CHAT))
        told = (await house.say(JO, "/resume LISBON-4 out of hospital", chat=GROUP))[0]
        assert (
            sentence("care.ended") in told,
            "out of hospital" in told,
            sentence("care.nothing_late") in told,
        ) == (
            True,
            True,
            True,
        )
        await house.tick()
        assert len(house.standing(ANN_CHAT)) == before
        assert sentence("care.until") in (await house.say(SAM, "/who LISBON-4", chat=GROUP))[0]
        await house.live(HOME)
        after = await sent(house, RECOVERED)
        came = [(row.touchpoint, row.occurrence) for row in after if row.touchpoint]
        assert "way_home_times" in {touchpoint for touchpoint, _ in came}
        assert len(came) == len(set(came))
        assert missed & set(came) == set()
        gaps = sorted(
            row.settled_at or HOME for row in after if row.message_class in ("service", "marketing")
        )
        assert all(later - earlier >= timedelta(hours=2) for earlier, later in pairwise(gaps))


async def cards(house: House, touchpoint: str) -> list[Standing]:
    """What was put before the agents of this touchpoint, as it stands."""
    return [one for one in house.standing(GROUP) if KEPT in one.text and wording(touchpoint) in one.text]


async def test_what_must_be_known_comes_before_the_agents_once() -> None:
    """The way home is not swallowed: its text stands in the group with Send, once; what is gentle never asks."""
    async with open_house() as house:
        await started(house)
        await house.say(JO, "/care LISBON-4 in hospital", chat=GROUP)
        await house.live(HOME)
        (card,) = await cards(house, "way_home_times")
        assert card.labels == [SEND, LATER, NEVER]
        assert [await cards(house, gentle) for gentle in ("last_evening", "check_out")] == [[], []]
        told = {row.touchpoint for row in await sent(house, ACCIDENT)}
        assert "way_home_times" not in told


async def test_send_lets_it_through_although_care_mode_is_on() -> None:
    """It goes at once to everyone it was kept from, and a second tap counts no more."""
    async with open_house() as house:
        await started(house)
        await house.say(JO, "/care LISBON-4 in hospital", chat=GROUP)
        await house.live(EVE)
        (card,) = await cards(house, "way_home_times")
        button = card.button(SEND).token
        await house.tap(JO, card, SEND, chat=GROUP)
        await house.tick()
        assert [row.touchpoint for row in await sent(house, ACCIDENT) if row.touchpoint] == ["way_home_times"]
        assert "Jo: Send" in house.find(GROUP, KEPT).text
        assert "already" in await house.press(SAM, button, card.message_id, chat=GROUP)


async def test_after_resuming_what_is_still_of_use_can_be_sent() -> None:
    """/resume says how much stands above; Send still works, and says so when it is too late."""
    async with open_house() as house:
        await started(house)
        await house.say(JO, "/care LISBON-4 in hospital", chat=GROUP)
        await house.live(EVE)
        (card,) = await cards(house, "way_home_times")
        assert sentence("care.still_waiting") in (await house.say(JO, "/resume LISBON-4", chat=GROUP))[0]
        await house.tap(JO, card, SEND, chat=GROUP)
        assert "way_home_times" in {row.touchpoint for row in await sent(house, ACCIDENT)}


async def test_too_late_to_send_is_said() -> None:
    """Once they are home nobody is told when the way home begins."""
    async with open_house() as house:
        await started(house)
        await house.say(JO, "/care LISBON-4 in hospital", chat=GROUP)
        await house.live(HOME + timedelta(days=1))
        (card,) = await cards(house, "way_home_times")
        assert await house.tap(JO, card, SEND, chat=GROUP) == sentence("withheld.over")
        assert (card.labels, "way_home_times" in {row.touchpoint for row in await sent(house, ACCIDENT)}) == (
            [],
            False,
        )


async def test_care_mode_holds_for_every_trip_of_the_chat() -> None:
    """Who grieves about one trip reads no offer for another one either."""
    async with open_house() as house:
        await house.agents()
        await house.join(ANN_CHAT)
        await house.add_trip(rome())
        await house.join(ANN_CHAT, reference="ROME-1")
        await house.say(JO, "/care LISBON-4 bereaved", chat=GROUP)
        since = house.clock.trip()
        await house.live(utc("2027-02-20T10:00"))
        assert {row.message_class for row in await sent(house, since)} <= {"reply", "safety"}
        await house.say(JO, "/resume LISBON-4", chat=GROUP)
        await house.live(utc("2027-03-12T10:00"))
        assert {row.message_class for row in await sent(house, since)} & GENTLE != set()


def rome() -> Trip:
    """Ann alone, three days in Rome in March."""
    return trip(
        flight("KL1597", "AMS", "FCO", "2027-03-10T09:30", "2027-03-10T11:45", id="out"),
        stay("Albergo Trastevere", "FCO", "2027-03-10", "2027-03-13", id="rome"),
        flight("KL1600", "FCO", "AMS", "2027-03-13T17:00", "2027-03-13T19:30", id="back"),
        reference="ROME-1",
        travellers=(lisbon_family().booking.lead,),
    )


async def test_a_new_word_replaces_the_note_and_who_shows_it() -> None:
    """/who REF says since when, by whom and why."""
    async with open_house() as house:
        await house.agents()
        await house.say(JO, "/care LISBON-4 stranded", chat=GROUP)
        await house.say(SAM, "/care LISBON-4 stranded in Doha", chat=GROUP)
        shown = (await house.say(JO, "/who LISBON-4", chat=GROUP))[0]
        assert "Mon 1 Feb, 11:00 (Sam): stranded in Doha" in shown


@pytest.mark.parametrize(
    ("said", "answered"), [("/care", "Add the reference"), ("/care NOPE", "no booking NOPE")]
)
async def test_without_a_booking_nothing_is_turned_off(said: str, answered: str) -> None:
    """The group hears what is missing."""
    async with open_house() as house:
        await house.agents()
        assert answered in (await house.say(JO, said, chat=GROUP))[0]


async def test_there_may_be_nothing_to_resume() -> None:
    """A trip that is well stays as it is, and the group hears so."""
    async with open_house() as house:
        await house.agents()
        assert sentence("care.nothing") in (await house.say(JO, "/resume LISBON-4", chat=GROUP))[0]


async def test_a_pause_of_marketing_ends_by_hand() -> None:
    """Offers wait for no one while it lasts; /resume ends it, and /who shows it until then."""
    async with open_house() as house:
        await house.agents()
        await house.join(ANN_CHAT)
        async with house.runtime.database.write() as session:
            chat = await chat_by_id(session, ANN_CHAT)
            assert chat is not None
            chat.paused_at, chat.paused_why = house.clock.trip(), "mood"
            session.add(chat)
        assert (
            f"{sentence('dossier.paused')} Mon 1 Feb, 11:00"
            in (await house.say(JO, "/who LISBON-4", chat=GROUP))[0]
        )
        assert sentence("care.unpaused") in (await house.say(JO, "/resume LISBON-4", chat=GROUP))[0]
        assert (await house.chat_row(ANN_CHAT)).paused_at is None


async def test_care_mode_survives_a_new_plan() -> None:
    """A booking that comes in again does not end it."""
    async with open_house() as house:
        await started(house)
        await house.say(JO, "/care LISBON-4 in hospital", chat=GROUP)
        async with house.runtime.database.write() as session:
            row = await trip_by_reference(session, "LISBON-4")
            assert row is not None
            await replan(session, house.runtime, row, now=house.clock.trip(), changed=True)
        await house.add_trip(lisbon_family())
        await house.live(ACCIDENT + timedelta(days=1))
        assert {row.message_class for row in await sent(house, ACCIDENT)} <= {"reply", "safety"}
