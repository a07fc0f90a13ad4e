"""The list of consultations, and a new topic: from nothing, or from a problem that citizens brought."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from huiyin.consultations import sheets
from huiyin.consultations.flow import FLOW
from huiyin.consultations.forms import brands_here, form_name, forms_here
from huiyin.consultations.models import RAISED_BY, Consultation
from huiyin.consultations.raising import FROM_PROBLEM, raise_topic
from huiyin.desk.access import get_case, signed_in, visible
from huiyin.desk.lists.paging import capped, page_of
from huiyin.kernel import clock, figures
from huiyin.kernel.models import Link, Post
from huiyin.kernel.refusal import Refused
from huiyin.places import sites
from huiyin.places.models import Site
from huiyin.reception.models import Problem, Referral
from huiyin.research.models import ResearchFinding
from huiyin.ui.forms import HuiyinForm, put_on
from huiyin.ui.templatetags.ui import replaced

RAISES = ("station", "general_office", "member", "leader", "unit")
READS = (*RAISES, "unit_head")
KEEPS = ("station", "general_office")
OPEN = ("raised", "preparing", "noticed", "minuted", "confirmed", "handling", "to_tell")
VIEWS = (
    ("open", gettext_lazy("正在办"), Q(state__in=OPEN)),
    ("late", gettext_lazy("逾期"), Q(finished=False)),
    ("watching", gettext_lazy("待回头看"), Q(state="watching")),
    ("all", gettext_lazy("全部"), ~Q(state="arriving")),
)
NUMBERS = ("held", "attendance", "items", "adopted", "solved")


@require_safe
@signed_in(*READS)
def listed(request: Any) -> HttpResponse:
    """`?view=open|late|watching|all&form=&q=`. A constant number of queries."""
    post, today = request.post, clock.today()
    view, form = request.GET.get("view", "open"), request.GET.get("form", "")
    views = {name: where & Q(due__lt=today) if name == "late" else where for name, _label, where in VIEWS}
    rows = visible(Consultation, post)
    counts = rows.aggregate(**{name: Count("pk", filter=where) for name, where in views.items()})
    rows = rows.filter(views.get(view, views["open"]))
    if form:
        rows = rows.filter(form=form[:24])
    if q := request.GET.get("q", "").replace("\x00", "").strip()[:50]:
        rows = rows.filter(Q(number__icontains=q) | Q(title__icontains=q))
    order = ("due", "pk") if view in ("open", "late") else ("-opened_at", "-pk")
    page = page_of(rows.select_related("site").order_by(*order), request, capped(rows))
    names = {code: form_name(post.committee, code) for code, _label in forms_here(post.committee)}
    shown = [
        {"row": row, "state": FLOW.by_state[row.state].label, "form": names.get(row.form, ""), "late": bool(row.due and row.due < today)}
        for row in page
    ]  # fmt: skip
    tabs = [
        {"label": label, "url": replaced(request.GET, {"view": name, "page": None}), "count": counts[name], "current": name == view}
        for name, label, _where in VIEWS
    ]  # fmt: skip
    words = {
        "page_obj": page, "rows": shown, "tabs": tabs, "q": q, "view": view, "form": form, "forms": forms_here(post.committee),
        "raises": post.role in RAISES, "referred": referred(post), "numbers": numbers(post, today.year), "year": today.year,
        "keeps": post.role in KEEPS, "held": sheets.tray(post).filter(fate="held").count() if post.role in KEEPS else 0,
    }  # fmt: skip
    return render(request, "desk/consultations/list.html", words)


def numbers(post: Post, year: int) -> list[Any]:
    """This year's figures of the whole district, for those who keep or lead."""
    if post.role not in ("general_office", "leader"):
        return []
    scope = figures.Scope(post.committee, figures.period(post.committee, str(year)))
    return [figures.REGISTRY[f"consultations.{name}"].answer(scope) for name in NUMBERS]


def referred(post: Post) -> list[Problem]:
    """Problems that were to become a topic, and of which no topic has come yet."""
    if post.role not in KEEPS:
        return []
    raised = Link.objects.filter(committee=post.committee_id, kind=FROM_PROBLEM).values("source")
    meant = Referral.objects.filter(committee=post.committee_id, to="topic", until=None, voided_by=None).values("case")
    return list(visible(Problem, post).filter(pk__in=meant).exclude(pk__in=raised).order_by("pk")[:20])


class TopicForm(HuiyinForm):
    title = forms.CharField(
        label=gettext_lazy("议题"), max_length=100, help_text=gettext_lazy("切口要小。例如：桂园小区停车怎么停")
    )
    background = forms.CharField(
        label=gettext_lazy("为什么要商量"), max_length=4000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("什么事、在哪里、牵涉多少人、以前怎么办的"),
    )  # fmt: skip
    stakeholders = forms.CharField(
        label=gettext_lazy("利益相关方"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    raised_as = forms.ChoiceField(label=gettext_lazy("谁提的"), choices=RAISED_BY, widget=forms.RadioSelect)
    form = forms.ChoiceField(label=gettext_lazy("协商形式"))
    brand = forms.ChoiceField(
        label=gettext_lazy("品牌"), required=False, help_text=gettext_lazy("会议的题目按它的写法来写")
    )
    site = forms.ModelChoiceField(
        Site.objects.none(), label=gettext_lazy("在哪个站点商量"), required=False, empty_label=gettext_lazy("不在站点，由政协办公室办")
    )  # fmt: skip
    key = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, post: Post, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["form"].choices = forms_here(post.committee)
        if post.role in ("member", "unit"):
            del fields["raised_as"]
        if post.role == "station":
            del fields["site"]
        else:
            fields["site"].queryset = sites.existing(post.committee)
        brands = brands_here(post.committee)
        if post.role not in ("general_office", "leader"):
            del fields["form"]
            brands = brands_here(post.committee, "micro")
        fields["brand"].choices = [("", _("不用品牌")), *brands]
        if not brands:
            del fields["brand"]


@signed_in(*RAISES)
def new(request: Any) -> HttpResponse:
    """`?from=<uid of a problem, or of a finding of research>`: its title and words are there already, and the two stay linked."""
    post = request.post
    problem = problem_of(request)
    initial: dict[str, Any] = {"form": "micro", "raised_as": "people", "key": uuid.uuid4().hex}
    if problem is not None:
        initial |= {"title": problem.title, "background": problem.words, "site": getattr(problem, "site_id", None)}
    form = TopicForm(post, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        key = data.pop("key")
        try:
            case = raise_topic(post, problem=problem, key=f"topic-{key[:40]}" if key else None, **data)
        except Refused as refusal:
            put_on(form, refusal)
        else:
            messages.success(request, _("议题提出来了，编号 {number}。").format(number=case.number))
            return HttpResponseRedirect(reverse("case", args=[case.uid]))
    status = 422 if form.errors else 200
    return render(request, "desk/consultations/new.html", {"form": form, "problem": problem}, status=status)


def problem_of(request: Any) -> Problem | ResearchFinding | None:
    uid = request.GET.get("from", "")
    if not uid:
        return None
    row = get_case(request, uid)
    if not isinstance(row, Problem | ResearchFinding):
        raise Http404
    return row
