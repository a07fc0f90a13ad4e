"""What the case page shows of an opinion report. A unit that was sent it reads the issued text alone (R-110)."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.kernel import clock
from huiyin.opinions import effects, rules
from huiyin.opinions.bulletin import has_issue
from huiyin.opinions.flow import FLOW, classes
from huiyin.opinions.models import (
    Addressee,
    Adoption,
    Edition,
    Feedback,
    LeaderNote,
    OpinionDispatch,
    OpinionReport,
)
from huiyin.papers.differences import changes, count
from huiyin.ui import days
from huiyin.ui.panels import Face, Panel, Stop, face, panel

MAKERS = ("info_office", "secretary", "leader")
OUTSIDE = ("unit", "unit_head")


def number(case: Any) -> str:
    """2026年第3期; before it is issued 来稿 2026-0012."""
    if case.number:
        return str(case.number)
    if case.composite:
        return _("综合稿")
    return _("来稿 {number}").format(number=case.intake_number) if case.intake_number else _("未交稿")


def tags(case: Any) -> list[tuple[Any, str]]:
    state = FLOW.by_state[case.state]
    look = state.look if state.look in ("way", "soon", "late", "done") else ""
    first = [(_("综合"), "key")] if case.composite else []
    if case.urgency == "urgent" and case.state not in ("urgent", "closed", "kept"):
        first.append((_("急件"), "late"))
    return [*first, (state.label, look)]


def about(case: Any) -> str:
    subject = dict(classes(case, None)).get(case.subject, "")
    came = _("{day}来稿").format(day=days.month_day(case.came_on)) if case.came_on else ""
    said = [subject, case.get_source_kind_display() if not case.composite else "", came, case.get_mark_display()]
    return " · ".join(str(one) for one in said if one)


def by(case: Any) -> str:
    return _("{names}反映").format(names=case.authors) if case.authors else ""


MAKING = ("submitted", "urgent", "selected", "kept", "in_composite")
face(
    Face(
        "opinion", number, tags, about, by,
        stops=(
            Stop(gettext_lazy("来稿"), ("draft", "returned"), ("submitted", "urgent")),
            Stop(gettext_lazy("采编"), MAKING, ("edited",)),
            Stop(gettext_lazy("审核"), ("edited",), ("checked",)),
            Stop(gettext_lazy("签发"), ("checked",), ("issued",)),
            Stop(gettext_lazy("报送"), ("issued",), ("dispatched",)),
            Stop(gettext_lazy("反馈"), ("dispatched", "answered"), ("closed",)),
        ),
    )
)  # fmt: skip


def outside(tree: Any) -> bool:
    """A reader who only was sent the issue."""
    return tree.post.role in OUTSIDE and not rules.writer(tree.post, tree.case)


def text(tree: Any) -> dict[str, Any] | None:
    """The text as it stands, and beside it what the author wrote, once the two differ."""
    case = tree.case
    if case.kind != "opinion":
        return None
    edition = effects.current(case)
    parts = [(_("情况"), case.situation), (_("分析"), case.analysis), (_("建议"), case.suggestion)]
    return {
        "edition": edition if edition and (outside(tree) or tree.post.role in MAKERS or case.number) else None,
        "parts": [] if outside(tree) else [(label, words) for label, words in parts if words.strip()],
        "originals": [] if outside(tree) or not case.composite else _originals(case, tree.post),
        "into": case.into if case.into_id and rules.sees(tree.post, case.into) else None,
        "write": reverse("opinion_write", args=[case.uid]) if case.state in ("draft", "returned") and rules.writer(tree.post, case) else "",
        "origin": case.get_source_kind_display() if case.origin_id else "",
    }  # fmt: skip


def _originals(case: Any, post: Any) -> list[OpinionReport]:
    """The originals of a composite that this reader may see: the office all of them, an author his own."""
    return list(OpinionReport.objects.filter(rules.sees.twin(post), into=case.pk).order_by("came_on", "pk"))


def editions(tree: Any) -> dict[str, Any] | None:
    """Every edited version, the newest first: who, when, and what it changed of the one before it (R-103)."""
    case = tree.case
    if case.kind != "opinion" or tree.post.role not in MAKERS:
        return None
    rows = Edition.objects.filter(case=case.pk, voided_by=None).select_related("editor").order_by("recorded_at", "pk")
    found, before, title = [], effects.original(case), ""
    for place, row in enumerate(rows, 1):
        pieces = changes(before, row.text)
        put, taken = count(pieces)
        found.append(
            {
                "number": place, "who": row.editor.name if row.editor else "", "at": row.at, "note": row.note,
                "title": changes(title, row.title) if title and title != row.title else [],
                "pieces": pieces, "put": put, "taken": taken, "against": _("原稿") if place == 1 else _("第 {n} 稿").format(n=place - 1),
            }
        )  # fmt: skip
        before, title = row.text, row.title
    return {"rows": found[::-1]} if found else None


def results(tree: Any) -> dict[str, Any] | None:
    """Where it went, and what came of it over the months: adoptions, instructions, what the author was told."""
    case = tree.case
    if case.kind != "opinion" or not case.number:
        return None
    told = Feedback.objects.filter(case=case.pk, **rules.OUT).order_by("-pk").first()
    found = {
        "adoptions": list(Adoption.objects.filter(case=case.pk, voided_by=None).order_by("on", "pk")),
        "notes": list(LeaderNote.objects.filter(case=case.pk, voided_by=None).order_by("on", "pk")),
        "told": told,
        "told_on": clock.local_day(told.at) if told and told.at else None,
    }
    if outside(tree):
        return {**found, "goes": [], "told": None} if found["notes"] else None
    sent = {row.code: row for row in OpinionDispatch.objects.filter(case=case.pk, voided_by=None).order_by("pk")}
    goes = Addressee.objects.filter(case=case.pk, **rules.OUT).order_by("pk")
    return {**found, "goes": [{"to": row, "sent": sent.get(row.code)} for row in goes]}


def issue(tree: Any) -> dict[str, Any] | None:
    """The issue as Word and PDF: for all who see it once it has its number, before that for those who make it."""
    case = tree.case
    if case.kind != "opinion" or not has_issue(case) or not (case.number or tree.post.role in MAKERS):
        return None
    kinds = [
        (label, reverse("opinion_issue", args=[case.uid, kind])) for kind, label in (("docx", "Word"), ("pdf", "PDF"))
    ]
    return {"kinds": kinds, "draft": not case.number}


panel(Panel("opinion_text", "opinions/text.html", text))
panel(Panel("opinion_editions", "opinions/editions.html", editions))
panel(Panel("opinion_results", "opinions/results.html", results))
panel(Panel("opinion_issue", "opinions/issue.html", issue, place="margin"))
