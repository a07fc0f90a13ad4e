"""Where a member finds what citizens would have him write or do: leads of open calls, problems that a station handed on."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.desk.access import number_of, signed_in, visible
from huiyin.desk.reception.onward import referred, source_of, tie
from huiyin.kernel.act import act
from huiyin.kernel.refusal import Refused
from huiyin.proposals import calling, drafts
from huiyin.proposals.models import Lead, LeadCall, Proposal
from huiyin.ui.forms import HuiyinForm, put_on

OFFICE = ("proposal_office", "proposal_director")
CALLS = 10


class CallForm(HuiyinForm):
    title = forms.CharField(
        label=gettext_lazy("征集什么"), max_length=80, help_text=gettext_lazy("例如：明年提案，请您出题目")
    )
    about = forms.CharField(
        label=gettext_lazy("说明，大家会看到"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("想听哪些方面的、怎么用。不涉及国家秘密、工作秘密"),
    )  # fmt: skip
    closes_on = forms.DateField(label=gettext_lazy("征集到哪天"))
    key = forms.CharField(widget=forms.HiddenInput, required=False)


@signed_in("member", *OFFICE)
def leads(request: Any) -> HttpResponse:
    """POST `do`: begin (the office opens a call), write (a member writes a proposal from `lead` or from a `problem`)."""
    post = request.post
    office, do = post.role in OFFICE, request.POST.get("do", "")
    form = CallForm(request.POST if do == "begin" else None, initial={"key": uuid.uuid4().hex}) if office else None
    if request.method == "POST":
        if form is not None and do == "begin" and form.is_valid() and (made := _begun(request, form)):
            messages.success(request, _("征集开始了，群众在“提案线索”页看得到。"))
            return HttpResponseRedirect(reverse("case", args=[made.uid]))
        if not office and do == "write":
            return _write(request)
    calls = list(visible(LeadCall, post).order_by("state", "-closes_on", "-pk")[:CALLS])
    rows = Lead.objects.filter(case__in=[row.pk for row in calls], **calling.NOW).select_related("proposal")
    found: dict[int, list[Lead]] = {row.pk: [] for row in calls}
    waiting = dict.fromkeys(found, 0)
    for row in rows.order_by("-pk"):
        waiting[row.case_id] += row.state == "waiting"
        if row.state == "shown":
            found[row.case_id].append(row)
    words = {
        "form": form, "office": office, "problems": referred(post, "proposal"), "deeds": [] if office else referred(post, "deed"),
        "calls": [{"row": row, "open": calling.is_open(row), "leads": found[row.pk], "waiting": waiting[row.pk]} for row in calls],
    }  # fmt: skip
    return render(request, "desk/reception/leads.html", words, status=422 if form is not None and form.errors else 200)


def _begun(request: Any, form: CallForm) -> LeadCall | None:
    data = dict(form.cleaned_data)
    key = data.pop("key")
    try:
        return calling.begin(request.post, key=f"call-{key[:40]}" if key else None, **data)
    except Refused as refusal:
        put_on(form, refusal)
        return None


def _write(request: Any) -> HttpResponse:
    """A draft with the citizen's words in it; the lead is his from now on, or the problem linked to it."""
    post = request.post
    try:
        with transaction.atomic():
            if uid := request.POST.get("problem", ""):
                case = _of_problem(post, uid)
            else:
                case = _of_lead(post, number_of(request.POST.get("lead", "")))
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
        return HttpResponseRedirect(reverse("leads"))
    messages.success(request, _("起了一份草稿，线索的原话在“情况”里。请去看一看、问一问，再用自己的话写。"))
    return HttpResponseRedirect(reverse("draft", args=[case.uid]))


def _of_lead(post: Any, pk: int) -> Proposal:
    row = Lead.objects.filter(pk=pk, committee=post.committee_id, state="shown", **calling.NOW).first()
    call = visible(LeadCall, post).filter(pk=row.case_id).first() if row else None
    if row is None or call is None:
        raise Http404
    if row.proposal_id is not None:
        raise Refused(_("这条线索刚才有委员拿去写了。请看看别的线索。"))
    case = drafts.begin(post, f"lead-{row.pk}-{post.person_id}")
    drafts.save(case, {"situation": _("群众线索：{words}").format(words=row.words)})
    act(call, "take", as_=post, lead=row.pk, proposal=case.pk)
    return case


def _of_problem(post: Any, uid: str) -> Proposal:
    problem = source_of(post, uid, "proposal")
    case = drafts.begin(post, f"problem-{problem.pk}-{post.person_id}")
    text = "\n".join(row["words"] for row in referred(post, "proposal") if row["uid"] == problem.uid)
    drafts.save(case, {"title": _("关于{what}的提案").format(what=problem.title), "situation": text})
    tie(problem, case, "proposal")
    return case
