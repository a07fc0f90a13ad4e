"""A file that the browser saves, its Chinese name kept."""

from datetime import datetime

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from huiyin.kernel import clock

KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
}


def download(content: bytes, name: str, kind: str) -> HttpResponse:
    """`name` without its ending; the day is added, so that two downloads are told apart."""
    day: datetime = clock.now()
    answer = HttpResponse(content, content_type=KINDS[kind])
    answer["Content-Disposition"] = content_disposition_header(True, f"{name} {day:%Y-%m-%d}.{kind}") or "attachment"
    answer["Cache-Control"] = "private, no-store"
    return answer
