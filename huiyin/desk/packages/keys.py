"""/settings/keys/: this installation's public key, and whom the committee believes. Entered by the system administrator alone."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.desk.access import number_of, signed_in
from huiyin.desk.office import rights
from huiyin.desk.office.shown import said, show
from huiyin.exchange import keys, packages
from huiyin.exchange.models import Trusted
from huiyin.kernel.refusal import Refused
from huiyin.ui.forms import HuiyinForm, put_on


class TrustForm(HuiyinForm):
    name = forms.CharField(
        label=gettext_lazy("对方是谁"), max_length=100, help_text=gettext_lazy("例如：政协云州市委员会")
    )
    code = forms.SlugField(
        label=gettext_lazy("对方的机构代码"),
        max_length=40,
        help_text=gettext_lazy("在对方的“互信单位”页上，公钥旁边。"),
    )
    key = forms.CharField(
        label=gettext_lazy("对方的公钥"), max_length=300,
        help_text=gettext_lazy("从对方的“互信单位”页整行复制。登记以前，请打电话核对指纹；不要只信一封邮件。"),
    )  # fmt: skip


@signed_in(*rights.SYSTEM)
def keys_page(request: Any) -> HttpResponse:
    """`end`: the uid of one that is believed no longer."""
    ending = request.POST.get("end", "")
    form = TrustForm(request.POST if request.method == "POST" and not ending else None)
    if ending:
        one = get_object_or_404(Trusted, pk=number_of(ending), committee=request.committee)
        packages.distrust(one, as_=request.post)
        said(request, _("不再收“{name}”用这把公钥签的包。以前收的还在。").format(name=one.name))
        return redirect("settings_keys")
    if request.method == "POST" and form.is_valid():
        try:
            one = packages.trust(request.post, **form.cleaned_data)
        except Refused as refusal:
            put_on(form, refusal)
        else:
            said(
                request, _("登记好了：{name}，指纹 {print}。").format(name=one.name, print=keys.groups(one.fingerprint))
            )
            return redirect("settings_keys")
    own = keys.own()
    rows = Trusted.objects.filter(committee=request.committee).order_by("-ended_at", "name")
    known = [{"one": one, "fingerprint": keys.groups(one.fingerprint)} for one in rows]
    return show(
        request, "keys", _("互信单位"), form=form, own=own, fingerprint=keys.groups(own.fingerprint), known=known,
    )  # fmt: skip
