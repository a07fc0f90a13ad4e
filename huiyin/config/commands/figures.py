"""huiyin figures: every figure of a committee in a period, with the parts of each rate."""

import argparse
from datetime import date

from huiyin.config.commands.common import committee, print_json, table, wants_committee, wants_json
from huiyin.kernel.figures import REGISTRY, Answer, Scope, period


def arguments(parser: argparse.ArgumentParser) -> None:
    wants_committee(parser)
    parser.add_argument("--period", required=True, metavar="时期", help="2023、9-5、9、2023-01-01..2023-06-30，或 all")
    parser.add_argument("--as-of", type=date.fromisoformat, metavar="日期", help="截至哪天（那天以后发生的不算）")
    parser.add_argument("--known-on", type=date.fromisoformat, metavar="日期", help="按哪天已经记下的来算")
    wants_json(parser)


def run(options: argparse.Namespace) -> int:
    house = committee(options.committee)
    scope = Scope(house, period(house, options.period), options.as_of, options.known_on)
    answers = [figure.answer(scope) for figure in REGISTRY.values()]
    if options.json:
        print_json([answer.as_dict() for answer in answers])
    else:
        table(row(answer) for answer in answers)
    return 0


def row(answer: Answer) -> tuple[str, str, str, str]:
    parts = "" if answer.denominator is None else f"{answer.numerator}/{answer.denominator}"
    unit = "" if answer.denominator is not None or answer.value is None else str(answer.figure.unit)
    return str(answer.figure.label), f"{answer.text}{unit}", parts, answer.figure.name
