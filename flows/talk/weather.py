"""The weather in words: what that time of the year is like, and the days of a forecast where there is one.

Not here: where a forecast comes from (bot.lookups), climates (content/climates).
"""

from __future__ import annotations

from flows.errors import MissingFact
from flows.library.lookups import Forecast, Sky
from flows.talk import dates
from flows.talk.days import arrives_on, stays, today_at
from flows.talk.facts import Facts
from flows.talk.markup import Html, escape
from flows.talk.words import filled
from flows.trips.towns import same_town

SIGNS = {
    Sky.CLEAR: "☀️",
    Sky.CLOUD: "☁️",
    Sky.FOG: "🌫",
    Sky.RAIN: "🌧",
    Sky.SNOW: "🌨",
    Sky.THUNDER: "⛈",
}
MOST_DAYS = 7


def season(facts: Facts) -> Html | None:
    """What the place is like in the month of arrival."""
    here, day = facts.here(), arrives_on(facts)
    text = facts.library.season(here, day.month) if day is not None else None
    return Html(filled(text, facts.locale, _nothing).strip()) if text is not None else None


def _nothing(name: str) -> str:
    raise MissingFact(name)


def coming(facts: Facts) -> Html | None:
    """A line for each day of the stay that lies ahead and has a forecast, a week at most; with several towns each under
    its name."""
    told: list[tuple[str, str]] = []
    for stay in stays(facts):
        for forecast in facts.lookups.forecasts(facts.library.place_key(stay.place)):
            if max(stay.since, stay.today) <= forecast.day <= (stay.until or forecast.day):
                told.append((facts.named(stay.place), _line(forecast, facts.locale)))
    if not told:
        return None
    towns = list(dict.fromkeys(town for town, _ in told))
    lines: list[str] = []
    shown = ""
    for town, line in told[:MOST_DAYS]:
        if len(towns) > 1 and town != shown:
            lines.append(f"<b>{escape(town)}</b>")
            shown = town
        lines.append(line)
    return Html("\n".join(lines))


def today(facts: Facts) -> str | None:
    """Today at the place that the message is about: "🌧 13–18 °C"."""
    here = facts.here()
    if here is None:
        return None
    day = today_at(here, facts)
    near = (stay.place for stay in stays(facts) if same_town(stay.place, here))
    for key in dict.fromkeys(facts.library.place_key(place) for place in (here, *near)):
        for forecast in facts.lookups.forecasts(key):
            if forecast.day == day:
                return f"{SIGNS[forecast.sky]} {_degrees(forecast)}"
    return None


def _line(forecast: Forecast, locale: str) -> str:
    return f"{escape(dates.short_day(forecast.day, locale))} {SIGNS[forecast.sky]} {_degrees(forecast)}"


def _degrees(forecast: Forecast) -> str:
    """ "14–23 °C"; below zero an ellipsis, so that no dash reads as a minus: "−5…2 °C"."""
    low, high = (f"{degrees}".replace("-", "−") for degrees in (forecast.low, forecast.high))
    if low == high:
        return f"{low} °C"
    return f"{low}{'…' if forecast.low < 0 else '–'}{high} °C"
