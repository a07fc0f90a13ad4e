"""Merging (R-025, trap 4): every proposer kept, every proposer answered, and a way back."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.kernel import ledger
from huiyin.kernel.act import act
from huiyin.kernel.models import Notice
from huiyin.kernel.refusal import Missing, Stale
from huiyin.proposals.merging import candidates, name
from huiyin.proposals.models import Sponsor


@pytest.fixture
def pair(district):
    main = district.proposal("review_f")
    twin = district.draft(
        "关于加快旧楼装电梯的提案",
        first_person=district.other_member.person,
        proposers=district.other_member.person.name,
    )
    act(twin, "submit", as_=district.other_member, publish_wish="yes", no_secret=True)
    act(twin, "accept", as_=district.office)
    return main, twin


def merge(district, twin, main):
    return act(twin, "merge", as_=district.director, main=main.pk, words="都说加装电梯。")


def test_the_merged_ones_proposer_becomes_a_proposer_of_the_main_case(district, pair):
    main, twin = pair
    merge(district, twin, main)
    main.refresh_from_db()
    twin.refresh_from_db()
    assert twin.state == "merged"
    assert twin.merged_into_id == main.pk
    assert main.proposers == "林知夏、周其远"
    assert list(Sponsor.objects.filter(case=main, via=twin).values_list("name", flat=True)) == ["周其远"]


def test_when_the_main_case_is_answered_the_merged_ones_proposer_is_told(district, pair):
    main, twin = pair
    merge(district, twin, main)
    act(main, "file", as_=district.director, subject="城乡建设与环境资源")
    act(main, "plan", as_=district.office, lead=district.units[0].pk)
    act(main, "assign", as_=district.assigning, lead=district.units[0].pk)
    part = district.lead(main)
    act(part, "sign_in", as_=district.unit)
    act(part, "contact", as_=district.unit, **district.talk())
    act(part, "reply", as_=district.unit, **district.answer(part))
    act(part, "pass_reply", as_=district.assigning)
    told = Notice.objects.filter(case=main, person=district.other_member.person_id).values_list("text", flat=True)
    assert any("已答复" in text for text in told)


def test_a_merged_case_takes_no_other_in_and_says_where_it_went(district, pair):
    main, twin = pair
    merge(district, twin, main)
    third = district.proposal("review_f", title="关于旧楼电梯补贴的提案")
    with pytest.raises(Missing) as refusal:
        merge(district, third, twin)
    assert refusal.value.fields["main"].count(name(main)) == 2, "it says into which to merge instead"


def test_nothing_is_merged_into_a_case_that_was_answered(district, pair):
    answered = district.proposal("replied", title="关于电梯维保的提案")
    with pytest.raises(Missing) as refusal:
        merge(district, pair[1], answered)
    assert "已经答复，不能再并入别的提案" in refusal.value.fields["main"]
    with pytest.raises(Stale, match="待评价"):
        merge(district, answered, pair[0])


def test_a_merge_is_split_and_the_main_case_gets_its_own_proposers_back(district, pair):
    main, twin = pair
    merge(district, twin, main)
    act(twin, "split", as_=district.director, words="重点不同，分别办理更好。")
    main.refresh_from_db()
    twin.refresh_from_db()
    assert (twin.state, twin.merged_into_id, main.proposers) == ("review_f", None, "林知夏")
    assert ledger.verify(district.committee).faults == []


def test_a_merge_whose_main_case_is_answered_is_not_split(district, pair):
    main, twin = pair
    merge(district, twin, main)
    type(main).objects.filter(pk=main.pk).update(state="replied")
    with pytest.raises(Missing):
        act(twin, "split", as_=district.director, words="想拆开。")


def test_what_was_merged_cannot_be_filed(district, pair):
    main, twin = pair
    merge(district, twin, main)
    with pytest.raises(Stale):
        act(twin, "file", as_=district.director, subject="其他")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one write at a time")
def test_the_main_cases_own_tree_is_locked_so_that_two_merges_keep_both_proposers(district, pair):
    main, twin = pair
    with CaptureQueriesContext(connection) as asked:
        merge(district, twin, main)
    assert any("FOR UPDATE" in one["sql"] and str(main.pk) in one["sql"] for one in asked.captured_queries)


def test_what_is_offered_begins_with_the_like_titles_and_what_was_done_names_the_main_case(district, client):
    other = district.proposal("filed", title="关于校门口停车的提案")
    like = district.proposal("filed", title="关于加快老旧小区加装电梯的提案")
    case = district.proposal("review_f", title="关于推进老旧小区加装电梯的提案")
    offered = candidates(case, district.director)
    assert [pk for pk, _label in offered] == [like.pk, other.pk]
    assert [label.group for _pk, label in offered] == ["案由相近的", "其他"]
    client.force_login(district.director.person, backend="django.contrib.auth.backends.ModelBackend")
    page = client.post(
        f"/case/{case.uid}/do/merge/", {"main": like.pk, "words": "同一件事。"}, follow=True
    ).content.decode()
    assert f"已并入 第{like.number}号《{like.title}》" in page
