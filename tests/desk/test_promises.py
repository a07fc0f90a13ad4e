"""The board of promises: every promise that a reader may see, the overdue first, with what became of it."""

import io
from datetime import timedelta

import openpyxl

from huiyin.kernel import clock
from huiyin.kernel.act import act
from tests.desk.reading import queries_of, text_of
from tests.stories.promises import promising

PAGE = "/board/promises/"


def lines_of(client, url=f"{PAGE}export/"):
    """(unit, number of changes, state) of each line of the sheet."""
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(url).content)).active
    return [(row[3], row[7], row[8]) for row in sheet.iter_rows(min_row=2, values_only=True)]


def test_the_board_follows_every_promise_to_its_end_for_whom_it_concerns(district, sign_in):
    housing, finance = district.units[0], district.units[1]
    with clock.frozen(clock.today() - timedelta(days=20)):
        _case, _lead, late = promising(district, days=10)
        *_rest, moved = promising(district, days=30)
        act(moved, "ask_change", as_=district.unit, by=moved.by + timedelta(days=60), why="管线迁改比预想的慢。")
        act(moved, "allow_change", as_=district.assigning)
        *_rest, soon = promising(district, days=30)
        *_rest, kept = promising(district, days=30)
        act(kept, "report", as_=district.unit, text="二十台都装好了。")
        act(kept, "verify", as_=district.office)
        *_rest, gone = promising(district, days=30)
        act(gone, "fail", as_=district.unit, why="地质条件不允许。")
        elsewhere = district.lead(district.proposal("handling", lead=finance, co=[]))
        promising(district, days=15, part=elsewhere)
    act(soon, "ask_change", as_=district.unit, by=soon.by + timedelta(days=9), why="汛期。")
    client = sign_in(district.office)
    page = text_of(client, PAGE)
    for said in (
        "6 项承诺，2 项逾期",
        "改过 1 次",
        "申请改到",
        "明年三月底前加装 20 台。",
        "李科长",
        "承诺兑现率 16.7%",
    ):
        assert said in page, said
    assert lines_of(client) == [
        (housing.name, 0, "已逾期"), (finance.name, 0, "已逾期"), (housing.name, 0, "30日内到期"), (housing.name, 1, "按期兑现中"),
        (housing.name, 0, "未能兑现"), (housing.name, 0, "已兑现"),
    ]  # fmt: skip
    assert lines_of(client, f"{PAGE}export/?unit={finance.pk}&state=late") == [(finance.name, 0, "已逾期")]
    assert lines_of(client, f"{PAGE}export/?unit=²&state=nothing") == lines_of(client), (
        "what is unknown narrows nothing"
    )
    assert "这里没有承诺事项" in text_of(client, f"{PAGE}?unit={finance.pk}&state=kept")
    assert queries_of(client, PAGE) <= 16
    counts = {
        name: len(lines_of(sign_in(district.posts[name]))) for name in ("unit", "unit_head", "co_unit", "third_unit")
    }
    assert counts == {"unit": 5, "unit_head": 5, "co_unit": 1, "third_unit": 0}
    counts = {
        name: len(lines_of(sign_in(district.posts[name])))
        for name in ("assigning", "other_assigning", "member", "other_member")
    }
    assert counts == {"assigning": 6, "other_assigning": 0, "member": 6, "other_member": 0}
    assert "还没有承诺事项" in text_of(sign_in(district.other_member), PAGE)
    assert PAGE in text_of(sign_in(district.member), "/proposals/")
    assert PAGE in text_of(sign_in(district.leader), "/board/")
    assert late.parent.title in page


def test_one_promise_and_three_cost_the_same_queries(district, sign_in):
    promising(district)
    client = sign_in(district.office)
    one = queries_of(client, PAGE)
    for _ in range(2):
        promising(district)
    assert queries_of(client, PAGE) == one <= 16
