"""The official letter (答复函, 会办意见函) as plain facts, before it becomes Word or PDF.

GB/T 9704-2012 section 10.1, letter format (R-300); what a reply letter must say is R-050. The words inside a letter are
Chinese whatever the reader's language, so nothing here is translated.
"""

import re
from dataclasses import dataclass
from datetime import date as Date
from typing import TypedDict

DRAFT_NOTE = "（草稿，未签发）"
BLANK_DATE = "　　年　月　日"
DIGITS = "零一二三四五六七八九"
# What XML 1.0 and JSON cannot carry, and the marks that turn the direction of writing (a letter could be made to read otherwise).
FORBIDDEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff\u202a-\u202e\u2066-\u2069]"
)
LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
NUMERAL = re.compile(r"^[〇零一二三四五六七八九十百千]+、\s*")


@dataclass(frozen=True)
class Point:
    """One issue answered: `heading` as 关于…（采纳） (a typed-in 一、 is replaced by the true numeral); `text`, a line a paragraph."""

    heading: str
    text: str


@dataclass(frozen=True)
class Letter:
    """Everything a letter says. Empty strings and tuples are left out of the page; newlines separate paragraphs.

    `sender` is the unit's full name and `signer` the name under the text (empty: the sender). `doc_number` is typed in as
    the unit gave it (澄住建函〔2026〕41号), `mark` is the class (B类). A co-opinion letter is the same, addressed to the lead
    unit. `copies` are the 抄送 in order; `date` is the day of issue, None while it is not issued.
    """

    sender: str
    title: str
    addressees: str
    opening: str
    points: tuple[Point, ...] = ()
    closing: str = ""
    doc_number: str = ""
    mark: str = ""
    signer: str = ""
    date: Date | None = None
    contact: str = ""
    publicity: str = ""
    copies: tuple[str, ...] = ()
    draft: bool = False


class PointContent(TypedDict):
    heading: str
    paragraphs: list[str]


class Content(TypedDict):
    """A letter ready to be set: clean strings without newlines, lists of paragraphs."""

    sender: str
    doc_number: str
    mark: str
    draft_note: str
    title: list[str]
    addressees: str
    opening: list[str]
    points: list[PointContent]
    closing: list[str]
    signer: str
    date: str
    contact: str
    publicity: str
    copies: str


def numeral(number: int) -> str:
    """Chinese numeral of 1 to 99: 一, 十, 十一, 二十, 二十一. Raises ValueError beyond."""
    if not 1 <= number <= 99:
        raise ValueError(f"no numeral for {number}: 1 to 99")
    tens, ones = divmod(number, 10)
    head = {0: "", 1: "十"}.get(tens, DIGITS[tens] + "十")
    return head + (DIGITS[ones] if ones else "")


def date_text(day: Date | None) -> str:
    """2026年6月24日: Arabic figures without leading zeros, as GB/T 9704 asks; blanks to be filled in by hand without a day."""
    return f"{day.year}年{day.month}月{day.day}日" if day else BLANK_DATE


def paragraphs(text: str) -> list[str]:
    """The text's non-empty lines, without the characters that a document cannot carry."""
    clean = FORBIDDEN.sub("", LINE_ENDS.sub("\n", text)).replace("\t", " ")
    return [line.strip() for line in clean.split("\n") if line.strip()]


def line(text: str) -> str:
    """The same as one line."""
    return " ".join(paragraphs(text))


def content(letter: Letter) -> Content:
    """What both the Word and the PDF show, in the same words."""
    return Content(
        sender=line(letter.sender),
        doc_number=line(letter.doc_number),
        mark=line(letter.mark),
        draft_note=DRAFT_NOTE if letter.draft else "",
        title=paragraphs(letter.title),
        addressees=line(letter.addressees),
        opening=paragraphs(letter.opening),
        points=_numbered(letter.points),
        closing=paragraphs(letter.closing),
        signer=line(letter.signer) or line(letter.sender),
        date=date_text(letter.date),
        contact=_contact(line(letter.contact)),
        publicity=line(letter.publicity),
        copies=_copies(letter.copies),
    )


def _numbered(points: tuple[Point, ...]) -> list[PointContent]:
    """Points with consecutive numerals; one without a heading goes on without a number."""
    numbered, number = [], 0
    for point in points:
        heading = NUMERAL.sub("", line(point.heading))
        if heading:
            number += 1
            heading = f"{numeral(number) if number <= 99 else number}、{heading}"
        numbered.append(PointContent(heading=heading, paragraphs=paragraphs(point.text)))
    return numbered


def _contact(text: str) -> str:
    inner = text.removeprefix("（").removesuffix("）")
    if not inner:
        return ""
    return f"（{inner}）" if inner.startswith("联系") else f"（联系人：{inner}）"


def _copies(copies: tuple[str, ...]) -> str:
    names = [line(name).rstrip("，。、；") for name in copies]
    joined = "，".join(name for name in names if name)
    return f"{joined}。" if joined else ""
