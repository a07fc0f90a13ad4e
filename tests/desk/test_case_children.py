"""Every kind of child case stands on the page of its proposal: its list, its steps, its events; and what it costs."""

import re

import pytest

from huiyin.desk.cases.acts import possible
from huiyin.desk.cases.tree import load
from huiyin.handling.models import LookBack, Publication
from huiyin.kernel.act import act
from huiyin.kernel.flow import FLOWS
from huiyin.kernel.models import Event, Todo
from huiyin.papers.models import Instruction
from tests.desk.reading import queries_of, text_of
from tests.stories.promises import promising, rate, type_of

EVERYBODY = ("member", "office", "director", "leader", "assigning", "unit", "co_unit")


@pytest.fixture
def full(district):
    """A tracked proposal with an instruction, two decisions on publication, a promise and a planned look-back."""
    case, lead, promise = promising(district)
    act(case, "instruct", as_=district.leader, to=lead.unit_id, words="坡道要在入冬前修好，请写明日期。")
    rate(district, case)
    case = type_of(case)
    assert {case.state, LookBack.objects.count(), Publication.objects.count()} == {"tracking", 1, 2}
    return case, promise


def offered(district, role, case):
    return {(one.row.kind, one.step.name) for one in possible(load(getattr(district, role), case))}


@pytest.mark.parametrize(
    ("role", "kind", "step"),
    [
        ("unit", "commitment", "report"),
        ("unit", "commitment", "ask_change"),
        ("unit", "instruction", "answer"),
        ("unit", "publication", "propose"),
        ("office", "publication", "propose"),
        ("office", "lookback", "look"),
        ("member", "lookback", "look"),
        ("leader", "lookback", "look"),
    ],
)
def test_the_steps_of_a_child_are_offered_to_whoever_may(district, full, role, kind, step):
    case, _promise = full
    assert (kind, step) in offered(district, role, case)


def test_nobody_is_offered_the_step_of_another(district, full):
    case, _promise = full
    for role, refused in (
        ("member", "instruction"),
        ("member", "publication"),
        ("co_unit", "instruction"),
        ("leader", "commitment"),
    ):
        kinds = {kind for kind, _step in offered(district, role, case)} if role != "co_unit" else set()
        assert refused not in kinds, role


def test_the_page_lists_them_for_whom_they_concern(district, sign_in, full):
    case, promise = full
    page = text_of(sign_in(district.unit), f"/case/{case.uid}/")
    assert all(
        words in page
        for words in ("承诺事项", "兑现中", promise.title[:10], "批示", "坡道要在入冬前修好", "公开", "待拟定公开")
    )
    page = text_of(sign_in(district.office), f"/case/{case.uid}/")
    assert "待回头看" in page
    page = text_of(sign_in(district.member), f"/case/{case.uid}/")
    assert "兑现中" in page
    assert "待回应" not in page
    assert "待拟定公开" not in page


def test_every_open_todo_of_a_child_leads_to_a_page_where_it_is_done(district, sign_in, full):
    case, _promise = full
    for todo in Todo.objects.filter(case__parent=case, closed_at=None):
        post = next(
            p for p in district.posts.values()
            if p.role == todo.role and p.organisation_id == todo.organisation_id and todo.person_id in (None, p.person_id)
        )  # fmt: skip
        client = sign_in(post)
        page = client.get("/work/").content.decode() if post.role != "leader" else f"/case/{case.uid}/"
        assert f"/case/{case.uid}/" in page or case.title in page
        on = case.children.get(pk=todo.case_id).uid if hasattr(case, "children") else todo.case.uid
        form = client.get(f"/case/{case.uid}/?step={todo.step}&on={on}").content.decode()
        assert f'action="/case/{on}/do/{todo.step}/"' in form, (todo.kind, todo.step)


@pytest.mark.parametrize("role", EVERYBODY)
def test_a_page_with_every_kind_costs_at_most_twelve_queries(district, sign_in, full, role):
    case, _promise = full
    client = sign_in(getattr(district, role))
    if client.get(f"/case/{case.uid}/").status_code == 200:
        assert queries_of(client, f"/case/{case.uid}/") <= 12


def test_a_step_of_a_child_taken_on_the_page_is_told_in_the_timeline(district, sign_in, full):
    case, _promise = full
    instruction = Instruction.objects.get(parent=case)
    client = sign_in(district.unit)
    page = client.get(f"/case/{case.uid}/?step=answer&on={instruction.uid}").content.decode()
    key, seen = (re.search(rf'name="{name}" value="([^"]*)"', page) for name in ("key", "seen"))
    answer = client.post(
        f"/case/{instruction.uid}/do/answer/",
        {"key": key[1] if key else "", "seen": seen[1] if seen else "", "words": "十月底前修好。"},
    )
    assert answer["Location"] == f"/case/{case.uid}/"
    assert "回应批示（高副主席：坡道要在入冬前修好，请写明日期。）。" in text_of(client, f"/case/{case.uid}/")
    assert "回应批示" not in text_of(sign_in(district.member), f"/case/{case.uid}/#record").partition("发生过的事")[2]
    assert Event.objects.filter(case=instruction, step="answer").exists()


def test_two_decisions_on_publication_are_told_apart(district, sign_in, full):
    case, _promise = full
    for publication in Publication.objects.filter(parent=case):
        who = district.office if publication.what == "proposal" else district.unit
        act(publication, "propose", as_=who, extent="full")
    text = text_of(sign_in(district.director), f"/case/{case.uid}/")
    assert "拟定：全文公开（提案）。" in text
    assert "拟定：全文公开（答复）。" in text


def test_what_stands_beside_the_work_does_not_say_whose_turn_the_case_is(district, sign_in):
    case = district.proposal("archived")
    assert "没有人要办" in text_of(sign_in(district.member), f"/case/{case.uid}/")


def test_every_kind_that_can_be_a_child_is_read():
    from huiyin.desk.cases.tree import _child_tables

    assert set(_child_tables(frozenset(FLOWS))[0]) == set(FLOWS)
