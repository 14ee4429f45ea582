"""What a traveller taps and answers: checklists, language, surveys, pulses, offers, consent; kept through restarts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlmodel import SQLModel, select

from bot.storage.database import Database
from bot.storage.feedback import AnswerRow, OfferRow, TickRow
from tests.support.chats import (
    ANN_CHAT,
    BRUNO_CHAT,
    GROUP,
    House,
    Standing,
    make_house,
    open_house,
    shipped_library,
)
from tests.support.trips import italy_round_trip


async def rows(house: House, table: type[SQLModel]) -> list[Any]:
    async with house.runtime.database.read() as session:
        return list((await session.execute(select(table))).scalars())


def holding(house: House, chat: int, action: str) -> Standing:
    """The last message with a button of this action."""
    for standing in reversed(house.standing(chat)):
        if any(button.action == action for row in standing.message.buttons for button in row):
            return standing
    raise AssertionError(f"no {action} in {house.texts(chat)}")


async def until(house: House, chat: int, action: str, start: datetime, days: int = 5) -> Standing:
    """Let hours pass until a message with this action stands in the chat."""
    for hour in range(days * 24):
        await house.move(start + timedelta(hours=hour))
        try:
            return holding(house, chat, action)
        except AssertionError:
            continue
    raise AssertionError(f"{action} never came: {house.texts(chat)}")


async def checklist(house: House) -> Standing:
    await house.join(ANN_CHAT)
    return await until(house, ANN_CHAT, "checklist.tick", datetime(2027, 5, 7, 6, tzinfo=UTC))


async def test_a_tap_ticks_in_place_and_a_second_one_unticks() -> None:
    """The same message shows the tick; its new button takes it back."""
    async with open_house() as house:
        shown = await checklist(house)
        before = len(house.standing(ANN_CHAT))
        label = shown.labels[0]
        await house.tap(ANN_CHAT, shown, label)
        assert shown.labels[0] == label.replace("☐", "☑")
        assert len(await rows(house, TickRow)) == 1
        await house.tap(ANN_CHAT, shown, shown.labels[0])
        assert shown.labels[0] == label
        assert await rows(house, TickRow) == []
        assert len(house.standing(ANN_CHAT)) == before


async def test_a_double_tap_ticks_once() -> None:
    """The same button twice, as an impatient thumb does: ticked, not ticked and unticked."""
    async with open_house() as house:
        shown = await checklist(house)
        token = shown.message.buttons[0][0].token
        await house.press(ANN_CHAT, token, shown.message_id)
        await house.press(ANN_CHAT, token, shown.message_id)
        assert shown.labels[0].startswith("☑")
        assert len(await rows(house, TickRow)) == 1


async def test_a_token_of_another_chat_is_refused() -> None:
    """Bruno cannot tick with a button that stands in Ann's chat."""
    async with open_house() as house:
        shown = await checklist(house)
        await house.join(BRUNO_CHAT, "bruno-de-vries")
        said = await house.press(BRUNO_CHAT, shown.message.buttons[0][0].token, shown.message_id)
        assert said == "This button is no longer valid."
        assert await rows(house, TickRow) == []


async def test_unknown_tokens_are_told_to_be_invalid() -> None:
    """Old, invented and hostile tokens get a word and change nothing."""
    async with open_house() as house:
        await house.join(ANN_CHAT)
        said = [await house.press(ANN_CHAT, token) for token in ("gone", "'; DROP TABLE taps; --", "🙂" * 16)]
        assert said == ["This button is no longer valid."] * 3


async def test_the_checklist_comes_again_and_both_copies_tick() -> None:
    """/checklist shows it with its ticks at the end of the chat; a tap there is seen above, too."""
    async with open_house() as house:
        shown = await checklist(house)
        await house.tap(ANN_CHAT, shown, shown.labels[0])
        await house.say(ANN_CHAT, "✅ Paklijst")
        copy = house.standing(ANN_CHAT)[-1]
        assert copy.labels[0] == shown.labels[0]
        await house.tap(ANN_CHAT, copy, copy.labels[1])
        assert copy.labels[1].startswith("☑")
        assert shown.labels[1].startswith("☑")


