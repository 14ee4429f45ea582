"""The house keeps its own rules: who reads the clock, what the craft may import, how large a room may grow."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = sorted(
    path
    for package in ("bot", "flows")
    for path in (ROOT / package).rglob("*.py")
    if "_data" not in path.parts
)
LARGEST = 320
NO_NOUNS = {"util", "utils", "helper", "helpers", "common", "misc", "manager", "managers"}
CLOCK_READERS = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today")}
CLOCK_READERS |= {("time", name) for name in ("time", "time_ns", "monotonic", "localtime", "gmtime")}
WORLD = {
    "asyncio", "io", "logging", "multiprocessing", "os", "pathlib", "random", "secrets", "shutil", "socket",
    "sqlite3", "subprocess", "sys", "tempfile", "threading", "time", "urllib", "uuid",
}  # fmt: skip


def trees() -> Iterator[tuple[Path, ast.Module]]:
    for path in ROOMS:
        yield path.relative_to(ROOT), ast.parse(path.read_text(encoding="utf-8"))


def imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def test_only_the_clock_reads_now() -> None:
    """Nobody but bot/clock.py asks what time it is: time is an argument."""
    readers = [
        f"{path}:{node.lineno}"
        for path, tree in trees()
        if path != Path("bot/clock.py")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and (node.func.value.id, node.func.attr) in CLOCK_READERS
    ]
    assert readers == []


def test_the_craft_imports_nothing_of_the_world() -> None:
    """flows uses the pure parts of the standard library only; pydantic in one room, phonenumbers in lint's."""
    strangers = [
        f"{path}: {name}"
        for path, tree in trees()
        if path.parts[0] == "flows"
        for name in imported(tree)
        if (name.split(".")[0] in WORLD and name != "urllib.parse")
        or (name.split(".")[0] == "pydantic" and path.parent != Path("flows/library/schema"))
        or (name.split(".")[0] == "phonenumbers" and path.parts[1] != "rehearsal")
    ]
    assert strangers == []


def test_outside_the_storage_sqlalchemy_is_only_a_type() -> None:
    """Services and steps name AsyncSession and nothing else of the database library."""
    strangers = [
        f"{path}:{node.lineno}"
        for path, tree in trees()
        if path.parts[:2] != ("bot", "storage")
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        and node.module
        and node.module.split(".")[0] == "sqlalchemy"
        and {alias.name for alias in node.names} != {"AsyncSession"}
    ]
    assert strangers == []


@pytest.mark.parametrize("path", ROOMS, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_room_is_small_has_a_noun_and_says_what_is_here(path: Path) -> None:
    """No room passes the limit by more than a little, none is called utils, each begins with its docstring."""
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LARGEST or path.parent.name == "versions"
    assert path.stem not in NO_NOUNS
    if text.strip() and path.parent.name != "versions":
        assert ast.get_docstring(ast.parse(text)), "the module says nothing about itself"


def test_nothing_unfinished_is_left_in_the_house() -> None:
    """No marker of later work stands in the code."""
    marker = re.compile("TO" + "DO|FIX" + "ME|NotImplemented" + "Error")
    assert [str(path) for path in ROOMS if marker.search(path.read_text(encoding="utf-8"))] == []
