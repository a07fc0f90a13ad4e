"""Whom to call about what, on paper and in Excel; and the same as a text for the group, without a person in it."""

import io
from datetime import timedelta

import openpyxl
import pytest

from huiyin.kernel import clock
from huiyin.kernel.act import act
from huiyin.kernel.models import Person
from huiyin.people.models import Unit
from tests.desk.reading import queries_of, text_of


@pytest.fixture
def waiting(district):
    """A reply four months late, one that waits for its rating, and an invitation without an answer; everybody has a number."""
    for post, phone in (
        ("unit", "13811110001"),
        ("member", "13811110002"),
        ("other_member", "13811110003"),
        ("office", "13811110009"),
    ):
        Person.objects.filter(pk=district.posts[post].person_id).update(phone=phone)
    Unit.objects.filter(pk=district.units[0].pk).update(phone="0510-8000")
    with clock.frozen(clock.today() - timedelta(days=130)):
        late = district.proposal("handling", title="关于电梯的提案", co=[])
    rated = district.proposal("replied", title="关于公园的提案", co=[])
    draft = district.draft(title="关于菜场的提案")
    act(draft, "invite", as_=district.member, people=[district.other_member.person_id])
    return late, rated, draft


def test_the_office_calls_units_and_members(district, sign_in, waiting):
    page = text_of(sign_in(district.office), "/board/calls/")
    assert "要打 3 个电话" in page
    for said in (
        "关于电梯的提案",
        "秦联络",
        "13811110001",
        "0510-8000",
        "关于公园的提案",
        "13811110002",
        "关于菜场的提案",
        "13811110003",
    ):
        assert said in page
    assert "13811110009" not in page


def test_the_assigning_office_has_the_numbers_of_units_alone(district, sign_in, waiting):
    page = text_of(sign_in(district.assigning), "/board/calls/")
    assert ("13811110001" in page, "13811110002" in page, "13811110003" in page) == (True, False, False)
    assert "要打 0 个电话" not in text_of(sign_in(district.other_assigning), "/board/calls/")
    assert "今天没有要打的电话" in text_of(sign_in(district.other_assigning), "/board/calls/")


def test_nobody_else_has_the_list(district, sign_in, waiting):
    for name in ("unit", "member", "leader", "reviewer", "station"):
        assert sign_in(district.posts[name]).get("/board/calls/").status_code == 403
        assert sign_in(district.posts[name]).get("/board/calls/export/").status_code == 403


def test_it_is_taken_away_as_excel_a_line_a_case(district, sign_in, waiting):
    answer = sign_in(district.office).get("/board/calls/export/")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert [(row[1], row[4], row[5]) for row in rows] == [
        ("住房城乡建设局", "关于电梯的提案", "登记沟通"), ("林知夏", "关于公园的提案", "评价答复"), ("周其远", "关于菜场的提案", "答复联名邀请"),
    ]  # fmt: skip
    assert (rows[0][2], rows[0][7] > 0) == ("单位 0510-8000、秦联络 13811110001", True)


def test_the_text_for_the_group_names_bodies_and_cases_and_no_person(district, sign_in, waiting):
    def text(post, url):
        return text_of(sign_in(post), url).split("readonly")[1].split(">", 1)[1].split("</textarea>")[0]

    for post, url in (
        (district.office, "/board/calls/"),
        (district.assigning, "/board/calls/"),
        (district.unit, "/notices/"),
    ):
        said = text(post, url)
        assert "第001号《关于电梯的提案》：登记沟通，期限" in said
        assert "住房城乡建设局" in said
        assert "已逾期" in said
        assert [one for one in ("1381111", "秦联络", "林知夏", "0510", "关于菜场") if one in said] == []
    assert "readonly" not in text_of(sign_in(district.member), "/notices/"), "a member's tasks are nobody's affair"


def test_urging_offers_the_text_beside_the_form(district, sign_in, waiting):
    page = sign_in(district.assigning).post("/board/urge/").content.decode()
    assert "【提案督办】" in page
    assert 'data-copy="say"' in page


def test_the_list_is_narrowed_as_the_board_is(district, sign_in, waiting):
    client = sign_in(district.assigning)
    assert f"/board/calls/?unit={district.units[0].pk}" in text_of(client, f"/board/?unit={district.units[0].pk}")
    assert "关于电梯的提案" in text_of(client, f"/board/calls/?unit={district.units[0].pk}")
    assert "关于电梯的提案" not in text_of(client, f"/board/calls/?unit={district.units[1].pk}")


def test_one_call_and_three_cost_the_same_queries(district, sign_in, waiting):
    client = sign_in(district.office)
    one = queries_of(client, "/board/calls/")
    with clock.frozen(clock.today() - timedelta(days=130)):
        for unit in district.units[:3]:
            district.proposal("handling", lead=unit, co=[])
    district.proposal("replied", co=[])
    assert queries_of(client, "/board/calls/") == one <= 16
