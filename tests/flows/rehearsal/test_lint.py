"""The lint: what an editor is told, with file and line, and that good content is left alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from bot import content
from flows.library.document import Severity
from flows.library.text import Origin
from flows.library.tongues import called
from flows.rehearsal.lint import errors, lint
from flows.rehearsal.sample_trips import sample_trips
from flows.trips.life import life

WORDS = {name: data.decode() for name, data in content.gather()[0].items() if name.startswith("words/")}
TIPS = """id: tips
stage: on_site
per: trip
kind: tips
class: service
when: {anchor: arrival, offset: 1d, at: "09:30"}
text:
  nl: "Tips voor {trip.destination}"
  en: "Tips for {trip.destination}"
  fr: "Conseils pour {trip.destination}"
  de: "Tipps für {trip.destination}"
"""
EACH = "{nl: x, en: x, fr: x, de: x}"


def told(files: Mapping[str, str], *, severity: Severity | None = Severity.ERROR) -> list[str]:
    """The faults of these files, as told; the shipped words are added."""
    contents = {name: text.encode() for name, text in (WORDS | dict(files)).items()}
    library, faults = content.inspect(contents)
    assert faults == ()
    return [str(fault) for fault in lint(library) if severity in (None, fault.severity)]


def tips(old: str = "", new: str = "") -> list[str]:
    """The errors of the tips with one thing changed."""
    assert old in TIPS
    return told({"stages/on_site/tips.yaml": TIPS.replace(old, new, 1)})


def test_good_content_has_no_faults() -> None:
    """A touchpoint as it should be is left alone."""
    assert told({"stages/on_site/tips.yaml": TIPS}, severity=None) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "Conseils pour {trip.destination}",
            "Conseils pour {trip.desination} à {trip.destination}",
            "10: the French of the text uses {trip.desination}; did you mean {trip.destination}?",
        ),
        (
            "Conseils pour {trip.destination}",
            "{quux} à {trip.destination}",
            "10: the French of the text uses {quux}, which does not exist",
        ),
        (
            "Tips for {trip.destination}",
            "Tips for us",
            "9: the English of the text leaves out {trip.destination}, which another language has",
        ),
        ('  de: "Tipps für {trip.destination}"\n', "", "7: the text has no German: add it"),
        (
            '"Tips for {trip.destination}"',
            '" {trip.destination}{"',
            "9: the English of the text has a { or }",
        ),
        ('"Tips for {trip.destination}"', '" "', "9: the text is empty in English: write something"),
        (
            '"Tips for {trip.destination}"',
            '"<b>{trip.destination}"',
            "9: Telegram would refuse the English of the text: <b> is never closed: add </b>",
        ),
        (
            '"Tips for {trip.destination}"',
            '"Tips & {trip.destination}"',
            "9: Telegram would refuse the English of the text: an & stands alone: write &amp;",
        ),
        (
            "stage: on_site",
            "stage: in_between",
            "2: it can never go: its stage is in_between, but its moment would fall in",
        ),
        (
            "stage: on_site",
            "stage: in_transit\ndirection: return",
            "2: it can never go: its stage is in_transit (return), but its moment would fall in",
        ),
        (
            "stage: on_site",
            "stage: on_site\nuseless_after: {anchor: arrival}",
            "3: it can never go: useless_after lies before its own moment",
        ),
        (
            "when: {anchor: arrival, offset: 1d",
            "when: {anchor: visit_start, offset: 1d",
            "6: it can never go: no trip has a visit_start with per: trip",
        ),
        (
            'stage: on_site\nper: trip\nkind: tips\nclass: service\nwhen: {anchor: arrival, offset: 1d, at: "09:30"}',
            "stage: just_booked\nkind: tips\nclass: service\nwhen: {anchor: booked, offset: -3h}",
            "5: it can never go in time: its moment lies before the booking",
        ),
        ("stage: on_site", "late: digest\nstage: on_site", "2: late: digest needs a digest: text"),
        (
            "class: service",
            f"class: marketing\nlate: digest\ndigest: {EACH}",
            "6: a digest carries no marketing: write late: skip",
        ),
        ("kind: tips", "kind: offer", "4: kind: offer needs offer: with an id from content/offers"),
        ("kind: tips", "kind: offer\noffer: boot", "5: there is no offer boot"),
        ("kind: tips", "kind: survey", "4: kind: survey needs survey: with an id from content/surveys"),
        ("kind: tips", "kind: survey\nsurvey: nope", "5: there is no survey nope"),
        ("kind: tips", "kind: checklist", "4: a checklist needs items:"),
        (
            "kind: tips",
            f"kind: tips\nitems: [{{id: a, text: {EACH}}}]",
            "5: items: go with kind: checklist (here: tips)",
        ),
        (
            "kind: tips",
            f"kind: checklist\nitems: [{{id: a, text: {EACH}}}, {{id: a, text: {EACH}}}]",
            "5: two items are called a",
        ),
        ("per: trip", "for: {destinations: [lisbon]}", "3: there is no place lisbon in content/places"),
        (
            "kind: tips",
            f"kind: tips\nbuttons: [[{{label: {EACH}, do: shwo, with: tips}}]]",
            "5: a button cannot do shwo; did you mean show?",
        ),
        (
            "kind: tips",
            f"kind: tips\nbuttons: [[{{label: {EACH}, do: fly}}]]",
            "5: a button cannot do fly; it can ack, here, language.set, menu",
        ),
        (
            "kind: tips",
            f"kind: tips\nbuttons: [[{{label: {EACH}, do: show, with: tipps}}]]",
            "5: do: show with: tipps leads nowhere; did you mean tips?",
        ),
        (
            "kind: tips",
            f"kind: tips\nbuttons: [[{{label: {EACH}, do: show}}]]",
            "5: do: show with: nothing leads nowhere; write one of trip, checklist",
        ),
        (
            "kind: tips",
            f"kind: tips\nbuttons: [[{{label: {EACH}, do: menu, with: x}}]]",
            "5: do: menu takes no with: (here: x)",
        ),
        (
            "kind: tips",
            f"kind: tips\nbuttons: [[{{label: {EACH}, do: wish, with: honeymon}}]]",
            "5: do: wish with: honeymon leads nowhere; did you mean honeymoon?",
        ),
        *(
            (
                "kind: tips",
                f"kind: tips\nbuttons: [[{{label: {EACH}, do: travel_time, with: '{minutes}'}}]]",
                f"5: do: travel_time with: {minutes} is no number of minutes (45)",
            )
            for minutes in ("soon", "0", "1441")
        ),
        (
            "kind: tips",
            f"kind: tips\nbuttons: [[{{label: {EACH}, url: 'javascript:alert(1)'}}]]",
            "5: the address javascript:alert(1) needs https:// in front",
        ),
        (
            "kind: tips",
            f"kind: tips\nbuttons: [[{{label: {EACH}, url: 'https://local host/'}}]]",
            "5: the address https://local host/ is not one that a phone can open",
        ),
        (
            "kind: tips",
            f"kind: tips\nbuttons: [[{{label: {EACH}, url: 'https://[x'}}]]",
            "5: the address https://[x cannot be read",
        ),
        (
            "kind: tips",
            "kind: tips\nbuttons: [["
            + ", ".join(f"{{label: {EACH}, url: 'https://example.com'}}" for _ in range(9))
            + "]]",
            "5: a row holds 8 buttons, and here are 9",
        ),
        (
            "kind: tips",
            "kind: tips\nbuttons: [[{label: {nl: <b>x</b>, en: x, fr: x, de: x}, do: menu}]]",
            "5: the Dutch of the button menu has markup, and a button shows none",
        ),
        (
            "kind: tips",
            "kind: tips\nbuttons: [[{label: {nl: '{trip.glance}', en: '{trip.glance}', fr: '{trip.glance}',"
            " de: '{trip.glance}'}, do: menu}]]",
            "5: the English of the button menu uses {trip.glance}, which is several lines long",
        ),
        (
            '"Tips for {trip.destination}"',
            '"{trip.destination} {stay.name}"',
            "9: the English of the text uses {stay.name}, which is known only with per: stay (here: trip)",
        ),
        (
            "text:\n",
            "text:\n  count: trip.night\n",
            "7: count: trip.night is no number; did you mean trip.nights?",
        ),
        ("text:\n", "text:\n  count: stay.nights\n", "7: count: stay.nights is not known with per: trip"),
        (
            "text:\n",
            "text:\n  count: trip.nights\n",
            "9: the Dutch of the text has no plural form “one”: add it",
        ),
        ("per: trip", "replaces: tips", "3: it replaces tips, which still exists"),
        (
            '"Tips for {trip.destination}"',
            '"' + "{trip.glance}{trip.route}{trip.today}{trip.destination}" + '"',
            "and Telegram takes 4,096: shorten it",
        ),
    ],
)
def test_each_fault_is_told_where_it_is(old: str, new: str, expected: str) -> None:
    """One thing wrong is named with its file and line, in an editor's words."""
    found = tips(old, new)
    assert [
        fault
        for fault in found
        if f"content/stages/on_site/tips.yaml:{expected}" in fault or expected in fault
    ], found


