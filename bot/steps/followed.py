"""The life that a chat follows: where its holder is in the trip.

Not here: all else that is true of a recipient (situation).
"""

from __future__ import annotations

from bot.storage.recipients import RecipientRow
from flows.trips.life import Life
from flows.trips.lives import Lives


def life_of(lives: Lives, bound: RecipientRow) -> Life:
    """The life that a chat follows: its holder's, or that of the first traveller it serves."""
    travellers = lives.trip.travellers
    party = {person.id for person in travellers}
    served = [person for person in (bound.holder, *bound.travellers) if person in party]
    return lives.of(served[0] if served else travellers[0].id)
