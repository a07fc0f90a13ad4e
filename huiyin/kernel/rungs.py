"""The ladder that an open clock climbs (R-073, P-26): its owner is reminded before and after the due day, and, days late, those above him."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from huiyin.kernel import clock, parameters
from huiyin.kernel.flow import FLOWS
from huiyin.kernel.models import Committee, Todo
from huiyin.kernel.who import Who


@dataclass(frozen=True)
class Above:
    """One above the owner: from how many days late (`rule`, a number parameter; 0 is never), in which role, and who exactly."""

    rule: str
    role: str
    who: Who


@dataclass(frozen=True)
class Ladder:
    """Days relative to the due day: the owner's own rungs, and those of each above him."""

    own: tuple[int, ...]
    above: tuple[tuple[int, Above], ...]

    def next(self, due: date, after: date) -> date | None:
        """The first day after `after` on which somebody is told; None past the last."""
        past = (after - due).days
        rest = [rung for rung in (*self.own, *(days for days, _one in self.above)) if rung > past]
        return due + timedelta(days=min(rest)) if rest else None

    def come_to(self, due: date, alarm: date, today: date) -> tuple[bool, list[Above]]:
        """What is to be told on a day: whether the owner is reminded, and which of those above hear of it.

        After an outage several rungs may have been passed at once: the owner gets one reminder, each above him one word.
        """
        first, last = (alarm - due).days, (today - due).days
        mine = any(first <= rung <= last for rung in self.own)
        return mine, [one for days, one in self.above if first <= days <= last]


class Ladders:
    """The ladders of a committee's clocks; equal ones are worked out once."""

    def __init__(self, committee: Committee) -> None:
        self.committee = committee
        self._seen: dict[tuple[str, str, date | None], Ladder] = {}

    def of(self, todo: Todo) -> Ladder:
        """By the rules of the day on which the clock began. Whoever owes is nobody's superior: only those above his own role are told."""
        key = (todo.kind, todo.role, todo.starts)
        if key not in self._seen:
            own = self._get("P-26", todo.starts, clock.LADDER)
            rises: tuple[Above, ...] = FLOWS[todo.kind].rises
            roles = [one.role for one in rises]
            above = rises[roles.index(todo.role) + 1 :] if todo.role in roles else rises
            days = [(int(self._get(one.rule, todo.starts, 0)), one) for one in above]
            self._seen[key] = Ladder(tuple(clock.rungs(str(own))), tuple(pair for pair in days if pair[0] > 0))
        return self._seen[key]

    def next(self, todo: Todo, after: date, due: date | None = None) -> date | None:
        """The next day on which somebody is told about this clock. `due`: where the todo's own is about to change."""
        end = due or todo.due
        return self.of(todo).next(end, after) if end else None

    def _get(self, code: str, on: date | None, default: Any) -> Any:
        return parameters.get(self.committee, code, on) if code in parameters.REGISTRY else default
