"""A proposal while its author writes it: only he may, and only before it is handed in or after it is sent back."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError
from django.utils.translation import gettext as _

from huiyin.kernel import clock, parameters
from huiyin.kernel.act import open_case
from huiyin.kernel.facts import CONTROL
from huiyin.kernel.models import Case, Event, Link, Post
from huiyin.people.periods import session_now
from huiyin.proposals import cosigning, matters, rules
from huiyin.proposals.models import Proposal
from huiyin.proposals.reading import Parts

WRITABLE = ("draft", "cosign", "returned")
HIDDEN = ("draft", "discarded")
"""States of a proposal that lists for all leave out: nobody has been given it."""
LONGEST = {"title": 300, "wished_units": 200, "contact_phone": 40, "subject": 40}
ADVISED_TITLE = 40
TEXTS = ("title", "subject", "situation", "analysis", "wished_units", "contact_phone")


def may_write(post: Post, case: Any) -> bool:
    return case.state in WRITABLE and (rules.writes(post, case) or rules.on_paper(post, case))


def words_open(case: Any) -> bool:
    """Whether the words may still change: not while somebody is asked to sign them, or has signed them (R-005)."""
    return case.state in WRITABLE and not (case.state == "cosign" and cosigning.standing(case))


def empty(values: Mapping[str, Any]) -> bool:
    """Whether nothing is written yet: there is nothing to keep a draft of."""
    return not any(str(values.get(name) or "").strip() for name in TEXTS) and not any(
        str(item).strip() for item in values.get("items", ())
    )


MADE_OF = "proposal"
"""The link from what a proposal was made of."""


def begin(post: Post, key: str = "", source: Case | None = None) -> Proposal:
    """A new empty draft of this author; a repeated `key` gives the first. `source`: the case it is made of, which stays linked.

    Errors: NotAllowed for who is no author.
    """
    try:
        case = _opened(post, key)
    except IntegrityError:  # an autosave and the press of the button, at the same moment: the other has just begun it
        if not key:
            raise
        case = _opened(post, key)
    if source is not None:
        begun = Event.objects.only("pk").get(case=case.pk, step="open").pk
        tied = {"source": source, "target": case, "kind": MADE_OF}
        Link.objects.get_or_create(**tied, defaults={"committee": post.committee, "event_id": begun})
    return case


def _opened(post: Post, key: str) -> Proposal:
    author = post.person if post.role == "member" else None
    case: Proposal = open_case(
        "proposal", as_=post, title="", session=session_now(post.committee), key=key or None,
        first_person=author, proposers=author.name if author else "",
    )  # fmt: skip
    return case


def save(case: Proposal, values: Mapping[str, Any]) -> None:
    """Keep what is written: texts by name and `items`, a list of suggestions. Names that are not given stay as they are.

    Of words that others sign, only how to reach the author is kept.
    """
    if not words_open(case):
        values = {name: values[name] for name in ("contact_phone",) if name in values}
    for name in TEXTS:
        if name in values:
            text = CONTROL.sub("", str(values[name])).replace("\r\n", "\n")
            setattr(case, name, (text.strip() if name in LONGEST else text)[: LONGEST.get(name)])
    if "items" in values:
        texts = (CONTROL.sub("", str(item)).replace("\r\n", "\n").strip() for item in values["items"])
        case.items = [text for text in texts if text]
    case.draft_saved_at = clock.now()
    kept = {name: getattr(case, name) for name in (*TEXTS, "items", "draft_saved_at")}
    # Only while it is a draft: a late autosave must not touch what was handed in meanwhile.
    Proposal.objects.filter(pk=case.pk, state__in=WRITABLE).update(**kept)


def joined(case: Proposal, parts: Parts) -> dict[str, Any]:
    """What was read, put under what is written already: nothing that stood there is lost."""
    found: dict[str, Any] = {} if case.title.strip() or not parts.title else {"title": parts.title}
    for name in ("situation", "analysis"):
        if text := getattr(parts, name):
            old = str(getattr(case, name)).strip()
            found[name] = text if not old or old == text else f"{old}\n{text}"
    found["items"] = list(dict.fromkeys([*map(str, case.items), *parts.items]))
    return found


def advice(case: Proposal) -> list[str]:
    """What is better mended before it is handed in, though it does not stop anyone."""
    said = []
    if len(case.title) > ADVISED_TITLE:
        said.append(_("案由有 {n} 个字，最好不超过 {most} 个。").format(n=len(case.title), most=ADVISED_TITLE))
    length = len(case.situation) + len(case.analysis) + sum(len(str(item)) for item in case.items)
    if 1500 < length <= int(parameters.get(case.committee, "P-01")):
        said.append(_("正文有 {n} 字。1500 字以内更容易看完。").format(n=length))
    if found := matters.finding(case):
        said.append(found)
    return said
