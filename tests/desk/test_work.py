"""My work: what is owed, in groups; many at once; the reading pane; no more queries for three rows than for one."""

from datetime import timedelta

from huiyin.kernel import clock
from huiyin.kernel.act import act
from huiyin.kernel.ids import to_text
from huiyin.kernel.models import Post, Todo
from tests.desk.reading import queries_of


def picks(*cases):
    for case in cases:
        case.refresh_from_db()
    return [f"{to_text(case.pk)}.{case.version}" for case in cases]


def test_a_visitor_is_sent_to_sign_in(client, db):
    assert client.get("/work/").status_code == 302


def test_the_office_sees_what_waits_for_acceptance(district, sign_in):
    district.proposal("submitted", title="关于建设口袋公园的提案")
    page = sign_in(district.office).get("/work/").content.decode()
    assert "您有 1 件事等着办" in page
    assert "关于建设口袋公园的提案" in page
    assert "受理" in page


def test_what_is_late_stands_first_and_is_counted_in_the_title(district, sign_in):
    with clock.frozen(clock.today() - timedelta(days=30)):
        district.proposal("submitted", title="早的")
    district.proposal("submitted", title="新的")
    page = sign_in(district.office).get("/work/").content.decode()
    assert "1 件已逾期" in page
    assert page.index("早的") < page.index("新的")
    only = sign_in(district.office).get("/work/?due=late").content.decode()
    assert "早的" in only
    assert "新的" not in only


def test_what_only_follows_the_work_does_not_bury_it_however_late(district, sign_in):
    with clock.frozen(clock.today() - timedelta(days=90)):
        district.proposal("replied", title="答复了没公开的", co=[])
    district.proposal("submitted", title="今天来的")
    page = sign_in(district.office).get("/work/").content.decode()
    work, after = page.split("答复以后的公开和回头看")
    assert "今天来的" in work.split("todo__group", 1)[1]
    assert "答复了没公开的" in after
    assert "已逾期 · 答复" in page
    assert "答复以后" not in sign_in(district.office).get("/work/?due=late").content.decode()


def test_another_units_work_is_not_shown(district, sign_in):
    district.proposal("assigned", title="只给住建局的", co=[])
    assert "只给住建局的" in sign_in(district.unit).get("/work/").content.decode()
    assert "只给住建局的" not in sign_in(district.third_unit).get("/work/").content.decode()


def test_a_todo_of_a_unit_leads_to_the_page_of_the_proposal(district, sign_in):
    proposal = district.proposal("assigned", co=[])
    assert f'href="/case/{proposal.uid}/"' in sign_in(district.unit).get("/work/").content.decode()


def test_a_member_sees_own_proposals_and_may_write_one(district, sign_in):
    district.proposal("filed", title="我的那一件")
    page = sign_in(district.member).get("/work/").content.decode()
    assert "我的那一件" in page
    assert "已立案" in page
    assert "写一件提案" in page
    assert "我的那一件" not in sign_in(district.other_member).get("/work/").content.decode()


def test_a_leader_is_led_to_the_overview(district, sign_in):
    assert sign_in(district.leader).get("/work/").headers["location"] == "/leader/"


def test_what_a_role_that_nobody_holds_owes_falls_to_the_office(district, sign_in):
    district.proposal("review_f", title="等审定的")
    assert "等审定的" not in sign_in(district.office).get("/work/").content.decode()
    Post.objects.filter(pk=district.director.pk).update(role="unit_head")
    page = sign_in(district.office).get("/work/").content.decode()
    assert "等审定的" in page


def test_one_row_and_three_cost_the_same_queries(district, sign_in):
    client = sign_in(district.unit)
    district.proposal("assigned")
    client.get("/work/")
    one = queries_of(client, "/work/")
    district.proposal("assigned")
    district.proposal("handling")
    assert queries_of(client, "/work/") == one <= 12


def test_one_proposal_of_a_member_and_three_cost_the_same(district, sign_in):
    client = sign_in(district.member)
    district.proposal("replied")
    client.get("/work/")
    one = queries_of(client, "/work/")
    district.proposal("handling")
    district.proposal("replied")
    assert queries_of(client, "/work/") == one <= 12


