"""Meetings and activities: those ahead, those to be settled, and a new one to which members are asked."""

import uuid
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from huiyin.activities.attending import new_door
from huiyin.activities.flow import FLOW
from huiyin.activities.models import KINDS, Activity
from huiyin.desk.access import signed_in, visible
from huiyin.desk.lists.paging import capped, page_of
from huiyin.kernel import clock
from huiyin.kernel.act import open_case
from huiyin.kernel.models import Facet
from huiyin.kernel.refusal import Refused
from huiyin.ui.forms import HuiyinForm, put_on
from huiyin.ui.templatetags.ui import replaced

KEEPS = ("general_office", "station")
READS = (*KEEPS, "member", "leader", "secretary")
SETTLED = Facet.objects.filter(case=OuterRef("pk"), name="settled", until=None, voided_by=None)


@require_safe
@signed_in(*READS)
def listed(request: Any) -> HttpResponse:
    """`?view=ahead|to_settle|all`. A constant number of queries."""
    post, view = request.post, request.GET.get("view", "ahead")
    rows = visible(Activity, post).annotate(settled=Exists(SETTLED)).exclude(state="cancelled")
    if post.role == "station":
        rows = rows.filter(host=post.organisation_id)
    views = {
        "ahead": (_("要开的"), rows.filter(state="planned").order_by("meets_on", "pk")),
        "to_settle": (_("待定出席"), rows.filter(state="held", settled=False).order_by("meets_on", "pk")),
        "all": (_("全部"), rows.order_by("-meets_on", "-pk")),
    }
    found = views.get(view, views["ahead"])[1]
    page = page_of(found.select_related("host"), request, capped(found))
    shown = [{"row": row, "state": _("已定出席") if row.settled else FLOW.by_state[row.state].label} for row in page]
    tabs = [
        {"label": label, "url": replaced(request.GET, {"view": name, "page": None}), "count": "", "current": name == view}
        for name, (label, _rows) in views.items()
    ]  # fmt: skip
    words = {"rows": shown, "page_obj": page, "tabs": tabs, "keeps": post.role in KEEPS, "view": view}
    return render(request, "desk/duties/activities.html", words)


class ActivityForm(HuiyinForm):
    title = forms.CharField(
        label=gettext_lazy("名称"), max_length=100, help_text=gettext_lazy("例如：专委会一季度学习")
    )
    activity_kind = forms.ChoiceField(
        label=gettext_lazy("哪一类"), choices=[pair for pair in KINDS if pair[0] != "consultation"], help_text=gettext_lazy("履职的分按它来记")
    )  # fmt: skip
    meets_on = forms.DateField(label=gettext_lazy("哪天"))
    meets_at = forms.CharField(
        label=gettext_lazy("几点"), max_length=20, required=False, help_text=gettext_lazy("例如 14:30")
    )
    place = forms.CharField(label=gettext_lazy("在哪里"), max_length=120)
    key = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean_meets_on(self) -> Any:
        day = self.cleaned_data["meets_on"]
        if day < clock.today():
            raise forms.ValidationError(_("{day}已经过去了。请填开会那天。").format(day=clock.day_words(day)))
        return day


@signed_in(*KEEPS)
def new(request: Any) -> HttpResponse:
    """Then the case page asks whom to invite."""
    post = request.post
    form = ActivityForm(request.POST or None, initial={"key": uuid.uuid4().hex})
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        title, key = data.pop("title"), data.pop("key")
        row = {**data, "host_id": post.organisation_id if post.role == "station" else None, "door": new_door()}
        try:
            made = open_case("activity", as_=post, title=title, key=f"activity-{key[:40]}" if key else None, row=row)
            return HttpResponseRedirect(f"{reverse('case', args=[made.uid])}?step=invite#step")
        except Refused as refusal:
            put_on(form, refusal)
    return render(request, "desk/duties/activity.html", {"form": form}, status=422 if form.errors else 200)
