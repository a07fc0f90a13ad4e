"""Democratic oversight (DOMAIN 3.6): in the plan, gone to without notice, a numbered letter, item by item, a second look, a report."""

import io
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from docx import Document

from huiyin.activities.models import Activity
from huiyin.kernel import clock, figures, ledger
from huiyin.kernel.act import act
from huiyin.kernel.flow import FLOWS
from huiyin.kernel.models import Notice, Todo
from huiyin.kernel.refusal import BadDate, Missing, NotAllowed, Refused, Stale
from huiyin.oversight import squads, voting
from huiyin.oversight.balloting import begin as begin_ballot
from huiyin.oversight.models import Appraisal, Entitled, Oversight, OversightFinding, OversightLetter, Squad
from huiyin.suggestions.models import SuggestionAnswer
from tests.oversight.walks import fresh, gone, items, sent, subject


def answered(district, row, by=None, **more):
    post = district.unit if row.unit_id == district.units[0].pk else district.co_unit
    facts = {"stance": "accept", "words": "下月起轮班。", "by": by or clock.today() + timedelta(days=20)}
    return act(row, "answer", as_=post, **{**facts, **more})


def number(district, name):
    scope = figures.Scope(district.committee, figures.period(district.committee, str(clock.today().year)))
    return figures.REGISTRY[f"oversight.{name}"].answer(scope)


def client_of(post):
    client = Client()
    client.force_login(post.person)
    return client


def test_from_the_plan_to_the_report_with_one_matter_taken_up_again(district):
    case, letters, rows = sent(district)
    year = clock.today().year
    assert case.number == f"监〔{year}〕1号"
    assert [one.number for one in letters] == [f"政协监督建〔{year}〕1号", f"政协监督建〔{year}〕2号"]
    assert {one.signer for one in letters} == {"温秘书长"}
    assert sorted(len([r for r in rows if r.unit_id == one.unit_id]) for one in letters) == [1, 2]
    todo = Todo.objects.get(case=rows[0], closed_at=None)
    assert (todo.step, todo.role, todo.organisation_id, todo.rule) == ("answer", "unit", district.units[0].pk, "P-42")
    mine = next(one for one in letters if one.unit_id == district.units[0].pk)
    act(mine, "receive", as_=district.unit)
    with pytest.raises(Missing, match="还有 2 条建议没有答复"):
        act(mine, "reply", as_=district.unit, doc_number="澄住建函〔2026〕41号", scan=district.scan(mine))
    with pytest.raises(Missing, match="哪一天整改到位"):
        act(rows[0], "answer", as_=district.unit, stance="accept", words="好。")
    with pytest.raises(BadDate):
        answered(district, rows[0], by=clock.today() - timedelta(days=1))
    for row in rows[:2]:
        answered(district, row)
    answered(district, rows[2], stance="explain", by="", words="收费是省里定的，公示牌在制作。")
    act(mine, "reply", as_=district.unit, doc_number="澄住建函〔2026〕41号", scan=district.scan(mine))
    assert SuggestionAnswer.objects.filter(case=case.pk, adoption="not_adopted", until=None).count() == 1
    act(rows[0], "look", as_=district.member, verdict="rectified", way="unseen", words="中午有人了。")
    act(rows[1], "look", as_=district.general, verdict="partly", way="visit", words="修了一台。")
    act(rows[2], "look", as_=district.general, verdict="not", way="visit", words="还没有公示。")
    assert fresh(case).state == "to_report"
    assert [str(number(district, name).text) for name in ("rectified", "partly", "not_rectified")] == ["1", "1", "1"]
    act(rows[2], "again", as_=district.general, why="公示牌月底前挂出来。")
    assert (fresh(case).state, fresh(rows[2]).state) == ("answering", "asked")
    answered(district, rows[2], words="挂出来了。")
    act(rows[2], "look", as_=district.general, verdict="rectified", way="visit", words="挂出来了。")
    act(fresh(case), "outcome", as_=district.general, title="窗口轮班办法")
    act(fresh(case), "report", as_=district.general, words="两个单位三条建议，两条整改到位。")
    assert fresh(case).state == "closed"
    shown = {
        name: str(number(district, name).text)
        for name in ("visits", "random_visits", "units", "letters", "items", "answered", "rectified", "outcomes")
    }
    assert shown == {
        "visits": "1",
        "random_visits": "1",
        "units": "2",
        "letters": "2",
        "items": "3",
        "answered": "3",
        "rectified": "2",
        "outcomes": "5",
    }
    assert number(district, "rectified_rate").text.startswith("66.7")
    assert not ledger.verify(district.committee).faults


