"""Joining: code and second factor, the same answers whatever is wrong, locks, and who serves whom."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.errors import Unreachable
from bot.storage.database import Database
from bot.storage.invitations import InvitationRow
from bot.storage.recipients import recipients_of_chat
from bot.storage.trips import trip_by_reference
from flows.trips.trip import Trip
from tests.support.chats import (
    ANN_CHAT,
    BRUNO_CHAT,
    GROUP,
    JO,
    OTHER_GROUP,
    STRANGER,
    House,
    make_house,
    open_house,
    sentence,
)
from tests.support.trips import flight, italy_round_trip, lisbon_family, stay, trip

ANN, BRUNO, CHIARA, DAN = "ann-de-vries", "bruno-de-vries", "chiara-de-vries", "dan-de-vries"
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


async def served(house: House, chat: int) -> list[list[str]]:
    async with house.runtime.database.read() as session:
        return [one.travellers for one in await recipients_of_chat(session, chat)]


async def invitation(house: House, traveller: str = ANN) -> InvitationRow:
    async with house.runtime.database.read() as session:
        row = await trip_by_reference(session, "LISBON-4")
        assert row is not None
        found = [
            one
            for number in range(1, 30)
            if (one := await session.get(InvitationRow, number)) and one.traveller == traveller
        ]
    return found[-1]


async def test_a_deep_link_and_a_surname_join() -> None:
    """The link asks for the factor, the surname opens, and what is due follows."""
    async with open_house() as house:
        codes = await house.codes()
        asked = await house.say(ANN_CHAT, f"/start {codes[ANN].token}")
        came = await house.say(ANN_CHAT, "DE VRIES")
        assert "surname" in asked[0]
        assert "Welcome, Ann!" in came[0]
        assert "offer" in came[1]
        assert any("Lisbon is booked" in text for text in came[2:])
        assert await served(house, ANN_CHAT) == [[ANN, BRUNO, CHIARA, DAN]]


async def test_a_typed_code_and_a_date_join() -> None:
    """The code typed small with spaces, and the date in words."""
    async with open_house() as house:
        code = (await house.codes())[ANN].code.lower()
        await house.say(ANN_CHAT, f" {code[:4]}-{code[4:]} ")
        came = await house.say(ANN_CHAT, "12 mei")
        assert "Welcome, Ann!" in came[0]


async def test_start_with_a_typed_code_joins() -> None:
    """Telegram Desktop drops a link's payload: /start CODE does it too."""
    async with open_house() as house:
        await house.say(ANN_CHAT, f"/start {(await house.codes())[ANN].code}")
        assert "Welcome, Ann!" in (await house.say(ANN_CHAT, "Vries"))[0]


async def test_welcome_brings_the_menu_and_asks_consent() -> None:
    """The menu stands under the text field and two buttons ask for offers."""
    async with open_house() as house:
        await house.join(ANN_CHAT)
        welcome, consent = house.standing(ANN_CHAT)[1:3]
        assert welcome.message.menu is not None
        assert welcome.message.menu[0] == (sentence("menu.trip"), sentence("menu.checklist"))
        assert consent.labels == [sentence("consent.yes"), sentence("consent.no")]


@pytest.mark.parametrize(
    ("language", "word"), [("nl", "Welkom"), ("fr-CA", "Bienvenue"), ("de", "Willkommen"), ("ja", "Welcome")]
)
async def test_the_language_comes_from_telegram(language: str, word: str) -> None:
    """One of ours is spoken at once; any other reads the agency's."""
    async with open_house() as house:
        await house.join(ANN_CHAT, language=language)
        assert word in house.texts(ANN_CHAT)[1]


async def test_every_wrong_way_in_gets_the_same_answers() -> None:
    """Unknown, used, revoked, expired and locked codes, and a wrong factor: word for word the same two answers."""
    async with open_house() as house:
        old = await house.codes()
        codes = await house.codes()
        await house.say(BRUNO_CHAT, codes[BRUNO].code)
        await house.say(BRUNO_CHAT, "de Vries")
        ways = {
            "wrong factor": (codes[ANN].code, "Jansen"),
            "unknown": ("ZZZZ9999", "de Vries"),
            "used": (codes[BRUNO].code, "de Vries"),
            "revoked": (old[ANN].code, "de Vries"),
            "unknown link": ("/start abcdefghijklmnopqrstuv", "de Vries"),
            "revoked link": (f"/start {old[ANN].token}", "de Vries"),
        }
        said = {}
        for number, (way, (code, factor)) in enumerate(ways.items()):
            chat = 2000 + number
            said[way] = (await house.say(chat, code), await house.say(chat, factor))
        house.clock.move((await invitation(house)).expires_at or house.clock.trip())
        said["expired"] = (await house.say(2100, codes[ANN].code), await house.say(2100, "de Vries"))
        assert len({str(answers) for answers in said.values()}) == 1


