"""The rules of evaluation are tables: what makes no sense is refused with a sentence, before anybody is marked by it."""

import pytest

from huiyin.awards.candidates import REASONS
from huiyin.awards.measures import EACH, SHARES
from huiyin.awards.parameters import CRITERIA, OCCURRENCES, WORTH
from huiyin.kernel import rulevalues
from huiyin.kernel.parameters import REGISTRY
from huiyin.kernel.refusal import Refused


@pytest.mark.parametrize(
    "code, text, said",
    [
        ("P-28", "speed | 快 | 10", "“speed”不认识。可以数的有：reply_in_time"),
        ("P-28", "content | 满意 | 很多", "要写数字"),
        ("P-28", "content | 满意 | 0", "要大于 0"),
        ("P-28-EACH", "returned | 退回 | -2 | 5", "同号"),
        ("P-28-EACH", "returned | 退回 | -5 | -2", "不小于它"),
        ("P-27-WORTH", "famous | 有名 | 5", "不认识"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused_with_a_sentence(code, text, said):
    with pytest.raises(Refused, match=said):
        rulevalues.read(REGISTRY[code], text)


@pytest.mark.parametrize("code, default", [("P-28", CRITERIA), ("P-28-EACH", OCCURRENCES), ("P-27-WORTH", WORTH)])
def test_what_is_declared_is_taken_back_as_it_is_written(code, default):
    parameter = REGISTRY[code]
    assert rulevalues.read(parameter, rulevalues.write(parameter, default)) == default


def test_every_measure_says_what_it_counts():
    assert all(str(one.about) for one in (*SHARES.values(), *EACH.values(), *REASONS.values()))
