"""An agent changes a booking in the group: previewed with who hears what, confirmed, planned in the same breath (S11, S13)."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta

import pytest

from bot.services.editing import edit
from bot.steps.asking import questions
from bot.storage.invitations import InvitationRow
from bot.storage.recipients import RecipientRow
from bot.storage.trips import TripRow
from flows.errors import EditRefused
from flows.planning.due import Reason
from flows.talk.length import visible_text
from flows.trips.edits import AddTraveller, CancelTrip, DropTraveller, ReinstateTrip, Retime, When
from flows.trips.trip import Booking
from tests.support.chats import (
    ANN_CHAT,
    BRUNO_CHAT,
    GROUP,
    JO,
    SAM,
    STRANGER,
    House,
    open_house,
    sentence,
)
from tests.support.trips import BRUNO, lisbon_family, utc

PREVIEW, DONE = sentence("edit.preview"), sentence("edit.done")
CHANGE, LEAVE = sentence("edit.confirm"), sentence("edit.cancel")
NOW = "2027-05-08T10:00"
EARLY = Retime(segment="out", departs=When(clock=time(6, 40)), arrives=When(clock=time(8, 45)))


async def started(house: House) -> None:
    """The agents are there, Ann and Bruno have joined, four days before they leave."""
    await house.agents()
    await house.join(ANN_CHAT)
    await house.join(BRUNO_CHAT, "bruno-de-vries")
    await house.move(utc(NOW))


async def typed(house: House, said: str, *, person: int = JO) -> str:
    """What the group then hears."""
    heard = await house.say(person, f"/edit LISBON-4 {said}", chat=GROUP)
    return "\n".join(heard)


async def held(house: House) -> TripRow:
    """The trip as it is kept."""
    (row,) = await house.rows(TripRow)
    assert isinstance(row, TripRow)
    return row


async def booking(house: House) -> Booking:
    """The booking as it is held."""
    return (await held(house)).trip.booking


async def test_a_preview_changes_nothing_and_a_tap_changes_it() -> None:
    """Jo sees what moves and when it goes; Sam confirms; the card says who did."""
    async with open_house() as house:
        await started(house)
        before = (await held(house)).model_dump()
        seen = await typed(house, "KL1697 departs 06:40 arrives 08:45")
        assert PREVIEW in seen
        assert "KL 1697 departs 09:40 → 06:40" in seen
        assert "check_in" in seen
        assert (await held(house)).model_dump() == before
        await house.tap(SAM, house.find(GROUP, PREVIEW), CHANGE, chat=GROUP)
        assert (await booking(house)).segments[0].departs.clock == time(6, 40)
        assert DONE in house.find(GROUP, DONE).text
        assert "Sam" in house.find(GROUP, DONE).text
        assert house.find(GROUP, DONE).labels == []


async def test_a_preview_says_who_hears_what_when_as_it_then_happens() -> None:
    """The check-in reminder is promised for another instant, and that is when it is due."""
    async with open_house() as house:
        await started(house)
        seen = await edit(house.runtime, "LISBON-4", [EARLY], by="Jo", dry_run=True)
        (reminder,) = [
            one for one in seen.following if one.touchpoint == "check_in" and one.who == BRUNO.name
        ]
        assert (reminder.how, reminder.at, reminder.was) == (
            "moved",
            utc("2027-05-11T06:00"),  # due at 06:40, when they sleep
            utc("2027-05-11T07:40"),
        )
        assert reminder.held is Reason.QUIET_HOURS
        assert reminder.line
        await edit(house.runtime, "LISBON-4", [EARLY], by="Jo")
        await house.live(utc("2027-05-11T05:59"))
        assert not any(reminder.line in visible_text(text) for text in house.texts(BRUNO_CHAT))
        await house.live(utc("2027-05-11T06:15"))
        assert any(reminder.line in visible_text(text) for text in house.texts(BRUNO_CHAT))


async def test_a_preview_says_which_messages_are_put_right_and_what_goes_by_itself() -> None:
    """The evening before, what stands in the chats says another time: it is mended, and one word about it follows."""
    async with open_house() as house:
        await started(house)
        await house.live(utc("2027-05-11T16:30"))
        before = house.texts(ANN_CHAT).copy()
        seen = await edit(house.runtime, "LISBON-4", [EARLY], by="Jo", dry_run=True)
        anns = [one for one in seen.following if one.who == "Ann de Vries"]
        mended = {one.touchpoint for one in anns if one.how == "mended"}
        assert {"booking_confirmed", "check_in", "route_and_times"} <= mended
        asked = [(one.touchpoint, one.at) for one in anns if one.how == "asked"]
        at = utc("2027-05-11T16:35")
        assert asked == [("booking_changed", at), ("digest", at)]
        await house.tick()
        assert house.texts(ANN_CHAT) == before


async def test_a_preview_at_night_promises_the_morning() -> None:
    """At half past ten the correction would go at 22:35, and reaches nobody before eight."""
    async with open_house() as house:
        await started(house)
        await house.live(utc("2027-05-08T20:30"))
        seen = await typed(house, "KL1697 departs 08:40 arrives 10:45")
        assert "booking_changed: by itself, Sun 9 May, 08:00, when their night is over" in seen
        assert "22:35" not in seen


async def test_a_preview_in_flight_promises_the_landing() -> None:
    """Under way to Lisbon, the way back changes: they read it on landing; the clock is the office's, and theirs is named."""
    async with open_house() as house:
        await started(house)
        await house.live(utc("2027-05-12T08:30"))
        seen = await typed(house, "KL1698 departs 20:10 arrives 23:59")
        assert "booking_changed: by itself, Wed 12 May, 12:45 Amsterdam (11:45 Lisbon), on landing" in seen


