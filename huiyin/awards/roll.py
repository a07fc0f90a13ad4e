"""优秀提案名单 as a paper and as a sheet. Always Chinese."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils import translation

from huiyin.handling.letters import CHINESE, meeting_name
from huiyin.kernel.models import Committee, Period
from huiyin.papers.letter import date_text
from huiyin.papers.paper import Paper, Table, Text

HEADS = ("序号", "案号", "案由", "提案者", "承办单位", "审定依据")


def rows_of(found: Sequence[Any]) -> list[tuple[str, ...]]:
    """`found`: Excellence rows, each with `proposal` (its parent's own row)."""
    return [
        (str(place), one.number, one.title, one.proposal.proposers, one.proposal.unit_names, one.decision)
        for place, one in enumerate(found, 1)
    ]


def paper(committee: Committee, session: Period, found: Sequence[Any], today: date) -> Paper:
    """The roll as it is published."""
    with translation.override(CHINESE):
        name = meeting_name(committee, session)
        said = f"经推荐、初评和主席会议审定，{name}以来的提案中，以下{len(found)}件为优秀提案。"
        blocks = (
            Text(said if found else "还没有公布的优秀提案。"),
            Table(HEADS, tuple(rows_of(found)), (6, 10, 36, 18, 18, 16)),
        )
        return Paper(f"{name}\n优秀提案名单", blocks if found else blocks[:1], under=date_text(today), across=True,
                     sender=f"{committee.short}提案委员会")  # fmt: skip
