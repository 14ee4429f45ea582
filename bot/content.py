"""Content files: a folder of YAML becomes documents with lines, and those a Library.

Every scalar stays the text that was typed (YAML would turn NO, on and 14:30 into other things); duplicate keys, anchors,
aliases and tags are refused, and size and depth are bounded, so a hostile file is a fault and not a danger.
Not here: what the documents mean (flows.library.schema), whether they make sense (flows.rehearsal.lint).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from flows.errors import ContentRefused
from flows.library.document import OVERLAY, Document, Fault, Node
from flows.library.library import Library
from flows.library.overlay import SETTINGS, laid
from flows.library.reading import SHAPES, read_library
from flows.library.refusals import shortened

LARGEST = 1_000_000
DEEPEST = 30
MOST_PARTS = 100_000
MOST_FILES = 5_000
SAME_AGAIN = 3
"""So many sets of files are kept read: publishing asks for what is in force, what comes, and what ships, again and again."""
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
ENDINGS = (".yaml", ".yml")
EXAMPLE = ".example"
"""An overlay to start from, inside the shipped content; its dot keeps it from being read as content itself."""
BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
OF_OVERLAY = re.compile(rf"(?<![\w/.-])(?:content/)?{re.escape(OVERLAY)}")
OF_CONTENT = re.compile(rf"(?<![\w/.-])content/(?=(?:{'|'.join(SHAPES)})\b)")


class _Wrong(Exception):
    """{why}"""

    def __init__(self, why: str, line: int) -> None:
        super().__init__(why)
        self.why, self.line = why, line


class ContentLoader(yaml.CBaseLoader):
    """Reads one document from events, with a stack of its own: no recursion, no resolving of scalars."""

    def document(self, file: str, text: str) -> Node:
        """The document as parts with lines. text: what is read. Raises _Wrong and yaml.MarkedYAMLError."""
        self.get_event()  # the stream's start
        if self.check_event(yaml.StreamEndEvent):
            raise _Wrong("the file is empty: write something or delete it", 1)
        self.get_event()  # the document's start
        builder = _Builder(file, BREAK.split(text))
        while not self.check_event(yaml.DocumentEndEvent):
            builder.take(self.get_event())
        self.get_event()
        if not self.check_event(yaml.StreamEndEvent):
            second: Any = self.peek_event()
            why = "a second document starts here (---): use a list, or one file for each"
            raise _Wrong(why, second.start_mark.line + 1)
        return builder.root()


class _Builder:
    """Puts events together. A level is [line, parts or pairs, the key that waits for its value]."""

    def __init__(self, file: str, rows: list[str]) -> None:
        self.file, self.rows = file, rows
        self.levels: list[tuple[int, list[Node] | dict[str, Node]]] = []
        self.keys: list[tuple[str, int] | None] = []
        self.top: Node | None = None
        self.parts = 0

    def take(self, event: Any) -> None:
        line = event.start_mark.line + 1
        self.parts += 1
        if self.parts > MOST_PARTS:
            raise _Wrong(f"the file has more than {MOST_PARTS:,} parts: split it", line)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _Wrong("anchors and aliases (& and *) are not read here: write the text out", line)
        if getattr(event, "tag", None):
            raise _Wrong(f"the tag {event.tag} is not read here: write plain text", line)
        if isinstance(event, yaml.ScalarEvent):
            self.put(self.scalar(event, line))
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            start, parts = self.levels.pop()
            self.keys.pop()
            whole = parts if isinstance(parts, dict) else tuple(parts)
            self.put(Node(value=whole, line=start, file=self.file))
        else:
            if len(self.levels) >= DEEPEST:
                raise _Wrong(f"this is nested deeper than {DEEPEST} levels", line)
            self.levels.append((line, {} if isinstance(event, yaml.MappingStartEvent) else []))
            self.keys.append(None)

    def scalar(self, event: Any, line: int) -> Node:
        first, last = event.start_mark, event.end_mark
        rows = self.rows[first.line : last.line + 1]
        if last.line < first.line + len(rows):
            rows[-1] = rows[-1][: last.column]
        rows[0] = rows[0][first.column :] if rows else ""
        return Node(value=event.value, line=line, written="\n".join(rows), starts=line, file=self.file)

    def put(self, node: Node) -> None:
        value, line = node.value, node.line
        if not self.levels:
            self.top = node
            return
        parts = self.levels[-1][1]
        if isinstance(parts, list):
            parts.append(node)
            return
        key = self.keys[-1]
        if key is not None:
            parts[key[0]] = replace(node, line=key[1])
            self.keys[-1] = None
            return
        if not isinstance(value, str):
            raise _Wrong("a name before a colon must be plain text, not a list or a mapping", line)
        if value in parts:
            raise _Wrong(
                f"“{shortened(value)}” stands here twice (first in line {parts[value].line}): keep one", line
            )
        self.keys[-1] = (value, line)

    def root(self) -> Node:
        if self.top is None:  # pragma: no cover  (a document always has a node)
            raise _Wrong("the file is empty: write something or delete it", 1)
        return self.top


def parse(file: str, data: bytes) -> Document | Fault:
    """One file's bytes as a document, or what is wrong with them. file: relative to the content folder."""
    if len(data) > LARGEST:
        return Fault(file=file, line=1, why=f"the file is larger than {LARGEST // 1000} kB: split it")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        return Fault(file=file, line=line, why="this is not UTF-8: save the file as UTF-8 text")
    found = UNPRINTABLE.search(text)
    if found:
        line = text.count("\n", 0, found.start()) + 1
        why = f"an unprintable character (U+{ord(found.group()):04X}) stands here: is this a text file?"
        return Fault(file=file, line=line, why=why)
    loader = ContentLoader(text)
    try:
        return Document(file=file, root=loader.document(file, text))
    except _Wrong as error:
        return Fault(file=file, line=error.line, why=error.why)
    except yaml.YAMLError as error:
        return _yaml_fault(file, text, error)
    finally:
        loader.dispose()


