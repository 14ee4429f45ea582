"""Parties: a surprise that stays one, children through guardians, a tour leader, one phone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from sqlmodel import select

from bot.storage.broadcasts import BroadcastRow
from bot.storage.deliveries import DeliveryRow
from bot.storage.recipients import RecipientRow, recipients_of_chat
from bot.storage.trips import TripRow, trip_by_reference
from tests.support.chats import ANN_CHAT, BRUNO_CHAT, GROUP, JO, House, open_house, sentence
from tests.support.trips import ANN, BRUNO, CHIARA, DAN, flight, lisbon_family, stay, trip

SOON = datetime(2027, 5, 1, 10, tzinfo=UTC)
EVA = replace(BRUNO, id="eva-rossi", name="Eva Rossi", first_name="Eva", surname="Rossi")


async def row_of(house: House) -> TripRow:
    async with house.runtime.database.read() as session:
        row = await trip_by_reference(session, "LISBON-4")
        assert row is not None
        return row


async def served(house: House, chat: int) -> list[list[str]]:
    async with house.runtime.database.read() as session:
        return [one.travellers for one in await recipients_of_chat(session, chat)]


async def say(house: House, role: str, confirm: str = "Yes, do it") -> list[str]:
    """Jo says it in the group and confirms; what stands there then."""
    await house.say(JO, f"/party LISBON-4 {role}", chat=GROUP)
    await house.tap(JO, house.standing(GROUP)[-1], confirm, chat=GROUP)
    return house.texts(GROUP)


async def test_a_surprise_is_set_only_after_a_yes() -> None:
    """The preview says what follows; Cancel leaves everything as it is, Yes names who said so."""
    async with open_house() as house:
        await house.agents()
        told = await say(house, "surprise Bruno", "Cancel")
        assert "must not know yet" in told[-1]
        assert (await row_of(house)).trip.surprised == frozenset()
        told = await say(house, "surprise Bruno")
        assert "Done by Jo" in told[-1]
        assert (await row_of(house)).trip.surprised == {BRUNO.id}


async def test_a_code_tried_early_gives_nothing_away() -> None:
    """Friendly, without a place, a date, a reference or a menu; and whatever is asked after it gets the usual answer."""
    async with open_house(now=SOON) as house:
        await house.agents()
        await house.join(ANN_CHAT)
        await say(house, "surprise Bruno")
        await house.join(BRUNO_CHAT, BRUNO.id)
        asked = [await house.say(BRUNO_CHAT, text) for text in ("/trip", "where to?", "/documents")]
        told = house.standing(BRUNO_CHAT)
        assert "There is nothing here for you today" in told[1].text
        assert all(sentence("join.ask_code") in answer[0] for answer in asked)
        assert all(
            word not in one.text for one in told for word in ("Lisbon", "LISBON-4", "May", "Hotel", "Ann")
        )
        assert all(one.message is None or one.message.menu is None for one in told)


async def test_nothing_reaches_the_surprised_until_released() -> None:
    """Not one message in two weeks of a trip, while the lead's phone gets them all."""
    async with open_house(now=SOON) as house:
        await house.agents()
        await say(house, "surprise Bruno")
        await house.join(ANN_CHAT)
        await house.join(BRUNO_CHAT, BRUNO.id)
        before = len(house.texts(BRUNO_CHAT))
        await house.live(datetime(2027, 5, 14, 10, tzinfo=UTC))
        assert len(house.texts(BRUNO_CHAT)) == before
        assert await served(house, ANN_CHAT) == [[ANN.id, BRUNO.id, CHIARA.id, DAN.id]]
        assert len(house.texts(ANN_CHAT)) > 10


async def test_the_lead_sees_that_it_is_still_a_surprise() -> None:
    """/trip says so, for as long as it is one."""
    async with open_house(now=SOON) as house:
        await house.agents()
        await house.join(ANN_CHAT)
        await say(house, "surprise Bruno")
        assert "Still a surprise for Bruno" in (await house.say(ANN_CHAT, "/trip"))[0]
        await say(house, "release Bruno")
        assert "surprise" not in (await house.say(ANN_CHAT, "/trip"))[0]