async def test_several_lines_are_one_change_and_a_newcomers_code_is_on_the_card() -> None:
    """Each line an edit; who joins gets a code that the agents pass on."""
    async with open_house() as house:
        await started(house)
        seen = await typed(house, "\nKL1697 departs 06:40 arrives 08:45\nadd Eva de Vries")
        assert "Eva de Vries joins" in seen
        assert "06:40" in seen
        await house.tap(JO, house.find(GROUP, PREVIEW), CHANGE, chat=GROUP)
        card = house.find(GROUP, DONE).text
        assert sentence("edit.code") in card
        assert [one.name for one in (await booking(house)).travellers][-1] == "Eva de Vries"


async def test_papers_that_come_round_are_kept_as_what_is_held() -> None:
    """The agent was first; the paper that says the same is no news, and from then on there is nothing to remember."""
    async with open_house() as house:
        await started(house)
        await edit(house.runtime, "LISBON-4", [EARLY], by="Jo")
        assert (await held(house)).papers
        agreed = replace(lisbon_family(), booking=await booking(house))
        changes = (await held(house)).changes
        await house.add_trip(agreed)
        row = await held(house)
        assert (row.papers, row.changes) == ({}, changes)


async def test_leave_it_leaves_it() -> None:
    """And the buttons go."""
    async with open_house() as house:
        await started(house)
        before = await booking(house)
        await typed(house, "drop Bruno")
        card = house.find(GROUP, PREVIEW)
        await house.tap(SAM, card, LEAVE, chat=GROUP)
        assert await booking(house) == before
        assert house.find(GROUP, sentence("edit.dropped")).labels == []


