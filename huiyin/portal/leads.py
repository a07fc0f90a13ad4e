"""Open calls for leads 征集提案线索: anyone sends one without an account, and reads what became of those that were let out."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from huiyin.handling.models import PublicVersion
from huiyin.kernel import clock
from huiyin.kernel.act import act
from huiyin.kernel.ids import from_text
from huiyin.kernel.models import Committee
from huiyin.kernel.refusal import Refused
from huiyin.portal import gate
from huiyin.portal.house import committee_of, show
from huiyin.proposals import calling
from huiyin.proposals.models import LeadCall
from huiyin.reception.raising import public_post
from huiyin.ui.forms import HuiyinForm

ENDED = 5
"""So many calls that are over stay on the page, with what came of them."""
WRITERS, HOUR = 10, 3600
SESSION = "leads"


class LeadForm(HuiyinForm):
    words = forms.CharField(
        label=gettext_lazy("您的线索"), max_length=calling.LONGEST, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("什么事、在哪里、您希望怎么办；不写人名和电话"),
    )  # fmt: skip
    website = forms.CharField(required=False, widget=forms.HiddenInput)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def page(request: Any, code: str) -> HttpResponse:
    """Every open call with its form (`call`, `words`), then the last ones that are over. A constant number of queries a call."""
    committee = committee_of(code)
    rows = LeadCall.objects.filter(committee=committee)
    open_ = list(rows.filter(state="open", closes_on__gte=clock.today()).order_by("closes_on", "pk"))
    meant, form = None, None
    if request.method == "POST":
        meant = next((row for row in open_ if row.pk == _number(request.POST.get("call", ""))), None)
        form = LeadForm(request.POST)
        if form.is_valid() and _sent(request, committee, meant, form):
            return HttpResponseRedirect(request.path)
    over = list(rows.exclude(pk__in=[row.pk for row in open_]).order_by("-closes_on", "-pk")[:ENDED])
    calls = [
        {"row": row, "form": form if form and row is meant else LeadForm(), "leads": _leads(row), "wrong": bool(form and form.errors and row is meant)}
        for row in open_
    ]  # fmt: skip
    words = {
        "calls": calls,
        "over": [{"row": row, "leads": _leads(row)} for row in over],
        "lost": form if meant is None else None,
    }
    return show(request, committee, "leads", words, status=422 if form is not None and form.errors else 200)


def _number(uid: str) -> int:
    try:
        return from_text(uid)
    except ValueError:
        return 0


def _sent(request: Any, committee: Committee, case: LeadCall | None, form: LeadForm) -> bool:
    """Whether it was taken; else the form says why not, and the words stay in it."""
    if case is None:
        form.add_error(None, _("这次征集已经结束了。您的话还在下面，可以改用“我要反映”。"))
        return False
    if form.cleaned_data["website"]:
        return True
    if gate.bump(f"leads:{committee.pk}:{gate.address_of(request)}", HOUR) > WRITERS:
        form.add_error("words", _("同一个地方刚才写得太多了，请过一会儿再来。"))
        return False
    case.committee = committee
    mark = request.session.setdefault(SESSION, gate.mark())
    try:
        act(case, "send", as_=public_post(committee), words=form.cleaned_data["words"], mark=mark)
    except Refused as refusal:
        form.add_error("words", str(refusal.sentence))
        return False
    messages.success(request, _("收到了，谢谢您。有人看过以后，会放在这一页上，委员照着它写提案。"))
    return True


def _leads(case: LeadCall) -> list[dict[str, Any]]:
    """What is out, each with what became of it, and the way to the published proposal if there is one."""
    rows = calling.shown(case)
    written = [row.proposal_id for row in rows if calling.became(row)]
    out = PublicVersion.objects.filter(what="proposal", case__parent__in=written, until=None, voided_by=None)
    public = {row.case.parent_id: row for row in out.select_related("case")} if written else {}
    return [
        {"words": row.words, "became": calling.became(row), "public": public.get(row.proposal_id) if row.proposal_id else None}
        for row in rows
    ]  # fmt: skip
