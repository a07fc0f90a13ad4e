"""Builds huiyin/papers/templates_docx/reply.docx, the Word template of a reply letter in GB/T 9704-2012 letter format (R-300).

Run `python tools/build_letter_template.py` after changing it and commit both. Offices edit their copy in Word; docs/papers.md
lists the placeholders. Lengths are those of the standard: text area 156 × 225 mm, 28 characters × 22 lines.
"""

import datetime
import sys
import zipfile
from io import BytesIO
from pathlib import Path

from docx import Document
from docx.document import Document as Doc
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH as Align
from docx.enum.text import WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

TARGET = Path(__file__).resolve().parent.parent / "huiyin/papers/templates_docx/reply.docx"
FANG, SONG, HEI, FIGURES = "仿宋_GB2312", "方正小标宋简体", "黑体", "宋体"
RED = "CC0000"
PITCH = Pt(29)

# What a machine without the first name may use instead: Word and WPS read it as "another name of the same font".
FONTS = {
    FANG: ("FangSong", "roman"),
    SONG: ("STZhongsong", "roman"),
    HEI: ("SimHei", "swiss"),
    FIGURES: ("SimSun", "roman"),
}

KEPT_STYLES = {"Normal", "Header", "Footer", "DefaultParagraphFont", "TableNormal", "NoList"}
DROPPED_PARTS = ("stylesWithEffects", "customXml", "thumbnail", "numbering")

# fmt: off
#   style         font   pt  what else
STYLES = {
    "发文机关标志": (SONG, 36, dict(align=Align.CENTER, wide=True, red=True, line=Pt(40), after=Mm(3))),
    "发文机关标志（长）": (SONG, 22, dict(align=Align.CENTER, wide=True, red=True, line=Pt(28), after=Mm(3))),
    "红色双线": (FANG, 1, dict(wide=True, line=Pt(2), rule=("top", 24, 8))),
    "页脚双线": (FANG, 1, dict(wide=True, line=Pt(2), rule=("bottom", 24, 8))),
    "发文字号": (FANG, 16, dict(before=Pt(7), tab=True)),
    "结果类别": (FANG, 16, dict(align=Align.RIGHT)),
    "空行": (FANG, 16, {}),
    "公文标题": (SONG, 22, dict(align=Align.CENTER, line=Pt(36), keep=True, outline=0)),
    "主送": (FANG, 16, {}),
    "公文正文": (FANG, 16, dict(align=Align.JUSTIFY, indent=True)),
    "一级标题": (HEI, 16, dict(align=Align.JUSTIFY, indent=True, keep=True, outline=1)),
    "署名": (FANG, 16, dict(align=Align.CENTER, left=Pt(13.5 * 15.8), keep=True)),
    "附注": (FANG, 16, dict(align=Align.JUSTIFY, indent=True)),
    "抄送": (FANG, 14, dict(align=Align.JUSTIFY, line=Pt(24), hanging=True, before=Pt(29))),
    "页码单": (FIGURES, 14, dict(align=Align.RIGHT, line=Pt(14), side="right", after=Mm(3))),
    "页码双": (FIGURES, 14, dict(align=Align.LEFT, line=Pt(14), side="left", after=Mm(3))),
    "页眉首页": (FANG, 1, dict(line=Pt(2))),
    "页眉": (HEI, 14, dict(line=Mm(22))),
}

BODY = [
    ("", "{%p if 名称长 %}"), ("发文机关标志（长）", "{{ 发文机关 }}"), ("", "{%p else %}"),
    ("发文机关标志", "{{ 发文机关 }}"), ("", "{%p endif %}"),
    ("红色双线", ""),
    ("发文字号", "{{ 草稿 }}\t{{ 发文字号 }}"),
    ("", "{%p if 结果类别 %}"), ("结果类别", "{{ 结果类别 }}"), ("", "{%p endif %}"),
    ("空行", ""), ("空行", ""),
    ("", "{%p for 行 in 标题 %}"), ("公文标题", "{{ 行 }}"), ("", "{%p endfor %}"),
    ("空行", ""),
    ("主送", "{{ 主送 }}"),
    ("", "{%p for 段 in 开头 %}"), ("公文正文", "{{ 段 }}"), ("", "{%p endfor %}"),
    ("", "{%p for 条 in 办理意见 %}"),
    ("", "{%p if 条.标题 %}"), ("一级标题", "{{ 条.标题 }}"), ("", "{%p endif %}"),
    ("", "{%p for 段 in 条.段落 %}"), ("公文正文", "{{ 段 }}"), ("", "{%p endfor %}"),
    ("", "{%p endfor %}"),
    ("", "{%p for 段 in 结尾 %}"), ("公文正文", "{{ 段 }}"), ("", "{%p endfor %}"),
    ("空行", ""), ("空行", ""),
    ("署名", "{{ 署名 }}"), ("署名", "{{ 成文日期 }}"),
    ("", "{%p if 联系人 %}"), ("附注", "{{ 联系人 }}"), ("", "{%p endif %}"),
    ("", "{%p if 公开属性 %}"), ("附注", "公开属性：{{ 公开属性 }}"), ("", "{%p endif %}"),
    ("", "{%p if 抄送 %}"), ("抄送", "抄送：{{ 抄送 }}"), ("", "{%p endif %}"),
]
# fmt: on