async def test_a_code_holds_until_seven_days_after_departure() -> None:
    """One second before it opens, at the second it does not."""
    async with open_house() as house:
        codes = await house.codes()
        ends = lisbon_family().booking.segments[0].departs.utc
        assert ends is not None
        house.clock.move(ends + 7 * DAY)
        await house.say(ANN_CHAT, codes[ANN].code)
        assert sentence("join.wrong") in (await house.say(ANN_CHAT, "Vries"))[0]
        house.clock.move(ends + 7 * DAY - SECOND)
        assert "Welcome" in (await house.say(ANN_CHAT, "Vries"))[0]


async def test_the_code_is_used_up_only_after_the_factor() -> None:
    """A forwarded link that nobody completes still opens for its traveller (S21)."""
    async with open_house() as house:
        token = (await house.codes())[ANN].token
        await house.say(STRANGER, f"/start {token}")
        await house.say(STRANGER, "Smith")
        await house.say(ANN_CHAT, f"/start {token}")
        assert "Welcome, Ann!" in (await house.say(ANN_CHAT, "de Vries"))[0]
        await house.say(STRANGER, "de Vries")
        assert await served(house, STRANGER) == []


async def test_the_fifth_wrong_try_locks_the_chat_for_a_day() -> None:
    """Four may go on, the fifth locks; a second before 24 h it is still locked, then it opens."""
    async with open_house() as house:
        await house.agents()
        codes = await house.codes()
        await house.say(ANN_CHAT, "ZZZZ9999")
        answers = [(await house.say(ANN_CHAT, "wrong name"))[0] for _ in range(5)]
        assert ["too many" in answer for answer in answers] == [False] * 4 + [True]
        locked_at = house.clock.trip()
        assert "gave a wrong code or check five times" in house.texts(GROUP)[-1]
        house.clock.move(locked_at + DAY - SECOND)
        assert "too many" in (await house.say(ANN_CHAT, codes[ANN].code))[0]
        house.clock.move(locked_at + DAY)
        await house.say(ANN_CHAT, codes[ANN].code)
        assert "Welcome" in (await house.say(ANN_CHAT, "de Vries"))[0]


async def test_a_lock_waits_for_a_group_to_be_told_in() -> None:
    """No group was bound when a stranger guessed: the first /here brings it, the next one does not repeat it."""
    async with open_house() as house:
        for number in range(2, 8):
            await house.say(STRANGER, f"ZZZZ999{number}")
        assert house.texts(GROUP) == []
        await house.agents()
        told = [("wrong code or check five times" in text) for text in house.texts(GROUP)]
        await house.say(JO, "/here", chat=OTHER_GROUP)
        again = [("five times" in text) for text in house.texts(OTHER_GROUP)]
        assert (told.count(True), again.count(True)) == (1, 0)


async def test_what_a_mute_group_missed_is_told_when_the_bot_may_write_again() -> None:
    """The bot lost its right to write there; a lock of that time arrives with the right."""
    async with open_house() as house:
        await house.agents()
        house.channel.refuse[GROUP] = Unreachable(why="not enough rights")
        await house.say(JO, "/who", chat=GROUP)
        for number in range(2, 8):
            await house.say(STRANGER, f"ZZZZ999{number}")
        house.channel.refuse.clear()
        await house.membership(JO, "administrator", chat=GROUP)
        assert "wrong code or check five times" in house.texts(GROUP)[-1]


async def test_codes_in_a_row_count_as_tries() -> None:
    """Guessing codes without ever giving a factor locks as well: the sixth code meets the lock."""
    async with open_house() as house:
        answers = [(await house.say(STRANGER, f"ZZZZ999{number}"))[0] for number in range(2, 8)]
        assert ["too many" in answer for answer in answers] == [False] * 5 + [True]


