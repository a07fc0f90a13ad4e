"""The opinion map against conversations whose groups are known, made up and real (../shared/data/opinions)."""

import csv

import numpy as np
import pytest

from huiyin.consultations.opinionmap import Votes, groups_of
from huiyin.consultations.opinionread import Share, read

# folder: adjusted Rand index of red-dwarf's defaults against the reference groups, in a trial
REAL = {"15-per-hour-seattle": 0.46, "vtaiwan.uberx": 0.83, "football-concussions": 0.20}


def alike(a, b):
    """The adjusted Rand index of two groupings."""
    a, b = (np.unique(one, return_inverse=True)[1] for one in (a, b))
    table = np.zeros((a.max() + 1, b.max() + 1))
    np.add.at(table, (a, b), 1)
    pairs = lambda x: float((x * (x - 1) / 2).sum())  # noqa: E731
    both, left, right = pairs(table), pairs(table.sum(1)), pairs(table.sum(0))
    chance = left * right / pairs(np.array([len(a)]))
    return (both - chance) / ((left + right) / 2 - chance)


def folder(path):
    """Votes on what was not moderated out, and the reference group of each person (−1: none)."""
    with (path / "comments.csv").open() as file:
        out = {row["comment-id"] for row in csv.DictReader(file) if row["moderated"] == "-1"}
    with (path / "participants-votes.csv").open() as file:
        head, *rows = list(csv.reader(file))
    kept = [at for at in range(6, len(head)) if head[at] not in out]
    cells = [(n, m, int(row[at])) for n, row in enumerate(rows) for m, at in enumerate(kept) if row[at]]
    votes = Votes.of(*np.array(cells).T, len(rows), len(kept))
    return votes, np.array([int(row[1] or -1) for row in rows])


def made(people, statements, groups, each, seed=5):
    """People of known groups, each answering a few statements."""
    rng = np.random.default_rng(seed)
    of = rng.integers(0, groups, people)
    lean = rng.normal(0, 1.2, (groups, statements))
    cells = np.unique(np.repeat(np.arange(people), each) * statements + rng.integers(0, statements, people * each))
    who, what = cells // statements, cells % statements
    felt = lean[of[who], what] + rng.normal(0, 1, len(who))
    return Votes.of(who, what, np.where(felt > 0.3, 1, np.where(felt < -0.3, -1, 0)), people, statements), of


@pytest.mark.parametrize("statements", [40, 700], ids=["exact", "step by step"])
def test_groups_that_were_made_are_found(statements):
    votes, of = made(600, statements, 3, 60)
    found = groups_of(votes)
    assert found.k == 3
    assert alike(found.of, of) > 0.95
    again = groups_of(Votes.of(votes.who[::-1], votes.what[::-1], votes.how[::-1], 600, statements))
    assert (again.of == found.of).all(), "the same answers give the same groups"
    turned = Votes.of(
        votes.who, votes.what, votes.how[np.random.default_rng(1).permutation(len(votes.how))], 600, statements
    )
    noise = groups_of(turned)
    assert noise is None or noise.parted < found.parted - 0.2, "what nothing parts is not parted as well"


def test_small_numbers_are_kept_back():
    votes, _of = made(19, 10, 2, 30)
    assert groups_of(votes) is None
    told = read(votes, None, [str(n) for n in range(10)])
    assert told.why == "few"
    assert read(Votes.of(np.arange(4), np.zeros(4, int), np.ones(4), 4, 1), None, ["a"]).few
    lone = Votes.of(np.arange(6), np.array([0, 0, 0, 0, 1, 1]), np.ones(6), 6, 2)
    assert read(lone, None, ["a", "b"]).agreed == [], "four answers to a view are too few to be told"
    assert (Share(5, 5).low, Share(5, 5).high) == (64, 100), "five of five is not everyone"


def test_real_conversations_fall_into_as_many_groups_as_the_reference_and_nearer_to_it_than_red_dwarf(shared_data):
    for name, trial in REAL.items():
        votes, reference = folder(shared_data / "opinions" / name)
        found, known = groups_of(votes), reference >= 0
        assert found.k == len(set(reference[known])), name
        assert alike(found.of[known], reference[known]) > trial, name
