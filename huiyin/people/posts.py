"""Posts: who holds which role for which body, given and ended by somebody else, each recorded."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from huiyin.kernel import clock, ledger
from huiyin.kernel.models import Committee, Organisation, Person, Post
from huiyin.kernel.refusal import Refused
from huiyin.people.models import Member
from huiyin.people.roles import ADMINISTRATORS, NOBODYS, ROLES, WITH_ORGANISATION

GIVEN, ENDED = "post.given", "post.ended"
BODY = {"assigning": "assigning", "unit": "unit", "unit_head": "unit", "station": "site"}
"""The kind of organisation for which a role is held."""
SHORT = {"unit": "联络员", "unit_head": "签发领导", "station": "负责人"}


def in_office(committee: Committee, on: date | None = None) -> QuerySet[Post]:
    """The posts that are held on that day (today), with their people and organisations."""
    on = on or clock.today()
    held = Post.objects.filter(committee=committee).exclude(role__in=NOBODYS)
    held = held.filter(Q(begins=None) | Q(begins__lte=on), Q(ends=None) | Q(ends__gte=on))
    return held.select_related("person", "organisation")


def title_of(role: str, organisation: Organisation | None) -> str:
    """How a post is called: 区财政局联络员, 委员."""
    if organisation is None:
        return str(ROLES[role])
    return f"{organisation.name}{SHORT.get(role, '')}"[:60]


def give(
    committee: Committee, person: Person, role: str, *, as_: Post | None, organisation: Organisation | None = None,
    begins: date | None = None,
) -> Post:  # fmt: skip
    """Give a post. Errors: Refused for oneself, for a second administrator's role (三员分立), a wrong body, a doubled post."""
    check_give(committee, person, role, as_, organisation)
    with transaction.atomic():
        post = Post.objects.create(
            committee=committee, person=person, role=role, organisation=organisation, begins=begins,
            title=title_of(role, organisation),
        )  # fmt: skip
        if role == "member":
            Member.objects.get_or_create(committee=committee, person=person, ends=None, defaults={"begins": begins})
        facts = {"post": post.pk, "person": person.pk, "role": role}
        ledger.record(
            committee, GIVEN, as_=as_, facts=facts | ({"organisation": organisation.pk} if organisation else {})
        )
    return post


def check_give(
    committee: Committee, person: Person, role: str, as_: Post | None, organisation: Organisation | None
) -> None:
    if as_ is not None and as_.person_id is not None and person.pk == as_.person_id:
        raise Refused(_("不能给自己安排身份。请另一位安全管理员来办。"))
    if role not in ROLES or role in NOBODYS:
        raise Refused(_("没有这种身份。"), {"role": _("请从列表里选一种身份。")})
    _check_body(committee, role, organisation)
    held = list(in_office(committee).filter(person=person))
    if any(post.role == role and post.organisation_id == (organisation and organisation.pk) for post in held):
        raise Refused(_("{name}已经是“{title}”了。").format(name=person.name, title=title_of(role, organisation)))
    other = next((post.role for post in held if post.role in ADMINISTRATORS), None)
    if role in ADMINISTRATORS and other:
        sentence = _("{name}已经是{other}。三员分立，一个人只能当其中一种管理员，请另选一位。").format(
            name=person.name, other=ROLES[other]
        )
        raise Refused(sentence, {"role": sentence})


def _check_body(committee: Committee, role: str, organisation: Organisation | None) -> None:
    if role not in WITH_ORGANISATION:
        if organisation is not None:
            sentence = _("“{role}”不挂在单位名下，请不要选单位。").format(role=ROLES[role])
            raise Refused(sentence, {"organisation": sentence})
        return
    if organisation is None or organisation.committee_id != committee.pk or organisation.kind != BODY[role]:
        sentence = _("“{role}”要写明是哪个单位的，请选一个。").format(role=ROLES[role])
        raise Refused(sentence, {"organisation": sentence})


def end(post: Post, from_day: date, *, as_: Post) -> None:
    """End a post: `from_day` is the first day on which it is not held any more. Errors: Refused."""
    if post.person_id == as_.person_id:
        raise Refused(_("不能结束自己的身份。请另一位安全管理员来办。"))
    if post.begins and from_day < post.begins:
        sentence = _("不能早于任职那天（{day}）。").format(day=clock.day_words(post.begins))
        raise Refused(sentence, {"from_day": sentence})
    if from_day > clock.today() + timedelta(days=366):
        raise Refused(_("日期太远了，请填一年以内的一天。"), {"from_day": _("请填一年以内的一天。")})
    if post.role in ADMINISTRATORS:
        others = in_office(post.committee, from_day).filter(role=post.role, person__is_active=True)
        if not others.exclude(pk=post.pk).exists():
            raise Refused(_("这是唯一的{role}，不能空着。请先安排接替的人。").format(role=ROLES[post.role]))
    with transaction.atomic():
        post.ends = from_day - timedelta(days=1)
        post.save(update_fields=["ends"])
        if post.role == "member":
            Member.objects.filter(committee=post.committee, person=post.person, ends=None).update(ends=post.ends)
        ledger.record(
            post.committee, ENDED, as_=as_, facts={"post": post.pk, "person": post.person_id, "ends": post.ends.isoformat()}
        )  # fmt: skip
