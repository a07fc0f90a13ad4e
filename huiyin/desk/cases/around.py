"""Who and what stands around a case: doers, bodies, files, linked cases. One statement for all four."""

from functools import lru_cache
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import BigIntegerField, CharField, QuerySet, Value
from django.urls import reverse

from huiyin.desk.access import visible
from huiyin.kernel.flow import FLOWS, flow_of
from huiyin.kernel.ids import to_text
from huiyin.kernel.models import Attachment, Link, Organisation, Post
from huiyin.kernel.prepared import MARK
from huiyin.people.roles import ROLES

if TYPE_CHECKING:
    from huiyin.desk.cases.tree import Tree

NUMBERS = ("case_id", "event_id", "post_id", "voided_by", "size")
TEXTS = 4


def read(tree: "Tree", bodies: set[int]) -> None:
    """Fill the tree's doers, names, files and links."""
    posts = {pk for event in tree.events for pk in (event.post_id, event.for_post_id) if pk}
    around = _rows(tree.case.pk, tree.case.committee_id, list(tree.rows), list(posts), list(bodies))
    linked: dict[int, list[str]] = {}
    for what, pk, *rest in around:
        numbers, texts = rest[: len(NUMBERS)], rest[len(NUMBERS) :]
        if what == "file":
            values = dict(zip(NUMBERS, numbers, strict=True))
            tree.files.append(Attachment(id=pk, label=texts[0], name=texts[1], **values))
        elif what == "link":
            linked[pk] = texts
        elif what == "post":
            tree.doers[pk] = doer(*texts)
        else:
            tree.names[pk] = texts[0]
    tree.files.sort(key=lambda one: one.pk)
    seen = _seen(tree.post, {pk: texts[2] for pk, texts in linked.items()})
    tree.links += [
        {"number": texts[0], "label": texts[1], "url": reverse("case", args=[to_text(pk)])}
        for pk, texts in linked.items()
        if pk in seen
    ]


def _seen(post: Post, kinds: dict[int, str]) -> set[int]:
    """Which of these cases (kind by id) the reader may see: what is linked to an open case may itself be closed to him."""
    found: set[int] = set()
    for kind in set(kinds.values()) & set(FLOWS):
        mine = [pk for pk, one in kinds.items() if one == kind]
        found |= set(visible(flow_of(kind).Model, post).filter(pk__in=mine).values_list("pk", flat=True))
    return found


def _rows(case: int, committee: int, cases: list[Any], posts: list[int], bodies: list[int]) -> list[tuple[Any, ...]]:
    """What stands around: what it is, id, five numbers, four texts. One statement."""
    lists = [_filled(ids) for ids in (cases, posts, bodies)]
    sql, params = _statement(connection.vendor, *(len(ids) for ids in lists))
    ids = [case, committee, *chain.from_iterable(lists)]
    with connection.cursor() as cursor:
        cursor.execute(sql, [ids[p - MARK] if isinstance(p, int) and p >= MARK else p for p in params])
        return list(cursor.fetchall())


def _filled(ids: list[int]) -> list[int]:
    """As many as the next power of two, so that there are few statements to make; no row has the id 0."""
    return ids + [0] * ((1 << (max(len(ids), 1) - 1).bit_length()) - len(ids))


@lru_cache(200)
def _statement(vendor: str, cases: int, posts: int, bodies: int) -> tuple[str, list[Any]]:
    """The statement for so many ids, made once: to make it takes Django longer than the database to answer it."""
    marks = iter(range(MARK, MARK + 2 + cases + posts + bodies))
    case, committee = next(marks), next(marks)
    files = Attachment.objects.filter(case__in=list(islice(marks, cases)))
    doers = Post.objects.filter(pk__in=list(islice(marks, posts)))
    named = Organisation.objects.filter(pk__in=list(marks))
    around = _columns("file", files, "pk", NUMBERS, ("label", "name")).union(
        *_linked(case, committee),
        _columns("post", doers, "pk", (), ("role", "title", "organisation__name", "person__name")),
        _columns("body", named, "pk", (), ("name",)),
        all=True,
    )
    sql, params = around.query.get_compiler(connection=connection).as_sql()
    return sql, list(params)


def _linked(case: int, committee: int) -> list[QuerySet[Any]]:
    found = []
    for far, near in (("target", "source"), ("source", "target")):
        rows = Link.objects.filter(**{near: case, f"{far}__committee": committee})
        found.append(_columns("link", rows, f"{far}__pk", (), (f"{far}__number", f"{far}__title", f"{far}__kind")))
    return found


def _columns(
    what: str, rows: QuerySet[Any], pk: str, numbers: tuple[str, ...], texts: tuple[str, ...]
) -> QuerySet[Any]:
    """The same columns for every kind of row: what, id, five numbers, four texts."""
    no_number, no_text = Value(None, output_field=BigIntegerField()), Value("", output_field=CharField())
    filled = (*numbers, *[no_number] * (len(NUMBERS) - len(numbers)), *texts, *[no_text] * (TEXTS - len(texts)))
    columns: list[Any] = [Value(what, output_field=CharField()), pk, *filled]
    return rows.order_by().values_list(*columns)


def doer(role: str, title: str, organisation: str | None, person: str | None) -> str:
    """区住建局 高明远 · 提案委主任 唐怀远 · 林知远: the office before the name, except for a member."""
    office = organisation or ("" if role == "member" else str(ROLES.get(role, title)))
    return f"{office} {person or ''}".strip() or title
