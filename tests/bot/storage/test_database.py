"""Sessions: no update is lost, readers are not kept, troubles are told in words."""

from __future__ import annotations

import asyncio
import sqlite3
import sys
from pathlib import Path

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from bot.errors import DatabaseError
from bot.storage.database import Database
from bot.storage.marks import MarkRow, mark, set_mark
from tests.support.ledger import in_file

COUNTING = """
import asyncio, sys
from bot.storage.database import Database
from bot.storage.marks import mark, set_mark

async def count():
    database = Database(sys.argv[1])
    for _ in range(60):
        async with database.write() as session:
            await set_mark(session, "count", str(int(await mark(session, "count") or 0) + 1))
    await database.close()

asyncio.run(count())
"""


async def add_one(database: Database) -> None:
    """Read, think, write."""
    async with database.write() as session:
        held = int(await mark(session, "count") or 0)
        await asyncio.sleep(0)
        await set_mark(session, "count", str(held + 1))


async def counted(database: Database) -> int:
    """How far the count came."""
    async with database.read() as session:
        return int(await mark(session, "count") or 0)


async def test_two_writers_lose_no_update(tmp_path: Path) -> None:
    """Two hundred increments through two databases on one file are two hundred."""
    async with in_file(tmp_path / "db.sqlite") as one, in_file(tmp_path / "db.sqlite") as two:
        await asyncio.gather(*(add_one(each) for each in (one, two) for _ in range(100)))
        assert await counted(one) == 200


async def test_two_processes_lose_no_update(tmp_path: Path) -> None:
    """The same with a process of its own beside us."""
    async with in_file(tmp_path / "db.sqlite") as database:
        other = await asyncio.create_subprocess_exec(sys.executable, "-c", COUNTING, str(database.url))
        for _ in range(60):
            await add_one(database)
        assert await other.wait() == 0
        assert await counted(database) == 120


async def test_readers_are_not_kept_by_a_writer(tmp_path: Path) -> None:
    """While a transaction is open, readers see what was before it."""
    async with in_file(tmp_path / "db.sqlite", patience=0.05) as database:
        await add_one(database)
        async with database.write() as session:
            await set_mark(session, "count", "99")
            await session.flush()
            assert await asyncio.gather(*(counted(database) for _ in range(8))) == [1] * 8
        assert await counted(database) == 99


async def test_a_failed_transaction_leaves_nothing(tmp_path: Path) -> None:
    """What was written before the error is rolled back; the error stays what it was."""
    async with in_file(tmp_path / "db.sqlite") as database:
        with pytest.raises(KeyError):
            async with database.write() as session:
                await set_mark(session, "count", "7")
                raise KeyError("a fault of ours")
        assert await counted(database) == 0
        with pytest.raises(IntegrityError):
            async with database.write() as session:
                session.add_all([MarkRow(name="a", value="1"), MarkRow(name="a", value="2")])


async def test_a_locked_database_says_so(tmp_path: Path) -> None:
    """Another program holds the file: the words name it and what to do."""
    async with in_file(tmp_path / "db.sqlite", patience=0.05) as database:
        holder = sqlite3.connect(tmp_path / "db.sqlite", isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseError, match=r"database is locked.* Another program holds it"):
            await add_one(database)
        holder.close()
        await add_one(database)


async def test_a_read_only_database_says_so(tmp_path: Path) -> None:
    """A file that may only be read is found by the check and by the first write."""
    async with in_file(tmp_path / "db.sqlite"):
        pass
    database = Database(f"sqlite+aiosqlite:///file:{tmp_path}/db.sqlite?mode=ro&uri=true")
    with pytest.raises(DatabaseError, match="readonly"):
        await database.ping()
    with pytest.raises(DatabaseError, match="readonly"):
        await add_one(database)
    await database.close()


async def test_a_full_disk_says_so_and_loses_nothing(tmp_path: Path) -> None:
    """What was stored before stays; the transaction that did not fit is rolled back."""
    async with in_file(tmp_path / "db.sqlite") as database:
        await add_one(database)
        with pytest.raises(DatabaseError, match=r"full.* Make room on the disk"):
            async with database.write() as session:
                connection = await session.connection()
                await connection.exec_driver_sql("PRAGMA max_page_count=1")
                await set_mark(session, "large", "x" * 1_000_000)
        assert await counted(database) == 1


async def test_a_closed_database_says_so(tmp_path: Path) -> None:
    """Work that comes after the end is refused in words."""
    async with in_file(tmp_path / "db.sqlite") as database:
        pass
    with pytest.raises(DatabaseError, match="closed already"):
        await add_one(database)
    with pytest.raises(DatabaseError, match="closed already"):
        await counted(database)


async def test_a_plain_path_is_a_sqlite_file(tmp_path: Path) -> None:
    """Who names a file means SQLite."""
    database = Database(str(tmp_path / "trips.db"))
    assert database.path == tmp_path / "trips.db"
    await database.close()


@pytest.mark.parametrize("url", ["://nonsense", "postgresql://user:secret@host/db"])
def test_another_url_is_refused_without_its_password(url: str) -> None:
    """A password is never told."""
    with pytest.raises(DatabaseError) as caught:
        Database(url)
    assert "secret" not in str(caught.value)


async def test_an_error_about_a_statement_does_not_tell_what_people_wrote(tmp_path: Path) -> None:
    """Its words go to the log; the values of a statement do not."""
    async with in_file(tmp_path / "db.sqlite") as database:
        with pytest.raises(IntegrityError) as refused:
            async with database.write() as session:
                for _ in range(2):
                    await session.execute(insert(MarkRow).values(name="note", value="a secret"))
        assert "marks.name" in str(refused.value)
        assert "secret" not in str(refused.value)
