"""/settings/me/: one's own name, phone, e-mail, and by which of them one is told; the way to password and two-step sign-in."""

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
from huiyin.kernel import outbox
from huiyin.kernel.sms import number as mobile
from huiyin.people.columns import Wrong, phone
from huiyin.ui.forms import HuiyinForm

WAYS = (("email", gettext_lazy("邮件")), ("sms", gettext_lazy("短信")), ("chat", gettext_lazy("单位的聊天软件")))


class MeForm(HuiyinForm):
    phone = forms.CharField(label=gettext_lazy("手机"), max_length=40, required=False)
    email = forms.EmailField(
        label=gettext_lazy("邮箱"), max_length=200, required=False,
        help_text=gettext_lazy("用它找回密码，也能收邮件通知。"),
    )  # fmt: skip
    ways = forms.MultipleChoiceField(
        label=gettext_lazy("除了在这里看，还怎么告诉您"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("消息总在“消息”页里；勾上的，同时发给您。"),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if offered := [(name, label) for name, label in WAYS if outbox.SENDERS[name].ready()]:
            self.fields["ways"].choices = offered  # type: ignore[attr-defined]
        else:
            del self.fields["ways"]

    def clean_phone(self) -> str:
        text = self.cleaned_data["phone"].strip()
        try:
            return phone(text) if text else ""
        except Wrong as wrong:
            raise forms.ValidationError(f"{wrong.what}。{wrong.mend}") from None

    def clean(self) -> dict[str, Any]:
        """A way that is chosen needs its address."""
        said = self.cleaned_data
        ways = said.get("ways", ())
        if "email" in ways and "email" in said and not said["email"]:
            self.add_error("email", _("要收邮件，请填邮箱；不收，就不勾“邮件”。"))
        if "sms" in ways and "phone" in said and not mobile(said["phone"]):
            self.add_error("phone", _("要收短信，请填手机号（座机收不到）；不收，就不勾“短信”。"))
        return said


def chosen(person: Any) -> list[str]:
    """The ways by which a person is told now: he has the address, and did not say no."""
    return [name for name, sender in outbox.SENDERS.items() if name not in person.unwanted and sender.address(person)]


@signed_in()
def me(request: Any) -> HttpResponse:
    person = request.user
    now = {"phone": person.phone, "email": person.email, "ways": chosen(person)}
    form = MeForm(request.POST or None, initial=now)
    if request.method == "POST" and form.is_valid():
        person.phone, person.email = form.cleaned_data["phone"], form.cleaned_data["email"]
        if "ways" in form.fields:
            offered = {name for name, _label in form.fields["ways"].choices}  # type: ignore[attr-defined]
            kept = set(person.unwanted) - offered
            person.unwanted = sorted(kept | (offered - set(form.cleaned_data["ways"])))
        person.save(update_fields=["phone", "email", "unwanted"])
        said(request, _("您的联系方式已改好。"))
        return redirect("settings_me")
    visits = AccessLog.objects.filter(person=person).order_by("-at")[:8]
    return show(request, "me", _("我的账号"), form=form, person=person, two_step=is_mfa_enabled(person), visits=visits)
