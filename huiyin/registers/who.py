"""Who keeps, adds, reads and confirms a line: each register says it by role; whoever a line names may read it."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiyin.kernel.models import Post
from huiyin.kernel.who import NOBODY, Address, Who
from huiyin.registers.models import Tie
from huiyin.registers.shape import REGISTERS, codes


def _face(face: str, label: Any) -> Who:
    return Who(
        f"register_{face}",
        label,
        lambda post, case: case is None or post.role in getattr(REGISTERS[case.register], face),
        lambda post: Q(register__in=codes(post.role, face)),
        lambda case: [Address(getattr(REGISTERS[case.register], face)[0])],
    )


keeps = _face("keeps", _("台账经办人"))
reads = _face("readers", _("看这本台账的人"))


def _named(post: Post, case: Any) -> bool:
    return bool(post.person_id) and Tie.objects.filter(case=case.pk, person=post.person_id, voided_by=None).exists()


named = Who(
    "register_named",
    _("写到的人"),
    lambda post, case: post.role == "member" and _named(post, case),
    lambda post: (
        Q(pk__in=Tie.objects.filter(person=post.person_id, voided_by=None).values("case"))
        if post.role == "member" and post.person_id
        else NOBODY
    ),
)


def _wrote(post: Post, case: Any) -> bool:
    return (
        post.role in REGISTERS[case.register].adds and post.person_id is not None and post.person_id == case.writer_id
    )


wrote = Who(
    "register_writer",
    _("登记的人"),
    _wrote,
    lambda post: Q(register__in=codes(post.role, "adds"), writer=post.person_id) if post.person_id else NOBODY,
)


def _not_himself(post: Post, case: Any) -> bool:
    return case is None or not _named(post, case)


def _opens(post: Post, case: Any) -> bool:
    return any(post.role in one.writers for one in REGISTERS.values())


somebody_else = Who(
    "register_not_named",
    _("没有写到的人"),
    _not_himself,
    lambda post: ~Q(pk__in=Tie.objects.filter(person=post.person_id, voided_by=None).values("case")),
)
confirms = keeps & somebody_else
writes = keeps | wrote
opens = Who("register_opens", _("登记台账的人"), _opens, lambda post: Q(register__in=codes(post.role, "writers")))


def _sees(post: Post, case: Any) -> bool:
    one = REGISTERS[case.register]
    if post.role in one.adds and post.role not in one.reads:
        return _wrote(post, case) or named.test(post, case)
    return post.role in one.readers or named.test(post, case)


def _sees_rows(post: Post) -> Q:
    """Who only adds sees his own lines; keepers and readers see all."""
    full = [code for code, one in REGISTERS.items() if post.role in (*one.keeps, *one.reads)]
    return Q(register__in=full) | wrote.twin(post) | named.twin(post)


sees = Who("register_sees", _("看得到这条台账的人"), _sees, _sees_rows)
