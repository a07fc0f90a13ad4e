"""Terms 届 and sessions 次: opened, and their dates mended, each recorded (G2)."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.kernel import clock, ledger
from huiyin.kernel.models import Committee, Period, Post
from huiyin.kernel.refusal import Refused

OPENED, CHANGED = "period.opened", "period.changed"
DIGITS = "零一二三四五六七八九"


def numeral(n: int) -> str:
    """1 to 99 as people write the number of a term: 九, 十, 十五, 二十一."""
    tens, ones = divmod(n, 10)
    head = ("" if tens < 2 else DIGITS[tens]) + ("十" if tens else "")
    return head + (DIGITS[ones] if ones or not tens else "")


def session_name(term: int, session: int) -> str:
    """九届五次会议."""
    return f"{numeral(term)}届{numeral(session)}次会议"


def open_session(
    committee: Committee, term: int, session: int, *, as_: Post | None, opens: date | None = None,
    closes: date | None = None, cutoff: datetime | None = None, year: int | None = None,
) -> Period:  # fmt: skip
    """Open the n-th session of a term; the term is made with its first session.

    `cutoff`: what is handed in later is a between-session proposal. Errors: Refused with fields.
    """
    if not (1 <= term <= 99 and 1 <= session <= 99):
        raise Refused(_("届和次请填 1 到 99 的数字。"), {"session": _("请填 1 到 99 的数字。")})
    check_dates(opens, closes, cutoff)
    code = f"{term}-{session}"
    if Period.objects.filter(committee=committee, kind="session", code=code).exists():
        sentence = _("{name}已经有了。要改日期，请在它那一行改。").format(name=session_name(term, session))
        raise Refused(sentence, {"session": sentence})
    year = year or (opens.year if opens else clock.today().year)
    with transaction.atomic():
        above, _new = Period.objects.get_or_create(
            committee=committee, kind="term", code=str(term),
            defaults={"name": _("第{n}届").format(n=numeral(term)), "year": year, "opens": opens},
        )  # fmt: skip
        period = Period.objects.create(
            committee=committee, kind="session", code=code, name=session_name(term, session), parent=above, year=year,
            opens=opens, closes=closes, cutoff=cutoff,
        )  # fmt: skip
        ledger.record(committee, OPENED, as_=as_, facts={"period": period.pk, "code": code, **_dates(period)})
    return period


def change_dates(
    period: Period, opens: date | None, closes: date | None, cutoff: datetime | None, *, as_: Post
) -> None:
    """Mend the dates of a session. Errors: Refused with fields."""
    check_dates(opens, closes, cutoff)
    before = _dates(period)
    with transaction.atomic():
        period.opens, period.closes, period.cutoff = opens, closes, cutoff
        period.save(update_fields=["opens", "closes", "cutoff"])
        if before != _dates(period):
            facts: dict[str, Any] = {"period": period.pk, "code": period.code, "from": before, "to": _dates(period)}
            ledger.record(period.committee, CHANGED, as_=as_, facts=facts)


def check_dates(opens: date | None, closes: date | None, cutoff: datetime | None) -> None:
    if opens and closes and closes < opens:
        sentence = _("闭幕那天在开幕之前。请检查两个日期。")
        raise Refused(sentence, {"closes": sentence})
    if opens and cutoff and (clock.local_day(cutoff) - opens).days > 60:
        sentence = _("截止时间比开幕晚了两个多月。请检查日期。")
        raise Refused(sentence, {"cutoff": sentence})


def _dates(period: Period) -> dict[str, str]:
    values = {"opens": period.opens, "closes": period.closes, "cutoff": period.cutoff}
    return {name: value.isoformat() for name, value in values.items() if value}


def session_now(committee: Committee, today: date | None = None) -> Period | None:
    """The session to which a proposal, or a lead for one, of this day (of today) belongs: the last that has opened, else the next (R-016)."""
    sessions = list(Period.objects.filter(committee=committee, kind="session").order_by("-year", "-code"))
    today = today or clock.today()
    return next(
        (one for one in sessions if one.opens is None or one.opens <= today), sessions[-1] if sessions else None
    )
