"""S25: what is held, a copy of it in the chat, and erasure: at once, or after the trip with its reason and date."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import col, select, update

from bot.services import tidying
from bot.storage.chats import ChatRow
from bot.storage.deliveries import DeliveryRow
from bot.storage.evidence import AskRow
from bot.storage.files import PASSING, FileRow, content_of
from bot.storage.recipients import RecipientRow, recipients_of_chat
from bot.storage.tables import METADATA
from bot.storage.trips import TripRow, trip_by_reference
from bot.storage.untold import keep_untold
from tests.support.chats import ANN_CHAT, BRUNO_CHAT, GROUP, JO, House, open_house, sentence, shipped_library
from tests.support.trips import lisbon_family, utc

SECRET = "Grandmother's birthday cake is a secret"
COPY, ERASE = sentence("privacy.button_export"), sentence("privacy.button_erase")
SURE, KEEP = sentence("privacy.button_erase_sure"), sentence("privacy.button_keep")
KINDS = shipped_library().words["privacy.kinds"].template("en").splitlines()
BEFORE, LIVE = "2027-04-01T10:00", "2027-05-10T10:00"
HOME_AGAIN = utc("2027-05-19T19:25")
SECOND = timedelta(seconds=1)


async def started(house: House, now: str) -> None:
    """The agents are there; Ann has joined, has written, and trip time is `now`."""
    await house.agents()
    await house.join(ANN_CHAT)
    await house.move(utc(now))
    await house.say(ANN_CHAT, SECRET)


async def asked(house: House, *labels: str, chat: int = ANN_CHAT) -> str:
    """/privacy, then these buttons in a row, each under the newest message; the newest text of the chat."""
    await house.say(chat, "/privacy")
    for label in labels:
        await house.tap(chat, house.standing(chat)[-1], label, chat=chat)
    return house.texts(chat)[-1]


async def erased(house: House, *, chat: int = ANN_CHAT) -> str:
    """/privacy, Erase, and sure."""
    return await asked(house, ERASE, SURE, chat=chat)


async def rows(house: House) -> list[str]:
    """Every row of every table as text; bookings are the agency's and left out."""
    found = []
    async with house.runtime.database.read() as session:
        for table in METADATA.sorted_tables:
            for row in (await session.execute(table.select())).mappings():
                kept = {name: value for name, value in row.items() if name not in ("booking", "told")}
                found.append(f"{table.name}: {kept}")
    return found


async def traces(house: House, *words: str) -> list[str]:
    """The rows in which one of these words stands."""
    return [row for row in await rows(house) if any(word in row for word in words)]


async def copy(house: House) -> dict[str, Any]:
    """The file that was sent last."""
    attachment = house.standing(ANN_CHAT)[-1].message.attachment
    assert attachment is not None
    async with house.runtime.database.read() as session:
        document: dict[str, Any] = json.loads(await content_of(session, attachment.key))
    return document


async def test_what_is_held_is_told_by_kind_with_counts() -> None:
    """Bookings, messages, ticks, answers, wishes, and whether locations may be used."""
    async with open_house() as house:
        await started(house, BEFORE)
        told = await asked(house)
        assert KINDS[0].format(trips=1) in told
        assert KINDS[-1] in told
        messages = int(told.partition(KINDS[1].partition("{")[0])[2].partition("\n")[0])
        async with house.runtime.database.read() as session:
            left = (await session.execute(select(DeliveryRow))).scalars().all()
        mine = [row for row in left if row.chat_id == ANN_CHAT or row.subject == ANN_CHAT]
        assert messages == sum(bool(row.text) for row in mine) - 1  # the answer itself came after the count
        assert house.standing(ANN_CHAT)[-1].labels == [sentence("consent.yes"), COPY, ERASE]


async def test_a_stranger_has_nothing_to_copy_or_erase() -> None:
    """Before joining there is only a word on what is kept, with no buttons."""
    async with open_house() as house:
        told = (await house.say(BRUNO_CHAT, "/privacy"))[0]
        assert sentence("privacy.nothing_held") in told
        assert house.standing(BRUNO_CHAT)[-1].labels == []


