"""What is wrong with trips as they were played: each kind of finding by a library that shows it, and its limit.

Not here: the playing itself (test_playing), hundreds of trips at once (tests/bot/test_trip_lint).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from bot import content
from flows.library.library import Library
from flows.library.text import LOCALES
from flows.planning.due import PlanningSettings
from flows.rehearsal.findings import Bounds, Finding, Kind, findings, unreachable
from flows.rehearsal.playing import played
from flows.rehearsal.said import Played
from tests.support.trips import COUPLE, lisbon_family

OPERATIONAL = "class: operational\n"


def told(name: str, when: str, text: str = "", *, more: str = OPERATIONAL) -> dict[str, str]:
    """A touchpoint file: `told("b", "departure, offset: -2d, at: '10:00'")`. text: by locale, in YAML's flow form."""
    said = text or "{en: A word, nl: Een woord, fr: Un mot, de: Ein Wort}"
    return {f"stages/a/{name}.yaml": f"id: {name}\n{more}when: {{anchor: {when}}}\ntext: {said}\n"}


def pack(*files: Mapping[str, str]) -> Library:
    """The shipped words with these touchpoints alone."""
    words = {name: data for name, data in content.gather()[0].items() if name.startswith("words/")}
    mine = {name: text.encode() for file in files for name, text in file.items()}
    library, faults = content.inspect(words | mine)
    assert [str(fault) for fault in faults if fault.file in mine] == []
    return library


def lived(*files: Mapping[str, str]) -> Played:
    """The family's week in Lisbon: booked on 20 February, away from 12 to 19 May 2027."""
    return played(lisbon_family(), pack(*files), settings=PlanningSettings())


def kinds(*files: Mapping[str, str], bounds: Bounds | None = None) -> list[Kind]:
    return [one.kind for one in findings(lived(*files), bounds or LONG)]


LONG = Bounds(silence=timedelta(days=400))
EVE = "departure, offset: -1d, at: '10:{minute:02}'"


def test_two_messages_in_one_breath_collide() -> None:
    """So near the departure neither waits: four minutes apart they read as noise, five minutes apart they do not."""
    first = told("hello", "booked, offset: 0m") | told("first", "departure, offset: -15m")
    near, far = told("second", "departure, offset: -11m"), told("second", "departure, offset: -10m")
    assert kinds(first, near) == [Kind.COLLISION]
    assert kinds(first, far) == []
    (found,) = findings(lived(first, near), LONG)
    assert (found.trip, found.locale, found.why) == (
        "LISBON-4",
        "",
        "first and second come 4 minutes apart",
    )


def test_a_burst_is_told_once() -> None:
    """Five within an hour are one burst, four are none."""
    words = [told(f"w{number}", EVE.format(minute=number * 10)) for number in range(5)]
    assert kinds(*words[:4]) == []
    assert kinds(*words) == [Kind.BURST]


def test_a_day_may_be_too_full() -> None:
    """Ten within 24 hours are a burst, nine are none, however well they are spread."""
    hours = [told(f"w{hour}", f"departure, offset: -1d, at: '{hour:02}:00'") for hour in range(9, 19)]
    assert kinds(*hours[:9]) == []
    assert kinds(*hours) == [Kind.BURST]


def test_silence_is_measured_between_messages_and_to_the_way_home() -> None:
    """More days than the bounds allow without a word: told from where it begins; exactly as many are none."""
    first = told("first", "booked, offset: 0m")
    bounds = Bounds(silence=timedelta(days=80))
    (found,) = findings(lived(first), bounds)
    played_trip = lived(first)
    assert (found.kind, found.at) == (Kind.SILENCE, played_trip.said[0].at)
    over = next(span.since for span in played_trip.life.timeline if span.stage.name == "AFTERWARDS")
    exactly = over - played_trip.said[0].at
    assert findings(played_trip, Bounds(silence=exactly)) == ()
    assert [one.kind for one in findings(played_trip, Bounds(silence=exactly - timedelta(seconds=1)))] == [
        Kind.SILENCE
    ]


def test_who_hears_nothing_at_all_is_told_and_a_cancelled_trip_may_be_quiet() -> None:
    """An empty library is silence from the booking on; a trip that is off needs no words."""
    nothing = pack()
    silent = played(lisbon_family(), nothing, settings=PlanningSettings())
    off = replace(lisbon_family(), booking=replace(lisbon_family().booking, cancelled=True))
    quiet = played(off, nothing, settings=PlanningSettings())
    assert [[one.kind for one in findings(one)] for one in (silent, quiet)] == [[Kind.SILENCE], []]


