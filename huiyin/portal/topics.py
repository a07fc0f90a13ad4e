"""Questions open on the net 网络议政: anyone answers views without an account, and writes one; members answer as members."""

import secrets
from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.consultations import answering
from huiyin.consultations.models import ANSWERS, Deliberation, Statement
from huiyin.consultations.online import LONGEST
from huiyin.kernel import clock
from huiyin.kernel.act import act
from huiyin.kernel.ids import from_text
from huiyin.kernel.models import Committee
from huiyin.kernel.refusal import Refused
from huiyin.portal import gate
from huiyin.portal.house import committee_of, show
from huiyin.reception.raising import public_post
from huiyin.ui.forms import HuiyinForm

A_PAGE = 30
COOKIE, KEPT = "huiyin_voter", 400 * 24 * 3600
NEWCOMERS, WRITERS, HOUR = 60, 10, 3600
"""So many browsers that answer for the first time, and so many new views, from one address within the hour: more is a script."""


class ViewForm(HuiyinForm):
    words = forms.CharField(
        label=gettext_lazy("您自己的看法"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("一条只说一件事，不写人名和电话。有人看过以后放出来，不显示是谁写的"),
    )  # fmt: skip


@require_safe
def listed(request: Any, code: str) -> HttpResponse:
    committee = committee_of(code)
    rows = Deliberation.objects.filter(committee=committee).select_related("site").order_by("-closes_on", "-pk")
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    items = [{"row": row, "open": answering.is_open(row)} for row in page]
    return show(request, committee, "topics", {"page_obj": page, "items": items})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def one(request: Any, code: str, uid: str) -> HttpResponse:
    """`answer=<view>:<1|0|-1>`, or `words` of a view of one's own."""
    committee = committee_of(code)
    case = _found(committee, uid)
    name, fresh = _voter(request, committee)
    form = ViewForm(request.POST if "words" in request.POST else None)
    if request.method == "POST":
        if fresh and not _member(request, committee):
            messages.info(request, _("浏览器刚刚才认得您（记号存在 Cookie 里，一个人答一次）。请再按一次。"))
        elif "answer" in request.POST:
            _answer(request, case, name)
        elif form.is_valid():
            _state(request, case, name, form)
        if not form.errors:
            return _known(HttpResponseRedirect(request.path), name, fresh)
    return _known(_page(request, committee, case, name, form), name, fresh)


def _found(committee: Committee, uid: str) -> Deliberation:
    try:
        row = Deliberation.objects.filter(committee=committee, pk=from_text(uid)).select_related("site").first()
    except ValueError:
        row = None
    if row is None:
        raise Http404
    row.committee = committee
    return row


def _member(request: Any, committee: Committee) -> Any:
    post: Any = getattr(request, "post", None)
    return post if post is not None and post.role == "member" and post.committee_id == committee.pk else None


def _voter(request: Any, committee: Committee) -> tuple[str, bool]:
    """Who answers: a member by his person, anyone else by a signed cookie; and whether the cookie is new."""
    if post := _member(request, committee):
        return f"person-{post.person_id}", False
    try:
        return str(request.get_signed_cookie(COOKIE, salt=COOKIE, max_age=KEPT)), False
    except (KeyError, signing.BadSignature):
        return f"browser-{secrets.token_hex(16)}", True


def _known(answer: HttpResponse, name: str, fresh: bool) -> HttpResponse:
    if fresh and name.startswith("browser-"):
        answer.set_signed_cookie(COOKIE, name, salt=COOKIE, max_age=KEPT, httponly=True, samesite="Lax")
    return answer


def _answer(request: Any, case: Deliberation, name: str) -> None:
    mark = answering.mark_of(case, name)
    view, _colon, how = request.POST.get("answer", "").partition(":")
    try:
        row = Statement.objects.filter(case=case.pk, pk=from_text(view)).first()
    except ValueError:
        row = None
    try:
        if row is None or how not in ("1", "0", "-1"):
            raise Refused(_("这条看法已经不在了。请刷新页面。"))
        first = name.startswith("browser-") and not answering.mine(case, mark)
        if first and gate.bump(f"voters:{case.pk}:{gate.address_of(request)}", HOUR) > NEWCOMERS:
            raise Refused(_("同一个地方刚才来表态的人太多，请过一会儿再来。"))
        answering.answer(case, row, mark, int(how))
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))


def _state(request: Any, case: Deliberation, name: str, form: Any) -> None:
    if not _member(request, case.committee) and gate.bump(f"views:{gate.address_of(request)}", HOUR) > WRITERS:
        form.add_error("words", _("同一个地方刚才写得太多了，请过一会儿再来。"))
        return
    try:
        # A mark of its own, since it stands in the ledger: nothing leads from a view to its author's answers.
        mark = answering.mark_of(case, f"views:{name}")
        act(case, "state", as_=public_post(case.committee), words=form.cleaned_data["words"], mark=mark)
        messages.success(request, _("收到了。有人看过以后，您的看法会放出来，请大家表态。"))
    except Refused as refusal:
        form.add_error("words", str(refusal.sentence))


def _page(request: Any, committee: Committee, case: Deliberation, name: str, form: Any) -> HttpResponse:
    views = answering.shown(case)
    mine = answering.mine(case, answering.mark_of(case, name))
    left = [row for row in views if row.pk not in mine]
    words = {
        "case": case, "open": answering.is_open(case), "form": form, "views": len(views), "answered": len(views) - len(left),
        "next": left[0] if left else None, "answers": [(code, label) for code, label in ANSWERS], "read": answering.map_of(case),
        "mine": [{"row": row, "how": mine[row.pk]} for row in views if row.pk in mine],
        "member": _member(request, committee), "days": (case.closes_on - clock.today()).days,
    }  # fmt: skip
    return show(request, committee, "topic", words, status=422 if form.errors else 200)