async def test_an_old_preview_does_nothing() -> None:
    """Neither one of a booking that has changed since, nor one from yesterday."""
    async with open_house() as house:
        await started(house)
        await typed(house, "drop Bruno")
        card = house.find(GROUP, PREVIEW)
        token = card.button(CHANGE).token
        await edit(house.runtime, "LISBON-4", [EARLY], by="Sam")
        assert sentence("edit.outdated") in await house.press(JO, token, card.message_id, chat=GROUP)
        await typed(house, "drop Bruno")
        card = house.find(GROUP, PREVIEW)
        await house.move(house.clock.trip() + timedelta(hours=12, seconds=1))
        assert sentence("edit.outdated") in await house.tap(JO, card, CHANGE, chat=GROUP)
        assert len((await booking(house)).travellers) == 4


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("", "edit.usage"),
        ("KL1697", "edit.unread"),
        ("KL9999 departs 06:40", "edit.refused_no_segment"),
        ("drop Eva", "edit.refused_no_traveller"),
        ("reinstate", "edit.refused_nothing"),
        ("Hotel Alfama check-out 1 May", "edit.refused_ends_first"),
        ("KL1697 arrives 09:50", "edit.refused_too_short"),
    ],
)
async def test_what_cannot_be_done_says_why(said: str, heard: str) -> None:
    """And nothing is shown to confirm."""
    async with open_house() as house:
        await started(house)
        told = await typed(house, said)
        assert sentence(heard) in told
        assert PREVIEW not in told


@pytest.mark.parametrize("second", [CHANGE, LEAVE])
async def test_the_first_tap_counts(second: str) -> None:
    """Sam confirms; Jo's tap a moment later changes nothing, and the card still says what Sam did."""
    async with open_house() as house:
        await started(house)
        await typed(house, "drop Bruno")
        card = house.find(GROUP, PREVIEW)
        token = card.button(second).token
        await house.tap(SAM, card, CHANGE, chat=GROUP)
        after = await booking(house)
        assert sentence("edit.outdated") in await house.press(JO, token, card.message_id, chat=GROUP)
        assert await booking(house) == after
        assert "Sam" in house.find(GROUP, DONE).text


async def test_only_staff_edit() -> None:
    """A stranger in the group is told so; an unknown reference too."""
    async with open_house() as house:
        await started(house)
        assert PREVIEW not in await typed(house, "cancel", person=STRANGER)
        told = await house.say(JO, "/edit NOPE cancel", chat=GROUP)
        assert sentence("desk.reference_unknown") in "\n".join(told)


async def test_one_of_four_drops_out_and_only_that_person_leaves() -> None:
    """Bruno's chat falls silent and his code ends; Ann's goes on, and everything that goes names three (S11)."""
    async with open_house() as house:
        await started(house)
        await house.codes("LISBON-4", "bruno-de-vries")
        await edit(house.runtime, "LISBON-4", [DropTraveller(traveller="Bruno")], by="Jo")
        bound = {one.holder: one for one in await house.rows(RecipientRow)}
        assert bound["bruno-de-vries"].left_at is not None
        assert bound["ann-de-vries"].left_at is None
        assert bound["ann-de-vries"].travellers == ["ann-de-vries", "chiara-de-vries", "dan-de-vries"]
        open_codes = [
            one.traveller
            for one in await house.rows(InvitationRow)
            if one.revoked_at is None and one.used_at is None
        ]
        assert "bruno-de-vries" not in open_codes
        heard = {chat: len(house.texts(chat)) for chat in (ANN_CHAT, BRUNO_CHAT)}
        await house.live(utc("2027-05-25T10:00"))
        after = house.texts(BRUNO_CHAT)[heard[BRUNO_CHAT] :]
        assert [sentence("join.dropped") in text for text in after] == [True]
        later = house.texts(ANN_CHAT)[heard[ANN_CHAT] :]
        assert later
        assert [text for text in later if "Bruno" in text and "no longer travelling" not in text] == []


async def test_somebody_who_joins_gets_a_code_and_a_place() -> None:
    """The code works, and the newcomer has what the party has."""
    async with open_house() as house:
        await started(house)
        made = await edit(house.runtime, "LISBON-4", [AddTraveller(name="Eva de Vries")], by="Jo")
        (code,) = made.issued
        assert code.traveller == "eva-de-vries"
        await house.say(1009, code.code)
        await house.say(1009, "de Vries")
        assert any("KL 1697" in text for text in house.texts(1009))


