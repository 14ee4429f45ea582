"""Surveys and pulses in a real chat: reasons by taps, slips of the thumb, days in between, another language, and what a low
one sets off.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.storage.database import Database
from bot.storage.deliveries import DeliveryRow
from bot.storage.feedback import AnswerRow
from bot.storage.forgetting import forget_trip
from tests.support.chats import (
    ANN_CHAT,
    BRUNO_CHAT,
    GROUP,
    JO,
    SAM,
    House,
    Standing,
    make_house,
    open_house,
    sentence,
)
from tests.support.little_pack import LOUNGE_AT, PULSE_AT, SURVEY_AT, TIP_AT, little_pack
from tests.support.trips import italy_round_trip

PACK = little_pack()
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


async def survey(house: House) -> Standing:
    """The survey as it came, with a group of agents; Ann takes offers."""
    await house.agents()
    await consenting(house)
    await house.move(SURVEY_AT)
    return house.find(ANN_CHAT, "A few questions, Ann")


async def consenting(house: House) -> None:
    await house.join(ANN_CHAT)
    await house.tap(ANN_CHAT, house.find(ANN_CHAT, sentence("consent.ask")), sentence("consent.yes"))


async def kept(house: House) -> dict[str, tuple[int | None, str, bool]]:
    return {row.question: (row.score, row.text, row.draft) for row in await house.rows(AnswerRow)}


async def language(house: House, name: str) -> None:
    await house.say(ANN_CHAT, "/language")
    await house.tap(ANN_CHAT, house.standing(ANN_CHAT)[-1], name)


async def came(house: House, touchpoint: str) -> list[tuple[str, str]]:
    """How every delivery of this touchpoint ended, with its reason."""
    found = [row for row in await house.rows(DeliveryRow) if row.touchpoint == touchpoint]
    return [(row.state, row.reason) for row in found]


async def test_eleven_scores_fit_a_phone() -> None:
    """0 to 10 in two rows, and a way to say nothing."""
    async with open_house(library=PACK) as house:
        shown = await survey(house)
        assert [[button.label for button in row] for row in shown.message.buttons] == [
            ["0", "1", "2", "3", "4", "5"],
            ["6", "7", "8", "9", "10"],
            [sentence("rendering.skip")],
        ]


async def test_a_good_score_skips_the_reasons_and_asks_for_the_story() -> None:
    """after: keeps what fell short from the happy; nothing of it is relayed; finished, the buttons are gone."""
    async with open_house(library=PACK) as house:
        shown = await survey(house)
        group = len(house.standing(GROUP))
        assert await house.tap(ANN_CHAT, shown, "9") == "Noted"
        asked = house.standing(ANN_CHAT)[-1]
        assert (asked.text, asked.message.ask) == (
            f"{sentence('survey.thanks_so_far')}\n\nTell us more.\n\n{sentence('survey.or_skip')}",
            sentence("survey.hint"),
        )
        assert await house.say(ANN_CHAT, "The <b>tiles</b>", reply_to=asked.message_id) == ["Thank you."]
        assert (shown.text, shown.labels) == ("Would you recommend us?\n→ <b>9</b>", [])
        assert await kept(house) == {"overall": (9, "", False), "story": (None, "The <b>tiles</b>", False)}
        assert len(house.standing(GROUP)) == group


async def test_a_low_score_calls_the_agents_with_its_reasons_and_story() -> None:
    """Score at once with name and trip, then the reasons in the agents' words, then the story; warm thanks."""
    async with open_house(library=PACK) as house:
        shown = await survey(house)
        await house.tap(ANN_CHAT, shown, "0")
        told = house.standing(GROUP)[-1]
        assert told.text.split(" · ")[:2] == ["<b>Ann de Vries</b>", "LISBON-4"]
        assert ("scored the trip 0 of 10" in told.text, told.labels) == (True, ["✋ I take this"])
        await language(house, "Nederlands")
        await house.tap(ANN_CHAT, shown, "Eten")
        await house.tap(ANN_CHAT, shown, "Hulp")
        await house.tap(ANN_CHAT, shown, "Eten")
        await house.tap(ANN_CHAT, shown, "Hotel")
        assert shown.labels == ["☑ Hotel", "☐ Eten", "☑ Hulp", sentence("rendering.back", "nl"), "Klaar"]
        await house.tap(ANN_CHAT, shown, "Klaar")
        assert "ticked with the low score: Hotel, Help" in house.texts(GROUP)[-1]
        assert await house.say(ANN_CHAT, "Koud & <vies>") == ["Dank voor je eerlijkheid."]
        assert "Koud &amp; &lt;vies&gt;" in house.texts(GROUP)[-1]
        assert (await kept(house))["wrong"] == (None, "hotel,help", False)


