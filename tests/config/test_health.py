"""/healthz says well or not well, and never says where."""

import json
from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.utils import OperationalError
from django.test import RequestFactory

from huiyin.config.health import health


def ask(method="get"):
    answer = health(getattr(RequestFactory(), method)("/healthz"))
    return answer.status_code, json.loads(answer.content or "{}")


@pytest.fixture
def files(settings, tmp_path):
    settings.FILES = tmp_path / "files"


@pytest.mark.django_db
@pytest.mark.usefixtures("files")
def test_a_healthy_house_answers_200_with_a_small_json():
    status, body = ask()
    assert status == 200
    assert {k: body[k] for k in ("status", "database", "migrations", "storage")} == dict.fromkeys(
        ("status", "database", "migrations", "storage"), "ok"
    )
    assert body["version"]


@pytest.mark.django_db
@pytest.mark.usefixtures("files")
def test_an_unapplied_migration_is_counted():
    MigrationRecorder(connection).record_unapplied("contenttypes", "0001_initial")
    status, body = ask()
    assert (status, body["status"], body["migrations"]) == (503, "trouble", "1 not applied")


@pytest.mark.django_db
def test_storage_that_cannot_be_written_is_said_without_its_path(settings, tmp_path):
    (tmp_path / "file").write_text("a file where a directory should be")
    settings.FILES = tmp_path / "file" / "files"
    status, body = ask()
    assert (status, body["storage"]) == (503, "not writable")
    assert str(tmp_path) not in json.dumps(body)


@pytest.mark.usefixtures("files")
def test_a_database_that_does_not_answer_is_said_without_its_address(django_db_blocker, monkeypatch):
    def down(*args, **kwargs):
        raise OperationalError('connection to server at "10.1.2.3", user "huiyin" failed')

    monkeypatch.setattr(connection, "cursor", down)
    status, body = ask()
    assert (status, body["database"], body["migrations"]) == (503, "not reachable", "unknown")
    assert "10.1.2.3" not in json.dumps(body)


@pytest.mark.django_db
@pytest.mark.usefixtures("files")
def test_health_is_only_read():
    assert health(RequestFactory().post("/healthz")).status_code == 405


def test_the_storage_check_leaves_nothing_behind(settings, tmp_path):
    from huiyin.config.health import storage

    assert storage(tmp_path) == "ok"
    assert list(Path(tmp_path).iterdir()) == []
