"""Words for round numbers (G12): 余 is rounded down, 近 is rounded up, 约 to the nearer side. The exact number stays in the trace."""

from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Any

WORDS = ("余", "近", "约")
ROUNDED = {"余": ROUND_FLOOR, "近": ROUND_CEILING, "约": ROUND_HALF_UP}


def step_of(value: Any) -> int:
    """To what a number is rounded unless asked otherwise: 27 to 10, 534 and 1387 to 100, 15 600 to 1000."""
    digits = len(str(abs(int(value))))
    return 10 ** (1 if digits <= 2 else 2 if digits <= 4 else digits - 2)


def rounded(value: Any, word: str, to: int = 0) -> Decimal:
    """The round number of a word. Errors: KeyError for a word that is none."""
    step = Decimal(to or step_of(value))
    return (Decimal(value) / step).to_integral_value(ROUNDED[word]) * step


def phrase(value: Any, unit: str, word: str = "", to: int = 0) -> str:
    """20余次, 近500件, 约1400人次; the exact number where it is round already, or would be rounded to nothing."""
    exact = f"{plain(value)}{unit}"
    if not word:
        return exact
    near = rounded(value, word, to)
    if near in (Decimal(value), 0):
        return exact
    return f"{near:f}余{unit}" if word == "余" else f"{word}{near:f}{unit}"


def plain(value: Any) -> str:
    """As an official paper prints it: no thousands separators, no trailing zeros behind a sum's point."""
    if isinstance(value, Decimal):
        return f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"
    return str(value)
