"""The units of the invented district are evaluated for last year's session: shown, objected to, settled, the best named."""

from datetime import datetime, timedelta
from typing import Any

from huiyin.demo.district import District
from huiyin.demo.later import BEST_UNITS
from huiyin.demo.story import DIRECTOR, OFFICE
from huiyin.kernel import clock
from huiyin.kernel.replay import Line

ROUND = "e1"
OBJECTS = "区水务局"


def evaluation(district: District) -> list[Line]:
    """The acts of the one round, between the twentieth and the sixtieth day after the opening."""
    session = district.sessions["9-4"]
    mark = f"{ROUND}#unit_mark:{OBJECTS}"
    why = "有一件的答复日期登记晚了两天，我局的发文本上是按期的。"
    told: tuple[tuple[int, str, str, str, dict[str, Any]], ...] = (
        (20, "show", ROUND, OFFICE, {}),
        (25, "object", mark, f"unit:{OBJECTS}", {"why": why}),
        (29, "answer", mark, OFFICE, {"upheld": "yes", "change": "1.5", "words": "核对了发文本，按期答复，加 1.5 分。"}),
        (40, "settle", ROUND, DIRECTOR, {}),
        (54, "name", ROUND, DIRECTOR, {
            "decision": "九届区政协第 34 次主席会议", "units": BEST_UNITS, "words": "按得分先后，征求了交办机关的意见。",
        }),
    )  # fmt: skip
    title = f"{session.name}承办单位考评"
    lines = [Line(0, "open", ROUND, _at(district, 18), OFFICE, "evaluation", session, {"title": title})]
    return lines + [
        Line(0, step, case, _at(district, after), who, facts=facts) for after, step, case, who, facts in told
    ]


def _at(district: District, after: int) -> datetime:
    day = district.opened + timedelta(days=after)
    return clock.at_noon(day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)).replace(hour=10)
