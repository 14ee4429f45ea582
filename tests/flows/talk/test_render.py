"""Texts become messages: in four languages, with ticks, questions and offers, and never longer than a channel takes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import content
from flows.errors import MissingFact, MissingWords, NothingOpen
from flows.library.library import Library
from flows.library.touchpoint import Touchpoint
from flows.talk.checklist import Mark, progress
from flows.talk.facts import Facts, gathered
from flows.talk.kept import Kept, OwnItem
from flows.talk.length import visible_length, visible_text
from flows.talk.markup import markup_fault
from flows.talk.render import render_digest, render_touchpoint
from flows.talk.words import words
from flows.trips.trip import Traveller, Trip
from tests.support.chats import sentence
from tests.support.trips import (
    ANN,
    BRUNO,
    FAMILY,
    PLACES,
    flight,
    italy_round_trip,
    lisbon_family,
    stay,
    trip,
    utc,
)

FILES = {
    "places/lisbon.yaml": """
id: lisbon
iata: [LIS]
cities: [Lisbon]
country: PT
name: {nl: Lissabon, en: Lisbon, fr: Lisbonne, de: Lissabon}
topics: {tips: {nl: "• <b>Tram</b>", en: "• <b>Tram</b> in {country.name}", fr: "• <b>Tram</b>", de: "• <b>Tram</b>"}}
""",
    "places/default.yaml": "id: default\ntopics: {good: {en: Walk}, arrive: {en: 'See {place.tips}'}}",
    "emergency/all.yaml": "[{country: PT, general: '112', police: '<1>', source: x}]",
    "offers/boat.yaml": "id: boat\n'on': 'yes'\ntitle: {en: A boat}\ndetails: {en: x}",
    "surveys/after.yaml": """
id: after
thanks: {en: x}
thanks_low: {en: x}
questions:
  - {id: all, answer: score, labels: ["1 😞", "2", "3", "4", "5 😍"], ask: {en: "How was it, {traveller.first_name}?"}}
""",
    "surveys/open.yaml": """
id: open
thanks: {en: x}
thanks_low: {en: x}
questions: [{id: why, answer: open, ask: {en: "What <b>stays</b> with you?"}}]
""",
}
SHIPPED = {name: data for name, data in content.gather()[0].items() if name.startswith("words/")}


def library(**touchpoints: str) -> Library:
    """A small library: the files above, the shipped words, and these touchpoints ("id: …" is added)."""
    files = {name: text.encode() for name, text in FILES.items()}
    for name, text in touchpoints.items():
        head = f"id: {name}\nclass: service\nwhen: {{anchor: departure, offset: -1d}}\n"
        files[f"stages/x/{name}.yaml"] = (head + text).encode()
    found, faults = content.inspect(SHIPPED | files)
    assert [str(fault) for fault in faults if not fault.file.startswith("words/")] == []
    return found


def one(text: str) -> tuple[Touchpoint, Library]:
    """A library of one touchpoint, and that."""
    shelf = library(one=text)
    return shelf.touchpoints[0], shelf


def facts(
    shelf: Library,
    journey: Trip | None = None,
    *,
    locale: str = "en",
    now: datetime | None = None,
    who: tuple[str, ...] = (),
    occurrence: str = "trip",
) -> Facts:
    """The facts of the family's week in Lisbon, a day before they leave, unless told otherwise."""
    chosen = journey or lisbon_family()
    return gathered(
        chosen,
        who or tuple(person.id for person in chosen.travellers),
        library=shelf,
        locale=locale,
        now=now or utc("2027-05-11T10:00"),
        holder=ANN.id,
        occurrence=occurrence,
        agency={"name": "Zon & Zee", "phone": "+31 20 1"},
    )