async def test_a_checklist_that_the_digest_folded_stands_behind_its_command() -> None:
    """Who joins after the packing list's hour finds it under /checklist, as the digest says, and can tick it."""
    async with open_house() as house:
        await house.move(datetime(2027, 5, 10, 8, tzinfo=UTC))
        await house.join(ANN_CHAT)
        await house.tick()
        assert any("/checklist" in text for text in house.texts(ANN_CHAT))
        await house.say(ANN_CHAT, "/checklist")
        shown = holding(house, ANN_CHAT, "checklist.tick")
        label = shown.labels[0]
        await house.tap(ANN_CHAT, shown, label)
        assert shown.labels[0] == label.replace("☐", "☑")


async def both_lists(house: House) -> tuple[Standing, Standing]:
    """The packing list and the one for the door, as they came."""
    packing = await checklist(house)
    for hour in range(72):
        await house.move(datetime(2027, 5, 10, 6, tzinfo=UTC) + timedelta(hours=hour))
        leaving = holding(house, ANN_CHAT, "checklist.tick")
        if leaving.message_id != packing.message_id:
            return packing, leaving
    raise AssertionError(f"the second list never came: {house.texts(ANN_CHAT)}")


async def tick_all(house: House, shown: Standing) -> None:
    for number in range(len(shown.labels)):
        if shown.labels[number].startswith("☐"):
            await house.press(ANN_CHAT, shown.message.buttons[number][0].token, shown.message_id)


async def test_every_list_with_something_open_comes_again() -> None:
    """The packing list stays in reach behind the one for the door; what is done stays away, and all done the newest."""
    async with open_house() as house:
        packing, leaving = await both_lists(house)
        start = len(house.standing(ANN_CHAT))
        await house.say(ANN_CHAT, "/checklist")
        copies = house.standing(ANN_CHAT)[start:]
        assert [copy.text for copy in copies] == [packing.text, leaving.text]
        await house.tap(ANN_CHAT, copies[0], copies[0].labels[0])
        assert [one.labels[0][0] for one in (copies[0], packing, copies[1], leaving)] == ["☑", "☑", "☐", "☐"]
        await tick_all(house, leaving)
        assert [copies[1].labels, len(set(copies[1].labels[0]) & {"☐"})] == [leaving.labels, 0]
        assert await house.say(ANN_CHAT, "/checklist") == [packing.text]
        await tick_all(house, packing)
        assert await house.say(ANN_CHAT, "/checklist") == [leaving.text]


async def test_a_new_language_reaches_every_list_and_its_copy() -> None:
    """Both lists and what /checklist brought speak Dutch from then on, with the same ticks (S30)."""
    async with open_house() as house:
        packing, leaving = await both_lists(house)
        start = len(house.standing(ANN_CHAT))
        await house.say(ANN_CHAT, "/checklist")
        lists = [packing, leaving, *house.standing(ANN_CHAT)[start:]]
        await house.tap(ANN_CHAT, lists[2], lists[2].labels[1])
        english = [list(one.labels) for one in lists]
        await house.say(ANN_CHAT, "/language")
        await house.tap(ANN_CHAT, house.standing(ANN_CHAT)[-1], "Nederlands")
        assert [one.labels != before for one, before in zip(lists, english, strict=True)] == [True] * 4
        signs = [[label[0] for label in labels] for labels in english]
        assert [[label[0] for label in one.labels] for one in lists] == signs


async def test_a_new_language_keeps_ticks_and_message() -> None:
    """The list that stands there speaks Dutch from then on, with the same ticks (S30)."""
    async with open_house() as house:
        shown = await checklist(house)
        await house.tap(ANN_CHAT, shown, shown.labels[0])
        english = list(shown.labels)
        await house.say(ANN_CHAT, "/language")
        await house.tap(ANN_CHAT, house.standing(ANN_CHAT)[-1], "Nederlands")
        last = house.standing(ANN_CHAT)[-1]
        assert last.text == "Vanaf nu in het Nederlands."
        assert last.message.menu is not None and last.message.menu[0][0] == "🧳 Mijn reis"
        assert len(shown.labels) == len(english)
        assert shown.labels != english
        assert [label[0] for label in shown.labels] == [label[0] for label in english]


async def survey(house: House) -> Standing:
    await house.agents()
    await house.join(ANN_CHAT)
    return await until(house, ANN_CHAT, "survey.score", datetime(2027, 5, 20, 6, tzinfo=UTC))


