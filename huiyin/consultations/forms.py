"""The forms of consultation as a tree with ranks (P-37), brands (P-51) and title patterns (P-51T): dated rules, read as of a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from string import Formatter
from typing import Any

from django.utils.translation import gettext as _

from huiyin.kernel import parameters
from huiyin.kernel.models import Committee

RANKS = ("龙头", "重点", "常态")
NONE = "-"
"""Stands in a cell that says nothing: no form above it, any form."""
ANY = "*"
PARTS = ("brand", "form", "topic", "site", "year", "number")
"""What a title pattern may name."""


@dataclass(frozen=True)
class Form:
    """One form of the tree. `depth` 0 stands at the top; `under` is the code of the form above it, or nothing."""

    code: str
    name: str
    rank: str
    under: str
    depth: int


def tree(committee: Committee, on: date | None = None) -> list[Form]:
    """The forms that hold on a day (today), each followed by those under it."""
    rows = [(*map(str, row), NONE)[:4] for row in parameters.get(committee, "P-37", on)]
    return list(_under(rows, NONE, 0))


def _under(rows: list[tuple[str, ...]], above: str, depth: int) -> Iterable[Form]:
    for code, name, rank, under in rows:
        if under == above:
            yield Form(code, name, rank, "" if under == NONE else under, depth)
            yield from _under(rows, code, depth + 1)


def forms_here(committee: Committee, on: date | None = None) -> list[tuple[str, str]]:
    """[(code, name)] in the order of the tree; those under another begin with a dash for each storey."""
    return [(one.code, f"{'—' * one.depth}{one.name}") for one in tree(committee, on)]


def form_name(committee: Committee, code: str, on: date | None = None) -> str:
    """The name of a form as of the day on which it was used; its code, where no rule of that day knows it."""
    return next((one.name for one in tree(committee, on) if one.code == code), code)


def brands_here(committee: Committee, form: str = "", on: date | None = None) -> list[tuple[str, str]]:
    """[(code, name)] of the brands under which this form (any form, if none is named) is held."""
    rows = parameters.get(committee, "P-51", on)
    return [(str(code), str(name)) for code, name, forms in rows if not form or forms == NONE or form in forms.split()]


def heading(committee: Committee, *, topic: str, form: str, brand: str, site: str, number: str, on: date) -> str:
    """The full title of a consultation by the pattern of its brand, else of its form, else of all; up to 300 characters."""
    patterns = {str(code): str(pattern) for code, pattern in parameters.get(committee, "P-51T", on)}
    pattern = patterns.get(brand) or patterns.get(form) or patterns.get(ANY) or "{topic}"
    names = dict(brands_here(committee, on=on))
    values = {
        "brand": names.get(brand, ""), "form": form_name(committee, form, on), "topic": topic, "site": site or committee.short,
        "year": str(on.year), "number": number,
    }  # fmt: skip
    return pattern.format(**values)[:300]


# what may stand in the rules ────────────────────────────────────────────────
def check_forms(rows: Any) -> None:
    """A tree: each form above is there, none stands above itself, each rank is one of three. Errors: ValueError with a sentence."""
    under = {row[0]: row[3] for row in rows}
    for code, name, rank, above in rows:
        if rank not in RANKS:
            raise ValueError(_("“{name}”的层次要写 {ranks} 之一。").format(name=name, ranks="、".join(RANKS)))
        if above != NONE and above not in under:
            raise ValueError(_("“{name}”的上级“{above}”不在这张表里。没有上级的写 -。").format(name=name, above=above))
        seen, here = {code}, above
        while here != NONE:
            if here in seen:
                raise ValueError(_("“{name}”绕了一圈又成了自己的上级。").format(name=name))
            seen.add(here)
            here = under.get(here, NONE)
    if "micro" not in under:
        raise ValueError(_("要留一行 micro（基层小微协商）：它的通知期限和审定人跟别的不同。"))


def check_patterns(rows: Any) -> None:
    """Each pattern can be filled in and holds the topic. Errors: ValueError with a sentence."""
    for code, pattern in rows:
        try:
            names = {name for _text, name, _spec, _how in Formatter().parse(pattern) if name is not None}
            pattern.format(**dict.fromkeys(names & set(PARTS), ""))
        except (ValueError, IndexError, KeyError, AttributeError):
            names = {"?"}
        if "topic" not in names or names - set(PARTS):
            raise ValueError(
                _("“{code}”的写法“{pattern}”不行：要有 {{topic}}（议题），还可以用 {parts}。").format(
                    code=code, pattern=pattern, parts="、".join(f"{{{one}}}" for one in PARTS if one != "topic")
                )
            )
