"""The letter as a Word document, from our template or from the office's own (docs/papers.md lists the placeholders)."""

from functools import lru_cache
from pathlib import Path

from huiyin.papers.letter import Content, Letter, Point, content
from huiyin.papers.wordtemplate import Prepared, TemplateRefused, prepare

__all__ = ["TemplateRefused", "check_template", "default_template", "letter_docx"]

DEFAULT = Path(__file__).parent / "templates_docx" / "reply.docx"
LONG_NAME = 13  # more characters than this do not fit 170 mm at the heading's usual size


def letter_docx(letter: Letter, template: bytes | None = None) -> bytes:
    """The letter as docx. `template`: an office's own docx, else ours. Raises TemplateRefused with a sentence for its editor."""
    prepared = _prepared(template) if template is not None else _default()
    return prepared.fill(_values(content(letter)))


def check_template(template: bytes) -> None:
    """Raises TemplateRefused if letters cannot be made with this docx; to be asked when an office uploads it."""
    _prepared(template)


def default_template() -> bytes:
    """Our template, for an office to download and edit."""
    return DEFAULT.read_bytes()


@lru_cache(maxsize=1)
def _default() -> Prepared:
    return prepare(default_template(), _values(SPECIMEN))


@lru_cache(maxsize=64)
def _prepared(template: bytes) -> Prepared:
    return prepare(template, _values(SPECIMEN))


def _values(letter: Content) -> dict[str, object]:
    """The placeholders, named as a clerk would name them."""
    return {
        "发文机关": letter["sender"],
        "名称长": len(letter["sender"]) > LONG_NAME,
        "发文字号": letter["doc_number"],
        "结果类别": letter["mark"],
        "草稿": letter["draft_note"],
        "标题": letter["title"],
        "主送": letter["addressees"],
        "开头": letter["opening"],
        "办理意见": [{"标题": point["heading"], "段落": point["paragraphs"]} for point in letter["points"]],
        "结尾": letter["closing"],
        "署名": letter["signer"],
        "成文日期": letter["date"],
        "联系人": letter["contact"],
        "公开属性": letter["publicity"],
        "抄送": letter["copies"],
    }


# A template is tried on this before it is accepted: every placeholder has a value, so that every branch is walked.
SPECIMEN = content(
    Letter(
        sender="某局",
        title="关于某件提案的答复",
        addressees="某某委员：",
        opening="开头。",
        points=(Point("关于某事（采纳）", "办理意见。"),),
        closing="结尾。",
        doc_number="某函〔2026〕1号",
        mark="A类",
        contact="某某",
        publicity="主动公开",
        copies=("某委员会",),
        draft=True,
    )
)
