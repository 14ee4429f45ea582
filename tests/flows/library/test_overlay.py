"""An overlay over other documents: what is merged, added and taken out, and what an editor is told where it stands."""

from __future__ import annotations

import pytest

from bot import content
from flows.library.document import OVERLAY
from flows.library.library import Library
from flows.library.touchpoint import Touchpoint

EACH = "{nl: n, en: e, fr: f, de: d}"
PACKING = """id: packing
kind: checklist
class: service
when: {anchor: departure, offset: -5d, at: "18:00"}
for: {abroad: "yes", months: [6, 7]}
text:
  nl: Hoi
  en: Hello
  fr: Bonjour
  de: Hallo
items:
  - id: passport
    text: {nl: Paspoort, en: Passport, fr: Passeport, de: Pass}
  - {id: towel, text: {nl: Handdoek, en: Towel, fr: Serviette, de: Handtuch}}
buttons:
  - - {do: show, with: tips, label: {nl: Tips, en: Tips, fr: Conseils, de: Tipps}}
    - {url: "https://example.com", label: {nl: Site, en: Site, fr: Site, de: Seite}}
"""
BASE = {
    "stages/packing.yaml": PACKING,
    "surveys/after.yaml": f"""id: after
thanks: {EACH}
thanks_low: {EACH}
questions:
  - id: why
    answer: choice
    ask: {EACH}
    choices: [{{id: price, text: {EACH}}}, {{id: room, text: {EACH}}}]
""",
    "emergency/all.yaml": "- {country: PT, general: '112', source: x}\n- {country: ES, general: '112', source: x}",
    "languages/pt.yaml": f"id: pt\nname: {EACH}\nphrases: [{{means: {EACH}, say: Obrigado}}]",
    "places/lisbon.yaml": f"id: lisbon\niata: LIS\ncities: [Lisboa]\ntopics: {{tips: {EACH}}}",
    "topics/bags.yaml": f"id: bags\nwords: {{en: [bag], nl: [tas]}}\nanswer: {EACH}",
    "words/some.yaml": f"join.code: {EACH}\nnights:\n  count: n\n  en: {{one: a night, other: '{{n}} nights'}}",
    "offers/boat.yaml": f"- {{id: boat, title: {EACH}, details: {EACH}}}\n- {{id: car, title: {EACH}, details: {EACH}}}",
}


def lay(settings: str = "over: shipped", **files: str) -> tuple[Library, list[str]]:
    """The library of an overlay ("stages__x" is stages/x.yaml) over the base, and its faults as told, without the
    folder."""
    contents = {name: text.encode() for name, text in BASE.items()}
    contents[f"{OVERLAY}overlay.yaml"] = settings.encode()
    for name, text in files.items():
        contents[f"{OVERLAY}{name.replace('__', '/')}.yaml"] = text.encode()
    library, faults = content.inspect(contents)
    return library, [str(fault).replace(f"content/{OVERLAY}", "") for fault in faults]


def packing(overlay: str, settings: str = "over: shipped") -> Touchpoint:
    """The checklist with this laid over it, without a fault."""
    library, faults = lay(settings, stages__ours=f"id: packing\n{overlay}")
    assert faults == []
    return library.touchpoints[0]


def test_one_text_in_one_language_is_three_lines() -> None:
    """The rest of the touchpoint, and of the text, stays as it ships."""
    found = packing("text:\n  nl: Dag")
    assert {locale: found.text.template(locale) for locale in found.text.forms} == {
        "nl": "Dag",
        "en": "Hello",
        "fr": "Bonjour",
        "de": "Hallo",
    }
    assert [item.id for item in found.items] == ["passport", "towel"]


def test_each_part_knows_its_own_file_and_line() -> None:
    """What the overlay says stands in its file; all else in the shipped one."""
    found = packing("text:\n  nl: Dag")
    places = [(one.file, one.line) for one in (found.text.at("nl"), found.text.at("en"), found.origin)]
    assert places == [
        (f"{OVERLAY}stages/ours.yaml", 3),
        ("stages/packing.yaml", 8),
        ("stages/packing.yaml", 1),
    ]


def test_items_are_merged_one_by_one() -> None:
    """One is reworded, one taken out, one added."""
    found = packing(
        f"items:\n- {{id: passport, text: {{nl: Pas}}}}\n- {{id: towel, remove: 'yes'}}\n- {{id: hat, text: {EACH}}}"
    )
    assert [(item.id, item.text.template("nl")) for item in found.items] == [
        ("passport", "Pas"),
        ("hat", "n"),
    ]


