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

from huiyin.kernel import clock, ledger, leftovers, parameters, passing, tables
from huiyin.kernel.flow import FLOWS
from huiyin.kernel.models import Committee, Delivery, Notice, Person, Post, Todo
from huiyin.kernel.rungs import Above, Ladders
from huiyin.kernel.who import Address

log = logging.getLogger(__name__)

CHUNK = 500
REMINDED = (
    "kind",
    "step",
    "role",
    "organisation",
    "person",
    "due",
    "starts",
    "alarm_on",
    "case__title",
    "organisation__name",
)
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

    passed: int = 0
    reminders: int = 0
    deliveries: int = 0
    sent: int = 0
    failed: int = 0
    anchors: int = 0
    swept: int = 0
    chores: int = 0


def tick() -> Tick:
    """Take what time brings about, remind, write deliveries, send them, anchor the day, sweep up what refused sendings left. Safe to run at any time, as often as one likes."""
    done = Tick()
    for committee in Committee.objects.all():
        try:
            done.passed += passing.pass_on(committee)
            done.reminders += remind(committee)
            done.anchors += ledger.anchor(committee) is not None
            done.swept += leftovers.sweep(committee)
        except Exception:  # one committee's trouble must not keep the others waiting; the next tick tries it again
            log.exception("tick failed for %s", committee.code)
        done.chores += sum(_done(chore, committee) for chore in CHORES)
    if done.anchors or tables.outgrown():  # once a day, and when much has come in at once
        tables.look()
    done.deliveries = write_deliveries()
    done.sent, done.failed = send_due()
    return done


def _done(chore: Callable[[Committee], int], committee: Committee) -> int:
    """How much it did. One that fails, tick after tick, must not keep the others from being done."""
    try:
        return chore(committee)
    except Exception:
        log.exception("%s failed for %s", chore.__module__, committee.code)
        return 0


def remind(committee: Committee) -> int:
    """A notice for each open clock that has come to a rung of the ladder (P-26): to its owner, and to those above him whose day it is.

    Returns how many were written.
    """
    written = 0
    while True:
        with transaction.atomic():
            query = Todo.objects.filter(committee=committee, closed_at=None, alarm_on__lte=clock.today())
            todos = list(query.select_related("case", "organisation").only(*REMINDED)[:CHUNK])
            if not todos:
                return written
            written += _remind(committee, todos)


def _remind(committee: Committee, todos: list[Todo]) -> int:
    today = clock.today()
    ladders = Ladders(committee)
    told = _told(committee, todos, ladders)
    there = set(Notice.objects.filter(committee=committee, once__in=list(told)).values_list("once", flat=True))
    notices: list[Notice] = []
    climbed: dict[tuple[date | None, date | None, date | None], list[int]] = {}
    for name, (case_id, to, text) in told.items():
        if name not in there:
            notice = Notice(
                case_id=case_id, role=to.role, organisation_id=to.organisation_id, person_id=to.person_id, text=text[:500],
                written_at=clock.now(), once=name,
            )  # fmt: skip
            notice.committee = committee
            notices.append(notice)
    for todo in todos:
        rung = ladders.next(todo, today)
        climbed.setdefault((todo.alarm_on, todo.due, rung), []).append(todo.pk)
    # Another tick may write the same reminders at this moment; an act may have moved the clock since it was read, and then it is right.
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    for (alarm_on, due, rung), ids in climbed.items():
        Todo.objects.filter(pk__in=ids, alarm_on=alarm_on, due=due).update(alarm_on=rung)
    return len(notices)


def _told(committee: Committee, todos: list[Todo], ladders: Ladders) -> dict[str, tuple[int, Address, str]]:
    """What there is to say of clocks that have come to a rung: the notice's own name → (case, to whom, what).

    Of those above anybody is asked only where one of them is to be told: one query a kind.
    """
    calendar, today = parameters.calendar(committee), clock.today()
    said: dict[date, tuple[str, str]] = {}
    found: dict[str, tuple[int, Address, str]] = {}
    risen: list[tuple[Todo, Above]] = []
    for todo in todos:
        if todo.due is None or todo.alarm_on is None:
            continue
        mine, above = ladders.of(todo).come_to(todo.due, todo.alarm_on, today)
        risen += [(todo, one) for one in above]
        if mine:
            to = Address(todo.role, todo.organisation_id, todo.person_id)
            found[f"{todo.pk}@{todo.alarm_on}"] = (todo.case_id, to, _reminder(todo, calendar, said))
    rows = _rows(risen, committee)
    for todo, one in risen:
        for to in dict.fromkeys(one.who.owed(rows[todo.case_id])):
            name = f"{todo.pk}@{todo.alarm_on}>{one.role}.{to.organisation_id or ''}.{to.person_id or ''}"
            found[name] = (todo.case_id, to, _risen(todo, rows[todo.case_id], calendar, said))
    return found


def _rows(risen: list[tuple[Todo, Above]], committee: Committee) -> dict[int, Any]:
    """The rows of their own kinds of the cases of which those above are told."""
    rows: dict[int, Any] = {}
    for kind in {todo.kind for todo, _above in risen}:
        wanted = {todo.case_id for todo, _above in risen if todo.kind == kind}
        for row in FLOWS[kind].Model.objects.filter(pk__in=wanted):
            row.committee = committee
            rows[row.pk] = row
    return rows


def _risen(todo: Todo, row: Any, calendar: Any, said: dict[date, tuple[str, str]]) -> str:
    """What those above read: which case, which body, which step, how late."""
    step = FLOWS[todo.kind].owed_label(todo.step)
    left, due = _day_words(todo, calendar, said)
    body = todo.organisation.name if todo.organisation else _("承办人")
    number = _("第{number}号").format(number=row.number) if row.number else ""
    return _("{number}《{title}》：{body}的“{step}”{left}，期限是{due}。请过问。").format(
        number=number, title=row.title, body=body, step=step, left=left, due=due
    )


def _reminder(todo: Todo, calendar: Any, said: dict[date, tuple[str, str]]) -> str:
    flow = FLOWS[todo.kind]
    step = flow.owed_label(todo.step)
    left, due = _day_words(todo, calendar, said)
    return _("《{title}》等着“{step}”：{left}，期限是{due}。").format(
        title=todo.case.title, step=step, left=left, due=due
    )


def _day_words(todo: Todo, calendar: Any, said: dict[date, tuple[str, str]]) -> tuple[str, str]:
    """How much is left, and the day, in words: five thousand clocks end on a few days."""
    assert todo.due is not None
    if todo.due not in said:
        said[todo.due] = clock.remaining(todo.due, clock.today(), calendar).words, clock.day_words(todo.due)
    return said[todo.due]


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


def outside(
    committee: Committee, channel: str, address: str, text: str, *, case_id: int | None = None
) -> list[Notice | Delivery]:
    """A message to somebody who holds no post (a citizen, a subscriber): two rows for the caller to write in his transaction.

    `address` is what the channel's sender finds the true address by when it sends; no telephone and no e-mail of a citizen stands here.
    """
    now = clock.now()
    notice = Notice(case_id=case_id, role="public", text=text[:500], written_at=now, sent_at=now)
    delivery = Delivery(
        notice=notice, channel=channel, address=address, message_id=f"{notice.uid}.{channel}@huiyin", next_try_at=now
    )
    notice.committee = delivery.committee = committee
    return [notice, delivery]


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
