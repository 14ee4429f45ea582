"""Conditions that nobody can meet, or that ask what is not known there; and reminders that come before their list.

Not here: conditions that no sample trip meets (reach), regions and climates (lands), destinations (references).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from babel import Locale

from flows.library.audience import Audience
from flows.library.document import Fault
from flows.library.library import Library
from flows.library.placeholders import placeholders_in
from flows.library.text import Origin
from flows.library.touchpoint import Per, Touchpoint, TouchpointKind, When

_KNOWN = Locale.parse("en").territories
OPEN = "checklist.open"


def faults_of(library: Library) -> Iterator[Fault]:
    """Every contradiction, where it stands."""
    for touchpoint in library.touchpoints:
        audiences = {
            "for": touchpoint.audience,
            **{f"items.{number}.for": item.audience for number, item in enumerate(touchpoint.items)},
        }
        for path, audience in audiences.items():
            for field, why in _contradictions(audience, touchpoint):
                yield _at(touchpoint.origin.at(f"{path}.{field}", path), why)
        yield from _too_early(touchpoint, library)
        yield from _open(touchpoint)


def _at(origin: Origin, why: str) -> Fault:
    return Fault(file=origin.file, line=origin.line, why=why)


def _contradictions(audience: Audience, touchpoint: Touchpoint) -> Iterator[tuple[str, str]]:
    """(field, why)"""
    for field, since, until in (
        ("nights", audience.nights_from, audience.nights_to),
        ("connection_minutes", audience.connection_from, audience.connection_to),
    ):
        if any(number is not None and number < 0 for number in (since, until)):
            yield field, f"{field}: counts from 0: nobody has fewer"
        elif since is not None and until is not None and since > until:
            yield field, f"{field}: from {since} to {until} is empty: turn the two round"
    for code in sorted(audience.countries - set(_KNOWN)):
        yield "countries", f"no country has the code {code}: write two letters of ISO 3166, like PT"
    both = sorted(str(persona) for persona in audience.personas & audience.not_personas)
    if both:
        yield "not_personas", f"{', '.join(both)} is asked for and shut out at once: it would go to nobody"
    if audience.regions and audience.regions <= audience.not_regions:
        named = ", ".join(sorted(audience.regions))
        yield "not_regions", f"{named} is asked for and shut out at once: it would go to nobody"
    if audience.forecast is False and audience.sky:
        yield "sky", 'a sky is known from a forecast, and forecast: is "no": it would go to nobody'
    if audience.moved is not None and touchpoint.per is not Per.CHANGE:
        yield "moved", f"moved: is asked of one change: write per: change (here: {touchpoint.per.value})"


def _too_early(touchpoint: Touchpoint, library: Library) -> Iterator[Fault]:
    """A reminder that goes before the list it reminds of is never of any use."""
    listed = library.touchpoint(touchpoint.checklist)
    if touchpoint.kind is not TouchpointKind.REMINDER or listed is None:
        return
    mine, its = touchpoint.when, listed.when
    if mine.anchor is its.anchor and touchpoint.per is listed.per and _before(mine, its):
        where = listed.origin.at("when")
        why = f"it reminds of {listed.id} (content/{where.file}:{where.line}) before that comes: let it go later"
        yield _at(touchpoint.origin.at("when"), why)


def _before(one: When, other: When) -> bool:
    """Does `one` go before `other`, or with it? Asked by the clock only where both name one."""
    if (one.at is None) == (other.at is None):
        return _span(one) <= _span(other)
    return timedelta(days=one.days) + one.delta < timedelta(days=other.days) + other.delta - timedelta(days=1)


def _span(when: When) -> timedelta:
    clock = timedelta(hours=when.at.hour, minutes=when.at.minute) if when.at is not None else timedelta()
    return timedelta(days=when.days) + when.delta + clock


def _open(touchpoint: Touchpoint) -> Iterator[Fault]:
    """What is still open is known to a reminder alone."""
    if touchpoint.kind is TouchpointKind.REMINDER:
        return
    texts = [touchpoint.text, *([touchpoint.digest] if touchpoint.digest is not None else [])]
    for text in texts:
        for locale, forms in text.forms.items():
            if any(OPEN in placeholders_in(form) for form in forms.values()):
                here = text.places_of(locale, f"{{{OPEN}}}")[0]
                why = f"{{{OPEN}}} is known only to kind: reminder (here: {touchpoint.kind.value})"
                yield _at(here, why)
