"""A member asks "why 37?" and objects within the window; the office answers, and a new entry says what changed (R-180, PIPL 24)."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from huiyin.duties import posting
from huiyin.duties.models import DutyObjection, DutyYear, ScoreEntry
from huiyin.kernel import clock, parameters
from huiyin.kernel.act import Act, open_case
from huiyin.kernel.models import Committee, Post
from huiyin.kernel.refusal import Missing, NotAllowed, Refused

MOST_CHANGE = 50


def last_day(committee: Committee, year: DutyYear, entry: ScoreEntry | None) -> Any:
    """Until when one may object: to a shown mark until its day; before that, to an entry for so long after it was posted."""
    if year.state == "shown":
        return year.objections_until
    if entry is None:
        return None
    posted = clock.local_day(entry.recorded_at)
    span = clock.Span.parse(str(parameters.get(committee, "P-40-OBJECT", posted)))
    return clock.due(span, posted, parameters.calendar(committee))


def object_(
    post: Post, year: DutyYear, why: str, entry: ScoreEntry | None = None, key: str | None = None
) -> DutyObjection:
    """Object to an entry, or to one that is missing. Errors: NotAllowed for another's, Refused after the window, Missing without a reason."""
    if post.role != "member" or (entry is not None and entry.person_id != post.person_id):
        raise NotAllowed(_("只能对自己的积分提异议。"))
    if not why.strip():
        sentence = _("请写明哪里不对、应当怎么算。")
        raise Missing(sentence, {"why": sentence})
    if year.state not in posting.OPEN:
        raise Refused(_("{year} 年的履职已经审定，不再收异议。").format(year=year.year))
    until = last_day(post.committee, year, entry)
    if until is not None and clock.today() > until:
        raise Refused(_("这一条的异议期{day}已经过了。公示得分以后还可以再提。").format(day=clock.day_words(until)))
    if DutyObjection.objects.filter(of_year=year.pk, person=post.person_id, entry=entry, state="raised").exists():
        raise Refused(_("这一条您已经提了异议，还没有答复，不用再提。"))
    title = _("异议：{label}").format(label=entry.label if entry else _("少计了"))
    return open_case(  # type: ignore[no-any-return]
        "duty_objection", as_=post, title=title, key=key,
        row={"of_year": year, "person": post.person, "entry": entry, "why": why.strip()[:2000]},
    )  # fmt: skip


def fits(act: Act) -> None:
    """One that is upheld changes the points; one that is not does not. Nothing changes once the year is settled."""
    year = DutyYear.objects.get(pk=act.case.of_year_id)
    if act.facts["upheld"] != "yes":
        return
    if year.state not in posting.OPEN:
        raise Refused(_("{year} 年的履职已经审定，不能再改分。").format(year=year.year))
    try:
        change = Decimal(str(act.facts.get("change") or ""))
    except InvalidOperation:
        change = Decimal(0)
    if not change or abs(change) > MOST_CHANGE or change != round(change, 2):
        sentence = _("成立的，请写加几分（减分写负数），最多 {n} 分、两位小数。").format(n=MOST_CHANGE)
        raise Missing(sentence, {"change": sentence})


def answer(act: Act) -> None:
    case, upheld = act.case, act.facts["upheld"] == "yes"
    change = Decimal(str(act.facts["change"])) if upheld else Decimal(0)
    act.change(upheld=upheld, change=change, words=act.facts["words"])
    if change:
        year = DutyYear.objects.get(pk=case.of_year_id)
        posting.adjust(act, year, case.person_id, change, case.title)
