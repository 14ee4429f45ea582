"""Re-binding: a new phone, an account that is no more, a link that went to the wrong person (S17, S21)."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.errors import Unreachable
from bot.storage.cards import CardRow
from bot.storage.deliveries import DeliveryRow
from bot.storage.invitations import InvitationRow
from bot.storage.recipients import recipients_of_chat
from tests.support.chats import ANN_CHAT, BRUNO_CHAT, GROUP, JO, STRANGER, House, open_house, sentence
from tests.support.trips import ANN, BRUNO, CHIARA, DAN

NEW_PHONE = 4001
PACKED = datetime(2027, 5, 9, 10, tzinfo=UTC)
EVE = datetime(2027, 5, 11, 17, tzinfo=UTC)
SOON = datetime(2027, 5, 1, 10, tzinfo=UTC)
TRIP_WORDS = ("Lisbon", "LISBON-4", "Alfama", "KL 16", "12 May")


async def served(house: House, chat: int) -> list[list[str]]:
    async with house.runtime.database.read() as session:
        return [one.travellers for one in await recipients_of_chat(session, chat)]


async def unbound(house: House, name: str = "Ann") -> None:
    """Jo unbinds and confirms."""
    await house.say(JO, f"/unbind LISBON-4 {name}", chat=GROUP)
    await house.tap(JO, house.standing(GROUP)[-1], "Unbind", chat=GROUP)


async def test_ticks_and_language_follow_to_a_new_phone() -> None:
    """Dutch by Ann's own choice, a passport ticked: both are there on the new account, whose Telegram speaks English."""
    async with open_house(now=SOON) as house:
        await house.join(ANN_CHAT)
        await house.say(ANN_CHAT, "/language")
        await house.tap(ANN_CHAT, house.standing(ANN_CHAT)[-1], "Nederlands")
        await house.live(PACKED)
        packing = next(one for one in house.standing(ANN_CHAT) if any("☐ Bruno" in x for x in one.labels))
        label = next(one for one in packing.labels if "☐ Bruno" in one)
        await house.tap(ANN_CHAT, packing, label)
        await house.join(NEW_PHONE, language="en")
        assert "Welkom, Ann" in house.texts(NEW_PHONE)[1]
        await house.say(NEW_PHONE, "/checklist")
        shown = [one for standing in house.standing(NEW_PHONE) for one in standing.labels]
        assert label.replace("☐", "☑") in shown


async def test_nothing_is_said_twice_on_the_new_phone() -> None:
    """What the old phone read is not repeated; what lies ahead comes to the new one alone."""
    async with open_house(now=SOON) as house:
        await house.join(ANN_CHAT)
        await house.live(PACKED)
        await house.join(NEW_PHONE)
        old = len(house.texts(ANN_CHAT))
        await house.live(EVE)
        rows = [one for one in await house.rows(DeliveryRow) if one.touchpoint and one.state == "sent"]
        keys = [(one.touchpoint, one.occurrence) for one in rows]
        assert len(keys) == len(set(keys))
        assert len(house.texts(ANN_CHAT)) == old
        assert any("KL 1697" in text for text in house.texts(NEW_PHONE))


async def test_a_deleted_account_is_replaced_and_what_it_missed_comes_in_one_digest() -> None:
    """403 user is deactivated: the group hears it; the new account has the code and the surname, and catches up (S17)."""
    async with open_house(now=SOON) as house:
        await house.agents()
        await house.join(ANN_CHAT)
        house.channel.refuse[ANN_CHAT] = Unreachable(why="Forbidden: user is deactivated")
        await house.live(EVE)
        await house.say(JO, "/party LISBON-4 code Ann", chat=GROUP)
        assert "A new code for Ann" in house.texts(GROUP)[-1]
        await house.join(NEW_PHONE)
        await house.tick()
        digests = [one for one in await house.rows(DeliveryRow) if one.touchpoint == "digest"]
        assert [one.chat_id for one in digests if one.settled_at == EVE] == [NEW_PHONE]
        assert len(house.texts(NEW_PHONE)) <= 8
        assert await served(house, NEW_PHONE) == [[ANN.id, BRUNO.id, CHIARA.id, DAN.id]]


