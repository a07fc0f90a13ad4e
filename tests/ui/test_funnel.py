"""A funnel is a table whose rows are slices, each as wide as its share of the first and as what follows."""

from huiyin.ui.funnel import funnel, slice_of


def test_a_slice_is_as_wide_as_its_share_and_ends_as_wide_as_the_next():
    assert 'points="0.0,0 1000.0,0 750.0,28 250.0,28"' in slice_of(100, 50)


def test_stages_keep_their_words_and_what_grows_does_not_widen_the_slice_above_it():
    rows = funnel(
        [
            {"label": "收到", "value": 4, "unit": "件", "url": "/a"},
            {"label": "立案", "value": 2},
            {"label": "办复", "value": 3},
        ]
    )
    assert [(row["label"], row["value"], row["url"]) for row in rows] == [
        ("收到", 4, "/a"),
        ("立案", 2, ""),
        ("办复", 3, ""),
    ]
    assert 'points="250.0,0 750.0,0 750.0,28 250.0,28"' in rows[1]["bar"]


def test_nothing_at_all_is_drawn_as_nothing():
    assert (funnel([]), "500.0,0 500.0,0" in funnel([{"label": "收到", "value": 0}])[0]["bar"]) == ([], True)
