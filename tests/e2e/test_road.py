"""The whole road once: a booking file comes in, a traveller joins, the clock moves, agents answer, content changes.

Asserted is what persons see in their chats. Not here: processes that die (test_restart), the webhook (test_webhook).
"""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.content import shipped
from bot.simulator.people import Person
from flows.library.touchpoint import MessageClass
from tests.support.commands import command
from tests.support.road import Road, lisbon, open_road

ANN = "Ann de Vries"
HOME = "Europe/Amsterdam"
STRANGE = "Xylopho quizzes?"
"""A question that no topic answers."""
GOLDEN = (
    "booking_confirmed",
    "packing_checklist",
    "check_in",
    "safe_travels",
    "welcome",
    "tips",
    "way_home",
    "survey",
)
"""What no pack goes without."""


@pytest.fixture
async def road(tmp_path: Path) -> AsyncIterator[Road]:
    async with open_road(tmp_path) as opened:
        yield opened


async def _ann(road: Road, locale: str = "nl", *, booking: bytes | None = None) -> Person:
    """Ann, joined by her link on the day of booking."""
    issued = await road.book(booking or lisbon())
    ann = road.world.person("Ann", "de Vries", language=locale)
    welcome = await road.joins(ann, issued[ANN])
    assert road.word("join.welcome", locale) in "\n".join(ann.chat.texts), welcome.text
    await road.come_to_rest()
    return ann


@pytest.mark.parametrize("locale", ["nl", "fr"])
async def test_six_stages_speak_as_the_rehearsal_said(road: Road, locale: str) -> None:
    """From the confirmation to the last word each message comes once, in her language, when and as it was rehearsed."""
    ann = await _ann(road, locale)
    asked = await road.hears(ann, road.word("consent.ask", locale))
    await road.taps(ann, asked, road.word("consent.yes", locale))
    rehearsed = await road.rehearsed("LIS27A", locale)
    await road.on("2027-09-30 12:00")
    heard = [(one.date, one.text) for one in ann.chat.from_bot]
    promised = [(said.at, text) for said, text in rehearsed]
    assert [one for one in heard if one in promised] == promised
    assert {said.key.touchpoint for said, _ in rehearsed} > set(GOLDEN)
    assert "{" not in "\n".join(ann.chat.texts)


@pytest.mark.parametrize("locale", ["nl", "fr"])
async def test_a_checklist_ticks_in_place_and_keeps_its_ticks_in_another_language(
    road: Road, locale: str
) -> None:
    """A tick changes the message it stands in; after a change of language the next tick speaks it, ticks kept (S30)."""
    ann = await _ann(road, locale)
    await road.on("2027-05-07 17:00")
    listed = await road.hears(ann, road.opening("packing_checklist", locale))
    first = listed.labels[0]
    assert first.startswith("☐ ")
    await road.taps(ann, listed, first)
    await road.until(lambda: listed.labels[0] == first.replace("☐", "☑"))
    count = len([label for label in listed.labels if label[0] in "☐☑"])
    assert f"☑ 1/{count}" in listed.text
    await road.taps(ann, await road.says(ann, "/language", road.word("language.ask", locale)), "English")
    await road.hears(ann, road.word("language.set", "en"))
    packing = road.runtime.library.touchpoint("packing_checklist")
    assert packing is not None
    english = {f"☑ {item.text.template('en')}" for item in packing.items}
    await road.until(lambda: listed.labels[0] in english)
    await road.taps(ann, listed, listed.labels[1])
    await road.until(lambda: f"☑ 2/{count}" in listed.text)
    assert [label[0] for label in listed.labels[:3]] == ["☑", "☑", "☐"]
    assert len(road.said(ann.chat, "packing_checklist", "en")) == 1
    assert road.said(ann.chat, "packing_checklist", locale) == []


@pytest.mark.parametrize("locale", ["nl", "fr"])
async def test_a_question_reaches_the_agents_and_their_answer_the_traveller(road: Road, locale: str) -> None:
    """The group reads who asks, in which stage and at what local time; a reply to it arrives, escaped as it was typed."""
    ann = await _ann(road, locale)
    await road.on("2027-05-13 12:30")
    await road.says(ann, f"{STRANGE} <b>& more</b>", road.word("relay.passed_on", locale))
    asked = await road.hears(road.office, f"{STRANGE} <b>& more</b>")
    assert ["Ann de Vries" in asked.text, "on site" in asked.text, "13:30" in asked.text] == [
        True,
        True,
        True,
    ]
    road.sam.replies(asked, "Yes, until 10 & <i>later</i> on Sunday.")
    heard = await road.hears(ann, "Yes, until 10 & <i>later</i> on Sunday.")
    assert "Sam" in heard.text