async def test_an_unbound_chat_hears_neutral_words_and_shows_nothing() -> None:
    """No name, place or reference in what it is told; its card is cleared; /trip asks for a code (S21)."""
    async with open_house(now=SOON) as house:
        await house.agents()
        await house.join(ANN_CHAT)
        await house.tick()
        before = len(house.texts(ANN_CHAT))
        await unbound(house)
        (told,) = house.texts(ANN_CHAT)[before:]
        assert "no longer connected to a trip" in told
        assert not any(word in told for word in (*TRIP_WORDS, "Ann"))
        assert any("no longer belongs to this chat" in text for text in house.texts(ANN_CHAT))
        assert sentence("join.ask_code") in (await house.say(ANN_CHAT, "/trip"))[0]
        assert await house.rows(CardRow) == []
        await house.live(EVE)
        assert not any("KL 1697" in text for text in house.texts(ANN_CHAT)[before:])


async def test_unbinding_asks_first_and_shows_whose_chat_it_is() -> None:
    """The preview names the chat as Telegram does; Cancel leaves it bound."""
    async with open_house() as house:
        await house.agents()
        await house.join(STRANGER)
        await house.say(JO, "/unbind LISBON-4 Ann", chat=GROUP)
        assert "“Nobody”" in house.texts(GROUP)[-1]
        await house.tap(JO, house.standing(GROUP)[-1], "Cancel", chat=GROUP)
        assert await served(house, STRANGER) != []


async def test_an_old_preview_does_not_unbind_a_new_chat() -> None:
    """Ann joined on a new phone after the preview: the tap says so and does nothing."""
    async with open_house() as house:
        await house.agents()
        await house.join(STRANGER)
        await house.say(JO, "/unbind LISBON-4 Ann", chat=GROUP)
        preview = house.standing(GROUP)[-1]
        await house.join(ANN_CHAT)
        assert await house.tap(JO, preview, "Unbind", chat=GROUP) == sentence("unbind.gone")
        assert await served(house, ANN_CHAT) != []


async def test_a_new_code_is_offered_and_the_right_person_reads_what_still_helps() -> None:
    """What the wrong chat got was read by nobody it was for: one digest brings it to Ann."""
    async with open_house(now=SOON) as house:
        await house.agents()
        await house.join(STRANGER)
        await house.live(PACKED)
        await unbound(house)
        await house.tap(JO, house.standing(GROUP)[-1], "New code", chat=GROUP)
        text = house.texts(GROUP)[-1]
        code = text.split("<code>")[1].split("</code>")[0]
        await house.say(ANN_CHAT, code)
        await house.say(ANN_CHAT, "de Vries")
        await house.tick()
        digests = [one for one in await house.rows(DeliveryRow) if one.touchpoint == "digest"]
        assert ANN_CHAT in [one.chat_id for one in digests]
        assert await served(house, ANN_CHAT) == [[ANN.id, BRUNO.id, CHIARA.id, DAN.id]]
        assert len(house.texts(ANN_CHAT)) <= 8


async def test_unbinding_a_partner_gives_them_back_to_the_lead() -> None:
    """Somebody has to hear for Bruno."""
    async with open_house() as house:
        await house.agents()
        await house.join(ANN_CHAT)
        await house.join(BRUNO_CHAT, BRUNO.id)
        await unbound(house, "Bruno")
        assert await served(house, ANN_CHAT) == [[ANN.id, BRUNO.id, CHIARA.id, DAN.id]]


