"""The case page: who must act, by when and why; what may be done; what happened; and what it costs."""

from datetime import timedelta

import pytest

from huiyin.kernel import clock
from huiyin.kernel.act import act
from huiyin.kernel.models import Link, Todo
from huiyin.proposals.models import KeySupervision
from tests.desk.reading import queries_of, text_of

EVERY_ROLE = ("member", "office", "director", "reviewer", "leader", "assigning", "unit", "co_unit", "unit_head")
STATES = ("draft", "submitted", "review_f", "filed", "planned", "assigned", "handling", "replied", "closed", "archived")


@pytest.mark.parametrize("state", STATES)
def test_the_page_opens_in_every_state_for_everyone_who_sees_the_case(district, sign_in, state):
    proposal = district.proposal(state)
    for role in EVERY_ROLE:
        answer = sign_in(getattr(district, role)).get(f"/case/{proposal.uid}/")
        assert answer.status_code in (200, 404), (state, role)
        if answer.status_code == 200:
            assert "现在该" in answer.content.decode()


@pytest.mark.parametrize("role", EVERY_ROLE)
def test_a_page_costs_at_most_twelve_queries(district, sign_in, role):
    proposal = district.proposal("handling", co=district.units[1:3])
    client = sign_in(getattr(district, role))
    client.get(f"/case/{proposal.uid}/")
    assert queries_of(client, f"/case/{proposal.uid}/") <= 12


def test_the_first_thing_says_who_by_when_and_why(district, sign_in):
    proposal = district.proposal("handling")
    page = text_of(sign_in(district.unit), f"/case/{proposal.uid}/")
    assert "您的单位，住房城乡建设局（主办）" in page
    assert "区政府督查室 邹督查交办" in page
    assert "首次联系提案者" in page or "答复期限" in page
    assert "为什么是" in page


def test_whose_turn_comes_then_is_known_while_a_unit_handles(district, sign_in):
    def then(post):
        page = text_of(sign_in(post), f"/case/{proposal.uid}/")
        return page.split("之后轮到</dt><dd>")[1].split("<")[0]

    proposal = district.proposal("assigned")
    assert then(district.unit) == "主办（独办、分办）单位写答复"
    assert then(district.co_unit) == "会办单位交会办意见", "it owes no reply"
    proposal = district.proposal("handling")
    assert then(district.unit) == then(district.leader) == "交办机关审核通过"
    assert then(district.co_unit) == "住房城乡建设局（主办）写答复", (
        "its opinion goes to the lead unit, not to the proposer"
    )
    act(district.parts(proposal)[1], "co_opinion", as_=district.co_unit, text="同意。")
    assert then(district.member) == "交办机关审核通过"


def test_what_cannot_be_done_yet_stands_with_its_reason_and_the_way(district, sign_in):
    proposal = district.proposal("handling")
    page = text_of(sign_in(district.unit), f"/case/{proposal.uid}/")
    assert "还不能“写答复”" in page
    assert "还没有和提案者沟通的记录" in page
    assert f"?step=contact&amp;on={district.lead(proposal).uid}#step" in page
    assert "还缺财政局的会办意见" in page


def test_a_part_leads_to_the_page_of_the_whole(district, sign_in):
    proposal = district.proposal("handling")
    part = district.lead(proposal)
    answer = sign_in(district.unit).get(f"/case/{part.uid}/?step=contact")
    assert answer.url == f"/case/{proposal.uid}/?step=contact&on={part.uid}"
    assert "登记沟通" in text_of(sign_in(district.unit), answer.url)


def test_nobody_else_finds_it(district, sign_in):
    proposal = district.proposal("handling")
    assert sign_in(district.other_member).get(f"/case/{proposal.uid}/").status_code == 404
    assert sign_in(district.third_unit).get(f"/case/{proposal.uid}/").status_code == 404
    foreign = type(district).build()
    assert sign_in(foreign.office).get(f"/case/{proposal.uid}/").status_code == 404
    assert sign_in(district.office).get("/case/nonsense-il/").status_code == 404


def test_a_visitor_signs_in_first_and_comes_back(district, client):
    proposal = district.proposal("handling")
    assert client.get(f"/case/{proposal.uid}/").url.endswith(f"?next=/case/{proposal.uid}/")


