"""Settings come from REISGENOOT_… variables or a .env beside the command, and nothing else reads the environment."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.errors import SettingError
from bot.settings import Settings, read_settings

HOUSE = Path(__file__).parents[2]


def test_variables_win_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """.env fills what the environment leaves open; an address loses its last slash."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text("REISGENOOT_AGENCY_NAME=From the file\nREISGENOOT_LOCALE=fr\nOTHER=1\n")
    monkeypatch.setenv("REISGENOOT_AGENCY_NAME", "From the environment")
    monkeypatch.setenv("REISGENOOT_TELEGRAM_API", "http://localhost:81/")
    settings = read_settings()
    assert (settings.agency_name, settings.locale, settings.telegram_api) == (
        "From the environment",
        "fr",
        "http://localhost:81",
    )


def test_secrets_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the settings nor an error about them hold the token."""
    settings = Settings(_env_file=None, telegram_token="1:SECRET")
    assert "SECRET" not in repr(settings)
    with pytest.raises(SettingError) as refused:
        read_settings(_env_file=None, telegram_token="1:SECRET", web_port=-1)
    assert "SECRET" not in str(refused.value)


def test_only_known_facts_of_the_agency_are_given() -> None:
    """What is not set is missing, not empty."""
    assert Settings(_env_file=None, agency_name="Verre Reizen").agency == {"name": "Verre Reizen"}


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("locale", "xx", "must be one of nl, en, fr, de"),
        ("webhook_secret", "with a space", "which is all that Telegram takes"),
        ("webhook_secret", "x" * 257, "at most 256"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(name: str, value: str, why: str) -> None:
    """Before anything starts, with what would be taken."""
    with pytest.raises(SettingError, match=why) as refused:
        read_settings(_env_file=None, **{name: value})
    assert f"REISGENOOT_{name.upper()}" in str(refused.value)


def test_every_setting_has_its_help() -> None:
    """`check` lists them."""
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []


def test_nothing_else_reads_the_environment() -> None:
    """No other module of ours asks os for variables; what is told to a library by one is written, not read."""
    reading = re.compile(
        r"\bos\.environ(?!\[\"PTB_TIMEDELTA\"\] = )|os\.getenv|from os import|\bgetenv\(|load_dotenv"
    )
    found = [
        str(path.relative_to(HOUSE))
        for room in ("bot", "flows")
        for path in sorted((HOUSE / room).rglob("*.py"))
        if reading.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []
