"""The small HTML subset of a message: escaping values, telling what is wrong with markup, cutting to a channel's limit.

Not here: how long a text is once read (length).
"""

from __future__ import annotations

import re
from functools import lru_cache

from flows.talk.length import visible_length

MOST_UNITS = 4096
ELLIPSIS = "…"
TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z-]*)([^<>]*)>")
HREF = re.compile(r"""\s+href="([^"<>]*)"\s*""")
ADDRESS = re.compile(r"(?:https?|tg)://[^\s]+|mailto:[^\s@]+@[^\s@]+|tel:\+?[0-9-]+")
ENTITY = re.compile(r"&(?!(lt|gt|amp|quot|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});)")
KNOWN = ("b", "i", "u", "s", "code", "a")


class Html(str):
    """Text that is markup already, and is not escaped again."""

    __slots__ = ()


def escape(value: str) -> str:
    """A value as markup shows it; Html stays as it is. Control characters and lone surrogates are dropped."""
    if isinstance(value, Html):
        return value
    clean = UNSENDABLE.sub("", value)
    return clean.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


UNSENDABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


@lru_cache(maxsize=4096)
def markup_fault(html: str) -> str:
    """What Telegram would refuse in `html`, in an editor's words; empty when nothing."""
    open_tags: list[str] = []
    for found in TAG.finditer(html):
        closing, name, rest = found.groups()
        if name not in KNOWN:
            return f"<{name}> is not known to Telegram here: use {', '.join(f'<{tag}>' for tag in KNOWN)}"
        if closing:
            if not open_tags or open_tags[-1] != name:
                inside = f" inside <{open_tags[-1]}>" if open_tags else ""
                return f"</{name}> closes what is not open{inside}"
            open_tags.pop()
            continue
        if name == "a":
            address = HREF.fullmatch(rest)
            if not address or not ADDRESS.fullmatch(address[1]):
                return f'<a{rest}> needs an address: <a href="https://…">'
        elif rest.strip():
            return f"<{name}> takes nothing but its name"
        open_tags.append(name)
    if open_tags:
        return f"<{open_tags[-1]}> is never closed: add </{open_tags[-1]}>"
    bare = TAG.sub("", html)
    if "<" in bare or ">" in bare:
        return "a < or > stands alone: write &lt; or &gt;"
    if ENTITY.search(bare):
        return "an & stands alone: write &amp;"
    return ""


NOTE = "\n\n<i>"
"""How a note begins that stands below a message."""


def noted(html: str, note: str, most: int = MOST_UNITS) -> str:
    """`html` with a quiet line below it (none where `note` is empty), cut so that both have room in `most` units."""
    below = f"{NOTE}{note}</i>" if note else ""
    return fitted(html, most - visible_length(below))[0] + below


def fitted(html: str, most: int = MOST_UNITS) -> tuple[str, bool]:
    """`html` cut to at most `most` visible UTF-16 units, and whether it was cut.

    Whole lines go, from the end, and a line with an ellipsis says so; tags that stay open are closed. A single line that
    is too long is cut between words or characters.
    """
    if len(html) * 2 <= most or visible_length(html) <= most:
        return html, False
    lines = html.split("\n")
    room = most - len(ELLIPSIS) - 1
    kept: list[str] = []
    used = 0
    for line in lines:
        size = visible_length(line) + 1
        if used + size > room:
            break
        kept.append(line)
        used += size
    if not any(visible_length(line) for line in kept):
        return _closed(_cut_line(html.lstrip("\n"), room)) + ELLIPSIS, True
    return _closed("\n".join(kept).rstrip()) + "\n" + ELLIPSIS, True


def _cut_line(html: str, room: int) -> str:
    """As much of `html` as shows `room` units: never inside a tag, an entity or a pair of surrogates."""
    kept: list[str] = []
    used = 0
    for piece in PIECE.findall(html):
        size = visible_length(piece)
        if used + size > room:
            break
        kept.append(piece)
        used += size
    return "".join(kept)


PIECE = re.compile(r"</?[A-Za-z][^<>]*>|&(?:[a-z]+|#[0-9xXA-Fa-f]+);|.", re.DOTALL)


def _closed(html: str) -> str:
    """`html` with an end for every tag that is still open."""
    open_tags: list[str] = []
    for found in TAG.finditer(html):
        if not found[1]:
            open_tags.append(found[2])
        elif open_tags:
            open_tags.pop()
    return html + "".join(f"</{name}>" for name in reversed(open_tags))
