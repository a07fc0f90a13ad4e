"""Which kinds of units a text concerns, and which kinds a unit is of: knowledge only, nothing learned."""

import re
from functools import cache, lru_cache

from huiyin.library.knowledge import by_name, by_word, matters, unit_kinds
from huiyin.library.words import clean, known

SHARES = (1.0, 0.6, 0.4, 0.3, 0.2, 0.2)  # of a matter's kinds of units, in the order in which matters.txt names them
BROADER, DUTY, NAMED = 0.3, 0.7, 1.5
STAND_IN = 0.8
BODY = 0.25  # a word of the body beside one of the title

PLACE = re.compile(r"(?:.*[省市区县州])?(.+?)(?:街道办事处|街道|人民政府|镇|乡|开发区|园区|管委会)")


@cache
def _pieces() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """(piece of a name, kinds known by it), the longest piece first."""
    found: dict[str, list[str]] = {}
    for kind in unit_kinds():
        for piece in dict.fromkeys((*kind.pieces, kind.name)):
            found.setdefault(piece, []).append(kind.name)
    return tuple((piece, tuple(found[piece])) for piece in sorted(found, key=len, reverse=True))


@lru_cache(maxsize=10_000)
def kinds_of(unit: str) -> tuple[str, ...]:
    """The kinds that a unit is of by its name; empty for a name that says nothing.

    >>> kinds_of("市财政地税局")
    ('财政', '税务')
    """
    rest, kinds = clean(unit), []
    for piece, names in _pieces():
        if piece in rest:
            rest = rest.replace(piece, "\n")
            kinds.extend(names)
    return tuple(dict.fromkeys(kinds))


@cache
def _duties() -> dict[str, tuple[str, ...]]:
    """Duty word → kinds of units."""
    found: dict[str, list[str]] = {}
    for kind in unit_kinds():
        for word in kind.duties:
            found.setdefault(word, []).append(kind.name)
    return {word: tuple(kinds) for word, kinds in found.items()}


@lru_cache(maxsize=1_000)
def standing_in(kind: str, present: frozenset[str]) -> dict[str, float]:
    """The kinds among `present` that do the work of `kind` here, with their shares; itself where it is present."""
    shares, seen = {kind: 1.0}, {kind}
    while missing := [name for name in shares if name not in present]:
        for name in missing:
            share = shares.pop(name) * STAND_IN
            for other in _instead().get(name, ()):
                if other not in seen:
                    shares[other] = share
                    seen.add(other)
    return shares


@cache
def _instead() -> dict[str, tuple[str, ...]]:
    return {kind.name: kind.instead for kind in unit_kinds()}


@cache
def leads() -> dict[str, list[str]]:
    """Kind of unit → the matters that concern it first."""
    found: dict[str, list[str]] = {}
    for matter in matters():
        for kind in matter.units[:1]:
            found.setdefault(kind, []).append(matter.name)
    return found


@cache
def votes(word: str) -> dict[str, float]:
    """Kind of unit → how much a known word speaks for it."""
    found: dict[str, float] = {}
    meanings = by_word().get(word, ())
    for matter in meanings:
        for kind, share in zip(matter.units, SHARES, strict=False):
            found[kind] = found.get(kind, 0.0) + share / len(meanings)
        for name in matter.broader:
            for kind, share in zip(by_name()[name].units if name in by_name() else (), SHARES, strict=False):
                found[kind] = found.get(kind, 0.0) + BROADER * share / len(meanings)
    longer = 0.7 + 0.15 * min(len(word), 6)  # a longer word is a surer one
    return {kind: share * longer for kind, share in found.items()}


def concerns(title: str, text: str = "") -> dict[str, float]:
    """Kind of unit → how much the case speaks for it, in words. The same word counts once."""
    found: dict[str, float] = {}
    seen: set[str] = set()
    for part, weight in ((clean(title)[:300], 1.0), (clean(text)[:2000], BODY)):
        for _, word in known(part):
            if word not in seen and word in by_word():
                seen.add(word)
                for kind, share in votes(word).items():
                    found[kind] = found.get(kind, 0.0) + weight * share
        for word, kinds in _duties().items():
            if word in part and word not in seen:
                for kind in kinds:
                    found[kind] = found.get(kind, 0.0) + weight * DUTY / len(kinds)
    return found


@lru_cache(maxsize=10_000)
def own_names(unit: str) -> tuple[str, ...]:
    """What a text may call the unit by: its place (浒山街道 → 浒山), or its name without the city's prefix (市公安局 → 公安局)."""
    whole = clean(unit)
    place = PLACE.fullmatch(whole.split("(")[0])
    if place and len(place[1]) > 1:
        return (place[1],)
    short = re.sub(r"^.*?[省市区县]", "", whole.split("(")[0])
    return tuple(name for name in {whole, short} if len(name) > 2)
