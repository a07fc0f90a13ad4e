"""A Word template that an office edits, made safe and ready: checked once, then filled many times.

Such a file comes from outside and is a program in Jinja's eyes. It may hold placeholders, loops and conditions and nothing
else: a list of allowed syntax decides first, the sandbox stands behind it.
"""

import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO

from django.utils.translation import gettext as _
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.package import OpcPackage
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, Template, TemplateError, meta, nodes
from jinja2.sandbox import SandboxedEnvironment
from lxml import etree

MAX_BYTES = 5_000_000
MAX_UNPACKED = 40_000_000
MAX_NESTING = 2
TEXT_PARTS = {CONTENT_TYPE.WML_DOCUMENT_MAIN, CONTENT_TYPE.WML_HEADER, CONTENT_TYPE.WML_FOOTER}
NETWORK = ("http:", "https:", "ftp:", "file://", "\\\\", "//")
ALLOWED = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Getattr,
    nodes.For,
    nodes.If,
    nodes.And,
    nodes.Or,
    nodes.Not,
)


class TemplateRefused(Exception):
    """The template cannot be used; the message says what is wrong with it and what to do."""


@dataclass(frozen=True)
class Prepared:
    """A template taken apart: `texts` to be filled, by name of the part, and all other `parts` as they are."""

    texts: Mapping[str, Template]
    parts: Mapping[str, bytes]

    def fill(self, values: Mapping[str, object]) -> bytes:
        """The docx with these values, each escaped. Raises TemplateRefused if the template asks for what is not there."""
        out = BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as target:
            for name, part in self.parts.items():
                target.writestr(name, part)
            for name, text in self.texts.items():
                target.writestr(name, _filled(text, values))
        return out.getvalue()


def prepare(
    docx: bytes, specimen: Mapping[str, object], rewritten: Callable[[str, bool], str] | None = None
) -> Prepared:
    """Check and take apart a template; `specimen` holds a value for every placeholder it may use, and is tried on it.

    `rewritten(source, body)`: what another way of writing placeholders becomes in this one; `body` is false for a header or a footer.
    Raises TemplateRefused: not a docx, too large, remote parts, syntax that is not allowed, unknown placeholder.
    """
    package = _opened(docx)
    _refuse_remote_parts(package)
    bodies = {
        part.partname.membername: part.content_type == CONTENT_TYPE.WML_DOCUMENT_MAIN
        for part in package.iter_parts()
        if part.content_type in TEXT_PARTS
    }
    with zipfile.ZipFile(BytesIO(docx)) as source:
        sources = {name: _jinja_source(source.read(name)) for name in bodies}
        if rewritten:
            sources = {name: rewritten(text, bodies[name]) for name, text in sources.items()}
        others = {name: source.read(name) for name in source.namelist() if name not in sources}
    environment = _environment()
    texts = {name: _compiled(environment, text, set(specimen)) for name, text in sources.items()}
    prepared = Prepared(texts, others)
    prepared.fill(specimen)
    return prepared


def _opened(docx: bytes) -> OpcPackage:
    if len(docx) > MAX_BYTES:
        raise _too_large()
    try:
        with zipfile.ZipFile(BytesIO(docx)) as source:
            unpacked = sum(entry.file_size for entry in source.infolist())
        if unpacked > MAX_UNPACKED:
            raise _too_large()
        package = OpcPackage.open(BytesIO(docx))
        main = package.main_document_part.content_type
    except TemplateRefused:
        raise
    except Exception as error:  # whatever zipfile, lxml or python-docx say of a file that is no docx
        raise _broken() from error
    if main != CONTENT_TYPE.WML_DOCUMENT_MAIN:
        raise _broken()
    return package


def _too_large() -> TemplateRefused:
    return TemplateRefused(_("模板太大了（上限 5 MB）。请去掉里面的大图片，再上传一次。"))


def _broken() -> TemplateRefused:
    return TemplateRefused(_("这个文件不是完好的 Word 文档（docx）。请在 Word 或 WPS 里另存为 docx 格式，再上传一次。"))


def _refuse_remote_parts(package: OpcPackage) -> None:
    """A picture or template fetched from elsewhere when a letter is opened would tell who reads it, or bring macros in."""
    for rel in package.iter_rels():
        remote = rel.is_external and rel.target_ref.casefold().startswith(NETWORK)
        if remote and rel.reltype != RELATIONSHIP_TYPE.HYPERLINK and not _local_file(rel.target_ref):
            raise TemplateRefused(_("模板引用了别处的文件。请把图片直接插入模板，去掉外部链接，再上传一次。"))


def _local_file(target: str) -> bool:
    """Word notes the Normal.dotm of the machine where the template was made (file:///C:\\…): harmless."""
    return target.casefold().startswith("file:///") and not target[8:].startswith(("/", "\\"))


def _jinja_source(xml: bytes) -> str:
    """The part's XML as docxtpl reads it: placeholders joined across runs, {%p … %} lifted out of their paragraphs."""
    try:
        root = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise _broken() from error
    return DocxTemplate("").patch_xml(etree.tostring(root, encoding="unicode"))


def _environment() -> SandboxedEnvironment:
    environment = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    environment.globals.clear()
    environment.filters.clear()
    environment.tests.clear()
    return environment


def _compiled(environment: SandboxedEnvironment, text: str, known: set[str]) -> Template:
    try:
        tree = environment.parse(text)
    except TemplateError as error:
        raise _faulty(error) from error
    _refuse_programs(tree)
    if unknown := sorted(meta.find_undeclared_variables(tree) - known):
        raise TemplateRefused(
            _("模板里有不认识的占位符：%(names)s。请对照占位符清单改正后再上传。") % {"names": "、".join(unknown)}
        )
    return environment.from_string(tree)


def _refuse_programs(node: nodes.Node, depth: int = 0) -> None:
    """Placeholders, loops over what is given, conditions: anything else is refused, before it could run."""
    hidden = isinstance(node, nodes.Getattr) and node.attr.startswith("_")
    nested = isinstance(node, nodes.For) and (node.recursive or node.test is not None or depth >= MAX_NESTING)
    if not isinstance(node, ALLOWED) or hidden or nested:
        raise TemplateRefused(
            _("模板里有不允许的写法（第 %(line)s 处：%(kind)s）。模板只能放占位符、循环和条件，请删去其他写法再上传。")
            % {"line": node.lineno, "kind": type(node).__name__}
        )
    for child in node.iter_child_nodes():
        _refuse_programs(child, depth + isinstance(node, nodes.For))


def _filled(text: Template, values: Mapping[str, object]) -> bytes:
    try:
        xml = text.render(values)
        etree.fromstring(xml.encode(), etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    except (TemplateError, etree.XMLSyntaxError) as error:
        raise _faulty(error) from error
    return b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + xml.encode()


def _faulty(error: Exception) -> TemplateRefused:
    return TemplateRefused(
        _("模板里的占位符写得不对：%(reason)s。请检查大括号和 for、if、endfor、endif 是否成对，再上传一次。")
        % {"reason": error}
    )
