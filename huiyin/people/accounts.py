"""Accounts: made from lists or one by one, switched off, never with a password that somebody else chose."""

import re

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.kernel import ledger
from huiyin.kernel.models import Committee, Person, Post
from huiyin.kernel.refusal import Refused

USERNAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]{1,59}")
MADE, DISABLED, ENABLED = "account.made", "account.disabled", "account.enabled"
PREFIX = {"member": "m", "unit": "u", "unit_head": "h", "assigning": "a"}


class Usernames:
    """Free usernames, one after the other: m001, m002 …; asks the database once per prefix."""

    def __init__(self) -> None:
        self._last: dict[str, int] = {}

    def free(self, prefix: str) -> str:
        if prefix not in self._last:
            taken = Person.objects.filter(username__startswith=prefix).values_list("username", flat=True)
            numbers = [int(name[len(prefix) :]) for name in taken if re.fullmatch(r"[0-9]{1,8}", name[len(prefix) :])]
            self._last[prefix] = max(numbers, default=0)
        self._last[prefix] += 1
        return f"{prefix}{self._last[prefix]:03}"


def prefix_for(role: str) -> str:
    """The letter with which the usernames of a role begin."""
    return PREFIX.get(role, "s")


def check_username(username: str, among: Person | None = None) -> None:
    """Errors: Refused when it has other signs, or somebody has it."""
    if not USERNAME.fullmatch(username):
        sentence = _("用户名“{name}”要用 2 到 60 个字母、数字或 . _ @ -，以字母或数字开头。").format(name=username)
        raise Refused(sentence, {"username": sentence})
    owner = Person.objects.filter(username__iexact=username).first()
    if owner is not None and owner != among:
        sentence = _("用户名“{name}”已经有人用了，请换一个。").format(name=username)
        raise Refused(sentence, {"username": sentence})


def new_person(name: str, username: str, phone: str = "", email: str = "") -> Person:
    """An account without a password: it opens with an activation slip."""
    person = Person(name=name, username=username, phone=phone, email=email)
    person.set_unusable_password()
    person.save(force_insert=True)
    return person


def elsewhere(person: Person, committee: Committee) -> list[Committee]:
    """Other committees in which the person has a post: there, this committee's administrators have no say."""
    others = Committee.objects.filter(posts__person=person).exclude(pk=committee.pk)
    return list(others.distinct().order_by("code"))


def check_own(person: Person, as_: Post) -> None:
    """Errors: Refused when the account is one's own, or belongs to another committee as well."""
    if person == as_.person:
        raise Refused(_("自己的账号不能由自己处理。请另一位安全管理员来办。"))
    if others := elsewhere(person, as_.committee):
        raise Refused(
            _(
                "{name}在{others}也有身份，这里不能单独动他的账号。请结束他在本会的身份；忘了密码，请他用邮箱找回。"
            ).format(name=person.name, others="、".join(c.short for c in others))
        )


def switch(person: Person, on: bool, as_: Post, reason: str) -> None:
    """Disable an account at once (its sessions end), or open it again. Errors: Refused."""
    check_own(person, as_)
    if not reason.strip():
        raise Refused(_("请写明原因。"), {"reason": _("请写明原因，它会记进账本。")})
    if person.is_active == on:
        raise Refused(_("这个账号本来就开着。") if on else _("这个账号已经停用了。"))
    with transaction.atomic():
        person.is_active = on
        person.save(update_fields=["is_active"])
        ledger.record(
            as_.committee, ENABLED if on else DISABLED, as_=as_, facts={"person": person.pk},
            personal={"reason": reason.strip()},
        )  # fmt: skip