async def test_the_fifth_wrong_factor_locks_the_code_for_everyone() -> None:
    """From several chats: the code stays shut, also for the right surname, until it is issued again."""
    async with open_house() as house:
        await house.agents()
        code = (await house.codes())[ANN].code
        for chat in range(3001, 3006):
            await house.say(chat, code)
            await house.say(chat, "wrong name")
        assert "Ann de Vries (LISBON-4) is locked" in house.texts(GROUP)[-1]
        await house.say(ANN_CHAT, code)
        assert sentence("join.wrong") in (await house.say(ANN_CHAT, "de Vries"))[0]
        fresh = (await house.codes("LISBON-4", ANN))[ANN].code
        await house.say(ANN_CHAT, fresh)
        assert "Welcome" in (await house.say(ANN_CHAT, "de Vries"))[0]


async def test_four_wrong_factors_leave_the_code_open() -> None:
    """The limit is five."""
    async with open_house() as house:
        code = (await house.codes())[ANN].code
        for chat in range(3001, 3005):
            await house.say(chat, code)
            await house.say(chat, "wrong name")
        await house.say(ANN_CHAT, code)
        assert "Welcome" in (await house.say(ANN_CHAT, "de Vries"))[0]


async def test_a_partner_with_a_code_leaves_the_leads_list() -> None:
    """Bruno's chat serves Bruno; Ann's the rest (S12)."""
    async with open_house() as house:
        await house.join(ANN_CHAT)
        await house.join(BRUNO_CHAT, BRUNO)
        assert await served(house, ANN_CHAT) == [[ANN, CHIARA, DAN]]
        assert await served(house, BRUNO_CHAT) == [[BRUNO]]


async def test_a_lead_who_joins_last_serves_those_without_a_chat() -> None:
    """Bruno came first and keeps his own chat."""
    async with open_house() as house:
        await house.join(BRUNO_CHAT, BRUNO)
        await house.join(ANN_CHAT)
        assert await served(house, BRUNO_CHAT) == [[BRUNO]]
        assert await served(house, ANN_CHAT) == [[ANN, CHIARA, DAN]]


async def test_a_second_code_on_the_same_phone_changes_nothing() -> None:
    """Ann's phone serves Bruno already: his code there makes no second copy of everything."""
    async with open_house() as house:
        await house.join(ANN_CHAT)
        await house.join(ANN_CHAT, BRUNO)
        assert await served(house, ANN_CHAT) == [[ANN, BRUNO, CHIARA, DAN]]


async def test_a_new_account_takes_over_with_a_fresh_code() -> None:
    """The old chat is told and serves nobody; the new one serves all (S17)."""
    async with open_house() as house:
        await house.join(ANN_CHAT)
        await house.join(4001)
        assert sentence("join.moved") in house.texts(ANN_CHAT)[-1]
        assert await served(house, ANN_CHAT) == []
        assert await served(house, 4001) == [[ANN, BRUNO, CHIARA, DAN]]
        assert sentence("join.ask_code") in (await house.say(ANN_CHAT, "/trip"))[0]


async def test_one_chat_joins_two_trips_and_chooses() -> None:
    """/trip shows the one that leaves first, joined first or last, and a button for the other (S5)."""
    async with open_house() as house:
        await house.add_trip(italy_round_trip())
        await house.join(ANN_CHAT)
        await house.join(ANN_CHAT, reference="ITALY-2")
        await house.say(ANN_CHAT, "/trip")
        shown = house.standing(ANN_CHAT)[-1]
        assert "LISBON-4" in shown.text
        await house.tap(ANN_CHAT, shown, "Rome, Florence and Venice")
        assert "ITALY-2" in house.texts(ANN_CHAT)[-1]
        assert "ITALY-2" in (await house.say(ANN_CHAT, "/trip"))[0]


def porto(day: date) -> Trip:
    """Ann, three nights in Porto from that day on."""
    end = day + timedelta(days=3)
    return trip(
        flight("TP667", "AMS", "LIS", f"{day}T10:00", f"{day}T12:00", id="out"),
        stay("Casa do Douro", "LIS", f"{day}", f"{end}", id="hotel"),
        flight("TP668", "LIS", "AMS", f"{end}T15:00", f"{end}T19:00", id="back"),
        reference="PORTO-1",
        booked="2027-01-10T10:00",
    )


async def about(house: House) -> str:
    """The reference that /trip speaks of."""
    said = (await house.say(ANN_CHAT, "/trip"))[0]
    return next(one for one in ("LISBON-4", "PORTO-1") if one in said)


