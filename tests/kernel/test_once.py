from types import SimpleNamespace

from huiyin.kernel.once import once, reading


def test_a_question_is_asked_once_while_a_page_is_drawn_and_anew_before_and_after():
    asked = []

    @once
    def question(case):
        asked.append(case.pk)
        return len(asked)

    one, other = SimpleNamespace(pk=1), SimpleNamespace(pk=2)
    assert [question(one), question(one)] == [1, 2]
    with reading():
        assert [question(one), question(other), question(one)] == [3, 4, 3]
    assert question(one) == 5
    assert asked == [1, 1, 1, 2, 1]
