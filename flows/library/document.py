"""One noun: a document as an editor wrote it: nested text with the line of every part, and what is wrong with it.

Not here: how YAML becomes one (bot.content) and what it means (schema).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Severity(StrEnum):
    """error: it cannot be published. warning: it can, and an editor should look."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Fault:
    """What is wrong, as a colleague would say it. file is relative to the content folder; line counts from 1."""

    file: str
    line: int
    why: str
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        return f"content/{self.file}:{self.line}: {self.why}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One part. value: a text, a list or a mapping of parts. line: of its key where it has one, else of itself."""

    value: str | tuple[Node, ...] | Mapping[str, Node]
    line: int

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One file. file is relative to the content folder, with forward slashes ("stages/on_site/tips.yaml")."""

    file: str
    root: Node
