"""The first letters of a Chinese name's pinyin, for finding by typing: 住房城乡建设局 → zfcxjsj.

GB 2312 orders its 3,755 everyday characters by pinyin, so that a character's place tells its first letter. Rarer characters are left
out, and one that is read in two ways has the letter of its place; it helps finding and decides nothing.
"""

from bisect import bisect_right

FIRST = "啊芭擦搭蛾发噶哈击喀垃妈拿哦啪期然撒塌挖昔压匝"
LETTERS = "abcdefghjklmnopqrstwxyz"
STARTS = [int.from_bytes(one.encode("gb2312"), "big") for one in FIRST]
END = 0xD7F9


def initials(name: str) -> str:
    """Small letters and digits; characters without a known letter are left out."""
    return "".join(filter(None, map(_initial, name)))


def _initial(one: str) -> str:
    if one.isascii():
        return one.lower() if one.isalnum() else ""
    try:
        place = int.from_bytes(one.encode("gb2312"), "big")
    except UnicodeEncodeError:
        return ""
    return LETTERS[bisect_right(STARTS, place) - 1] if STARTS[0] <= place <= END else ""
