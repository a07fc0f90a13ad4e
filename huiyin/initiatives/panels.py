"""The faces and panels of an action, a project, a report, of investment, a trip and the quotas of a year."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.initiatives import pulling, rules
from huiyin.initiatives.flow import PROGRAMME, PROJECT, REPORT
from huiyin.initiatives.investing import INVESTMENT, TRIP, YEAR
from huiyin.initiatives.models import Coordination, InvestTalk, InvestTarget, Milestone, Procedure, Quota, Reading
from huiyin.kernel import clock
from huiyin.kernel.figures import REGISTRY, Scope, percent, period
from huiyin.kernel.flow import Flow
from huiyin.ui.panels import Face, Panel, Stop, face, panel

LOOKS = ("way", "soon", "late", "done")


def tags(flow: Flow) -> Any:
    def told(case: Any) -> list[tuple[Any, str]]:
        state = flow.by_state[case.state]
        return [(state.label, state.look if state.look in LOOKS else "")]

    return told


def number(case: Any) -> str:
    return str(case.number) or _("未编号")


def of_programme(case: Any) -> str:
    return " · ".join(word for word in (case.theme, case.above) if word)


def of_project(case: Any) -> str:
    return case.body.name if case.body_id else _("还没有责任主体")


def of_investment(case: Any) -> str:
    said = [case.body.name] if case.body_id else []
    said += [_("几家一起做")] if case.joint else []
    said += [_("包抓领导 {name}").format(name=case.holder.name)] if case.holder_id else []
    return " · ".join(said)


def of_trip(case: Any) -> str:
    return " · ".join([str(case.get_direction_display()), str(case.get_purpose_display()), case.place])


# fmt: off
face(Face("programme", number, tags(PROGRAMME), of_programme))
face(Face("project", number, tags(PROJECT), of_project, stops=(
    Stop(gettext_lazy("填四项"), ("draft",), ("active",)), Stop(gettext_lazy("推进"), ("active", "suspended"), ("done",)), Stop(gettext_lazy("验收"), ("done",), ("accepted",)),
)))
face(Face("progress_report", number, tags(REPORT), lambda case: str(case.get_what_display())))
face(Face("investment", number, tags(INVESTMENT), of_investment, stops=(
    Stop(gettext_lazy("线索"), ("arriving", "lead"), ("contact", "planning", "signed")), Stop(gettext_lazy("洽谈和规划"), ("contact", "planning"), ("signed",)), Stop(gettext_lazy("签约"), ("signed", "registered"), ("landed",)),
    Stop(gettext_lazy("落地"), ("landed",), ("started", "building", "producing", "done")), Stop(gettext_lazy("建设"), ("started", "building"), ("producing", "done")), Stop(gettext_lazy("投产"), ("producing",), ("done",)),
)))
face(Face("invest_trip", number, tags(TRIP), of_trip))
face(Face("invest_year", number, tags(YEAR)))
# fmt: on


def programme(tree: Any) -> dict[str, Any] | None:
    case, today = tree.case, clock.today()
    return {
        "case": case, "time": pulling.time_share(case.begins, case.ends, today), "url": reverse("programme", args=[case.uid]),
        "points": reverse("programme_points", args=[case.uid]) if tree.post.role == "general_office" and not case.finished else "",
    }  # fmt: skip


def project(tree: Any) -> dict[str, Any] | None:
    case, today = tree.case, clock.today()
    rows = list(Milestone.objects.filter(case=case.pk, **rules.NOW).order_by("due_on"))
    overdue = any(row.done_on is None and row.due_on < today for row in rows)
    stand = pulling.stand_of(case, today, overdue=overdue)
    bars = [
        {"label": _("时间"), "value": f"{stand.time}%", "share": stand.time, "tone": "soft"},
        {"label": _("任务"), "value": f"{stand.task}%", "share": stand.task, "tone": "ochre" if stand.lags else "ink"},
    ]
    return {
        "case": case, "stand": stand, "bars": bars if case.begins and case.ends else [], "milestones": rows, "today": today,
        "url": reverse("programme", args=[case.whole.uid]), "runs": case.state not in ("draft", "cancelled"),
    }  # fmt: skip


def report(tree: Any) -> dict[str, Any] | None:
    """What was handed in; before that what the records say already."""
    case = tree.case
    waits = case.state in ("due", "returned")
    return {
        "case": case, "waits": waits, "pulled": pulling.facts_of(case) if waits else case.pulled, "url": reverse("programme", args=[case.whole.uid]),
        "late": bool(waits and case.due and case.due < clock.today()),
    }  # fmt: skip


def investment(tree: Any) -> dict[str, Any] | None:
    rows = list(rules.stages_reached(tree.case).values())
    return {"case": tree.case, "stages": rows}


def readings(tree: Any) -> dict[str, Any] | None:
    """The readings with those that were taken back, each target of a year beside its last reading that stands."""
    case, today = tree.case, clock.today()
    targets = list(InvestTarget.objects.filter(case=case.pk, **rules.NOW).order_by("-year"))
    rows = list(Reading.objects.filter(case=case.pk).prefetch_related("reversals").order_by("-at", "-pk"))
    if not targets and not rows:
        return None
    last: dict[int, Reading] = {}
    for row in rows:
        if row.voided_by is None:
            last.setdefault(row.year, row)
    years = []
    for one in targets:
        done = last[one.year].completed if one.year in last else None
        share = percent(done, one.amount, 2) if done is not None else None
        gone = pulling.time_share(today.replace(one.year, 1, 1), today.replace(one.year, 12, 31), today)
        years.append(
            {"target": one, "done": done, "share": share, "gone": gone, "half": share is not None and share >= 50}
        )
    return {"years": years, "rows": [{"row": row, "why": next((one.why for one in row.reversals.all()), "")} for row in rows]}  # fmt: skip


def hand(tree: Any) -> dict[str, Any] | None:
    case = tree.case
    procedures = list(Procedure.objects.filter(case=case.pk, **rules.NOW).order_by("position"))
    log = list(Coordination.objects.filter(case=case.pk, **rules.NOW).order_by("-at", "-pk"))
    talks = list(InvestTalk.objects.filter(case=case.pk, **rules.NOW).order_by("-at", "pk"))
    if not (procedures or log or talks):
        return None
    return {"procedures": procedures, "done": sum(row.done_on is not None for row in procedures), "log": log, "talks": talks}  # fmt: skip


def trip(tree: Any) -> dict[str, Any] | None:
    case = tree.case
    return {"case": case, "talks": list(InvestTalk.objects.filter(case=case.pk, **rules.NOW).order_by("pk"))}


ACTUAL = {"signed": ("signed", "signed_amount"), "landed": ("landed", "landed_amount"), "planning": ("planned", "planned_amount"), "completed": (None, "completed")}  # fmt: skip
"""The figures against which each kind of quota is held: of a number, and of an amount."""


def plain(number: Any) -> str:
    """20000.00 as 20,000; 4127.30 as 4,127.3: as figures are printed elsewhere."""
    text = f"{number:,}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def quotas(committee: Any, case: Any) -> list[dict[str, Any]]:
    """Each quota of the year with what was done, of the whole district or of its body, and the share of it. A figure each."""
    scope = Scope(committee, period(committee, str(case.year)))
    rows = Quota.objects.filter(case=case.pk, **rules.NOW).select_related("owner").order_by("owner__name", "what")
    found = []
    for row in rows:
        mine = Scope(committee, scope.span, unit=row.owner_id)
        count, money = ACTUAL[row.what]
        cells = []
        for name, wanted in ((count, row.number), (money, row.amount)):
            if name and wanted:
                figure = REGISTRY[f"investment.{name}"]
                value = figure.value(mine)
                cells.append({"wanted": plain(wanted), "value": plain(value), "share": percent(value, wanted), "unit": figure.unit, "url": f"{reverse('figure', args=[figure.name])}?period={case.year}"})  # fmt: skip
        found.append({"row": row, "cells": cells})
    return found


def year(tree: Any) -> dict[str, Any] | None:
    return {"rows": quotas(tree.case.committee, tree.case), "url": reverse("investments")}


panel(Panel("programme", "initiatives/programme.html", programme))
panel(Panel("project", "initiatives/project.html", project))
panel(Panel("progress-report", "initiatives/report.html", report))
panel(Panel("investment", "initiatives/investment.html", investment))
panel(Panel("investment-readings", "initiatives/readings.html", readings))
panel(Panel("investment-hand", "initiatives/hand.html", hand))
panel(Panel("invest-trip", "initiatives/trip.html", trip))
panel(Panel("invest-year", "initiatives/quotas.html", year))
