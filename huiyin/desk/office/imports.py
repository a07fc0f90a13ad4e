"""/settings/imports/: lists as Excel, in and out. All rows are checked first; all are written, or none."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.desk.access import signed_in
from huiyin.desk.office import rights
from huiyin.desk.office.shown import said, show
from huiyin.exchange import lists as tables
from huiyin.exchange.refused import SheetRefused
from huiyin.kernel import clock
from huiyin.kernel.refusal import Refused
from huiyin.people import lists
from huiyin.people.columns import COLUMNS, LABELS
from huiyin.ui.forms import HuiyinForm

ROLES = rights.SYSTEM + rights.OFFICE + rights.SECURITY
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_BYTES = 10 * 1024 * 1024


class ListForm(HuiyinForm):
    file = forms.FileField(label=gettext_lazy("名单"), help_text=gettext_lazy(".xlsx、.xls 或 .csv，10 MB 以内"))
    try_only = forms.BooleanField(label=gettext_lazy("只查一遍，先不写进去"), required=False)

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("这个文件超过 10 MB。请去掉图片，或分成几个文件。"))
        return file


@signed_in(*ROLES)
def imports(request: Any) -> HttpResponse:
    kinds = [{"code": kind, "label": LABELS[kind], "columns": COLUMNS[kind]} for kind in rights.lists_of(request.post)]
    return show(request, "imports", _("名单导入导出"), kinds=kinds)


@signed_in(*ROLES)
def import_list(request: Any, kind: str) -> HttpResponse:
    check(request, kind)
    form = ListForm(request.POST or None, request.FILES or None)
    plan = None
    if request.method == "POST" and form.is_valid():
        plan, done = sent(request, kind, form)
        if done is not None and form.cleaned_data["try_only"]:
            said(request, _("查过了，可以写进去。") + done.words())
        elif done is not None:
            said(request, " ".join([done.words(), *done.notes[:20]]))
            return redirect("settings_imports")
    title = _("导入{label}").format(label=LABELS[kind])
    return show(
        request, "import", title, [(_("名单导入导出"), "settings_imports")], form=form, plan=plan, kind=kind,
        columns=COLUMNS[kind], label=LABELS[kind],
    )  # fmt: skip


def sent(request: Any, kind: str, form: ListForm) -> tuple[lists.Plan | None, lists.Applied | None]:
    """Read, check and write the file; what is wrong stands on the form and in the plan."""
    file = form.cleaned_data["file"]
    try:
        plan = tables.load(kind, file.read(), file.name)
    except SheetRefused as refusal:
        form.add_error("file", str(refusal))
        return None, None
    try:
        return plan, lists.apply(plan, request.committee, request.post, dry_run=form.cleaned_data["try_only"])
    except Refused as refusal:
        form.add_error(None, str(refusal.sentence))
        return plan, None


@signed_in(*ROLES)
def template(request: Any, kind: str) -> HttpResponse:
    check(request, kind)
    return as_file(tables.template(kind), _("{label}样表.xlsx").format(label=LABELS[kind]))


@signed_in(*ROLES)
def download(request: Any, kind: str) -> HttpResponse:
    check(request, kind)
    name = _("{label}{day}.xlsx").format(label=LABELS[kind], day=clock.today().isoformat())
    return as_file(tables.download(kind, request.committee), name)


def as_file(content: bytes, name: str, content_type: str = XLSX) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


def check(request: Any, kind: str) -> None:
    if kind not in LABELS:
        raise Http404
    if kind not in rights.lists_of(request.post):
        raise PermissionDenied(_("{label}名单不归您现在的身份导入导出。").format(label=LABELS[kind]))
