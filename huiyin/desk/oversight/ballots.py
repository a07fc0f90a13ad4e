"""Ballots at the desk: the list, a new one, the hall (who is here, paper handed out, the code for phones), the paper ballots, the result as a paper."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.desk.access import get_case, number_of, signed_in, visible
from huiyin.desk.cases.letters import WORD, sent
from huiyin.desk.lists.paging import capped, page_of
from huiyin.kernel.refusal import Refused
from huiyin.oversight import urn, voting
from huiyin.oversight.ballot import FLOW
from huiyin.oversight.ballot_panels import result_of
from huiyin.oversight.balloting import begin
from huiyin.oversight.models import Ballot, Entitled
from huiyin.papers.letter import date_text
from huiyin.papers.paper import Paper, Table, Text
from huiyin.papers.paperword import paper_docx
from huiyin.portal import qr
from huiyin.ui.forms import HuiyinForm, put_on

READS = ("general_office", "leader", "secretary", "member")


@require_safe
@signed_in(*READS)
def listed(request: Any) -> HttpResponse:
    """The newest first. A constant number of queries."""
    rows = visible(Ballot, request.post)
    page = page_of(rows.order_by("-opened_at", "-pk"), request, capped(rows))
    shown = [{"row": row, "state": FLOW.by_state[row.state].label} for row in page]
    words = {"page_obj": page, "rows": shown, "keeps": request.post.role == "general_office"}
    return render(request, "desk/oversight/ballots.html", words)


class BallotForm(HuiyinForm):
    title = forms.CharField(
        label=gettext_lazy("测评名称"), max_length=100, help_text=gettext_lazy("例如：对十五项重点工作的民主测评")
    )
    purpose = forms.CharField(
        label=gettext_lazy("说明"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    items = forms.CharField(
        label=gettext_lazy("测评什么"), max_length=12000, widget=forms.Textarea(attrs={"rows": 6}), help_text=gettext_lazy("一行一项")
    )  # fmt: skip
    everybody = forms.BooleanField(label=gettext_lazy("全体委员都有权投票"), required=False)
    names = forms.CharField(
        label=gettext_lazy("其他有权投票的人"), required=False, max_length=20000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("每行一个姓名，例如常委会组成人员。是委员的可以用手机投，没有账号的用纸质票"),
    )  # fmt: skip
    key = forms.CharField(widget=forms.HiddenInput, required=False)


@signed_in("general_office")
def new(request: Any) -> HttpResponse:
    form = BallotForm(request.POST or None, initial={"key": uuid.uuid4().hex})
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        key = data.pop("key")
        try:
            case = begin(request.post, key=f"ballot-{key[:40]}" if key else None, **data)
        except Refused as refusal:
            put_on(form, refusal)
        else:
            messages.success(
                request, _("准备好了，编号 {number}。开会的时候，从“会场”登记到会、发票。").format(number=case.number)
            )
            return HttpResponseRedirect(reverse("case", args=[case.uid]))
    return render(request, "desk/oversight/ballot_new.html", {"form": form}, status=422 if form.errors else 200)


def _ballot(request: Any, uid: str) -> Ballot:
    row = get_case(request, uid)
    if not isinstance(row, Ballot) or request.post.role != "general_office":
        raise Http404
    return row


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in()
def hall(request: Any, uid: str) -> HttpResponse:
    """POST `what` (here, left, paper, paper_back) and `who` (uids). None of it is an act of the ledger (decision 0024)."""
    case = _ballot(request, uid)
    if request.method == "POST":
        what = request.POST.get("what", "")
        who = [number_of(one) for one in request.POST.getlist("who")[:2000]]
        try:
            if what not in voting.HALL or not who:
                raise Refused(_("还没有选人。请先勾上，再按下面的键。"))
            voting.register(case, who, what)
        except Refused as refusal:
            messages.error(request, str(refusal.sentence))
        return HttpResponseRedirect(request.path)
    return render(request, "desk/oversight/hall.html", _hall(request, case))


def _hall(request: Any, case: Ballot) -> dict[str, Any]:
    box = urn.look(case.pk)
    rows = Entitled.objects.filter(case=case.pk).order_by("name")
    where = request.build_absolute_uri(reverse("ballot_door", args=[case.door]))
    side, squares = qr.path_of(where)
    words: dict[str, Any] = {
        "case": case,
        "where": where,
        "side": side,
        "squares": squares,
        "lost": box is None,
        "state": FLOW.by_state[case.state].label,
    }
    if box is None:
        return words
    here, wanted, entitled = voting.quorum(case, box)
    return words | {
        "here": here, "wanted": wanted, "entitled": entitled, "issued": len(box.issued), "on_paper": len(box.on_paper), "collected": len(box.votes),
        "enough": here >= wanted, "open": case.state == "open",
        "rows": [
            {"row": row, "here": row.pk in box.here, "issued": row.pk in box.issued, "paper": row.pk in box.on_paper, "phone": row.person_id is not None}
            for row in rows
        ],
    }  # fmt: skip


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in()
def paper(request: Any, uid: str) -> HttpResponse:
    """The tellers' numbers: how many paper ballots, how many spoilt, and for each item each option."""
    case = _ballot(request, uid)
    items, options = voting.items_of(case), [*[(str(c), str(label)) for c, label in case.options], ("", _("弃权"))]
    box = urn.look(case.pk)
    given = request.POST if request.method == "POST" else None
    faults: dict[str, Any] = {}
    if given is not None:
        try:
            counts = [{code: _number(given, f"n-{item.position}-{code}") for code, _label in options} for item in items]
            voting.enter_paper(case, _number(given, "papers"), _number(given, "spoilt"), counts)
        except Refused as refusal:
            faults = refusal.fields or {"": refusal.sentence}
        else:
            messages.success(request, _("纸质票录好了。核对以后，请“计票”。"))
            return HttpResponseRedirect(reverse("case", args=[case.uid]))
    words = {
        "case": case,
        "options": options,
        "faults": list(faults.values()),
        "lost": box is None,
        **_filled(box, items, options, given),
    }
    return render(request, "desk/oversight/paper.html", words, status=422 if faults else 200)


