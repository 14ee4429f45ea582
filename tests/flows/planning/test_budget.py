"""Classes, lanes and caps."""

from __future__ import annotations

from datetime import timedelta

from flows.library.touchpoint import MessageClass
from flows.planning.budget import CLASSES, Caps, Promise, Slot, lane, next_slot
from flows.planning.due import Reason
from tests.support.trips import utc

SERVICE, MARKETING, OPERATIONAL = MessageClass.SERVICE, MessageClass.MARKETING, MessageClass.OPERATIONAL
NOON = utc("2027-05-12T12:00")
HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)


def test_lanes_are_in_order_of_weight() -> None:
    """Safety goes first, broadcasts behind all else, but a safety broadcast takes the safety lane."""
    assert [lane(kind) for kind in MessageClass] == [0, 1, 2, 3, 4]
    assert lane(OPERATIONAL, broadcast=True) == 5
    assert lane(MessageClass.SAFETY, broadcast=True) == 0


def test_only_gentle_classes_are_sent_at_most_once() -> None:
    """What matters goes again when nobody knows whether it arrived."""
    once = {kind for kind in MessageClass if CLASSES[kind].promise is Promise.AT_MOST_ONCE}
    assert once == {SERVICE, MARKETING}


def test_two_hours_apart() -> None:
    """One second before two hours it waits, at two hours it goes."""
    sent = ((SERVICE, NOON),)
    assert next_slot(SERVICE, sent, now=NOON + 2 * HOUR - SECOND) == Slot(
        at=NOON + 2 * HOUR, reason=Reason.TOO_CLOSE
    )
    assert next_slot(SERVICE, sent, now=NOON + 2 * HOUR) is None


def test_three_a_day() -> None:
    """The fourth waits until the first of the three is a day old."""
    sent = ((MARKETING, NOON + 3 * HOUR), (SERVICE, NOON), (SERVICE, NOON + 6 * HOUR))
    assert next_slot(SERVICE, sent, now=NOON + 24 * HOUR - SECOND) == Slot(
        at=NOON + 24 * HOUR, reason=Reason.DAY_FULL
    )
    assert next_slot(SERVICE, sent, now=NOON + 24 * HOUR) is None


def test_one_offer_a_day() -> None:
    """A second offer waits a day, however few service messages there were."""
    sent = ((MARKETING, NOON),)
    assert next_slot(MARKETING, sent, now=NOON + 24 * HOUR - SECOND) == Slot(
        at=NOON + 24 * HOUR, reason=Reason.DAY_FULL
    )
    assert next_slot(MARKETING, sent, now=NOON + 24 * HOUR) is None
    assert next_slot(SERVICE, sent, now=NOON + 3 * HOUR) is None


def test_three_offers_a_week() -> None:
    """The fourth offer waits until the first is a week old."""
    sent = tuple((MARKETING, NOON + days * 24 * HOUR) for days in (0, 2, 4))
    assert next_slot(MARKETING, sent, now=NOON + 168 * HOUR - SECOND) == Slot(
        at=NOON + 168 * HOUR, reason=Reason.WEEK_FULL
    )
    assert next_slot(MARKETING, sent, now=NOON + 168 * HOUR) is None


def test_what_is_not_capped_neither_waits_nor_counts() -> None:
    """Operational messages take no room and need none."""
    sent = tuple((OPERATIONAL, NOON) for _ in range(9))
    assert next_slot(SERVICE, sent, now=NOON) is None
    assert next_slot(OPERATIONAL, ((SERVICE, NOON),), now=NOON) is None


def test_the_last_limit_gives_the_reason() -> None:
    """Where several limits hold, the slot is when the last gives way."""
    sent = tuple((SERVICE, NOON + hours * HOUR) for hours in (0, 11, 23))
    assert next_slot(SERVICE, sent, now=NOON + 23.5 * HOUR) == Slot(
        at=NOON + 25 * HOUR, reason=Reason.TOO_CLOSE
    )


def test_an_agency_sets_its_own_caps() -> None:
    """The numbers are arguments."""
    assert next_slot(SERVICE, ((SERVICE, NOON),), now=NOON + HOUR, caps=Caps(apart=HOUR)) is None
