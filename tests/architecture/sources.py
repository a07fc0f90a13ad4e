"""The files that the architecture tests read: modules, templates, and the order of the storeys in .importlinter."""

import re
from configparser import ConfigParser
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HUIYIN = ROOT / "huiyin"


def modules() -> list[Path]:
    return sorted(p for p in HUIYIN.rglob("*.py") if "migrations" not in p.parts)


def templates() -> list[Path]:
    return sorted(p for p in HUIYIN.rglob("*.html") if "templates" in p.parts)


def short(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def storeys() -> dict[str, int]:
    """App name to storey, the kernel at 0, upwards, as .importlinter draws them."""
    contracts = ConfigParser()
    contracts.read(ROOT / ".importlinter", encoding="utf-8")
    lines = contracts["importlinter:contract:layers"]["layers"].strip().splitlines()
    return {app: height for height, line in enumerate(reversed(lines)) for app in re.findall(r"\w+", line)}


def independent() -> list[set[str]]:
    """The groups whose members know nothing of one another (the kinds of work)."""
    contracts = ConfigParser()
    contracts.read(ROOT / ".importlinter", encoding="utf-8")
    lines = contracts["importlinter:contract:layers"]["layers"].strip().splitlines()
    return [set(re.findall(r"\w+", line)) for line in lines if "|" in line]
