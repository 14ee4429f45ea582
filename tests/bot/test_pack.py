"""Facts about the content that ships: every language, every number, nothing sold, nothing said twice.

Not here: how content is read (tests of bot.content and flows.library.schema), when it goes (tests of planning).
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from babel import Locale
from phonenumbers.shortnumberinfo import is_emergency_number

from bot.content import load
from flows.library.audience import Celebration, Feel
from flows.library.library import Library
from flows.library.text import LOCALES, Text
from flows.library.touchpoint import Late, MessageClass, Per, Touchpoint, TouchpointKind
from flows.planning.conditions import objection
from flows.planning.facts import Facts as Asked
from flows.rehearsal.lint import lint
from flows.trips.changes import ChangeKind
from flows.trips.evidence import Stage
from flows.trips.personas import Persona
from flows.trips.trip import Kind, Place

LIBRARY = load()
REFERENCE = Path(__file__).resolve().parents[2].parent / "shared" / "reference"
PLUGS = re.compile(r"(?:[Tt]ypes?|Typ) ([A-O])\b(?: (?:and|en|et|und) ([A-O])\b)?")
SLOT = re.compile(r"\{[^{}]*\}")
PARTLY = "AF BJ BQ CI CK CM CW ET HT KM MM MS NA PA PE PG SA SB SD SN ST SZ TD TG TL VU"
"""Countries of which the sources confirm the number of some services only."""


def texts(library: Library) -> Iterator[tuple[str, Text]]:
    """Every wording of the pack but the conversation's own, with where an editor finds it."""
    for touchpoint in library.touchpoints:
        yield f"{touchpoint.id} text", touchpoint.text
        if touchpoint.digest is not None:
            yield f"{touchpoint.id} digest", touchpoint.digest
        for item in touchpoint.items:
            yield f"{touchpoint.id} {item.id}", item.text
        for row in touchpoint.buttons:
            for button in row:
                yield f"{touchpoint.id} button", button.label
    for place in library.places:
        if place.name is not None:
            yield f"{place.id} name", place.name
        for topic, text in place.topics.items():
            yield f"{place.id} {topic}", text
    for survey in library.surveys.values():
        yield f"{survey.id} thanks", survey.thanks
        yield f"{survey.id} thanks_low", survey.thanks_low
        for question in survey.questions:
            yield f"{survey.id} {question.id}", question.ask
            for choice in question.choices:
                yield f"{survey.id} {question.id} {choice.id}", choice.text
    for offer in library.offers.values():
        yield f"{offer.id} title", offer.title
        yield f"{offer.id} details", offer.details
    for asked in library.topics.values():
        yield f"{asked.id} answer", asked.answer


def rows(name: str) -> list[dict[str, str]]:
    """A table of facts to check against; the test is skipped where it is not at hand."""
    path = REFERENCE / name
    if not path.is_file():
        pytest.skip(f"there is no {name} beside the checkout")
    with path.open(encoding="utf-8", newline="") as stream:
        lines = (line for line in stream if not line.startswith("#"))
        return list(csv.DictReader(lines, delimiter="\t"))


def numbers(country: str) -> dict[str, str]:
    """The numbers we give for a country, by what they are for."""
    held = LIBRARY.emergency[country]
    found = {kind: getattr(held, kind) for kind in ("general", "police", "ambulance", "fire")}
    return {kind: number for kind, number in found.items() if number}


def of_stage(stage: Stage) -> list[Touchpoint]:
    return [touchpoint for touchpoint in LIBRARY.touchpoints if stage in touchpoint.stages]


def test_every_text_speaks_four_languages() -> None:
    """Every wording exists in nl, en, fr and de."""
    short = {name: set(LOCALES) - set(text.forms) for name, text in texts(LIBRARY)}
    assert {name: missing for name, missing in short.items() if missing} == {}


def test_languages_quote_the_same_facts() -> None:
    """A wording quotes the same placeholders in each of its languages."""
    differing = [
        name
        for name, text in texts(LIBRARY)
        if len({frozenset(SLOT.findall(text.template(locale))) for locale in LOCALES}) > 1
    ]
    assert differing == []


def test_no_text_is_left_in_another_language() -> None:
    """No sentence of the touchpoints reads the same in two languages."""
    same = [
        name
        for name, text in texts(LIBRARY)
        if name.endswith((" text", " answer", " tips", " good", " arrive"))
        and len({text.template(locale) for locale in LOCALES}) < len(LOCALES)
    ]
    assert same == []