async def test_a_double_tap_on_a_reason_counts_once() -> None:
    """The same button twice sets it, and does not take it back."""
    async with open_house(library=PACK) as house:
        shown = await survey(house)
        await house.tap(ANN_CHAT, shown, "2")
        token = shown.button("Food").token
        for _ in range(2):
            await house.press(ANN_CHAT, token, shown.message_id)
        assert shown.button("Food").label == "☑ Food"


async def test_the_same_question_in_another_language_and_days_later() -> None:
    """Reasons half tapped, then French for three days, then Dutch: the same question with the same ticks (S30)."""
    async with open_house(library=PACK) as house:
        shown = await survey(house)
        await house.tap(ANN_CHAT, shown, "2")
        await house.tap(ANN_CHAT, shown, "Food")
        before = len(house.standing(ANN_CHAT))
        await house.move(SURVEY_AT + 3 * DAY)
        await language(house, "Nederlands")
        assert shown.text == "Zou je ons aanraden?\n→ <b>2</b>\n\n<b>Wat viel tegen?</b>"
        assert shown.labels == ["☐ Hotel", "☑ Eten", "☐ Hulp", sentence("rendering.back", "nl"), "Klaar"]
        await house.tap(ANN_CHAT, shown, "Klaar")
        asked = house.standing(ANN_CHAT)[-1]
        assert asked.text == "\n\n".join(
            (sentence("survey.thanks_so_far", "nl"), "Vertel meer.", sentence("survey.or_skip", "nl"))
        )
        await language(house, "English")
        again = house.standing(ANN_CHAT)[-1]
        assert (again.text, again.message.ask) == (
            f"Tell us more.\n\n{sentence('survey.or_skip')}",
            sentence("survey.hint"),
        )
        assert await house.say(ANN_CHAT, "cold") == ["Thank you for being frank."]
        # the first question was asked once: two menus of languages with their answers, three questions, and thanks
        assert len(house.standing(ANN_CHAT)) == before + 2 * 2 + 2 + 1


async def test_the_answer_may_come_months_later_and_after_a_restart(tmp_path: Path) -> None:
    """What was asked is kept in the database, not in the process."""
    url = f"sqlite+aiosqlite:///{tmp_path / 'trips.sqlite'}"
    async with open_house(url=url, library=PACK) as house:
        shown = await survey(house)
        await house.tap(ANN_CHAT, shown, "8")
        update = house.update
    database = Database(url)
    later = make_house(database, now=datetime(2027, 9, 1, tzinfo=UTC), library=PACK)
    later.update = update
    assert await later.say(ANN_CHAT, "late but sincere") == ["Thank you."]
    answers = await kept(later)
    await database.close()
    assert answers["story"] == (None, "late but sincere", False)


async def test_a_slip_of_the_thumb_can_be_put_right() -> None:
    """Back to the scores, the tapped one marked; another counts, and the agents hear that it was none."""
    async with open_house(library=PACK) as house:
        shown = await survey(house)
        await house.tap(ANN_CHAT, shown, "1")
        await house.tap(ANN_CHAT, shown, sentence("rendering.back"))
        assert shown.labels[:2] == ["0", "● 1"]
        await house.tap(ANN_CHAT, shown, "10")
        assert "changed the low score to 10 of 10" in house.texts(GROUP)[-1]
        assert await house.tap(ANN_CHAT, shown, "7") == "Changed"
        await house.say(ANN_CHAT, "/skip")
        assert shown.labels == []
        assert await kept(house) == {"overall": (7, "", False), "story": (None, "", False)}


