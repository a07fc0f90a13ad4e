"""The year's consultation plan on one page: where it stands, and what each topic has become; a topic for it; the plan as a Word paper."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from huiyin.consultations.forms import forms_here
from huiyin.desk.access import number_in, signed_in, visible
from huiyin.desk.cases.letters import WORD, sent
from huiyin.desk.consultations.topics import problem_of
from huiyin.desk.lists.paging import page_of
from huiyin.kernel import clock, figures
from huiyin.kernel.models import Post
from huiyin.kernel.reachedby import answers
from huiyin.kernel.refusal import Refused
from huiyin.papers.paper import Paper, Table
from huiyin.papers.paperword import paper_docx
from huiyin.plans import raising
from huiyin.plans.becoming import became
from huiyin.plans.flow import CHANGE, PLAN, TOPIC
from huiyin.plans.models import RAISED_BY, AnnualPlan, PlanChange, PlanTopic, UnitInvolved
from huiyin.plans.rules import NOW
from huiyin.ui.forms import HuiyinForm, put_on
from huiyin.ui.templatetags.ui import replaced

RAISES = ("member", "unit", "station", "general_office", "leader", "assigning")
READS = (*RAISES, "secretary", "unit_head")
LEADS = ("general_office", "leader", "secretary")
NUMBERS = ("collected", "issued", "begun", "done", "done_rate")
VIEWS = (
    ("plan", gettext_lazy("列入计划的"), ("issued", "in_progress", "done")),
    ("collected", gettext_lazy("征集的"), ("collected",)),
    ("shortlisted", gettext_lazy("初选"), ("shortlisted",)),
    ("out", gettext_lazy("没有列入、不再协商的"), ("passed_over", "dropped")),
)


@signed_in(*READS)
def page(request: Any) -> HttpResponse:
    """`?year=&view=plan|collected|shortlisted|out`; sent to, the office begins the year. A constant number of queries."""
    post, today = request.post, clock.today()
    year = number_in(request.GET.get("year", "")) or today.year
    if request.method == "POST":
        return _begin(request, year)
    whole = raising.plan_of(post.committee, year)
    rows = visible(PlanTopic, post).filter(whole=whole) if whole else PlanTopic.objects.none()
    counts = dict(rows.order_by().values_list("state").annotate(n=Count("pk"))) if whole else {}
    chosen = _view(request, whole)
    states = {name: of for name, _label, of in VIEWS}[chosen]
    rows = rows.filter(state__in=states).select_related("leader").order_by("quarter", "pk")
    shown = page_of(rows, request, sum(counts.get(one, 0) for one in states))
    words = {
        "page_obj": shown, "rows": _shown(post, list(shown)), "year": year, "years": [today.year + 1, today.year, today.year - 1],
        "whole": whole if whole and PLAN.sees(post, whole) else None, "there": whole is not None, "state": PLAN.by_state[whole.state].label if whole else "",
        "tabs": [
            {"label": label, "url": replaced(request.GET, {"view": name, "page": None}), "count": sum(counts.get(one, 0) for one in of), "current": name == chosen}
            for name, label, of in VIEWS
        ],
        "raises": post.role in RAISES and whole is not None and whole.state == "collecting", "keeps": post.role == "general_office",
        "numbers": numbers(post, year), "changes": _changes(post, whole),
    }  # fmt: skip
    return render(request, "desk/consultations/plan.html", words)


def _view(request: Any, whole: AnnualPlan | None) -> str:
    """What is asked for, or what matters now: the issued plan, else what is being sorted."""
    asked = request.GET.get("view", "")
    if asked in {name for name, _label, _of in VIEWS}:
        return str(asked)
    if whole is None or whole.state == "issued":
        return "plan"
    return "collected" if whole.state == "collecting" else "shortlisted"


def _shown(post: Post, rows: list[PlanTopic]) -> list[dict[str, Any]]:
    """Each topic with what it needs and what it became. As many queries for one as for thirty."""
    today, names = clock.today(), dict(forms_here(post.committee))
    works = became([row.pk for row in rows], post)
    units: dict[int, list[str]] = {}
    for one in (
        UnitInvolved.objects.filter(case__in=[row.pk for row in rows], **NOW)
        .select_related("unit")
        .order_by("unit__name")
    ):
        units.setdefault(one.case_id, []).append(one.unit.name)
    return [
        {
            "row": row, "form": names.get(row.form, ""), "units": units.get(row.pk, []), "works": works.get(row.pk, []),
            "state": TOPIC.by_state[row.state].label, "late": bool(row.due and row.due < today),
        }
        for row in rows
    ]  # fmt: skip


def _changes(post: Post, whole: AnnualPlan | None) -> list[dict[str, Any]]:
    if whole is None:
        return []
    rows = visible(PlanChange, post).filter(whole=whole).order_by("-pk")[:20]
    return [{"row": row, "state": CHANGE.by_state[row.state].label} for row in rows]


def numbers(post: Post, year: int) -> list[Any]:
    if post.role not in LEADS:
        return []
    scope = figures.Scope(post.committee, figures.period(post.committee, str(year)))
    return answers([figures.REGISTRY[f"plans.{name}"] for name in NUMBERS], scope)


def _begin(request: Any, year: int) -> HttpResponse:
    if request.post.role != "general_office":
        raise PermissionDenied
    where = f"{reverse('plan')}?year={year}"
    try:
        raising.begin(request.post, year)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("{year}年度协商计划开始征集议题了。").format(year=year))
    return HttpResponseRedirect(where)


class PlanTopicForm(HuiyinForm):
    title = forms.CharField(label=gettext_lazy("议题"), max_length=100, help_text=gettext_lazy("一句话说清商量什么"))
    background = forms.CharField(
        label=gettext_lazy("为什么要商量"), max_length=4000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("什么事、牵涉哪些部门、希望商量出什么"),
    )  # fmt: skip
    raised_as = forms.ChoiceField(label=gettext_lazy("谁提的"), choices=RAISED_BY, widget=forms.RadioSelect)
    key = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, post: Post, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if post.role in raising.AS:
            del self.fields["raised_as"]


@signed_in(*RAISES)
def topic(request: Any) -> HttpResponse:
    """`?year=&from=<uid of a problem>`: a topic for that year's plan; a problem of citizens stays linked."""
    post = request.post
    year = number_in(request.GET.get("year", "")) or clock.today().year
    problem = problem_of(request)
    initial: dict[str, Any] = {"raised_as": "people", "key": uuid.uuid4().hex}
    if problem is not None:
        initial |= {"title": problem.title, "background": problem.words}
    form = PlanTopicForm(post, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        key = data.pop("key")
        try:
            case = raising.raise_topic(
                post, year=year, problem=problem, key=f"plan-{key[:40]}" if key else None, **data
            )
        except Refused as refusal:
            put_on(form, refusal)
        else:
            messages.success(request, _("议题提出来了。是否列入计划，会告诉您。"))
            return HttpResponseRedirect(reverse("case", args=[case.uid]))
    words = {"form": form, "problem": problem, "year": year}
    return render(request, "desk/consultations/plan_topic.html", words, status=422 if form.errors else 200)


@require_safe
@signed_in(*READS)
def paper(request: Any) -> HttpResponse:
    """`?year=`: the topics of the plan that this post may see, as the paper that is handed round and issued."""
    year = number_in(request.GET.get("year", "")) or clock.today().year
    rows = visible(PlanTopic, request.post).filter(
        whole__year=year, state__in=("shortlisted", "issued", "in_progress", "done")
    )
    shown = _shown(request.post, list(rows.select_related("leader").order_by("quarter", "pk")))
    lines = tuple(
        (
            str(n), one["row"].title, one["form"], str(one["row"].get_quarter_display() or ""), one["row"].leader.name if one["row"].leader else "",
            one["row"].lead, "\n".join(one["units"]), "是" if one["row"].supervisory else "",
        )
        for n, one in enumerate(shown, 1)
    )  # fmt: skip
    heads = ("序号", "协商议题", "协商形式", "时间", "牵头领导", "牵头专委会", "参加部门", "监督性")
    body = Table(heads, lines or (("", "还没有列入的议题", "", "", "", "", "", ""),), (1, 6, 3, 2, 2, 3, 4, 1))
    made = Paper(f"{request.committee.name}\n{year}年度协商计划", (body,), across=True, sender=request.committee.short)
    return sent(paper_docx(made), WORD, _("{year}年度协商计划.docx").format(year=year))
