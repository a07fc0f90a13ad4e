"""A new call for order leads."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.desk.access import signed_in
from huiyin.kernel.models import Organisation, Post
from huiyin.kernel.refusal import Refused
from huiyin.orders.calling import begin
from huiyin.people import bodies
from huiyin.people.roles import OFFICE
from huiyin.ui.forms import HuiyinForm, put_on, searched


class CallForm(HuiyinForm):
    title = forms.CharField(
        label=gettext_lazy("征集什么"), max_length=100, help_text=gettext_lazy("例如：九届六次会议提案选题线索")
    )
    words = forms.CharField(
        label=gettext_lazy("对单位的要求"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("一条一事；写清背景、难处和希望委员推动什么"),
    )  # fmt: skip
    office = forms.ModelChoiceField(
        Organisation.objects.none(), label=gettext_lazy("与哪个交办机关联合征集"), empty_label=gettext_lazy("请选")
    )
    units = forms.MultipleChoiceField(label=gettext_lazy("向哪些单位征集"), widget=forms.CheckboxSelectMultiple)
    reply_by = forms.DateField(label=gettext_lazy("报送截止日期"), widget=forms.DateInput(attrs={"type": "date"}))
    key = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, post: Post, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        choices = [(str(unit.pk), unit.name) for unit in bodies.existing(post.committee, "unit")]
        fields["units"].choices = choices
        searched(fields["units"], choices)
        fields["office"].queryset = bodies.existing(post.committee, "assigning")


@signed_in(*OFFICE)
def new(request: Any) -> HttpResponse:
    form = CallForm(request.post, request.POST or None, initial={"key": uuid.uuid4().hex})
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        key = data.pop("key")
        try:
            case = begin(request.post, key=f"order-call-{key[:40]}" if key else None, **data)
        except Refused as refusal:
            put_on(form, refusal)
        else:
            messages.success(
                request,
                _("通知编号 {number}，送{office}会签。会签以后发到各单位。").format(
                    number=case.number, office=case.office.name
                )
                if case.state == "joint"
                else _("通知发出去了，编号 {number}。").format(number=case.number),
            )
            return HttpResponseRedirect(reverse("case", args=[case.uid]))
    return render(request, "desk/orders/call.html", {"form": form}, status=422 if form.errors else 200)