async def test_a_finished_survey_takes_no_more_taps() -> None:
    """A button from before hears so kindly, and nothing changes."""
    async with open_house(library=PACK) as house:
        shown = await survey(house)
        token = shown.button("3").token
        await house.tap(ANN_CHAT, shown, "9")
        await house.say(ANN_CHAT, "/skip")
        group = len(house.standing(GROUP))
        assert sentence("survey.closed") in await house.press(ANN_CHAT, token, shown.message_id)
        assert ((await kept(house))["overall"], len(house.standing(GROUP))) == ((9, "", False), group)


async def test_what_was_begun_is_never_asked_again() -> None:
    """The same survey under a second touchpoint, and after the trip moved: skipped, with its reason."""
    twice = little_pack(
        stages__a__again="id: again\nkind: survey\nclass: service\nsurvey: after\n"
        'when: {anchor: return_arrival, offset: 4d, at: "18:30"}\ntext: {en: Again, nl: Nog eens}\n'
    )
    async with open_house(library=twice) as house:
        shown = await survey(house)
        await house.tap(ANN_CHAT, shown, "9")
        await house.move(SURVEY_AT + 2 * DAY)
        assert [await came(house, "survey"), await came(house, "again")] == [
            [("sent", "")],
            [("skipped", "already_sent")],
        ]


async def test_commands_and_items_do_not_answer_the_open_question() -> None:
    """/trip in between is a command, and the question still waits."""
    async with open_house(library=PACK) as house:
        shown = await survey(house)
        await house.tap(ANN_CHAT, shown, "9")
        await house.say(ANN_CHAT, "/trip")
        assert await house.say(ANN_CHAT, "lovely") == ["Thank you."]


async def test_a_foreign_token_answers_nothing() -> None:
    """Bruno has a chat of his own: Ann's survey is not his."""
    async with open_house(library=PACK) as house:
        await house.join(BRUNO_CHAT, "bruno-de-vries")
        shown = await survey(house)
        assert sentence("tap.invalid") in await house.press(
            BRUNO_CHAT, shown.button("0").token, shown.message_id
        )
        assert await kept(house) == {}


async def test_no_marketing_after_a_low_score() -> None:
    """The lounge's hour comes eight days later and it is skipped, paused; after a good score it goes."""
    for score, ended in (("6", ("skipped", "paused")), ("7", ("sent", ""))):
        async with open_house(library=PACK) as house:
            await house.tap(ANN_CHAT, await survey(house), score)
            await house.move(LOUNGE_AT)
            assert await came(house, "lounge") == [ended]


async def pulse(house: House) -> Standing:
    await house.join(ANN_CHAT)
    await house.move(PULSE_AT)
    return house.find(ANN_CHAT, "How is it?")


async def test_a_pulse_is_one_tap_and_stays_in_any_language() -> None:
    """The tap stands under the question, which speaks Dutch after the change; nobody is disturbed."""
    async with open_house(library=PACK) as house:
        await house.agents()
        shown = await pulse(house)
        group, token = len(house.standing(GROUP)), shown.button(sentence("rendering.mood_poor")).token
        await house.tap(ANN_CHAT, shown, "So-so")
        assert (shown.text, shown.labels) == ("How is it?\n\n→ <b>😐 So-so</b>", [])
        await language(house, "Nederlands")
        assert (shown.text, shown.labels) == ("Hoe gaat het?\n\n→ <b>😐 Gaat wel</b>", [])
        assert await house.press(ANN_CHAT, token, shown.message_id) == sentence("pulse.known", "nl")
        assert ([row.score for row in await house.rows(AnswerRow)], len(house.standing(GROUP))) == (
            [2],
            group,
        )


