"""Research (DOMAIN 3.8): planned, a team, whom they met, drafted in versions, deliberated, a numbered report, what came of it."""

import io
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from docx import Document

from huiyin.activities.models import Activity
from huiyin.consultations.models import Consultation
from huiyin.kernel import clock, figures, ledger
from huiyin.kernel.act import act
from huiyin.kernel.flow import FLOWS
from huiyin.kernel.models import Link, Todo
from huiyin.kernel.refusal import BadDate, Missing, NotAllowed, Stale
from huiyin.opinions.models import OpinionReport
from huiyin.papers.models import Instruction
from huiyin.proposals.models import Proposal
from huiyin.research.models import LeaderWord, PolicyConversion, ResearchTask, TeamMember, Visitee
from tests.research.walks import TEXT, conversion, findings, fresh, gone, instruction, reported, task


def number(district, *names):
    scope = figures.Scope(district.committee, figures.period(district.committee, str(clock.today().year)))
    found = [figures.REGISTRY[f"research.{name}"].answer(scope).text for name in names]
    return found[0] if len(found) == 1 else found


def client_of(post):
    client = Client()
    client.force_login(post.person)
    return client


def words_of(answer):
    return "\n".join(one.text for one in Document(io.BytesIO(answer.content)).element.body.iter() if one.text)


def test_from_the_plan_to_what_came_of_it(district):
    case = reported(district)
    year = clock.today().year
    assert (case.number, case.report_number) == (f"研〔{year}〕1号", f"政协调研〔{year}〕1号")
    assert case.signer == "温秘书长"
    shown = number(
        district,
        "tasks",
        "form_special",
        "led_by_chairs",
        "people",
        "enterprises",
        "citizens",
        "items",
        "reports",
        "findings",
    )
    assert shown == ["1", "1", "1", "1", "2", "30", "2", "1", "1"]
    instruction(district, case, units=[district.units[0].pk, district.units[1].pk])
    instruction(
        district, case, leader="秦区长", position="区长", polarity="praise", words="写得实，请各部门学。", units=[]
    )
    part = Instruction.objects.get(parent=case.pk, addressee=district.units[0])
    todo = Todo.objects.get(case=part, closed_at=None)
    assert (todo.role, todo.organisation_id, todo.rule) == ("unit", district.units[0].pk, "P-INSTRUCT")
    assert number(district, "instructions", "instructed", "praised_by_top") == ["2", "1", "1"]
    assert number(district, "instructed_rate") == "100.0%"
    with pytest.raises(Missing, match="还有 2 个单位没有办结批示"):
        act(case, "close", as_=district.general, outcome="instructed", words="在办。")
    with pytest.raises(Missing, match="还有 1 个问题没有处理完"):
        act(case, "close", as_=district.general, outcome="instructed", words="在办。")
    act(findings(case)[0], "keep", as_=district.general, words="写进报告了。")
    for unit, post in ((0, district.unit), (1, district.co_unit)):
        row = Instruction.objects.get(parent=case.pk, addressee=district.units[unit])
        act(row, "answer", as_=post, words="下月起加开。")
        act(row, "accept", as_=district.general)
    conversion(district, case)
    conversion(district, case, into="mechanism", clause="第五条")
    item = case.suggestions.get(position=1)
    act(
        case,
        "adopt",
        as_=district.general,
        item=item.pk,
        unit=district.units[0].pk,
        adoption="adopted",
        words="加开两班。",
    )
    act(case, "close", as_=district.general, outcome="converted", words="一条进了办法。")
    assert fresh(case).state == "closed"
    assert number(district, "policies", "mechanisms", "converted", "reports_converted", "adopted", "instructions_settled") == [
        "1", "1", "2", "1", "1", "2",
    ]  # fmt: skip
    assert not ledger.verify(district.committee).faults


