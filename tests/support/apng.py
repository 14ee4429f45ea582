"""Screenshots as one moving picture (APNG): 256 colours in all, and of each frame only what changed. Standard library only.

An APNG is a PNG with acTL, fcTL and fdAT chunks; who cannot play it shows the first frame. Not here: reading and packing a
single picture (png).
"""

from __future__ import annotations

import struct
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from tests.support.png import SIGNATURE, chunk, filtered, pixels

COLOURS, CORNERS = 256, 64
KEEP, SOURCE = 0, 0
"""What a frame leaves behind (all), and how it is laid over what was there (in its place)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """png: a screenshot, all of one size. seconds: how long it stays."""

    png: bytes
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """The rectangle that is new. rows: a byte a pixel."""

    left: int
    top: int
    rows: list[bytes]


def moving(frames: Sequence[Frame]) -> bytes:
    """The frames as an endless picture."""
    seen = [pixels(frame.png) for frame in frames]
    width, height, _ = seen[0]
    palette = _palette([rows for _, _, rows in seen])
    numbered = _numbered([rows for _, _, rows in seen], palette)
    told = [
        SIGNATURE,
        chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
        chunk(b"acTL", struct.pack(">II", len(frames), 0)),
        chunk(b"PLTE", b"".join(palette)),
    ]
    count = 0
    for number, frame in enumerate(frames):
        before = numbered[number - 1] if number else None
        part = _changed(before, numbered[number])
        told.append(chunk(b"fcTL", struct.pack(">I", count) + _control(part, frame.seconds)))
        count += 1
        body = zlib.compress(filtered(part.rows), 9)
        if before is None:
            told.append(chunk(b"IDAT", body))
            continue
        told.append(chunk(b"fdAT", struct.pack(">I", count) + body))
        count += 1
    return b"".join((*told, chunk(b"IEND", b"")))


def _control(part: _Part, seconds: float) -> bytes:
    width, height = len(part.rows[0]), len(part.rows)
    placed = struct.pack(">IIII", width, height, part.left, part.top)
    return placed + struct.pack(">HHBB", round(seconds * 100), 100, KEEP, SOURCE)


def _palette(pictures: Sequence[list[bytes]]) -> list[bytes]:
    """The colours that cover most, and the commonest of each corner of the rest, so that a small green tick stays green.
    What is left over goes to the nearest of them."""
    counts: Counter[bytes] = Counter()
    for rows in pictures:
        for row in set(rows):
            counts.update(row[at : at + 3] for at in range(0, len(row), 3))
    ordered = [colour for colour, _ in counts.most_common()]
    palette = ordered[: COLOURS - CORNERS]
    met = {_corner(colour) for colour in palette}
    for colour in ordered[len(palette) :]:
        if _corner(colour) not in met and len(palette) < COLOURS:
            met.add(_corner(colour))
            palette.append(colour)
    return palette


def _corner(colour: bytes) -> tuple[int, ...]:
    """Which of the cubes of colour it lies in, four along each edge."""
    return tuple(part >> 6 for part in colour)


def _numbered(pictures: Sequence[list[bytes]], palette: list[bytes]) -> list[list[bytes]]:
    """Each picture as rows of palette numbers; a row that was seen before is not worked out again."""
    numbers = {colour: number for number, colour in enumerate(palette)}
    rows: dict[bytes, bytes] = {}

    def number(colour: bytes) -> int:
        if colour not in numbers:
            red, green, blue = colour
            numbers[colour] = min(
                range(len(palette)),
                key=lambda at: (
                    (palette[at][0] - red) ** 2 + (palette[at][1] - green) ** 2 + (palette[at][2] - blue) ** 2
                ),
            )
        return numbers[colour]

    def line(row: bytes) -> bytes:
        if row not in rows:
            rows[row] = bytes(number(row[at : at + 3]) for at in range(0, len(row), 3))
        return rows[row]

    return [[line(row) for row in picture] for picture in pictures]


def _changed(before: list[bytes] | None, after: list[bytes]) -> _Part:
    """The smallest rectangle that holds every difference; one pixel where there is none."""
    if before is None:
        return _Part(left=0, top=0, rows=after)
    touched = [at for at, (old, new) in enumerate(zip(before, after, strict=True)) if old != new]
    if not touched:
        return _Part(left=0, top=0, rows=[after[0][:1]])
    top, bottom = touched[0], touched[-1] + 1
    width = len(after[0])
    left, right = width, 0
    for at in touched:
        different = [x for x, (old, new) in enumerate(zip(before[at], after[at], strict=True)) if old != new]
        left, right = min(left, different[0]), max(right, different[-1] + 1)
    return _Part(left=left, top=top, rows=[row[left:right] for row in after[top:bottom]])
