"""What an act is held against before it is planned: the page it came from, the post that takes it, the day it happened."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from huiyin.kernel import clock
from huiyin.kernel.flow import Flow, Step
from huiyin.kernel.models import Event, Post
from huiyin.kernel.refusal import BadDate, Missing, NotAllowed, Stale
from huiyin.kernel.who import in_office


def check_fresh(flow: Flow, case: Any, line: Step, seen: int | None) -> None:
    """The page shows the case as it is, and its state has this step. Errors: Stale."""
    if seen is not None and seen != case.version:
        raise Stale(
            _("您打开这页以后，这件事又有了新的进展。请看过变化再办，您填的内容还在。"),
            since=seen,
            version=case.version,
        )
    if case.state not in line.source:
        raise Stale(
            _("《{title}》现在是“{state}”，不能“{step}”。{way}").format(
                title=case.title,
                state=flow.by_state[case.state].label,
                step=line.label,
                way=flow.by_state[case.state].shut or _("请刷新看看最新的进展。"),
            ),  # fmt: skip
            since=seen,
            version=case.version,
        )


def check_may(line: Step, post: Post, case: Any, for_: Post | None, evidence: Any) -> None:
    """The post, and whom it acts for, may take the step. Errors: NotAllowed; Missing without the evidence of acting for another."""
    today = clock.today()
    for held in filter(None, (post, for_)):
        if held.committee_id != case.committee_id or not in_office(held, today):
            raise NotAllowed(_("“{title}”这个身份已经不在任，或不属于本机构。请换一个身份。").format(title=held.title))
    if line.computed:
        raise NotAllowed(_("“{step}”由系统自动办理，不用人来点。").format(step=line.label))
    actor = for_ or post
    if evidence is not None and evidence.committee_id != case.committee_id:
        raise NotAllowed(_("这份凭据属于另一个机构，这里不能用。"))
    if for_ is not None:
        if line.typed_for is None or not line.typed_for(post, case):
            raise NotAllowed(_("“{step}”只能由{who}本人办理，不能代办。").format(step=line.label, who=line.who.label))
        if evidence is None:
            raise Missing(_("代录要有本人的凭据。请上传签过字的纸面材料的扫描件。"), {"evidence": _("请上传扫描件。")})
    if not line.who(actor, case):
        raise NotAllowed(_("“{step}”由{who}办理，您现在的身份是“{title}”。").format(
            step=line.label, who=line.who.label, title=actor.title
        ))  # fmt: skip
    if any(did(held, case, line.apart_from) for held in {post, actor}):
        raise NotAllowed(_("这件事前面的一步是您办的，“{step}”要由另一个人来办。").format(step=line.label))


def did(post: Post, case: Any, steps: tuple[str, ...]) -> bool:
    """Whether the person of this post has taken one of these steps anywhere in the tree, in whatever post."""
    if not steps or post.person_id is None:
        return False
    return signed_by(post, Event.objects.filter(case__root_id=case.root_id, step__in=steps))


def signed_by(post: Post, events: Iterable[Event]) -> bool:
    """Whether one of these acts is the person's own: done by him in any post, or typed in for him on paper that he signed."""
    if post.person_id is None:
        return False
    signed = list(events)
    typed_for = {event.for_post_id for event in signed if event.for_post_id}
    return any(event.person_id == post.person_id for event in signed) or (
        bool(typed_for) and Post.objects.filter(pk__in=typed_for, person_id=post.person_id).exists()
    )


def check_time(case: Any, at: datetime | None, source: str) -> None:
    """The day has come, and is not before the last step. Errors: BadDate."""
    if at is None:
        if source == "entered":
            raise BadDate(_("要写明是哪一天的事。"))
        return
    # History often knows the day only and says noon.
    if at > clock.now() and (source != "imported" or clock.local_day(at) > clock.today()):
        raise BadDate(
            _("{day}还没到。请填事情发生当天的日期。").format(day=clock.day_words(clock.local_day(at))),
            {"at": _("还没到")},
        )
    if case.moved_at and clock.local_day(at) < clock.local_day(case.moved_at):
        raise BadDate(
            _("{day}早于上一步的日期 {before}。请核对先后。").format(
                day=clock.day_words(clock.local_day(at)), before=clock.day_words(clock.local_day(case.moved_at))
            ),
            {"at": _("早于上一步")},
        )
