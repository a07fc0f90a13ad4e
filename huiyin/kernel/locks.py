"""One case is one object in a batch: locked with its tree, read once, and found again."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from huiyin.kernel.batch import Batch
from huiyin.kernel.flow import flow_of
from huiyin.kernel.models import Case
from huiyin.kernel.prepared import Prepared
from huiyin.kernel.refusal import NotAllowed, Stale


def load(batch: Batch, pk: int) -> Any:
    """The kind's own row, through the batch, so that one case is one object however often it is asked for."""
    if pk not in batch.cases:
        batch.cases[pk] = _read(flow_of(_kind.rows(pk)[0]).Model).rows(pk)[0]
    case = batch.cases[pk]
    case.committee = batch.committee
    return case


_root = Prepared(lambda pk: Case.objects.select_for_update().filter(pk=pk).values_list("pk", flat=True))


@cache
def _locked(model: Any) -> Prepared:
    return Prepared(lambda pk: model.objects.select_for_update().filter(pk=pk))


@cache
def _read(model: Any) -> Prepared:
    return Prepared(lambda pk: model.objects.filter(pk=pk))


_kind = Prepared(lambda pk: Case.objects.filter(pk=pk).values_list("kind", flat=True))


def lock(batch: Batch, case: Any) -> Any:
    """Lock the tree that a case stands in, then read the case afresh. Row locks name the case table only."""
    if case.committee_id != batch.committee.pk:
        raise NotAllowed(_("这件事属于另一个机构，这里不能办。"))
    if case.root_id != case.pk and connection.vendor == "postgresql" and case.root_id not in batch.locked:
        _root.rows(case.root_id)
        batch.locked.add(case.root_id)
    if case.pk not in batch.cases:
        # A case that is its own root is locked and read in one go.
        found = _locked(flow_of(case.kind).Model).rows(case.pk)
        if not found:
            raise Stale(_("这件事已经不在了。请刷新页面。"))
        batch.cases[case.pk] = found[0]
        batch.locked.add(case.pk)
    fresh = batch.cases[case.pk]
    fresh.committee = batch.committee
    return fresh


def lock_all(batch: Batch, cases: Iterable[Any]) -> None:
    """Lock the trees of many cases in one order, so that two who take many at once never wait for each other, and read them."""
    mine = [case for case in cases if case.committee_id == batch.committee.pk]
    if connection.vendor == "postgresql":
        roots = {case.root_id for case in mine}
        list(Case.objects.select_for_update().filter(pk__in=roots).order_by("pk").values_list("pk"))
        batch.locked |= roots
    for kind in {case.kind for case in mine}:
        for row in flow_of(kind).Model.objects.filter(pk__in={case.pk for case in mine if case.kind == kind}):
            batch.cases.setdefault(row.pk, row)