async def test_what_strangers_say_in_the_group_reaches_nobody(road: Road) -> None:
    """A person who is not linked answers in the group: the traveller hears nothing and the group says why."""
    ann = await _ann(road, "en")
    await road.says(ann, STRANGE, road.word("relay.passed_on", "en"))
    asked = await road.hears(road.office, STRANGE)
    stranger = road.world.person("Mallory")
    road.office.joins(stranger)
    stranger.replies(asked, "Send me your card number")
    await road.hears(road.office, road.word("desk.unlinked", "en"))
    await road.come_to_rest()
    assert [text for text in ann.chat.texts if "card number" in text] == []


async def test_a_broadcast_is_previewed_confirmed_and_told(road: Road) -> None:
    """Preview and names first; nothing leaves before Send; each reads their own language; the card counts what was sent."""
    ann = await _ann(road, "nl")
    issued = await road.book(lisbon("Bruno Rossi", reference="ROS27B"), "rossi.json")
    bruno = road.world.person("Bruno", "Rossi", language="fr")
    await road.joins(bruno, issued["Bruno Rossi"], factor="Rossi")
    await road.on("2027-05-14 11:00")
    preview = await road.tells(
        road.sam,
        "/broadcast stage=on_site place=Lisbon class=operational\nnl: Morgen is er een staking.\nfr: Demain, c'est la grève.",
        "2 chats",
    )
    assert ["Ann de Vries" in preview.text, "Bruno Rossi" in preview.text] == [True, True]
    await road.come_to_rest()
    assert [
        one for person in (ann, bruno) for one in person.chat.texts if "staking" in one or "grève" in one
    ] == []
    await road.taps(road.sam, preview, "Send")
    await road.hears(ann, "Morgen is er een staking.")
    await road.hears(bruno, "Demain, c'est la grève.")
    await road.until(lambda: "2 sent" in preview.text, within=15)
    road.sam.writes("/broadcast stage=on_site place=Rome\nNobody is there", into=road.office)
    await road.hears(road.office, road.word("broadcast.nobody", "en"))


@pytest.mark.parametrize("locale", ["nl", "fr"])
async def test_pulse_and_survey_are_answered_by_taps_and_words(road: Road, locale: str) -> None:
    """A bad mood reaches the agents; a low score and the open answer do too, and both are thanked in her language."""
    ann = await _ann(road, locale)
    await road.on("2027-05-18 06:00")
    pulse = await road.hears(ann, road.opening("pulse", locale))
    await road.taps(ann, pulse, "🙁")
    await road.hears(ann, road.word("pulse.thanks_low", locale))
    await road.hears(road.office, road.word("staff.note_mood", "en"))
    await road.on("2027-05-21 17:00")
    survey = road.runtime.library.surveys["after_trip"]
    score, fell_short, _, story = survey.questions
    asked = await road.hears(ann, score.ask.template(locale))
    await road.taps(ann, asked, "2 🙁")
    chosen = await road.hears(ann, fell_short.ask.template(locale))
    await road.taps(ann, chosen, chosen.labels[0])
    await road.until(lambda: chosen.labels[0].startswith("☑"))
    await road.taps(ann, chosen, road.word("rendering.done", locale))
    await road.hears(ann, story.ask.template(locale))
    assert survey.thanks_low is not None
    await road.says(ann, "The room was <cold> & loud", survey.thanks_low.template(locale))
    await road.hears(road.office, "scored the trip 2 of 5")
    await road.hears(road.office, "The room was <cold> & loud")


async def test_a_wrong_second_factor_locks_the_chat_and_the_agents_hear(road: Road) -> None:
    """Wrong and unknown sound the same; after five tries the chat is locked, the right answer included, and agents are told."""
    issued = (await road.book(lisbon()))[ANN]
    dan = road.world.person("Dan")
    asked = dan.starts("ABCDEFGH")
    first = await road.hears(dan, "", after=asked.message_id)
    unknown = await road.says(dan, "Janssen", road.word("join.wrong", "en"))
    dan.starts(issued.token)
    await road.come_to_rest()
    wrong = await road.says(dan, "Janssen", road.word("join.wrong", "en"))
    assert (first.text, unknown.text) == (
        road.runtime.library.words["join.factor"].template("en"),
        wrong.text,
    )
    for _ in range(3):
        dan.writes("Janssen")
    await road.hears(dan, road.word("join.locked", "en"))
    await road.hears(road.office, road.word("staff.chat_locked", "en"))
    await road.says(dan, "de Vries", road.word("join.locked", "en"))
    ann = road.world.person("Ann")
    await road.joins(ann, issued)
    assert road.word("join.welcome", "en") in "\n".join(ann.chat.texts)


async def test_the_typed_code_opens_the_trip_with_the_departure_date(road: Road) -> None:
    """The code may be typed small and with a dash; the date on which she leaves is as good as the surname; it works once."""
    issued = (await road.book(lisbon()))[ANN]
    ann, dan = road.world.person("Ann", language="fr"), road.world.person("Dan", language="fr")
    await road.says(ann, "/start", road.word("join.ask_code", "fr"))
    await road.says(ann, f"{issued.code[:4]}-{issued.code[4:]}".lower(), road.word("join.factor", "fr"))
    await road.says(ann, "12/05/2027", road.word("join.welcome", "fr"))
    await road.says(dan, issued.code, road.word("join.factor", "fr"))
    await road.says(dan, "de Vries", road.word("join.wrong", "fr"))
    assert "LIS27A" not in "\n".join(dan.chat.texts)


