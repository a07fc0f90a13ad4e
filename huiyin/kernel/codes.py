"""Short words that people copy from paper: no letter or figure in them can be taken for another one."""

import secrets
from collections.abc import Callable

LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
LENGTH = 8


def fresh(taken: Callable[[str], bool], length: int = LENGTH) -> str:
    """A word by chance that nothing has yet (of eight letters about 2 to the 39th): what a QR code holds, and what nobody mistypes."""
    while True:
        word = "".join(secrets.choice(LETTERS) for _n in range(length))
        if not taken(word):
            return word


def spelled(digest: bytes) -> str:
    """The word that a digest stands for: the same each time, and kept nowhere."""
    return "".join(LETTERS[byte % len(LETTERS)] for byte in digest[:LENGTH])
