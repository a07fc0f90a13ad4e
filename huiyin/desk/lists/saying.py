"""“Copy the text for the WeChat group”: who must do what by when, with the case numbers; never a person's name or number."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from huiyin.desk.lists import lateness, owed
from huiyin.kernel import clock
from huiyin.kernel.models import Post, Todo
from huiyin.proposals.models import Proposal

MOST = 60
"""Lines in one text: a group does not read more."""
SILENT = ("member",)
"""Roles whose open tasks concern persons: there is nothing to say in a group."""


@dataclass(frozen=True, slots=True)
class Task:
    """One line: which body must do which step of which case, until when."""

    body: str
    number: str
    title: str
    step: str
    due: date


def of_parts(parts: Iterable[Any]) -> list[Task]:
    """The soonest task of each part (Assignments with `unit` at hand) of a proposal. Two queries."""
    parts = list(parts)
    known = set(Proposal.objects.filter(pk__in={part.root_id for part in parts}).values_list("pk", flat=True))
    running = lateness.of_parts([part.pk for part in parts])
    found = []
    for part in parts:
        first = next((todo for todo in running.get(part.pk, ()) if todo.due), None)
        if first is not None and part.root_id in known:
            found.append(_task(first, part.unit.name, part.number, part.title))
    return found


def of_post(post: Post) -> list[Task]:
    """What an office or a unit has to do on numbered proposals within its days, the soonest first. Two queries."""
    if post.role in SILENT:
        return []
    rows = (
        owed.owed_by(post)
        .filter(person=None, due__isnull=False, kind__in=("proposal", "assignment"))
        .exclude(case__number="")
    )
    todos = list(rows.select_related("case").order_by("due", "pk")[: MOST + 1])
    known = set(Proposal.objects.filter(pk__in={todo.case.root_id for todo in todos}).values_list("pk", flat=True))
    body = post.organisation.name if post.organisation else post.title
    return [_task(todo, body, todo.case.number, todo.case.title) for todo in todos if todo.case.root_id in known]


def _task(todo: Todo, body: str, number: str, title: str) -> Task:
    assert todo.due is not None
    return Task(body, number, title, str(owed.step_label(todo.kind, todo.step)), todo.due)


def text(tasks: list[Task], sender: str) -> str:
    """The text as it is pasted: a heading, the bodies with their lines, who asks. Empty when there is nothing to say."""
    if not tasks:
        return ""
    late = any(task.due < clock.today() for task in tasks)
    lines = [
        (
            _("【提案督办】截至{day}，下面的提案已经到期或快到期，请抓紧办理：")
            if late
            else _("【提案办理】截至{day}，要办的提案：")
        ).format(day=clock.day_words(clock.today()))
    ]
    by_body: dict[str, list[Task]] = {}
    for task in tasks[:MOST]:
        by_body.setdefault(task.body, []).append(task)
    for body, own in by_body.items():
        lines += ["", _("{body}（{n} 件）").format(body=body, n=len(own)), *(_line(task) for task in own)]
    if len(tasks) > MOST:
        lines += ["", _("还有别的没有列全，请登录回音查看。")]
    return "\n".join([*lines, "", sender])


def _line(task: Task) -> str:
    days = (clock.today() - task.due).days
    what = _("第{number}号《{title}》：{step}，期限{due}").format(
        number=task.number, title=task.title, step=task.step, due=clock.day_words(task.due)
    )
    return what + (_("，已逾期 {n} 天").format(n=days) if days > 0 else "")


def sender_of(post: Post) -> str:
    """Who says it: a body, never a person."""
    return (
        post.organisation.name
        if post.organisation
        else _("{committee}提案委办公室").format(committee=post.committee.short)
    )
