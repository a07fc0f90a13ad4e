"""The board: every clock, overdue first, by unit; urging; the same as Excel; no more queries for three rows than for one."""

import io
import re
from datetime import timedelta

import openpyxl
import pytest

from huiyin.handling.models import Assignment
from huiyin.kernel import clock
from huiyin.kernel.act import act
from huiyin.kernel.models import Event, Notice, Period, Todo
from tests.desk.reading import queries_of, text_of


def late(district, days=120, state="handling", **more):
    """A proposal handed over so long ago that its reply is late."""
    with clock.frozen(clock.today() - timedelta(days=days)):
        return district.proposal(state, **more)


def test_what_is_late_stands_first_with_its_unit(district, sign_in):
    district.proposal("handling", title="不急的", co=[])
    late(district, title="晚了的", co=[])
    page = text_of(sign_in(district.office), "/board/")
    assert "在办 2 件次，1 件次逾期" in page
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
    assert "“催办”1 件，都记下了" in answer.content.decode()
    assert Event.objects.filter(step="urge").count() == 1
    assert Notice.objects.count() == told + 1


def test_chosen_parts_are_urged_and_replies_passed_together(district, sign_in):
    district.set("P-18", True)
    parts = [district.lead(district.proposal("handling", title=f"关于{name}的提案", co=[])) for name in "甲乙"]
    waiting = district.lead(district.proposal("handling", title="关于丙的提案", co=[]))
    for step, facts in (("contact", district.talk()), ("reply", district.answer(waiting))):
        act(waiting, step, as_=district.unit, **facts)
    client = sign_in(district.assigning)
    page = text_of(client, "/board/")
    picks = dict(
        zip(re.findall(r"选中 关于(.)的", page), re.findall(r'name="case" value="([^"]+)"', page), strict=True)
    )
    asked = client.post("/work/batch/", {"step": "assignment.urge", "case": [*picks.values()]}).content.decode()
    assert "催办：3 件" in asked
    sent = {"step": "assignment.urge", "case": [*picks.values()], "go": "1", "f-words": "请本周答复", "back": "/board/"}
    refused = client.post("/work/batch/", sent).content.decode()
    assert ("关于丙的提案" in refused, "待审核" in refused) == (True, True)
    assert Event.objects.filter(step="urge", case__in=[part.pk for part in parts]).count() == 2
    sent = {"step": "assignment.pass_reply", "case": [picks["丙"]], "go": "1", "back": "/board/"}
    assert "1 件，都记下了" in client.post("/work/batch/", sent, follow=True).content.decode()
    assert 'value="assignment.pass_reply"' not in text_of(sign_in(district.office), "/board/")
    assert "data-batch" not in text_of(sign_in(district.leader), "/board/")


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


def test_a_part_is_as_late_as_its_soonest_open_clock_on_every_page(district, sign_in):
    """Nobody has talked with the proposer for fifty days; the reply itself has forty more."""
    with clock.frozen(clock.today() - timedelta(days=50)):
        proposal = district.proposal("handling", title="没有联系的", co=[])
    part = district.lead(proposal)
    contact = Todo.objects.get(case=part.pk, step="contact", closed_at=None)
    assert contact.due < clock.today() < part.due
    words = f"逾期 {(clock.today() - contact.due).days} 天"
    for post, page in (
        (district.office, "/board/"), (district.leader, "/leader/"), (district.office, "/proposals/"), (district.office, f"/case/{proposal.uid}/"),
        (district.unit, "/work/"), (district.unit, f"/case/{proposal.uid}/"), (district.member, "/work/"),
    ):  # fmt: skip
        assert words in text_of(sign_in(post), page), page
    assert "没有联系的" in text_of(sign_in(district.office), "/proposals/?look=late")


def test_what_was_urged_today_says_so_and_is_not_urged_again(district, sign_in):
    proposal = late(district, title="催过的", co=[])
    client = sign_in(district.assigning)
    assert "催办逾期的 1 件次" in text_of(client, "/board/")
    act(district.lead(proposal), "urge", as_=district.assigning)
    page = text_of(client, "/board/")
    assert "今天已催 1 件次" in page
    assert page.count("今天已催") == 2, "in the head and beside the row"
    assert "催办逾期的" not in page
    assert "逾期的今天都催过了" in client.post("/board/urge/", follow=True).content.decode()
    late(district, title="没催的", co=[])
    page = client.post("/board/urge/").content.decode()
    assert "没催的" in page
    assert "催过的" not in page
    with clock.frozen(clock.now() + timedelta(days=1)):
        page = text_of(client, "/board/")
        assert "催办逾期的 2 件次" in page
        assert "今天已催" not in page


def test_role_and_session_narrow_the_board_too(district, sign_in):
    district.proposal("handling", title="两家办的")
    client = sign_in(district.leader)
    assert "在办 2 件次" in text_of(client, "/board/")
    page = text_of(client, "/board/?role=co")
    assert "在办 1 件次" in page
    assert "财政局 <span" in page
    assert "在办 2 件次" in text_of(client, "/board/?session=9-5&role=nonsense&unit=x&due=y")
    Period.objects.create(committee=district.committee, kind="session", code="9-4", name="九届四次会议", year=2025)
    assert "现在没有在办的" in text_of(client, "/board/?session=9-4")


def test_parts_of_what_is_closed_are_in_nobodys_hand(district, sign_in):
    district.proposal("closed", title="办结的")
    district.proposal("archived", title="归档的")
    page = text_of(sign_in(district.office), "/board/")
    assert "现在没有在办的" in page


def test_history_without_a_day_is_counted_by_itself(district, sign_in):
    part = district.lead(district.proposal("assigned", title="去年的", co=[]))
    Todo.objects.filter(case=part.pk).update(due=None)
    Assignment.objects.filter(pk=part.pk).update(source="imported", due=None, soonest=None)
    page = text_of(sign_in(district.office), "/board/")
    assert "另有 1 件次历史件" in page
    assert "去年的" not in page
    assert "历史件" in text_of(sign_in(district.unit), "/work/")


def test_the_rate_of_a_unit_is_a_figure_with_its_rows(district, sign_in):
    district.proposal("replied", title="答了的", co=[])
    district.proposal("handling", title="没答的", co=[])
    district.proposal("handling", title="别家的", lead=district.units[2], co=[])
    client, unit = sign_in(district.office), district.units[0]
    page = text_of(client, "/board/units/")
    address = f"/figures/proposals.unit_reply_rate/?period=9-5&amp;unit={unit.pk}"
    assert address in page
    assert ">1／2<" in page
    figure = text_of(client, address.replace("&amp;", "&"))
    assert "50.0<small>%" in figure
    assert "住房城乡建设局 · 九届五次会议" in figure
    assert "没答的" in figure
    assert "别家的" not in figure
    assert "别家的" in text_of(client, "/figures/proposals.unit_reply_rate/?period=9-5")


def test_a_number_of_a_unit_leads_to_a_board_of_that_many(district, sign_in):
    late(district, title="晚了的", co=[])
    district.proposal("handling", title="不急的", co=[])
    client, unit = sign_in(district.leader), district.units[0]
    address = f"/board/?unit={unit.pk}&amp;due=late"
    for page in ("/leader/", "/board/units/?session=all"):
        assert f'href="{address}">1</a>' in text_of(client, page), page
    board = text_of(client, address.replace("&amp;", "&"))
    assert "晚了的" in board
    assert "不急的" not in board