async def test_a_copy_comes_as_a_file_in_the_chat() -> None:
    """Readable JSON: chat, trips, messages both ways; nobody is in it whom this chat does not serve."""
    async with open_house() as house:
        await started(house, BEFORE)
        await house.join(BRUNO_CHAT, "bruno-de-vries")
        await house.say(BRUNO_CHAT, "Nobody else may read this")
        assert sentence("privacy.export_caption") in await asked(house, COPY)
        held = await copy(house)
        assert held["chat"]["name_in_telegram"] == "Ann"
        assert held["chat"]["use_of_location"] == "not asked"
        (trip,) = held["trips"]
        assert [one["name"] for one in trip["booking"]["travellers"]] == [
            "Ann de Vries",
            "Chiara de Vries",
            "Dan de Vries",
        ]
        assert any(SECRET in message["text"] for message in held["messages"])
        assert not any("Nobody else" in message["text"] for message in held["messages"])


async def test_a_copy_is_not_kept() -> None:
    """It is kept while a send is tried again, then the file is forgotten."""
    async with open_house() as house:
        await started(house, BEFORE)
        await asked(house, COPY)
        for later, kept in ((PASSING - SECOND, 1), (SECOND, 0)):
            house.clock.move(house.clock.trip() + later)
            await tidying.forget(house.runtime)
            async with house.runtime.database.read() as session:
                found = (
                    await session.execute(select(FileRow).where(FileRow.mime == "application/json"))
                ).all()
            assert len(found) == kept


async def test_erasing_asks_once_more_and_no_keeps_everything() -> None:
    """A single tap erases nothing."""
    async with open_house() as house:
        await started(house, BEFORE)
        assert sentence("privacy.erase_ask") in await asked(house, ERASE)
        assert sentence("privacy.kept") in await asked(house, ERASE, KEEP)
        assert (await traces(house, SECRET)) != []
        assert "Hotel Alfama" in (await house.say(ANN_CHAT, "/trip"))[0]


async def test_long_before_the_trip_all_is_erased_at_once() -> None:
    """No row of any table knows the chat or its words any more; the booking stays, and the agents hear it."""
    async with open_house() as house:
        await started(house, BEFORE)
        assert sentence("privacy.erased") in await erased(house)
        assert sentence("staff.erased") in house.texts(GROUP)[-1]
        await house.tick()
        assert await traces(house, str(ANN_CHAT), SECRET) == []
        async with house.runtime.database.read() as session:
            row = await trip_by_reference(session, "LISBON-4")
            assert row is not None
            assert row.trip.booking.lead.name == "Ann de Vries"
            assert await recipients_of_chat(session, ANN_CHAT) == []


@pytest.mark.parametrize(("now", "gone"), [(BEFORE, BEFORE), (LIVE, "2027-05-19T22:00")])
async def test_the_agents_group_keeps_neither_name_nor_words(now: str, gone: str) -> None:
    """What they were told, asked and shown of her, the word that she is erased included, is without her name."""
    async with open_house() as house:
        await started(house, now)
        await house.tap(JO, house.find(GROUP, SECRET), sentence("hold.take"), chat=GROUP)
        await house.say(JO, "/who LISBON-4", chat=GROUP)
        async with house.runtime.database.write() as session:
            row = await trip_by_reference(session, "LISBON-4")
            assert row is not None
            session.add(AskRow(trip_id=row.key, topic="no_return", asked_at=house.clock.trip()))
        await house.tick()
        assert "Ann de Vries" in house.texts(GROUP)[-1]
        await erased(house)
        await house.say(ANN_CHAT, "Somebody new in this chat")
        await house.move(utc(gone))
        await house.tick()
        assert await traces(house, "Ann de Vries", SECRET) == []
        await house.tap(JO, house.find(GROUP, sentence("ask.no_return")), sentence("ask.open"), chat=GROUP)
        assert "Jo: Stays open" in house.texts(GROUP)[-1] or house.find(GROUP, "Jo: Stays open")


async def test_what_waits_for_a_group_is_forgotten_with_the_person() -> None:
    """A low score was kept for the agents while there was no group; the erasure itself waits without a name."""
    async with open_house() as house:
        await house.join(ANN_CHAT)
        await house.move(utc(BEFORE))
        async with house.runtime.database.write() as session:
            facts = {"name": "Ann de Vries", "reference": "LISBON-4", "why": "a low score"}
            await keep_untold(session, "hold.wanted", facts, now=house.clock.trip(), subject=ANN_CHAT)
        await erased(house)
        await house.tick()
        assert await traces(house, "Ann de Vries", "low score") == []
        await house.agents()
        assert "LISBON-4" in house.find(GROUP, sentence("staff.erased")).text


async def test_nothing_comes_after_erasure() -> None:
    """The whole trip goes by and the chat stays silent."""
    async with open_house() as house:
        await started(house, BEFORE)
        await erased(house)
        before = len(house.standing(ANN_CHAT))
        await house.live(utc("2027-05-22T10:00"))
        assert len(house.standing(ANN_CHAT)) == before


