"""A climate: how the months feel, which are wet, and what a season is like, in words.

Written for the northern hemisphere; in the southern one everything shifts by six months. Not here: whose climate it is
(library).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from flows.library.audience import Feel
from flows.library.text import Origin, Text

SEASONS = ("winter", "spring", "summer", "autumn")


@dataclass(frozen=True, slots=True, kw_only=True)
class Climate:
    """feels: January to December of the northern hemisphere. wet: its rainy months (1-12). seasons: winter, spring,
    summer, autumn, or dry and wet where only those are told apart."""

    id: str
    feels: tuple[Feel, ...]
    wet: frozenset[int] = frozenset()
    seasons: Mapping[str, Text] = field(default_factory=dict)
    origin: Origin = field(default=Origin(), compare=False)


def northern(month: int, *, southern: bool) -> int:
    """The month (1-12) of the northern hemisphere that this one is like."""
    return (month + 5) % 12 + 1 if southern else month


def season(month: int) -> str:
    """The season of a northern month: winter from December to February, and so on."""
    return SEASONS[month % 12 // 3]