async def test_the_same_paper_undoes_nothing_in_the_house() -> None:
    """Dropped, retimed, and the paper comes again: nobody hears anything, nothing moves."""
    async with open_house() as house:
        await started(house)
        await edit(house.runtime, "LISBON-4", [DropTraveller(traveller="Bruno"), EARLY], by="Jo")
        before, changes = await booking(house), (await held(house)).changes
        await house.add_trip(lisbon_family())
        after = await held(house)
        assert (after.trip.booking, after.changes) == (before, changes)
        assert after.printed == lisbon_family().booking


async def test_cancelled_by_hand_and_on_again() -> None:
    """Nothing of the trip goes while it is off; once it is on again what had gone is not repeated (S10)."""
    async with open_house() as house:
        await started(house)
        told = house.texts(ANN_CHAT).copy()
        await edit(house.runtime, "LISBON-4", [CancelTrip()], by="Jo")
        row = await held(house)
        assert row.cancelled
        await house.live(utc("2027-05-09T10:00"))
        assert [text for text in house.texts(ANN_CHAT) if text not in told] == []
        await edit(house.runtime, "LISBON-4", [ReinstateTrip()], by="Jo")
        row = await held(house)
        assert (row.cancelled, row.papers) == (False, {})
        await house.live(utc("2027-05-12T05:00"))
        texts = house.texts(ANN_CHAT)
        assert len(texts) == len(set(texts))


async def test_a_refused_edit_leaves_everything_as_it_was() -> None:
    """All or none: the first of two would have been possible."""
    async with open_house() as house:
        await started(house)
        before = (await held(house)).model_dump()
        with pytest.raises(EditRefused) as caught:
            await edit(
                house.runtime,
                "LISBON-4",
                [EARLY, DropTraveller(traveller="Eva")],
                by="Jo",
            )
        assert caught.value.reason == "no_traveller"
        with pytest.raises(EditRefused):
            await edit(house.runtime, "NOPE", [CancelTrip()], by="Jo")
        assert (await held(house)).model_dump() == before


async def test_a_lead_who_drops_out_hears_nothing_more_and_the_children_are_the_others() -> None:
    """Ann's chat leaves though it heard for the children, who are heard for by Bruno; nobody speaks to a child (S12)."""
    async with open_house() as house:
        await started(house)
        await edit(house.runtime, "LISBON-4", [DropTraveller(traveller="Ann")], by="Jo")
        bound = {one.holder: one for one in await house.rows(RecipientRow)}
        assert bound["ann-de-vries"].left_at is not None
        assert bound["bruno-de-vries"].travellers == ["bruno-de-vries", "chiara-de-vries", "dan-de-vries"]
        heard = len(house.texts(ANN_CHAT))
        seen = "\n".join(await house.say(JO, "/party LISBON-4", chat=GROUP))
        assert "through the chat of Bruno de Vries" in seen
        assert "ann-de-vries" not in seen
        await house.live(utc("2027-05-25T10:00"))
        assert [sentence("join.dropped") in text for text in house.texts(ANN_CHAT)[heard:]] == [True]


async def test_without_a_chat_for_the_adult_who_stays_nobody_hears_for_the_child() -> None:
    """Bruno never joined: once Ann is off the trip no chat serves anybody, and her own says nothing of it."""
    async with open_house() as house:
        await house.agents()
        await house.join(ANN_CHAT)
        await house.move(utc(NOW))
        await edit(house.runtime, "LISBON-4", [DropTraveller(traveller="Ann")], by="Jo")
        assert [one.holder for one in await house.rows(RecipientRow) if one.left_at is None] == []


