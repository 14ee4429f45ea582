"""A small world for texts: a few countries, climates and languages with the shipped words, and what a placeholder says in it.

Not here: trips (trips) and the real content (content/).
"""

from __future__ import annotations

from datetime import datetime

from bot import content
from flows.errors import MissingFact
from flows.library.library import Library
from flows.library.lookups import NO_LOOKUPS, Lookups
from flows.talk.facts import gathered
from flows.talk.values import value
from flows.trips.trip import Trip
from tests.support.trips import utc

FILES = {
    "countries/all.yaml": """
- {country: NL, currency: EUR, plugs: [C, F], voltage: 230, drives: right, regions: [eu, eea], languages: [nl],
   climate: mild}
- {country: PT, currency: EUR, plugs: [C, F], voltage: 230, drives: right, regions: [eu, eea], languages: [pt],
   climate: mild}
- {country: FR, currency: EUR, plugs: [C, E], voltage: 230, drives: right, regions: [eu, eea], languages: [fr]}
- {country: GB, currency: GBP, plugs: [G], voltage: 230, drives: left, regions: [uk], languages: [en]}
- {country: US, currency: USD, plugs: [A, B], voltage: 120, drives: right, languages: [en]}
- {country: JP, currency: JPY, plugs: [A, B], voltage: 100, drives: left, languages: [ja]}
- {country: NZ, currency: NZD, plugs: [I], voltage: 230, drives: left, southern: "yes", languages: [en, mi],
   climate: mild}
- {country: ID, currency: IDR, plugs: [C, F], voltage: 230, drives: left, southern: "yes", languages: [id], climate: rains}
- {country: IT, currency: EUR, languages: [it]}
""",
    "climates/mild.yaml": """
id: mild
feels: [cool, cool, cool, mild, mild, warm, hot, hot, warm, mild, cool, cool]
wet: [11, 12, 1]
seasons:
  spring: {nl: lente, en: Spring, fr: printemps, de: Frühling}
  summer: {nl: zomer, en: Summer, fr: été, de: Sommer}
  autumn: {nl: herfst, en: Autumn, fr: automne, de: Herbst}
  winter: {nl: winter, en: Winter, fr: hiver, de: Winter}
""",
    "climates/rains.yaml": """
id: rains
feels: [hot, hot, hot, hot, hot, hot, hot, hot, hot, hot, hot, hot]
wet: [5, 6, 7, 8, 9, 10]
seasons: {dry: {nl: droog, en: Dry, fr: sec, de: trocken}, wet: {nl: nat, en: Wet, fr: humide, de: nass}}
""",
    "languages/pt.yaml": """
id: pt
name: {nl: Portugees, en: Portuguese, fr: portugais, de: Portugiesisch}
phrases:
  - {means: {nl: dank je wel, en: thank you, fr: merci, de: danke}, say: "obrigado / obrigada"}
  - {means: {nl: alsjeblieft, en: please, fr: s'il vous plaît, de: bitte}, say: por favor}
""",
    "places/lisbon.yaml": """
id: lisbon
name: {nl: Lissabon, en: Lisbon, fr: Lisbonne, de: Lissabon}
iata: [LIS]
cities: [Lisbon, Lisboa]
country: PT
topics: {dishes: {nl: n, en: "• Bacalhau", fr: f, de: d}}
""",
    "places/default.yaml": """
id: default
topics: {dishes: {nl: n, en: "• Soup", fr: f, de: d}, rainy: {nl: n, en: "• A museum", fr: f, de: d}}
""",
    "places/default_rains.yaml": """
id: default_rains
climate: rains
topics: {dishes: {nl: n, en: "• Rice", fr: f, de: d}}
""",
    "emergency/all.yaml": """
- {country: NL, general: "112", source: x}
- {country: PT, general: "112", source: x}
- {country: GB, general: "999", source: x}
- {country: US, general: "911", source: x}
- {country: JP, police: "110", ambulance: "119", source: x}
""",
}
SHIPPED = {name: data for name, data in content.gather()[0].items() if name.startswith("words/")}


def world() -> Library:
    """The files above and the shipped words."""
    files = {name: text.encode() for name, text in FILES.items()}
    found, faults = content.inspect(SHIPPED | files)
    assert [str(fault) for fault in faults if not fault.file.startswith("words/")] == []
    return found


WORLD = world()


def told(
    name: str,
    journey: Trip,
    *,
    locale: str = "en",
    now: str | datetime = "2027-01-15T10:00",
    occurrence: str = "trip",
    who: tuple[str, ...] = (),
    lookups: Lookups = NO_LOOKUPS,
    travel_minutes: int | None = None,
    library: Library = WORLD,
) -> str:
    """A placeholder's value as markup; "-" when it cannot be said."""
    facts = gathered(
        journey,
        who or tuple(person.id for person in journey.travellers),
        library=library,
        locale=locale,
        now=utc(now) if isinstance(now, str) else now,
        occurrence=occurrence,
        lookups=lookups,
        travel_minutes=travel_minutes,
    )
    try:
        return value(facts, name)
    except MissingFact:
        return "-"
