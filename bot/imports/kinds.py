"""What kind of paper a file is: told by its name's ending, else by its first bytes.

Not here: reading it (documents, mails, table, workbook).
"""

from __future__ import annotations

import codecs
from enum import StrEnum
from pathlib import PurePath

from bot.imports.archive import MAGIC
from bot.imports.boarding import looks_like_one
from bot.imports.rejection import Reason, Refusal


class PaperKind(StrEnum):
    """A kind of paper that is read."""

    JSON = "json"
    PAGE = "page"
    MAIL = "mail"
    TABLE = "table"
    WORKBOOK = "workbook"
    CALENDAR = "calendar"
    PASS = "pass"
    BOARDING = "boarding"


TOLD = (
    "schema.org reservations (.json, .html with JSON-LD or microdata, .eml with attachments), tables (.csv, .tsv, .xlsx), "
    "calendars (.ics), wallet passes (.pkpass, .pkpasses), boarding passes (.txt, .bcbp)"
)
"""The kinds, for people."""

_SUFFIXES = {
    ".json": PaperKind.JSON,
    ".jsonld": PaperKind.JSON,
    ".html": PaperKind.PAGE,
    ".htm": PaperKind.PAGE,
    ".xhtml": PaperKind.PAGE,
    ".eml": PaperKind.MAIL,
    ".csv": PaperKind.TABLE,
    ".tsv": PaperKind.TABLE,
    ".xlsx": PaperKind.WORKBOOK,
    ".xlsm": PaperKind.WORKBOOK,
    ".ics": PaperKind.CALENDAR,
    ".ical": PaperKind.CALENDAR,
    ".ifb": PaperKind.CALENDAR,
    ".vcs": PaperKind.CALENDAR,
    ".pkpass": PaperKind.PASS,
    ".pkpasses": PaperKind.PASS,
    ".bcbp": PaperKind.BOARDING,
}
_MIMES = {
    "text/html": PaperKind.PAGE,
    "application/xhtml+xml": PaperKind.PAGE,
    "application/json": PaperKind.JSON,
    "application/ld+json": PaperKind.JSON,
    "text/calendar": PaperKind.CALENDAR,
    "application/ics": PaperKind.CALENDAR,
    "application/vnd.apple.pkpass": PaperKind.PASS,
    "application/vnd.apple.pkpasses": PaperKind.PASS,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": PaperKind.WORKBOOK,
    "text/csv": PaperKind.TABLE,
    "text/tab-separated-values": PaperKind.TABLE,
    "message/rfc822": PaperKind.MAIL,
}
_UNREAD = {
    ".pdf": "A PDF is a picture of a booking: it is not read. Send the calendar file, the wallet pass or a table.",
    ".xls": "An old Excel file (.xls) is not read. Save it as Excel workbook (.xlsx) or CSV.",
    ".xlsb": "A binary Excel file is not read. Save it as Excel workbook (.xlsx) or CSV.",
    ".ods": "An OpenDocument sheet is not read. Save it as Excel workbook (.xlsx) or CSV.",
    ".doc": "A Word document is not read. Send the calendar file, the wallet pass or a table.",
    ".docx": "A Word document is not read. Send the calendar file, the wallet pass or a table.",
    ".msg": "An Outlook message (.msg) is not read. Save the mail as .eml.",
    ".zip": "A .zip is not unpacked. Send the files that are in it.",
}


def kind_of(name: str, start: bytes) -> PaperKind:
    """The kind of the file `name` that begins with these bytes. Raises Refusal for a kind that is not read."""
    suffix = PurePath(name).suffix.casefold()
    known = _SUFFIXES.get(suffix)
    if known is not None:
        return known
    why = unread(name) or _unread_bytes(start)
    if why:
        raise Refusal(Reason.NOT_READ, why)
    kind = _sniffed(start)
    if kind is PaperKind.TABLE and suffix == ".txt" and not _looks_like_a_table(start):
        why = (
            "There is no boarding pass in it. Send the barcode's own text, which begins with M1 and the name, "
            "one pass a line; or the wallet pass, the mail or a table."
        )
        raise Refusal(Reason.NOT_READ, why)
    return kind


def attached_kind(name: str, mime: str) -> PaperKind | None:
    """The kind of a mail's part, by its file name, else by its type; None for one that carries no booking."""
    return _SUFFIXES.get(PurePath(name).suffix.casefold()) or (None if unread(name) else _MIMES.get(mime))


def unread(name: str) -> str:
    """Why a file of this name is not read, and what to send; "" for all others."""
    return _UNREAD.get(PurePath(name).suffix.casefold(), "")


def _unread_bytes(start: bytes) -> str:
    if start.startswith(b"%PDF"):
        return _UNREAD[".pdf"]
    return _UNREAD[".xls"] if start.startswith(b"\xd0\xcf\x11\xe0") else ""


def _looks_like_a_table(start: bytes) -> bool:
    """Is there anything between whose sides columns could stand, in the first line that says something?"""
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return True
    first = next((line for line in start.splitlines() if line.strip()), b"")
    return any(mark in first for mark in (b",", b";", b"\t", b"|", b"\x00"))


def _sniffed(start: bytes) -> PaperKind:
    if start.startswith(MAGIC):
        # The first entries tell: a pass has its pass.json, a workbook its content types.
        return PaperKind.PASS if b"pass.json" in start or b".pkpass" in start else PaperKind.WORKBOOK
    head = start.removeprefix(codecs.BOM_UTF8).lstrip()
    if head[:1] in (b"{", b"["):
        return PaperKind.JSON
    if head[:1] == b"<":
        return PaperKind.PAGE
    if head[:15].upper() == b"BEGIN:VCALENDAR":
        return PaperKind.CALENDAR
    first = head.split(b"\n", 1)[0]
    if looks_like_one(first.decode("latin-1")):
        return PaperKind.BOARDING
    name, colon, _ = first.partition(b":")
    if colon and name and name.replace(b"-", b"").isalnum() and b"," not in name:
        return PaperKind.MAIL
    return PaperKind.TABLE
