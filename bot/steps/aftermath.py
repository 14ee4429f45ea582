"""What is left to do once a transaction has been committed: answer the tap, ring for work that waits.

Not here: doing it (bot.services.updates).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Aftermath:
    """answered: the short word on the tapped button; taps are acknowledged outside the transaction. look: conditions of an
    audience that must be known first; it is looked up outside the transaction, and the same is asked again with it."""

    answered: str = ""
    look: Mapping[str, str] | None = None


NOTHING = Aftermath()
