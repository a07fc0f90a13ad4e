"""The research tasks of a year, and a new one for the plan."""

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
from huiyin.people import bodies
from huiyin.research.flow import FLOW
from huiyin.research.models import FORMS, LED, ORIGINS, REPORTS, PolicyConversion, ResearchTask
from huiyin.research.raising import begin
from huiyin.ui.forms import HuiyinForm, put_on, searched
from huiyin.ui.templatetags.ui import replaced

PLANS = ("general_office", "leader")
INSIDE = (*PLANS, "secretary", "member")
READS = (*INSIDE, "unit", "unit_head")
DOING = ("planned", "approved", "field", "drafting", "deliberating", "deliberated", "signed")
VIEWS = (
    ("open", gettext_lazy("正在做"), Q(state__in=DOING)),
    ("reported", gettext_lazy("已报送，跟踪中"), Q(state="reported")),
    ("done", gettext_lazy("办结"), Q(state="closed")),
    ("all", gettext_lazy("全部"), ~Q(state="arriving")),
)
NUMBERS = ("tasks", "people", "items", "reports", "instructed", "policies", "mechanisms")


@require_safe
@signed_in(*READS)
def listed(request: Any) -> HttpResponse:
    """`?view=open|reported|done|all&year=&form=&q=`. A constant number of queries."""
    post, today = request.post, clock.today()
    view, form = request.GET.get("view", "open"), request.GET.get("form", "")
    year = number_in(request.GET.get("year", "")) or today.year
    views = {name: where for name, _label, where in VIEWS}
    rows = visible(ResearchTask, post).filter(year=year)
    counts = rows.aggregate(**{name: Count("pk", filter=where) for name, where in views.items()})
    rows = rows.filter(views.get(view, views["open"]))
    if form:
        rows = rows.filter(form=form[:20])
    if q := request.GET.get("q", "").replace("\x00", "").strip()[:50]:
        rows = rows.filter(Q(number__icontains=q) | Q(report_number__icontains=q) | Q(title__icontains=q))
    page = page_of(rows.order_by("quarter", "pk"), request, capped(rows))
    made = _made([row.pk for row in page])
    shown = [
        {"row": row, "state": FLOW.by_state[row.state].label, "late": bool(row.due and row.due < today), "made": made.get(row.pk, 0)}
        for row in page
    ]  # fmt: skip
    tabs = [
        {"label": label, "url": replaced(request.GET, {"view": name, "page": None}), "count": counts[name], "current": name == view}
        for name, label, _where in VIEWS
    ]  # fmt: skip
    words = {
        "page_obj": page, "rows": shown, "tabs": tabs, "q": q, "view": view, "form": form, "forms": FORMS, "year": year,
        "years": [today.year + 1, today.year, today.year - 1], "plans": post.role in PLANS, "inside": post.role in INSIDE,
        "leads": post.role in ("general_office", "leader", "secretary"), "numbers": numbers(post, year),
    }  # fmt: skip
    return render(request, "desk/research/list.html", words)


def _made(pks: list[int]) -> dict[int, int]:
    """Task → how much was made of it."""
    rows = PolicyConversion.objects.filter(case__in=pks, until=None, voided_by=None).values_list("case")
    return dict(rows.annotate(n=Count("pk")).order_by())


def numbers(post: Post, year: int) -> list[Any]:
    """The year's figures of the whole district, for those who keep or lead."""
    if post.role not in ("general_office", "leader", "secretary"):
        return []
    scope = figures.Scope(post.committee, figures.period(post.committee, str(year)))
    return [figures.REGISTRY[f"research.{name}"].answer(scope) for name in NUMBERS]


class TaskForm(HuiyinForm):
    title = forms.CharField(
        label=gettext_lazy("调研什么"), max_length=100, help_text=gettext_lazy("例如：链条产业配套的难点")
    )
    form = forms.ChoiceField(label=gettext_lazy("调研形式"), choices=FORMS)
    background = forms.CharField(
        label=gettext_lazy("为什么调研"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    host = forms.CharField(
        label=gettext_lazy("哪个专委会、界别承办"), max_length=60, required=False, help_text=gettext_lazy("例如：经济委员会")
    )  # fmt: skip
    led_by = forms.ChoiceField(label=gettext_lazy("谁带队"), choices=LED, widget=forms.RadioSelect)
    origin = forms.ChoiceField(label=gettext_lazy("题目从哪里来"), choices=ORIGINS)
    report_kind = forms.ChoiceField(label=gettext_lazy("写成什么"), choices=REPORTS)
    units = forms.MultipleChoiceField(
        label=gettext_lazy("和哪些部门联合调研"), required=False, widget=forms.CheckboxSelectMultiple
    )
    region = forms.CharField(
        label=gettext_lazy("到外地的，到哪里"), max_length=60, required=False, help_text=gettext_lazy("在本区的不填")
    )
    campaign = forms.CharField(
        label=gettext_lazy("属于哪个专项"), max_length=60, required=False, help_text=gettext_lazy("例如：主题教育")
    )
    year = forms.TypedChoiceField(label=gettext_lazy("列入哪年的计划"), coerce=int)
    quarter = forms.TypedChoiceField(label=gettext_lazy("什么时候去"), coerce=int)
    key = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, post: Post, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        choices = [(str(unit.pk), unit.name) for unit in bodies.existing(post.committee, "unit")]
        fields["units"].choices = choices
        searched(fields["units"], choices)
        year = clock.today().year
        fields["year"].choices = [(one, str(one)) for one in (year, year + 1)]
        fields["quarter"].choices = [(0, _("全年任何时候")), *((n, _("第 {n} 季度").format(n=n)) for n in (1, 2, 3, 4))]


@signed_in(*PLANS)
def new(request: Any) -> HttpResponse:
    post = request.post
    initial = {"led_by": "committee", "origin": "cppcc", "key": uuid.uuid4().hex}
    form = TaskForm(post, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        key = data.pop("key")
        try:
            case = begin(post, key=f"research-{key[:40]}" if key else None, **data)
        except Refused as refusal:
            put_on(form, refusal)
        else:
            messages.success(
                request, _("列入 {year} 年调研计划了，编号 {number}。").format(year=case.year, number=case.number)
            )
            return HttpResponseRedirect(reverse("case", args=[case.uid]))
    return render(request, "desk/research/new.html", {"form": form}, status=422 if form.errors else 200)
