"""The README's pictures are there, light enough, and what packs them keeps what they show."""

from __future__ import annotations

import re
import struct
import zlib
from pathlib import Path

from tests.support.apng import Frame, moving
from tests.support.png import SIGNATURE, chunk, smaller

ROOT = Path(__file__).parents[2]
HEAVIEST = 2_000_000
RED, WHITE = bytes((200, 0, 0)), bytes((255, 255, 255))


def picture(*rows: bytes) -> bytes:
    """A PNG of RGB rows, unfiltered."""
    header = struct.pack(">IIBBBBB", len(rows[0]) // 3, len(rows), 8, 2, 0, 0, 0)
    body = zlib.compress(b"".join(b"\0" + row for row in rows))
    return SIGNATURE + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def chunks(png: bytes) -> list[tuple[bytes, bytes]]:
    found, at = [], len(SIGNATURE)
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        found.append((png[at + 4 : at + 8], png[at + 8 : at + 8 + length]))
        at += length + 12
    return found


def test_every_picture_of_the_readme_is_there_and_none_is_left_over() -> None:
    """Each file in .readme is shown, each shown file exists, and none is heavier than a page may be."""
    shown = set(re.findall(r"\.readme/([\w.-]+)", (ROOT / "README.md").read_text("utf-8")))
    kept = {path.name for path in (ROOT / ".readme").iterdir()}
    assert shown == kept
    assert [path.name for path in (ROOT / ".readme").iterdir() if path.stat().st_size > HEAVIEST] == []


def test_a_moving_picture_keeps_of_each_frame_what_changed() -> None:
    """Two frames that differ in one pixel: the second is that pixel, in its place, for its time."""
    still = picture(WHITE * 3, WHITE * 3)
    moved = picture(WHITE * 3, WHITE * 2 + RED)
    found = chunks(moving([Frame(png=still, seconds=1.5), Frame(png=moved, seconds=2)]))
    assert [kind for kind, _ in found] == [
        b"IHDR",
        b"acTL",
        b"PLTE",
        b"fcTL",
        b"IDAT",
        b"fcTL",
        b"fdAT",
        b"IEND",
    ]
    told = dict(found)
    assert struct.unpack(">II", told[b"acTL"]) == (2, 0)
    assert struct.unpack(">IIIIIHHBB", told[b"fcTL"]) == (1, 1, 1, 2, 1, 200, 100, 0, 0)
    palette = [told[b"PLTE"][at : at + 3] for at in range(0, len(told[b"PLTE"]), 3)]
    assert palette[zlib.decompress(told[b"fdAT"][4:])[1]] == RED


def test_a_smaller_picture_shows_the_same() -> None:
    """Sizes stay, and colours but for a shade."""
    found = dict(chunks(smaller(picture(WHITE * 2, RED * 2))))
    assert struct.unpack(">II", found[b"IHDR"][:8]) == (2, 2)
    assert zlib.decompress(found[b"IDAT"]) == b"\0" + WHITE * 2 + b"\0" + RED * 2
