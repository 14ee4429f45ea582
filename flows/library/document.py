"""One noun: a document as an editor wrote it: nested text with the line of every part, and what is wrong with it.

Not here: how YAML becomes one (bot.content) and what it means (schema).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

OVERLAY = ".overlay/"
"""What the files of an agency's overlay are called by, before their name in its folder. No folder of content can be called
so: names that begin with a dot are not read."""


class Severity(StrEnum):
    """error: it cannot be published. warning: it can, and an editor should look."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Fault:
    """What is wrong, as a colleague would say it. file is relative to the content folder, empty when it is about no file;
    line counts from 1. shown: the file's path as an editor can open it, where that is not content/{file}."""

    file: str
    line: int
    why: str
    severity: Severity = Severity.ERROR
    shown: str = field(default="", compare=False)

    def __str__(self) -> str:
        if not self.file:
            return self.why
        return f"{self.shown or f'content/{self.file}'}:{self.line}: {self.why}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One part. value: a text, a list or a mapping of parts. line: of its key where it has one, else of itself.
    written: a text as it stands in the file, quotes, indents and all; starts: the line where that begins. file: where it
    stands, as a Document names it; parts of one whole may stand in two files (overlay)."""

    value: str | tuple[Node, ...] | Mapping[str, Node]
    line: int
    written: str = field(default="", repr=False)
    starts: int = 0
    file: str = ""

    def plain(self) -> Any:
        """The same without lines: str, list and dict."""
        if isinstance(self.value, str):
            return self.value
        if isinstance(self.value, tuple):
            return [part.plain() for part in self.value]
        return {key: part.plain() for key, part in self.value.items()}

    def part(self, name: str | int) -> Node | None:
        """One step down: a key of a mapping or an index of a list; None when there is none."""
        if isinstance(self.value, tuple):
            return self.value[name] if isinstance(name, int) and name < len(self.value) else None
        if isinstance(self.value, Mapping):
            return self.value.get(str(name))
        return None

    def nearest(self, path: Iterable[str | int]) -> Node:
        """As far down `path` as this document goes: where an editor should look."""
        here = self
        for name in path:
            here = here.part(name) or here
        return here

    def below(self) -> Iterator[tuple[str, Node]]:
        """Every part below this one by its path ("items.0.text")."""
        parts: Iterable[tuple[str | int, Node]] = ()
        if isinstance(self.value, tuple):
            parts = enumerate(self.value)
        elif isinstance(self.value, Mapping):
            parts = self.value.items()
        for name, part in parts:
            yield str(name), part
            yield from ((f"{name}.{path}", deeper) for path, deeper in part.below())


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One file. file is relative to the content folder, with forward slashes ("stages/on_site/tips.yaml"); in an overlay it
    begins with OVERLAY."""

    file: str
    root: Node

    @property
    def room(self) -> str:
        """The folder it lies in ("stages"), "" for none."""
        return room_of(self.file)


def room_of(file: str) -> str:
    """The folder of content that a file lies in, "" for none."""
    folder, found, _ = file.removeprefix(OVERLAY).partition("/")
    return folder if found else ""
