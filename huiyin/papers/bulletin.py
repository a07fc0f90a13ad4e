"""One numbered issue of 《社情民意》 as plain facts, before it is Word or PDF: a red head, one report, at the foot to whom it goes.

The type and the margins follow GB/T 9704-2012. The words are Chinese whatever the reader's language, so nothing here is translated.
"""

from dataclasses import dataclass
from datetime import date as Date
from typing import Any

from huiyin.papers.letter import date_text, line, paragraphs

DRAFT = "（未签发，不得外传）"


@dataclass(frozen=True)
class Bulletin:
    """`number`: 2026年第3期, empty while it is not issued. `text`: a line a paragraph. `main`, `copies`, `forwarded`: names in order."""

    name: str
    sender: str
    title: str
    text: str
    number: str = ""
    date: Date | None = None
    mark: str = ""
    by: str = ""
    main: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    forwarded: tuple[str, ...] = ()
    editor: str = ""
    checker: str = ""
    signer: str = ""


def content(bulletin: Bulletin) -> dict[str, Any]:
    """What both the Word and the PDF show: clean strings; lists of paragraphs; the lines of the foot that there are."""
    b = bulletin
    people = [
        f"{word}：{line(who)}" for word, who in (("编辑", b.editor), ("核稿", b.checker), ("签发", b.signer)) if who
    ]
    goes = [
        f"{word}：{'，'.join(map(line, names))}。"
        for word, names in (("主送", b.main), ("抄送", b.copies), ("转办", b.forwarded))
        if names
    ]
    return {
        "name": line(b.name),
        "sender": line(b.sender),
        "number": f"（{line(b.number)}）" if b.number else DRAFT,
        "date": date_text(b.date),
        "mark": line(b.mark),
        "title": paragraphs(b.title),
        "paragraphs": paragraphs(b.text),
        "by": f"（作者：{line(b.by)}）" if b.by else "",
        "goes": goes,
        "people": people,
    }
