"""Research tasks walked to a state by the posts that really take each step."""

from huiyin.activities.models import Activity
from huiyin.kernel import clock
from huiyin.kernel.act import act
from huiyin.research.models import ResearchFinding
from huiyin.research.raising import begin

TEXT = "我们走访了链条企业。\n一、基本情况\n全区链条企业 80 户。\n二、主要问题\n夜班没有公交。"


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def task(district, mark="", **more):
    """A task in the plan, with a team of `member`, approved."""
    given = {
        "title": f"{mark}链条产业配套的难点",
        "background": f"{mark}企业反映配套难。",
        "host": f"{mark}经济委员会",
        "led_by": "chair",
    }
    case = begin(district.general, **{**given, **more})
    person = district.member.person_id
    act(
        case,
        "team",
        as_=district.general,
        head=person,
        writer=person,
        members=[],
        experts=f"{mark}江教授，{mark}链条研究院",
    )
    act(case, "approve", as_=district.leader, decision="第 3 次主席会议")
    return case


def gone(district, mark="", **more):
    """Somebody went, met two enterprises and so many citizens, and found a matter."""
    case = task(district, mark, **more)
    act(case, "go", as_=district.general, on=clock.today(), place=f"{mark}经开区")
    there = Activity.objects.get(parent=case.pk)
    act(
        case,
        "visited",
        as_=district.member,
        visit=there.pk,
        category="enterprise",
        names=f"{mark}澄江链条厂，装配车间\n{mark}长河轴承",
    )
    act(
        case, "visited_heads", as_=district.general, visit=there.pk, category="citizen", number="30", evidence_file=district.scan(case, "签到表.jpg")
    )  # fmt: skip
    act(there, "check_in", as_=district.member, code=there.door)
    act(there, "hold", as_=district.general)
    act(
        case,
        "find",
        as_=district.member,
        whose=f"{mark}澄江链条厂",
        heading=f"{mark}夜班工人没有公交",
        found=f"{mark}末班车八点半。",
    )
    return case


def findings(case):
    return list(ResearchFinding.objects.filter(parent=case.pk).order_by("pk"))


def reported(district, mark="", **more):
    case = gone(district, mark, **more)
    act(case, "suggest", as_=district.member, items=f"1. {mark}加开夜班公交\n2. {mark}建公共检测平台")
    act(case, "write", as_=district.member, heading=f"关于{mark}链条产业配套的调研报告", text=TEXT, changed="初稿")
    act(case, "submit", as_=district.member)
    act(case, "deliberate", as_=district.general, body="chairs", decision="第 5 次主席会议", result="pass")
    act(case, "sign", as_=district.secretary)
    act(case, "send", as_=district.general, addressees="区委\n区人民政府")
    return case


def instruction(district, case, **more):
    given = {
        "leader": "纪长河", "position": "区委书记", "level": "district", "rank": "top", "on": clock.today(), "polarity": "demand",
        "words": "夜班公交要尽快开通。", "units": [district.units[0].pk], "scan": district.scan(case, "批示件.pdf"),
    }  # fmt: skip
    return act(case, "instruct", as_=district.general, **{**given, **more})


def conversion(district, case, **more):
    given = {
        "into": "policy", "document": "澄江区链条产业扶持办法", "doc_number": "澄政发〔2026〕12号", "clause": "第三条", "body": "区人民政府",
        "on": clock.today(), "degree": "whole", "file": district.scan(case, "办法.pdf"),
    }  # fmt: skip
    return act(case, "convert", as_=district.general, **{**given, **more})
