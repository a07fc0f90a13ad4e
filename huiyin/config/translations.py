"""Compiled translations: .mo files are made with Babel where they are missing or older, and never committed."""

from collections.abc import Iterable
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings


def compile_stale(places: Iterable[str | Path] | None = None) -> list[Path]:
    """Compile every .po below `places` (default LOCALE_PATHS) whose .mo is missing or older; returns the .mo written.

    Errors: ValueError (from Babel) when a .po cannot be parsed; OSError when the place cannot be written.
    """
    sources = (po for place in places or settings.LOCALE_PATHS for po in sorted(Path(place).glob("*/LC_MESSAGES/*.po")))
    return [compile_one(po) for po in sources if stale(po)]


def stale(po: Path) -> bool:
    mo = po.with_suffix(".mo")
    return not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime


def compile_one(po: Path) -> Path:
    with po.open("rb") as file:
        catalogue = read_po(file, locale=po.parent.parent.name, abort_invalid=True)
    target, fresh = po.with_suffix(".mo"), po.with_suffix(".mo.new")
    with fresh.open("wb") as file:
        write_mo(file, catalogue)
    fresh.replace(target)  # a reader sees the old file or the new one, never half of one
    return target
