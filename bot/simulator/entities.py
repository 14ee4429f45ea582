"""Text as Telegram reads it: HTML parse mode, entities counted in UTF-16 units, commands and links found in plain words.

Not here: the length and emptiness of a message (messages), keyboards (keyboards), Markdown, which the product never sends.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from bot.simulator.errors import ApiRefusal, bad_request

TYPES = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler", "span": "spoiler",
    "code": "code", "pre": "pre", "a": "text_link", "blockquote": "blockquote", "tg-emoji": "custom_emoji",
}  # fmt: skip
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
SPACE = " \t\r\n\v\f"
REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,7})|([a-zA-Z]+));?")
FOUND = (
    (
        "url",
        re.compile(
            r"(?<![\w@.])(?:https?://[^\s<>\"]*[^\s<>\".,;:!?)]|(?:www\.)[\w-]+\.[a-z]{2,}[^\s<>\"]*[\w/])",
            re.I,
        ),
    ),
    ("email", re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\b", re.I)),
    ("bot_command", re.compile(r"(?<![\w/<>&])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/])")),
    ("mention", re.compile(r"(?<![\w@])@[A-Za-z][A-Za-z0-9_]{3,31}\b")),
)
Entity = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Formatted:
    """A text without markup and its entities, offsets and lengths in UTF-16 units."""

    text: str
    entities: tuple[Entity, ...] = ()


@dataclass(slots=True, kw_only=True)
class _Open:
    tag: str
    start: int
    attributes: dict[str, str]


def utf16(text: str) -> int:
    """The length Telegram counts: UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


def plain(text: str) -> Formatted:
    """A text without a parse mode: trimmed, with the entities that Telegram finds by itself."""
    return _finish(text, [])


def html(source: str) -> Formatted:
    """HTML parse mode. Raises ApiRefusal (400) in Telegram's words for what Telegram refuses."""
    return _Html(source).read()


def given(text: str, entities: list[Entity]) -> Formatted:
    """A text with the entities that the request names itself."""
    for entity in entities:
        if not isinstance(entity, dict) or not isinstance(entity.get("offset"), int):
            raise bad_request("can't parse MessageEntity: Can't find field \"offset\"")
        if entity.get("type") not in {*TYPES.values(), "text_mention", "expandable_blockquote"}:
            continue
        if entity["offset"] < 0 or entity["offset"] + int(entity.get("length", 0)) > utf16(text):
            raise bad_request("ENTITY_BOUNDS_INVALID")
    return _finish(text, [dict(entity) for entity in entities])


