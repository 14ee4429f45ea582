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
    """Where an editor finds it: file relative to content/, 1-based line. lines: of the parts below it by their path
    ("items.0.text")."""

    file: str = ""
    line: int = 0
    lines: Mapping[str, int] = field(default_factory=dict, compare=False, repr=False)

    def at(self, *paths: str) -> Origin:
        """The place of the first of these parts that is written; the whole, when none is."""
        line = next((self.lines[path] for path in paths if path in self.lines), self.line)
        return Origin(file=self.file, line=line)


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One wording per locale. forms: locale -> {CLDR plural category -> template}; a plain text has only "other".

    count: the placeholder that chooses the plural form ("trip.nights"), empty for plain texts. lines: locale -> line.
    written: locale -> its forms as they stand in the file, each with the line where it begins.
    """

    forms: Mapping[str, Mapping[str, str]]
    count: str = ""
    origin: Origin = field(default=Origin(), compare=False)
    lines: Mapping[str, int] = field(default_factory=dict)
    written: Mapping[str, tuple[tuple[int, str], ...]] = field(
        default_factory=dict, compare=False, repr=False
    )

    def lines_of(self, locale: str, words: str) -> tuple[int, ...]:
        """The lines on which these words stand in a locale; its own line where they cannot be found as they are."""
        found = [
            line
            for start, written in self.written.get(locale, ())
            for line, row in enumerate(written.split("\n"), start)
            if words in row
        ]
        return tuple(dict.fromkeys(found)) or (self.lines.get(locale, self.origin.line),)

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
