"""What travellers write reaches the agents, their answers come back, and nothing is claimed that is not so."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.errors import Unreachable
from flows.talk.length import visible_length
from tests.support.chats import (
    ANN_CHAT,
    BRUNO_CHAT,
    GROUP,
    JO,
    OTHER_GROUP,
    SAM,
    STRANGER,
    open_house,
    sentence,
)

PASSED_ON = sentence("relay.passed_on")
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)
LISBON_NOON = datetime(2027, 5, 14, 11, 0, tzinfo=UTC)


async def test_free_text_arrives_with_name_reference_stage_and_local_time() -> None:
    """On site at noon in Lisbon, with what was written below, escaped."""
    async with open_house(now=LISBON_NOON) as house:
        await house.agents()
        await house.join(ANN_CHAT)
        assert await house.say(ANN_CHAT, "Zzz <b>& more</b>") == [PASSED_ON]
        assert house.texts(GROUP)[-1] == (
            "<b>Ann de Vries</b> · LISBON-4 · on site, Lisbon · Fri 14 May, 12:00\nZzz &lt;b&gt;&amp; more&lt;/b&gt;"
        )


async def test_without_a_group_the_traveller_is_told_the_truth() -> None:
    """Not passed on, and how to reach the agency instead."""
    async with open_house() as house:
        await house.join(ANN_CHAT)
        said = (await house.say(ANN_CHAT, "Zzz?"))[0]
        assert sentence("relay.nobody") in said
        assert "+31 20 555 01 23" in said


async def test_without_a_group_and_without_contact_data_the_papers_are_named() -> None:
    """An agency that told the bot nothing leaves no hole in the sentence."""
    async with open_house(agency_phone="", agency_email="", agency_name="") as house:
        await house.join(ANN_CHAT)
        assert "travel papers" in (await house.say(ANN_CHAT, "Zzz?"))[0]


async def test_when_the_bot_leaves_the_group_nothing_is_claimed_any_more() -> None:
    """A group that threw the bot out hears nothing."""
    async with open_house() as house:
        await house.agents()
        await house.join(ANN_CHAT)
        await house.membership(JO, "kicked", chat=GROUP)
        assert sentence("relay.nobody") in (await house.say(ANN_CHAT, "Zzz?"))[0]


async def test_a_topic_is_answered_and_passed_on() -> None:
    """The answer comes at once, and a colleague sees question and topic."""
    async with open_house() as house:
        await house.agents()
        await house.join(ANN_CHAT)
        topics = house.runtime.library.topics
        topic, word = next((one, one.words["en"][0]) for one in topics.values() if one.words.get("en"))
        said = await house.say(ANN_CHAT, f"{word}?")
        assert (len(said), said[-1].endswith(sentence("relay.also"))) == (2, True)
        assert f"already got the answer about “{topic.words['en'][0]}”" in house.texts(GROUP)[-1]


async def test_edits_and_media_are_told_apart() -> None:
    """An edited text arrives as an edit; a photo as a word that it came, with its caption."""
    async with open_house() as house:
        await house.agents()
        await house.join(ANN_CHAT)
        await house.say(ANN_CHAT, "Zzz at nine", edited=True)
        assert "changed an earlier message to:</i>\nZzz at nine" in house.texts(GROUP)[-1]
        said = await house.say(ANN_CHAT, "", photo=[{"file_id": "x"}], caption="my <leg>")
        assert sentence("relay.media") in said[0]
        assert house.texts(GROUP)[-1].endswith("my &lt;leg&gt;")


async def test_a_very_long_text_is_cut_and_says_so() -> None:
    """5,000 characters of markup, emoji and Arabic stay within one message."""
    async with open_house() as house:
        await house.agents()
        await house.join(ANN_CHAT)
        for text in ("<&>" * 1700, "🧳" * 2500, "مرحبا " * 900, "a\n" * 2500):
            assert await house.say(ANN_CHAT, text) == [PASSED_ON]
            relayed = house.texts(GROUP)[-1]
            assert visible_length(relayed) <= 4096
            assert "(cut: the rest was too long)" in relayed


async def test_hostile_characters_pass_harmlessly() -> None:
    """NUL, control characters, half surrogates and right-to-left overrides neither break nor hide anything."""
    async with open_house() as house:
        await house.agents()
        await house.join(ANN_CHAT)
        for text in ("a\x00b\x07c", "\ud83dhalf", "\u202etxet", "/trip@other_bot x"):
            await house.say(ANN_CHAT, text)
        assert any("abc" in text for text in house.texts(GROUP))
        assert any("\u202etxet" in text for text in house.texts(GROUP))


async def test_a_reply_goes_back_with_the_first_name_and_in_order() -> None:
    """Two replies, escaped, in the order written."""
    async with open_house() as house:
        await house.agents()
        await house.join(ANN_CHAT)
        await house.say(ANN_CHAT, "Zzz?")
        asked = house.standing(GROUP)[-1]
        await house.say(JO, "First <1>", chat=GROUP, reply_to=asked.message_id)
        await house.say(SAM, "Second", chat=GROUP, reply_to=asked.message_id)
        assert house.texts(ANN_CHAT)[-2:] == ["<b>Jo</b>: First &lt;1&gt;", "<b>Sam</b>: Second"]


async def test_talk_in_the_group_stays_there() -> None:
    """Neither plain words nor a reply to a card reach any traveller, and the bot keeps quiet."""
    async with open_house() as house:
        await house.agents()
        await house.join(ANN_CHAT)
        before, group = len(house.standing(ANN_CHAT)), len(house.standing(GROUP))
        await house.say(JO, "coffee?", chat=GROUP)
        await house.say(JO, "yes", chat=GROUP, reply_to=house.standing(GROUP)[0].message_id)
        await house.say(JO, "yes", chat=GROUP, reply_to=999_999)
        assert (len(house.standing(ANN_CHAT)), len(house.standing(GROUP))) == (before, group)


async def test_what_cannot_be_sent_on_is_said() -> None:
    """An edited reply, a photo, an unlinked person and an anonymous admin: nothing leaves, and the group hears why."""
    async with open_house() as house:
        await house.agents()
        await house.join(ANN_CHAT)
        await house.say(ANN_CHAT, "Zzz?")
        asked = house.standing(GROUP)[-1].message_id
        before = len(house.standing(ANN_CHAT))
        said = [
            await house.say(JO, "changed", chat=GROUP, reply_to=asked, edited=True),
            await house.say(JO, "", chat=GROUP, reply_to=asked, photo=[{"file_id": "x"}]),
            await house.say(STRANGER, "hi", chat=GROUP, reply_to=asked),
            await house.say(
                JO, "hi", chat=GROUP, reply_to=asked, sender_chat={"id": GROUP, "title": "Agents"}
            ),
            await house.say(JO, "x" * 4096, chat=GROUP, reply_to=asked),
        ]
        parts = ["Edits are not sent", "Only text", "do not know you", "anonymous admin", "too long"]
        assert [part in one[0] for part, one in zip(parts, said, strict=True)] == [True] * 5
        assert len(house.standing(ANN_CHAT)) == before


async def test_a_blocked_chat_is_told_to_the_agent() -> None:
    """The reply is not queued, and the agent hears that the bot is blocked; after unblocking it goes."""
    async with open_house() as house:
        await house.agents()
        await house.join(ANN_CHAT)
        await house.say(ANN_CHAT, "Zzz?")
        asked = house.standing(GROUP)[-1].message_id
        await house.membership(ANN_CHAT, "kicked")
        said = await house.say(JO, "hello?", chat=GROUP, reply_to=asked)
        assert "has blocked the bot" in said[0]
        await house.membership(ANN_CHAT, "member")
        await house.say(JO, "hello!", chat=GROUP, reply_to=asked)
        assert house.texts(ANN_CHAT)[-1] == "<b>Jo</b>: hello!"


async def test_a_chat_that_lost_its_trip_gets_no_answer_of_an_agent() -> None:
    """After a new account took over, the old chat hears nothing about the trip."""
    async with open_house() as house:
        await house.agents()
        await house.join(ANN_CHAT)
        await house.say(ANN_CHAT, "Zzz?")
        asked = house.standing(GROUP)[-1].message_id
        await house.join(4001)
        before = len(house.standing(ANN_CHAT))
        assert "no longer belongs" in (await house.say(JO, "secret", chat=GROUP, reply_to=asked))[0]
        assert len(house.standing(ANN_CHAT)) == before


async def test_a_reply_holds_the_talk_for_four_hours_and_says_when_it_lapses() -> None:
    """A second before four hours it holds; then the group is told, once."""
    async with open_house() as house:
        await house.agents()
        await house.join(ANN_CHAT)
        await house.say(ANN_CHAT, "Zzz?")
        asked = house.standing(GROUP)[-1].message_id
        start = house.clock.trip()
        await house.say(JO, "one moment", chat=GROUP, reply_to=asked)
        assert await house.say(ANN_CHAT, "take your time") == []
        assert "take your time" in house.texts(GROUP)[-1]
        await house.move(start + 4 * HOUR - SECOND)
        assert (await house.chat_row(ANN_CHAT)).hold_until is not None
        await house.move(start + 4 * HOUR)
        await house.move(start + 4 * HOUR + SECOND)
        assert (await house.chat_row(ANN_CHAT)).hold_until is None
        assert [("quiet for 4 hours" in text) for text in house.texts(GROUP)].count(True) == 1


async def test_each_reply_extends_the_hold() -> None:
    """Four hours count from the agent's last message."""
    async with open_house() as house:
        await house.agents()
        await house.join(ANN_CHAT)
        await house.say(ANN_CHAT, "Zzz?")
        asked = house.standing(GROUP)[-1].message_id
        start = house.clock.trip()
        await house.say(JO, "one moment", chat=GROUP, reply_to=asked)
        house.clock.move(start + 3 * HOUR)
        await house.say(JO, "still looking", chat=GROUP, reply_to=asked)
        await house.move(start + 5 * HOUR)
        assert (await house.chat_row(ANN_CHAT)).hold_until == start + 7 * HOUR


