"""In which encoding a text file is, found out from all its bytes, piece by piece.

Not here: short texts whose encoding somebody names (documents).
"""

from __future__ import annotations

import codecs
from typing import BinaryIO

from bot.imports.rejection import Reason, Refusal

_CHUNK = 1 << 20


def encoding_of(stream: BinaryIO) -> str:
    """utf-16 where its mark stands at the beginning, else utf-8-sig where every byte fits, else cp1252.

    Raises Refusal for what is not text.
    """
    start = stream.read(4)
    stream.seek(0)
    if start[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) and start != codecs.BOM_UTF32_LE:
        _readable(stream, "utf-16")
        return "utf-16"
    decoder = codecs.getincrementaldecoder("utf-8")()
    valid = True
    while chunk := stream.read(_CHUNK):
        if b"\0" in chunk:
            why = "The file holds NUL bytes: it is not text in UTF-8. Export it again as UTF-8."
            raise Refusal(Reason.UNREADABLE, why)
        try:
            if valid:
                decoder.decode(chunk)
        except UnicodeDecodeError:
            valid = False
    return "utf-8-sig" if valid else "cp1252"


def _readable(stream: BinaryIO, encoding: str) -> None:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while chunk := stream.read(_CHUNK):
            if "\0" in decoder.decode(chunk):
                why = "The file holds NUL characters: it is not text. Export it again as UTF-8."
                raise Refusal(Reason.UNREADABLE, why)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        why = "The file begins like UTF-16 and is not. Export it again as UTF-8."
        raise Refusal(Reason.UNREADABLE, why) from error