GOLDEN = {
    "nl": """Ann: Lissabon, woensdag 12 mei, 09:40, woensdag 06:40
<b>wo 12 mei</b>
✈️ 09:40–11:45 Amsterdam → Lissabon (KL 1697)
🏨 Hotel Alfama · 7 nachten
<b>vr 14 mei</b>
🎟 10:00 Oceanário de Lisboa
<b>wo 19 mei</b>
✈️ 17:30–21:25 Lissabon → Amsterdam (KL 1698)
<i>Alle tijden zijn plaatselijke tijden.</i>
Ann, Bruno, Chiara en Dan""",
    "en": """Ann: Lisbon, Wednesday 12 May, 09:40, Wednesday 06:40
<b>Wed 12 May</b>
✈️ 09:40–11:45 Amsterdam → Lisbon (KL 1697)
🏨 Hotel Alfama · 7 nights
<b>Fri 14 May</b>
🎟 10:00 Oceanário de Lisboa
<b>Wed 19 May</b>
✈️ 17:30–21:25 Lisbon → Amsterdam (KL 1698)
<i>All times are local.</i>
Ann, Bruno, Chiara and Dan""",
    "fr": """Ann: Lisbonne, mercredi 12 mai, 09:40, mercredi 06:40
<b>mer. 12 mai</b>
✈️ 09:40–11:45 Amsterdam → Lisbonne (KL 1697)
🏨 Hotel Alfama · 7 nuits
<b>ven. 14 mai</b>
🎟 10:00 Oceanário de Lisboa
<b>mer. 19 mai</b>
✈️ 17:30–21:25 Lisbonne → Amsterdam (KL 1698)
<i>Toutes les heures sont locales.</i>
Ann, Bruno, Chiara et Dan""",
    "de": """Ann: Lissabon, Mittwoch, 12. Mai, 09:40, Mittwoch 06:40
<b>Mi., 12. Mai</b>
✈️ 09:40–11:45 Amsterdam → Lissabon (KL 1697)
🏨 Hotel Alfama · 7 Nächte
<b>Fr., 14. Mai</b>
🎟 10:00 Oceanário de Lisboa
<b>Mi., 19. Mai</b>
✈️ 17:30–21:25 Lissabon → Amsterdam (KL 1698)
<i>Alle Zeiten sind Ortszeiten.</i>
Ann, Bruno, Chiara und Dan""",
}
SAME = (
    "{traveller.first_name}: {trip.destination}, {trip.departure}, {trip.departure_time}, {trip.be_there}\\n"
    "{trip.glance}\\n{travellers}"
)


@pytest.mark.parametrize("locale", sorted(GOLDEN))
def test_a_touchpoint_speaks_each_language(locale: str) -> None:
    """Dates, lists, places and counts read as each language writes them."""
    touchpoint, shelf = one("text: {" + ", ".join(f'{name}: "{SAME}"' for name in GOLDEN) + "}")
    found = render_touchpoint(touchpoint, facts(shelf, locale=locale))
    assert found.message.text == GOLDEN[locale]
    assert (found.locale, found.cut, found.facts["trip.departure_time"]) == (locale, False, "09:40")


def test_a_message_never_mixes_languages() -> None:
    """Where a text exists in English alone, its dates are English too."""
    touchpoint, shelf = one('text: {en: "{trip.departure}"}')
    found = render_touchpoint(touchpoint, facts(shelf, locale="de"))
    assert (found.message.text, found.locale) == ("Wednesday 12 May", "en")


def test_a_plural_form_follows_its_count() -> None:
    """One night is told in another form than seven."""
    touchpoint, shelf = one(
        'text: {count: trip.nights, en: {one: "one night", other: "{trip.nights} nights"}}'
    )
    night = trip(
        flight("KL1697", "AMS", "LIS", "2027-05-12T09:40", "2027-05-12T11:45"),
        flight("KL1698", "LIS", "AMS", "2027-05-13T17:30", "2027-05-13T21:25"),
    )
    told = [render_touchpoint(touchpoint, facts(shelf, journey)).message.text for journey in (None, night)]
    assert told == ["7 nights", "one night"]


def test_a_missing_fact_is_no_empty_hole() -> None:
    """A text that asks for what nobody knows is not said."""
    touchpoint, shelf = one('text: {en: "{agency.email}"}')
    with pytest.raises(MissingFact) as missing:
        render_touchpoint(touchpoint, facts(shelf))
    assert (missing.value.placeholder, str(missing.value)) == (
        "agency.email",
        "Nothing is known to fill {agency.email}.",
    )


