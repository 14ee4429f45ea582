"""Once to a chat: what would read the same for others whom the chat serves is not said again for them (S12, S13).

Those who come and go otherwise have a trip of their own to hear of; how contact works, the survey, the tips for the same
town they share. Not here: for what a touchpoint goes (occasions), whether and when (planner).
"""

from __future__ import annotations

from collections.abc import Sequence

from flows.library.touchpoint import Per, Touchpoint
from flows.planning.due import Answer, Due, Reason, Sent, Skipped, Waiting
from flows.planning.group import Group
from flows.planning.occasions import Occasion
from flows.trips.anchors import Anchor

Told = Sent | Due | Waiting | Skipped

OF_THE_CHAT = ("traveller.first_name", "trip.reference", "trip.party", "agency.")
OF_THE_PLACE = ("place.", "country.", "emergency.")


def once(touchpoint: Touchpoint, found: Sequence[Occasion], told: Sequence[Told]) -> list[Told]:
    """The answers, those that repeat the first one's message refused. found and told belong together."""
    if len(told) < 2 or touchpoint.per is not Per.TRIP or not _goes(told[0]):
        return list(told)
    first = found[0].group
    return [
        _refused(answer)
        if number and _repeats(touchpoint, first, occasion.group) and _new(answer)
        else answer
        for number, (occasion, answer) in enumerate(zip(found, told, strict=True))
    ]


def _goes(answer: Answer) -> bool:
    """True when the first group's message went or will go, by itself or in a digest."""
    if isinstance(answer, Sent):
        past = answer.past
        return past is None or past.state != "skipped" or past.reason == Reason.IN_DIGEST
    return _new(answer)


def _new(answer: Answer) -> bool:
    """True for what is still to be said, unless an agent said so."""
    if isinstance(answer, Due):
        return not answer.forced and not answer.text
    return isinstance(answer, Waiting) or (isinstance(answer, Skipped) and answer.reason is Reason.IN_DIGEST)


def is_personal(touchpoint: Touchpoint) -> bool:
    """True when it reads otherwise for those who come and go otherwise: a checklist, or times and tickets of theirs."""
    shared = (*OF_THE_CHAT, *OF_THE_PLACE)
    return bool(touchpoint.items) or not all(name.startswith(shared) for name in touchpoint.text.quoted)


def by_day(touchpoint: Touchpoint) -> bool:
    """True when those who come to a stay on another day have one of their own: it speaks of coming, and of their times."""
    apart = touchpoint.per is Per.STAY and touchpoint.when.anchor is not Anchor.CHECK_OUT
    return apart and is_personal(touchpoint)


def _repeats(touchpoint: Touchpoint, first: Group, other: Group) -> bool:
    if is_personal(touchpoint):
        return False
    quoted = touchpoint.text.quoted
    return _towns(first) == _towns(other) or not any(name.startswith(OF_THE_PLACE) for name in quoted)


def _towns(group: Group) -> tuple[str, ...]:
    return tuple(one.place.label for one in group.life.itinerary.destinations)


def _refused(answer: Answer) -> Skipped:
    return Skipped(
        touchpoint=answer.touchpoint,
        concern=answer.concern,
        placing=answer.placing,
        reason=Reason.NOT_FOR_THIS_TRIP,
        detail="said once to this chat: it would read the same",
    )
