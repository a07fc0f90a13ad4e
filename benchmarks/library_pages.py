"""The search as its users meet it: `python -m benchmarks.library_pages [proposals]`.

Server time of the page as one types (middleware, session, query, marks, counts, template), for who sees all and who sees some; how long after its
commit a case is found; how fast the index is made anew; the search page for anyone, every answered proposal made public. By the clock on the wall and by this process's own. Seeds a home of its own.
"""

import sys
import time
from functools import partial
from typing import Any

from benchmarks.line import line, median_both, pace
from benchmarks.seed import home_of, seed, start

WORDS = (
    "提案",
    "停车",
    "dianti",
    "jz",
    "梯",
    "老旧小区",
    "财政 补助",
    "年份:2026",
    "状态:逾期",
    "“学校”",
    "加装点梯",
    "单位:局",
)
TYPED = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "found"}


def main(count: int) -> bool:
    start(home_of(count))
    seed(count)
    from huiyin.kernel.models import Committee

    committee = Committee.objects.get(code="bench")
    pace()
    return all([indexed(committee), *pages(committee), public(committee), found(committee)])


def indexed(committee: Any) -> bool:
    from huiyin.library.freshness import rebuild

    began = time.perf_counter()
    count = rebuild(committee)
    return line("library.reindex", count / (time.perf_counter() - began), "cases/s", 1_000, "more")


def pages(committee: Any) -> list[bool]:
    from benchmarks.pages import entered_as
    from huiyin.kernel.models import Post

    met = []
    for role in ("proposal_office", "leader", "assigning", "unit", "member"):
        post = (
            Post.objects.filter(committee=committee, role=role)
            .select_related("committee", "person")
            .order_by("pk")
            .first()
        )
        if post is None:
            continue
        client = entered_as(post)
        for word in WORDS:
            client.get("/find/", {"q": word}, **TYPED)
        wall, cpu = median_both([partial(client.get, "/find/", {"q": word}, **TYPED) for word in WORDS * 3])
        met.append(line(f"library.typing.{role}", wall, "ms", 25))
        line(f"library.typing.{role}.cpu", cpu, "ms", 25)
    return met


def public(committee: Any) -> bool:
    from django.conf import settings
    from django.test import Client

    from huiyin.handling.models import ANSWERING, Assignment, PublicVersion
    from huiyin.kernel import clock
    from huiyin.library import freshness
    from huiyin.library.public import SOURCE
    from huiyin.proposals.models import Proposal

    settings.ALLOWED_HOSTS = ["*"]
    if not PublicVersion.objects.filter(committee=committee).exists():
        parts = Assignment.objects.filter(committee=committee, role__in=ANSWERING, parent__kind="proposal")
        of = {parent: part for part, parent in parts.values_list("pk", "parent").order_by("-pk")}
        stamp = {"committee": committee, "recorded_at": clock.now(), "at": clock.now(), "event_id": 0}
        PublicVersion.objects.bulk_create(
            (
                PublicVersion(
                    what="proposal", extent="full", heading=case.title, text=f"{case.situation}\n{case.analysis}", sha256="",
                    case_id=of[case.pk], **stamp,
                )
                for case in Proposal.objects.filter(pk__in=list(of)).iterator()
            ),
            batch_size=500,
        )  # fmt: skip
    began = time.perf_counter()
    count = freshness.rebuild(committee, source=SOURCE)
    line("library.public.reindex", count / (time.perf_counter() - began), "cases/s", 1_000, "more")
    client, words = Client(), [word for word in WORDS if ":" not in word]
    for word in words:
        client.get(f"/p/{committee.code}/search/", {"q": word})
    wall, cpu = median_both([partial(client.get, f"/p/{committee.code}/search/", {"q": word}) for word in words * 3])
    line("library.public.page", wall, "ms", 25)
    return line("library.public.page.cpu", cpu, "ms", 25)


def found(committee: Any) -> bool:
    """From the commit of an act to the answer of a search that names it."""
    from huiyin.kernel.act import act
    from huiyin.kernel.models import Post
    from huiyin.library.search import search
    from huiyin.proposals.models import Proposal

    office = (
        Post.objects.filter(committee=committee, role="proposal_office").select_related("committee", "person").first()
    )
    cases = list(Proposal.objects.filter(committee=committee, state="submitted").order_by("-pk")[:10])

    def once(case: Any) -> None:
        assert case.pk in search(office, f"编号:{case.intake_number} 状态:{case.state}", size=50).ids

    for case in cases:
        act(case, "accept", as_=office)
        case.refresh_from_db()
    search(office, "提案")
    took = []
    for case in cases:
        act(
            case,
            "return_" if case.state == "submitted" else case.state if case.state.startswith("review_1") else "decline",
            as_=office,
            **facts(case),
        )
        case.refresh_from_db()
        took.append(median_both([partial(once, case)]))
    if not took:
        print("library.found_after_commit  no submitted cases in this home")
        return True
    walls, cpus = (sorted(column) for column in zip(*took, strict=True))
    met = line("library.found_after_commit.median", walls[len(walls) // 2], "ms", 50)
    line("library.found_after_commit.cpu", cpus[len(cpus) // 2], "ms", 50)
    return line("library.found_after_commit.worst", walls[-1], "ms", 200) and met


def facts(case: Any) -> dict[str, Any]:
    if case.state == "review_f":
        return {"reasons": ["duplicate"], "words": "去年已经答复。", "disposition": "reference"}
    return {"opinion": "file"}


if __name__ == "__main__":
    sys.exit(0 if main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000) else 1)
