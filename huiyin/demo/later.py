"""What a story cannot know when it is written: which row or which child case it will be on the day a line is played."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from huiyin.awards.models import UnitMark
from huiyin.awards.rounds import most_named
from huiyin.handling.models import Commitment, Contact
from huiyin.kernel.models import Case
from huiyin.kernel.replay import Line, Player
from huiyin.opinions.models import OpinionReport

INTO = ">"
"""`o3>` is the composite that the report o3 went into."""
CHILD = "#"
"""`s5#commitment` is the newest promise of case s5; `s5#publication:reply` the decision on its reply's text."""


@dataclass(frozen=True)
class Later:
    """A fact that is asked of the house when its line is played: (player, case) → the fact's value."""

    ask: Callable[[Player, Any], Any]


def number_of(name: str) -> Later:
    """The number of another story's case."""
    return Later(lambda player, case: player.done.cases[name])


NEWEST_TALK = Later(lambda player, case: str(Contact.objects.filter(case=case.pk).latest("recorded_at").pk))
SETTLED_PROMISES = Later(
    lambda player, case: list(
        Commitment.objects.filter(parent=case.parent_id, state__in=("verified", "failed")).values_list("pk", flat=True)
    )
)
BEST_UNITS = Later(lambda player, case: _best(case))


def _best(case: Any) -> list[int]:
    """As many units as may be named, the best first."""
    marks = UnitMark.objects.filter(of_round=case.pk, rank__isnull=False).order_by("rank", "pk")
    return list(marks.values_list("unit", flat=True)[: most_named(case.committee, marks.count())])


def settled(player: Player, line: Line) -> Line:
    """The line with every `Later` asked, and the child case it speaks of known to the player by that name."""
    name, mark, child = line.case.partition(CHILD)
    if mark:
        kind, _colon, what = child.partition(":")
        rows = Case.objects.filter(parent=player.done.cases[name], kind=kind)
        if kind == "unit_mark":  # a mark hangs on its round, not on a parent
            rows = Case.objects.filter(unitmark__of_round=player.done.cases[name], unitmark__unit__name=what)
        elif what:
            rows = rows.filter(**{f"{kind}__what": what})
        player.done.cases[line.case] = rows.latest("pk").pk
    if line.case.endswith(INTO) and line.case not in player.done.cases:
        report = OpinionReport.objects.get(pk=player.done.cases[line.case.removesuffix(INTO)])
        assert report.into_id is not None
        player.done.cases[line.case] = report.into_id
    if not any(isinstance(value, Later) for value in line.facts.values()):
        return line
    case = player.case_of(line)
    facts = {key: value.ask(player, case) if isinstance(value, Later) else value for key, value in line.facts.items()}
    return replace(line, facts=facts)
