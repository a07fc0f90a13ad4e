"""What worked is carried on and written up; forms, brands and title patterns are dated rules."""

import io
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from docx import Document

from huiyin.activities.models import Activity
from huiyin.consultations import forms
from huiyin.consultations.models import Item, Replication
from huiyin.kernel import clock, figures, parameters
from huiyin.kernel.act import act
from huiyin.kernel.models import ParameterValue
from huiyin.kernel.refusal import Missing, NotAllowed, Refused
from huiyin.kernel.rulevalues import read
from tests.stories.test_consultation import agreed, filed, finished, fresh, noticed, topic

STUDY = {
    "heading": "一个车位商量出来的治理",
    "background": "车多位少。",
    "practice": "坐下来谈。",
    "effect": "不堵了。",
    "lesson": "小切口。",
}


def test_a_scheme_that_worked_is_carried_to_27_estates_and_written_up(district):
    case, items = finished(district)
    chosen = {"as_": district.station, "item": items[0].pk}
    day = (clock.today() - timedelta(days=3)).isoformat()
    later = (clock.today() + timedelta(days=3)).isoformat()
    for rows, unit, field in (
        ("", "个车位", "rows"), ("桂园", "", "rows"), (f"桂园，{later}", "", "rows"), (f"桂园，{day}，六十", "个车位", "rows"), (f"桂园，{day}，-1", "个车位", "rows"),
        (f"桂园，{day}，60", "", "unit"), (f"桂园，{day}\n桂园，{day}", "", "rows"), (f"桂园，{day}，1，2，3", "个", "rows"),
    ):  # fmt: skip
        with pytest.raises(Missing) as refusal:
            act(case, "replicate", rows=rows, unit=unit, **chosen)
        assert field in refusal.value.fields
    assert not Replication.objects.exists()
    spaces = [63] * 26 + [52]
    act(
        case,
        "replicate",
        rows="\n".join(f"小区 {n}，{day}，{many}，148.15" for n, many in enumerate(spaces)),
        unit="个车位",
        **chosen,
    )
    with pytest.raises(Missing, match="同一个地方只算一次"):
        act(case, "replicate", rows=f"小区 3，{day}", **chosen)
    with pytest.raises(Refused):
        act(case, "include_study", as_=district.general, level="city", book="选编", on=day, file=district.scan(case))
    act(case, "write_study", as_=district.station, **STUDY)
    act(case, "write_study", as_=district.station, **{**STUDY, "lesson": "切口要小，人要到齐。"})
    with pytest.raises(NotAllowed):
        act(case, "include_study", as_=district.station, level="city", book="选编", on=day, file=district.scan(case))
    act(
        case,
        "include_study",
        as_=district.general,
        level="city",
        book="《协商案例选编》",
        on=day,
        file=district.scan(case),
    )
    scope = figures.Scope(district.committee, figures.period(district.committee, str(clock.today().year)))
    told = [
        figures.REGISTRY[f"consultations.{name}"].answer(scope).value
        for name in ("replicated", "replicated_spaces", "replicated_saved", "studies", "studies_included")
    ]
    assert told == [27, 1690, 40000500, 1, 1]
    client = Client()
    client.force_login(district.member.person)
    page = client.get(reverse("case", args=[case.uid])).content.decode()
    assert "推广到 27 处" in page
    assert "1,690 个车位，节约 4,000.05 万元" in page
    words = "\n".join(
        one.text
        for one in Document(io.BytesIO(client.get(reverse("consultation_study", args=[case.uid])).content)).paragraphs
    )
    assert "人要到齐" in words
    assert "推广到 27 处，1,690 个车位" in words


def test_what_nobody_has_verified_is_not_carried_on(district):
    case = filed(district, items="划车位")
    act(case, "address", as_=district.station, items=[row.pk for row in case.suggestions.all()], unit=district.units[0])
    item = Item.objects.get(parent=case.pk)
    act(item, "decline", as_=district.unit, why="没有钱")
    act(item, "accept_decline", as_=district.station)
    with pytest.raises(Missing, match="还没有一条意见经现场核实"):
        act(fresh(case), "write_study", as_=district.station, **STUDY)
    assert client_of(district.station).get(reverse("consultation_study", args=[case.uid])).status_code == 404


