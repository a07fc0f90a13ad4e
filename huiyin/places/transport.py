"""Who goes where at the least cost: a min-cost flow from many people to few places, each with so much room.

Everybody starts where it is best for him; from a place that is too full people are passed on along the cheapest chains of moves
(successive shortest paths over the places, many people at once where they cost the same). What remains has prices that prove it.
"""

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
FAR = np.int64(1) << 40
"""More than any sum of costs; costs stay below 2**30."""


def assign(cost: Ints, room: Ints) -> Ints:
    """For each of n people (rows of `cost`, n × m whole numbers) the place 0 … m-1, such that no place holds more than its `room` and
    the sum is the least there is. Errors: ValueError when there is not enough room for all."""
    people, places = cost.shape
    if int(room.sum()) < people:
        raise ValueError(f"{people} people, room for {int(room.sum())}")
    if not people:
        return np.zeros(0, np.int64)
    where = cost.argmin(1)
    load = np.bincount(where, minlength=places)
    extra = np.full((places, places), FAR)
    for place in range(places):
        _refresh(extra, cost, where, place)
    while (over := load > room).any():
        road = _cheapest(extra, over, load < room)
        _pass_on(road, extra, cost, where, load, room)
    return where


def _refresh(extra: Ints, cost: Ints, where: Ints, place: int) -> None:
    """What the cheapest move from a place to each other would cost more."""
    inside = cost[where == place]
    extra[place] = (inside - inside[:, place : place + 1]).min(0) if len(inside) else FAR
    extra[place, place] = FAR


def _cheapest(extra: Ints, over: NDArray[np.bool_], free: NDArray[np.bool_]) -> list[int]:
    """The cheapest chain of places from one that is too full to one with room (Bellman and Ford, a row at a time)."""
    far = np.where(over, 0, FAR)
    before = np.full(len(far), -1)
    for _round in range(len(far)):
        through = far[:, None] + extra
        best = through.argmin(0)
        shorter = through[best, np.arange(len(far))] < far
        if not shorter.any():
            break
        far[shorter] = through[best, np.arange(len(far))][shorter]
        before[shorter] = best[shorter]
    at = int(np.where(free, far, FAR * 2).argmin())
    road = [at]
    while before[at] >= 0:
        at = int(before[at])
        road.append(at)
    return road[::-1]


def _pass_on(road: list[int], extra: Ints, cost: Ints, where: Ints, load: Ints, room: Ints) -> None:
    """Move as many along the chain as cost the same, as are too many at its head, and as have room at its end."""
    movers = []
    for here, there in zip(road, road[1:], strict=False):
        inside = np.flatnonzero(where == here)
        movers.append(inside[cost[inside, there] - cost[inside, here] == extra[here, there]])
    first, last = road[0], road[-1]
    many = min(int(load[first] - room[first]), int(room[last] - load[last]), *(len(one) for one in movers))
    for there, group in zip(road[1:], movers, strict=True):
        where[group[:many]] = there
    load[first] -= many
    load[last] += many
    for place in road:
        _refresh(extra, cost, where, place)


def prices(cost: Ints, room: Ints, where: Ints) -> Ints:
    """What a seat at each place is worth: the proof. With it nobody would rather be elsewhere, and a place with room left costs nothing
    (`proved` checks both). Only of an optimal assignment are there such prices."""
    places = cost.shape[1]
    extra = np.full((places, places), FAR)
    for place in range(places):
        _refresh(extra, cost, where, place)
    load = np.bincount(where, minlength=places)
    price = np.where(load < room, 0, FAR if (load < room).any() else 0)
    for _round in range(places):
        price = np.minimum(price, (extra + price[None, :]).min(1))
    return price - min(0, int(price.min()))


def proved(cost: Ints, room: Ints, where: Ints) -> bool:
    """Whether an assignment is the best there is: by its prices, whoever found it."""
    price = prices(cost, room, where)
    load = np.bincount(where, minlength=cost.shape[1])
    paid = cost[np.arange(len(where)), where] + price[where]
    return bool((load <= room).all() and (price[load < room] == 0).all() and (paid <= (cost + price).min(1)).all())