async def test_a_score_leads_to_the_open_question_and_its_answer_is_kept() -> None:
    """Tap, one question with the answer field, an answer, thanks; nothing of it is relayed."""
    async with open_house() as house:
        shown = await survey(house)
        group = len(house.standing(GROUP))
        await house.tap(ANN_CHAT, shown, "5")
        asked = house.standing(ANN_CHAT)[-1]
        assert asked.message.ask == "Your answer"
        assert "/skip" in asked.text
        thanks = await house.say(ANN_CHAT, "The <b>tiles</b> & the light", reply_to=asked.message_id)
        assert thanks == ["Thank you. A colleague reads every answer."]
        kept = {row.question: (row.score, row.text) for row in await rows(house, AnswerRow)}
        assert kept == {"overall": (5, ""), "story": (None, "The <b>tiles</b> & the light")}
        assert len(house.standing(GROUP)) == group


async def test_the_answer_may_come_months_later_and_after_a_restart(tmp_path: Path) -> None:
    """What was asked is kept in the database, not in the process."""
    url = f"sqlite+aiosqlite:///{tmp_path / 'trips.sqlite'}"
    async with open_house(url=url) as house:
        shown = await survey(house)
        await house.tap(ANN_CHAT, shown, "4")
        update = house.update
    database = Database(url)
    later = make_house(database, now=datetime(2027, 9, 1, tzinfo=UTC))
    later.update = update
    assert await later.say(ANN_CHAT, "late but sincere") == ["Thank you. A colleague reads every answer."]
    kept = [row.text for row in await rows(later, AnswerRow) if row.question == "story"]
    await database.close()
    assert kept == ["late but sincere"]


async def test_a_score_may_change_until_the_survey_is_finished() -> None:
    """The second tap counts while the story is open; after it none does. There is one row a question."""
    async with open_house() as house:
        shown = await survey(house)
        await house.tap(ANN_CHAT, shown, "5")
        assert await house.tap(ANN_CHAT, shown, "3") == "Changed"
        await house.say(ANN_CHAT, "/skip")
        assert "already" in await house.tap(ANN_CHAT, shown, "1")
        kept = {row.question: (row.score, row.text) for row in await rows(house, AnswerRow)}
        assert kept == {"overall": (3, ""), "story": (None, "")}


async def test_a_low_score_and_its_story_reach_the_agents() -> None:
    """Told at once, and the words that follow as well; the thanks say so."""
    async with open_house() as house:
        shown = await survey(house)
        await house.tap(ANN_CHAT, shown, "1")
        assert "scored the trip 1 of 5" in house.texts(GROUP)[-1]
        thanks = await house.say(ANN_CHAT, "No <i>hot</i> water")
        assert "frank" in thanks[0]
        assert "No &lt;i&gt;hot&lt;/i&gt; water" in house.texts(GROUP)[-1]


async def test_commands_do_not_answer_the_open_question() -> None:
    """/trip in between is a command, and the question still waits."""
    async with open_house() as house:
        shown = await survey(house)
        await house.tap(ANN_CHAT, shown, "4")
        await house.say(ANN_CHAT, "/trip")
        assert await house.say(ANN_CHAT, "lovely") == ["Thank you. A colleague reads every answer."]


async def test_a_language_change_asks_the_open_question_anew() -> None:
    """The open question comes in the new language, and the answer still counts (S30)."""
    async with open_house() as house:
        shown = await survey(house)
        await house.tap(ANN_CHAT, shown, "4")
        await house.say(ANN_CHAT, "/language")
        await house.tap(ANN_CHAT, house.standing(ANN_CHAT)[-1], "Français")
        assert house.standing(ANN_CHAT)[-1].message.ask == "Votre réponse"
        assert "Appuyez sur /skip" in house.texts(ANN_CHAT)[-1]
        assert "Dans l'ensemble" in shown.text
        assert await house.say(ANN_CHAT, "super") == ["Merci. Chaque réponse est lue par un collègue."]


async def pulse(house: House) -> Standing:
    await house.join(ANN_CHAT)
    return await until(house, ANN_CHAT, "pulse.mood", datetime(2027, 5, 14, 6, tzinfo=UTC))


