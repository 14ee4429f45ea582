"""Offers end to end: details, yes, not now, never; the agents' card, their word, and what the traveller then reads."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.errors import TooFast
from bot.storage.deliveries import DeliveryRow
from bot.storage.feedback import OfferRow
from bot.storage.forgetting import forget_trip
from bot.storage.offer_requests import Conversion, OfferRequestRow, conversions
from tests.support.chats import ANN_CHAT, BRUNO_CHAT, GROUP, JO, SAM, House, Standing, open_house, sentence
from tests.support.little_pack import BOAT_AT, BOAT_THERE_AT, LOUNGE_AT, little_pack
from tests.support.trips import italy_round_trip

PACK = little_pack()
TITLE = "<b>A boat <i>trip</i></b>"


async def boat(house: House, *, agents: bool = True) -> Standing:
    """The boat's first offer as it came, to one who takes offers."""
    if agents:
        await house.agents()
    await house.join(ANN_CHAT)
    await house.tap(ANN_CHAT, house.find(ANN_CHAT, sentence("consent.ask")), sentence("consent.yes"))
    await house.move(BOAT_AT)
    return house.find(ANN_CHAT, "Would you like a boat?")


async def requested(house: House) -> tuple[Standing, Standing]:
    """The offer, accepted, and the card that the agents have of it."""
    shown = await boat(house)
    await house.tap(ANN_CHAT, shown, sentence("rendering.offer_accept"))
    return shown, house.find(GROUP, "would like")


async def came(house: House, touchpoint: str) -> list[tuple[str, str]]:
    found = [row for row in await house.rows(DeliveryRow) if row.touchpoint == touchpoint]
    return [(row.state, row.reason) for row in found]


async def only(house: House) -> OfferRequestRow:
    (row,) = await house.rows(OfferRequestRow)
    assert isinstance(row, OfferRequestRow)
    return row


async def counted(house: House) -> list[Conversion]:
    async with house.runtime.database.read() as session:
        return list(await conversions(session))


async def test_details_open_in_place_and_a_yes_reaches_the_agents() -> None:
    """One message that grows; the card says who, which trip, where they are, for whom and when."""
    async with open_house(library=PACK) as house:
        shown = await boat(house)
        assert shown.labels == [
            sentence("rendering.offer_details"),
            sentence("rendering.offer_accept"),
            sentence("rendering.offer_later"),
            sentence("rendering.offer_never"),
        ]
        await house.tap(ANN_CHAT, shown, sentence("rendering.offer_details"))
        assert shown.text == f"{TITLE}\n\nWould you like a boat?\n\nTwo hours on the river."
        assert shown.labels == [
            sentence("rendering.offer_accept"),
            sentence("rendering.offer_later"),
            sentence("rendering.offer_never"),
        ]
        await house.tap(ANN_CHAT, shown, sentence("rendering.offer_accept"))
        assert "Nothing is booked until a colleague confirms it" in shown.text
        assert "nothing is booked yet" in house.texts(ANN_CHAT)[-1]
        card = house.standing(GROUP)[-1]
        assert card.text == (
            "<b>Ann de Vries</b> · LISBON-4 · in between, Lisbon · Thu 22 Apr, 17:01\n"
            f"🛎 would like: {TITLE}. Nothing is booked yet; your word is awaited.\n"
            "👥 Ann de Vries, Bruno de Vries, Chiara de Vries and Dan de Vries · Lisbon · Wednesday 12 May"
        )
        assert card.labels == ["✅ Confirm", "✖️ Refuse…"]


async def test_a_request_says_what_led_to_it() -> None:
    """Delivery, touchpoint, occurrence and edition are kept with it."""
    async with open_house(library=PACK) as house:
        await requested(house)
        row = await only(house)
        sent = next(one for one in await house.rows(DeliveryRow) if one.touchpoint == "boat")
        assert (row.delivery_id, row.touchpoint, row.occurrence, row.edition) == (sent.id, "boat", "trip", 0)


async def test_a_second_yes_asks_nobody_twice() -> None:
    """The same button once more hears that it is known."""
    async with open_house(library=PACK) as house:
        shown = await boat(house)
        token = shown.button(sentence("rendering.offer_accept")).token
        said = [await house.press(ANN_CHAT, token, shown.message_id) for _ in range(2)]
        assert said == ["", sentence("offer.already")]
        assert len([text for text in house.texts(GROUP) if "would like" in text]) == 1


