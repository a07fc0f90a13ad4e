"""A special action and an investment project walked to a state by the posts that really take each step."""

from datetime import date, timedelta

from huiyin.initiatives import raising
from huiyin.initiatives.models import Project
from huiyin.kernel import clock
from huiyin.kernel.act import act

OUTLINE = "主线：{m}向新而行\n重点：{m}兴产业\n方面：{m}电子信息\n项目：{m}中小企业走访\n方面：{m}文旅\n项目：{m}古镇夜游\n重点：{m}惠民生\n项目：{m}社区食堂"


def fresh(row):
    again = type(row).objects.get(pk=row.pk)
    again.committee = row.committee
    return again


def action(district, mark="", state="running", **more):
    """An action of this year with a main line, two priorities, two aspects and three projects."""
    today = clock.today()
    last = max(date(today.year, 12, 31), today + timedelta(days=120))
    given = {
        "title": f"{mark}同心建设专项行动",
        "theme": f"{mark}向新",
        "begins": date(today.year, 1, 1),
        "ends": last,
    }
    whole = raising.begin(district.general, **{**given, **more})
    act(whole, "lay", as_=district.general, outline=OUTLINE.format(m=mark))
    if state == "running":
        act(whole, "launch", as_=district.general)
    return whole


def projects(whole):
    rows = list(Project.objects.filter(whole=whole.pk).order_by("number"))
    for row in rows:
        row.committee = whole.committee
    return rows


def started(district, row, unit=0, begins=None, ends=None, mark=""):
    """A project with its four fields, begun."""
    begins = begins or clock.today() - timedelta(days=9)
    ends = ends or clock.today() + timedelta(days=90)
    act(
        row, "set_out", as_=district.general, body=district.units[unit].pk, goal=f"{mark}走访一百家企业", method=f"{mark}分组走访，建台账",
        begins=begins, ends=ends,
    )  # fmt: skip
    act(row, "start", as_=district.general)
    return fresh(row)


def signed(district, title="智能装备产业园", amount="20000", on=None, mark="", channel="cppcc"):
    case = raising.lead(district.general, title=f"{mark}{title}", about=f"{mark}商会推荐")
    facts = {"parties": f"{mark}区政府和某公司", "channel": channel, "introducer": f"{mark}商会"}
    act(
        case,
        "advance",
        as_=district.general,
        stage="signed",
        on=on or clock.today(),
        signed=amount,
        agreement=district.scan(case),
        **facts,
    )
    return case
