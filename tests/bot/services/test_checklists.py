"""Checklists in a real chat: ticks, own items, the reminder, another language, and a list that an editor changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.runtime import Shelf
from bot.storage.deliveries import DeliveryRow
from bot.storage.feedback import TickRow
from bot.storage.forgetting import forget_trip
from bot.storage.own_items import OwnItemRow
from tests.support.chats import ANN_CHAT, BRUNO_CHAT, GROUP, House, Standing, open_house, sentence
from tests.support.little_pack import PACKING, PACKING_AT, REMINDER_AT, little_pack
from tests.support.trips import italy_round_trip, utc

PACK = little_pack()
SECOND = timedelta(seconds=1)


async def listed(house: House) -> Standing:
    """The packing list as it came."""
    await house.join(ANN_CHAT)
    await house.move(PACKING_AT)
    return house.find(ANN_CHAT, "Pack for Lisbon")


async def add(house: House, shown: Standing, text: str) -> list[str]:
    """The button, then the words."""
    await house.tap(ANN_CHAT, shown, sentence("rendering.checklist_add"))
    return await house.say(ANN_CHAT, text)


def own(shown: Standing) -> list[str]:
    """What stands between the list's own items and the buttons below."""
    return [label for label in shown.labels[9:] if label[0] in "☐☑"]


async def edited(house: House, text: str) -> None:
    """An editor publishes another packing list."""
    shelf = Shelf(little_pack(stages__a__packing=text))
    house.runtime = replace(house.runtime, shelf=shelf)


async def test_a_tap_ticks_in_place_and_a_second_one_unticks() -> None:
    """The same message shows the tick and how far one is; its new button takes it back."""
    async with open_house(library=PACK) as house:
        shown = await listed(house)
        before = len(house.standing(ANN_CHAT))
        await house.tap(ANN_CHAT, shown, "Tickets")
        assert (shown.labels[0], "☑ 1/9 ▰▱" in shown.text) == ("☑ Tickets", True)
        await house.tap(ANN_CHAT, shown, "Tickets")
        assert (shown.labels[0], "☑ 0/9 ▱▱" in shown.text) == ("☐ Tickets", True)
        assert (await house.rows(TickRow), len(house.standing(ANN_CHAT))) == ([], before)


async def test_a_double_tap_ticks_once() -> None:
    """The same button twice, as an impatient thumb does: ticked, not ticked and unticked."""
    async with open_house(library=PACK) as house:
        shown = await listed(house)
        token = shown.message.buttons[0][0].token
        await house.press(ANN_CHAT, token, shown.message_id)
        await house.press(ANN_CHAT, token, shown.message_id)
        assert (shown.labels[0], len(await house.rows(TickRow))) == ("☑ Tickets", 1)


async def test_a_token_of_another_chat_is_refused() -> None:
    """Bruno neither ticks nor adds with a button that stands in Ann's chat."""
    async with open_house(library=PACK) as house:
        shown = await listed(house)
        await house.join(BRUNO_CHAT, "bruno-de-vries")
        for label in ("Tickets", sentence("rendering.checklist_add")):
            said = await house.press(BRUNO_CHAT, shown.button(label).token, shown.message_id)
            assert said == sentence("tap.invalid")
        assert await house.rows(TickRow) == []


@pytest.mark.parametrize("copied", [False, True])
async def test_a_tap_after_the_trip_was_forgotten_means_no_other_trip(copied: bool) -> None:
    """Neither on the list that came nor on one that was redrawn: Italy, which stays, gets no tick."""
    async with open_house(library=PACK) as house:
        shown = await listed(house)
        if copied:
            await house.tap(ANN_CHAT, shown, "Tickets")
        await house.add_trip(italy_round_trip())
        await house.join(ANN_CHAT, reference="ITALY-2")
        async with house.runtime.database.write() as session:
            await forget_trip(session, 1)
        assert sentence("tap.invalid") in await house.tap(ANN_CHAT, shown, "Ann: Passport")
        assert sentence("tap.invalid") in await house.tap(
            ANN_CHAT, shown, sentence("rendering.checklist_add")
        )
        assert await house.rows(TickRow) == []


