"""Make a screenshot small: the 256 colours that it shows most, instead of sixteen million. Python only."""

import struct
import zlib
from collections import Counter

SIGNATURE = b"\x89PNG\r\n\x1a\n"
MOST = 256


def shrink(png: bytes) -> bytes:
    """An 8-bit RGB or RGBA picture (not interlaced, as browsers write them) as one with a palette; shapes stay exact.

    Errors: ValueError for any other kind of PNG.
    """
    width, height, channels, packed = read(png)
    lines = unfilter(zlib.decompress(packed), width * channels, height, channels)
    pixels = [[line[at : at + 3] for at in range(0, len(line), channels)] for line in lines]
    counts = Counter(pixel for row in pixels for pixel in row)
    palette = [colour for colour, _count in counts.most_common(MOST)]
    place = {colour: nearest(colour, palette) for colour in counts}
    rows = b"".join(b"\0" + bytes(place[pixel] for pixel in row) for row in pixels)
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"PLTE", b"".join(palette)), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return SIGNATURE + b"".join(chunk(name, data) for name, data in chunks)


def read(png: bytes) -> tuple[int, int, int, bytes]:
    """Width, height, channels (3 or 4) and the packed lines."""
    at, packed, header = len(SIGNATURE), b"", b""
    while at < len(png):
        size, name = struct.unpack(">I4s", png[at : at + 8])
        data = png[at + 8 : at + 8 + size]
        header = data if name == b"IHDR" else header
        packed += data if name == b"IDAT" else b""
        at += size + 12
    width, height, depth, colour, _method, _filter, interlaced = struct.unpack(">IIBBBBB", header)
    if depth != 8 or colour not in (2, 6) or interlaced:
        raise ValueError("only 8-bit RGB and RGBA pictures that are not interlaced")
    return width, height, 4 if colour == 6 else 3, packed


def unfilter(raw: bytes, stride: int, height: int, step: int) -> list[bytes]:
    """The lines of a picture, each as it was before it was filtered (PNG specification, part 9)."""
    lines, before = [], bytearray(stride)
    for row in range(height):
        at = row * (stride + 1)
        line = bytearray(raw[at + 1 : at + 1 + stride])
        restore(raw[at], line, before, step)
        lines.append(bytes(line))
        before = line
    return lines


def restore(kind: int, line: bytearray, up: bytearray, step: int) -> None:
    if kind == 2:
        line[:] = bytes((value + above) & 255 for value, above in zip(line, up, strict=True))
    elif kind:
        for i in range(len(line)):
            left, corner = (line[i - step], up[i - step]) if i >= step else (0, 0)
            guess = left if kind == 1 else (left + up[i]) // 2 if kind == 3 else paeth(left, up[i], corner)
            line[i] = (line[i] + guess) & 255


def paeth(left: int, up: int, corner: int) -> int:
    to_left, to_up, to_corner = abs(up - corner), abs(left - corner), abs(left + up - 2 * corner)
    if to_left <= to_up and to_left <= to_corner:
        return left
    return up if to_up <= to_corner else corner


def nearest(colour: bytes, palette: list[bytes]) -> int:
    return min(range(len(palette)), key=lambda i: sum((a - b) ** 2 for a, b in zip(colour, palette[i], strict=True)))


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def size(png: bytes) -> tuple[int, int]:
    """Width and height in pixels."""
    width, height = struct.unpack(">II", png[16:24])
    return width, height


__all__ = ["shrink", "size"]