def test_what_happened_is_told_in_sentences_newest_first(district, sign_in):
    proposal = district.proposal("handling")
    page = text_of(sign_in(district.member), f"/case/{proposal.uid}/")
    assert "交办：住房城乡建设局主办，财政局会办。" in page
    assert "提案委主任 苏明远" in page
    assert page.index("承办单位全部签收") < page.index("审定立案") < page.index("提交提案。")


def test_a_clause_about_nothing_is_left_out(district, sign_in):
    proposal = district.proposal("assigned", co=[])
    page = text_of(sign_in(district.member), f"/case/{proposal.uid}/")
    assert "交办：住房城乡建设局主办。" in page


def test_a_voided_act_keeps_its_place_struck_with_the_reason(district, sign_in):
    proposal = district.proposal("review_f")
    client = sign_in(district.director)
    page = text_of(client, f"/case/{proposal.uid}/")
    assert "?void=" in page
    event = page.split("?void=")[1].split("#")[0]
    assert "作废的理由" in text_of(client, f"/case/{proposal.uid}/?void={event}")
    refused = client.post(f"/case/{proposal.uid}/void/{event}/", {"reason": ""})
    assert "请写明作废的理由" in refused.content.decode()
    client.post(f"/case/{proposal.uid}/void/{event}/", {"reason": "材料拿错了"})
    page = text_of(client, f"/case/{proposal.uid}/")
    assert "<s>" in page
    assert "作废：材料拿错了。两条记录都保留。" in page


def test_answers_stand_with_their_suggestions_once_delivered(district, sign_in):
    page = text_of(sign_in(district.member), f"/case/{district.proposal('replied').uid}/")
    assert page.count("已列入今年计划，九月底前办成。") == 2
    assert "采纳" in page


def test_an_answer_on_its_way_is_not_yet_the_proposers(district, sign_in):
    proposal = district.proposal("handling", co=[])
    part = district.lead(proposal)
    act(part, "contact", as_=district.unit, **district.talk())
    act(part, "reply", as_=district.unit, **district.answer(part))
    assert "已列入今年计划" in text_of(sign_in(district.assigning), f"/case/{proposal.uid}/")
    assert "已列入今年计划" not in text_of(sign_in(district.member), f"/case/{proposal.uid}/")


def test_the_records_of_a_case_can_be_taken_away_and_checked_alone(district, sign_in):
    import json

    from huiyin.kernel.seal import FIELDS, seal_of

    proposal = district.proposal("handling")
    text = sign_in(district.office).get(f"/case/{proposal.uid}/ledger/").content.decode()
    events = [json.loads(line) for line in text.splitlines()]
    assert len(events) > 8
    for event in events:
        assert seal_of(event["previous"], event["committee"], [event[name] for name in FIELDS]) == event["seal"]


def test_a_member_sees_an_empty_draft_of_his_own(district, sign_in):
    proposal = district.draft(title="", items=[], situation="", analysis="")
    assert "还没有写案由" in text_of(sign_in(district.member), f"/case/{proposal.uid}/")


def test_acting_as_another_post_is_a_choice_that_is_kept(district, sign_in):
    second = district.post("leader", None, person=district.member.person)
    client = sign_in(district.member)
    client.post("/switch/", {"post": second.pk, "next": "https://elsewhere.example/"})
    assert client.session["post"] == second.pk
    client.post("/switch/", {"post": district.office.pk})
    assert client.session["post"] == second.pk


def test_a_clock_that_stood_still_or_was_moved_says_so(district, sign_in):
    proposal = district.proposal("submitted")
    todo = Todo.objects.get(case=proposal, closed_at=None)
    client, due = sign_in(district.office), todo.due.isoformat()
    page = text_of(client, f"/case/{proposal.uid}/")
    assert "没有延期，没有暂停。" in page
    later = (todo.due + timedelta(days=7)).isoformat()
    todo.history = [
        {"what": "pause", "from": due}, {"what": "resume", "from": due, "to": due, "days": 3},
        {"what": "extend", "from": due, "to": later, "reason": "等区里的方案"},
    ]  # fmt: skip
    todo.save()
    page = text_of(client, f"/case/{proposal.uid}/")
    assert "等区里的方案" in page
    assert "暂停过 3 个工作日" in page


