"""Webhooks: what the ledger says since last time, to each address that may know of it; retried for days, each delivery under one id.

They are written by the tick, from the ledger itself: no act waits for them, and none is forgotten. A delivery says what happened to which
case, and no word of it; whoever wants more reads it by the API, as his token may. So the administrator, who registers them for any post, gets
metadata and nothing else; and a hook is of the office: it goes on when its post passes to somebody else.
"""

import secrets
import time
from datetime import timedelta
from http.client import HTTPException
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.api import sending
from huiyin.api.addresses import judge
from huiyin.api.models import Hook, HookDelivery
from huiyin.api.tokens import alive
from huiyin.kernel import clock, ledger
from huiyin.kernel.flow import FLOWS, flow_of
from huiyin.kernel.ids import to_text
from huiyin.kernel.models import Chain, Committee, Event, Post
from huiyin.kernel.refusal import NotAllowed, Refused

RETRY = (1, 5, 15, 60, 240, 720, 1440)
"""Minutes: whoever is down for a day has everything on the next."""
CHUNK, MOST_SENT, MOST = 500, 100, 10
ENOUGH = 10
"""Seconds after which a slow receiver's further deliveries wait for the next tick: everybody's reminders and letters come after them."""
CLAIM = timedelta(minutes=1)
OWNER = "system_admin"


def make(by: Post, *, post: Post, name: str, url: str, steps: str = "") -> Hook:
    """A new webhook, from now on. `steps`: kinds, or kind.step, separated by spaces. Errors: Refused, NotAllowed."""
    if by.person is None or by.role != OWNER or post.committee_id != by.committee_id:
        raise NotAllowed(_("推送由系统管理员登记。"))
    if not alive(post):
        raise Refused(_("“{title}”现在没有人担任。").format(title=post.title))
    place = judge(url)
    unknown = [one for one in steps.split() if not known(one)]
    if unknown:
        raise Refused(
            _("没有这样的案子或步骤：{names}。写“proposal”或“proposal.file”。").format(names="、".join(unknown[:10])),
            {"steps": _("没有：{names}").format(names="、".join(unknown[:10]))},
        )
    if Hook.objects.filter(committee=by.committee, ended_at=None).count() >= MOST:
        raise Refused(_("最多有 {n} 个推送。请先停用不用的。").format(n=MOST))
    with transaction.atomic():
        chain = Chain.objects.filter(committee=by.committee).first()
        hook = Hook.objects.create(
            committee=by.committee, post=post, made_by=by.person, name=name, url=url, steps=" ".join(steps.split()),
            secret=secrets.token_urlsafe(32), seq=chain.seq if chain else 0, made_at=clock.now(),
        )  # fmt: skip
        ledger.record(by.committee, "hook.made", as_=by, facts={"name": name, "url": place.host, "post": post.pk})
    return hook


def known(text: str) -> bool:
    kind, _dot, step = text.partition(".")
    return kind in FLOWS and (not step or step in FLOWS[kind].by_step)


def end(hook: Hook, *, by: Post) -> None:
    if by.role != OWNER or hook.committee_id != by.committee_id:
        raise NotAllowed(_("推送由系统管理员停用。"))
    with transaction.atomic():
        if Hook.objects.filter(pk=hook.pk, ended_at=None).update(ended_at=clock.now()):
            ledger.record(by.committee, "hook.ended", as_=by, facts={"name": hook.name})


def again(delivery: HookDelivery) -> None:
    """Send it once more at the next tick, under the id that it had."""
    HookDelivery.objects.filter(pk=delivery.pk).update(sent_at=None, tries=0, next_try_at=clock.now(), error="")


def tick(committee: Committee) -> int:
    """Write and send what is due for every webhook of a committee. Returns how many were sent."""
    hooks = Hook.objects.filter(committee=committee, ended_at=None)
    sent = 0
    for hook in hooks.select_related("post__person", "post__organisation", "post__committee"):
        if alive(hook.post):
            collect(hook)
            sent += send(hook)
    return sent


