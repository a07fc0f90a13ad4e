"""What an opinion report can grow out of: a problem that a station referred, a proposal not filed (R-107), a finding of research (S3-14).

Kinds never know each other; the desk, which sits above them, carries the words from one to the other.
"""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.kernel.models import Link, Post
from huiyin.opinions.rules import WRITERS
from huiyin.proposals.models import Proposal
from huiyin.reception.models import Problem, Referral
from huiyin.research.models import ResearchFinding
from huiyin.suggestions.models import Suggestion

GOES = "opinion"
OFFICE = ("proposal_office",)


@dataclass(frozen=True)
class Begun:
    """What a report begins with. `author`: the member in whose name an office writes."""

    source_kind: str
    values: dict[str, str]
    author: int | None = None


def begun_from(case: Any, post: Post) -> Begun | None:
    """The words for a report about this case; nothing where it was not decided that one is to be made, or not by this post."""
    if post.role not in WRITERS:
        return None
    if isinstance(case, Problem):
        return _of_problem(case, post)
    if isinstance(case, Proposal):
        return _of_proposal(case, post)
    if isinstance(case, ResearchFinding):
        return _of_finding(case, post)
    return None


def _of_finding(case: ResearchFinding, post: Post) -> Begun | None:
    if post.role not in ("member", "general_office", "info_office"):
        return None
    return Begun("visit", {"title": case.title, "situation": found_words(case)})


def found_words(case: ResearchFinding) -> str:
    """What was found and where, for whatever is made of it."""
    at = _("（{name}）").format(name=case.whose) if case.whose else ""
    return f"{case.words}{at}"


def _of_problem(case: Problem, post: Post) -> Begun | None:
    referral = Referral.objects.filter(case=case.pk, to=GOES, voided_by=None, until=None).order_by("-pk").first()
    if referral is None or post.role not in ("station", "general_office", "info_office"):
        return None
    said = [voice.words.strip() for voice in case.voices.order_by("number")[:20]]
    text = "\n".join(text for text in (case.words.strip(), *said) if text)
    values = {"title": case.title, "situation": text, "suggestion": referral.words}
    return Begun("voice", values)


def _of_proposal(case: Proposal, post: Post) -> Begun | None:
    own = post.role == "member" and post.person_id == case.first_person_id
    if case.disposition != GOES or not (own or post.role in OFFICE):
        return None
    items = Suggestion.objects.filter(case=case.pk, until=None, voided_by=None).order_by("position")
    points = list(items.values_list("text", flat=True)) or [str(item) for item in case.items]
    values = {
        "title": case.title.removesuffix("的提案") + ("的建议" if case.title.endswith("的提案") else ""),
        "situation": case.situation, "analysis": case.analysis, "suggestion": "\n".join(points), "authors": case.proposers,
    }  # fmt: skip
    return Begun("proposal", values, case.first_person_id)


def offer(case: Any, post: Post) -> str:
    """The address that begins the report, while nobody has handed one in."""
    if begun_from(case, post) is None or Link.objects.filter(source=case.pk, kind=GOES).exists():
        return ""
    return f"{reverse('opinion_new')}?from={case.uid}"
