"""What is left to do once a transaction has been committed: answer the tap, ring for work that waits.

Not here: doing it (bot.services.updates).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Aftermath:
    """answered: the short word on the tapped button; taps are acknowledged outside the transaction."""

    answered: str = ""


NOTHING = Aftermath()
