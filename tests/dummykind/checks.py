"""The new kind at work: one door, clocks, ledger, figures, lists and pages, without a line changed elsewhere.

Run by tests/test_adding_a_kind.py in a test session of its own, whose settings hold the kind.
"""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from huiyin.desk.middleware import SESSION_KEY
from huiyin.kernel import clock, figures, ledger
from huiyin.kernel.act import Move, act, act_many, may, open_case
from huiyin.kernel.flow import FLOWS
from huiyin.kernel.models import Event, Notice, Todo
from huiyin.kernel.refusal import BadDate, Missing, NotAllowed
from tests.dummykind.models import Lamp

MONDAY = date(2026, 3, 2)


@pytest.fixture
def lamp(district):
    with clock.frozen(MONDAY):
        return report(district)


def report(district):
    return open_case(
        "lamp", as_=district.member, title="滨河路 12 号灯不亮", place="滨河路", unit_id=district.units[0].pk
    )


def todo(lamp):
    return Todo.objects.get(case=lamp, closed_at=None)


def test_the_house_knows_it_by_its_folder_alone():
    assert FLOWS["lamp"].Model is Lamp
    assert "P-LAMP" in __import__("huiyin.kernel.parameters", fromlist=["REGISTRY"]).REGISTRY


def test_it_opens_with_a_clock_of_its_own(lamp, district):
    assert (lamp.state, lamp.owner_role, lamp.owner_organisation_id) == ("dark", "unit", district.units[0].pk)
    assert (todo(lamp).rule, todo(lamp).due) == ("P-LAMP", date(2026, 3, 9))


def test_its_clock_stops_while_a_part_is_awaited_and_runs_on(lamp, district):
    with clock.frozen(MONDAY + timedelta(days=2)):
        event = act(lamp, "wait", as_=district.unit)
    assert (todo(lamp).paused_on, lamp.state) == (date(2026, 3, 4), "dark")
    assert '"pause"' in event.facts
    with clock.frozen(MONDAY + timedelta(days=9)):
        act(lamp, "part_came", as_=district.unit)
    assert (todo(lamp).paused_on, todo(lamp).due) == (None, date(2026, 3, 16))
    assert [line["what"] for line in todo(lamp).history] == ["pause", "resume"]


def test_its_date_is_moved_by_a_named_act_with_a_reason(lamp, district):
    with clock.frozen(MONDAY):
        act(lamp, "allow", as_=district.office, span="5wd", why="整段换线")
        assert (todo(lamp).due, todo(lamp).history[0]["reason"]) == (date(2026, 3, 16), "整段换线")
        with pytest.raises(BadDate):
            act(lamp, "allow", as_=district.office, span="许久", why="x")
    lamp.refresh_from_db()
    assert lamp.due == date(2026, 3, 16)


def test_it_is_mended_and_counted_with_its_rows(lamp, district):
    with pytest.raises(Missing):
        act(lamp, "mend", as_=district.unit, cost="很多")
    with pytest.raises(NotAllowed):
        act(lamp, "mend", as_=district.co_unit, cost="80.5")
    act_many([Move(lamp, "mend", {"cost": "80.5"})], as_=district.unit)
    scope = figures.Scope(district.committee, figures.period(district.committee, "all"))
    shown = {
        name: figures.REGISTRY[f"lamps.{name}"].answer(scope).value for name in ("reported", "mended", "cost", "rate")
    }
    assert shown == {"reported": 1, "mended": 1, "cost": Decimal("80.50"), "rate": Decimal("100.0")}
    assert Notice.objects.filter(text__contains="已修好").exists()
    assert ledger.verify(district.committee).faults == []


def test_list_and_single_case_agree(lamp, district):
    flow = FLOWS["lamp"]
    for post in district.posts.values():
        assert flow.sees.test(post, lamp) == Lamp.objects.filter(flow.sees.twin(post), pk=lamp.pk).exists()
        for line in flow.steps:
            assert may(line, post, lamp) == Lamp.objects.filter(line.who.twin(post), pk=lamp.pk).exists()


@pytest.fixture
def as_unit(client, district):
    client.force_login(district.unit.person, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    session[SESSION_KEY] = district.unit.pk
    session.save()
    return client


def test_it_has_its_page_its_button_and_its_form(lamp, as_unit):
    page = as_unit.get(f"/case/{lamp.uid}/").content.decode()
    assert "滨河路 12 号灯不亮" in page
    assert "修好了" in page
    assert "花费（元）" in as_unit.get(f"/case/{lamp.uid}/?step=mend").content.decode()


def test_a_step_is_taken_through_its_page(lamp, as_unit):
    sent = {"cost": "80.5", "key": "k1", "seen": str(lamp.version)}
    assert as_unit.post(f"/case/{lamp.uid}/do/mend/", sent).status_code in (200, 302, 303)
    assert Event.objects.filter(case=lamp, step="mend").count() == 1
    assert "花费 80.5 元" in as_unit.get(f"/case/{lamp.uid}/").content.decode()


def test_it_stands_in_the_work_of_its_unit(lamp, as_unit):
    assert "滨河路 12 号灯不亮" in as_unit.get("/work/").content.decode()


def test_nobody_else_finds_it(lamp, client, district):
    client.force_login(district.co_unit.person, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(f"/case/{lamp.uid}/").status_code == 404
