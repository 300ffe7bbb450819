"""Pictures of QR codes for the tests: as PNG files, and as a video for the browser's fake camera."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable

import segno

MODULE = 7
"""Pixels of a module; a code of 37 modules with its quiet zone is 315 pixels wide."""
QUIET = 4

Rows = list[bytearray]
"""Grey values, a row of the picture each."""


def blank(width: int = 640, height: int = 480) -> Rows:
    """Return a picture of paper without anything on it."""
    return [bytearray(b"\xe8" * width) for _ in range(height)]


def coded(*texts: str, height: int = 480) -> Rows:
    """Return a picture with a code for each text, side by side."""
    codes = [segno.make(text, error="q", micro=False).matrix for text in texts]
    sides = [(len(code) + 2 * QUIET) * MODULE for code in codes]
    rows = blank(max(640, sum(sides) + MODULE * (len(sides) + 1)), max(height, *sides))
    left = MODULE
    for code, side in zip(codes, sides, strict=True):
        _draw(rows, code, left, (len(rows) - side) // 2)
        left += side + MODULE
    return rows


def _draw(rows: Rows, code: Iterable[Iterable[int]], left: int, top: int) -> None:
    matrix = [list(row) for row in code]
    edge = bytes(QUIET)
    for number, row in enumerate([[0] * len(matrix)] * QUIET + matrix + [[0] * len(matrix)] * QUIET):
        line = b"".join((b"\x18" if dark else b"\xff") * MODULE for dark in (*edge, *row, *edge))
        for y in range(top + number * MODULE, top + (number + 1) * MODULE):
            rows[y][left : left + len(line)] = line


def png(rows: Rows) -> bytes:
    """Return the picture as a PNG file."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    head = struct.pack(">IIBBBBB", len(rows[0]), len(rows), 8, 0, 0, 0, 0)
    body = zlib.compress(b"".join(b"\0" + row for row in rows))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def video(rows: Rows) -> bytes:
    """Return a video of the still picture (YUV4MPEG2), its width and height even."""
    width, height = len(rows[0]) & ~1, len(rows) & ~1
    light = b"".join(row[:width] for row in rows[:height])
    colours = b"\x80" * (width * height // 2)
    return f"YUV4MPEG2 W{width} H{height} F10:1 Ip A1:1 C420\nFRAME\n".encode() + light + colours