class _Html:
    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.out: list[str] = []
        self.length = 0
        self.open: list[_Open] = []
        self.entities: list[Entity] = []

    def read(self) -> Formatted:
        while self.at < len(self.source):
            if self.source[self.at] == "<":
                if self.source.startswith("</", self.at):
                    self._end()
                else:
                    self._start()
                continue
            self._put(self._character())
        if self.open:
            raise self._fault(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')
        return _finish("".join(self.out), self.entities)

    def _fault(self, what: str) -> ApiRefusal:
        return bad_request(f"can't parse entities: {what}")

    def _offset(self, position: int) -> int:
        return len(self.source[:position].encode())

    def _put(self, text: str) -> None:
        self.out.append(text)
        self.length += utf16(text)

    def _character(self) -> str:
        """The next character, a reference resolved; an ampersand that begins none stands for itself."""
        if self.source[self.at] == "&":
            found = REFERENCE.match(self.source, self.at)
            if found:
                hexadecimal, decimal, name = found.groups()
                code = int(hexadecimal, 16) if hexadecimal else int(decimal) if decimal else 0
                letter = NAMED.get(name, "") if name else chr(code) if 0 < code < 0x110000 else ""
                if letter:
                    self.at = found.end()
                    return letter
        self.at += 1
        return self.source[self.at - 1]

    def _peek(self) -> str:
        return self.source[self.at : self.at + 1]

    def _until(self, stops: str) -> str:
        start = self.at
        while self._peek() and self._peek() not in stops:
            self.at += 1
        return self.source[start : self.at]

    def _skip(self) -> None:
        while self._peek() and self._peek() in SPACE:
            self.at += 1

    def _start(self) -> None:
        begin = self.at
        self.at += 1
        tag = self._until(SPACE + ">").lower()
        if not self._peek():
            raise self._fault(f"Unclosed start tag at byte offset {self._offset(begin)}")
        if tag not in TYPES:
            raise self._fault(f'Unsupported start tag "{tag}" at byte offset {self._offset(begin)}')
        attributes: dict[str, str] = {}
        while True:
            self._skip()
            if not self._peek():
                raise self._fault(f'Unclosed start tag "{tag}" at byte offset {self._offset(begin)}')
            if self._peek() == ">":
                self.at += 1
                break
            name = self._until(SPACE + "=>").lower()
            if not name:
                raise self._fault(
                    f'Empty attribute name in the tag "{tag}" at byte offset {self._offset(begin)}'
                )
            self._skip()
            attributes[name] = self._value(tag, begin) if self._peek() == "=" else ""
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise self._fault(f'Tag "span" must have class "tg-spoiler" at byte offset {self._offset(begin)}')
        self.open.append(_Open(tag=tag, start=self.length, attributes=attributes))

    def _value(self, tag: str, begin: int) -> str:
        self.at += 1
        self._skip()
        quote = self._peek()
        if quote not in ("'", '"'):
            return self._until(SPACE + ">")
        self.at += 1
        value = []
        while self._peek() != quote:
            if not self._peek():
                raise self._fault(f'Unclosed start tag "{tag}" at byte offset {self._offset(begin)}')
            value.append(self._character())
        self.at += 1
        return "".join(value)

    def _end(self) -> None:
        begin = self.at
        self.at += 2
        if not self.open:
            raise self._fault(f"Unexpected end tag at byte offset {self._offset(begin)}")
        tag = self._until(SPACE + ">").lower()
        self._skip()
        if self._peek() != ">":
            raise self._fault(f"Unclosed end tag at byte offset {self._offset(begin)}")
        self.at += 1
        opened = self.open.pop()
        if tag and tag != opened.tag:
            where = self._offset(begin)
            raise self._fault(
                f'Unmatched end tag at byte offset {where}, expected "</{opened.tag}>", found "</{tag}>"'
            )
        if self.length > opened.start:
            self._close(opened)

    def _close(self, opened: _Open) -> None:
        entity: Entity = {
            "type": TYPES[opened.tag],
            "offset": opened.start,
            "length": self.length - opened.start,
        }
        if opened.tag == "a":
            inner = "".join(self.out).encode("utf-16-le")[opened.start * 2 :].decode("utf-16-le")
            link = checked_link(opened.attributes.get("href") or inner)
            if link is None:
                return
            entity["url"] = link
        if opened.tag == "blockquote" and "expandable" in opened.attributes:
            entity["type"] = "expandable_blockquote"
        if opened.tag == "tg-emoji":
            entity["custom_emoji_id"] = opened.attributes.get("emoji-id", "")
        if opened.tag == "code" and self.open and self.open[-1].tag == "pre":
            language = opened.attributes.get("class", "")
            if language.startswith("language-"):
                self.open[-1].attributes["language"] = language.removeprefix("language-")
            return
        if opened.tag == "pre" and "language" in opened.attributes:
            entity["language"] = opened.attributes["language"]
        self.entities.append(entity)


def checked_link(link: str) -> str | None:
    """The link as Telegram keeps it, or None when it is none: http, https, tg, tel and mailto; a host has a dot."""
    link = link.strip()
    if not link or any(character in link for character in SPACE):
        return None
    scheme, colon, _ = link.partition(":")
    if colon and scheme.lower() in ("tg", "tel", "mailto", "ton"):
        return link
    if not re.match(r"[a-z][a-z0-9+.-]*://", link, re.I):
        if re.match(r"[a-z][a-z0-9+-]*:(?!\d)", link, re.I):
            return None
        link = f"http://{link}"
    try:
        parts = urlsplit(link)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https"):
        return None
    if ":" not in host and not re.fullmatch(r"[\w-]+(\.[\w-]+)+\.?", host):
        return None
    return link if parts.path or parts.query or parts.fragment else f"{link}/"


def mentioned(entity: Entity) -> int | None:
    """The person that a tg://user?id=… link names."""
    url = str(entity.get("url", ""))
    if not url.startswith("tg://user"):
        return None
    number = parse_qs(urlsplit(url).query).get("id", [""])[0]
    return int(number) if number.isdigit() else None


def _finish(text: str, entities: list[Entity]) -> Formatted:
    """Trim as Telegram does, cut the entities to what is left and add those that it finds by itself."""
    text = text.replace("\r", "")
    lead = len(text) - len(text.lstrip())
    gone = utf16(text[:lead])
    text = text.strip()
    size = utf16(text)
    kept = []
    for entity in entities:
        start = max(entity["offset"] - gone, 0)
        stop = min(entity["offset"] - gone + entity["length"], size)
        if stop > start:
            kept.append({**entity, "offset": start, "length": stop - start})
    taken = [
        (entity["offset"], entity["offset"] + entity["length"]) for entity in kept if _closed(entity["type"])
    ]
    for kind, pattern in FOUND:
        for match in pattern.finditer(text):
            start = utf16(text[: match.start()])
            stop = start + utf16(match.group())
            if all(stop <= left or start >= right for left, right in taken):
                kept.append({"type": kind, "offset": start, "length": stop - start})
                taken.append((start, stop))
    return Formatted(
        text=text, entities=tuple(sorted(kept, key=lambda entity: (entity["offset"], -entity["length"])))
    )


def _closed(kind: str) -> bool:
    return kind in ("code", "pre", "text_link", "text_mention", "custom_emoji")
