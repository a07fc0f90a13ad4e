"""What is printed of one case for its volume: the proposal, how it was handled, what the archive holds. Chinese whatever the reader's language."""

from datetime import date
from typing import Any

from django.utils import translation

from huiyin.handling.letters import CHINESE, meeting_name, number_words
from huiyin.handling.models import RATINGS, VIEWS, WAYS, Assignment, Contact, Rating, ResultClass
from huiyin.kernel import clock
from huiyin.kernel.flow import FLOWS, flow_of
from huiyin.kernel.models import Case, Event, Post
from huiyin.papers.letter import date_text, numeral
from huiyin.papers.paper import Block, Heading, Paper, Table, Text
from huiyin.people.roles import ROLES
from huiyin.proposals.archiving import checklist
from huiyin.proposals.models import DISPOSITIONS, KINDS, Review, Sponsor
from huiyin.suggestions.models import Suggestion

NONE = "—"


def whole(case: Any) -> list[tuple[str, Paper]]:
    """The papers of a proposal's volume: file name without ending → paper."""
    with translation.override(CHINESE):
        return [("提案", proposal(case)), ("办理情况", handling(case)), ("归档清单", check_paper(case))]


def proposal(case: Any) -> Paper:
    """The proposal as it was filed: who, when, and every word."""
    sponsors = list(
        Sponsor.objects.filter(case=case.pk, voided_by=None, until=None)
        .order_by("position")
        .values_list("name", flat=True)
    )
    items = list(
        Suggestion.objects.filter(case=case.pk, until=None, voided_by=None)
        .order_by("position")
        .values_list("text", flat=True)
    )
    facts = (
        ("案由", case.title),
        ("提案者", "、".join(sponsors) or case.proposers),
        ("提案类别", {code: str(label) for code, label in KINDS}.get(case.proposal_kind, "")),
        ("提案分类", case.subject or NONE),
        ("流水号、案号", f"{case.intake_number or NONE}　{number_words(case) or NONE}"),
        ("提交、立案日期", f"{_day(case.submitted_on)}　{_day(case.filed_on)}"),
        ("是否同意公开", {True: "同意", False: "不同意", None: NONE}[case.publish_wish]),
    )
    blocks: list[Block] = [Table(("项目", "内容"), facts, (1, 4))]
    for heading, text in (("一、情况", case.situation), ("二、分析", case.analysis)):
        blocks += [Heading(heading), Text(text or NONE)]
    blocks += [
        Heading("三、建议"),
        Text("\n".join(f"{n}．{text}" for n, text in enumerate(items or case.items, 1)) or NONE),
    ]
    return Paper(
        f"{meeting_name(case.committee, case.session)}\n{number_words(case)}提案",
        tuple(blocks),
        sender=case.committee.short,
    )


def handling(case: Any) -> Paper:
    """Review, hand-over, talks, classes, ratings; then every act in order."""
    parts = list(Assignment.objects.filter(parent=case.pk).select_related("unit").order_by("pk"))
    tables = [
        ("审查", _reviews(case)), ("承办单位", _units(parts)), ("沟通", _talks(parts)), ("办理结果分类", _classes(parts)),
        ("评价", _ratings(case)), ("办理过程", _acts(case)),
    ]  # fmt: skip
    blocks: list[Block] = []
    for number, (heading, table) in enumerate(((h, t) for h, t in tables if t.rows), 1):
        blocks += [Heading(f"{numeral(number)}、{heading}"), table]
    return Paper(
        f"{number_words(case)}提案办理情况", tuple(blocks), under=case.title, across=True, sender=case.committee.short
    )


def check_paper(case: Any) -> Paper:
    """What is in the volume and what is not, by the district's own list (P-30)."""
    said = {True: "有", False: "缺", None: "不适用"}
    rows = tuple((str(n), item.label, said[item.there], item.words) for n, item in enumerate(checklist(case), 1))
    state = str(flow_of(case.kind).by_state[case.state].label)
    return Paper(
        f"{number_words(case)}提案归档清单",
        (Table(("序号", "材料", "有无", "说明"), rows, (1, 4, 2, 6)), Text(f"现在：{state}。案由：{case.title}。")),
        sender=f"{case.committee.short}提案委员会",
    )


def _day(day: date | None) -> str:
    return date_text(day) if day else NONE


