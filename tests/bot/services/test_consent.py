"""Consent to offers, and quiet: asked, kept, shown where it was asked, taken back."""

from __future__ import annotations

from tests.support.chats import ANN_CHAT, open_house, sentence
from tests.support.little_pack import little_pack

PACK = little_pack()


async def test_consent_is_kept_and_shown_where_it_was_asked() -> None:
    """The question makes room for the answer; /privacy turns it back."""
    async with open_house(library=PACK) as house:
        await house.join(ANN_CHAT)
        asked = house.find(ANN_CHAT, sentence("consent.ask"))
        await house.tap(ANN_CHAT, asked, sentence("consent.yes"))
        assert (await house.chat_row(ANN_CHAT)).offers is True
        assert sentence("consent.thanks_yes") in asked.text
        await house.say(ANN_CHAT, "/privacy")
        await house.tap(ANN_CHAT, house.standing(ANN_CHAT)[-1], sentence("consent.no"))
        assert (await house.chat_row(ANN_CHAT)).offers is False


async def test_stop_is_quiet_and_start_resumes() -> None:
    """/stop takes consent back and says what still comes; /start lifts the quiet but not the refusal of offers."""
    async with open_house(library=PACK) as house:
        await house.join(ANN_CHAT)
        stopped = await house.say(ANN_CHAT, "/stop")
        row = await house.chat_row(ANN_CHAT)
        assert sentence("stop.done") in stopped[0]
        assert (row.offers, row.stopped_at is not None) == (False, True)
        assert sentence("stop.resumed") in (await house.say(ANN_CHAT, "/start"))[0]
        row = await house.chat_row(ANN_CHAT)
        assert (row.offers, row.stopped_at) == (False, None)