async def test_own_items_are_asked_for_ticked_and_counted() -> None:
    """The button asks, the next message is the item, and it stands on the list for the whole party, escaped."""
    async with open_house(library=PACK) as house:
        shown = await listed(house)
        await house.tap(ANN_CHAT, shown, sentence("rendering.checklist_add"))
        assert house.standing(ANN_CHAT)[-1].message.ask == sentence("checklist.hint")
        assert await house.say(ANN_CHAT, "sun  cream, <b>book</b>") == [
            "On your list: <b>sun cream</b>, <b>&lt;b&gt;book&lt;/b&gt;</b>"
        ]
        assert own(shown) == ["☐ sun cream", "☐ <b>book</b>"]
        await house.tap(ANN_CHAT, shown, "sun cream")
        assert (own(shown)[0], "☑ 1/11" in shown.text) == ("☑ sun cream", True)
        assert {(row.holder, row.touchpoint, row.by) for row in await house.rows(OwnItemRow)} == {
            ("ann-de-vries", "packing", "Ann")
        }


async def test_own_items_come_by_reply_and_by_command_too() -> None:
    """Words under the list, and words behind /checklist; a double one is not added twice."""
    async with open_house(library=PACK) as house:
        shown = await listed(house)
        await house.say(ANN_CHAT, "- hat\n- book", reply_to=shown.message_id)
        assert await house.say(ANN_CHAT, "/checklist Book") == ["Already on your list: <b>Book</b>"]
        await house.say(ANN_CHAT, "/checklist sun cream")
        assert own(shown) == ["☐ hat", "☐ book", "☐ sun cream"]


async def test_a_question_is_for_the_agency_whatever_was_awaited() -> None:
    """Asked after the button or under the list, a question reaches the agents and is no item."""
    async with open_house(library=PACK) as house:
        await house.agents()
        shown = await listed(house)
        said = await add(house, shown, "Do I need a visa?")
        assert sentence("relay.passed_on") in said[0]
        assert "Do I need a visa?" in house.texts(GROUP)[-1]
        await house.say(ANN_CHAT, "And a vaccine?", reply_to=shown.message_id)
        assert "And a vaccine?" in house.texts(GROUP)[-1]
        await house.say(ANN_CHAT, "we are vegetarians")
        assert ("we are vegetarians" in house.texts(GROUP)[-1], own(shown)) == (True, [])


@pytest.mark.parametrize(("after", "items"), [(-SECOND, ["☐ book"]), (timedelta(0), [])])
async def test_an_item_is_awaited_for_an_hour(after: timedelta, items: list[str]) -> None:
    """A second before the hour is over it is an item, then a message to the agency."""
    async with open_house(library=PACK) as house:
        shown = await listed(house)
        await house.tap(ANN_CHAT, shown, sentence("rendering.checklist_add"))
        house.clock.move(house.clock.trip() + timedelta(hours=1) + after)
        await house.say(ANN_CHAT, "book")
        assert own(shown) == items


async def test_own_items_are_few_and_short() -> None:
    """Twenty of sixty characters fit; one more or one longer does not, and the list stays valid."""
    async with open_house(library=PACK) as house:
        shown = await listed(house)
        assert "too long" in (await add(house, shown, "x" * 61))[0]
        await add(house, shown, ",".join(f"{number:<60}" for number in range(20)))
        assert len(own(shown)) == 20
        assert "up to 20" in await house.tap(ANN_CHAT, shown, sentence("rendering.checklist_add"))
        assert "up to 20" in (await house.say(ANN_CHAT, "/checklist one more"))[0]
        assert len(await house.rows(OwnItemRow)) == 20


