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
    ratio = value / goal if goal else float(value == goal) or float("inf")
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


def median_both(calls: list[Callable[[], object]]) -> tuple[float, float]:
    """Milliseconds of the median call by the wall's clock and by the process's own; each is called once."""
    walls, cpus = [], []
    for call in calls:
        wall, cpu = time.perf_counter(), time.process_time()
        call()
        cpus.append((time.process_time() - cpu) * 1000)
        walls.append((time.perf_counter() - wall) * 1000)
    return statistics.median(walls), statistics.median(cpus)


def pace() -> None:
    """Says how fast this machine is just now: the same small work takes 5 ms of CPU where the figures were set, up to 9 when its
    neighbours are busy, and every other figure grows with it."""

    def work() -> None:
        found = {}
        for n in range(60_000):
            found[n % 97] = str(n)

    print("The machine may be shared: CPU time stands beside the wall's, and the pace tells how fast it is just now.")
    line("pace.cpu", median_both([work] * 15)[1], "ms", 5)


def _short(number: float) -> str:
    return f"{number:,.1f}" if abs(number) < 100 and number != int(number) else f"{number:,.0f}"