BLOCKS = """id: tips
stage: on_site
class: service
when: {anchor: arrival, offset: 1d, at: "09:30"}
text:
  nl: |-
    Tips

    voor {trip.destination}
  en: >-
    Tips
    for you,
    in {trip.destination}
  fr: "Conseils
    pour {trip.destination}"
  de: 'Tipps für {trip.destination}'
items:
  - id: towel
    text: {nl: x, en: x, fr: x, de: x}
buttons:
  - - label: {nl: x, en: x, fr: x, de: x}
      do: menu
    - label:
        nl: x
        en: x
        fr: x
        de: x
      do: show
      with: trip
    - label: {nl: x, en: x, fr: x, de: x}
      url: https://example.com
kind: checklist
"""


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "voor {trip.destination}",
            "voor {trip.desination}",
            ["9: the Dutch of the text uses {trip.desination}; did you mean {trip.destination}?"],
        ),
        (
            "in {trip.destination}",
            "in {quux}",
            ["13: the English of the text uses {quux}, which does not exist"],
        ),
        (
            "in {trip.destination}",
            "in {trip.destination} {trip.desination}",
            ["13: the English of the text uses {trip.desination}; did you mean {trip.destination}?"],
        ),
        (
            "Tips\n\n    voor {trip.destination}",
            "{quux}\n\n    {quux} {trip.destination}",
            [
                "7: the Dutch of the text uses {quux}, which does not exist",
                "9: the Dutch of the text uses {quux}, which does not exist",
            ],
        ),
        (
            "pour {trip.destination}",
            "pour {leg.label} {trip.destination}",
            [
                "6: the Dutch of the text leaves out {leg.label}, which another language has",
                "10: the English of the text leaves out {leg.label}, which another language has",
                "15: the French of the text uses {leg.label}, which is known only with per: leg (here: trip)",
                "16: the German of the text leaves out {leg.label}, which another language has",
            ],
        ),
        (
            "  de: 'Tipps für {trip.destination}'\n",
            "",
            ["5: the text has no German: add it"],
        ),
        (
            "do: show",
            "do: shwo",
            ["28: a button cannot do shwo; did you mean show?"],
        ),
        (
            "with: trip",
            "with: tripp",
            ["29: do: show with: tripp leads nowhere; did you mean trip?"],
        ),
        (
            "url: https://example.com",
            "url: example.com",
            ["31: the address example.com needs https:// in front"],
        ),
        (
            "text: {nl: x, en: x, fr: x, de: x}",
            "text: {nl: x, en: x, fr: x}",
            ["19: the item towel has no German: add it"],
        ),
    ],
)
def test_each_fault_stands_on_its_very_line_and_is_told_once(old: str, new: str, expected: list[str]) -> None:
    """In blocks of text the line is that of the words, in a button that of its key; nothing else is told."""
    assert old in BLOCKS
    found = told({"stages/on_site/tips.yaml": BLOCKS.replace(old, new, 1)})
    assert found == [f"content/stages/on_site/tips.yaml:{fault}" for fault in expected]


