"""Cultivation: what is being made ripe here, what was handed up and came back; in a higher committee, what came from below."""

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

from huiyin.cultivation.flow import ABOVE, FLOW
from huiyin.cultivation.models import FORMS, LEVELS, Cultivation, HandedUp
from huiyin.desk.access import signed_in, visible
from huiyin.desk.lists.paging import capped, page_of
from huiyin.desk.orders.pages import url
from huiyin.kernel import clock
from huiyin.kernel.act import open_case
from huiyin.kernel.figures import REGISTRY, Scope, period
from huiyin.kernel.models import Post
from huiyin.kernel.refusal import Refused
from huiyin.people.periods import session_now
from huiyin.people.roles import OFFICE
from huiyin.ui.forms import HuiyinForm
from huiyin.ui.templatetags.ui import replaced

WATCH = (*OFFICE, "leader", "secretary", "general_office")
READS = (*WATCH, "member")
VIEWS = (
    ("open", gettext_lazy("正在培育"), Q(state__in=("idea", "writing", "review", "ready"))),
    ("up", gettext_lazy("已上报"), Q(state__in=("handed", "accepted", "answered", "not_accepted"))),
    ("all", gettext_lazy("全部"), ~Q(state="")),
)
NUMBERS = (
    "cultivation.begun",
    "cultivation.handed_up",
    "cultivation.items",
    "cultivation.accepted",
    "cultivation.adoptions",
    "cultivation.joint",
)


@require_safe
@signed_in(*READS)
def listed(request: Any) -> HttpResponse:
    """`?view=open|up|all|below`. A constant number of queries."""
    post, today = request.post, clock.today()
    views = {name: where for name, _label, where in VIEWS}
    below = visible(HandedUp, post)
    waiting = below.count()
    view = request.GET.get("view", "below" if waiting else "open")
    rows = visible(Cultivation, post)
    counts = rows.aggregate(**{name: Count("pk", filter=where) for name, where in views.items()})
    tabs = [
        {"label": label, "url": replaced(request.GET, {"view": name, "page": None}), "count": counts[name], "current": name == view}
        for name, label, _where in VIEWS
    ]  # fmt: skip
    if post.role in WATCH and (waiting or post.committee.level != "district"):
        more = {"view": "below", "page": None}
        tabs.append(
            {"label": _("下级送来"), "url": replaced(request.GET, more), "count": waiting, "current": view == "below"}
        )
    flow, found = (
        (ABOVE, below.select_related("below"))
        if view == "below"
        else (FLOW, rows.filter(views.get(view, views["open"])))
    )
    page = page_of(found.order_by("-opened_at", "-pk"), request, capped(found))
    shown = [
        {"row": row, "state": flow.by_state[row.state].label, "late": bool(row.due and row.due < today)} for row in page
    ]
    words = {
        "page_obj": page,
        "rows": shown,
        "tabs": tabs,
        "below": view == "below",
        "keeps": post.role in OFFICE,
        "numbers": numbers(post),
        "year": today.year,
    }
    return render(request, "desk/cultivation/list.html", words)


def numbers(post: Post) -> list[dict[str, Any]]:
    """The year's figures, for those who keep or lead."""
    if post.role not in WATCH:
        return []
    year = str(clock.today().year)
    scope = Scope(post.committee, period(post.committee, year))
    return [{"answer": REGISTRY[name].answer(scope), "url": url(name, year)} for name in NUMBERS]


class CultivationForm(HuiyinForm):
    title = forms.CharField(
        label=gettext_lazy("培育什么"), max_length=100, help_text=gettext_lazy("例如：关于跨区停车资源共享的提案")
    )
    idea = forms.CharField(
        label=gettext_lazy("想推动什么，为什么要上级来办"), max_length=4000, widget=forms.Textarea(attrs={"rows": 5})
    )
    level = forms.ChoiceField(label=gettext_lazy("送到哪一级"), choices=LEVELS, widget=forms.RadioSelect)
    form = forms.ChoiceField(label=gettext_lazy("以什么形式"), choices=FORMS)
    key = forms.CharField(widget=forms.HiddenInput, required=False)


@signed_in(*OFFICE)
def new(request: Any) -> HttpResponse:
    form = CultivationForm(request.POST or None, initial={"key": uuid.uuid4().hex, "level": "city"})
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        key, title = data.pop("key")[:40], data.pop("title")
        try:
            case = open_case(
                "cultivation", as_=request.post, title=title, session=session_now(request.post.committee), row=data,
                key=f"cultivation-{key}" if key else None,
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, str(refusal.sentence))
        else:
            messages.success(request, _("立起来了。下一步请人进专班。"))
            return HttpResponseRedirect(reverse("case", args=[case.uid]))
    return render(request, "desk/cultivation/new.html", {"form": form}, status=422 if form.errors else 200)