def test_a_unit_knows_nothing_of_a_visit_without_notice_until_its_letter_is_sent(district):
    case = gone(district)
    sees = FLOWS["oversight"].sees
    unit = client_of(district.unit)
    page = reverse("case", args=[case.uid])
    assert not Notice.objects.filter(organisation=district.units[0]).exists()
    visit, of_activities = Activity.objects.get(parent=case.pk), FLOWS["activity"].sees
    for post, may in (
        (district.unit, False),
        (district.other_member, False),
        (district.member, True),
        (district.general, True),
    ):
        there = Activity.objects.filter(of_activities.twin(post), pk=visit.pk).exists()
        assert (of_activities.test(post, visit), there) == (may, may), "nor of the visit itself, in any list"
    assert unit.get(reverse("case", args=[visit.uid])).status_code == 404
    act(case, "draft", as_=district.general)
    letter = OversightLetter.objects.get(parent=case.pk, unit=district.units[0].pk)
    paper = reverse("oversight_letter", args=[letter.uid, "docx"])
    assert not sees.test(district.unit, case)
    assert (unit.get(page).status_code, unit.get(paper).status_code) == (404, 404)
    draft = client_of(district.general).get(paper)
    assert "（草稿，未签发）" in words_of(draft)
    act(case, "sign", as_=district.leader)
    act(case, "send", as_=district.general, sent_by="party_office")
    shown = unit.get(page).content.decode()
    assert "窗口中午不办事" in shown
    extract = unit.get(reverse("case_ledger", args=[case.uid])).content.decode()
    assert [one for one in ("收费标准没有公示", "群众反映中午没人", "财政局") if one in shown + extract] == []
    words = words_of(unit.get(paper))
    for part in (
        "政协澄江区委员会",
        "政协监督建〔",
        "政务服务窗口午间不断档",
        "民主监督建议书",
        "住房城乡建设局：",
        "一、窗口中午不办事",
        "二、取号机坏了",
    ):
        assert part in words
    assert "收费标准" not in words
    assert unit.get(reverse("oversight_letter", args=[letter.uid, "pdf"])).content.startswith(b"%PDF")
    assert client_of(district.co_unit).get(paper).status_code == 404


def words_of(answer):
    return "\n".join(one.text for one in Document(io.BytesIO(answer.content)).element.body.iter() if one.text)


def test_what_makes_no_sense_is_refused_with_a_sentence_and_leaves_nothing(district):
    with pytest.raises(Missing) as told:
        subject(district, title=" ", units=[], year=1999)
    assert set(told.value.fields) == {"title", "units", "year"}
    assert not Oversight.objects.exists()
    case = subject(district)
    when = {"on": clock.today(), "place": "大厅", "methods": ["site"]}
    with pytest.raises(Refused, match="随机式监督，事先不通知"):
        act(case, "notify", as_=district.general, **when)
    with pytest.raises(BadDate):
        act(case, "go", as_=district.general, **{**when, "on": clock.today() - timedelta(days=2)})
    act(case, "go", as_=district.general, **when)
    with pytest.raises(Missing, match="还没有结束"):
        act(case, "draft", as_=district.general)
    with pytest.raises(NotAllowed):
        act(case, "find", as_=district.other_member, unit=district.units[0], heading="a", found="b", asks="c")
    with pytest.raises(Missing):
        act(case, "find", as_=district.general, unit=district.units[2], heading="a", found="b", asks="c")
    with pytest.raises(Stale):
        act(case, "sign", as_=district.secretary)


