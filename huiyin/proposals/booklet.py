"""提案目录汇编: the filed proposals of a session as a printed booklet, by subject, with an index of units. Chinese whatever the reader's language."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils import translation

from huiyin.handling.letters import CHINESE, meeting_name
from huiyin.kernel.models import Committee, Period
from huiyin.papers.letter import date_text, numeral
from huiyin.papers.paper import Block, Heading, Paper, Table, Text
from huiyin.proposals.flow import FLOW
from huiyin.proposals.models import FORMS, KINDS

FIELDS = (
    "number",
    "title",
    "proposers",
    "proposal_kind",
    "subject",
    "unit_names",
    "form",
    "state",
    "key",
    "between_sessions",
)
HEADS = ("案号", "案由", "提案者", "承办单位", "办理方式", "办到哪里")
OTHER = "其他"


def booklet(committee: Committee, session: Period, rows: Any, subjects: Sequence[str], today: date) -> Paper:
    """The booklet of these proposals (a queryset; unfiled ones are left out), subjects in the committee's order. One query."""
    found = [row for row in rows.order_by("number", "pk").values(*FIELDS) if row["number"]]
    with translation.override(CHINESE):
        blocks: list[Block] = [Heading("编辑说明"), Text(_about(found, today))]
        for number, (subject, group) in enumerate(_by_subject(found, subjects), 1):
            heading = f"{numeral(number) if number <= 99 else number}、{subject}（{len(group)}件）"
            blocks += [Heading(heading, fresh=number == 1), _table(group)]
        blocks += _index(found)
    return Paper(
        f"{meeting_name(committee, session)}\n提案目录汇编", tuple(blocks), under=date_text(today), across=True, cover=True,
        sender=f"{committee.short}提案委员会",
    )  # fmt: skip


def _about(rows: list[dict[str, Any]], today: date) -> str:
    kinds = {str(label): sum(row["proposal_kind"] == code for row in rows) for code, label in KINDS}
    said = "、".join(f"{label}提案{n}件" for label, n in kinds.items() if n)
    between, key = sum(row["between_sessions"] for row in rows), sum(row["key"] for row in rows)
    lines = [f"本汇编收入立案的提案{len(rows)}件" + (f"，其中{said}。" if said else "。")]
    if between or key:
        lines.append(f"其中平时提案{between}件，重点提案{key}件（案号后注“重点”）。")
    lines.append(f"按提案分类编排，同类按案号排列；书末有承办单位索引。办理情况截至{date_text(today)}。")
    return "\n".join(lines)


def _by_subject(rows: list[dict[str, Any]], subjects: Sequence[str]) -> list[tuple[str, list[dict[str, Any]]]]:
    groups: dict[str, list[dict[str, Any]]] = {name: [] for name in subjects}
    for row in rows:
        groups.setdefault(row["subject"] or OTHER, []).append(row)
    return [(name, group) for name, group in groups.items() if group]


def _table(rows: list[dict[str, Any]]) -> Table:
    forms = {code: str(label) for code, label in FORMS}
    return Table(
        HEADS,
        tuple(
            (
                row["number"] + ("（重点）" if row["key"] else ""), row["title"], row["proposers"], row["unit_names"],
                forms.get(row["form"], ""), str(FLOW.by_state[row["state"]].label),
            )
            for row in rows
        ),
        (10, 40, 20, 22, 10, 10),
    )  # fmt: skip


def _index(rows: list[dict[str, Any]]) -> list[Block]:
    """Unit → the numbers of its proposals, those with most first."""
    found: dict[str, list[str]] = {}
    for row in rows:
        for name in filter(None, row["unit_names"].split("、")):
            found.setdefault(name, []).append(row["number"])
    if not found:
        return []
    lines = sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    table = Table(
        ("承办单位", "件数", "案号"), tuple((name, str(len(ns)), "、".join(ns)) for name, ns in lines), (24, 8, 80)
    )
    return [Heading("承办单位索引", fresh=True), table]


def sheet(rows: Any) -> tuple[list[str], list[list[str]]]:
    """The same catalogue as a plain table for Excel: heads and lines."""
    found = [row for row in rows.order_by("number", "pk").values(*FIELDS) if row["number"]]
    with translation.override(CHINESE):
        table = _table(found)
        return ["分类", *table.heads], [[row["subject"], *line] for row, line in zip(found, table.rows, strict=True)]