def test_an_editor_has_nothing_to_mend() -> None:
    """Lint finds no fault in what ships, not even a warning."""
    assert [str(fault) for fault in lint(LIBRARY)] == []


def test_ids_are_unique() -> None:
    """No two touchpoints, places or items of one checklist share an id."""
    ids = [touchpoint.id for touchpoint in LIBRARY.touchpoints] + [place.id for place in LIBRARY.places]
    items = [(one.id, item.id) for one in LIBRARY.touchpoints for item in one.items]
    assert [key for key, count in Counter([*ids, *items]).items() if count > 1] == []


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage is not Stage.CANCELLED])
def test_every_stage_speaks(stage: Stage) -> None:
    """Each of the six stages has at least two touchpoints."""
    assert len(of_stage(stage)) >= 2


def test_nobody_speaks_after_a_cancellation_by_itself() -> None:
    """Each touchpoint has a gate, and only what an agent lets go may speak of a cancelled trip."""
    assert [one.id for one in LIBRARY.touchpoints if not one.stages] == []
    cancelled = [one for one in LIBRARY.touchpoints if Stage.CANCELLED in one.stages]
    assert [(one.id, one.per, one.released) for one in cancelled] == [("trip_cancelled", Per.CHANGE, True)]


def test_what_changed_is_told_by_an_agent_and_acknowledged() -> None:
    """Every kind of change has its message; each waits for an agent, must arrive, and shows whom to call."""
    told = [one for one in LIBRARY.touchpoints if one.per is Per.CHANGE]
    assert {kind for one in told for kind in one.audience.changes} == set(ChangeKind)
    assert [one.id for one in told if not (one.released and one.acknowledge)] == []
    assert {one.message_class for one in told} == {MessageClass.OPERATIONAL}
    shown = {one.id: {button.value for row in one.buttons for button in row} for one in told}
    assert [name for name, values in shown.items() if "contact" not in values] == []


def test_every_kind_of_touchpoint_is_used() -> None:
    """The pack shows an editor each kind once at least."""
    assert {touchpoint.kind for touchpoint in LIBRARY.touchpoints} == set(TouchpointKind)


def test_stale_things_die() -> None:
    """Every touchpoint says after which instant it is useless."""
    assert [touchpoint.id for touchpoint in LIBRARY.touchpoints if touchpoint.useless_after is None] == []


def test_what_can_be_folded_has_a_short_line() -> None:
    """What goes into a digest has a line of at most 200 characters for it, in each language."""
    long = [
        touchpoint.id
        for touchpoint in LIBRARY.touchpoints
        if touchpoint.late is Late.DIGEST
        and (
            touchpoint.digest is None
            or any(len(touchpoint.digest.template(locale)) > 200 for locale in LOCALES)
        )
    ]
    assert long == []


def test_marketing_is_never_made_up_for() -> None:
    """Marketing that comes too late is dropped, not folded or sent."""
    kept = [
        touchpoint.id
        for touchpoint in LIBRARY.touchpoints
        if touchpoint.message_class is MessageClass.MARKETING and touchpoint.late is not Late.SKIP
    ]
    assert kept == []


def test_offers_ship_off_and_without_prices() -> None:
    """Every offer is off, its touchpoint is marketing, and no text names a price."""
    offers = [one for one in LIBRARY.touchpoints if one.kind is TouchpointKind.OFFER]
    assert {one.offer for one in offers} == set(LIBRARY.offers)
    assert {one.message_class for one in offers} == {MessageClass.MARKETING}
    assert [offer.id for offer in LIBRARY.offers.values() if offer.on] == []
    priced = re.compile(r"[€$£¥]|\b(?:EUR|USD|GBP)\b|\b\d+ ?euros?\b", re.IGNORECASE)
    assert [
        name
        for name, text in texts(LIBRARY)
        if any(priced.search(text.template(locale)) for locale in LOCALES)
    ] == []


def test_french_signs_do_not_stand_alone() -> None:
    """In French the space before a colon, semicolon, question or exclamation mark does not break."""
    breaking = re.compile(r" [:;?!»]|« ")
    assert [name for name, text in texts(LIBRARY) if breaking.search(text.template("fr"))] == []


def test_voice_is_calm() -> None:
    """No message shouts: at most one exclamation mark, and at most two emoji."""
    emoji = re.compile("[\U0001f300-\U0001faff\u2600-\u27bf]")
    loud = [
        (name, locale)
        for name, text in texts(LIBRARY)
        for locale in LOCALES
        if text.template(locale).count("!") > 1 or len(emoji.findall(text.template(locale))) > 2
    ]
    assert loud == []


