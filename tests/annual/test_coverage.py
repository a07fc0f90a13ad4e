"""How many of the figures that real reports print we have: counted, an office's own over a side, reported to us, or a named gap."""

import json
import re
from collections import Counter

import pytest

from huiyin.annual.attested import checked
from huiyin.annual.own import compiled
from huiyin.kernel.figures import REGISTRY, Figure

# fmt: off
COUNTED = {
    "proposals.received": "收到提案 提交提案 提出提案 提案 收到原始提案",
    "proposals.filed": "立案 实际立案 审查立案", "proposals.filing_rate": "立案率 立案率提高",
    "proposals.received_collective": "集体提案", "proposals.received_individual": "委员提案 个人和联名提案", "proposals.received_personal": "个人提案",
    "proposals.received_joint": "联名提案", "proposals.received_party": "党派团体提案 党派工商联提案", "proposals.received_people_org": "人民团体提案",
    "proposals.received_sector": "界别组提案", "proposals.received_group": "小组提案", "proposals.received_committee": "专委会提案",
    "proposals.collective_share": "集体提案比重", "proposals.received_session": "大会提案", "proposals.received_between": "平时提案",
    "proposals.after_merging": "合并后提案", "proposals.merged": "并案", "proposals.not_filed": "不予立案",
    "proposals.not_filed_reference": "转意见建议 转意见处理 转委员建议 转建议", "proposals.units": "承办单位", "proposals.assigned": "承办提案",
    "proposals.lead_units": "主办单位", "proposals.lead_times": "主办提案 农业局主办提案", "proposals.co_times": "协办提案 会办提案", "proposals.reply_rate": "办复率", "proposals.closing_rate": "办结率", "proposals.closed": "已办结",
    "proposals.satisfaction_wide": "满意率 满意和基本满意率", "proposals.satisfied": "满意件数", "proposals.basically": "基本满意件数",
    "proposals.key": "重点提案 重点督办提案 重点提案涉及提案", "proposals.key_supervised": "省领导督办重点提案", "proposals.class_solved": "A类 已解决或采纳 已落实提案",
    "proposals.class_in_progress": "B类 列入计划解决 正在解决和列入规划 基本落实或计划落实提案", "proposals.class_moving": "已解决和部分解决",
    "proposals.class_deferred": "C类 作出解释说明 不能办理已说明", "proposals.suggestions": "意见建议", "proposals.adopted": "采纳建议",
    "proposals.conversion_rate": "转化率", "proposals.proposers": "参与提案委员 提案委员", "proposals.proposer_times": "提案委员人次 参与提案人次",
    "proposals.key_opinions": "领导批示", "proposals.contact_rate": "见面率", "proposals.talk_rate": "沟通率",
    "opinions.received": "社情民意信息 社情民意来稿", "opinions.adopted": "社情民意采用", "opinions.issued": "社情民意信息专刊", "opinions.instructions": "中央领导批示",
    "consultations.micro": "小微协商 小微协商活动", "consultations.micro_attendance": "小微协商参与", "consultations.held": "协商活动 重点协商议政",
    "consultations.form_plenary": "全体会议协商 全体会议", "consultations.form_standing": "专题协商会 专题议政性常委会议 专题协商活动",
    "consultations.form_handling": "重点提案办理协商", "consultations.research_and_handling": "调研和提案协商活动", "consultations.outcomes": "协商成果",
    "consultations.items": "协商意见建议 收集建议", "consultations.agreed": "协商议题", "consultations.attendance": "参与人次", "consultations.solved": "解决民生实事 帮助解决",
    "activities.attendance": "参加人次", "activities.members": "参与委员人次 委员参与人次", "activities.people": "参与委员", "activities.speeches": "大会发言 书面发言 讨论发言",
    "voices.visits": "接访群众", "problems.solved": "解决问题 解决民生问题",
}
COMPARED = {"提案同比增长": "proposals.received"}
"""Beside every number of a report stands what it was a time before, and by how much per cent it grew."""
BY_SIDE = ((r"类提案$|^其他类提案$", "subject"),)
"""An office's own figure over a side of the case, whose values are the committee's own list."""
REPORTED = {"新增税收", "新增就业", "新增车位", "节省投资", "捐赠金额", "走访物资", "协商到位资金", "服务群众人次", "交付电梯", "在建电梯", "意向电梯", "推广老旧小区", "承办人大建议", "办理代表建议", "办理议案"}
"""What no record of a committee can count: others report it, with evidence (附报数)."""
GAPS = (
    (r"签约|落地|投资|谋划|对接|项目|招商|座谈企业|编制规划|企业|完成全年", "programmes, projects and investment: initiatives"),
    (r"调研|视察|走访|报告|文章|政策|机制|对策|文旅|托育|人居|专题|智库", "research and inspection, and what comes of them: research"),
    (r"监督|测评|评议|重点督办|督办", "supervision, appraisal, supervision by other bodies: oversight"),
    (r"站|室|议事会|服务队|覆盖街道|示范点|编组|进驻|书屋", "sites: a register without dated rows yet"),
    (r"发言委员|委员参与率|住区|区政协委员|委员活动|公益|志愿|捐|办实事|服务为民|联系群众|帮扶|群众议事|乡友|培训|心得|论文|抽调|务实建议|发展建议|献计", "members' duty and learning: duties"),
    (r"宣讲|上稿|媒体|采访|通讯|摘报|文史|图书|著作|收录|案例", "publicity and publications: papers"),
    (r"订单|培育|入选|建议案|集体", "cultivation toward upper levels, order leads: cultivation"),
    (r"初审|复审|拟|待定|建议立案|参阅|办理答复", "two stages of review: the second is a figure, the first is not kept"),
    (r"^政府", "by branch: which branch a unit belongs to is not kept by dates"),
    (r"^(同类|联络站|重大|年度1号|线上|承办).*", "a local list that no side holds"),
    (r"联络组协商|对口|界别活动|邀请|区直|建言|意见|突击队|领导|社情|物业|解决", "facets of an activity that are not kept: who hosts, who was asked"),
)
# fmt: on
BY_NAME = {name: figure for figure, names in COUNTED.items() for name in names.split()} | COMPARED


