"""Investment: the board of contracted projects (Σ÷Σ against the days gone), the projects by stage; a new lead."""

import uuid
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Max, Q
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from huiyin.desk.access import signed_in, visible
from huiyin.desk.lists.paging import capped, page_of
from huiyin.initiatives.investing import INVESTMENT
from huiyin.initiatives.models import Investment, Reading
from huiyin.initiatives.pulling import time_share
from huiyin.initiatives.raising import lead
from huiyin.kernel import clock
from huiyin.kernel.figures import REGISTRY, Scope, percent, period
from huiyin.kernel.refusal import Refused
from huiyin.people import bodies
from huiyin.people.models import Unit
from huiyin.ui.forms import HuiyinForm, put_on
from huiyin.ui.templatetags.ui import replaced

PLANS = ("general_office", "leader")
READS = (*PLANS, "secretary", "unit")
BUILT = ("landed", "started", "building", "producing", "done")
VIEWS = (
    ("board", gettext_lazy("包抓"), Q(holder__isnull=False)),
    ("early", gettext_lazy("线索到签约"), Q(stage__in=("lead", "contact", "planning", "signed", "registered"))),
    ("built", gettext_lazy("落地到投产"), Q(stage__in=BUILT)),
    ("lost", gettext_lazy("终止"), Q(stage="lost")),
)
NUMBERS = ("leads", "at_planning", "signed", "signed_amount", "landed_amount", "arrived", "completed")
STALE = 35
"""Days after which a reading is old: they are monthly (R-222)."""


@require_safe
@signed_in(*READS)
def listed(request: Any) -> HttpResponse:
    """`?view=board|early|built|lost&as_of=2026-05-30`. A constant number of queries."""
    post = request.post
    view = request.GET.get("view", "board")
    views = {name: where for name, _label, where in VIEWS}
    view = view if view in views else "board"
    day, fault = _day(request.GET.get("as_of", ""))
    scope = Scope(
        post.committee,
        period(post.committee, str(day.year)),
        day,
        unit=post.organisation_id if post.role == "unit" else None,
    )
    rows = visible(Investment, post).exclude(state="arriving").filter(views[view])
    words: dict[str, Any] = {
        "view": view, "day": day, "fault": fault, "plans": post.role in PLANS, "numbers": [REGISTRY[f"investment.{name}"].answer(scope) for name in NUMBERS], "query": f"?period={day.year}&as_of={day}",
        "tabs": [{"label": label, "url": replaced(request.GET, {"view": name, "page": None}), "current": name == view} for name, label, _where in VIEWS],
    }  # fmt: skip
    words |= board(scope, rows, day) if view == "board" else _stages(request, rows)
    return render(request, "desk/initiatives/investments.html", words)


def _day(text: str) -> tuple[date, str]:
    """The day of `?as_of=`, today without one; and a sentence where it is no day, or one to come."""
    today = clock.today()
    if not text:
        return today, ""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return today, _("“{text}”不是日期，下面按今天算。日期写成 2026-05-30 这样。").format(text=text[:20])
    if day > today or day.year < 2000:
        return today, _("{day}还没到，或太早了，下面按今天算。").format(day=clock.day_words(day))
    return day, ""


def board(scope: Scope, rows: Any, day: date) -> dict[str, Any]:
    """Each contracted project's target, what is completed, its own share; and their sums, whose share is the sum over the sum (G10)."""
    aim, done = REGISTRY["investment.targets"], REGISTRY["investment.completed"]
    targets, completed = aim.split(scope, "case_id"), done.split(scope, "case_id")  # type: ignore[union-attr]
    read = dict(
        Reading.objects.filter(committee=scope.committee, year=day.year, voided_by=None, at__lt=scope.until)
        .values_list("case")
        .annotate(Max("at"))
    )
    gone = time_share(date(day.year, 1, 1), date(day.year, 12, 31), day)
    lines = []
    for row in rows.filter(pk__in=targets).select_related("holder", "body").order_by("number", "pk"):
        share = percent(completed.get(row.pk, 0), targets[row.pk], 2)
        at = clock.local_day(read[row.pk]) if row.pk in read else None
        lines.append(
            {
                "row": row, "target": targets[row.pk], "done": completed.get(row.pk), "share": share, "read": at, "late": bool(share is not None and share < gone),
                "stale": at is None or (day - at).days > STALE,
                "bar": {"label": row.title, "value": f"{share}%", "share": min(float(share or 0), 100), "tone": "ink" if share is not None and share >= gone else "ochre", "url": row.get_absolute_url()},
            }
        )  # fmt: skip
    whole = REGISTRY["investment.completion"].answer(scope)
    bars = [{"label": _("时间"), "value": f"{gone}%", "share": gone, "tone": "soft"}]
    if whole.value is not None:
        bars.append({"label": _("合计"), "value": f"{whole.value}%", "share": min(float(whole.value), 100), "tone": "green" if whole.value >= gone else "ochre"})  # fmt: skip
    bars += [line["bar"] for line in lines]
    return {
        "lines": lines,
        "whole": whole,
        "gone": gone,
        "half": whole.value is not None and whole.value >= 50,
        "bars": bars if lines else [],
    }


def _stages(request: Any, rows: Any) -> dict[str, Any]:
    page = page_of(rows.select_related("holder", "body").order_by("-pk"), request, capped(rows))
    today = clock.today()
    shown = [
        {"row": row, "state": INVESTMENT.by_state[row.state].label, "late": bool(row.due and row.due < today)}
        for row in page
    ]
    return {"rows": shown, "page_obj": page}


class LeadForm(HuiyinForm):
    title = forms.CharField(label=gettext_lazy("项目名称"), max_length=100)
    about = forms.CharField(
        label=gettext_lazy("做什么、有多大"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    source_of = forms.CharField(
        label=gettext_lazy("线索从哪里来"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("哪次走请活动、哪个联谊会或商会"),
    )
    introducer = forms.CharField(label=gettext_lazy("谁引荐的"), max_length=120, required=False)
    body = forms.ModelChoiceField(
        Unit.objects.none(), label=gettext_lazy("归哪个单位统计"), required=False, empty_label=gettext_lazy("以后再定")
    )
    key = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, committee: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        one: Any = self.fields["body"]
        one.queryset = bodies.existing(committee, "unit")


@signed_in(*PLANS)
def new(request: Any) -> HttpResponse:
    form = LeadForm(request.committee, request.POST or None, initial={"key": uuid.uuid4().hex})
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        key = data.pop("key")
        try:
            case = lead(request.post, key=f"lead-{key[:40]}" if key else None, **data)
        except Refused as refusal:
            put_on(form, refusal)
        else:
            messages.success(request, _("登记好了，编号 {number}。").format(number=case.number))
            return HttpResponseRedirect(reverse("case", args=[case.uid]))
    return render(request, "desk/initiatives/investment_new.html", {"form": form}, status=422 if form.errors else 200)
