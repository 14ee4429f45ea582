"""The blast radius of a file of bookings: counts in, verdict out.

Whoever reads an export wrong cancels or moves trips by the hundred; that is seen before anything is touched. Not here: what
one paper does to one booking (merge, suspicion), counting (bot.services.intake).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

SHIFT_DAYS = 60
"""From how many days on dates count as moved by months."""

SHIFT_PERCENT = 1
"""A file that moves more of what it speaks of by months was read wrong; of fewer each is looked at by itself."""


MOST_NAMED = 10
"""References that a report names; the rest is counted."""


class Harm(StrEnum):
    """Why a file is stopped."""

    CANCELS = "cancels"
    SHIFTS = "shifts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What an agency lets a file do unseen. cancel_percent: of all live trips. shift_days: by how far dates count as moved by
    months. at_least: fewer cancelled or moved trips never stop a file."""

    cancel_percent: float = 20
    shift_days: int = SHIFT_DAYS
    at_least: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Blast:
    """What a file would do. live: trips held that go on; known: those of them that the file speaks of; cancelled, shifted: how
    many of these it would end, or move by months; ends, moves: the references of the first of them."""

    live: int = 0
    known: int = 0
    cancelled: int = 0
    shifted: int = 0
    ends: tuple[str, ...] = ()
    moves: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """harms: why the file is stopped; none lets it in."""

    blast: Blast
    limits: Limits
    harms: tuple[Harm, ...] = ()

    @property
    def stops(self) -> bool:
        """True when a person has to look at the file first."""
        return bool(self.harms)

    @property
    def lines(self) -> tuple[str, ...]:
        """Why, in words for staff."""
        blast, limits = self.blast, self.limits
        told = {
            Harm.CANCELS: (
                f"it would cancel {blast.cancelled} of {blast.live} live trips "
                f"({_percent(blast.cancelled, blast.live)}; at most {limits.cancel_percent:g} % go in unseen): "
                f"{_named(blast.ends, blast.cancelled)}"
            ),
            Harm.SHIFTS: (
                f"it would move {blast.shifted} of the {blast.known} live trips that it speaks of by "
                f"{limits.shift_days} days or more: {_named(blast.moves, blast.shifted)}"
            ),
        }
        return tuple(told[harm] for harm in self.harms)


def judged(blast: Blast, limits: Limits) -> Verdict:
    """May a file do this unseen?"""
    harms = []
    if blast.cancelled >= limits.at_least and blast.cancelled * 100 > limits.cancel_percent * blast.live:
        harms.append(Harm.CANCELS)
    if blast.shifted >= limits.at_least and blast.shifted * 100 > SHIFT_PERCENT * blast.known:
        harms.append(Harm.SHIFTS)
    return Verdict(blast=blast, limits=limits, harms=tuple(harms))


def _percent(part: int, whole: int) -> str:
    return f"{part * 100 / whole:.0f} %" if whole else "all"


def _named(references: tuple[str, ...], count: int) -> str:
    more = f" and {count - len(references)} more" if count > len(references) else ""
    return f"{', '.join(references)}{more}"