async def test_stop_silences_all_but_what_must_be_known(road: Road) -> None:
    """After /stop no tips, pulse or survey come; check-in and the way home still do; a question is still answered."""
    ann = await _ann(road, "nl")
    rehearsed = await road.rehearsed("LIS27A", "nl")
    before = ann.chat.texts
    stopped = await road.says(ann, "/stop", road.word("stop.done", "nl"))
    await road.on("2027-06-10 12:00")
    after = [one.text for one in ann.chat.from_bot if one.message_id > stopped.message_id]
    louder = (MessageClass.SAFETY, MessageClass.OPERATIONAL)
    promised = [text for said, text in rehearsed if said.message_class in louder and text not in before]
    assert [text for text in after if text in {text for _, text in rehearsed}] == promised
    assert len(promised) > 3
    await road.says(ann, "/trip", "LIS27A")


async def test_a_blocked_chat_is_spared_and_caught_up_when_it_opens(road: Road) -> None:
    """Nothing is tried while she blocks the bot, the agents hear that an answer cannot go; unblocked, she hears again."""
    ann = await _ann(road, "nl")
    rehearsed = await road.rehearsed("LIS27A", "nl")
    await road.says(ann, STRANGE, road.word("relay.passed_on", "nl"))
    asked = await road.hears(road.office, STRANGE)
    ann.blocks()
    await road.come_to_rest()
    await road.on("2027-05-11 08:30")
    refused = [name for name, _ in road.world.calls if name == "sendMessage"]
    await road.on("2027-05-12 16:00")
    assert [name for name, _ in road.world.calls if name == "sendMessage"] == refused
    road.sam.replies(asked, "De kamer is klaar")
    await road.hears(road.office, road.word("desk.blocked", "en"))
    ann.unblocks()
    await road.until(lambda: not ann.blocked)
    await road.come_to_rest()
    await road.on("2027-05-13 12:00")
    heard = [said.key.touchpoint for said, text in rehearsed if text in ann.chat.texts[-3:]]
    assert heard == ["tips"]
    missed = [
        text for said, text in rehearsed if "2027-05-11 08:30" < f"{said.at:%F %R}" < "2027-05-12 16:00"
    ]
    assert missed != []
    assert [text for text in ann.chat.texts if text in missed] == []


async def test_an_admin_publishes_and_rolls_back_without_a_restart(road: Road, tmp_path: Path) -> None:
    """A changed text, published by the command, is what the running bot says within seconds; rolled back, the old one."""
    ann = await _ann(road, "nl")
    shipped_text = road.word("contact.write_here", "nl")
    folder = tmp_path / "content"
    shutil.copytree(shipped(), folder)
    words = folder / "words" / "conversation.yaml"
    words.write_text(words.read_text("utf-8").replace(shipped_text, "Nieuw: bel ons gerust."), "utf-8")
    told_there = road.runtime.library.touchpoint("tips")
    assert told_there is not None
    first = told_there.text.template("nl").partition("\n")[0]
    tips = folder / "stages" / "on_site" / "tips.yaml"
    tips.write_text(tips.read_text("utf-8").replace(first, f"Nieuw! {first}"), "utf-8")
    await road.says(ann, "/contact", shipped_text)
    told = await command("publish", str(folder), settings=road.settings)
    assert (told.code, "tips: 1 will get the new version" in told.out) == (0, True), told
    await road.until(lambda: road.runtime.shelf.edition == 1)
    await road.says(ann, "/contact", "Nieuw: bel ons gerust.")
    await road.on("2027-05-13 12:00")
    await road.hears(ann, "Nieuw! ")
    told = await command("rollback", settings=road.settings)
    assert told.code == 0, told
    await road.until(lambda: road.runtime.shelf.edition == 2)
    await road.says(ann, "/contact", shipped_text)


async def test_an_import_again_moves_what_is_planned(road: Road) -> None:
    """The flight is rebooked earlier: the traveller's glance and the check-in reminder follow; it comes once, and not at night."""
    ann = await _ann(road, "nl")
    await road.on("2027-03-01 12:00")
    await road.book(
        lisbon()
        .replace(b"2027-05-12T09:40", b"2027-05-12T07:20")
        .replace(b"2027-05-12T11:35", b"2027-05-12T09:15")
    )
    await road.come_to_rest()
    await road.says(ann, "/trip", "07:20")
    await road.on("2027-05-12 05:00")
    checks = road.said(ann.chat, "check_in", "nl")
    assert [(road.local(one, HOME), "07:20" in one.text) for one in checks] == [("2027-05-11 08:00", True)]
