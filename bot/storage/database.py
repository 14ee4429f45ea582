"""The database: engines, sessions, and the pragmas without which SQLite loses updates (DESIGN §5).

Not here: tables (their own rooms) and migrations (migrations/).
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager, nullcontext
from pathlib import Path
from sqlite3 import Error as SqliteError

from sqlalchemy import event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import DatabaseError as NotADatabase
from sqlalchemy.exc import TimeoutError as NoConnection
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.pool import StaticPool
from sqlmodel import col, delete

from bot.errors import DatabaseError
from bot.storage.marks import MarkRow
from bot.storage.tables import layout

MEMORY = "sqlite+aiosqlite://"

PATIENCE = 30.0
"""Seconds that a writer waits for another process's transaction to end."""


class Database:
    """Sessions that write (one at a time on SQLite) and sessions that only read.

    patience: seconds to wait for another process's transaction. A trouble of the database itself (locked, full,
    read-only, closed, damaged) is a DatabaseError wherever it shows; what a statement did wrong stays what it was.
    """

    def __init__(self, url: str, *, patience: float = PATIENCE) -> None:
        self.url = _url(url)
        self.in_memory = self.url.get_backend_name() == "sqlite" and not self.url.database
        self._closed = False
        self._writer = _engine(self.url, writer=True, in_memory=self.in_memory, patience=patience)
        self._reader = (
            self._writer
            if self.in_memory
            else _engine(self.url, writer=False, in_memory=False, patience=patience)
        )
        self._write = async_sessionmaker(self._writer, expire_on_commit=False)
        self._read = async_sessionmaker(self._reader, expire_on_commit=False)
        # In memory there is one connection: transactions take turns.
        self._turn: AbstractAsyncContextManager[None] = asyncio.Lock() if self.in_memory else nullcontext()

    @property
    def path(self) -> Path | None:
        """The SQLite file, or None for another database or memory."""
        if self.url.get_backend_name() != "sqlite" or not self.url.database:
            return None
        return Path(self.url.database)

    @property
    def name(self) -> str:
        """The URL without its password, for people."""
        return self.url.render_as_string(hide_password=True)

    @property
    def writer(self) -> AsyncEngine:
        """The engine that writes; for migrations and checks."""
        return self._writer

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncSession]:
        """One transaction: commits at the end, rolls back on any error. Raises DatabaseError."""
        with self._translated():
            async with self._turn, self._write() as session, session.begin():
                yield session

    @asynccontextmanager
    async def tried(self) -> AsyncIterator[AsyncSession]:
        """A transaction that may write and is always rolled back: to see what would become of something. It holds the lock
        of those who write. Raises DatabaseError."""
        with self._translated():
            async with self._turn, self._write() as session:
                try:
                    yield session
                finally:
                    await session.rollback()

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """A consistent view; never writes. Raises DatabaseError."""
        with self._translated():
            async with self._turn, self._read() as session:
                yield session

    async def ping(self) -> None:
        """Raises DatabaseError when nothing can be written."""
        async with self.write() as session:
            # Taking the lock is not writing: a file that is read-only or full shows only here.
            await session.execute(delete(MarkRow).where(col(MarkRow.name) == ""))

    async def create(self) -> None:
        """Make every table at once; for a database in memory (files go through the migrations)."""
        async with self._writer.connect() as connection:
            raw = await connection.get_raw_connection()
            assert raw.driver_connection is not None, "it was just opened"
            await raw.driver_connection.executescript(layout())

    async def close(self) -> None:
        """Close every connection; nothing can be read or written from then on."""
        self._closed = True
        await self._writer.dispose()
        if self._reader is not self._writer:
            await self._reader.dispose()

    @contextmanager
    def _translated(self) -> Iterator[None]:
        if self._closed:
            raise self._trouble("it was closed already")
        try:
            yield
        except OperationalError as error:
            raise self._trouble(str(error.orig)) from error
        except NoConnection as error:
            raise self._trouble("it is too busy: no connection came free") from error
        except (InterfaceError, SqliteError) as error:
            raise self._trouble(str(error)) from error
        except DBAPIError as error:
            # "file is not a database", "disk image is malformed"; its subclasses are faults of a statement.
            if type(error) is not NotADatabase:
                raise
            raise self._trouble(str(error.orig)) from error

    def _trouble(self, why: str) -> DatabaseError:
        return DatabaseError(database=self.name, why=why, remedy=_remedy(why))


def _url(url: str) -> URL:
    remedy = "REISGENOOT_DATABASE takes a file's path, or sqlite+aiosqlite:///FILE."
    try:
        parsed = make_url(url if "://" in url else f"sqlite+aiosqlite:///{url}")
    except ArgumentError as error:
        raise DatabaseError(database=url, why="this is no database URL", remedy=remedy) from error
    if parsed.drivername == "sqlite":
        parsed = parsed.set(drivername="sqlite+aiosqlite")
    if parsed.get_backend_name() != "sqlite":
        raise DatabaseError(
            database=parsed.render_as_string(hide_password=True),
            why="only SQLite is supported yet",
            remedy=remedy,
        )
    if parsed.database == ":memory:":
        parsed = parsed.set(database=None)
    return parsed


def _remedy(why: str) -> str:
    if "locked" in why or "busy" in why:
        return "Another program holds it: end that, or wait until it has finished."
    if "full" in why or "disk I/O" in why:
        return "Make room on the disk; nothing that was stored is lost."
    return "Check that its folder exists, that the file is Reisgenoot's and can be written to, and has room."


def _engine(url: URL, *, writer: bool, in_memory: bool, patience: float) -> AsyncEngine:
    if in_memory:
        engine = create_async_engine(url, poolclass=StaticPool, hide_parameters=True)
    else:
        # What people wrote stands in the parameters: an error about a statement goes to the log without them.
        engine = create_async_engine(
            url,
            pool_size=1 if writer else 4,
            max_overflow=0,
            pool_timeout=2 * patience,
            hide_parameters=True,
        )

    @event.listens_for(engine.sync_engine, "connect")
    def _connected(connection: DBAPIConnection, _: object) -> None:
        # We say BEGIN ourselves: the driver's own begins too late, and two writers then lose updates silently.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute(f"PRAGMA busy_timeout={int(patience * 1000)}")
        if not in_memory:
            cursor.execute("PRAGMA journal_mode=WAL")
            cursor.execute("PRAGMA synchronous=FULL")
            if not writer:
                cursor.execute("PRAGMA query_only=ON")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def _begun(connection: object) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writer else "BEGIN")  # type: ignore[attr-defined]

    return engine
