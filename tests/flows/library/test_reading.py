"""Documents become a library, and what an editor is told when they cannot."""

from __future__ import annotations

from datetime import time, timedelta
from time import perf_counter

import pytest

from bot import content
from flows.library.audience import Who
from flows.library.library import Library
from flows.library.touchpoint import Late, MessageClass, Per, TouchpointKind, When
from flows.trips.evidence import Stage
from flows.trips.trip import Kind

PACKING = """id: packing
stage: [before_departure, just_booked]
per: trip
kind: checklist
class: service
when: {anchor: departure, offset: -5d, at: "18:00"}
useless_after: {anchor: departure, offset: -3h}
late: digest
acknowledge: yes
for: {who: lead, abroad: "yes", layover: no, transport: flight, nights: {from: 2, to: 30}, months: [6, 7], countries: pt}
goal: {importance: 4, desired_score: 4.5}
text:
  nl: Hoi {traveller.first_name}
  en: Hello {traveller.first_name}
digest: {en: Packing}
items:
  - id: passport
    per: person
    text: {en: Passport}
  - id: tickets
    per: party
    text: {en: Tickets}
buttons:
  - - label: {en: Tips}
      do: show
      with: tips
    - label: {en: Site}
      url: https://example.com
replaces: [pack]
"""


def read(**files: str) -> tuple[Library, list[str]]:
    """The library of these files ("stages__x" is stages/x.yaml) and its faults as told."""
    contents = {f"{name.replace('__', '/')}.yaml": text.encode() for name, text in files.items()}
    library, faults = content.inspect(contents)
    return library, [str(fault) for fault in faults]


def test_a_touchpoint_is_read_whole() -> None:
    """Every field of a touchpoint arrives with its type."""
    library, faults = read(stages__packing=PACKING)
    found = library.touchpoints[0]
    assert faults == []
    assert found.stages == {Stage.BEFORE_DEPARTURE, Stage.JUST_BOOKED}
    assert (found.kind, found.message_class, found.per, found.late) == (
        TouchpointKind.CHECKLIST,
        MessageClass.SERVICE,
        Per.TRIP,
        Late.DIGEST,
    )
    assert found.when == When(anchor="departure", days=-5, at=time(18))
    assert found.useless_after == When(anchor="departure", delta=timedelta(hours=-3))
    assert (found.audience.who, found.audience.abroad, found.audience.layover) == (Who.LEAD, True, False)
    assert (found.audience.transport, found.audience.countries) == ({Kind.FLIGHT}, {"PT"})
    assert (found.audience.nights_from, found.audience.nights_to, found.audience.months) == (2, 30, {6, 7})
    assert (found.text.origin.file, found.text.origin.line, found.text.lines) == (
        "stages/packing.yaml",
        12,
        {"nl": 13, "en": 14},
    )
    assert [(item.id, item.per_person) for item in found.items] == [("passport", True), ("tickets", False)]
    assert [(button.action, button.value, button.url) for button in found.buttons[0]] == [
        ("show", "tips", ""),
        ("", "", "https://example.com"),
    ]
    assert (found.acknowledge, found.goal.importance, found.goal.desired_score) == (True, 4, 4.5)
    assert library.touchpoint("pack") is found