def test_a_misspelt_placeholder_is_missing_too() -> None:
    """An unknown name never reaches a traveller."""
    touchpoint, shelf = one('text: {en: "{trip.desination}"}')
    with pytest.raises(MissingFact):
        render_touchpoint(touchpoint, facts(shelf))


def test_an_agents_wording_is_plain_text() -> None:
    """What an agent typed is shown as typed, with the touchpoint's buttons."""
    touchpoint, shelf = one("text: {en: x}\nacknowledge: yes")
    found = render_touchpoint(touchpoint, facts(shelf), text="5 < 6 & {trip.nights}")
    assert found.message.text == "5 &lt; 6 &amp; {trip.nights}"
    assert [(button.label, button.action) for row in found.message.buttons for button in row] == [
        (sentence("rendering.got_it"), "ack")
    ]


ADD = sentence("rendering.checklist_add")
CHECKLIST = """kind: checklist
text: {en: "Pack for {trip.destination}", nl: "Pak in voor {trip.destination}"}
items:
  - {id: tickets, per: party, text: {en: Tickets, nl: Tickets}}
  - {id: passport, text: {en: Passport, nl: Paspoort}}
  - {id: visa, for: {abroad: "no"}, text: {en: Visa, nl: Visum}}
"""


def labels(found: object) -> list[list[str]]:
    """The labels of a rendered message's buttons, by row."""
    rows = found.message.buttons  # type: ignore[attr-defined]
    return [[button.label for button in row] for row in rows]


def test_a_checklist_has_a_section_for_each_person() -> None:
    """The party's ticks come first, then those of each who shares the chat; what is not for this trip is left out."""
    touchpoint, shelf = one(CHECKLIST)
    found = render_touchpoint(
        touchpoint, facts(shelf, who=(ANN.id, BRUNO.id)), kept=Kept(ticks={("passport", BRUNO.id)})
    )
    assert labels(found) == [["☐ Tickets"], ["☐ Ann: Passport"], ["☑ Bruno: Passport"], [ADD]]
    assert found.message.text == "Pack for Lisbon\n\n☑ 1/3 ▰▰▰▱▱▱▱▱▱▱"
    assert dict(found.message.buttons[2][0].data) == {"item": "passport", "person": BRUNO.id}


def test_one_traveller_needs_no_name() -> None:
    """Alone in a chat, ticks carry no names."""
    touchpoint, shelf = one(CHECKLIST)
    assert labels(render_touchpoint(touchpoint, facts(shelf, who=(ANN.id,)))) == [
        ["☐ Tickets"],
        ["☐ Passport"],
        [ADD],
    ]


def test_a_checklist_keeps_its_ticks_in_another_language() -> None:
    """The language changes, the ticks stay (S30)."""
    touchpoint, shelf = one(CHECKLIST)
    kept = Kept(ticks={("passport", ANN.id)})
    dutch = replace(facts(shelf, who=(ANN.id,)), locale="nl")
    found = render_touchpoint(touchpoint, dutch, kept=kept)
    assert found.message.text == "Pak in voor Lissabon\n\n☑ 1/2 ▰▰▰▰▰▱▱▱▱▱"
    assert labels(found)[:2] == [["☐ Tickets"], ["☑ Paspoort"]]
    again = render_touchpoint(touchpoint, facts(shelf, who=(ANN.id,)), kept=kept)
    assert labels(again)[:2] == [["☐ Tickets"], ["☑ Passport"]]


@pytest.mark.parametrize(("items", "rows", "first"), [(18, 72, "☐ Ann: Thing 0"), (19, 19, "☐ Thing 0")])
def test_a_long_checklist_fits_a_keyboard(items: int, rows: int, first: str) -> None:
    """Where a section for each person would be too long, each item has one tick for all; twenty own items always fit."""
    listed = "".join(f"  - {{id: i{n}, text: {{en: 'Thing {n}'}}}}\n" for n in range(items))
    touchpoint, shelf = one(f"kind: checklist\ntext: {{en: x}}\nitems:\n{listed}")
    own = tuple(OwnItem(number=n, text=f"Own <{n}>") for n in range(20))
    found = labels(render_touchpoint(touchpoint, facts(shelf), kept=Kept(own=own)))
    assert (len(found), found[0], found[rows]) == (rows + 21, [first], ["☐ Own <0>"])
    assert (sum(len(row) for row in found) <= 100, found[-1]) == (
        True,
        [ADD, sentence("rendering.checklist_remove")],
    )


