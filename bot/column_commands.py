"""Commands about column mappings: propose, save, list, show, remove. Not here: what they do (services.column_maps)."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from bot import app as application
from bot.console import Json, done, print_error, print_json
from bot.imports.mapping_file import mapping_text
from bot.imports.proposal import propose as draft
from bot.services import column_maps
from bot.settings import read_settings

commands = typer.Typer(
    no_args_is_help=True,
    help="How tables of other systems (.csv, .tsv, .xlsx) are read: which column is what.",
)

Name = Annotated[str, typer.Argument(metavar="NAME", help="Letters, digits, - and _.")]


@commands.command()
def propose(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A table as it comes: .csv, .tsv or .xlsx.")],
) -> None:
    """Print a draft from the headers (en, nl, fr, de) and the values: read it, put it right, save it."""
    print(draft(file), end="")


@commands.command()
def save(
    name: Name,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The mapping, in YAML.")],
) -> None:
    """Keep a mapping, to import with `--columns NAME`."""
    sys.exit(done(_save(name, mapping_text(file))))


async def _save(name: str, text: str) -> int:
    async with application.ledger(read_settings()) as runtime:
        replaced = await column_maps.save(runtime, name, text)
    print(f"{name} is saved{', in place of the one before' if replaced else ''}.")
    return 0


@commands.command("list")
def list_saved(as_json: Json = False) -> None:
    """Every saved mapping."""
    done(_list(as_json=as_json))


async def _list(*, as_json: bool) -> None:
    async with application.ledger(read_settings()) as runtime:
        found = await column_maps.listed(runtime)
    if as_json:
        print_json([{"name": one.name, "saved": one.saved_at.isoformat()} for one in found])
        return
    for one in found:
        print(f"{one.name}: saved {one.saved_at:%Y-%m-%d}")
    if not found:
        print("None yet: `reisgenoot columns propose FILE` drafts the first.")


@commands.command()
def show(name: Name) -> None:
    """Print a mapping as it was saved."""
    sys.exit(done(_show(name)))


async def _show(name: str) -> int:
    async with application.ledger(read_settings()) as runtime:
        found = await column_maps.saved(runtime, name)
    if found is None:
        return _unknown(name)
    print(found.text, end="" if found.text.endswith("\n") else "\n")
    return 0


@commands.command()
def remove(name: Name) -> None:
    """Forget a mapping. What was imported with it stays."""
    sys.exit(done(_remove(name)))


async def _remove(name: str) -> int:
    async with application.ledger(read_settings()) as runtime:
        if not await column_maps.remove(runtime, name):
            return _unknown(name)
    print(f"{name} is removed.")
    return 0


def _unknown(name: str) -> int:
    print_error(f"no column mapping is called {name!r}; `reisgenoot columns list` shows them.")
    return 1
