"""Imports and foreign keys go down only."""

import subprocess
import sys

from django.apps import apps

from tests.architecture.sources import HUIYIN, ROOT, independent, storeys

LINT = "from importlinter.cli import lint_imports_command as run; run()"


def test_imports_go_down_only_and_have_no_knots():
    done = subprocess.run(
        [sys.executable, "-c", LINT, "--no-logo", "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_folder_has_a_storey():
    folders = {p.parent.name for p in HUIYIN.glob("*/__init__.py")}
    assert folders - set(storeys()) == set()


def test_foreign_keys_go_down_only():
    assert [str(key) for key in foreign_keys() if not goes_down(*apps_of(key))] == []


def test_the_order_of_storeys_tells_up_from_down_and_sideways():
    assert goes_down("proposals", "kernel")
    assert goes_down("proposals", "proposals")
    assert not goes_down("kernel", "proposals")
    assert not goes_down("proposals", "opinions")
    assert not goes_down("handling", "proposals")


def foreign_keys():
    """Every relation that a model of ours declares to a model of ours (many-to-many and parents included)."""
    for model in apps.get_models(include_auto_created=True):
        if model.__module__.startswith("huiyin."):
            for field in model._meta.get_fields():
                ours = field.is_relation and not field.auto_created and field.related_model
                if ours and field.related_model.__module__.startswith("huiyin."):
                    yield field


def apps_of(field):
    return field.model.__module__.split(".")[1], field.related_model.__module__.split(".")[1]


def goes_down(source, target):
    if source == target:
        return True
    if any({source, target} <= group for group in independent()):
        return False
    return storeys()[source] >= storeys()[target]