def ticked(count: int, of: int) -> str:
    """The progress of so many ticks."""
    found = [Mark(item=str(n), person="", name="", told="x", done=n < count) for n in range(of)]
    return progress(found)


def test_progress_is_full_only_when_all_is_done() -> None:
    """The first tick shows, and the last one is needed."""
    assert [ticked(*pair) for pair in ((0, 16), (1, 16), (15, 16), (16, 16))] == [
        "☑ 0/16 ▱▱▱▱▱▱▱▱▱▱",
        "☑ 1/16 ▰▱▱▱▱▱▱▱▱▱",
        "☑ 15/16 ▰▰▰▰▰▰▰▰▰▱",
        "☑ 16/16 ▰▰▰▰▰▰▰▰▰▰",
    ]


def test_a_reminder_brings_what_is_open_with_the_names() -> None:
    """Who lacks what; the ticks of what is done stay away; with nothing open there is nothing to say."""
    reminder = "kind: reminder\nchecklist: packing\ntext: {en: 'Open:\\n{checklist.open}'}"
    shelf = library(packing=CHECKLIST, reminder=reminder.replace("'Open", '"Open').replace("}'}", '}"}'))
    touchpoint = shelf.touchpoint("reminder")
    assert touchpoint is not None
    both = facts(shelf, who=(ANN.id, BRUNO.id))
    found = render_touchpoint(touchpoint, both, kept=Kept(ticks={("passport", ANN.id)}))
    assert (found.message.text, labels(found)) == (
        "Open:\n☐ Tickets\n☐ Passport (Bruno)",
        [["☐ Tickets"], ["☐ Bruno: Passport"]],
    )
    done = Kept(ticks={("tickets", ""), ("passport", ANN.id), ("passport", BRUNO.id)})
    with pytest.raises(NothingOpen):
        render_touchpoint(touchpoint, both, kept=done)


def test_a_label_is_cut_to_what_a_phone_shows() -> None:
    """A long label ends with an ellipsis."""
    touchpoint, shelf = one(
        "kind: checklist\ntext: {en: x}\n"
        f"items: [{{id: a, text: {{en: {'word ' * 20}}}}}]\n"
        f"buttons: [[{{label: {{en: {'word ' * 20}}}, do: show, with: tips}}]]"
    )
    item, _, button = labels(render_touchpoint(touchpoint, facts(shelf, who=(ANN.id,))))
    assert [(len(row[0]) <= 64, row[0][-1]) for row in (item, button)] == [(True, "…"), (True, "…")]


def test_a_survey_begins_with_its_first_question() -> None:
    """The scores are taps, and one may say nothing."""
    touchpoint, shelf = one("kind: survey\nsurvey: after\ntext: {en: Hello}")
    found = render_touchpoint(touchpoint, facts(shelf))
    assert found.message.text == "Hello\n\n<b>How was it, Ann?</b>"
    assert labels(found) == [["1 😞", "2", "3", "4", "5 😍"], [sentence("rendering.skip")]]
    assert dict(found.message.buttons[0][4].data) == {"survey": "after", "question": "all", "score": "5"}
    assert found.message.ask == ""


def test_an_open_question_asks_for_words() -> None:
    """The answer field opens with the question as its hint."""
    touchpoint, shelf = one("kind: survey\nsurvey: open\ntext: {en: Hello}")
    found = render_touchpoint(touchpoint, facts(shelf))
    assert (found.message.ask, labels(found)) == ("What stays with you?", [[sentence("rendering.skip")]])