def collect(hook: Hook) -> int:
    """Deliveries for what the ledger holds beyond `seq`. Safe to be killed and run again, by two ticks at once. Returns how many."""
    written = 0
    while True:
        with transaction.atomic():
            events = list(Event.objects.filter(committee=hook.committee_id, seq__gt=hook.seq).order_by("seq")[:CHUNK])
            if not events:
                return written
            rows = [row for event in told(hook, events) if (row := _delivery(hook, event))]
            HookDelivery.objects.bulk_create(rows, ignore_conflicts=True)
            Hook.objects.filter(pk=hook.pk, seq=hook.seq).update(seq=events[-1].seq)
            hook.seq = events[-1].seq
            written += len(rows)


def told(hook: Hook, events: list[Event]) -> list[Event]:
    """Those that were asked for, on cases that the hook's post may see. A query a kind."""
    wanted = set(hook.steps.split())
    asked = [
        e for e in events if e.case_id and e.kind in FLOWS and (not wanted or {e.kind, f"{e.kind}.{e.step}"} & wanted)
    ]
    seen: set[int] = set()
    for kind in {event.kind for event in asked}:
        flow = flow_of(kind)
        cases = {event.case_id for event in asked if event.kind == kind}
        rows = flow.Model.objects.filter(flow.sees.twin(hook.post), committee=hook.committee_id, pk__in=cases)
        seen |= set(rows.values_list("pk", flat=True))
    return [event for event in asked if event.case_id in seen]


def _delivery(hook: Hook, event: Event) -> HookDelivery:
    body: dict[str, Any] = {
        "event": event.uid, "seq": event.seq, "committee": hook.post.committee.code, "kind": event.kind, "step": event.step,
        "case": to_text(event.case_id or 0), "from": event.from_state, "to": event.to_state,
        "at": event.at.isoformat() if event.at else None, "recorded_at": event.recorded_at.isoformat(),
    }  # fmt: skip
    row = HookDelivery(hook=hook, event_id=event.pk, body=body, made_at=clock.now(), next_try_at=clock.now())
    row.committee_id = hook.committee_id
    return row


def send(hook: Hook) -> int:
    """Send what is due, in order; the first that fails lets the rest wait, so that a dead receiver costs one try a tick."""
    due = HookDelivery.objects.filter(hook=hook, sent_at=None, next_try_at__lte=clock.now()).order_by("pk")
    sent, began = 0, time.monotonic()
    for delivery in due[:MOST_SENT]:
        if time.monotonic() - began > ENOUGH:
            break
        if not _claimed(delivery):
            continue
        delivery.status, delivery.error = _tried(hook, delivery)
        if delivery.error:
            wait = RETRY[delivery.tries] if delivery.tries < len(RETRY) else None
            delivery.tries += 1
            delivery.next_try_at = clock.now() + timedelta(minutes=wait) if wait else None
        else:
            sent += 1
            delivery.sent_at = clock.now()
        delivery.save(update_fields=["status", "error", "tries", "next_try_at", "sent_at"])
        if delivery.error:
            break
    return sent


def _claimed(delivery: HookDelivery) -> bool:
    """Take it for this tick; another at the same moment leaves it alone, and one that was killed lets go of it."""
    free = HookDelivery.objects.filter(pk=delivery.pk, sent_at=None, next_try_at=delivery.next_try_at)
    return bool(free.update(next_try_at=clock.now() + CLAIM))


def _tried(hook: Hook, delivery: HookDelivery) -> tuple[int | None, str]:
    """(status, "" or what went wrong). The address is judged anew each time: a name may lead inside tomorrow."""
    try:
        body = {"id": delivery.uid, **delivery.body}
        status = sending.post(judge(hook.url), hook.secret, delivery.uid, f"{body['kind']}.{body['step']}", body)
    except Refused as refusal:
        return None, str(refusal.sentence)[:300]
    except (OSError, HTTPException, ValueError) as trouble:
        return None, _("没有送到：{why}").format(why=str(trouble) or type(trouble).__name__)[:300]
    if 200 <= status < 300:
        return status, ""
    return status, _("对方答了 {status}。").format(status=status)
