"""From nothing to the newest tables, once and again, and never over someone else's."""

from __future__ import annotations

import sqlite3
import stat
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from bot.errors import DatabaseError
from bot.storage.database import Database
from bot.storage.migrating import migrate
from bot.storage.tables import METADATA
from tests.support.ledger import in_file


async def test_the_migrated_tables_are_those_of_the_models(tmp_path: Path) -> None:
    """A column added to a model without a step is noticed here."""
    path = tmp_path / "db.sqlite"
    async with in_file(path):
        pass
    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []
    engine.dispose()


async def test_migrating_twice_is_harmless(tmp_path: Path) -> None:
    """Every process does it at its start."""
    for _ in range(2):
        async with in_file(tmp_path / "db.sqlite") as database:
            await database.ping()


def modes(folder: Path) -> dict[str, int]:
    """The permissions of each file."""
    return {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}


async def test_only_the_owner_reads_the_file_and_what_lies_beside_it(tmp_path: Path) -> None:
    """Names and trips of people are nobody else's business; the write-ahead log holds them too."""
    async with in_file(tmp_path / "db.sqlite") as database:
        await database.ping()
        held = modes(tmp_path)
    assert len(held) >= 2
    assert set(held.values()) == {0o600}


async def refusal(path: Path) -> str:
    """What migrating this file is answered with."""
    database = Database(f"sqlite+aiosqlite:///{path}")
    with pytest.raises(DatabaseError) as caught:
        await migrate(database)
    await database.close()
    return str(caught.value)


async def test_a_foreign_database_is_left_alone(tmp_path: Path) -> None:
    """A file with other tables is named and refused."""
    path = tmp_path / "other.sqlite"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE recipes (name TEXT)")
    other.close()
    said = await refusal(path)
    assert "other tables than Reisgenoot's" in said
    assert "other.sqlite" in said


async def test_a_newer_database_is_left_alone(tmp_path: Path) -> None:
    """An older program does not touch what a newer one wrote."""
    path = tmp_path / "db.sqlite"
    async with in_file(path):
        pass
    with sqlite3.connect(path) as newer:
        newer.execute("UPDATE alembic_version SET version_num = '9999'")
    newer.close()
    assert "newer Reisgenoot (revision 9999)" in await refusal(path)


async def test_a_file_that_is_no_database_is_refused_in_words(tmp_path: Path) -> None:
    """Someone's holiday picture stays a picture."""
    path = tmp_path / "picture.jpg"
    path.write_bytes(b"\xff\xd8" * 4000)
    assert "file is not a database" in await refusal(path)
    assert path.read_bytes() == b"\xff\xd8" * 4000


async def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    """Nothing is made where nobody asked for it."""
    assert "there is no folder" in await refusal(tmp_path / "away" / "db.sqlite")
