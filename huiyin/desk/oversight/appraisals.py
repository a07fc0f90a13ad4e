"""The appraisals, and a new one."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from huiyin.desk.access import signed_in, visible
from huiyin.desk.lists.paging import capped, page_of
from huiyin.kernel.act import act, open_case
from huiyin.kernel.refusal import Refused
from huiyin.oversight.appraisal import FLOW
from huiyin.oversight.models import Appraisal
from huiyin.people import bodies
from huiyin.people.models import Unit
from huiyin.ui.forms import HuiyinForm

PLANS = ("general_office", "leader")


@require_safe
@signed_in(*PLANS, "secretary")
def listed(request: Any) -> HttpResponse:
    """The newest first. A constant number of queries."""
    rows = visible(Appraisal, request.post).exclude(state="arriving")
    page = page_of(rows.select_related("unit").order_by("-opened_at", "-pk"), request, capped(rows))
    shown = [{"row": row, "state": FLOW.by_state[row.state].label} for row in page]
    words = {"page_obj": page, "rows": shown, "plans": request.post.role in PLANS}
    return render(request, "desk/oversight/appraisals.html", words)


class AppraisalForm(HuiyinForm):
    title = forms.CharField(
        label=gettext_lazy("评议什么"), max_length=100, help_text=gettext_lazy("例如：对区医保局工作的民主评议")
    )
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=gettext_lazy("评议哪个单位"), empty_label=gettext_lazy("请选")
    )
    why = forms.CharField(label=gettext_lazy("为什么评议"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))
    key = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, committee: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit: Any = self.fields["unit"]
        unit.queryset = bodies.existing(committee, "unit")


@signed_in(*PLANS)
def new(request: Any) -> HttpResponse:
    form = AppraisalForm(request.committee, request.POST or None, initial={"key": uuid.uuid4().hex})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        key = data["key"][:40]
        try:
            row = {"unit": data["unit"], "why": data["why"]}
            case = open_case(
                "appraisal", as_=request.post, title=data["title"], row=row, key=f"appraisal-{key}" if key else None
            )
            if case.state == "arriving":
                act(case, "propose", as_=request.post, key=f"appraisal-{key}-p" if key else None)
        except Refused as refusal:
            form.add_error(None, str(refusal.sentence))
        else:
            messages.success(request, _("提出来了，编号 {number}。请报党委批准。").format(number=case.number))
            return HttpResponseRedirect(reverse("case", args=[case.uid]))
    return render(request, "desk/oversight/appraisal_new.html", {"form": form}, status=422 if form.errors else 200)
