"""Content files: what is read, what is refused, and that hostile ones are only faults."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from bot import content
from flows.errors import ContentRefused
from flows.library.document import Document, Fault
from flows.library.text import LOCALES

OFFER = b"""id: boat
"on": "no"
title: {nl: Boot, en: Boat, fr: Bateau, de: Boot}
details: {nl: Boot, en: Boat, fr: Bateau, de: Boot}
"""


def why(data: bytes) -> str:
    """The fault of one file's bytes, as an editor is shown it."""
    found = content.parse("topics/x.yaml", data)
    assert isinstance(found, Fault)
    return str(found)


def test_scalars_stay_what_was_typed() -> None:
    """NO, on, times and numbers with zeros in front stay text."""
    found = content.parse("topics/x.yaml", b"{a: NO, b: on, c: 14:30, d: 0031, e: ~, f: 1e3, NO: x}")
    assert isinstance(found, Document)
    assert found.root.plain() == {
        "a": "NO",
        "b": "on",
        "c": "14:30",
        "d": "0031",
        "e": "~",
        "f": "1e3",
        "NO": "x",
    }


def test_parts_know_their_lines() -> None:
    """A part's line is that of its key, also for a block of text."""
    found = content.parse("topics/x.yaml", b"a:\n  b: |\n    one\n    two\n  c:\n    - d\n")
    assert isinstance(found, Document)
    assert found.root.nearest(("a", "b")).line == 2
    assert found.root.nearest(("a", "c")).line == 5
    assert found.root.nearest(("a", "c", 0)).line == 6
    assert found.root.nearest(("a", "z", "deeper")).line == 1


@pytest.mark.parametrize(
    ("data", "line", "told"),
    [
        (b"a: &x [1]\nb: *x", 1, "anchors and aliases"),
        (b"a: 1\nb: *x", 2, "anchors and aliases"),
        (b"x: 1\ny: " + b"[" * 10_000, 2, "nested deeper"),
        (b"\n".join(b" " * depth + b"a:" for depth in range(900)), 31, "nested deeper"),
        (b"a: 1\n\x00\x01\x02", 2, "unprintable"),
        (b"a: b\nc: \xe9", 2, "UTF-8"),
        ("a: b\nc: \ud800".encode("utf-8", "surrogatepass"), 2, "UTF-8"),
        (b"a:\n\tb: c", 2, "tab"),
        (b"a: 1\nb: 2\na: 3", 3, "first in line 1"),
        (b"", 1, "empty"),
        (b"# only a comment\n", 1, "empty"),
        (b"a: 1\n---\nb: 2", 2, "second document"),
        (b"a: !!python/object:os.system x", 1, "tag"),
        (b'a: "x', 1, "not YAML"),
        (b"a: b\n  c: d", 2, "not YAML"),
        (b"? [a]\n: b", 1, "plain text"),
        (b"a" * 1_000_001, 1, "larger than"),
        (b"[" + b"1," * 100_001 + b"]", 1, "parts"),
    ],
)
def test_bad_files_are_faults_with_a_line(data: bytes, line: int, told: str) -> None:
    """Whatever a file holds, the editor hears the line and what to do."""
    found = why(data)
    assert found.startswith(f"content/topics/x.yaml:{line}: ")
    assert told in found
    assert len(found) < 400


def test_hostile_files_take_no_time() -> None:
    """A bomb of aliases and a deep nest are refused at once."""
    bomb = b"a: &a [x]\n" + b"".join(
        b"%c: &%c [*%c,*%c]\n" % (98 + n, 98 + n, 97 + n, 97 + n) for n in range(20)
    )
    start = time.perf_counter()
    for data in (bomb, b"{a: " * 10_000, b"- " * 10_000, b"[" * 999_999):
        why(data)
    assert time.perf_counter() - start < 2


def test_gather_reads_yaml_alone(tmp_path: Path) -> None:
    """Other files and hidden ones are left alone; names are relative with slashes."""
    (tmp_path / "offers" / ".hidden").mkdir(parents=True)
    (tmp_path / "offers" / "boat.yaml").write_bytes(OFFER)
    (tmp_path / "offers" / "notes.txt").write_text("x")
    (tmp_path / "offers" / ".hidden" / "y.yaml").write_text("x")
    found, faults = content.gather(tmp_path)
    assert (list(found), faults) == (["offers/boat.yaml"], ())


def test_load_refuses_with_every_fault(tmp_path: Path) -> None:
    """All faults of all files come at once."""
    (tmp_path / "offers").mkdir()
    (tmp_path / "offers" / "boat.yaml").write_bytes(OFFER + b"prize: 3\n")
    (tmp_path / "offers" / "car.yaml").write_bytes(b"id: car\nid: car")
    with pytest.raises(ContentRefused) as refused:
        content.load(tmp_path)
    assert [str(fault) for fault in refused.value.faults] == [
        f"{tmp_path}/offers/boat.yaml:5: nothing is called “prize” here",
        f"{tmp_path}/offers/car.yaml:2: “id” stands here twice (first in line 1): keep one",
    ]


def test_a_missing_folder_is_a_fault(tmp_path: Path) -> None:
    """A wrong path is said, not read as an empty library."""
    with pytest.raises(ContentRefused, match="there is no folder"):
        content.load(tmp_path / "nowhere")


def test_a_file_that_cannot_be_opened_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file without permission is named."""
    (tmp_path / "offers").mkdir()
    (tmp_path / "offers" / "boat.yaml").write_bytes(OFFER)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    _, faults = content.gather(tmp_path)
    assert [str(fault) for fault in faults] == [
        "content/offers/boat.yaml:1: the file cannot be opened: Permission denied"
    ]


def test_too_many_files_are_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that is no content folder does not fill the memory."""
    monkeypatch.setattr(content, "MOST_FILES", 1)
    for name in ("a", "b", "c"):
        (tmp_path / f"{name}.yaml").write_text("x")
    found, faults = content.gather(tmp_path)
    assert (len(found), len(faults)) == (1, 1)


def test_the_shipped_content_loads() -> None:
    """What comes with the program has no fault of form and speaks four languages."""
    library = content.load()
    assert len(library.touchpoints) >= 16
    assert set(library.touchpoints[0].text.forms) == set(LOCALES)
