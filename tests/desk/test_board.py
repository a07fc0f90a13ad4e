"""The board: every clock, overdue first, by unit; urging; the same as Excel; no more queries for three rows than for one."""

import io
from datetime import timedelta

import openpyxl
import pytest

from huiyin.kernel import clock
from huiyin.kernel.models import Event, Notice
from tests.desk.reading import queries_of, text_of


def late(district, days=120, state="handling", **more):
    """A proposal handed over so long ago that its reply is late."""
    with clock.frozen(clock.today() - timedelta(days=days)):
        return district.proposal(state, **more)


def test_what_is_late_stands_first_with_its_unit(district, sign_in):
    district.proposal("handling", title="不急的", co=[])
    late(district, title="晚了的", co=[])
    page = text_of(sign_in(district.office), "/board/")
    assert "在办 2 件，1 件逾期" in page
    assert page.index("晚了的") < page.index("不急的")
    assert "住房城乡建设局" in page


def test_an_assigning_office_sees_its_own_units_only(district, sign_in):
    district.proposal("handling", title="政府口的", co=[])
    assert "政府口的" in text_of(sign_in(district.assigning), "/board/")
    assert "政府口的" not in text_of(sign_in(district.other_assigning), "/board/")


@pytest.mark.parametrize("name", ["member", "unit", "system_admin"])
def test_others_have_no_board(district, sign_in, name):
    assert sign_in(district.posts[name]).get("/board/").status_code == 403


def test_the_board_is_narrowed_by_unit_by_day_and_by_step(district, sign_in):
    late(district, title="晚了的", co=[])
    district.proposal("assigned", title="财政的", lead=district.units[1], co=[])
    client = sign_in(district.leader)
    assert "晚了的" not in text_of(client, f"/board/?unit={district.units[1].pk}")
    assert "财政的" not in text_of(client, "/board/?due=late")
    assert "晚了的" not in text_of(client, "/board/?state=pending")
    assert "财政的" in text_of(client, "/board/?state=pending")


def test_one_row_and_three_cost_the_same_queries(district, sign_in):
    for post in (district.assigning, district.leader):
        client = sign_in(post)
        district.proposal("handling")
        client.get("/board/")
        one = queries_of(client, "/board/")
        district.proposal("handling")
        late(district)
        assert queries_of(client, "/board/") == one <= 12


def test_by_unit_tells_what_each_has_in_hand_and_has_answered(district, sign_in):
    late(district)
    district.proposal("replied", lead=district.units[2], co=[])
    client = sign_in(district.office)
    page = text_of(client, "/board/units/")
    assert "市场监督管理局" in page
    assert "100.0%" in page
    one = queries_of(client, "/board/units/")
    district.proposal("handling", lead=district.units[3], co=[])
    assert queries_of(client, "/board/units/") == one <= 12


def test_urging_names_the_late_ones_and_writes_to_each_unit(district, sign_in):
    late(district, title="晚了的", co=[])
    district.proposal("handling", title="不急的", co=[])
    client = sign_in(district.assigning)
    page = client.post("/board/urge/").content.decode()
    assert "催办：1 件" in page
    assert "晚了的" in page
    assert "不急的" not in page
    pick = page.split('name="case" value="')[1].split('"')[0]
    told = Notice.objects.count()
    answer = client.post(
        "/work/batch/",
        {"step": "assignment.urge", "case": [pick], "go": "1", "f-words": "请本周答复", "back": "/board/"},
        follow=True,
    )
    assert "1 件已经“催办”" in answer.content.decode()
    assert Event.objects.filter(step="urge").count() == 1
    assert Notice.objects.count() == told + 1


def test_nothing_late_needs_no_urging(district, sign_in):
    district.proposal("handling")
    assert "不用催" in sign_in(district.office).post("/board/urge/", follow=True).content.decode()


def test_a_leader_does_not_urge(district, sign_in):
    assert sign_in(district.leader).post("/board/urge/").status_code == 403


def test_the_excel_holds_the_board(district, sign_in):
    late(district, title="晚了的", co=[])
    answer = sign_in(district.office).get("/board/export/?due=late")
    rows = list(openpyxl.load_workbook(io.BytesIO(answer.content)).active.iter_rows(min_row=2, values_only=True))
    assert [row[1] for row in rows] == ["晚了的"]
    assert rows[0][7] < 0
