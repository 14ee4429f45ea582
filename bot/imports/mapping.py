"""A column mapping: which column of somebody's table is what, written as YAML by a person.

    dates: d/m/y            # d/m/y, m/d/y, y/m/d, or proven (by a day after the 12th in each column); without it: proven
    serial: 1900            # numbers such as 46154.4 are days since 1900 (or 1904)
    encoding: cp1252        # else found out; delimiter too
    columns:
      reference: Dossiernummer
      traveller: [Voornaam, Achternaam]     # or {column: Deelnemers, split: ";"}, one row for each of them
      departs: {column: Vertrek, time: Vertrektijd, dates: m/d/y}
      from: "Van#2"         # the second column that is called Van
    values: {kind: {Vlucht: flight}}
    constants: {from_zone: Europe/Amsterdam}
    segments: [{columns: …}, {columns: …}]    # several segments in one row, each laid over the above
    sheets: {Vluchten: {columns: …}, Hotels: {columns: …}}    # laid over the above, and only these are read

Not here: applying it to a table (mapped), drafting one (proposal), keeping it (bot.storage.column_maps).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Any

import yaml

from bot.imports.day_order import Order
from bot.imports.rejection import Reason, Refusal, shown
from bot.imports.table import COLUMNS

TIMES = ("booked", "departs", "arrives")
"""Our columns that hold a day and a time of day."""
PROVEN = "proven"
LARGEST = 64 * 1024
"""Characters of a mapping."""

_DEEPEST = 8
_KEYS = ("dates", "serial", "encoding", "delimiter", "columns", "values", "constants", "segments", "sheets")
_LAID_OVER = ("columns", "values", "constants", "dates", "serial")
_ENCODINGS = ("utf-8", "utf-16", "cp1252")
_DELIMITERS = {
    "comma": ",",
    "semicolon": ";",
    "tab": "\t",
    "pipe": "|",
    ",": ",",
    ";": ";",
    "\t": "\t",
    "|": "|",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where one of our columns comes from. columns: theirs, joined with a space. clock: theirs with the time of day.
    order: of this column's days, when it is another than the table's. split: what stands between several travellers."""

    columns: tuple[str, ...]
    clock: str | None = None
    order: Order | None = None
    split: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How one row becomes one row of ours. order None: each column has to prove its own. epoch: see dates."""

    columns: Mapping[str, Source]
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    order: Order | None = None
    epoch: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnMap:
    """A mapping. name: how it is told to people. layouts: the segments of a row, for each sheet (None: any)."""

    name: str
    layouts: Mapping[str | None, tuple[Layout, ...]]
    encoding: str | None = None
    delimiter: str | None = None


def read_mapping(name: str, text: str) -> ColumnMap:
    """The mapping that a YAML text describes. Raises Refusal that names the key and says what to do."""
    root = _object(_yaml(text), "")
    _only(root, _KEYS, "")
    encoding = _one_of(root.get("encoding"), _ENCODINGS, "encoding")
    delimiter = root.get("delimiter")
    if delimiter is not None and delimiter not in _DELIMITERS:
        raise _wrong(
            "delimiter", f"Write one of {', '.join(key for key in _DELIMITERS if key != chr(9))}.", delimiter
        )
    shared = _layout(root, Layout(columns={}), "")
    layouts: dict[str | None, tuple[Layout, ...]] = {}
    if "sheets" in root:
        for sheet, said in _object(root["sheets"], "sheets").items():
            path = f"sheets.{sheet}"
            node = _object(said, path)
            _only(node, (*_LAID_OVER, "segments"), path)
            layouts[sheet] = _segments(node, _layout(node, shared, path), path)
    else:
        layouts[None] = _segments(root, shared, "")
    for named, several in layouts.items():
        for layout in several:
            _complete(layout, f"sheets.{named}" if named else "")
    return ColumnMap(
        name=name,
        layouts=layouts,
        encoding=encoding,
        delimiter=_DELIMITERS[delimiter] if delimiter else None,
    )


def _segments(node: Mapping[str, Any], shared: Layout, path: str) -> tuple[Layout, ...]:
    if "segments" not in node:
        return (shared,)
    path = f"{path}.segments".lstrip(".")
    several = node["segments"]
    if not isinstance(several, list) or not several:
        raise _wrong(path, "Write a list with the columns of each segment.", several)
    found = []
    for number, said in enumerate(several, 1):
        part = _object(said, f"{path}.{number}")
        _only(part, _LAID_OVER, f"{path}.{number}")
        found.append(_layout(part, shared, f"{path}.{number}"))
    return tuple(found)


def _layout(node: Mapping[str, Any], above: Layout, path: str) -> Layout:
    """`above` with what this node says laid over it."""

    def under(key: str) -> str:
        return f"{path}.{key}".lstrip(".")

    columns = dict(above.columns)
    for ours, said in _object(node.get("columns", {}), under("columns")).items():
        where = f"{under('columns')}.{ours}"
        _known(ours, where)
        columns[ours] = _source(ours, said, where)
    constants = dict(above.constants)
    for ours, said in _object(node.get("constants", {}), under("constants")).items():
        where = f"{under('constants')}.{ours}"
        _known(ours, where)
        constants[ours] = _text(said, where)
    values = {ours: dict(words) for ours, words in above.values.items()}
    for ours, said in _object(node.get("values", {}), under("values")).items():
        where = f"{under('values')}.{ours}"
        _known(ours, where)
        words = {
            theirs.casefold().strip(): _text(word, where) for theirs, word in _object(said, where).items()
        }
        values[ours] = {**values.get(ours, {}), **words}
    layout = replace(above, columns=columns, constants=constants, values=values)
    if "dates" in node:
        layout = replace(layout, order=_order(node["dates"], under("dates")))
    if "serial" in node:
        layout = replace(
            layout, epoch=int(_one_of(node["serial"], ("1900", "1904"), under("serial")) or 1900)
        )
    return layout


def _complete(layout: Layout, path: str) -> None:
    said = {*layout.columns, *layout.constants}
    missing = [ours for ours in ("reference", "kind", "from") if ours not in said]
    missing += [ours for ours in ("departs",) if ours not in layout.columns]
    if missing:
        where = f"{path}.columns".lstrip(".")
        why = f"The mapping does not say where {', '.join(missing)} comes from. Name its column, or give a constant."
        raise Refusal(Reason.COLUMNS, why, field=where)


def _source(ours: str, said: object, path: str) -> Source:
    if isinstance(said, dict):
        _only(said, ("column", "columns", "time", "dates", "split"), path)
        names = said.get("column", said.get("columns"))
        clock = _text(said["time"], f"{path}.time") if "time" in said else None
        order = _order(said["dates"], f"{path}.dates") if "dates" in said else None
        if clock is not None and ours not in TIMES:
            raise _wrong(f"{path}.time", f"Only {', '.join(TIMES)} have a time of day.", clock)
        split = said.get("split")
        if split is not None and (ours != "traveller" or not isinstance(split, str) or not split):
            raise _wrong(f"{path}.split", "Only traveller is split, by what stands between the names.", split)
        columns = () if names is None and clock else _names(names, path)
        return Source(columns=columns, clock=clock, order=order, split=split)
    return Source(columns=_names(said, path))


def _names(said: object, path: str) -> tuple[str, ...]:
    several = said if isinstance(said, list) else [said]
    names = tuple(_text(one, path) for one in several)
    if not names:
        raise _wrong(path, "Name the column as the table's header does.", said)
    return names


def _order(said: object, path: str) -> Order | None:
    word = _one_of(said, (*(str(order) for order in Order), PROVEN), path)
    return None if word in (None, PROVEN) else Order(word)


def _known(ours: str, path: str) -> None:
    if ours in COLUMNS:
        return
    near = get_close_matches(ours, COLUMNS, n=1)
    hint = f"Did you mean {near[0]}?" if near else f"The columns are {', '.join(COLUMNS)}."
    raise _wrong(path, f"The project has no column of this name. {hint}", ours)


def _only(node: Mapping[str, Any], known: tuple[str, ...], path: str) -> None:
    for key in node:
        if key not in known:
            near = get_close_matches(key, known, n=1)
            hint = f"Did you mean {near[0]}?" if near else f"Here stand {', '.join(known)}."
            raise _wrong(f"{path}.{key}".lstrip("."), f"A mapping does not know this word. {hint}", key)


def _one_of(said: object, allowed: tuple[str, ...], path: str) -> str | None:
    if said is None:
        return None
    word = said.casefold() if isinstance(said, str) else ""
    if word not in allowed:
        raise _wrong(path, f"Write one of {', '.join(allowed)}.", said)
    return word


def _object(said: object, path: str) -> dict[str, Any]:
    if not isinstance(said, dict):
        raise _wrong(path or "columns", "Here stand names, each with a colon and what it is.", said)
    return said


def _text(said: object, path: str) -> str:
    if not isinstance(said, str) or not said.strip():
        raise _wrong(path, "Write one word or line here.", said)
    return said.strip()


def _wrong(path: str, why: str, value: object) -> Refusal:
    return Refusal(
        Reason.COLUMNS, f"The column mapping cannot be used. {why}", field=path, value=shown(value)
    )


class _Strings(yaml.CBaseLoader):
    """Every scalar a string: NO, 14:30 and 0031 are what they look like."""


def _unique(loader: _Strings, node: yaml.MappingNode) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise _wrong(f"line {key.start_mark.line + 1}", "A name is one word or line.", None)
        if key.value in found:
            raise _wrong(
                f"line {key.start_mark.line + 1}", "This name stands here twice. Keep one.", key.value
            )
        found[key.value] = loader.construct_object(value, deep=True)
    return found


_Strings.add_constructor("tag:yaml.org,2002:map", _unique)


def _yaml(text: str) -> object:
    """The data in a short text. Aliases are refused (a page of them can stand for gigabytes), deep nesting too."""
    if len(text) > LARGEST:
        raise _wrong("", f"It is longer than {LARGEST // 1024} KB: is this the mapping, or the table?", None)
    try:
        depth = 0
        for event in yaml.parse(text, Loader=yaml.CBaseLoader):
            if isinstance(event, yaml.AliasEvent):
                raise _wrong("", "Write it out instead of with an alias (*).", event.anchor)
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > _DEEPEST:
                raise _wrong("", "It is nested too deeply.", None)
        return yaml.load(text, Loader=_Strings)  # noqa: S506 - strings only
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 1}" if mark is not None else ""
        why = "This is not YAML that can be read: check quotes, colons and indenting."
        raise _wrong(where, why, getattr(error, "problem", None)) from error