def build() -> bytes:
    """The template's bytes, the same on every run."""
    document = Document()
    _prune(document)
    _page(document)
    _defaults(document)
    for name, (font, size, more) in STYLES.items():
        _style(document, name, font, size, **more)
    _headers_and_footers(document)
    for style, text in BODY:
        document.add_paragraph(text, style=style or "空行")
    _frame_copies(document)
    _properties(document)
    return _written(document)


def _prune(document: Doc) -> None:
    """Leaves out what python-docx's own template brings along and no letter needs (800 KB of table styles, a thumbnail)."""
    for style in list(document.styles.element.findall(qn("w:style"))):
        if style.get(qn("w:styleId")) not in KEPT_STYLES:
            document.styles.element.remove(style)
    for owner in (document.part.rels, document.part.package.rels):
        for key in [key for key, rel in owner.items() if rel.reltype.endswith(DROPPED_PARTS)]:
            owner.pop(key)


def _page(document: Doc) -> None:
    """A4. The body starts 30 mm down for the heading of page 1; the other pages' header fills up to 37 mm."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(30), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.header_distance, section.footer_distance = Mm(15), Mm(20)
    section.different_first_page_header_footer = True
    document.settings.odd_and_even_pages_header_footer = True
    grid = section._sectPr.find(qn("w:docGrid"))
    if grid is not None:  # the exact line pitch does the grid's work, in Word and WPS alike
        section._sectPr.remove(grid)


def _defaults(document: Doc) -> None:
    normal = document.styles["Normal"]
    _face(normal, FANG, 16)
    normal.paragraph_format.space_after = Pt(0)
    properties = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    language = properties.find(qn("w:lang"))
    language.set(qn("w:val"), "zh-CN")
    language.set(qn("w:eastAsia"), "zh-CN")
    settings = document.settings.element
    settings.find(qn("w:themeFontLang")).set(qn("w:eastAsia"), "zh-CN")
    settings.find(qn("w:characterSpacingControl")).set(qn("w:val"), "compressPunctuation")


def _face(style: ParagraphStyle, font: str, size: float) -> None:
    """All four scripts in one font; the hint makes Word take “ ” and — from it too."""
    style.font.name, style.font.size = font, Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in [key for key in fonts.attrib if "Theme" in key]:
        del fonts.attrib[theme]
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), font)
    fonts.set(qn("w:hint"), "eastAsia")
    if size == 16:  # 28 characters of 16 pt are 158 mm; a fifth of a point less each, and they fill 156 mm
        kern = style.element.rPr
        kern.insert_element_before(_element("w:spacing", val=-4), "w:kern", "w:sz", "w:szCs", "w:lang")


def _style(document: Doc, name: str, font: str, size: float, **more) -> None:
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Normal"]
    style.quick_style = True
    _face(style, font, size)
    shape = style.paragraph_format
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, more.get("line", PITCH)
    shape.space_before, shape.space_after = more.get("before", Pt(0)), more.get("after", Pt(0))
    shape.alignment = more.get("align", Align.LEFT)
    shape.widow_control = False
    for space in ("w:autoSpaceDE", "w:autoSpaceDN"):  # official letters set figures close: 于4月9日
        style.element.pPr.insert_element_before(_element(space, val=0), "w:spacing", "w:ind", "w:jc")
    shape.keep_with_next = more.get("keep", False)
    if more.get("red"):
        style.font.color.rgb = RGBColor.from_string(RED)
    _indents(style, more)
    if rule := more.get("rule"):
        _double_rule(style, *rule)
    if (level := more.get("outline")) is not None:
        _append(style.element.get_or_add_pPr(), "w:outlineLvl", val=level)


def _indents(style: ParagraphStyle, more: dict) -> None:
    shape = style.paragraph_format
    if more.get("wide"):  # 170 mm, centred on the sheet
        shape.left_indent, shape.right_indent = Mm(-8), Mm(-6)
    if more.get("tab"):
        shape.tab_stops.add_tab_stop(Mm(156), WD_TAB_ALIGNMENT.RIGHT)
    if more.get("indent"):
        shape.first_line_indent = Pt(32)
        style.element.pPr.ind.set(qn("w:firstLineChars"), "200")
    if more.get("hanging"):
        shape.left_indent, shape.right_indent, shape.first_line_indent = Pt(56), Pt(14), Pt(-42)
    if left := more.get("left"):
        shape.left_indent = left
    if more.get("side") == "right":
        shape.right_indent = Pt(14)
    if more.get("side") == "left":
        shape.left_indent = Pt(14)


def _double_rule(style: ParagraphStyle, thick: str, wide: int, thin: int) -> None:
    """Two borders of a paragraph 2 pt high (widths in eighths of a point): drawn alike everywhere, unlike thick-thin borders."""
    borders = OxmlElement("w:pBdr")
    for side in ("top", "bottom"):
        _append(borders, f"w:{side}", val="single", sz=wide if side == thick else thin, space=0, color=RED)
    style.element.get_or_add_pPr().insert_element_before(
        borders, "w:tabs", "w:autoSpaceDE", "w:spacing", "w:ind", "w:jc"
    )


def _element(tag: str, **attributes):
    element = OxmlElement(tag)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), str(value))
    return element


def _append(parent, tag: str, **attributes) -> None:
    parent.append(_element(tag, **attributes))


def _headers_and_footers(document: Doc) -> None:
    """Page 1: the second double rule, no number. Others: “— 2 —” at the outer side, the draft note above."""
    section = document.sections[0]
    _only(section.first_page_header, "页眉首页")
    _only(section.first_page_footer, "页脚双线")
    for header in (section.header, section.even_page_header):
        _only(header, "页眉").add_run("{{ 草稿 }}")
    _numbered(_only(section.footer, "页码单"))
    _numbered(_only(section.even_page_footer, "页码双"))


def _only(part, style: str) -> Paragraph:
    part.is_linked_to_previous = False
    paragraph = part.paragraphs[0]
    paragraph.style = style
    return paragraph


def _numbered(paragraph: Paragraph) -> None:
    paragraph.add_run("— ")
    for kind, text in (("begin", None), (None, "PAGE"), ("separate", None), (None, None), ("end", None)):
        run = paragraph.add_run()
        if kind:
            _append(run._r, "w:fldChar", fldCharType=kind)
        elif text:
            code = OxmlElement("w:instrText")
            code.text = f" {text} "
            run._r.append(code)
        else:
            run.text = "2"
    paragraph.add_run(" —")


def _frame_copies(document: Doc) -> None:
    """抄送 stands at the foot of the last page's text area, whatever the length of the letter."""
    (copies,) = (paragraph for paragraph in document.paragraphs if paragraph.style.name == "抄送")
    properties = copies._p.get_or_add_pPr()
    where = {
        "w": 8845,
        "wrap": "notBeside",
        "vAnchor": "margin",
        "hAnchor": "margin",
        "xAlign": "left",
        "yAlign": "bottom",
    }
    frame = _element("w:framePr", **where)
    properties.insert_element_before(frame, "w:widowControl")


def _properties(document: Doc) -> None:
    core = document.core_properties
    core.author, core.comments, core.title = "", "", "答复函模板"
    core.created = core.modified = datetime.datetime(2026, 1, 1)


def _font_table() -> bytes:
    rows = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/><w:family w:val="{family}"/></w:font>'
        for name, (other, family) in FONTS.items()
    )
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    return f'{head}<w:fonts xmlns:w="{space}">{rows}</w:fonts>'.encode()


def _written(document: Doc) -> bytes:
    """Saved with our font table, and with one fixed time so that a rebuild without change is no change in git."""
    saved, out = BytesIO(), BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = _font_table() if name == "word/fontTable.xml" else source.read(name)
            entry = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, data)
    return out.getvalue()


if __name__ == "__main__":
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_bytes(build())
    sys.stdout.write(f"{TARGET} written\n")
