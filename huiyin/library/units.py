"""The units that should handle a case, learned from what this committee decided: one that leads, those that help, each with why.

What is learned from: each case's answering unit as it stands now, so that a granted adjustment teaches by itself; what a unit asked to give
back (Asked below) where a new case is alike; a unit that was merged is its successor, a renamed one bears its new name. Learning
a few hundred cases takes about a second: the first time the asker waits, later it is done behind his back when something was decided.
"""

import json
import logging
import threading
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from huiyin.handling.models import ANSWERING, Adjustment, Assignment
from huiyin.kernel.models import Committee, Event, Organisation
from huiyin.library.case import Hit, Text
from huiyin.library.past import past
from huiyin.library.reading import words_of
from huiyin.library.roomy import roomy
from huiyin.library.route import NO_REASON, Router, unsure
from huiyin.library.similar import longest_shared, matters_of
from huiyin.library.words import clean
from huiyin.proposals.models import Proposal

log = logging.getLogger(__name__)
MOST = 600  # past cases that are learned from, the latest
SOON = 150  # as many are learned while the asker waits, every time
WEIGHTS = {True: 0.35, None: 0.7, False: 1.5}
"""What becomes of the chance of a unit that asked to give a like case back: it was granted, is not decided, was refused."""
NAMED = 1.5  # and of the chance of the unit that it said should have it, unless that was refused
REQUESTS = 500  # of units that cases be taken from them, the latest
NEAR, HELPS, SHARE = 0.15, 12, 0.3  # likeness, number of past cases, and part of them in which a unit helped

_learned: dict[int, "Learned"] = {}
_learning: set[int] = set()
_lock = threading.Lock()


@dataclass
class Unit:
    """A suggested unit: how likely it is the right one (0 to 1, 0 for one that helps), and sentences that say why."""

    pk: int
    name: str
    chance: float
    why: list[str] = field(default_factory=list)

    @property
    def percent(self) -> int:
        return round(100 * self.chance)


@dataclass
class Suggested:
    """Units that may lead, the likeliest first; units that may help; whether a clerk had better look for himself."""

    leads: list[Unit]
    helps: list[Unit]
    unsure: bool
    learned: int


class Asked(NamedTuple):
    """A unit's request that a case be taken from it: the unit, what was decided (None: nothing yet), who has it now, whom it named."""

    case: Text
    unit: str
    granted: bool | None
    now: str
    named: str


@dataclass
class Learned:
    """What was learned, from which decisions (`key`)."""

    key: Any
    router: Router
    asked: list[Asked]
    count: int


def suggest(committee: Committee, case: Any) -> Suggested:
    """The units for a case. A committee without a past is answered from what units are for."""
    units = {row.name: row.pk for row in Organisation.objects.filter(committee=committee, kind="unit", ends=None)}
    if not units:
        return Suggested([], [], True, 0)
    learned = _latest(committee, units)
    text = Text(case.pk, case.title, words_of(case))
    hits = [hit for hit in roomy(learned.router.suggest, text, 8) if hit.id in units]
    hits = _taught(learned.asked, text, hits)
    leads = [
        Unit(units[str(hit.id)], str(hit.id), hit.score, [why for why in hit.why if str(case.title) not in why])
        for hit in hits[:3]
    ]
    helps = _helping(committee, text, units, {leads[0].pk} if leads else set())
    groundless = not leads or leads[0].why == [NO_REASON]
    return Suggested(leads, helps, groundless or unsure(hits), learned.count)


def _taught(asked: list[Asked], text: Text, hits: list[Hit]) -> list[Hit]:
    """The units with what requests about like cases say of them: each counts once, by the latest; and it is said why."""
    about = [one for one in asked if one.case.id != text.id and _like(text, one.case)]
    found = []
    for hit in hits:
        chance, why = hit.score, list(hit.why)
        if own := next((one for one in about if one.unit == hit.id), None):
            chance *= WEIGHTS[own.granted]
            why.append(_about_own(own))
        if named := next((one for one in about if one.named == hit.id and one.granted is not False), None):
            chance *= NAMED
            why.append(_("{unit}想退回《{title}》，说该由它办").format(unit=named.unit, title=named.case.title))
        found.append(Hit(hit.id, min(chance, 0.99), tuple(why)))
    over = max(1.0, sum(hit.score for hit in found))
    return sorted((hit._replace(score=hit.score / over) for hit in found), key=lambda hit: -hit.score)


def _about_own(one: Asked) -> str:
    if one.granted:
        sentence = _("但它退回过《{title}》，交办机关同意了").format(title=one.case.title)
        return sentence + (_("，后来由{unit}办").format(unit=one.now) if one.now else "")
    if one.granted is None:
        return _("但它刚申请退回《{title}》，还没有定").format(title=one.case.title)
    return _("它申请退回过《{title}》，交办机关没有同意").format(title=one.case.title)


def _like(one: Text, other: Text) -> bool:
    """Whether two titles are about the same thing, as far as giving back goes."""
    shared = set(matters_of(one.heading)) & set(matters_of(other.heading))
    return bool(shared) or len(longest_shared(clean(one.heading), clean(other.heading))) >= 4


