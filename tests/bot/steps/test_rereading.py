"""What a change makes false is worded anew only where its words still read well; else it says that it no longer holds."""

from __future__ import annotations

from dataclasses import replace

from bot.storage.deliveries import DeliveryRow
from flows.trips.trip import Place, Trip
from tests.support.changed import later, segments
from tests.support.chats import ANN_CHAT, House, open_house, sentence
from tests.support.memory import Standing
from tests.support.trips import utc

OUTDATED, UPDATED = sentence("delivery.outdated"), "<i>Updated"


def porto() -> Trip:
    """The same days, elsewhere in the country."""

    def there(place: Place) -> Place:
        if place.country != "PT":
            return place
        return replace(place, name="Porto", city="Porto", iata="OPO", metro="OPO")

    return segments(lambda one: replace(one, origin=there(one.origin), destination=there(one.destination)))


async def sent(house: House, touchpoint: str) -> Standing:
    """How the message of a touchpoint stands in Ann's chat."""
    (row,) = [one for one in await house.rows(DeliveryRow) if one.touchpoint == touchpoint]
    return next(one for one in house.standing(ANN_CHAT) if one.message_id == row.message_id)


async def test_words_for_another_hour_are_not_given_new_times() -> None:
    """Who was told to set two alarms and flies later by now is not told so with the new hours; changed back, it holds again."""
    async with open_house() as house:
        early = later("2027-05-12T06:40", lands="2027-05-12T08:45")
        await house.join(ANN_CHAT)
        await house.add_trip(early)
        await house.live(utc("2027-05-10T15:00"))
        standing = await sent(house, "early_departure")
        assert "06:40" in standing.text
        await house.add_trip(later("2027-05-12T09:40", lands="2027-05-12T11:45"))
        await house.tick()
        assert (OUTDATED in standing.text, "09:40" in standing.text) == (True, False)
        await house.add_trip(later("2027-05-12T10:40", lands="2027-05-12T12:45"))
        await house.tick()
        assert (OUTDATED in standing.text, "10:40" in standing.text) == (True, False)
        await house.add_trip(early)
        await house.tick()
        assert (OUTDATED in standing.text, "06:40" in standing.text) == (False, True)


async def test_an_hour_of_the_same_kind_is_worded_anew() -> None:
    """A departure that stays one of the small hours gets its new times where the message stands."""
    async with open_house() as house:
        await house.join(ANN_CHAT)
        await house.add_trip(later("2027-05-12T06:40", lands="2027-05-12T08:45"))
        await house.live(utc("2027-05-10T15:00"))
        standing = await sent(house, "early_departure")
        await house.add_trip(later("2027-05-12T05:50", lands="2027-05-12T07:55"))
        await house.tick()
        assert (UPDATED in standing.text, "05:50" in standing.text) == (True, True)


async def test_what_counts_the_weeks_is_not_dated_anew() -> None:
    """ "Nine weeks to go" is not said again with another place eight days before leaving."""
    async with open_house() as house:
        await house.join(ANN_CHAT)
        await house.live(utc("2027-05-04T10:00"))
        standing = await sent(house, "home_meanwhile")
        assert "Lisbon" in standing.text
        await house.add_trip(porto())
        await house.tick()
        assert (OUTDATED in standing.text, UPDATED in standing.text, "Porto" in standing.text) == (
            True,
            False,
            False,
        )


async def test_who_set_out_is_not_told_when_to_be_there() -> None:
    """At the airport already, a later departure does not put another hour to be there into yesterday's message."""
    async with open_house() as house:
        await house.join(ANN_CHAT)
        await house.live(utc("2027-05-12T06:00"))
        standing = await sent(house, "check_in")
        assert "06:40" in standing.text
        await house.add_trip(later("2027-05-12T15:40", lands="2027-05-12T17:45"))
        await house.tick()
        assert (OUTDATED in standing.text, "12:40" in standing.text) == (True, False)
        await house.add_trip(later("2027-05-12T16:10", lands="2027-05-12T18:15"))
        await house.tick()
        assert (OUTDATED in standing.text, "13:10" in standing.text) == (True, False)