def test_an_offer_and_a_pulse_bring_their_buttons() -> None:
    """An offer can be accepted, put off and refused for good; a mood is one tap."""
    touchpoint, shelf = one("kind: offer\noffer: boat\ntext: {en: Look}")
    offer = render_touchpoint(touchpoint, facts(shelf))
    pulse, shelf = one("kind: pulse\ntext: {en: How}")
    mood = render_touchpoint(pulse, facts(shelf))
    assert offer.message.text == "<b>A boat</b>\n\nLook"
    assert [button.action for row in offer.message.buttons for button in row] == [
        "offer.details",
        "offer.accept",
        "offer.later",
        "offer.never",
    ]
    assert [dict(button.data) for button in mood.message.buttons[0]] == [
        {"mood": "good"},
        {"mood": "fair"},
        {"mood": "poor"},
    ]


@pytest.mark.parametrize("text", ["kind: offer\noffer: gone", "kind: survey\nsurvey: gone"])
def test_what_is_gone_is_a_missing_fact(text: str) -> None:
    """An offer or survey that was taken out stops its touchpoint."""
    touchpoint, shelf = one(f"{text}\ntext: {{en: x}}")
    with pytest.raises(MissingFact, match="gone"):
        render_touchpoint(touchpoint, facts(shelf))


def test_an_editors_buttons_do_what_they_say() -> None:
    """An action carries its one value; an address stays an address."""
    touchpoint, shelf = one(
        "text: {en: x}\nbuttons: [[{label: {en: '{trip.destination} &amp; more'}, do: show, with: tips},"
        " {label: {en: Site}, url: 'https://example.com'}], [{label: {en: Menu}, do: menu}]]"
    )
    row, last = render_touchpoint(touchpoint, facts(shelf)).message.buttons
    assert [(b.label, b.action, dict(b.data), b.url) for b in (*row, *last)] == [
        ("Lisbon & more", "show", {"what": "tips"}, ""),
        ("Site", "", {}, "https://example.com"),
        ("Menu", "menu", {}, ""),
    ]


def test_the_digest_is_all_that_counts_now() -> None:
    """Who joins on the way gets the trip, the days at hand, emergency numbers and one line for each missed thing (S7)."""
    shelf = library(
        packing='text: {en: x}\nlate: digest\ndigest: {en: "Packing for {trip.destination}"}',
        lost='text: {en: x}\nlate: digest\ndigest: {en: "{agency.email}"}',
    )
    here = facts(shelf, now=utc("2027-05-13T20:00"))
    found = render_digest(here, [(touchpoint, here) for touchpoint in shelf.touchpoints])
    assert found.message.text == (
        "Hello Ann, this is what matters now:\n\n"
        + "\n".join(GOLDEN["en"].split("\n")[1:-1])
        + "\n\n<b>Today</b>\nNothing fixed: the day is yours."
        "\n\n<b>Tomorrow</b>\n🎟 10:00 Oceanário de Lisboa"
        "\n\n<b>Emergency numbers (Portugal)</b>\n🆘 <b>112</b>\n🚓 police <b>&lt;1&gt;</b>"
        "\n\n☎️ Zon &amp; Zee: +31 20 1"
        "\n\n<b>Good to know</b>\n• Packing for Lisbon"
    )
    assert found.left_out == ("lost",)
    assert found.facts["trip.destination"] == "Lisbon"


def test_the_digest_opens_a_list_only_where_it_folds_one() -> None:
    """Who joins on the way finds no button to a list that never comes (S7)."""
    shelf = library(info="text: {en: x}\nlate: digest", packing=f"{CHECKLIST}late: digest")
    here = facts(shelf)

    def doors(*folded: str) -> list[str]:
        found = [(one, here) for one in shelf.touchpoints if one.id in folded]
        (row,) = render_digest(here, found).message.buttons
        return [button.data["what"] for button in row]

    assert doors("info") == ["documents", "emergency"]
    assert doors("info", "packing") == ["checklist", "documents", "emergency"]