def test_buttons_are_known_by_what_they_do() -> None:
    """A label is reworded in whatever row it stands, a button taken out, another added below."""
    found = packing(
        "buttons:\n- - {do: show, with: tips, label: {nl: Raad}}\n  - {url: 'https://example.com', remove: 'yes'}\n"
        f"  - {{do: menu, label: {EACH}}}"
    )
    assert [[(one.action, one.label.template("nl")) for one in row] for row in found.buttons] == [
        [("show", "Raad")],
        [("menu", "n")],
    ]


def test_questions_choices_and_phrases_are_merged_too() -> None:
    """Deep inside a survey or a language only what is written changes."""
    library, faults = lay(
        surveys__x="id: after\nquestions: [{id: why, choices: [{id: room, text: {nl: Kamer}}]}]",
        languages__x="id: pt\nphrases: [{say: Obrigado, means: {nl: Dank}}]",
    )
    choices = library.surveys["after"].questions[0].choices
    assert faults == []
    assert [(one.id, one.text.template("nl")) for one in choices] == [("price", "n"), ("room", "Kamer")]
    assert library.languages["pt"].phrases[0].means.template("nl") == "Dank"


def test_other_lists_and_values_are_replaced() -> None:
    """Months, words that are typed, a moment."""
    found = packing("for: {months: [1]}\nwhen: {offset: -3d}")
    library, _ = lay(topics__x="id: bags\nwords: {nl: [koffer]}")
    assert (found.audience.months, found.audience.abroad, found.when.days) == ({1}, True, -3)
    assert library.topics["bags"].words == {"nl": ("koffer",), "en": ("bag",)}


def test_a_part_can_be_taken_out() -> None:
    """A condition that should not hold any more."""
    assert packing("for: {abroad: {remove: 'yes'}}").audience.abroad is None


def test_whole_things_are_taken_out() -> None:
    """A touchpoint, a place, an offer, a country's numbers."""
    library, faults = lay(
        stages__x="{id: packing, remove: 'yes'}",
        places__x="{id: lisbon, remove: 'yes'}",
        offers__x="[{id: boat, remove: 'yes'}]",
        emergency__x="[{country: es, remove: 'yes'}]",
    )
    assert faults == []
    assert (library.touchpoints, library.places) == ((), ())
    assert (list(library.offers), list(library.emergency)) == (["car"], ["PT"])


def test_new_things_are_added() -> None:
    """A place and an offer of the agency's own, beside the shipped ones."""
    library, faults = lay(
        places__texel="id: texel\ncities: Texel\ncountry: NL",
        offers__x=f"id: bike\ntitle: {EACH}\ndetails: {EACH}",
    )
    assert faults == []
    assert ([place.id for place in library.places], list(library.offers)) == (
        ["lisbon", "texel"],
        ["boat", "car", "bike"],
    )


def test_plural_forms_make_room_for_a_plain_text() -> None:
    """And one form can be reworded alone."""
    library, faults = lay(words__x="nights: {en: {one: one night}, nl: '{n} nachten'}")
    assert faults == []
    assert library.words["nights"].forms == {
        "nl": {"other": "{n} nachten"},
        "en": {"one": "one night", "other": "{n} nights"},
    }