async def test_confirmed_is_told_in_the_language_of_the_chat() -> None:
    """Jo confirms; Sam's tap hears who did; Ann, who speaks Dutch by now, reads it, and the offer shows it."""
    async with open_house(library=PACK) as house:
        shown, card = await requested(house)
        await house.say(ANN_CHAT, "/language")
        await house.tap(ANN_CHAT, house.standing(ANN_CHAT)[-1], "Nederlands")
        assert shown.labels == [sentence("rendering.offer_withdraw", "nl")]
        confirm, refuse = card.button("Confirm").token, card.button("Refuse").token
        assert await house.press(JO, confirm, card.message_id, chat=GROUP) == "The traveller has been told."
        assert house.texts(ANN_CHAT)[-1] == (
            "Goed nieuws: Jo heeft je aanvraag bevestigd: <b>Een <i>boottocht</i></b>. Vragen? Schrijf ze hier."
        )
        assert (shown.labels, shown.text.endswith("✅ <i>Bevestigd</i>")) == ([], True)
        assert (card.labels, card.text.endswith("✅ Confirmed by Jo.")) == ([], True)
        before = len(house.standing(ANN_CHAT))
        for token in (confirm, refuse):
            said = await house.press(SAM, token, card.message_id, chat=GROUP)
            assert said == "Jo has confirmed this already."
        assert len(house.standing(ANN_CHAT)) == before


async def test_refused_with_the_reason_as_it_was_written() -> None:
    """Asked for a reason, Sam replies; Ann reads his words, escaped; a reply after that is told who was first."""
    async with open_house(library=PACK) as house:
        shown, card = await requested(house)
        await house.tap(SAM, card, "Refuse", chat=GROUP)
        prompt = house.standing(GROUP)[-1]
        assert len(await house.rows(OfferRequestRow)) == 1
        assert (await only(house)).state == "open"
        said = await house.say(SAM, "In the <dock> until June", chat=GROUP, reply_to=prompt.message_id)
        assert said == ["The traveller has been told."]
        assert house.texts(ANN_CHAT)[-1] == (
            f"I am sorry, {TITLE} will not work out this time. Sam writes: In the &lt;dock&gt; until June"
        )
        assert (shown.labels, prompt.labels, card.labels) == ([], [], [])
        again = await house.say(JO, "Sold out", chat=GROUP, reply_to=prompt.message_id)
        assert again == ["Sam has refused this already."]
        row = await only(house)
        assert (row.state, row.settled_by, row.reason) == ("refused", "Sam", "In the <dock> until June")


async def test_refused_with_one_of_the_ready_reasons() -> None:
    """A tap is enough; the traveller reads it in a whole sentence."""
    async with open_house(library=PACK) as house:
        _, card = await requested(house)
        await house.tap(JO, card, "Refuse", chat=GROUP)
        prompt = house.standing(GROUP)[-1]
        await house.tap(JO, prompt, "Full", chat=GROUP)
        assert house.texts(ANN_CHAT)[-1].endswith("Jo writes: Unfortunately it is full.")
        assert (prompt.text, prompt.labels) == ("✖️ Refused by Jo: Full", [])


@pytest.mark.parametrize(("length", "state"), [(500, "refused"), (501, "open")])
async def test_a_reason_has_a_length(length: int, state: str) -> None:
    """Five hundred characters reach the traveller, one more does not and the agent hears so."""
    async with open_house(library=PACK) as house:
        _, card = await requested(house)
        await house.tap(JO, card, "Refuse", chat=GROUP)
        prompt = house.standing(GROUP)[-1]
        await house.say(JO, "x" * length, chat=GROUP, reply_to=prompt.message_id)
        assert (await only(house)).state == state


async def test_a_reply_to_the_card_is_an_answer_to_the_traveller() -> None:
    """An agent may first ask what is meant; the request stays open."""
    async with open_house(library=PACK) as house:
        _, card = await requested(house)
        await house.say(JO, "In the morning or at night?", chat=GROUP, reply_to=card.message_id)
        assert house.texts(ANN_CHAT)[-1] == "<b>Jo</b>: In the morning or at night?"
        assert (await only(house)).state == "open"


