"""huiyin figures: every figure of a committee in a period, with the parts of each rate."""

import argparse
from datetime import date

from django.utils.translation import gettext as _

from huiyin.config.commands.common import committee, print_json, table, wants_committee, wants_json
from huiyin.kernel.figures import REGISTRY, Answer, Scope, Span, period
from huiyin.kernel.models import Case, Committee, Period
from huiyin.kernel.refusal import Refused


def arguments(parser: argparse.ArgumentParser) -> None:
    wants_committee(parser)
    parser.add_argument("--period", required=True, metavar="时期", help="2023、9-5、9、2023-01-01..2023-06-30，或 all")
    parser.add_argument("--as-of", type=date.fromisoformat, metavar="日期", help="截至哪天（那天以后发生的不算）")
    parser.add_argument("--known-on", type=date.fromisoformat, metavar="日期", help="按哪天已经记下的来算")
    wants_json(parser)


def run(options: argparse.Namespace) -> int:
    house = committee(options.committee)
    span = period(house, options.period)
    check_known(house, span)
    scope = Scope(house, span, options.as_of, options.known_on)
    answers = [figure.answer(scope) for figure in REGISTRY.values()]
    if options.json:
        print_json([answer.as_dict() for answer in answers])
    else:
        table(row(answer) for answer in answers)
    return 0


def check_known(house: Committee, span: Span) -> None:
    """A year of which nothing is known is more likely mistyped than empty. Errors: Refused with the years that there are."""
    if span.kind != "year" or span.sessions:
        return
    days = {"opened_at__date__gte": span.start, "opened_at__date__lte": span.end}
    if not Case.objects.filter(committee=house, **days).exists():
        known = Period.objects.filter(committee=house, kind="session").order_by("code").values_list("code", "year")
        listed = "、".join(f"{code}（{year}）" if year else code for code, year in known) or _("还没有届次")
        raise Refused(_("{span}没有届次，也没有提案。现有：{known}。").format(span=span.label, known=listed))


def row(answer: Answer) -> tuple[str, str, str, str, str]:
    parts = "" if answer.denominator is None else f"{answer.numerator}/{answer.denominator}"
    unit = "" if answer.denominator is not None or answer.value is None else str(answer.figure.unit)
    counted = _("{n} 行").format(n=answer.rows)
    return str(answer.figure.label), f"{answer.text}{unit}", parts, counted, answer.figure.name