@pytest.mark.parametrize(
    ("file", "text", "told"),
    [
        (
            "stages/x",
            "id: pakcing\ntext: {nl: Dag}",
            "1: there is no touchpoint pakcing; did you mean packing?",
        ),
        (
            "stages/x",
            "id: zzz\ntext: {nl: Dag}",
            "1: there is no touchpoint zzz to change, and a new one needs class: and when:",
        ),
        (
            "stages/x",
            "id: lisbon\ntext: {nl: Dag}",
            "1: there is no touchpoint lisbon to change, and a new one needs class: and when:"
            "; the place of that name goes under places/",
        ),
        (
            "places/x",
            "id: lisbo\ntopics: {tips: {nl: x}}",
            "1: there is no place lisbo; did you mean lisbon?",
        ),
        (
            "words/x",
            "join.cod: {nl: x}",
            "1: nothing says a sentence called join.cod; did you mean join.code?",
        ),
        ("words/x", "zzz: {nl: x}", "1: nothing says a sentence called zzz"),
        ("offers/x", "{id: baot, remove: 'yes'}", "1: there is no offer baot to remove; did you mean boat?"),
        (
            "words/x",
            "join.code: {remove: 'yes'}",
            "1: a sentence of the conversation cannot be taken out: reword it",
        ),
        (
            "stages/x",
            "id: packing\nitems:\n- {id: pasport, text: {nl: Pas}}",
            "3: there is no pasport here; did you mean passport?",
        ),
        (
            "stages/x",
            "id: packing\nitems:\n- {id: hat, remove: 'yes'}",
            "3: there is no hat here to remove",
        ),
        ("stages/x", "id: packing\nlate: {remove: 'yes'}", "2: there is no “late” here to remove"),
        ("stages/x", "id: packing\nremove: 'no'", '2: write remove: "yes", or leave it out'),
        (
            "stages/x",
            "id: packing\nremove: 'yes'\ntext: {nl: Dag}",
            "3: what is removed says nothing else: take “text” out",
        ),
        ("stages/x", "id: packing\nclas: service", "2: nothing is called “clas” here; did you mean class?"),
        (
            "stages/x",
            "id: packing\ntext: {es: Hola}",
            "2: “text.es” is no locale (write nl, en, fr, de); to add Spanish, write locales: [es] in overlay.yaml",
        ),
        ("stages/x", "text: {nl: Dag}", "1: say which touchpoint this is: write its id:"),
        ("stage/x", "id: packing", "1: files live in one of the folders"),
        ("words/x", "- join.code", "1: “words” must be a mapping"),
    ],
)
def test_faults_name_the_overlays_file_and_line(file: str, text: str, told: str) -> None:
    """A misspelt id, a removal of nothing, a language nobody declared: where, and what to do."""
    _, faults = lay(**{file.replace("/", "__"): text})
    assert faults[0].startswith(f"{file}.yaml:{told}")


def test_a_fault_in_what_ships_names_the_shipped_file() -> None:
    """The overlay makes a text short; the forms that it lies over are still blamed where they stand."""
    _, faults = lay(words__x="nights: {count: {remove: 'yes'}}")
    assert faults == [
        "content/words/some.yaml:2: “words.nights”: a text with plural forms needs count: the placeholder that is "
        "counted"
    ]


def test_two_files_may_change_one_thing_but_not_the_same_word() -> None:
    """One for Dutch, one for French; a text that both write is told."""
    library, faults = lay(
        stages__a="id: packing\ntext: {nl: Dag}", stages__b="id: packing\ntext: {fr: Salut}"
    )
    text = library.touchpoints[0].text
    assert (faults, text.template("nl"), text.template("fr")) == ([], "Dag", "Salut")
    _, faults = lay(stages__a="id: packing\ntext: {nl: Dag}", stages__b="id: packing\ntext: {nl: Hé}")
    assert faults == ["stages/b.yaml:2: this is changed already by stages/a.yaml:2: keep one"]


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ("over: shiped", "1: “over” (here: shiped) must be one of shipped; did you mean shipped?"),
        ("locales: [es]", "1: “over” is missing: add it"),
        (
            "over: shipped\nlocales: [nl]",
            "2: “locales” (here: nl): this language ships already: leave it out",
        ),
        ("over: shipped\nlocales: [pt-BR]", "2: “locales” (here: pt-BR): write a language by its code alone"),
        ("over: shipped\nlocales: [xx]", "2: “locales” (here: xx): write a language by its code alone"),
        ("over: shipped\nlocals: [es]", "2: nothing is called “locals” here; did you mean locales?"),
        ("over: shipped: x", "1: this is not YAML"),
    ],
)
def test_an_overlay_yaml_that_cannot_be_read_is_told_first(settings: str, told: str) -> None:
    """And lays nothing, so that nothing else is blamed for it."""
    library, faults = lay(settings, stages__x="id: packing\ntext: {es: Hola}")
    assert [fault.startswith(f"overlay.yaml:{told}") for fault in faults] == [True]
    assert set(library.touchpoints[0].text.forms) == {"nl", "en", "fr", "de"}


def test_languages_are_added_by_their_code() -> None:
    """Every text may have them, and the library knows where they are declared."""
    library, faults = lay(
        "over: shipped\nlocales: [es, pl]",
        words__x="join.code: {es: Hola, pl: Dzień}",
        topics__x="id: bags\nwords: {es: [maleta]}",
    )
    assert faults == []
    assert library.locales == ("nl", "en", "fr", "de", "es", "pl")
    assert (library.added["pl"].file, library.added["pl"].line) == (f"{OVERLAY}overlay.yaml", 2)
    assert library.words["join.code"].template("pl") == "Dzień"
    assert library.topics["bags"].words["es"] == ("maleta",)


def test_without_an_overlay_documents_stay_as_they_are() -> None:
    """Nothing is added to what ships."""
    library, faults = content.inspect({name: text.encode() for name, text in BASE.items()})
    assert (faults, library.locales) == ((), ("nl", "en", "fr", "de"))
