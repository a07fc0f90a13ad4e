"""How many of the figures that real reports print the catalogue has: each name is mapped to a figure, or is a named gap."""

import json
import re
from collections import Counter

from huiyin.kernel.figures import REGISTRY

FIGURES = {
    "收到提案": "proposals.received", "提交提案": "proposals.received", "提出提案": "proposals.received", "提案": "proposals.received",
    "立案": "proposals.filed", "实际立案": "proposals.filed", "集体提案": "proposals.received_collective",
    "委员提案": "proposals.received_individual", "平时提案": "proposals.received_between", "并案": "proposals.merged",
    "不予立案": "proposals.not_filed", "立案率": "proposals.filing_rate", "承办单位": "proposals.units", "承办提案": "proposals.assigned",
    "办复率": "proposals.reply_rate", "满意率": "proposals.satisfaction_wide", "满意和基本满意率": "proposals.satisfaction_wide",
    "满意件数": "proposals.satisfied", "基本满意件数": "proposals.basically", "重点提案": "proposals.key", "重点督办提案": "proposals.key",
    "A类": "proposals.class_solved", "B类": "proposals.class_in_progress", "C类": "proposals.class_deferred",
    "已解决或采纳": "proposals.class_solved", "列入计划解决": "proposals.class_in_progress", "正在解决和列入规划": "proposals.class_in_progress",
    "作出解释说明": "proposals.class_deferred", "不能办理已说明": "proposals.class_deferred", "意见建议": "proposals.suggestions",
    "采纳建议": "proposals.adopted", "转化率": "proposals.conversion_rate", "参与提案委员": "proposals.proposers", "提案委员": "proposals.proposers",
    "领导批示": "proposals.key_opinions", "已办结": "proposals.closed", "见面率": "proposals.contact_rate", "解决问题": "problems.solved",
}  # fmt: skip
GAPS = (
    (r"类提案$|号提案$", "by subject class: an office's own figure over a facet"),
    (r"^(联名|个人|党派|专委会|人民团体|界别|小组|联络站|大会).*提案$", "by kind of proposer: an office's own figure over a facet"),
    (r"转意见|转委员|转建议", "by disposition of what is not filed"),
    (r"^政府|农业局|主办|协办|承办", "by branch or unit"),
    (r"协商|联络站|委员|人次|发言|调研|视察|社情|采访", "of activities, consultations, opinions, sites: mapped when their figures are settled"),
)  # fmt: skip


def test_real_reports_figures_are_figures_of_ours_or_named_gaps(shared_data, capsys):
    names = Counter(
        figure["name"]
        for line in (shared_data / "figures" / "reports.jsonl").read_text("utf-8").splitlines()
        for figure in json.loads(line)["figures"]
    )
    assert {figure for figure in FIGURES.values() if figure not in REGISTRY} == set()
    held = sum(n for name, n in names.items() if name in FIGURES)
    gap = sum(n for name, n in names.items() if name not in FIGURES and any(re.search(p, name) for p, _why in GAPS))
    total = sum(names.values())
    with capsys.disabled():
        rest = total - held - gap
        print(
            f"\nfigures of real reports: {held} of {total} in the catalogue ({held / total:.0%}), {gap} in named gaps, {rest} in none"
        )
    assert held / total > 0.35
