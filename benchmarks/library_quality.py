"""Do look-alikes, merge groups and units come out right? `python -m benchmarks.library_quality`, baselines beside, one run.

Data: ../shared/data (real titles). What was looked at while building, and what was not: docs/library.md. "held" are the parts
that nobody looked at: every second judged group, five districts and the city level of Shanghai.
"""

import json
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import combinations
from pathlib import Path

import numpy as np

from benchmarks import line as printed
from huiyin.library.case import Text
from huiyin.library.groups import propose
from huiyin.library.route import Router
from huiyin.library.similar import Lookalikes

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
LOOKED_AT = {f"上海市{name}区" for name in ("浦东新", "闵行", "嘉定", "松江", "静安")}

Find = Callable[[Text, int], list[str]]


def percent(name: str, share: float, goal: float, better: str = "more") -> bool:
    return printed.line(name, round(share * 100, 1) + 1e-9, "%", goal * 100, better)  # type: ignore[arg-type]


def rows(path: str) -> list[dict]:
    return [json.loads(row) for row in (DATA / path).read_text("utf-8").splitlines()]


def characters(title: str) -> list[str]:
    return [*title, *(title[at : at + 2] for at in range(len(title) - 1))]


def grams(title: str) -> list[str]:
    return [title[at : at + n] for n in (1, 2, 3) for at in range(len(title) - n + 1)]


# ---- baselines


def tfidf(cases: Sequence[Text], cut: Callable[[str], Sequence[str]] = characters) -> Find:
    held = {case.id: Counter(cut(case.title)) for case in cases}
    df = Counter(piece for pieces in held.values() for piece in pieces)
    rare = {piece: math.log((len(held) + 1) / (times + 1)) + 1 for piece, times in df.items()}
    vectors = {}
    for name, pieces in held.items():
        raw = {piece: times * rare[piece] for piece, times in pieces.items()}
        length = math.sqrt(sum(weight**2 for weight in raw.values())) or 1.0
        vectors[name] = {piece: weight / length for piece, weight in raw.items()}

    def find(case: Text, top: int) -> list[str]:
        mine = vectors[case.id]
        scores = [(sum(w * other.get(p, 0.0) for p, w in mine.items()), name) for name, other in vectors.items()]
        return [name for _, name in sorted(scores, reverse=True) if name != case.id][:top]

    return find


def bm25(cases: Sequence[Text]) -> Callable[[Text], list[tuple[float, Text]]]:
    held = [(Counter(case.title), case) for case in cases]
    df = Counter(piece for pieces, _ in held for piece in pieces)
    mean = sum(len(case.title) for case in cases) / max(len(cases), 1)

    def scored(case: Text) -> list[tuple[float, Text]]:
        found = []
        for pieces, other in held:
            long = 1.2 * (0.25 + 0.75 * len(other.title) / mean)
            score = sum(
                math.log(1 + (len(held) - df[p] + 0.5) / (df[p] + 0.5)) * pieces[p] * 2.2 / (pieces[p] + long)
                for p in set(case.title)
                if p in pieces
            )
            found.append((score, other))
        return sorted(found, key=lambda pair: -pair[0])

    return scored


def trigrams(title: str) -> set[str]:
    """As pg_trgm cuts: words of letters, two blanks before and one after."""
    words = "".join(c if c.isalnum() else " " for c in title.lower()).split()
    return {f"  {word} "[at : at + 3] for word in words for at in range(len(word) + 1)}


def trigram_similarity(cases: Sequence[Text]) -> Find:
    """pg_trgm's similarity(), its definition computed here (set overlap of trigrams); no PostgreSQL is needed for it."""
    held = {case.id: trigrams(case.title) for case in cases}

    def find(case: Text, top: int) -> list[str]:
        mine = held[case.id]
        score = {name: len(mine & other) / max(len(mine | other), 1) for name, other in held.items() if name != case.id}
        return sorted(score, key=lambda name: -score[name])[:top]

    return find


