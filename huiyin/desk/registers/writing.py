"""The form of a line, made from its register's declaration; and the same form to correct one or to add an edition."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.desk.access import get_case, number_in, signed_in
from huiyin.desk.registers.lists import register_for
from huiyin.kernel.flow import flow_of
from huiyin.kernel.models import Post
from huiyin.kernel.refusal import Refused
from huiyin.registers.finding import Names
from huiyin.registers.keeping import about, as_given, keep
from huiyin.registers.shape import REGISTERS, Field, Register, roles
from huiyin.ui.forms import HuiyinForm, SearchSelect, put_on, searched, tidy

WRITERS = roles("writers")


def control(field: Field, names: Names, only: set[int] | None = None) -> forms.Field:
    """The form field that asks for it. `only`: of the lines of another register these and no others."""
    plain: dict[str, Any] = {"label": field.label, "required": field.required, "help_text": field.help}
    if field.kind == "long":
        return forms.CharField(widget=forms.Textarea(attrs={"rows": 4}), max_length=8000, **plain)
    if field.kind == "day":
        return forms.DateField(**plain)
    if field.kind in ("int", "money"):
        places = 0 if field.kind == "int" else 2
        return forms.DecimalField(decimal_places=places, max_digits=14, min_value=0, **plain)
    if field.kind == "flag":
        return forms.BooleanField(**{**plain, "required": False})
    if field.kind == "choice":
        blank = [] if field.required else [("", _("不选"))]
        widget = forms.RadioSelect if len(field.choices) < 6 else forms.Select
        return forms.ChoiceField(choices=[*blank, *field.choices], widget=widget, **plain)
    if field.kind in ("person", "org", "record"):
        choices = [(str(pk), name) for pk, name in names.of(field) if only is None or pk in only]
        return searched(forms.ChoiceField(widget=SearchSelect, choices=choices, **plain), choices)  # type: ignore[no-any-return]
    if field.kind in ("people", "orgs"):
        choices = [(str(pk), name) for pk, name in names.of(field)]
        return searched(
            forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, choices=choices, **plain), choices
        )  # type: ignore[no-any-return]
    return forms.CharField(max_length=field.longest, **plain)


class LineForm(HuiyinForm):
    """A line of a register. `changing`: a correction says why; where there are editions, which of both it is."""

    def __init__(self, register: Register, post: Post, *args: Any, changing: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = Names(post.committee)
        asked = [one for one in register.fields if post.role in register.keeps or one.name != register.whose]
        self.fields.update({one.name: control(one, names, about(one, post)) for one in asked})
        if changing and register.editions:
            kinds = [("", _("改正写错的地方")), ("1", _("修订了，新的一版从上面那天起"))]
            self.fields["edition"] = forms.ChoiceField(
                label=gettext_lazy("这是"), choices=kinds, widget=forms.RadioSelect, required=False
            )
        if changing:
            self.fields["why"] = forms.CharField(
                label=gettext_lazy("为什么改"),
                max_length=300,
                help_text=gettext_lazy("例如：数额写错了，收据是 1200 元"),
            )
        else:
            self.fields["key"] = forms.CharField(widget=forms.HiddenInput, required=False)
        for one in self.fields.values():
            tidy(one.widget)

    def given(self) -> dict[str, Any]:
        """What was filled in, without what belongs to no field of the register."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("edition", "why", "key")}


@signed_in(*WRITERS)
def new(request: Any, code: str) -> HttpResponse:
    """`?FIELD=id` chooses what the line is about beforehand, as the page of a pair does for its contacts."""
    register = register_for(request, code, "writers")
    initial = {name: request.GET[name] for name in request.GET if name in {one.name for one in register.fields}}
    form = LineForm(register, request.post, request.POST or None, initial={**initial, "key": uuid.uuid4().hex})
    if request.method == "POST" and form.is_valid():
        key = form.cleaned_data["key"]
        try:
            record = keep(register, request.post, form.given(), key=f"register-{key[:40]}" if key else None)
        except Refused as refusal:
            put_on(form, refusal)
        else:
            waits = _("另一个人核对以后计入统计。") if register.checked else ""
            messages.success(request, _("《{title}》记下了。").format(title=record.title) + waits)
            return HttpResponseRedirect(reverse("case", args=[record.uid]))
    return shown(request, register, form, None)


@signed_in()
def change(request: Any, uid: str) -> HttpResponse:
    """A correction, or a new edition: the former words stay, struck."""
    record, post = get_case(request, uid), request.post
    if record.kind != "register_entry" or not flow_of(record.kind).by_step["write"].who(post, record) or record.state == "struck":  # fmt: skip
        raise Http404
    register = REGISTERS[record.register]
    initial = {**as_given(record), "edition": ""}
    form = LineForm(register, post, request.POST or None, initial=initial, changing=True)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            seen = number_in(request.POST.get("seen", ""))
            keep(register, post, form.given(), record, why=data["why"], edition=bool(data.get("edition")), seen=seen)
        except Refused as refusal:
            put_on(form, refusal)
        else:
            messages.success(request, _("改好了。原来写的还在记录里。"))
            return HttpResponseRedirect(reverse("case", args=[record.uid]))
    return shown(request, register, form, record)


def shown(request: Any, register: Register, form: LineForm, record: Any) -> HttpResponse:
    words = {"one": register, "form": form, "record": record}
    return render(request, "desk/registers/line.html", words, status=422 if form.errors else 200)
