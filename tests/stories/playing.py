"""Plays a story's booking file on paper, through the real services. Not here: what must hold of it (contract)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from bot import content
from bot.app import rehearsing
from bot.imports.paper import read_files
from bot.rehearsal_report import rehearsal_words
from bot.rehearsing.playing import play
from bot.services.rehearsal import Options
from flows.library.library import Library
from flows.rehearsal.transcript import PlayedTrip
from flows.trips.trip import Booking


@lru_cache(maxsize=1)
def shipped() -> Library:
    """The shipped content."""
    return content.load()


def with_offers(library: Library, offers: Iterable[str]) -> Library:
    """The library with these offers switched on."""
    wanted = set(offers)
    assert wanted <= set(library.offers), wanted - set(library.offers)
    on = {name: replace(offer, on=offer.on or name in wanted) for name, offer in library.offers.items()}
    return replace(library, offers=on)


async def play_booking(booking: Booking, options: Options, library: Library | None = None) -> PlayedTrip:
    """One booking on a database of its own, by the road of `reisgenoot rehearse`."""
    async with rehearsing(library or shipped()) as (runtime, clock):
        return await play(runtime, clock, booking, options)


async def play_file(paper: Path, options: Options, library: Library | None = None) -> list[PlayedTrip]:
    """Every booking of a file, in the order of the file. Nothing of it may be refused."""
    reading = read_files([paper])
    played = [await play_booking(booking, options, library) for booking in reading]
    assert not reading.rejections, reading.rejections
    return played


def told(played: Iterable[PlayedTrip]) -> str:
    """The transcript, as `reisgenoot rehearse` prints it."""
    return "\n".join(line for trip in played for line in rehearsal_words(trip))
