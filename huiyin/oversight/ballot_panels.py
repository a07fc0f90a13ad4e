"""The face and panels of a ballot: what is voted upon and what came of it, the way into the hall, what was suggested."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.oversight import voting
from huiyin.oversight.ballot import FLOW
from huiyin.oversight.models import BallotCount, BallotResult
from huiyin.suggestions.models import Suggestion
from huiyin.ui.panels import Face, Panel, Stop, face, panel

NOW = {"until": None, "voided_by": None}
INSIDE = ("general_office", "leader", "secretary")


def tags(case: Any) -> list[tuple[Any, str]]:
    state = FLOW.by_state[case.state]
    return [(state.label, state.look if state.look in ("way", "soon", "late", "done") else "")]


face(
    Face(
        "ballot", lambda case: str(case.number) or _("未编号"), tags, lambda case: str(_("无记名，一人一票")),
        stops=(
            Stop(gettext_lazy("准备"), ("arriving", "preparing"), ("open",)),
            Stop(gettext_lazy("投票"), ("open",), ("closed",)),
            Stop(gettext_lazy("计票"), ("closed",), ("counted",)),
            Stop(gettext_lazy("宣布"), ("counted",), ("announced",)),
        ),
    )
)  # fmt: skip


def share(part: int, whole: int) -> str:
    """66.67%; without a denominator — (G7)."""
    if not whole:
        return "—"
    return f"{(Decimal(100 * part) / whole).quantize(Decimal('0.01'), ROUND_HALF_UP)}%"


def result_of(case: Any) -> dict[str, Any] | None:
    """What was counted: the totals, and for each item [(option, n, share of the valid ballots)]; blanks last. None before the count."""
    total = BallotResult.objects.filter(case=case.pk, **NOW).first()
    if total is None:
        return None
    counts: dict[int, dict[str, int]] = {}
    for row in BallotCount.objects.filter(case=case.pk, **NOW):
        counts.setdefault(row.item_id, {})[row.option] = row.n
    valid = total.collected - total.spoilt
    labels = [(str(code), str(label)) for code, label in case.options] + [("", _("弃权"))]
    rows = []
    for item in voting.items_of(case):
        mine = counts.get(item.pk, {})
        rows.append({
            "item": item, "cells": [{"label": label, "n": mine.get(code, 0), "share": share(mine.get(code, 0), valid)} for code, label in labels],
        })  # fmt: skip
    return {"total": total, "valid": valid, "labels": [label for _code, label in labels], "rows": rows}


def items(tree: Any) -> dict[str, Any] | None:
    """Until it is announced, nobody but those who keep and announce it reads a number."""
    found = result_of(tree.case)
    may = tree.case.state == "announced" or tree.post.role in INSIDE
    url = reverse("ballot_result", args=[tree.case.uid]) if found and tree.case.state == "announced" else ""
    return {
        "items": voting.items_of(tree.case),
        "result": found if may else None,
        "url": url,
        "purpose": tree.case.purpose,
    }


def hall(tree: Any) -> dict[str, Any] | None:
    """The doors to the pages that are used in the hall."""
    case, keeps = tree.case, tree.post.role == "general_office"
    doors = []
    if keeps and case.state in ("preparing", "open"):
        doors.append((_("会场：到会、发票、二维码"), reverse("ballot_hall", args=[case.uid])))
        doors.append((_("打印纸质票"), reverse("ballot_slips", args=[case.uid])))
    if keeps and case.state == "closed":
        doors.append((_("录入纸质票"), reverse("ballot_paper", args=[case.uid])))
    if case.state == "open" and voting.entitled_of(case, tree.post):
        doors.append((_("去投票"), reverse("ballot_door", args=[case.door])))
    return {"doors": doors} if doors else None


def suggestions(tree: Any) -> dict[str, Any] | None:
    rows = list(Suggestion.objects.filter(case=tree.case.pk, **NOW).order_by("position"))
    return {"rows": rows} if rows else None


panel(Panel("ballot-items", "oversight/ballot_items.html", items))
panel(Panel("ballot-hall", "oversight/ballot_hall.html", hall, place="margin"))
panel(Panel("ballot-suggestions", "oversight/ballot_suggestions.html", suggestions))