def by_side(name):
    return next((side for pattern, side in BY_SIDE if re.search(pattern, name)), "")


@pytest.mark.django_db
def test_real_reports_figures_are_figures_of_ours_or_named_gaps(shared_data, district, capsys):
    names = Counter(
        figure["name"]
        for line in (shared_data / "figures" / "reports.jsonl").read_text("utf-8").splitlines()
        for figure in json.loads(line)["figures"]
    )
    assert {figure for figure in BY_NAME.values() if figure not in REGISTRY} == set()
    for name in filter(by_side, names):
        own = {"source": "figure:proposals.filed", "facets": [[by_side(name), name]], "by": "", "base": ""}
        assert isinstance(compiled("own.1", name, "", "件", own), Figure)
    for name in REPORTED & set(names):
        assert checked(district.committee, {"name": name, "unit": "个", "period": "2026", "provider": "某局"})
    told = Counter()
    for name, n in names.items():
        gap = any(re.search(pattern, name) for pattern, _why in GAPS)
        told[
            "counted"
            if name in BY_NAME
            else "side"
            if by_side(name)
            else "reported"
            if name in REPORTED
            else "gap"
            if gap
            else name
        ] += n
    total = sum(names.values())
    held = told["counted"] + told["side"] + told["reported"]
    with capsys.disabled():
        print(
            f"\nfigures of real reports: {held} of {total} ({held / total:.0%}): {told['counted']} counted, {told['side']} an office's own over a side,"
            f" {told['reported']} reported with evidence; {told['gap']} in named gaps"
        )
    assert set(told) == {"counted", "side", "reported", "gap"}
    assert told["counted"] / total > 0.5
