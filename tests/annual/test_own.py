"""A figure that an office defines of what exists: it counts, lists its rows, and is used in a report by its name."""

import pytest

from huiyin.annual.catalogue import catalogue
from huiyin.annual.models import OwnFigure
from huiyin.annual.own import checked, compiled
from huiyin.kernel import clock
from huiyin.kernel.figures import Scope, period
from huiyin.kernel.refusal import Missing


def test_an_own_figure_counts_by_a_side_and_over_a_base(district):
    district.proposal("filed")
    scope = Scope(district.committee, period(district.committee, "9-5"))
    kept = checked(
        {"source": "reached:proposal.filed", "facets": [["kind", "individual"]], "base": "proposals.received"}
    )
    rate = compiled("own.1", "个人提案立案占比", "个人提案", "件", kept)
    assert (rate.answer(scope).text, rate.answer(scope).denominator) == ("100.0%", 1)
    none = compiled("own.2", "党派提案", "", "件", {"source": "figure:proposals.filed", "facets": [["kind", "party"]]})
    assert (none.value(scope), list(none.cases(scope))) == (0, [])


def test_it_stands_beside_the_declared_ones_for_its_committee_alone(district):
    OwnFigure.objects.create(
        committee=district.committee, name="own.1", label="城建立案", about="立案的", unit="件", valid_from=clock.today(),
        recorded_at=clock.now(), definition={"source": "figure:proposals.filed", "facets": [], "by": "", "base": ""},
    )  # fmt: skip
    assert str(catalogue(district.committee)["own.1"].label) == "城建立案"
    assert "own.1" not in catalogue(type(district).build().committee)


def test_what_cannot_be_counted_is_refused():
    with pytest.raises(Missing) as refused:
        checked({"source": "figure:proposals.nothing", "base": "proposals.filing_rate"})
    assert set(refused.value.fields) == {"source", "base"}
