"""How an activity stands, asked in one statement for all the steps that depend on it."""

from typing import Any

from django.db.models import Exists

from huiyin.activities.models import Expected
from huiyin.kernel.models import Case, Facet
from huiyin.kernel.once import once

NOW = {"until": None, "voided_by": None}


@once
def standing(case: Any) -> tuple[bool, bool]:
    """(its attendance is settled, somebody asks for leave). One query for a page, however many steps ask."""
    settled = Facet.objects.filter(case=case.pk, name="settled", **NOW)
    asks = Expected.objects.filter(case=case.pk, answer="leave_asked", **NOW)
    rows = Case.objects.filter(pk=case.pk).order_by().annotate(settled=Exists(settled), asks=Exists(asks))
    found: list[tuple[bool, bool]] = list(rows.values_list("settled", "asks"))
    return found[0] if found else (False, False)
