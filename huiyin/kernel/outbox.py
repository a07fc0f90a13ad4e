"""Notices leave the house here: written in the act's own transaction, sent by `huiyin tick`, each once.

Every part of a tick may be killed at any moment and run again: a reminder carries the name of its rung, a delivery its message id.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from huiyin.kernel import clock, ledger, leftovers, parameters, tables
from huiyin.kernel.flow import FLOWS
from huiyin.kernel.models import Committee, Delivery, Notice, Person, Post, Todo

log = logging.getLogger(__name__)

CHUNK = 500
REMINDED = ("kind", "step", "role", "organisation", "person", "due", "starts", "alarm_on", "case__title")
RETRY = (5, 15, 60, 240, 720)


@dataclass(frozen=True)
class Sender:
    """A way out. `address` gives a person's address or ""; `send` raises when it could not send."""

    channel: str
    address: Callable[[Person], str]
    send: Callable[[Delivery], None]
    ready: Callable[[], bool] = lambda: True


SENDERS: dict[str, Sender] = {}
CHORES: list[Callable[[Committee], int]] = []
"""What else a tick does for each committee, and how many it did: a name whose time is over is erased."""


class Down(Exception):
    """Raised by a sender when nothing can leave by it now: what waits is not to blame, and no try of it is used up."""


def add_sender(sender: Sender) -> None:
    SENDERS[sender.channel] = sender


def add_chore(chore: Callable[[Committee], int]) -> None:
    if chore not in CHORES:
        CHORES.append(chore)


def _mail(delivery: Delivery) -> None:
    subject = _("回音：{title}").format(title=" ".join(delivery.notice.text[:60].split()))
    message = EmailMessage(subject, delivery.notice.text, settings.DEFAULT_FROM_EMAIL, [delivery.address])
    message.extra_headers["Message-ID"] = f"<{delivery.message_id}>"
    message.send()


def _mail_ready() -> bool:
    return bool(settings.EMAIL_HOST) or "smtp" not in settings.EMAIL_BACKEND


add_sender(Sender("email", lambda person: person.email, _mail, _mail_ready))


@dataclass
class Tick:
    """What one tick did."""

    reminders: int = 0
    deliveries: int = 0
    sent: int = 0
    failed: int = 0
    anchors: int = 0
    swept: int = 0
    chores: int = 0


def tick() -> Tick:
    """Remind, write deliveries, send them, anchor the day, sweep up what refused sendings left. Safe to run at any time, as often as one likes."""
    done = Tick()
    for committee in Committee.objects.all():
        try:
            done.reminders += remind(committee)
            done.anchors += ledger.anchor(committee) is not None
            done.swept += leftovers.sweep(committee)
            done.chores += sum(chore(committee) for chore in CHORES)
        except Exception:  # one committee's trouble must not keep the others waiting; the next tick tries it again
            log.exception("tick failed for %s", committee.code)
    if done.anchors:
        tables.look()  # once a day
    done.deliveries = write_deliveries()
    done.sent, done.failed = send_due()
    return done


def remind(committee: Committee) -> int:
    """A notice for each open clock that has come to a rung of the ladder (P-26). Returns how many were written."""
    written = 0
    while True:
        with transaction.atomic():
            query = Todo.objects.filter(committee=committee, closed_at=None, alarm_on__lte=clock.today())
            todos = list(query.select_related("case").only(*REMINDED)[:CHUNK])
            if not todos:
                return written
            written += _remind(committee, todos)


def _remind(committee: Committee, todos: list[Todo]) -> int:
    today = clock.today()
    names = [f"{todo.pk}@{todo.alarm_on}" for todo in todos]
    there = set(Notice.objects.filter(committee=committee, once__in=names).values_list("once", flat=True))
    calendar = parameters.calendar(committee)
    said: dict[date, tuple[str, str]] = {}
    notices: list[Notice] = []
    climbed: dict[tuple[date | None, date | None, date | None], list[int]] = {}
    for todo, name in zip(todos, names, strict=True):
        if name not in there:
            notice = Notice(
                case_id=todo.case_id, role=todo.role, organisation_id=todo.organisation_id, person_id=todo.person_id,
                text=_reminder(todo, calendar, said)[:500], written_at=clock.now(), once=name,
            )  # fmt: skip
            notice.committee = committee
            notices.append(notice)
        ladder = parameters.get(committee, "P-26", todo.starts)
        rung = clock.next_rung(todo.due, today, ladder) if todo.due else None
        climbed.setdefault((todo.alarm_on, todo.due, rung), []).append(todo.pk)
    # Another tick may write the same reminders at this moment; an act may have moved the clock since it was read, and then it is right.
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    for (alarm_on, due, rung), ids in climbed.items():
        Todo.objects.filter(pk__in=ids, alarm_on=alarm_on, due=due).update(alarm_on=rung)
    return len(notices)


