"""The order of the numbers in a day: declared, or proven by a column's own values (a day after the 12th); never guessed.

Not here: reading the day itself (dates).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.imports.grid import Value
from bot.imports.rejection import Reason, Refusal


class Order(StrEnum):
    """How the numbers of a day follow each other."""

    DAY_FIRST = "d/m/y"
    MONTH_FIRST = "m/d/y"
    YEAR_FIRST = "y/m/d"


_DAY = r"(?P<first>\d{1,4})(?P<mark>[/.\-]|\s)\s?(?P<second>\d{1,2})(?:(?P=mark))\s?(?P<third>\d{4}|\d{1,2})"
NUMBERS = re.compile(rf"(?:[^\W\d_]{{2,12}}\.?,?\s+)?{_DAY}(?:(?:[T,]\s?|\s+)(?P<clock>\S.*))?")
"""A day in numbers, with a weekday before it and a clock behind it."""

DECLARE = f"Declare in the column mapping `dates: {Order.DAY_FIRST}` or `dates: {Order.MONTH_FIRST}`."


def numbers(text: str) -> tuple[int, int] | None:
    """The first two numbers of a day whose order is open ("03/04/2026"); None where nothing is open."""
    found = NUMBERS.fullmatch(text.strip())
    if found is None or len(found["first"]) > 2:
        return None
    return int(found["first"]), int(found["second"])


@dataclass(slots=True)
class Proof:
    """Watches the days of one column until they tell their own order."""

    day_first: str = ""
    month_first: str = ""
    open: str = ""

    def see(self, value: Value) -> None:
        """One more value of the column."""
        pair = numbers(value) if isinstance(value, str) else None
        if pair is None or not isinstance(value, str):
            return
        first, second = pair
        if 31 >= first > 12 >= second:
            self.day_first = self.day_first or value
        elif 31 >= second > 12 >= first:
            self.month_first = self.month_first or value
        elif max(pair) <= 12:
            self.open = self.open or value

    def order(self, column: str) -> Order | None:
        """The order proven; None when no value needs one. Raises Refusal where the values prove nothing, or both."""
        if self.day_first and self.month_first:
            why = f"This column holds {self.day_first.strip()} and {self.month_first.strip()}: it mixes two orders of day and month. Make it one."
            raise Refusal(Reason.AMBIGUOUS, why, field=column, value=self.month_first)
        if self.day_first:
            return Order.DAY_FIRST
        if self.month_first:
            return Order.MONTH_FIRST
        if self.open:
            why = (
                "Which of these is the day and which the month is never guessed, and no value of the column tells: "
                f"none has a day after the 12th. {DECLARE}"
            )
            raise Refusal(Reason.AMBIGUOUS, why, field=column, value=self.open)
        return None
