"""Personas: what kind of traveller a booking speaks of, inferred from its facts only (never health or origin).

Not here: the conditions that ask for one (flows.planning.conditions).
"""

from __future__ import annotations

from enum import StrEnum


class Persona(StrEnum):
    """A kind of party. One trip may be several."""

    FAMILY = "family"
    COUPLE = "couple"
    SOLO = "solo"
    BUSINESS = "business"
    SENIORS = "seniors"
    GROUP = "group"
    OWN_CAR = "own_car"
