"""The tick keeps the entries up to date: once an hour at most, and only where the ledger has grown since."""

from datetime import timedelta

from huiyin.duties.models import DutyYear
from huiyin.duties.posting import OPEN, pending
from huiyin.kernel import clock, outbox
from huiyin.kernel.act import act
from huiyin.kernel.actors import system_post
from huiyin.kernel.models import Chain, Committee

EVERY = timedelta(hours=1)


def keep_up(committee: Committee) -> int:
    """Post what is new in every open year. Returns how many entries were posted or reversed."""
    done, head = 0, _head(committee)
    for year in DutyYear.objects.filter(committee=committee, state__in=OPEN):
        if year.posted_seq == head or (year.posted_at and clock.now() - year.posted_at < EVERY):
            continue
        year.committee = committee
        posted, gone = pending(year)
        if posted or gone:
            act(year, "post", as_=system_post(committee), source="computed")
        done += posted + gone
        DutyYear.objects.filter(pk=year.pk).update(posted_at=clock.now(), posted_seq=_head(committee))
    return done


def _head(committee: Committee) -> int:
    return Chain.objects.filter(committee=committee).values_list("seq", flat=True).first() or 0


outbox.add_chore(keep_up)
