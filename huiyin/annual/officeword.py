"""An office's own Word file for a report: its words with marks, read as any report's words are, and the file filled.

The marks become placeholders of the template engine, which allows nothing else in such a file and runs in a sandbox.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from docx import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from huiyin.annual.catalogue import catalogue
from huiyin.annual.filling import Number, fixed
from huiyin.annual.marks import FIXED, MARK, Mark, mark_of, read
from huiyin.annual.models import OFFICE_WORD, ReportTemplate, WorkReport
from huiyin.kernel.figures import Scope
from huiyin.kernel.refusal import Missing, Refused
from huiyin.papers.wordtemplate import Prepared, TemplateRefused, prepare

HEADINGS = ("heading", "title", "标题")


@dataclass(frozen=True)
class OfficeWord:
    """A file that was checked: `words` as a report keeps them, `marks` by the placeholder that each became."""

    words: str
    marks: Mapping[str, Mark]
    prepared: Prepared

    def filled(self, found: Mapping[str, Number], scope: Scope) -> bytes:
        """The docx with the numbers of `found`, which has one for every name in the words."""
        told = fixed(scope)
        values = {at: told[mark.name] if mark.fixed else found[mark.name].said(mark) for at, mark in self.marks.items()}
        return self.prepared.fill(values)


def office_word(docx: bytes, known: Mapping[str, Any]) -> OfficeWord:
    """Check an office's file. Errors: Refused with a sentence that names each mark that cannot be filled, and its place."""
    marks: dict[str, Mark] = {}
    by_label = {str(figure.label): name for name, figure in known.items()}

    def rewritten(source: str, body: bool) -> str:
        if "{%" in source or "{#" in source:
            raise TemplateRefused(
                _("报告的模板里只放数和{fixed}，不放条件和循环。请去掉 {{%，再上传一次。").format(
                    fixed="、".join(FIXED)
                )
            )

        def placeholder(found: Any) -> str:
            inner = unescape(found[1])
            if not body and inner.strip() not in FIXED:
                raise TemplateRefused(
                    _("页眉、页脚里的“{what}”填不出来：那里只能放{fixed}。数请写在正文里。").format(
                        what=inner.strip(), fixed="、".join(FIXED)
                    )
                )
            name = f"m{len(marks)}"
            try:
                marks[name] = mark_of(inner, known, by_label)
            except ValueError as trouble:  # outside the paragraphs that words() reads: a text box, a note
                raise TemplateRefused(str(trouble)) from trouble
            return f"{{{{ {name} }}}}"

        return MARK.sub(placeholder, source)

    try:
        # Said first for the whole file at once, with the paragraph of each; a file that is no docx is left to prepare().
        text = words(docx)
        read(text, known)
        specimen = {f"m{n}": "1" for n in range(text.count("{{") + 200)}
        return OfficeWord(text, marks, prepare(docx, specimen, rewritten))
    except Missing as trouble:
        raise Refused(_("模板还不能用。{faults}").format(faults=trouble.sentence)) from trouble
    except TemplateRefused as trouble:
        raise Refused(str(trouble)) from trouble


def words(docx: bytes) -> str:
    """The paragraphs that say something, tables included, a line each; headings begin with #. Errors: Refused for a file without any."""
    try:
        document = Document(BytesIO(docx))
    except Exception as error:  # whatever zipfile, lxml or python-docx say of a file that is no docx
        raise Refused(
            _("这个文件不是完好的 Word 文档（docx）。请在 Word 或 WPS 里另存为 docx 格式，再上传一次。")
        ) from error
    lines = []
    for element in document.element.body.iter(qn("w:p")):
        one = Paragraph(element, document)
        text = " ".join(one.text.split())
        style = str(one.style.name).lower() if one.style is not None else ""
        if text:
            lines.append(f"# {text}" if style.startswith(HEADINGS) else text)
    if not lines:
        raise Refused(_("模板里没有文字。请写好文字，把数写成 {{ 立案 }} 这样，再上传一次。"))
    return "\n".join(lines)


def used(committee: Any) -> Any:
    """The files that an office offers for its reports, by name."""
    return ReportTemplate.objects.filter(committee=committee, ended_at=None).order_by("name", "pk")


def offered(committee: Any) -> list[dict[str, Any]]:
    """The same as kinds of report, for the form that begins one. One query."""
    return [
        {"code": f"{OFFICE_WORD}{row.pk}", "label": row.name, "about": _("本单位的 Word 模板")}
        for row in used(committee)
    ]


def opened(row: ReportTemplate) -> tuple[OfficeWord, dict[str, Any]]:
    """The file checked against the figures of today. Errors: Refused, when it is gone or a figure of it is."""
    known = catalogue(row.committee)
    return office_word(content(row), known), known


def begun_with(committee: Any, code: str) -> tuple[str, str]:
    """The label and the words of the file that `word:ID` names. Errors: Refused for one that is not in use."""
    number = code.removeprefix(OFFICE_WORD)
    row = used(committee).filter(pk=int(number)).first() if number.isdecimal() and len(number) < 20 else None
    if row is None:
        raise Refused(_("请选一种报告。"))
    return row.name, opened(row)[0].words


def of_report(report: WorkReport) -> ReportTemplate | None:
    """The office's file with which the report was begun; None for a report of the house's own kinds."""
    if not report.template.startswith(OFFICE_WORD):
        return None
    pk = report.template.removeprefix(OFFICE_WORD)
    return ReportTemplate.objects.filter(committee=report.committee_id, pk=int(pk)).first()


def content(template: ReportTemplate) -> bytes:
    """The file as it was sent. Errors: Refused when it is no longer there."""
    try:
        return Path(settings.FILES, template.path).read_bytes()
    except FileNotFoundError as error:
        raise Refused(_("模板“{name}”的文件不在了。请再上传一次。").format(name=template.name)) from error


def paper(report: WorkReport, found: Mapping[str, Number], scope: Scope, known: Mapping[str, Any]) -> bytes:
    """The report in the office's own file. Errors: Refused when its words were edited since, or the file is gone."""
    template = of_report(report)
    if template is None:
        raise Refused(_("这份报告不是按本单位的模板写的。请下载 Word。"))
    made = office_word(content(template), known)
    if made.words != report.words:
        raise Refused(_("报告的文字改过，和模板里的不一样了。请下载 Word；要按模板出，请在模板里改好再上传。"))
    return made.filled(found, scope)
