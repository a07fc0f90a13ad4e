"""A topic is raised: by a member, a unit, a station, the office; or it comes of a problem that citizens brought (C1)."""

from typing import Any

from django.utils.translation import gettext as _

from huiyin.consultations.forms import brands_here, forms_here
from huiyin.consultations.models import RAISED_BY, Consultation
from huiyin.kernel import clock
from huiyin.kernel.models import Post
from huiyin.kernel.raising import raise_case
from huiyin.kernel.refusal import Missing
from huiyin.places.models import Site

AS = {"member": "member", "unit": "unit", "unit_head": "unit"}
FROM_PROBLEM = "topic"


def raise_topic(
    as_: Post,
    *,
    title: str,
    background: str,
    form: str = "micro",
    brand: str = "",
    raised_as: str = "",
    site: Site | None = None,
    stakeholders: str = "",
    problem: Any = None,
    key: str | None = None,
) -> Consultation:
    """Raise a topic and give it its number; a repeated `key` gives the topic of the first time.

    `problem`: the case it comes of, which stays linked. Errors: Missing, Refused with `fields` (title, background, form, raised_as, site).
    """
    values = checked(as_, title, background, form, brand, raised_as, site, stakeholders)
    title = title.replace("\x00", "").strip()
    comes_of = (problem, FROM_PROBLEM) if problem is not None else None
    case: Consultation = raise_case(
        "consultation", "raise_", as_=as_, title=title, row=values, key=key, comes_of=comes_of
    )
    return case


def checked(
    as_: Post, title: str, background: str, form: str, brand: str, raised_as: str, site: Site | None, stakeholders: str
) -> dict[str, Any]:
    """The fields of the topic, each looked at. Errors: as raise_topic."""
    wrong: dict[str, Any] = {}
    title, background = title.replace("\x00", "").strip(), background.replace("\x00", "").strip()
    if not title:
        wrong["title"] = _("请写议题，一句话说清商量什么。")
    elif len(title) > 100:
        wrong["title"] = _("议题太长了：{n} 个字，最多 100 个字。").format(n=len(title))
    if not background:
        wrong["background"] = _("请写背景：什么事、在哪里、为什么要商量。")
    if form not in dict(forms_here(as_.committee)):
        wrong["form"] = _("请选协商形式。")
    elif brand and brand not in dict(brands_here(as_.committee, form)):
        wrong["brand"] = _("这个品牌不用于这种协商形式，请换一个，或者不用品牌。")
    raised_as = AS.get(as_.role, raised_as)
    if raised_as not in dict(RAISED_BY):
        wrong["raised_as"] = _("请选议题是谁提的。")
    if as_.role == "station":
        site = Site.objects.filter(pk=as_.organisation_id or 0).first()
    if site is not None and (site.committee_id != as_.committee_id or (site.ends and site.ends < clock.today())):
        wrong["site"] = _("这个站点已经停用，请换一个。")
    if wrong:
        raise Missing(" ".join(map(str, wrong.values())), wrong)
    return {
        "background": background,
        "form": form,
        "brand": brand,
        "raised_as": raised_as,
        "site": site,
        "stakeholders": stakeholders.strip()[:1000],
        "raised_by": as_.person,
        "raised_unit": as_.organisation if as_.role in ("unit", "unit_head") else None,
    }
