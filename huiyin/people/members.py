"""The register of members: who is in office on a day, what each was on that day, what changes from a day on, who leaves and why.

Nothing is overwritten: what holds no longer ends, what holds from now on begins (DOMAIN 3.14, R-191).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.kernel import clock, ledger
from huiyin.kernel.models import Committee, Post
from huiyin.kernel.refusal import Refused
from huiyin.people.models import Member, MemberAttribute

CHANGED, LEFT = "member.changed", "member.left"
LEVELS = ("全国政协委员", "省政协委员", "市政协委员", "区县政协委员")
"""What the attribute `level` says; several hold at once where one person is a member at several levels."""
WAYS = {
    "term": gettext_lazy("届满"), "resigned": gettext_lazy("辞职"), "moved": gettext_lazy("调离"), "removed": gettext_lazy("撤销资格"), "died": gettext_lazy("去世"),
}  # fmt: skip
MANY = ("level", "rank")
"""Of these several may hold at once; of the others a new one ends the former."""
NAMES = dict(MemberAttribute.NAMES)


def _on(day: date) -> Q:
    return Q(Q(begins=None) | Q(begins__lte=day), Q(ends=None) | Q(ends__gte=day))


def on(committee: Committee, day: date) -> QuerySet[Member]:
    """Those who are members on that day."""
    return Member.objects.filter(_on(day), committee=committee)


def attributes_on(members: Iterable[Member], day: date) -> dict[int, dict[str, list[str]]]:
    """Member → name → what held on that day. One query."""
    found: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    rows = MemberAttribute.objects.filter(_on(day), member__in=[one.pk for one in members]).order_by("begins", "pk")
    for member, name, text in rows.values_list("member_id", "name", "text"):
        found[member][name].append(text)
    return found


def counts(committee: Committee, day: date, name: str) -> list[tuple[str, int]]:
    """How many members each value of an attribute has on that day, most first; "" for those of whom nothing is known. Two queries."""
    members = set(on(committee, day).values_list("pk", flat=True))
    rows = MemberAttribute.objects.filter(_on(day), committee=committee, name=name).values_list("member_id", "text")
    held = {(member, text) for member, text in rows if member in members}
    known = Counter(text for _member, text in held)
    unknown = len(members) - len({member for member, _text in held})
    return [*sorted(known.items(), key=lambda pair: (-pair[1], pair[0])), *([("", unknown)] if unknown else [])]


def change(
    member: Member, name: str, text: str, from_day: date, *, as_: Post, until: date | None = None
) -> MemberAttribute:
    """What holds of a member from a day on. Errors: Refused with fields."""
    text = " ".join(text.split())
    if name not in NAMES:
        raise Refused(_("没有这一项。"), {"name": _("请从列表里选一项。")})
    if not text or len(text) > 100:
        raise Refused(_("请写是什么，100 个字以内。"), {"text": _("请写是什么，100 个字以内。")})
    if name == "level" and text not in LEVELS:
        sentence = _("层级请写：{known}。").format(known="、".join(LEVELS))
        raise Refused(sentence, {"text": sentence})
    _check_day(member, from_day)
    if until is not None and until < from_day:
        sentence = _("止的那天在起的那天以前。请核对两个日期。")
        raise Refused(sentence, {"until": sentence})
    with transaction.atomic():
        held = member.attributes.filter(Q(ends=None) | Q(ends__gte=from_day), name=name)
        if held.filter(text=text).exists():
            sentence = _("{label}已经是“{text}”了。").format(label=NAMES[name], text=text)
            raise Refused(sentence, {"text": sentence})
        if name not in MANY:
            _end_held(held, from_day)
        row = MemberAttribute.objects.create(
            committee=member.committee, member=member, name=name, text=text, begins=from_day, ends=until, recorded_at=clock.now()
        )  # fmt: skip
        facts = {"member": member.pk, "attribute": name, "from": from_day.isoformat()}
        ledger.record(member.committee, CHANGED, as_=as_, facts=facts, personal={"text": text})
    return row


def _end_held(held: Any, from_day: date) -> None:
    if held.filter(begins__gte=from_day).exists():
        sentence = _("这一天以后已经有一条了。请从更晚的一天起，或先结束那一条。")
        raise Refused(sentence, {"from_day": sentence})
    held.update(ends=from_day - timedelta(days=1))


def end(row: MemberAttribute, last_day: date, *, as_: Post) -> None:
    """It holds no longer after that day. Errors: Refused."""
    if row.begins and last_day < row.begins:
        raise Refused(_("不能早于开始那天。请核对日期。"), {"until": _("不能早于开始那天。")})
    with transaction.atomic():
        row.ends = last_day
        row.save(update_fields=["ends"])
        facts = {"member": row.member_id, "attribute": row.name, "ends": last_day.isoformat()}
        ledger.record(row.committee, CHANGED, as_=as_, facts=facts)


def leave(member: Member, last_day: date, way: str, decision: str, *, as_: Post) -> None:
    """A membership ends: how, on which day, by whose decision (R-191). His attributes and his post end with it; his file stays.

    Errors: Refused with fields.
    """
    decision = " ".join(decision.split())
    if way not in WAYS:
        raise Refused(_("请选怎么离任的。"), {"way": _("请选怎么离任的。")})
    if not decision and way not in ("died", "term"):
        sentence = _("请写是哪次常委会会议、哪个文件决定的。")
        raise Refused(sentence, {"decision": sentence})
    _check_day(member, last_day, "last_day")
    if as_.person_id == member.person_id:
        raise Refused(_("不能办自己的离任。请另一个人来办。"))
    with transaction.atomic():
        member.ends, member.why_ended = last_day, str(WAYS[way])[:40]
        member.save(update_fields=["ends", "why_ended"])
        member.attributes.filter(Q(ends=None) | Q(ends__gt=last_day)).update(ends=last_day)
        posts = Post.objects.filter(committee=member.committee, person=member.person, role="member")
        posts.filter(Q(ends=None) | Q(ends__gt=last_day)).update(ends=last_day)
        facts = {"member": member.pk, "way": way, "ends": last_day.isoformat(), "decision": decision[:200]}
        ledger.record(member.committee, LEFT, as_=as_, facts=facts)


def _check_day(member: Member, day: date, field: str = "from_day") -> None:
    if member.ends and day > member.ends:
        sentence = _("{day}已经离任了。").format(day=clock.day_words(member.ends))
        raise Refused(sentence, {field: sentence})
    if member.begins and day < member.begins:
        sentence = _("不能早于担任委员那天（{day}）。").format(day=clock.day_words(member.begins))
        raise Refused(sentence, {field: sentence})
    if day > clock.today() + timedelta(days=366):
        raise Refused(_("日期太远了，请填一年以内的一天。"), {field: _("请填一年以内的一天。")})
