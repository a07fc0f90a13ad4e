"""Row ids are made beforehand, grow with time, and stand in addresses as short text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.kernel.ids import from_text, new_id, reseed, to_text


@given(st.integers(0, 2**63 - 1))
def test_text_and_number_are_each_others_reverse(number):
    assert from_text(to_text(number)) == number


def test_ids_grow_and_never_repeat():
    ids = [new_id() for _ in range(20_000)]
    assert ids == sorted(set(ids))
    assert max(ids) < 2**63


def test_another_process_number_makes_other_ids():
    before = new_id()
    reseed()
    assert new_id() != before


@pytest.mark.parametrize("text", ["il", "o", "-1", "汉", "a b", "zzzzzzzzzzzzzz", "z" * 500])
def test_what_is_no_id_is_refused(text):
    with pytest.raises(ValueError, match=r".*"):
        from_text(text)
