"""The other commands: content, staff, check, rehearse; clear errors for bad input and never a traceback.

Not here: import and invite (test_cli_import), the bot as a process (tests/e2e/test_restart).
"""

from __future__ import annotations

import json
import re
import shutil
import socket
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.content import shipped
from bot.settings import Settings
from tests.support import papers
from tests.support.shell import Shell, shell

__all__ = ["shell"]


def _content(shell: Shell) -> Path:
    """A copy of the shipped content to edit."""
    folder = shell.folder / "content"
    shutil.copytree(shipped(), folder)
    return folder


def test_an_unknown_command_is_told(shell: Shell) -> None:
    """Exit code 2 and a pointer to the help."""
    said = shell("depart")
    assert (said.code, "No such command 'depart'" in said.err) == (2, True)


def test_help_lists_every_command(shell: Shell) -> None:
    """One line for each command."""
    told = shell("--help").out
    commands = (
        "run",
        "demo",
        "check",
        "version",
        "import",
        "invite",
        "rehearse",
        "lint",
        "publish",
        "rollback",
        "staff",
    )
    assert [name for name in commands if not re.search(rf"\b{name}\b", told)] == []


def test_without_a_path_the_agencys_own_content_is_meant(shell: Shell) -> None:
    """Where REISGENOOT_CONTENT is set, lint and publish take that folder, never the shipped content over it."""
    folder = _content(shell)
    (folder / "stages/afterwards/share.yaml").unlink()
    shell.set(content=str(folder))
    assert (shell("lint").code, "Edition 1 is in force" in shell("publish").out) == (0, True)
    with closing(sqlite3.connect(shell.folder / "reisgenoot.sqlite")) as database:
        (files,) = database.execute("SELECT files FROM editions").fetchone()
    assert "stages/afterwards/share.yaml" not in json.loads(files)


def test_the_shipped_content_has_nothing_to_mend(shell: Shell) -> None:
    """`lint` of what ships ends with 0."""
    assert shell("lint").code == 0


def test_lint_names_file_and_line_in_an_editors_words(shell: Shell) -> None:
    """A forgotten language and an unknown placeholder: where, what, exit code 1; publish refuses the same."""
    folder = _content(shell)
    (folder / "stages" / "on_site" / "own_word.yaml").write_text(
        "id: own_word\n"
        "class: service\n"
        'when: {anchor: arrival, offset: 1d, at: "11:00"}\n'
        "text:\n"
        '  en: "A word, {traveller.frist_name}."\n'
        '  nl: "Een woord."\n'
        '  fr: "Un mot."\n',
        "utf-8",
    )
    said = shell("lint", str(folder))
    assert said.code == 1
    assert re.search(r"stages/on_site/own_word\.yaml:5: .*frist_name.*\{traveller\.first_name\}", said.out), (
        said.out
    )
    assert "the text has no German" in said.out
    refused = shell("publish", str(folder))
    assert (refused.code, refused.err.splitlines()[-1]) == (1, "reisgenoot: not published: mend these first.")
    assert not (shell.folder / "reisgenoot.sqlite").exists()


@pytest.mark.parametrize(
    "data", [b"id: [", b"\xff\xfe", b"id: a\nid: b\n", b"- - -", b"&a [*a]", b"!!python/object:os.system {}"]
)
def test_files_that_are_no_yaml_are_faults_with_a_line(shell: Shell, data: bytes) -> None:
    """A file that cannot be read is named; lint and publish end with 1."""
    folder = _content(shell)
    (folder / "stages" / "on_site" / "pulse.yaml").write_bytes(data)
    for command in ("lint", "publish"):
        said = shell(command, str(folder))
        assert (said.code, "stages/on_site/pulse.yaml" in said.out + said.err) == (1, True), said


def test_a_folder_that_is_not_there_is_told(shell: Shell) -> None:
    """lint and publish of nothing end with 1 or 2 and name it."""
    for command in ("lint", "publish"):
        said = shell(command, "nowhere")
        assert (said.code in (1, 2), "nowhere" in said.out + said.err) == (True, True), said


def test_publish_and_rollback(shell: Shell) -> None:
    """A dry run changes nothing; the first edition is 1; the same again changes nothing; rollback ends at what ships."""
    folder = _content(shell)
    words = folder / "words" / "conversation.yaml"
    words.write_text(
        words.read_text("utf-8").replace("Which language shall we speak?", "Which one?"), "utf-8"
    )
    told = [
        shell(*command)
        for command in (
            ("publish", str(folder), "--dry-run"),
            ("publish", str(folder)),
            ("publish", str(folder)),
            ("rollback",),
            ("rollback",),
        )
    ]
    assert [one.code for one in told] == [0, 0, 0, 0, 1]
    assert "nothing was published" in told[0].out
    assert "Edition 1 is in force." in told[1].out
    assert "Nothing changed" in told[2].out
    assert "Edition 2 is in force." in told[3].out
    assert "no edition before" in told[4].err


def test_staff_are_invited_listed_and_revoked(shell: Shell) -> None:
    """The code has 8 characters; a role is agent or admin; whoever is not there cannot be revoked."""
    assert "Nobody yet" in shell("staff", "list").out
    invited = shell("staff", "invite", "Jo", "--role", "admin")
    assert re.match(r"Code for Jo \(admin\): [A-Z2-9]{8}\n", invited.out)
    assert shell("staff", "list").out == "Jo: admin, not linked yet\n"
    assert shell("staff", "invite", "Sam", "--role", "king").code == 2
    assert (shell("staff", "invite", "  ").code, shell("staff", "invite", "x" * 81).code) == (1, 1)
    assert (shell("staff", "revoke", "Mo").code, shell("staff", "revoke", "Jo").code) == (1, 0)
    assert "Nobody yet" in shell("staff", "list").out


