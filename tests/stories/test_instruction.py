"""A leader's instruction must be answered in seven days, and is settled only when it was."""

from datetime import timedelta

import pytest

from huiyin.desk.access import visible
from huiyin.kernel import clock
from huiyin.kernel.act import act
from huiyin.kernel.flow import FLOWS
from huiyin.kernel.models import Notice, Todo
from huiyin.kernel.refusal import NotAllowed
from huiyin.papers.models import Instruction
from huiyin.proposals.models import Proposal

WORDS = "三方比例要写成数字，让住户算得清账。"


def given(district, case):
    act(case, "instruct", as_=district.leader, to=district.units[0].pk, words=WORDS)
    return Instruction.objects.get(parent=case)


def test_an_instruction_is_owed_by_the_unit_within_seven_days(district):
    instruction = given(district, district.proposal("handling"))
    todo = Todo.objects.get(case=instruction, closed_at=None)
    assert (todo.role, todo.organisation_id, todo.step) == ("unit", district.units[0].pk, "answer")
    assert todo.due >= clock.today() + timedelta(days=7)
    assert Notice.objects.filter(organisation=district.units[0], text__contains="批示").exists()


def test_the_leader_accepts_the_answer_or_asks_again(district):
    instruction = given(district, district.proposal("handling"))
    act(instruction, "answer", as_=district.unit, words="已写明三方比例。")
    act(instruction, "ask_again", as_=district.leader, words="财政部分没有写。")
    act(instruction, "answer", as_=district.unit, words="财政每部补助八万元。")
    act(instruction, "accept", as_=district.leader)
    assert (instruction.state, Instruction.objects.get().answer) == ("settled", "财政每部补助八万元。")


def test_nobody_but_the_unit_it_is_addressed_to_answers(district):
    instruction = given(district, district.proposal("handling"))
    with pytest.raises(NotAllowed):
        act(instruction, "answer", as_=district.co_unit, words="我们来答。")


def test_a_paper_instruction_is_registered_by_the_office_with_its_scan(district):
    case = district.proposal("handling")
    act(
        case, "register_instruction", as_=district.office, to=district.units[0].pk, words=WORDS, leader_name="纪长河",
        scan=district.scan(case, "批示件.jpg"),
    )  # fmt: skip
    instruction = Instruction.objects.get(parent=case)
    assert (instruction.leader_name, instruction.on_paper, instruction.leader_id) == ("纪长河", True, None)
    with pytest.raises(NotAllowed):
        act(case, "instruct", as_=district.office, to=district.units[0].pk, words=WORDS)


def test_the_secretary_registers_it_himself_and_reads_what_was_handed_in(district):
    secretary, case, draft = district.secretary, district.proposal("handling"), district.draft()
    paper = {
        "to": district.units[0].pk,
        "words": WORDS,
        "leader_name": "纪长河",
        "scan": district.scan(case, "批示件.jpg"),
    }
    act(case, "register_instruction", as_=secretary, **paper)
    instruction = Instruction.objects.get(parent=case)
    assert (instruction.on_paper, instruction.kept_by) == (True, "proposal_office")
    assert visible(Instruction, secretary).get() == instruction
    assert list(visible(Proposal, secretary)) == [case], "what a member is still writing is his own"
    assert not FLOWS["proposal"].sees.test(secretary, draft)
    for step, facts in (("instruct", {"to": district.units[0].pk, "words": WORDS}), ("mark_key", {})):
        with pytest.raises(NotAllowed):
            act(case, step, as_=secretary, **facts)
