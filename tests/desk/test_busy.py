"""Where the database is held for too long, a page says so, and what was typed is kept."""

import pytest
from django.contrib.sessions.backends.cached_db import SessionStore
from django.db import OperationalError
from django.test import override_settings
from django.urls import path

from huiyin.config import urls
from huiyin.desk.busy import is_held


def held(request):
    raise OperationalError("database is locked")


def broken(request):
    raise OperationalError("no such table: kernel_case")


urlpatterns = [path("held/", held), path("broken/", broken), *urls.urlpatterns]
handler500 = urls.handler500


@pytest.fixture
def visitor(client):
    client.raise_request_exception = False
    with override_settings(ROOT_URLCONF="tests.desk.test_busy"):
        yield client


def test_what_was_typed_stands_in_a_form_that_sends_it_again(visitor, db):
    words = "<b>建议在南门修一条坡道，2027年3月底前完成。</b>"
    answer = visitor.post("/held/?step=reply", {"text": words, "units": ["1", "2"], "key": "k1", "password": "geheim"})
    page = answer.content.decode()
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert "正在写一份大的名单，请过一分钟再试，您填的还在" in page
    assert 'action="/held/?step=reply"' in page
    assert 'name="text" value="&lt;b&gt;建议在南门' in page
    assert page.count('name="units"') == 2
    assert 'name="key" value="k1"' in page
    assert 'name="csrfmiddlewaretoken"' in page
    assert "geheim" not in page


def test_a_page_that_only_asks_leads_back_to_itself(visitor, db):
    answer = visitor.get("/held/?q=1")
    assert (answer.status_code, 'href="/held/?q=1"' in answer.content.decode()) == (503, True)


def test_a_lock_met_outside_of_a_page_is_told_too(visitor, district, monkeypatch):
    visitor.force_login(district.office.person, backend="django.contrib.auth.backends.ModelBackend")

    def wait(*_args, **_more):
        raise OperationalError("database is locked")

    monkeypatch.setattr(SessionStore, "load", wait)
    assert visitor.get("/work/").status_code == 503


def test_another_fault_of_the_database_is_no_waiting(visitor, db):
    assert visitor.get("/broken/").status_code == 500


@pytest.mark.parametrize(
    ("words", "yes"),
    [
        ("database is locked", True),
        ("deadlock detected", True),
        ("canceling statement due to lock timeout", True),
        ("disk full", False),
    ],
)
def test_which_words_of_the_database_mean_waiting(words, yes):
    assert is_held(OperationalError(words)) is yes
    assert not is_held(ValueError(words))