def test_a_placeholder_is_found_in_its_plural_form() -> None:
    """A wording with plural forms names the line of the form that is wrong."""
    forms = '  en:\n    one: "a night in {trip.destination}"\n    other: >-\n      nights in\n      {trip.destinatio}\n'
    text = TIPS.replace("text:\n", "text:\n  count: trip.nights\n")
    text = text.replace('  en: "Tips for {trip.destination}"\n', forms)
    assert (
        "content/stages/on_site/tips.yaml:14: the English of the text uses {trip.destinatio};"
        " did you mean {trip.destination}?"
    ) in told({"stages/on_site/tips.yaml": text})


def test_two_files_may_not_replace_the_same() -> None:
    """A former id belongs to one touchpoint."""
    files = {
        "stages/on_site/a.yaml": TIPS.replace("id: tips", "id: a\nreplaces: old"),
        "stages/on_site/b.yaml": TIPS.replace("id: tips", "id: b\nreplaces: old"),
    }
    assert "content/stages/on_site/b.yaml:2: it replaces old, and so does a: only one can" in told(files)


def test_for_a_cancelled_trip_an_agent_has_the_word() -> None:
    """What goes to those who do not travel, an agent lets go."""
    found = tips(
        'stage: on_site\nper: trip\nkind: tips\nclass: service\nwhen: {anchor: arrival, offset: 1d, at: "09:30"}',
        "stage: cancelled\nclass: service\nwhen: {anchor: booked}",
    )
    assert found == [
        "content/stages/on_site/tips.yaml:2: it can never go: for a cancelled trip nothing is planned that no agent lets"
        " go (release: agent)"
    ]