def test_a_struck_finding_stands_in_no_letter_and_a_letter_sent_back_is_used_again(district):
    case = gone(district)
    act(case, "draft", as_=district.general)
    act(case, "send_back", as_=district.secretary, why="第三条去掉。")
    third = OversightFinding.objects.get(heading="收费标准没有公示")
    act(case, "strike", as_=district.general, row=third.pk, why="核实不成立。")
    act(case, "draft", as_=district.general)
    act(case, "sign", as_=district.secretary)
    act(case, "send", as_=district.general, sent_by="direct")
    assert sorted(OversightLetter.objects.filter(parent=case.pk).values_list("state", flat=True)) == ["dropped", "sent"]
    assert [row.title for row in items(case)] == ["窗口中午不办事", "取号机坏了"]
    assert not FLOWS["oversight"].sees.test(district.co_unit, case)


def test_a_notice_tells_the_units_and_a_visit_without_findings_ends_there(district):
    case = subject(district, mode="regular")
    act(case, "notify", as_=district.general, on=clock.today(), place="大厅", methods=["talk"])
    assert Notice.objects.filter(organisation=district.units[0], text__contains="开展民主监督").count() == 1
    assert FLOWS["oversight"].sees.test(district.unit, case)
    there = Activity.objects.get(parent=case.pk)
    act(there, "members", as_=district.general, members=[district.member.person_id])
    act(there, "hold", as_=district.general)
    act(case, "nothing", as_=district.general, words="都办得好。")
    assert fresh(case).state == "clear"


def test_the_office_plans_and_keeps_squads_on_pages(district, django_assert_max_num_queries):
    office = client_of(district.general)
    made = office.post(
        reverse("squad_new"),
        {"name": "营商小分队", "people": [district.member.person_id], "head": district.member.person_id},
    )
    assert made.status_code == 302
    row = Squad.objects.get()
    assert office.post(reverse("squad_new"), {"name": "营商小分队", "people": []}).status_code == 422
    assert (
        office.post(
            reverse("squad", args=[row.uid]), {"name": "营商小分队", "people": [district.other_member.person_id]}
        ).status_code
        == 302
    )
    assert [one.person for one in squads.members(row)] == [district.other_member.person]
    given = {
        "title": "食堂卫生",
        "units": [district.units[0].pk],
        "origin": "party",
        "form": "special",
        "mode": "regular",
        "quarter": "2",
        "year": str(clock.today().year),
        "squad": row.pk,
        "key": "k",
    }
    assert office.post(reverse("oversight_new"), {**given, "units": []}).status_code == 422
    for _twice in range(2):
        assert office.post(reverse("oversight_new"), given).status_code == 302
    assert Oversight.objects.count() == 1
    assert "食堂卫生" in words_of(office.get(reverse("oversight_plan")))
    for n in range(12):
        subject(district, title=f"议题 {n}")
    office.get(reverse("oversight"))
    with django_assert_max_num_queries(22):
        assert "议题 7" in office.get(reverse("oversight")).content.decode()
    assert "议题 7" not in client_of(district.member).get(reverse("oversight")).content.decode()
    assert "食堂卫生" in client_of(district.other_member).get(reverse("oversight")).content.decode()
    assert office.post(reverse("squad", args=[row.uid]), {"end": "1"}).status_code == 302
    assert not squads.existing(district.committee).exists()


def announced(district):
    """A ballot whose result was announced at the meeting."""
    case = begin_ballot(district.general, title="当场测评", items="工作作风", names="林知夏\n纸上甲")
    voting.register(case, list(Entitled.objects.filter(case=case.pk).values_list("pk", flat=True)), "here")
    act(case, "start", as_=district.general)
    voting.vote(case, voting.draw(case, district.member), ["good"])
    for step in ("close", "count", "announce"):
        act(case, step, as_=district.general)
    return case