def test_messages_are_short() -> None:
    """A touchpoint's own words stay below 700 characters in every language."""
    long = [
        (touchpoint.id, locale)
        for touchpoint in LIBRARY.touchpoints
        for locale in LOCALES
        if len(touchpoint.text.template(locale)) > 700
    ]
    assert long == []


def test_every_touchpoint_says_what_for() -> None:
    """Each has its goal in words: what the traveller has of it."""
    assert [touchpoint.id for touchpoint in LIBRARY.touchpoints if not touchpoint.goal.wants] == []


def test_a_file_is_found_by_its_id() -> None:
    """Up to the departure a touchpoint stands alone in the file of its name, and so does an offer."""
    stages = ("just_booked", "in_between", "before_departure")
    found = [(touchpoint.origin.file, touchpoint.id) for touchpoint in LIBRARY.touchpoints]
    prepared = [(file, name) for file, name in found if Path(file).parent.name in stages]
    offered = [(offer.title.origin.file, offer.id) for offer in LIBRARY.offers.values()]
    assert [name for file, name in [*prepared, *offered] if Path(file).stem != name] == []


@pytest.mark.parametrize("locale", LOCALES)
def test_most_messages_are_read_at_a_glance(locale: str) -> None:
    """Three touchpoints in four have at most 350 characters of their own."""
    lengths = [len(touchpoint.text.template(locale)) for touchpoint in LIBRARY.touchpoints]
    assert sum(length > 350 for length in lengths) <= len(lengths) / 4


def test_papers_are_spoken_of_wherever_one_goes() -> None:
    """Papers come up within Schengen, in the United Kingdom, in both, and anywhere else, in at most two messages."""
    schengen, kingdom, elsewhere = (
        frozenset({"eu", "eea", "schengen"}),
        frozenset({"uk"}),
        frozenset({"asean"}),
    )
    told = {
        name: sorted(
            touchpoint.id
            for touchpoint in LIBRARY.touchpoints
            if touchpoint.id.startswith("documents")
            and (touchpoint.audience.regions or touchpoint.audience.not_regions)
            and not objection(touchpoint.audience, cast(Asked, SimpleNamespace(abroad=True, regions=lands)))
        )
        for name, lands in {
            "Lisbon": (schengen,),
            "London": (kingdom,),
            "Paris and London": (schengen, kingdom),
            "Bali": (elsewhere,),
            "Paris and Bali": (schengen, elsewhere),
            "somewhere in no region": (frozenset[str](),),
        }.items()
    }
    assert told == {
        "Lisbon": ["documents_schengen"],
        "London": ["documents_uk"],
        "Paris and London": ["documents_schengen", "documents_uk"],
        "Bali": ["documents"],
        "Paris and Bali": ["documents"],
        "somewhere in no region": ["documents"],
    }


def test_packing_list_stays_short() -> None:
    """Whoever goes wherever, for however long: at most 16 lines, and never fewer than eight."""
    packing = LIBRARY.touchpoint("packing_checklist")
    assert packing is not None
    counts = {sum(not objection(item.audience, facts) for item in packing.items) for facts in _packers()}
    assert (min(counts) >= 8, max(counts) <= 16) == (True, True)


def _packers() -> Iterator[Asked]:
    """What the packing list asks of trips, in every combination that a trip can have."""
    parties = (
        (frozenset({Persona.FAMILY}), True),
        (frozenset({Persona.COUPLE}), False),
        (frozenset({Persona.SOLO, Persona.BUSINESS}), False),
        (frozenset({Persona.COUPLE, Persona.SENIORS}), False),
        (frozenset({Persona.FAMILY, Persona.OWN_CAR}), True),
        (frozenset({Persona.COUPLE, Persona.OWN_CAR}), False),
    )
    feelings = (frozenset[Feel](), *(frozenset({feel}) for feel in Feel))
    for (personas, children), feels, wet, abroad, nights in product(
        parties, feelings, (True, False), (True, False), (2, 7, 14)
    ):
        own_car = Persona.OWN_CAR in personas
        yield cast(
            Asked,
            SimpleNamespace(
                personas=personas,
                children=children,
                feels=feels,
                wet=wet,
                abroad=abroad,
                differs=abroad,
                nights=nights,
                kinds=frozenset() if own_car else frozenset({Kind.FLIGHT}),
                occasions=frozenset({Celebration.ANNIVERSARY}) if Persona.COUPLE in personas else frozenset(),
                regions=(frozenset({"eu", "schengen"}),),
            ),
        )


