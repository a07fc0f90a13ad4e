"""Who came to an activity: checked in at the door, put on the list, or counted. The same person is never counted twice (G6)."""

import re
from typing import Any

from django.utils.translation import gettext as _

from huiyin.activities.models import Activity, Attendance
from huiyin.kernel import clock, codes
from huiyin.kernel.act import Act
from huiyin.kernel.models import Post
from huiyin.kernel.refusal import Refused, refused
from huiyin.people.models import Member

MOST_GUESTS = 300
CATEGORY_OF = {"member": "member", "leader": "member", "unit": "department", "unit_head": "department"}


def new_door() -> str:
    """The code at a door that no other activity has."""
    return codes.fresh(lambda word: Activity.objects.filter(door=word).exists())


def here(case: Any) -> Any:
    """The rows that stand: who came."""
    return Attendance.objects.filter(case=case.pk, until=None, voided_by=None)


def at_the_door(act: Act) -> None:
    """The right code, on the day, and not for the second time."""
    case, post = act.case, act.post
    if str(act.facts.get("code", "")).strip().lower() != case.door:
        raise refused("code", _("签到码不对。请扫会场门口的二维码，或照着输入。"))
    if act.source == "entered" and clock.today() < case.meets_on:
        raise Refused(_("{day}才开会，到时候再签到。").format(day=clock.day_words(case.meets_on)))
    if post.person_id is None:
        raise Refused(_("这个身份没有对应的人，不能签到。"))
    if here(case).filter(person=post.person_id).exists():
        raise Refused(_("您已经签到了，不用再签。"))


def check_in(act: Act) -> None:
    _come(act, act.post.person_id, CATEGORY_OF.get(act.post.role, "other"), "code")


def _come(act: Act, person: Any, category: str, way: str) -> None:
    act.dated(Attendance, person_id=person, category=category, way=way, mark=f"p{person}")


def members_away(case: Any, post: Post) -> list[tuple[int, str]]:
    """The members who are not here yet."""
    there = here(case).exclude(person=None).values("person")
    rows = Member.objects.filter(committee=case.committee_id, ends=None).exclude(person__in=there)
    return [(row.person_id, row.person.name) for row in rows.select_related("person").order_by("person__name")]


def list_members(act: Act) -> None:
    for person in act.facts["members"]:
        _come(act, person, "member", "list")


def parsed(text: str) -> list[tuple[str, str]]:
    """[(name, body)] of lines like 王桂芳，桂园社区三栋. Errors: Missing under "names"."""
    found = []
    for line in text.splitlines():
        if not line.strip():
            continue
        name, _mark, body = re.sub(r"[，,、\t;；]", "，", line.strip()).partition("，")
        name = re.sub(r"\s+", "", name)
        if not name or len(name) > 30:
            raise refused("names", _("“{line}”看不出姓名。每行一人：姓名，单位或身份。").format(line=line.strip()[:40]))
        found.append((name, body.strip()[:100]))
    if len(found) > MOST_GUESTS:
        raise refused("names", _("一次最多录 {n} 人。人多时请记人数，传签到表照片。").format(n=MOST_GUESTS))
    return found


def not_twice(act: Act) -> None:
    """A name that stands on the list already, or twice in this one, is told, and nothing is half done."""
    rows = parsed(act.facts["names"])
    if not rows:
        raise refused("names", _("请写上姓名，每行一人。"))
    taken = set(here(act.case).exclude(mark="").values_list("mark", flat=True))
    known = set(here(act.case).exclude(person=None).values_list("person__name", flat=True))
    twice = []
    for name, body in rows:
        mark = guest_mark(name, body)
        if mark in taken or (not body and name in known):
            twice.append(name)
        taken.add(mark)
    if twice:
        raise refused(
            "names",
            _("{names}已经在名单上了，同一个人只算一次。真是同名的两个人，请写上单位或住处。").format(
                names="、".join(twice)
            ),
        )


def guest_mark(name: str, body: str) -> str:
    where = re.sub(r"\s+", "", body)
    return f"g{name}|{where}"


def list_guests(act: Act) -> None:
    for name, body in parsed(act.facts["names"]):
        act.dated(
            Attendance,
            name=name,
            body=body,
            category=act.facts["category"],
            way="list",
            mark=guest_mark(name, body),
        )


def late_whole(act: Act) -> None:
    """Members, or names with their category; nobody twice. Errors: Missing."""
    facts = act.facts
    if not facts.get("members") and not facts.get("names"):
        raise refused("names", _("请选委员，或者写名单。"))
    if facts.get("names"):
        if not facts.get("category"):
            raise refused("category", _("请选“哪类人”。"))
        not_twice(act)


def late(act: Act) -> None:
    if act.facts.get("members"):
        list_members(act)
    if act.facts.get("names"):
        list_guests(act)


def heads_are_many(act: Act) -> None:
    number = act.facts.get("number")
    if number is None or not str(number).isdigit() or not 1 <= int(number) <= 9999:
        raise refused("number", _("人数从 1 到 9999，写整数。"))


def count_heads(act: Act) -> None:
    act.dated(
        Attendance,
        category=act.facts["category"],
        way="heads",
        people=int(act.facts["number"]),
        evidence_id=act.facts["evidence_file"].pk,
    )


def rows_here(case: Any, post: Post) -> list[tuple[int, str]]:
    rows = here(case).select_related("person").order_by("pk")
    return [(row.pk, called(row)) for row in rows]


def called(row: Attendance) -> str:
    """王桂芳（桂园社区），or 群众代表 20 人."""
    if row.way == "heads":
        return _("{category} {n} 人").format(category=row.get_category_display(), n=row.people)
    name = row.person.name if row.person else row.name
    return f"{name}（{row.body}）" if row.body else name


def strike(act: Act) -> None:
    act.end(Attendance, id=act.facts["row"])
