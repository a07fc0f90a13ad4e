"""One page for whoever wants to be told or to take everything: letters, feeds, open data with its fields and its limit."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from huiyin.portal import bulk, digest, gate
from huiyin.portal.house import committee_of, show
from huiyin.ui.forms import HuiyinForm

ASKED, HOUR = 20, 3600


class AddressForm(HuiyinForm):
    email = forms.EmailField(
        label=gettext_lazy("邮箱"), max_length=200, widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=gettext_lazy("加密保存，只用来寄信；退订就删除"),
    )  # fmt: skip
    website = forms.CharField(required=False, widget=forms.HiddenInput)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def page(request: Any, code: str) -> HttpResponse:
    """`?confirm=` or `?leave=` with a mailed token shows one button: programs that open every link of a letter confirm nothing."""
    committee = committee_of(code)
    what = next((name for name in ("confirm", "leave") if request.GET.get(name)), "")
    row = digest.of_token(request.GET.get(what, "")) if what else None
    if row is not None and row.committee_id != committee.pk:
        row = None
    form = AddressForm(request.POST if request.method == "POST" and not what else None)
    if request.method == "POST":
        if what and row is not None:
            (digest.confirm if what == "confirm" else digest.leave)(row)
            messages.success(
                request, _("订好了，每周最多一封。") if what == "confirm" else _("退订了，您的邮箱已经删除。")
            )
            return HttpResponseRedirect(request.path)
        if not what and form.is_valid() and _asked(request, committee, form):
            messages.success(request, _("请去收信：按信里的地址确认，才算订上。没有收到，看看是不是进了垃圾箱。"))
            return HttpResponseRedirect(request.path)
    words = {"what": what, "row": row, "form": form, "ready": digest.ready(), "limit": bulk.DOWNLOADS}
    return show(
        request, committee, "subscribe", words, status=422 if form.errors else 404 if what and row is None else 200
    )


def _asked(request: Any, committee: Any, form: AddressForm) -> bool:
    """The same words whether the address is new, known or confirmed: nobody learns who reads."""
    if not digest.ready():
        form.add_error(None, _("这里还不能寄信，请用订阅源。"))
        return False
    if gate.bump(f"subscribes:{committee.pk}:{gate.address_of(request)}", HOUR) > ASKED:
        form.add_error(None, _("同一个地方刚才订得太多了，请过一会儿再来。"))
        return False
    if not form.cleaned_data["website"]:
        site = request.build_absolute_uri("/").rstrip("/")
        digest.ask(committee, form.cleaned_data["email"], site, get_language() or "zh-hans")
    return True
