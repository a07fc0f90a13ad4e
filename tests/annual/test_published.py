"""The five published reports: history whose counts are theirs, and our report states their figures, exactly or with their rounding words.

The history is invented; only the numbers are those of the reports (seeds S0 to S4). What no kind holds yet is reported to us (附报数).
"""

from datetime import date

from huiyin.annual.attested import checked
from huiyin.annual.catalogue import catalogue
from huiyin.annual.filling import filled, joined, numbers
from huiyin.annual.marks import names, read
from huiyin.annual.periods import scope_of
from huiyin.initiatives.pulling import time_share
from huiyin.kernel.act import act, open_case
from tests.annual.history import told

AS_OF = date(2026, 6, 30)


def attest(district, name, value, unit, provider, on=date(2026, 5, 30)):
    row = checked(district.committee, {"name": name, "unit": unit, "period": "2026", "provider": provider})
    case = open_case("attestation", as_=district.office, title=name, row=row)
    act(case, "report", as_=district.office, value=value, on=on, evidence_file=district.scan(case))
    act(case, "confirm", as_=district.leader)


def report(district, words, as_of=AS_OF):
    """What a report of the year says."""
    known, scope = catalogue(district.committee), scope_of(district.committee, "2026", as_of)
    lines = read(words, known)
    return "\n".join(joined(line) for line in filled(lines, numbers(names(lines), known, scope), scope))


def test_s0_a_special_action_with_its_consultations_gifts_and_money(district):
    with told(district) as history:
        history.consultations(27, people=300)
        history.action(5, 7, 55)
        history.investments(1, "planning", planned="150000")
        history.research(
            18, "theme", met=(("institute", 5), ("member", 104), ("enterprise", 83), ("citizen", 206)), led_by="chair"
        )
        history.research(6, "inspection", items=97)
    attest(district, "捐赠金额", "19.6", "万元", "机关党支部")
    attest(district, "协商到位资金", "496.5", "万元", "区财政局")
    words = """累计开展小微协商活动{{ 小微协商 近 }}，协商到位资金{{ 协商到位资金 近 100 }}，累计捐赠{{ 捐赠金额 近 }}。
主席会议成员带头进行选题调研{{ 主席会议成员带队选题调研 }}，走访科研院所{{ 走访科研院所 }}、委员{{ 走访委员 余 }}、企业{{ 走访企业 余 10 }}、群众{{ 走访群众 余 }}；视察提出意见建议{{ 视察意见建议 近 100 }}。"""
    assert report(district, words).splitlines() == [
        "累计开展小微协商活动近30场次，协商到位资金近500万元，累计捐赠近20万元。",
        "主席会议成员带头进行选题调研18次，走访科研院所5家、委员100余名、企业80余户、群众200余人；视察提出意见建议近100条。",
    ]
    tree = "“{{ 主线 }}主线、{{ 重点 }}重点、{{ 方面 }}方面”，细化为{{ 任务项目 }}具体项目，引进项目计划投资{{ 计划总投资 亿 }}。"
    assert report(district, tree) == "“1条主线、5项重点、7个方面”，细化为55个具体项目，引进项目计划投资15亿元。"


def test_s1_the_year_of_a_district_with_134_proposals_and_125_micro_consultations(district):
    with told(district) as history:
        history.proposals(134, 127, key=6)
        history.opinions(146)
        history.consultations(125, people=657, outcomes=125, items=153)
        history.consultations(1, "plenary", people=240)
        history.consultations(4, "standing", people=120)
        history.consultations(12, "research", people=150)
        history.consultations(9, "handling", people=90)
        history.research(15, "inspection", items=53)
        history.research(5, items=20, reports=5, praised=5)
    attest(district, "新增税收", "3046.8", "万元", "区税务局")
    attest(district, "新增就业", "1012", "人", "区人社局")
    words = """收到提案{{ 收到提案 }}，立案{{ 立案 }}，立案率{{ 立案率 }}，提案办复率{{ 办复率 }}、满意率{{ 满意率（只算满意） }}（已评价{{ 已评价 }}）。
遴选{{ 重点提案 }}重点提案。反映社情民意信息{{ 收到社情民意信息 余 10 }}。
全体会议{{ 全体会议协商 }}、专题议政性常委会议{{ 专题议政性常委会会议协商 }}，调研协商{{ 专题调研协商 }}，提案办理协商{{ 提案办理协商 }}。
小微协商{{ 小微协商 }}，参与{{ 小微协商参加 余 10 }}，形成协商成果{{ 协商成果 }}，提出协商意见建议{{ 协商意见 余 10 }}。
专项视察{{ 专项视察 }}，收集意见建议{{ 视察意见建议 余 10 }}；{{ 调研视察报告 }}调研报告，{{ 获主要领导肯定性批示的调研报告 }}得到主要领导肯定性批示。
新增税收{{ 新增税收 余 1000 }}，帮助新增就业{{ 新增就业 余 1000 }}。"""
    assert report(district, words).splitlines() == [
        "收到提案134件，立案127件，立案率94.8%，提案办复率100%、满意率100%（已评价127件）。",
        "遴选6件重点提案。反映社情民意信息140余篇。",
        "全体会议1场次、专题议政性常委会议4场次，调研协商12场次，提案办理协商9场次。",
        "小微协商125场次，参与650余人次，形成协商成果125个，提出协商意见建议150余条。",
        "专项视察15次，收集意见建议50余条；5篇调研报告，5篇得到主要领导肯定性批示。",
        "新增税收3000余万元，帮助新增就业1000余人。",
    ]


