"""Addresses of one case: its page, its steps, its papers, its files."""

from django.urls import path

from huiyin.desk.cases import (
    alike,
    assistant,
    do,
    draft,
    extract,
    files,
    letters,
    page,
    paper,
    paragraphs,
    switch,
    units,
)
from huiyin.ui import elder

urlpatterns = [
    path("case/<str:uid>/", page.case_page, name="case"),
    path("case/<str:uid>/do/<str:step>/", do.do, name="do"),
    path("case/<str:uid>/keep/<str:step>/", do.keep, name="keep"),
    path("case/<str:uid>/void/<str:event>/", do.void, name="void"),
    path("case/<str:uid>/letter/", letters.letter, name="letter"),
    path("case/<str:uid>/letter.pdf", letters.letter_as_pdf, name="letter_pdf"),
    path("case/<str:uid>/letter.docx", letters.letter_as_docx, name="letter_docx"),
    path("case/<str:uid>/ledger/", extract.extract, name="case_ledger"),
    path("case/<str:uid>/alike/", alike.of_case, name="case_alike"),
    path("case/<str:uid>/units/", units.of_case, name="case_units"),
    path("case/<str:uid>/paragraphs/", paragraphs.choose, name="publication_paragraphs"),
    path("file/<str:uid>/", files.download, name="attachment"),
    path("proposals/alike/", alike.typed, name="alike"),
    path("proposals/new/", draft.new, name="draft_new"),
    path("proposals/on-paper/", paper.new, name="draft_on_paper"),
    path("proposals/<str:uid>/write/", draft.draft, name="draft"),
    path("proposals/<str:uid>/assistant/", assistant.look, name="draft_assistant"),
    path("switch/", switch.switch, name="switch"),
    path("elder/", elder.switch, name="elder"),
]
