"""What a row of a catalogue proves, as acts: it goes as far as there is evidence, and not one step further.

A step that must have been taken for the next to be possible (accepted before filed, signed for before answered) is an act of
unknown date. What a committee may or may not have done (rounds of review, an audit of the reply) is passed over.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from huiyin.exchange.catalogue import CatalogueRow
from huiyin.kernel import clock
from huiyin.kernel.models import Period, Person
from huiyin.kernel.replay import Line

KINDS = {
    "individual": ("委员个人", "个人", "委员", "个人提案", "委员提案", "委员个人提案"),
    "joint": ("联名", "委员联名", "联名提案", "委员联名提案"),
    "party": ("党派", "民主党派", "党派提案", "各民主党派", "工商联"),
    "people_org": ("团体", "人民团体", "团体提案", "社会团体"),
    "sector": ("界别", "界别提案"),
    "group": ("小组", "委员小组", "活动小组"),
    "committee": ("专委会", "专门委员会", "政协专委会", "专委会提案"),
}
KIND_OF = {text: kind for kind, texts in KINDS.items() for text in texts}
SENT_BACK = {"重新办理", "重办", "退回重办", "退回重新办理", "二次办理", "再次办理", "正在重办"}
CLOSED, ARCHIVED, REPLIED = {"办结", "已办结", "结案", "已结案"}, {"归档", "已归档"}, {"已答复", "已办复", "办复"}
NUMBERED = re.compile(r"^\s*(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d{1,2}[.、．）)](?!\d))\s*")


@dataclass(frozen=True)
class Known:
    """What the committee's own lists know: bodies by name, members by name (those whose name is theirs alone)."""

    bodies: dict[str, int]
    members: dict[str, Person]


def lines(row: CatalogueRow, session: Period | None, known: Known) -> Iterator[Line]:
    """The acts that a row proves, in order."""
    name = f"r{row.line}"

    def line(do: str, on: date | None = None, case: str = name, **more: Any) -> Line:
        return Line(row.line, do, case, _noon(on), **more)

    people = tuple(known.members[one] for one in row.proposers if one in known.members)
    yield line("open", row.submitted, kind="proposal", session=session, facts=_words(row, known))
    yield line("submit", row.submitted, facts=_intake(row), people=people, note=_note(row))
    if row.review == "withdrawn":
        yield line("withdraw", row.filed)
    elif row.review == "merged" and not row.merged_into:
        return
    elif row.merged_into:
        yield line("accept", to="review_f")
        if row.number:
            yield line("file", row.filed, facts={"number": row.number})
    elif not reached_review(row):
        return
    elif row.review in ("declined", "converted"):
        yield line("accept", to="review_f")
        yield line("decline", row.filed, facts=_declined(row))
    else:
        yield line("accept", to="review_f")
        yield line("file", row.filed, facts={"number": row.number} if row.number else {})
        yield from _handling(row, line, name)


def _handling(row: CatalogueRow, line: Any, name: str) -> Iterator[Line]:
    if not assigned(row):
        return
    units = _units(row)
    yield line("plan", facts=units)
    yield line("assign", row.assigned, facts=units)
    answering = row.hosts or row.separate
    if row.signed or replied(row):
        for unit in answering:
            yield line("sign_in", row.signed, f"{name}/{unit}", as_=f"unit:{unit}")
    if not replied(row):
        return
    kept = {"result": row.reply_class, "doc_number": row.doc_number}
    facts = {key: value for key, value in kept.items() if value} if not answered_again(row) else {}
    for unit in answering:
        yield line("reply", row.replied, f"{name}/{unit}", as_=f"unit:{unit}", facts=facts, to="done")
    if not answering:
        yield line("answered", row.replied)
    yield from _ending(row, line, name, answering, {key: value for key, value in kept.items() if value})


def _ending(row: CatalogueRow, line: Any, name: str, answering: Any, kept: dict[str, Any]) -> Iterator[Line]:
    """Ratings and what came of them. 不满意 sends back by today's rule; of the past, only where the row says that it was (R-063)."""
    rating, again = _word(row.satisfaction), _word(row.satisfaction_again)
    if sent_back(row):
        yield line("rate_on_paper", row.rated, facts={"rating": rating} if rating else {}, to="rehandle")
        if not answered_again(row):
            return
        for unit in answering:
            yield line("reply", row.replied_again, f"{name}/{unit}", as_=f"unit:{unit}", facts=kept, to="done")
        if not answering:
            yield line("answered", row.replied_again)
        rating = again
    day = row.rated_again if sent_back(row) else row.rated
    if rating:
        to = "closed" if closed(row) or rating != "dissatisfied" else "replied"
        yield line("rate_on_paper", day or (row.closed if closed(row) else None), facts={"rating": rating}, to=to)
    elif closed(row):
        yield line("close", row.closed)
    if row.step in ARCHIVED and closed(row):
        yield line("archive")


