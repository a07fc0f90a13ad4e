"""Investment (DOMAIN 3.7, R-221 to R-223): signed is not landed is not arrived is not completed; is at and ever reached; readings reversed, never changed."""

from dataclasses import fields
from datetime import date, timedelta
from decimal import Decimal

import pytest

from huiyin.initiatives import models, raising
from huiyin.initiatives.models import Investment, InvestTalk, Reading
from huiyin.kernel import clock, figures, ledger
from huiyin.kernel.act import act
from huiyin.kernel.figures import Figure, Rate, Source
from huiyin.kernel.models import Todo
from huiyin.kernel.refusal import BadDate, Missing, NotAllowed
from tests.initiatives.walks import fresh, signed

TODAY = date(2026, 5, 30)


def asked(district, as_of=TODAY, known_on=None):
    scope = figures.Scope(district.committee, figures.period(district.committee, "2026"), as_of, known_on)
    return lambda name: figures.REGISTRY[f"investment.{name}"].answer(scope).text


@pytest.fixture(autouse=True)
def on_30_may():
    with clock.frozen(TODAY):
        yield


def contracted(district, case, target):
    act(case, "contract", as_=district.general, holder=district.leader.person_id, year="2026", target=target)


def test_of_each_stage_is_at_and_ever_reached_are_counted_with_their_days_and_amounts(district):
    case = raising.lead(district.general, title="智能装备产业园", about="商会推荐")
    assert case.number == "招〔2026〕1号"
    todo = Todo.objects.get(case=case, closed_at=None)
    assert (todo.step, todo.rule) == ("advance", "P-56")
    say = lambda **facts: act(case, "advance", as_=district.general, **facts)  # noqa: E731
    with pytest.raises(BadDate, match="不能更早"):
        say(stage="contact", on=TODAY - timedelta(days=1))
    with pytest.raises(BadDate, match="还没到"):
        say(stage="contact", on=TODAY + timedelta(days=1))
    with pytest.raises(Missing, match="计划总投资"):
        say(stage="planning", on=TODAY)
    with pytest.raises(Missing, match="还没有登记“签约”"):
        say(stage="landed", on=TODAY, landed="1", proof=district.scan(case))
    say(stage="contact", on=TODAY)
    say(stage="planning", on=TODAY, planned="150000")
    assert [asked(district)(name) for name in ("at_planning", "planned", "planned_amount", "contacts")] == [
        "1",
        "1",
        "150,000",
        "1",
    ]
    signing = {"parties": "区政府和某公司", "channel": "cppcc", "introducer": "商会", "agreement": district.scan(case)}
    with pytest.raises(Missing, match="小数点后两位"):
        say(stage="signed", on=TODAY, signed="41300.005", **signing)
    with pytest.raises(Missing, match="从 0 起"):
        say(stage="signed", on=TODAY, signed="-1", **signing)
    event = say(stage="signed", on=TODAY, signed="41300", **signing)
    assert [asked(district)(name) for name in ("at_planning", "planned", "signed_here_amount", "landed_amount")] == [
        "0",
        "1",
        "41,300",
        "0",
    ]
    with pytest.raises(Missing, match="多过签约的 41300.00 万元"):
        say(stage="landed", on=TODAY, landed="41301", proof=district.scan(case))
    ledger.void(event, as_=district.general, reason="金额写错了。")
    assert (fresh(case).stage, asked(district)("at_planning"), asked(district)("signed_amount")) == (
        "planning",
        "1",
        "0",
    )
    signing["agreement"] = district.scan(case)
    say(stage="signed", on=TODAY, signed="40000", **signing)
    say(stage="landed", on=TODAY, landed="41301", proof=district.scan(case), why="追加了二期用地。")
    assert [asked(district)(name) for name in ("signed_amount", "landed_signed", "landed_amount", "landing_rate")] == [
        "40,000", "40,000", "41,301", "100.0%",
    ]  # fmt: skip
    other = raising.lead(district.general, title="观光农场")
    act(other, "advance", as_=district.general, stage="lost", on=TODAY, why="选址没谈成。")
    assert (fresh(other).lost_why, asked(district)("lost"), asked(district)("leads")) == ("选址没谈成。", "1", "2")
    assert not ledger.verify(district.committee).faults


