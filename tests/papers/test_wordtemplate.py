import zipfile
from io import BytesIO

import pytest
from docx import Document

from huiyin.papers.word import TemplateRefused, check_template, default_template


def template(*lines: str) -> bytes:
    document, saved = Document(), BytesIO()
    for line in lines:
        document.add_paragraph(line)
    document.save(saved)
    return saved.getvalue()


def with_part(name: str, old: bytes, new: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(default_template())) as source, zipfile.ZipFile(out, "w") as target:
        for entry in source.namelist():
            data = source.read(entry)
            target.writestr(entry, data.replace(old, new) if entry == name else data)
    return out.getvalue()


def test_our_own_template_passes():
    check_template(default_template())


@pytest.mark.parametrize(
    "lines",
    [
        ("{{ 标题 }}",),
        ("{% if 抄送 and not 草稿 %}抄送{% else %}无{% endif %}",),
        (
            "{%p for 条 in 办理意见 %}",
            "{{ 条.标题 }}",
            "{%p for 段 in 条.段落 %}",
            "{{ 段 }}",
            "{%p endfor %}",
            "{%p endfor %}",
        ),
        ("没有占位符",),
    ],
)
def test_placeholders_loops_and_conditions_pass(lines):
    check_template(template(*lines))


@pytest.mark.parametrize(
    "attack",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ 标题.__class__ }}",
        "{{ 标题._x }}",
        "{% for x in cycler.__init__.__globals__ %}{{ x }}{% endfor %}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{{ lipsum() }}",
        "{{ 标题.append('x') }}",
        "{{ 标题['__class__'] }}",
        "{{ 'a' * 1000000000 }}",
        "{{ 10 ** 10 ** 10 }}",
        "{{ 标题 | length }}",
        "{% set x = 1 %}",
        "{% import 'x' as y %}",
        "{% include '/etc/passwd' %}",
        "{% extends 'x' %}",
        "{% macro m() %}{% endmacro %}",
        "{% for 行 in 标题 recursive %}{% endfor %}",
        "{% for a in 标题 %}{% for b in 标题 %}{% for c in 标题 %}x{% endfor %}{% endfor %}{% endfor %}",
    ],
)
def test_a_template_that_tries_to_run_something_is_refused(attack):
    with pytest.raises(TemplateRefused, match="不允许|写得不对"):
        check_template(template(attack))


def test_an_attack_in_a_footer_is_refused_too():
    document, saved = Document(), BytesIO()
    document.sections[0].footer.paragraphs[0].text = "{{ ''.__class__ }}"
    document.save(saved)
    with pytest.raises(TemplateRefused, match="不允许"):
        check_template(saved.getvalue())


def test_a_misspelt_placeholder_is_named():
    with pytest.raises(TemplateRefused, match="不认识的占位符：标提"):
        check_template(template("{{ 标提 }}"))


def test_a_misspelt_part_of_a_point_is_refused():
    with pytest.raises(TemplateRefused, match="写得不对"):
        check_template(template("{%p for 条 in 办理意见 %}", "{{ 条.题目 }}", "{%p endfor %}"))


@pytest.mark.parametrize("lines", [("{{ 标题",), ("{%p for 行 in 标题 %}", "{{ 行 }}"), ("{% endfor %}",), ("{{ }}",)])
def test_unpaired_brackets_and_loops_are_refused(lines):
    with pytest.raises(TemplateRefused, match="成对"):
        check_template(template(*lines))


@pytest.mark.parametrize("rubbish", [b"", b"PK\x03\x04rubbish", b"%PDF-1.7", default_template()[:3000]])
def test_a_file_that_is_no_docx_is_refused(rubbish):
    with pytest.raises(TemplateRefused, match="不是完好的 Word 文档"):
        check_template(rubbish)


def test_a_zip_that_is_no_docx_is_refused():
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "甲")
    with pytest.raises(TemplateRefused, match="不是完好的 Word 文档"):
        check_template(out.getvalue())


def test_a_docx_with_broken_text_is_refused():
    with pytest.raises(TemplateRefused, match="不是完好的 Word 文档"):
        check_template(with_part("word/document.xml", b"</w:body>", b""))


def test_a_docx_that_unpacks_to_a_flood_is_refused():
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 41_000_000)
    with pytest.raises(TemplateRefused, match="太大"):
        check_template(out.getvalue())


@pytest.mark.parametrize("target", ["https://example.org/a.dotm", "\\\\server\\share\\a.dotm", "file://server/a.dotm"])
def test_a_template_that_fetches_something_from_elsewhere_is_refused(target):
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
    rel = f'<Relationship Id="x9" Type="{kind}" Target="{target}" TargetMode="External"/></Relationships>'
    with pytest.raises(TemplateRefused, match="别处的文件"):
        check_template(with_part("word/_rels/document.xml.rels", b"</Relationships>", rel.encode()))


def test_the_note_of_where_the_template_was_made_is_harmless():
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
    rel = (
        f'<Relationship Id="x9" Type="{kind}" Target="file:///C:\\Normal.dotm" TargetMode="External"/></Relationships>'
    )
    check_template(with_part("word/_rels/document.xml.rels", b"</Relationships>", rel.encode()))


def test_an_entity_in_the_text_is_refused_and_never_read():
    declared = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><w:document '
    part = with_part("word/document.xml", b"<w:document ", declared)
    check_template(part)  # a declaration alone is dropped
    with pytest.raises(TemplateRefused):
        check_template(with_part("word/document.xml", "{{ 主送 }}".encode(), b"&e;"))
