"""Figures: each a door; a rate with both its parts; a dash without a denominator; rows as far as the reader may see."""

import csv
import io
from datetime import date

import openpyxl
import pytest

from huiyin.desk.lists.figure import over_sessions
from huiyin.desk.lists.figures import KINDS
from huiyin.desk.lists.scopes import Asked, session_span
from huiyin.kernel.figures import REGISTRY, Scope
from huiyin.kernel.models import Period
from tests.desk.reading import queries_of, text_of


def test_every_figure_opens(district, sign_in):
    district.proposal("replied")
    client = sign_in(district.office)
    page = "".join(text_of(client, f"/figures/?of={of}") for of, _label, _heads in (*KINDS, ("rest", "", ())))
    assert f"/figures/{next(iter(REGISTRY))}/" in text_of(client, "/figures/?of=all")
    assert [name for name in REGISTRY if f"/figures/{name}/" not in page] == []
    # One of each sort: what it is, what it counts, and in which table. That each has its rows is seen in tests/kernel/test_figures.py.
    sorts = {
        (type(one), getattr(one, "measure", ""), getattr(one, "source", None) and one.source.model): name
        for name, one in REGISTRY.items()
    }
    for name in sorts.values():
        assert text_of(client, f"/figures/{name}/"), name


def test_a_rate_shows_both_its_parts_and_where_the_rest_went(district, sign_in):
    district.proposal("filed", title="立了案的")
    district.proposal("informed", title="没有立案的")
    page = text_of(sign_in(district.office), "/figures/proposals.filing_rate/")
    assert "50.0<small>%" in page
    assert "不在“立案”里的 1 件" in page
    assert "没有立案的" in page
    assert "立了案的" not in page
    assert "立了案的" in text_of(sign_in(district.office), "/figures/proposals.filing_rate/?rows=part")


def test_without_a_denominator_there_is_a_dash(district, sign_in):
    page = text_of(sign_in(district.office), "/figures/proposals.filing_rate/")
    assert '<b class="rate">—' in page
    assert "100.0" not in page


def test_the_history_goes_over_the_sessions(district, sign_in):
    old = Period.objects.create(
        committee=district.committee, kind="session", code="9-4", name="九届四次会议", year=2025, opens=date(2025, 1, 8)
    )
    district.proposal("filed", session=old)
    page = text_of(sign_in(district.office), "/figures/proposals.filed/")
    assert "九届四次会议" in page
    assert "?period=9-4" in page
    assert "九届四次会议" in text_of(sign_in(district.office), "/figures/?period=9-4")


def test_the_number_is_the_committees_and_its_rows_are_the_readers(district, sign_in):
    district.proposal("filed", title="别人看不到的")
    page = text_of(sign_in(district.unit), "/figures/proposals.filed/")
    assert "1<small> 件" in page
    assert "别人看不到的" not in page
    other = type(district).build()
    assert "0<small> 件" in text_of(sign_in(other.office), "/figures/proposals.filed/")


@pytest.mark.parametrize("query", ["?period=9-99", "?from=2026-02-31&to=2026-03-01", "?as_of=yesterday"])
def test_a_period_that_is_none_is_said_and_the_page_stands(district, sign_in, query):
    page = text_of(sign_in(district.office), f"/figures/{query}")
    assert "没有看懂" in page


def test_as_of_a_day_before_there_is_nothing(district, sign_in):
    district.proposal("filed")
    client = sign_in(district.office)
    assert "0<small> 件" in text_of(client, "/figures/proposals.filed/?as_of=2020-01-01")


def test_an_unknown_figure_is_not_found(district, sign_in):
    assert sign_in(district.office).get("/figures/proposals.none/").status_code == 404


def test_numbers_and_rows_go_out_as_tables(district, sign_in):
    district.proposal("filed", title="=1+1")
    client = sign_in(district.office)
    rows = list(
        openpyxl.load_workbook(io.BytesIO(client.get("/figures/export/").content)).active.iter_rows(values_only=True)
    )
    assert next(row for row in rows if row[1] == "立案")[2] == 1
    text = client.get("/figures/proposals.filed/export/?as=csv").content.decode("utf-8-sig")
    assert next(csv.reader(io.StringIO(text.splitlines()[1])))[1] == "'=1+1"


def test_one_row_and_three_cost_the_same_queries(district, sign_in):
    client = sign_in(district.office)
    district.proposal("filed")
    client.get("/figures/proposals.filed/")
    one = queries_of(client, "/figures/proposals.filed/")
    district.proposal("filed")
    district.proposal("filed")
    assert queries_of(client, "/figures/proposals.filed/") == one <= 12


@pytest.mark.parametrize(
    "name", ["proposals.filed", "proposals.filing_rate", "proposals.contact_rate", "proposals.suggestions"]
)
def test_the_history_says_what_each_session_says_by_itself_at_one_price(district, sign_in, name):
    client = sign_in(district.office)
    district.proposal("handling")
    costs = []
    for year, code in ((2025, "9-4"), (2024, "9-3")):
        old = Period.objects.create(
            committee=district.committee,
            kind="session",
            code=code,
            name=f"{code} 会议",
            year=year,
            opens=date(year, 1, 8),
        )
        district.proposal("filed", session=old)
        district.proposal("submitted", session=old)
        client.get(f"/figures/{name}/")
        costs.append(queries_of(client, f"/figures/{name}/"))
    assert costs[0] == costs[1] <= 12
    periods = list(Period.objects.filter(committee=district.committee))
    one = Asked(Scope(district.committee, session_span(periods[0])), "9-5", None, periods)
    alone = [REGISTRY[name].answer(Scope(district.committee, session_span(period))) for period in periods]
    together = over_sessions(REGISTRY[name], one, periods)
    assert [(a.value, a.numerator, a.denominator) for a in together] == [
        (a.value, a.numerator, a.denominator) for a in alone
    ]
