"""One wording in many locales.

Not here: how placeholders are filled (flows.talk.render) and which exist (placeholders).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from flows.errors import NotSpoken

LOCALES = ("nl", "en", "fr", "de")
"""Those that the shipped content and the staff's catalogs are written in; an agency's overlay may add others."""

FALLBACK = "en"

SLOT = re.compile(r"\{([^{}\n]*)\}")
"""A placeholder in a template."""


class Whole(str):
    """A locale in which all of a message must be said: what lacks it raises NotSpoken and is not said in another."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where an editor finds it: file relative to content/, 1-based line. lines: of the parts below it by their path
    ("items.0.text"); files: of those that stand in another file."""

    file: str = ""
    line: int = 0
    lines: Mapping[str, int] = field(default_factory=dict, compare=False, repr=False)
    files: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)

    def at(self, *paths: str) -> Origin:
        """The place of the first of these parts that is written; the whole, when none is."""
        for path in paths:
            if path in self.lines:
                return Origin(file=self.files.get(path, self.file), line=self.lines[path])
        return Origin(file=self.file, line=self.line)


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One wording per locale. forms: locale -> {CLDR plural category -> template}; a plain text has only "other".

    count: the placeholder that chooses the plural form ("trip.nights"), empty for plain texts. lines: locale -> line.
    written: locale -> its forms as they stand in the file, each with the line where it begins. files: locale -> file, of
    those that stand in another than the whole. quoted: every placeholder in any locale's wording.
    """

    forms: Mapping[str, Mapping[str, str]]
    count: str = ""
    origin: Origin = field(default=Origin(), compare=False)
    lines: Mapping[str, int] = field(default_factory=dict, compare=False)
    written: Mapping[str, tuple[tuple[int, str], ...]] = field(
        default_factory=dict, compare=False, repr=False
    )
    files: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)
    quoted: frozenset[str] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        templates = (template for forms in self.forms.values() for template in forms.values())
        object.__setattr__(self, "quoted", frozenset(name for one in templates for name in SLOT.findall(one)))

    def at(self, locale: str) -> Origin:
        """Where a locale stands; the whole, where it does not."""
        return Origin(
            file=self.files.get(locale, self.origin.file), line=self.lines.get(locale, self.origin.line)
        )

    def places_of(self, locale: str, words: str) -> tuple[Origin, ...]:
        """Where these words stand in a locale; its own place where they cannot be found as they are."""
        here = self.at(locale)
        found = [
            line
            for start, written in self.written.get(locale, ())
            for line, row in enumerate(written.split("\n"), start)
            if words in row
        ]
        return tuple(Origin(file=here.file, line=line) for line in dict.fromkeys(found)) or (here,)

    def locale(self, wanted: str) -> str:
        """The best locale there is: the wanted one, its language, English, else the first.

        Raises NotSpoken where nothing but the wanted one will do (Whole).
        """
        if wanted in self.forms:
            return wanted
        if isinstance(wanted, Whole):
            raise NotSpoken(locale=str(wanted))
        for candidate in (wanted.split("-", 1)[0].split("_", 1)[0], FALLBACK):
            if candidate in self.forms:
                return candidate
        return next(iter(self.forms))

    def template(self, wanted: str, category: str = "other") -> str:
        """The template in the best locale for a plural category."""
        forms = self.forms[self.locale(wanted)]
        return forms.get(category) or forms["other"]
