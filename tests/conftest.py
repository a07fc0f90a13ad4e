"""What every test may use: a live site, pages in a real browser, the shared data, and a ledger that can be flushed."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from django.test import TransactionTestCase
from hypothesis import HealthCheck, settings

from tests.support.browser import assert_accessible, browser, live, page, phone, plain_page, screens
from tests.support.data import shared_data
from tests.support.skips import pytest_runtest_makereport, pytest_terminal_summary

__all__ = [
    "assert_accessible",
    "browser",
    "live",
    "page",
    "phone",
    "plain_page",
    "pytest_runtest_makereport",
    "pytest_terminal_summary",
    "screens",
    "shared_data",
]

if TYPE_CHECKING:
    from tests.district import District

# What these tests prove does not depend on how busy the machine is.
settings.register_profile("huiyin", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("huiyin")

MARKED_BY_FIXTURE = {"browser": "browser", "shared_data": "shared_data"}


LONG = (
    "test_pages_accessible", "test_pages_in_english", "test_addresses", "test_kill", "test_cli_homes", "test_founding", "test_adding_a_kind",
)  # fmt: skip
"""Files that take long: they begin first, so that no worker has one of them left when the others are through."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: item.path.stem not in LONG)
    for item in items:
        for fixture, mark in MARKED_BY_FIXTURE.items():
            if fixture in getattr(item, "fixturenames", ()):
                item.add_marker(mark)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Tables come from the models (settings: MIGRATE), as in a new home; so the migrations count as applied there, too."""
    from huiyin.kernel import founding

    with django_db_blocker.unblock():
        founding.record()


@pytest.fixture(scope="session", autouse=True)
def lifted_ledger() -> Iterator[None]:
    """Lift the append-only triggers for the flush after a transactional test, and only then.

    During the test itself the ledger refuses UPDATE, DELETE and TRUNCATE as in real life.
    """
    flush = TransactionTestCase._fixture_teardown

    def flush_lifted(case: TransactionTestCase) -> None:
        from huiyin.kernel.triggers import lifted  # the models behind it exist only after django.setup()

        with lifted():
            flush(case)

    TransactionTestCase._fixture_teardown = flush_lifted
    yield
    TransactionTestCase._fixture_teardown = flush


@pytest.fixture(autouse=True)
def rested() -> None:
    """What one test asked of the public pages does not count against the next: the limits by address are kept in the cache."""
    from django.core.cache import cache

    cache.clear()


@pytest.fixture
def district(db: None) -> "District":
    """An invented district with a post for every role (tests/district.py)."""
    from tests.district import District  # its models exist only after django.setup()

    return District.build()
