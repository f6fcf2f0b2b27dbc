"""A plain picture for a customer's photo: the page needs something to show, and the bot never looks at it."""

from __future__ import annotations

import struct
import zlib
from functools import cache

WIDTH, HEIGHT = 320, 200


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


@cache
def picture() -> bytes:
    """A PNG: a soft evening gradient, 320 by 200."""
    rows = []
    for y in range(HEIGHT):
        share = y / HEIGHT
        colour = bytes((int(122 + 104 * share), int(150 + 30 * share), int(168 - 28 * share)))
        rows.append(b"\0" + colour * WIDTH)
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", zlib.compress(b"".join(rows), 9))
        + _chunk(b"IEND", b"")
    )
