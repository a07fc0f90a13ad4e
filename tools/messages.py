#!/usr/bin/env python
"""Strings for translation: collect them into locale/en, check that each has its English, compile them.

    tools/messages.py             write every string of the code and the templates into the .po files
    tools/messages.py --check     fail, with a list, when one has no translation, a fuzzy one or other placeholders
    tools/messages.py --compile   make the .mo files that are missing or older

The source language is Chinese. Babel does what GNU gettext would, so that nothing but Python is needed.
"""

import argparse
import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from babel.messages.catalog import Catalog, Message  # noqa: E402
from babel.messages.extract import extract_python  # noqa: E402
from babel.messages.pofile import read_po, write_po  # noqa: E402
from django.utils.translation.template import templatize  # noqa: E402

from huiyin.config.translations import compile_stale  # noqa: E402

LANGUAGES = ("en",)
SINGLE, PLURAL = None, (1, 2)
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": SINGLE,
    "gettext": SINGLE,
    "gettext_lazy": SINGLE,
    "gettext_noop": SINGLE,
    "ngettext": PLURAL,
    "ngettext_lazy": PLURAL,
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*(?:[.!:][^{}]*)?\}")

HEADER = (
    "# English for 回音 Huiyin; the source strings are Chinese. Collected by `make messages`, translated here by hand."
)

Found = tuple[int, str | tuple[str, str], str | None]  # line, message or (singular, plural), context


def python_messages(code: bytes) -> Iterator[Found]:
    for line, function, arguments, _comments in extract_python(BytesIO(code), list(KEYWORDS), (), {}):
        spec = KEYWORDS[function]
        given = arguments if isinstance(arguments, tuple) else (arguments,)
        places = [place for place in spec or (1,) if isinstance(place, int)]
        context = given[0] if spec and (1, "c") in spec else None
        words = [given[place - 1] for place in places if len(given) >= place]
        # A variable instead of a literal arrives as None: nothing to translate here.
        if len(words) == len(places) and all(words):
            yield line, words[0] if len(words) == 1 else (words[0], words[1]), context


def template_messages(html: str, origin: str) -> Iterator[Found]:
    # Django blanks out everything but the calls, one per line at most of what was there; what is left of a line is
    # Python enough for Babel, while the whole (with its odd indents) would not be.
    for number, line in enumerate(templatize(html, origin=origin).splitlines(), 1):
        if "(" in line:
            for _line, message, context in python_messages(line.strip().encode()):
                yield number, message, context


def sources() -> list[Path]:
    wanted = [p for p in (ROOT / "huiyin").rglob("*") if p.suffix in (".py", ".html", ".txt")]
    return sorted(p for p in wanted if "migrations" not in p.parts and (p.suffix == ".py" or "templates" in p.parts))


def collected() -> Catalog:
    """Every string of the product, with the files (not the lines, which would change with each edit) it stands in."""
    catalogue = Catalog(project="Huiyin", charset="utf-8", fuzzy=False)
    for path in sources():
        name = path.relative_to(ROOT).as_posix()
        if path.suffix == ".py":
            found = python_messages(path.read_bytes())
        else:
            found = template_messages(path.read_text("utf-8"), name)
        for _line, message, context in found:
            catalogue.add(message, locations=[(name, None)], context=context)
    return catalogue


def po_path(language: str) -> Path:
    return ROOT / "locale" / language / "LC_MESSAGES" / "django.po"


def read(language: str) -> Catalog:
    path = po_path(language)
    if not path.exists():
        return Catalog(locale=language, project="Huiyin", charset="utf-8", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def write(language: str) -> None:
    catalogue, made = read(language), read(language).creation_date
    catalogue.update(collected(), no_fuzzy_matching=True, update_creation_date=False)
    catalogue.creation_date = made
    catalogue.fuzzy = False
    catalogue.header_comment = HEADER
    catalogue.last_translator, catalogue.msgid_bugs_address = "", ""
    catalogue.language_team = language
    path = po_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalogue, width=100, sort_by_file=True, ignore_obsolete=True, include_lineno=False)
    open_ones = sum(1 for m in catalogue if m.id and not translated(m))
    print(f"{path.relative_to(ROOT)}: {len(catalogue)} strings, {open_ones} to translate")


def translated(message: Message) -> bool:
    strings = message.string if isinstance(message.string, list | tuple) else [message.string]
    return bool(strings) and all(strings)


def wrong(language: str) -> list[str]:
    """One sentence for each string that a reader of this language would see in Chinese, or broken."""
    there = read(language)
    return [said for message in collected() if message.id and (said := complaint(message, there))]


def complaint(message: Message, there: Catalog) -> str:
    known = there.get(message.id, context=message.context)
    first = message.id if isinstance(message.id, str) else message.id[0]
    where = ", ".join(sorted({file for file, _line in message.locations}))
    if known is None or not translated(known):
        return f"missing: {first!r} ({where})"
    if known.fuzzy:
        return f"fuzzy: {first!r} ({where})"
    if not same_placeholders(message, known):
        return f"placeholders differ: {first!r} → {known.string!r} ({where})"
    return ""


def same_placeholders(message: Message, known: Message) -> bool:
    ids = [message.id] if isinstance(message.id, str) else list(message.id)
    strings = [known.string] if isinstance(known.string, str) else list(known.string)
    wanted = set(PLACEHOLDER.findall(ids[-1]))
    # "one page" may leave the number out; the last form may not.
    return set(PLACEHOLDER.findall(strings[-1])) == wanted and all(
        set(PLACEHOLDER.findall(text)) <= wanted for text in strings
    )


def check() -> int:
    found = [f"{language}: {said}" for language in LANGUAGES for said in wrong(language)]
    for line in found:
        print(line)
    if found:
        print(f"{len(found)} strings lack a translation: `make messages`, then fill in locale/*/LC_MESSAGES/django.po")
    return 1 if found else 0


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--compile", action="store_true")
    chosen = parser.parse_args(arguments)
    if chosen.check:
        return check()
    if chosen.compile:
        compile_stale([ROOT / "locale"])
        return 0
    for language in LANGUAGES:
        write(language)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
