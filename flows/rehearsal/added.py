"""How far an agency's own languages have come: texts that are read in English until they are written. Never an error.

Not here: the languages that ship, of which every text has all (texts).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from flows.library.document import OVERLAY, Fault, Severity, room_of
from flows.library.library import Library
from flows.library.text import Origin
from flows.library.tongues import called
from flows.rehearsal.wordings import wordings

UNTIL_THEN = "English is read until then"


def faults_of(library: Library) -> Iterator[Fault]:
    """For each added language one word on the shipped content, where the language is declared; and one for each of the
    overlay's own files that lacks it."""
    texts = [wording.text for wording in wordings(library)] if library.added else []
    for locale, declared in library.added.items():
        tongue = called(locale)
        every: Counter[str] = Counter()
        written: Counter[str] = Counter()
        lacking: defaultdict[str, list[Origin]] = defaultdict(list)
        for text in texts:
            if not text.origin.file.startswith(OVERLAY):
                every[room_of(text.origin.file)] += 1
                written[room_of(text.origin.file)] += locale in text.forms
            elif locale not in text.forms:
                lacking[text.origin.file].append(text.origin)
        if written.total() < every.total():
            rooms = ", ".join(f"{room} {written[room]} of {every[room]}" for room in sorted(every))
            why = f"{written.total()} of {every.total()} shipped texts have {tongue} ({rooms}): {UNTIL_THEN}"
            yield Fault(file=declared.file, line=declared.line, why=why, severity=Severity.WARNING)
        for file, places in lacking.items():
            some = "1 text here has" if len(places) == 1 else f"{len(places)} texts here have"
            line = min(place.line for place in places)
            why = f"{some} no {tongue}: {UNTIL_THEN}"
            yield Fault(file=file, line=line, why=why, severity=Severity.WARNING)
