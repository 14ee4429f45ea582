"""A change makes nobody catch up with what they had: nothing goes before the news that waits, and no digest repeats."""

from __future__ import annotations

from bot.services.editing import edit
from bot.storage.deliveries import DeliveryRow
from flows.trips.edits import CancelTrip, DropTraveller, ReinstateTrip, Split
from tests.support.chats import ANN_CHAT, BRUNO_CHAT, GROUP, JO, House, open_house, sentence, wording
from tests.support.trips import utc

ON_AGAIN, WAITS = wording("trip_reinstated"), sentence("release.preview")
SEND, NEVER = sentence("release.send"), sentence("release.never")
CANCELLED, REINSTATED = utc("2027-05-10T11:00"), utc("2027-05-11T10:00")


async def planned(house: House, chat: int = ANN_CHAT) -> list[str]:
    """The touchpoints that came into a chat, digests among them, in order."""
    rows = [one for one in await house.rows(DeliveryRow) if one.chat_id == chat and one.touchpoint]
    return [one.touchpoint for one in rows if one.state == "sent" and one.edit_of is None]


async def off_and_on(house: House, *, told: bool = True) -> None:
    """Ann has joined with her family; all of it is cancelled, and a day later it is on again. told: she heard of it."""
    await house.agents()
    await house.join(ANN_CHAT)
    await house.live(CANCELLED)
    await edit(house.runtime, "LISBON-4", [CancelTrip()], by="Jo")
    await house.tick()
    if told:
        await house.tap(JO, house.find(GROUP, WAITS), SEND, chat=GROUP)
    await house.live(REINSTATED)


async def test_nothing_leaves_before_the_word_that_it_goes_ahead() -> None:
    """Reinstated and not released: her chat hears nothing for hours, then the word itself, and after it once what came due
    in the meantime; nothing that she had comes again."""
    async with open_house() as house:
        await off_and_on(house)
        before = await planned(house)
        await edit(house.runtime, "LISBON-4", [ReinstateTrip()], by="Jo")
        await house.live(utc("2027-05-11T14:00"))
        assert await planned(house) == before
        await house.tap(JO, house.find(GROUP, WAITS), SEND, chat=GROUP)
        await house.live(utc("2027-05-11T14:10"))
        since = (await planned(house))[len(before) :]
        assert (since[0], since.count("digest")) == ("trip_reinstated", 1)
        folded = [one.touchpoint for one in await house.rows(DeliveryRow) if one.reason == "in_digest"]
        assert set(folded).isdisjoint(before)


async def test_the_preview_names_what_follows_the_word() -> None:
    """What came due while it was off is listed with the word for which it waits, the digest too; none of it goes by itself."""
    async with open_house() as house:
        await off_and_on(house)
        seen = await edit(house.runtime, "LISBON-4", [ReinstateTrip()], by="Jo", dry_run=True)
        asked = [one.touchpoint for one in seen.following if one.how == "asked"]
        assert ("trip_reinstated" in asked, "digest" in asked) == (True, True)
        assert [one.touchpoint for one in seen.following if one.how == "now"] == []


async def test_where_the_word_is_never_the_plan_goes_on() -> None:
    """The agents tell them by phone: Never, and the trip's own messages come."""
    async with open_house() as house:
        await off_and_on(house)
        await edit(house.runtime, "LISBON-4", [ReinstateTrip()], by="Jo")
        await house.live(utc("2027-05-11T14:00"))
        await house.tap(JO, house.find(GROUP, WAITS), NEVER, chat=GROUP)
        await house.live(utc("2027-05-11T18:00"))
        came = await planned(house)
        assert ("trip_reinstated" in came, "route_and_times" in came) == (False, True)


async def test_who_travels_otherwise_by_now_gets_no_digest() -> None:
    """Ann flies no longer, out or back: what is for those who drive was not late for her, and comes as no catch-up."""
    async with open_house() as house:
        await house.agents()
        await house.join(ANN_CHAT)
        await house.join(BRUNO_CHAT, "bruno-de-vries")
        await house.live(utc("2027-05-04T10:00"))
        before = await planned(house)
        await edit(
            house.runtime,
            "LISBON-4",
            [Split(segments=("out", "back"), travellers=("bruno-de-vries",))],
            by="Jo",
        )
        await house.live(utc("2027-05-04T11:00"))
        assert "digest" not in (await planned(house))[len(before) :]


async def test_a_new_lead_is_not_told_what_the_lead_had() -> None:
    """Ann drops out and Bruno is the lead: what Ann was told for all of them months ago does not come to him in a digest."""
    async with open_house() as house:
        await house.agents()
        await house.join(ANN_CHAT)
        await house.join(BRUNO_CHAT, "bruno-de-vries")
        await house.live(utc("2027-05-04T10:00"))
        before = await planned(house, BRUNO_CHAT)
        await edit(house.runtime, "LISBON-4", [DropTraveller(traveller="Ann")], by="Jo")
        await house.live(utc("2027-05-04T11:00"))
        assert "digest" not in (await planned(house, BRUNO_CHAT))[len(before) :]
