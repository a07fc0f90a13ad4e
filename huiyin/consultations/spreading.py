"""A scheme that worked is carried to other places 推广, and written up as a case study 案例 (DOMAIN 3.5, R-149)."""

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _s
from django.utils.translation import gettext_lazy as _

from huiyin.consultations import rules
from huiyin.consultations.effects import verified_items
from huiyin.consultations.models import BOOKS, CaseStudy, Item, Replication, StudyIncluded
from huiyin.consultations.standing import standing
from huiyin.handling.choices import of
from huiyin.kernel import clock
from huiyin.kernel.act import Act
from huiyin.kernel.flow import Fact, Lack, Step, step
from huiyin.kernel.models import Post
from huiyin.kernel.refusal import refused

MOST_PLACES = 200
LARGEST = Decimal(10) ** 12
NOW = {"until": None, "voided_by": None}


def worked(case: Any, post: Post) -> Iterable[Lack]:
    """Only what was seen to work is carried on: an item verified on site as solved, or partly."""
    if not standing(case).good:
        yield Lack(_s("还没有一条意见经现场核实是办成了的。办成了，才谈得上推广和写案例。"))


def places_of(text: str) -> list[tuple[str, date, Decimal | None, Decimal | None]]:
    """[(place, day, how many, saved in 万元)] of lines 地点，日期，办成多少，节约万元; the last two may be left out. Errors: Missing under "rows"."""
    found = []
    for number, line in enumerate(filter(str.strip, text.splitlines()), 1):
        cells = [one.strip() for one in re.split(r"[，,\t;；|]", line.strip())]
        cells += [""] * (4 - len(cells))
        if len(cells) > 4 or not cells[0] or len(cells[0]) > 120:
            raise refused(
                "rows",
                _s("第 {n} 行“{line}”要写：地点，日期，办成多少，节约万元（后两格可以不写）。").format(
                    n=number, line=line.strip()[:40]
                ),
            )
        found.append((cells[0], _day(cells[1], number), _amount(cells[2], number), _amount(cells[3], number)))
    if not found:
        raise refused("rows", _s("请写推广到了哪里，每行一个地方。"))
    if len(found) > MOST_PLACES:
        raise refused("rows", _s("一次最多 {n} 个地方。").format(n=MOST_PLACES))
    return found


def _day(text: str, number: int) -> date:
    try:
        year, month, day = (int(part) for part in re.split(r"[-/.年月]", text.rstrip("日")))
        found = date(year, month, day)
    except ValueError:
        raise refused(
            "rows", _s("第 {n} 行的日期“{text}”看不懂，要写成 2026-06-16。").format(n=number, text=text[:20])
        ) from None
    if found > clock.today():
        raise refused("rows", _s("第 {n} 行的{day}还没到。推广了的才记。").format(n=number, day=clock.day_words(found)))
    return found


def _amount(text: str, number: int) -> Decimal | None:
    if not text:
        return None
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or not 0 <= value < LARGEST:
        raise refused(
            "rows", _s("第 {n} 行的“{text}”要写数字，不能是负数，不带单位。").format(n=number, text=text[:20])
        )
    return value


def rows_whole(act: Act) -> None:
    """Each place once; an amount has its unit."""
    rows = places_of(act.facts["rows"])
    known = set(Replication.objects.filter(case=act.case.pk, **NOW).values_list("place", flat=True))
    for place, _on, _many, _saved in rows:
        if place in known:
            raise refused("rows", _s("“{place}”已经记过了，同一个地方只算一次。").format(place=place))
        known.add(place)
    if any(many is not None for _place, _on, many, _saved in rows) and not act.facts.get("unit"):
        raise refused("unit", _s("写了办成多少，就要写计量单位，例如：个车位、盏灯。"))


def replicate(act: Act) -> None:
    item = Item.objects.get(pk=act.facts["item"])
    for place, on, many, saved in places_of(act.facts["rows"]):
        act.dated(
            Replication, item_id=item.pk, place=place, on=on, many=many, unit=act.facts.get("unit") or "" if many is not None else "",
            saved=saved * 10000 if saved is not None else None,
        )  # fmt: skip


def write_study(act: Act) -> None:
    """The newest write-up holds; the earlier ones stay."""
    act.end(CaseStudy)
    act.dated(
        CaseStudy, **{name: act.facts[name] for name in ("heading", "background", "practice", "effect", "lesson")}
    )


def studied(case: Any, post: Post) -> Iterable[Lack]:
    if not standing(case).study:
        yield Lack(_s("还没有写成案例。"), "write_study", moot=True)


def include(act: Act) -> None:
    if act.facts["on"] > clock.today().isoformat():
        raise refused("on", _s("日期还没到。收录了的才记。"))
    act.dated(StudyIncluded, level=act.facts["level"], book=act.facts["book"], on=date.fromisoformat(act.facts["on"]))


def of_study(name: str) -> Any:
    """What stands in the last write-up, so that it is mended and not written anew."""

    def found(case: Any, post: Post) -> str:
        row = CaseStudy.objects.filter(case=case.pk, **NOW).order_by("-pk").first()
        return (
            str(getattr(row, name))
            if row
            else str(case.title if name == "heading" else case.background if name == "background" else "")
        )

    return found


# fmt: off
STEPS: tuple[Step, ...] = (
    step("replicate", _("记推广"), "to_tell watching closed", "", rules.keeper, main=False, guards=(worked,), checks=(rows_whole,), effects=(replicate,),
         facts=(Fact("item", _("推广的是哪一条"), "org", choices=verified_items),
                Fact("rows", _("推广到了哪里，每行一处"), "long", longest=8000, help=_("地点，日期，办成多少，节约万元。例如：桂园小区，2026-06-16，62，150")),
                Fact("unit", _("“办成多少”的单位"), required=False, longest=20, help=_("个车位、盏灯、部电梯")), Fact("file", _("照片、凭据"), "file", required=False)),
         tells=(rules.general,), says=_("记了推广。"), done=_("的做法推广了。")),
    step("write_study", _("写成案例"), "to_tell watching closed", "", rules.keeper, main=False, guards=(worked,), effects=(write_study,),
         facts=(Fact("heading", _("案例名称"), longest=100, default=of_study("heading")), Fact("background", _("背景"), "long", longest=4000, default=of_study("background")),
                Fact("practice", _("做法"), "long", longest=6000, default=of_study("practice")), Fact("effect", _("成效"), "long", longest=4000, default=of_study("effect"), help=_("推广的数字会自动列在后面")),
                Fact("lesson", _("启示"), "long", longest=4000, default=of_study("lesson"))),
         says=_("写成案例“{heading}”。"), done=_("写成了案例。")),
    step("include_study", _("登记案例被收录"), "to_tell watching closed", "", rules.general, main=False, guards=(studied,), effects=(include,),
         facts=(Fact("level", _("哪一级"), "choice", choices=of(BOOKS)), Fact("book", _("收在哪里"), longest=120, help=_("例如：《全市政协协商案例选编》")), Fact("on", _("哪天"), "date"), Fact("file", _("凭据"), "file")),
         tells=(rules.keeper,), says=_("案例被收录：{book}。"), done=_("的案例被收录了。")),
)
# fmt: on