async def test_the_group_moves_and_keeps_its_binding() -> None:
    """A group that became a supergroup is still the agents': replies there reach the traveller."""
    async with open_house() as house:
        await house.agents()
        await house.join(ANN_CHAT)
        moved = {"message": {"message_id": 1, "chat": house.chat(GROUP), "migrate_to_chat_id": OTHER_GROUP}}
        await house.feed(moved)
        await house.say(ANN_CHAT, "Still there?")
        asked = house.standing(OTHER_GROUP)[-1]
        assert "Still there?" in asked.text
        await house.say(JO, "yes", chat=OTHER_GROUP, reply_to=asked.message_id)
        assert house.texts(ANN_CHAT)[-1] == "<b>Jo</b>: yes"


async def test_a_supergroup_counts_anew_and_no_answer_goes_astray() -> None:
    """Message 2 of the old group was about Ann, message 2 of the new one is Bruno's: Bruno alone is answered."""
    async with open_house() as house:
        await house.agents()
        await house.join(ANN_CHAT)
        await house.join(BRUNO_CHAT, "bruno-de-vries")
        await house.say(ANN_CHAT, "Zzz?")
        number = house.standing(GROUP)[-1].message_id
        moved = {"message": {"message_id": 1, "chat": house.chat(GROUP), "migrate_to_chat_id": OTHER_GROUP}}
        await house.feed(moved)
        before = house.texts(ANN_CHAT)
        await house.say(JO, "to nobody", chat=OTHER_GROUP, reply_to=number)
        house.channel.last = number - 1
        await house.say(BRUNO_CHAT, "Hmm?")
        asked = house.standing(OTHER_GROUP)[-1]
        await house.say(JO, "to Bruno", chat=OTHER_GROUP, reply_to=asked.message_id)
        assert (asked.message_id, house.texts(ANN_CHAT)) == (number, before)
        assert house.texts(BRUNO_CHAT)[-1] == "<b>Jo</b>: to Bruno"


