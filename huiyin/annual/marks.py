"""The text of a report: paragraphs with marks. `{{ figure "proposals.filed" }}`, with 余, 近 or 约 behind the name a round number;
in an office's own hand also `{{ 立案 }}` or `{{ 立案 余 }}`.

An amount in 万元 is printed in 亿元 with 亿 behind its name. What else may stand between double braces: 周期, 截至, 机构. A heading is
a line that begins with #.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from huiyin.annual.rounding import WORDS
from huiyin.kernel.refusal import Missing

MARK = re.compile(r"\{\{(.*?)\}\}", re.S)
FIGURE = re.compile(r"""^\s*(?:figure|数)\s*["“”'‘’「](?P<name>[^"“”'‘’」]+)["“”'‘’」]\s*(?P<more>.*?)\s*$""", re.S)
MORE = re.compile(r"^(?:(?P<word>[余近约]+)\s*(?P<to>\d*)|(?P<part>分子|分母|数|亿))?$")
PLAIN = re.compile(r"^\s*(?P<name>.+?)(?:\s+(?P<more>(?:余|近|约)\s*\d*|分子|分母|数|亿))?\s*$", re.S)
FIXED = ("周期", "截至", "机构")
BY_HAND = re.compile(
    r"(?:(?<![最附靠临相])近|(?<![节签大合公预违契])约)\s*\{\{|\}\}\s*(?:余|多)|近\s*[\d０-９]+\s*(?:余|多)"
)
TYPED = re.compile(r"\d+(?:\.\d+)?\s*(?:件次|人次|场次|万元|亿元|件|条|次|人|名|个|项|场|篇|期|家|户|份|%|％)")


@dataclass(frozen=True)
class Mark:
    """A place that a figure fills (`name`), or a fixed word of the report (`name` one of FIXED, `fixed`)."""

    name: str
    word: str = ""
    to: int = 0
    part: str = ""
    fixed: bool = False


@dataclass(frozen=True)
class Line:
    """A heading or a paragraph: text and marks in turn."""

    pieces: tuple[str | Mark, ...]
    heading: bool = False

    @property
    def names(self) -> list[str]:
        return [piece.name for piece in self.pieces if isinstance(piece, Mark) and not piece.fixed]


def read(text: str, known: Mapping[str, Any]) -> list[Line]:
    """The lines of a report; labels stand for names. Errors: Missing, a sentence for each mark that cannot be filled, with its place."""
    by_label = {str(figure.label): name for name, figure in known.items()}
    lines, faults = [], []
    for number, words in enumerate((line.strip() for line in text.splitlines() if line.strip()), 1):
        if BY_HAND.search(words):
            faults.append(rounded_by_hand(number, words))
        pieces: list[str | Mark] = []
        end = 0
        for found in MARK.finditer(words):
            pieces.append(words[end : found.start()])
            end = found.end()
            try:
                pieces.append(mark_of(found[1], known, by_label))
            except ValueError as trouble:
                faults.append(_("第 {n} 段：{what}").format(n=number, what=trouble))
        pieces.append(words[end:])
        if "{{" in words[end:] or "}}" in "".join(piece for piece in pieces if isinstance(piece, str)):
            faults.append(_('第 {n} 段：大括号没有成对，数要写成 {{{{ figure "名称" }}}}。').format(n=number))
        heading = words.startswith("#")
        if heading:
            pieces[0] = str(pieces[0]).lstrip("# ")
        lines.append(Line(tuple(piece for piece in pieces if piece != ""), heading))
    if faults:
        raise Missing(" ".join(faults), {"words": " ".join(faults)})
    return lines


def rounded_by_hand(number: int, words: str) -> str:
    shown = MARK.sub("▢", words)
    found = re.search(r"[近约]\s*▢|▢\s*[余多]|近\s*[\d０-９]+\s*[余多]", shown)
    place = shown[max(found.start() - 6, 0) : found.end() + 6] if found else shown[:20]
    return _(
        '第 {n} 段“{words}”：近、余、约由系统算，不能手写；近是往上凑整，余是往下舍，两个不能一起用。请写成 {{{{ figure "名称" 余 }}}}。'
    ).format(n=number, words=place.replace("▢", _("（数）")))


def mark_of(text: str, known: Mapping[str, Any], by_label: Mapping[str, str]) -> Mark:
    """What stands between the braces. Errors: ValueError with a sentence."""
    if text.strip() in FIXED:
        return Mark(text.strip(), fixed=True)
    found = FIGURE.match(text)
    if not found and (plain := PLAIN.match(text)) and (plain["name"] in known or plain["name"] in by_label):
        found = plain
    if not found:
        raise ValueError(
            _('“{text}”不是能填的内容。数写成 figure "名称"，另外只有{fixed}。').format(
                text=text.strip(), fixed="、".join(FIXED)
            )
        )
    asked = found["name"].strip()
    name = asked if asked in known else by_label.get(asked, "")
    if not name:
        raise ValueError(_("没有“{name}”这个数。请在“数字”页查名称，或先定义它。").format(name=asked))
    more = MORE.match(found["more"] or "")
    if not more or len(more["word"] or "") > 1:
        raise ValueError(
            _("“{more}”不能用在数的后面。只能写{words}里的一个（后面可以写凑整到多少），或分子、分母。").format(
                more=found["more"], words="、".join(WORDS)
            )
        )
    return Mark(name, more["word"] or "", min(int(more["to"] or 0), 10**9), more["part"] or "")


def names(lines: Iterable[Line]) -> list[str]:
    """The figures of a report, each once, in the order of the text."""
    return list(dict.fromkeys(name for line in lines for name in line.names))


def typed(text: str) -> list[str]:
    """Numbers with a unit that were typed by hand: nothing stands behind them."""
    return list(dict.fromkeys(found.group() for found in TYPED.finditer(MARK.sub("", text))))