async def test_unbinding_makes_open_codes_worthless() -> None:
    """A link that was forwarded and not yet used opens nothing."""
    async with open_house() as house:
        await house.agents()
        await house.join(STRANGER)
        token = (await house.codes("LISBON-4", ANN.id))[ANN.id].token
        await unbound(house)
        await house.say(4444, f"/start {token}")
        assert sentence("join.wrong") in (await house.say(4444, "de Vries"))[0]
        assert all(
            one.used_at or one.revoked_at
            for one in await house.rows(InvitationRow)
            if one.traveller == ANN.id
        )


async def test_nobody_to_unbind_is_said() -> None:
    """Dan is on Ann's phone, and Zoe is nobody."""
    async with open_house() as house:
        await house.agents()
        await house.join(ANN_CHAT)
        await house.say(JO, "/unbind LISBON-4 Dan", chat=GROUP)
        assert "has no chat of their own" in house.texts(GROUP)[-1]
        await house.say(JO, "/unbind LISBON-4 Zoe", chat=GROUP)
        assert "Nobody in LISBON-4 is called" in house.texts(GROUP)[-1]


async def test_a_child_gets_no_new_code() -> None:
    """The agent reads through whom Dan is reached."""
    async with open_house() as house:
        await house.agents()
        await house.say(JO, "/party LISBON-4 code Dan", chat=GROUP)
        assert "what concerns Dan de Vries goes to Ann de Vries" in house.texts(GROUP)[-1]


async def test_what_an_unbound_chat_was_told_is_made_neutral_and_the_agents_read_how_much() -> None:
    """No confirmation, flight or time stands there any more but in what carries the menu, and the card counts both."""
    async with open_house(now=SOON) as house:
        await house.agents()
        await house.join(ANN_CHAT)
        await house.live(datetime(2027, 5, 11, 17, tzinfo=UTC))
        stood = [text for text in house.texts(ANN_CHAT) if any(word in text for word in TRIP_WORDS)]
        await unbound(house)
        await house.tick()
        left = [one for one in house.standing(ANN_CHAT) if any(word in one.text for word in TRIP_WORDS)]
        assert len(stood) > len(left)
        assert [one.text for one in left if one.message is not None and one.message.menu is None] == []
        assert not any("KL 1697" in text for text in house.texts(ANN_CHAT))
        neutral = [text for text in house.texts(ANN_CHAT) if sentence("card.unbound") in text]
        card = house.find(GROUP, sentence("unbind.blanked")).text
        assert f"{len(neutral)} {sentence('unbind.blanked')}" in card
        assert sentence("unbind.stay")[:20] in card


async def test_a_used_code_that_is_tried_again_is_told_once() -> None:
    """By another chat: the agents read whose and by whom; the chat that used it may tap it as often as it likes."""
    async with open_house(now=SOON) as house:
        await house.agents()
        code = (await house.codes("LISBON-4", ANN.id))[ANN.id].code
        for said in (code, "de Vries", code):
            await house.say(ANN_CHAT, said)
        assert sentence("staff.code_again") not in "\n".join(house.texts(GROUP))
        await house.say(NEW_PHONE, code)
        await house.say(NEW_PHONE, "de Vries")
        (told,) = [text for text in house.texts(GROUP) if sentence("staff.code_again") in text]
        assert "Ann de Vries" in told
        assert "LISBON-4" in told


async def test_a_chat_of_another_name_is_told_in_one_quiet_line() -> None:
    """Bruno's phone binds as Ann: the agents read so without a sound; who is called as booked is no news."""
    async with open_house(now=SOON) as house:
        await house.agents()
        for chat in (ANN_CHAT, BRUNO_CHAT):
            code = (await house.codes("LISBON-4", ANN.id))[ANN.id].code
            told = len(house.texts(GROUP))
            await house.say(chat, code)
            await house.say(chat, "de Vries")
            news = [one for one in house.standing(GROUP)[told:] if sentence("staff.other_name") in one.text]
            assert len(news) == (chat == BRUNO_CHAT)
            assert all(one.message is not None and one.message.silent for one in news)
