"""The panel of look-alikes: beside a draft, on a case page, on a page of its own."""

from tests.desk.reading import queries_of, text_of


def test_it_comes_while_a_draft_is_written_and_keeps_nothing(district, sign_in):
    old = district.proposal("closed", title="关于推进老旧小区加装电梯的提案")
    draft = district.draft(title="", situation="", analysis="", items=[])
    client = sign_in(district.member)
    assert 'hx-post="/proposals/alike/"' in text_of(client, f"/proposals/{draft.uid}/write/")
    answer = client.post(
        "/proposals/alike/", {"case": draft.uid, "title": "老小区加梯", "situation": "没有电梯"}
    ).content.decode()
    assert f"/case/{old.uid}/" in answer
    assert "当时的答复" in answer
    draft.refresh_from_db()
    assert draft.title == ""


def test_what_stands_on_another_page_of_the_form_is_read_from_the_draft(district, sign_in):
    old = district.proposal("filed", title="关于推进老旧小区加装电梯的提案")
    draft = district.draft(title="老小区加梯", situation="没有电梯", analysis="", items=[])
    answer = (
        sign_in(district.member).post("/proposals/alike/", {"case": draft.uid, "items": ["建窗口"]}).content.decode()
    )
    assert f"/case/{old.uid}/" in answer


def test_strange_requests_are_no_error(district, sign_in):
    client = sign_in(district.member)
    for data in ({}, {"case": "zzz!"}, {"case": "0000"}, {"title": "，。"}):
        assert client.post("/proposals/alike/", data).status_code == 200
    assert "写下案由" in client.post("/proposals/alike/", {}).content.decode()


def test_a_case_page_leads_to_its_look_alikes(district, sign_in):
    old = district.proposal("closed", title="关于推进老旧小区加装电梯的提案")
    new = district.proposal("submitted", title="关于老小区加梯的提案")
    client = sign_in(district.reviewer)
    assert f'href="/case/{new.uid}/alike/"' in text_of(client, f"/case/{new.uid}/")
    page = text_of(client, f"/case/{new.uid}/alike/")
    assert f"/case/{old.uid}/" in page
    part = client.get(f"/case/{new.uid}/alike/", HTTP_HX_REQUEST="true").content.decode()
    assert "<html" not in part
    assert sign_in(district.third_unit).get(f"/case/{new.uid}/alike/").status_code == 404


def test_one_look_alike_and_three_cost_the_same(district, sign_in):
    case = district.proposal("submitted", title="关于加装电梯的提案")
    district.proposal("closed", title="关于推进加装电梯的提案")
    client = sign_in(district.office)
    one = queries_of(client, f"/case/{case.uid}/alike/")
    for _n in range(2):
        district.proposal("closed", title="关于推进加装电梯的提案")
    assert queries_of(client, f"/case/{case.uid}/alike/") == one <= 22


def test_before_it_is_handed_in_a_draft_is_read_with_care_and_nothing_is_blocked(district, sign_in):
    draft = district.draft(items=["由区住建局进一步加强管理，高度重视"], situation="联系 13800001111。")
    page = text_of(sign_in(district.member), f"/proposals/{draft.uid}/write/?part=submit")
    assert "第 1 条只说了“进一步”" in page
    assert "里面有电话、邮箱或证件号码" in page
    assert "不改也能提交" in page
