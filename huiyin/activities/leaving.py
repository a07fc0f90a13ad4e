"""Who is asked to come, who signs up, who asks leave with a reason before the day, and who grants it (R-181, R-182, P-45)."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.activities import rules
from huiyin.activities.models import Expected
from huiyin.activities.standing import standing
from huiyin.kernel import clock, parameters
from huiyin.kernel.act import Act
from huiyin.kernel.flow import Lack
from huiyin.kernel.models import Post
from huiyin.kernel.who import NOBODY, Address, Who, role
from huiyin.people.models import Member

GREAT = ("plenary", "standing")
"""Leave from these is the chairpersons' to grant, unless P-45 leaves it to the office."""
MOST_ASKED = 2

member = role("member", label=gettext_lazy("委员"))
office = role("general_office", label=gettext_lazy("政协办公室"))
_leader = role("leader", label=gettext_lazy("主席会议成员"))


def _chairs(post: Post) -> bool:
    return bool(parameters.get(post.committee, "P-45") == "chair")


def _grants(post: Post, case: Any) -> bool:
    great = case is not None and case.activity_kind in GREAT and _chairs(post)
    return _leader.test(post, case) if great else rules.host.test(post, case)


def _grants_twin(post: Post) -> Q:
    great = Q(activity_kind__in=GREAT) if _chairs(post) else NOBODY
    return (great & _leader.twin(post)) | (~great & rules.host.twin(post))


def _grants_owed(case: Any) -> list[Address]:
    great = case.activity_kind in GREAT and parameters.get(case.committee, "P-45") == "chair"
    return [Address("leader")] if great else rules.host.owed(case)


approver = Who("leave_approver", gettext_lazy("批假的人"), _grants, _grants_twin, _grants_owed)


def expected(case: Any) -> Any:
    """The rows that hold: who is asked, with his answer."""
    return Expected.objects.filter(case=case.pk, until=None, voided_by=None)


def to_ask(case: Any, post: Post) -> list[tuple[int, str]]:
    """The members who are not asked yet."""
    rows = Member.objects.filter(committee=case.committee_id, ends=None)
    rows = rows.exclude(person__in=expected(case).values("person")).select_related("person")
    return [(row.person_id, row.person.name) for row in rows.order_by("person__name")]


def invite(act: Act) -> None:
    must = act.facts["must"] == "must"
    for person in act.facts["members"]:
        act.dated(Expected, person_id=person, must=must)
    words = _("请参加《{title}》：{day} {place}") if must else _("可以报名参加《{title}》：{day} {place}")
    text = words.format(title=act.case.title, day=clock.day_words(act.case.meets_on), place=act.case.place)
    act.tell([Address("member", None, person) for person in act.facts["members"]], text)


def before_it(case: Any, post: Post) -> Iterable[Lack]:
    """Leave is asked before the day; what is said afterwards is no leave (R-181)."""
    if clock.today() >= case.meets_on:
        yield Lack(
            _("{day}的会，请假、报名要在那天以前。有特殊情况，请和主办的人说。").format(
                day=clock.day_words(case.meets_on)
            )
        )


def not_too_often(case: Any, post: Post) -> Iterable[Lack]:
    row = expected(case).filter(person=post.person_id).first()
    if row is not None and row.asked >= MOST_ASKED:
        yield Lack(_("一次会最多请 {n} 回假。").format(n=MOST_ASKED))


def _answer(act: Act, person: Any, answer: str, **more: Any) -> None:
    """The newest answer takes the place of the former."""
    row = expected(act.case).filter(person=person).first()
    values = {"must": row.must, "asked": row.asked, "why": row.why} if row else {"must": False}
    act.end(Expected, person_id=person)
    act.dated(Expected, person_id=person, answer=answer, **{**values, **more})


def come(act: Act) -> None:
    _answer(act, act.post.person_id, "coming")


def decline(act: Act) -> None:
    _answer(act, act.post.person_id, "declined")


def may_decline(case: Any, post: Post) -> Iterable[Lack]:
    if expected(case).filter(person=post.person_id, must=True).exists():
        yield Lack(_("这次会要求您参加，来不了请写明理由请假。"), "ask_leave")


def ask(act: Act) -> None:
    row = expected(act.case).filter(person=act.post.person_id).first()
    _answer(act, act.post.person_id, "leave_asked", why=act.facts["why"], asked=(row.asked if row else 0) + 1)


def asking(case: Any, post: Post) -> list[tuple[int, str]]:
    rows = expected(case).filter(answer="leave_asked").select_related("person").order_by("pk")
    return [(row.person_id, _("{name}：{why}").format(name=row.person.name, why=row.why)) for row in rows]


def somebody_asks(case: Any, post: Post) -> Iterable[Lack]:
    if not standing(case)[1]:
        yield Lack(_("现在没有人请假。"), moot=True)


def grant(act: Act) -> None:
    _decide(act, "leave_ok", _("《{title}》的假准了。"))


def refuse(act: Act) -> None:
    _decide(act, "leave_no", _("《{title}》的假没有准：{why}"))


def _decide(act: Act, answer: str, text: str) -> None:
    people = act.facts["people"]
    for person in people:
        _answer(act, person, answer)
    words = text.format(title=act.case.title, why=act.facts.get("why", ""))
    act.tell([Address("member", None, person) for person in people], words)
