"""A research task comes into the year's plan: by the office, or by a leader."""

from typing import Any

from django.utils.translation import gettext as _

from huiyin.kernel import clock
from huiyin.kernel.models import Organisation, Post
from huiyin.kernel.raising import raise_case
from huiyin.kernel.refusal import Missing
from huiyin.research.models import FORMS, LED, ORIGINS, REPORTS, ResearchTask

CHOSEN = (("form", FORMS), ("led_by", LED), ("origin", ORIGINS), ("report_kind", REPORTS))


def begin(
    as_: Post, *, title: str, background: str = "", units: list[Any] | None = None, form: str = "special", led_by: str = "committee",
    origin: str = "cppcc", report_kind: str = "report", year: int | None = None, quarter: int = 0, host: str = "", region: str = "",
    campaign: str = "", key: str | None = None,
) -> ResearchTask:  # fmt: skip
    """Put a task into the plan of a year; a repeated `key` gives the task of the first time.

    `units`: organisations (or their ids) that do the research jointly. Errors: Missing, Refused with `fields` (title, units, form, …).
    """
    year = year or clock.today().year
    wanted = [int(getattr(one, "pk", one)) for one in units or ()]
    title = title.replace("\x00", "").strip()
    values: dict[str, Any] = {"form": form, "led_by": led_by, "origin": origin, "report_kind": report_kind}
    _check(as_, title, wanted, year, values)
    values |= {
        "background": background.strip(), "year": year, "quarter": quarter if quarter in (1, 2, 3, 4) else 0,
        "host": host.strip()[:60], "region": region.strip()[:60], "campaign": campaign.strip()[:60],
    }  # fmt: skip
    case: ResearchTask = raise_case(
        "research", "plan", as_=as_, title=title, row=values, facts={"units": wanted}, key=key
    )
    return case


def _check(as_: Post, title: str, units: list[int], year: int, chosen: dict[str, str]) -> None:
    wrong: dict[str, Any] = {}
    today = clock.today()
    if not title:
        wrong["title"] = _("请写调研什么，一句话说清。")
    elif len(title) > 100:
        wrong["title"] = _("题目太长了：{n} 个字，最多 100 个字。").format(n=len(title))
    if Organisation.objects.filter(pk__in=units, committee=as_.committee_id, kind="unit").count() != len(set(units)):
        wrong["units"] = _("有的单位不在名册上。请重新选。")
    if not today.year - 1 <= year <= today.year + 1:
        wrong["year"] = _("只能列入去年、今年或明年的计划。")
    for name, table in CHOSEN:
        if chosen[name] not in dict(table):
            wrong[name] = _("请选一项。")
    if wrong:
        raise Missing(" ".join(map(str, wrong.values())), wrong)