async def test_an_open_request_can_be_withdrawn() -> None:
    """The agents hear it on the card and below it; then nobody can confirm it; once confirmed it is too late."""
    async with open_house(library=PACK) as house:
        shown, card = await requested(house)
        confirm, withdraw = card.button("Confirm").token, shown.button("Withdraw").token
        await house.tap(ANN_CHAT, shown, "Withdraw")
        assert "Your request is withdrawn" in house.texts(ANN_CHAT)[-1]
        assert ("withdrawn" in card.text, card.labels) == (True, [])
        note = house.standing(GROUP)[-1]
        assert (note.text, note.message.reply_to) == (
            "↩️ The traveller has withdrawn this request.",
            card.message_id,
        )
        assert "withdrawn" in await house.press(JO, confirm, card.message_id, chat=GROUP)
        await house.tap(ANN_CHAT, shown, sentence("rendering.offer_accept"))
        anew = house.find(GROUP, "would like")
        await house.tap(JO, anew, "Confirm", chat=GROUP)
        assert await house.press(ANN_CHAT, withdraw, shown.message_id) == sentence("offer.settled")
        assert (await only(house)).state == "confirmed"


async def test_a_request_withdrawn_before_its_card_left_is_no_card() -> None:
    """The group is slow; the agents are shown nothing that nobody wants any more."""
    async with open_house(library=PACK) as house:
        shown = await boat(house)
        house.channel.refuse[GROUP] = TooFast(retry_after=60, why="too fast")
        await house.tap(ANN_CHAT, shown, sentence("rendering.offer_accept"))
        await house.tap(ANN_CHAT, shown, "Withdraw")
        house.channel.refuse.clear()
        (card,) = [
            row for row in await house.rows(DeliveryRow) if row.chat_id == GROUP and "would like" in row.text
        ]
        assert (card.state, card.reason) == ("skipped", "superseded")


async def test_a_request_waits_for_a_group() -> None:
    """Made while none was bound, it is posted once one is, once."""
    async with open_house(library=PACK) as house:
        shown = await boat(house, agents=False)
        await house.tap(ANN_CHAT, shown, sentence("rendering.offer_accept"))
        assert "as soon as someone at your travel agency is reading" in house.texts(ANN_CHAT)[-1]
        await house.agents()
        for _ in range(2):
            await house.tick()
        assert len([text for text in house.texts(GROUP) if "would like" in text]) == 1
        await house.tap(JO, house.find(GROUP, "would like"), "Confirm", chat=GROUP)
        assert "has confirmed your request" in house.texts(ANN_CHAT)[-1]
        assert "Nothing is booked yet" not in house.find(GROUP, "Confirmed by Jo").text
        assert "lounge" in (await house.say(JO, "/offers nope", chat=GROUP))[0]


@pytest.mark.parametrize("answer", [sentence("rendering.offer_accept"), sentence("rendering.offer_never")])
async def test_taken_or_refused_is_not_offered_again(answer: str) -> None:
    """Neither on this trip's next occasion nor, once refused, on another trip; another offer still comes."""
    async with open_house(library=PACK) as house:
        await house.tap(ANN_CHAT, await boat(house), answer)
        await house.move(BOAT_THERE_AT)
        assert await came(house, "boat_there") == []
        await house.move(LOUNGE_AT)
        assert await came(house, "lounge") == [("sent", "")]


async def test_never_holds_on_other_trips_too() -> None:
    """Ann said never before Lisbon; before Italy the boat is not offered."""
    async with open_house(library=PACK) as house:
        await house.tap(ANN_CHAT, await boat(house), sentence("rendering.offer_never"))
        await house.add_trip(italy_round_trip())
        await house.join(ANN_CHAT, reference="ITALY-2")
        for day in range(120):
            await house.move(BOAT_AT + timedelta(days=day, hours=1))
        assert await came(house, "boat") == [("sent", "")]


async def test_never_leads_to_no_offers_at_all() -> None:
    """After "not for me" one more tap ends them all; the offer shows what was said."""
    async with open_house(library=PACK) as house:
        shown = await boat(house)
        await house.tap(ANN_CHAT, shown, sentence("rendering.offer_never"))
        assert (shown.labels, sentence("offer.state_never") in shown.text) == ([], True)
        await house.tap(ANN_CHAT, house.standing(ANN_CHAT)[-1], sentence("offer.none_at_all"))
        assert (await house.chat_row(ANN_CHAT)).offers is False
        await house.move(LOUNGE_AT)
        assert await came(house, "lounge") == [("skipped", "no_consent")]