async def test_an_own_item_comes_off_with_its_tick() -> None:
    """By its button or with a minus in front; nobody else's trip can take it off."""
    async with open_house(library=PACK) as house:
        shown = await listed(house)
        await add(house, shown, "book, hat, sun cream")
        await house.tap(ANN_CHAT, shown, "book")
        await house.tap(ANN_CHAT, shown, sentence("rendering.checklist_remove"))
        which = house.standing(ANN_CHAT)[-1]
        token = which.button("book").token
        assert await house.press(ANN_CHAT, token, which.message_id) == "Taken off"
        assert (which.labels, own(shown), await house.rows(TickRow)) == (
            ["🗑 hat", "🗑 sun cream"],
            ["☐ hat", "☐ sun cream"],
            [],
        )
        assert sentence("tap.invalid") in await house.press(ANN_CHAT, token, which.message_id)
        await house.say(ANN_CHAT, "- Sun Cream", reply_to=shown.message_id)
        assert own(shown) == ["☐ hat"]


async def test_the_same_list_with_the_same_ticks_in_another_language() -> None:
    """In the middle of a list Ann turns to Dutch: items, ticks, own items and reminder stay, and tapping goes on (S30)."""
    async with open_house(library=PACK) as house:
        shown = await listed(house)
        await add(house, shown, "book")
        await house.tap(ANN_CHAT, shown, "Tickets")
        await house.tap(ANN_CHAT, shown, "Bruno: Hat")
        await house.move(REMINDER_AT)
        reminder = house.find(ANN_CHAT, "Still open")
        before = len(house.standing(ANN_CHAT))
        await house.say(ANN_CHAT, "/language")
        await house.tap(ANN_CHAT, house.standing(ANN_CHAT)[-1], "Nederlands")
        assert shown.labels == [
            "☑ Kaartjes",
            "☐ Ann: Paspoort",
            "☐ Ann: Hoed",
            "☐ Bruno: Paspoort",
            "☑ Bruno: Hoed",
            "☐ Chiara: Paspoort",
            "☐ Chiara: Hoed",
            "☐ Dan: Paspoort",
            "☐ Dan: Hoed",
            "☐ book",
            sentence("rendering.checklist_add", "nl"),
            sentence("rendering.checklist_remove", "nl"),
        ]
        assert (shown.text[:10], "☑ 2/10" in shown.text) == ("Inpakken v", True)
        assert (
            reminder.text
            == "Nog open:\n☐ Paspoort (Ann, Bruno, Chiara, Dan)\n☐ Hoed (Ann, Chiara, Dan)\n☐ book"
        )
        await house.tap(ANN_CHAT, reminder, "Dan: Hoed")
        assert ("☑ 3/10" in shown.text, "Dan: Hoed" in str(reminder.labels)) == (True, False)
        assert len(house.standing(ANN_CHAT)) == before + 2  # the question for the language and its answer


async def test_the_reminder_brings_what_is_open_and_ends_when_all_is_done() -> None:
    """Ticking there ticks on the list, and the other way round; with nothing left it says so."""
    async with open_house(library=PACK) as house:
        shown = await listed(house)
        await tick_all(house, shown, but=2)
        await house.move(REMINDER_AT)
        reminder = house.find(ANN_CHAT, "Still open")
        assert (reminder.text, reminder.labels) == (
            "Still open:\n☐ Passport (Dan)\n☐ Hat (Dan)",
            ["☐ Dan: Passport", "☐ Dan: Hat"],
        )
        await house.tap(ANN_CHAT, reminder, "Passport")
        assert (shown.labels[7], reminder.labels) == ("☑ Dan: Passport", ["☐ Dan: Hat"])
        await house.tap(ANN_CHAT, shown, "Dan: Hat")
        assert (reminder.text, reminder.labels) == (sentence("rendering.checklist_done"), [])
        await house.tap(ANN_CHAT, shown, "Tickets")
        assert reminder.labels == ["☐ Tickets"]


