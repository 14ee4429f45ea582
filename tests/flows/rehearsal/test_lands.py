"""The lint of countries, climates and languages: what an editor is told, with file and line."""

from __future__ import annotations

import pytest

from bot import content
from flows.library.document import Severity
from flows.rehearsal.lint import lint
from tests.flows.rehearsal.test_lint import EACH, TIPS, WORDS

LAND = "{country: PT, currency: EUR, plugs: [C, F], voltage: 230, drives: right, languages: [pt]}"
SEASONS = f"{{spring: {EACH}, summer: {EACH}, autumn: {EACH}, winter: {EACH}}}"
FEELS = "[cold, cold, cool, mild, warm, hot, hot, hot, warm, mild, cool, cold]"
MILD = f"id: mild\nfeels: {FEELS}\nwet: [11]\nseasons: {SEASONS}"
PORTUGUESE = f"id: pt\nname: {EACH}\nphrases: [{{means: {EACH}, say: olá}}]"


def told(severity: Severity = Severity.ERROR, **files: str) -> list[str]:
    """The faults of form and of sense of these files ("countries" is countries/all.yaml), as told."""
    named = {f"{name.rstrip('2')}/{name}.yaml": text for name, text in files.items()}
    library, faults = content.inspect({name: text.encode() for name, text in (WORDS | named).items()})
    return [str(fault) for fault in lint(library, faults) if fault.severity is severity]


def test_what_is_right_is_left_alone() -> None:
    """A country with its climate and language."""
    land = LAND.replace("drives", "climate: mild, drives")
    for severity in Severity:
        assert told(severity, countries=land, climates=MILD, languages=PORTUGUESE) == []


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("country: PT", "country: XQ", "1: no country has the code XQ: write two letters of ISO 3166"),
        ("EUR", "EUX", "1: no currency has the code EUX: write three letters of ISO 4217"),
        ("EUR", "euro", "1: “currency” (here: euro) must look like EUR (three capitals)"),
        ("[C, F]", "[C, C]", "1: the plug C stands here twice: keep one"),
        ("[C, F]", "[C, Z]", "1: “plugs” (here: Z) must look like C (a letter from A to O)"),
        ("right", "middle", "1: “drives” (here: middle) must look like left or right"),
        ("[pt]", "[portuguese]", "1: no language is called portuguese: write ISO 639, like pt"),
        (
            "drives",
            "climate: mildd, drives",
            "1: there is no climate mildd in content/climates; did you mean mild?",
        ),
    ],
)
def test_a_country_is_told_what_nobody_knows(old: str, new: str, why: str) -> None:
    """Codes, plugs, climates: with what to write instead."""
    assert old in LAND
    assert told(countries=LAND.replace(old, new), climates=MILD) == [
        f"content/countries/countries.yaml:{why}"
    ]


def test_a_country_is_told_once() -> None:
    """The second of its code would hide the first."""
    assert told(countries=LAND, countries2=LAND) == [
        "content/countries/countries2.yaml:1: the id PT is taken already by content/countries/countries.yaml:1:"
        " choose another"
    ]


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        (", cool, cold]", ", cool]", "2: “feels” has 11 entries and needs 12"),
        (", cool, cold]", ", cool, cold, hot]", "2: “feels” has 13 entries and takes 12"),
        ("[cold, cold", "[freezing, cold", "2: “feels” (here: freezing) must be one of "),
        (
            f"winter: {EACH}",
            f"dry: {EACH}",
            "4: the climate mild tells of autumn, dry, spring, summer: write spring, summer, autumn and winter, or dry"
            " and wet",
        ),
        (
            SEASONS,
            f"{{dry: {EACH}, wet: {{nl: x}}}}",
            "4: the wet of mild has no English and no French and no German",
        ),
        (
            f"winter: {EACH}",
            "winter: {nl: x, en: 'Cold in {place.name}', fr: x, de: x}",
            "4: a season quotes nothing: take {place.name} out of the English",
        ),
    ],
)
def test_a_climate_is_whole(old: str, new: str, why: str) -> None:
    """Twelve months, all seasons, every language, and no placeholder."""
    assert old in MILD
    assert any(
        fault.startswith(f"content/climates/climates.yaml:{why}")
        for fault in told(climates=MILD.replace(old, new))
    )


@pytest.mark.parametrize("wet", ["[]", "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]"])
def test_dry_and_wet_need_both_kinds_of_months(wet: str) -> None:
    """Where all months are the same, nobody needs two texts."""
    climate = MILD.replace(SEASONS, f"{{dry: {EACH}, wet: {EACH}}}").replace("[11]", wet)
    count = 0 if wet == "[]" else 12
    assert told(climates=climate) == [
        f"content/climates/climates.yaml:3: the climate mild tells dry from wet, but wet: names {count} months"
    ]


def test_a_language_is_one_and_says_each_thing_once() -> None:
    """An unknown code is a fault; an empty or doubled list something to look at."""
    assert told(languages=PORTUGUESE.replace("id: pt", "id: portugese")) == [
        "content/languages/languages.yaml:1: no language is called portugese: write ISO 639, like pt"
    ]
    twice = PORTUGUESE.replace("say: olá}]", f"say: olá}}, {{means: {EACH}, say: olá}}]")
    assert told(Severity.WARNING, languages=twice) == [
        "content/languages/languages.yaml:3: “olá” stands here twice: keep one"
    ]
    empty = f"id: pt\nname: {EACH}"
    assert told(Severity.WARNING, languages=empty) == [
        "content/languages/languages.yaml:1: the language pt has no phrases: add some"
    ]
    half = PORTUGUESE.replace(EACH, "{nl: x}", 1)
    assert told(languages=half)[0].startswith(
        "content/languages/languages.yaml:2: the name of pt has no English"
    )


def test_a_place_names_a_climate_that_there_is() -> None:
    """And no two places are the default of one climate."""
    assert told(places="id: bali\niata: [DPS]\nclimate: mildew", climates=MILD) == [
        "content/places/places.yaml:1: there is no climate mildew in content/climates; did you mean mild?"
    ]
    both = "- {id: one, climate: mild}\n- {id: two, climate: mild}"
    assert told(places=both, climates=MILD) == [
        "content/places/places.yaml:2: one is the default for mild already: give two its iata or cities"
    ]


def test_a_condition_on_a_region_finds_a_country_there() -> None:
    """A region that nobody lies in is a slip of the pen."""
    land = LAND.replace("drives", "regions: [eea, schengen], drives")
    wrong = TIPS.replace("text:", "for: {regions: shengen, not_regions: [eea]}\ntext:")
    assert told(countries=land, stages=wrong) == [
        "content/stages/stages.yaml:7: no country in content/countries lies in shengen; did you mean schengen?"
    ]