def test_three_are_accepted_at_once(district, sign_in):
    cases = [district.proposal("submitted") for _ in range(3)]
    answer = sign_in(district.office).post(
        "/work/batch/", {"step": "proposal.accept", "case": picks(*cases)}, follow=True
    )
    assert "“受理”3 件，都记下了" in answer.content.decode()
    for case in cases:
        case.refresh_from_db()
        assert case.state == "review_f"


def test_a_refused_one_is_named_with_its_reason_and_the_others_are_done(district, sign_in):
    good, gone = district.proposal("submitted"), district.proposal("submitted", title="已经往前走的")
    sent = picks(good, gone)
    act(gone, "accept", as_=district.office)
    answer = sign_in(district.office).post("/work/batch/", {"step": "proposal.accept", "case": sent})
    page = answer.content.decode()
    assert "有 1 件没有办成" in page
    assert "已经往前走的" in page
    good.refresh_from_db()
    assert good.state == "review_f"


def test_filing_asks_once_and_leaves_each_its_own_subject(district, sign_in):
    cases = [district.proposal("review_f", subject="经济建设"), district.proposal("review_f", subject="农业农村")]
    client = sign_in(district.director)
    page = client.post("/work/batch/", {"step": "proposal.file", "case": picks(*cases), "token": "t"}).content.decode()
    assert "各按各的" in page
    client.post(
        "/work/batch/", {"step": "proposal.file", "case": picks(*cases), "token": "t", "go": "1", "f-subject": ""}
    )
    for case, subject in zip(cases, ("经济建设", "农业农村"), strict=True):
        case.refresh_from_db()
        assert (case.state, case.subject) == ("filed", subject)


def test_handing_over_takes_the_units_from_each_plan(district, sign_in):
    cases = [district.proposal("planned"), district.proposal("planned", lead=district.units[2], co=[])]
    client = sign_in(district.assigning)
    page = client.post("/work/batch/", {"step": "proposal.assign", "case": picks(*cases)}).content.decode()
    assert "市场监督管理局" in page
    client.post("/work/batch/", {"step": "proposal.assign", "case": picks(*cases), "go": "1"})
    for case in cases:
        case.refresh_from_db()
    assert [case.unit_names for case in cases] == ["住房城乡建设局、财政局", "市场监督管理局"]


def test_a_page_sent_twice_acts_once(district, sign_in):
    case = district.proposal("submitted")
    client, sent = sign_in(district.office), {"step": "proposal.accept", "case": picks(case), "token": "once"}
    client.post("/work/batch/", sent)
    again = client.post("/work/batch/", sent, follow=True)
    assert "没有办成" not in again.content.decode()


def test_a_step_that_is_not_for_many_and_a_foreign_case_are_not_found(district, sign_in):
    case = district.proposal("submitted")
    client = sign_in(district.office)
    assert client.post("/work/batch/", {"step": "proposal.withdraw", "case": picks(case)}).status_code == 404
    other = type(district).build()
    assert (
        sign_in(other.office).post("/work/batch/", {"step": "proposal.accept", "case": picks(case)}).status_code == 404
    )


def test_nothing_chosen_is_said_and_nothing_happens(district, sign_in):
    answer = sign_in(district.office).post("/work/batch/", {"step": "proposal.accept"}, follow=True)
    assert "还没有选" in answer.content.decode()


def test_the_pane_shows_the_case_beside_the_list(district, sign_in):
    case = district.proposal("submitted", situation="电梯停运报修一千多次。")
    client = sign_in(district.office)
    page = client.get(f"/work/?open={case.uid}").content.decode()
    assert "电梯停运报修一千多次" in page
    part = client.get(f"/work/?open={case.uid}", headers={"HX-Request": "true", "HX-Target": "pane"}).content.decode()
    assert "<html" not in part
    assert "电梯停运报修一千多次" in part
    other = type(district).build()
    assert "电梯停运报修一千多次" not in sign_in(other.office).get(f"/work/?open={case.uid}").content.decode()


def test_an_empty_desk_says_so(district, sign_in):
    assert "都办完了" in sign_in(district.third_unit).get("/work/").content.decode()
    assert Todo.objects.filter(closed_at=None).count() == 0
