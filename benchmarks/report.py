"""An annual report over a million events: `python -m benchmarks.report`.

Sixty figures of one session filled; the first page behind a figure; a report of 134 figures frozen and counted again. Seeds its own home
first; HUIYIN_BENCH_HOME names one to keep. Where duckdb is installed, the same rows are grouped by it and the ratio is printed.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import cycle, islice
from typing import Any

from benchmarks.line import line, median_both, pace
from benchmarks.pages import entered_as
from benchmarks.seed import home_of, seed, start

PROPOSALS = 50_000
SIXTY, MANY = 60, 134
ROUNDS = 5


def main() -> bool:
    start(home_of(PROPOSALS))
    seed(PROPOSALS)
    from huiyin.kernel.models import Committee, Event, Period

    pace()
    committee = Committee.objects.get(code="bench")
    periods = list(Period.objects.filter(committee=committee, kind="session").order_by("-opens")[:ROUNDS])
    print(f"{Event.objects.filter(committee=committee).count():,} events")
    met = [filled(committee, periods), opened(committee, periods[0]), frozen(committee, periods[1])]
    beside(committee, periods[1])
    return all(met)


def named(number: int, only: type[Any] | None = None) -> list[str]:
    """So many figures, those of proposals first."""
    from huiyin.kernel.figures import REGISTRY

    names = sorted(REGISTRY, key=lambda name: not name.startswith("proposals."))
    return [name for name in names if only is None or isinstance(REGISTRY[name], only)][:number]


def filled(committee: Any, periods: list[Any]) -> bool:
    """Each round fills the report of another session."""
    from huiyin.annual.filling import numbers
    from huiyin.kernel.figures import REGISTRY

    names = named(SIXTY)
    calls: list[Callable[[], object]] = [partial(numbers, names, REGISTRY, scope_of(committee, one)) for one in periods]
    wall, cpu = median_both(calls)
    print(f"report.sixty: {cpu:.0f} ms of CPU")
    return line("report.sixty", wall, "ms", 150)


def opened(committee: Any, period: Any) -> bool:
    """The whole page behind each figure that has rows."""
    from huiyin.kernel.models import Post

    post = Post.objects.filter(committee=committee, role="proposal_office").select_related("committee", "person")[0]
    client, took = entered_as(post), []
    for name in (
        "proposals.received",
        "proposals.filed",
        "proposals.replied",
        "proposals.satisfied",
        "proposals.reply_rate",
    ):
        address = f"/figures/{name}/?period={period.code}"
        client.get(address)
        began = time.perf_counter()
        answer = client.get(address)
        took.append((time.perf_counter() - began) * 1000)
        assert answer.status_code == 200, address
    return line("report.rows_page", sorted(took)[len(took) // 2], "ms", 25)


def frozen(committee: Any, period: Any) -> bool:
    """Frozen through its flow, then counted again twice (as it was known, and as it is); all taken back."""
    from huiyin.annual import freezing
    from huiyin.kernel.act import act
    from huiyin.kernel.figures import REGISTRY

    names = list(islice(cycle(named(len(REGISTRY))), MANY)) if len(REGISTRY) < MANY else named(MANY)
    with taken_back():
        office, leader = posts(committee)
        report = begun(committee, office, period, names)
        act(report, "check", as_=office)
        act(report, "approve", as_=leader, decision="会")
        began = time.perf_counter()
        act(report, "freeze", as_=office)
        froze = time.perf_counter()
        report.committee = committee
        verdicts = freezing.recompute(report)
        done = time.perf_counter()
        assert all(one.agrees for one in verdicts)
    first = line("report.freeze", froze - began, "s", 2)
    return line("report.verify", done - froze, "s", 2) and first


def begun(committee: Any, office: Any, period: Any, names: list[str]) -> Any:
    from huiyin.kernel import clock
    from huiyin.kernel.act import open_case

    words = "，".join(f'{{{{ figure "{name}" }}}}' for name in names)
    row = {"template": "year", "period": period.code, "as_of": clock.today(), "words": words}
    return open_case("report", as_=office, title="报告", session=period, row=row)


def posts(committee: Any) -> tuple[Any, Any]:
    from huiyin.kernel.models import Person, Post

    made = []
    for role in ("proposal_office", "leader"):
        person = Person.objects.create(username=f"bench-report-{role}", name=role)
        post = Post.objects.create(committee=committee, person=person, role=role, title=role)
        post.committee = committee
        made.append(post)
    return made[0], made[1]


@contextmanager
def taken_back() -> Iterator[None]:
    from django.db import transaction

    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def beside(committee: Any, period: Any) -> None:
    """The stays of all sessions grouped by state and session, by our database and by DuckDB over the same rows."""
    try:
        import duckdb
    except ModuleNotFoundError:
        print("report.duckdb: duckdb is not installed here, no ratio")
        return
    from django.db.models import Count

    from huiyin.kernel.models import Stay

    rows = Stay.objects.filter(committee=committee, kind="proposal", voided_by=None)
    grouped = rows.order_by().values("state", "case__session_id").annotate(n=Count("case_id", distinct=True))
    began = time.perf_counter()
    ours = {(one["state"], one["case__session_id"]): one["n"] for one in grouped}
    took, table = time.perf_counter() - began, duckdb.connect()
    table.execute("create table stays (state varchar, session bigint, cas bigint)")
    table.executemany(
        "insert into stays values (?, ?, ?)", list(rows.values_list("state", "case__session_id", "case_id"))
    )
    began = time.perf_counter()
    theirs = table.execute("select state, session, count(distinct cas) from stays group by all").fetchall()
    beside_it = time.perf_counter() - began
    assert ours == {(state, session): n for state, session, n in theirs}
    print(f"report.duckdb: {took * 1000:.0f} ms here, {beside_it * 1000:.0f} ms in DuckDB, ×{took / beside_it:.1f}")


def scope_of(committee: Any, period: Any) -> Any:
    from huiyin.kernel.figures import Scope, Span

    return Scope(committee, Span(period.name, "session", period.code, (period.pk,)))


if __name__ == "__main__":
    raise SystemExit(0 if main() else 1)