async def test_an_erased_chat_is_a_stranger_who_may_join_again() -> None:
    """A word is answered like a stranger's; a new code lets it in, the used one does not."""
    async with open_house() as house:
        await house.agents()
        code = (await house.codes("LISBON-4", "ann-de-vries"))["ann-de-vries"]
        await house.say(ANN_CHAT, f"/start {code.token}")
        await house.say(ANN_CHAT, "de Vries")
        await house.move(utc(BEFORE))
        await erased(house)
        assert sentence("join.ask_code") in (await house.say(ANN_CHAT, "/trip"))[0]
        await house.say(ANN_CHAT, f"/start {code.token}")
        assert sentence("join.welcome") not in (await house.say(ANN_CHAT, "de Vries"))[0]
        await house.join(ANN_CHAT)
        assert any(sentence("join.welcome") in text for text in house.texts(ANN_CHAT)[-4:])


@pytest.mark.parametrize(
    ("now", "kept"),
    [
        (utc("2027-05-04T22:00") - SECOND, False),
        (utc("2027-05-04T22:00"), True),
        (HOME_AGAIN - SECOND, True),
        (HOME_AGAIN, False),
    ],
)
async def test_duty_of_care_begins_seven_days_before_and_ends_with_the_trip(
    now: datetime, kept: bool
) -> None:
    """From midnight at home, seven days before leaving, to the landing at home: not a second more."""
    async with open_house() as house:
        await house.join(ANN_CHAT)
        house.clock.move(now)
        assert (sentence("privacy.erase_ask_later") in await asked(house, ERASE)) is kept


async def test_during_the_trip_marketing_stops_and_the_reason_and_date_are_shown() -> None:
    """What duty of care needs stays to the end; offers and tips are off; the traveller may take it back."""
    async with open_house() as house:
        await started(house, LIVE)
        assert "Wednesday 19 May 2027" in await asked(house, ERASE)
        told = await erased(house)
        assert "Wednesday 19 May 2027" in told
        chat = await house.chat_row(ANN_CHAT)
        assert (chat.offers, chat.paused_why, chat.erase_at) == (False, "erasure", HOME_AGAIN)
        assert chat.stopped_at is not None
        assert sentence("staff.erasure_asked") in house.texts(GROUP)[-1]
        assert sentence("dossier.erase") in (await house.say(JO, "/who LISBON-4", chat=GROUP))[0]
        assert sentence("privacy.due") in await asked(house)


async def test_what_must_be_said_still_arrives_until_the_end() -> None:
    """Operational messages come, gentle ones do not, and after the landing everything is gone."""
    async with open_house() as house:
        await started(house, LIVE)
        await erased(house)
        await house.live(HOME_AGAIN - timedelta(minutes=10))
        async with house.runtime.database.read() as session:
            sent = (
                await session.execute(select(DeliveryRow).where(DeliveryRow.chat_id == ANN_CHAT))
            ).scalars()
            classes = {
                row.message_class
                for row in sent
                if row.state == "sent" and (row.settled_at or utc(LIVE)) > utc(LIVE)
            }
        assert "operational" in classes
        assert classes & {"service", "marketing"} == set()
        await house.move(HOME_AGAIN + timedelta(hours=2))
        await house.tick()
        assert await traces(house, str(ANN_CHAT), SECRET) == []
        assert sentence("staff.erased_later") in house.texts(GROUP)[-1]


async def test_a_trip_that_moves_moves_the_date() -> None:
    """Cancelled, nothing is needed any more: it is erased then."""
    async with open_house() as house:
        await started(house, LIVE)
        await erased(house)
        await house.move(utc("2027-05-11T10:00"))
        assert (await house.chat_row(ANN_CHAT)).erase_at == HOME_AGAIN
        trip = lisbon_family()
        await house.add_trip(replace(trip, booking=replace(trip.booking, cancelled=True)))
        await house.tick()
        await house.tick()
        assert await traces(house, str(ANN_CHAT), SECRET) == []


async def test_an_erasure_that_waits_can_be_taken_back() -> None:
    """It is kept after all; what was erased at once is gone, offers stay off."""
    async with open_house() as house:
        await started(house, LIVE)
        await erased(house)
        assert sentence("privacy.kept_after_all") in await asked(house, KEEP)
        chat = await house.chat_row(ANN_CHAT)
        assert (chat.erase_at, chat.erase_asked_at, chat.paused_at, chat.offers) == (None, None, None, False)
        await house.live(HOME_AGAIN + timedelta(hours=6))
        assert await recipients(house) == ["ann-de-vries"]


