"""What an editor is told when a document has another shape than it should.

Not here: the shapes (schema), how single values are written (scalars).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from difflib import get_close_matches
from typing import Any

from flows.library.document import Fault, Node
from flows.library.text import LOCALES
from flows.library.tongues import called, is_language

UNWRITTEN = "[forms]"
"""What stands in a path of pydantic's and in no file."""

Known = Callable[[tuple[int | str, ...]], list[str]]
EXAMPLES = {
    "iata": "LIS (three capitals)",
    "per": "person or party",
    "verified_on": "2026-11-30",
    "currency": "EUR (three capitals)",
    "plugs": "C (a letter from A to O)",
    "drives": "left or right",
    "release": "agent",
}


def refusals(
    errors: Iterable[Any], node: Node, known_at: Known, locales: Sequence[str] = LOCALES
) -> Iterator[Fault]:
    """The fault of each. errors: pydantic's details (loc, type, input, ctx, msg); known_at: the names that the shape at a
    path may have; locales: those that the content speaks."""
    for error in errors:
        here = node.nearest(error["loc"])
        yield Fault(file=here.file, line=here.line, why=_why(error, node, known_at, locales))


def _why(error: Any, node: Node, known_at: Known, locales: Sequence[str]) -> str:
    path = tuple(name for name in error["loc"] if name not in ("[key]", UNWRITTEN))
    names = [name for name in path if isinstance(name, str)]
    field = f"“{shortened('.'.join(names))}”" if names else "this"
    value, context = error["input"], error.get("ctx", {})
    wrote = f" (here: {shortened(value)})" if isinstance(value, str) else ""
    match error["type"]:
        case "missing":
            return f"{field} is missing: add it"
        case "extra_forbidden":
            known = known_at(path[:-1])
            return f"nothing is called {field} here{did_you_mean(names[-1], known)}"
        case "no_locale":
            return _no_locale(field, names[-1], node.nearest(path[:-1]), locales)
        case "value_error":
            return f"{field}{wrote}: {context['error']}"
        case "enum" | "literal_error":
            known = [word.strip(" '") for word in context["expected"].replace(" or ", ",").split(",")]
            hint = did_you_mean(value, known) if isinstance(value, str) else ""
            return f"{field}{wrote} must be one of {', '.join(known)}{hint}"
        case "string_type":
            return f"{field} must be text"
        case "dict_type" | "model_type" | "model_attributes_type":
            return f"{field} must be a mapping (name: value){wrote}"
        case "list_type":
            return f"{field} must be a list{wrote}"
        case "too_short" if context["min_length"] > 1:
            return f"{field} has {context['actual_length']} entries and needs {context['min_length']}"
        case "too_long":
            return f"{field} has {context['actual_length']} entries and takes {context['max_length']}"
        case "string_too_short" | "too_short":
            return f"{field} is empty: write something or leave it out"
        case "string_pattern_mismatch":
            return f"{field}{wrote} must look like {EXAMPLES.get(names[-1], context['pattern'])}"
        case _:
            return f"{field}{wrote}: {error['msg'][:1].lower()}{error['msg'][1:]}"


def did_you_mean(wrong: str, known: list[str]) -> str:
    """ "; did you mean X?", or nothing when nothing is near."""
    near = nearest(wrong, known)
    return f"; did you mean {near}?" if near else ""


def nearest(wrong: str, known: list[str], alike: float = 0.6) -> str:
    """The known name that was probably meant; empty when none is near. alike: 0 to 1."""
    return next(iter(get_close_matches(wrong, known, n=1, cutoff=alike)), "")


def _no_locale(field: str, name: str, text: Node, locales: Sequence[str]) -> str:
    """What is said of a name that stands where only locales do."""
    if text.part("count") is None and nearest(name, ["count"]):
        return f"nothing is called {field} here; did you mean count?"
    lacking = [locale for locale in LOCALES if text.part(locale) is None]
    missing = f"; missing here: {', '.join(lacking)}" if lacking else ""
    wanted = ", ".join((*(locale for locale in locales if locale not in LOCALES), name))
    add = f"; to add {called(name)}, write locales: [{wanted}] in overlay.yaml" if is_language(name) else ""
    return f"{field} is no locale (write {', '.join(locales)}){missing}{add}"


def shortened(text: str, most: int = 60) -> str:
    """A value as an editor is shown it: on one line, cut when long."""
    line = " ".join(text[: most * 4].split())
    return line if len(line) <= most else line[: most - 1] + "…"
