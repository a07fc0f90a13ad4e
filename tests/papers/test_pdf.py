import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from huiyin.papers.letter import DRAFT_NOTE
from huiyin.papers.pdf import letter_pdf
from tests.papers.letters import HOSTILE, OPINION, REPLY, bare, spoken

needs_pdftotext = pytest.mark.skipif(
    not shutil.which("pdftotext"), reason="pdftotext IS NOT INSTALLED (poppler-utils): what the PDF says is not tested"
)


def pages(pdf: bytes) -> list[str]:
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return done.stdout.decode().removesuffix("\f").split("\f")


@needs_pdftotext
@pytest.mark.parametrize("letter", [REPLY, OPINION])
def test_every_text_of_the_letter_is_in_the_pdf(letter):
    page = "".join(bare(page) for page in pages(letter_pdf(letter))).replace("—2—", "")
    assert [text for text in spoken(letter) if text not in page] == []


@needs_pdftotext
def test_the_first_page_has_the_document_number_and_no_page_number():
    first, second = pages(letter_pdf(REPLY))
    assert "澄住建函〔2026〕41号" in first
    assert "— 1 —" not in first
    assert "— 2 —" in second


@needs_pdftotext
def test_a_draft_says_so_on_every_page_and_an_issued_letter_nowhere():
    assert [DRAFT_NOTE in bare(page) for page in pages(letter_pdf(replace(REPLY, draft=True)))] == [True, True]
    assert [DRAFT_NOTE in bare(page) for page in pages(letter_pdf(REPLY))] == [False, False]


@needs_pdftotext
def test_what_looks_like_a_program_is_printed_as_it_was_typed():
    said = bare("".join(pages(letter_pdf(replace(REPLY, title=HOSTILE, opening=HOSTILE, closing=HOSTILE)))))
    assert said.count(bare('<w:t>&amp;</w:t> ]]> #panic() $x$ @a *b* _c_ {{ 7*7 }} {% raw %} {_{ \\u0041 "引"')) == 3


@needs_pdftotext
def test_twenty_thousand_characters_flow_over_as_many_pages_as_they_need():
    said = bare("".join(pages(letter_pdf(replace(REPLY, opening="很长的意见。\n" * 3334)))))
    assert said.count("很长的意见。") == 3334


@pytest.mark.parametrize(
    "field, length",
    [("opening", 20_000), ("title", 20_000), ("sender", 2_000), ("signer", 2_000), ("doc_number", 2_000)],
)
def test_a_flood_of_letters_without_a_break_still_makes_a_pdf(field, length):
    assert letter_pdf(replace(REPLY, **{field: "w" * length})).startswith(b"%PDF")


def test_an_empty_letter_still_makes_a_pdf():
    empty = replace(OPINION, sender="", title="", addressees="", opening="", points=(), closing="", doc_number="")
    assert letter_pdf(empty).startswith(b"%PDF")


def test_the_same_letter_gives_the_same_bytes():
    assert letter_pdf(REPLY) == letter_pdf(replace(REPLY))


def test_threads_do_not_mix_their_letters():
    letters = [replace(REPLY, doc_number=f"澄住建函〔2026〕{n}号") for n in range(12)]
    alone = [letter_pdf(letter) for letter in letters]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(letter_pdf, letters)) == alone
