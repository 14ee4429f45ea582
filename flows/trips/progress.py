"""What is known of each segment under way beyond its papers: everybody's word on it, folded in the order of their instants.

The newest status wins over an older one, a traveller's own tap or position over a status, an agent over all. Not here: the
instants that follow (effective), who says it how (bot.steps).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from flows.trips.evidence import Evidence, FlightStatus, Source

OFFICIAL = frozenset({Source.AGENT, Source.FLIGHT_STATUS})


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """One segment. departs, arrives: None when nobody said other than the papers. cancelled, diverted ("" or where to): since
    `at`. boarded: when they were on board; landed: when it was known to have landed; waits: when they had not left yet; each
    with who says so. late: it landed after nobody could say when it would. announced: (when it was said, the departure
    that was said), oldest first."""

    segment: str
    at: datetime
    departs: datetime | None = None
    arrives: datetime | None = None
    cancelled: bool = False
    diverted: str = ""
    boarded: FlightStatus | None = None
    landed: FlightStatus | None = None
    waits: FlightStatus | None = None
    timed: FlightStatus | None = None
    late: bool = False
    announced: tuple[tuple[datetime, datetime], ...] = ()


def progress(evidence: Evidence, traveller: str | None = None) -> dict[str, Progress]:
    """By segment id. traveller: whose own words count beside everybody's; None: only what holds for all."""
    found: dict[str, Progress] = {}
    said = [one for one in evidence if isinstance(one, FlightStatus) and one.traveller in (None, traveller)]
    for one in sorted(said, key=lambda status: status.at):
        held = found.get(one.segment) or Progress(segment=one.segment, at=one.at)
        follow = _official if one.source in OFFICIAL else _own
        found[one.segment] = replace(follow(held, one), at=one.at)
    return found


def personal(evidence: Evidence, traveller: str) -> tuple[FlightStatus, ...]:
    """What this traveller alone said: who said the same lives the same."""
    return tuple(one for one in evidence if isinstance(one, FlightStatus) and one.traveller == traveller)


def _official(held: Progress, said: FlightStatus) -> Progress:
    """An agent or the airline: times replace times, and what goes again is not cancelled."""
    agent = said.source is Source.AGENT
    timed = said.departs is not None or said.arrives is not None
    if said.cancelled:
        return replace(held, cancelled=True, timed=said, boarded=None, landed=_proof(held.landed, agent))
    made = replace(held, cancelled=False)
    if timed:
        announced = held.announced
        if said.departs is not None:
            announced = (*announced, (said.at, said.departs))
        made = replace(
            made,
            departs=said.departs if said.departs is not None else held.departs,
            arrives=said.arrives,
            timed=said,
            announced=announced,
            diverted="",
        )
    if said.diverted:
        made = replace(made, diverted=said.diverted, timed=said)
    if said.landed:
        kept = made.diverted if said.diverted or (not agent and not timed) else ""
        return replace(made, landed=said, diverted=kept, waits=None, late=_open(held))
    if said.left:
        return replace(made, waits=None if agent or not _later(held.waits, said) else held.waits)
    waits = None if agent or not _later(held.waits, said) else held.waits
    return replace(
        made, landed=_proof(held.landed, agent), waits=waits, boarded=None if agent else held.boarded
    )


def _own(held: Progress, said: FlightStatus) -> Progress:
    """A traveller's tap or position, which an agent's word on the landing outweighs."""
    if said.landed:
        return held if _by_agent(held.landed) else replace(held, landed=said, waits=None, late=_open(held))
    if said.left:
        return replace(held, boarded=said, waits=None)
    if said.waits and not _by_agent(held.landed):
        return replace(held, waits=said, boarded=None, landed=None)
    return held


def _open(held: Progress) -> bool:
    """Did nobody know when it would arrive?"""
    return held.late or held.waits is not None or held.cancelled or bool(held.diverted)


def _by_agent(proof: FlightStatus | None) -> bool:
    return proof is not None and proof.source is Source.AGENT


def _proof(landed: FlightStatus | None, agent: bool) -> FlightStatus | None:
    """Of a landing that the airline takes back nothing is left, of one that a traveller lived only an agent does so."""
    if agent or landed is None or landed.source in OFFICIAL:
        return None
    return landed


def _later(waits: FlightStatus | None, said: FlightStatus) -> bool:
    """Does someone still wait although this status says that it had left by then?"""
    return waits is not None and (said.departs is None or said.departs <= waits.at)