async def test_nothing_open_needs_no_reminder() -> None:
    """It is skipped at the claim with its reason, and nothing reaches the chat."""
    async with open_house(library=PACK) as house:
        shown = await listed(house)
        await tick_all(house, shown)
        before = house.texts(ANN_CHAT)
        await house.move(REMINDER_AT)
        rows = [row for row in await house.rows(DeliveryRow) if row.touchpoint == "reminder"]
        assert [(row.state, row.reason) for row in rows] == [("skipped", "nothing_open")]
        assert house.texts(ANN_CHAT) == before


async def tick_all(house: House, shown: Standing, *, but: int = 0) -> None:
    """Tick the list's items from the top, but the last few."""
    for number in range(9 - but):
        await house.press(ANN_CHAT, shown.message.buttons[number][0].token, shown.message_id)


async def test_an_edited_list_keeps_the_ticks_of_what_stays() -> None:
    """One item renamed, one gone, one new: ticks go by id, the gone one vanishes at a tap, and the count is right."""
    async with open_house(library=PACK) as house:
        shown = await listed(house)
        await house.tap(ANN_CHAT, shown, "Tickets")
        await house.tap(ANN_CHAT, shown, "Ann: Hat")
        gone = shown.button("Dan: Hat").token
        text = PACKING.replace("{en: Tickets, nl: Kaartjes}", "{en: All papers, nl: Papieren}")
        await edited(
            house, text.replace("id: hat, text: {en: Hat, nl: Hoed}", "id: cap, text: {en: Cap, nl: Pet}")
        )
        assert sentence("tap.invalid") in await house.press(ANN_CHAT, gone, shown.message_id)
        assert ("☑ 1/9" in shown.text, shown.labels[:3]) == (
            True,
            ["☑ All papers", "☐ Ann: Passport", "☐ Ann: Cap"],
        )


async def test_a_list_under_a_new_id_keeps_what_was_said_under_the_old_one() -> None:
    """replaces: says that it is the same list; a tick from before can still be taken back."""
    async with open_house(library=PACK) as house:
        shown = await listed(house)
        await add(house, shown, "book")
        await house.tap(ANN_CHAT, shown, "Tickets")
        await edited(house, PACKING.replace("id: packing", "id: bags\nreplaces: packing", 1))
        await house.tap(ANN_CHAT, shown, "book")
        assert (shown.labels[0], own(shown)) == ("☑ Tickets", ["☑ book"])
        await house.tap(ANN_CHAT, shown, "Tickets")
        assert (shown.labels[0], len(await house.rows(TickRow))) == ("☐ Tickets", 1)


async def test_the_checklist_comes_again_and_both_copies_tick() -> None:
    """/checklist shows it with its ticks at the end of the chat; a tap there is seen above, too."""
    async with open_house(library=PACK) as house:
        shown = await listed(house)
        await house.tap(ANN_CHAT, shown, "Tickets")
        await house.say(ANN_CHAT, "/checklist")
        copy = house.standing(ANN_CHAT)[-1]
        assert copy.labels == shown.labels
        await house.tap(ANN_CHAT, copy, "Ann: Hat")
        await add(house, copy, "book")
        assert (copy.labels, shown.labels[2], own(shown)) == (shown.labels, "☑ Ann: Hat", ["☐ book"])


async def test_without_a_list_nothing_is_added() -> None:
    """Before the list came, /checklist with words says when it comes."""
    async with open_house(library=PACK) as house:
        await house.join(ANN_CHAT)
        assert sentence("checklist.none") in (await house.say(ANN_CHAT, "/checklist sun cream"))[0]
        assert await house.rows(OwnItemRow) == []


