"""The invented district's reports: one of last session, frozen and published; numbers that others reported; one that is being written."""

from datetime import date, datetime, timedelta
from typing import Any

from huiyin.annual.attested import checked, title_of
from huiyin.annual.builtin import text
from huiyin.annual.catalogue import catalogue
from huiyin.annual.models import Attestation, WorkReport
from huiyin.demo.district import District
from huiyin.demo.leaders import paper
from huiyin.demo.reception import Happening
from huiyin.exchange.history import take
from huiyin.kernel import clock
from huiyin.kernel.act import act, open_case
from huiyin.kernel.batch import Batch
from huiyin.kernel.models import Post

__all__ = ["year"]
NUMBERS = (
    ("新增就业", "人", "区人社局", "1012", "委员企业和委员牵线的企业，按新增参保人数。", True),
    ("新增税收", "万元", "区税务局", "3046.8", "十六家委员企业当年入库数。", True),
    ("节省政府投资", "万元", "区财政局", "1240", "", False),
)
"""Name, unit, who reports it, how much, how it is reckoned, and whether a second person has looked at the evidence."""


def year(district: District, today: date) -> list[Happening]:
    """What happens in the days before the demo's today, none of it later than yesterday."""
    office, general = post(district, "proposal_office"), post(district, "general_office")

    def at(days: int, hour: int) -> datetime:
        return clock.at_noon(today - timedelta(days=days)).replace(hour=hour)

    return [
        Happening(at(20, 9), 0, lambda: last_session(district, office, today - timedelta(days=20))),
        Happening(at(6, 10), 1, lambda: numbers(district, office, general, today - timedelta(days=6))),
        Happening(at(3, 15), 2, lambda: being_written(district, general, today - timedelta(days=3))),
    ]


def post(district: District, role: str) -> Post:
    row = Post.objects.filter(committee=district.committee, role=role).select_related("person").order_by("pk")[0]
    row.committee = district.committee
    return row


def begun(
    district: District, as_: Post, template: str, code: str, title: str, as_of: date, words: str = ""
) -> WorkReport:
    words = words or text(template, catalogue(district.committee), "wide")
    row = {"template": template, "period": code, "as_of": as_of, "words": words}
    session = district.sessions.get(code)
    return open_case("report", as_=as_, title=title, session=session, row=row)  # type: ignore[no-any-return]


def last_session(district: District, office: Post, day: date) -> None:
    report = begun(district, office, "proposals", "9-4", "九届四次会议提案工作情况报告", day)
    act(report, "check", as_=office)
    act(report, "approve", as_=district.leaders[0], decision="九届区政协第 42 次主席会议")
    act(report, "freeze", as_=office)
    act(report, "publish", as_=office)


def numbers(district: District, office: Post, general: Post, day: date) -> None:
    for name, unit, provider, value, basis, seen in NUMBERS:
        row = checked(district.committee, {"name": name, "unit": unit, "period": "9-5", "provider": provider})
        title = title_of(row, district.sessions["9-5"].name)
        one = open_case("attestation", as_=general, title=title, session=district.sessions["9-5"], row=row)
        sheet = paper(provider, f"关于提供{name}数据的函", f"{name}{value}{unit}。{basis}")
        act(
            one,
            "report",
            as_=general,
            value=value,
            on=day,
            basis=basis,
            evidence_file=kept(district, one, f"{provider}来函.pdf", sheet),
        )
        if seen:
            act(one, "confirm", as_=office)


def kept(district: District, case: Attestation, name: str, content: bytes) -> Any:
    batch = Batch(district.committee)
    file = take(batch, case, {"name": name, "content": content})
    batch.write()
    return file


def being_written(district: District, general: Post, day: date) -> None:
    words = text("year", catalogue(district.committee), "wide")
    words += "\n# 附：有关单位报来的\n委员企业新增税收{{ 新增税收 余 }}，帮助新增就业{{ 新增就业 余 1000 }}。"
    begun(district, general, "year", "9-5", "九届五次会议以来常务委员会工作报告（草稿）", day, words)