async def test_of_two_trips_the_one_that_comes_first_is_talked_about() -> None:
    """Lisbon in 4 days, Porto in 44 joined later: Lisbon until it is over, then Porto; at last what ended last."""
    async with open_house(now=datetime(2027, 5, 8, 9, tzinfo=UTC)) as house:
        await house.add_trip(porto(date(2027, 6, 21)))
        await house.join(ANN_CHAT)
        await house.join(ANN_CHAT, reference="PORTO-1")
        told = [await about(house)]
        for month, day in ((5, 14), (5, 21), (6, 22), (6, 30)):
            house.clock.move(datetime(2027, month, day, 12, tzinfo=UTC))
            told.append(await about(house))
        assert told == ["LISBON-4", "LISBON-4", "PORTO-1", "PORTO-1", "PORTO-1"]


async def test_a_chosen_trip_stays_until_it_is_over() -> None:
    """Porto was chosen while Lisbon is under way; /trip alone chooses nothing."""
    async with open_house(now=datetime(2027, 5, 8, 9, tzinfo=UTC)) as house:
        await house.add_trip(porto(date(2027, 5, 15)))
        await house.join(ANN_CHAT, reference="PORTO-1")
        await house.join(ANN_CHAT)
        await house.say(ANN_CHAT, "/trip")
        assert (await house.chat_row(ANN_CHAT)).trip_id is None
        await house.tap(ANN_CHAT, house.standing(ANN_CHAT)[-1], "🧳 Lisbon")
        told = []
        for day in (13, 17, 19):
            house.clock.move(datetime(2027, 5, day, 6, tzinfo=UTC))
            told.append(await about(house))
        assert told == ["PORTO-1", "PORTO-1", "LISBON-4"]


async def test_before_joining_everything_asks_for_the_code() -> None:
    """Words, media, places and commands alike, and nobody hears anything of any trip."""
    async with open_house() as house:
        answers = [
            await house.say(STRANGER, "hello"),
            await house.say(STRANGER, "/trip"),
            await house.say(STRANGER, "/checklist"),
            await house.say(STRANGER, sentence("menu.trip")),
            await house.say(STRANGER, "", photo=[{"file_id": "x"}]),
            await house.say(STRANGER, "", location={"latitude": 1.0, "longitude": 2.0}),
        ]
        assert all(len(answer) == 1 and sentence("join.ask_code") in answer[0] for answer in answers)


async def test_a_state_survives_a_restart(tmp_path: Path) -> None:
    """The code before the restart, the surname after it, in another process over the same file."""
    url = f"sqlite+aiosqlite:///{tmp_path / 'trips.sqlite'}"
    async with open_house(url=url) as house:
        await house.say(ANN_CHAT, (await house.codes())[ANN].code)
        update, now = house.update, house.clock.trip()
    database = Database(url)
    later = make_house(database, now=now)
    later.update = update
    came = await later.say(ANN_CHAT, "de Vries")
    await database.close()
    assert "Welcome, Ann!" in came[0]


async def test_names_with_markup_are_shown_as_they_are() -> None:
    """A person whose Telegram name is markup cannot break or dress up the agents' messages."""
    async with open_house() as house:
        await house.agents()
        for number in range(5):
            update = house.text_update(STRANGER, f"ZZZZ999{number + 2}")
            update["message"]["from"]["first_name"] = "<b>Boss</b> & <script>"
            await house.feed(update)
        update = house.text_update(STRANGER, "ZZZZ9999")
        update["message"]["from"]["first_name"] = "<b>Boss</b> & <script>"
        await house.feed(update)
        assert "&lt;b&gt;Boss&lt;/b&gt; &amp; &lt;script&gt;" in house.texts(GROUP)[-1]


async def test_joining_a_cancelled_trip_brings_no_cheer() -> None:
    """The chat is bound, /trip says that it is cancelled, and nothing gentle comes."""
    trip = lisbon_family()
    async with open_house(trip=trip) as house:
        codes = await house.codes()
        await house.add_trip(replace(trip, booking=replace(trip.booking, cancelled=True)))
        await house.say(ANN_CHAT, codes[ANN].code)
        came = await house.say(ANN_CHAT, "de Vries")
        assert len(came) == 2
        assert "cancelled" in (await house.say(ANN_CHAT, "/trip"))[0]
