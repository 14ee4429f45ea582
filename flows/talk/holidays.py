"""The public holidays that fall in the stay: a day and its name, in lines.

Not here: which days those are (bot.lookups).
"""

from __future__ import annotations

from flows.talk import dates
from flows.talk.days import stays
from flows.talk.facts import Facts
from flows.talk.markup import Html, escape
from flows.talk.words import words


def in_the_stay(facts: Facts) -> Html | None:
    """A line for each public holiday of the days that lie ahead, at the places where one is then; None when there is
    none, or the way back is not known."""
    lines: dict[str, None] = {}
    for stay in stays(facts):
        known = facts.library.place(stay.place)
        country = stay.place.country or (known.country if known is not None else "")
        since = max(stay.since, stay.today)
        if not country or stay.until is None or since > stay.until:
            continue
        for holiday in facts.lookups.holidays(country, since, stay.until):
            day = escape(dates.long_day(holiday.day, facts.locale))
            name = escape(holiday.name(facts.locale))
            word = (
                "holiday_about" if holiday.estimated else "holiday_instead" if holiday.instead else "holiday"
            )
            line = words(facts.library, f"rendering.{word}", facts.locale, day=Html(day), name=Html(name))
            lines[line] = None
    return Html("\n".join(lines)) if lines else None
