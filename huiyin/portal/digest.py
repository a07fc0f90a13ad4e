"""What a subscriber gets: one letter to confirm, then once a week what was published since, as long as it stands when the letter leaves.

Through the outbox: two rows in one transaction, sent by the tick, each once. No address stands in them; it is opened when the letter leaves.
"""

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from huiyin.consultations.models import PublicConsultation
from huiyin.handling.models import PublicVersion
from huiyin.kernel import clock, outbox
from huiyin.kernel.models import Committee, Delivery
from huiyin.portal.models import Subscription
from huiyin.reception import citizens
from huiyin.reception.models import PublicVoice

CONFIRM, DIGEST, SALT = "confirm", "digest", "huiyin.subscription"
EVERY, UNCONFIRMED, MOST = timedelta(days=7), timedelta(days=3), 30
"""A letter a week; an address that was not confirmed is forgotten after three days; so many lines of a kind in one letter."""


def ready() -> bool:
    """Whether letters can leave this house at all; without it nobody is offered one."""
    return outbox.SENDERS["email"].ready()


def ask(committee: Committee, address: str, site: str, language: str) -> None:
    """Somebody, perhaps its owner, typed an address: it gets one letter with a link, once a day at most. An address that is in gets none."""
    now, mark = clock.now(), citizens.mark_of(address.lower())
    with (
        suppress(IntegrityError),
        transaction.atomic(),
    ):  # pressed twice at the same moment: the other one sends the letter
        row = Subscription.objects.select_for_update().filter(committee=committee, mark=mark).first()
        if row is not None and (row.confirmed_at or now - row.asked_at < timedelta(days=1)):
            return
        row = row or Subscription(committee=committee, mark=mark)
        row.sealed, row.site, row.language, row.asked_at = citizens.sealed(address), site, language, now
        row.save()
        for one in outbox.outside(committee, CONFIRM, str(row.pk), _("确认订阅")):
            one.save()


def of_token(token: str) -> Subscription | None:
    """The subscription of a mailed link; None for one that was made up, or whose subscription is over."""
    try:
        pk = int(signing.loads(token, salt=SALT))
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Subscription.objects.filter(pk=pk).select_related("committee").first()


def confirm(row: Subscription) -> None:
    now = clock.now()
    Subscription.objects.filter(pk=row.pk, confirmed_at=None).update(confirmed_at=now, told_at=now)


def leave(row: Subscription) -> None:
    row.delete()


def write_due(committee: Committee) -> int:
    """A letter for each whose week is over and for whom there is something; what was never confirmed is forgotten. Returns how many."""
    if not ready():
        return 0
    now, written = clock.now(), 0
    Subscription.objects.filter(committee=committee, confirmed_at=None, asked_at__lt=now - UNCONFIRMED).delete()
    over = Subscription.objects.filter(committee=committee, told_at__lte=now - EVERY)
    newest = _newest(committee) if over.exists() else None
    if newest is None:
        return 0
    for row in over.filter(told_at__lt=newest).select_related("committee").order_by("pk"):
        waiting = Delivery.objects.filter(channel=DIGEST, address=str(row.pk), sent_at=None, next_try_at__isnull=False)
        if waiting.exists() or not any(news(row).values()):
            continue
        with transaction.atomic():
            for one in outbox.outside(committee, DIGEST, str(row.pk), _("每周公开")):
                one.save()
        written += 1
    return written


def _newest(committee: Committee) -> datetime | None:
    """When something was last published here that still stands: with nothing new, nobody's letter is looked for. Three queries."""
    stands = {"committee": committee, "until": None, "voided_by": None}
    rows = (
        PublicVoice.objects.filter(**stands),
        PublicVersion.objects.filter(what="proposal", **stands),
        PublicConsultation.objects.filter(**stands),
    )
    return max((at for one in rows if (at := one.aggregate(at=Max("at"))["at"]) is not None), default=None)


def news(row: Subscription) -> dict[str, list[tuple[str, str]]]:
    """What was published since the last letter and still stands, by kind: (heading, address)."""
    code, since = (
        row.committee.code,
        {"committee": row.committee_id, "until": None, "voided_by": None, "at__gt": row.told_at},
    )
    voices = PublicVoice.objects.filter(**since).order_by("-at", "-pk")[:MOST]
    proposals = PublicVersion.objects.filter(what="proposal", **since).order_by("-at", "-pk")[:MOST]
    consultations = PublicConsultation.objects.filter(**since).order_by("-at", "-pk")[:MOST]
    wall = row.site + reverse("wall", args=[code])
    return {
        "voices": [(one.heading, f"{wall}?voice={one.uid}") for one in voices],
        "proposals": [(one.heading, row.site + reverse("public_case", args=[code, one.uid])) for one in proposals],
        "consultations": [(one.heading, row.site + reverse("public_consultation", args=[code, one.uid])) for one in consultations],
    }  # fmt: skip


def link(row: Subscription, what: str) -> str:
    return f"{row.site}{reverse('subscribe', args=[row.committee.code])}?{what}={signing.dumps(row.pk, salt=SALT)}"


def _send_confirm(delivery: Delivery) -> None:
    row = _of(delivery)
    if row is None or row.confirmed_at:
        return
    with translation.override(row.language):
        text = _("有人（多半是您）用这个邮箱订阅{name}每周公开的事。是您，请打开下面的地址，再按一下“确认”：\n\n{link}\n\n不是您，不用理会：三天后地址自动删除，不会再来信。").format(
            name=row.committee.name, link=link(row, "confirm")
        )  # fmt: skip
        _mail(delivery, row, _("请确认订阅：{name}").format(name=row.committee.short), text)


def _send_digest(delivery: Delivery) -> None:
    """Made when it leaves, so that what was withdrawn meanwhile is not in it."""
    row, now = _of(delivery), clock.now()
    if row is None or row.told_at is None:
        return
    with translation.override(row.language):
        labels = {"voices": _("回音壁"), "proposals": _("公开的提案"), "consultations": _("公开的协商")}
        parts = [
            "\n".join([f"{labels[kind]}：", *(f"· {heading}\n  {url}" for heading, url in found)])
            for kind, found in news(row).items()
            if found
        ]
        if parts:
            foot = _("不想再收，打开：{link}").format(link=link(row, "leave"))
            _mail(
                delivery, row, _("{name}：这一周公开的").format(name=row.committee.short), "\n\n".join([*parts, foot])
            )
    Subscription.objects.filter(pk=row.pk).update(told_at=now)


def _of(delivery: Delivery) -> Subscription | None:
    return Subscription.objects.filter(pk=int(delivery.address)).select_related("committee").first()


def _mail(delivery: Delivery, row: Subscription, subject: str, text: str) -> None:
    address = citizens.unsealed(row.sealed)
    if not address:
        return
    message = EmailMessage(subject, text, settings.DEFAULT_FROM_EMAIL, [address])
    message.extra_headers |= {"Message-ID": f"<{delivery.message_id}>", "List-Unsubscribe": f"<{link(row, 'leave')}>"}
    message.send()


def no_address(person: Any) -> str:
    """No notice to a person ever leaves by these channels."""
    return ""


outbox.add_sender(outbox.Sender(CONFIRM, no_address, _send_confirm, ready))
outbox.add_sender(outbox.Sender(DIGEST, no_address, _send_digest, ready))
outbox.add_chore(write_due)
