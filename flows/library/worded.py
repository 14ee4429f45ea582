"""A checked wording as a Text that knows its lines, so that a fault in it can be shown where it stands.

Not here: its shape (schema), the documents that hold it (reading, lands).
"""

from __future__ import annotations

from flows.library.document import Node
from flows.library.schema.shape import Wording
from flows.library.text import LOCALES, Origin, Text


def text(wording: Wording, node: Node, *path: str | int) -> Text:
    """A checked wording as a Text. path: where it stands in `node`."""
    here = node.nearest(path)
    named = dict.fromkeys((*(locale for locale in LOCALES if locale in wording.forms), *wording.forms))
    parts = {locale: here.nearest((locale,)) for locale in named}
    return Text(
        forms={locale: dict(wording.forms[locale]) for locale in parts},
        count=wording.count,
        origin=Origin(file=here.file, line=here.line),
        lines={locale: part.line for locale, part in parts.items()},
        written={locale: _written(part) for locale, part in parts.items()},
        files={locale: part.file for locale, part in parts.items() if part.file != here.file},
    )


def origin(node: Node, name: str = "id") -> Origin:
    """Where a whole entry stands, by the line of the part that names it, with the places of all its parts."""
    named, below = node.nearest((name,)), tuple(node.below())
    return Origin(
        file=named.file,
        line=named.line,
        lines={path: part.line for path, part in below},
        files={path: part.file for path, part in below if part.file != named.file},
    )


def _written(node: Node) -> tuple[tuple[int, str], ...]:
    """A plain text, or each plural form of one, as it stands in the file."""
    parts = (node, *(part for _, part in node.below()))
    return tuple((part.starts, part.written) for part in parts if part.written)
