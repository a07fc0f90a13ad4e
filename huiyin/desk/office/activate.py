"""/activate/: username and code from the slip, a password of one's own, and one is signed in."""

from datetime import timedelta
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django import forms
from django.contrib.auth import login, password_validation
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from huiyin.demo.door import refusal as refusal_from_afar
from huiyin.desk.doors import note
from huiyin.desk.office.shown import said
from huiyin.desk.records import AccessLog
from huiyin.kernel import clock
from huiyin.kernel.models import Person
from huiyin.kernel.refusal import Refused
from huiyin.people.activation import activate as use_slip
from huiyin.ui.forms import HuiyinForm, put_on

BACKEND = "django.contrib.auth.backends.ModelBackend"
TRIES, WITHIN = 10, timedelta(minutes=5)


class ActivateForm(HuiyinForm):
    username = forms.CharField(label=gettext_lazy("用户名"), max_length=60)
    code = forms.CharField(
        label=gettext_lazy("激活码"), max_length=40, help_text=gettext_lazy("激活单上的三组字母和数字，不分大小写")
    )
    password = forms.CharField(
        label=gettext_lazy("自己定一个密码"), widget=forms.PasswordInput({"autocomplete": "new-password"}), max_length=200,
        help_text=gettext_lazy("至少 10 个字符，不要全是数字，也不要用常见的密码。"),
    )  # fmt: skip
    again = forms.CharField(
        label=gettext_lazy("再写一遍"), widget=forms.PasswordInput({"autocomplete": "new-password"}), max_length=200
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("password") and data.get("again") and data["password"] != data["again"]:
            self.add_error("again", _("两遍写得不一样。请再写一遍。"))
        elif data.get("password"):
            try:
                password_validation.validate_password(data["password"])
            except forms.ValidationError as trouble:
                self.add_error("password", trouble)
        return data


@never_cache
@sensitive_post_parameters("password", "again", "code")
def activate(request: Any) -> HttpResponse:
    form = ActivateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            check_pace(request)
            check_place(request, data["username"])
            person = use_slip(data["username"], data["code"], data["password"])
        except Refused as refusal:
            if not refusal.fields:
                note(request, data["username"], "slip")
            put_on(form, refusal)
        else:
            note(request, person.username, "activated", person)
            if is_mfa_enabled(person):  # a slip replaces the password, never the second step
                said(request, _("密码设好了。请用“{name}”和它登录。").format(name=person.username))
                return redirect("account_login")
            login(request, person, backend=BACKEND)
            said(request, _("密码设好了。以后用“{name}”和它登录。").format(name=person.username))
            return redirect("work")
    status = 422 if form.is_bound else 200
    return render(request, "desk/office/activate.html", {"form": form, "title": _("激活账号")}, status=status)


def check_place(request: Any, username: str) -> None:
    """The demo lets nobody in from another machine, by this door neither."""
    person = Person.objects.filter(username=username.strip()).first()
    if person is not None and (sentence := refusal_from_afar(request, person)):
        raise Refused(sentence)


def check_pace(request: Any) -> None:
    """Ten wrong codes from one address in five minutes are enough."""
    address = request.META.get("REMOTE_ADDR", "")
    recent = AccessLog.objects.filter(at__gte=clock.now() - WITHIN, address=address, result="slip")
    if recent.count() >= TRIES:
        raise Refused(_("这台机器上错了 {n} 次。请过 5 分钟再试，并照激活单核对。").format(n=TRIES))