async def test_not_now_is_asked_once_more_and_then_never() -> None:
    """Content has a second occasion for the boat: it comes there, and a second "not now" is no."""
    thrice = little_pack(
        stages__a__boat_last="id: boat_last\nkind: offer\nclass: marketing\noffer: boat\n"
        'when: {anchor: arrival, offset: 4d, at: "17:00"}\ntext: {en: Last call, nl: Laatste kans}\n'
    )
    async with open_house(library=thrice) as house:
        first = await boat(house)
        token = first.button(sentence("rendering.offer_later")).token
        for _ in range(2):  # a double tap says it once
            await house.press(ANN_CHAT, token, first.message_id)
        assert (first.labels, sentence("rendering.offer_later") in first.text) == (
            [sentence("rendering.offer_details"), sentence("rendering.offer_accept")],
            True,
        )
        await house.move(BOAT_THERE_AT)
        second = house.standing(ANN_CHAT)[-1]
        assert (second.message_id != first.message_id, "Would you like a boat?" in second.text) == (
            True,
            True,
        )
        await house.tap(ANN_CHAT, second, sentence("rendering.offer_later"))
        assert [row.state for row in await house.rows(OfferRow)] == ["never"]
        await house.move(BOAT_THERE_AT + timedelta(days=3))
        assert await came(house, "boat_last") == []


async def test_foreign_and_forgotten_taps_ask_for_nothing() -> None:
    """Bruno's chat cannot accept for Ann; a card of a forgotten trip confirms nothing."""
    async with open_house(library=PACK) as house:
        shown, card = await requested(house)
        await house.join(BRUNO_CHAT, "bruno-de-vries")
        token = shown.button("Withdraw").token
        assert sentence("tap.invalid") in await house.press(BRUNO_CHAT, token, shown.message_id)
        assert (await only(house)).state == "open"
        async with house.runtime.database.write() as session:
            await forget_trip(session, 1)
        assert sentence("tap.invalid") in await house.tap(JO, card, "Confirm", chat=GROUP)
        assert await house.rows(OfferRequestRow) == []


async def test_what_was_answered_while_it_waited_is_not_sent() -> None:
    """The second boat waits for the morning; at night Ann says never under the first: it is skipped at the claim."""
    at_night = little_pack(
        stages__a__boat_night="id: boat_night\nkind: offer\nclass: marketing\noffer: boat\n"
        'when: {anchor: departure, offset: -19d, at: "22:00"}\ntext: {en: Night, nl: Nacht}\n'
    )
    async with open_house(library=at_night) as house:
        shown = await boat(house)
        await house.move(BOAT_AT + timedelta(days=1, hours=5))
        assert await came(house, "boat_night") == [("queued", "quiet_hours")]
        await house.tap(ANN_CHAT, shown, sentence("rendering.offer_never"))
        await house.move(BOAT_AT + timedelta(days=2))
        assert await came(house, "boat_night") == [("skipped", "already_sent")]


async def test_the_agents_see_what_became_of_each_offer() -> None:
    """One query counts what was sent, tapped, requested, confirmed and refused; /offers shows it."""
    async with open_house(library=PACK) as house:
        _, card = await requested(house)
        await house.tap(JO, card, "Confirm", chat=GROUP)
        await house.move(LOUNGE_AT)
        assert await counted(house) == [
            Conversion(offer="boat", offered=1, seen=1, accepted=1, confirmed=1, refused=0),
            Conversion(offer="lounge", offered=1, seen=0, accepted=0, confirmed=0, refused=0),
        ]
        assert await house.say(JO, "/offers", chat=GROUP) == [
            "<b>Offers</b> · sent · tapped · requested · confirmed · refused\n"
            "A boat <i>trip</i>: 1 · 1 · 1 · 1 · 0\n"
            "Lounge: 1 · 0 · 0 · 0 · 0"
        ]


async def test_without_consent_nothing_is_offered() -> None:
    """Marketing asks first, and silence is no."""
    async with open_house(library=PACK) as house:
        await house.join(ANN_CHAT)
        await house.move(BOAT_AT)
        assert await came(house, "boat") == [("skipped", "no_consent")]
