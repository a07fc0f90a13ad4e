"""The Word file that a member wrote anyway, taken apart into title, situation, analysis and numbered suggestions.

It proposes; the member confirms. What cannot be told apart goes to the situation, so that nothing is lost.
"""

import io
import re
import zipfile
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from docx import Document
from docx.opc.exceptions import PackageNotFoundError

from huiyin.kernel.refusal import Refused
from huiyin.kernel.zips import ZipRefused, open_checked

MOST = 60_000
NUMERAL = r"[一二三四五六七八九十]{1,3}"
HEAD = re.compile(rf"^\s*(?:第?{NUMERAL}(?:部分)?[、.．,，]*|[（(]{NUMERAL}[）)]|\d{{1,2}}[、.．)）])?\s*")
ITEM = re.compile(
    rf"^\s*(?:[（(]\s*(?:{NUMERAL}|\d{{1,2}})\s*[）)]|\d{{1,2}}\s*[、.．)）]|{NUMERAL}\s*[、.．]|[①②③④⑤⑥⑦⑧⑨⑩]|第{NUMERAL}[，、,]|{NUMERAL}是)\s*"
)
WORDS = {
    "situation": ("情况", "背景", "现状", "基本情况", "调研情况", "案据", "由来"),
    "analysis": ("分析", "问题", "原因", "存在的问题", "困难", "不足", "主要问题"),
    "items": ("建议", "对策", "措施", "办法", "意见建议", "对策建议", "具体建议"),
}
TITLE = re.compile(r"^(?:案\s*由[:：])?\s*(关于.{2,80}?的?(?:提案|建议|建议案|提议)?)\s*$")

SIGNED = re.compile(
    r"^(?:(?:第一|领衔|共同)?(?:提案|联名|附议|联系)(?:人|者|委员|单位)|(?:联系|手机|办公)?(?:电话|手机)|(?:联系|手机|电话)(?:方式|号码)|委员(?:签名|证号)?|日\s*期)\s*[:：].{0,80}$"
    r"|^(?:二〇\S{2}|20\d{2})\s*年\s*\S{1,3}\s*月\s*\S{1,3}\s*日$"
)
"""Who signed, how to reach him, the day: asked for on a page of their own, and no part of the text."""


@dataclass
class Parts:
    """What was found; `notes` are sentences for the member to look at before he confirms."""

    title: str = ""
    situation: str = ""
    analysis: str = ""
    items: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    signed: list[str] = field(default_factory=list)
    """The lines that were left out."""


def read_word(data: bytes) -> Parts:
    """Take a .docx apart. Errors: Refused with a sentence when it is no Word file, or a harmful one."""
    try:
        with open_checked(io.BytesIO(data)):
            document = Document(io.BytesIO(data))
    except (ZipRefused, zipfile.BadZipFile, PackageNotFoundError, KeyError, ValueError) as trouble:
        raise Refused(_("这个文件打不开，请确认它是 .docx 格式的 Word 文档；.doc 请先另存为 .docx。")) from trouble
    return read_text("\n".join(paragraph.text for paragraph in document.paragraphs))


def read_text(text: str) -> Parts:
    """Take pasted text apart by its headings and numbers."""
    parts, place = Parts(), ""
    gathered: dict[str, list[str]] = {"situation": [], "analysis": [], "items": []}
    for line in text[:MOST].replace("\r", "").split("\n"):
        line = line.replace("\u3000", " ").strip()
        if not line:
            continue
        if not parts.title and (found := TITLE.match(line)) and not any(gathered.values()):
            parts.title = found[1]
            continue
        if SIGNED.match(line):
            parts.signed.append(line)
            continue
        if heading := _heading(line):
            place, rest = heading
            line = rest
            if not line:
                continue
        gathered[place or "situation"].append(line)
    parts.situation, parts.analysis = "\n".join(gathered["situation"]), "\n".join(gathered["analysis"])
    parts.items = _items(gathered["items"])
    _note(parts, len(text) > MOST)
    return parts


def _heading(line: str) -> tuple[str, str] | None:
    """A line that opens a part: a short one made of its word, or one that has it before a colon."""
    bare = HEAD.sub("", line, count=1)
    before, colon, after = re.match(r"([^:：]{0,20})([:：]?)(.*)", bare, re.S).groups()  # type: ignore[union-attr]
    for place, words in WORDS.items():
        for word in words:
            if before.strip() in (word, f"{word}如下", f"主要{word}", f"几点{word}", f"有关{word}", f"具体{word}") or (
                len(before) <= 12 and before.strip().endswith(word) and (colon or not after)
            ):
                return place, after.strip()
    return None


def _items(lines: list[str]) -> list[str]:
    """Numbered lines begin an item, others go on with it; without any number each paragraph is one."""
    if not any(ITEM.match(line) for line in lines):
        return lines
    items: list[str] = []
    for line in lines:
        if ITEM.match(line):
            items.append(ITEM.sub("", line, count=1))
        elif items:
            items[-1] += "\n" + line
        else:
            items.append(line)
    return [item.strip() for item in items if item.strip()]


def _note(parts: Parts, cut: bool) -> None:
    if cut:
        parts.notes.append(_("文字太长，只读了前 {n} 个字。其余请放在附件里。").format(n=MOST))
    if parts.signed:
        lines = _("；").join(parts.signed)
        parts.notes.append(_("没有放进正文的：{lines}。提案者和联系电话在最后一页填。").format(lines=lines))
    if not parts.title:
        parts.notes.append(_("没有找到案由，请自己填写。"))
    if not parts.items:
        parts.notes.append(_("没有找到建议。请把建议一条一条写在“建议”里，每一条都会得到单独的答复。"))
    if not parts.analysis:
        parts.notes.append(_("没有分出“分析”，请从“情况”里移过去。"))
