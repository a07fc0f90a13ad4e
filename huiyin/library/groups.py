"""Groups of cases that raise the same matter, proposed for merging: every member is alike the others, not a chain of neighbours."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from huiyin.library.case import Text
from huiyin.library.similar import Lookalikes, longest_shared, matters_of, shared_matters
from huiyin.library.words import clean

ALIKE = 0.6  # mean likeness within a group; lower finds more and errs more (docs/library.md has the figures)
NEIGHBOURS = 20
SUBJECT = 0.4  # how much of the way to certainty the same subject brings two cases
FEW = 0.03  # a matter raised by more of the cases is a field, not a subject


class Group(NamedTuple):
    """Cases proposed for merging: their ids in the order given, the mean likeness 0 to 1, `why` for people."""

    ids: tuple[str, ...]
    score: float
    why: str


def propose(cases: Iterable[Text], apart: Iterable[tuple[str, str]] = (), alike: float = ALIKE) -> list[Group]:
    """Groups of two or more, the surest first. `apart`: pairs of ids that a reviewer has rejected, which stay apart."""
    library = Lookalikes(cases)
    likeness = _likeness(library)
    for one, other in apart:
        if one in library.number and other in library.number:
            likeness[_pair(library.number[one], library.number[other])] = -len(library.cases)
    found = _gather(likeness, len(library.cases), alike)
    groups = [_group(library, members, likeness) for members in found if len(members) > 1]
    return sorted(groups, key=lambda group: -group.score)


def _pair(one: int, other: int) -> tuple[int, int]:
    return (one, other) if one < other else (other, one)


def _likeness(library: Lookalikes) -> dict[tuple[int, int], float]:
    """Likeness of the pairs that are near at all."""
    found: dict[tuple[int, int], float] = {}
    subjects = _subjects(library.cases)
    for number, case in enumerate(library.cases):
        for other, score in library.scored(case, NEIGHBOURS):
            pair = _pair(number, other)
            same = subjects[number] & subjects[other]
            found[pair] = max(found.get(pair, 0.0), score + SUBJECT * (1 - score) if same else score)
    return found


def _subjects(cases: list[Text]) -> list[frozenset[str]]:
    """What each case is about: of its matters the one that the fewest cases raise, where few do."""
    matters = [matters_of(case.heading) for case in cases]
    raised = Counter(name for found in matters for name in found)
    few = max(3, len(cases) * FEW)
    rarest = [min(found, key=lambda name: raised[name], default="") for found in matters]
    return [frozenset([name] if name and raised[name] <= few else []) for name in rarest]


def _gather(likeness: dict[tuple[int, int], float], total: int, alike: float) -> list[list[int]]:
    """Joins the most alike groups first, as long as the mean likeness between their members is high enough."""
    home = list(range(total))
    members = [[number] for number in range(total)]
    for (one, other), score in sorted(likeness.items(), key=lambda item: (-item[1], item[0])):
        first, second = home[one], home[other]
        if score < alike or first == second:
            continue
        between = [likeness.get(_pair(a, b), 0.0) for a in members[first] for b in members[second]]
        if sum(between) / len(between) >= alike:
            for number in members[second]:
                home[number] = first
            members[first] += members[second]
            members[second] = []
    return [sorted(group) for group in members if group]


def _group(library: Lookalikes, members: list[int], likeness: dict[tuple[int, int], float]) -> Group:
    scores = [likeness.get((one, other), 0.0) for at, one in enumerate(members) for other in members[at + 1 :]]
    cases = [library.cases[number] for number in members]
    return Group(tuple(case.id for case in cases), round(sum(scores) / len(scores), 4), _why(cases))


def _why(cases: list[Text]) -> str:
    matters = shared_matters(cases)[:2]
    piece = clean(cases[0].heading)
    for case in cases[1:]:
        piece = longest_shared(piece, clean(case.heading))
    reasons = ["都谈" + "、".join(f"“{name}”" for name in matters)] if matters else []
    if len(piece) > 2 and piece not in matters:
        reasons.append(f"标题都有“{piece}”")
    return "；".join(reasons) or "用词相近"
