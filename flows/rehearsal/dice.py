"""Choices that look random and are not: the same number always chooses the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """One trip's choices. number: which trip."""

    def __init__(self, number: int) -> None:
        self.number = number
        self._state = (number + 1) * 0x9E3779B97F4A7C15 & 0xFFFFFFFFFFFFFFFF

    def of(self, options: Sequence[T]) -> T:
        """One of these."""
        self._state = (self._state * 6364136223846793005 + 1442695040888963407) & 0xFFFFFFFFFFFFFFFF
        return options[(self._state >> 33) % len(options)]

    def up_to(self, most: int) -> int:
        """0 … most."""
        return self.of(range(most + 1))
