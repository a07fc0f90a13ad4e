"""How a committee begins: itself, its three separated administrators (三员分立), its first term and session, all in the ledger."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.kernel import ledger
from huiyin.kernel.models import Committee, Period, Person, Post
from huiyin.kernel.refusal import Refused
from huiyin.people import accounts, periods, posts
from huiyin.people.roles import ADMINISTRATORS, ROLES

FOUNDED = "committee.founded"
KEYS = {"system": "system_admin", "security": "security_admin", "audit": "audit_admin"}
CODE = re.compile(r"[a-z0-9][a-z0-9-]{1,39}")
UNDER = {"province": ("nation",), "city": ("province", "nation"), "district": ("city", "province", "nation")}


@dataclass(frozen=True)
class Founded:
    """What was made. `administrators` by role code; each still needs an activation slip."""

    committee: Committee
    system: Post
    administrators: dict[str, Person]
    session: Period


def found(
    code: str, name: str, short: str, place: str, level: str = "district", parent: Committee | None = None, *,
    administrators: Mapping[str, tuple[str, str]], term: int = 1, session: int = 1, opens: date | None = None,
    demo: bool = False,
) -> Founded:  # fmt: skip
    """Make a committee that can work. `administrators`: {"system"|"security"|"audit": (name, username)}.

    Errors: Refused with a sentence and `fields` (code, name, short, place, level, parent, system, security, audit, session).
    """
    _check(code, {"name": name, "short": short, "place": place}, level, parent)
    _check_administrators(administrators)
    with transaction.atomic():
        committee = Committee.objects.create(
            code=code,
            name=name.strip(),
            short=short.strip(),
            place=place.strip(),
            level=level,
            parent=parent,
            demo=demo,
        )
        system = Post.objects.create(committee=committee, role="system", title=str(ROLES["system"]))
        ledger.record(
            committee, FOUNDED, as_=system, facts={"code": code, "name": name.strip(), "level": level}
            | ({"parent": parent.code} if parent else {}),
        )  # fmt: skip
        people = {}
        for key, role in KEYS.items():
            person = accounts.new_person(*(text.strip() for text in administrators[key]))
            posts.give(committee, person, role, as_=system)
            people[role] = person
        period = periods.open_session(committee, term, session, as_=system, opens=opens)
    return Founded(committee, system, people, period)


def _check(code: str, texts: Mapping[str, str], level: str, parent: Committee | None) -> None:
    wrong: dict[str, Any] = {}
    if not CODE.fullmatch(code):
        wrong["code"] = _("代码用 2 到 40 个小写字母、数字或连字号，以字母或数字开头，例如 chengjiang。")
    elif Committee.objects.filter(code=code).exists():
        wrong["code"] = _("代码“{code}”已经有一个委员会在用，请换一个。").format(code=code)
    for key, text in texts.items():
        most = getattr(Committee._meta.get_field(key), "max_length", 0)
        if not text.strip():
            wrong[key] = _("这一项不能空着。")
        elif len(text.strip()) > most:
            wrong[key] = _("太长了，最多 {n} 个字。").format(n=most)
    if level not in dict(Committee.LEVELS):
        wrong["level"] = _("层级请从全国、省级、市级、区县级里选。")
    elif parent is not None and parent.level not in UNDER.get(level, ()):
        wrong["parent"] = _("{parent}不在这一层级之上，不能做它的上级。").format(parent=parent.short)
    if wrong:
        raise Refused(_("委员会没有设立：") + " ".join(map(str, wrong.values())), wrong)


def _check_administrators(given: Mapping[str, tuple[str, str]]) -> None:
    wrong: dict[str, Any] = {}
    names: dict[str, str] = {}
    for key, role in KEYS.items():
        name, username = (text.strip() for text in given.get(key, ("", "")))
        try:
            accounts.check_username(username)
        except Refused as refusal:
            wrong[key] = refusal.sentence
        if not name or len(name) > 60:
            wrong[key] = _("请填{role}的姓名，60 个字以内。").format(role=ROLES[role])
        for taken in (name, username.lower()):
            if taken in names and taken:
                wrong[key] = _("“{name}”写了两次。三员分立：{roles}要由三个人担任。").format(
                    name=taken, roles="、".join(str(ROLES[one]) for one in ADMINISTRATORS)
                )
            names[taken] = key
    if wrong:
        raise Refused(_("管理员没有定好：") + " ".join(map(str, wrong.values())), wrong)
