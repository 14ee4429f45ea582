"""Two parts of one thing become one: what the overlay says, over what stood there.

Not here: which things those are (overlay).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from flows.library.document import OVERLAY, Fault, Node
from flows.library.refusals import nearest, shortened
from flows.library.scalars import YES_NO
from flows.library.text import LOCALES

IDENTITY = {"emergency": "country", "countries": "country"}
"""What an entry of a folder is named by, where that is not its id."""

REMOVE = "remove"
NAMING = frozenset({"id", "country", "say", "do", "with", "url"})
CLOSE = 0.8
"""So alike two names are where one is taken for a misspelling of the other."""


class Merging:
    """Merges, and keeps what is wrong with the overlay."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def fault(self, node: Node, why: str) -> None:
        """Something is wrong here."""
        self.faults.append(Fault(file=node.file, line=node.line, why=why))

    def removes(self, node: Node) -> bool:
        """Does this part take out what stood there?"""
        if not isinstance(node.value, Mapping) or REMOVE not in node.value:
            return False
        said = node.value[REMOVE]
        if not isinstance(said.value, str) or not YES_NO.get(said.value.strip().lower()):
            self.fault(said, 'write remove: "yes", or leave it out')
        for name, part in node.value.items():
            if name != REMOVE and name not in NAMING:
                self.fault(part, f"what is removed says nothing else: take “{shortened(name)}” out")
        return True

    def merged(self, base: Node, over: Node) -> Node | None:
        """The one over the other; None when it is taken out."""
        if self.removes(over):
            return None
        if isinstance(base.value, Mapping) and isinstance(over.value, Mapping):
            return replace(base, value=self._mapping(base.value, over.value))
        if isinstance(base.value, tuple) and isinstance(over.value, tuple) and base.value and over.value:
            if all(thing_name(one) for one in (*base.value, *over.value)):
                return replace(base, value=tuple(self._things(base.value, over.value)))
            if all(_is_row(one) for one in (*base.value, *over.value)):
                return replace(base, value=self._rows(base.value, over.value))
        return self._instead(base, over)

    def _instead(self, base: Node, over: Node) -> Node:
        if base.plain() == over.plain():
            return base
        if base.file.startswith(OVERLAY):
            self.fault(over, f"this is changed already by content/{base.file}:{base.line}: keep one")
        return over

    def _mapping(self, base: Mapping[str, Node], over: Mapping[str, Node]) -> Mapping[str, Node]:
        parts = dict(base)
        for name, part in over.items():
            if name in parts:
                merged = self.merged(parts[name], part)
                if merged is None:
                    del parts[name]
                else:
                    parts[name] = merged
            elif self.removes(part):
                self.fault(part, f"there is no “{shortened(name)}” here to remove")
            else:
                parts[name] = part
        return parts

    def _things(self, base: Sequence[Node], over: Sequence[Node]) -> list[Node]:
        """Each over its namesake; the others behind."""
        things = {thing_name(one): one for one in base}
        for one in over:
            name = thing_name(one)
            if name in things:
                merged = self.merged(things[name], one)
                if merged is None:
                    del things[name]
                else:
                    things[name] = merged
            elif self._is_new(one, name, list(things)):
                things[name] = one
        return list(things.values())

    def _rows(self, base: Sequence[Node], over: Sequence[Node]) -> tuple[Node, ...]:
        """Each button over its namesake, in whatever row that stands; new ones in rows of their own behind."""
        rows = [(row, {thing_name(one): one for one in _parts(row)}) for row in base]
        every = [name for _, things in rows for name in things]
        for row in over:
            new: list[Node] = []
            for one in _parts(row):
                name = thing_name(one)
                things = next((things for _, things in rows if name in things), None)
                if things is None:
                    if self._is_new(one, name, every):
                        new.append(one)
                    continue
                merged = self.merged(things[name], one)
                if merged is None:
                    del things[name]
                else:
                    things[name] = merged
            if new:
                rows.append((row, {thing_name(one): one for one in new}))
        return tuple(replace(row, value=tuple(things.values())) for row, things in rows if things)

    def _is_new(self, one: Node, name: str, known: list[str]) -> bool:
        if self.removes(one):
            self.fault(one, f"there is no {name} here to remove")
            return False
        near = nearest(name, known, CLOSE)
        if near and _lacks_languages(one):
            self.fault(one, f"there is no {name} here; did you mean {near}?")
            return False
        return True


def text_of(node: Node, name: str) -> str:
    """The text behind a name; "" where there is none."""
    part = node.part(name) if isinstance(node.value, Mapping) else None
    return part.value if part is not None and isinstance(part.value, str) else ""


def thing_name(node: Node) -> str:
    """What a thing of a list is known by: an id, what a phrase says, what a button does; "" when by nothing."""
    does = " ".join(part for part in (text_of(node, "do"), text_of(node, "with")) if part)
    return text_of(node, "id") or text_of(node, "say") or does or text_of(node, "url")


def _parts(row: Node) -> Sequence[Node]:
    return row.value if isinstance(row.value, tuple) else ()


def _is_row(node: Node) -> bool:
    return isinstance(node.value, tuple) and all(thing_name(one) for one in node.value)


def _lacks_languages(node: Node) -> bool:
    """Does some text of it lack a shipped language?"""
    texts = [
        part for _, part in node.below() if isinstance(part.value, Mapping) and set(part.value) & set(LOCALES)
    ]
    return any(not set(LOCALES) <= set(text.value) for text in texts if isinstance(text.value, Mapping))