async def test_an_answer_to_what_is_no_longer_known_is_told_to_go_nowhere() -> None:
    """After the move Jo answers an old message of the bot: one sentence. A colleague's message is talk, a stranger
    hears nothing."""
    async with open_house() as house:
        await house.agents()
        await house.join(ANN_CHAT)
        await house.say(ANN_CHAT, "Zzz?")
        number = house.standing(GROUP)[-1].message_id
        moved = {"message": {"message_id": 1, "chat": house.chat(GROUP), "migrate_to_chat_id": OTHER_GROUP}}
        await house.feed(moved)
        before = house.texts(ANN_CHAT)

        async def replied(person: int, *, to_bot: bool) -> list[str]:
            old = {"message_id": number, "from": {"id": 1, "is_bot": to_bot, "first_name": "X"}}
            return await house.say(person, "yes", chat=OTHER_GROUP, reply_to_message=old)

        assert await replied(JO, to_bot=False) == []
        assert [text[:28] for text in await replied(JO, to_bot=True)] == ["I no longer know whom this w"]
        assert await replied(STRANGER, to_bot=True) == []
        assert house.texts(ANN_CHAT) == before


async def test_an_answer_that_cannot_be_delivered_is_told_once() -> None:
    """A 403 while sending marks the chat; the group learns it at the next bell, and with the next reply."""
    async with open_house() as house:
        await house.agents()
        await house.join(BRUNO_CHAT, "bruno-de-vries")
        await house.say(BRUNO_CHAT, "Zzz?")
        asked = house.standing(GROUP)[-1].message_id
        house.channel.refuse[BRUNO_CHAT] = Unreachable(why="blocked by the user")
        await house.say(JO, "one", chat=GROUP, reply_to=asked)
        await house.tick()
        await house.tick()
        assert [("did not arrive" in text) for text in house.texts(GROUP)].count(True) == 1
        assert "has blocked the bot" in (await house.say(JO, "two", chat=GROUP, reply_to=asked))[0]