def test_the_same_enterprise_is_counted_once_and_heads_need_their_evidence(district):
    case = gone(district)
    act(case, "go", as_=district.general, on=clock.today(), place="城北")
    there = Activity.objects.get(parent=case.pk, round=2)
    act(case, "visited", as_=district.general, visit=there.pk, category="enterprise", names="长 河轴承\n桂园食品")
    with pytest.raises(Missing, match="桂园食品已经记过了"):
        act(case, "visited", as_=district.general, visit=there.pk, category="enterprise", names="桂园食品")
    heads = {"visit": there.pk, "category": "citizen"}
    with pytest.raises(Missing) as told:
        act(case, "visited_heads", as_=district.general, number="20", **heads)
    assert set(told.value.fields) == {"evidence_file"}
    for wrong in ("0", "2.5", "-3"):
        with pytest.raises(Missing, match="写整数"):
            act(case, "visited_heads", as_=district.general, number=wrong, evidence_file=district.scan(case), **heads)
    act(case, "visited", as_=district.general, visit=there.pk, category="citizen", names="王桂芳，三栋")
    assert number(district, "enterprises", "citizens", "institutes") == ["3", "31", "0"]
    row = Visitee.objects.get(name="桂园食品")
    act(case, "unvisit", as_=district.general, row=row.pk, why="没有去成。")
    assert number(district, "enterprises") == "2"
    with pytest.raises(IntegrityError), transaction.atomic():
        Visitee.objects.filter(mark="").update(evidence=None)


def test_versions_stay_and_their_differences_are_seen_by_those_who_do_the_work(district):
    case = gone(district)
    office, member = client_of(district.general), client_of(district.member)
    page = reverse("case", args=[case.uid])
    with pytest.raises(NotAllowed):
        act(case, "write", as_=district.other_member, heading="我写", text="我写。")
    act(case, "write", as_=district.member, heading="关于链条产业的报告", text=TEXT)
    with pytest.raises(Missing, match="一字不差"):
        act(case, "write", as_=district.member, heading="关于链条产业的报告", text=TEXT)
    act(
        case,
        "write",
        as_=district.general,
        heading="关于链条产业的报告",
        text=TEXT.replace("80 户", "83 户"),
        changed="核了数",
    )
    with pytest.raises(Missing, match="还没有一条意见建议"):
        act(case, "submit", as_=district.member)
    act(case, "suggest", as_=district.member, items="加开夜班公交")
    act(case, "submit", as_=district.member)
    act(
        case,
        "deliberate",
        as_=district.general,
        body="committee",
        decision="经济委会议",
        result="again",
        opinion="数再核。",
    )
    assert fresh(case).state == "drafting"
    shown = member.get(page).content.decode()
    assert "<del>0</del><ins>3</ins>" in shown.replace("\n", "")
    assert client_of(district.other_member).get(page).status_code == 404
    paper = reverse("research_paper", args=[case.uid, "docx"])
    assert "（草稿，未签发）" in words_of(office.get(paper))
    for _time in range(2):
        act(case, "submit", as_=district.general)
        act(case, "deliberate", as_=district.general, body="chairs", decision="第 6 次主席会议", result="pass")
        if not _time:
            act(case, "send_back", as_=district.leader, why="建议再具体些。")
    act(case, "sign", as_=district.leader)
    act(case, "send", as_=district.general, addressees="区委\n区人民政府")
    read = client_of(district.other_member)
    words = words_of(read.get(paper))
    for part in (
        "政协澄江区委员会",
        case.report_number,
        "区委、区人民政府：",
        "一、基本情况",
        "三、意见建议",
        "（一）加开夜班公交",
        "调研组组长：林知夏",
        "江教授",
    ):
        assert part in words
    assert read.get(reverse("research_paper", args=[case.uid, "pdf"])).content.startswith(b"%PDF")
    shown = read.get(page).content.decode()
    assert "加开夜班公交" in shown
    kept_in = ("<del>", "夜班工人没有公交", "末班车", "长河轴承", "核了数", "数再核", "签到表")
    assert [one for one in kept_in if one in shown] == [], "drafts, findings, names stay inside"
    inside = member.get(page).content.decode()
    assert [one for one in kept_in if one not in inside] == []
    assert client_of(district.third_unit).get(paper).status_code == 404


