#!/usr/bin/env python
"""Render docs/coverage.md from docs/coverage.toml, and hold the table against the product.

tools/coverage.py           write docs/coverage.md
tools/coverage.py --check   say what names something that does not exist, and whether the page is out of date
"""

import re
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tools.house import DOCS, ROOT, deliver, enter, table

TABLE = DOCS / "coverage.toml"
STATUSES = ("yes", "partly", "not yet")
ID = re.compile(r"^\| (S\d-F?\d\d|C\d\d) \|", re.MULTILINE)
PARTS = {
    "S0": "Seed 000: a special action, consultation, outside talent",
    "S1": "Seed 001: the year of a committee",
    "S2": "Seed 002: consultation and sites",
    "S3": "Seed 003: investment and oversight in half a year",
    "S4": "Seed 004: proposals and duties",
    "C": "Capabilities",
}
HEAD = """# Coverage

Five published reports of district committees are what this product is measured by: every sentence in them that says what a
committee does, every number in them, and the 45 capabilities merged from both. Each is a line here, with the page, figure
or test that serves it, or what it waits for. The table is data ([coverage.toml](coverage.toml)); a test holds it against the
specification and against the product, and fails for a line that is missing or that names something that does not exist.
"""

Row = Mapping[str, Any]


def rows() -> dict[str, Row]:
    """id → {title, status, by, waits}, in the order of the file."""
    return tomllib.loads(TABLE.read_text("utf-8"))


def ids_in(specification: str) -> list[str]:
    """Every seed row, figure and capability of the specification, in its order."""
    return list(dict.fromkeys(ID.findall(specification)))


def faults(found: Mapping[str, Row]) -> list[str]:
    """A sentence for each line that contradicts itself or names what does not exist."""
    pages = url_names()
    return [f"{key}: {said}" for key, row in found.items() for said in complaints(row, pages)]


def complaints(row: Row, pages: set[str]) -> Iterable[str]:
    status, by, waits = row["status"], row.get("by", []), row.get("waits", "")
    if status not in STATUSES:
        yield f"the status {status!r} is none of {', '.join(STATUSES)}"
    if (status == "not yet") != (not by):
        yield "what is served names by what; what is not yet names nothing"
    if (status == "yes") != (not waits):
        yield "what is not whole says what it waits for; what is whole waits for nothing"
    yield from (f"there is no {name}" for name in by if not exists(name, pages))


def exists(name: str, pages: set[str]) -> bool:
    from huiyin.kernel.figures import REGISTRY

    kind, _colon, what = name.partition(":")
    return {"page": what in pages, "figure": what in REGISTRY, "test": (ROOT / what).is_file()}.get(kind, False)


def url_names() -> set[str]:
    from django.urls import get_resolver

    return {name for name in get_resolver().reverse_dict if isinstance(name, str)}


def page(found: Mapping[str, Row]) -> str:
    return "\n".join([HEAD, summary(found), *(section(part, found) for part in PARTS)])


def part_of(key: str) -> str:
    return key[0] if key.startswith("C") else key[:2]


def summary(found: Mapping[str, Row]) -> str:
    lines = []
    for name, test in (
        ("what they do", lambda key: re.match(r"S\d-\d", key)),
        ("their figures", lambda key: "-F" in key),
        ("capabilities", lambda key: key.startswith("C")),
    ):
        counts = Counter(row["status"] for key, row in found.items() if test(key))
        lines.append((name, *(counts[status] for status in STATUSES), sum(counts.values())))
    total = Counter(row["status"] for row in found.values())
    lines.append(("**all**", *(total[status] for status in STATUSES), len(found)))
    return table(("", *STATUSES, "all"), lines) + "\n"


def section(part: str, found: Mapping[str, Row]) -> str:
    lines = [(key, row["title"], row["status"], served(row)) for key, row in found.items() if part_of(key) == part]
    return f"## {PARTS[part]}\n\n{table(('id', 'what', 'is there', 'served by, or waits for'), lines)}\n"


def served(row: Row) -> str:
    kinds: dict[str, list[str]] = {}
    for name in row.get("by", []):
        kind, _colon, what = name.partition(":")
        kinds.setdefault(kind, []).append(f"`{what}`")
    words = [f"{kind} {', '.join(names)}" for kind, names in kinds.items()]
    return "; ".join([*words, *([f"*waits for {row['waits']}*"] if row.get("waits") else [])])


def main(arguments: list[str]) -> int:
    enter()
    found = rows()
    wrong = faults(found)
    for line in wrong:
        print(line)
    return deliver({"coverage.md": page(found)}, "--check" in arguments) or bool(wrong)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