def client_of(post):
    client = Client()
    client.force_login(post.person)
    return client


def test_the_forms_are_a_tree_and_what_was_opened_keeps_the_words_of_its_day(district):
    old = topic(district, title="旧的", form="micro")
    day = clock.today() + timedelta(days=1)
    value = [
        ["micro", "院坝协商", "常态", "-"],
        ["big", "全体会议协商", "龙头", "-"],
        ["big-talk", "大会发言", "重点", "big"],
    ]
    district.set("P-37", value, since=day)
    district.set("P-51", [["yard", "渝事好商量", "micro"]], since=day)
    district.set("P-51T", [["*", "{topic}"], ["yard", "{year}“{brand}”{site}{form}（{number}）：{topic}"]], since=day)
    assert "消防" not in old.heading == old.title
    with clock.frozen(clock.at_noon(day)):
        assert forms.forms_here(district.committee) == [
            ("micro", "院坝协商"),
            ("big", "全体会议协商"),
            ("big-talk", "—大会发言"),
        ]
        assert [one.depth for one in forms.tree(district.committee)] == [0, 0, 1]
        with pytest.raises(Missing) as refusal:
            topic(district, form="big", brand="yard")
        assert "brand" in refusal.value.fields
        case = agreed(district, brand="yard")
        assert case.heading == f"{day.year}“渝事好商量”城北街道委员联络站院坝协商（{case.number}）：桂园小区停车怎么停"
        client = client_of(district.station)
        page = client.get(reverse("case", args=[case.uid])).content.decode()
        assert "院坝协商 · 渝事好商量" in page
        assert "基层小微协商" in client.get(reverse("case", args=[old.uid])).content.decode()
        assert "渝事好商量" in client.get(reverse("consultation_new")).content.decode()
    assert forms.form_name(district.committee, "big-talk") == "big-talk"


def test_the_meeting_bears_the_title_of_its_brand(district):
    case = noticed(district)
    assert Activity.objects.get().title == case.title
    other = agreed(district, brand="consult")
    act(
        other, "notify", as_=district.station, on=clock.today() + timedelta(days=9), hour="9:00", place="议事室", chair="柳站长", stakeholders="各方", checked=True,
    )  # fmt: skip
    assert Activity.objects.latest("pk").title == "“有事来协商”城北街道委员联络站协商会：桂园小区停车怎么停"


@pytest.mark.parametrize(
    ("code", "text", "said"),
    [
        ("P-37", "micro | 小微 | 常态 | 没有的", "不在这张表里"), ("P-37", "micro | 小微 | 平时 | -", "层次要写"), ("P-37", "a | 甲 | 常态 | -", "要留一行 micro"),
        ("P-37", "micro | 小微 | 常态 | b\nb | 乙 | 常态 | micro", "绕了一圈"), ("P-51T", "* | 没有议题", "要有 {topic}"), ("P-51T", "* | {topic} {谁}", "要有 {topic}"), ("P-51T", "* | {topic", "要有 {topic}"),
        ("P-51T", "* | {topic.__class__}", "要有 {topic}"),
    ],
)  # fmt: skip
def test_a_rule_that_makes_no_sense_is_told_in_a_sentence(code, text, said):
    with pytest.raises(Refused, match=said):
        read(parameters.REGISTRY[code], text)


def test_a_rule_of_three_cells_from_before_is_still_read(district):
    ParameterValue.objects.create(
        committee=district.committee,
        code="P-37",
        value=[["micro", "小微", "常态"]],
        valid_from=date(2020, 1, 1),
        recorded_at=clock.now(),
    )
    assert forms.forms_here(district.committee) == [("micro", "小微")]