def test_a_matter_of_an_enterprise_goes_to_a_unit_and_is_checked(district):
    case = gone(district)
    row = findings(case)[0]
    assert row.whose == "澄江链条厂"
    page = reverse("case", args=[case.uid])
    assert client_of(district.unit).get(page).status_code == 404
    act(row, "refer", as_=district.general, unit=district.units[0].pk)
    with pytest.raises(NotAllowed):
        act(row, "answer", as_=district.co_unit, words="我们答。")
    shown = client_of(district.unit).get(page).content.decode()
    assert "夜班工人没有公交" in shown
    assert "长河轴承" not in shown
    act(row, "recall", as_=district.general, why="先弄错了单位。")
    assert Todo.objects.get(case=row.pk, closed_at=None).step == "refer"
    with pytest.raises(Stale):
        act(fresh(row), "answer", as_=district.unit, words="已加开两班。")
    act(row, "refer", as_=district.general, unit=district.units[0].pk)
    act(row, "answer", as_=district.unit, words="已加开两班。")
    act(row, "check", as_=district.member, verdict="partly", words="周末没有。")
    act(row, "again", as_=district.general, why="周末也要。")
    act(row, "answer", as_=district.unit, words="周末也开了。")
    act(row, "check", as_=district.general, verdict="solved", words="坐过了。")
    assert number(district, "findings", "findings_asked", "findings_solved") == ["1", "1", "1"]


def test_one_finding_becomes_a_proposal_an_opinion_report_and_a_topic_each_linked(district):
    case = gone(district)
    row, member = findings(case)[0], client_of(district.member)
    at = f"?from={row.uid}"
    shown = member.get(reverse("draft_new") + at).content.decode()
    assert "夜班工人没有公交" in shown
    assert "末班车八点半" in shown
    given = {
        "part": "situation",
        "title": "关于开通夜班公交的提案",
        "situation": "末班车八点半。",
        "key": "p1",
        "from": row.uid,
        "go": "items",
    }
    for _twice in range(2):
        assert member.post(reverse("draft_new"), given).status_code == 302
    proposal = Proposal.objects.get(title="关于开通夜班公交的提案")
    written = {
        "key": "o1", "from": row.uid, "title": "夜班公交", "situation": "末班车八点半。", "suggestion": "加开。", "authors": "林知夏", "source_kind": "visit",
        "urgency": "normal", "subject": "livelihood", "send": "1",
    }  # fmt: skip
    member.post(reverse("opinion_new"), written)
    opinion = OpinionReport.objects.get()
    topic = {"title": "夜班公交怎么开", "background": "末班车八点半。", "key": "t1"}
    assert member.post(reverse("consultation_new") + at, topic).status_code == 302
    made = set(Link.objects.filter(source=row.pk).values_list("target", flat=True))
    assert made == {proposal.pk, opinion.pk, Consultation.objects.get().pk}
    assert number(district, "to_proposals", "to_opinions", "to_topics") == ["0", "1", "1"], "a draft is no proposal yet"
    shown = member.get(reverse("case", args=[case.uid])).content.decode()
    assert "夜班公交怎么开" in shown
    assert "关于开通夜班公交的提案" in shown
    office = client_of(district.general).get(reverse("case", args=[case.uid])).content.decode()
    assert "关于开通夜班公交的提案" not in office, "somebody's draft is his own"
    for name in ("draft_new", "opinion_new", "consultation_new"):
        assert client_of(district.other_member).get(reverse(name) + at).status_code == 404


def test_a_leaders_circle_is_no_instruction_unless_the_rule_says_so(district):
    case = reported(district)
    instruction(district, case, polarity="read", words="", units=[])
    assert number(district, "instructions", "instructed", "read") == ["0", "0", "1"]
    assert "按规定不算批示" in client_of(district.general).get(reverse("case", args=[case.uid])).content.decode()
    district.set("P-49", "yes")
    instruction(district, case, leader="秦区长", polarity="read", words="", units=[])
    assert number(district, "instructions", "instructed", "read") == ["1", "1", "2"]
    assert list(LeaderWord.objects.order_by("recorded_at").values_list("counted", flat=True)) == [False, True]


