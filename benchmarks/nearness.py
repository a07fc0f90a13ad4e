"""Assignment by nearness (issue 4): `python -m benchmarks.nearness`. The optimum is compared with a solver that shares nothing with ours.

The other solver: scipy's linear_sum_assignment over single seats where scipy is installed (it is no dependency of ours), else the Hungarian
method written out below. Each result of ours is moreover proved by its prices (huiyin/places/transport.py).
"""

import time

import numpy as np

from benchmarks.line import line, pace
from huiyin.places.transport import assign, proved

MEMBERS, SITES, HOUSES, EACH = 346, 12, 3_000, 200
COMPARED = 60


def case(rng: np.random.Generator, people: int, places: int) -> tuple[np.ndarray, np.ndarray]:
    """Members live in ten towns and work in twelve fields; places have 15 % more seats than there are members, a share of them dearer."""
    towns, fields = rng.integers(0, 10, people), rng.integers(0, 12, people)
    near = np.where(towns[:, None] == np.arange(places) % 10, 0, 10)
    fits = np.where(fields[:, None] == rng.integers(0, 24, places), 0, 6)
    moves = np.where(rng.integers(0, places, people)[:, None] == np.arange(places), 0, 2)
    cost = (near + fits + moves).astype(np.int64)
    even = -(-people // places)
    most = int(even * 1.15) + 1
    return np.hstack([cost, cost + 4]), np.concatenate([np.full(places, even), np.full(places, most - even)])


def greedy(cost: np.ndarray, room: np.ndarray) -> int:
    """Each in turn the best place that is left."""
    left, sum_ = room.copy(), 0
    for row in cost:
        at = int(np.where(left > 0, row, 1 << 40).argmin())
        left[at] -= 1
        sum_ += int(row[at])
    return sum_


def hungarian(cost: np.ndarray, room: np.ndarray) -> int:
    """The least sum by the Hungarian method over single seats: one person after the other, potentials on both sides."""
    seats = cost[:, np.repeat(np.arange(len(room)), room)]
    n, m = seats.shape
    left, right, holder, came = np.zeros(n + 1), np.zeros(m + 1), np.zeros(m + 1, int), np.zeros(m + 1, int)
    for person in range(1, n + 1):
        holder[0], seat = person, 0
        least, used = np.full(m + 1, np.inf), np.zeros(m + 1, bool)
        while True:
            used[seat] = True
            slack = np.concatenate([[np.inf], seats[holder[seat] - 1] - left[holder[seat]] - right[1:]])
            better = ~used & (slack < least)
            least[better], came[better] = slack[better], seat
            after = int(np.where(used, np.inf, least).argmin())
            step = least[after]
            left[holder[used]] += step
            right[used] -= step
            least[~used] -= step
            seat = after
            if holder[seat] == 0:
                break
        while seat:
            holder[seat] = holder[came[seat]]
            seat = int(came[seat])
    return int(sum(seats[holder[at] - 1, at - 1] for at in range(1, m + 1) if holder[at]))


def other(cost: np.ndarray, room: np.ndarray) -> int:
    try:
        from scipy.optimize import linear_sum_assignment
    except ImportError:
        return hungarian(cost, room)
    seats = cost[:, np.repeat(np.arange(len(room)), room)]
    return int(seats[linear_sum_assignment(seats)].sum())


def main() -> None:
    pace()
    rng = np.random.default_rng(206)
    took, ours, theirs, quick = [], [], [], []
    for _n in range(15):
        cost, room = case(rng, MEMBERS, SITES)
        start = time.process_time()
        where = assign(cost, room)
        took.append((time.process_time() - start) * 1000)
        assert proved(cost, room, where)
        ours.append(int(cost[np.arange(MEMBERS), where].sum()))
        theirs.append(other(cost, room))
        quick.append(greedy(cost, room))
    line("nearness.346x12", sorted(took)[len(took) // 2], "ms", 20)
    line("nearness.346x12.worst", max(took), "ms", 20)
    line("nearness.unlike_other_solver", sum(a != b for a, b in zip(ours, theirs, strict=True)), "of 15", 0)
    line("nearness.greedy_worse", (sum(quick) / sum(ours) - 1) * 100, "%", 0, "more")
    houses = [case(rng, EACH, SITES) for _n in range(HOUSES)]
    start, begun, found = time.process_time(), time.perf_counter(), []
    for cost, room in houses:
        found.append(assign(cost, room))
    line("nearness.600000", time.process_time() - start, "s of CPU", 15)
    line("nearness.600000.wall", time.perf_counter() - begun, "s", 15)
    line(
        "nearness.unproved",
        sum(not proved(*one, where) for one, where in zip(houses, found, strict=True)),
        "of 3000",
        0,
    )
    some = list(zip(houses, found, strict=True))[:COMPARED]
    unlike = sum(int(cost[np.arange(EACH), where].sum()) != other(cost, room) for (cost, room), where in some)
    line("nearness.unlike_other_solver.600000", unlike, f"of {COMPARED}", 0)


if __name__ == "__main__":
    main()
