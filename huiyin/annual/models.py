"""A report as a case, its figures as they were frozen, what is said against one, and what an office defines itself."""

from typing import Any

from django.db import models

from huiyin.kernel.models import Case, Committee, Dated
from huiyin.kernel.models.base import Row

OFFICE_WORD = "word:"
"""Stands before the number of the office's own Word template in WorkReport.template."""


class WorkReport(Case):
    """工作报告: a text with marks for figures, over one period, as of one day. Its numbers are never typed in."""

    template = models.CharField(max_length=60)
    period = models.CharField(
        max_length=40, help_text="as figures.period reads it: 9-5, 2026, 9, 2026-01-01..2026-06-30"
    )
    as_of = models.DateField()
    words = models.TextField(blank=True, help_text="a line a paragraph, headings begin with #, figures stand as marks")
    decision = models.CharField(max_length=200, blank=True)
    frozen_at = models.DateTimeField(null=True, blank=True, help_text="the moment whose knowledge the figures hold")
    sha256 = models.CharField(max_length=64, blank=True, help_text="of the words and every figure with its rows")


class FrozenFigure(Dated):
    """One figure of a report as it stood when it was frozen, with the ids of its rows."""

    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80)
    label = models.CharField(max_length=120)
    unit = models.CharField(max_length=20)
    value = models.CharField(
        max_length=40, blank=True, help_text="the exact number; empty for one without a denominator"
    )
    numerator = models.CharField(max_length=40, blank=True)
    denominator = models.CharField(max_length=40, blank=True)
    rows = models.BinaryField(help_text="the ids of the counted rows: zlib over JSON")
    base_rows = models.BinaryField(help_text="of a rate, the ids of the rows of its base")
    digest = models.CharField(max_length=64, help_text="sha256 over name, value, both parts and both lists")
    definition: Any = models.JSONField(
        default=dict, blank=True, help_text="of an office's own figure: how it was defined"
    )


class FigureDispute(Case):
    """数字异议: one figure of a report is doubted; whoever keeps its records looks at them. The number itself is never typed over."""

    figure = models.CharField(max_length=80)
    keeper = models.CharField(max_length=24, help_text="the role that keeps the records of this figure")
    why = models.TextField(blank=True)
    said = models.TextField(blank=True)


class Correction(Dated):
    """更正说明: what was said after freezing about records that have changed since."""

    words = models.TextField()


class Attestation(Case):
    """附报数: a number that another body reports and nobody here can count (tax, jobs, people who gained), with its evidence (G13)."""

    name = models.CharField(max_length=60, help_text="what is reported: 新增税收")
    unit = models.CharField(max_length=10)
    period = models.CharField(
        max_length=40, help_text="as figures.period reads it; the value is told for this very period"
    )
    provider = models.CharField(max_length=60, help_text="who reports it")
    value = models.DecimalField(max_digits=20, decimal_places=4, null=True, blank=True)
    holds_on = models.DateField(null=True, blank=True, help_text="the day as of which it is told")
    basis = models.TextField(blank=True)


class AttestedValue(Dated):
    """The value of an attestation once a second person has held it against its evidence."""

    name = models.CharField(max_length=60)
    unit = models.CharField(max_length=10)
    period = models.CharField(max_length=40)
    provider = models.CharField(max_length=60)
    value = models.DecimalField(max_digits=20, decimal_places=4)


class OwnFigure(Row):
    """A figure that an office has defined itself, from a day on. A new definition ends the former one and never changes it."""

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    label = models.CharField(max_length=60)
    about = models.CharField(max_length=300)
    unit = models.CharField(max_length=10)
    definition: Any = models.JSONField(help_text="source, facets, measure, by, base: see annual.own")
    valid_from = models.DateField()
    recorded_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    post_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "name"], condition=models.Q(ended_at=None), name="own_figure_once"
            ),
            models.UniqueConstraint(
                fields=["committee", "label"], condition=models.Q(ended_at=None), name="own_figure_label"
            ),
        ]


class ReportTemplate(Row):
    """A Word file of the office with marks for figures, kept by its digest."""

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    path = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    recorded_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    post_id = models.BigIntegerField(null=True)
