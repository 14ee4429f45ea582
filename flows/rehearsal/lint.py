"""What is wrong with a library, in an editor's words: every fault with its file and line.

Not here: faults of form (flows.library.reading); each kind of fault is in its own room: texts, references, surveys, lands,
numbers, reach, added.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flows.library.document import Fault, Severity
from flows.library.library import Library
from flows.rehearsal import added, lands, numbers, reach, references, surveys, texts
from flows.rehearsal.wordings import wordings


def lint(library: Library, found: Iterable[Fault] = ()) -> tuple[Fault, ...]:
    """Every fault of a library, by file and line, each once. found: those of form that reading it brought up."""
    return tuple(sorted({*found, *_faults(library)}))


def errors(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Those that forbid publishing."""
    return tuple(fault for fault in faults if fault.severity is Severity.ERROR)


def _faults(library: Library) -> Iterator[Fault]:
    longest = texts.longest_values(library)
    for wording in wordings(library):
        yield from texts.faults_of(wording, longest)
    yield from references.faults_of(library)
    yield from surveys.faults_of(library)
    yield from lands.faults_of(library)
    yield from numbers.faults_of(library)
    yield from reach.faults_of(library)
    yield from added.faults_of(library)
