"""The event of an act: what is sealed of it, and the remark beside it that can be erased."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from huiyin.kernel.batch import Batch, canonical
from huiyin.kernel.models import Event, Post, Remark
from huiyin.kernel.models.base import made
from huiyin.kernel.seal import digest_of


def make_event(
    batch: Batch, case: Any, step: str, post: Post | None, at: datetime | None, kept: dict[str, Any], personal: Mapping[str, Any],
    source: str, for_: Post | None, key: str | None, kind: str = "",
) -> Event:  # fmt: skip
    """The event of an act, put into the batch; what is personal goes to a remark that can be erased, and leaves its digest."""
    event = made(
        Event,
        case_id=case.pk if case else None, kind=case.kind if case else kind, step=step, at=at, recorded_at=batch.now,
        post_id=post.pk if post else None, person_id=post.person_id if post else None,
        organisation_id=post.organisation_id if post else None, for_post_id=for_.pk if for_ else None, source=source, facts=canonical(kept), key=key,
    )  # fmt: skip
    event.committee_id = batch.committee.pk
    if personal:
        remark = made(Remark, event_id=event.id, salt=secrets.token_hex(16), body=canonical(personal))
        remark.committee_id = batch.committee.pk
        event.digest = digest_of(remark.salt, remark.body)
        batch.remarks.append(remark)
    batch.events.append(event)
    return event
