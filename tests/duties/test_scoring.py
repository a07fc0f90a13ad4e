"""Points out of records and rules: roles, shares, caps, groups, the n-th, the highest of one record, versions by day (R-184)."""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from huiyin.duties.scoring import Record, Table, done, kin, score, total
from tests.duties.tables import row, table

DAY = date(2026, 3, 2)


def came(n, source="came.plenary", **more):
    return [Record(1, source, DAY + timedelta(days=number), number + 1, **more) for number in range(n)]


def points(records, *tables, standing=()):
    return [(line.points, line.note) for line in score(records, tables, standing).get(1, [])]


def test_a_cap_is_reached_in_the_order_of_days_and_what_is_over_says_so():
    found = points(came(4), table(row("a", points="7.5", cap=20)))
    assert found == [(Decimal("7.5"), "counted"), (Decimal("7.5"), "counted"), (5, "capped"), (0, "capped")]


def test_a_group_caps_what_stands_under_it_and_so_does_the_group_above():
    rules = table(
        row("base", source="group", cap=6), row("g", source="group", cap=5, group="base"), row("a", points=4, group="g"),
        row("b", source="came.training", points=4, group="base"),
    )  # fmt: skip
    records = [*came(2), Record(1, "came.training", DAY + timedelta(days=9), 9)]
    assert [p for p, _note in points(records, rules)] == [4, 1, 1]


def test_of_a_joint_proposal_the_first_has_half_and_the_others_share_the_rest():
    rules = table(row("a", source="proposal.filed", points=15, factor="half"))
    shares = [
        total(score([Record(1, "proposal.filed", DAY, 1, position=place, people=4)], [rules])[1]) for place in (1, 2, 4)
    ]
    assert shares == [Decimal("7.5"), Decimal("2.5"), Decimal("2.5")]
    assert total(score([Record(1, "proposal.filed", DAY, 1)], [rules])[1]) == 15


def test_roles_tell_apart_who_stood_alone_first_and_beside():
    rules = table(row("a", role="alone", points=15), row("b", role="first", points=10), row("c", role="top3", points=0))
    assert points(came(1), rules) == [(15, "counted"), (0, "counted")]
    assert points(came(1, people=2), rules) == [(10, "counted"), (0, "counted")]
    assert points(came(1, people=5, position=4), rules) == []


def test_a_rule_for_standing_members_counts_for_nobody_else():
    rules = table(row("a", who="standing", points=-2), row("b", who="ordinary", points=-1))
    assert (points(came(1), rules, standing=[1]), points(came(1), rules)) == ([(-2, "counted")], [(-1, "counted")])


def test_from_the_second_one_on_for_every_two_and_once_a_year():
    assert [p for p, _note in points(came(3), table(row("a", start=2, points=5)))] == [0, 5, 5]
    assert points(came(4), table(row("a", per=2, points=3))) == [(0, "part"), (3, "counted")] * 2
    assert [p for p, _note in points(came(3), table(row("a", once="year", points=5)))] == [5, 0, 0]


def test_of_one_record_the_highest_counts_and_the_others_say_why_not():
    rules = table(
        row("g", source="group", cap=99), row("a", source="opinion.submitted", points=1, once="record", group="g"),
        row("b", source="opinion.adopted", points=3, once="record", group="g"), row("c", source="opinion.adopted_up", points=6, once="record", group="g"),
    )  # fmt: skip
    records = [Record(1, f"opinion.{name}", DAY, 7) for name in ("submitted", "adopted", "adopted_up")]
    assert sorted(points(records, rules)) == [(0, "again"), (0, "again"), (6, "counted")]


def test_a_report_that_came_of_a_proposal_is_the_same_matter():
    rules = table(
        row("g", source="group", cap=99), row("a", source="proposal.submitted", points=10, once="matter", group="g"),
        row("b", source="opinion.submitted", points=5, once="matter", group="g"),
    )  # fmt: skip
    records = [Record(1, "proposal.submitted", DAY, 5, matter=5), Record(1, "opinion.submitted", DAY, 6, matter=5)]
    assert sorted(points(records, rules)) == [(0, "again"), (10, "counted")]


def test_what_was_done_before_a_change_is_counted_by_the_rules_of_its_day():
    old, new = table(row("a", points=2)), table(row("a", points=5))
    new.since = DAY + timedelta(days=1)
    assert [p for p, _note in points(came(3), old, new)] == [2, 5, 5]


def test_what_shares_a_group_is_gone_through_together_and_the_rest_is_left_alone():
    rules = table(
        row("top", source="group", cap=9), row("g", source="group", cap=5, group="top"), row("a", group="g"), row("b", source="came.talk", group="top"),
        row("c", source="came.training"), row("d", source="came.talk", who="standing", points=0),
    )  # fmt: skip
    assert kin([rules], ["came.plenary"]) == ({"came.plenary", "came.talk"}, {"a", "b", "d"})
    assert kin([rules], ["came.training"]) == ({"came.training"}, {"c"})


RULES = st.lists(
    st.builds(
        lambda n, p, cap, start, once: (n, p, cap, start, once),
        st.sampled_from(["came.plenary", "came.training"]), st.integers(-5, 9), st.integers(9, 20), st.integers(1, 3), st.sampled_from(["-", "day"]),
    ),
    min_size=1, max_size=3,
)  # fmt: skip


@given(RULES, st.integers(0, 12), st.randoms(use_true_random=False))
def test_no_order_of_reading_changes_the_points_and_no_cap_is_passed(cells, n, dice):
    rows = []
    for number, (source, each, cap, start, once) in enumerate(cells):
        limit = cap if each >= 0 else -cap
        rows.append(row(f"r{number}", source=source, points=each, cap=limit, start=start, once=once, group="-"))
    rules = Table([rule for one in rows for rule in table(one).rules])
    records = came(n) + came(n // 2, "came.training")
    shuffled = records[:]
    dice.shuffle(shuffled)
    lines, again = score(records, [rules]).get(1, []), score(shuffled, [rules]).get(1, [])
    assert lines == again
    by_rule = Counter()
    for line in lines:
        by_rule[line.rule.code] += line.points
    for rule in rules.rules:
        assert abs(by_rule[rule.code]) <= abs(rule.cap)
    paid = Counter((line.record.source, line.record.case) for line in lines if line.points)
    assert set(paid.values()) <= {1}, "one record pays once"
    assert sum(done(lines).values()) == len(lines)
