"""Touchpoints for tests, in one line each, and recipients who hear them.

Not here: trips (trips), whole content packs.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from flows.library.library import Library
from flows.library.text import Text
from flows.library.touchpoint import MessageClass, Per, Touchpoint, TouchpointKind, When
from flows.planning.due import Past, Plan, PlanningSettings, Recipient
from flows.planning.planner import Told, plan
from flows.trips.evidence import Stage
from flows.trips.trip import Trip

PLAIN = Text(forms={"en": {"other": "Hello, {traveller.first_name}!"}})


def when(anchor: str, offset: str = "0", at: str | None = None) -> When:
    """when("departure", "-5d", "18:00"), when("arrival", "+60m"), when("departure", "-3h")."""
    count, unit = int(offset[:-1] or 0), offset[-1]
    clock = time.fromisoformat(at) if at else None
    if unit == "d":
        return When(anchor=anchor, days=count, at=clock)
    delta = timedelta(hours=count) if unit == "h" else timedelta(minutes=count if unit == "m" else 0)
    return When(anchor=anchor, delta=delta, at=clock)


def touchpoint(id: str, anchor: str, offset: str = "0", at: str | None = None, **more: Any) -> Touchpoint:
    """touchpoint("packing", "departure", "-5d", "18:00", stages={Stage.BEFORE_DEPARTURE}, late=Late.DIGEST)."""
    stages = frozenset(more.pop("stages", ()))
    directions = frozenset(more.pop("directions", ()))
    return Touchpoint(
        id=id,
        kind=more.pop("kind", TouchpointKind.INFO),
        message_class=more.pop("message_class", MessageClass.SERVICE),
        when=when(anchor, offset, at),
        text=PLAIN,
        stages=stages,
        directions=directions,
        **more,
    )


def recipient(trip: Trip, *travellers: str, known: datetime | None = None) -> Recipient:
    """The first of these travellers (all of the trip unless given) with a chat that serves them, known since booked."""
    served = travellers or tuple(person.id for person in trip.travellers)
    return Recipient(holder=served[0], travellers=served, known=known or trip.booked)


def planned(trip: Trip, *touchpoints: Touchpoint, now: datetime, **more: Any) -> Plan:
    """The plan of these touchpoints for the whole party, unless `more` says otherwise."""
    return plan(
        trip,
        more.get("recipient") or recipient(trip, known=more.get("known")),
        more.get("library") or Library(touchpoints=touchpoints),
        more.get("history", ()),
        more.get("overrides", {}),
        more.get("evidence", ()),
        more.get("settings", PlanningSettings()),
        now=now,
    )


def answer(trip: Trip, one: Touchpoint, *, now: datetime, **more: Any) -> Told:
    """The only answer to one touchpoint."""
    (only,) = planned(trip, one, now=now, **more).answers
    return only


def settled(told: Told, *, state: str = "sent", at: datetime, reason: str = "") -> Past:
    """An answer as history keeps it."""
    return Past(
        key=told.key, anchor=told.anchor, state=state, at=at, reason=reason, travellers=told.travellers
    )


__all__ = ["PLAIN", "Per", "Stage", "answer", "planned", "recipient", "settled", "touchpoint", "when"]
