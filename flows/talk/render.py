"""Texts become messages: a touchpoint, its checklist, the digest; always valid for a channel, never longer than it takes.

Not here: single values (values), the conversation's own answers (conversation), sending.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from flows.errors import MissingFact, MissingWords, NothingOpen
from flows.library.text import Text
from flows.library.touchpoint import Touchpoint, TouchpointKind
from flows.planning.once import is_personal
from flows.talk.addressed import first_name
from flows.talk.buttons import buttons, mood_label, show_button
from flows.talk.checklist import Mark, marks, open_lines, open_rows, progress, tick_rows
from flows.talk.facts import Facts
from flows.talk.glance import today
from flows.talk.kept import NOTHING_KEPT, Kept
from flows.talk.markup import Html, escape, fitted
from flows.talk.message import OutgoingMessage, Rows
from flows.talk.questions import draw
from flows.talk.tongue import facts_in_one
from flows.talk.values import number, value
from flows.talk.words import filled, words


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A message and what it says. facts: placeholder -> the value it quoted (markup); in a digest
    "<occurrence>/<placeholder>" for what a folded line quoted of another occurrence. locale: the language it speaks.

    cut: it was too long and lost lines at its end. left_out: ids of folded touchpoints whose facts are missing.
    """

    message: OutgoingMessage
    facts: Mapping[str, str]
    locale: str
    cut: bool = False
    left_out: tuple[str, ...] = ()


def render_touchpoint(
    touchpoint: Touchpoint, facts: Facts, *, text: str = "", kept: Kept = NOTHING_KEPT
) -> Rendered:
    """One touchpoint as a message, all of it in one language. text: an agent's own wording, plain. kept: what the chat
    said under it so far.

    Raises MissingFact when a placeholder has no value (NothingOpen for a reminder of what is done), MissingWords when the
    content lacks a fixed word.
    """
    facts = spoken_in(facts, touchpoint.text)
    return facts_in_one(facts, lambda spoken: _touchpoint(touchpoint, spoken, text, kept))


def _touchpoint(touchpoint: Touchpoint, facts: Facts, text: str, kept: Kept) -> Rendered:
    reminded = _reminded(touchpoint, facts, kept) if touchpoint.kind is TouchpointKind.REMINDER else ()
    if reminded:
        facts = replace(facts, still_open=open_lines(reminded))
    said = _Said(facts)
    body: str = escape(text) if text else said.text(touchpoint.text)
    if facts.addressed and is_personal(touchpoint) and "travellers" not in said.quoted:
        people = words(
            facts.library, "rendering.for", facts.locale, travellers=Html(said.known("travellers"))
        )
        body = f"<b>{people}</b>\n\n{body}"
    rows = buttons(touchpoint, facts, kept)
    ask = ""
    if touchpoint.kind is TouchpointKind.OFFER:
        body = _offer(touchpoint, said, kept, body)
    elif touchpoint.kind is TouchpointKind.PULSE and kept.mood:
        body = f"{body}\n\n→ <b>{escape(mood_label(kept.mood, facts.library, facts.locale))}</b>"
    elif touchpoint.kind is TouchpointKind.SURVEY:
        survey = facts.library.surveys.get(touchpoint.survey)
        if survey is None:
            raise MissingFact(f"survey {touchpoint.survey}")
        drawn = draw(survey, kept, facts.library, facts.locale, said.text)
        body = drawn.body if drawn.alone else f"{body}\n\n{drawn.body}".rstrip()
        rows, ask = (*drawn.rows, *rows), drawn.ask
    elif reminded:
        rows = (*open_rows(reminded), *rows)
    elif touchpoint.items:
        found = marks(touchpoint, facts, kept)
        body = f"{body}\n\n{progress(found)}" if found else body
        rows = (*tick_rows(found, facts, kept), *rows)
    return said.message(body, rows=rows, ask=ask)


def _reminded(touchpoint: Touchpoint, facts: Facts, kept: Kept) -> tuple[Mark, ...]:
    """The list that a reminder is about, with something open on it."""
    listed = facts.library.touchpoint(touchpoint.checklist)
    if listed is None:
        raise MissingFact(f"checklist {touchpoint.checklist}")
    found = marks(listed, facts, kept)
    if all(mark.done for mark in found):
        raise NothingOpen(listed.id)
    return found


