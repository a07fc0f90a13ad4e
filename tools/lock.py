#!/usr/bin/env python
"""Write requirements.lock and requirements-dev.lock: the versions that this .venv was tried with, as pip constraints.

Only what pyproject.toml leads to is listed, so that a package tried by hand does not slip in.
"""

import tomllib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
HEAD = "# Made by `make lock` from a .venv in which the whole suite passed; used as `pip install -c`.\n"


def closure(wanted: list[str]) -> dict[str, str]:
    """Name to version of everything the requirements lead to on this platform. Errors: SystemExit when one is missing."""
    found: dict[str, str] = {}
    seen: set[tuple[str, frozenset[str]]] = set()
    queue = [Requirement(line) for line in wanted]
    while queue:
        need = queue.pop()
        name, extras = canonicalize_name(need.name), frozenset(need.extras)
        if (name, extras) in seen:
            continue
        seen.add((name, extras))
        try:
            package = distribution(name)
        except PackageNotFoundError:
            raise SystemExit(f"{name} is not installed here; run `make test` once before `make lock`.") from None
        found[name] = package.version
        queue += [r for r in map(Requirement, package.requires or ()) if applies(r, extras)]
    return found


def applies(need: Requirement, extras: frozenset[str]) -> bool:
    return need.marker is None or any(need.marker.evaluate({"extra": extra}) for extra in extras or {""})


def write(path: Path, versions: dict[str, str]) -> None:
    path.write_text(HEAD + "".join(f"{name}=={version}\n" for name, version in sorted(versions.items())))
    print(f"{path.name}: {len(versions)} packages")


if __name__ == "__main__":
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    runtime = project["dependencies"]
    write(ROOT / "requirements.lock", closure(runtime))
    write(ROOT / "requirements-dev.lock", closure(runtime + project["optional-dependencies"]["dev"]))
