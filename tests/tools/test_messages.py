"""Every string is found, in Python and in templates, and a bad translation is named."""

import pytest
from babel.messages.catalog import Catalog, Message

from tools.messages import complaint, python_messages, template_messages


@pytest.mark.parametrize(
    ("code", "message", "context"),
    [
        ("_('提案')", "提案", None),
        ("gettext_lazy('提'\n  '案')", "提案", None),
        ("ngettext('一件', '%(n)s 件', n)", ("一件", "%(n)s 件"), None),
        ("pgettext('票', '提')", "提", "票"),
        ("npgettext_lazy('票', '一', '多', n)", ("一", "多"), "票"),
    ],
)
def test_strings_in_python(code, message, context):
    assert [found[1:] for found in python_messages(code.encode())] == [(message, context)]


def test_a_variable_is_no_string():
    assert list(python_messages(b"_(name)\nprint('x')")) == []


@pytest.mark.parametrize(
    ("html", "message", "context"),
    [
        ('<p>{% translate "提案" %}</p>', "提案", None),
        ("  {% trans '提案' as name %}", "提案", None),
        ('{% translate "提" context "票" %}', "提", "票"),
        ("<p>\n {% blocktranslate trimmed with a=b %}\n  第 {{ a }} 号\n {% endblocktranslate %}", "第 %(a)s 号", None),
        (
            "{% blocktranslate count n=n %}一件{% plural %}{{ n }} 件{% endblocktranslate %}",
            ("一件", "%(n)s 件"),
            None,
        ),
        ('{% include "x.html" with title=_("提案") %}', "提案", None),
        ('{{ _("提案") }}', "提案", None),
    ],
)
def test_strings_in_templates(html, message, context):
    assert [found[1:] for found in template_messages(html, "x.html")] == [(message, context)]


@pytest.mark.parametrize(
    ("string", "flags", "said"),
    [
        ("No. %(a)s", (), ""),
        ("", (), "missing: '第 %(a)s 号' (a.py)"),
        ("No. %(a)s", ("fuzzy",), "fuzzy: '第 %(a)s 号' (a.py)"),
        ("No. %(b)s", (), "placeholders differ: '第 %(a)s 号' → 'No. %(b)s' (a.py)"),
    ],
)
def test_what_is_wrong_with_a_translation_is_said(string, flags, said):
    there = Catalog(locale="en")
    there.add("第 %(a)s 号", string, flags=flags)
    assert complaint(Message("第 %(a)s 号", locations=[("a.py", None)]), there) == said


def test_formats_are_flagged_for_the_translator():
    there = Catalog(locale="en")
    assert "python-format" in there.add("第 %(a)s 号").flags
    assert "python-brace-format" in there.add("第 {a} 号").flags