async def test_a_pause_that_was_there_before_stays_when_it_is_taken_back() -> None:
    """A low score paused marketing; asking for erasure and thinking better of it is no agent's word."""
    async with open_house() as house:
        await started(house, LIVE)
        async with house.runtime.database.write() as session:
            chat = await session.get(ChatRow, ANN_CHAT)
            assert chat is not None
            chat.paused_at, chat.paused_why = house.clock.trip(), "score"
            session.add(chat)
        await erased(house)
        await asked(house, KEEP)
        assert (await house.chat_row(ANN_CHAT)).paused_why == "score"


async def test_one_that_cannot_be_erased_keeps_no_other_from_it() -> None:
    """Bruno's other booking cannot be read; Ann's chat is erased in time all the same."""
    async with open_house() as house:
        await started(house, LIVE)
        await erased(house)
        await house.join(BRUNO_CHAT, "bruno-de-vries")
        await erased(house, chat=BRUNO_CHAT)
        async with house.runtime.database.write() as session:
            row = await trip_by_reference(session, "LISBON-4")
            assert row is not None
            broken = TripRow(**{**row.model_dump(exclude={"id"}), "folded": "broken", "booking": {}})
            session.add(broken)
            await session.flush()
            bound = RecipientRow(
                trip_id=broken.key, chat_id=BRUNO_CHAT, holder="b", travellers=["b"], known_at=utc(LIVE)
            )
            session.add(bound)
            await session.flush()
            await session.execute(update(ChatRow).where(col(ChatRow.id) == BRUNO_CHAT).values(id=1))
            await session.execute(
                update(RecipientRow).where(col(RecipientRow.chat_id) == BRUNO_CHAT).values(chat_id=1)
            )
        house.clock.move(HOME_AGAIN)
        assert await tidying.erase_due(house.runtime) == 1
        assert await recipients(house) == []


async def recipients(house: House) -> list[str]:
    """Who is bound by Ann's chat."""
    async with house.runtime.database.read() as session:
        return [one.holder for one in await recipients_of_chat(session, ANN_CHAT)]


async def test_asking_twice_changes_nothing() -> None:
    """The second tap on an old button says when, or that it is no longer valid."""
    async with open_house() as house:
        await started(house, LIVE)
        await asked(house, ERASE)
        sure = house.standing(ANN_CHAT)[-1]
        token = sure.button(SURE).token
        await house.tap(ANN_CHAT, sure, SURE)
        first = (await house.chat_row(ANN_CHAT)).erase_asked_at
        heard = len(house.texts(GROUP))
        house.clock.move(house.clock.trip() + timedelta(hours=1))
        await house.press(ANN_CHAT, token, sure.message_id)
        assert ((await house.chat_row(ANN_CHAT)).erase_asked_at, len(house.texts(GROUP))) == (first, heard)


async def test_a_message_that_waits_never_leaves_to_an_erased_chat() -> None:
    """What stood in the queue is skipped, and says why."""
    async with open_house() as house:
        await started(house, "2027-04-01T22:00")
        async with house.runtime.database.write() as session:
            row = await trip_by_reference(session, "LISBON-4")
            assert row is not None
            waiting = DeliveryRow(
                trip_id=row.key,
                chat_id=ANN_CHAT,
                holder="ann-de-vries",
                touchpoint="tips",
                occurrence="trip",
                message_class="service",
                lane=3,
                not_before=utc("2027-04-02T08:00"),
                created_at=house.clock.trip(),
            )
            session.add(waiting)
        await erased(house)
        async with house.runtime.database.read() as session:
            kept = await session.get(DeliveryRow, waiting.id)
            assert kept is not None
            assert (kept.state, kept.reason, kept.chat_id) == ("skipped", "erased", 0)


async def test_a_partner_keeps_a_chat_of_their_own() -> None:
    """Ann's erasure takes nothing from Bruno."""
    async with open_house() as house:
        await started(house, BEFORE)
        await house.join(BRUNO_CHAT, "bruno-de-vries")
        await house.say(BRUNO_CHAT, "Bruno was here")
        await erased(house)
        assert (await traces(house, "Bruno was here")) != []
        assert "Hotel Alfama" in (await house.say(BRUNO_CHAT, "/trip"))[0]


async def test_a_child_has_no_chat_to_ask_in() -> None:
    """No code is made for a minor; a child's data goes and comes with the adult who carries it."""
    async with open_house() as house:
        assert sorted(await house.codes()) == ["ann-de-vries", "bruno-de-vries"]
