"""The language says everything that the real tables beside the repository say: every number in them ends up in a rule.

The tables are read in place (../shared/data/scoring); where they are absent nothing is proved, and the test says so.
"""

import json
import re
from collections import defaultdict
from datetime import date

import pytest

from huiyin.duties.language import check
from huiyin.duties.scoring import Record, score, total
from huiyin.duties.sources import SOURCES
from tests.duties.tables import row, table

SAID = (  # a word in the field's tables → what of ours it counts; the first that fits
    ("基础分", "base"), ("缺席全", "absent.plenary"), ("请假缺席", "leave.plenary"), ("书面发言", "wrote.plenary"), ("会议发言", "spoke.plenary"),
    ("全体会议", "came.plenary"), ("全会", "came.plenary"), ("常委会", "came.standing"), ("组织的其他会议", "came.committee"), ("培训", "came.training"),
    ("重点提案", "proposal.key"), ("优秀提案", "proposal.excellent"), ("向国家和省级", "deed.upward"), ("立案", "proposal.filed"), ("提案", "proposal.submitted"),
    ("社情民意采用", "opinion.adopted"), ("社情民意", "opinion.submitted"), ("公益", "came.service"), ("民主评议", "came.appraisal"), ("视察", "came.inspection"),
    ("调研", "came.research"), ("活动", "came.visit"),
)  # fmt: skip
NOTES = (  # a sentence of a note → further rows
    (r"请假获批(\d+)分", lambda m: [{"source": "leave.plenary", "points": m[1]}]),
    (r"无故缺席(\d+)分", lambda m: [{"source": "absent.plenary", "points": m[1]}]),
    (r"请假1次扣(\d+)", lambda m: [{"source": "leave.standing", "points": f"-{m[1]}"}]),
    (r"无故缺席1次扣(\d+)", lambda m: [{"source": "absent.standing", "points": f"-{m[1]}"}]),
    (r"立案再加(\d+)", lambda m: [{"source": "proposal.filed", "points": m[1], "factor": "half"}]),
    (r"不超过3名", lambda m: [{"source": "deed.other", "role": "top3", "points": "3"}]),
    (r"书面发言(\d+)分", lambda m: [{"source": "wrote.inspection", "points": m[1]}]),
    (r"^采用再加(\d+)$", lambda m: [{"source": "opinion.adopted", "points": m[1]}]),
    (r"省以上采用再加(\d+)", lambda m: [{"source": "opinion.adopted_up", "points": m[1]}, {"source": "opinion.instructed", "points": m[1]}]),
    (r"第一提案人(\d+),其他(\d+)", lambda m: [{"source": "proposal.filed", "role": "first", "points": m[1], "once": "year"}, {"source": "proposal.filed", "role": "co", "points": m[2], "once": "year"}]),
    (r"未立案(\d+)", lambda m: [{"source": "proposal.submitted", "points": m[1]}]),
    (r"优秀提案(\d+)/件", lambda m: [{"source": "proposal.excellent", "points": m[1]}]),
    (r"未采用(\d+);.*采用(\d+)", lambda m: [{"source": "opinion.adopted", "points": m[1], "once": "record"}, {"source": "opinion.adopted_up", "points": m[2], "once": "record"}]),
    (r"常委.*(-\d+)/次", lambda m: [{"source": "absent.plenary", "who": "standing", "points": m[1]}, {"source": "absent.standing", "who": "standing", "points": m[1]}]),
)  # fmt: skip


