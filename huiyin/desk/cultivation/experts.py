"""The directory of experts: who stands in it by his own consent; the office enters and lets go."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.cultivation.directory import enter, leave
from huiyin.cultivation.effects import directory
from huiyin.cultivation.models import CONTRIBUTORS, Expert
from huiyin.desk.access import number_of, signed_in
from huiyin.desk.cultivation.pages import READS
from huiyin.kernel import clock
from huiyin.kernel.refusal import Refused
from huiyin.people.roles import OFFICE
from huiyin.ui.forms import HuiyinForm, put_on


class ExpertForm(HuiyinForm):
    name = forms.CharField(label=gettext_lazy("姓名或机构名称"), max_length=60)
    kind = forms.ChoiceField(label=gettext_lazy("哪一类"), choices=CONTRIBUTORS[1:], widget=forms.RadioSelect)
    field = forms.CharField(
        label=gettext_lazy("擅长什么"), max_length=120, help_text=gettext_lazy("例如：城市交通规划")
    )
    workplace = forms.CharField(label=gettext_lazy("工作单位"), max_length=120, required=False)
    reach = forms.CharField(
        label=gettext_lazy("联系方式"), max_length=60, required=False, help_text=gettext_lazy("只有办公室看得到")
    )
    consented_on = forms.DateField(label=gettext_lazy("本人哪天同意的"), widget=forms.DateInput(attrs={"type": "date"}))
    consent = forms.CharField(
        label=gettext_lazy("怎么同意的"), max_length=120, help_text=gettext_lazy("例如：签了同意书")
    )


@signed_in(*READS)
def listed(request: Any) -> HttpResponse:
    """POST enters somebody, or with `leave` lets go. A constant number of queries."""
    keeps = request.post.role in OFFICE
    form = ExpertForm(request.POST or None, initial={"consented_on": clock.today()})
    if request.method == "POST" and keeps:
        if uid := request.POST.get("leave"):
            return _leave(request, get_object_or_404(Expert, pk=number_of(uid), committee=request.committee))
        if form.is_valid():
            try:
                enter(request.post, **form.cleaned_data)
            except Refused as refusal:
                put_on(form, refusal)
            else:
                messages.success(request, _("进专家库了。组专班的时候可以请。"))
                return HttpResponseRedirect(reverse("experts"))
    rows: dict[str, list[Expert]] = {}
    for row in directory(request.committee):
        rows.setdefault(str(row.get_kind_display()), []).append(row)
    words = {"groups": list(rows.items()), "keeps": keeps, "form": form}
    refused = request.method == "POST" and (form.errors or not keeps)
    return render(request, "desk/cultivation/experts.html", words, status=422 if refused else 200)


def _leave(request: Any, expert: Expert) -> HttpResponse:
    name = expert.name
    try:
        leave(request.post, expert)
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
    else:
        messages.success(request, _("{name}不在专家库里了，联系方式已删除。").format(name=name))
    return HttpResponseRedirect(reverse("experts"))
