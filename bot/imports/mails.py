"""A mail (.eml) -> the papers in it: its pages, its attachments, and mails inside it, each read by its own reader.

Not here: those readers (readers).
"""

from __future__ import annotations

import email
import email.policy
import email.utils
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from email.message import Message

from bot.imports.found import Finds, Hints
from bot.imports.kinds import PaperKind, attached_kind, unread
from bot.imports.rejection import Reason, Refusal
from bot.imports.schema_org import clean

LARGEST = 25 * 1024 * 1024
"""Bytes of a mail: taken apart it is ten times as large for a moment."""
HEADERS = 1024 * 1024
"""Bytes before the first empty line."""
PARTS = 500
_NESTED = 5
_BOUNDARIES, _LINES = 20_000, 1_500_000

Reader = Callable[[PaperKind, str, bytes, Hints, list[str], str | None], Finds]
"""(kind, name, bytes, hints, notes, charset): the reader of an attachment"""


def in_mail(data: bytes, hints: Hints, notes: list[str], read: Reader) -> Finds:
    """What the parts of a mail hold. notes: hears of parts that are not read. Raises Refusal for what is too large or too
    deep to be a mail."""
    _bounded(data)
    try:
        message = email.message_from_bytes(data, policy=email.policy.compat32)
        parts = list(_parts(message))
    except RecursionError as error:
        why = "The mail is nested too deeply. Send the innermost mail on its own."
        raise Refusal(Reason.TOO_DEEP, why) from error
    hints = replace(hints, dated=_dated(message) or hints.dated, depth=hints.depth + 1)
    for part in parts:
        try:
            yield from _in_part(part, hints, notes, read)
        except Refusal as refusal:
            yield refusal


def _bounded(data: bytes) -> None:
    if len(data) > LARGEST:
        why = f"The mail is larger than {LARGEST // (1024 * 1024)} MB. Send its attachments on their own."
        raise Refusal(Reason.TOO_LARGE, why)
    ends = min((end for mark in (b"\n\n", b"\r\n\r\n") if (end := data.find(mark)) >= 0), default=len(data))
    if ends > HEADERS:
        why = f"The mail's headers are larger than {HEADERS // (1024 * 1024)} MB: it is broken or a trap. Send it anew."
        raise Refusal(Reason.TOO_LARGE, why)
    # Every line and part costs objects of its own: empty ones weigh more than the mail.
    if data.count(b"\n--") > _BOUNDARIES or data.count(b"\n") > _LINES:
        why = "The mail has thousands of parts or millions of lines: it is broken or a trap. Send the attachments on their own."
        raise Refusal(Reason.TOO_LARGE, why)


def _parts(message: Message) -> Iterator[Message]:
    """The leaves, those of mails inside this one too."""
    found = 0
    for part in message.walk():
        if part.is_multipart():
            continue
        found += 1
        if found > PARTS:
            why = f"The mail has more than {PARTS} parts. Send the attachments on their own."
            raise Refusal(Reason.TOO_LARGE, why)
        yield part


def _dated(message: Message) -> date | None:
    try:
        sent = email.utils.parsedate_to_datetime(str(message.get("Date", "")))
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    return sent.date()


def _in_part(part: Message, hints: Hints, notes: list[str], read: Reader) -> Finds:
    name = _name(part)
    mime = part.get_content_type()
    if why := unread(name) or (unread("part.pdf") if mime == "application/pdf" else ""):
        notes.append(f"{name or 'an attachment'} was left out. {why}")
        return
    kind = attached_kind(name, mime)
    if kind is None:
        return
    body = part.get_payload(decode=True)
    if not isinstance(body, bytes) or not body.strip():
        return
    if kind is PaperKind.MAIL and hints.depth > _NESTED:
        return
    attached = name if name and kind not in (PaperKind.PAGE, PaperKind.JSON) else ""
    try:
        for found in read(kind, name or kind.value, body, hints, notes, _charset(part)):
            found_part = " / ".join(each for each in (attached, found.part) if each)
            if isinstance(found, Refusal):
                found.part = found_part
                yield found
            else:
                yield replace(found, part=found_part)
    except Refusal as refusal:
        refusal.part = " / ".join(each for each in (attached, refusal.part) if each)
        yield refusal


def _name(part: Message) -> str:
    try:
        return (clean(part.get_filename() or "") or "")[-100:]
    except (ValueError, LookupError, TypeError):
        return ""


def _charset(part: Message) -> str | None:
    try:
        return part.get_content_charset()
    except (ValueError, LookupError, TypeError):
        return None