def linear(train: Sequence[Text], test: Sequence[Text]) -> np.ndarray:
    """Scores (test, units) of ridge regression on TF-IDF of one to three characters; units in sorted order."""
    df = Counter(piece for case in train for piece in set(grams(case.title)))
    column = {piece: at for at, piece in enumerate(df)}

    def matrix(cases: Sequence[Text]) -> np.ndarray:
        made = np.zeros((len(cases), len(column)), dtype=np.float32)
        for at, case in enumerate(cases):
            for piece, times in Counter(grams(case.title)).items():
                if piece in column:
                    rare = math.log((len(train) + 1) / (df[piece] + 1)) + 1
                    made[at, column[piece]] = (1 + math.log(times)) * rare
        return made / np.maximum(np.linalg.norm(made, axis=1, keepdims=True), 1e-9)

    past, new = matrix(train), matrix(test)
    units = sorted({case.unit for case in train})
    signs = np.array([[1.0 if case.unit == unit else -1.0 for unit in units] for case in train])
    return new @ past.T @ np.linalg.solve(past @ past.T + np.eye(len(train)), signs)


# ---- look-alikes and groups


def recall(find: Find, cases: dict[str, Text], groups: Iterable[list[str]], top: int = 10) -> float:
    """Mean over the members of groups: the share of the other members among the first ten."""
    shares = []
    for group in groups:
        for name in group:
            found = set(find(cases[name], top)) & (set(group) - {name})
            shares.append(len(found) / (len(group) - 1))
    return sum(shares) / len(shares)


def precision(find: Find, cases: dict[str, Text], groups: Iterable[list[str]]) -> float:
    """As recall, where as many are asked for as there are to be found (groups may be larger than ten)."""
    shares = []
    for group in groups:
        for name in group:
            shares.append(len(set(find(cases[name], len(group) - 1)) & set(group)) / (len(group) - 1))
    return sum(shares) / len(shares)


def finders(cases: list[Text]) -> dict[str, Find]:
    library, nearest = Lookalikes(cases), bm25(cases)
    found: dict[str, Find] = {
        "pg_trgm": trigram_similarity(cases),
        "bm25": lambda case, top: [o.id for _, o in nearest(case) if o.id != case.id][:top],
        "tfidf": tfidf(cases),
    }
    try:
        import rjieba

        found["tfidf_rjieba"] = tfidf(cases, rjieba.cut)
        found["tfidf_rjieba_and_characters"] = tfidf(cases, lambda t: [*rjieba.cut(t), *characters(t)])
    except ImportError:
        print("rjieba is not installed: its line is left out")
    found["library"] = lambda case, top: [library.cases[number].id for number, _ in library.scored(case, top)]
    return found


def lookalikes() -> bool:
    cases = {row["id"]: Text(row["id"], row["title"]) for row in rows("catalogues/jiangsu.jsonl")}
    judged = rows("groups/jiangsu_judged.jsonl")
    groups = [[member["id"] for member in group["core"]] for group in judged]
    hot = {row["id"]: Text(row["id"], row["title"]) for row in rows("groups/messages_hot_issues.jsonl")}
    issues: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in rows("groups/messages_hot_issues.jsonl"):
        issues[row["annotator"], row["group"]].append(row["id"])
    met = True
    for name, find in finders(list(cases.values())).items():
        met = percent(f"similar.jiangsu.recall10.{name}", recall(find, cases, groups), 0.9175)
        percent(f"similar.jiangsu.recall10.held.{name}", recall(find, cases, groups[0::2]), 0.9175)
    for name, find in finders(list(hot.values())).items():
        percent(f"similar.hot_issues.r_precision.{name}", precision(find, hot, issues.values()), 0.83)
    return merges(cases, judged) and met


def merges(cases: dict[str, Text], judged: list[dict]) -> bool:
    """The judges named 19 groups and did not say that there are no others: precision against them is a lower bound."""
    of = [{m["id"] for m in [*group["core"], *group["related"]]} for group in judged]
    wanted = {frozenset(p) for group in judged for p in combinations([m["id"] for m in group["core"]], 2)}
    proposed = propose(cases.values())
    inside = [group for group in proposed if any(set(group.ids) <= members for members in of)]
    pairs = {frozenset(pair) for group in proposed for pair in combinations(group.ids, 2)}
    printed.line("groups.jiangsu.proposed", len(proposed), "groups", 10, "more")
    percent("groups.jiangsu.within_judged", len(inside) / len(proposed), 0.4)
    return percent("groups.jiangsu.pairs_found", len(pairs & wanted) / len(wanted), 0.3)


# ---- units


