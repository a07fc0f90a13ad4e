"""What the library reads of the cases in the database: a chunk at a time, a constant number of queries a chunk.

Only what everyone may read who may see the case: its own words, its numbers, the replies that were delivered, its files (not the
signed paper of a proposer, not what parts tell one another). A draft is its writer's own and is not read.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from huiyin.handling.models import ANSWERING, Assignment, Commitment, PublicVersion, Rating, Reply, ResultClass
from huiyin.kernel.models import Attachment, Committee
from huiyin.library.files import text_of
from huiyin.library.find import Entry
from huiyin.library.wanted import number_in
from huiyin.proposals.models import Proposal

CHUNK = 400
KINDS = ("proposal",)
"""The kinds of cases that the library reads."""
UNREAD = ("draft", "discarded")
"""States in which a case is not in the library."""
SIGNED_PAPER = ("evidence", "page")
"""The labels of paper that somebody signed: it shows his hand and his telephone, and few may open it (desk/cases/files.py)."""
Several = dict[int, list[Any]]


def count(committee: Committee) -> int:
    return Proposal.objects.filter(committee=committee).exclude(state__in=UNREAD).count()


def changed(pks: Sequence[int]) -> tuple[list[Entry], set[str]]:
    """What the library holds of these cases now, and the names of those that it does not hold."""
    found = entries(pks)
    return found, {str(pk) for pk in pks} - {str(entry.id) for entry in found}


def everything(committee: Committee) -> Iterator[Entry]:
    """All cases of a committee, in order of their ids."""
    pks = list(
        Proposal.objects.filter(committee=committee)
        .exclude(state__in=UNREAD)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    for start in range(0, len(pks), CHUNK):
        yield from entries(pks[start : start + CHUNK])


def entries(pks: Sequence[int]) -> list[Entry]:
    """The cases among these that the library holds. Eight queries."""
    rows = list(Proposal.objects.filter(pk__in=pks).exclude(state__in=UNREAD).select_related("session"))
    parts = parts_of([row.pk for row in rows])
    answers, classes = replies_of(parts), classes_of(parts)
    files, ratings = files_of([row.pk for row in rows], parts), ratings_of(pks)
    public, promised = _public(pks), _promised(parts)
    return [
        _entry(
            row, parts[row.pk], answers[row.pk], classes[row.pk], files[row.pk], ratings[row.pk], row.pk in public, row.pk in promised
        ) for row in rows
    ]  # fmt: skip


def _entry(
    row: Any,
    parts: list[Any],
    answers: list[str],
    classes: list[str],
    files: list[str],
    rating: list[str],
    public: bool,
    promised: bool,
) -> Entry:
    looks = {"key": row.key, "between": row.between_sessions, "public": public, "promise": promised}
    session = row.session
    return Entry(
        row.pk, row.title, words_of(row), "\n".join(answers), "\n".join(files), f"{row.proposers}、{row.unit_names}",
        tuple(dict.fromkeys(one for text in (row.number, row.intake_number) for one in _numbers(text))),
        {
            "kind": [row.kind], "state": [row.state], "subject": _some(row.subject), "form": [row.proposal_kind], "class": sorted(set(classes)),
            "rating": rating, "year": _some(session and session.year), "session": _some(session and session.code),
            "unit": list(dict.fromkeys(str(part.unit_id) for part in parts)), "look": [name for name, holds in looks.items() if holds],
        },
        row.due.toordinal() if row.due else 0,
    )  # fmt: skip


def words_of(row: Any) -> str:
    """The words of a proposal without its title."""
    return "\n".join(part for part in (row.situation, row.analysis, *(str(item) for item in row.items)) if part)


def _some(value: Any) -> list[str]:
    return [str(value)] if value else []


def _numbers(text: str) -> Iterator[str]:
    if text:
        yield text.lower()
        if bare := number_in(text):
            yield bare


def parts_of(pks: Iterable[int]) -> Several:
    """By proposal: its parts that are not ended, those that answer first."""
    found: Several = defaultdict(list)
    for part in Assignment.objects.filter(parent__in=list(pks)).exclude(state="ended").order_by("pk"):
        found[part.parent_id or 0].append(part)
    for several in found.values():
        several.sort(key=lambda part: part.role not in ANSWERING)
    return found


def _whole(parts: Several) -> dict[int, int]:
    """Part → proposal."""
    return {part.pk: pk for pk, several in parts.items() for part in several}


def replies_of(parts: Several) -> Several:
    """By proposal: the text of each reply that was delivered and stands."""
    whole, found = _whole(parts), defaultdict(list)
    rows = Reply.objects.filter(case__in=list(whole), delivered_at__isnull=False, until=None, voided_by=None).order_by(
        "pk"
    )
    for case, opening, points, closing in rows.values_list("case", "opening", "points", "closing"):
        found[whole[case]].append(reply_text(opening, points, closing))
    return found


def reply_text(opening: str, points: Any, closing: str) -> str:
    said = [str(point.get("text", "")) for point in points if isinstance(point, dict)]
    return "\n".join(part for part in (opening, *said, closing) if part)


def classes_of(parts: Several) -> Several:
    whole, found = _whole(parts), defaultdict(list)
    rows = ResultClass.objects.filter(case__in=list(whole), until=None, voided_by=None)
    delivered = {part.pk for several in parts.values() for part in several if part.answered_on}
    for case, letter in rows.values_list("case", "letter"):
        if case in delivered:
            found[whole[case]].append(letter)
    return found


def ratings_of(pks: Iterable[int]) -> Several:
    found: Several = defaultdict(list)
    rows = Rating.objects.filter(case__in=list(pks), co=False, until=None, voided_by=None).order_by("round", "pk")
    for case, value in rows.values_list("case", "value"):
        found[case] = [value]
    return found


def _public(pks: Iterable[int]) -> set[int]:
    """Those of which something is public now."""
    rows = PublicVersion.objects.filter(case__parent__in=list(pks), until=None, voided_by=None).exclude(extent="no")
    return {pk for pk in rows.values_list("case__parent", flat=True) if pk}


def _promised(parts: Several) -> set[int]:
    whole = _whole(parts)
    rows = Commitment.objects.filter(part__in=list(whole), finished=False).values_list("part", flat=True)
    return {whole[part] for part in rows}


def files_of(pks: Iterable[int], parts: Several) -> Several:
    """By proposal: the text of the files that all may read who see it."""
    open_parts = {
        part.pk: pk for pk, several in parts.items() for part in several if part.answered_on and part.role in ANSWERING
    }
    owner = {**{pk: pk for pk in pks}, **open_parts}
    found: Several = defaultdict(list)
    rows = Attachment.objects.filter(case__in=list(owner), event_id__isnull=False, voided_by=None).exclude(
        label__in=SIGNED_PAPER
    )
    for one in rows.order_by("pk"):
        found[owner[one.case_id]].append(f"{one.name}\n{text_of(one)}")
    return found
