"""The minutes of a consultation as a paper: who was there, what each side said, what is agreed and what is not."""

from typing import Any

from huiyin.activities.models import CATEGORIES, Activity, Attendance
from huiyin.consultations.models import CONSENSUS, SubIssue
from huiyin.papers.letter import date_text, numeral
from huiyin.papers.paper import Heading, Paper, Table, Text

NOW = {"until": None, "voided_by": None}


def paper(case: Any) -> Paper:
    """The minutes as they stand; until they are confirmed they say that they are a draft."""
    blocks: list[Any] = [
        Heading("一、时间、地点、到会"),
        *meetings(case),
        Heading("二、经过"),
        Text(case.minutes),
        Heading("三、商量的问题"),
    ]
    blocks += issues(case)
    blocks += [Heading("四、各方签字"), signatures(case)]
    under = case.number if case.minutes_sha256 else f"{case.number}（待确认）"
    return Paper(
        f"关于“{case.heading or case.title}”的协商纪要",
        tuple(blocks),
        under=under,
        sender=case.site.name if case.site else "",
    )


def meetings(case: Any) -> list[Any]:
    found = []
    for row in Activity.objects.filter(parent=case.pk, state="held").order_by("round"):
        came = Attendance.objects.filter(case=row.pk, **NOW).values_list("category", "people")
        counts = [(label, sum(n for one, n in came if one == code)) for code, label in CATEGORIES]
        who = "，".join(f"{label} {n} 人" for label, n in counts if n)
        hour = f" {row.meets_at}" if row.meets_at else ""
        found.append(Text(f"{date_text(row.meets_on)}{hour}，{row.place}。到会：{who}。"))
    if case.chair:
        found.append(Text(f"主持人：{case.chair}。第一召集人：{case.convener}。"))
    return found


def issues(case: Any) -> list[Any]:
    found: list[Any] = []
    for number, row in enumerate(SubIssue.objects.filter(case=case.pk, **NOW).order_by("pk"), 1):
        found.append(Heading(f"（{numeral(number)}）{row.question}", 2))
        found.append(Text(row.said))
        agreed = f"{dict(CONSENSUS)[row.result]}。" + (row.agreed if row.agreed else "")
        found.append(Text(agreed))
        if row.dissent:
            found.append(Text(f"不同意见：{row.dissent}"))
    return found


def signatures(case: Any) -> Table:
    """One line for each side named before the meeting, and room for a hand."""
    sides = [
        part.strip()
        for line in case.stakeholders.splitlines()
        for part in line.replace(";", "；").split("；")
        if part.strip()
    ]
    rows = tuple((side[:60], "", "") for side in (sides or ["各方代表"])[:20])
    return Table(("哪一方、谁", "同意或保留意见", "签字"), rows, (5, 3, 3), tall=True)