def test_a_late_plane_is_thought_of() -> None:
    """Words less than an hour after an arrival bring a warning."""
    found = told(
        {"stages/on_site/tips.yaml": TIPS.replace('offset: 1d, at: "09:30"', "offset: 30m")},
        severity=Severity.WARNING,
    )
    assert found == [
        "content/stages/on_site/tips.yaml:6: planes land late: count at least +60m from an arrival, unless a landing"
        " is proven"
    ]


def test_collisions_are_told_once() -> None:
    """Two service messages within two hours bring one warning that names both."""
    files = {
        "stages/on_site/tips.yaml": TIPS,
        "stages/on_site/more.yaml": TIPS.replace("id: tips", "id: more").replace("09:30", "10:30"),
        "stages/on_site/later.yaml": TIPS.replace("id: tips", "id: later").replace("09:30", "11:31"),
    }
    found = told(files, severity=Severity.WARNING)
    assert found == [
        "content/stages/on_site/later.yaml:6: on “a week in Lisbon” it goes 61 minutes after more"
        " (content/stages/on_site/more.yaml:6): move one of them by two hours or more",
        "content/stages/on_site/more.yaml:6: on “a week in Lisbon” it goes 60 minutes after tips"
        " (content/stages/on_site/tips.yaml:6): move one of them by two hours or more",
    ]


def test_operational_messages_collide_only_at_the_same_minute() -> None:
    """What no cap holds back may come close, but not together."""
    one = TIPS.replace("class: service", "class: operational")
    near = one.replace("id: tips", "id: near").replace("09:30", "09:31")
    same = one.replace("id: tips", "id: same")
    assert told({"stages/a.yaml": one, "stages/b.yaml": near}, severity=Severity.WARNING) == []
    assert "at the same minute as" in told({"stages/a.yaml": one, "stages/b.yaml": same}, severity=None)[0]


SURVEY = f"id: after\nlow: 2\nthanks: {EACH}\nthanks_low: {EACH}\nquestions:\n"


