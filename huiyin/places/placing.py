"""What the office decides about an assignment by nearness: to pin, to let go, to confirm. Each change stands in the ledger."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.kernel import clock, ledger
from huiyin.kernel.batch import Batch
from huiyin.kernel.models import Committee, Person, Post
from huiyin.kernel.refusal import Refused
from huiyin.places import nearness
from huiyin.places.models import Pin, Site, SiteMember
from huiyin.places.sites import JOINED, LEFT

PINNED, LOOSENED, PLACED = "site.pinned", "site.loosened", "site.placed"


def pin(person: Person, site: Site, *, as_: Post) -> None:
    """Put a member at a site by hand; the rest is reckoned around him. Errors: Refused for a head, who stays at his own site."""
    committee = site.committee
    head = SiteMember.objects.filter(committee=committee, person=person, ends=None, role__in=("head", "deputy")).first()
    if head is not None and head.site_id != site.pk:
        raise Refused(
            _("{person}是{site}的站长或副站长，划站时留在那里。").format(person=person.name, site=head.site.name)
        )
    with transaction.atomic():
        Pin.objects.update_or_create(committee=committee, person=person, defaults={"site": site})
        ledger.record(committee, PINNED, as_=as_, facts={"site": site.pk, "person": person.pk})


def loosen(person: Person, committee: Committee, *, as_: Post) -> None:
    """Leave it to the reckoning again."""
    with transaction.atomic():
        if Pin.objects.filter(committee=committee, person=person).delete()[0]:
            ledger.record(committee, LOOSENED, as_=as_, facts={"person": person.pk})


def confirm(committee: Committee, mark: str, *, as_: Post) -> tuple[int, int]:
    """Make the proposal that was shown the register: who joins, who leaves. Heads and their rows stay.

    `mark`: of the plan that was shown. Returns how many joined and left. Errors: Refused when the plan is no longer that one.
    """
    with transaction.atomic():
        Committee.objects.select_for_update().get(pk=committee.pk)
        plan = nearness.propose(committee)
        if plan.mark != mark:
            raise Refused(_("名册或站点刚刚变了，划法也跟着变了。请把新的划法再看一遍，再确认。"))
        batch = Batch(committee)
        joined, left = 0, 0
        for one in plan.placed:
            if one.site.pk not in one.who.sites:
                _join(batch, one, as_)
                joined += 1
            for row in one.who.here:
                if row.site_id != one.site.pk and row.role == "member":
                    _leave(batch, row, as_)
                    left += 1
        ledger.record(
            committee, PLACED, as_=as_, batch=batch,
            facts={"members": len(plan.placed), "joined": joined, "left": left, "points": plan.points, "least": plan.unpinned},
        )  # fmt: skip
        batch.write()
    return joined, left


def _join(batch: Batch, one: nearness.Placed, post: Post) -> None:
    facts = {"site": one.site.pk, "person": one.who.person.pk, "role": "member", "by": one.fixed or "nearness"}
    batch.add(
        SiteMember(
            committee_id=batch.committee.pk, site_id=one.site.pk, person_id=one.who.person.pk, role="member",
            begins=clock.today(), recorded_at=batch.now,
        )
    )  # fmt: skip
    ledger.record(batch.committee, JOINED, as_=post, facts=facts, batch=batch)


def _leave(batch: Batch, row: SiteMember, post: Post) -> None:
    batch.change(row, ends=clock.today() - timedelta(days=1))
    facts = {"site": row.site_id, "person": row.person_id}
    ledger.record(batch.committee, LEFT, as_=post, facts=facts, batch=batch)
