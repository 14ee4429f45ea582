"""An agency's overlay: its documents are laid over the shipped ones, entry by entry, before they are read.

What both have is merged: mappings name by name, lists of things that have a name of their own (items, questions, choices,
phrases, buttons) thing by thing, any other list and every text by the overlay's own. What only the overlay has is added;
`remove: "yes"` takes out. Every part keeps the file and line where it stands. Not here: which folder is an overlay
(bot.content), how two parts become one (merging), what documents mean (reading).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from flows.library.document import OVERLAY, Document, Fault, Node
from flows.library.merging import IDENTITY, Merging, text_of
from flows.library.reading import SHAPES
from flows.library.refusals import did_you_mean, nearest, shortened
from flows.library.schema.overlay import OverlayShape
from flows.library.schema.shape import check
from flows.library.text import Origin

SETTINGS = "overlay.yaml"
"""At the root of a folder it makes that folder an overlay."""

WORDS = "words"
NAMELESS = " "
"""What the name begins with under which an entry without one is kept: no id does."""

NAMES = {
    "stages": "touchpoint",
    "places": "place",
    "emergency": "country with emergency numbers",
    "surveys": "survey",
    "offers": "offer",
    "topics": "topic",
    WORDS: "sentence",
    "countries": "country",
    "climates": "climate",
    "languages": "language",
}
RECOGNISED = ("iata", "cities", "country", "climate")
"""By what a place is found; one without any would hold everywhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """The documents as they are read, the languages added (with where each is declared), and what is wrong with the
    overlay itself."""

    documents: tuple[Document, ...]
    added: Mapping[str, Origin] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()


def laid(documents: Iterable[Document]) -> Laid:
    """The overlay's documents (their files begin with OVERLAY) over the others; without any, these as they are.

    An overlay.yaml that cannot be read lays nothing: its own faults come first.
    """
    base: list[Document] = []
    mine: list[Document] = []
    for document in documents:
        (mine if document.file.startswith(OVERLAY) else base).append(document)
    settings = next((one for one in mine if one.file == OVERLAY + SETTINGS), None)
    if settings is None:
        return Laid(documents=tuple(base))
    shape, faults = check(OverlayShape, settings.root)
    if shape is None:
        return Laid(documents=tuple(base), faults=faults)
    listed = settings.root.nearest(("locales",))
    added = {}
    for number, locale in enumerate(shape.locales):
        here = listed.nearest((number,))
        added[locale] = Origin(file=here.file, line=here.line)
    shelf = _Shelf(base)
    for document in mine:
        if document is not settings:
            shelf.lay(document)
    return Laid(documents=shelf.documents(), added=added, faults=tuple(shelf.merging.faults))


@dataclass(slots=True)
class _Book:
    """A document taken apart. entries: name -> entry, in the file's order."""

    document: Document
    entries: dict[str, Node]
    changed: bool = False

    def whole(self) -> Document | None:
        """Put together again; None when nothing is left."""
        if not self.changed:
            return self.document
        root = self.document.root
        if not self.entries:
            return None
        if self.document.room == WORDS:
            return replace(self.document, root=replace(root, value=dict(self.entries)))
        if isinstance(root.value, tuple):
            return replace(self.document, root=replace(root, value=tuple(self.entries.values())))
        return replace(self.document, root=next(iter(self.entries.values())))


class _Shelf:
    """The shipped documents, with what is laid over them so far."""

    def __init__(self, base: Sequence[Document]) -> None:
        self.books: list[_Book] = []
        self.where: dict[tuple[str, str], _Book] = {}
        self.merging = Merging()
        for document in base:
            self._put(document, dict(_named(document)))

    def documents(self) -> tuple[Document, ...]:
        return tuple(whole for book in self.books if (whole := book.whole()) is not None)

    def lay(self, document: Document) -> None:
        """Each entry over its namesake, or beside the others."""
        entries = tuple(_named(document))
        if document.room not in SHAPES or not entries:
            self.books.append(_Book(document, {}))  # what is wrong with it is told when it is read
            return
        new: dict[str, Node] = {}
        for name, node in entries:
            book = self.where.get((document.room, name))
            if book is not None:
                self._over(book, name, node)
            elif name in new:
                new[name] = self.merging.merged(new[name], node) or new[name]
            elif self._is_new(document.room, name, node):
                new[name] = node
        if new:
            root = (
                document.root if isinstance(document.root.value, tuple) else replace(document.root, value=())
            )
            whole = dict(new) if document.room == WORDS else tuple(new.values())
            self._put(replace(document, root=replace(root, value=whole)), new)

    def _put(self, document: Document, entries: dict[str, Node]) -> None:
        book = _Book(document, entries)
        self.books.append(book)
        for name in entries:
            self.where.setdefault((document.room, name), book)

    def _over(self, book: _Book, name: str, node: Node) -> None:
        merged = self.merging.merged(book.entries[name], node)
        book.changed = True
        if merged is not None:
            book.entries[name] = merged
        elif book.document.room == WORDS:
            self.merging.fault(node, "a sentence of the conversation cannot be taken out: reword it")
        else:
            del book.entries[name], self.where[book.document.room, name]

    def _is_new(self, room: str, name: str, node: Node) -> bool:
        """Is this a thing of its own? A fault where it was surely meant to change another."""
        what, named_by = NAMES[room], IDENTITY.get(room, "id")
        if name.startswith(NAMELESS):
            self.merging.fault(node, f"say which {what} this is: write its {named_by}:")
            return False
        known = [one for where, one in self.where if where == room and not one.startswith(NAMELESS)]
        lacking = self._lacking(room, node)
        if self.merging.removes(node):
            told = f"there is no {what} {shortened(name)} to remove{did_you_mean(name, known)}"
        elif room == WORDS:
            told = f"nothing says a sentence called {shortened(name)}{did_you_mean(name, known)}"
        elif not lacking:
            return True
        elif nearest(name, known):
            told = f"there is no {what} {shortened(name)}{did_you_mean(name, known)}"
        else:
            other = next((where for where, one in self.where if one == name and where != room), "")
            hint = f"; the {NAMES[other]} of that name goes under {other}/" if other else ""
            needs = (
                f"there is no {what} {shortened(name)} to change, and a new one needs {' and '.join(lacking)}"
            )
            told = needs + hint
        self.merging.fault(node.nearest((named_by,)), told)
        return False

    def _lacking(self, room: str, node: Node) -> list[str]:
        """What a thing of this kind must have and this one has not."""
        if room == "places":
            found = any(node.part(name) is not None for name in RECOGNISED)
            return [] if found else ["iata: or cities:"]
        fields = SHAPES[room].model_fields
        needed = [one.alias or name for name, one in fields.items() if one.is_required()]
        return [f"{name}:" for name in needed if node.part(name) is None]


def _named(document: Document) -> Iterator[tuple[str, Node]]:
    """The entries of a document by name; one that cannot be named by a name that nothing has."""
    root = document.root
    if document.room == WORDS:
        if isinstance(root.value, Mapping):
            yield from root.value.items()
        return
    entries = root.value if isinstance(root.value, tuple) else (root,)
    for number, node in enumerate(entries):
        name = text_of(node, IDENTITY.get(document.room, "id"))
        if not name:
            yield f"{NAMELESS}{document.file}:{number}", node
        else:
            yield name.upper() if document.room in IDENTITY else name, node
