"""The digest: one message per catch-up that folds what was late and still helps (DESIGN §3.5).

Not here: what is late (planner), its words (flows.talk).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import count

from flows.planning.due import Answer, Digest, Key, Reason, Recipient, Skipped
from flows.planning.group import Group
from flows.planning.ledger import Ledger

DIGEST = "digest"


def folded(
    answers: Iterable[Answer], groups: Sequence[Group], recipient: Recipient, ledger: Ledger, *, now: datetime
) -> Digest | None:
    """The digest of these answers in the order of their instants; None when nothing is to fold."""
    late = [one for one in answers if isinstance(one, Skipped) and one.reason is Reason.IN_DIGEST]
    if not late:
        return None
    late.sort(key=lambda one: one.at or now)
    today = groups[0].today
    return Digest(
        key=next(
            key for key in _keys(late, recipient, now) if not ledger.has(key.touchpoint, key.occurrence)
        ),
        at=now,
        zone=groups[0].life.zone_at(now),
        travellers=tuple(person for group in groups for person in group.travellers),
        folded=tuple(late),
        stage=today.stage,
        direction=today.direction,
    )


def _keys(late: Sequence[Skipped], recipient: Recipient, now: datetime) -> Iterator[Key]:
    """A catch-up is named by its instant: when the recipient became known, or for an outage now. To the minute;
    a second one in that minute is numbered."""
    joined = all(one.at is not None and one.at < recipient.known for one in late)
    if joined:
        yield _key(recipient.known)
    yield _key(now)
    yield from (_key(now, f"/{number}") for number in count(2))


def _key(at: datetime, suffix: str = "") -> Key:
    return Key(touchpoint=DIGEST, occurrence=f"{at.astimezone(UTC):%Y-%m-%dT%H:%MZ}{suffix}")
