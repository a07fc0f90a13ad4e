"""Past cases alike one that is being written or reviewed: what was answered, what came of it, and the passages that match.

Only what a post may see; to a proposer also what is public now, in its public words and no others, and of other filed cases what the
session's printed catalogue says of them (docs/decisions/0019).
"""

import re
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from huiyin.handling.models import RATINGS, Publication, PublicVersion, Reply
from huiyin.kernel import parameters
from huiyin.kernel.flow import flow_of
from huiyin.kernel.models import Post
from huiyin.library import freshness, reading, visible
from huiyin.library.case import Text
from huiyin.library.past import past
from huiyin.library.similar import why
from huiyin.proposals.models import Proposal
from huiyin.suggestions.models import ADOPTIONS, Suggestion

ALIKE = 0.12  # of likeness below which nobody would call two cases alike
SAME = 0.28  # of a sentence's pairs that another must share to stand beside it
SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]?")
LEAST, MOST = 8, 60  # letters and number of the sentences that are compared
EXCERPT = 160
CATALOGUE = 25  # of the committee's most alike that are looked at, to find some that stand in the catalogue


@dataclass
class Alike:
    """One past case. `beside`: (our sentence, its sentence); `answer`: (the suggestion, adopted or not, what was answered)."""

    pk: int
    score: float
    title: str
    why: tuple[str, ...]
    about: list[str] = field(default_factory=list)
    outcome: list[str] = field(default_factory=list)
    beside: list[tuple[str, str]] = field(default_factory=list)
    answer: tuple[str, str, str] | None = None
    public: bool = False
    listed: bool = False
    """Known to the reader as the printed catalogue of a session has it: title, session, number, what came of it (0019)."""

    @property
    def percent(self) -> int:
        return round(100 * self.score)


def alike(post: Post, text: Text, items: list[str] | None = None, top: int = 5) -> list[Alike] | None:
    """The most alike cases that the post may know of; None while the past is being read. `items`: the suggestions of the text."""
    if len(text.heading) < 2:
        return []
    memory = past(post.committee)
    if memory is None:
        return None
    view = visible.view(post, freshness.head(post.committee))
    public = _public(post)
    hidden = set(view.hidden)
    if view.only is None:
        ranked = [pair for pair in memory.likely(text, top=top + min(len(hidden), 200) + 20) if pair[0] not in hidden]
    else:
        ranked = memory.likely(text, {*view.only, *public}, top=top + 5)
    listed = _listed(post, memory.likely(text, top=top + CATALOGUE) if _reads_catalogue(post) else [], ranked)
    ranked = sorted({**listed, **dict(ranked)}.items(), key=lambda pair: (-pair[1], pair[0]))
    ranked = [pair for pair in ranked if pair[1] >= ALIKE]
    seen = set(visible.rows(post).filter(pk__in=[pk for pk, _score in ranked]).values_list("pk", flat=True))
    found = [(pk, score) for pk, score in ranked if pk in seen or pk in public or pk in listed][:top]
    return _told(text, items or [], found, seen, public, memory.texts)


def _public(post: Post) -> set[int]:
    """Cases whose words are public now: only for whom the database shows few."""
    if post.role != "member":
        return set()
    rows = PublicVersion.objects.filter(
        committee=post.committee_id, what="proposal", until=None, voided_by=None
    ).exclude(extent="no")
    return {pk for pk in rows.values_list("case__parent", flat=True) if pk}


def _reads_catalogue(post: Post) -> bool:
    return post.role == "member" and parameters.get(post.committee, "P-ALIKE") == "catalogue"


def _listed(post: Post, ranked: list[tuple[int, float]], own: list[tuple[int, float]]) -> dict[int, float]:
    """Of the most alike cases of the whole committee, those filed ones that stand in a session's catalogue. One query."""
    wanted = dict(ranked).keys() - dict(own).keys()
    rows = Proposal.objects.filter(pk__in=wanted, committee=post.committee_id).exclude(number="")
    # Who asked not to be published is not named by us either; nor is what was taken back.
    rows = rows.exclude(publish_wish=False).exclude(state__in=("withdrawn", *reading.UNREAD))
    kept = Publication.objects.filter(what="proposal", extent="no", parent__in=wanted).values("parent")
    taken_down = PublicVersion.objects.filter(what="proposal", case__parent__in=wanted, until__isnull=False)
    rows = rows.exclude(pk__in=kept).exclude(pk__in=taken_down.values("case__parent"))
    return {pk: dict(ranked)[pk] for pk in rows.values_list("pk", flat=True)}


