"""A table that makes no sense refuses itself when it is read."""

import pytest

from huiyin.kernel.flow import FLOWS, Flow, FlowError, Owe, State, flow_of, register, step
from huiyin.kernel.who import anyone, role

clerk = role("proposal_office", label="办公室")
START = State("start", "开始", owes=(Owe("go", clerk),))
END = State("end", "结束", final=True)
GO = step("go", "走", "start", "end", clerk)


def flow(states=(START, END), steps=(GO,), **more):
    return Flow("made_up", "例子", "kernel.Case", tuple(states), tuple(steps), sees=anyone, opens=anyone, **more)


def test_a_table_that_makes_sense_is_read():
    assert flow().first == "start"
    assert [line.name for line in flow().steps_from("start")] == ["go"]


@pytest.mark.parametrize(
    ("states", "steps", "words"),
    [
        ((START, END, END), (GO,), "state end stands twice"),
        ((START, END), (GO, GO), "step go stands twice"),
        ((START, END, State("island", "孤岛", resting=True)), (GO,), "no step leads to island"),
        ((START, END), (GO, step("fly", "飞", "start", "moon", clerk)), "there is no state moon"),
        ((START, END), (GO, step("fly", "飞", "moon", "end", clerk)), "there is no state moon"),
        ((State("start", "开始"), END), (GO,), "nobody must act"),
        ((State("start", "开始", owes=(Owe("fly", clerk),)), END), (GO,), "owes a step that cannot be taken"),
        ((State("start", "开始", owes=(Owe("go", clerk, until=("fly",)),)), END), (GO,), "owes a step"),
        ((START, State("end", "结束", final=True, when=("P-X", 1))), (GO,), "switched off"),
        ((START, END), (GO, step("fly", "飞", "", "end", clerk)), "fly: taken from no state"),
    ],
)
def test_a_table_that_makes_no_sense_refuses_itself(states, steps, words):
    with pytest.raises(FlowError, match=words):
        flow(states, steps)


def test_a_fact_is_asked_for_once():
    from huiyin.kernel.flow import Fact

    with pytest.raises(FlowError, match="word"):
        flow(steps=(step("go", "走", "start", "end", clerk, facts=(Fact("word", "话"), Fact("word", "话"))),))


def test_a_kind_is_registered_once():
    made = FLOWS["proposal"]
    assert register(made) is made
    with pytest.raises(FlowError):
        register(Flow("proposal", "冒名", "kernel.Case", (START, END), (GO,), sees=anyone, opens=anyone))
    assert flow_of("proposal") is made


def test_every_table_of_the_house_makes_sense():
    for kind, made in FLOWS.items():
        assert made.kind == kind
        for state in made.states:
            assert state.owes or state.resting or state.final or state.through, f"{kind}.{state.name}: nobody owes"
            if state.final:
                assert not [s.name for s in made.steps_from(state.name) if s.to], f"{kind}.{state.name} is final"


def test_optional_states_are_skipped_where_a_committee_does_not_want_them(district):
    made = FLOWS["proposal"]
    accept = made.by_step["accept"]
    assert made.target(accept, district.committee) == "review_f"
    district.set("P-ROUNDS", 2)
    assert made.target(accept, district.committee) == "review_1"
    district.set("P-ROUNDS", 3)
    assert made.target(made.by_step["review_1"], district.committee) == "review_2"
