"""The catalogue: scoped, filtered, sorted, paged, exported; no more queries for three rows than for one."""

import io
import re
from datetime import date

import openpyxl
import pytest

from huiyin.kernel.models import Period
from tests.desk.reading import queries_of, text_of


def test_the_office_sees_every_proposal_and_a_unit_only_its_own(district, sign_in):
    district.proposal("handling", title="住建局办的")
    district.proposal("filed", title="还没交办的")
    page = text_of(sign_in(district.office), "/proposals/")
    assert "2 件提案" in page
    mine = text_of(sign_in(district.unit), "/proposals/")
    assert "住建局办的" in mine
    assert "还没交办的" not in mine
    assert "住建局办的" not in text_of(sign_in(district.third_unit), "/proposals/")


def test_a_draft_is_nobody_elses_to_read(district, sign_in):
    district.draft(title="还在写的")
    assert "还在写的" not in text_of(sign_in(district.office), "/proposals/")


def test_another_committee_is_not_there(district, sign_in):
    district.proposal("filed", title="这里的")
    other = type(district).build()
    assert "这里的" not in text_of(sign_in(other.office), "/proposals/?session=all")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?state=filed", ["甲案"]),
        ("?state=review_f", ["乙案"]),
        ("?subject=农业农村", ["乙案"]),
        ("?q=甲案", ["甲案"]),
        ("?q=001", ["甲案"]),
        ("?look=late", []),
        ("?state=nonsense", ["甲案", "乙案"]),
        ("?session=all", ["甲案", "乙案"]),
    ],
)
def test_the_address_filters(district, sign_in, query, found):
    district.proposal("filed", title="甲案", subject="经济建设")
    district.proposal("review_f", title="乙案", subject="农业农村")
    page = text_of(sign_in(district.office), f"/proposals/{query}")
    assert [name for name in ("甲案", "乙案") if f">{name}</a>" in page] == found


def test_the_list_shows_the_current_session_unless_asked(district, sign_in):
    old = Period.objects.create(
        committee=district.committee, kind="session", code="9-4", name="九届四次会议", year=2025, opens=date(2025, 1, 8)
    )
    district.proposal("filed", title="今年的")
    district.proposal("filed", title="去年的", session=old)
    client = sign_in(district.office)
    assert "去年的" not in text_of(client, "/proposals/")
    assert "今年的" not in text_of(client, "/proposals/?session=9-4")


def test_one_row_and_three_cost_the_same_queries(district, sign_in):
    for post in (district.office, district.unit):
        client = sign_in(post)
        district.proposal("handling")
        client.get("/proposals/")
        one = queries_of(client, "/proposals/")
        district.proposal("handling")
        district.proposal("closed")
        assert queries_of(client, "/proposals/") == one <= 12


def test_the_excel_holds_the_filtered_rows_and_no_formula_runs(district, sign_in):
    district.proposal("filed", title='=HYPERLINK("http://x")')
    district.proposal("review_f", title="不在里面的")
    answer = sign_in(district.office).get("/proposals/export/?state=filed")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    titles = [row[3].value for row in sheet.iter_rows(min_row=2)]
    assert titles == ['=HYPERLINK("http://x")']
    assert all(row[3].data_type == "s" for row in sheet.iter_rows(min_row=2))
    assert "attachment" in answer.headers["content-disposition"]


def test_a_unit_exports_no_more_than_it_sees(district, sign_in):
    district.proposal("filed", title="看不到的")
    answer = sign_in(district.unit).get("/proposals/export/")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert [row[3].value for row in sheet.iter_rows(min_row=2)] == []


def test_nothing_found_says_what_to_do(district, sign_in):
    assert "没有符合的提案" in text_of(sign_in(district.office), "/proposals/?q=没有这样的")


def test_by_number_and_what_has_none_at_the_end(district, sign_in):
    district.proposal("review_f", title="没有号的")
    district.proposal("filed", title="有号的")
    page = text_of(sign_in(district.office), "/proposals/")
    assert page.index("有号的</a>") < page.index("没有号的</a>")


def picked(page):
    return re.findall(r'name="case" value="([^"]+)"', page)


def test_many_are_picked_from_the_filtered_list_and_what_cannot_be_done_is_named(district, sign_in):
    client = sign_in(district.office)
    cases = [district.proposal("submitted", title=f"关于{name}的提案") for name in "甲乙"]
    closed = district.proposal("closed", title="关于丙的提案")
    district.proposal("handling", title="关于丁的提案")
    page = text_of(client, "/proposals/")
    assert len(picked(page)) == 3, "what is in hand waits for nobody here"
    narrowed = text_of(client, "/proposals/?state=submitted")
    assert ('value="proposal.accept"' in narrowed, "归档" in narrowed.split("data-batch")[1]) == (True, False)
    sent = {"step": "proposal.accept", "case": picked(page), "token": "t", "back": "/proposals/?state=submitted"}
    answer = client.post("/work/batch/", sent).content.decode()
    assert "有 1 件没有办成" in answer
    assert "关于丙的提案" in answer
    assert 'href="/proposals/?state=submitted"' in answer
    assert [fresh(case).state for case in (*cases, closed)] == ["review_f", "review_f", "closed"]


def test_who_takes_no_step_from_here_has_nothing_to_tick(district, sign_in):
    district.proposal("handling")
    for post in (district.unit, district.leader, district.member):
        page = text_of(sign_in(post), "/proposals/")
        assert (picked(page), "data-batch" in page) == ([], False)


def fresh(case):
    return type(case).objects.get(pk=case.pk)