def test_what_makes_no_sense_is_refused_with_a_sentence_and_leaves_nothing(district):
    case = reported(district)
    tomorrow = clock.today() + timedelta(days=1)
    for facts, field in (
        ({"units": []}, "units"), ({"words": ""}, "words"), ({"on": tomorrow}, "on"), ({"scan": None}, "scan"),
    ):  # fmt: skip
        with pytest.raises((Missing, BadDate)) as told:
            instruction(district, case, **facts)
        assert set(told.value.fields) == {field}
    conversion(district, case)
    with pytest.raises(Missing, match="已经记过了"):
        conversion(district, case)
    for facts, field in (({"on": tomorrow}, "on"), ({"file": None}, "file"), ({"degree": "most"}, "degree")):
        with pytest.raises((Missing, BadDate)) as told:
            conversion(district, case, clause="第四条", **facts)
        assert set(told.value.fields) == {field}
    assert (LeaderWord.objects.count(), PolicyConversion.objects.count(), Instruction.objects.count()) == (0, 1, 0)
    early = task(district, title="另一个题目")
    with pytest.raises(Missing, match="还没有去调研过"):
        act(early, "write", as_=district.general, heading="报告", text="没有去过。")
    with pytest.raises(BadDate):
        act(early, "go", as_=district.general, on=clock.today() - timedelta(days=1), place="城北")


def test_what_was_registered_by_mistake_is_voided_and_its_units_are_let_go(district):
    case = reported(district)
    wrong = instruction(district, case)
    instruction(district, case, leader="秦区长", units=[district.units[1].pk])
    made = conversion(district, case)
    ledger.void(wrong, as_=district.general, reason="批的是另一份。")
    ledger.void(made, as_=district.general, reason="文号抄错了。")
    assert number(district, "instructions", "converted") == ["1", "0"]
    states = dict(Instruction.objects.values_list("addressee__name", "state"))
    assert states == {"住房城乡建设局": "withdrawn", "财政局": "given"}
    assert not Todo.objects.filter(case__instruction__addressee=district.units[0], closed_at=None).exists()
    assert ledger.verify(district.committee).sound


def test_research_without_a_report_ends_with_what_was_decided(district):
    case = begin_without_team(district)
    with pytest.raises(Missing, match="还没有定调研组"):
        act(case, "approve", as_=district.leader)
    team = {"head": district.member.person_id, "writer": district.other_member.person_id}
    act(case, "team", as_=district.general, members=[district.member.person_id], **team)
    act(case, "team", as_=district.general, members=[], head=team["writer"], writer=team["writer"])
    assert list(TeamMember.objects.filter(case=case.pk, until=None).values_list("person", "duty")) == [
        (team["writer"], "head"), (team["writer"], "writer"),
    ]  # fmt: skip
    assert not FLOWS["research"].sees.test(district.member, case)
    act(case, "approve", as_=district.leader)
    act(case, "go", as_=district.general, on=clock.today(), place="经开区")
    there = Activity.objects.get(parent=case.pk)
    act(there, "members", as_=district.general, members=[district.other_member.person_id])
    act(there, "hold", as_=district.general)
    act(case, "write", as_=district.other_member, heading="写了一半", text="后来说不用写。")
    act(case, "conclude", as_=district.general, decision="第 2 次主席会议", words="定今年的主题是“助企惠企”。")
    assert fresh(case).state == "closed"
    assert number(district, "form_theme", "themes_by_chairs", "reports") == ["1", "1", "0"]


def begin_without_team(district):
    office = client_of(district.general)
    given = {
        "title": "今年抓什么", "form": "theme", "led_by": "chair", "origin": "cppcc", "report_kind": "report", "quarter": "1", "key": "k",
        "year": str(clock.today().year),
    }  # fmt: skip
    assert office.post(reverse("research_new"), {**given, "title": " "}).status_code == 422
    for _twice in range(2):
        assert office.post(reverse("research_new"), given).status_code == 302
    assert "今年抓什么" in words_of(office.get(reverse("research_plan")))
    return ResearchTask.objects.get()


def test_the_lists_take_the_same_queries_whatever_they_hold(district, django_assert_max_num_queries):
    office = client_of(district.general)
    case = reported(district)
    instruction(district, case)
    for n in range(8):
        task(district, title=f"课题 {n}")
    office.get(reverse("research"))
    with django_assert_max_num_queries(24):
        assert "课题 7" in office.get(reverse("research")).content.decode()
    with django_assert_max_num_queries(14):
        assert "纪长河" in office.get(reverse("instructions")).content.decode()
    assert "课题 7" not in client_of(district.other_member).get(reverse("research") + "?view=all").content.decode()
    assert "链条产业" in client_of(district.other_member).get(reverse("research") + "?view=all").content.decode()
    assert "纪长河" not in client_of(district.office).get(reverse("instructions")).content.decode()
