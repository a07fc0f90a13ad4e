"""Addresses of one case: its page, its steps, its papers, its files."""

from django.http import HttpResponse
from django.urls import path

from huiyin.desk.cases import switch
from huiyin.ui import elder


def soon(request, **rest):  # type: ignore[no-untyped-def]
    return HttpResponse("")


urlpatterns = [
    path("case/<str:uid>/", soon, name="case"),
    path("case/<str:uid>/do/<str:step>/", soon, name="do"),
    path("case/<str:uid>/letter/", soon, name="letter"),
    path("case/<str:uid>/letter.pdf", soon, name="letter_pdf"),
    path("case/<str:uid>/letter.docx", soon, name="letter_docx"),
    path("case/<str:uid>/ledger/", soon, name="case_ledger"),
    path("file/<str:uid>/", soon, name="attachment"),
    path("proposals/new/", soon, name="draft_new"),
    path("proposals/<str:uid>/write/", soon, name="draft"),
    path("switch/", switch.switch, name="switch"),
    path("elder/", elder.switch, name="elder"),
]
