"""A province above a district, and a cultivation walked from the idea to its answer."""

from huiyin.cultivation.directory import enter
from huiyin.cultivation.models import Cultivation, HandedUp
from huiyin.kernel import clock
from huiyin.kernel.act import act, open_case
from tests.district import District


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def province(district):
    """A committee above the district, with posts of its own."""
    above = District.build()
    above.committee.level = "province"
    above.committee.short = "云川省政协"
    above.committee.save()
    district.committee.parent = above.committee
    district.committee.save()
    return above


def expert(district, name="白教授", **more):
    given = {
        "kind": "expert",
        "field": "交通规划",
        "consent": "签了同意书",
        "consented_on": clock.today(),
        "reach": "0000-7654321",
    }
    return enter(district.office, name=name, **{**given, **more})


def begun(district, title="关于跨区停车共享的提案", mark="", **more):
    case = open_case(
        "cultivation",
        as_=district.office,
        title=title,
        session=district.session,
        row={"idea": f"{mark}一区办不成。", "level": "province", **more},
    )
    act(
        case,
        "team",
        as_=district.office,
        members=[district.member.person_id],
        experts=[expert(district, f"{mark}白教授").pk],
    )
    return fresh(case)


def ready(district, text="停车位按时段共享，跨区结算。", **more):
    case = begun(district, **more)
    act(case, "write", as_=district.member, body=text)
    act(case, "ready", as_=district.office)
    return fresh(case)


def handed_up(district, above=None, **more):
    case = ready(district, **more)
    act(
        case, "hand_up", as_=district.office, to=str(above.committee.pk if above else 0), level="province", form="collective",
        carrier_kind="party", carrier="省民盟", items=["建全省停车数据标准", "跨区共享结算"],
    )  # fmt: skip
    return fresh(case)


def received(above):
    return HandedUp.objects.get(committee=above.committee)


__all__ = ["Cultivation", "begun", "expert", "fresh", "handed_up", "province", "ready", "received"]
