"""/who REF: one trip with all that an agent asks of it, and an agent's word on its personas."""

from __future__ import annotations

import pytest

from bot.i18n import staff_wording
from bot.storage.trips import trip_by_reference
from tests.support.chats import ANN_CHAT, BRUNO_CHAT, GROUP, JO, House, open_house, sentence


async def shown(house: House, typed: str = "/who LISBON-4") -> str:
    """What the group reads."""
    return (await house.say(JO, typed, chat=GROUP))[0]


async def corrections(house: House) -> dict[str, bool]:
    """What agents said about the trip's personas."""
    async with house.runtime.database.read() as session:
        row = await trip_by_reference(session, "LISBON-4")
    assert row is not None
    return dict(row.trip.corrections)


async def test_the_party_stands_with_stage_time_and_chat() -> None:
    """Everyone by name with stage and local time; who has a chat, who reads along, who has not joined."""
    async with open_house() as house:
        await house.agents()
        told = await shown(house, "/who lisbon-4")
        assert "<b>LISBON-4</b> · 4 travellers" in told
        assert told.count(sentence("dossier.not_joined")) == 2  # the children have no chat of their own
        await house.join(ANN_CHAT)
        await house.join(BRUNO_CHAT, "bruno-de-vries", language="nl")
        told = await shown(house)
        assert "<b>Ann de Vries (booked)</b> · in between" in told
        assert "Mon 1 Feb, 11:00" in told
        assert ("chat in en" in told, "chat in nl" in told) == (True, True)
        assert told.count(f"{sentence('dossier.served')} Ann") == 2
        assert "<b>Chiara de Vries (child)</b>" in told


async def test_what_keeps_messages_away_is_shown() -> None:
    """Consent, hold, /stop and a block each have their word."""
    async with open_house() as house:
        await house.agents()
        await house.join(ANN_CHAT)
        assert sentence("dossier.offers_unasked") in await shown(house)
        await house.tap(ANN_CHAT, house.find(ANN_CHAT, sentence("consent.ask")), sentence("consent.yes"))
        await house.say(JO, "/hold LISBON-4", chat=GROUP)
        told = await shown(house)
        assert (
            sentence("dossier.offers_yes") in told,
            "✋ Jo has the talk until Mon 1 Feb, 15:00" in told,
        ) == (True, True)
        await house.say(ANN_CHAT, "/stop")
        await house.membership(ANN_CHAT, "kicked")
        told = await shown(house)
        assert (sentence("dossier.stopped") in told, sentence("dossier.blocked") in told) == (True, True)


async def test_personas_come_with_their_because() -> None:
    """The family is one for a reason."""
    async with open_house() as house:
        await house.agents()
        assert "🧭 family with young children: the youngest is 5 on the day of departure" in await shown(
            house
        )


async def test_an_agents_word_on_personas_wins_and_stays() -> None:
    """Added and taken away at once, in any order, and again the other way; the booking read anew does not undo it."""
    async with open_house() as house:
        await house.agents()
        told = await shown(house, "/who LISBON-4 +business -family")
        assert ("🧭 business: an agent said so" in told, "🧭 not: family" in told) == (True, True)
        assert await corrections(house) == {"business": True, "family": False}
        await shown(house, "/who LISBON-4 -BUSINESS")
        assert await corrections(house) == {"business": False, "family": False}


@pytest.mark.parametrize("typed", ["+rich", "business", "+", "--couple"])
async def test_a_word_that_is_no_persona_changes_nothing(typed: str) -> None:
    """The group hears which ones there are."""
    async with open_house() as house:
        await house.agents()
        told = await shown(house, f"/who LISBON-4 +couple {typed}")
        assert (sentence("dossier.persona_unknown") in told, "own_car" in told) == (True, True)
        assert await corrections(house) == {}


async def test_an_unknown_reference_is_named() -> None:
    """And nothing else is said."""
    async with open_house() as house:
        await house.agents()
        assert await shown(house, "/who NOPE") == staff_wording("en").say(
            "desk.reference_unknown", reference="NOPE"
        )


async def test_conditions_still_list_who_is_where() -> None:
    """/who with conditions, or bare, is the list it was."""
    async with open_house() as house:
        await house.agents()
        await house.join(ANN_CHAT)
        for typed in ("/who", "/who ref=LISBON-4", "/who stage=in_between"):
            assert "Ann de Vries +3 · LISBON-4" in await shown(house, typed)