def test_readings_are_cumulative_and_only_a_reversing_entry_corrects_them(district):
    case = signed(district, on=TODAY)

    def say(on, completed, as_=district.general, **facts):
        return act(case, "read", as_=as_, on=on, completed=completed, **facts)

    with pytest.raises(Missing, match="还没有包抓领导"):
        say(TODAY, "10")
    with pytest.raises(Missing, match="大于 0"):
        contracted(district, case, "0")
    contracted(district, case, "15000")
    with pytest.raises(Missing, match="目标已经定了 15000.00 万元"):
        contracted(district, case, "14000")
    with pytest.raises(NotAllowed):
        say(TODAY, "10", as_=district.unit)
    act(case, "take_on", as_=district.general, body=district.units[0].pk)
    with clock.frozen(date(2026, 4, 30)), pytest.raises(BadDate, match="早于上一步"):
        say(date(2026, 4, 30), "10")
    say(date(2026, 3, 31), "3000", as_=district.unit, arrived="2500", total="3000")
    say(date(2026, 5, 30), "7600")
    with pytest.raises(Missing, match="已经有一次读数"):
        say(date(2026, 5, 30), "7599.03")
    with pytest.raises(Missing, match="更早的一天不能更多"):
        say(date(2026, 4, 30), "8000")
    with pytest.raises(Missing, match="3月31日报过累计 3000.00 万元，这次 2900 万元，比上次少"):
        say(date(2026, 4, 30), "2900")
    with pytest.raises(Missing, match="开工以来累计不能少于"):
        say(date(2026, 4, 30), "4000", total="1")
    say(date(2026, 4, 30), "2900", why="退回一笔设备款。")
    assert [asked(district, day)("completed") for day in (date(2026, 5, 31), date(2026, 4, 30), date(2026, 4, 1), date(2026, 2, 1))] == [
        "7,600", "2,900", "3,000", "0",
    ]  # fmt: skip
    with clock.frozen(date(2026, 6, 10)):
        wrong = Reading.objects.get(completed=7600)
        act(case, "reverse", as_=district.general, reading=wrong.pk, why="多报了 9700 元。")
        say(date(2026, 5, 30), "7599.03")
        now, then = asked(district), asked(district, TODAY, known_on=date(2026, 6, 1))
        assert (now("completed"), then("completed")) == ("7,599.03", "7,600")
        assert (now("completion"), now("arrived"), Reading.objects.count()) == ("50.66%", "2,500", 4), (
            "a reading that says nothing of what arrived takes nothing away"
        )
    assert not ledger.verify(district.committee).faults


def test_the_completion_is_the_sum_over_the_sum_and_a_mean_of_per_cents_cannot_be_said(district):
    for title, target, done in (("农副产品", "15000", "7599.03"), ("石材", "4000", "1914.51")):
        case = signed(district, title=title)
        contracted(district, case, target)
        act(case, "read", as_=district.general, on=TODAY, completed=done)
    other = signed(district, title="没有目标的")
    with pytest.raises(Missing):
        act(other, "read", as_=district.general, on=TODAY, completed="9000")
    assert asked(district)("completion") == "50.07%", "and not 49.26%, the mean of 50.66 and 47.86"
    rate = figures.REGISTRY["investment.completion"]
    scope = figures.Scope(district.committee, figures.period(district.committee, "2026"), TODAY)
    assert rate.sides(scope) == (Decimal("9513.54"), Decimal(19000))
    assert rate.cases(scope).count() == 2
    for measure in ("mean:percent", "avg:completed", "sum:percent", "sum:share", "sum:rate"):
        with pytest.raises(ValueError, match="a Rate of two sums"):
            Figure("investment.bad", "", "%", Source("initiatives.Reading"), measure)
    assert {field.name for field in fields(Rate)} & {"measure", "mean"} == set(), (
        "a rate has two sums and nothing of its own"
    )
    shares = {"percent", "share", "rate"}
    dated = (models.Reading, models.InvestTarget, models.InvestStage, models.Quota)
    assert not [model for model in dated if shares & {field.name for field in model._meta.get_fields()}]


