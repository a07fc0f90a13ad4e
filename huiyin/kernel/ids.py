"""Row ids made before the row is written, so that a whole act can be planned in memory and written at once.

63 bits: 40 of milliseconds since 2024 (good until 2058), 11 of the process, 12 of a counter. They grow with time, carry no meaning,
and are what the ledger seals instead of row numbers.
"""

import os
import threading
import time

EPOCH_MS = 1_704_067_200_000
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"

_lock = threading.Lock()
_node = 0
_last = 0


def reseed() -> None:
    """A new process number: after a fork, and after the one chance in two thousand that two processes share theirs."""
    global _node
    _node = int.from_bytes(os.urandom(2), "big") & 0x7FF


reseed()
os.register_at_fork(after_in_child=reseed)


def new_id() -> int:
    """A positive integer under 2**63, larger than every earlier one of this process."""
    global _last
    with _lock:
        tick = (int(time.time() * 1000) - EPOCH_MS) << 12
        _last = tick if tick > _last else _last + 1
        return ((_last >> 12) << 23) | (_node << 12) | (_last & 0xFFF)


def to_text(number: int) -> str:
    """The id as it stands in addresses: lower-case base 32 without i, l, o, u."""
    text = ""
    while number:
        number, digit = divmod(number, 32)
        text = ALPHABET[digit] + text
    return text or "0"


def from_text(text: str) -> int:
    """The reverse of to_text. Errors: ValueError for any other character, and for what no row can have."""
    number = 0
    for letter in text.lower():
        number = number * 32 + ALPHABET.index(letter)
    if number >= 1 << 63:
        raise ValueError(f"{text[:20]!r} is too long for an id")
    return number