async def test_a_poor_mood_reaches_the_agents_once() -> None:
    """One tap, told at once; another tap changes nothing."""
    async with open_house() as house:
        await house.agents()
        shown = await pulse(house)
        await house.tap(ANN_CHAT, shown, shown.labels[-1])
        assert "not going well" in house.texts(GROUP)[-1]
        assert "I have told a colleague" in house.texts(ANN_CHAT)[-1]
        before = len(house.standing(GROUP))
        assert "already" in await house.tap(ANN_CHAT, shown, shown.labels[0])
        assert len(house.standing(GROUP)) == before
        assert [row.score for row in await rows(house, AnswerRow)] == [1]


async def test_a_poor_mood_without_a_group_claims_nothing() -> None:
    """Nobody was told, so nobody is said to be."""
    async with open_house() as house:
        shown = await pulse(house)
        await house.tap(ANN_CHAT, shown, shown.labels[-1])
        assert "told a colleague" not in house.texts(ANN_CHAT)[-1]


async def test_a_tap_about_a_trip_that_went_elsewhere_means_no_other_trip() -> None:
    """Lisbon moved to Ann's new phone: an old pulse on the old one says nothing about Italy, which stayed there."""
    async with open_house() as house:
        shown = await pulse(house)
        await house.add_trip(italy_round_trip())
        await house.join(ANN_CHAT, reference="ITALY-2")
        await house.join(BRUNO_CHAT)
        assert "no longer valid" in await house.tap(ANN_CHAT, shown, shown.labels[0])
        assert await rows(house, AnswerRow) == []


async def test_consent_is_kept_and_shown_where_it_was_asked() -> None:
    """The question makes room for the answer; /privacy turns it back."""
    async with open_house() as house:
        await house.join(ANN_CHAT)
        asked = house.find(ANN_CHAT, "May I now and then")
        await house.tap(ANN_CHAT, asked, "Yes, please")
        assert (await house.chat_row(ANN_CHAT)).offers is True
        assert "suitable offer" in asked.text
        await house.say(ANN_CHAT, "/privacy")
        await house.tap(ANN_CHAT, house.standing(ANN_CHAT)[-1], "No offers")
        assert (await house.chat_row(ANN_CHAT)).offers is False


async def test_stop_is_quiet_and_start_resumes() -> None:
    """/stop takes consent back and says what still comes; /start lifts the quiet but not the refusal of offers."""
    async with open_house() as house:
        await house.join(ANN_CHAT)
        stopped = await house.say(ANN_CHAT, "/stop")
        row = await house.chat_row(ANN_CHAT)
        assert "still comes" in stopped[0]
        assert (row.offers, row.stopped_at is not None) == (False, True)
        assert "I am back" in (await house.say(ANN_CHAT, "/start"))[0]
        row = await house.chat_row(ANN_CHAT)
        assert (row.offers, row.stopped_at) == (False, None)


async def test_an_accepted_offer_reaches_the_agents_once() -> None:
    """Details, then yes: remembered, passed on, nothing booked; a second yes only hears that it is known."""
    library = shipped_library()
    on = replace(library, offers={name: replace(one, on=True) for name, one in library.offers.items()})
    async with open_house(library=on) as house:
        await house.agents()
        await house.join(ANN_CHAT)
        await house.tap(ANN_CHAT, house.find(ANN_CHAT, "May I now and then"), "Yes, please")
        shown = await until(house, ANN_CHAT, "offer.details", datetime(2027, 4, 28, 6, tzinfo=UTC))
        details = next(b for line in shown.message.buttons for b in line if b.action == "offer.details")
        await house.press(ANN_CHAT, details.token, shown.message_id)
        again = house.standing(ANN_CHAT)[-1]
        assert [row.state for row in await rows(house, OfferRow)] == ["details"]
        await house.tap(ANN_CHAT, again, "Yes, I would like")
        assert "would like:" in house.texts(GROUP)[-1]
        assert "nothing is booked yet" in house.texts(ANN_CHAT)[-1]
        before = len(house.standing(GROUP))
        assert "already" in await house.tap(ANN_CHAT, again, "Yes, I would like")
        assert (len(house.standing(GROUP)), [row.state for row in await rows(house, OfferRow)]) == (
            before,
            ["accepted"],
        )
