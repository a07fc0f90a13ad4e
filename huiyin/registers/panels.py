"""The face of a line on the case page: what it says, its former editions, and the lines of other registers that name it."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.kernel.models import Case
from huiyin.registers import coverage, who
from huiyin.registers.effects import current
from huiyin.registers.finding import names_of
from huiyin.registers.flow import FLOW
from huiyin.registers.models import Entry, Record, Tie
from huiyin.registers.reading import told_of
from huiyin.registers.shape import REGISTERS
from huiyin.ui import days
from huiyin.ui.panels import Face, Panel, face, panel

MOST = 50
LOOKS = {"waiting": "soon", "kept": "done"}


def tags(case: Any) -> list[tuple[Any, str]]:
    return [(FLOW.by_state[case.state].label, LOOKS.get(case.state, ""))]


face(Face("register_entry", lambda case: str(REGISTERS[case.register].label), tags))


def line(tree: Any) -> dict[str, Any] | None:
    """Its fields with their links, its editions, what names it. About six queries."""
    case, post = tree.case, tree.post
    one = REGISTERS[case.register]
    entry = current(case) or Entry.objects.filter(case=case.pk).order_by("-pk").first()
    if entry is None:
        return None
    keeps = post.role in one.keeps or (post.person_id and post.person_id == case.writer_id)
    editions = list(Entry.objects.filter(case=case.pk, voided_by=None).order_by("-edition")) if one.editions else []
    names = names_of([entry, *editions], REGISTERS, post.role in one.keeps)
    values = {**entry.values, **(entry.private if keeps else {})}
    rows = [
        {
            "label": field.label,
            "text": told_of(field, values.get(field.name), names),
            "long": field.kind == "long",
            "url": url_of(field, values.get(field.name)),
        }
        for field in one.fields
    ]
    return {
        "one": one, "rows": [row for row in rows if row["text"]], "hidden": one.private and not keeps, "waiting": case.state == "waiting",
        "editions": [{"row": row, "from": days.day(row.at) if row.at else "", "to": days.day(row.until) if row.until else "", "change": row.values.get("change", "")} for row in editions] if len(editions) > 1 else [],
        "named": naming(case, post), "mean": coverage.mean(case) if one.code == "essays" else None, "list": reverse("register", args=[one.code]) if post.role in one.readers else "",
    }  # fmt: skip


def url_of(field: Any, value: Any) -> str:
    """The page of the line or case that a field names."""
    return Case(id=value).get_absolute_url() if value and field.kind in ("record", "case") else ""


def naming(case: Any, post: Any) -> list[dict[str, Any]]:
    """The lines of other registers that name this one, by register, as far as the reader may see them; and where to add one."""
    ties = Tie.objects.filter(other=case.pk, voided_by=None).values("case")
    seen = Record.objects.filter(who.sees.twin(post), committee=post.committee_id, pk__in=ties).values("pk")
    entries = list(
        Entry.objects.filter(case__in=seen, voided_by=None).select_related("case").order_by("-at", "-pk")[:MOST]
    )
    found = []
    for code, one in REGISTERS.items():
        for field in one.fields:
            if field.kind == "record" and field.to == case.register and post.role in one.readers:
                mine = [row for row in entries if row.register == code]
                add = (
                    f"{reverse('register_new', args=[code])}?{field.name}={case.pk}" if post.role in one.writers else ""
                )
                found.append(
                    {"one": one, "rows": mine, "add": add, "add_words": _("添一条{label}").format(label=one.label)}
                )
    return found


panel(Panel("register-entry", "registers/line.html", line))