@pytest.mark.parametrize(("after", "waits"), [(-SECOND, True), (timedelta(0), False)])
async def test_a_low_pulse_keeps_gentle_messages_for_a_day(after: timedelta, waits: bool) -> None:
    """Until a colleague has had the talk, or a day has passed and the agents hear that nobody did (S16)."""
    async with open_house(library=PACK) as house:
        await house.agents()
        await house.tap(ANN_CHAT, await pulse(house), sentence("rendering.mood_poor"))
        assert "not going well" in house.texts(GROUP)[-1]
        assert sentence("pulse.thanks_low") in house.texts(ANN_CHAT)[-1]
        await house.move(TIP_AT)
        assert await came(house, "tip") == [("queued", "on_hold")]
        await house.move(PULSE_AT + DAY + after)
        assert ("A tip" in house.texts(ANN_CHAT)[-1]) is not waits
        assert ("Nobody has taken the talk with Ann" in house.texts(GROUP)[-1]) is not waits


async def test_an_agent_takes_the_talk_and_lets_it_go() -> None:
    """The first one has it, the second is told who; the traveller's words still arrive; let go, the tip comes."""
    async with open_house(library=PACK) as house:
        await house.agents()
        await house.tap(ANN_CHAT, await pulse(house), sentence("rendering.mood_poor"))
        assert sentence("relay.passed_on") in (await house.say(ANN_CHAT, "The lift is broken"))[0]
        told = house.find(GROUP, "not going well")
        token = told.button("I take this").token
        assert "Yours" in await house.press(JO, token, told.message_id, chat=GROUP)
        assert ("Jo has this talk" in told.text, told.labels) == (True, ["▶️ Let go"])
        assert await house.press(SAM, token, told.message_id, chat=GROUP) == "Jo has this talk already."
        assert await house.say(ANN_CHAT, "And it is hot") == []
        assert (house.texts(GROUP)[-1].endswith("And it is hot"), house.standing(GROUP)[-1].labels) == (
            True,
            [],
        )
        await house.move(TIP_AT)
        await house.tap(JO, told, "Let go", chat=GROUP)
        assert (told.labels, "has this talk" in told.text) == (["✋ I take this"], False)
        assert house.texts(ANN_CHAT)[-1] == "A tip"


async def test_a_low_one_without_a_group_claims_nothing_and_is_told_later() -> None:
    """Nobody was told, so nobody is said to be; the group that is bound a day later hears it."""
    async with open_house(library=PACK) as house:
        shown = await pulse(house)
        await house.tap(ANN_CHAT, shown, sentence("rendering.mood_poor"))
        assert sentence("pulse.thanks_low") not in house.texts(ANN_CHAT)[-1]
        await house.agents()
        assert "Ann de Vries</b> · LISBON-4: tapped that things are not going well" in house.texts(GROUP)[-1]


async def test_a_tap_about_a_trip_that_went_elsewhere_means_no_other_trip() -> None:
    """Lisbon moved to Ann's new phone: an old pulse on the old one says nothing about Italy, which stayed there."""
    async with open_house(library=PACK) as house:
        shown = await pulse(house)
        await house.add_trip(italy_round_trip())
        await house.join(ANN_CHAT, reference="ITALY-2")
        await house.join(BRUNO_CHAT)
        assert sentence("tap.invalid") in await house.tap(ANN_CHAT, shown, "Lovely")
        assert await house.rows(AnswerRow) == []


async def test_a_tap_after_the_trip_was_forgotten_means_no_other_trip() -> None:
    """The pulse was redrawn in Dutch, and its trip forgotten: it says nothing about Italy."""
    async with open_house(library=PACK) as house:
        shown = await pulse(house)
        await language(house, "Nederlands")
        await house.add_trip(italy_round_trip())
        await house.join(ANN_CHAT, reference="ITALY-2")
        async with house.runtime.database.write() as session:
            await forget_trip(session, 1)
        assert await house.tap(ANN_CHAT, shown, sentence("rendering.mood_poor", "nl")) == sentence(
            "tap.invalid", "nl"
        )
        assert await house.rows(AnswerRow) == []