def test_check_hides_the_password_of_the_database(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """An address is shown without what opens it, in the list of settings as in the test."""
    monkeypatch.setenv("REISGENOOT_DATABASE", "postgresql://ann:hunter2@127.0.0.1/trips")
    said = shell("check")
    assert ("hunter2" in said.out + said.err, said.out.count("ann:***@127.0.0.1")) == (False, 2)


def test_check_lists_every_setting_and_what_to_do(shell: Shell) -> None:
    """Each setting with its help; what fails says how to mend it; secrets are never shown."""
    shell.set(webhook_secret="hush-hush", telegram_api="http://127.0.0.1:9")
    said = shell("check")
    settings = Settings.model_fields
    assert [name for name in settings if f"REISGENOOT_{name.upper()} = " not in said.out] == []
    assert [field.description for field in settings.values() if str(field.description) not in said.out] == []
    assert (said.code, "hush-hush" in said.out) == (1, False)
    assert "FAIL  token: No bot token is set. Ask @BotFather for one" in said.out
    assert "ok    database" in said.out
    assert "REISGENOOT_LOG_JSON = False" in said.out


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("telegram_api", "telegram.org", "must start with http"),
        ("web_port", "eighty", "valid integer"),
        ("web_port", "70000", "less than or equal to 65535"),
        ("agency_zone", "Mars/Olympus", "Mars/Olympus"),
        ("log_level", "LOUD", "DEBUG, INFO, WARNING or ERROR"),
        ("bot_rate", "0", "greater than 0"),
    ],
)
def test_a_bad_setting_is_named(shell: Shell, name: str, value: str, why: str) -> None:
    """One sentence with the variable, what is wrong and what to do; `check` still lists every setting with its help."""
    shell.set(**{name: value})
    for command in (("run",), ("staff", "list")):
        said = shell(*command)
        assert (said.code, said.out, said.err.count("\n")) == (2, "", 1)
        assert f"REISGENOOT_{name.upper()} cannot be used" in said.err
        assert why in said.err
    listed = shell("check")
    assert (listed.code, listed.err) == (1, "")
    assert f"FAIL  settings: REISGENOOT_{name.upper()} cannot be used" in listed.out
    assert "REISGENOOT_TELEGRAM_TOKEN" in listed.out and why in listed.out


def test_a_database_that_cannot_be_used_is_told(shell: Shell) -> None:
    """A missing folder, no database, a folder, somebody else's tables, another kind, nonsense: each in one sentence."""
    (shell.folder / "garbage.sqlite").write_bytes(
        b"this is no database at all, but it is long enough to be " * 20
    )
    (shell.folder / "folder.sqlite").mkdir()
    with closing(sqlite3.connect(shell.folder / "theirs.sqlite")) as theirs, theirs:
        theirs.execute("CREATE TABLE bookings (id INTEGER)")
    for url, why in {
        "sqlite+aiosqlite:///nowhere/x.sqlite": "there is no folder nowhere",
        "sqlite+aiosqlite:///garbage.sqlite": "not a database",
        "sqlite+aiosqlite:///folder.sqlite": "it is a folder",
        "sqlite+aiosqlite:///theirs.sqlite": "it holds other tables",
        "postgresql+asyncpg://ann:hunter2@localhost/trips": "only SQLite",
        "://nonsense": "no database URL",
    }.items():
        shell.set(database=url)
        said = shell("staff", "list")
        assert (said.code, said.out, said.err.count("\n"), why in said.err) == (2, "", 1, True), said
        assert "hunter2" not in said.err


def test_a_rehearsal_needs_no_settings_and_no_folder_of_its_own(shell: Shell) -> None:
    """With broken settings, a .env of nonsense and a folder that may not be written, it plays and leaves nothing."""
    path = shell.write("a.json", papers.document(papers.flight(), papers.stay()))
    (shell.folder / ".env").write_text("REISGENOOT_WEB_PORT=eighty\n")
    shell.set(telegram_api="nonsense", database="nonsense")
    shell.folder.chmod(0o555)
    said = shell("rehearse", path, "--json", "--booked", "2027-02-20T10:00")
    shell.folder.chmod(0o755)
    assert said.code == 0, said
    assert json.loads(said.out)["trips"][0]["reference"] == "LIS27A"
    assert sorted(one.name for one in shell.folder.iterdir()) == [".env", "a.json"]


@pytest.mark.parametrize(
    "options",
    [
        ("--booked", "yesterday"),
        ("--locale", "xx"),
        ("--home-zone", "Mars/Olympus"),
        ("--chats", "some"),
        ("--until", "2027-13-01"),
        ("--nonsense",),
    ],
)
def test_a_bad_option_of_a_rehearsal_is_told(shell: Shell, options: tuple[str, ...]) -> None:
    """Exit code 2 and what the option takes."""
    said = shell("rehearse", shell.write("a.json", papers.document(papers.flight())), *options)
    assert (said.code, said.out, bool(said.err)) == (2, "", True)


def test_the_demo_says_when_its_port_is_taken(shell: Shell) -> None:
    """One sentence with the port and what to do."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        said = shell("demo", "--no-browser", "--port", str(port))
    assert (said.code, f"port {port} cannot be used" in said.err) == (2, True)
