"""Commands about bookings: import, invite. Not here: what they do (services), rehearse (rehearsal_commands)."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from bot import app as application
from bot.console import Json, done, print_error, print_json, progress
from bot.errors import ImportStopped
from bot.import_report import STOPPED, ImportReport, exit_code
from bot.imports.kinds import TOLD
from bot.imports.mapping import ColumnMap, read_mapping
from bot.imports.mapping_file import mapping_text
from bot.imports.paper import read_files
from bot.imports.table import template
from bot.services import column_maps
from bot.services.intake import intake
from bot.services.invitations import reissue
from bot.settings import read_settings
from bot.steps.take_in import Outcome, TakenIn

commands = typer.Typer()


@commands.command("import")
def import_files(
    files: Annotated[list[Path] | None, typer.Argument(help=f"Any of: {TOLD}.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen; store nothing.")] = False,
    force: Annotated[
        bool,
        typer.Option("--force", help="Take in what is suspicious or would be stopped: a person has looked."),
    ] = False,
    columns: Annotated[
        str | None,
        typer.Option(
            metavar="NAME|FILE",
            help="How tables of another system are read: a saved mapping or a YAML file (see `columns`).",
        ),
    ] = None,
    reference: Annotated[
        str | None,
        typer.Option(help="The booking that all of these files belong to, whatever number they print."),
    ] = None,
    as_json: Json = False,
    show_template: Annotated[bool, typer.Option("--template", help="Print a CSV to start from.")] = False,
) -> None:
    """Read bookings in. Exit code: 0 all in, 1 some refused or held back, 2 nothing readable, 3 stopped: the file would
    cancel or move too many trips, and nothing of it was touched."""
    if show_template:
        print(template(), end="")
        return
    if not files:
        raise typer.BadParameter("Name at least one file, or --template for a CSV to start from.")
    sys.exit(
        done(
            _import(
                files,
                dry_run=dry_run,
                force=force,
                columns=_mapping(columns),
                reference=reference,
                as_json=as_json,
            )
        )
    )


async def _import(
    files: list[Path],
    *,
    dry_run: bool,
    force: bool,
    columns: ColumnMap | str | None,
    reference: str | None,
    as_json: bool,
) -> int:
    async with application.ledger(read_settings(), named=not dry_run) as runtime:
        opened = partial(
            read_files,
            files,
            columns=await column_maps.named(runtime, columns) if isinstance(columns, str) else columns,
            reference=reference,
            today=runtime.clock.trip().date(),
        )
        report = ImportReport(runtime.join_link, keep=as_json, forced=force and not dry_run)
        with progress() as bar:
            read = bar.add_task("Reading", total=None)
            stored = bar.add_task("Checking" if dry_run else "Storing", total=None)
            reading = opened(progress=lambda so_far, total: bar.update(read, completed=so_far, total=total))

            def told(taken: TakenIn) -> None:
                report.add(taken)
                bar.update(stored, advance=1, total=reading.found or None)

            try:
                report.verdict = await intake(
                    runtime,
                    reading,
                    dry_run=dry_run,
                    told=told,
                    refused=report.refuse,
                    ahead=opened(),
                    force=force,
                )
            except ImportStopped as stopped:
                if as_json:
                    print_json({"stopped": list(stopped.verdict.lines)})
                print_error(str(stopped))
                return STOPPED
        rejections = (*reading.rejections, *report.broken)
        if as_json:
            print_json(report.document(rejections, notes=reading.notes))
        else:
            print("\n".join(report.words(rejections, notes=reading.notes, dry_run=dry_run)))
        refused = len(rejections) + report.counts[Outcome.SUSPICIOUS]
        return exit_code(readable=reading.readable, rejected=refused)


def _mapping(name: str | None) -> ColumnMap | str | None:
    """The mapping in the file of this name; else the name, for a saved one."""
    if name is None or not Path(name).is_file():
        return name
    return read_mapping(name, mapping_text(Path(name)))


@commands.command()
def invite(
    reference: Annotated[str, typer.Argument(help="The booking's reference.")], as_json: Json = False
) -> None:
    """Revoke the ways in of a booking and issue new ones."""
    sys.exit(done(_invite(reference, as_json=as_json)))


async def _invite(reference: str, *, as_json: bool) -> int:
    async with application.ledger(read_settings(), named=True) as runtime:
        issued = await reissue(runtime, reference)
        if issued is None:
            print_error(f"no booking {reference!r} is held. Import it first.")
            return 1
        if not issued:
            print_error(
                f"nobody can join {reference} any more: its ways in end 7 days after departure. "
                "Answer its travellers in person."
            )
            return 1
        links = [(one.name, one.code, runtime.join_link(one.token)) for one in issued]
    if as_json:
        shown = [{"traveller": name, "code": code, "url": url} for name, code, url in links]
        print_json({"reference": reference, "links": shown})
    else:
        for name, code, url in links:
            print(f"{name}: code {code}" + (f"  {url}" if url else ""))
    return 0