def rows_of(item):
    """The rows that say what one line of a real table says: a group where it has a cap, the line itself, and what its note adds."""
    code, text, note = item["id"].lower().replace("-", ""), item["item"], item["note"] or ""
    found = []
    cap = re.match(r"\d+", item["cap"] or "")
    if points := re.match(r"-?\d+(\.\d+)?", item["points"]):
        found.append(
            {"source": next(source for word, source in SAID if word in text), "points": points[0]} | _first(text, note)
        )
    for pattern, make in NOTES:
        if match := re.search(pattern, note):
            found += make(match)
    if len(found) > 1 and found[0].get("role") is None and any(one.get("role") in ("first", "co") for one in found):
        found[0]["role"] = "alone"
    if any(one["source"] == found[0]["source"] and one.get("who") == "standing" for one in found[1:]):
        found[0]["who"] = "ordinary"
    group = {"group": code} if cap else {}
    made = [row(f"{code}_{n}", **one, **group) for n, one in enumerate(found)]
    return ([row(code, source="group", cap=cap[0], points="0")] if cap else []) + made


def _first(text, note):
    """What the words of the line itself say: of whom, from which on, once, at least, shared how."""
    cells = {}
    if "第2件起" in text or "第2条起" in text or "每多1件" in text:
        cells["start"] = 2
    if "每年一份" in text:
        cells["once"] = "matter" if "不重复计" in note else "year"
    if met := re.search(r"满(\d)次", text):
        cells["per"] = met[1]
    if least := re.search(r"不低于(\d)次", note):
        cells["least"] = least[1]
    if "不含常委" in text or "常委" in text:
        cells["who"] = "ordinary" if "不含" in text else "standing"
    if "第一提案人)" in text or "只计第一提案人" in note:
        cells["role"] = "lead"
    if "折半" in note:
        cells["factor"] = "half"
    if "再加" not in note and "未采用" in note:
        cells["once"] = "record"
    return cells


@pytest.fixture(scope="module")
def real(shared_data):
    lines = (shared_data / "scoring" / "scoring_items.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def numbers(text):
    return {str(abs(float(n))) for n in re.findall(r"\d+(?:\.\d+)?", text)}


GRADES = re.compile(r"总分.*|\d+优秀.*|第2[件条]起|每多1件|1次扣|不超过3名|满\d次|不低于\d次|起点0分|计1次")
"""What is no point of a rule: grades, and numbers that are words of a rule (from the second on, at least four times)."""


def test_every_line_of_every_real_table_can_be_said(real):
    assert len(real) > 30
    for item in real:
        made = rows_of(item)
        assert made, item["id"]
        rules = check(made, SOURCES)
        ours = {str(abs(float(cell))) for rule in rules for cell in (rule.points, rule.cap) if cell is not None}
        text = " ".join(GRADES.sub(" ", item[name] or "") for name in ("item", "points", "cap", "note"))
        missing = numbers(text.replace("1件", "").replace("1条", "")) - ours
        assert missing == set(), f"{item['id']} {item['item']}: {missing} stands in no rule"


def test_a_whole_real_table_is_one_table_of_rules_and_gives_points(real):
    by_place = defaultdict(list)
    for item in real:
        by_place[item["place"], item["year"]].append(item)
    for (place, _year), items in by_place.items():
        rows = [one for item in items for one in rows_of(item)]
        counted = {one[2] for one in rows} - {"group"}
        # Two lines of one place that count one record (the n-th of the same) stand in one group with the highest, as a clerk would write it.
        rules = table(*distinct(rows))
        records = [Record(1, source, date(2026, 5, 1), n + 1, n) for n, source in enumerate(sorted(counted) * 3)]
        lines = score(records, [rules], {1})[1]
        assert any(line.points for line in lines), place
        assert abs(total(lines)) < 1000


def distinct(rows):
    """A source that a table counts in two lines (first one, and from the second on; filed and filed again) counts once a record."""
    seen, kept = {}, []
    for one in rows:
        key = (one[2], one[3], one[4], one[7])
        if one[2] != "group" and key in seen:
            continue
        seen[key] = one
        kept.append(one)
    sources = [one[2] for one in kept]
    for one in kept:
        if one[2] != "group" and sources.count(one[2]) > 1 and one[7] == "1" and one[11] == "-":
            one[11] = "year"
    return kept