def _word(satisfaction: str | None) -> str | None:
    return None if satisfaction == "unrated" else satisfaction


def sent_back(row: CatalogueRow) -> bool:
    """A second reply, a word on it, or a status that says so."""
    return answered_again(row) or (row.step in SENT_BACK and _word(row.satisfaction) == "dissatisfied")


def answered_again(row: CatalogueRow) -> bool:
    return bool(row.replied_again or row.rated_again or row.satisfaction_again)


def rests_rated(row: CatalogueRow) -> bool:
    """Rated 不满意 in the end, and nothing says what came of it: the case stays where it is and asks for nothing."""
    last = _word(row.satisfaction_again) if sent_back(row) else _word(row.satisfaction)
    return last == "dissatisfied" and not closed(row)


def reached_review(row: CatalogueRow) -> bool:
    """A number, a verdict, a date of filing, or anything that comes after it."""
    return bool(row.number or row.filed or row.review in ("filed", "declined", "converted")) or assigned(row)


def assigned(row: CatalogueRow) -> bool:
    return bool(row.hosts or row.separate or row.cohosts or row.assigned or row.signed) or replied(row)


def replied(row: CatalogueRow) -> bool:
    """A date or a class of the reply, a word of the proposer on it, or a closing. 未评价 stands beside every case still in hand."""
    answered = (
        row.replied or row.reply_class or row.doc_number or _word(row.satisfaction) or row.rated or answered_again(row)
    )
    return bool(answered or row.step in REPLIED) or closed(row)


def closed(row: CatalogueRow) -> bool:
    return bool(row.closed) or row.step in CLOSED | ARCHIVED


def _words(row: CatalogueRow, known: Known) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "title": row.title, "proposers": "、".join(row.proposers), "proposal_kind": _kind(row, known), "subject": row.subject or "",
        "situation": row.situation or "", "analysis": row.analysis or "", "items": suggestions(row.suggestions),
        "key": bool(row.key),
    }  # fmt: skip
    if row.proposers and row.proposers[0] in known.members:
        facts["first_person"] = known.members[row.proposers[0]]
    return facts


def _kind(row: CatalogueRow, known: Known) -> str:
    """Individual or collective, where the row says so or its proposers are all members; else unknown (R-002)."""
    if row.proposer_kind:
        return KIND_OF.get(row.proposer_kind.strip(), "")
    if row.proposers and all(name in known.members for name in row.proposers):
        return "joint" if len(row.proposers) > 1 or (row.proposer_count or 1) > 1 else "individual"
    return ""


def suggestions(text: str | None) -> list[str]:
    """The suggestions one by one where they are numbered; else the whole text as one."""
    if not text:
        return []
    items: list[str] = []
    for part in text.splitlines():
        if NUMBERED.match(part) or not items:
            items.append(NUMBERED.sub("", part).strip())
        else:
            items[-1] = f"{items[-1]}\n{part.strip()}"
    return [item for item in items if item]


def _intake(row: CatalogueRow) -> dict[str, Any]:
    said = {"intake_number": row.intake, "meeting": row.meeting}
    return {name: value for name, value in said.items() if value}


def _declined(row: CatalogueRow) -> dict[str, Any]:
    facts: dict[str, Any] = {"words": row.review_text} if row.review_text else {}
    if row.review == "converted":
        facts["disposition"] = "opinion" if "社情民意" in (row.review_text or "") else "reference"
    return facts


def _units(row: CatalogueRow) -> dict[str, Any]:
    return {"lead": row.hosts[0] if row.hosts else None, "co": list(row.cohosts), "separate": list(row.separate)}


def _note(row: CatalogueRow) -> dict[str, str]:
    """What a catalogue says that no step asks for is kept beside the act, in words."""
    said = {"note": row.note, "review": row.review_text, "status": row.step, "kind": row.proposer_kind}
    said |= {f"day_{name}": words for name, words in row.vague.items()}
    return {name: str(text) for name, text in said.items() if text}


def _noon(day: date | None) -> datetime | None:
    return clock.at_noon(day) if day else None
