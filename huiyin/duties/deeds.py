"""A good deed, a gift, an article: the member says it with its evidence, somebody else confirms it (C19, R-183)."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from huiyin.duties import posting
from huiyin.duties.models import DEEDS, Deed, Gift
from huiyin.kernel import clock
from huiyin.kernel.act import Act, open_case
from huiyin.kernel.models import Attachment, Person, Post
from huiyin.kernel.refusal import BadDate, NotAllowed, Refused

MOST_BACK = 400


def check_day(on: date) -> None:
    """Errors: BadDate for a day to come, or one too long ago."""
    today = clock.today()
    if on > today or (today - on).days > MOST_BACK:
        words = _("{day}还没有到。") if on > today else _("{day}太久了，只能补报一年以内的。")
        sentence = words.format(day=clock.day_words(on)) + _("请填事情办成那天。")
        raise BadDate(sentence, {"on": sentence})


def hand_in(post: Post, *, person: Person | None = None, key: str | None = None, **values: Any) -> Deed:
    """Say what was done. A member says it of himself; the office may type it in for a member, with the evidence that its confirming needs.

    Errors: NotAllowed for anybody else, BadDate, Refused with its sentence.
    """
    who = post.person if post.role == "member" else person
    if post.role not in ("member", "general_office") or who is None:
        raise NotAllowed(
            _("办的事由委员本人报，或由政协办公室代录。请选是哪位委员。"), {"person": _("请选是哪位委员。")}
        )
    check_day(values["on"])
    if values.get("value") is not None and values["value"] < 0:
        sentence = _("捐赠的数额不能是负数。")
        raise Refused(sentence, {"value": sentence})
    title = values.pop("title")
    return open_case("deed", as_=post, title=title, key=key, row={**values, "person": who})  # type: ignore[no-any-return]


def evidence_is_there(doing: Act) -> None:
    """A donation and an honour need a paper; the rest may say where it can be read."""
    if (
        doing.source != "entered"
        or doing.facts.get("evidence_file")
        or Attachment.objects.filter(case=doing.case.pk).exists()
    ):
        return
    if doing.case.deed_kind in ("donation", "honour", "upward") or not doing.case.words:
        sentence = _("请上传佐证：收据、证书、照片或版面。")
        raise Refused(sentence, {"evidence_file": sentence})


def confirm(doing: Act) -> None:
    case = doing.case
    if case.deed_kind == "donation" and case.value:
        doing.dated(Gift, yuan=case.value)
    doing.facet("deed", case.deed_kind)
    _follow(doing, also=frozenset({case.pk}))


def revoke(doing: Act) -> None:
    doing.end(Gift)
    doing.facet("deed", "")
    _follow(doing, but=frozenset({doing.case.pk}))


def _follow(doing: Act, also: posting.Cases = posting.NO_CASES, but: posting.Cases = posting.NO_CASES) -> None:
    year = posting.year_of(doing.committee, doing.case.on.year)
    if year is not None and year.state in posting.OPEN:
        posting.post(doing, year, [doing.case.person_id], also=also, but=but, why=_("取消确认") if but else "")


def correct(doing: Act) -> None:
    """Sent again with other words."""
    doing.change(words=doing.facts["words"])


def described(case: Any) -> str:
    return str(dict(DEEDS).get(case.deed_kind, ""))