@pytest.mark.parametrize(
    ("questions", "expected"),
    [
        (
            f"  - {{id: a, answer: open, ask: {EACH}}}\n  - {{id: a, answer: open, ask: {EACH}}}",
            "two questions are called a",
        ),
        (
            f"  - {{id: a, answer: score, lowest: 1, highest: 12, ask: {EACH}}}",
            "offers 12 scores: offer 2 to 11",
        ),
        (f"  - {{id: a, answer: score, labels: [x], ask: {EACH}}}", "has 5 scores and 1 labels"),
        (f"  - {{id: a, answer: score, lowest: 3, ask: {EACH}}}", "low: 2 lies outside the scores of a"),
        (f"  - {{id: a, answer: choice, ask: {EACH}}}", "the question a offers 0 choices: offer 2 to 12"),
        (
            f"  - {{id: a, answer: choice, ask: {EACH}, choices: [{{id: x, text: {EACH}}}, {{id: x, text: {EACH}}}]}}",
            "two choices of a are called x",
        ),
        (
            f"  - {{id: a, answer: choice, ask: {EACH}, choices: [{{id: x, text: {{nl: x}}}}, {{id: y, text: {EACH}}}]}}",
            "the choice x of a has no English and no French and no German",
        ),
        (
            f"  - {{id: a, answer: open, ask: {EACH}, choices: [{{id: x, text: {EACH}}}]}}",
            "choices: go with answer: choice (here: open)",
        ),
        (
            f"  - {{id: a, answer: score, ask: {EACH}}}\n  - {{id: b, answer: open, after: {{question: aa}}, ask: {EACH}}}",
            "b comes after: aa, and no score before it is called so",
        ),
        (
            f"  - {{id: b, answer: open, after: {{question: a}}, ask: {EACH}}}\n  - {{id: a, answer: score, ask: {EACH}}}",
            "b comes after: a, and no score before it is called so",
        ),
        (
            f"  - {{id: a, answer: score, ask: {EACH}}}\n"
            f"  - {{id: b, answer: open, after: {{question: a, from: 6, to: 9}}, ask: {EACH}}}",
            "b is never asked: a has no score from 6 to 9",
        ),
    ],
)
def test_surveys_make_sense(questions: str, expected: str) -> None:
    """Questions are told apart, and their scores can be answered."""
    found = told({"surveys/after.yaml": SURVEY + questions}, severity=None)
    assert [fault for fault in found if expected in fault], found


def test_a_recommendation_is_scored_from_nought_to_ten() -> None:
    """scale: nps over other scores would count wrongly."""
    files = {"surveys/after.yaml": SURVEY.replace("id: after", "id: after\nscale: nps")}
    ten = f"  - {{id: a, answer: score, lowest: 0, highest: 10, ask: {EACH}}}"
    five = f"  - {{id: a, answer: score, ask: {EACH}}}"
    assert told({name: text + ten for name, text in files.items()}) == []
    assert told({name: text + five for name, text in files.items()}) == [
        "content/surveys/after.yaml:1: scale: nps needs a score from 0 to 10: write lowest: 0 and highest: 10"
    ]


def test_a_reminder_names_a_checklist() -> None:
    """What it brings again must be there; nothing else names one."""
    packing = TIPS.replace("id: tips", "id: packing").replace("kind: tips", "kind: checklist")
    packing += f"items: [{{id: passport, text: {EACH}}}]\n"

    def found(reminder: str) -> list[str]:
        later = TIPS.replace("kind: tips", reminder).replace("offset: 1d", "offset: 2d")
        return told({"stages/a.yaml": packing, "stages/b.yaml": later})

    assert found("kind: reminder\nchecklist: packing") == []
    assert found("kind: reminder") == [
        "content/stages/b.yaml:4: kind: reminder needs checklist: with the id of a touchpoint that is one"
    ]
    assert found("kind: reminder\nchecklist: paking") == [
        "content/stages/b.yaml:5: there is no checklist paking; did you mean packing?"
    ]
    assert found("kind: tips\nchecklist: packing") == [
        "content/stages/b.yaml:5: checklist: goes with kind: reminder (here: tips)"
    ]


def test_a_survey_and_an_offer_go_with_their_kind() -> None:
    """A reference on the wrong kind of touchpoint is named; an offer is marketing."""
    files = {
        "surveys/after.yaml": SURVEY + f"  - {{id: a, answer: open, ask: {EACH}}}",
        "offers/boat.yaml": f"id: boat\ntitle: {EACH}\ndetails: {EACH}",
        "stages/a.yaml": TIPS.replace("per: trip", "survey: after"),
        "stages/b.yaml": TIPS.replace("id: tips", "id: b").replace("kind: tips", "kind: offer\noffer: boat"),
    }
    found = told(files, severity=None)
    assert "content/stages/a.yaml:3: survey: goes with kind: survey (here: tips)" in found
    assert "content/stages/b.yaml:6: an offer is class: marketing, so that consent is asked" in found


