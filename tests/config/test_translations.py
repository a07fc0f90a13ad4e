"""Compiled catalogues are made where they are missing or older, and left alone otherwise."""

import gettext
import os

from huiyin.config.translations import compile_stale

PO = """msgid ""
msgstr ""
"Language: en\\n"
"Content-Type: text/plain; charset=utf-8\\n"

msgid "提案"
msgstr "Proposal"
"""


def test_a_catalogue_is_compiled_once_and_again_when_it_changes(tmp_path):
    po = tmp_path / "en" / "LC_MESSAGES" / "django.po"
    po.parent.mkdir(parents=True)
    po.write_text(PO)
    mo = po.with_suffix(".mo")

    assert compile_stale([tmp_path]) == [mo]
    assert compile_stale([tmp_path]) == []
    with mo.open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("提案") == "Proposal"

    later = mo.stat().st_mtime + 5
    os.utime(po, (later, later))
    assert compile_stale([tmp_path]) == [mo]
    assert sorted(p.name for p in po.parent.iterdir()) == ["django.mo", "django.po"]
