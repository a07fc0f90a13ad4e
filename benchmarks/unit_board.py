"""The board of a supervision office with 60 units and 700 proposals in hand: `python -m benchmarks.unit_board`.

Whole, narrowed to a unit, a role, a step, to what is overdue, and by unit: queries and the median server time of a whole request. Nineteen
older sessions of as many proposals, all archived, lie behind. Seeds its own home first; HUIYIN_BENCH_HOME names one to keep.
"""

from typing import Any

from benchmarks.line import pace
from benchmarks.pages import entered_as, measured
from benchmarks.seed import SESSIONS, Seeder, home_of, start

PROPOSALS = 700


class InHand(Seeder):
    """Every proposal of the last session is with its units."""

    def state(self) -> str:
        return "handling"


def main() -> bool:
    start(home_of(PROPOSALS))
    seed()
    from huiyin.kernel.models import Organisation, Post

    post = (
        Post.objects.filter(committee__code="bench", role="assigning")
        .select_related("committee", "person")
        .order_by("pk")[0]
    )
    unit = Organisation.objects.filter(parent=post.organisation_id).order_by("pk")[0]
    client = entered_as(post)
    pace()
    print(f"{in_hand(post)} parts in hand of {PROPOSALS} proposals")
    pages: tuple[tuple[str, str], ...] = (
        ("whole", "/board/"), ("unit", f"/board/?unit={unit.pk}"), ("role", "/board/?role=lead"), ("state", "/board/?state=working"),
        ("overdue", "/board/?due=late"), ("all_at_once", f"/board/?unit={unit.pk}&role=lead&state=working&due=late"), ("by_unit", "/board/units/"),
    )  # fmt: skip
    met = [measured(f"unit_board.{name}", [client], [address]) for name, address in pages]
    return all(met)


def in_hand(post: Any) -> int:
    from huiyin.desk.lists import clockboard

    return clockboard.in_hand(post).count()


def seed() -> None:
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    from huiyin.kernel.models import Committee

    if Committee.objects.filter(code="bench").exists():
        return
    seeder = InHand(PROPOSALS * SESSIONS)
    seeder.people()
    for _done in seeder.cases():
        pass
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


if __name__ == "__main__":
    raise SystemExit(0 if main() else 1)
