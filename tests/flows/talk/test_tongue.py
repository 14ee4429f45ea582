"""A language that an agency added: spoken where all of a message is written in it, else English, never both at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot import content
from flows.errors import NotSpoken
from flows.library.document import OVERLAY
from flows.library.library import Library
from flows.library.lookups import Holiday
from flows.library.text import Whole
from flows.library.tongues import is_language, own_name
from flows.talk.card import card
from flows.talk.codes import date_fits
from flows.talk.conversation import reply
from flows.talk.dates import duration, long_day, short_day
from flows.talk.dialogue import IDLE, Tapped
from flows.talk.effects import Say, SetLocale
from flows.talk.inbound import Inbound, InboundKind
from flows.talk.menu import languages, menu_command
from flows.talk.render import render_digest, render_touchpoint
from flows.talk.taps import speaking
from tests.flows.talk.test_conversation import NOW, STRANGER, command, joined
from tests.flows.talk.test_render import SHIPPED, facts

HEAD = "class: service\nwhen: {anchor: departure, offset: -1d}\n"
EACH = "{nl: n, en: e, fr: f, de: d"
DAY = date(2027, 5, 12)


def library(**files: str) -> Library:
    """The shipped words and these files ("stages__x" is stages/x.yaml), in a content that also speaks Spanish."""
    named = {f"{name.replace('__', '/')}.yaml": text.encode() for name, text in files.items()}
    mine = {f"{OVERLAY}{name}": text for name, text in named.items()}
    settings = {f"{OVERLAY}overlay.yaml": b"over: shipped\nlocales: [es]"}
    found, faults = content.inspect(SHIPPED | settings | mine)
    assert [str(fault) for fault in faults] == []
    return found


def said(shelf: Library, name: str = "one") -> tuple[str, str]:
    """What a reader of Spanish is told by this touchpoint, and in which language."""
    touchpoint = shelf.touchpoint(name)
    assert touchpoint is not None
    found = render_touchpoint(touchpoint, facts(shelf, locale="es"))
    labels = [button.label for row in found.message.buttons for button in row]
    return " ".join([found.message.text, *labels]), found.locale


def one(text: str, **files: str) -> Library:
    """A library of one touchpoint."""
    return library(stages__one=f"id: one\n{HEAD}{text}", **files)


def test_a_message_that_is_written_is_spoken() -> None:
    """Its dates too, as Babel writes them."""
    shelf = one("text: {nl: n, en: e, fr: f, de: d, es: 'Sales el {trip.departure}.'}")
    assert said(shelf) == ("Sales el miércoles, 12 de mayo.", "es")


def test_a_label_that_is_missing_makes_all_of_it_english() -> None:
    """A Spanish text over an English button would be two languages."""
    shelf = one(
        "text: {nl: n, en: Hello, fr: f, de: d, es: Hola}\nbuttons: [[{do: menu, label: {nl: n, en: Menu}}]]"
    )
    assert said(shelf) == ("Hello Menu", "en")


def test_a_fixed_word_within_a_value_counts_too() -> None:
    """The nights in the trip at a glance are told by a word of their own."""
    text = "text: {nl: n, en: 'Go: {trip.glance}', fr: f, de: d, es: 'Vas: {trip.glance}'}"
    nights = "rendering.nights: {es: {one: '{nights} noche', other: '{nights} noches'}}"
    local = "rendering.all_local: {es: Horas locales.}\nrendering.check_out: {es: 'salida {name}'}"
    assert said(one(text))[1] == "en"
    found, locale = said(one(text, words__es=f"{nights}\n{local}"))
    assert ("7 noches" in found, "mié, 12 may" in found, locale) == (True, True, "es")


def test_a_places_words_count_too() -> None:
    """A tip without Spanish is not put into a Spanish message."""
    text = "text: {nl: n, en: 'Tips: {place.tips}', fr: f, de: d, es: 'Consejos: {place.tips}'}"
    place = "id: lisbon\ncities: Lisbon\ncountry: PT\ntopics: {tips: {en: Walk%s}}"
    assert said(one(text, places__lisbon=place % "")) == ("Tips: Walk", "en")
    assert said(one(text, places__lisbon=place % ", es: Camina")) == ("Consejos: Camina", "es")


def test_a_name_is_at_home_in_every_language() -> None:
    """A place that has no Spanish name yet is called as it ships."""
    place = "id: lisbon\niata: LIS\nname: {en: Lisbon, nl: Lissabon}"
    shelf = one("text: {nl: n, en: e, fr: f, de: d, es: 'A {trip.destination}'}", places__lisbon=place)
    assert said(shelf) == ("A Lisbon", "es")


def test_items_of_a_checklist_count_too() -> None:
    """One item without Spanish, and the list is English."""
    items = (
        "kind: checklist\nitems: [{id: a, text: {en: Passport, es: Pasaporte}}, {id: b, text: {en: Hat%s}}]"
    )
    words = "rendering.checklist_add: {es: Añadir}\nrendering.checklist_remove: {es: Quitar}"
    text = "text: {nl: n, en: Pack, fr: f, de: d, es: Maleta}\n"
    assert said(one(text + items % "", words__es=words))[1] == "en"
    assert said(one(text + items % ", es: Sombrero", words__es=words))[1] == "es"


def test_a_digest_is_one_language_whatever_it_folds() -> None:
    """A line without Spanish makes the whole digest English."""
    words = "\n".join(
        f"rendering.{name}: {{es: {name}}}"
        for name in (
            "good_to_know",
            "show_documents",
            "show_emergency",
            "show_checklist",
            "all_local",
            "check_out",
        )
    )
    greeting = "rendering.digest: {es: 'Hola {name}'}\nrendering.nights: {es: {one: x, other: x}}"
    lines = [
        f"id: {name}\n{HEAD}text: {EACH}}}\ndigest: {{en: Line {name}{own}}}"
        for name, own in (("a", ", es: Uno"), ("b", ""))
    ]
    shelf = library(stages__a=lines[0], stages__b=lines[1], words__es=f"{words}\n{greeting}")
    folded = [(touchpoint, facts(shelf, locale="es")) for touchpoint in shelf.touchpoints]
    both, alone = (render_digest(facts(shelf, locale="es"), part) for part in (folded, folded[:1]))
    assert (both.locale, "Uno" in both.message.text, "Line a" in both.message.text) == ("en", False, True)
    assert (alone.locale, "Hola Ann" in alone.message.text, "Uno" in alone.message.text) == ("es", True, True)


def test_the_card_is_one_language() -> None:
    """Without Spanish words for it, it is English."""
    assert "Hotel Alfama" in card(facts(library(), locale="es")).text
    assert "miércoles" not in card(facts(library(), locale="es")).text


def test_an_answer_is_one_language() -> None:
    """How to join, in Spanish where it is written, else in English."""
    spanish = library(words__es="join.ask_code: {es: 'Hola, soy de {agency}'}")
    for shelf, expected in ((spanish, "Hola, soy de Zon"), (library(), "Hello")):
        turn = reply(
            IDLE,
            command("start"),
            replace(STRANGER, library=shelf, locale="es", agency={"name": "Zon"}),
            now=NOW,
        )
        assert [
            effect.message.text[: len(expected)] for effect in turn.effects if isinstance(effect, Say)
        ] == [expected]


def test_the_menu_of_languages_names_each_in_itself() -> None:
    """The shipped ones and the added one, two in a row."""
    assert [[button.label for button in row] for row in languages(library())] == [
        ["Nederlands", "English"],
        ["Français", "Deutsch"],
        ["Español"],
    ]
    assert (own_name("xx"), is_language("pt-BR"), is_language("es")) == ("xx", False, True)


def test_a_chat_may_choose_the_added_language() -> None:
    """It is kept though its words are not written yet; one that nobody added is refused."""
    shelf = library()
    known = replace(joined(), library=shelf)
    turn = speaking(IDLE, known, "es")
    assert [effect.locale for effect in turn.effects if isinstance(effect, SetLocale)] == ["es"]
    tap = Inbound(kind=InboundKind.TAP, chat=1)
    chosen = {
        locale: reply(
            IDLE, tap, replace(known, tapped=Tapped(action="language.set", data={"locale": locale})), now=NOW
        )
        for locale in ("es", "it")
    }
    assert {
        locale: any(isinstance(one, SetLocale) for one in turn.effects) for locale, turn in chosen.items()
    } == {
        "es": True,
        "it": False,
    }


def test_a_menu_word_of_the_added_language_is_understood() -> None:
    """Whatever language it was shown in."""
    assert menu_command(library(words__es="menu.tips: {es: 💡 Consejos}"), "💡 consejos") == "tips"


@pytest.mark.parametrize("typed", ["12 de mayo", "12 mayo 2027", "12 may", "el 12 de mayo"])
def test_a_date_may_be_typed_in_the_added_language(typed: str) -> None:
    """Where the content speaks it; not where it does not."""
    assert date_fits(typed, DAY, ("nl", "en", "fr", "de", "es"))
    assert not date_fits("12 de enero", DAY, ("nl", "en", "fr", "de", "es"))
    assert not date_fits("12 de mayo", DAY)


@pytest.mark.parametrize(
    ("locale", "long", "dated", "short"),
    [
        ("es", "miércoles, 12 de mayo", "miércoles, 12 de mayo de 2027", "mié, 12 may"),
        ("it", "mercoledì 12 maggio", "mercoledì 12 maggio 2027", "mer 12 mag"),
        ("pl", "środa, 12 maja", "środa, 12 maja 2027", "śr., 12 maj"),
        ("hu", "május 12., szerda", "2027. május 12., szerda", "máj. 12., Sze"),
        ("ja", "5月12日水曜日", "2027年5月12日水曜日", "5月12日(水)"),
        ("uk", "середа, 12 травня", "середа, 12 травня 2027\u202fр.", "ср, 12 трав."),
    ],
)
def test_dates_are_written_as_each_language_writes_them(
    locale: str, long: str, dated: str, short: str
) -> None:
    """Without a year nothing is left hanging where it stood."""
    assert (long_day(DAY, locale), long_day(DAY, locale, year=True), short_day(DAY, locale)) == (
        long,
        dated,
        short,
    )
    assert duration(NOW - NOW, "es") == "0 minutos"


def test_a_holiday_without_a_name_in_the_added_language_is_told_in_english() -> None:
    """In a shipped language its English name may stand; in an added one the whole message turns English."""
    day = Holiday(day=DAY, names={"en": "Labour Day", "nl": "Dag van de Arbeid"})
    assert (day.name("es"), day.name(Whole("fr")), day.name(Whole("nl"))) == (
        "Labour Day",
        "Labour Day",
        "Dag van de Arbeid",
    )
    with pytest.raises(NotSpoken):
        day.name(Whole("es"))
