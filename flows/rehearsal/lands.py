"""What is wrong with countries, climates, languages and with what refers to them.

Not here: their form (flows.library.schema), emergency numbers (numbers), their wordings (texts).
"""

from __future__ import annotations

from collections.abc import Iterator

from babel import Locale

from flows.library.document import Fault, Severity
from flows.library.library import Library
from flows.library.placeholders import placeholders_in
from flows.library.refusals import did_you_mean
from flows.library.text import Origin
from flows.library.tongues import called

OF_THE_YEAR = frozenset({"spring", "summer", "autumn", "winter"})
BY_RAIN = frozenset({"dry", "wet"})
LEAST_VOLTS, MOST_VOLTS = 100, 240
_KNOWN = Locale.parse("en")


def faults_of(library: Library) -> Iterator[Fault]:
    """Every fault of the three, and every climate or region that nobody has."""
    yield from _countries(library)
    yield from _climates(library)
    yield from _languages(library)
    yield from _places(library)
    yield from _regions(library)


def _at(origin: Origin, why: str, severity: Severity = Severity.ERROR) -> Fault:
    return Fault(file=origin.file, line=origin.line, why=why, severity=severity)


def _climate(name: str, origin: Origin, library: Library) -> Iterator[Fault]:
    if name and name not in library.climates:
        known = list(library.climates)
        yield _at(origin, f"there is no climate {name} in content/climates{did_you_mean(name, known)}")


def _countries(library: Library) -> Iterator[Fault]:
    for code, land in library.countries.items():
        if code not in _KNOWN.territories:
            yield _at(land.origin, f"no country has the code {code}: write two letters of ISO 3166")
        if land.currency and land.currency not in _KNOWN.currencies:
            why = f"no currency has the code {land.currency}: write three letters of ISO 4217"
            yield _at(land.origin.at("currency"), why)
        if land.voltage is not None and not LEAST_VOLTS <= land.voltage <= MOST_VOLTS:
            why = (
                f"no socket gives {land.voltage} volts: write {LEAST_VOLTS} to {MOST_VOLTS}, or leave it out"
            )
            yield _at(land.origin.at("voltage"), why)
        for letter in sorted({one for one in land.plugs if land.plugs.count(one) > 1}):
            yield _at(land.origin.at("plugs"), f"the plug {letter} stands here twice: keep one")
        for spoken in land.languages:
            if spoken not in _KNOWN.languages:
                yield _at(
                    land.origin.at("languages"), f"no language is called {spoken}: write ISO 639, like pt"
                )
        yield from _climate(land.climate, land.origin.at("climate"), library)


def _climates(library: Library) -> Iterator[Fault]:
    for climate in library.climates.values():
        named = frozenset(climate.seasons)
        if named and named not in (OF_THE_YEAR, BY_RAIN):
            why = (
                f"the climate {climate.id} tells of {', '.join(sorted(named))}: "
                "write spring, summer, autumn and winter, or dry and wet"
            )
            yield _at(climate.origin.at("seasons"), why)
        elif named == BY_RAIN and not 0 < len(climate.wet) < 12:
            why = f"the climate {climate.id} tells dry from wet, but wet: names {len(climate.wet)} months"
            yield _at(climate.origin.at("wet", "seasons"), why)
        for text in climate.seasons.values():
            for locale, forms in text.forms.items():
                quoted = sorted({name for form in forms.values() for name in placeholders_in(form)})
                for name in quoted:
                    here = text.places_of(locale, f"{{{name}}}")[0]
                    why = f"a season quotes nothing: take {{{name}}} out of the {called(locale)}"
                    yield _at(here, why)


def _languages(library: Library) -> Iterator[Fault]:
    for name, language in library.languages.items():
        if name not in _KNOWN.languages:
            yield _at(language.origin, f"no language is called {name}: write ISO 639, like pt")
        if not language.phrases and name not in library.locales:
            yield _at(language.origin, f"the language {name} has no phrases: add some", Severity.WARNING)
        said: set[str] = set()
        for number, phrase in enumerate(language.phrases):
            if phrase.say in said:
                why = f"“{phrase.say}” stands here twice: keep one"
                yield _at(language.origin.at(f"phrases.{number}.say"), why, Severity.WARNING)
            said.add(phrase.say)


def _places(library: Library) -> Iterator[Fault]:
    defaults: dict[tuple[str, str], str] = {}
    for place in library.places:
        yield from _climate(place.climate, place.origin, library)
        if place.iata or place.cities:
            continue
        first = defaults.setdefault((place.country, place.climate), place.id)
        if first != place.id:
            what = place.country or place.climate or "everywhere"
            yield _at(
                place.origin, f"{first} is the default for {what} already: give {place.id} its iata or cities"
            )


def _regions(library: Library) -> Iterator[Fault]:
    known = sorted({region for land in library.countries.values() for region in land.regions})
    for touchpoint in library.touchpoints:
        audiences = {
            "for": touchpoint.audience,
            **{f"items.{number}.for": item.audience for number, item in enumerate(touchpoint.items)},
        }
        for path, audience in audiences.items():
            for field, regions in (("regions", audience.regions), ("not_regions", audience.not_regions)):
                for region in sorted(regions - set(known)):
                    why = f"no country in content/countries lies in {region}{did_you_mean(region, known)}"
                    yield _at(touchpoint.origin.at(f"{path}.{field}"), why)
