"""What a step of a lamp also does."""

from decimal import Decimal

from huiyin.kernel.act import Act
from tests.dummykind.models import Repair


def wait(act: Act) -> None:
    act.pause("mend")


def part_came(act: Act) -> None:
    act.resume("mend")


def allow(act: Act) -> None:
    act.extend("mend", act.facts["span"], act.facts["why"])


def spend(act: Act) -> None:
    act.dated(Repair, cost=Decimal(act.facts["cost"]))
