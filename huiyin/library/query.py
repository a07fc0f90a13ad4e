"""What a person typed, read as words, phrases in quotes and conditions (单位:住建 class:B). Nothing is an error that ends the search:
what cannot be meant is said in a sentence and looked for as plain words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from django.utils.translation import gettext as _

from huiyin.library.fold import fold, pieces, runs
from huiyin.library.wanted import MOST, Word, number_in

LONGEST = 500  # characters of a query that are read
TOKEN = re.compile(r'(?P<no>-?)(?:(?P<name>[^\s:"]{1,12}):)?(?:"(?P<quoted>[^"]*)(?P<end>"?)|(?P<bare>[^\s"]*))')
QUOTES = str.maketrans("“”„‟「」『』＂：　", '"""""""""' + ": ")

NAMES: dict[str, tuple[str, ...]] = {
    "unit": ("unit",), "单位": ("unit",), "承办": ("unit",), "主办": ("unit",), "class": ("class",), "类别": ("class", "form", "subject"), "结果": ("class",),
    "分类": ("subject", "class"), "subject": ("subject",), "year": ("year",), "年份": ("year",), "年": ("year",), "session": ("session",), "届次": ("session",),
    "state": ("look", "state"), "状态": ("look", "state"), "进度": ("look", "state"), "rating": ("rating",), "评价": ("rating",), "form": ("form",),
    "提案类别": ("form",), "number": ("number",), "编号": ("number",), "案号": ("number",), "look": ("look",), "is": ("look",),
}  # fmt: skip
"""What a condition may be called → the sides that it may mean, in this order."""
SHOWN = ("单位", "类别", "年份", "状态", "评价", "分类", "届次", "编号")


class Known(Protocol):
    """What the conditions of a search may say (vocabulary.py; for anyone, public.py)."""

    def units_named(self, wanted: str) -> list[str]: ...

    def meant(self, side: str, text: str) -> list[str]: ...

    def label(self, side: str, value: str) -> str: ...

    def example(self, side: str) -> str: ...


class Condition(NamedTuple):
    """One condition: the side and its values (one of which is enough), and how it was typed."""

    side: str
    values: tuple[str, ...]
    typed: str
    label: str


@dataclass
class Asked:
    """A query as it was understood. `said`: sentences about what was not."""

    text: str = ""
    words: list[Word] = field(default_factory=list)
    without: list[Word] = field(default_factory=list)
    conditions: list[Condition] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        return not (self.words or self.without or self.conditions)

    @property
    def marks(self) -> list[str]:
        """What is highlighted where it stands."""
        return [word.text for word in self.words]


def read(text: str, known: Known, names: Mapping[str, tuple[str, ...]] = NAMES) -> Asked:
    """The query that a text is; `names`: the conditions that there are. Never refuses."""
    asked = Asked(" ".join(text[:LONGEST].split()))
    if len(text) > LONGEST:
        asked.said.append(_("太长了，只看前 {n} 个字。").format(n=LONGEST))
    for token in TOKEN.finditer(text[:LONGEST].translate(QUOTES)):
        if token["quoted"] is not None and not token["end"]:
            asked.said.append(_("引号没有合上，当作在末尾合上了。"))
        value = token["bare"] if token["quoted"] is None else token["quoted"]
        if token["name"]:
            _condition(asked, token["name"], value or "", token[0], known, names)
        elif value:
            (asked.without if token["no"] else asked.words).extend(_words(value, token["quoted"] is not None, known))
    if len(asked.words) > MOST:
        asked.said.append(_("词太多了，只用前 {n} 个找。").format(n=MOST))
        asked.words = asked.words[:MOST]
    return asked


def _words(text: str, quoted: bool, known: Known) -> list[Word]:
    folded = fold(text).strip()
    if quoted:
        return [Word(folded, exact=True)] if runs(folded) else []
    return [Word(piece, units=tuple(known.units_named(piece))) for run in runs(folded) for piece in _pieces(run)]


def _pieces(run: str) -> list[str]:
    """A case's number stays whole: 第087号."""
    return [run] if number_in(run) else pieces(run)


def _condition(
    asked: Asked, name: str, value: str, typed: str, known: Known, names: Mapping[str, tuple[str, ...]]
) -> None:
    sides = names.get(fold(name).lstrip("-"))
    if sides is None:
        shown = "、".join(one for one in SHOWN if one in names)
        asked.said.append(
            _("没有“{name}”这个条件，把它当普通的字找了。可以写的条件：{names}。").format(name=name, names=shown)
        )
        asked.words.extend(_words(f"{name} {value}", False, known))
        return
    if not value.strip():
        asked.said.append(
            _("“{name}:”后面还没有写。例如 {example}。").format(name=name, example=known.example(sides[0]))
        )
        return
    for side in sides:
        if values := known.meant(side, value):
            label = "、".join(known.label(side, one) for one in values[:3])
            asked.conditions.append(Condition(side, tuple(values), typed.strip(), label))
            return
    asked.said.append(
        _("“{typed}”里的“{value}”对不上，把它当普通的字找了。例如 {example}。").format(
            typed=typed.strip(), value=value, example=known.example(sides[0])
        )
    )
    asked.words.extend(_words(value, False, known))
