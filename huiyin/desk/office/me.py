"""/settings/me/: one's own name, phone, e-mail; the way to password and two-step sign-in."""

from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.desk.access import signed_in
from huiyin.desk.office.shown import said, show
from huiyin.desk.records import AccessLog
from huiyin.people.columns import Wrong, phone
from huiyin.ui.forms import HuiyinForm


class MeForm(HuiyinForm):
    phone = forms.CharField(label=gettext_lazy("手机"), max_length=40, required=False)
    email = forms.EmailField(
        label=gettext_lazy("邮箱"), max_length=200, required=False,
        help_text=gettext_lazy("填了就会收到邮件通知，也能用它找回密码；不想收邮件就空着。"),
    )  # fmt: skip

    def clean_phone(self) -> str:
        text = self.cleaned_data["phone"].strip()
        try:
            return phone(text) if text else ""
        except Wrong as wrong:
            raise forms.ValidationError(f"{wrong.what}。{wrong.mend}") from None


@signed_in()
def me(request: Any) -> HttpResponse:
    person = request.user
    form = MeForm(request.POST or None, initial={"phone": person.phone, "email": person.email})
    if request.method == "POST" and form.is_valid():
        person.phone, person.email = form.cleaned_data["phone"], form.cleaned_data["email"]
        person.save(update_fields=["phone", "email"])
        said(request, _("您的联系方式已改好。"))
        return redirect("settings_me")
    visits = AccessLog.objects.filter(person=person).order_by("-at")[:8]
    return show(request, "me", _("我的账号"), form=form, person=person, two_step=is_mfa_enabled(person), visits=visits)
