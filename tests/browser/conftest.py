"""The running site for the browser's days: one server for them all, and a district for each module, thrown away after it.

Flushing after every single test would cost more than the tests. Each module's tests use cases of their own instead.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.cached_db import SessionStore
from django.core.cache import cache
from django.core.management import call_command
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from huiyin.desk.middleware import SESSION_KEY as POST_KEY
from huiyin.kernel.models import Post
from huiyin.kernel.triggers import lifted
from tests.district import District

Enter = Callable[[Page, Post, str], None]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """pytest-django makes a database only where a test says that it wants one."""
    for item in items:
        if item.path.parent.name == "browser":
            item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.fixture
def _django_db_helper() -> None:
    """In place of pytest-django's, which would flush after every test: `house` does it after every module."""


@pytest.fixture(scope="session")
def live(django_db_setup: None) -> Iterator[str]:
    """The address of the running site, without a slash at the end."""
    server = LiveServer("localhost")
    yield str(server.url)
    server.stop()


@pytest.fixture(scope="module")
def house(live: str, django_db_blocker: Any) -> Iterator[str]:
    """The running site over an empty house; what the module's tests write is there for all of them, and gone after the last."""
    with django_db_blocker.unblock():
        yield live
        with lifted():
            call_command("flush", verbosity=0, interactive=False)
        cache.clear()


@pytest.fixture(scope="module")
def town(house: str) -> District:
    """The invented district of tests/district.py, really written."""
    return District.build()


@pytest.fixture
def enter(live: str) -> Enter:
    """enter(page, post, "/work/"): signed in and acting as that post, at that address."""

    def run(seen: Page, post: Post, path: str = "/work/") -> None:
        sign_in(seen, live, post)
        seen.goto(live + path)

    return run


def sign_in(seen: Page, live: str, post: Post) -> None:
    store = SessionStore()
    store[SESSION_KEY] = str(post.person_id)
    store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    store[HASH_SESSION_KEY] = post.person.get_session_auth_hash()
    store[POST_KEY] = post.pk
    store.save()
    seen.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": str(store.session_key), "url": live}])


def fits(seen: Page) -> bool:
    """Nothing stands out of the page on its right side."""
    return bool(seen.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth + 1"))
