"""Opinion maps (issue 4): `python -m benchmarks.opinion_map`. Against the reference groups of real conversations, and for speed.

red-dwarf is no dependency of ours: where it is installed (`pip install red-dwarf`, in an environment of its own) it runs beside, in the same
process; else its figures of our trial stand in: adjusted Rand index with its defaults, on the people that it places itself.
"""

import time
from pathlib import Path

import numpy as np

from benchmarks.line import line, pace
from huiyin.consultations.opinionmap import Groups, Votes, groups_of
from tests.consultations.test_opinionmap import alike, folder, made

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "opinions"
TRIAL = {
    "15-per-hour-seattle": 0.459, "football-concussions": 0.2, "scoop-hivemind.affordable-housing": 0.117, "scoop-hivemind.freshwater": 0.132,
    "scoop-hivemind.ubi": 0.095, "ssis.land-bank-farmland.2rumnecbeh.2021-08-01": 0.742, "vtaiwan.uberx": 0.826,
}  # fmt: skip


def timed(votes: Votes) -> tuple[Groups | None, float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    found = groups_of(votes)
    return found, time.perf_counter() - wall, time.process_time() - cpu


def red_dwarf(votes: Votes) -> tuple[np.ndarray, float, float] | None:
    """Its groups (−1: not placed) and seconds, where it is installed."""
    try:
        from reddwarf.implementations import polis
    except ImportError:
        return None
    rows = [
        {"participant_id": int(a), "statement_id": int(b), "vote": int(c), "modified": 1}
        for a, b, c in zip(votes.who, votes.what, votes.how, strict=True)
    ]
    wall, cpu = time.perf_counter(), time.process_time()
    result = polis.run_pipeline(votes=rows).participants_df["cluster_id"]
    taken = time.perf_counter() - wall, time.process_time() - cpu
    where = np.full(votes.people, -1)
    for person, group in result.items():
        if str(group) not in ("<NA>", "nan"):
            where[int(person)] = int(group)
    return where, *taken


def real() -> None:
    for name, trial in TRIAL.items():
        votes, reference = folder(DATA / name)
        known = reference >= 0
        found, wall, cpu = timed(votes)
        assert found is not None
        wanted = len(set(reference[known].tolist()))
        other = red_dwarf(votes)
        if other is not None:
            both = known & (other[0] >= 0)
            trial = alike(other[0][both], reference[both])
        line(f"opinions.groups_unlike_reference.{name}", abs(found.k - wanted), f"({found.k} for {wanted})", 0)
        line(
            f"opinions.rand.{name}", round(alike(found.of[known], reference[known]), 3) * 100, "%", trial * 100, "more"
        )
        if name == "vtaiwan.uberx":
            line("opinions.vtaiwan", wall, "s", 0.3)
            line("opinions.vtaiwan.cpu", cpu, "s of CPU", 0.3)


def large() -> None:
    votes, of = made(10_000, 500, 3, 60)
    found, wall, cpu = timed(votes)
    assert found is not None
    line("opinions.10000x500", wall, "s", 1)
    line("opinions.10000x500.truth", alike(found.of, of) * 100, "%", 90, "more")
    if other := red_dwarf(votes):
        placed = other[0] >= 0
        line("opinions.10000x500.times_faster", other[1] / wall, "×", 20, "more")
        line("opinions.10000x500.times_less_cpu", other[2] / cpu, "×", 20, "more")
        line("opinions.10000x500.like_red_dwarf", alike(found.of[placed], other[0][placed]) * 100, "%", 90, "more")
    votes, of = made(100_000, 1_000, 3, 30)
    found, wall, cpu = timed(votes)
    assert found is not None
    line("opinions.100000x1000", wall, "s", 3)
    line("opinions.100000x1000.cpu", cpu, "s of CPU", 3)
    line("opinions.100000x1000.truth", alike(found.of, of) * 100, "%", 90, "more")


def main() -> None:
    pace()
    if DATA.is_dir():
        real()
    else:
        print("../shared/data/opinions is not here: nothing was shown on real conversations")
    large()


if __name__ == "__main__":
    main()
