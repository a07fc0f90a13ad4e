"""Sites, activities, who came and what was suggested move in from Excel: further lists beside people/columns.py, checked and written as those are.

An activity moves in as planned; with the first list of who came it is held, for a meeting counts only when somebody was there (G1).
Coming again with the same list doubles nothing. What is written is history: it alarms nobody and tells nobody.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _L

from huiyin.activities.attending import guest_mark, here, new_door
from huiyin.activities.models import CATEGORIES, KINDS, Activity
from huiyin.exchange import cells
from huiyin.kernel import clock, ledger
from huiyin.kernel.act import act, open_case
from huiyin.kernel.batch import Batch
from huiyin.kernel.models.base import made
from huiyin.people import lists
from huiyin.people.columns import COLUMNS, LABELS, PHONE_COLUMN, Column, Wrong
from huiyin.people.models import Member
from huiyin.people.writing import CREATED, SAME, UPDATED, Writing
from huiyin.places import sites
from huiyin.places.models import KINDS as SITE_KINDS
from huiyin.places.models import LEVELS, Site
from huiyin.suggestions.models import ADOPTIONS, Suggestion, SuggestionAnswer

NOW = {"until": None, "voided_by": None}
SUGGESTED = "suggestion.imported"


def one_of(pairs: Any) -> Any:
    """A reader of a cell that holds a code or a label of these. Errors: Wrong, with all of them."""

    def read(text: str) -> str:
        for code, label in pairs:
            if text in (code, str(label)):
                return str(code)
        raise Wrong(
            _("不认识“{text}”").format(text=text),
            _("请写：{names}。").format(names="、".join(str(label) for _code, label in pairs)),
        )

    return read


def day(text: str) -> str:
    try:
        found = cells.date(text, clock.today())
    except cells.CellRefused as refusal:
        raise Wrong(refusal.what, refusal.mend) from None
    return found.isoformat() if found else ""


def whole(text: str) -> str:
    if not text.isdecimal() or int(text) > 10_000:
        raise Wrong(_("“{text}”不是整数").format(text=text), _("请只写数字，例如 30。"))
    return text


# fmt: off
WHICH = (Column("title", "名称", True, ("活动名称", "会议名称", "会议活动"), 100, example="城北停车协商会"), Column("on", "日期", True, ("时间", "活动日期", "召开日期"), 40, day, _L("2025-06-16 或 2025年6月16日"), "2025-06-16"))
MORE = {
    "sites": (_L("站点"), (
        Column("name", "名称", True, ("站点", "站点名称"), 100, example="城北街道委员联络站"),
        Column("site_kind", "种类", False, ("类别", "站点种类"), 20, one_of(SITE_KINDS), _L("委员联络站、委员工作室、协商议事室等；不填是委员联络站"), "委员联络站"),
        Column("level", "层级", False, ("级别",), 20, one_of(LEVELS), _L("区、乡镇街道、村社区；不填是乡镇街道"), "乡镇街道"),
        Column("area", "所在乡镇街道", False, ("乡镇", "所在地", "村社区"), 100, None, _L("照写“乡镇和村社区”里的名称"), "城北街道"),
        Column("address", "地址", False, ("详细地址",), 200, example="城北路 18 号一楼"), PHONE_COLUMN,
        Column("opened_on", "挂牌日期", False, ("成立日期", "挂牌时间"), 40, day, example="2022-05-01"),
        Column("hours", "开放时间", False, ("接待时间",), 100, example="每周三上午"), Column("field", "面向领域", False, ("领域",), 100, None, _L("几个用顿号隔开"), "教育"),
        Column("capacity", "容纳委员", False, ("容量",), 10, whole, _L("最多进站几位委员"), "30"),
    )),
    "activities": (_L("会议活动（历史）"), (
        *WHICH, Column("activity_kind", "种类", True, ("类别", "活动类别"), 20, one_of(KINDS), _L("协商会议、调研、视察、学习、座谈等"), "调研"),
        Column("meets_at", "几点", False, ("开始时间",), 20, example="14:30"), Column("place", "地点", False, ("活动地点", "会议地点"), 120, example="区政协三楼会议室"),
        Column("host", "主办站点", False, ("站点",), 100, None, _L("照写站点的名称；不填是政协办公室"), ""),
    )),
    "attendance": (_L("活动出席（历史）"), (
        *WHICH, Column("name", "姓名", True, ("参加人", "参会人员"), 30, example="陈某某"),
        Column("category", "哪类人", False, ("身份", "类别"), 20, one_of(CATEGORIES), _L("委员、群众代表、部门、单位等；不填是委员"), "委员"),
        Column("body", "单位或住处", False, ("单位",), 100, None, _L("同名的人用它区别"), ""), Column("number", "委员证号", False, ("证号",), 20, None, _L("同名的委员要填"), "0012"),
    )),
    "suggestions": (_L("活动意见建议（历史）"), (
        *WHICH, Column("text", "意见建议", True, ("意见", "建议", "建议内容"), 2000, example="东侧划单边夜间车位"),
        Column("unit", "承办单位", False, ("单位", "答复单位"), 100, None, _L("照写承办单位的名称"), ""), Column("adoption", "采纳情况", False, ("是否采纳",), 20, one_of(ADOPTIONS), _L("采纳、部分采纳、未采纳；没有答复的空着"), "采纳"),
        Column("answer", "答复", False, ("办理结果", "办理情况"), 2000, example="年内划好 60 个"),
    )),
}
# fmt: on


def activity_of(writing: Writing, values: Mapping[str, str]) -> Activity | None:
    """The activity of that name on that day. Two queries at most for each that is named, however many rows name it."""
    known = writing.__dict__.setdefault("activities", {})
    mark = (values["title"], values["on"])
    if mark not in known:
        found = (
            Activity.objects.filter(committee=writing.committee, title=values["title"], meets_on=values["on"])
            .exclude(state="cancelled")
            .order_by("pk")
            .first()
        )
        if found:
            found.committee = writing.committee
        known[mark] = found
    return known[mark]  # type: ignore[no-any-return]


def there(writing: Writing, values: Mapping[str, str]) -> Activity:
    found = activity_of(writing, values)
    if found is None:
        what = _("{on}没有叫“{title}”的会议活动").format(on=values["on"], title=values["title"])
        raise writing.wrong("title", what, _("请核对名称和日期，或先导入“会议活动”。"))
    return found


def noon(text: str) -> datetime:
    return clock.at_noon(date.fromisoformat(text))


def site(writing: Writing, values: Mapping[str, str]) -> str:
    area = (
        writing.body("township", values["area"], "area")
        if values["area"] in writing.bodies("township")
        else writing.body("village", values["area"], "area")
    )
    given: dict[str, Any] = {name: values[name] for name in ("address", "phone", "hours", "field") if values[name]}
    given |= {name: values[name] for name in ("site_kind", "level") if values[name]}
    if area:
        given["area"] = area
    if values["opened_on"]:
        given["opened_on"] = date.fromisoformat(values["opened_on"])
    if values["capacity"]:
        given["capacity"] = int(values["capacity"])
    row = Site.objects.filter(committee=writing.committee, name=values["name"]).first()
    if row is None:
        sites.add(writing.committee, values["name"], as_=writing.as_, **given)
        return CREATED
    row.committee = writing.committee
    return UPDATED if sites.change(row, as_=writing.as_, **given) else SAME


def activity(writing: Writing, values: Mapping[str, str]) -> str:
    if activity_of(writing, values) is not None:
        return SAME
    host = writing.body("site", values["host"], "host")
    row = {
        "activity_kind": values["activity_kind"],
        "meets_on": date.fromisoformat(values["on"]),
        "meets_at": values["meets_at"],
        "place": values["place"],
        "host_id": host.pk if host else None,
        "door": new_door(),
    }
    case = open_case(
        "activity", as_=writing.as_, title=values["title"], at=noon(values["on"]), source="imported", row=row
    )
    writing.__dict__["activities"][values["title"], values["on"]] = case
    return CREATED


def attendance(writing: Writing, values: Mapping[str, str]) -> str:
    """One who came. A member is looked up by name, by number where two have one name."""
    case, category = there(writing, values), values["category"] or "member"
    marks = writing.__dict__.setdefault("marks", {})
    if case.pk not in marks:
        marks[case.pk] = set(here(case).values_list("mark", flat=True))
    person = _member(writing, values) if category == "member" else None
    mark = f"p{person}" if person else guest_mark(values["name"], values["body"])
    if mark in marks[case.pk]:
        return SAME
    facts: dict[str, Any] = (
        {"members": [person]} if person else {"category": category, "names": f"{values['name']}，{values['body']}"}
    )
    step = "late" if case.state == "held" else "members" if person else "guests"
    act(case, step, as_=writing.as_, at=noon(values["on"]), source="imported", **facts)
    if case.state == "planned":
        act(case, "hold", as_=writing.as_, at=noon(values["on"]), source="imported")
    marks[case.pk].add(mark)
    return CREATED


def _member(writing: Writing, values: Mapping[str, str]) -> int:
    known = writing.__dict__.setdefault("members", {})
    if not known:
        for row in Member.objects.filter(committee=writing.committee).select_related("person"):
            known.setdefault(row.person.name, {})[row.number] = row.person_id
    found = known.get(values["name"], {})
    if len(found) > 1 and values["number"] in found:
        return int(found[values["number"]])
    if len(set(found.values())) == 1:
        return int(next(iter(found.values())))
    if found:
        raise writing.wrong(
            "number",
            _("有 {n} 位委员叫{name}").format(n=len(found), name=values["name"]),
            _("请填委员证号，分清是哪一位。"),
        )
    raise writing.wrong(
        "name", _("委员里没有{name}").format(name=values["name"]), _("请核对姓名；不是委员的，请写“哪类人”。")
    )


def suggestion(writing: Writing, values: Mapping[str, str]) -> str:
    """One suggestion of an activity, with its answer where there was one; the same words again are the same suggestion."""
    case = there(writing, values)
    unit = writing.body("unit", values["unit"], "unit")
    if values["adoption"] and unit is None:
        raise writing.wrong("unit", _("写了采纳情况，没有写是哪个单位答复的"), _("请填承办单位，或者把采纳情况空着。"))
    rows = Suggestion.objects.filter(case=case.pk, **NOW)
    if rows.filter(text=values["text"]).exists():
        return SAME
    batch, at = Batch(writing.committee), noon(values["on"])
    event = ledger.record(writing.committee, SUGGESTED, as_=writing.as_, batch=batch, facts={"activity": case.pk})
    stamp = {
        "committee_id": writing.committee.pk,
        "case_id": case.pk,
        "at": at,
        "recorded_at": event.recorded_at,
        "event_id": event.id,
    }
    row = made(Suggestion, position=rows.count() + 1, text=values["text"], **stamp)
    batch.add(row)
    if values["adoption"] and unit is not None:
        batch.add(
            made(
                SuggestionAnswer,
                suggestion_id=row.pk,
                organisation_id=unit.pk,
                adoption=values["adoption"],
                text=values["answer"],
                **stamp,
            )
        )
    batch.write()
    return CREATED


def declare() -> None:
    """Make the four lists known beside the others."""
    writers = {"sites": site, "activities": activity, "attendance": attendance, "suggestions": suggestion}
    keys = {
        "sites": ("name",),
        "activities": ("title", "on"),
        "attendance": ("title", "on", "name", "body", "number"),
        "suggestions": ("title", "on", "text"),
    }
    for kind, (label, columns) in MORE.items():
        COLUMNS[kind], LABELS[kind], lists.WRITERS[kind], lists.KEYS[kind] = columns, label, writers[kind], keys[kind]


declare()
