"""The pages of every day with 100,000 proposals and two million events: `python -m benchmarks.pages [proposals]`.

My work, the board, the board by unit, the overview, the catalogue and a case, for each role that has them: queries and the median of server time of a
whole request (middleware, session, template), by the clock on the wall and by this process's own (the database of SQLite included; what
others do on the machine is not). Seeds its own home first (benchmarks/seed.py); HUIYIN_BENCH_HOME names one to keep.
What was measured, with its load: docs/scale.md.
"""

import sys
from functools import partial
from typing import Any

from benchmarks.line import line, median_both, pace
from benchmarks.seed import home_of, seed, start

QUERIES, MILLISECONDS, TIMES = 12, 25, 15


def main(count: int) -> bool:
    start(home_of(count))
    seed(count)
    from django.conf import settings

    assert not settings.DEBUG
    pace()
    met = [measured(f"pages.{page}.{who}", clients, addresses) for page, who, clients, addresses in plan()]
    return all(met)


def plan() -> list[tuple[str, str, list[Any], list[str]]]:
    """Each page for each reader: clients and addresses to take turns."""
    from huiyin.desk.access import visible
    from huiyin.kernel.models import Post
    from huiyin.proposals.models import Proposal

    def posts(role: str, most: int = 1) -> list[Post]:
        return list(
            Post.objects.filter(committee__code="bench", role=role)
            .select_related("committee", "person")
            .order_by("pk")[:most]
        )

    readers = {
        "unit": posts("unit", TIMES),
        "clerk": posts("proposal_office"),
        "leader": posts("leader"),
        "assigning": posts("assigning"),
        "member": posts("member", TIMES),
    }
    entered = {who: [entered_as(post) for post in found] for who, found in readers.items()}
    found = []
    for page, address, whose in (
        ("work", "/work/", ("unit", "clerk", "assigning", "member")),
        ("board", "/board/", ("assigning", "clerk", "leader")),
        ("units", "/board/units/", ("assigning", "leader")),
        ("leader", "/leader/", ("leader", "clerk")),
        ("catalogue", "/proposals/", ("unit", "clerk", "leader", "member")),
        ("catalogue_all", "/proposals/?session=all", ("unit", "clerk", "leader")),
    ):
        found += [(page, who, entered[who], [address]) for who in whose]
    for who in ("unit", "clerk", "leader"):
        clients, addresses = [], []
        for client, post in zip(entered[who], readers[who], strict=True):
            for pk in (
                visible(Proposal, post)
                .filter(state="handling")
                .order_by("-pk")
                .values_list("pk", flat=True)[: TIMES // len(readers[who])]
            ):
                clients.append(client)
                addresses.append(Proposal(id=pk).get_absolute_url())
        found.append(("case", who, clients, addresses))
    return found


def entered_as(post: Any) -> Any:
    from django.test import Client

    client = Client()
    client.force_login(post.person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def measured(name: str, clients: list[Any], addresses: list[str]) -> bool:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    turns = [(clients[i % len(clients)], addresses[i % len(addresses)]) for i in range(TIMES)]
    for client, address in turns:
        answer = client.get(address)
        assert answer.status_code == 200, (name, address, answer.status_code)
    with CaptureQueriesContext(connection) as seen:
        turns[0][0].get(turns[0][1])
    few = line(f"{name}.queries", len(seen), "queries", QUERIES)
    wall, cpu = median_both([partial(client.get, address) for client, address in turns])
    line(f"{name}.wall", wall, "ms", MILLISECONDS)
    fast = line(f"{name}.cpu", cpu, "ms", MILLISECONDS)
    if "--sql" in sys.argv:
        for query in sorted(seen.captured_queries, key=lambda row: -float(row["time"]))[:4]:
            print("   ", query["time"], query["sql"][:1500])
    return few and fast


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:] if word.isdigit()]
    raise SystemExit(0 if main(numbers[0] if numbers else 100_000) else 1)
