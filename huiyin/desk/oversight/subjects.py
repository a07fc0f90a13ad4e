"""The subjects of oversight of a year, and a new one for the plan."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from huiyin.desk.access import number_in, signed_in, visible
from huiyin.desk.lists.paging import capped, page_of
from huiyin.kernel import clock, figures
from huiyin.kernel.models import Post
from huiyin.kernel.refusal import Refused
from huiyin.oversight import squads
from huiyin.oversight.flow import FLOW
from huiyin.oversight.models import FORMS, MODES, ORIGINS, Oversight, Squad, UnitWatched
from huiyin.oversight.raising import begin
from huiyin.people import bodies
from huiyin.ui.forms import HuiyinForm, put_on, searched
from huiyin.ui.templatetags.ui import replaced

PLANS = ("general_office", "leader")
INSIDE = (*PLANS, "secretary", "member")
READS = (*INSIDE, "unit", "unit_head")
OPEN = ("planned", "visiting", "drafted", "signed", "answering", "to_report")
VIEWS = (
    ("open", gettext_lazy("正在办"), Q(state__in=OPEN)),
    ("answering", gettext_lazy("待答复整改"), Q(state="answering")),
    ("done", gettext_lazy("办结"), Q(state__in=("closed", "clear"))),
    ("all", gettext_lazy("全部"), ~Q(state="arriving")),
)
NUMBERS = ("visits", "units", "letters", "items", "outcomes", "rectified_rate")


@require_safe
@signed_in(*READS)
def listed(request: Any) -> HttpResponse:
    """`?view=open|answering|done|all&year=&q=`. A constant number of queries."""
    post, today = request.post, clock.today()
    view = request.GET.get("view", "open")
    year = number_in(request.GET.get("year", "")) or today.year
    views = {name: where for name, _label, where in VIEWS}
    rows = visible(Oversight, post).filter(year=year)
    counts = rows.aggregate(**{name: Count("pk", filter=where) for name, where in views.items()})
    rows = rows.filter(views.get(view, views["open"]))
    if q := request.GET.get("q", "").strip()[:50]:
        rows = rows.filter(Q(number__icontains=q) | Q(title__icontains=q))
    page = page_of(rows.select_related("squad").order_by("quarter", "pk"), request, capped(rows))
    units = _units(post, [row.pk for row in page])
    shown = [
        {"row": row, "state": FLOW.by_state[row.state].label, "mode": row.get_mode_display(), "units": units.get(row.pk, []), "late": bool(row.due and row.due < today)}
        for row in page
    ]  # fmt: skip
    tabs = [
        {"label": label, "url": replaced(request.GET, {"view": name, "page": None}), "count": counts[name], "current": name == view}
        for name, label, _where in VIEWS
    ]  # fmt: skip
    words = {
        "page_obj": page, "rows": shown, "tabs": tabs, "q": q, "view": view, "year": year, "years": [today.year + 1, today.year, today.year - 1],
        "plans": post.role in PLANS, "inside": post.role in INSIDE, "keeps": post.role == "general_office", "numbers": numbers(post, year),
    }  # fmt: skip
    return render(request, "desk/oversight/list.html", words)


def _units(post: Post, pks: list[int]) -> dict[int, list[str]]:
    """Subject → the names of its bodies; a unit reads its own name alone."""
    found: dict[int, list[str]] = {}
    rows = UnitWatched.objects.filter(case__in=pks, until=None, voided_by=None).select_related("unit")
    if post.role not in INSIDE:
        rows = rows.filter(unit=post.organisation_id)
    for row in rows.order_by("unit__name"):
        found.setdefault(row.case_id, []).append(row.unit.name)
    return found


def numbers(post: Post, year: int) -> list[Any]:
    """The year's figures of the whole district, for those who keep or lead."""
    if post.role not in ("general_office", "leader", "secretary"):
        return []
    scope = figures.Scope(post.committee, figures.period(post.committee, str(year)))
    return [figures.REGISTRY[f"oversight.{name}"].answer(scope) for name in NUMBERS]


class SubjectForm(HuiyinForm):
    title = forms.CharField(
        label=gettext_lazy("监督什么"), max_length=100, help_text=gettext_lazy("例如：政务服务窗口午间不断档")
    )
    background = forms.CharField(
        label=gettext_lazy("为什么监督"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("单位看不到这一格"),
    )  # fmt: skip
    units = forms.MultipleChoiceField(label=gettext_lazy("监督哪些单位"), widget=forms.CheckboxSelectMultiple)
    origin = forms.ChoiceField(label=gettext_lazy("题目从哪里来"), choices=ORIGINS, widget=forms.RadioSelect)
    form = forms.ChoiceField(label=gettext_lazy("监督形式"), choices=FORMS)
    mode = forms.ChoiceField(label=gettext_lazy("怎么去"), choices=MODES, widget=forms.RadioSelect)
    year = forms.TypedChoiceField(label=gettext_lazy("列入哪年的计划"), coerce=int)
    quarter = forms.TypedChoiceField(label=gettext_lazy("什么时候去"), coerce=int)
    squad = forms.ModelChoiceField(
        Squad.objects.none(), label=gettext_lazy("哪支小分队"), required=False, empty_label=gettext_lazy("不用小分队")
    )
    key = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, post: Post, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        choices = [(str(unit.pk), unit.name) for unit in bodies.existing(post.committee, "unit")]
        fields["units"].choices = choices
        searched(fields["units"], choices)
        fields["squad"].queryset = squads.existing(post.committee)
        year = clock.today().year
        fields["year"].choices = [(one, str(one)) for one in (year, year + 1)]
        fields["quarter"].choices = [(0, _("全年任何时候")), *((n, _("第 {n} 季度").format(n=n)) for n in (1, 2, 3, 4))]


@signed_in(*PLANS)
def new(request: Any) -> HttpResponse:
    post = request.post
    initial = {"origin": "cppcc", "mode": "regular", "key": uuid.uuid4().hex}
    form = SubjectForm(post, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        key = data.pop("key")
        try:
            case = begin(post, key=f"oversight-{key[:40]}" if key else None, **data)
        except Refused as refusal:
            put_on(form, refusal)
        else:
            messages.success(
                request, _("列入 {year} 年监督计划了，编号 {number}。").format(year=case.year, number=case.number)
            )
            return HttpResponseRedirect(reverse("case", args=[case.uid]))
    return render(request, "desk/oversight/new.html", {"form": form}, status=422 if form.errors else 200)