def _reminder(todo: Todo, calendar: Any, said: dict[date, tuple[str, str]]) -> str:
    flow = FLOWS[todo.kind]
    step = flow.by_step[todo.step].label
    assert todo.due is not None
    if todo.due not in said:  # five thousand clocks end on a few days
        said[todo.due] = clock.remaining(todo.due, clock.today(), calendar).words, clock.day_words(todo.due)
    left, due = said[todo.due]
    return _("《{title}》等着“{step}”：{left}，期限是{due}。").format(
        title=todo.case.title, step=step, left=left, due=due
    )


def holders(notice: Notice) -> Iterable[Person]:
    """The people in office to whom a notice is addressed."""
    if notice.person_id:
        return Person.objects.filter(pk=notice.person_id, is_active=True)
    today = clock.today()
    posts = Post.objects.filter(committee_id=notice.committee_id, role=notice.role, person__is_active=True)
    posts = posts.filter(Q(begins=None) | Q(begins__lte=today)).filter(Q(ends=None) | Q(ends__gte=today))
    if notice.organisation_id:
        posts = posts.filter(organisation_id=notice.organisation_id)
    return Person.objects.filter(pk__in=posts.values("person"))


def write_deliveries() -> int:
    """Deliveries for notices not yet expanded, one for each person and channel with an address."""
    written = 0
    senders = [sender for sender in SENDERS.values() if sender.ready()]
    while True:
        with transaction.atomic():
            notices = list(Notice.objects.filter(sent_at=None).order_by("pk")[:CHUNK])
            if not notices:
                return written
            rows = [row for notice in notices for row in _deliveries(notice, senders)]
            Delivery.objects.bulk_create(rows, ignore_conflicts=True)
            Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(sent_at=clock.now())
            written += len(rows)


def _deliveries(notice: Notice, senders: list[Sender]) -> list[Delivery]:
    if not senders:
        return []
    rows = []
    for person in holders(notice):
        for sender in senders:
            if sender.channel in person.unwanted:
                continue
            if address := sender.address(person):
                rows.append(Delivery(
                    committee_id=notice.committee_id, notice=notice, person=person, channel=sender.channel, address=address,
                    message_id=f"{notice.uid}.{person.uid}.{sender.channel}@huiyin", next_try_at=clock.now(),
                ))  # fmt: skip
    return rows


def _claimed(delivery: Delivery) -> bool:
    """Take a delivery for this tick: another tick at the same moment leaves it alone, and one that was killed lets go of it."""
    later = clock.now() + timedelta(minutes=RETRY[0])
    open_ = Delivery.objects.filter(pk=delivery.pk, sent_at=None, next_try_at=delivery.next_try_at)
    return bool(open_.update(next_try_at=later))


def send_due(most: int = 5_000) -> tuple[int, int]:
    """Send what is due; what fails is tried again later, five times. A way that is down is left alone until the next tick, and
    what it could not take waits for as long as it is down. Returns (sent, failed).
    """
    sent = failed = 0
    down: set[str] = set()
    due = Delivery.objects.filter(sent_at=None, next_try_at__lte=clock.now()).select_related("notice").order_by("pk")
    for delivery in islice(due, most):
        sender = SENDERS.get(delivery.channel)
        if sender is None or delivery.channel in down or not sender.ready() or not _claimed(delivery):
            continue
        try:
            sender.send(delivery)
        except Down as trouble:
            failed += 1
            down.add(delivery.channel)
            log.warning("%s is down: %s", delivery.channel, trouble)
            delivery.error = str(trouble)[:300]
            delivery.next_try_at = clock.now() + timedelta(minutes=RETRY[0])
        except Exception as trouble:  # a sender may fail in any way; the delivery says how
            failed += 1
            delivery.error = str(trouble)[:300]
            wait = RETRY[delivery.tries] if delivery.tries < len(RETRY) else None
            delivery.tries += 1
            delivery.next_try_at = clock.now() + timedelta(minutes=wait) if wait else None
        else:
            sent += 1
            delivery.sent_at, delivery.error = clock.now(), ""
        delivery.save(update_fields=["sent_at", "error", "tries", "next_try_at"])
    return sent, failed
