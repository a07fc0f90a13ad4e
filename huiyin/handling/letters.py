"""A unit's reply, or its co-opinion, as an official letter (R-050). Words in a letter are Chinese whatever the reader's language."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import translation

from huiyin.handling.models import PUBLICITY, Assignment, CoOpinion, Reply
from huiyin.kernel.flow import flow_of
from huiyin.kernel.models import Committee, Period
from huiyin.papers.letter import Letter, Point, numeral
from huiyin.suggestions.models import ADOPTIONS, Suggestion

CHINESE = "zh-hans"
HEADING = 30
COLLECTIVE_ENDS = ("会", "组", "委", "界", "社", "联", "团")


def session_words(case: Any) -> str:
    """政协澄江区第九届委员会第五次会议; the session's own name where its code does not say term and number."""
    return meeting_name(case.committee, case.session)


def meeting_name(committee: Committee, session: Period | None) -> str:
    if session is None:
        return committee.name
    term, _, number = session.code.partition("-")
    if not (committee.place and term.isdigit() and number.isdigit() and 0 < int(term) < 100 and 0 < int(number) < 100):
        return f"{committee.name}{session.name}"
    return f"政协{committee.place}第{numeral(int(term))}届委员会第{numeral(int(number))}次会议"


TITLE_LINE = 19
"""Characters of a title's size on one line of 156 mm."""


def number_words(case: Any) -> str:
    number = str(case.number)
    return number if not number or "第" in number or "号" in number else f"第{number}号"


def _noun(case: Any) -> str:
    with translation.override(CHINESE):
        return str(flow_of(case.kind).label)


def title(case: Any, ending: str = "的答复") -> str:
    """A line for the session and one for the number: a title parts where its words do (R-300), and never inside 第029号."""
    before, after = f"关于{session_words(case)}", f"{number_words(case)}{_noun(case)}{ending}"
    return f"{before}\n{after}" if len(before) + len(after) > TITLE_LINE else before + after


def addressees(case: Any) -> str:
    """林知远、陆青禾委员： — a body is addressed by its name alone."""
    names = str(getattr(case, "proposers", "")) or "提案者"
    collective = getattr(case, "collective", False) or names.endswith(COLLECTIVE_ENDS)
    return f"{names}：" if collective else f"{names}委员："


def reply_of(part: Assignment, values: Mapping[str, Any]) -> Reply:
    """A reply as it is being typed: the facts of the step `reply`, not saved."""
    wanted = ("doc_number", "result", "opening", "closing", "contact_name", "contact_phone", "publicity")
    texts = {name: str(values.get(name) or "") for name in wanted}
    return Reply(case=part, organisation=part.unit, points=values.get("points") or [], **texts)


def reply_letter(reply: Reply, part: Assignment, siblings: Sequence[Assignment] = ()) -> Letter:
    """The letter of a reply; `part.parent` is the case's own row with committee and session. A draft until it is delivered."""
    case, unit = part.parent, part.unit
    issued = reply.delivered_at is not None
    return Letter(
        sender=unit.full_name or unit.name,
        title=title(case),
        addressees=addressees(case),
        opening=reply.opening or _opening(case, siblings),
        points=points(case, reply.points),
        closing=reply.closing or f"感谢{you(case)}对我们工作的关心和支持。如有意见，请在评价时写明。",
        doc_number=reply.doc_number,
        mark=f"{reply.result}类" if reply.result else "",
        date=_day(reply, part),
        contact=_contact(reply),
        publicity=_publicity(reply),
        copies=copies(case, part, siblings),
        draft=not issued,
    )


def _opening(case: Any, siblings: Sequence[Assignment]) -> str:
    # Only whoever gave an opinion took part: the lead may have answered without the others.
    helpers = "、".join(row.unit.name for row in siblings if row.role == "co" and row.state == "done")
    with_whom = f"会同{helpers}" if helpers else ""
    return f"{you(case)}提出的《{case.title}》收悉。我们{with_whom}认真研究，现答复如下："


def you(case: Any) -> str:
    """你 to one member, 你们 to several; a body is addressed as 你们, too."""
    names = str(getattr(case, "proposers", ""))
    one = bool(names) and not re.search("[、，,；;]", names)
    return "你" if one and not getattr(case, "collective", False) and not names.endswith(COLLECTIVE_ENDS) else "你们"


def points(case: Any, answers: Sequence[Mapping[str, Any]]) -> tuple[Point, ...]:
    """One heading a suggestion, as 关于建立“一梯一档”（采纳）, with what is done about it."""
    texts: dict[Any, str] = dict(Suggestion.objects.filter(case=case.pk).values_list("pk", "text"))
    with translation.override(CHINESE):
        labels = {code: str(label) for code, label in ADOPTIONS}
    found = []
    for number, answer in enumerate(answers, 1):
        adopted = labels.get(str(answer.get("adoption")), "")
        heading = short(texts.get(answer.get("suggestion") or 0, ""), number)
        found.append(Point(f"{heading}（{adopted}）" if adopted else heading, str(answer.get("text") or "")))
    return tuple(found)


def short(text: str, number: int) -> str:
    """A point's heading: 关于 and the whole suggestion where it is short enough, else which suggestion it is. Never half a sentence."""
    whole = text.strip().rstrip("。．.；;！!")
    if whole and len(whole) <= HEADING and "\n" not in whole and "。" not in whole:
        return whole if whole.startswith("关于") else f"关于{whole}"
    return f"关于第{numeral(number) if number <= 99 else number}条建议"


def _day(reply: Reply, part: Assignment) -> Any:
    return part.answered_on if reply.delivered_at is not None else None


def _contact(reply: Reply) -> str:
    return "，电话：".join(filter(None, (reply.contact_name, reply.contact_phone)))


def _publicity(reply: Reply) -> str:
    with translation.override(CHINESE):
        return str(dict(PUBLICITY).get(reply.publicity, ""))


def copies(case: Any, part: Assignment, siblings: Sequence[Assignment]) -> tuple[str, ...]:
    """抄送: the committee's proposal office, the assigning office, the co-handlers."""
    found = [f"{case.committee.short}提案委员会"]
    if part.assigned_by is not None:
        found.append(part.assigned_by.name)
    return (
        *found,
        *(row.unit.name for row in siblings if row.pk != part.pk and row.role == "co" and row.state != "ended"),
    )


def opinion_letter(opinion: CoOpinion, part: Assignment, lead: Assignment | None) -> Letter:
    """The letter of a co-opinion, addressed to the lead unit."""
    unit, case = part.unit, part.parent or part
    return Letter(
        sender=unit.full_name or unit.name,
        title=title(case, "的会办意见"),
        addressees=f"{(lead.unit.full_name or lead.unit.name) if lead else '主办单位'}：",
        opening=f"《{case.title}》收悉。现将我们的会办意见函告如下：",
        points=(Point("", opinion.text),),
        closing="请统一答复提案者。",
        doc_number=opinion.doc_number,
        date=part.answered_on,
    )
