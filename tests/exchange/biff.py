"""A tiny .xls (BIFF8 in a compound file), since nothing else here writes one: enough records for texts and numbers."""

import struct

SECTOR = 512
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def xls(rows: list[list[object]], merges: list[tuple[int, int, int, int]] = ()) -> bytes:
    """One sheet; cells are str, numbers or None; merges are (first row, last row, first column, last column)."""
    return compound("Workbook", book(rows, merges))


def book(rows, merges) -> bytes:
    name = "提案".encode("utf-16-le")
    start = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0))
    bound = len(start) + 4 + 8 + len(name) + 4
    sheet = struct.pack("<IBBBB", bound, 0, 0, 2, 1) + name
    stream = start + record(0x0085, sheet) + record(0x000A, b"")
    stream += record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0))
    for row, cells in enumerate(rows):
        stream += b"".join(cell(row, column, value) for column, value in enumerate(cells) if value is not None)
    if merges:
        stream += record(0x00E5, struct.pack("<H", len(merges)) + b"".join(struct.pack("<4H", *m) for m in merges))
    return stream + record(0x000A, b"")


def cell(row: int, column: int, value: object) -> bytes:
    place = struct.pack("<HHH", row, column, 0)
    if isinstance(value, str):
        text = value.encode("utf-16-le")
        return record(0x0204, place + struct.pack("<HB", len(value), 1) + text)
    return record(0x0203, place + struct.pack("<d", value))


def record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def compound(name: str, stream: bytes) -> bytes:
    """A compound file with one stream, long enough (4096 bytes) to need no mini stream."""
    sectors = max(8, -(-len(stream) // SECTOR))
    stream = stream.ljust(sectors * SECTOR, b"\0")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, END, 0, END, 0) + struct.pack("<I", 0)
    header = header.ljust(SECTOR, b"\xff")
    chain = [FAT, END, *(range(3, sectors + 2)), END]
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(SECTOR, b"\xff")
    folder = entry("Root Entry", 5, 1, END, 0) + entry(name, 2, FREE, 2, len(stream))
    return header + table + folder.ljust(SECTOR, b"\0") + stream


def entry(name: str, kind: int, child: int, first: int, size: int) -> bytes:
    text = (name + "\0").encode("utf-16-le")
    links = struct.pack("<III", FREE, FREE, child)
    return (
        text.ljust(64, b"\0")
        + struct.pack("<HBB", len(text), kind, 1)
        + links
        + bytes(36)
        + struct.pack("<IQ", first, size)
    )
