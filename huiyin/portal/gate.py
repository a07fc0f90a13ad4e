"""How fast one visitor may go: guesses at a receipt, and voices from one address. A village behind one address is not punished."""

import secrets
from typing import Any

from django.core.cache import cache

GUESSES, GUESSES_ALL, GUESS_SECONDS = 6, 300, 15 * 60
"""Wrong codes for one number: from one address, and from all together, within a quarter of an hour. A code has 31⁸ forms."""
VOICES, VOICE_SECONDS = 8, 60 * 60
SEARCHES, SEARCH_SECONDS = 300, 60
"""A whole village may search behind one address; a program that reads everything by searching is asked to take the open data."""


def address_of(request: Any) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))[:45]


def bump(name: str, seconds: int) -> int:
    """Count one more under a name that is forgotten after a while; returns how many there are now."""
    cache.add(name, 0, seconds)
    try:
        return int(cache.incr(name))
    except ValueError:  # forgotten between the two
        cache.set(name, 1, seconds)
        return 1


def held_back(number: str, request: Any) -> bool:
    """Whether this address guessed at this number too often, or the whole world did. Its own citizen, elsewhere, still gets in."""
    here = int(cache.get(f"guess:{number}:{address_of(request)}", 0))
    return here >= GUESSES or int(cache.get(f"guess:{number}", 0)) >= GUESSES_ALL


def guessed(number: str, request: Any) -> None:
    """A wrong code for this number, from this address. No other number is held back."""
    bump(f"guess:{number}:{address_of(request)}", GUESS_SECONDS)
    bump(f"guess:{number}", GUESS_SECONDS)


def busy(request: Any) -> bool:
    """Whether so many voices came from this address within the hour that we ask a question first."""
    return int(cache.get(f"voices:{address_of(request)}", 0)) >= VOICES


def came(request: Any) -> None:
    bump(f"voices:{address_of(request)}", VOICE_SECONDS)


def searched_too_often(request: Any) -> bool:
    return bump(f"searches:{address_of(request)}", SEARCH_SECONDS) > SEARCHES


def mark() -> str:
    """A new mark for one browser: it says that two sendings are of one hand, and leads to nobody."""
    return secrets.token_hex(16)
