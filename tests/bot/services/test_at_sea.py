"""A cruise: what was queued while nobody could be reached is of no use once they have landed (S23)."""

from __future__ import annotations

from bot.services import planning
from bot.storage.deliveries import DeliveryRow
from flows.planning.due import Reason
from flows.trips.trip import Place
from tests.support.chats import ANN_CHAT, open_house
from tests.support.trips import flight, stay, trip, utc, visit

SHIP = Place(name="MS Thetis", city="MS Thetis", zone="Europe/Athens")
FIRST = Place(name="Valletta", city="Valletta", country="MT", zone="Europe/Malta")
SECOND = Place(name="Kuşadası", city="Kuşadası", country="TR", zone="Europe/Istanbul")
CRUISE = trip(
    flight("KL1697", "AMS", "LIS", "2027-06-12T09:30", "2027-06-12T11:45"),
    stay("MS Thetis", SHIP, "2027-06-12T16:00", "2027-06-19T09:00"),
    visit("Port call Valletta", FIRST, "2027-06-14T10:00", "2027-06-14T18:00"),
    visit("Port call Kuşadası", SECOND, "2027-06-17T08:00", "2027-06-17T16:00"),
    flight("KL1698", "LIS", "AMS", "2027-06-19T14:40", "2027-06-19T18:15"),
    reference="SEA-2",
)


async def test_a_port_call_that_has_begun_is_not_announced() -> None:
    """The bot stood still from the afternoon before until they were ashore: the reminder of that port is skipped as
    useless and stands in no digest, the next one comes at ship time."""
    async with open_house(trip=CRUISE, now=utc("2027-05-01T10:00")) as house:
        await house.join(ANN_CHAT, reference="SEA-2")
        await house.live(utc("2027-06-13T13:00"))
        before = len(house.texts(ANN_CHAT))
        await house.move(utc("2027-06-14T08:00"))  # 10:00 in Valletta
        assert [text for text in house.texts(ANN_CHAT)[before:] if "Valletta" in text] == []
        await house.live(utc("2027-06-16T14:30"))
        reminders = [one for one in await house.rows(DeliveryRow) if one.touchpoint == "visit_reminder"]
        assert [(one.planned_at, one.zone) for one in reminders] == [
            (utc("2027-06-16T17:00+03:00"), "Europe/Athens")
        ]


async def test_what_was_queued_at_sea_is_not_said_after_landfall() -> None:
    """Queued the evening before, and the sender stood still until the port call had begun: it ends skipped."""
    async with open_house(trip=CRUISE, now=utc("2027-05-01T10:00")) as house:
        await house.join(ANN_CHAT, reference="SEA-2")
        await house.live(utc("2027-06-13T13:59:59"))
        house.clock.move(utc("2027-06-13T14:00"))
        await planning.plan_due(house.runtime)
        house.clock.move(utc("2027-06-14T08:00"))
        await house.tick()
        (row,) = [one for one in await house.rows(DeliveryRow) if one.touchpoint == "visit_reminder"]
        assert (row.state, row.reason) == ("skipped", Reason.USELESS)