async def test_on_the_way_no_list_is_promised() -> None:
    """Who joins after leaving hears that lists were for before, not that one will come."""
    async with open_house(library=PACK) as house:
        house.clock.move(utc("2027-05-13T10:00"))
        await house.join(ANN_CHAT)
        (said,) = await house.say(ANN_CHAT, "/checklist")
        assert said == sentence("checklist.past")


DOOR = """id: door
kind: checklist
class: service
when: {anchor: departure, offset: -1d, at: "11:00"}
text: {en: Close the house, nl: Sluit het huis}
items:
  - {id: windows, per: party, text: {en: Windows, nl: Ramen}}
"""


async def both_lists(house: House) -> tuple[Standing, Standing]:
    """The packing list and the one for the door, as they came."""
    packing = await listed(house)
    await house.move(REMINDER_AT + timedelta(hours=17))
    return packing, house.find(ANN_CHAT, "Close the house")


async def test_every_list_with_something_open_comes_again() -> None:
    """The packing list stays in reach behind the one for the door; what is done stays away, and all done the newest."""
    async with open_house(library=little_pack(stages__a__door=DOOR)) as house:
        packing, door = await both_lists(house)
        start = len(house.standing(ANN_CHAT))
        assert await house.say(ANN_CHAT, "/checklist") == [packing.text, door.text]
        copies = house.standing(ANN_CHAT)[start:]
        await house.tap(ANN_CHAT, copies[0], "Tickets")
        assert [one.labels[0][0] for one in (copies[0], packing, copies[1], door)] == ["☑", "☑", "☐", "☐"]
        await house.tap(ANN_CHAT, door, "Windows")
        assert (copies[1].labels[0], await house.say(ANN_CHAT, "/checklist")) == ("☑ Windows", [packing.text])
        for number in range(1, 9):
            await house.press(ANN_CHAT, packing.message.buttons[number][0].token, packing.message_id)
        assert await house.say(ANN_CHAT, "/checklist") == [door.text]


async def test_words_behind_the_command_go_to_the_longest_list_or_where_others_are() -> None:
    """Sun cream belongs to the packing list, not to the one for the door that came last."""
    async with open_house(library=little_pack(stages__a__door=DOOR)) as house:
        packing, door = await both_lists(house)
        await house.say(ANN_CHAT, "/checklist sun cream")
        assert (own(packing), len(door.labels)) == (["☐ sun cream"], 2)


async def test_a_new_language_reaches_every_list_and_its_copy() -> None:
    """Both lists and what /checklist brought speak Dutch from then on, with the same ticks (S30)."""
    async with open_house(library=little_pack(stages__a__door=DOOR)) as house:
        packing, door = await both_lists(house)
        start = len(house.standing(ANN_CHAT))
        await house.say(ANN_CHAT, "/checklist")
        first, second = house.standing(ANN_CHAT)[start:]
        await house.tap(ANN_CHAT, second, "Windows")
        await house.say(ANN_CHAT, "/language")
        await house.tap(ANN_CHAT, house.standing(ANN_CHAT)[-1], "Nederlands")
        assert [one.labels[0] for one in (packing, first)] == ["☐ Kaartjes"] * 2
        assert [one.labels[0] for one in (door, second)] == ["☑ Ramen"] * 2


async def test_a_list_that_the_digest_folded_stands_behind_its_command() -> None:
    """Who joins after the packing list's hour finds it under /checklist, adds to it and ticks it."""
    folded = PACKING.replace("class: service\n", "class: service\nlate: digest\n", 1)
    async with open_house(library=little_pack(stages__a__packing=folded)) as house:
        await house.move(PACKING_AT + timedelta(days=1))
        await house.join(ANN_CHAT)
        await house.tick()
        await house.say(ANN_CHAT, "/checklist book")
        await house.say(ANN_CHAT, "/checklist")
        shown = house.find(ANN_CHAT, "Pack for Lisbon")
        await house.tap(ANN_CHAT, shown, "book")
        assert own(shown) == ["☑ book"]
