"""New ways in for a booking that is held."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlmodel import select

from bot.runtime import Runtime
from bot.services.intake import intake
from bot.services.invitations import reissue
from bot.steps.invite import hash_secret, new_code
from bot.steps.take_in import TakenIn
from bot.storage.invitations import InvitationRow, invitation_by_hash
from flows.talk.codes import ALPHABET
from tests.support.ledger import TwoHands, in_memory, runtime_over
from tests.support.trips import ANN, BRUNO, lisbon_family

SECOND = timedelta(seconds=1)


@pytest.fixture
async def runtime() -> AsyncIterator[Runtime]:
    """A runtime over a database in memory."""
    async with in_memory() as database:
        yield runtime_over(database)


async def test_issuing_again_makes_the_old_codes_worthless(runtime: Runtime) -> None:
    """Both grown-ups get new ones; the old ones are revoked, and found as such."""
    told: list[TakenIn] = []
    await intake(runtime, [lisbon_family().booking], told=told.append)
    again = await reissue(runtime, "lisbon-4")
    assert again is not None
    assert [one.traveller for one in again] == [ANN.id, BRUNO.id]
    async with runtime.database.read() as session:
        for old in told[0].issued:
            held = await invitation_by_hash(session, hash_secret(old.code))
            assert held is not None and held.revoked_at is not None
        for new in again:
            held = await invitation_by_hash(session, hash_secret(new.token))
            assert held is not None and held.revoked_at is None


async def test_a_used_code_is_not_revoked(runtime: Runtime) -> None:
    """Who joined stays joined."""
    await intake(runtime, [lisbon_family().booking], told=lambda _: None)
    async with runtime.database.write() as session:
        for row in (await session.execute(select(InvitationRow))).scalars():
            row.used_at = runtime.clock.trip()
            session.add(row)
    await reissue(runtime, "LISBON-4")
    async with runtime.database.read() as session:
        rows = list((await session.execute(select(InvitationRow))).scalars())
    assert [row.revoked_at for row in rows] == [None] * 4


async def test_an_unknown_booking_has_no_codes(runtime: Runtime) -> None:
    """None, so that the command can say so."""
    assert await reissue(runtime, "NOBODY") is None


def test_a_code_is_typed_as_people_type() -> None:
    """Small letters, spaces and dashes make no difference; a token is taken as it is."""
    code = new_code()
    assert len(code) == 8
    assert set(code) <= set(ALPHABET)
    assert hash_secret(f" {code[:4].lower()}-{code[4:].lower()} ") == hash_secret(code)
    assert hash_secret("a-Token_of22characters") != hash_secret("A-TOKEN_OF22CHARACTERS")


@pytest.mark.parametrize(("after", "open_ways"), [(timedelta(days=7) - SECOND, 2), (timedelta(days=7), 0)])
async def test_ways_in_end_seven_days_after_departure(after: timedelta, open_ways: int) -> None:
    """A second before there are new codes, then none are made: they would never work."""
    trip = lisbon_family().booking
    async with in_memory() as database:
        runtime = runtime_over(database)
        told: list[TakenIn] = []
        await intake(runtime, [trip], told=told.append)
        assert told[0].row is not None and told[0].row.departs_at is not None
        late = runtime_over(database, clock=TwoHands(told[0].row.departs_at + after))
        assert len(await reissue(late, trip.reference) or []) == open_ways
