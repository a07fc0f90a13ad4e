"""Who handles a case, and what was talked over: panels of any kind that hands out assignments."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.handling.models import MERITS, QUALITIES, ROLES, VIEWS, WAYS, Assignment
from huiyin.handling.urging import COUNTED, OPEN, overdue
from huiyin.kernel import clock
from huiyin.kernel.flow import flow_of
from huiyin.kernel.ids import to_text
from huiyin.ui import days
from huiyin.ui.panels import Face, Panel, face, panel

WRITTEN = ("reply", "sign")
UNITS = ("unit", "unit_head")
CALLERS = (*UNITS, "assigning", "proposal_office", "proposal_director")


def units(tree: Any) -> dict[str, Any] | None:
    parts = [row for row in tree.children if isinstance(row, Assignment)]
    parts.sort(key=lambda row: (row.state == "ended", not row.answers, row.pk))
    return {"units": [unit(tree, row) for row in parts]} if parts else None


def unit(tree: Any, row: Assignment) -> dict[str, Any]:
    """One unit: its role, how far it is, and the clock that counts for it."""
    said = [_about(tree, row)]
    if urged := len(tree.acts(row, *COUNTED)):
        said.append(_("已催 {n} 次").format(n=urged))
    shown = {"role": row.get_role_display(), "name": row.unit.name, "about": [one for one in said if one]}
    if row.answers and (row.answered_on or (tree.sees(row) and tree.acts(row, *WRITTEN))):
        words = _("看答复函") if row.answered_on else _("看答复函（还没有送达）")
        shown |= {"letter": f"{reverse('letter', args=[tree.case.uid])}?of={row.uid}", "letter_words": words}
    return shown | _clock(tree, row)


def _about(tree: Any, row: Assignment) -> str:
    day = days.month_day(row.answered_on) if row.answered_on else ""
    if row.state == "pending":
        return _("还没有签收")
    if row.state == "done" and day:
        return _("答复 {day}送达").format(day=day) if row.answers else _("会办意见 {day}交").format(day=day)
    if row.handler and tree.sees(row):
        return _("{name}承办").format(name=row.handler)
    return ""


def _clock(tree: Any, row: Assignment) -> dict[str, Any]:
    if row.state in ("done", "ended"):
        words = _("已解除") if row.state == "ended" else _("已答复") if row.answers else _("已交")
        return {"state": "done" if row.state == "done" else "none", "words": words}
    owed = [todo for todo in tree.owed(row) if todo.step != "contact"] or tree.owed(row)
    if not owed:
        return {"state": "none", "words": ""}
    todo = owed[0]
    words = "" if todo.due else _("不限期")
    return {
        "due": todo.due,
        "starts": todo.starts,
        "words": words,
        "mine": tree.mine(todo),
        "state": "" if todo.due else "calm",
    }


def contacts(tree: Any) -> dict[str, Any] | None:
    """Every talk that stands, newest first, with what was said: the proposer sees it, too (R-043)."""
    parts = [row for row in tree.children if isinstance(row, Assignment)]
    if not parts:
        return None
    # given so that the units may call; for them, the office and the assigning office alone.
    may_call = tree.post.role in CALLERS and (tree.post.role not in UNITS or any(tree.sees(row) for row in parts))
    phone = getattr(tree.case, "contact_phone", "") if may_call else ""
    found = []
    for row in parts:
        for event in tree.acts(row, "contact"):
            facts = tree.facts[event.pk]
            on = facts.get("on")
            found.append({
                "on": on or "", "day": days.month_day(date.fromisoformat(on)) if on else "", "unit": row.unit.name,
                "way": dict(WAYS).get(facts.get("way"), ""), "view": dict(VIEWS).get(facts.get("view"), ""),
                "said": facts.get("said", ""),
            })  # fmt: skip
    found.sort(key=lambda one: one["on"], reverse=True)
    return {"contacts": found, "phone": phone, "several": len({row.pk for row in parts if row.answers}) > 1}


def marks(tree: Any) -> dict[str, Any] | None:
    """What the units say of the case (R-066): for those who lead the work, and each unit its own. Never for the proposer."""
    found = []
    for row in tree.children:
        if not isinstance(row, Assignment) or not (said := tree.acts(row, "rate_case")[-1:]):
            continue
        if not tree.sees(row) or (tree.post.role in UNITS and row.unit_id != tree.post.organisation_id):
            continue
        for event in said:
            facts = tree.facts[event.pk]
            merits = "、".join(str(dict(MERITS).get(code, code)) for code in facts.get("merits") or [])
            value = dict(QUALITIES).get(str(facts.get("value")), "")
            found.append({"unit": row.unit.name, "value": value, "merits": merits, "words": facts.get("words", "")})
    return {"marks": found} if found else None


def pending_points(tree: Any) -> list[dict[str, Any]]:
    """Answers of a reply that is sent but not delivered, for those whom that part concerns."""
    found = []
    for row in tree.children:
        if not isinstance(row, Assignment) or row.state not in ("signing", "audit") or not tree.sees(row):
            continue
        for event in tree.acts(row, "reply")[-1:]:
            for point in tree.facts[event.pk].get("points") or []:
                found.append({**point, "unit": row.unit.name, "pending": True})
    return found


def reply_url(tree: Any) -> str:
    """Where the reader writes the reply, if it is his to write."""
    for row in tree.children:
        for todo in tree.owed(row):
            if todo.step == "reply" and tree.mine(todo):
                return f"{reverse('case', args=[tree.case.uid])}?step=reply&on={row.uid}#step"
    return ""


panel(Panel("handling-units", "handling/units.html", units))
panel(Panel("handling-contacts", "handling/contacts.html", contacts, place="margin"))
panel(Panel("handling-marks", "handling/marks.html", marks, place="margin"))


def notice(tree: Any) -> dict[str, Any]:
    """What the urging notice lists: before it is issued, what is overdue now; after, as it was issued, with where each stands now."""
    case, flow, roles = tree.case, flow_of("assignment"), dict(ROLES)
    if case.issued_on is None:
        rows = [] if case.state != "draft" else list(overdue(case.assigned_by_id, case.unit_id))
        lines = [
            (
                row.pk,
                row.number,
                row.title,
                row.role,
                row.late_since,
                (clock.today() - row.late_since).days,
                row.state,
                row.late_step,
            )
            for row in rows
        ]
    else:
        now = dict(Assignment.objects.filter(pk__in=[one["part"] for one in case.parts]).values_list("pk", "state"))
        lines = [
            (
                one["part"],
                one["number"],
                one["title"],
                one["role"],
                date.fromisoformat(one["due"]),
                one["days"],
                now.get(one["part"], one["state"]),
                one.get("step", ""),
            )
            for one in case.parts
        ]
    shown = [
        {"url": reverse("case", args=[to_text(pk)]), "number": number, "title": title, "role": roles.get(role, ""), "due": due, "days": late,
         "state": flow.by_state[state].label, "open": state in OPEN, "owed": flow.owed_label(step) if step else ""}
        for pk, number, title, role, due, late, state, step in lines
    ]  # fmt: skip
    letter = reverse("urging_letter", args=[case.uid, "pdf"]), reverse("urging_letter", args=[case.uid, "docx"])
    return {"lines": shown, "pdf": letter[0], "docx": letter[1], "issued": case.issued_on, "answer": case.answer}


panel(Panel("urging-parts", "handling/urging.html", notice))
face(Face("urging", lambda case: str(case.number) or _("还没有编号"), by=lambda case: str(case.unit.name)))
