"""From one committee to the one above and back: each writes in its own ledger, through the one door, in one transaction.

The lower committee's act opens a case in the higher one; the higher one's act takes a computed step in the lower one. Neither reads the
other's rows: what crosses is handed over as words. Locks are taken in one order (tree before chain; the higher tree before the lower;
two chains by id), and the one case that goes against it does not wait, so that two levels acting at once never block each other.
"""

from typing import Any

from django.db import OperationalError, connection
from django.utils.translation import gettext as _

from huiyin.cultivation.models import Cultivation, HandedUp
from huiyin.kernel.act import Act, act, open_case
from huiyin.kernel.actors import system_post
from huiyin.kernel.levels import above, hold_chains
from huiyin.kernel.models import Case, Committee, Event
from huiyin.kernel.refusal import Refused, Stale


def up(doing: Act, to: Committee, title: str, **values: Any) -> HandedUp:
    """Open the linked case in the higher committee. It holds a copy, and the number by which acts find the way back."""
    if to not in above(doing.committee):
        raise Refused(_("{name}不是上级政协，不能报送。").format(name=to.short))
    hold_chains(doing.committee, to)
    row = {"below": doing.committee, "below_id_of": doing.case.pk, **values}
    case: HandedUp = open_case("handed_up", as_=system_post(to), title=title, at=doing.at, source="computed", row=row)
    return case


def down(doing: Act, step: str, **facts: Any) -> Event:
    """Take a computed step on the lower committee's case: its number, its answer."""
    case: HandedUp = doing.case
    if _locks():
        list(Case.objects.select_for_update().filter(pk=case.below_id_of).values_list("pk"))
    row = Cultivation.objects.get(pk=case.below_id_of)
    row.committee = case.below
    hold_chains(case.below, doing.committee)
    return act(row, step, as_=system_post(case.below), at=doing.at, source="computed", **facts)


def take_back(doing: Act, why: str) -> None:
    """The lower committee withdraws what the higher one has not yet taken."""
    case: Cultivation = doing.case
    assert case.above is not None
    assert case.above_id_of is not None
    try:
        if _locks():
            list(Case.objects.select_for_update(nowait=True).filter(pk=case.above_id_of).values_list("pk"))
    except OperationalError:
        raise Stale(_("上级正在处理这一件。请过一会儿刷新再看。")) from None
    row = HandedUp.objects.get(pk=case.above_id_of)
    row.committee = case.above
    if row.state != "received":
        raise Stale(_("上级已经收下或答复了，不能撤回。请刷新页面。"))
    hold_chains(case.committee, case.above)
    act(row, "withdrawn", as_=system_post(case.above), at=doing.at, source="computed", why=why)


def _locks() -> bool:
    return connection.vendor == "postgresql"
