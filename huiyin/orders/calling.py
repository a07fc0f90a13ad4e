"""A call for leads begins: the proposal office says what is wanted, of whom, together with which office, until when."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from huiyin.kernel import clock
from huiyin.kernel.act import TRIES, open_case, plan
from huiyin.kernel.batch import Batch
from huiyin.kernel.ids import reseed
from huiyin.kernel.models import Event, Organisation, Period, Post
from huiyin.kernel.refusal import Missing, Refused
from huiyin.orders.models import OrderCall


def begin(
    as_: Post, *, title: str, units: list[Any], office: Organisation, reply_by: date, words: str = "", key: str | None = None
) -> OrderCall:  # fmt: skip
    """Send a call to its units (or, where P-ORDER wants it, to the government's office to sign first).

    `units`: organisations or their ids. A repeated `key` gives the call of the first time. Errors: Missing, Refused with `fields`.
    """
    wanted = [int(getattr(one, "pk", one)) for one in units]
    title = title.replace("\x00", "").strip()
    _check(as_, title, wanted, office, reply_by)
    for attempt in range(TRIES):
        if key and (there := _before(as_, key)):
            return there
        try:
            with transaction.atomic():
                batch = Batch(as_.committee)
                row = {"words": words.strip(), "office": office, "reply_by": reply_by}
                case: OrderCall = open_case(
                    "order_call", as_=as_, title=title, session=session_now(as_), batch=batch, row=row
                )
                plan(batch, case, "issue", as_, clock.now(), {"units": wanted}, key=key)
                batch.write()
                return case
        except IntegrityError:
            if attempt == TRIES - 1:
                raise
            reseed()
    raise AssertionError("unreachable")


def session_now(post: Post) -> Period | None:
    """Leads are counted in the session that they serve: the last that has opened (S4-F01)."""
    rows = Period.objects.filter(committee=post.committee_id, kind="session").order_by("-year", "-code")
    today = clock.today()
    return next((row for row in rows if row.opens is None or row.opens <= today), None)


def _before(as_: Post, key: str) -> OrderCall | None:
    event = Event.objects.filter(committee=as_.committee, key=key).first()
    if event is None:
        return None
    if (event.kind, event.step, event.post_id) != ("order_call", "issue", as_.pk):
        raise Refused(_("这个请求号已经用在另一件事上。请刷新页面再办。"))
    return OrderCall.objects.get(pk=event.case_id or 0)


def _check(as_: Post, title: str, units: list[int], office: Organisation, reply_by: date) -> None:
    wrong: dict[str, Any] = {}
    if not title:
        wrong["title"] = _("请写征集什么，例如：2027 年提案选题。")
    elif len(title) > 100:
        wrong["title"] = _("题目太长了：{n} 个字，最多 100 个字。").format(n=len(title))
    if not units:
        wrong["units"] = _("请选向哪些单位征集，至少一个。")
    elif Organisation.objects.filter(pk__in=units, committee=as_.committee_id, kind="unit").count() != len(set(units)):
        wrong["units"] = _("有的单位不在名册上。请重新选。")
    if office.committee_id != as_.committee_id or office.kind != "assigning":
        wrong["office"] = _("请选本级的交办机关。")
    if reply_by < clock.today():
        wrong["reply_by"] = _("{day}已经过去了。请填将来的日期。").format(day=clock.day_words(reply_by))
    if wrong:
        raise Missing(" ".join(map(str, wrong.values())), wrong)
