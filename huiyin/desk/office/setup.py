"""/setup/: the first committee and its three administrators. Open while there is no committee, and never again."""

from typing import Any

from django import forms
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from huiyin.desk.office.slips import sheet
from huiyin.kernel.models import Committee
from huiyin.kernel.refusal import Refused
from huiyin.people import activation
from huiyin.people.found import KEYS, found
from huiyin.people.roles import ROLES
from huiyin.ui.forms import HuiyinForm, put_on


class SetupForm(HuiyinForm):
    name = forms.CharField(label=gettext_lazy("全称"), max_length=100, help_text=gettext_lazy("例如：政协澄江区委员会"))
    short = forms.CharField(label=gettext_lazy("简称"), max_length=40, help_text=gettext_lazy("例如：澄江区政协"))
    place = forms.CharField(label=gettext_lazy("地方"), max_length=40, help_text=gettext_lazy("例如：澄江区"))
    code = forms.CharField(
        label=gettext_lazy("代码"),
        max_length=40,
        help_text=gettext_lazy("小写字母、数字、连字号，定了就不改，例如 chengjiang"),
    )
    level = forms.ChoiceField(label=gettext_lazy("层级"), choices=Committee.LEVELS, initial="district")
    term = forms.IntegerField(label=gettext_lazy("现在是第几届"), min_value=1, max_value=99)
    session = forms.IntegerField(label=gettext_lazy("第几次会议"), min_value=1, max_value=99)
    opens = forms.DateField(label=gettext_lazy("这次会议哪天开幕"), required=False)
    system_name, system_username = forms.CharField(max_length=60), forms.CharField(max_length=60)
    security_name, security_username = forms.CharField(max_length=60), forms.CharField(max_length=60)
    audit_name, audit_username = forms.CharField(max_length=60), forms.CharField(max_length=60)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, role in KEYS.items():
            self.fields[f"{key}_name"].label = _("{role}的姓名").format(role=ROLES[role])
            self.fields[f"{key}_username"].label = _("{role}的用户名").format(role=ROLES[role])

    def administrators(self) -> dict[str, tuple[str, str]]:
        return {key: (self.cleaned_data[f"{key}_name"], self.cleaned_data[f"{key}_username"]) for key in KEYS}


@never_cache
def setup(request: Any) -> HttpResponse:
    if Committee.objects.exists():
        raise Http404
    form = SetupForm(request.POST or None, initial={"level": "district"})
    if request.method == "POST" and form.is_valid():
        data = {
            name: form.cleaned_data[name]
            for name in ("code", "name", "short", "place", "level", "term", "session", "opens")
        }
        try:
            with transaction.atomic():
                made = found(**data, administrators=form.administrators())
                slips = activation.make_slips(made.administrators.values(), made.committee, made.system)
        except Refused as refusal:
            put_on(
                form, Refused(refusal.sentence, {SPREAD.get(name, name): text for name, text in refusal.fields.items()})
            )
        else:
            return sheet(request, made.committee, slips, first=True)
    status = 422 if form.is_bound else 200
    return render(request, "desk/office/setup.html", {"form": form, "title": _("设立委员会")}, status=status)


SPREAD = {key: f"{key}_name" for key in KEYS}
