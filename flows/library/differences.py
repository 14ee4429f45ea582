"""What is otherwise abroad than at home: money, plugs, the side of the road, the emergency number, phones.

Only what we know of both countries. Not here: the clock (flows.trips, flows.talk), how a difference is told
(flows.talk.capsule).
"""

from __future__ import annotations

from enum import StrEnum

from flows.library.country import EEA, CountryFacts
from flows.library.library import Library

LOWEST_HIGH_VOLTAGE = 200
"""Mains is either 100-127 V or 220-240 V; within one of the two, devices do not mind."""

SAME_SOCKET = {"F": "E"}
"""A plug with earth in the whole of continental Europe fits both."""


class Difference(StrEnum):
    """One thing that is not as at home."""

    MONEY = "money"
    PLUG = "plug"
    SIDE = "side"
    EMERGENCY = "emergency"
    ROAMING = "roaming"


def differences(library: Library, home: str | None, there: str | None) -> tuple[Difference, ...]:
    """What differs between two countries (ISO codes), in the order of telling; nothing where either is unknown."""
    if not home or not there or home == there:
        return ()
    found = []
    own, other = library.countries.get(home), library.countries.get(there)
    if own is not None and other is not None:
        if own.currency and other.currency and own.currency != other.currency:
            found.append(Difference.MONEY)
        if _other_plug(own, other):
            found.append(Difference.PLUG)
        if own.drives and other.drives and own.drives != other.drives:
            found.append(Difference.SIDE)
    known, wanted = dialled(library, home), dialled(library, there)
    if known and wanted and known != wanted:
        found.append(Difference.EMERGENCY)
    if roams_as_at_home(library, home, there) is False:
        found.append(Difference.ROAMING)
    return tuple(found)


def roams_as_at_home(library: Library, home: str | None, there: str | None) -> bool | None:
    """Both abroad and within the area where calls and data cost what they cost at home? None at home or unknown."""
    if not home or not there or home == there:
        return None
    own, other = library.countries.get(home), library.countries.get(there)
    return EEA in own.regions & other.regions if own is not None and other is not None else None


def dialled(library: Library, country: str) -> str:
    """The number to dial in need; empty when we have none."""
    numbers = library.emergency.get(country)
    return (numbers.general or numbers.police or numbers.ambulance) if numbers is not None else ""


def _other_plug(own: CountryFacts, other: CountryFacts) -> bool:
    """True when some plug from home fits no socket there, or the mains is another one."""
    if own.plugs and other.plugs:
        sockets = {SAME_SOCKET.get(plug, plug) for plug in other.plugs}
        if any(SAME_SOCKET.get(plug, plug) not in sockets for plug in own.plugs):
            return True
    if own.voltage is None or other.voltage is None:
        return False
    return (own.voltage >= LOWEST_HIGH_VOLTAGE) != (other.voltage >= LOWEST_HIGH_VOLTAGE)
