"""A call for leads begins: the proposal office says what is wanted, of whom, together with which office, until when."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from huiyin.kernel import clock
from huiyin.kernel.models import Organisation, Post
from huiyin.kernel.raising import raise_case
from huiyin.kernel.refusal import Missing
from huiyin.orders.models import OrderCall
from huiyin.people.periods import session_now


def begin(
    as_: Post, *, title: str, units: list[Any], office: Organisation, reply_by: date, words: str = "", key: str | None = None
) -> OrderCall:  # fmt: skip
    """Send a call to its units (or, where P-ORDER wants it, to the government's office to sign first).

    `units`: organisations or their ids. A repeated `key` gives the call of the first time. Errors: Missing, Refused with `fields`.
    """
    wanted = [int(getattr(one, "pk", one)) for one in units]
    title = title.replace("\x00", "").strip()
    _check(as_, title, wanted, office, reply_by)
    row = {"words": words.strip(), "office": office, "reply_by": reply_by}
    case: OrderCall = raise_case(
        "order_call",
        "issue",
        as_=as_,
        title=title,
        session=session_now(as_.committee),
        row=row,
        facts={"units": wanted},
        key=key,
    )
    return case


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