def test_the_class_of_a_reply_is_not_the_proposers_before_the_reply_is(district, sign_in):
    part = district.lead(district.proposal("handling", co=[]))
    act(part, "contact", as_=district.unit, **district.talk())
    act(part, "reply", as_=district.unit, **district.answer(part, scan=district.scan(part)))
    page, records = f"/case/{part.parent.uid}/", f"/case/{part.parent.uid}/ledger/"
    assert "送出答复（A 类）" in text_of(sign_in(district.office), page)
    assert '"step": "reply"' in text_of(sign_in(district.office), records)
    assert "送出答复。" in text_of(sign_in(district.member), page)
    assert '"step": "reply"' not in text_of(sign_in(district.member), records)
    act(part, "pass_reply", as_=district.assigning)
    assert "送出答复（A 类）" in text_of(sign_in(district.member), page)
    assert '"step": "reply"' in text_of(sign_in(district.member), records)


def test_the_proposers_phone_is_for_those_who_call_and_for_nobody_else(district, sign_in):
    proposal = district.proposal("handling", contact_phone="13800001234")
    address = f"/case/{proposal.uid}/"
    for post in (district.unit, district.assigning, district.office):
        assert "13800001234" in text_of(sign_in(post), address)
    for post in (district.leader, district.member):
        assert "13800001234" not in text_of(sign_in(post), address)


def test_a_step_that_is_not_open_says_so(district, sign_in):
    proposal = district.proposal("handling")
    assert "不能“评价答复”" in text_of(sign_in(district.member), f"/case/{proposal.uid}/?step=rate")
    assert "您现在的身份不能办" in text_of(sign_in(district.office), f"/case/{proposal.uid}/?step=reply")


def test_a_linked_case_is_named_only_to_who_may_see_it(district, sign_in):
    mine, other = (
        district.proposal("filed"),
        district.proposal("draft", title="别人还没写完的提案", first_person=district.other_member.person),
    )
    Link.objects.create(committee=district.committee, source=mine, target=other, kind="related", event_id=1)
    assert "别人还没写完的提案" not in sign_in(district.member).get(f"/case/{mine.uid}/").content.decode()


def test_an_office_is_not_offered_to_decide_what_nobody_asked(district, sign_in):
    proposal = district.proposal("handling")
    page = text_of(sign_in(district.assigning), f"/case/{proposal.uid}/")
    assert "催办" in page
    assert "同意调整" not in page
    assert "同意延期" not in page


def test_what_is_owed_is_the_first_button_the_one_filled_and_shows_what_was_asked(district, sign_in):
    """An extension to be granted or refused stands beside the road in the table; on the page of who owes the decision it is the road."""
    lead = district.lead(district.proposal("handling", co=[]))
    until = lead.due + timedelta(days=20)
    act(lead, "ask_extension", as_=district.unit, until=until, reason="要等省里的资金文件。")
    client = sign_in(district.assigning)
    page = text_of(client, f"/case/{lead.parent.uid}/")
    bar = page.split('id="can"')[1].split("</nav>")[0]
    assert bar.index("同意延期") < bar.index("不同意延期") < bar.index("催办")
    assert bar.count("button--main") == 1
    assert bar.split("button--main")[1].split("</a>")[0].endswith("同意延期")
    assert "秦联络申请延期" in page  # what the date runs from
    assert "由后继单位接办" not in page
    assert "要等省里的资金文件。" in text_of(client, f"/case/{lead.parent.uid}/?step=grant_extension#step")
    district.units[0].ends = clock.today() - timedelta(days=1)
    district.units[0].save()
    assert "由后继单位接办" in text_of(client, f"/case/{lead.parent.uid}/")


def test_a_form_of_a_child_is_kept_though_the_page_asks_things_of_the_proposal(district, sign_in):
    case = district.proposal("handling", co=[])
    act(case, "nominate_key", as_=district.office, recommended_by="经济委", why="事关民生。")
    child = KeySupervision.objects.get()
    answer = sign_in(district.director).post(f"/case/{child.uid}/keep/choose/", {"decision": "第 12 次主席会议"})
    assert answer.status_code == 200
    district.set("P-25", 0)
    district.director.committee.refresh_from_db()
    given = {"decision": "第 12 次主席会议", "supervisor": district.leader.person_id}
    done = sign_in(district.director).post(f"/case/{child.uid}/do/choose/", given, follow=True).content.decode()
    assert "已有 1 件，超过了定的 0 件" in done
    assert done.count("领导督办") == 1