def test_the_secretary_reads_the_activities_of_the_committee(district):
    case = subject(district, mode="regular")
    act(case, "notify", as_=district.general, on=clock.today(), place="大厅", methods=["talk"])
    assert case.title in client_of(district.secretary).get(reverse("activities")).content.decode()


def test_paper_ballots_are_all_alike_and_bear_nothing_that_tells_one_from_another(district):
    case = begin_ballot(district.general, title="年终测评", items="营商环境\n老旧小区", names="林知夏\n纸上甲\n纸上乙")
    office, page = client_of(district.general), reverse("ballot_slips", args=[case.uid])
    shown = office.get(page + "?n=4").content.decode()
    slips = [part.split("</li>")[0] for part in shown.split('slips--ballot" aria-label')[1].split("<li>")[1:]][:4]
    assert len(slips) == 4
    assert len(set(slips)) == 1
    assert slips[0].count("□") == 8
    assert [one for one in ("纸上甲", case.door, case.number) if one in slips[0]] == []
    assert office.get(page).content.decode().count("□") == 3 * 8
    for wrong in ("0", "501", "abc"):
        refused = office.get(f"{page}?n={wrong}")
        assert (refused.status_code, "一次印 1 到 500 张" in refused.content.decode()) == (422, True)


def test_an_appraisal_goes_through_its_three_phases_and_the_unit_reads_what_is_fed_back(district):
    office = client_of(district.general)
    given = {"title": "对住建局工作的民主评议", "unit": district.units[0].pk, "why": "群众反映多。", "key": "a"}
    for _twice in range(2):
        assert office.post(reverse("appraisal_new"), given).status_code == 302
    case = Appraisal.objects.get()
    assert (case.state, case.number) == ("proposed", f"评〔{clock.today().year}〕1号")
    act(case, "approve", as_=district.general, decision="区委常委会第 20 次会议")
    unit, page = client_of(district.unit), reverse("case", args=[case.uid])
    assert unit.get(page).status_code == 404
    act(case, "issue", as_=district.general, words="分三个阶段。")
    voted = announced(district)
    act(case, "meet", as_=district.general, decision="第 9 次常委会会议", ballot=voted.pk)
    with pytest.raises(Missing, match="还没有记下一条评议意见"):
        act(case, "feed_back", as_=district.leader, words="进步明显。")
    act(case, "suggest", as_=district.general, items="1. 公示进度\n2. 听住户")
    told = unit.get(page).content.decode() + unit.get(reverse("case_ledger", args=[case.uid])).content.decode()
    assert [one for one in ("公示进度", "良好", "good", voted.title, "收回") if one in told] == []
    assert voted.title in office.get(page).content.decode()
    act(case, "feed_back", as_=district.leader, words="进步明显。", grade="good")
    told = unit.get(page).content.decode()
    assert [one for one in ("公示进度", "良好", voted.title, "收回 1 张") if one not in told] == []
    for step, post, facts in (
        ("put_right", district.unit, {"words": "公示了。", "file": district.scan(case)}),
        ("again", district.general, {"why": "第二条。"}),
        ("put_right", district.unit, {"words": "都办了。", "file": district.scan(case)}),
        ("follow", district.general, {"verdict": "rectified", "words": "看过。"}),
    ):
        act(case, step, as_=post, **facts)
    assert fresh(case).state == "closed"
    scope = figures.Scope(district.committee, figures.period(district.committee, str(clock.today().year)))
    shown = [figures.REGISTRY[f"appraisals.{name}"].answer(scope).text for name in ("held", "items", "closed")]
    assert shown == ["1", "2", "1"]
    assert case.title in office.get(reverse("appraisals")).content.decode()
    assert ledger.verify(district.committee).sound