def test_a_language_without_its_words_speaks_another() -> None:
    """Where Dutch is missing the traveller reads English, and it is said for Dutch alone."""
    half = told("half", EVE.format(minute=0), "{en: A word, fr: Un mot, de: Ein Wort}")
    found = findings(lived(half), LONG)
    assert [(one.kind, one.locale, one.why) for one in found] == [
        (Kind.OTHER_LANGUAGE, "nl", "half speaks en instead")
    ]


def test_a_fact_that_one_language_asks_for_is_a_hole_and_one_that_all_ask_for_is_not() -> None:
    """Only the Dutch quotes the hotel's telephone, which nobody knows: it cannot be said. All quote it: nobody is told."""
    one = "{en: A word, nl: 'Bel {stay.phone}', fr: Un mot, de: Ein Wort}"
    every = "{en: '{stay.phone}', nl: '{stay.phone}', fr: '{stay.phone}', de: '{stay.phone}'}"
    found = [
        findings(lived(told("call", "check_in, offset: 1h", text, more=f"per: stay\n{OPERATIONAL}")), LONG)
        for text in (one, every)
    ]
    assert [[(hole.kind, hole.locale) for hole in holes] for holes in found] == [[(Kind.HOLE, "nl")], []]


def test_a_text_too_long_and_a_label_cut_are_told_by_language() -> None:
    """What a channel cannot take whole, in the language in which it happens."""
    long = "\\n".join(["A line that says next to nothing, again and again."] * 120)
    text = f'{{en: "{long}", nl: Kort, fr: Court, de: Kurz}}'
    found = findings(lived(told("long", EVE.format(minute=0), text)), LONG)
    assert [(one.kind, one.locale) for one in found] == [(Kind.CUT, "en")]
    label = "Ein Wort, das " + "sehr " * 20 + "lang ist"
    labels = f"{{en: Yes, nl: Ja, fr: Oui, de: '{label}'}}"
    button = f"buttons:\n  - - {{do: show, with: trip, label: {labels}}}\n"
    asked = told("asked", EVE.format(minute=0), more=OPERATIONAL + button)
    found = findings(lived(asked), LONG)
    assert [(one.kind, one.locale) for one in found] == [(Kind.CUT, "de")]


def test_what_nobody_hears_is_told_once_or_by_language() -> None:
    """Heard by none: one finding. Heard in three languages: one for the fourth. Off: it waits for an editor."""
    library = pack(
        told("heard", EVE.format(minute=0)),
        told("never", EVE.format(minute=10)),
        told("half", EVE.format(minute=20)),
        told("off", EVE.format(minute=30), more=OPERATIONAL + "'on': 'no'\n"),
    )
    reached = [("heard", locale) for locale in LOCALES] + [("half", locale) for locale in LOCALES[:3]]
    assert list(unreachable(library, reached, LOCALES)) == [
        Finding(kind=Kind.UNREACHABLE, why="never is never said on any of these trips"),
        Finding(kind=Kind.UNREACHABLE, why="half is never said in this language", locale=LOCALES[3]),
    ]


def test_phrases_need_not_be_said_to_who_speaks_them() -> None:
    """A text with the phrases of the country is not missed in the language of the only country it was said in."""
    text = "{en: 'P {country.phrases}', nl: 'P {country.phrases}', fr: 'P {country.phrases}', de: 'P {country.phrases}'}"
    library = pack(told("phrases", EVE.format(minute=0), text))
    assert list(unreachable(library, [("phrases", locale) for locale in LOCALES[1:]], LOCALES)) == []
    assert len(list(unreachable(library, [], LOCALES))) == 1


def test_who_joins_reads_some_things_at_once() -> None:
    """Confirmation and what follows within a quarter of an hour of the first word are no collision."""
    first = told("first", "booked, offset: 0m")
    second = told("second", "booked, offset: 2m")
    assert kinds(first, second) == []


def test_a_party_of_two_is_played_on_one_phone() -> None:
    """What is said is said once for both."""
    couple = replace(lisbon_family(), booking=replace(lisbon_family().booking, travellers=COUPLE))
    course = played(couple, pack(told("once", EVE.format(minute=0))), settings=PlanningSettings())
    assert [said.key.touchpoint for said in course.said] == ["once"]
