"""A card in the agents' group is decided once: whoever taps it before it has changed for them changes nothing more."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial

from tests.support.chats import ANN_CHAT, BRUNO_CHAT, GROUP, JO, House, open_house, sentence
from tests.support.trips import BRUNO

SETTLED = sentence("broadcast.settled")


def taps(house: House, *labels: str) -> list[Callable[[], Awaitable[str]]]:
    """Jo's taps on the newest card as it stands now, whatever becomes of it meanwhile."""
    card = house.standing(GROUP)[-1]
    tokens = [card.button(label).token for label in labels]
    return [partial(house.press, JO, token, card.message_id, chat=GROUP) for token in tokens]


async def test_a_surprise_is_released_once() -> None:
    """A second yes welcomes nobody anew, and a late Cancel does not say that nothing was done."""
    async with open_house() as house:
        await house.agents()
        await house.say(JO, "/party LISBON-4 surprise Bruno", chat=GROUP)
        await house.tap(JO, house.standing(GROUP)[-1], "Yes, do it", chat=GROUP)
        await house.join(BRUNO_CHAT, BRUNO.id)
        await house.say(JO, "/party LISBON-4 release Bruno", chat=GROUP)
        yes, cancel = taps(house, "Yes, do it", "Cancel")
        assert await yes() == ""
        told = (house.texts(BRUNO_CHAT), house.texts(GROUP))
        assert "the secret is out" in "".join(told[0])
        assert [await yes(), await cancel()] == [SETTLED, SETTLED]
        assert (house.texts(BRUNO_CHAT), house.texts(GROUP)) == told


async def test_an_unbinding_is_decided_once() -> None:
    """A Cancel that comes behind does not say that the chat was left alone."""
    async with open_house() as house:
        await house.agents()
        await house.join(ANN_CHAT)
        await house.say(JO, "/unbind LISBON-4 Ann", chat=GROUP)
        confirm, cancel = taps(house, "Unbind", "Cancel")
        assert await confirm() == ""
        told = house.texts(GROUP)
        assert await cancel() == SETTLED
        assert house.texts(GROUP) == told
