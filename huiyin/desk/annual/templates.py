"""/reports/templates/: the Word files that an office uses for its reports; each filled at once, to be looked at before it is used."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.annual.catalogue import catalogue
from huiyin.annual.filling import filled, numbers
from huiyin.annual.marks import names, read
from huiyin.annual.models import ReportTemplate
from huiyin.annual.officeword import content, office_word, opened, used
from huiyin.annual.periods import scope_of
from huiyin.desk.access import number_of, signed_in
from huiyin.desk.annual.reports import CLERKS
from huiyin.desk.lists.scopes import asked, choices
from huiyin.desk.papers.session import as_file
from huiyin.kernel import clock, ledger
from huiyin.kernel.figures import Scope
from huiyin.kernel.files import FileRefused, check_upload, store
from huiyin.kernel.refusal import Refused


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(*CLERKS)
def templates(request: Any) -> HttpResponse:
    """The files in use; sent with a name and a file, one more."""
    words: dict[str, Any] = {"given": request.POST, "fault": ""}
    if request.method == "POST":
        try:
            row = keep(request.post, request.POST.get("name", ""), request.FILES.get("file"))
        except Refused as trouble:
            words["fault"] = trouble.sentence
        else:
            messages.success(request, _("模板“{name}”已存下。下面是按记录填好的样子。").format(name=row.name))
            return redirect("report_template", row.uid)
    words["rows"] = used(request.post.committee)
    words["figures"] = [(figure.label, figure.about) for figure in catalogue(request.post.committee).values()]
    return render(request, "desk/annual/templates.html", words, status=422 if words["fault"] else 200)


def keep(post: Any, name: str, upload: Any) -> ReportTemplate:
    """Take a file in. Errors: Refused for no name, no docx, macros, a mark that names nothing; nothing is kept then."""
    name = " ".join(name.split())[:60]
    if not name:
        raise Refused(_("请给模板起个名字，例如“常委会工作报告”。"))
    if upload is None:
        raise Refused(_("请选一个 Word 文件（.docx）。"))
    if not upload.name.lower().endswith(".docx"):
        macro = upload.name.lower().endswith((".docm", ".dotm"))
        raise Refused(
            _("“{file}”可能带有宏，不能收。请在 Word 里另存为“Word 文档（.docx）”，再上传一次。").format(
                file=upload.name
            )
            if macro
            else _("“{file}”不是 .docx。请在 Word 或 WPS 里另存为 .docx，再上传一次。").format(file=upload.name)
        )
    try:
        checked = check_upload(upload.file, upload.name, settings.MAX_UPLOAD_BYTES)
        upload.file.seek(0)
        office_word(upload.file.read(), catalogue(post.committee))
        path = store(settings.FILES, post.committee.code, checked, upload.file)
    except FileRefused as trouble:
        raise Refused(str(trouble)) from trouble
    with transaction.atomic():
        used(post.committee).filter(name=name).update(ended_at=clock.now())
        row = ReportTemplate.objects.create(
            committee=post.committee,
            name=name,
            path=path,
            sha256=checked.sha256,
            recorded_at=clock.now(),
            post_id=post.pk,
        )
        ledger.record(post.committee, "report_template", as_=post, facts={"name": name, "sha256": checked.sha256})
    return row


def get_template(request: Any, uid: str) -> ReportTemplate:
    """Errors: Http404 for a file that there is not, or that is another committee's."""
    row = ReportTemplate.objects.filter(committee=request.post.committee_id, pk=number_of(uid)).first()
    if row is None:
        raise Http404
    return row


def scope_asked(request: Any) -> tuple[Scope, Any]:
    """The period and the day of the address; Errors: Refused as scope_of says it."""
    one = asked(request)
    return scope_of(request.post.committee, one.code, one.as_of or clock.today()), one


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(*CLERKS)
def template(request: Any, uid: str) -> HttpResponse:
    """The file filled for a period, as text with doors; sent with `do=end`, it is no longer offered."""
    row = get_template(request, uid)
    if request.method == "POST" and request.POST.get("do") == "end":
        with transaction.atomic():
            if ReportTemplate.objects.filter(pk=row.pk, ended_at=None).update(ended_at=clock.now()):
                ledger.record(row.committee, "report_template_end", as_=request.post, facts={"name": row.name})
        messages.success(request, _("模板“{name}”不再用了；用它写过的报告还能下载。").format(name=row.name))
        return redirect("report_templates")
    one = asked(request)
    words = {
        "row": row,
        "one": one,
        "periods": choices(one),
        "day": (one.as_of or clock.today()).isoformat(),
        "fault": "",
    }
    try:
        scope, _one = scope_asked(request)
        made, known = opened(row)
        lines = read(made.words, known)
        words["lines"] = filled(lines, numbers(names(lines), known, scope), scope)
    except Refused as trouble:
        words["fault"] = trouble.sentence
    return render(request, "desk/annual/template.html", words)


@require_safe
@signed_in(*CLERKS)
def template_file(request: Any, uid: str, kind: str) -> HttpResponse:
    """`blank`: the file as it was sent; `filled`: with the numbers of the period that the address names."""
    row = get_template(request, uid)
    if kind == "blank":
        return as_file(content(row), row.name, "docx")
    if kind != "filled":
        raise Http404
    try:
        scope, _one = scope_asked(request)
        made, known = opened(row)
    except Refused as trouble:
        messages.error(request, trouble.sentence)
        return redirect("report_template", row.uid)
    found = numbers(names(read(made.words, known)), known, scope)
    return as_file(made.filled(found, scope), f"{row.name} {scope.span.label}", "docx")
