"""Who may do what with a proposal, in the words a clerk would use."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.handling.models import Assignment
from huiyin.kernel import clock, parameters
from huiyin.kernel.flow import Lack
from huiyin.kernel.models import Event, Post, Todo
from huiyin.kernel.prepared import Prepared
from huiyin.kernel.who import NOBODY, Address, Who, role
from huiyin.proposals import cosigning
from huiyin.proposals.models import Proposal, Sponsor

OFFICE = ("proposal_office", "proposal_director")


def _is_person(post: Post) -> bool:
    """A vacant post is nobody's: without this, it would be the author of every proposal whose author has no account."""
    return post.role == "member" and post.person_id is not None


def _is_proposer(post: Post, case: Any) -> bool:
    if not _is_person(post):
        return False
    if case is None or case.first_person_id == post.person_id:
        return True
    return Sponsor.objects.filter(case=case, person=post.person_id, voided_by=None).exists()


def _proposer_twin(post: Post) -> Q:
    if not _is_person(post):
        return NOBODY
    own = Proposal.objects.filter(first_person=post.person_id).values("pk")
    co = Sponsor.objects.filter(person=post.person_id, voided_by=None).order_by().values("case")
    # One list of ids, so that both databases start from the person's few cases and not from the committee's many.
    return Q(pk__in=own.union(co))


def _first_owed(case: Any) -> list[Address]:
    # A proposer without an account (an old catalogue, a paper proposal) is served by the office.
    if case.first_person_id is None:
        return [Address("proposal_office")]
    return [Address("member", None, case.first_person_id)]


author = Who(
    "author",
    gettext_lazy("第一提案人"),
    lambda post, case: _is_person(post) and (case is None or case.first_person_id == post.person_id),
    lambda post: Q(first_person=post.person_id) if _is_person(post) else NOBODY,
    _first_owed,
)


SPONSORS = Prepared(
    lambda pk: Sponsor.objects.filter(case=pk, voided_by=None, person__isnull=False).values_list("person_id", flat=True)
)


def _sponsors_owed(case: Any) -> list[Address]:
    return [Address("member", None, pk) for pk in SPONSORS.rows(case.pk)] or _first_owed(case)


proposers = Who("proposers", gettext_lazy("提案者"), _is_proposer, _proposer_twin, _sponsors_owed)
office = role("proposal_office", "proposal_director", label=gettext_lazy("提案委办公室"))


def on_paper(post: Post, case: Any) -> bool:
    """What a member brought on paper is written by the office; only with his signed page is it handed in for him (R-008)."""
    return post.role in OFFICE and case is not None and bool(case.came_by)


paper_office = Who(
    "paper_office",
    gettext_lazy("提案委办公室（纸面来稿）"),
    on_paper,
    lambda post: ~Q(came_by="") if post.role in OFFICE else NOBODY,
    lambda case: [Address("proposal_office")],
)


def _writer_owed(case: Any) -> list[Address]:
    return [Address("proposal_office")] if case.came_by else _first_owed(case)


writes = replace(author, owed=_writer_owed) | Who(
    "office_for_absent",
    gettext_lazy("提案委办公室（没有账号的提案者交来纸面的）"),
    lambda post, case: post.role in OFFICE and case is not None and case.first_person_id is None,
    lambda post: Q(first_person=None) if post.role in OFFICE else NOBODY,
)
director = role("proposal_director", label=gettext_lazy("提案委主任"))
reviewer = role("reviewer", "proposal_office", "proposal_director", label=gettext_lazy("审查组"))
decides = role("proposal_director", "proposal_office", label=gettext_lazy("提案委主任"))
leader = role("leader", label=gettext_lazy("主席会议成员"))
registrar = role("proposal_office", "proposal_director", "secretary", label=gettext_lazy("提案委办公室或秘书长"))
"""Who registers what a leader wrote on paper: it goes through the secretary-general's hands, so he need not carry it on."""
chair = role("leader", "secretary", label=gettext_lazy("主席会议成员和秘书长"))

assigning = Who(
    "assigning_office",
    gettext_lazy("交办机关"),
    lambda post, case: post.role == "assigning" and post.organisation_id == case.assigning_office_id,
    lambda post: Q(assigning_office=post.organisation_id) if post.role == "assigning" else NOBODY,
    lambda case: [Address("assigning", case.assigning_office_id)],
)

UNIT_ROLES = ("unit", "unit_head")


