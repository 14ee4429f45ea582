"""What every test's own database would do anew, done once a process: statements compiled, migrations run.

A third of the time of tests with a database went into that. Rows, files and connections stay each database's own; a
database that holds anything is migrated as ever. Not here: what is asserted of migrations (tests.bot.storage).
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Engine, inspect
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.aiosqlite import SQLiteDialect_aiosqlite
from sqlalchemy.util import LRUCache

from bot.storage import migrating

COMPILED: LRUCache[Any, Any] = LRUCache(3000)
_migrated: list[str] = []


class OneDialect(SQLiteDialect_aiosqlite):
    """Every engine's dialect is the same as every other's: a compiled statement is kept under it."""

    supports_statement_cache = True

    def __hash__(self) -> int:
        return hash(OneDialect)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, OneDialect)

    @classmethod
    def engine_created(cls, engine: Engine) -> None:
        """All engines keep what they compile in one place."""
        engine.update_execution_options(compiled_cache=COMPILED)


def share_what_is_compiled() -> None:
    """From now on databases of this process compile a statement, and run the migrations of a new file, once between them."""
    registry.register("sqlite.aiosqlite", __name__, OneDialect.__name__)
    upgraded = migrating._upgrade

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

    migrating._upgrade = upgrades


def _layout(connection: Connection) -> list[str]:
    """The statements that make what is there: tables first."""
    found = connection.exec_driver_sql(
        "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY type <> 'table'"
    )
    return [str(statement) for statement in found.scalars()]
