"""The contract of `reisgenoot rehearse --json`: every way in which a document breaks it, in words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from itertools import groupby, pairwise
from typing import Any
from zoneinfo import ZoneInfo

STAGES = {"JUST_BOOKED", "IN_BETWEEN", "BEFORE_DEPARTURE", "IN_TRANSIT", "ON_SITE", "AFTERWARDS", "CANCELLED"}
CLASSES = {"safety", "reply", "operational", "service", "marketing"}
STAGE_KEYS = ["travellers", "stage", "direction", "place", "from", "until", "because"]
ROW_KEYS = [
    "touchpoint",
    "occurrence",
    "traveller",
    "class",
    "stage",
    "at",
    "zone",
    "outcome",
    "reason",
    "text",
    "buttons",
]
DAY, WEEK, APART = timedelta(hours=24), timedelta(hours=168), timedelta(hours=2)
NIGHT, MORNING = time(21), time(8)
UNFILLED = re.compile(r"\{[a-z_.]+\}")

Row = dict[str, Any]


def violations(trip: Row, *, booked: datetime | None = None, names: set[str] | None = None) -> list[str]:
    """Empty when the contract holds. booked: the first `from` must be it. names: full names of the party."""
    return list(_violations(trip, booked, names))


def _violations(trip: Row, booked: datetime | None, names: set[str] | None) -> Iterator[str]:
    if list(trip) != ["reference", "stages", "touchpoints"]:
        yield f"keys of the trip: {list(trip)}"
        return
    runs = [list(rows) for _, rows in groupby(trip["stages"], key=lambda row: tuple(row["travellers"]))]
    if not runs:
        yield "no stages"
    told = [name for run in runs for name in run[0]["travellers"]]
    if len(told) != len(set(told)) or (names is not None and set(told) != names):
        yield f"travellers of the stages: {told}"
    for run in runs:
        yield from _run(run, booked)
    for row in trip["touchpoints"]:
        yield from (f"{row.get('touchpoint')} {row.get('at')}: {fault}" for fault in _row(row, names))
        yield from _stage_of(row, runs)
    yield from _twice(trip["touchpoints"])
    sent = [row for row in trip["touchpoints"] if row["outcome"] == "sent"]
    for name in {row["traveller"] for row in sent}:
        yield from _caps([row for row in sent if row["traveller"] == name])
    yield from _digests(trip["touchpoints"])


def _run(run: list[Row], booked: datetime | None) -> Iterator[str]:
    for row in run:
        if list(row) != STAGE_KEYS:
            yield f"keys of a stage: {list(row)}"
        if row["stage"] not in STAGES:
            yield f"no stage: {row['stage']}"
        if (row["direction"] is not None) != (row["stage"] == "IN_TRANSIT"):
            yield f"direction {row['direction']} in {row['stage']}"
        if row["direction"] not in (None, "outbound", "between", "return"):
            yield f"no direction: {row['direction']}"
        if not row["because"]:
            yield f"{row['stage']} without a because"
        start, end = _at(row["from"]), _at(row["until"])
        if start is None or (end is not None and end <= start):
            yield f"{row['stage']} from {row['from']} until {row['until']}"
    for one, other in pairwise(run):
        if _at(one["until"]) != _at(other["from"]):
            yield f"a hole between {one['stage']} {one['until']} and {other['stage']} {other['from']}"
        if _same(one) == _same(other):
            yield f"two rows for {_same(one)}"
    if run[-1]["until"] is not None:
        yield f"the last until is {run[-1]['until']}"
    if booked is not None and _at(run[0]["from"]) != booked:
        yield f"the first from is {run[0]['from']}, booked was {booked.isoformat()}"


def _same(row: Row) -> tuple[str, str | None, str | None]:
    return row["stage"], row["direction"], row["place"]


def _at(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text is not None else None


def _row(row: Row, names: set[str] | None) -> Iterator[str]:
    if list(row) != ROW_KEYS:
        yield f"keys of a row: {list(row)}"
    if row["class"] not in CLASSES:
        yield f"no class: {row['class']}"
    if names is not None and row["traveller"] not in names:
        yield f"{row['traveller']!r} is no full name of the party"
    at = _at(row["at"])
    if at is not None:
        if at.utcoffset() is None:
            yield "no offset"
        if row["zone"] is not None and at.astimezone(ZoneInfo(row["zone"])).isoformat() != row["at"]:
            yield f"not as {row['zone']} has it"
        if row["stage"] not in STAGES:
            yield f"at an instant, but stage {row['stage']}"
    if row["outcome"] == "sent":
        yield from _sent(row, at)
    elif row["outcome"] == "skipped":
        if row["text"] is not None or not row["reason"] or row["buttons"]:
            yield f"skipped with text {row['text']!r}, reason {row['reason']!r}, buttons {row['buttons']}"
    else:
        yield f"outcome {row['outcome']!r}"


def _sent(row: Row, at: datetime | None) -> Iterator[str]:
    if at is None or not row["text"]:
        yield "sent without instant or text"
        return
    if len(row["text"].encode("utf-16-le")) // 2 > 4096:
        yield "longer than Telegram takes"
    for text in (row["text"], *row["buttons"]):
        if UNFILLED.search(text) or "None" in text or not text.strip():
            yield f"not filled: {text!r}"
    if row["reason"] is not None:
        yield f"sent with the reason {row['reason']}"
    if row["stage"] == "CANCELLED" and row["class"] != "safety":
        yield "sent of a cancelled trip"
    local = at.time()
    if row["zone"] and row["class"] in ("service", "marketing") and (local >= NIGHT or local < MORNING):
        yield f"{row['class']} in the night"


def _stage_of(row: Row, runs: list[list[Row]]) -> Iterator[str]:
    """The row's stage is its recipient's at `at`. Whoever has no run of stages is not of the party."""
    at = _at(row["at"])
    if at is None:
        return
    for run in runs:
        if row["traveller"] not in run[0]["travellers"]:
            continue
        # Before booked one is in JUST_BOOKED too, unless all is cancelled.
        now = "CANCELLED" if run[0]["stage"] == "CANCELLED" else "JUST_BOOKED"
        for span in run:
            start = _at(span["from"])
            if start is not None and start <= at:
                now = span["stage"]
        if row["stage"] != now:
            yield f"{row['touchpoint']} {row['at']}: stage {row['stage']}, but {now} by the stages"


def _twice(rows: list[Row]) -> Iterator[str]:
    counted = Counter((row["traveller"], row["touchpoint"], row["occurrence"]) for row in rows)
    yield from (f"answered {times} times: {key}" for key, times in counted.items() if times > 1)


def _digests(rows: list[Row]) -> Iterator[str]:
    folded = {row["traveller"] for row in rows if row["reason"] == "in_digest"}
    digests = {row["traveller"] for row in rows if row["touchpoint"] == "digest"}
    if folded != digests:
        yield f"folded for {folded}, digests for {digests}"


def _caps(sent: list[Row]) -> Iterator[str]:
    gentle = sorted(_times(sent, "service", "marketing"))
    offers = sorted(_times(sent, "marketing"))
    yield from (
        f"closer than 2 h: {one} and {other}" for one, other in pairwise(gentle) if other - one < APART
    )
    yield from _within(gentle, 3, DAY)
    yield from _within(offers, 1, DAY)
    yield from _within(offers, 3, WEEK)


def _times(sent: list[Row], *classes: str) -> list[datetime]:
    return [datetime.fromisoformat(row["at"]) for row in sent if row["class"] in classes]


def _within(times: list[datetime], most: int, window: timedelta) -> Iterator[str]:
    for first, last in zip(times, times[most:], strict=False):
        if last - first < window:
            yield f"more than {most} within {window}: {first} to {last}"
