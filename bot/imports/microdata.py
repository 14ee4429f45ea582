"""schema.org microdata (itemscope, itemprop) in a page or mail -> JSON values like those of JSON-LD.

A tokenizer of its own: mails are rarely well-formed, and nothing here may take longer than the page is long.
Not here: JSON-LD in pages (documents), what the values mean (schema_org).
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bot.imports.rejection import Reason, Refusal
from bot.imports.schema_org import LONGEST, short

_OPENING = re.compile(r"<(?=[!/A-Za-z])")
_NAME = re.compile(r"/?\s*([A-Za-z][\w:-]*)")
_ATTRIBUTE = re.compile(r"([^\s\"'<>/=]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")
LARGEST = 4 * 1024 * 1024
"""Characters of a page whose microdata is read."""
_TAG_LONGEST = 4_096
_QUOTED = 20
_DEEPEST, _ITEMS, _OPEN = 20, 20_000, 2_000
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())  # noqa: SIM905
_RAW = frozenset({"script", "style"})
_LINKS = {"a": "href", "area": "href", "link": "href", "img": "src", "iframe": "src", "object": "data"}


@dataclass(slots=True)
class _Element:
    """An open element. item: the item that it opened. prop: the properties that its text fills, on `owner`."""

    tag: str
    item: dict[str, Any] | None = None
    owner: dict[str, Any] | None = None
    props: tuple[str, ...] = ()
    words: list[str] = field(default_factory=list)
    length: int = 0


def in_page(page: str) -> Iterator[Any | Refusal]:
    """Every item that stands in no other, in document order; a Refusal where items are nested too deeply."""
    if "itemscope" not in page and "ITEMSCOPE" not in page:
        return
    if len(page) > LARGEST:
        why = f"The page is larger than {LARGEST // (1024 * 1024)} MB. Send the part with the reservation."
        yield Refusal(Reason.TOO_LARGE, why)
        return
    try:
        yield from _Walk(page).items()
    except Refusal as refusal:
        yield refusal


class _Walk:
    def __init__(self, page: str) -> None:
        self.page = page
        self.open: list[_Element] = []
        self.scopes: list[dict[str, Any]] = []
        self.filling: list[_Element] = []
        self.counts: Counter[str] = Counter()
        self.made = 0
        self.done: list[dict[str, Any]] = []

    def items(self) -> Iterator[dict[str, Any]]:
        page, position = self.page, 0
        commented = True
        while opening := _OPENING.search(page, position):
            start = opening.start()
            self._text(page, position, start)
            if page.startswith("<!--", start):
                end = page.find("-->", start + 4) if commented else -1
                commented = end >= 0
                position = end + 3 if commented else start + 4
                continue
            end = page.find(">", start, start + _TAG_LONGEST)
            for _ in range(_QUOTED):
                # A ">" inside an attribute does not end the tag.
                if end < 0 or page.count('"', start, end) % 2 == 0:
                    break
                end = page.find(">", end + 1, start + _TAG_LONGEST)
            if end < 0:
                position = start + 1
                continue
            position = self._tag(page[start + 1 : end], end + 1)
        while self.open:
            self._close()
        yield from self.done

    def _text(self, page: str, start: int, end: int) -> None:
        if self.filling and self.filling[-1].length < LONGEST * 4:
            self.filling[-1].words.append(page[start : min(end, start + LONGEST * 4)])
            self.filling[-1].length += end - start

    def _tag(self, inside: str, after: int) -> int:
        """Take one tag in; gives where to go on."""
        found = _NAME.match(inside)
        if found is None:
            return after
        tag = found[1].lower()
        if inside.startswith("/"):
            self._end(tag)
            return after
        attributes = {}
        if "item" in inside.lower():
            attributes = {
                one[1].lower(): html.unescape(
                    next((part for part in one.groups()[1:] if part is not None), "")
                )
                for one in _ATTRIBUTE.finditer(inside, found.end())
            }
        self._start(tag, attributes)
        if tag in _VOID or inside.endswith("/"):
            self._close()
        elif tag in _RAW:
            closing = re.compile(rf"</{tag}", re.IGNORECASE).search(self.page, after)
            self._close()
            return closing.start() if closing else len(self.page)
        return after

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        element = _Element(tag=tag)
        props = tuple(short(prop) for prop in attributes.get("itemprop", "").split()[:10])
        if props and self.scopes:
            element.props, element.owner = props, self.scopes[-1]
        if "itemscope" in attributes:
            self._scope(element, attributes.get("itemtype", ""))
        elif element.owner is not None:
            value = attributes.get("content", attributes.get("datetime"))
            if value is None and tag in _LINKS:
                value = attributes.get(_LINKS[tag])
            if value is not None:
                _fill(element.owner, props, value)
                element.props = ()
            else:
                self.filling.append(element)
        self.open.append(element)
        self.counts[tag] += 1
        if len(self.open) > _OPEN:
            # Pages that never close what they open: those that hold nothing are forgotten.
            self.open = [one for one in self.open if one.item is not None or one.props or one is element]
            self.counts = Counter(one.tag for one in self.open)
            if len(self.open) > _OPEN // 2:
                raise _too_deep()

    def _scope(self, element: _Element, types: str) -> None:
        self.made += 1
        if self.made > _ITEMS or len(self.scopes) >= _DEEPEST:
            raise _too_deep()
        item: dict[str, Any] = {"@type": [short(one) for one in types.split()[:5]]}
        if element.owner is not None:
            _fill(element.owner, element.props, item)
        else:
            self.done.append(item)
        element.item = item
        self.scopes.append(item)

    def _end(self, tag: str) -> None:
        """Close down to the last open element of this name; a closing tag without one is nothing."""
        if self.counts[tag]:
            while self._close() != tag:
                continue

    def _close(self) -> str:
        element = self.open.pop()
        self.counts[element.tag] -= 1
        if element.item is not None:
            self.scopes.pop()
        elif element.props and element.owner is not None:
            self.filling.pop()
            text = html.unescape("".join(element.words))
            if text.strip():
                _fill(element.owner, element.props, " ".join(text.split()))
        return element.tag


def _fill(item: dict[str, Any], props: tuple[str, ...], value: Any) -> None:
    for prop in props:
        if prop.startswith("@"):
            continue
        held = item.get(prop)
        if held is None:
            item[prop] = value
        elif isinstance(held, list):
            held.append(value)
        else:
            item[prop] = [held, value]


def _too_deep() -> Refusal:
    why = "The page's microdata is nested too deeply or without end. Send the part with the reservation."
    return Refusal(Reason.TOO_DEEP, why)
