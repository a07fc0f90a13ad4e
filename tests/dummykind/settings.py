"""The house with one kind more: this is the one settings line."""

import os

from tests.settings import *  # noqa: F403
from tests.settings import DATABASES, INSTALLED_APPS, KIND, TEST_HOME

INSTALLED_APPS = [*INSTALLED_APPS, "tests.dummykind"]

# A test session inside a test session: it must not share its database.
name = f"test_lamp_{os.getpid()}"
DATABASES["default"]["TEST"] |= {"NAME": str(TEST_HOME / f"{name}.sqlite3") if KIND == "sqlite" else name}