def _unit_twin(post: Post) -> Q:
    if post.role not in UNIT_ROLES:
        return NOBODY
    return Q(pk__in=Assignment.objects.filter(unit=post.organisation_id).values("whole_id"))


units = Who(
    "units",
    gettext_lazy("承办单位"),
    lambda post, case: (
        post.role in UNIT_ROLES
        and case is not None
        and Assignment.objects.filter(whole_id=case.pk, unit=post.organisation_id).exists()
    ),
    _unit_twin,
    lambda case: [
        Address("unit", pk)
        for pk in Assignment.objects.filter(parent=case).exclude(state="ended").values_list("unit_id", flat=True)
    ],
)

co_proposers = Who(
    "co_proposers",
    gettext_lazy("联名人"),
    lambda post, case: _is_proposer(post, case) and case.first_person_id != post.person_id,
    lambda post: _proposer_twin(post) & ~Q(first_person=post.person_id) if post.role == "member" else NOBODY,
    _sponsors_owed,
)

UNSENT = ("draft", "cosign", "discarded")

handed_in = Who(
    "handed_in",
    gettext_lazy("已提交的"),
    lambda post, case: case.state not in UNSENT,
    lambda post: ~Q(state__in=UNSENT),
)
"""What a member is still writing is his own; only the office, which may type it in for him, sees it too."""

sees = cosigning.invited | proposers | office | (reviewer & handed_in) | (chair & handed_in) | assigning | units


def whole(case: Any, post: Post) -> Iterable[Lack]:
    """R-010: one matter, a situation, an analysis, and at least one concrete suggestion."""
    if not case.title.strip():
        yield Lack(_("还没有写案由。"))
    if not case.situation.strip():
        yield Lack(_("还没有写情况。"))
    if not case.analysis.strip():
        yield Lack(_("还没有写分析。"))
    if not [item for item in case.items if str(item).strip()]:
        yield Lack(_("还没有写建议，至少 1 条。"))
    length = len(case.situation) + len(case.analysis) + sum(len(str(item)) for item in case.items)
    most = int(parameters.get(case.committee, "P-01"))
    if length > most:
        yield Lack(_("正文有 {n} 字，最多 {most} 字。其余请放在附件里。").format(n=length, most=most))


def session_open(case: Any, post: Post) -> Iterable[Lack]:
    if case.session_id is None:
        yield Lack(_("还没有开放的届次会议。请提案委办公室先建好本次会议。"))


def feedback_overdue(case: Any, post: Post) -> Iterable[Lack]:
    """R-064: without an answer the office decides after the date, never before, and it is never counted as satisfied."""
    todo = Todo.objects.filter(case=case, step="rate", closed_at=None).first()
    if todo is not None and todo.due is not None and todo.due >= clock.today():
        yield Lack(
            _("提案者的评价期限是{day}，还没到。到期没有评价，才能按“未反馈”办结。").format(
                day=clock.day_words(todo.due)
            ),
            "rate",
        )


def subject(case: Any, post: Post) -> str:
    """The subject that was chosen before, or nothing."""
    return str(case.subject)


def leaders(case: Any, post: Post) -> list[tuple[int, str]]:
    """The chairpersons' meeting: who may supervise a key proposal."""
    rows = Post.objects.filter(committee=case.committee, role="leader", ends=None, person__isnull=False)
    return [(row.person_id, f"{row.person} {row.title}") for row in rows.select_related("person") if row.person_id]


def not_yet_key(case: Any, post: Post) -> Iterable[Lack]:
    if case.key:
        yield Lack(_("这件已经是重点提案。"), moot=True)


def is_key(case: Any, post: Post) -> Iterable[Lack]:
    if not case.key:
        yield Lack(_("这件不是重点提案。"), moot=True)


def may_withdraw_filed(case: Any, post: Post) -> Iterable[Lack]:
    if not parameters.get(case.committee, "P-06"):
        yield Lack(_("本区规定立案以后不能撤案。"), moot=True)


def asked_to_withdraw(case: Any, post: Post) -> Iterable[Lack]:
    """R-026: after filing it is the first proposer who asks, the committee that agrees."""
    if not Event.objects.filter(case=case, step="ask_withdraw").exists():
        yield Lack(_("第一提案人还没有申请撤案。"), moot=True)


def answering_units(case: Any, post: Post) -> list[tuple[int, str]]:
    """The units that have the case in hand."""
    rows = Assignment.objects.filter(parent=case).exclude(state="ended").order_by("pk")
    return list(rows.values_list("unit_id", "unit__name"))
