"""A column mapping in a file: its text. Not here: what the text means (mapping), saved mappings (bot.storage)."""

from __future__ import annotations

from pathlib import Path

from bot.imports.mapping import LARGEST
from bot.imports.rejection import Reason, Refusal


def mapping_text(file: Path) -> str:
    """The YAML in a file. Raises Refusal for what is none."""
    try:
        with file.open("rb") as stream:
            data = stream.read(LARGEST * 4 + 1)
    except OSError as error:
        why = f"{file} cannot be read: {error.strerror or error}. Check its name and permissions."
        raise Refusal(Reason.UNREADABLE, why) from error
    if len(data) > LARGEST * 4:
        raise Refusal(Reason.TOO_LARGE, f"{file} is too large for a column mapping. Is it the table itself?")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        why = f"{file} is not UTF-8: is it the column mapping? Save it as UTF-8."
        raise Refusal(Reason.UNREADABLE, why) from error
