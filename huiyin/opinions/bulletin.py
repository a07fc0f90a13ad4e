"""A report as the issue that is printed: the edited text, never the author's own draft of it."""

from typing import Any

from django.utils import translation

from huiyin.opinions import effects, rules
from huiyin.opinions.models import Addressee, Edition, OpinionReport
from huiyin.papers.bulletin import Bulletin

NAME = "社情民意"


def issue_of(case: OpinionReport, checker: str = "") -> Bulletin:
    """The issue as it stands; while it has no number, as it would be. Four queries."""
    edition = effects.current(case)
    goes: dict[str, list[str]] = {"main": [], "copy": [], "forward": []}
    for row in Addressee.objects.filter(case=case.pk, **rules.OUT).order_by("pk"):
        goes[row.way].append(row.name)
    with translation.override("zh-hans"):
        mark = str(case.get_mark_display()).replace("，不得公开", "") if case.mark == "internal" else ""
    return Bulletin(
        name=NAME, sender=f"{case.committee.name}办公室", title=edition.title if edition else case.title,
        text=edition.text if edition else effects.original(case), number=case.number, date=case.issued_on, mark=mark,
        by=case.authors, main=tuple(goes["main"]), copies=tuple(goes["copy"]), forwarded=tuple(goes["forward"]),
        editor=_name(edition), checker=checker, signer=case.signer.name if case.signer else "",
    )  # fmt: skip


def _name(edition: Edition | None) -> str:
    return edition.editor.name if edition and edition.editor else ""


def has_issue(case: Any) -> bool:
    """Whether there is an issue to print: an edited version at least, for those who work on it."""
    return bool(case.number) or case.state in ("edited", "checked")
