"""Lint reads a folder or one file, and blames the right one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.content import shipped
from bot.content_commands import content_faults
from tests.support.shell import Shell, shell

__all__ = ["shell"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped content to break."""
    return Path(shutil.copytree(shipped(), tmp_path / "content"))


def told(path: Path) -> list[tuple[str, int]]:
    """Where the faults stand."""
    return [(fault.file, fault.line) for fault in content_faults(path)]


def test_what_is_shipped_has_no_fault() -> None:
    """Nothing to mend in the shipped content."""
    assert content_faults(None) == []


def test_faults_of_form_and_of_sense_are_told_at_once(folder: Path) -> None:
    """A touchpoint with an unknown key hides no wrong placeholder in another file."""
    share, tips = folder / "stages/afterwards/share.yaml", folder / "stages/on_site/tips.yaml"
    share.write_text("sender: us\n" + share.read_text())
    tips.write_text(tips.read_text().replace("{place.tips}", "{place.tipz}", 1))
    assert {file for file, _ in told(folder)} == {"stages/afterwards/share.yaml", "stages/on_site/tips.yaml"}


def test_a_broken_file_of_words_blames_nobody_else(folder: Path) -> None:
    """What cannot be read makes no touchpoint look as if it named something missing."""
    (folder / "words/rendering.yaml").write_text("rendering.night:\n\tnl: x\n")
    assert told(folder) == [("words/rendering.yaml", 2)]


def test_one_file_of_a_folder_is_judged_alone(folder: Path) -> None:
    """The faults of its neighbours are not told, but it is read among them."""
    tips, share = folder / "stages/on_site/tips.yaml", folder / "stages/afterwards/share.yaml"
    tips.write_text(tips.read_text().replace("{place.tips}", "{place.tipz}", 1))
    share.write_text("sender: us\n" + share.read_text())
    assert {file for file, _ in told(tips)} == {"stages/on_site/tips.yaml"}


def test_a_file_from_elsewhere_is_read_over_the_shipped_content(tmp_path: Path) -> None:
    """An editor may try one touchpoint before it lies in a folder; its id must still be free."""
    file = tmp_path / "mine.yaml"
    file.write_text((shipped() / "stages/afterwards/share.yaml").read_text())
    assert [str(fault) for fault in content_faults(file)] == [
        f"{file}:1: the id share is taken already by content/stages/afterwards/share.yaml:1: choose another"
    ]


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    """The path that was typed stands in the answer."""
    assert [fault.why for fault in content_faults(tmp_path / "gone")] == [
        f"there is no folder {tmp_path}/gone"
    ]


@pytest.mark.parametrize("command", ["lint", "publish"])
def test_a_missing_folder_is_named_as_it_was_typed(shell: Shell, command: str) -> None:
    """No file is made up where there is none."""
    said = shell(command, "gone")
    assert said.code == 1
    assert "there is no folder gone" in (said.out + said.err).splitlines()[0]
    assert "content/" not in (said.out + said.err).splitlines()[0]


@pytest.mark.parametrize(
    ("within", "typed", "shown"),
    [
        ("", "content", "content/stages/afterwards/share.yaml"),
        ("", "./content/", "content/stages/afterwards/share.yaml"),
        ("content", ".", "stages/afterwards/share.yaml"),
        ("content/stages", "..", "../stages/afterwards/share.yaml"),
        ("", "content/stages/afterwards/share.yaml", "content/stages/afterwards/share.yaml"),
        ("content/stages", "afterwards/share.yaml", "afterwards/share.yaml"),
    ],
)
def test_paths_open_from_where_the_editor_stands(
    folder: Path, monkeypatch: pytest.MonkeyPatch, within: str, typed: str, shown: str
) -> None:
    """A fault names the file as the folder was named."""
    monkeypatch.chdir(folder.parent / within)
    share = folder / "stages/afterwards/share.yaml"
    share.write_text("sender: us\n" + share.read_text())
    assert [str(fault) for fault in content_faults(Path(typed))] == [
        f"{shown}:1: nothing is called “sender” here"
    ]


def test_the_other_file_in_a_fault_opens_too(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where two files share an id, both are named as the folder was."""
    monkeypatch.chdir(folder.parent)
    folder.rename("w")
    Path("w/stages/zz.yaml").write_text(Path("w/stages/afterwards/share.yaml").read_text())
    expected = "w/stages/zz.yaml:1: the id share is taken already by w/stages/afterwards/share.yaml:1: choose another"
    assert [str(fault) for fault in content_faults(Path("w"))] == [expected]
    assert [str(fault) for fault in content_faults(Path("w/stages/zz.yaml"))] == [expected]
