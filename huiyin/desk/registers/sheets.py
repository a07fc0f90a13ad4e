"""A register as Excel, in and out: every line is checked first, all are written, or none."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from huiyin.desk.access import signed_in
from huiyin.desk.lists.download import download
from huiyin.desk.registers.lists import READERS, narrowed, register_for
from huiyin.exchange import registers as tables
from huiyin.exchange.refused import SheetRefused
from huiyin.kernel import ledger
from huiyin.registers.keeping import Sent, keep_all
from huiyin.registers.shape import Register, roles
from huiyin.ui.forms import HuiyinForm

MOST_BYTES = 10 * 1024 * 1024
MOST_SHOWN = 200


class SheetForm(HuiyinForm):
    file = forms.FileField(label=gettext_lazy("表格"), help_text=gettext_lazy(".xlsx、.xls 或 .csv，10 MB 以内"))
    try_only = forms.BooleanField(label=gettext_lazy("只查一遍，先不写进去"), required=False)

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("这个文件超过 10 MB。请去掉图片，或分成几个文件。"))
        return file


@require_safe
@signed_in(*READERS)
def sheet(request: Any, code: str) -> HttpResponse:
    """The lines as the list shows them; `?empty` the sheet to fill in. Taking the private ones home is recorded."""
    one, post = register_for(request, code), request.post
    if "empty" in request.GET:
        return download(tables.template(one), _("{label}样表").format(label=one.label), "xlsx")
    rows, _on = narrowed(one, post, request.GET)
    keeps = post.role in one.keeps
    entries = list(rows.order_by("at", "pk")[: tables.MOST])
    if one.private and keeps:
        ledger.record(post.committee, "register.exported", as_=post, facts={"register": code, "lines": len(entries)})
    content = tables.workbook(one, entries, private=keeps)
    return download(content, str(one.label), "xlsx")


@signed_in(*roles("keeps"))
def send(request: Any, code: str) -> HttpResponse:
    one = register_for(request, code, "keeps")
    form = SheetForm(request.POST or None, request.FILES or None)
    sent = None
    if request.method == "POST" and form.is_valid():
        sent = taken(request, one, form)
        if sent is not None and not sent.problems:
            words = _("新增 {created} 条，更正 {updated} 条，没有变化 {same} 条。").format(created=sent.created, updated=sent.updated, same=sent.same)  # fmt: skip
            if not form.cleaned_data["try_only"]:
                messages.success(request, words)
                return redirect("register", one.code)
            messages.success(request, _("查过了，可以写进去。") + words)
        elif sent is not None:
            said = _("这张表有 {n} 处要改，一行也没有写进去。请照下面的说明改好，再传一次。")
            form.add_error(None, said.format(n=len(sent.problems)))
    problems = sent.problems[:MOST_SHOWN] if sent is not None else []
    words_of = {
        "one": one,
        "form": form,
        "problems": problems,
        "more": len(sent.problems) - len(problems) if sent else 0,
    }
    return render(request, "desk/registers/import.html", words_of, status=422 if form.errors else 200)


def taken(request: Any, one: Register, form: SheetForm) -> Sent | None:
    """What came of the file; nothing where it could not be read, which the form says."""
    file = form.cleaned_data["file"]
    try:
        rows = tables.load(one, file.read(), file.name)
    except SheetRefused as refusal:
        form.add_error("file", str(refusal))
        return None
    return keep_all(one, request.post, rows, dry_run=form.cleaned_data["try_only"])
