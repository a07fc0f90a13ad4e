"""Look-alikes with their answers: what a reader may know of, what was answered to the matching point, what came of it."""

from huiyin.handling.models import Publication, PublicVersion
from huiyin.kernel import clock
from huiyin.kernel.act import act
from huiyin.kernel.models import Event
from huiyin.library import past
from huiyin.library.alike import alike, beside, sentences
from huiyin.library.case import Text
from huiyin.proposals.models import Proposal

LIFT = Text("", "关于老旧小区加梯的建议", "全区没有电梯的住宅很多，老人下楼难。\n建立一站式受理窗口")


def test_the_answer_to_the_matching_point_and_what_came_of_it(district):
    case = district.proposal("closed", title="关于推进老旧小区加装电梯的提案")
    district.proposal("filed", title="关于河道疏浚的提案", situation="淤泥多。", analysis="没人管。", items=["清淤"])
    found = alike(district.office, LIFT, ["设一个一站式的受理窗口"])
    assert [one.pk for one in found] == [case.pk]
    best = found[0]
    assert "是同一类事项" in best.why[0] or "都谈" in best.why[0]
    assert best.outcome == ["已办结", "A 类", "满意"]
    assert best.answer == ("建立一站式受理窗口", "采纳", "已列入今年计划，九月底前办成。")
    assert best.beside
    assert "住房城乡建设局" in best.about[-1]


def test_one_sees_only_what_one_may(district):
    district.proposal("handling", title="关于推进老旧小区加装电梯的提案")
    assert len(alike(district.unit, LIFT)) == 1
    assert alike(district.third_unit, LIFT) == []
    assert alike(type(district).build().office, LIFT) == []


def test_another_member_reads_of_a_filed_case_what_the_printed_catalogue_says(district):
    case = district.proposal("handling", title="关于推进老旧小区加装电梯的提案")
    district.proposal("submitted", title="关于老旧小区加装电梯的提案")  # not filed: in no catalogue
    [one] = alike(district.other_member, LIFT)
    assert (one.title, one.listed, one.about, one.outcome) == (
        case.title,
        True,
        ["九届五次会议", case.number],
        ["还没有答复"],
    )
    assert (one.beside, one.answer) == ([], None)
    Proposal.objects.filter(pk=case.pk).update(publish_wish=False)
    assert alike(district.other_member, LIFT) == []
    Proposal.objects.filter(pk=case.pk).update(publish_wish=True)
    district.set("P-ALIKE", "own")
    district.other_member.committee.refresh_from_db()
    assert alike(district.other_member, LIFT) == []


def test_a_member_is_shown_what_is_public_in_its_public_words_and_nothing_once_it_is_withdrawn(district):
    case = district.proposal("closed", title="关于推进老旧小区加装电梯的提案")
    decision = Publication.objects.filter(parent=case, what="proposal").first()
    stamp = {
        "committee": district.committee,
        "case": decision,
        "recorded_at": clock.now(),
        "event_id": Event.objects.last().pk,
    }
    shown = PublicVersion.objects.create(
        what="proposal",
        extent="full",
        heading="公开的案由",
        text="全区没有电梯的住宅很多，老人下楼难。",
        sha256="0" * 64,
        **stamp,
    )
    [one] = alike(district.other_member, LIFT)
    assert (one.title, one.public, one.about, one.outcome) == ("公开的案由", True, [], [])
    PublicVersion.objects.filter(pk=shown.pk).update(until=clock.now())
    assert alike(district.other_member, LIFT) == []


def test_a_new_case_a_changed_one_and_a_broken_memory(district):
    assert alike(district.office, LIFT) == []
    case = district.proposal("submitted", title="关于推进老旧小区加装电梯的提案")
    assert [one.pk for one in alike(district.office, LIFT)] == [case.pk]
    act(case, "accept", as_=district.office)
    assert [one.pk for one in alike(district.office, LIFT)] == [case.pk]
    past.forget(district.committee)
    (past._folder(district.committee) / "cases.json").write_text("{")
    assert [one.pk for one in alike(district.office, LIFT)] == [case.pk]
    past.forget(district.committee)
    assert [one.pk for one in alike(district.office, LIFT)] == [case.pk], "from what was kept"


def test_a_case_is_not_its_own_look_alike(district):
    case = district.proposal("submitted", title="关于推进老旧小区加装电梯的提案")
    assert alike(district.office, Text(case.pk, case.title, "")) == []


def test_nothing_strange_is_an_error(district):
    district.proposal("submitted")
    for text in (Text("", ""), Text("", "，。！"), Text("", "梯" * 300, "电梯" * 500_000), Text("", "😀😀", "\x00")):
        alike(district.office, text, [text.text])


def test_sentences_stand_beside_those_that_say_the_same():
    ours = sentences("全区没有电梯的住宅有八百多栋。学校门口停车乱。")
    assert beside(ours, ["六层以上没有电梯的住宅八百栋。", "河道淤积三年没有清理。"]) == [
        (ours[0], "六层以上没有电梯的住宅八百栋。")
    ]
