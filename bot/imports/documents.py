"""Bytes of a .json or .html file -> the JSON values inside.

Not here: microdata in pages (microdata), mails (mails), what the values mean (schema_org, reservations), files (paper).
"""

from __future__ import annotations

import codecs
import html
import json
import re
from collections.abc import Iterator
from typing import Any

from bot.imports.rejection import Reason, Refusal

_SCRIPT = re.compile(r"<!--|<script\b", re.IGNORECASE)
_SCRIPT_END = re.compile(r"</script", re.IGNORECASE)
_LD_JSON = re.compile(r"\btype\s*=\s*[\"']?\s*application/(?:ld\+)?json", re.IGNORECASE)
_NOT_TRIED = frozenset(
    # As UTF-8 anyhow; and what is no text of a mail and takes long to find that out.
    {
        "utf-8",
        "utf8",
        "us-ascii",
        "ascii",
        "punycode",
        "idna",
        "utf-7",
        "unicode-escape",
        "raw-unicode-escape",
    }
)
_WRAPPING = ("<!--", "-->", "//", "/*", "*/", "<![CDATA[", "]]>", ";")
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_PARTS = 3_000_000
"""Brackets and commas of one JSON text: what they make in memory is many times the text."""


def decoded(data: bytes, charset: str | None = None) -> tuple[str, str]:
    """The text in `data`, and a note or "". Tried: UTF-16 where its mark stands, the stated charset, UTF-8,
    Windows-1252. Raises Refusal."""
    if data[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        charset = "utf-16"
    elif b"\0" in data:
        why = "The file holds NUL bytes: it is not text in UTF-8. Export it again as UTF-8."
        raise Refusal(Reason.UNREADABLE, why)
    plain = (charset or "utf-8").replace("_", "-").casefold()
    if charset and plain not in _NOT_TRIED:
        try:
            return data.decode(charset), ""
        except (LookupError, UnicodeError, ValueError):
            pass
    try:
        return data.decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp1252"), "not UTF-8: read as Windows-1252; check the accents."
    except UnicodeDecodeError as error:
        why = "The file is not text, neither UTF-8 nor Windows-1252. Export it again as UTF-8."
        raise Refusal(Reason.UNREADABLE, why) from error


def json_value(text: str, *, lenient: bool = False) -> Any:
    """The JSON value in `text`; lenient forgives what web pages do to it. Raises Refusal."""
    if len(text) > _PARTS and sum(map(text.count, ",[{")) > _PARTS:
        why = f"The JSON has more than {_PARTS:,} values. Split it."
        raise Refusal(Reason.TOO_LARGE, why)
    attempts = [text]
    if lenient:
        bare = _unwrapped(text)
        plain = html.unescape(bare)
        attempts = [bare, plain, _TRAILING_COMMA.sub(r"\1", plain)]
    fault = ""
    for attempt in attempts:
        try:
            return json.loads(attempt, strict=not lenient)
        except json.JSONDecodeError as error:
            fault = fault or f"line {error.lineno}, column {error.colno}: {error.msg}"
        except ValueError as error:
            fault = fault or str(error)
        except RecursionError as error:
            why = "The JSON is nested too deeply to be a reservation. Send the reservations on their own."
            raise Refusal(Reason.TOO_DEEP, why) from error
    why = f"The JSON cannot be read ({fault}). Export the file again, or repair it there."
    raise Refusal(Reason.UNREADABLE, why)


def _unwrapped(text: str) -> str:
    """`text` without the comment and CDATA marks that pages put around JSON."""
    bare, before = text.strip(), ""
    while bare != before:
        before = bare
        for mark in _WRAPPING:
            bare = bare.removeprefix(mark).removesuffix(mark).strip()
    return bare


def in_page(page: str) -> Iterator[Any | Refusal]:
    """The JSON of every <script type="application/ld+json"> in a page; a Refusal stands for one that is broken."""
    position, closed, end = 0, True, 0
    while found := _SCRIPT.search(page, position):
        if found[0] == "<!--":
            if closed:
                end = page.find("-->", found.end())
                closed = end >= 0
            position = end + 3 if closed else found.end()
            continue
        opened = page.find(">", found.end())
        if opened < 0:
            return
        closing = _SCRIPT_END.search(page, opened)
        stop = closing.start() if closing else len(page)
        if _LD_JSON.search(page[found.end() : opened]):
            try:
                yield json_value(page[opened + 1 : stop], lenient=True)
            except Refusal as refusal:
                yield refusal
        position = stop + 1
