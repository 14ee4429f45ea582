"""The demo page's own words, read as the page reads them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from bot.simulator import page

STATIC = Path(page.__file__).parent / "static"


def read(name: str) -> Any:
    """words, touchpoints or sentences."""
    return json.loads((STATIC / f"{name}.json").read_text("utf-8"))


WORDS: dict[str, Any] = read("words")
TOUCHPOINTS: dict[str, dict[str, list[str]]] = read("touchpoints")
SENTENCES: dict[str, Any] = read("sentences")


def said(english: str) -> bool:
    """Is there a sentence that says this in the other languages?"""
    bare = english.removeprefix("inferred: ").removesuffix(", and that is not known here")
    return any(re.fullmatch(pattern, bare) for pattern, *_ in SENTENCES["sentences"])
