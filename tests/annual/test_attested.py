"""What others report: with evidence, seen by two, for its very period, beside what is counted and never in it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import translation

from huiyin.annual import freezing, own
from huiyin.annual.attested import checked, key_of
from huiyin.annual.catalogue import catalogue
from huiyin.annual.models import AttestedValue
from huiyin.annual.panels import read_report
from huiyin.kernel import clock, ledger
from huiyin.kernel.act import act, open_case
from huiyin.kernel.figures import Scope, period
from huiyin.kernel.models import Event, Period
from huiyin.kernel.refusal import Missing, NotAllowed, Refused

TAX = {"name": "新增税收", "unit": "万元", "period": "2026", "provider": "区税务局"}


def reported(district, value, confirm=True, **given):
    case = open_case(
        "attestation", as_=district.office, title="新增税收", row=checked(district.committee, {**TAX, **given})
    )
    act(
        case,
        "report",
        as_=district.office,
        value=value,
        on=clock.today(),
        evidence_file=district.scan(case, "来函.pdf"),
    )
    if confirm:
        act(case, "confirm", as_=district.general)
    return case


def value_in(district, code, name="attested.新增税收"):
    return catalogue(district.committee)[name].answer(Scope(district.committee, period(district.committee, code))).text


def test_it_counts_once_a_second_person_has_seen_the_evidence_and_for_its_period_alone(district):
    one = reported(district, "3000", confirm=False)
    assert "attested.新增税收" not in catalogue(district.committee)
    with pytest.raises(NotAllowed):
        act(one, "confirm", as_=district.office)
    act(one, "confirm", as_=district.leader)
    reported(district, "12.50", provider="经开区税务局")
    assert [value_in(district, code) for code in ("2026", "9-5", "2025", "all")] == ["3,012.5", "—", "—", "—"]


def test_what_is_told_of_a_term_is_not_added_to_what_is_told_of_its_sessions(district):
    term = Period.objects.create(committee=district.committee, kind="term", code="9", name="九届")
    Period.objects.filter(committee=district.committee, code="9-5").update(parent=term)
    reported(district, "100", period="9-5")
    assert (value_in(district, "9"), value_in(district, "9-5")) == ("100", "100"), (
        "of its sessions, while nothing is told of the term"
    )
    reported(district, "700", period="9")
    assert (value_in(district, "9"), value_in(district, "9-5")) == ("700", "100")


def test_no_reported_number_bears_the_name_of_a_counted_one_in_any_language_and_two_presses_open_one(district):
    with translation.override("en"), pytest.raises(Missing, match="立案"):
        checked(district.committee, {**TAX, "name": "立案"})
    row = checked(district.committee, TAX)
    key = key_of(district.committee, row)
    one, two = (open_case("attestation", as_=district.office, title="税", row=row, key=key) for _n in range(2))
    assert one == two


def test_a_report_marks_it_and_a_reversal_leaves_the_frozen_number_as_it_was(district, write):
    one = reported(district, "3046.5")
    report = write(words="新增税收{{ 新增税收 余 }}，立案{{ 立案 }}。")
    type(report).objects.filter(pk=report.pk).update(period="2026")
    report.refresh_from_db()
    report.committee = district.committee
    for step, post, facts in (
        ("check", district.office, {}),
        ("approve", district.leader, {"decision": "会"}),
        ("freeze", district.office, {}),
    ):
        act(report, step, as_=post, **facts)
    lines, found, _scope = read_report(report)
    assert (found["attested.新增税收"].attested, found["proposals.filed"].attested) == (True, False)
    assert found["attested.新增税收"].said(lines[0].pieces[1]) == "3000余万元"
    with clock.frozen(clock.now() + timedelta(hours=1)):
        ledger.void(Event.objects.get(case=one.pk, step="confirm"), as_=district.office, reason="看错了小数点。")
        act(one, "return_", as_=district.office, why="小数点")
        act(
            one,
            "report",
            as_=district.office,
            value="304.65",
            on=clock.today(),
            evidence_file=district.scan(one, "来函.pdf"),
        )
        act(one, "confirm", as_=district.leader)
        verdict = freezing.recompute(report)[0]
    assert (verdict.agrees, verdict.frozen_text, verdict.now.value) == (True, "3046.5万元", Decimal("304.65"))
    assert AttestedValue.objects.filter(case=one.pk).count() == 2


def test_it_is_no_base_and_no_source_of_what_is_counted(district):
    reported(district, "5")
    assert not [value for value, _label in own.sources() if "attested" in value]
    with pytest.raises(Missing):
        own.checked({"source": "figure:proposals.filed", "base": "attested.新增税收"})


REFUSED = [
    ({"name": "立案"}, "name", "系统按记录数的数"),
    ({"name": "税“收”"}, "name", "不用引号"),
    ({"unit": "元"}, "unit", "以前用的单位是“万元”"),
    ({"provider": ""}, "provider", "哪个单位报来"),
    ({"period": "all"}, "period", "哪一段时间"),
    ({"period": "88-8"}, "period", "没有“88-8”这个统计周期"),
    ({}, "provider", "已经为这一段报过"),
]


def test_what_would_mix_or_repeat_is_refused(district):
    open_case("attestation", as_=district.office, title="新增税收", row=TAX)
    for given, field, sentence in REFUSED:
        with pytest.raises(Missing) as refused:
            checked(district.committee, {**TAX, **given})
        assert sentence in refused.value.fields[field]


def test_a_day_that_has_not_come_is_refused(district):
    case = open_case("attestation", as_=district.office, title="新增税收", row=checked(district.committee, TAX))
    with pytest.raises(Refused) as refused:
        act(case, "report", as_=district.office, value="1", on=date(2999, 1, 1), evidence_file=district.scan(case))
    assert "还没有到" in refused.value.sentence
