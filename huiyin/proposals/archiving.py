"""Whether a case is whole before it is archived (R-085, P-30): what the district wants to find in it, what is missing, where to mend it."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.handling.models import Assignment, Commitment, Contact, Publication
from huiyin.kernel import parameters
from huiyin.kernel.flow import Lack
from huiyin.kernel.models import Attachment, Event, Post
from huiyin.kernel.parameters import Parameter, declare

KNOWN = {
    "text": gettext_lazy("提案正文"),
    "review": gettext_lazy("审查、立案记录"),
    "handover": gettext_lazy("交办记录"),
    "contact": gettext_lazy("沟通记录"),
    "opinion": gettext_lazy("会办意见"),
    "reply": gettext_lazy("送达的答复"),
    "seal": gettext_lazy("答复的签发盖章件"),
    "feedback": gettext_lazy("提案者的评价"),
    "publication": gettext_lazy("公开决定"),
    "promises": gettext_lazy("承诺事项的结果"),
}
"""What can be looked for; which of them are wanted is the district's own rule."""
USUAL = ("text", "review", "handover", "contact", "opinion", "reply", "seal", "feedback")
MEND = "add_paper"


def _check(value: Any) -> None:
    unknown = [row[0] for row in value if row[0] not in KNOWN]
    if unknown:
        known = "、".join(f"{code}（{label}）" for code, label in KNOWN.items())
        raise ValueError(
            _("系统不会查“{names}”。可以用的代码：{known}。").format(names="、".join(unknown), known=known)
        )


declare(
    Parameter(
        "P-30", gettext_lazy("归档要有的材料"), [[code, str(KNOWN[code])] for code in USUAL], "lines", gettext_lazy("评价与归档"),
        gettext_lazy("每行：代码、名称。还可以加 publication（公开决定）、promises（承诺事项的结果）；缺的归档时会指出来"), check=_check,
    )
)  # fmt: skip


@dataclass(frozen=True)
class Item:
    """One thing that is looked for. `there`: yes, no, or None where this case has none (no co-handler, no opinion)."""

    code: str
    label: str
    there: bool | None
    words: str = ""


@dataclass
class Held:
    """What a case holds, as the check reads it: parts, who did what, files, talks."""

    case: Any
    parts: list[Assignment]
    steps: dict[int | None, set[str]]
    files: set[tuple[int, str]]
    added: set[str]
    publications: list[str] = field(default_factory=list)
    promises: list[str] = field(default_factory=list)
    talked: set[int] = field(default_factory=set)

    def did(self, pk: int, *steps: str) -> bool:
        return bool(self.steps.get(pk, set()) & set(steps))


def held(case: Any) -> Held:
    """Read it. Six queries."""
    parts = list(Assignment.objects.filter(parent=case.pk).exclude(state="ended").select_related("unit").order_by("pk"))
    pks = [case.pk, *(part.pk for part in parts)]
    events = list(
        Event.objects.filter(case__in=pks).values_list("pk", "case_id", "step", "facts", "voids").order_by("seq")
    )
    voided = {row[4] for row in events if row[4]}
    steps: dict[int | None, set[str]] = {}
    added: set[str] = set()
    for pk, case_id, step, facts, _voids in events:
        if pk not in voided:
            steps.setdefault(case_id, set()).add(step)
            if step == MEND:
                added.add(str(json.loads(facts).get("item", "")))
    files = (
        Attachment.objects.filter(case__in=pks, voided_by=None).exclude(event_id=None).values_list("case_id", "label")
    )
    children = dict(
        publications=list(Publication.objects.filter(parent=case.pk).values_list("state", flat=True)),
        promises=list(_promises(case).values_list("state", flat=True)),
    )
    talks = Contact.objects.filter(case__in=pks, voided_by=None).exclude(confirmed=False)
    return Held(case, parts, steps, set(files), added, talked=set(talks.values_list("case_id", flat=True)), **children)


def _promises(case: Any) -> Any:
    return Commitment.objects.filter(root_id=case.root_id)