async def test_a_failed_answer_waits_for_a_group_to_be_told_in() -> None:
    """The bot was thrown out of the group: once a group is bound again, the agents learn what did not arrive."""
    async with open_house() as house:
        await house.agents()
        await house.join(BRUNO_CHAT, "bruno-de-vries")
        await house.say(BRUNO_CHAT, "Zzz?")
        asked = house.standing(GROUP)[-1].message_id
        house.channel.refuse[BRUNO_CHAT] = Unreachable(why="blocked by the user")
        await house.say(JO, "one", chat=GROUP, reply_to=asked)
        await house.membership(JO, "left", chat=GROUP)
        await house.tick()
        await house.say(JO, "/here", chat=OTHER_GROUP)
        await house.tick()
        assert [("did not arrive" in text) for text in house.texts(OTHER_GROUP)].count(True) == 1


async def test_a_group_that_lets_the_bot_write_again_is_reached_again() -> None:
    """While the bot may not write there nobody is said to be told; once it may, travellers are passed on as before."""
    async with open_house() as house:
        await house.agents()
        await house.join(ANN_CHAT)
        house.channel.refuse[GROUP] = Unreachable(why="not enough rights to send text messages")
        await house.say(ANN_CHAT, "Zzz?")
        assert PASSED_ON not in await house.say(ANN_CHAT, "Zzz again?")
        house.channel.refuse.clear()
        await house.membership(JO, "administrator", chat=GROUP)
        assert await house.say(ANN_CHAT, "Zzz now?") == [PASSED_ON]
        assert "Zzz now?" in house.texts(GROUP)[-1]


async def test_what_goes_in_spite_of_a_hold_is_copied_to_the_agents() -> None:
    """While Jo has the talk, Ann still gets her times for tomorrow, and the group reads them too, once."""
    async with open_house() as house:
        await house.agents()
        await house.join(ANN_CHAT)
        await house.move(datetime(2027, 5, 11, 15, 0, tzinfo=UTC))
        await house.say(JO, "/hold LISBON-4", chat=GROUP)
        await house.move(datetime(2027, 5, 11, 15, 31, tzinfo=UTC))
        copies = [text for text in house.texts(GROUP) if "while you have the talk" in text]
        assert ["Your journey to Lisbon" in text for text in house.texts(ANN_CHAT)].count(True) == 1
        assert ["Your journey to Lisbon" in text for text in copies] == [True]
        await house.say(JO, "/release LISBON-4", chat=GROUP)
