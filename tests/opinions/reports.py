"""Opinion reports walked to where a test needs them, by the posts that really take each step."""

from typing import Any

from huiyin.kernel.act import act
from huiyin.kernel.models import Case
from huiyin.opinions import drafts
from huiyin.opinions.models import Forwarding, OpinionReport
from tests.district import District

WORDS = {
    "title": "关于尽快处理桂园路口积水的建议",
    "situation": "桂园路口逢雨必积水，今年六月以来已有 7 次，最深处 40 厘米。",
    "analysis": "雨水井被沙石堵住，管线归两家单位管，都说不归自己。",
    "suggestion": "由住建部门牵头清掏，雨季前完成。",
    "subject": "livelihood",
}
CHECKED = {"secrecy": True, "ideology": True, "mark": "internal"}
EDITED = "桂园路口逢雨必积水，今年已有 7 次。\n雨水井堵塞，两家单位互相推。\n建议由住建部门牵头，在雨季前清掏完毕。"


def draft(district: District, post: Any = None, **more: Any) -> OpinionReport:
    case = drafts.begin(post or district.member)
    drafts.save(case, WORDS | more)
    case.committee = district.committee
    return case


def handed_in(district: District, post: Any = None, **more: Any) -> OpinionReport:
    case = draft(district, post, **more)
    return step(case, "submit", post or district.member)


def selected(district: District, **more: Any) -> OpinionReport:
    return step(handed_in(district, **more), "select", district.info)


def edited(district: District, case: Any = None, body: str = EDITED) -> OpinionReport:
    case = case or selected(district)
    return step(case, "edit", district.info, title=case.title, body=body)


def checked(district: District, case: Any = None, **facts: Any) -> OpinionReport:
    return step(case or edited(district), "check", district.secretary, **(CHECKED | facts))


def issued(district: District, case: Any = None, by: Any = None, **facts: Any) -> OpinionReport:
    given = {"main": ["district-party"], "copies": ["city-cppcc"]} | facts
    return step(case or checked(district), "issue", by or district.secretary, **given)


def sent(district: District, case: Any = None, **facts: Any) -> OpinionReport:
    case = case or issued(district, **facts)
    codes = [row.code for row in rows_to_send(case)]
    return step(case, "dispatch", district.info, to=codes, channel="network")


def rows_to_send(case: Any) -> Any:
    from huiyin.opinions.rules import unsent

    return unsent(case)


def step(case: Any, name: str, post: Any, **facts: Any) -> Any:
    act(case, name, as_=post, **facts)
    case.refresh_from_db()
    case.committee = post.committee
    return case


def forwarding(case: Case) -> Forwarding:
    row = Forwarding.objects.get(parent=case.pk)
    row.committee = case.committee
    return row