def test_trips_bring_leads_and_talks_and_quotas_stand_beside_what_was_done(district):
    with pytest.raises(Missing) as told:
        raising.trip(district.general, title="", on=date(2019, 1, 1), place="", direction="up")
    assert set(told.value.fields) == {"title", "on", "place", "direction"}
    ahead = raising.trip(district.general, title="赴浙江", on=TODAY + timedelta(days=9), place="宁波")
    with pytest.raises(BadDate, match="还没到"):
        act(ahead, "finish", as_=district.general, result="谈了。")
    for number, direction in enumerate(("out", "in")):
        one = raising.trip(
            district.general,
            title=f"第 {number} 次",
            on=date(2026, 4, 20),
            place="成都",
            direction=direction,
            leader=district.leader.person,
        )
        act(
            one,
            "finish",
            as_=district.general,
            result="谈了。",
            enterprises="甲公司\n乙公司",
            leads="冷链仓库" if number else "",
        )
    lead = Investment.objects.get()
    assert (lead.title, lead.state, lead.source_of.startswith("走请〔2026〕3号")) == ("冷链仓库", "lead", True)
    act(lead, "talk", as_=district.general, on=TODAY, enterprises="乙公司\n丙公司")
    assert InvestTalk.objects.count() == 6
    assert [
        asked(district)(name) for name in ("trips", "trips_out", "trips_in", "trips_led", "enterprises", "leads")
    ] == ["2", "1", "1", "2", "3", "1"]
    year = raising.year_of(district.leader, 2026)
    with pytest.raises(Missing, match="个数和金额至少写一样"):
        act(year, "quota", as_=district.leader, what="planning")
    act(year, "quota", as_=district.leader, what="planning", number="3", amount="9")
    act(year, "quota", as_=district.leader, what="planning", number="2", amount="16000")
    act(year, "quota", as_=district.leader, what="planning", number="1", amount="9000", owner=district.units[0].pk)
    act(year, "quota", as_=district.leader, what="signed", number="3", owner=district.units[0].pk)
    act(year, "quota", as_=district.leader, what="signed", number="4", owner=district.units[1].pk)
    assert (asked(district)("quota_planned"), asked(district)("quota_signed")) == ("2", "7"), (
        "a unit's share of the whole is not counted beside the whole"
    )
    for amount in ("8000", "8000", "8000"):
        case = raising.lead(district.general, title=f"谋划 {amount}")
        act(case, "advance", as_=district.general, stage="planning", on=TODAY, planned=amount)
    assert [asked(district)(name) for name in ("quota_planned", "planned_rate", "planned_amount_rate")] == [
        "2",
        "150.0%",
        "150.0%",
    ]


def test_procedures_are_held_by_the_hand_until_each_is_done(district):
    case = signed(district)
    act(case, "procedures", as_=district.general, items="用地预审｜自然资源局\n环评 | 生态环境局\n\n消防")
    rows = list(case.procedures.order_by("position"))
    assert [(row.name, row.office) for row in rows] == [
        ("用地预审", "自然资源局"),
        ("环评", "生态环境局"),
        ("消防", ""),
    ]
    act(case, "coordinate", as_=district.general, on=TODAY, whom="自然资源局窗口", words="补一张勘界图，周五来取。")
    act(case, "tick_off", as_=district.general, procedure=rows[0].pk, on=TODAY, paper="预审 12 号")
    with pytest.raises(Missing, match="现在选不了"):
        act(case, "tick_off", as_=district.general, procedure=rows[0].pk, on=TODAY)
    assert case.procedures.get(pk=rows[0].pk).paper == "预审 12 号"
