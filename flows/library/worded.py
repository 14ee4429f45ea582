"""A checked wording as a Text that knows its lines, so that a fault in it can be shown where it stands.

Not here: its shape (schema), the documents that hold it (reading, lands).
"""

from __future__ import annotations

from typing import Any

from flows.library.document import Node
from flows.library.text import LOCALES, Origin, Text


def text(wording: Any, node: Node, file: str, *path: str | int) -> Text:
    """A checked wording as a Text. wording: a schema Wording; path: where it stands in `node`."""
    here = node.nearest(path)
    forms = {locale: dict(found) for locale in LOCALES if (found := getattr(wording, locale)) is not None}
    return Text(
        forms=forms,
        count=wording.count,
        origin=Origin(file=file, line=here.line),
        lines={locale: here.nearest((locale,)).line for locale in forms},
        written={locale: _written(here.nearest((locale,))) for locale in forms},
    )


def _written(node: Node) -> tuple[tuple[int, str], ...]:
    """A plain text, or each plural form of one, as it stands in the file."""
    parts = (node, *(part for _, part in node.below()))
    return tuple((part.starts, part.written) for part in parts if part.written)
