"""How samples of placeholders are written down: the same in every locale, or one for each; and where they exist.

Not here: the samples (samples, samples_abroad).
"""

from __future__ import annotations

from collections.abc import Mapping

from flows.library.text import LOCALES
from flows.library.touchpoint import Per

EVERYWHERE = frozenset(Per)
LEG, STAY, VISIT = frozenset({Per.LEG}), frozenset({Per.STAY}), frozenset({Per.VISIT})
CLOCK = frozenset({Per.CLOCK_CHANGE})
BIRTHDAY, CHANGE = frozenset({Per.BIRTHDAY}), frozenset({Per.CHANGE})

Row = tuple[str, str, frozenset[Per], Mapping[str, str]]
"""Name, whose fact it is, the occurrences in which it exists, and how it reads by locale."""


def everywhere_as(words: str) -> dict[str, str]:
    """The same words in every locale."""
    return dict.fromkeys(LOCALES, words)


def each(nl: str, en: str, fr: str, de: str) -> dict[str, str]:
    """Each locale its own."""
    return {"nl": nl, "en": en, "fr": fr, "de": de}


GLANCE = each(
    "<b>wo 12 mei</b>\n✈️ 09:40–11:45 Amsterdam → Lissabon (KL 1697)\n🏨 Hotel Alfama · 7 nachten",
    "<b>Wed 12 May</b>\n✈️ 09:40–11:45 Amsterdam → Lisbon (KL 1697)\n🏨 Hotel Alfama · 7 nights",
    "<b>mer. 12 mai</b>\n✈️ 09:40–11:45 Amsterdam → Lisbonne (KL 1697)\n🏨 Hotel Alfama · 7 nuits",
    "<b>Mi., 12. Mai</b>\n✈️ 09:40–11:45 Amsterdam → Lissabon (KL 1697)\n🏨 Hotel Alfama · 7 Nächte",
)
DAY = each("woensdag 12 mei", "Wednesday 12 May", "mercredi 12 mai", "Mittwoch, 12. Mai")
TIMED = {locale: f"{day}, 09:40" for locale, day in DAY.items()}
CITY = each("Lissabon", "Lisbon", "Lisbonne", "Lissabon")
