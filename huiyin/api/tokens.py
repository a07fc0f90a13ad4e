"""Tokens: made by whoever holds the post and by nobody else; shown once; kept as a digest.

The system administrator sees that there is one and may end it. He makes none for others: it would let him act as a clerk or a leader.
"""

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.api.models import Token
from huiyin.kernel import clock, ledger
from huiyin.kernel.models import Post
from huiyin.kernel.refusal import NotAllowed, Refused
from huiyin.kernel.who import in_office
from huiyin.people.roles import NOBODYS

LONGEST = 366
MOST = 20
MADE, ENDED = "token.made", "token.ended"
SEEN_EVERY = timedelta(hours=1)


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def make(post: Post, *, by: Post, name: str, scope: str, days: int) -> tuple[Token, str]:
    """A new token and its secret, which is nowhere afterwards. Errors: NotAllowed, Refused."""
    if post.pk != by.pk or by.person is None:
        raise NotAllowed(_("令牌只由身份的本人来建。"))
    if post.role in NOBODYS or post.person_id is None or not in_office(post, clock.today()):
        raise Refused(_("“{title}”现在没有人担任，不能给它建令牌。").format(title=post.title))
    if not 1 <= days <= LONGEST:
        raise Refused(_("令牌最长用 {n} 天。").format(n=LONGEST), {"days": _("请填 1 到 {n}。").format(n=LONGEST)})
    if Token.objects.filter(post=post, ended_at=None, ends_at__gt=clock.now()).count() >= MOST:
        raise Refused(_("一个身份最多有 {n} 个令牌。请先停用不用的。").format(n=MOST))
    secret = f"hy_{secrets.token_urlsafe(32)}"
    with transaction.atomic():
        token = Token.objects.create(
            committee=by.committee, post=post, made_by=by.person, name=name, scope=scope, digest=digest_of(secret),
            begins_with=secret[:8], made_at=clock.now(), ends_at=clock.now() + timedelta(days=days),
        )  # fmt: skip
        facts = {"name": name, "scope": scope, "post": post.pk, "person": post.person_id, "days": days}
        ledger.record(by.committee, MADE, as_=by, facts=facts)
    return token, secret


def end(token: Token, *, by: Post) -> None:
    """Revoke. Errors: NotAllowed for another's, unless the administrator does it."""
    if token.committee_id != by.committee_id or not (token.post_id == by.pk or by.role == "system_admin"):
        raise NotAllowed(_("令牌由身份的本人或系统管理员来停用。"))
    with transaction.atomic():
        if Token.objects.filter(pk=token.pk, ended_at=None).update(ended_at=clock.now()):
            facts = {"name": token.name, "scope": token.scope, "post": token.post_id, "person": token.post.person_id}
            ledger.record(by.committee, ENDED, as_=by, facts=facts)


def find(secret: str, scopes: tuple[str, ...]) -> Token | None:
    """The token of this secret, if it is good today: not over, its post still held by whoever made it, he active. One query."""
    related = ("post__committee", "post__organisation", "post__person")
    token = Token.objects.filter(digest=digest_of(secret), scope__in=scopes).select_related(*related).first()
    if token is None or token.over(clock.now()) or not alive(token.post) or token.made_by_id != token.post.person_id:
        return None
    if token.used_at is None or clock.now() - token.used_at > SEEN_EVERY:
        Token.objects.filter(pk=token.pk).update(used_at=clock.now())
    return token


def alive(post: Post) -> bool:
    """Whether somebody holds this post today and may sign in."""
    return (
        post.person is not None
        and post.person.is_active
        and post.role not in NOBODYS
        and in_office(post, clock.today())
    )