def test_places_know_their_country_and_default() -> None:
    """Words of places need a default, airports one owner, and countries their emergency numbers."""
    files = {
        "places/lisbon.yaml": f"id: lisbon\niata: LIS\ncountry: PT\nname: {EACH}\n"
        "topics: {good: {nl: '{place.tips}', en: '{place.tips}', fr: '{place.tips}', de: '{place.tips}'}}",
        "places/porto.yaml": f"id: porto\niata: LIS\ncountry: PT\nname: {EACH}",
        "stages/a.yaml": TIPS.replace("{trip.destination}", "{place.good}"),
    }
    found = "\n".join(told(files, severity=None))
    assert "{place.good} has no default: add good to places/default.yaml" in found
    assert "the airport LIS belongs to lisbon already" in found
    assert "there are no emergency numbers for PT: what quotes them is skipped there" in found
    assert "the English of the topic good uses {place.tips}, which a place's own words cannot know" in found


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("{country: PT, general: '112', source: x}", ""),
        ("{country: PT, general: '117', source: x}", "general 117 of PT is not confirmed by phonenumbers"),
        ("{country: PT, general: '117', source: x, verified_on: '2026-11-01'}", ""),
        ("{country: PT, general: '112'}", "the numbers of PT need a source:"),
        ("{country: PT, source: x}", "there is no number for PT"),
        ("{country: ZZ, general: '112', source: x}", "ZZ is no country that phonenumbers knows"),
    ],
)
def test_emergency_numbers_are_confirmed(entry: str, expected: str) -> None:
    """A number goes out only where the package or a person confirms it."""
    found = told({"emergency/all.yaml": entry}, severity=None)
    assert (expected in found[0]) if expected else (found == [])


def test_topics_need_words_in_each_language() -> None:
    """A topic that nobody can ask about in German is a fault."""
    found = told({"topics/bags.yaml": f"id: bags\nwords: {{nl: tas, en: bag, fr: sac}}\nanswer: {EACH}"})
    assert found == ["content/topics/bags.yaml:3: the topic bags has no German words: add some"]


def test_fixed_words_are_needed() -> None:
    """Without the words of rendering nothing could be said."""
    library, _ = content.inspect({})
    assert "content/words/rendering.yaml:1: the words rendering.night are missing: add them" in map(
        str, lint(library)
    )


def test_a_library_made_by_hand_is_linted_too() -> None:
    """Two touchpoints of one id are told apart by where they stand."""
    library, _ = content.inspect({"stages/a.yaml": TIPS.encode()})
    first = library.touchpoints[0]
    second = replace(first, origin=Origin(file="stages/b.yaml", line=4))
    found = [str(fault) for fault in lint(replace(library, touchpoints=(first, second)))]
    assert (
        "content/stages/b.yaml:4: the id tips is taken already by content/stages/a.yaml:1: choose another"
        in found
    )


def test_words_agree_on_their_values() -> None:
    """A fixed sentence that loses its value in one language is a fault."""
    found = told(
        {
            "words/more.yaml": "hello: {nl: 'Hoi {name}', en: 'Hello {name}', fr: 'Bonjour {name}', de: 'Hallo'}"
        }
    )
    assert found == [
        "content/words/more.yaml:1: the German of hello leaves out {name}, which another language has"
    ]


def test_long_labels_and_lines_are_warned_of() -> None:
    """A label or a digest line that a phone would cut brings a warning."""
    long = "word " * 70
    found = told(
        {
            "stages/a.yaml": TIPS
            + f"late: digest\ndigest: {{nl: {long}, en: x, fr: x, de: x}}\n"
            + f"buttons: [[{{label: {{nl: {long}, en: x, fr: x, de: x}}, do: menu}}]]"
        },
        severity=Severity.WARNING,
    )
    assert [fault.split(": ", 1)[1] for fault in found] == [
        "the Dutch of the digest line is 349 characters long: keep it under 300",
        "the Dutch of the button menu is 349 characters long: keep it under 52",
    ]


