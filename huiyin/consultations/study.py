"""A case study 案例 as a paper: background, practice, effect with the places it was carried to, lesson."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from huiyin.consultations.models import CaseStudy, Effect, Replication
from huiyin.papers.letter import date_text
from huiyin.papers.paper import Heading, Paper, Table, Text

NOW = {"until": None, "voided_by": None}


def plain(value: Any) -> str:
    """1,690 or 40.5: no zeros behind the point."""
    text = f"{Decimal(value):,.2f}"
    return text.rstrip("0").rstrip(".")


def totals(rows: Iterable[Any]) -> list[str]:
    """What the places come to, one sum for each unit, and the money saved in 万元."""
    found: dict[str, Decimal] = {}
    saved = Decimal(0)
    for row in rows:
        if row.many is not None:
            found[row.unit] = found.get(row.unit, Decimal(0)) + row.many
        saved += row.saved or 0
    said = [f"{plain(value)} {unit}" for unit, value in found.items()]
    return said + ([f"节约 {plain(saved / 10000)} 万元"] if saved else [])


def paper(case: Any, study: CaseStudy) -> Paper:
    """Effects that were reported and seen on site stand in the paper by themselves, and so do the places."""
    rows = list(Replication.objects.filter(case=case.pk, **NOW).order_by("on", "pk"))
    effects = Effect.objects.filter(case__parent=case.pk, **NOW).order_by("pk")
    counted = "；".join(f"{one.get_what_display()} {plain(one.value)} {one.unit}" for one in effects)
    blocks: list[Any] = [
        Heading("一、背景"), Text(study.background), Heading("二、做法"), Text(study.practice), Heading("三、成效"), Text(study.effect),
    ]  # fmt: skip
    if counted:
        blocks.append(Text(f"办理单位报告、现场核实：{counted}。"))
    if rows:
        said = "，".join([f"推广到 {len(rows)} 处", *totals(rows)])
        lines = tuple(
            (
                str(n),
                row.place,
                date_text(row.on),
                f"{plain(row.many)} {row.unit}" if row.many is not None else "",
                plain(row.saved / 10000) if row.saved else "",
            )
            for n, row in enumerate(rows, 1)
        )
        blocks += [
            Text(f"{said}。"),
            Table(("序号", "推广到哪里", "时间", "办成多少", "节约（万元）"), lines, (1, 5, 3, 3, 2)),
        ]
    blocks += [Heading("四、启示"), Text(study.lesson)]
    return Paper(
        study.heading, tuple(blocks), under=case.number, sender=case.site.name if case.site else case.committee.short
    )
