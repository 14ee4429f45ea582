"""Conditions that contradict themselves, topics nobody knows, reminders before their list: told where they stand."""

from __future__ import annotations

import pytest

from bot import content
from flows.library.document import Severity
from flows.rehearsal.lint import lint
from tests.flows.rehearsal.test_lint import EACH, WORDS, tips, told

LIST = f"""id: packing
kind: checklist
class: service
when: {{anchor: departure, offset: -5d, at: "18:00"}}
text: {EACH}
items: [{{id: passport, text: {EACH}}}]
"""
REMINDER = f"""id: packing_reminder
kind: reminder
checklist: packing
class: service
when: {{anchor: departure, offset: -2d, at: "18:00"}}
text: {EACH}
"""


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        ("nights: {from: 9, to: 3}", "nights: from 9 to 3 is empty: turn the two round"),
        ('nights: {from: "-3"}', "nights: counts from 0: nobody has fewer"),
        ("connection_minutes: {from: 90, to: 30}", "connection_minutes: from 90 to 30 is empty"),
        ("countries: [XX]", "no country has the code XX: write two letters of ISO 3166, like PT"),
        (
            "personas: [business, solo], not_personas: [business]",
            "business is asked for and shut out at once: it would go to nobody",
        ),
        ('sky: [rain], forecast: "no"', 'a sky is known from a forecast, and forecast: is "no"'),
        ('moved: "yes"', "moved: is asked of one change: write per: change (here: trip)"),
    ],
)
def test_a_contradiction_is_told_in_plain_words(conditions: str, expected: str) -> None:
    """One fault, on the line of the condition."""
    faults = tips("class: service\n", f"class: service\nfor: {{{conditions}}}\n")
    assert [expected in fault and "tips.yaml:6: " in fault for fault in faults] == [True]


def test_an_item_is_asked_too() -> None:
    """A condition on a line of a checklist stands there."""
    broken = LIST.replace(f"text: {EACH}}}]", f"text: {EACH}, for: {{countries: [XX]}}}}]")
    assert [
        ("packing.yaml:6" in one, "code XX" in one) for one in told({"stages/a/packing.yaml": broken})
    ] == [(True, True)]


def test_changes_may_be_asked_of_a_whole_trip() -> None:
    """Any change of the trip is meant then."""
    assert tips("class: service\n", "class: service\nfor: {changes: [delayed]}\n") == []


@pytest.mark.parametrize(
    ("when", "faults"),
    [
        ('offset: -2d, at: "18:00"', 0),
        ('offset: -5d, at: "18:01"', 0),
        ('offset: -5d, at: "18:00"', 1),
        ('offset: -6d, at: "20:00"', 1),
    ],
)
def test_a_reminder_comes_after_its_list(when: str, faults: int) -> None:
    """Before it, or with it, there is nothing to remind of."""
    reminder = REMINDER.replace('offset: -2d, at: "18:00"', when)
    found = told({"stages/a/packing.yaml": LIST, "stages/a/reminder.yaml": reminder})
    assert [("it reminds of packing" in one) for one in found] == [True] * faults


def test_what_is_open_is_known_to_a_reminder_alone() -> None:
    """{checklist.open} elsewhere is told in each language where it stands."""
    text = "{nl: 'x {checklist.open}', en: 'x {checklist.open}', fr: 'x {checklist.open}', de: 'x {checklist.open}'}"
    assert told({"stages/a/packing.yaml": LIST, "stages/a/reminder.yaml": REMINDER.replace(EACH, text)}) == []
    found = told({"stages/a/packing.yaml": LIST.replace(f"text: {EACH}", f"text: {text}", 1)})
    assert ["is known only to kind: reminder (here: checklist)" in one for one in found] == [True]


def test_a_place_has_its_topics_and_no_others() -> None:
    """A misspelt one is told with what was meant: nothing would ever quote it."""
    place = f"id: lisbon\niata: LIS\ntopics:\n  tipz: {EACH}\n"
    (fault,) = told({"places/lisbon.yaml": place})
    assert fault == "content/places/lisbon.yaml:4: a place has no topic tipz; did you mean tips?"


def test_no_socket_gives_2300_volts() -> None:
    """A slip of the finger in a country."""
    (fault,) = told({"countries/pt.yaml": "- {country: PT, voltage: 2300}\n"})
    assert "no socket gives 2300 volts: write 100 to 240, or leave it out" in fault


def test_a_list_that_cannot_be_read_is_not_missed() -> None:
    """One slip in a checklist is one fault: its reminder is right."""
    files = {"stages/a/packing.yaml": LIST.replace("class:", "clas:"), "stages/a/reminder.yaml": REMINDER}
    library, form = content.inspect({name: text.encode() for name, text in (WORDS | files).items()})
    found = [fault for fault in lint(library, form) if fault.severity is Severity.ERROR]
    assert [fault for fault in found if "reminder.yaml" in fault.file] == []
    assert [fault for fault in lint(library) if "there is no checklist packing" in fault.why] != []