def _yaml_fault(file: str, text: str, error: yaml.YAMLError) -> Fault:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line = mark.line + 1 if mark else 1
    problem = getattr(error, "problem", None) or str(error)
    lines = text.split("\n")
    written = lines[line - 1] if line <= len(lines) else ""
    if "\t" in written[: len(written) - len(written.lstrip())]:
        return Fault(file=file, line=line, why="this line is indented with a tab: YAML wants spaces")
    why = f"this is not YAML that can be read ({shortened(problem, 120)}): check quotes, colons and indenting"
    return Fault(file=file, line=line, why=why)


def shipped() -> Path:
    """The content that comes with the program: inside the wheel, else beside the checkout."""
    packed = Path(str(files("bot") / "_data" / "content"))
    return packed if packed.is_dir() else Path(__file__).resolve().parent.parent / "content"


def example() -> Mapping[str, bytes]:
    """The overlay to start from: its files by relative name."""
    return _files(shipped() / EXAMPLE)[0]


def is_overlay(folder: Path) -> bool:
    """Is this folder laid over the shipped content?"""
    return (folder / SETTINGS).is_file()


def gather(path: Path | None = None) -> tuple[Mapping[str, bytes], tuple[Fault, ...]]:
    """The YAML files below a folder (None: the shipped ones) as bytes by relative name, and what could not be read.

    An overlay brings the shipped files along that it lies over; its own names begin with OVERLAY.
    """
    root = path or shipped()
    found, faults = _files(root)
    if path is None or not is_overlay(root):
        return found, faults
    base, unread = _files(shipped())
    mine = {OVERLAY + name: data for name, data in found.items()}
    return {**base, **mine}, (
        *unread,
        *(replace(one, file=one.file and OVERLAY + one.file) for one in faults),
    )


def _files(root: Path) -> tuple[Mapping[str, bytes], tuple[Fault, ...]]:
    if not root.is_dir():
        return {}, (Fault(file="", line=1, why=f"there is no folder {root}"),)
    found: dict[str, bytes] = {}
    faults: list[Fault] = []
    for entry in sorted(root.rglob("*")):
        name = entry.relative_to(root).as_posix()
        if entry.suffix.lower() not in ENDINGS or name.startswith(".") or "/." in name or not entry.is_file():
            continue
        if len(found) >= MOST_FILES:
            faults.append(Fault(file=name, line=1, why=f"there are more than {MOST_FILES:,} files"))
            break
        try:
            with entry.open("rb") as stream:
                found[name] = stream.read(LARGEST + 1)
        except OSError as error:
            faults.append(Fault(file=name, line=1, why=f"the file cannot be opened: {error.strerror}"))
    return found, tuple(faults)


def documents(contents: Mapping[str, bytes]) -> tuple[tuple[Document, ...], tuple[Fault, ...]]:
    """All files as documents, and the faults of those that cannot be read."""
    read = [parse(file, data) for file, data in contents.items()]
    return _split(read)


def _split(read: Iterable[Document | Fault]) -> tuple[tuple[Document, ...], tuple[Fault, ...]]:
    good: list[Document] = []
    bad: list[Fault] = []
    for result in read:
        if isinstance(result, Document):
            good.append(result)
        else:
            bad.append(result)
    return tuple(good), tuple(bad)


def inspect(contents: Mapping[str, bytes]) -> tuple[Library, tuple[Fault, ...]]:
    """The library as far as it can be read, and every fault of form at once (lint finds those of sense)."""
    return _inspected(tuple(contents.items()))


@lru_cache(maxsize=SAME_AGAIN)
def _inspected(contents: tuple[tuple[str, bytes], ...]) -> tuple[Library, tuple[Fault, ...]]:
    read, unread = documents(dict(contents))
    whole = laid(read)
    library, misread = read_library(whole.documents, whole.added)
    return library, tuple(sorted((*unread, *whole.faults, *misread)))


def load(path: Path | None = None) -> Library:
    """The library in a folder (None: the shipped one). Raises ContentRefused with every fault of form."""
    contents, unopened = gather(path)
    library, misread = inspect(contents)
    faults = (*unopened, *misread)
    if faults:
        raise ContentRefused([in_folder(fault, path) for fault in faults])
    return library


def in_folder(fault: Fault, folder: Path | None, file: Path | None = None) -> Fault:
    """The fault with paths that can be opened from here. folder: the content folder as it was named, None for the
    shipped one; file: the faulty file itself as it was named. What an overlay lies over is called as it ships."""
    if not fault.file:
        return fault
    why, shown = fault.why, file
    if folder is not None:
        named = OF_OVERLAY if is_overlay(folder) else OF_CONTENT
        why = named.sub(lambda _: "" if folder == Path() else f"{folder.as_posix().rstrip('/')}/", why)
        if named is OF_CONTENT or fault.file.startswith(OVERLAY):
            shown = file or folder / fault.file.removeprefix(OVERLAY)
    return replace(fault, why=why, shown=shown.as_posix() if shown else "")
