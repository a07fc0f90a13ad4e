"""The statements by which published rows travel between servers. That they work, through three of them: benchmarks/replication.py."""

import pytest
from django.db import connection

from huiyin.exchange import replication
from huiyin.handling.models import PublicVersion
from huiyin.kernel.refusal import Refused

pytestmark = pytest.mark.django_db


def test_only_between_postgresql_servers_and_only_what_is_published():
    if connection.vendor != "postgresql":
        with pytest.raises(Refused, match="只在 PostgreSQL 之间"):
            replication.sending()
        return
    [sending] = replication.sending()
    assert "kernel_committee (id, code, name)" in sending
    for field in PublicVersion._meta.local_concrete_fields:
        assert field.column in sending
    *tables, publication = replication.keeping()
    assert [line.split()[2] for line in tables] == ["kernel_committee", "handling_publicversion"]
    assert "REFERENCES" not in " ".join(tables), "a receiver has no cases behind these rows"
    assert publication.startswith("CREATE PUBLICATION huiyin_received")
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA beside")
        cursor.execute("SET search_path TO beside")
        for line in tables:
            cursor.execute(line)
        cursor.execute("SET search_path TO public")


def test_a_sender_is_named_plainly():
    [line] = replication.receiving("host=10.1.1.1 dbname=huiyin password='a b'", "qingyuan")
    assert "SUBSCRIPTION from_qingyuan_huiyin_published" in line
    assert "password=''a b''" in line
    for code in ("清源", "a; DROP", ""):
        with pytest.raises(Refused, match="起一个代号"):
            replication.receiving("host=x", code)
