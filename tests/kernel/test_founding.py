"""A new home has the tables that the migrations would have made, one after the other, since the first version."""

import json
import subprocess
import sys

import pytest

from tests.support.homes import ROOT, home

BY_MIGRATIONS = "import django; django.setup(); from django.core.management import call_command; call_command('migrate', verbosity=0)"
LOOK = """
import django, json
django.setup()
from django.db import connection
see = connection.introspection
told = {}
with connection.cursor() as cursor:
    for table in see.table_names(cursor):
        # Of auth's own table of groups the id is 4 bytes wide here and 8 there; nothing of ours uses it.
        if table in ("sqlite_stat1", "auth_group_permissions"):
            continue
        columns = sorted((c.name, str(c.type_code), bool(c.null_ok), str(c.display_size)) for c in see.get_table_description(cursor, table))
        rules = see.get_constraints(cursor, table).values()
        told[table] = [columns, sorted(repr(sorted((k, str(v)) for k, v in rule.items())) for rule in rules)]
    if connection.vendor == "sqlite":
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name")
    else:
        cursor.execute("SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1, 2")
    told["triggers"] = [[str(part) for part in row] for row in cursor.fetchall()]
    cursor.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
    told["applied"] = [list(row) for row in cursor.fetchall()]
print(json.dumps(told))
"""


def run(home, program: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", program], env=home.environment, cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout


def differ(one: list, other: list) -> list:
    """What stands in one and not in the other, part by part."""
    return [
        [row for row in a if row not in b] + [row for row in b if row not in a] for a, b in zip(one, other, strict=True)
    ]


@pytest.mark.slow
def test_a_new_home_has_the_tables_that_all_migrations_make(tmp_path):
    with home(tmp_path / "new") as new, home(tmp_path / "old") as old:
        new("migrate")
        run(old, BY_MIGRATIONS)
        made, grown = (json.loads(run(place, LOOK)) for place in (new, old))
    assert sorted(made) == sorted(grown)
    assert {table: differ(made[table], grown[table]) for table in made if made[table] != grown[table]} == {}
