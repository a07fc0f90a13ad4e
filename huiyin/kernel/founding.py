"""An empty database gets the tables of this version at once, instead of the whole history of how they came to be.

Playing sixty migrations into an empty database takes half a minute of a small machine, nearly all of it in drawing states that
nobody keeps. The tables that stand at the end are those of the models (lint refuses a model without its migration), so they are
made from the models, and every migration is recorded as applied. tests/kernel/test_founding.py proves that both ways end alike.
"""

from django.apps import apps
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


def is_empty() -> bool:
    """Whether the database has no table at all."""
    return not connection.introspection.table_names()


def found() -> int:
    """Make every table, whole or not at all. Returns how many migrations are recorded. Only for an empty database."""
    steps = sorted(MigrationLoader(connection).graph.nodes)
    with connection.schema_editor() as editor:
        for model in apps.get_models():
            if model._meta.managed and not model._meta.proxy:
                editor.create_model(model)
        recorder = MigrationRecorder(connection)
        recorder.ensure_schema()
        for app, name in steps:
            recorder.record_applied(app, name)
    emit_post_migrate_signal(verbosity=0, interactive=False, db=connection.alias)
    return len(steps)


def record() -> None:
    """Record every migration as applied, where the tables were made from the models by somebody else (the tests' own runner)."""
    recorder = MigrationRecorder(connection)
    recorder.ensure_schema()
    applied = recorder.applied_migrations()
    for app, name in MigrationLoader(connection).graph.nodes:
        if (app, name) not in applied:
            recorder.record_applied(app, name)
