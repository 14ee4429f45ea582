"""Who is who in a party, for the command line: show it, and say something of it.

Not here: reading the words (flows.trips.roles), keeping them (bot.steps.party), the agents' group (bot.steps.desk.party).
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.runtime import Runtime
from bot.steps.desk.party import consequence, party_lines, refusal
from bot.steps.party import knows, set_role
from bot.steps.relay import staff_words
from bot.storage.trips import trip_by_reference
from flows.talk.length import visible_text
from flows.trips.roles import Do, Refused, read_role


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What became of it, plain: lines to print; done: False where it was refused."""

    lines: tuple[str, ...]
    done: bool = True


async def shown(runtime: Runtime, reference: str) -> Said | None:
    """Who is who, and through which chat each is reached; None when no such booking is held."""
    async with runtime.database.read() as session:
        row = await trip_by_reference(session, reference)
        if row is None:
            return None
        lines = await party_lines(session, row, staff_words(runtime))
    return Said(lines=tuple(visible_text(line) for line in lines))


async def say(runtime: Runtime, reference: str, typed: str, *, dry_run: bool = False) -> Said | None:
    """Keep one thing said ("surprise Bruno"); None when no such booking is held. dry_run: only say what would follow."""
    words = staff_words(runtime)
    async with runtime.database.write() as session:
        row = await trip_by_reference(session, reference)
        if row is None:
            return None
        role = read_role(row.trip, typed)
        if isinstance(role, Refused):
            return Said(lines=(visible_text(refusal(role, row, words)),), done=False)
        if role.do is Do.SURPRISE and await knows(session, row, role.who):
            name = row.trip.traveller(role.who).name
            told = words.say("party.knows", name=name, reference=row.reference)
            return Said(lines=(visible_text(told),), done=False)
        told = consequence(role, row, words)
        if not dry_run:
            await set_role(session, runtime, row, role, now=runtime.clock.trip())
    if not dry_run:
        await runtime.bell.deliver()
    return Said(lines=(visible_text(told),))
