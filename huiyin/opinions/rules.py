"""Who may do what with an opinion report and with what a unit was sent, in the words a clerk would use."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.kernel import parameters
from huiyin.kernel.flow import Lack
from huiyin.kernel.models import Post
from huiyin.kernel.who import EVERYBODY, NOBODY, Address, Who, role
from huiyin.opinions.models import Addressee, Forwarding, OpinionAuthor, OpinionDispatch

WRITERS = ("member", "unit", "station", "general_office", "info_office", "proposal_office")
"""Who may begin a report (R-100). An office writes for others, whom it names as the authors."""
OWN = ("draft", "discarded")
"""A draft is its writer's own."""
SIGNED = ("checked", "issued", "dispatched", "answered", "closed")
OUT = {"until": None, "voided_by": None}

begins = role(*WRITERS, label=gettext_lazy("委员、单位、联络站和机关"))
secretary = role("secretary", label=gettext_lazy("秘书长"))
editor_ = role("info_office", label=gettext_lazy("社情民意信息办"))


def _writes(post: Post, case: Any) -> bool:
    if case is None or post.role != case.writer_role:
        return False
    if post.role == "member":
        return post.person_id is not None and post.person_id == case.author_id
    return bool(post.organisation_id == case.body_id)


def _writes_twin(post: Post) -> Q:
    if post.role not in WRITERS:
        return NOBODY
    if post.role == "member":
        return Q(writer_role="member", author=post.person_id) if post.person_id else NOBODY
    return Q(writer_role=post.role, body=post.organisation_id)


def _writer_owed(case: Any) -> list[Address]:
    if case.writer_role == "member":
        return [Address("member", None, case.author_id)]
    return [Address(case.writer_role, case.body_id)]


writer = Who("opinion_writer", gettext_lazy("写这篇的人"), _writes, _writes_twin, _writer_owed)


def _in(states: tuple[str, ...], inside: bool, name: str) -> Who:
    return Who(
        name,
        "",
        lambda post, case: (case.state in states) == inside,
        lambda post: Q(state__in=states) if inside else ~Q(state__in=states),
    )


handed_in = _in(OWN, False, "handed_in")


def _authors(post: Post) -> Any:
    return OpinionAuthor.objects.filter(person=post.person_id, **OUT)


def _joint_owed(case: Any) -> list[Address]:
    """Every author who is a member; of a report whose authors are none, whoever wrote it for them."""
    people = OpinionAuthor.objects.filter(case=case.pk, person__isnull=False, **OUT).order_by("position")
    found = [Address("member", None, person) for person in people.values_list("person", flat=True)]
    return found or _writer_owed(case)


author = Who(
    "opinion_author",
    gettext_lazy("作者"),
    lambda post, case: (
        post.role == "member" and post.person_id is not None and case is not None and _authors(post).filter(case=case.pk).exists()
    ),
    lambda post: Q(pk__in=_authors(post).values("case")) if post.role == "member" and post.person_id else NOBODY,
    _joint_owed,
)  # fmt: skip

# The office reads what was handed in; nobody but its writer reads a draft.
editor = Who("info_office", editor_.label, editor_.test, editor_.twin, editor_.owed)
leaders = role("leader", label=gettext_lazy("主席会议成员")) & _in(SIGNED, True, "signed")


def _signs(post: Post, case: Any) -> bool:
    rule = parameters.get(post.committee, "P-31")
    by = "leader" if rule == "leader" or (rule == "top" and case is not None and case.to_top) else "secretary"
    return post.role == by


def _signs_twin(post: Post) -> Q:
    if post.role not in ("secretary", "leader"):
        return NOBODY
    rule = parameters.get(post.committee, "P-31")
    if rule in ("secretary", "leader"):
        return EVERYBODY if post.role == rule else NOBODY
    return Q(to_top=post.role == "leader")


def _signer_owed(case: Any) -> list[Address]:
    rule = parameters.get(case.committee, "P-31")
    return [Address("leader" if rule == "leader" or (rule == "top" and case.to_top) else "secretary")]


signer = Who("opinion_signer", gettext_lazy("签发人"), _signs, _signs_twin, _signer_owed)


def _sent_to(post: Post, case: Any) -> bool:
    if post.role not in ("unit", "unit_head") or case is None:
        return False
    return Forwarding.objects.filter(parent=case.pk, unit=post.organisation_id).exists()


units = Who(
    "opinion_units",
    gettext_lazy("转办的单位"),
    _sent_to,
    lambda post: (
        Q(pk__in=Forwarding.objects.filter(unit=post.organisation_id).values("parent"))
        if post.role in ("unit", "unit_head")
        else NOBODY
    ),
)
sees = writer | (handed_in & (author | editor | secretary)) | leaders | units

asked_unit = Who(
    "forwarded_unit",
    gettext_lazy("转办的单位"),
    lambda post, case: post.role == "unit" and post.organisation_id == case.unit_id,
    lambda post: Q(unit=post.organisation_id) if post.role in ("unit", "unit_head") else NOBODY,
    lambda case: [Address("unit", case.unit_id)],
)
of_author = Who(
    "forwarded_author",
    gettext_lazy("作者"),
    lambda post, case: (
        post.role == "member" and post.person_id is not None and _authors(post).filter(case=case.parent_id).exists()
    ),
    lambda post: Q(parent__in=_authors(post).values("case")) if post.role == "member" and post.person_id else NOBODY,
)
watches = role("info_office", "secretary", "leader", label=gettext_lazy("社情民意信息办"))
sees_forwarding = asked_unit | watches | of_author


def whole(case: Any, post: Post) -> Iterable[Lack]:
    """R-101: a title, the situation and a suggestion, within P-31L; and a class by which it is counted."""
    named = (("title", _("标题")), ("situation", _("情况")), ("suggestion", _("建议")), ("authors", _("作者")))
    missing = [label for name, label in named if not str(getattr(case, name)).strip()]
    if missing:
        yield Lack(_("还没有写{parts}。").format(parts="、".join(missing)))
    if not case.subject:
        yield Lack(_("还没有选分类。"))
    most, length = int(parameters.get(case.committee, "P-31L")), written(case)
    if length > most:
        yield Lack(
            _("正文有 {n} 字，最多 {most} 字。一篇只说一件事，请删到 {most} 字以内。").format(n=length, most=most)
        )


def written(case: Any) -> int:
    """How many characters the report has, spaces and line ends aside."""
    return sum(len("".join(str(text).split())) for text in (case.situation, case.analysis, case.suggestion))


def all_answered(case: Any, post: Post) -> Iterable[Lack]:
    """An author is told once every unit that was asked has answered (R-106)."""
    rows = Forwarding.objects.filter(parent=case.pk, state="asked").select_related("unit").order_by("pk")
    if names := "、".join(row.unit.name for row in rows):
        yield Lack(_("{names}还没有答复转办件。").format(names=names))


def not_alone(case: Any, post: Post) -> Iterable[Lack]:
    from huiyin.opinions.composing import others

    if not others(case, post):
        yield Lack(_("要有两篇以上已采编的来稿，才能合成一篇综合稿。"))


def not_issued(case: Any, post: Post) -> Iterable[Lack]:
    if case.into is not None and case.into.state not in ("selected", "edited"):
        yield Lack(_("综合稿已经送审或印发，不能再拿出来。"))


def unsent(case: Any) -> list[Addressee]:
    """The addressees to whom nothing was sent yet."""
    sent = OpinionDispatch.objects.filter(case=case.pk, voided_by=None).values("code")
    return list(Addressee.objects.filter(case=case.pk, **OUT).exclude(code__in=sent).order_by("pk"))