def test_too_many_items_do_not_fit() -> None:
    """A keyboard has a limit."""
    items = "".join(f"  - {{id: i{n}, text: {EACH}}}\n" for n in range(91))
    found = told({"stages/a.yaml": TIPS.replace("kind: tips", "kind: checklist") + f"items:\n{items}"})
    assert found == ["content/stages/a.yaml:12: a keyboard holds 74 items, and here are 91"]


def test_faults_of_form_come_along() -> None:
    """What reading found is told with the rest; warnings do not forbid publishing."""
    library, form = content.inspect({"stages/a.yaml": TIPS.replace("id: tips", "id: T").encode()})
    found = lint(library, form)
    assert form[0] in found
    assert form[0] in errors(found)
    assert errors(lint(library)) == tuple(
        fault for fault in lint(library) if fault.severity is Severity.ERROR
    )


def test_languages_have_names() -> None:
    """What is no language is called by its code."""
    assert (called("nl"), called("pt"), called("xx")) == ("Dutch", "Portuguese", "xx")


def test_sample_trips_are_real_trips() -> None:
    """Each sample that is not cancelled lives through its stages for everybody in the party."""
    for sample in sample_trips():
        if sample.trip.cancelled:
            continue
        for person in sample.trip.travellers:
            assert len(life(sample.trip, person).timeline) > 2, sample.name


def test_the_shipped_content_has_no_errors() -> None:
    """What ships can be published."""
    contents, unopened = content.gather()
    library, form = content.inspect(contents)
    assert [str(fault) for fault in errors(lint(library, (*unopened, *form)))] == []


RELEASED = (
    "stage: cancelled\nper: change\nkind: tips\nclass: operational\nrelease: agent\n"
    "for: {changes: [cancelled]}\nwhen: {anchor: change}"
)


def test_what_an_agent_lets_go_can_go_for_a_cancelled_trip() -> None:
    """The humane word about a cancelled trip finds its sample trip."""
    found = tips(
        'stage: on_site\nper: trip\nkind: tips\nclass: service\nwhen: {anchor: arrival, offset: 1d, at: "09:30"}',
        RELEASED,
    )
    assert [fault for fault in found if "never go" in fault or "no sample" in fault] == []


@pytest.mark.parametrize(
    ("when", "conditions", "expected"),
    [
        ("{anchor: birthday, at: '09:00'}\nper: birthday", "", ""),
        ("{anchor: mid_stay, at: '18:00'}", "for: {personas: [seniors]}", ""),
        ("{anchor: arrival, offset: 1d}", "for: {documents: 'yes', forecast: 'yes', holidays: 'yes'}", ""),
        ("{anchor: arrival, offset: 1d}", "for: {occasions: [honeymoon]}", ""),
        ("{anchor: arrival, offset: 1d}", "for: {destinations: [nowhere], feels: [cold]}", ""),
        ("{anchor: arrival, offset: 1d}", "for: {personas: [solo], children: 'yes'}", "only for"),
        ("{anchor: arrival, offset: 1d}", "for: {nights: {from: 90}}", "only for at least 90 nights"),
    ],
)
def test_conditions_that_no_sample_trip_meets_are_told(when: str, conditions: str, expected: str) -> None:
    """A place or a season is not asked for; what contradicts itself is a warning with its reason."""
    changed = TIPS.replace(
        'per: trip\nkind: tips\nclass: service\nwhen: {anchor: arrival, offset: 1d, at: "09:30"}',
        f"kind: tips\nclass: service\n{conditions}\nwhen: {when}",
    )
    assert changed != TIPS
    found = told({"stages/on_site/tips.yaml": changed}, severity=None)
    told_of = [fault for fault in found if "never go" in fault or "no sample trip meets" in fault]
    assert [expected in fault for fault in told_of] == ([True] if expected else [])
