"""One phone for a party of whom two follow days later: what is said of the hotel that they share (S13)."""

from __future__ import annotations

from bot.services import documents
from bot.services.documents import Paper, Shelf
from bot.storage.deliveries import DeliveryRow, State
from flows.talk.length import visible_text
from flows.trips.trip import Trip
from tests.support.chats import ANN_CHAT, House, open_house
from tests.support.trips import ANN, BRUNO, CHIARA, DAN, flight, stay, train, trip, utc

VOUCHER = Paper(name="voucher.pdf", content=b"%PDF voucher")


def followed() -> Trip:
    """Ann and Dan fly on the 12th, Bruno and Chiara come by train on the 15th; one hotel, one way home, Ann's phone."""
    return trip(
        flight(
            "KL1227", "AMS", "CDG", "2027-05-12T09:40", "2027-05-12T11:00", travellers=(ANN, DAN), id="out"
        ),
        train(
            "9322",
            "AMS",
            "CDG",
            "2027-05-15T12:15",
            "2027-05-15T15:20",
            travellers=(BRUNO, CHIARA),
            id="train",
        ),
        stay("Hôtel du Marais", "CDG", "2027-05-12", "2027-05-19", id="hotel"),
        flight("KL1244", "CDG", "AMS", "2027-05-19T16:25", "2027-05-19T17:45", id="back"),
        reference="LISBON-4",
        travellers=(ANN, BRUNO, CHIARA, DAN),
    )


async def told(house: House, touchpoint: str) -> list[tuple[str, list[str], str]]:
    """The hour (UTC) at which each went, whom it was for, and its occurrence."""
    rows = [one for one in await house.rows(DeliveryRow) if isinstance(one, DeliveryRow)]
    return [
        (
            f"{one.settled_at:%dT%H}",
            sorted(name.partition("-")[0] for name in one.travellers),
            one.occurrence or "",
        )
        for one in rows
        if one.touchpoint == touchpoint and one.state == State.SENT and one.settled_at is not None
    ]


async def test_each_pair_has_the_voucher_at_their_own_check_in() -> None:
    """The second one names those who come, and the file is not sent twice."""
    async with open_house(trip=followed(), now=utc("2027-05-01T10:00")) as house:
        await house.join(ANN_CHAT)
        shelf = await documents.add(house.runtime, "LISBON-4", [VOUCHER], segment="marais", name="Voucher")
        assert isinstance(shelf, Shelf), shelf
        await house.live(utc("2027-05-16T10:00"))
        assert await told(house, "stay_voucher") == [
            ("12T12", ["ann", "dan"], "hotel"),
            ("15T12", ["bruno", "chiara"], "hotel@2027-05-15"),
        ]
        shown = [visible_text(text) for text in house.texts(ANN_CHAT) if "To show at" in text]
        assert ["Bruno" in text and "Voucher" in text for text in shown] == [False, True]
        assert [one.text for one in house.standing(ANN_CHAT) if one.message.attachment is not None] == [
            "Voucher · Hôtel du Marais"
        ]


async def test_each_pair_reads_where_they_stay_with_their_own_day() -> None:
    """Two days before each leaves; the day of leaving is one message for all four."""
    async with open_house(trip=followed(), now=utc("2027-05-01T10:00")) as house:
        await house.join(ANN_CHAT)
        await house.live(utc("2027-05-19T12:00"))
        shown = [visible_text(text) for text in house.texts(ANN_CHAT) if "Check-in: " in text]
        assert [("12 May" in text, "15 May" in text) for text in shown] == [(True, False), (False, True)]
        assert [people for _, people, _ in await told(house, "check_out")] == [
            ["ann", "bruno", "chiara", "dan"]
        ]