def test_the_digest_knows_what_its_lines_quote() -> None:
    """A fact of a folded line is kept with the occurrence that it belongs to; the same line is told once."""
    shelf = library(leg='per: leg\ntext: {en: x}\nlate: digest\ndigest: {en: "{leg.label}"}')
    flown = facts(shelf, occurrence="out")
    found = render_digest(facts(shelf, locale="pt"), [(shelf.touchpoints[0], flown)] * 2)
    assert (found.facts["out/leg.label"], found.locale) == ("KL 1697", "en")
    assert found.message.text.endswith("<b>Good to know</b>\n• KL 1697")


def test_the_digest_leaves_out_what_nobody_knows() -> None:
    """Without emergency numbers, a phone or a trip to show, the digest is still kind."""
    shelf = library(plain="text: {en: Only this}")
    bare = replace(facts(shelf, trip()), agency={})
    found = render_digest(bare, [(shelf.touchpoints[0], bare)])
    assert found.message.text == ("Hello Ann, this is what matters now:\n\n<b>Good to know</b>\n• Only this")


def test_a_holder_who_stays_home_speaks_for_those_who_travel() -> None:
    """Where the chat's holder is not on the trip, the first whom it speaks of is greeted."""
    touchpoint, shelf = one('text: {en: "{traveller.first_name}"}')
    told = replace(facts(shelf, who=(BRUNO.id,)), holder="grandmother")
    assert render_touchpoint(touchpoint, told).message.text == "Bruno"


def test_a_place_given_by_the_planner_counts() -> None:
    """Place words follow the place that the plan found (S27)."""
    touchpoint, shelf = one('text: {en: "{place.name}"}')
    told = replace(facts(shelf, italy_round_trip()), place=PLACES["VCE"])
    assert render_touchpoint(touchpoint, told).message.text == "Venice"


def test_a_checklist_of_another_occurrence_shows_what_is_known() -> None:
    """A list for a leg asks the leg's conditions."""
    touchpoint, shelf = one(
        "per: leg\nkind: checklist\ntext: {en: x}\nitems:\n"
        "  - {id: a, per: party, for: {directions: outbound}, text: {en: Out}}\n"
        "  - {id: b, per: party, for: {directions: return}, text: {en: Back}}\n"
    )
    assert labels(render_touchpoint(touchpoint, facts(shelf, occurrence="back"))) == [["☐ Back"], [ADD]]
    assert labels(render_touchpoint(touchpoint, facts(shelf, trip()))) == [[ADD]]


def test_the_digest_before_leaving_has_no_today() -> None:
    """At home, today is no matter of the trip."""
    shelf = library()
    assert "Today" not in render_digest(facts(shelf), []).message.text


def test_fixed_sentences_escape_their_values() -> None:
    """A name that looks like markup is shown, not obeyed."""
    shelf = library()
    assert words(shelf, "rendering.digest", "en", name="<b>&").startswith("Hello &lt;b&gt;&amp;,")
    with pytest.raises(MissingFact):
        words(shelf, "rendering.digest", "en")
    with pytest.raises(MissingWords, match="no words called x"):
        words(shelf, "x", "en")


NAMES = st.text(min_size=1, max_size=200) | st.sampled_from(
    ["<b>&{trip.destination}", "</b>", "{", "}}", "&amp;", '"><a href="x">', "\ud800", "\x00", "👩‍👩‍👧" * 30]
)


@settings(max_examples=60, deadline=None)
@given(NAMES, NAMES, st.integers(1, 14))
def test_no_name_can_break_a_message(first: str, hotel: str, times: int) -> None:
    """Whatever people and hotels are called, the message is valid markup within the limit, and quotes names as text."""
    ann = replace(ANN, first_name=first, name=first)
    journey = trip(
        flight("KL1697", "AMS", "LIS", "2027-05-12T09:40", "2027-05-12T11:45"),
        *(stay(hotel, "LIS", "2027-05-12", "2027-05-19", id=f"s{n}") for n in range(times)),
        travellers=(ann,),
    )
    found = render_touchpoint(WIDE, facts(SHELF, journey, who=(ann.id,)))
    assert visible_length(found.message.text) <= 4096
    assert markup_fault(found.message.text) == ""
    shown = "".join(letter for letter in first if letter >= " " or letter in "\t\n")
    shown = "".join(letter for letter in shown if not "\ud800" <= letter <= "\udfff" and letter != "\x7f")
    if not found.cut and shown.strip():
        assert shown.strip() in visible_text(found.message.text)


