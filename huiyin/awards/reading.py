"""Why a mark is what it is, as a page shows it: each rule, its arithmetic, and a link to every case that was counted."""

from typing import Any

from huiyin.awards.measures import EACH, SHARES
from huiyin.awards.scoring import Part, read, said_of
from huiyin.kernel.ids import to_text
from huiyin.kernel.models import Case


def explained(parts: list[dict[str, Any]] | tuple[Part, ...]) -> list[dict[str, Any]]:
    """Each part with what it counts and its cases, the bad ones first. One query."""
    found = [part if isinstance(part, Part) else read([part])[0] for part in parts]
    pks = {pk for part in found for pk in (*part.good, *part.rest)}
    cases = {
        pk: {"url": f"/case/{to_text(root)}/", "title": title, "number": number}
        for pk, root, title, number in Case.objects.filter(pk__in=pks).values_list("pk", "root_id", "title", "number")
    }
    return [
        {
            "part": part,
            "said": said_of(part),
            "about": (SHARES if part.share else EACH)[part.code].about if part.code in (SHARES if part.share else EACH) else "",
            "empty": part.share and not part.whole,
            "good": [cases[pk] for pk in part.good if pk in cases],
            "rest": [cases[pk] for pk in part.rest if pk in cases],
        }
        for part in found
    ]  # fmt: skip