async def test_who_joined_on_the_phone_of_one_who_drops_out_keeps_it() -> None:
    """Bruno's code was used on Ann's phone: it is his now, with the children."""
    async with open_house() as house:
        await house.agents()
        await house.join(ANN_CHAT)
        await house.join(ANN_CHAT, "bruno-de-vries")
        await house.move(utc(NOW))
        await edit(house.runtime, "LISBON-4", [DropTraveller(traveller="Ann")], by="Jo")
        bound = {one.holder: one for one in await house.rows(RecipientRow) if one.left_at is None}
        assert {name: (one.chat_id, one.travellers) for name, one in bound.items()} == {
            "bruno-de-vries": (ANN_CHAT, ["bruno-de-vries", "chiara-de-vries", "dan-de-vries"])
        }


def test_children_alone_on_paper_are_asked_about() -> None:
    """Once none but children are left, an agent is asked; never where one adult travels along."""
    known = lisbon_family()
    children = tuple(one for one in known.booking.travellers if one.minor)
    alone = replace(known, booking=replace(known.booking, travellers=children))
    assert list(questions(alone, ())) == ["children_alone"]
    assert list(questions(known, ())) == []


async def test_the_last_grown_up_does_not_leave_children_alone() -> None:
    """The agents read what to do instead."""
    async with open_house() as house:
        await started(house)
        await edit(house.runtime, "LISBON-4", [DropTraveller(traveller="Ann")], by="Jo")
        assert sentence("edit.refused_last_adult") in await typed(house, "drop Bruno")


async def test_agents_read_names_and_never_ids() -> None:
    """In the preview of a drop, in what waits for a word, in /party and on the card of a call that nobody has to make."""
    async with open_house() as house:
        await started(house)
        await house.live(utc("2027-05-11T16:30"))
        shown = [await typed(house, "drop Ann")]
        await house.tap(JO, house.find(GROUP, PREVIEW), CHANGE, chat=GROUP)
        await house.tick()
        await house.say(JO, "/party LISBON-4", chat=GROUP)
        shown.extend(house.texts(GROUP))
        assert [text for text in shown if "-de-vries" in text] == []
        assert sentence("release.preview") in "\n".join(shown)


async def test_who_drops_out_hears_one_line_and_is_still_heard() -> None:
    """The preview names the line; the card is neutral, the buttons are dead, and for thirty days words reach the agents."""
    async with open_house() as house:
        await started(house)
        seen = await typed(house, "drop Bruno")
        assert sentence("join.dropped")[:40] in seen
        before = len(house.texts(BRUNO_CHAT))
        await house.tap(JO, house.find(GROUP, PREVIEW), CHANGE, chat=GROUP)
        assert [sentence("join.dropped") in text for text in house.texts(BRUNO_CHAT)[before:]] == [True]
        assert any(sentence("card.unbound") in one.text for one in house.standing(BRUNO_CHAT))
        await house.say(BRUNO_CHAT, "Am I still on the trip?")
        heard = house.find(GROUP, "Am I still on the trip?")
        assert "Bruno de Vries" in heard.text
        assert (
            await house.say(JO, "Call me", chat=GROUP, reply_to_message={"message_id": heard.message_id})
            == []
        )
        assert "Call me" in house.texts(BRUNO_CHAT)[-1]
        await house.move(utc("2027-06-08T10:00"))
        answer = await house.say(BRUNO_CHAT, "And now?")
        assert sentence("join.ask_code") in "\n".join(answer)
        assert "And now?" not in "\n".join(house.texts(GROUP))


@pytest.mark.parametrize("care", [True, False])
async def test_in_care_nothing_is_said_to_who_drops_out(care: bool) -> None:
    """The agents have the talk: the card goes, and no line comes."""
    async with open_house() as house:
        await started(house)
        if care:
            await house.say(JO, "/care LISBON-4 on", chat=GROUP)
        await edit(house.runtime, "LISBON-4", [DropTraveller(traveller="Bruno")], by="Jo")
        await house.tick()
        told = "\n".join(house.texts(BRUNO_CHAT))
        assert (sentence("join.dropped") in told) is not care
        assert any(sentence("card.unbound") in one.text for one in house.standing(BRUNO_CHAT))
