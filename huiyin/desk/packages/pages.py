"""/packages/: what was sent and what came; one made, one taken in, one looked into and accepted."""

import re
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.desk.access import number_of, signed_in
from huiyin.desk.cases.uploads import size_words
from huiyin.desk.office import rights
from huiyin.desk.office.shown import page_of, said, unsaid
from huiyin.exchange import keys, packages, unpacking
from huiyin.exchange.models import Package, Trusted
from huiyin.exchange.packing import READ_ME, VERIFIER
from huiyin.kernel.models import Case
from huiyin.kernel.refusal import Refused
from huiyin.ui.forms import HuiyinForm, put_on

PER_PAGE = 30
ADDRESS = re.compile(r"/case/([0-9a-z]+)")
PLAIN = "default-src 'none'; sandbox"


class PackForm(HuiyinForm):
    to = forms.ChoiceField(label=gettext_lazy("发给谁"))
    cases = forms.CharField(
        label=gettext_lazy("装哪些案子"), required=False, widget=forms.Textarea({"rows": 5}), max_length=40_000,
        help_text=gettext_lazy("一行一个：案号、流水号，或者案子的地址。只能装您看得到的。"),
    )  # fmt: skip
    words = forms.CharField(
        label=gettext_lazy("附言"), required=False, widget=forms.Textarea({"rows": 3}), max_length=4_000,
        help_text=gettext_lazy("对方打开包先看到它。回复别人的包，把结果写在这里。"),
    )  # fmt: skip


class TakeForm(HuiyinForm):
    file = forms.FileField(
        label=gettext_lazy("数据包"), help_text=gettext_lazy("对方做的 .zip，原样传上来，不要解开。")
    )


@signed_in(*rights.PACKS)
def packages_page(request: Any) -> HttpResponse:
    """The list, newest first; a POST brings a package in."""
    form = TakeForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            came = packages.receive(form.cleaned_data["file"].file, as_=request.post)
        except Refused as refusal:
            put_on(form, refusal)
        else:
            said(
                request,
                _("收下了“{name}”的数据包，签名和每个文件都核对过。看过内容再点“接收”。").format(name=came.other.name),
            )
            return redirect("package", came.uid)
    rows = packages.readable(request.post).select_related("other", "post__person").defer("manifest")
    page = page_of(request, rows.order_by("-pk"), PER_PAGE)
    words = {
        "form": form, "page_obj": page, "title": _("数据包"),
        "known": Trusted.objects.filter(committee=request.committee, ended_at=None).exists(),
    }  # fmt: skip
    return render(
        request, "desk/packages/packages.html", words, status=422 if form.is_bound and not form.is_valid() else 200
    )


@signed_in(*rights.PACKS)
def new(request: Any) -> HttpResponse:
    """`?answers=UID`: a package back. `?case=UID`: with this case already named."""
    answered = _answered(request)
    form = PackForm(request.POST or None, initial={"cases": request.GET.get("case", "")[:20]})
    others = Trusted.objects.filter(committee=request.committee, ended_at=None).order_by("name")
    if answered:
        others = others.filter(pk=answered.other_id)
    form.fields["to"].choices = [(one.uid, f"{one.name}（{keys.groups(one.fingerprint)[:9]}…）") for one in others]  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        try:
            to = others.get(pk=number_of(form.cleaned_data["to"]))
            made = packages.make(
                named(request.post, form.cleaned_data["cases"]), to=to, as_=request.post, answers=answered,
                words=form.cleaned_data["words"],
            )  # fmt: skip
        except Refused as refusal:
            put_on(form, refusal)
        else:
            said(request, _("做好了，{n} 件，已签名。请下载后交给对方。").format(n=made.count))
            return redirect("package", made.uid)
    words = {"form": form, "title": _("做一个数据包"), "answered": answered, "others": bool(others)}
    return render(
        request, "desk/packages/new.html", words, status=422 if form.is_bound and not form.is_valid() else 200
    )


def _answered(request: Any) -> Package | None:
    uid = request.GET.get("answers", "")
    return get_object_or_404(packages.readable(request.post), pk=number_of(uid), way="in") if uid else None


