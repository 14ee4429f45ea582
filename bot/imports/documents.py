"""Bytes of a .json, .html or .eml file -> the JSON values inside.

Not here: what the values mean (schema_org, reservations), tables (table), and files on disk (paper).
"""

from __future__ import annotations

import email
import email.policy
import html
import json
import re
from collections.abc import Iterator
from email.message import Message
from typing import Any

from bot.imports.rejection import Reason, Refusal

_SCRIPT = re.compile(r"<!--|<script\b", re.IGNORECASE)
_SCRIPT_END = re.compile(r"</script", re.IGNORECASE)
_LD_JSON = re.compile(r"\btype\s*=\s*[\"']?\s*application/(?:ld\+)?json", re.IGNORECASE)
_WRAPPING = ("<!--", "-->", "//", "/*", "*/", "<![CDATA[", "]]>", ";")
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_NESTED = 5
_JSON_NAMES = (".json", ".jsonld")
_PAGE_NAMES = (".html", ".htm", ".xhtml")


def decoded(data: bytes, charset: str | None = None) -> tuple[str, str]:
    """The text in `data`, and a note or "". Tried: the stated charset, UTF-8, Windows-1252. Raises Refusal."""
    if b"\0" in data:
        why = "The file holds NUL bytes: it is not text in UTF-8. Export it again as UTF-8."
        raise Refusal(Reason.UNREADABLE, why)
    if charset and charset.replace("_", "-").casefold() not in {"utf-8", "utf8", "us-ascii", "ascii"}:
        try:
            return data.decode(charset), ""
        except (LookupError, UnicodeError):
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


def in_mail(data: bytes, notes: list[str], *, depth: int = 0) -> Iterator[Any | Refusal]:
    """The JSON in a mail: its pages, its JSON parts and attachments, and those of mails inside it."""
    try:
        message = email.message_from_bytes(data, policy=email.policy.compat32)
        parts = [part for part in message.walk() if not part.is_multipart()]
    except RecursionError as error:
        why = "The mail is nested too deeply. Send the innermost mail on its own."
        raise Refusal(Reason.TOO_DEEP, why) from error
    for part in parts:
        try:
            yield from _in_part(part, notes, depth)
        except Refusal as refusal:
            yield refusal


def _in_part(part: Message, notes: list[str], depth: int) -> Iterator[Any | Refusal]:
    name = (part.get_filename() or "").casefold()
    kind = part.get_content_type()
    page = kind in {"text/html", "application/xhtml+xml"} or name.endswith(_PAGE_NAMES)
    value = kind in {"application/ld+json", "application/json"} or name.endswith(_JSON_NAMES)
    mail = name.endswith(".eml")
    if not (page or value or mail):
        return
    body = part.get_payload(decode=True)
    if not isinstance(body, bytes) or not body.strip():
        return
    if mail:
        if depth < _NESTED:
            yield from in_mail(body, notes, depth=depth + 1)
        return
    text, note = decoded(body, part.get_content_charset())
    if note:
        notes.append(note)
    if value:
        yield json_value(text, lenient=True)
    else:
        yield from in_page(text)
