"""Make the ways in: a typed code and a deep-link token for each traveller. Only their hashes are kept.

Not here: what a typed code looks like (flows.talk.codes) and using one (bot.steps.bind).
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.invitations import InvitationRow, revoke_invitations
from bot.storage.trips import TripRow
from flows.talk.codes import ALPHABET, CODE_LENGTH, typed_code

TOKEN_BYTES = 16  # 128 bits
VALID_AFTER_DEPARTURE = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """What is told once and never again: the code and the token in clear."""

    traveller: str
    name: str
    code: str
    token: str


def hash_secret(text: str) -> str:
    """The hash under which a code or token is kept. Codes may be typed with spaces, dashes and small letters."""
    secret = typed_code(text) or text.strip()
    return hashlib.sha256(secret.encode()).hexdigest()


def new_code() -> str:
    """A fresh typed code."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def expires(trip: TripRow) -> datetime | None:
    """Until when the ways in of a trip are open; None when nothing of it is dated."""
    return trip.departs_at + VALID_AFTER_DEPARTURE if trip.departs_at is not None else None


async def issue(
    session: AsyncSession, trip: TripRow, travellers: Sequence[str], now: datetime, *, first: bool = False
) -> list[Issued]:
    """Revoke what is open for these travellers and make new ways in. Children travel along with an adult: none.

    Nothing is issued that would be closed already (`expires`). first: nothing can be open yet.
    """
    if not first:
        await revoke_invitations(session, trip.key, travellers, now)
    end = expires(trip)
    if end is not None and end <= now:
        return []
    issued = []
    for person in trip.trip.travellers:
        if person.id not in travellers or person.minor or not person.name:
            continue
        code, token = new_code(), secrets.token_urlsafe(TOKEN_BYTES)
        session.add(
            InvitationRow(
                trip_id=trip.key,
                traveller=person.id,
                code_hash=hash_secret(code),
                token_hash=hash_secret(token),
                created_at=now,
                expires_at=end,
            )
        )
        issued.append(Issued(traveller=person.id, name=person.name, code=code, token=token))
    return issued
