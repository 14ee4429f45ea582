"""Commands about content: an overlay to start from, lint, publish, rollback. Not here: what they do (services.publishing, flows.rehearsal)."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from bot import app as application
from bot import content
from bot.console import Json, done, print_error, print_json, progress
from bot.errors import StartRefused
from bot.imports.paper import read_files
from bot.log import set_up_log
from bot.services.publishing import Effect, Published, publish, rollback
from bot.settings import Settings, read_settings
from bot.trip_lint import bounds_of, try_trips
from flows.library.document import OVERLAY, Fault, room_of
from flows.rehearsal.lint import errors, lint

commands = typer.Typer()
folders = typer.Typer(no_args_is_help=True, help="Content of your own.")

Folder = Annotated[
    Path | None,
    typer.Argument(help="A content folder or an overlay, else REISGENOOT_CONTENT, else the shipped content."),
]


@folders.command("example")
def write_example(
    folder: Annotated[Path, typer.Argument(help="A folder that does not exist yet, or is empty.")],
) -> None:
    """Write an overlay to start from: a text reworded, a place added, some Spanish, with comments."""
    if folder.exists() and not (folder.is_dir() and not any(folder.iterdir())):
        raise typer.BadParameter(f"{folder} is there already, and not an empty folder. Name a new one.")
    for name, data in content.example().items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
        print(file.as_posix())
    print(f"Edit it, then: reisgenoot lint {folder}, and reisgenoot publish {folder}.")


@commands.command("lint")
def lint_content(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            help="A content folder, an overlay, or one file of either, else REISGENOOT_CONTENT, else the shipped content. "
            "With --trips: booking files, as for import."
        ),
    ] = None,
    trips: Annotated[
        bool, typer.Option("--trips", help="Play the content over the booking files and made-up bookings.")
    ] = False,
    folder: Annotated[
        Path | None, typer.Option("--content", help="With --trips: the content folder to play.")
    ] = None,
    made: Annotated[
        int, typer.Option("--made", min=0, help="With --trips: how many made-up bookings.")
    ] = 500,
    silence: Annotated[
        int,
        typer.Option("--silence", min=1, help="With --trips: more days than this without a word are told."),
    ] = 60,
    as_json: Json = False,
) -> None:
    """Say what is wrong with the content, in an editor's words. Exit code 1 when something must be mended, 2 when there was
    nothing to play."""
    settings = read_settings()
    if trips:
        sys.exit(_lint_trips(folder or settings.content, paths or [], made, silence, as_json=as_json))
    if paths and len(paths) > 1:
        raise typer.BadParameter("Name one content folder or file. Booking files go with --trips.")
    faults = content_faults(paths[0] if paths else settings.content)
    for fault in faults:
        print(fault)
    broken = len(errors(faults))
    advice = len(faults) - broken
    print(f"{broken} to mend, {advice} to think about." if faults else "Nothing to mend.")
    sys.exit(1 if broken else 0)


def _lint_trips(folder: Path | None, files: list[Path], made: int, silence: int, *, as_json: bool) -> int:
    set_up_log(level="WARNING")
    reading = read_files(files)
    read = list(reading)
    bookings = [booking for booking in read if booking.segments and booking.travellers]
    for one in reading.rejections:
        print_error(f"refused {one.file}{f', row {one.row}' if one.row is not None else ''}: {one.why}")
    for booking in read:
        if booking not in bookings:
            lacks = "no flight, stay or visit is in it" if booking.travellers else "nobody travels on it"
            print_error(f"not played {booking.reference}: {lacks}.")
    if not bookings and not made:
        print_error(
            "nothing was played: name a file with a whole booking, or let some be made up (--made 500)."
        )
        return 2
    with progress() as bar:
        playing = bar.add_task("Playing", total=len(bookings) + made)
        tried = try_trips(
            folder,
            bookings,
            made,
            bounds=bounds_of(silence),
            told=lambda count: bar.update(playing, advance=count),
        )
    if as_json:
        print_json(tried.document())
    else:
        print("\n".join(tried.words()))
    return 1 if tried.findings or reading.rejections else 0


@commands.command("publish")
def publish_content(
    path: Folder = None,
    note: Annotated[str, typer.Option(help="What this edition is about.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say whom it would touch and how.")] = False,
) -> None:
    """Put content in force in the running bot, without a restart. Says whom it touches and how."""
    settings = read_settings()
    path = path or settings.content
    broken = errors(content_faults(path))
    if broken:
        for fault in broken:
            print_error(str(fault))
        print_error("not published: mend these first.")
        sys.exit(1)
    done(_publish(settings, path, note=note, dry_run=dry_run))


async def _publish(settings: Settings, path: Path | None, *, note: str, dry_run: bool) -> None:
    async with application.ledger(settings) as runtime:
        _tell(
            await publish(runtime, content_files(path), note=note, dry_run=dry_run),
            dry_run=dry_run,
        )


@commands.command("rollback")
def roll_back() -> None:
    """Put the edition before the current one in force again."""
    sys.exit(done(_roll_back()))


async def _roll_back() -> int:
    settings = read_settings()
    async with application.ledger(settings) as runtime:
        before = await rollback(runtime, shipped=content_files(settings.content))
        if before is None:
            print_error("there is no edition before the one in force.")
            return 1
        _tell(before, dry_run=False)
        return 0


def _tell(what: Published, *, dry_run: bool) -> None:
    if what.edition is None and not dry_run:
        print("Nothing changed: this content is in force already.")
        return
    for effect in what.effects:
        print(f"{effect.touchpoint}: {_effect(effect)}")
    if not what.effects:
        print("No touchpoint changes.")
    if what.below:
        print(f"The shipped content below the overlay has changed since: {', '.join(what.below)}.")
    print(f"Looked at {what.trips} live trips. What was sent stays as it is.")
    print("Dry run: nothing was published." if dry_run else f"Edition {what.edition} is in force.")


def _effect(effect: Effect) -> str:
    told = [
        f"{count} {words}"
        for count, words in (
            (effect.gain, "will newly get it"),
            (effect.lose, "will no longer get it"),
            (effect.move, "will get it at another time"),
            (effect.reword, "will get the new version"),
        )
        if count
    ]
    return ", ".join(told) or "nobody waits for it now"


def content_faults(path: Path | None) -> list[Fault]:
    """Everything that is wrong with a content folder, or with one file of it.

    Faults of form come first. Those of sense are added as long as what others refer to (words, surveys, …) can be read:
    else they would blame the wrong file. A file outside a content folder is read as if it lay over the shipped one.
    """
    if path is not None and path.is_file():
        file, (root, name) = path, _content_folder(path)
        files, unread = content.gather(root)
        files = {**files, name: path.read_bytes()}
    else:
        file, root, name = None, path, ""
        files, unread = content.gather(path)
    library, misread = content.inspect(files)
    form = [*unread, *misread]
    read = all(room_of(fault.file) == "stages" for fault in form)
    told = [fault for fault in (lint(library, form) if read else form) if fault.file == name or not name]
    return [content.in_folder(fault, root, file) for fault in told]


def _content_folder(file: Path) -> tuple[Path | None, str]:
    """The content folder that a file lies in, as it was named; None for the shipped one; and the file's name below it."""
    whole = file.resolve()
    for folder in whole.parents:
        overlay = content.is_overlay(folder)
        if overlay or ((folder / "stages").is_dir() and (folder / "words").is_dir()):
            name = whole.relative_to(folder)
            named = (
                file.parents[len(name.parts) - 1 :] if file.parts[-len(name.parts) :] == name.parts else ()
            )
            return next(iter(named), folder), f"{OVERLAY if overlay else ''}{name.as_posix()}"
    return None, f"stages/{file.name}"


def content_files(path: Path | None) -> dict[str, bytes]:
    """The content to publish: a folder's, else the shipped."""
    files, faults = content.gather(path)
    if faults:
        raise StartRefused(
            why=str(faults[0]), remedy="Name the folder that holds stages/, words/ and the rest."
        )
    return dict(files)