async def test_on_release_one_welcome_and_one_digest() -> None:
    """Who tried the code hears at once; what was late comes folded, and the phone is Bruno's own from then on."""
    async with open_house(now=SOON) as house:
        await house.agents()
        await say(house, "surprise Bruno")
        await house.join(ANN_CHAT)
        await house.join(BRUNO_CHAT, BRUNO.id)
        await house.live(datetime(2027, 5, 11, 17, tzinfo=UTC))
        before = len(house.texts(BRUNO_CHAT))
        await say(house, "release Bruno")
        await house.tick()
        came = house.texts(BRUNO_CHAT)[before:]
        assert "the secret is out" in came[0]
        digests = [one for one in await house.rows(DeliveryRow) if one.touchpoint == "digest"]
        assert [one.chat_id for one in digests].count(BRUNO_CHAT) == 1
        assert len(came) <= 6
        assert await served(house, BRUNO_CHAT) == [[BRUNO.id]]
        assert await served(house, ANN_CHAT) == [[ANN.id, CHIARA.id, DAN.id]]


async def test_a_broadcast_passes_the_surprised_by() -> None:
    """The agents' word to the trip is counted for the lead alone, and reaches nobody else."""
    async with open_house(now=SOON) as house:
        await house.agents()
        await say(house, "surprise Bruno")
        await house.join(ANN_CHAT)
        await house.join(BRUNO_CHAT, BRUNO.id)
        before = len(house.texts(BRUNO_CHAT))
        await house.say(
            JO, "/broadcast ref=LISBON-4 class=operational\nen: The hotel in Lisbon has a pool.", chat=GROUP
        )
        assert "Bruno" not in house.texts(GROUP)[-1]
        await house.tap(JO, house.standing(GROUP)[-1], "Send", chat=GROUP)
        assert any("has a pool" in text for text in house.texts(ANN_CHAT))
        assert len(house.texts(BRUNO_CHAT)) == before


async def test_a_safety_message_reaches_who_must_not_know() -> None:
    """The road behind the card that two people will confirm: the draft is made a safety one, which no command does yet."""
    async with open_house(now=SOON) as house:
        await house.agents()
        await say(house, "surprise Bruno")
        await house.join(ANN_CHAT)
        await house.join(BRUNO_CHAT, BRUNO.id)
        for text, named in (("The ferry is late.", "operational"), ("Leave the beach now.", "safety")):
            await house.say(JO, f"/broadcast ref=LISBON-4 class=operational\nen: {text}", chat=GROUP)
            card = house.standing(GROUP)[-1]
            async with house.runtime.database.write() as session:
                draft = (await session.execute(select(BroadcastRow))).scalars().all()[-1]
                bound = (await session.execute(select(RecipientRow))).scalars().all()
                draft.message_class, draft.recipients = named, [one.id or 0 for one in bound]
            await house.tap(JO, card, "Send", chat=GROUP)
            await house.tick()
        assert [text for text in house.texts(BRUNO_CHAT) if "late" in text or "beach" in text] == [
            "Leave the beach now."
        ]


async def test_who_has_joined_is_not_surprised_any_more() -> None:
    """Bruno knows: the agent hears so, and nothing is kept."""
    async with open_house() as house:
        await house.agents()
        await house.join(BRUNO_CHAT, BRUNO.id)
        await house.say(JO, "/party LISBON-4 surprise Bruno", chat=GROUP)
        assert "no longer a surprise" in house.texts(GROUP)[-1]
        assert (await row_of(house)).trip.surprised == frozenset()


async def test_a_childs_code_opens_nothing() -> None:
    """Dan's code was made when the papers called him an adult; since they say he is a child it is like any wrong one."""
    grown = replace(DAN, minor=False)
    family = lisbon_family()
    before = replace(family, booking=replace(family.booking, travellers=(ANN, BRUNO, CHIARA, grown)))
    async with open_house(trip=before) as house:
        code = (await house.codes())[DAN.id]
        async with house.runtime.database.write() as session:
            row = await trip_by_reference(session, "LISBON-4")
            assert row is not None
            held = dict(row.booking)
            held["travellers"] = [
                {**one, "minor": True} if one["id"] == DAN.id else one for one in held["travellers"]
            ]
            row.booking = held
            session.add(row)
        await house.say(4004, f"/start {code.token}")
        assert sentence("join.wrong") in (await house.say(4004, "de Vries"))[0]
        assert DAN.id not in await house.codes()


