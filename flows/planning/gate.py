"""The stage gate of a touchpoint: may it speak to someone who is there?

Not here: where the traveller is (flows.trips.stage).
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from flows.trips.evidence import Direction, Stage


def opens(
    stages: AbstractSet[Stage],
    directions: AbstractSet[Direction],
    stage: Stage | None,
    direction: Direction | None,
) -> bool:
    """True when `stage` is among `stages` (empty: any but CANCELLED) and, in transit, `direction` among `directions`
    (empty: any). A gate never opens for a stage that nobody knows, but where there is no gate nobody is asked."""
    if not stages and not directions:
        return stage is not Stage.CANCELLED
    if stage is None or stage is Stage.CANCELLED:
        return stage in stages
    if stages and stage not in stages:
        return False
    return not directions or stage is not Stage.IN_TRANSIT or direction in directions


def spoken(stage: Stage | None, direction: Direction | None) -> str:
    """How an editor reads a stage: "in_transit (return)"."""
    name = stage.value if stage is not None else "no stage"
    return f"{name} ({direction.value})" if direction is not None else name
