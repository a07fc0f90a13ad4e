"""The one line in which every benchmark reports a figure.

    letter.pdf  14.1 ms  goal 30  ×0.47  load 0.8

× is the value as a part of its goal; the load tells whether the machine was quiet.
"""

import os
import statistics
import time
from collections.abc import Callable
from typing import Literal


def line(name: str, value: float, unit: str, goal: float, better: Literal["less", "more"] = "less") -> bool:
    """Prints the figure and returns whether it meets its goal; a missed goal says 未达. `goal` has the same unit."""
    met = value <= goal if better == "less" else value >= goal
    ratio = value / goal if goal else float("inf")
    parts = [name, f"{_short(value)} {unit}", f"goal {_short(goal)}", f"×{ratio:.2f}", f"load {os.getloadavg()[0]:.1f}"]
    print("  ".join(parts) + ("" if met else "  未达"))
    return met


def median_ms(calls: list[Callable[[], object]]) -> float:
    """Milliseconds of the median call; each is called once, so give every one its own input."""
    took = []
    for call in calls:
        start = time.perf_counter()
        call()
        took.append((time.perf_counter() - start) * 1000)
    return statistics.median(took)


def _short(number: float) -> str:
    return f"{number:,.1f}" if abs(number) < 100 and number != int(number) else f"{number:,.0f}"
