"""docs/coverage.md is whole (every row of the specification), true (what it names exists) and up to date."""

from pathlib import Path

import pytest

from tools import coverage
from tools.house import DOCS

SPECIFICATION = Path(__file__).resolve().parents[3] / "shared" / "DOMAIN.md"


@pytest.fixture(scope="module")
def asked() -> list[str]:
    """The ids of the specification beside the repository; skipped, loudly, where it is absent."""
    if not SPECIFICATION.is_file():
        pytest.skip("../shared/data has no DOMAIN.md beside it: the coverage was not held against the specification")
    return coverage.ids_in(SPECIFICATION.read_text("utf-8"))


@pytest.mark.shared_data
def test_every_row_figure_and_capability_of_the_specification_has_its_line(asked):
    assert sorted(coverage.rows()) == sorted(asked)


@pytest.mark.shared_data
def test_the_specification_is_read_whole(asked):
    assert [sum(key.startswith(part) for key in asked) for part in ("S0", "S1", "S2", "S3", "S4", "C")] == [
        61, 91, 43, 50, 38, 45,
    ]  # fmt: skip


def test_every_page_figure_and_test_it_names_exists():
    assert coverage.faults(coverage.rows()) == []


def test_the_page_is_what_the_table_says():
    assert (DOCS / "coverage.md").read_text("utf-8") == coverage.page(coverage.rows()), "run `make docs`"


def test_a_line_that_promises_too_much_is_found():
    rows = {
        "S9-01": {"title": "a page", "status": "yes", "by": ["page:moon"]},
        "S9-02": {"title": "no words", "status": "not yet"},
        "S9-03": {"title": "served by nothing", "status": "yes"},
        "S9-04": {"title": "well", "status": "yes", "by": ["page:health"]},
    }
    assert coverage.faults(rows) == [
        "S9-01: there is no page:moon",
        "S9-02: what is not whole says what it waits for; what is whole waits for nothing",
        "S9-03: what is served names by what; what is not yet names nothing",
    ]
