"""A screenshot is made smaller without changing what it shows."""

import struct
import zlib

import pytest

from tools.png import SIGNATURE, chunk, read, shrink, size, unfilter


def picture(rows: list[list[tuple[int, ...]]], filters: list[int] | None = None, colour: int = 2) -> bytes:
    """A PNG of these pixels; `filters` are named per line, and the lines are taken as filtered already."""
    header = struct.pack(">IIBBBBB", len(rows[0]), len(rows), 8, colour, 0, 0, 0)
    kinds = filters or [0] * len(rows)
    raw = b"".join(
        bytes([kind]) + bytes(v for pixel in row for v in pixel) for kind, row in zip(kinds, rows, strict=True)
    )
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(raw)), (b"IEND", b""))
    return SIGNATURE + b"".join(chunk(name, data) for name, data in parts)


def test_a_picture_of_few_colours_keeps_each():
    red, white = (164, 38, 30), (255, 253, 248)
    small = shrink(picture([[red, white], [white, red]]))
    assert size(small) == (2, 2)
    palette = small[small.index(b"PLTE") + 4 :][:6]
    assert {palette[:3], palette[3:]} == {bytes(red), bytes(white)}


def test_every_way_of_filtering_a_line_is_undone():
    step = [(10, 20, 30), (1, 1, 1)]
    raw = zlib.decompress(read(picture([step] * 5, [0, 1, 2, 3, 4]))[3])
    lines = unfilter(raw, 6, 5, 3)
    assert [list(line) for line in lines] == [
        [10, 20, 30, 1, 1, 1],
        [10, 20, 30, 11, 21, 31],
        [20, 40, 60, 12, 22, 32],
        [20, 40, 60, 17, 32, 47],
        [30, 60, 90, 31, 61, 91],
    ]


def test_the_rarest_colours_go_to_their_nearest():
    rows = [[(n % 256, n // 256, 0) for n in range(300)] * 2]
    small = shrink(picture(rows))
    assert len(small[small.index(b"PLTE") - 4 :]) > 0
    assert struct.unpack(">I", small[small.index(b"PLTE") - 4 :][:4])[0] == 768


def test_another_kind_of_png_is_refused():
    with pytest.raises(ValueError, match="only 8-bit RGB"):
        read(picture([[(0,)]], colour=0))
