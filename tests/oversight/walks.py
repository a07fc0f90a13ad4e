"""Subjects of oversight walked to a state by the posts that really take each step."""

from huiyin.activities.models import Activity
from huiyin.kernel import clock
from huiyin.kernel.act import act
from huiyin.oversight import squads
from huiyin.oversight.models import OversightItem, OversightLetter
from huiyin.oversight.raising import begin


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def subject(district, as_=None, squad=None, mark="", **more):
    given = {
        "title": f"{mark}政务服务窗口午间不断档", "units": [district.units[0].pk, district.units[1].pk], "mode": "random", "form": "squad",
        "background": f"{mark}群众反映中午没人。", "squad": squad,
    }  # fmt: skip
    return begin(as_ or district.general, **{**given, **more})


def squad(district, name="营商环境监督小分队"):
    member = district.member.person_id
    return squads.save(
        district.committee, as_=district.general, name=name, about="", head=member, people=[member], squad=None
    )


def gone(district, mark="", **more):
    """Squad members went without notice, found two matters at one unit and one at another."""
    case = subject(district, mark=mark, **{"squad": squad(district, f"{mark}营商环境监督小分队"), **more})
    act(case, "go", as_=district.general, on=clock.today(), place=f"{mark}区政务大厅", methods=["unseen", "site"])
    there = Activity.objects.get(parent=case.pk)
    act(there, "check_in", as_=district.member, code=there.door)
    act(there, "hold", as_=district.general)
    for number, (unit, heading) in enumerate(((0, "窗口中午不办事"), (0, "取号机坏了"), (1, "收费标准没有公示"))):
        act(
            case, "find", as_=district.member if number == 0 else district.general, unit=district.units[unit], heading=f"{mark}{heading}",
            found=f"{mark}{heading}，去了三次都是。", asks=f"{mark}安排轮班。",
        )  # fmt: skip
    return case


def sent(district, **more):
    case = gone(district, **more)
    act(case, "draft", as_=district.general)
    act(case, "sign", as_=district.secretary)
    act(case, "send", as_=district.general, sent_by="direct")
    return case, list(OversightLetter.objects.filter(parent=case.pk).order_by("number")), items(case)


def items(case):
    return list(OversightItem.objects.filter(parent=case.pk).order_by("suggestion__position"))
