"""Pictures are drawn by the server, without a style attribute."""

import pytest

from huiyin.ui import svg


@pytest.mark.parametrize(("state", "css"), svg.STATES.items())
def test_every_state_has_its_own_shape(state, css):
    drawn = svg.ring(state, 88)
    assert f'class="ring ring--{css}"' in drawn
    assert 'aria-hidden="true"' in drawn
    assert "style" not in drawn


def test_the_arc_is_the_share_of_time_used_and_the_dot_is_yours():
    mine, theirs = svg.ring("soon", 87.6, dot=True), svg.ring("soon", 87.6)
    assert 'stroke-dasharray="88 100"' in mine
    assert ('class="dot"' in mine, 'class="dot"' in theirs) == (True, False)


def test_a_share_beyond_the_circle_is_the_whole_circle():
    assert 'stroke-dasharray="100 100"' in svg.ring("calm", 240)
    assert 'stroke-dasharray="0 100"' in svg.ring("calm", -3)


def test_an_unknown_state_is_refused():
    with pytest.raises(ValueError, match="unknown state 'red'"):
        svg.ring("red")


def test_a_bar_is_as_long_as_its_share():
    assert '<rect class="c-green" x="0.0" width="561.0" height="16"/>' in svg.bar([("green", 56.1)])


def test_a_stacked_bar_never_passes_its_end():
    drawn = svg.bar([("green", 60), ("ochre", 30), ("soft", 40)])
    assert 'class="c-soft" x="900.0" width="98.0"' in drawn


def chart(*values, label="今年"):
    return svg.Series(label, [svg.Point(f"{n}月", v, f"/{n}") for n, v in enumerate(values, 1)])


def test_the_axis_ends_on_a_round_number_above_the_highest():
    assert [words for _, _, words in svg.line_chart([chart(0, 79, 145)]).ticks] == ["0", "50", "100", "150"]


def test_the_first_line_is_solid_and_the_others_dashed():
    drawn = svg.line_chart([chart(1, 2), chart(1, 1, label="去年")])
    assert [line.css for line in drawn.lines] == ["line-now", "line-was"]


def test_what_is_unknown_leaves_a_gap_and_no_mark():
    line = svg.line_chart([chart(1, None, 3)]).lines[0]
    assert line.path.count("M") == 2
    assert [mark.point.label for mark in line.marks] == ["1月", "3月"]


def test_all_zeros_lie_on_the_ground():
    assert {mark.y for mark in svg.line_chart([chart(0, 0)]).lines[0].marks} == {"220.0"}


def test_nothing_to_draw_is_refused():
    with pytest.raises(ValueError, match="nothing to draw"):
        svg.line_chart([])
