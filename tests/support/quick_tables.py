"""What every test's own database would do anew, done once a process: statements compiled, tables laid out, migrations run.

A third of the time of tests with a database went into that. Rows, files and connections stay each database's own; a
database that holds anything is migrated as ever. Not here: what is asserted of migrations (tests.bot.storage).
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, inspect
from sqlalchemy.dialects.sqlite.aiosqlite import SQLiteDialect_aiosqlite
from sqlalchemy.util import LRUCache

from bot.storage import migrating
from bot.storage.database import Database

COMPILED: LRUCache[Any, Any] = LRUCache(3000)
_created: list[str] = []
_migrated: list[str] = []


def share_what_is_compiled() -> None:
    """From now on databases of this process compile a statement once between them, and lay out tables from one script."""
    opened, created, upgraded = Database.__init__, Database.create, migrating._upgrade

    def opens(self: Database, *given: Any, **more: Any) -> None:
        opened(self, *given, **more)
        for engine in {self._writer, self._reader}:
            engine.sync_engine.update_execution_options(compiled_cache=COMPILED)

    async def creates(self: Database) -> None:
        if not self.in_memory:
            await created(self)
        elif not _created:
            await created(self)
            async with self._writer.connect() as connection:
                _created.extend(await connection.run_sync(_layout))
        else:
            async with self._writer.connect() as connection:
                raw = await connection.get_raw_connection()
                assert raw.driver_connection is not None, "it was just opened"
                await raw.driver_connection.executescript(";\n".join(_created))

    def upgrades(connection: Connection, name: str) -> None:
        if inspect(connection).get_table_names():
            upgraded(connection, name)
        elif not _migrated:
            upgraded(connection, name)
            (reached,) = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalars()
            _migrated.extend([*_layout(connection), f"INSERT INTO alembic_version VALUES ('{reached}')"])
        else:
            for statement in _migrated:
                connection.exec_driver_sql(statement)

    # The dialect is part of what a compiled statement is kept under, and each engine has its own of the same kind.
    SQLiteDialect_aiosqlite.__hash__ = lambda self: hash(type(self))  # type: ignore[method-assign]
    SQLiteDialect_aiosqlite.__eq__ = lambda self, other: type(self) is type(other)  # type: ignore[method-assign]
    Database.__init__, Database.create = opens, creates  # type: ignore[method-assign]
    migrating._upgrade = upgrades


def _layout(connection: Connection) -> list[str]:
    """The statements that make what is there: tables first."""
    found = connection.exec_driver_sql(
        "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY type <> 'table'"
    )
    return [str(statement) for statement in found.scalars()]
