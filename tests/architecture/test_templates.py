"""Templates are short, and hold nothing that the strict content policy would refuse."""

import re

import pytest

from tests.architecture.sources import short, templates

LINES = 60

# Longer on purpose; each with its reason.
LONG: dict[str, str] = {}

FORBIDDEN = {
    "a style attribute": re.compile(r"""<[^>]*\sstyle\s*=""", re.I),
    "a style element": re.compile(r"<style[\s>]", re.I),
    "an inline event handler": re.compile(r"""<[^>]*\s(on[a-z]+|hx-on[\w:-]*)\s*=""", re.I),
    "a javascript: address": re.compile(r"javascript:", re.I),
    "an inline script": re.compile(r"""<script(?![^>]*\bsrc\s*=)(?![^>]*type=["']?application/json)[^>]*>""", re.I),
}
COMMENT = re.compile(r"{#.*?#}|{% comment.*?{% endcomment %}|<!--.*?-->", re.S)


def test_templates_are_short():
    counted = {short(p): len(p.read_text("utf-8").splitlines()) for p in templates()}
    assert {name: n for name, n in counted.items() if n > LINES and name not in LONG} == {}


def test_the_list_of_long_templates_names_only_long_ones():
    counted = {short(p): len(p.read_text("utf-8").splitlines()) for p in templates()}
    assert [name for name in LONG if counted.get(name, 0) <= LINES] == []


def test_no_template_breaks_the_content_policy():
    found = {short(p): wrong for p in templates() if (wrong := breaches(p.read_text("utf-8")))}
    assert found == {}


@pytest.mark.parametrize(
    ("html", "wrong"),
    [
        ('<p class="a" style="color:red">', ["a style attribute"]),
        ("<style>p {}</style>", ["a style element"]),
        ('<button onclick="go()">', ["an inline event handler"]),
        ('<a href="javascript:go()">', ["a javascript: address"]),
        ("<script>go()</script>", ["an inline script"]),
        ('<script src="/a.js" defer></script>', []),
        ('<script type="application/json" id="d">[]</script>', []),
        ("{# <script>no</script> #}", []),
        ('<div data-style="wide" class="style">', []),
    ],
)
def test_what_the_policy_refuses_is_recognised(html, wrong):
    assert breaches(html) == wrong


def breaches(html: str) -> list[str]:
    plain = COMMENT.sub("", html)
    return [name for name, pattern in FORBIDDEN.items() if pattern.search(plain)]
