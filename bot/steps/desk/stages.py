"""/stage: the agent's word on where a party is, pinned until it is changed."""

from __future__ import annotations

from bot.steps.desk.asked import Asked
from bot.steps.replan import replan
from bot.storage.evidence import EvidenceRow, agents_words, evidence_of
from flows.trips.evidence import Source, Stage
from flows.trips.stage import estimate

SAID = (Stage.ON_SITE, Stage.IN_TRANSIT, Stage.AFTERWARDS)
TIMETABLE = "timetable"


async def stage(asked: Asked) -> None:
    """/stage REF on_site|in_transit|afterwards, or timetable to take the word back."""
    words = asked.words
    given = asked.inbound.argument.split()
    wanted = given[1].lower() if len(given) == 2 else ""
    if wanted not in (*SAID, TIMETABLE):
        await asked.say(words.say("stage.usage"))
        return
    row = await asked.trip()
    if row is None:
        return
    if wanted == TIMETABLE:
        for word in await agents_words(asked.session, row.key):
            await asked.session.delete(word)
    else:
        await pin(asked, row.key, Stage(wanted))
    await asked.session.flush()
    await replan(asked.session, asked.runtime, row, now=asked.now)
    trip = row.trip
    evidence = await evidence_of(asked.session, row.key)
    now = estimate(trip, trip.booking.lead, evidence, now=asked.now)
    said = "stage.timetable" if wanted == TIMETABLE else "stage.pinned"
    await asked.say(words.say(said, reference=row.reference, stage=words.bare(f"stage.{now.stage}")))


async def pin(asked: Asked, trip_id: int, wanted: Stage) -> None:
    """Keep the word of this agent for the whole party."""
    asked.session.add(
        EvidenceRow(
            trip_id=trip_id,
            source=Source.AGENT,
            who=asked.staff.name,
            at=asked.now,
            stage=wanted,
            pinned=True,
        )
    )
    await asked.session.flush()