def test_s2_91_meetings_with_1432_people_solved_95_problems(district):
    with told(district) as history:
        history.consultations(7, "open", people=232, outcomes=7, items=11, solved=11)
        history.consultations(84, people=1200, outcomes=84, items=84, solved=84)
        history.research(
            9,
            items=59,
            reports=9,
            policies=37,
            mechanisms=22,
            report_kind="article",
            led_by="chair",
            campaign="主题教育",
        )
    attest(district, "新增车位", "1694", "个", "区住房城乡建委")
    attest(district, "节省政府投资", "4120", "万元", "区财政局")
    words = "重点协商和小微协商{{ 协商 }}，参与{{ 协商参加 }}，助推解决急难愁盼问题{{ 通过协商解决问题 }}。新增车位{{ 新增车位 余 10 }}，节省政府投资{{ 节省政府投资 余 1000 }}。形成调研文章{{ 调研文章 }}，转化为政策措施{{ 转化为政策措施 }}，提出制度机制{{ 形成制度机制 }}。"
    assert report(district, words) == (
        "重点协商和小微协商91场次，参与1432人次，助推解决急难愁盼问题95个。新增车位1690余个，节省政府投资4000余万元。"
        "形成调研文章9篇，转化为政策措施37个，提出制度机制22项。"
    )


def test_s3_a_half_year_of_investment_as_it_was_reported_by_the_day_of_the_report(district):
    with told(district) as history:
        history.trips(6, enterprises=23)
        history.investments(5, "contact")
        history.investments(2, "contact", "planning", planned="16000")
        history.investments(1, "contact", "planning", "signed", planned="8000", signed="5000", channel="cppcc")
        history.investments(2, "contact", "signed", signed="18000", channel="cppcc")
        history.investments(2, "contact", "signed", "landed", signed="18300", channel="cppcc", landed="17000")
        history.contracted("15000", "7599.03", on=date(2026, 5, 30))
        history.contracted("4000", "1914.51", on=date(2026, 5, 30))
        history.quota("planning", 2, 16000)
    words = """走请活动{{ 招商走请活动 }}，掌握{{ 招商线索 }}项目线索，其中{{ 落地项目 }}已落地，{{ 正在编制规划的项目 }}正在编制规划；座谈企业{{ 座谈企业 余 }}，对接洽谈{{ 对接洽谈项目 余 10 }}。
签约{{ 通过政协平台签约的项目 }}，签约额{{ 通过政协平台的签约额 亿 }}，已落地{{ 通过政协平台签约、已落地的签约额 亿 }}（落地率{{ 签约落地率 }}）。
完成投资{{ 完成投资 }}，全年目标{{ 全年投资目标 }}，完成全年目标{{ 完成全年目标 }}。
谋划任务{{ 谋划任务 }}、总投资{{ 谋划任务总投资 亿 }}，已谋划{{ 谋划项目 }}、总投资{{ 计划总投资 亿 }}，为任务的{{ 谋划任务完成率 }}。"""
    said = report(district, words, date(2026, 5, 30)).splitlines()
    assert said == [
        "走请活动6次，掌握12条项目线索，其中2个已落地，2个正在编制规划；座谈企业20余家，对接洽谈10余个。",
        "签约5个，签约额4.13亿元，已落地1.83亿元（落地率44.3%）。",
        "完成投资9513.54万元，全年目标19000万元，完成全年目标50.07%。",
        "谋划任务2个、总投资1.6亿元，已谋划3个、总投资2.4亿元，为任务的150%。",
    ]
    assert time_share(date(2026, 1, 1), date(2026, 12, 31), date(2026, 5, 30)) == 41, (
        "完成任务过半, when 41 % of the year was gone"
    )


def test_s4_nearly_1400_citizens_received_and_over_300_problems_solved(district):
    with told(district) as history:
        history.receptions(320, 1387, 308)
    words = "共接访群众{{ 接访群众 近 }}，协商解决民生问题{{ problems.solved 余 }}。"
    assert report(district, words) == "共接访群众近1400人次，协商解决民生问题300余个。"
