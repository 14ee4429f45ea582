"""Bring the database to the newest tables, by Alembic; every process does it at its start.

Not here: the steps themselves (migrations/versions).
"""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect
from sqlalchemy.exc import SQLAlchemyError

from bot.errors import DatabaseError
from bot.storage.database import Database

PRIVATE = 0o600
MIGRATIONS = Path(__file__).parent / "migrations"


def alembic_config(connection: Connection | None = None) -> Config:
    """Alembic's settings; they live here so that the wheel needs no file beside it."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


async def migrate(database: Database) -> None:
    """Create or upgrade every table. A database in memory is made at once. Raises DatabaseError."""
    if database.in_memory:
        await database.create()
        return
    if database.path is not None:
        _writable(database)
    try:
        async with database.writer.begin() as connection:
            await connection.run_sync(_upgrade, database.name)
    except SQLAlchemyError as error:
        raise DatabaseError(
            database=database.name,
            why=str(getattr(error, "orig", None) or error),
            remedy="Check that the file is a Reisgenoot database, can be written to, and that the disk has room.",
        ) from error


def _writable(database: Database) -> None:
    assert database.path is not None, "asked only for files"
    folder = database.path.parent
    if not folder.is_dir():
        raise DatabaseError(
            database=database.name,
            why=f"there is no folder {folder}",
            remedy="Make it, or set REISGENOOT_DATABASE to a file elsewhere.",
        )
    if database.path.is_dir():
        raise DatabaseError(
            database=database.name,
            why="it is a folder",
            remedy="Set REISGENOOT_DATABASE to a file in it.",
        )
    try:
        # Names, trips and questions of people: for the owner's eyes only. SQLite gives the files it lays beside this
        # one the same mode, so it must hold before the first connection.
        database.path.touch(mode=PRIVATE)
        database.path.chmod(PRIVATE)
    except OSError as error:
        raise DatabaseError(
            database=database.name,
            why=f"the file cannot be opened: {error.strerror}",
            remedy="Check its permissions, or set REISGENOOT_DATABASE to a file elsewhere.",
        ) from error


def _upgrade(connection: Connection, name: str) -> None:
    tables = set(inspect(connection).get_table_names())
    if tables and "alembic_version" not in tables:
        raise DatabaseError(
            database=name,
            why="it holds other tables than Reisgenoot's",
            remedy="Set REISGENOOT_DATABASE to a file of its own.",
        )
    config = alembic_config(connection)
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    held = _held(connection) if tables else None
    if held is not None and held not in known:
        raise DatabaseError(
            database=name,
            why=f"it was written by a newer Reisgenoot (revision {held})",
            remedy="Start the newer version, or restore a backup.",
        )
    command.upgrade(config, "head")


def _held(connection: Connection) -> str | None:
    found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return str(found) if found is not None else None
