"""Let each chat serve whom it should by now: after somebody joined, left, came into the party or was named a guardian.

Not here: the rule (flows.trips.party), binding a chat (bind) and unbinding it (unbinding).
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.recipients import RecipientRow
from flows.trips.party import Bound, serving
from flows.trips.trip import Trip


def serve(session: AsyncSession, trip: Trip, bound: Sequence[RecipientRow]) -> None:
    """Give everyone who is bound now the travellers whom their chat serves, in the open transaction."""
    party = {person.id for person in trip.travellers}
    holders = [one for one in bound if one.holder in party]
    wanted = serving(
        trip,
        [Bound(holder=one.holder, chat=one.chat_id, travellers=tuple(one.travellers)) for one in holders],
    )
    for one in holders:
        served = list(wanted[one.holder])
        if one.travellers != served:
            one.travellers = served
            session.add(one)
