"""What is wrong with a library, in an editor's words: every fault with its file and line.

Not here: faults of form (flows.library.reading); each kind of fault is in its own room: texts, references, surveys, lands,
conditions, numbers, reach, added.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flows.library.document import Fault, Severity, room_of
from flows.library.library import Library
from flows.rehearsal import added, conditions, lands, numbers, reach, references, surveys, texts
from flows.rehearsal.wordings import wordings


def lint(library: Library, found: Iterable[Fault] = ()) -> tuple[Fault, ...]:
    """Every fault of a library, by file and line, each once. found: those of form that reading it brought up."""
    form = tuple(found)
    unread = any(room_of(fault.file) == "stages" for fault in form)
    return tuple(sorted({*form, *_faults(library, unread=unread)}))


def errors(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Those that forbid publishing."""
    return tuple(fault for fault in faults if fault.severity is Severity.ERROR)


def _faults(library: Library, *, unread: bool) -> Iterator[Fault]:
    """unread: some touchpoints could not be read, so that what names them is not at fault."""
    longest = texts.longest_values(library)
    for wording in wordings(library):
        yield from texts.faults_of(wording, longest)
    yield from references.faults_of(library, unread=unread)
    yield from surveys.faults_of(library)
    yield from lands.faults_of(library)
    yield from conditions.faults_of(library)
    yield from numbers.faults_of(library)
    yield from reach.faults_of(library)
    yield from added.faults_of(library)