def test_every_room_is_read() -> None:
    """Places, emergency numbers, surveys, offers, topics and words land in their shelves."""
    library, faults = read(
        places__lisbon="id: lisbon\nname: {en: Lisbon}\niata: LIS\ncities: [Lissabon, Lisboa]\ncountry: PT\n"
        "topics: {good: {en: Hills}}",
        emergency__all="- {country: PT, general: '112', source: x}\n- {country: us, general: '911', source: x}",
        surveys__after="id: after\nlow: 2\nthanks: {en: Thanks}\nthanks_low: {en: Sorry}\n"
        "questions: [{id: all, answer: score, labels: [a, b, c, d, e], ask: {en: How}}]",
        offers__boat="id: boat\n'on': 'yes'\ntitle: {en: Boat}\ndetails: {en: Boat}",
        topics__bags="id: bags\nwords: {en: [bag, luggage]}\nanswer: {en: Two}",
        words__some="hello.you: {en: Hello}\nnights:\n  count: n\n  en: {one: one night, other: '{n} nights'}",
    )
    assert faults == []
    assert (library.places[0].iata, library.places[0].cities) == ({"LIS"}, {"lissabon", "lisboa"})
    assert {code: numbers.general for code, numbers in library.emergency.items()} == {
        "PT": "112",
        "US": "911",
    }
    assert library.surveys["after"].questions[0].highest == 5
    assert library.offers["boat"].on is True
    assert library.topics["bags"].words == {"en": ("bag", "luggage")}
    assert library.words["nights"].forms == {"en": {"one": "one night", "other": "{n} nights"}}
    assert library.words["nights"].origin.line == 2


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("id: packing", "id: Pack ing", "1: “id” (here: Pack ing): write an id of small letters"),
        (
            "stage: [before_departure, just_booked]",
            "stage: befor_departure",
            "did you mean before_departure?",
        ),
        ("per: trip", "pre: trip", "3: nothing is called “pre” here; did you mean per?"),
        ("class: service", "clas: service", "“class” is missing: add it"),
        (
            "offset: -5d",
            "offset: five days",
            "6: “when.offset” (here: five days): write a number with d, h or m",
        ),
        ("offset: -5d", "offset: -99999d", "more than ten years"),
        ("offset: -5d", "offset: -5h", "hours and minutes are exact and take no at:"),
        ('at: "18:00"', 'at: "25:00"', "write a time of the day"),
        ("anchor: departure, offset: -5d", "anchor: depature, offset: -5d", "did you mean departure?"),
        ("acknowledge: yes", "acknowledge: perhaps", "9: “acknowledge” (here: perhaps): write yes or no"),
        ("months: [6, 7]", "months: [6, 13]", "“for.months” (here: 13): write a month as a number"),
        ("countries: pt", "countries: portugal", "write a country as two letters"),
        ("nights: {from: 2, to: 30}", "nights: {from: two}", "write a whole number"),
        ("nights: {from: 2, to: 30}", "nights: {form: 2}", "did you mean from?"),
        (
            "importance: 4",
            "importance: 9",
            "“goal.importance” (here: 9): input should be less than or equal to 5",
        ),
        ("per: person", "per: people", "“items.per” (here: people) must look like person or party"),
        (
            "  nl: Hoi {traveller.first_name}",
            "  es: Hola",
            "13: “text.es” is no locale (write nl, en, fr, de); missing here: nl, fr, de",
        ),
        ("digest: {en: Packing}", "digest: {}", "there is no text: write one for each of nl, en, fr, de"),
        (
            "digest: {en: Packing}",
            "digest: Packing",
            "“digest” must be a mapping (name: value) (here: Packing)",
        ),
        ("digest: {en: Packing}", "digest: {en: ''}", "“digest.en.other” is empty"),
        ("digest: {en: Packing}", "digest: {en: {one: x}}", "needs the form “other”"),
        ("digest: {en: Packing}", "digest: {en: {one: x, other: y}}", "needs count"),
        ("digest: {en: Packing}", "digest: {en: {uno: x, other: y}}", "plural forms are called"),
        ("digest: {en: Packing}", "digest: {en: [x]}", "“digest.en” must be a mapping"),
        ("replaces: [pack]", "replaces: {a: b}", "“replaces” must be a list"),
        ("      do: show\n", "", "a button needs either do: or url:"),
        ("goal: {importance: 4, desired_score: 4.5}", "goal: [x]", "“goal” must be a mapping"),
        ("late: digest", "late: [digest]", "“late” must be one of skip, send, digest"),
        ("id: packing", "id: [packing]", "“id”: write an id"),
        ("    text: {en: Tickets}", "    text: {en: Tickets}\n    txt: x", "did you mean text?"),
    ],
)
def test_faults_say_where_and_what_to_do(old: str, new: str, told: str) -> None:
    """One thing wrong gives one fault that an editor understands."""
    assert old in PACKING
    _, faults = read(stages__packing=PACKING.replace(old, new, 1))
    assert [fault for fault in faults if told in fault], faults


def test_all_faults_come_at_once() -> None:
    """An editor hears everything in one go, in the order of lines."""
    wrong = (
        PACKING.replace("id: packing", "id: P").replace("late: digest", "late: x").replace("months", "month")
    )
    _, faults = read(stages__packing=wrong)
    assert [fault.split(":")[1] for fault in faults] == ["1", "8", "10"]


def test_the_same_id_twice_names_both_places() -> None:
    """The second of its name is refused and told where the first is."""
    library, faults = read(stages__a=PACKING, stages__b=PACKING)
    assert len(library.touchpoints) == 1
    assert faults == [
        "content/stages/b.yaml:1: the id packing is taken already by content/stages/a.yaml:1: choose another"
    ]


def test_a_flood_of_faults_is_told_in_part() -> None:
    """A file that is wrong everywhere costs no minutes, and says that there is more."""
    start = perf_counter()
    _, listed = read(offers__many="- {}\n" * 30_000)
    _, mapped = read(words__many="".join(f"w{n}: {{xx: y}}\n" for n in range(15_000)))
    assert perf_counter() - start < 20
    for found in (listed, mapped):
        assert len([fault for fault in found if "there are 200 faults or more in this file" in fault]) == 1
        assert len(found) < 210


@pytest.mark.parametrize("name", ["stage__x", "loose"])
def test_files_live_in_known_folders(name: str) -> None:
    """A file in an unknown folder, or in none, is a fault and not silence."""
    _, faults = read(**{name: "id: x"})
    assert "files live in one of the folders stages, places" in faults[0]


@pytest.mark.parametrize("text", ["just text", "- just text", "[[x]]"])
def test_a_document_of_another_shape_is_refused(text: str) -> None:
    """Text where a mapping belongs is told so."""
    _, faults = read(stages__x=text)
    assert "this must be a mapping" in faults[0]
