"""Activation slips: how a person gets a password without anyone else ever knowing it (R-301).

A slip carries a code that is shown once; the database keeps its digest. It works once, within 30 days; a new one ends the old.
"""

import hashlib
import re
import secrets
from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.kernel import clock, ledger
from huiyin.kernel.models import Activation, Committee, Person, Post
from huiyin.kernel.refusal import Refused

DAYS = 30
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
GROUPS, GROUP = 3, 4
SLIPS_MADE, ACTIVATED = "slips.made", "account.activated"


def make_slips(people: Iterable[Person], committee: Committee, as_: Post | None) -> list[tuple[Person, str]]:
    """A new slip for each: [(person, code)]. The codes exist nowhere else, so print them now. Recorded in the ledger."""
    people = list(dict.fromkeys(people))
    if not people:
        return []
    now = clock.now()
    slips = [(person, _code()) for person in people]
    with transaction.atomic():
        Activation.objects.filter(person__in=people, used_at=None, ends_at__gt=now).update(ends_at=now)
        Activation.objects.bulk_create(
            Activation(person=person, digest=digest(code), made_at=now, ends_at=now + timedelta(days=DAYS))
            for person, code in slips
        )
        ledger.record(committee, SLIPS_MADE, as_=as_, facts={"people": [person.pk for person in people]})
    return slips


def activate(username: str, code: str, password: str) -> Person:
    """Set the password and use the slip up. Errors: Refused with a sentence; `fields` says under which field.

    A wrong name, a wrong code and a used or old slip read the same, so that nobody can try out who has an account.
    """
    with transaction.atomic():
        found = Activation.objects.filter(digest=digest(code), used_at=None, ends_at__gt=clock.now())
        slip = found.select_related("person").first()
        if slip is None or slip.person.username != username.strip() or not slip.person.is_active:
            raise Refused(
                _(
                    "用户名和激活码对不上，或者这张激活单用过了、过了 {n} 天。请照单子再填一次；还不行，请安全管理员重发一张。"
                ).format(n=DAYS)
            )
        try:
            validate_password(password, slip.person)
        except ValidationError as trouble:
            raise Refused(_("这个密码不够安全，请换一个。"), {"password": " ".join(trouble.messages)}) from None
        if not found.filter(pk=slip.pk).update(used_at=clock.now()):
            raise Refused(_("这张激活单刚刚用过了。"))
        slip.person.set_password(password)
        slip.person.save(update_fields=["password"])
        _record(slip.person)
    return slip.person


def waiting(committee: Committee) -> Sequence[Person]:
    """People with a post here who have never set a password, by name."""
    people = Person.objects.filter(posts__committee=committee, is_active=True).distinct().order_by("username")
    return [person for person in people if not person.has_usable_password()]


def digest(code: str) -> str:
    """What is kept of a code; blanks, hyphens and case do not matter."""
    plain = re.sub(r"[\s\-—－]+", "", code).upper()
    return hashlib.sha256(f"activation:{plain}".encode()).hexdigest()


def _code() -> str:
    letters = "".join(secrets.choice(ALPHABET) for _i in range(GROUPS * GROUP))
    return "-".join(letters[at : at + GROUP] for at in range(0, len(letters), GROUP))


def _record(person: Person) -> None:
    """In the ledger of each committee where the person has a post."""
    firsts: dict[int, Post] = {}
    for post in Post.objects.filter(person=person).select_related("committee").order_by("pk"):
        firsts.setdefault(post.committee_id, post)
    for post in firsts.values():
        ledger.record(post.committee, ACTIVATED, as_=post, facts={"person": person.pk})
