"""A home is ready when its folder, its translations and its database are; any command sees to that."""

import os
import sys
from contextlib import suppress
from pathlib import Path


def make() -> None:
    """Make the folder, before the settings are read."""
    Path(os.environ.get("HUIYIN_HOME", "var")).mkdir(parents=True, exist_ok=True)


def prepare(verbose: bool = False) -> int:
    """Compile stale translations and bring the database to this version. Returns how many migrations were applied.

    Errors: whatever the database says when it cannot be reached.
    """
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from huiyin.config.translations import compile_stale
    from huiyin.kernel import founding, tables

    with suppress(OSError):  # an installation that is not ours to write to was compiled when it was installed
        compile_stale()
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    if founding.is_empty():
        sys.stderr.write("正在建数据库……\n")
        return founding.found()
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        sys.stderr.write(f"正在升级数据库（{len(plan)} 步）……\n")
        call_command("migrate", verbosity=2 if verbose else 0, interactive=False)
        tables.look()
    return len(plan)
