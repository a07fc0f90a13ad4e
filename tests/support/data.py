"""The real catalogues and papers that lie beside the repository; read in place, never copied into it."""

from pathlib import Path

import pytest

SHARED_DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
ABSENT = "../shared/data is not on this machine: nothing was proved on real catalogues"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The directory ../shared/data; the test is skipped, loudly, where it is absent."""
    if not SHARED_DATA.is_dir():
        pytest.skip(ABSENT)
    return SHARED_DATA