def _reviews(case: Any) -> Table:
    rounds = {state.name: str(state.label) for state in flow_of(case.kind).states}
    opinions = {"file": "同意立案", "not_file": "不同意立案", "talk": "先和提案者商量"}
    rows = Review.objects.filter(case=case.pk, voided_by=None).select_related("reviewer").order_by("recorded_at", "pk")
    found = tuple(
        (rounds.get(r.round, r.round), opinions.get(r.opinion, r.opinion), r.words, r.reviewer.name if r.reviewer else NONE, _at(r.at))
        for r in rows
    )  # fmt: skip
    where = {code: str(label) for code, label in DISPOSITIONS}.get(case.disposition, "")
    return Table(
        ("环节", "意见", "说明", "审查人", "时间"),
        found + ((("去处", where, "", "", ""),) if where else ()),
        (2, 2, 5, 2, 3),
    )


def _units(parts: list[Assignment]) -> Table:
    rows = tuple(
        (row.get_role_display(), row.unit.full_name if getattr(row.unit, "full_name", "") else row.unit.name, _day(row.handed_on), _day(row.due),
         _day(row.answered_on), str(flow_of(row.kind).by_state[row.state].label), row.handler or NONE)
        for row in parts
    )  # fmt: skip
    return Table(("方式", "单位", "交办", "期限", "答复", "现在", "承办人"), rows, (1, 4, 3, 3, 3, 2, 2))


def _talks(parts: list[Assignment]) -> Table:
    names = {row.pk: row.unit.name for row in parts}
    ways, views = ({code: str(label) for code, label in pairs} for pairs in (WAYS, VIEWS))
    sure = {True: "提案者已确认", False: "提案者不认可", None: "提案者没有确认"}
    rows = Contact.objects.filter(case__in=names, voided_by=None).order_by("on", "pk")
    found = tuple(
        (
            _day(r.on),
            names[r.case_id],
            ways.get(r.way, ""),
            r.ours,
            r.theirs,
            r.said,
            views.get(r.view, ""),
            sure[r.confirmed],
        )
        for r in rows
    )
    return Table(
        ("日期", "单位", "方式", "我方", "提案者", "谈了什么", "意见", "确认"), found, (3, 3, 2, 3, 3, 8, 2, 3)
    )


def _classes(parts: list[Assignment]) -> Table:
    names = {row.pk: row.unit.name for row in parts}
    given = {"first": "单位自定", "audited": "审核后", "later": "后来"}
    rows = ResultClass.objects.filter(case__in=names, voided_by=None).order_by("recorded_at", "pk")
    found = tuple(
        (names[r.case_id], f"{r.letter}类", given.get(r.given, r.given), _at(r.at), "现在" if r.until is None else "")
        for r in rows
    )
    return Table(("单位", "分类", "谁定的", "时间", ""), found, (4, 2, 2, 4, 2))


def _ratings(case: Any) -> Table:
    labels = {code: str(label) for code, label in RATINGS}
    rows = Rating.objects.filter(case=case.pk, voided_by=None).select_related("person").order_by("recorded_at", "pk")
    found = tuple(
        (f"第{numeral(min(r.round, 99))}次", "联名人" if r.co else "第一提案人", r.person.name if r.person else "纸面代录" if r.on_paper else NONE,
         labels.get(r.value, r.value), r.words, _at(r.at))
        for r in rows
    )  # fmt: skip
    return Table(("答复", "谁评", "姓名", "评价", "说明", "时间"), found, (2, 2, 2, 2, 6, 3))


def _acts(case: Any) -> Table:
    """Every act of the case and its parts, by the name of its step."""
    cases = {row.pk: row for row in Case.objects.filter(root_id=case.root_id)}
    events = list(Event.objects.filter(case__in=cases).order_by("seq"))
    voided = {event.voids for event in events if event.voids}
    posts = {
        post.pk: post
        for post in Post.objects.filter(pk__in={e.post_id for e in events if e.post_id}).select_related(
            "person", "organisation"
        )
    }
    rows = []
    for event in events:
        line = FLOWS[event.kind].by_step.get(event.step) if event.kind in FLOWS else None
        words = str(line.label) if line else {"open": "建立", "void": "作废"}.get(event.step, event.step)
        kind = str(FLOWS[event.kind].label) if event.kind in FLOWS else event.kind
        who = "系统" if event.source == "computed" else doer(posts.get(event.post_id or 0))
        rows.append((str(event.seq), _at(event.at), kind, words + ("（已作废）" if event.pk in voided else ""), who))
    return Table(("账号", "时间", "哪一件", "做了什么", "谁"), tuple(rows), (1, 3, 2, 4, 5))


def doer(post: Post | None) -> str:
    if post is None:
        return NONE
    body = (
        post.organisation.name
        if post.organisation
        else ""
        if post.role == "member"
        else str(ROLES.get(post.role, post.title))
    )
    return f"{body} {post.person.name if post.person else ''}".strip() or post.title


def _at(at: Any) -> str:
    if at is None:
        return "日期不详"
    day = clock.local_day(at)
    return date_text(day)