WIDE, SHELF = one(
    'text: {en: "<b>Hi {traveller.first_name}</b>\\n<i>{trip.glance}</i>\\n{trip.glance}\\n{trip.party}"}'
)


def test_a_message_too_long_loses_whole_lines() -> None:
    """The end goes, line by line, an ellipsis says so, and what was open is closed."""
    touchpoint, shelf = one('text: {en: "<i>{trip.glance}\\n{place.tips}</i>"}')
    segments = [
        stay(f"Hotel {n} " + "x" * 90, "LIS", f"2027-05-{n:02d}", f"2027-05-{n + 1:02d}", id=f"s{n}")
        for n in range(1, 30)
    ]
    found = render_touchpoint(touchpoint, facts(shelf, trip(*segments, *segments[:0])))
    assert (found.cut, visible_length(found.message.text) <= 4096) == (False, True)
    more = [replace(segment, id=f"{segment.id}-b", name=f"{segment.name}{'y' * 60}") for segment in segments]
    cut = render_touchpoint(touchpoint, facts(shelf, trip(*segments, *more)))
    assert (cut.cut, markup_fault(cut.message.text)) == (True, "")
    assert cut.message.text.endswith("</i>\n…")
    assert 3800 < visible_length(cut.message.text) <= 4096


def test_a_party_that_parts_is_told_apart() -> None:
    """Who takes a flight alone is named beside it (S13)."""
    touchpoint, shelf = one('text: {en: "{trip.glance}"}')
    journey = trip(
        flight("KL1697", "AMS", "LIS", "2027-05-12T09:40", "2027-05-12T11:45", travellers=(ANN,)),
        flight("KL1699", "AMS", "LIS", "2027-05-14T09:40", "2027-05-14T11:45", travellers=(BRUNO,)),
        stay("Hotel", "LIS", "2027-05-12", "2027-05-19"),
        travellers=(ANN, BRUNO),
    )
    told = render_touchpoint(touchpoint, facts(shelf, journey)).message.text
    assert "(KL 1697) · Ann\n🏨 Hotel · 7 nights\n" in told
    assert "(KL 1699) · Bruno" in told


def test_several_destinations_are_named() -> None:
    """A round trip names its towns."""
    touchpoint, shelf = one('text: {en: "{trip.destination}"}')
    assert (
        render_touchpoint(touchpoint, facts(shelf, italy_round_trip())).message.text
        == "Rome, Florence and Venice"
    )


def test_strangers_have_no_facts() -> None:
    """A chat that serves nobody on the trip cannot be rendered for."""
    with pytest.raises(KeyError):
        gathered(lisbon_family(), ("nobody",), library=library(), locale="en", now=utc("2027-05-11"))
    assert len(facts(library(), who=("nobody", *(person.id for person in FAMILY))).lives) == 4


def test_a_chat_that_serves_two_ways_is_told_for_whom_a_message_is() -> None:
    """Their own times are said for those who keep them; what all share names nobody; one way needs no names."""
    held = library(
        times="text: {en: 'Be there: {trip.be_there}'}", hello="text: {en: 'Hello {traveller.first_name}'}"
    )

    def body(touchpoint_id: str, *spoken_of: Traveller) -> str:
        found = held.touchpoint(touchpoint_id)
        assert found is not None
        facts = gathered(
            lisbon_family(),
            tuple(person.id for person in spoken_of),
            library=held,
            locale="en",
            now=utc("2027-05-11T12:00"),
            holder=ANN.id,
            served=tuple(person.id for person in FAMILY),
        )
        return render_touchpoint(found, facts).message.text

    chiara, dan = FAMILY[2:]
    assert body("times", chiara, dan).startswith("<b>For Chiara and Dan:</b>\n\nBe there")
    assert [body("times", *FAMILY)[:8], body("times", ANN)[:8]] == ["Be there"] * 2
    assert body("hello", chiara, dan) == "Hello Ann"