def checklist(case: Any) -> list[Item]:
    """Every wanted thing, in the district's order."""
    found = held(case)
    wanted = parameters.get(case.committee, "P-30")
    return [_item(found, str(code), str(label)) for code, label in wanted if code in KNOWN]


def _item(found: Held, code: str, label: str) -> Item:
    there, words = LOOKS[code](found)
    if there is False and code in found.added:
        return Item(code, label, True, _("已补入"))
    return Item(code, label, there, words)


def _text(found: Held) -> tuple[bool | None, str]:
    case = found.case
    return bool(case.situation or case.analysis or case.items), ""


def _review(found: Held) -> tuple[bool | None, str]:
    return found.did(found.case.pk, "file", "review_1", "review_2") or bool(found.case.filed_on), ""


def _handover(found: Held) -> tuple[bool | None, str]:
    return found.did(found.case.pk, "assign") or bool(found.case.assigned_on), ""


def _by_part(found: Held, parts: Iterable[Assignment], has: Any) -> tuple[bool | None, str]:
    """For every one of these parts; names those that lack it."""
    rows = list(parts)
    if not rows:
        return None, ""
    missing = [row.unit.name for row in rows if not has(row)]
    return not missing, _("缺：{names}").format(names="、".join(missing)) if missing else ""


def _answering(found: Held) -> list[Assignment]:
    return [row for row in found.parts if row.answers]


def _contact(found: Held) -> tuple[bool | None, str]:
    if not parameters.get(found.case.committee, "P-16"):
        return (True if found.talked else None), ""
    return _by_part(found, _answering(found), lambda row: row.pk in found.talked)


def _opinion(found: Held) -> tuple[bool | None, str]:
    parts = [row for row in found.parts if row.role == "co"]
    return _by_part(found, parts, lambda row: found.did(row.pk, "co_opinion") or row.answered_on is not None)


def _reply(found: Held) -> tuple[bool | None, str]:
    if (found.case.pk, "reply") in found.files:
        return True, ""
    return (
        _by_part(found, _answering(found), lambda row: row.answered_on is not None)
        if _answering(found)
        else (False, "")
    )


def _seal(found: Held) -> tuple[bool | None, str]:
    def has(row: Assignment) -> bool:
        return (row.pk, "scan") in found.files or found.did(row.pk, "sign")

    if (found.case.pk, "reply") in found.files:
        return True, ""
    return _by_part(found, _answering(found), has)


def _feedback(found: Held) -> tuple[bool | None, str]:
    if found.did(found.case.pk, "rate", "rate_on_paper"):
        return True, ""
    return (True, _("按未反馈办结")) if found.did(found.case.pk, "close") else (False, "")


def _publication(found: Held) -> tuple[bool | None, str]:
    if not found.publications:
        return None, ""
    open_ = sum(state in ("undecided", "review", "approved") for state in found.publications)
    return not open_, _("还有 {n} 项没有决定").format(n=open_) if open_ else ""


def _promised(found: Held) -> tuple[bool | None, str]:
    open_ = sum(state in ("open", "reported") for state in found.promises)
    return (not open_ if found.promises else None), _("还有 {n} 项没有结果").format(n=open_) if open_ else ""


LOOKS = {
    "text": _text, "review": _review, "handover": _handover, "contact": _contact, "opinion": _opinion, "reply": _reply, "seal": _seal,
    "feedback": _feedback, "publication": _publication, "promises": _promised,
}  # fmt: skip


def complete(case: Any, post: Post) -> Iterable[Lack]:
    """An archive holds what the district wants to find in it; history is archived as it came."""
    if case.source == "imported":
        return
    for item in checklist(case):
        if item.there is False:
            words = f"（{item.words}）" if item.words else ""
            yield Lack(_("归档还缺{label}{words}。").format(label=item.label, words=words), MEND)


def missing(case: Any, post: Post) -> list[tuple[str, str]]:
    """What may be added: everything wanted that is not there."""
    return [(item.code, item.label) for item in checklist(case) if item.there is False]


def something_missing(case: Any, post: Post) -> Iterable[Lack]:
    if not missing(case, post):
        yield Lack(_("归档的材料都齐了，不用补。"), moot=True)
