"""The papers of a hand-over meeting: the list by unit with its signing sheet, as a paper and as a table. Always Chinese."""

from typing import Any

from django.utils import translation

from huiyin.handling.letters import CHINESE, meeting_name
from huiyin.kernel import clock
from huiyin.kernel.models import Organisation, Period
from huiyin.papers.letter import date_text, numeral
from huiyin.papers.paper import Block, Heading, Paper, Table, Text
from huiyin.proposals.meeting import Line, lines
from huiyin.proposals.models import MeetingItem, Proposal

HEADS = ["承办单位", "方式", "案号", "案由", "提案者", "期限", "签收人", "签收时间"]


def hand_over_list(case: Any) -> Paper:
    """The signing sheet, then each unit's list. Before the hand-over: the proposals and the units that are planned."""
    with translation.override(CHINESE):
        found = lines(case)
        names = dict(
            Proposal.objects.filter(pk__in=[row.parent_id for one in found for row in one.rows]).values_list(
                "pk", "proposers"
            )
        )
        blocks = (
            [*_sheet(found), *[block for n, one in enumerate(found, 1) for block in _unit(n, one, names)]]
            if found
            else _planned(case)
        )
    session = Period.objects.filter(pk=case.session_id).first() if case.session_id else None
    under = "　".join(filter(None, (date_text(case.held_on) if case.held_on else "", case.place)))
    return Paper(
        f"{meeting_name(case.committee, session)}\n提案交办清单",
        tuple(blocks),
        under=under,
        across=True,
        sender=case.office.name,
    )


def _sheet(found: list[Line]) -> list[Block]:
    rows = tuple((str(n), one.name, str(one.lead), str(one.co), *_signature(one)) for n, one in enumerate(found, 1))
    signed = sum(one.signed for one in found)
    return [
        Text(
            f"交办{len({row.parent_id for one in found for row in one.rows})}件，承办单位{len(found)}个，已签收{signed}个。"
        ),
        Heading("签收表", 2),
        Table(
            ("序号", "单位", "主办（独办、分办）", "会办", "签收人", "签收时间"), rows, (1, 5, 3, 2, 4, 4), tall=True
        ),
    ]


def _signature(one: Line) -> tuple[str, str]:
    if one.receipt is None:
        return ("已在系统签收", "") if one.signed else ("", "")
    day = date_text(clock.local_day(one.receipt.at)) if one.receipt.at else ""
    return one.receipt.name or ("见签字表" if one.receipt.on_paper else ""), day


def _unit(number: int, one: Line, names: dict[int, str]) -> list[Block]:
    rows = tuple(
        (
            str(n),
            row.number,
            row.title,
            names.get(row.parent_id, ""),
            row.get_role_display(),
            date_text(row.due) if row.due else "",
        )
        for n, row in enumerate(one.rows, 1)
    )
    heading = f"{numeral(number) if number <= 99 else number}、{one.name}（主办{one.lead}件，会办{one.co}件）"
    return [
        Heading(heading, fresh=number == 1),
        Table(("序号", "案号", "案由", "提案者", "方式", "期限"), rows, (1, 2, 8, 4, 2, 4)),
    ]


def _planned(case: Any) -> list[Block]:
    pks = MeetingItem.objects.filter(case=case.pk, until=None, voided_by=None).values("proposal")
    bodies = dict(Organisation.objects.filter(committee=case.committee_id).values_list("pk", "name"))
    rows = []
    for row in Proposal.objects.filter(pk__in=pks).order_by("number", "pk"):
        plan = row.planned
        lead = [plan.get("lead"), *plan.get("separate", [])]
        rows.append(
            (
                row.number,
                row.title,
                row.proposers,
                "、".join(bodies.get(pk, "") for pk in lead if pk),
                "、".join(bodies.get(pk, "") for pk in plan.get("co", [])),
            )
        )
    return [
        Text(f"拟交办{len(rows)}件。"),
        Table(("案号", "案由", "提案者", "主办（独办、分办）", "会办"), tuple(rows), (2, 8, 4, 5, 5)),
    ]


def sheet(case: Any) -> list[list[Any]]:
    """The same for Excel: one row a part."""
    with translation.override(CHINESE):
        found = lines(case)
        names = dict(
            Proposal.objects.filter(pk__in=[row.parent_id for one in found for row in one.rows]).values_list(
                "pk", "proposers"
            )
        )
        return [
            [one.name, row.get_role_display(), row.number, row.title, names.get(row.parent_id, ""), row.due, *_signature(one)]
            for one in found for row in one.rows
        ]  # fmt: skip
