"""What a list of found cases shows of each: read for one page at once, six queries however many rows."""

from collections.abc import Sequence
from typing import Any

from huiyin.kernel.flow import flow_of
from huiyin.library import reading
from huiyin.library.marks import Piece, marked, passage
from huiyin.library.wanted import Word
from huiyin.proposals.models import Proposal

FIELDS = (
    "pk", "number", "intake_number", "title", "proposers", "unit_names", "state", "situation", "analysis", "items", "key", "due", "session__name", "root_id",
)  # fmt: skip
WHERE = ("text", "answer", "files")


def rows(pks: Sequence[int], words: Sequence[Word]) -> list[dict[str, Any]]:
    """The cases in this order, the words marked in title and names, with the passages that hold them: {where: pieces}."""
    found = {row["pk"]: row for row in Proposal.objects.filter(pk__in=list(pks)).values(*FIELDS)}
    parts = reading.parts_of(found)
    answers, classes = reading.replies_of(parts), reading.classes_of(parts)
    ratings, files = reading.ratings_of(found), reading.files_of(found, parts)
    shown = []
    for pk in pks:
        if row := found.get(pk):
            texts = {"text": _own(row), "answer": "\n".join(answers[pk]), "files": "\n".join(files[pk])}
            shown.append({
                **row, "title": marked(row["title"], words), "plain_title": row["title"], "names": marked(_first(row["proposers"]), words),
                "units": marked(row["unit_names"], words), "label": flow_of("proposal").by_state[row["state"]].label, "classes": sorted(set(classes[pk])),
                "rating": ratings[pk][-1] if ratings[pk] else "", "passages": _passages(texts, words),
            })  # fmt: skip
    return shown


def _own(row: dict[str, Any]) -> str:
    return "\n".join(
        part for part in (row["situation"], row["analysis"], *(str(item) for item in row["items"])) if part
    )


def _first(names: str, most: int = 3) -> str:
    parts = [part for part in names.split("、") if part]
    return names if len(parts) <= most else f"{'、'.join(parts[:most])} 等 {len(parts)} 人"


def _passages(texts: dict[str, str], words: Sequence[Word]) -> list[tuple[str, list[Piece]]]:
    """Where the words stand: a passage of its own words, of the answer, of a file. Without words, none."""
    if not words:
        return []
    written = [word for word in words if len(word.text) > 1 or len(words) == 1]
    found = [(where, passage(texts[where][:20_000] if where != "files" else texts[where], written)) for where in WHERE]
    return [(where, pieces) for where, pieces in found if pieces][:2]