async def test_a_guardian_is_named_and_hears_for_the_child() -> None:
    """Dan through both parents' phones; without a name it is the lead's alone again."""
    async with open_house() as house:
        await house.agents()
        await house.join(ANN_CHAT)
        await house.join(BRUNO_CHAT, BRUNO.id)
        await say(house, "guardian Dan Ann, Bruno")
        assert await served(house, BRUNO_CHAT) == [[BRUNO.id, DAN.id]]
        assert await served(house, ANN_CHAT) == [[ANN.id, CHIARA.id, DAN.id]]
        await say(house, "guardian Dan")
        assert await served(house, BRUNO_CHAT) == [[BRUNO.id]]


async def test_one_phone_for_two_codes_gets_one_copy() -> None:
    """Eva joins on Bruno's phone: one confirmation, which speaks for both."""
    party = trip(*lisbon_family().booking.segments, reference="LISBON-4", travellers=(ANN, BRUNO, EVA))
    async with open_house(trip=party, now=SOON) as house:
        await house.join(BRUNO_CHAT, BRUNO.id)
        code = (await house.codes("LISBON-4", EVA.id))[EVA.id]
        await house.say(BRUNO_CHAT, f"/start {code.token}")
        await house.say(BRUNO_CHAT, "Rossi")
        assert await served(house, BRUNO_CHAT) == [[BRUNO.id, EVA.id]]
        await house.live(datetime(2027, 5, 12, 6, tzinfo=UTC))
        planned = [one for one in await house.rows(DeliveryRow) if one.touchpoint == "check_in"]
        assert [one.travellers for one in planned] == [[BRUNO.id, EVA.id]]


async def test_a_tour_leader_reads_of_everyones_journeys() -> None:
    """Ann flies on Wednesday, Bruno on Thursday: Ann's chat is told of both, Bruno's of neither list; /who shows all."""
    party = trip(
        flight("KL1697", "AMS", "LIS", "2027-05-12T09:40", "2027-05-12T11:45", travellers=(ANN,), id="out"),
        flight(
            "KL1699", "AMS", "LIS", "2027-05-13T09:40", "2027-05-13T11:45", travellers=(BRUNO,), id="later"
        ),
        stay("Hotel Alfama", "LIS", "2027-05-12T15:00", "2027-05-19T11:00", id="hotel"),
        flight("KL1698", "LIS", "AMS", "2027-05-19T17:30", "2027-05-19T21:25", id="back"),
        reference="LISBON-4",
        travellers=(ANN, BRUNO),
    )
    async with open_house(trip=party, now=SOON) as house:
        await house.agents()
        await house.join(ANN_CHAT)
        await house.join(BRUNO_CHAT, BRUNO.id)
        await say(house, "leader Ann")
        assert "you lead this group" in house.texts(ANN_CHAT)[-1]
        await house.live(datetime(2027, 5, 12, 18, tzinfo=UTC))
        lists = [text for text in house.texts(ANN_CHAT) if "Your group's next journey" in text]
        assert [("KL 1697" in text, "KL 1699" in text) for text in lists] == [(True, False), (False, True)]
        assert "On the list: Bruno" in lists[1]
        assert not any("Your group" in text for text in house.texts(BRUNO_CHAT))
        overview = (await house.say(ANN_CHAT, "/who"))[0]
        assert "<b>Ann</b>" in overview and "<b>Bruno</b>" in overview
        assert sentence("help.unknown") in (await house.say(BRUNO_CHAT, "/who"))[0]


async def test_party_shows_who_is_who() -> None:
    """Lead, child with its guardian, surprise, tour leader, number, and how each is reached."""
    async with open_house() as house:
        await house.agents()
        await house.join(ANN_CHAT)
        for role in ("surprise Bruno", "leader Ann", "phone Ann +31 6 1234 5678"):
            await say(house, role)
        await house.say(JO, "/party LISBON-4", chat=GROUP)
        lines = house.texts(GROUP)[-1].splitlines()
        assert "lead" in lines[1] and "tour leader" in lines[1] and "+31 6 1234 5678" in lines[1]
        assert "must not know yet" in lines[2] and "through the chat of Ann" in lines[2]
        assert "child, through Ann de Vries" in lines[3]


async def test_words_that_mean_nothing_are_explained() -> None:
    """An unknown verb lists the known ones, an unknown name the party."""
    async with open_house() as house:
        await house.agents()
        await house.say(JO, "/party LISBON-4 dance Ann", chat=GROUP)
        assert "surprise, release, leader" in house.texts(GROUP)[-1]
        await house.say(JO, "/party LISBON-4 surprise Zoe", chat=GROUP)
        assert "Ann de Vries, Bruno de Vries" in house.texts(GROUP)[-1]
