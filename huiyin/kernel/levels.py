"""The tree of committees: who stands above, who near; and how one writes in another's books without reading them.

Locks are taken in one order: a tree of cases before a chain, the chains of two committees by id.
"""

from django.db import connection
from django.utils.translation import gettext as _

from huiyin.kernel import ledger
from huiyin.kernel.actors import system_post
from huiyin.kernel.models import Chain, Committee, Notice
from huiyin.kernel.refusal import Refused
from huiyin.kernel.underway import Act

TOLD = "level.told"


def above(committee: Committee) -> list[Committee]:
    """The committees above this one, the nearest first."""
    found: list[Committee] = []
    here = committee.parent
    while here is not None and here not in found and here.pk != committee.pk:
        found.append(here)
        here = here.parent
    return found


def near(committee: Committee) -> list[Committee]:
    """Those with whom something is done together: all above, those below, and those that stand beside it under the same one."""
    below = list(Committee.objects.filter(parent=committee).order_by("short"))
    beside = Committee.objects.filter(parent=committee.parent).exclude(pk=committee.pk) if committee.parent_id else []
    return [*above(committee), *below, *beside]


def hold_chains(*committees: Committee) -> None:
    """Take the heads of several chains in one order, so that two levels that act at once never wait for each other."""
    if connection.vendor == "postgresql":
        rows = Chain.objects.select_for_update().filter(committee__in=[one.pk for one in committees])
        list(rows.order_by("committee_id").values_list("seq"))


def tell(doing: Act, to: Committee, role: str, text: str) -> None:
    """Let an office of another committee know, in the same transaction; its own ledger says who told it. Errors: Refused for a stranger."""
    if to not in near(doing.committee):
        raise Refused(_("{name}不在这棵机构树上。").format(name=to.short))
    if doing.imported:
        return
    hold_chains(doing.committee, to)
    ledger.record(to, TOLD, as_=system_post(to), facts={"committee": doing.committee.code, "event": doing.event.id})
    Notice.objects.create(committee=to, role=role, text=text[:500], written_at=doing.event.recorded_at)