def test_checklist_has_enough_to_tick() -> None:
    """The packing list has ten items or more, some only abroad and some only for children."""
    packing = LIBRARY.touchpoint("packing_checklist")
    assert packing is not None
    assert len(packing.items) >= 10
    assert any(item.audience.abroad for item in packing.items)
    assert any(item.audience.children for item in packing.items)


@pytest.mark.parametrize(
    ("city", "country"),
    [
        ("Lissabon", "PT"),
        ("Rom", "IT"),
        ("Florence", "IT"),
        ("Venise", "IT"),
        ("Tokio", "JP"),
        ("Newark", "US"),
        ("Denpasar", "ID"),
        ("Avarua", "CK"),
    ],
)
def test_places_are_known_by_every_name(city: str, country: str) -> None:
    """A city is found under its name in another language, and has words on everything that the pack quotes."""
    found = LIBRARY.place(Place(name=city, city=city, country=country))
    assert found is not None
    quoted = {"good", "tips", "arrive", "facts", "dishes", "customs", "rainy"}
    assert quoted - set(found.topics) == set()


def test_no_airport_belongs_to_two_places() -> None:
    """An IATA code leads to one place only."""
    codes = Counter(code for place in LIBRARY.places for code in place.iata)
    assert [code for code, count in codes.items() if count > 1] == []


def test_everywhere_else_has_a_default() -> None:
    """A place that is not in the pack has words on everything all the same, but for facts: none is true of any place."""
    fallback = LIBRARY.default_place("XX")
    assert fallback is not None
    assert set(fallback.topics) == {"good", "tips", "arrive", "dishes", "customs", "rainy"}


@pytest.mark.parametrize("country", sorted(LIBRARY.emergency))
def test_emergency_numbers_are_confirmed(country: str) -> None:
    """Each number is an emergency number of its country in the phonenumbers data."""
    assert [number for number in numbers(country).values() if not is_emergency_number(number, country)] == []


def test_emergency_numbers_are_complete() -> None:
    """A country has a number for everything, or one each for police, ambulance and fire; its source; no date yet.

    Where the sources agree on some services only, those alone are given: the others are left to the agency.
    """
    lacking = [
        country
        for country in LIBRARY.emergency
        if "general" not in numbers(country) and len(numbers(country)) < 3
    ]
    assert " ".join(lacking) == PARTLY
    assert {held.source for held in LIBRARY.emergency.values()} == {"phonenumbers 9.0.43"}
    assert {held.verified_on for held in LIBRARY.emergency.values()} == {""}


def test_emergency_numbers_agree_with_the_second_list() -> None:
    """No number stands in the pack against the second list's word, except where we know which of its words is old.

    Morocco lists its numbers for mobile phones there, Armenia and the Gambia one number of several.
    """
    given = {row["cc"]: row for row in rows("emergency_crosscheck.tsv")}
    differing = []
    for country in LIBRARY.emergency:
        for kind, number in numbers(country).items():
            services = ("police", "ambulance", "fire") if kind == "general" else (kind,)
            listed = [given[country][service].split(",") for service in services if given[country][service]]
            if any(number not in told for told in listed):
                differing.append((country, kind))
    assert differing == [
        *[("AM", kind) for kind in ("police", "ambulance", "fire")],
        ("GM", "police"),
        *[("MA", kind) for kind in ("police", "ambulance", "fire")],
    ]


def test_countries_exist() -> None:
    """Every country of places and emergency numbers is one that we can name."""
    known = Locale("en").territories
    used = {*LIBRARY.emergency, *(place.country for place in LIBRARY.places if place.country)}
    assert [country for country in used if country not in known] == []


def test_plugs_agree_with_both_sources() -> None:
    """A plug type that a place names is one that both lists of plugs give for its country."""
    given = {row["cc"]: row for row in rows("plugs_driving.tsv")}
    named = {
        (place.country, kind)
        for place in LIBRARY.places
        for locale in LOCALES
        if "tips" in place.topics
        for found in PLUGS.finditer(place.topics["tips"].template(locale))
        for kind in found.groups()
        if kind
    }
    assert named
    wrong = [
        (country, kind)
        for country, kind in sorted(named)
        if kind not in given[country]["plugs_wikidata"] or kind not in given[country]["plugs_fluids"]
    ]
    assert wrong == []