def _told(
    text: Text,
    items: list[str],
    ranked: list[tuple[int, float]],
    seen: set[int],
    public: set[int],
    texts: dict[int, Text],
) -> list[Alike]:
    open_ = [pk for pk, _score in ranked if pk in seen]
    every = [pk for pk, _score in ranked]
    rows = {row.pk: row for row in Proposal.objects.filter(pk__in=every).select_related("session")}
    parts = reading.parts_of(every)
    classes, ratings, points = (
        reading.classes_of(parts),
        reading.ratings_of(open_),
        _points({pk: several for pk, several in parts.items() if pk in seen}),
    )
    shown_public = _public_words([pk for pk, _score in ranked if pk not in seen])
    ours, found = sentences(f"{text.text}"), []
    for pk, score in ranked:
        one = Alike(pk, score, texts[pk].title, _why(text, texts[pk]))
        row = rows[pk]
        session = row.session.name if row.session else ""
        if pk in seen:
            one.about = [part for part in (_number(row), session, row.unit_names) if part]
            one.outcome = _outcome(row, classes[pk], ratings[pk])
            one.beside = beside(ours, sentences(reading.words_of(row)))
            one.answer = _matching(items or [text.title], points.get(pk, []))
        elif words := shown_public.get(pk):
            one.public, one.title = True, words["heading"] or one.title
            one.beside, one.answer = (
                beside(ours, sentences(words["text"])),
                ("", "", words["reply"][:EXCERPT]) if words["reply"] else None,
            )
        else:
            one.listed, one.why = True, _why(text, Text(pk, texts[pk].title))
            one.about = [part for part in (session, _number(row)) if part]
            one.outcome = [f"{letter} 类" for letter in sorted(set(classes[pk]))] or [_("还没有答复")]
        found.append(one)
    return found


def _why(one: Text, other: Text) -> tuple[str, ...]:
    """Without the word that stands in every title."""
    return tuple(reason for reason in why(one, other) if "“提案”" not in reason) or ("用词相近",)


def _number(row: Any) -> str:
    return str(row.number or row.intake_number)


def _outcome(row: Any, classes: list[str], ratings: list[str]) -> list[str]:
    said = [str(flow_of("proposal").by_state[row.state].label)]
    said += [f"{letter} 类" for letter in sorted(set(classes))]
    return said + [str(dict(RATINGS)[value]) for value in ratings]


def _points(parts: reading.Several) -> dict[int, list[tuple[str, str, str]]]:
    """By case: (suggestion, adoption, answer) of the replies that were delivered and stand. Two queries."""
    whole = {part.pk: pk for pk, several in parts.items() for part in several}
    replies = Reply.objects.filter(
        case__in=list(whole), delivered_at__isnull=False, until=None, voided_by=None
    ).order_by("pk")
    asked = dict(Suggestion.objects.filter(case__in=list(parts)).values_list("pk", "text"))
    found: dict[int, list[tuple[str, str, str]]] = {}
    for case, points in replies.values_list("case", "points"):
        for point in points if isinstance(points, list) else []:
            adoption = str(dict(ADOPTIONS).get(point.get("adoption", ""), ""))
            suggestion = (
                asked.get(int(point.get("suggestion") or 0), "")
                if str(point.get("suggestion") or "0").isdigit()
                else ""
            )
            found.setdefault(whole[case], []).append((suggestion, adoption, str(point.get("text", ""))))
    return found


def _public_words(pks: list[int]) -> dict[int, dict[str, str]]:
    found: dict[int, dict[str, str]] = {}
    rows = PublicVersion.objects.filter(case__parent__in=pks, until=None, voided_by=None).exclude(extent="no")
    for pk, what, heading, text in rows.annotate(top=F("case__parent")).values_list("top", "what", "heading", "text"):
        one = found.setdefault(pk, {"heading": "", "text": "", "reply": ""})
        if what == "proposal":
            one["heading"], one["text"] = heading, text
        else:
            one["reply"] = text
    return found


def sentences(text: str) -> list[str]:
    """The sentences of a text that are long enough to be compared."""
    return [one.strip() for one in SENTENCE.findall(text[:20_000]) if len(one.strip()) >= LEAST][:MOST]


def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[at : at + 2] for at in range(len(text) - 1) if text[at : at + 2].isalnum())


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / max(min(len(one), len(other)), 1)


def beside(ours: list[str], theirs: list[str], top: int = 2) -> list[tuple[str, str]]:
    """The pairs of sentences that say most nearly the same, each sentence once."""
    left, right = [(one, _pairs(one)) for one in ours], [(one, _pairs(one)) for one in theirs]
    scored = sorted(((_share(a, b), one, other) for one, a in left for other, b in right), reverse=True)
    found: list[tuple[str, str]] = []
    for score, one, other in scored:
        if score < SAME or len(found) == top:
            break
        if all(one != a and other != b for a, b in found):
            found.append((one[:EXCERPT], other[:EXCERPT]))
    return found


def _matching(items: list[str], points: list[tuple[str, str, str]]) -> tuple[str, str, str] | None:
    """The answer to the suggestion that is most like one of ours; the first answer where none is."""
    if not points:
        return None
    ours = [_pairs(item) for item in items if item.strip()]
    best = max(points, key=lambda point: max((_share(mine, _pairs(point[0])) for mine in ours), default=0.0))
    return best[0][:EXCERPT], best[1], best[2][:EXCERPT]
