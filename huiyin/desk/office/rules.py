"""/settings/rules/: every parameter of the house with its value, its default, since when, and how it came about."""

import json
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.desk.access import signed_in
from huiyin.desk.office import rights
from huiyin.desk.office.shown import said, show
from huiyin.kernel import clock, parameters, rulebook, rulevalues
from huiyin.kernel.models import Event, ParameterValue, Person, Remark
from huiyin.kernel.parameters import REGISTRY, Parameter
from huiyin.kernel.refusal import Refused
from huiyin.ui.forms import HuiyinForm, put_on

# fmt: off
HOW = {
    "span": gettext_lazy("15wd 是 15 个工作日，30d 是 30 天，3m 是 3 个月，07-31 是那一天；用 | 隔开几个，取早的；none 不限期。"),
    "lines": gettext_lazy("每行一项。代码和名称不同的，写“代码 | 名称”。"),
    "labels": gettext_lazy("每行一项：字母 | 名称 | 语义。语义写 solved、in_progress、planned、deferred、reference 之一。"),
    "ladder": gettext_lazy("几个整数，用逗号隔开。负数是到期前几天，正数是到期后几天。"),
}
# fmt: on


class RuleForm(HuiyinForm):
    """Made for one parameter; `value` is a control that suits its kind."""

    value = forms.CharField(label=gettext_lazy("改成"), max_length=5_000)
    valid_from = forms.DateField(label=gettext_lazy("从哪天起"))
    past = forms.BooleanField(
        label=gettext_lazy("确实要从过去的一天起"),
        required=False,
        help_text=gettext_lazy("只补记早已定下的规定时勾选。已经起算的期限照原来的走。"),
    )
    reason = forms.CharField(
        label=gettext_lazy("依据"),
        max_length=300,
        help_text=gettext_lazy("例如：九届十二次主席会议。它会和这次修改一起记进账本。"),
    )

    def __init__(self, parameter: Parameter, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parameter, field = parameter, self.fields["value"]
        field.help_text = str(HOW.get(parameter.kind, ""))
        if parameter.kind in ("lines", "labels"):
            field.widget = forms.Textarea({"rows": 10})
        elif parameter.kind == "flag":
            field.widget = forms.RadioSelect(choices=[("1", _("是")), ("0", _("否"))])
        elif parameter.kind == "choice":
            field.widget = forms.RadioSelect(choices=parameter.choices)

    def clean(self) -> Any:
        """A rule that begins in the past contradicts what cases were told meanwhile: it is meant, or it is a slip."""
        day = self.cleaned_data.get("valid_from")
        if day is not None and day < clock.today() and not self.cleaned_data.get("past"):
            fault = _("{day}已经过去。请填今天或以后；确实要补记的，勾选“确实要从过去的一天起”。")
            self.add_error("valid_from", fault.format(day=clock.day_words(day)))
        return self.cleaned_data

    def clean_value(self) -> Any:
        try:
            return rulevalues.read(self.parameter, self.cleaned_data["value"])
        except Refused as refusal:
            raise forms.ValidationError(str(refusal.sentence)) from None


@signed_in(*rights.RULES)
def rules(request: Any) -> HttpResponse:
    groups: dict[str, list[dict[str, Any]]] = {}
    for parameter in REGISTRY.values():
        groups.setdefault(str(parameter.group) or _("其他"), []).append(row_of(request, parameter))
    return show(request, "rules", _("规则参数"), groups=groups.items())


def row_of(request: Any, parameter: Parameter) -> dict[str, Any]:
    value, since = parameters.get_with_date(request.committee, parameter.code)
    return {
        "parameter": parameter,
        "value": rulevalues.words(parameter, value),
        "default": rulevalues.words(parameter, parameter.default),
        "own": since is not None,
        "since": since,
        "may": rights.may_rule(request.post, parameter),
    }


@signed_in(*rights.RULES)
def rule(request: Any, code: str) -> HttpResponse:
    if code not in REGISTRY:
        raise Http404
    parameter = REGISTRY[code]
    row = row_of(request, parameter)
    initial = {
        "value": rulevalues.write(parameter, parameters.get(request.committee, code)),
        "valid_from": clock.today(),
    }
    form = RuleForm(parameter, request.POST or None, initial=initial)
    if request.method == "POST":
        if not row["may"]:
            raise PermissionDenied(_("这一条由系统管理员改。"))
        if form.is_valid() and changed(request, parameter, form):
            return redirect("settings_rule", code)
    crumbs = [(_("规则参数"), "settings_rules")]
    return show(request, "rule", str(parameter.name), crumbs, form=form, row=row, history=history(request, parameter))


def changed(request: Any, parameter: Parameter, form: RuleForm) -> bool:
    data = form.cleaned_data
    try:
        rulebook.set_parameter(
            request.committee, parameter.code, data["value"], data["valid_from"], request.post, data["reason"]
        )
    except Refused as refusal:
        put_on(form, refusal)
        return False
    words = rulevalues.words(parameter, data["value"])
    said(
        request,
        _("{name}从{day}起是“{value}”。已经起算的期限照原来的走。").format(
            name=parameter.name, day=clock.day_words(data["valid_from"]), value=words
        ),
    )
    return True


def history(request: Any, parameter: Parameter) -> list[dict[str, Any]]:
    """Every decision on this parameter, newest first: value, from when, who, when, why."""
    rows = list(
        ParameterValue.objects.filter(committee=request.committee, code=parameter.code).order_by("-recorded_at")
    )
    events = {e.pk: e for e in Event.objects.filter(pk__in=[row.event_id for row in rows if row.event_id])}
    people = Person.objects.in_bulk([event.person_id for event in events.values() if event.person_id])
    reasons = dict(Remark.objects.filter(event__in=events).values_list("event_id", "body"))
    return [
        {
            "value": rulevalues.words(parameter, row.value),
            "from": row.valid_from,
            "at": row.recorded_at,
            "who": getattr(people.get(getattr(events.get(row.event_id or 0), "person_id", 0)), "name", ""),
            "why": reason_in(reasons.get(row.event_id or 0, "")),
        }
        for row in rows
    ]


def reason_in(body: str) -> str:
    return str(json.loads(body).get("reason", "")) if body else ""
