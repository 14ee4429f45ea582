"""Make a screenshot's file smaller: a few shades fewer, better packed. Nothing but the standard library.

Not here: taking the screenshot (screenshots), several of them in one moving picture (apng).
"""

from __future__ import annotations

import struct
import zlib

SIGNATURE = b"\x89PNG\r\n\x1a\n"
SHADES = bytes(min(255, (value + 2) // 5 * 5) for value in range(256))


def smaller(png: bytes) -> bytes:
    """The same picture (8 bits, RGB or RGBA, not interlaced) as RGB with 52 shades a channel."""
    width, height, rows = pixels(png)
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(filtered(rows), 9)
    return SIGNATURE + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def pixels(png: bytes) -> tuple[int, int, list[bytes]]:
    """Width, height and the rows as RGB with 52 shades a channel."""
    width, height, channels, packed = _read(png)
    rows = _rows(zlib.decompress(packed), width * channels, channels, height)
    if channels == 4:
        rows = [b"".join(row[at : at + 3] for at in range(0, len(row), 4)) for row in rows]
    return width, height, [row.translate(SHADES) for row in rows]


def _read(png: bytes) -> tuple[int, int, int, bytes]:
    at, packed, width, height, channels = len(SIGNATURE), b"", 0, 0, 0
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        kind, data = png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        if kind == b"IHDR":
            width, height, depth, colour, _, _, interlaced = struct.unpack(">IIBBBBB", data)
            channels = {2: 3, 6: 4}[colour]
            assert (depth, interlaced) == (8, 0), "a screenshot has 8 bits and is not interlaced"
        elif kind == b"IDAT":
            packed += data
        at += length + 12
    return width, height, channels, packed


def _rows(raw: bytes, stride: int, step: int, height: int) -> list[bytes]:
    """Undo the five filters of PNG."""
    rows: list[bytes] = []
    above = bytes(stride)
    for number in range(height):
        start = number * (stride + 1)
        kind, row = raw[start], bytearray(raw[start + 1 : start + 1 + stride])
        for at in range(stride if kind else 0):
            left = row[at - step] if at >= step else 0
            corner = above[at - step] if at >= step else 0
            row[at] = (row[at] + _guess(kind, left, above[at], corner)) & 255
        above = bytes(row)
        rows.append(above)
    return rows


def _guess(kind: int, left: int, up: int, corner: int) -> int:
    if kind < 3:
        return (0, left, up)[kind]
    if kind == 3:
        return (left + up) // 2
    near = left + up - corner
    away = (abs(near - left), abs(near - up), abs(near - corner))
    return (left, up, corner)[away.index(min(away))]


def filtered(rows: list[bytes]) -> bytes:
    """Rows that repeat what stands above cost next to nothing; of other rows the plain bytes pack best."""
    packed = bytearray()
    above = b""
    for row in rows:
        same = row == above
        packed += b"\x02" + bytes(len(row)) if same else b"\x00" + row
        above = row
    return bytes(packed)


def chunk(kind: bytes, data: bytes) -> bytes:
    """One chunk of a PNG: its length, kind, data and check."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