def top(scores: np.ndarray, units: list[str], test: Sequence[Text]) -> tuple[float, float]:
    order = np.argsort(-scores, axis=1, kind="stable")[:, :3]
    right = [[units[at] == case.unit for at in best] for best, case in zip(order, test, strict=True)]
    return float(np.mean([row[0] for row in right])), float(np.mean([any(row) for row in right]))


def routes(name: str, parts: list[tuple[list[Text], list[Text]]], goal: tuple[float, float]) -> bool:
    """Prints top-1 and top-3 of each way, averaged over the tests, and the reliability curve of ours."""
    totals: dict[str, list[tuple[float, float, int]]] = defaultdict(list)
    believed: list[tuple[float, bool]] = []
    for train, test in parts:
        units = sorted({case.unit for case in train})
        nearest = bm25(train)
        votes = np.zeros((len(test), len(units)))
        for at, case in enumerate(test):
            for score, other in nearest(case)[:10]:
                votes[at, units.index(other.unit)] += score
        router = Router(train)
        ours = np.array([router.chances(case) for case in test])
        bare = Router([], units)
        for way, scores, columns in (
            ("bm25_nearest", votes, units),
            ("linear", linear(train, test), units),
            ("library_without_past", np.array([bare.chances(case) for case in test]), bare.units),
            ("library", ours, router.units),
        ):
            totals[way].append((*top(scores, columns, test), len(test)))
        best = ours.argmax(axis=1)
        right = [router.units[b] == case.unit for b, case in zip(best, test, strict=True)]
        believed += zip(ours.max(axis=1).tolist(), right, strict=True)
    met = True
    for way, parts_of in totals.items():
        cases = sum(count for *_, count in parts_of)
        for at, label in ((0, "top1"), (1, "top3")):
            share = sum(part[at] * part[2] for part in parts_of) / cases
            met = percent(f"route.{name}.{label}.{way}", share, goal[at])
    curve(name, believed)
    return met


def curve(name: str, believed: list[tuple[float, bool]]) -> None:
    bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for chance, right in believed:
        bins[min(int(chance * 5), 4)].append((chance, right))
    said = []
    off = 0.0
    for part in sorted(bins):
        mean = sum(c for c, _ in bins[part]) / len(bins[part])
        right = sum(r for _, r in bins[part]) / len(bins[part])
        off += abs(mean - right) * len(bins[part]) / len(believed)
        said.append(f"said {mean:.2f} was {right:.2f} (n={len(bins[part])})")
    percent(f"route.{name}.calibration_error", off, 0.1, "less")
    print("   " + " · ".join(said))


def folds(cases: list[Text], count: int = 5) -> list[tuple[list[Text], list[Text]]]:
    """Every case is tested once, by a router that learned from the other four fifths."""
    return [
        (
            [c for at, c in enumerate(cases) if at % count != fold],
            [c for at, c in enumerate(cases) if at % count == fold],
        )
        for fold in range(count)
    ]


def units() -> bool:
    titled: dict[str, dict] = {}
    for row in rows("routing/shanghai_2023.jsonl"):
        if row["agency_type"] != "街镇园区":
            titled.setdefault(row["title"], row)
    made = {True: [], False: []}
    for row in titled.values():
        made[row["place"] in LOOKED_AT].append(Text(row["id"], row["title"], "", row["agency_type"]))
    train, held = made[True], [case for case in made[False] if titled[case.title]["level"] == "区级"]
    city = [case for case in made[False] if titled[case.title]["level"] != "区级"]
    small = [train[at] for at in np.random.default_rng(1).choice(len(train), 284, replace=False)]
    cixi = [Text(row["id"], row["title"], "", row["host"][0]) for row in rows("catalogues/cixi_2017.jsonl")]
    messages = [
        Text(row["id"], row["title"], row["text"], row["label"]) for row in rows("routing/messages_labelled.jsonl")
    ]
    met = routes("shanghai_other_districts", [(train, held)], (0.745, 0.88))
    met &= routes("shanghai_284_past_cases", [(small, held)], (0.745, 0.88))
    met &= routes("cixi_fifths", folds(cixi), (0.705, 0.795))
    routes("shanghai_city_level", [(train, city)], (0.745, 0.88))
    routes("messages_fifths", folds(messages), (0.8, 0.95))
    return met


if __name__ == "__main__":
    raise SystemExit(0 if all([lookalikes(), units()]) else 1)
