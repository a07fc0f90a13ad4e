"""The desk of a reception: the voices of a site and of the district, and taking one down in seconds."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Case, Count, F, Q, Value, When
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from huiyin.desk.access import signed_in, visible
from huiyin.desk.lists.paging import capped, page_of
from huiyin.kernel import clock, parameters
from huiyin.kernel.models import Post
from huiyin.kernel.refusal import Refused
from huiyin.places import sites
from huiyin.places.models import Site
from huiyin.reception.flow import FLOW
from huiyin.reception.models import BACK, CHANNELS, SPOKEN, Problem, Voice
from huiyin.reception.problem import FLOW as PROBLEM
from huiyin.reception.raising import LONGEST, raise_voice
from huiyin.ui.forms import HuiyinForm, put_on
from huiyin.ui.templatetags.ui import replaced

TAKES = ("station", "general_office", "member")
OPEN = ("received", "problem", "to_echo")
OPEN_FIRST = Case(When(state="closed", then=Value(1)), default=Value(0))
VIEWS = (
    ("open", gettext_lazy("还欠回音"), Q(state__in=OPEN)),
    ("late", gettext_lazy("逾期"), Q(state__in=OPEN)),
    ("echoed", gettext_lazy("已回音"), Q(state="echoed")),
    ("all", gettext_lazy("全部"), ~Q(state__in=("arriving", "dismissed"))),
)


@require_safe
@signed_in(*TAKES)
def voices(request: Any) -> HttpResponse:
    """`?view=open|late|echoed|all&q=`. Six queries, whatever their number."""
    post, today = request.post, clock.today()
    view = request.GET.get("view", "open")
    views = {name: where & Q(due__lt=today) if name == "late" else where for name, _label, where in VIEWS}
    rows = visible(Voice, post)
    counts = rows.aggregate(**{name: Count("pk", filter=where) for name, where in views.items()})
    rows = rows.filter(views.get(view, views["open"]))
    if q := request.GET.get("q", "").strip()[:50]:
        rows = rows.filter(Q(number__icontains=q) | Q(title__icontains=q) | Q(place__icontains=q))
    order = ("due", "pk") if view in ("open", "late") else ("-raised_on", "-pk")
    page = page_of(rows.select_related("site", "of_problem").order_by(*order), request, capped(rows))
    names = {str(row[0]): str(row[1]) for row in parameters.get(post.committee, "P-34S")}
    shown = [
        {
            "row": row,
            "state": FLOW.by_state[row.state].label,
            "subject": names.get(row.subject, ""),
            "late": bool(row.due and row.due < today and row.state in OPEN),
        }
        for row in page
    ]
    tabs = [
        {
            "label": label,
            "url": replaced(request.GET, {"view": name, "page": None}),
            "count": counts[name],
            "current": name == view,
        }
        for name, label, _where in VIEWS
    ]
    return render(
        request,
        "desk/reception/voices.html",
        {
            "page_obj": page,
            "rows": shown,
            "tabs": tabs,
            "q": q,
            "view": view,
            "site": post.organisation,
            "today": today,
        },
    )


@require_safe
@signed_in("station", "general_office", "leader", "unit", "unit_head")
def problems(request: Any) -> HttpResponse:
    """The problems that this post may see, the open ones first."""
    rows = visible(Problem, request.post)
    page = page_of(
        rows.select_related("site")
        .annotate(n=Count("voices"))
        .order_by(OPEN_FIRST, F("due").asc(nulls_last=True), "-pk"),
        request,
        capped(rows),
    )
    shown = [
        {"row": row, "state": PROBLEM.by_state[row.state].label, "late": bool(row.due and row.due < clock.today())}
        for row in page
    ]
    return render(request, "desk/reception/problems.html", {"page_obj": page, "rows": shown, "n": page.paginator.count})


class TakeForm(HuiyinForm):
    channel = forms.ChoiceField(
        label=gettext_lazy("怎么来的"),
        choices=[pair for pair in CHANNELS if pair[0] in SPOKEN],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=gettext_lazy("说了什么事，在哪里"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4})
    )
    subject = forms.ChoiceField(label=gettext_lazy("分类"), required=False)
    people = forms.IntegerField(label=gettext_lazy("来了几个人"), min_value=1, max_value=9999, initial=1)
    on = forms.DateField(label=gettext_lazy("哪天"))
    site = forms.ModelChoiceField(
        Site.objects.none(), label=gettext_lazy("哪个站点"), required=False, empty_label=gettext_lazy("政协办公室")
    )
    wanted = forms.CharField(label=gettext_lazy("希望怎么办"), required=False, max_length=300)
    name = forms.CharField(
        label=gettext_lazy("姓名"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("群众同意才写。只有站点和办公室看得到，加密保存，到期删除"),
    )
    phone = forms.CharField(label=gettext_lazy("电话"), required=False, max_length=30)
    back = forms.ChoiceField(label=gettext_lazy("怎么回话"), choices=BACK, initial="self")
    sensitive = forms.BooleanField(
        label=gettext_lazy("说的是孩子、病情或家事，不公开"), required=False, help_text=gettext_lazy("勾上以后不能上回音壁")
    )  # fmt: skip
    key = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, post: Post, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["subject"].choices = [
            ("", "—"),
            *((str(row[0]), str(row[1])) for row in parameters.get(post.committee, "P-34S")),
        ]
        if post.role == "station":
            del fields["site"]
        else:
            fields["site"].queryset = sites_of(post)


def sites_of(post: Post) -> Any:
    """The sites at which this post takes voices down: a member at his own, the office at any."""
    rows = sites.existing(post.committee)
    if post.role == "member":
        return rows.filter(people__person=post.person_id, people__ends=None).distinct()
    return rows


@signed_in(*TAKES)
def take(request: Any) -> HttpResponse:
    """Reception day: words, who came, and it has its number; the form is empty again for the next."""
    post = request.post
    own = Site.objects.filter(pk=post.organisation_id).first() if post.role == "station" else None
    initial: dict[str, Any] = {
        "channel": "visit",
        "on": clock.today(),
        "key": uuid.uuid4().hex,
        "people": 1,
        "back": "self",
    }
    if post.role == "member":
        initial["site"] = sites_of(post).first()
    form = TakeForm(post, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        key = data.pop("key")
        data["site"] = own or data.get("site")
        try:
            receipt = raise_voice(post, key=f"take-{key[:40]}" if key else None, **data)
        except Refused as refusal:
            put_on(form, refusal)
        else:
            messages.success(
                request,
                _("记下了，编号 {number}，查询码 {code}。请告诉群众，或者把这张回执打印给他。").format(
                    number=receipt.voice.number, code=receipt.code
                ),
            )
            then = "voice_take" if "more" in request.POST else "case"
            return HttpResponseRedirect(reverse(then, args=[] if then == "voice_take" else [receipt.voice.uid]))
    return render(request, "desk/reception/take.html", {"form": form, "site": own}, status=422 if form.errors else 200)
