"""The same pages, looked at in English."""

import pytest

from tests.browser.test_pages_accessible import (  # noqa: F401
    ENGLISH,
    Look,
    seen,
    test_a_leader_a_member_and_the_reading_pane_too,
    test_every_page_of_the_matrix_can_be_used_by_everyone,
    test_every_step_has_a_form_that_everyone_can_use,
    test_the_doors_can_be_used_by_everyone,
    world,
)


@pytest.fixture
def look() -> Look:
    return ENGLISH
