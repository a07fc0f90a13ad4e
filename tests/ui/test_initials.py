"""A unit is found by the first letters of its name."""

import pytest

from huiyin.ui.initials import initials


@pytest.mark.parametrize(
    ("name", "letters"),
    [("住房城乡建设局", "zfcxjsj"), ("区卫生健康局", "qwsjkj"), ("12345 中心", "12345zx"), ("", ""), ("𠮷、—", "")],
)
def test_the_first_letters_of_a_name(name, letters):
    assert initials(name) == letters
