"""A subject of oversight comes into the year's plan: by the office, or by a leader."""

from typing import Any

from django.utils.translation import gettext as _

from huiyin.kernel import clock
from huiyin.kernel.models import Organisation, Post
from huiyin.kernel.raising import raise_case
from huiyin.kernel.refusal import Missing
from huiyin.oversight.models import FORMS, MODES, ORIGINS, Oversight, Squad


def begin(
    as_: Post, *, title: str, units: list[Any], background: str = "", origin: str = "cppcc", form: str = "special",
    mode: str = "regular", year: int | None = None, quarter: int = 0, squad: Squad | None = None, key: str | None = None,
) -> Oversight:  # fmt: skip
    """Put a subject into the plan of a year; a repeated `key` gives the subject of the first time.

    `units`: organisations (or their ids). Errors: Missing, Refused with `fields` (title, units, origin, form, mode, year, squad).
    """
    year = year or clock.today().year
    wanted = [int(getattr(one, "pk", one)) for one in units]
    title = title.replace("\x00", "").strip()
    _check(as_, title, wanted, year, squad, {"origin": origin, "form": form, "mode": mode})
    values = {
        "background": background.strip(), "origin": origin, "form": form, "mode": mode, "year": year,
        "quarter": quarter if quarter in (1, 2, 3, 4) else 0, "squad": squad,
    }  # fmt: skip
    case: Oversight = raise_case(
        "oversight", "plan", as_=as_, title=title, row=values, facts={"units": wanted}, key=key
    )
    return case


def _check(as_: Post, title: str, units: list[int], year: int, squad: Squad | None, chosen: dict[str, str]) -> None:
    wrong: dict[str, Any] = {}
    today = clock.today()
    if not title:
        wrong["title"] = _("请写监督什么，一句话说清。")
    elif len(title) > 100:
        wrong["title"] = _("题目太长了：{n} 个字，最多 100 个字。").format(n=len(title))
    if not units:
        wrong["units"] = _("请选监督哪些单位，至少一个。")
    elif Organisation.objects.filter(pk__in=units, committee=as_.committee_id, kind="unit").count() != len(set(units)):
        wrong["units"] = _("有的单位不在名册上。请重新选。")
    if not today.year - 1 <= year <= today.year + 1:
        wrong["year"] = _("只能列入去年、今年或明年的计划。")
    if squad is not None and (squad.committee_id != as_.committee_id or (squad.ends and squad.ends < today)):
        wrong["squad"] = _("这支小分队已经撤了，请换一支。")
    for name, table in (("origin", ORIGINS), ("form", FORMS), ("mode", MODES)):
        if chosen[name] not in dict(table):
            wrong[name] = _("请选一项。")
    if wrong:
        raise Missing(" ".join(map(str, wrong.values())), wrong)