def named(post: Any, text: str) -> list[Case]:
    """The cases that these lines name: a number, an intake number, an id or an address. Errors: Refused with the lines that name none."""
    lines = [line.strip() for line in re.split(r"[\n,，、;；]+", text) if line.strip()]
    if len(lines) > packages.MOST_CASES:
        raise Refused(_("一个包最多装 {n} 件。请分成几个包。").format(n=packages.MOST_CASES))
    marks = {line: hit[1] if (hit := ADDRESS.search(line)) else line for line in lines}
    ids = {mark: _id(mark) for mark in marks.values()}
    rows = Case.objects.filter(committee=post.committee_id, parent=None)
    asked = Q(pk__in=[one for one in ids.values() if one]) | Q(number__in=lines) | Q(proposal__intake_number__in=lines)
    there: dict[str, list[Case]] = {}
    for case in rows.filter(asked).select_related("proposal").order_by("-pk"):
        for mark in {case.uid, case.number, getattr(getattr(case, "proposal", None), "intake_number", "")} - {""}:
            there.setdefault(mark, []).append(case)
    lost = [line for line, mark in marks.items() if mark not in there]
    if lost:
        sentence = _("找不到：{lines}。请核对后再试，一件也没有装。").format(lines="、".join(lost[:10]))
        raise Refused(sentence, {"cases": sentence})
    twice = [line for line, mark in marks.items() if len({case.pk for case in there[mark]}) > 1]
    if twice:
        sentence = _("不止一件叫这个号：{lines}。请改写案子的地址（打开案子，复制浏览器里的地址）。").format(
            lines="、".join(twice[:10])
        )
        raise Refused(sentence, {"cases": sentence})
    return [there[mark][0] for mark in marks.values()]


def _id(mark: str) -> int | None:
    try:
        return number_of(mark)
    except Http404:
        return None


@signed_in()
def package_page(request: Any, uid: str) -> HttpResponse:
    """What it holds; a POST accepts it."""
    one = found(request, uid)
    if request.method == "POST":
        try:
            packages.accept(one, as_=request.post)
        except Refused as refusal:
            unsaid(request, refusal)
        else:
            messages.success(request, _("接收了。这一步记进了账本。"))
        return redirect("package", one.uid)
    numbered = list(enumerate(one.entries.items()))
    cases = [
        {
            "case": case,
            "files": [
                shown(n, name, case["folder"], part) for n, (name, part) in numbered if name.startswith(case["folder"])
            ],
        }
        for case in one.cases[:200]
    ]
    rest = [
        shown(n, name, "", part) for n, (name, part) in numbered if "/" not in name and name not in (VERIFIER, READ_ME)
    ]
    answers = packages.readable(request.post).filter(answers=one.ident).exclude(way=one.way).defer("manifest")
    to = packages.readable(request.post).filter(ident=one.answers or "-").exclude(way=one.way).defer("manifest")
    words = {
        "one": one, "title": _("{name}的数据包").format(name=one.other.name), "cases": cases, "rest": rest, "answers": list(answers),
        "answered": to.first(), "size": size_words(one.size), "kept": packages.file_of(one).is_file(),
        "fingerprint": keys.groups(one.other.fingerprint), "left": max(0, one.count - 200),
    }  # fmt: skip
    return render(request, "desk/packages/package.html", words)


def shown(number: int, name: str, folder: str, part: dict[str, Any]) -> dict[str, Any]:
    return {"number": number, "label": name.removeprefix(folder), "about": size_words(part["size"])}


def found(request: Any, uid: str) -> Package:
    """Errors: Http404 for none, for one of the other house, and for whoever has nothing to do with packages."""
    if request.post.role not in rights.PACKS:
        raise Http404
    rows = packages.readable(request.post).select_related("other", "committee", "post__person", "accepted_by__person")
    return get_object_or_404(rows, pk=number_of(uid))


@signed_in()
def file(request: Any, uid: str) -> Any:
    """The package itself; `?part=N` one thing in it, which a browser never shows, but saves."""
    one = found(request, uid)
    path = packages.file_of(one)
    if not path.is_file():
        raise Http404
    part = request.GET.get("part", "")
    names = list(one.entries)
    if part and not (part.isdecimal() and len(part) < 6 and int(part) < len(names)):
        raise Http404
    if part:
        name = names[int(part)]
        body, name = unpacking.entry(path.open("rb"), name), name.rpartition("/")[2]
    else:
        body, name = path.open("rb"), f"huiyin-{one.committee.code}-{one.ident[:8]}.zip"
    response = FileResponse(body, as_attachment=True, filename=name, content_type="application/octet-stream")
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = PLAIN
    response["Cache-Control"] = "private, no-store"
    return response
