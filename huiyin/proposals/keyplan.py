"""重点提案督办方案 and 督办情况报告: both are drawn from the records of the session's key proposals (R-070 to R-072). Always Chinese."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Count
from django.utils import translation

from huiyin.handling.letters import CHINESE, meeting_name
from huiyin.handling.models import (
    ANSWERING,
    FACE_TO_FACE,
    RATINGS,
    WAYS,
    Assignment,
    Commitment,
    Contact,
    Rating,
    ResultClass,
)
from huiyin.kernel import clock, parameters
from huiyin.kernel.clock import Span
from huiyin.kernel.models import Committee, Period
from huiyin.papers.letter import date_text
from huiyin.papers.models import Instruction
from huiyin.papers.paper import Heading, Paper, Table, Text
from huiyin.proposals.flow import FLOW
from huiyin.proposals.models import KeySupervision

NONE = "—"


def key_rows(rows: Any) -> list[Any]:
    """The key proposals among these, in the order of their numbers."""
    return list(rows.filter(key=True).select_related("supervised_by", "lead_unit").order_by("number", "pk"))


def plan(committee: Committee, session: Period, rows: Any, today: date) -> Paper:
    """What is supervised, by whom, by which means, by when. Three queries."""
    found = key_rows(rows)
    with translation.override(CHINESE):
        parts, watched = _parts(found), _watched([row.pk for row in found])
        blocks = (
            Text(f"经审定，{meeting_name(committee, session)}以来确定重点提案{len(found)}件，现就督办工作安排如下。"),
            Heading("一、重点提案和督办分工"),
            Table(
                ("案号", "案由", "提案者", "督办领导", "领办领导", "对口专委会", "承办单位"),
                tuple(
                    (row.number, row.title, row.proposers, _name(row), row.led_by or NONE, _committee(watched.get(row.pk)), _units(parts.get(row.pk, []), row))
                    for row in found
                ),
                (8, 32, 14, 10, 12, 12, 22),
            ),
            Heading("二、督办措施"),
            Text(_measures(committee)),
            *_plans(found, watched),
            Heading("三、时间安排"),
            Table(
                ("案号", "交办日期", "首次联系提案者", "会办意见", "答复期限", "现在"),
                tuple(_times(committee, row, parts.get(row.pk, [])) for row in found),
                (8, 16, 18, 18, 18, 12),
            ),
        )  # fmt: skip
    return _paper(committee, session, "重点提案督办方案", blocks, today)


def report(committee: Committee, session: Period, rows: Any, today: date) -> Paper:
    """What came of it: talks, instructions, replies, promises, ratings. Eight queries."""
    found = key_rows(rows)
    with translation.override(CHINESE):
        said = _Said([row.pk for row in found])
        blocks = (
            Text(_summary(found, said)),
            Heading("一、督办情况一览"),
            Table(
                ("案号", "案由", "督办领导", "承办单位", "面商", "督办活动", "批示", "答复", "分类", "承诺", "评价"),
                tuple(_line(row, said) for row in found),
                (7, 26, 10, 16, 6, 6, 8, 14, 6, 9, 10),
            ),
            *_effects(found, said.watched),
            Heading("三、还没有办结的"),
            Text(_open(found)),
        )  # fmt: skip
    return _paper(committee, session, "重点提案督办情况报告", blocks, today)


def _paper(committee: Committee, session: Period, name: str, blocks: Any, today: date) -> Paper:
    return Paper(f"{meeting_name(committee, session)}\n{name}", blocks, under=date_text(today), across=True,
                 sender=f"{committee.short}提案委员会")  # fmt: skip


def _name(row: Any) -> str:
    return row.supervised_by.name if row.supervised_by else NONE


def _watched(pks: Sequence[int]) -> dict[int, KeySupervision]:
    """The supervision of each case that was chosen, the latest."""
    rows = (
        KeySupervision.objects.filter(parent__in=pks)
        .exclude(state__in=("candidate", "not_chosen", "dropped"))
        .order_by("pk")
    )
    return {row.parent_id or 0: row for row in rows}


def _committee(one: KeySupervision | None) -> str:
    return one.committee_name if one and one.committee_name else NONE


def _plans(found: Sequence[Any], watched: dict[int, KeySupervision]) -> list[Any]:
    """What the office has planned for each one by itself."""
    rows = [(row, watched[row.pk].plan) for row in found if row.pk in watched and watched[row.pk].plan]
    return [block for row, words in rows for block in (Heading(f"第{row.number}号《{row.title}》", 2), Text(words))]


def _effects(found: Sequence[Any], watched: dict[int, KeySupervision]) -> list[Any]:
    """What each supervision brought about, as its own report says."""
    rows = [
        (row, watched[row.pk])
        for row in found
        if row.pk in watched and (watched[row.pk].report or watched[row.pk].effect)
    ]
    said = [
        block
        for row, one in rows
        for block in (Heading(f"第{row.number}号《{row.title}》", 2), Text(one.report), Text(one.effect))
    ]
    return [Heading("二、逐件督办情况"), *(said or [Text("还没有交来督办报告的。")])]


def _parts(found: Sequence[Any]) -> dict[int, list[Assignment]]:
    rows = (
        Assignment.objects.filter(parent__in=[row.pk for row in found])
        .exclude(state="ended")
        .select_related("unit")
        .order_by("pk")
    )
    parts: dict[int, list[Assignment]] = {}
    for row in rows:
        parts.setdefault(row.parent_id or 0, []).append(row)
    return parts


def _units(parts: Sequence[Assignment], row: Any) -> str:
    return "\n".join(f"{part.get_role_display()}：{part.unit.name}" for part in parts) or row.unit_names or NONE


def _measures(committee: Committee) -> str:
    """The rules that hold in this district, as sentences."""

    def rule(code: str) -> Any:
        return parameters.get(committee, code)

    def words(code: str) -> str:
        return Span.parse(str(rule(code))).words()

    ladder = [-n for n in clock.rungs(str(rule("P-26"))) if n < 0]
    lines = [
        "承办单位答复前至少和提案者当面沟通一次；电话和信函不算面商。" if rule("P-16") else "",
        f"督办领导的批示，承办单位在{words('P-INSTRUCT')}内回应。",
        "答复由承办单位主要负责人签发。" if rule("P-HEAD") else "",
        "答复先由交办机关审核，再送提案者；答非所问、措施空泛的退回重写。" if rule("P-18") else "",
        f"到期前{'、'.join(str(n) for n in sorted(ladder, reverse=True))}天提醒承办单位，逾期的列入督办。"
        if ladder
        else "",
        f"提案者评价“不满意”的，{words('P-23')}内重新办理。",
        f"答复里的承诺逐项跟踪；办结{words('P-LOOK')}后回头看。",
    ]
    return "\n".join(f"{number}．{line}" for number, line in enumerate(filter(None, lines), 1))


def _times(committee: Committee, row: Any, parts: Sequence[Assignment]) -> tuple[str, ...]:
    handed, calendar = row.assigned_on, parameters.calendar(committee)

    def by(code: str) -> str:
        span = Span.parse(str(parameters.get(committee, code)))
        return _day(clock.due(span, handed, calendar) if handed else None)

    with_co = any(part.role == "co" for part in parts)
    due = min((part.due for part in parts if part.role in ANSWERING and part.due), default=None)
    answered = row.replied_on
    reply = f"已答复（{date_text(answered)}）" if answered else _day(due) if due else by("P-11")
    return (
        row.number,
        _day(handed),
        by("P-15"),
        by("P-14") if with_co else NONE,
        reply,
        str(FLOW.by_state[row.state].label),
    )


def _day(day: date | None) -> str:
    return date_text(day) if day else NONE


class _Said:
    """What the records say of these cases, read once for all."""

    def __init__(self, pks: list[int]) -> None:
        self.watched = _watched(pks)
        self.parts: dict[int, list[Assignment]] = {}
        for part in (
            Assignment.objects.filter(parent__in=pks).exclude(state="ended").select_related("unit").order_by("pk")
        ):
            self.parts.setdefault(part.parent_id or 0, []).append(part)
        met = Contact.objects.filter(case__parent__in=pks, way__in=FACE_TO_FACE, voided_by=None).exclude(
            confirmed=False
        )
        self.met = Counter(dict(met.order_by().values_list("case__parent").annotate(n=Count("pk"))))
        self.told: dict[int, list[str]] = {}
        for top, state in Instruction.objects.filter(parent__in=pks).values_list("parent", "state"):
            self.told.setdefault(top or 0, []).append(state)
        self.classes: dict[int, list[str]] = {}
        for top, letter in ResultClass.objects.filter(case__parent__in=pks, until=None, voided_by=None).values_list(
            "case__parent", "letter"
        ):
            self.classes.setdefault(top or 0, []).append(letter)
        self.promises: dict[int, list[str]] = {}
        for top, state in (
            Commitment.objects.filter(root_id__in=pks).exclude(state="replaced").values_list("root_id", "state")
        ):
            self.promises.setdefault(top, []).append(state)
        rated = Rating.objects.filter(case__in=pks, until=None, voided_by=None, co=False)
        self.rating = {top: str(dict(RATINGS)[value]) for top, value in rated.values_list("case", "value")}


def _line(row: Any, said: _Said) -> tuple[str, ...]:
    told, promises = said.told.get(row.pk, []), said.promises.get(row.pk, [])
    kept = promises.count("verified")
    return (
        row.number, row.title, _name(row), _units(said.parts.get(row.pk, []), row), f"{said.met[row.pk]}次",
        f"{said.watched[row.pk].visits}次" if row.pk in said.watched else NONE,
        f"{len(told)}件，已回应{sum(state != 'given' for state in told)}" if told else NONE,
        date_text(row.replied_on) if row.replied_on else "还没有答复", "、".join(said.classes.get(row.pk, [])) or NONE,
        f"{len(promises)}项，已办{kept}" if promises else NONE, said.rating.get(row.pk, "还没有评价" if row.replied_on else NONE),
    )  # fmt: skip


def _summary(found: Sequence[Any], said: _Said) -> str:
    replied = sum(row.replied_on is not None for row in found)
    rated = Counter(said.rating.values())
    words = "、".join(f"{label}{rated[str(label)]}件" for _code, label in RATINGS if rated[str(label)])
    talks = "、".join(str(label) for code, label in WAYS if code in FACE_TO_FACE)
    lines = [f"本次会议确定重点提案{len(found)}件，已答复{replied}件；{talks}等当面沟通{sum(said.met.values())}次。"]
    if words:
        lines.append(f"提案者已评价{sum(rated.values())}件：{words}。没有评价的不算满意。")
    return "\n".join(lines)


def _open(found: Sequence[Any]) -> str:
    rows = [row for row in found if FLOW.by_state[row.state].look != "done"]
    lines = [
        f"第{row.number}号《{row.title}》：{FLOW.by_state[row.state].label}"
        + (f"，期限{date_text(row.due)}" if row.due else "")
        + "。"
        for row in rows
    ]
    return "\n".join(lines) or "都已办结。"
