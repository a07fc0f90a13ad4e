"""Answers to the views of an open question: one for each voter and view, whatever browser; and what they come to."""

import hashlib
import hmac
from typing import Any

import numpy as np
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.db.models import Count, Max
from django.utils.translation import gettext as _

from huiyin.consultations.models import ANSWERS, Answer, Deliberation, Statement
from huiyin.consultations.opinionmap import Votes, groups_of
from huiyin.consultations.opinionread import Read, read
from huiyin.kernel import clock
from huiyin.kernel.models import Case
from huiyin.kernel.refusal import Refused

FRESH = 2000
"""Up to so many answers the map is reckoned with each new one; beyond, with every fiftieth."""


def mark_of(case: Deliberation, name: str) -> str:
    """The mark of a voter in one question: it leads neither to a name nor to the same voter in another question."""
    key = hashlib.sha256(settings.SECRET_KEY.encode() + b"huiyin.answers").digest()
    return hmac.new(key, f"{case.pk}:{name}".encode(), hashlib.sha256).hexdigest()[:32]


def is_open(case: Deliberation) -> bool:
    return case.state == "open" and clock.today() <= case.closes_on


def shown(case: Deliberation) -> list[Statement]:
    return list(Statement.objects.filter(case=case.pk, state="shown", voided_by=None).order_by("pk"))


def answer(case: Deliberation, statement: Statement, mark: str, how: int) -> None:
    """Keep, or change, a voter's answer. Errors: Refused when the question is over or the view is not there."""
    if statement.case_id != case.pk or statement.state != "shown" or how not in dict(ANSWERS):
        raise Refused(_("这条看法已经不在了。请刷新页面。"))
    values = {"how": how, "at": clock.now()}
    with transaction.atomic():
        # Whoever ends it waits for us, or we for him: no answer comes after the digest of all of them.
        state = Case.objects.select_for_update().values_list("state", flat=True).get(pk=case.pk)
        if state != "open" or not is_open(case):
            raise Refused(_("征集已经结束了，不能再表态。"))
        Answer.objects.update_or_create(
            statement=statement, voter=mark, defaults=values, create_defaults={**values, "committee": case.committee, "case": case}
        )  # fmt: skip


def mine(case: Deliberation, mark: str) -> dict[int, int]:
    """What this voter has answered: {statement: how}."""
    return dict(Answer.objects.filter(case=case.pk, voter=mark).values_list("statement", "how"))


def map_of(case: Deliberation) -> Read:
    """What all answers come to. Reckoned once for the same answers and views."""
    rows = Answer.objects.filter(case=case.pk, statement__state="shown", statement__voided_by=None)
    known = rows.aggregate(n=Count("pk"), last=Max("at"), views=Count("statement", distinct=True))
    stand = (known["n"], known["last"]) if known["n"] <= FRESH else (known["n"] // 50, None)
    name = hashlib.sha256(f"{case.pk} {stand} {known['views']}".encode()).hexdigest()
    found: Read | None = cache.get(f"opinions:{name}")
    if found is None:
        found = _reckon(case, rows)
        cache.set(f"opinions:{name}", found, 3600)
    return found


def _reckon(case: Deliberation, rows: Any) -> Read:
    views = shown(case)
    place = {row.pk: at for at, row in enumerate(views)}
    given = list(rows.values_list("voter", "statement", "how"))
    voters = {voter: at for at, voter in enumerate(sorted({voter for voter, _s, _h in given}))}
    cells = np.array([(voters[a], place[b], c) for a, b, c in given], np.int64).reshape(-1, 3)
    votes = Votes.of(cells[:, 0], cells[:, 1], cells[:, 2], len(voters), len(views))
    return read(votes, groups_of(votes), [row.words for row in views])
