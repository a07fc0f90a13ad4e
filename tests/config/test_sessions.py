"""A session that one worker ends is over for all: what they remember, they share."""

from django.conf import settings
from django.core.cache import cache
from django.core.cache.backends.filebased import FileBasedCache

from huiyin.config.settings import CACHES


def test_what_one_worker_forgets_no_other_remembers():
    cache.set("session-of-a-test", "signed in")
    other = FileBasedCache(str(CACHES["default"]["LOCATION"]), {"OPTIONS": CACHES["default"]["OPTIONS"]})
    assert other.get("session-of-a-test") == "signed in"
    other.delete("session-of-a-test")
    assert cache.get("session-of-a-test") is None


def test_it_lies_in_the_home_and_not_among_the_files_that_are_backed_up():
    assert CACHES["default"]["LOCATION"].parent == settings.HOME
    assert not CACHES["default"]["LOCATION"].is_relative_to(settings.FILES)