def _offer(touchpoint: Touchpoint, said: _Said, kept: Kept, body: str) -> str:
    """Title, text, and what was asked for more; below it what became of it."""
    facts = said.facts
    offer = facts.library.offers.get(touchpoint.offer)
    if offer is None:
        raise MissingFact(f"offer {touchpoint.offer}")
    body = f"<b>{said.text(offer.title)}</b>\n\n{body}"
    if kept.offer == "details":
        return f"{body}\n\n{said.text(offer.details)}"
    if kept.offer:
        return f"{body}\n\n{words(facts.library, f'offer.state_{kept.offer}', facts.locale)}"
    return body


def render_digest(
    facts: Facts, folded: Iterable[tuple[Touchpoint, Facts]], *, shown: frozenset[str] = frozenset()
) -> Rendered:
    """What counts for one who joins late, in one message: the trip, emergency numbers, today and tomorrow, and a line
    for each folded touchpoint (with the facts of its own occurrence). What is not known is left out.

    shown: placeholders that the chat has just read; the trip at a glance is not repeated then.
    """
    entries = tuple(folded)
    greeting = facts.library.words.get("rendering.digest")
    facts = spoken_in(facts, greeting) if greeting else facts
    return facts_in_one(facts, lambda spoken: _digest(spoken, entries, shown))


def _digest(facts: Facts, folded: tuple[tuple[Touchpoint, Facts], ...], shown: frozenset[str]) -> Rendered:
    library, locale = facts.library, facts.locale
    said = _Said(facts)
    blocks = [words(library, "rendering.digest", locale, name=first_name(facts.greeted, facts.trip))]
    glance = said.known("trip.glance")
    if glance and "trip.glance" not in shown:
        blocks.append(Html(glance))
    if _under_way(facts):
        for name in ("today", "tomorrow"):
            day = said.known(f"trip.{name}")
            if day:
                blocks.append(Html(f"<b>{words(library, f'rendering.{name}', locale)}</b>\n{day}"))
    numbers = said.known("emergency.numbers")
    country = said.known("country.name")
    if numbers and country:
        title = words(library, "rendering.emergency", locale, country=Html(country))
        blocks.append(Html(f"<b>{title}</b>\n{numbers}"))
    phone, agency = said.known("agency.phone"), said.known("agency.name")
    if phone and agency:
        blocks.append(Html(f"☎️ {agency}: {phone}"))
    lines: list[str] = []
    left_out: list[str] = []
    for touchpoint, own in folded:
        text = touchpoint.digest or touchpoint.text
        line = _Said(replace(own, locale=locale))
        try:
            lines.append(f"• {line.text(text)}")
        except (MissingFact, MissingWords):
            left_out.append(touchpoint.id)
            continue
        where = "" if own.occurrence == facts.occurrence else f"{own.occurrence}/"
        said.quoted.update({f"{where}{name}": told for name, told in line.quoted.items()})
    if lines:
        title = words(library, "rendering.good_to_know", locale)
        blocks.append(Html("\n".join((f"<b>{title}</b>", *dict.fromkeys(lines)))))
    listed = any(touchpoint.kind is TouchpointKind.CHECKLIST for touchpoint, _ in folded)
    ways = ("checklist", "documents", "emergency") if listed else ("documents", "emergency")
    doors = tuple(show_button(what, library, locale) for what in ways)
    return replace(said.message("\n\n".join(blocks), rows=(doors,)), left_out=tuple(left_out))


def spoken_in(facts: Facts, text: Text) -> Facts:
    """The facts in the locale that the text really has."""
    best = text.locale(facts.locale)
    return facts if best == facts.locale else replace(facts, locale=best)


def _under_way(facts: Facts) -> bool:
    leaves = facts.life.itinerary.leaves
    return leaves is not None and leaves <= facts.now and today(facts) is not None


class _Said:
    """Fills texts and remembers what they quoted."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.quoted: dict[str, str] = {}

    def value(self, name: str) -> str:
        found = self.quoted[name] = value(self.facts, name)
        return found

    def known(self, name: str) -> str:
        """A value, or nothing."""
        try:
            return self.value(name)
        except (MissingFact, MissingWords):
            return ""

    def text(self, text: Text) -> Html:
        """A filled text. Raises MissingFact."""
        count = number(self.facts, text.count) if text.count else None
        return Html(filled(text, self.facts.locale, self.value, count).strip())

    def message(self, body: str, *, rows: Rows, ask: str = "") -> Rendered:
        """Said under the trip's name, where the chat has several."""
        called = self.known("trip.called") if self.facts.several else ""
        body = f"<i>{called}</i>\n\n{body}" if called else body
        shown, cut = fitted(body)
        return Rendered(
            message=OutgoingMessage(text=shown, buttons=rows, ask=ask),
            facts=self.quoted,
            locale=str(self.facts.locale),
            cut=cut,
        )