def _helping(committee: Committee, text: Text, units: dict[str, int], without: set[int]) -> list[Unit]:
    """Units that helped with the most alike past cases."""
    memory = past(committee)
    alike = [pk for pk, score in memory.likely(text, top=HELPS) if score >= NEAR] if memory else []
    now, titles = successors(committee), {}
    helped: dict[int, set[int]] = defaultdict(set)
    rows = (
        Assignment.objects.filter(parent__in=alike, role="co")
        .exclude(state="ended")
        .values_list("unit", "parent", "parent__title")
    )
    for unit, parent, title in rows:
        titles[parent] = title
        helped[now.get(unit, unit)].add(parent or 0)
    names = {pk: name for name, pk in units.items()}
    found = [
        Unit(unit, names[unit], len(cases) / len(alike), [_("会办过 {n} 件相近的，如《{title}》").format(n=len(cases), title=titles[min(cases)])])
        for unit, cases in helped.items() if unit in names and unit not in without and len(cases) >= SHARE * len(alike)
    ]  # fmt: skip
    return sorted(found, key=lambda unit: (-unit.chance, unit.name))[:4]


def successors(committee: Committee) -> dict[int, int]:
    """Unit → the unit that took over from it, through every step (huiyin/handling/succession.py writes them in the ledger)."""
    to: dict[int, int] = {}
    for facts in (
        Event.objects.filter(committee=committee, step="unit.succeeded").order_by("seq").values_list("facts", flat=True)
    ):
        row = json.loads(facts)
        to[int(row["from"])] = int(row["to"])
    return {old: _last(old, to) for old in to}


def _last(old: int, to: dict[int, int]) -> int:
    seen = {old}
    while to.get(old, old) not in seen:
        old = to[old]
        seen.add(old)
    return to.get(old, old) if to.get(old, old) not in seen else old


def _latest(committee: Committee, units: dict[str, int]) -> Learned:
    """What was learned from all decisions so far, or, while that is being learned anew, from those before."""
    rows = Assignment.objects.filter(committee=committee, role__in=ANSWERING, parent__kind="proposal").exclude(
        state="ended"
    )
    decided = rows.order_by("-pk").values_list("pk", "unit")[:MOST]
    back = Adjustment.objects.filter(committee=committee, voided_by=None).order_by("-pk").values_list("pk", "granted")
    key = (tuple(decided), tuple(back[:REQUESTS]), tuple(sorted(units.items())))
    have = _learned.get(committee.pk)
    if have is not None and have.key == key:
        return have
    history, asked = _history(committee, [pk for pk, _unit in key[0]]), _asked(committee)
    if have is None or len(history) <= SOON:
        return _learn(committee.pk, key, history, sorted(units), asked)
    with _lock:
        if committee.pk not in _learning:
            _learning.add(committee.pk)
            arguments = (committee.pk, key, history, sorted(units), asked)
            threading.Thread(target=_behind, args=arguments, name="library-units", daemon=True).start()
    return have


def _behind(pk: int, *arguments: Any) -> None:
    try:
        _learn(pk, *arguments)
    except Exception:
        log.exception("what units are given could not be learned")
    finally:
        _learning.discard(pk)


def _learn(pk: int, key: Any, history: list[Text], units: list[str], asked: list[Asked]) -> Learned:
    learned = Learned(key, roomy(Router, history, units), asked, len(history))
    _learned[pk] = learned
    return learned


def _history(committee: Committee, parts: Iterable[int]) -> list[Text]:
    """Past cases with the unit that answers them now, the oldest first."""
    now, names = successors(committee), _names(committee)
    rows = Assignment.objects.filter(pk__in=list(parts)).order_by("pk").values_list("parent", "unit")
    unit_of = {parent: now.get(unit, unit) for parent, unit in rows}
    cases = Proposal.objects.filter(pk__in=list(unit_of)).order_by("pk")
    return [Text(row.pk, row.title, words_of(row), names[unit_of[row.pk]]) for row in cases if unit_of[row.pk] in names]


def _names(committee: Committee) -> dict[int, str]:
    """Units in being: what ended without a successor is nobody's suggestion any more."""
    return dict(Organisation.objects.filter(committee=committee, kind="unit", ends=None).values_list("pk", "name"))


def _asked(committee: Committee) -> list[Asked]:
    """The latest requests of units that a case be taken from them, the latest first, as their units are called now."""
    now, names = successors(committee), _names(committee)
    rows = Adjustment.objects.filter(committee=committee, voided_by=None).order_by("-pk")[:REQUESTS]
    asked = list(rows.values_list("organisation", "case__parent", "case__parent__title", "granted", "suggested"))
    parts = Assignment.objects.filter(
        parent__in=[parent for _unit, parent, *_rest in asked], role__in=ANSWERING
    ).exclude(state="ended")
    holders = {parent: now.get(unit, unit) for parent, unit in parts.values_list("parent", "unit")}
    found = []
    for unit, parent, title, granted, suggested in asked:
        mine, holder, named = now.get(unit, unit), holders.get(parent or 0), now.get(suggested or 0, suggested or 0)
        if granted and mine == (holder or named):  # it was given the case after all
            continue
        then = names.get(holder or named, "")
        found.append(Asked(Text(parent or 0, title or ""), names.get(mine, ""), granted, then, names.get(named, "")))
    return [row for row in found if row.unit]