def _number(given: Any, name: str) -> int:
    """Errors: Missing for what is no whole number."""
    text = str(given.get(name, "")).strip() or "0"
    if not text.isascii() or not text.isdigit() or len(text) > 4:
        raise Refused(_("票数要写整数，“{text}”看不懂。").format(text=text[:20]))
    return int(text)


def _filled(box: Any, items: list[Any], options: list[tuple[str, str]], given: Any) -> dict[str, Any]:
    """The form's numbers: as they were typed, else as they were kept."""

    def shown(name: str, kept: int | None) -> str:
        return str(given.get(name, "")) if given is not None else "" if kept is None else str(kept)

    counts = box.paper_counts if box else []
    rows = [
        {
            "item": item,
            "cells": [
                {"name": f"n-{item.position}-{code}", "label": label, "value": shown(f"n-{item.position}-{code}", counts[at].get(code, 0) if at < len(counts) else None)}
                for code, label in options
            ],
        }
        for at, item in enumerate(items)
    ]  # fmt: skip
    return {
        "rows": rows, "papers": shown("papers", box.papers if box else None), "spoilt": shown("spoilt", box.spoilt if box else None),
        "on_paper": len(box.on_paper) if box else 0, "phones": len(box.votes) if box else 0,
    }  # fmt: skip


@require_safe
@signed_in()
def result(request: Any, uid: str) -> HttpResponse:
    """The result as a paper, once it is announced; for whoever sees the ballot."""
    case = get_case(request, uid)
    found = result_of(case) if isinstance(case, Ballot) and case.state == "announced" else None
    if found is None:
        raise Http404
    total = found["total"]
    said = (
        f"{date_text(case.held_on)}举行。应到{total.entitled}人，到会{total.here}人。发出测评票{total.issued}张，收回{total.collected}张，"
        f"其中有效票{found['valid']}张，废票{total.spoilt}张。"
    )
    blocks: list[Any] = [Text(said)]
    if total.told:
        heads = ("序号", "测评项", *found["labels"])
        rows = tuple(
            (str(one["item"].position), one["item"].text, *(f"{cell['n']}\n{cell['share']}" for cell in one["cells"])) for one in found["rows"]
        )  # fmt: skip
        blocks.append(Table(heads, rows, (1, 6, *(2 for _label in found["labels"]))))
        blocks.append(Text("百分比按有效票计算，无记名投票，手机票和纸质票合并计票。"))
    else:
        blocks.append(Text("收回的票不足五张，为保护投票人，不公布各选项票数。"))
    sheet = Paper(f"{case.title}\n结果报告单", tuple(blocks), under=case.number, sender=case.committee.short)
    return sent(paper_docx(sheet), WORD, _("测评结果 {number}.docx").format(number=case.number))
