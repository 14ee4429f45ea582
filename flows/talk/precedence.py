"""Which of several trips a chat talks about when nobody chose one.

Not here: an explicit choice (commands, effects.ChooseTrip).
"""

from __future__ import annotations

from datetime import datetime
from math import inf

from flows.trips.evidence import Stage
from flows.trips.stage import StageEstimate

OVER = frozenset({Stage.AFTERWARDS, Stage.CANCELLED})
UNDER_WAY = frozenset({Stage.IN_TRANSIT, Stage.ON_SITE})


def precedence(estimate: StageEstimate, leaves: datetime | None) -> tuple[int, float]:
    """A sort key, the smallest is the one meant: the trip under way (of several the one that left last, a conference
    within a holiday), else the one that leaves soonest, else the one that ended last; a cancelled one at the very end.

    leaves: when the traveller leaves for the trip, None when unknown.
    """
    since = estimate.since.timestamp() if estimate.since is not None else -inf
    left = leaves.timestamp() if leaves is not None else None
    if estimate.stage in UNDER_WAY:
        return (0, -(left if left is not None else since))
    if estimate.stage not in OVER:
        return (1, left if left is not None else inf)
    return (2 if estimate.stage is Stage.AFTERWARDS else 3, -since)
