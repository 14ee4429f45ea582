"""Cells and names that no booking has: formulas, markup, names without end, a leg from a place to itself.

Not here: times (printed, dates), what a column means (rows).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.imports.places import folded
from bot.imports.rejection import Reason, Refusal
from flows.trips.trip import Kind, Place

LONGEST_NAME = 120
"""Characters of a name, of a person or of a place; no paper prints more."""

NAMES = ("traveller", "name", "operator", "from", "to")
"""Columns that hold names."""

_NUMBER = re.compile(r"[+-][\d\s().,/-]*", re.ASCII)
_SUM = re.compile(r"[+-]\s*(?:\d[\d.,]*|\$?[A-Za-z]{1,3}\$?\d+)\s*[-+*/^&]", re.ASCII)
_CALCULATION = re.compile(r"\w\(|[!|=^&*\"]|^[+-]\s*\$?[A-Z]{1,3}\$?\d+$", re.ASCII)
_FUNCTION = re.compile(r"@\s*[\w.]+\(", re.ASCII)
_PLAIN_SUM = re.compile(r"[+-]\s*\d+(?:[.,]\d+)?(?:\s*[-+*/]\s*\d+(?:[.,]\d+)?)+", re.ASCII)
_MARKUP = re.compile(r"<[^<>]*>")


def is_formula(cell: str) -> bool:
    """True for what a spreadsheet would calculate: "=1+1", "@SUM(A1)", "+A1", "-1+1"; not for "-12", "+31 20 123-4567", "- none"."""
    text = cell.strip()
    if text.startswith("="):
        return len(text) > 1
    if text.startswith("@"):
        return _FUNCTION.match(text) is not None
    if not text.startswith(("+", "-")):
        return False
    if _NUMBER.fullmatch(text):
        # A telephone number has dashes too, but begins with a plus and has more than a sum's few figures.
        is_phone = text.startswith("+") and sum(mark.isdigit() for mark in text) > 6
        return not is_phone and _PLAIN_SUM.fullmatch(text) is not None
    return _SUM.match(text) is not None or _CALCULATION.search(text) is not None


def refuse_formulas(cells: Mapping[str, str]) -> None:
    """Raises Refusal for the first of these cells (by column) that is a formula."""
    for column, cell in cells.items():
        if is_formula(cell):
            why = "This is a formula, not a value, and is not calculated. Write the value itself."
            raise Refusal(Reason.NOT_UNDERSTOOD, why, field=column, value=cell)


def refuse_name(name: str | None, *, field: str) -> None:
    """Raises Refusal for a name that is too long to be one, or has markup in it."""
    if name is None:
        return
    if len(name) > LONGEST_NAME:
        why = f"A name of {len(name)} characters is no name. Write at most {LONGEST_NAME}."
        raise Refusal(Reason.TOO_LARGE, why, field=field, value=name)
    if _MARKUP.search(name):
        why = "There is markup in this name. Write the name alone, without <…>."
        raise Refusal(Reason.NOT_UNDERSTOOD, why, field=field, value=name)


def refuse_circle(kind: Kind, origin: Place, target: Place | None, *, field: str) -> str:
    """Raises Refusal for a flight, train or bus from a place to itself. A voyage or a drive may be a round trip: a note says
    so; "" where there is nothing to say."""
    if target is None or not _same(origin, target):
        return ""
    if kind in (Kind.FLIGHT, Kind.TRAIN, Kind.BUS):
        why = (
            f"A {kind.value} from {origin.name} to {target.name} goes nowhere. Correct one of the two places."
        )
        raise Refusal(Reason.NOT_UNDERSTOOD, why, field=field, value=target.iata or target.name)
    if kind.is_leg:
        return f"The {kind.value} from {origin.name} ends where it begins; check that this is meant."
    return ""


def _same(one: Place, other: Place) -> bool:
    if one.iata and other.iata:
        return one.iata == other.iata
    if (one.latitude, one.longitude) != (other.latitude, other.longitude):
        return False
    return (folded(one.name), one.city, one.country) == (folded(other.name), other.city, other.country)
