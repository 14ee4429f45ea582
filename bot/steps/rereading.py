"""Does a message that stands in a chat still read well with the facts of today? Else it only says that it no longer holds.

Asked of what was found false. Not here: what is false (bot.steps.quoting), and how it is put right (bot.steps.correcting).
"""

from __future__ import annotations

from datetime import datetime

from bot.steps.quoting import then
from bot.steps.situation import Situation
from bot.storage.deliveries import DeliveryRow
from flows.library.touchpoint import Touchpoint
from flows.planning.conditions import objection
from flows.planning.facts import Facts
from flows.planning.group import groups
from flows.planning.occasions import occasions
from flows.planning.once import by_day
from flows.trips.edges import DEFAULT
from flows.trips.evidence import Stage
from flows.trips.moments import Moment
from flows.trips.times import zone_info

BE_THERE = ".be_there"
"""Placeholders that say when to be where a leg leaves."""


def reads_well(row: DeliveryRow, touchpoint: Touchpoint, found: Situation) -> bool:
    """True where its words, with the values of `found`, are as true as on the day they were written."""
    return not (
        _another_day(row, touchpoint, found)
        or _is_there(row, touchpoint, found)
        or _is_for_others(row, touchpoint, found)
    )


def anchor_of(row: DeliveryRow, touchpoint: Touchpoint, found: Situation) -> datetime | None:
    """The instant that it is about, as it is now."""
    moment = _moment(row, touchpoint, found)
    return moment.at if moment is not None else None


def _moment(row: DeliveryRow, touchpoint: Touchpoint, found: Situation) -> Moment | None:
    facts = then(found, row).facts_of(tuple(row.travellers), row.occurrence or "")
    named = facts.life.of(touchpoint.when.anchor)
    own = [one for one in named if one.occurrence == row.occurrence]
    return next(iter(own or named), None)


def _another_day(row: DeliveryRow, touchpoint: Touchpoint, found: Situation) -> bool:
    """Were its words written for another day than the one that it is about now, or is read on ("tomorrow", "nine weeks to
    go")?"""
    zone = zone_info(found.zone or "UTC")
    read = row.settled_at if touchpoint.relative else None
    if read is not None and read.astimezone(zone).date() != found.now.astimezone(zone).date():
        return True
    if row.anchor_at is None or not touchpoint.when.is_before:
        return False
    anchor = anchor_of(row, touchpoint, found)
    if anchor is None:
        return True
    return anchor.astimezone(zone).date() != row.anchor_at.astimezone(zone).date()


def _is_there(row: DeliveryRow, touchpoint: Touchpoint, found: Situation) -> bool:
    """Does it say when to be there to one who set out, by the old times or the new? The news itself says how long to wait."""
    if not any(name.endswith(BE_THERE) for name in row.facts) or touchpoint.stages <= {Stage.IN_TRANSIT}:
        return False
    if found.estimate_of(row.travellers).stage is Stage.IN_TRANSIT:
        return True
    moment = _moment(row, touchpoint, found)
    if moment is None or moment.segment is None or row.anchor_at is None:
        return False
    return row.anchor_at - DEFAULT.lead(moment.segment.kind) <= found.now


def _is_for_others(row: DeliveryRow, touchpoint: Touchpoint, found: Situation) -> bool:
    """Is it no longer for them by its own conditions: of another hour of the day, another way, another length?"""
    if not touchpoint.audience.asked:
        return False
    parties = groups(found.trip, found.recipient, found.evidence, now=found.now, lives=found.lives)
    apart = len(parties) > 1 and by_day(touchpoint)
    about = next(
        (one for one in occasions(touchpoint.per, parties, by_day=apart) if one.occurrence == row.occurrence),
        None,
    )
    if about is None:
        return False
    facts = Facts(about, found.library, lookups=found.lookups, travel_minutes=found.recipient.travel_minutes)
    return bool(objection(touchpoint.audience, facts))
