"""What a citizen left is erased when its time is over (P-34K): name and telephone, words, photos, answers. The ledger stays whole.

What stays: the number, what it was about, where, when, what it came to; and what was published on the wall, in its public words.
"""

from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from huiyin.kernel import clock, ledger, outbox, parameters
from huiyin.kernel.actors import system_post
from huiyin.kernel.models import Attachment, Committee, Notice, Remark
from huiyin.kernel.span import Span
from huiyin.reception.models import Citizen, Said, Voice

ERASED = "citizens.erased"
CHUNK = 500


def erase_due(committee: Committee) -> int:
    """Erase what has been kept long enough; the ledger notes of how many. Returns their number."""
    over = due(committee)
    for start in range(0, len(over), CHUNK):
        some = over[start : start + CHUNK]
        with transaction.atomic():
            _forget(committee, some)
            ledger.record(committee, ERASED, as_=system_post(committee), facts={"n": len(some)})
    return len(over)


def due(committee: Committee) -> list[int]:
    """The voices whose time is over, and of which something is still there."""
    keep = Span.parse(str(parameters.get(committee, "P-34K")))
    calendar, today = parameters.calendar(committee), clock.today()
    # What was no voice gets no answer, and its time runs from the day it was put aside; what was taken up again still needs its citizen.
    over = Q(state="echoed", echoed_on__isnull=False) | Q(state="dismissed")
    there = ~Q(words="") | (Q(citizen__erased_at=None) & (Q(citizen__sealed__gt="") | Q(citizen__mark__gt="")))
    rows = Voice.objects.filter(over, there, committee=committee).values_list("pk", "echoed_on", "state", "moved_at")
    return [
        pk
        for pk, echoed, state, moved in rows
        if (day := echoed if state == "echoed" else moved and clock.local_day(moved)) and _kept_until(keep, day, calendar) <= today
    ]  # fmt: skip


def _kept_until(keep: Span, day: date, calendar: Any) -> date:
    return clock.due(keep, day, calendar, roll=False) or day


def _forget(committee: Committee, voices: list[int]) -> None:
    now, gone = clock.now(), _("（原话到期删除）")
    Citizen.objects.filter(voice__in=voices, erased_at=None).update(sealed="", mark="", erased_at=now)
    Voice.objects.filter(pk__in=voices).update(words="", wanted="", place="", question="", answer="")
    Voice.objects.filter(pk__in=voices).update(title=gone)
    Said.objects.filter(case__in=voices).update(words="")
    Notice.objects.filter(case__in=voices).update(text=gone)
    remarks = Remark.objects.filter(committee=committee, event__case__in=voices, erased_at=None)
    remarks.update(body="", salt="", erased_at=now)
    files = Attachment.objects.filter(committee=committee, case__in=voices)
    paths = set(files.values_list("path", flat=True))
    files.delete()
    paths -= set(Attachment.objects.filter(committee=committee, path__in=paths).values_list("path", flat=True))
    transaction.on_commit(lambda: _remove(paths))


def _remove(paths: set[str]) -> None:
    """Their contents, once it is certain that nothing names them any more."""
    for path in paths:
        Path(settings.FILES, path).unlink(missing_ok=True)


outbox.add_chore(erase_due)
