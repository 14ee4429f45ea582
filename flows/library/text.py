"""One wording in many locales.

Not here: how placeholders are filled (flows.talk.render) and which exist (placeholders).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

LOCALES = ("nl", "en", "fr", "de")
FALLBACK = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where an editor finds it: file relative to content/, 1-based line."""

    file: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One wording per locale. forms: locale -> {CLDR plural category -> template}; a plain text has only "other".

    count: the placeholder that chooses the plural form ("trip.nights"), empty for plain texts. lines: locale -> line.
    """

    forms: Mapping[str, Mapping[str, str]]
    count: str = ""
    origin: Origin = field(default=Origin(), compare=False)
    lines: Mapping[str, int] = field(default_factory=dict)

    def locale(self, wanted: str) -> str:
        """The best locale there is: the wanted one, its language, English, else the first."""
        for candidate in (wanted, wanted.split("-", 1)[0].split("_", 1)[0], FALLBACK):
            if candidate in self.forms:
                return candidate
        return next(iter(self.forms))

    def template(self, wanted: str, category: str = "other") -> str:
        """The template in the best locale for a plural category."""
        forms = self.forms[self.locale(wanted)]
        return forms.get(category) or forms["other"]
