"""Who and what stands around a case: doers, bodies, files, linked cases. One statement for all four."""

from typing import TYPE_CHECKING, Any

from django.db.models import BigIntegerField, CharField, QuerySet, Value
from django.urls import reverse

from huiyin.kernel.ids import to_text
from huiyin.kernel.models import Attachment, Link, Organisation, Post
from huiyin.people.roles import ROLES

if TYPE_CHECKING:
    from huiyin.desk.cases.tree import Tree

NUMBERS = ("case_id", "event_id", "post_id", "voided_by", "size")
TEXTS = 4


def read(tree: "Tree", bodies: set[int]) -> None:
    """Fill the tree's doers, names, files and links."""
    posts = {pk for event in tree.events for pk in (event.post_id, event.for_post_id) if pk}
    around = _columns("file", Attachment.objects.filter(case__in=list(tree.rows)), "pk", NUMBERS, ("label", "name"))
    around = around.union(
        *_linked(tree),
        _columns(
            "post", Post.objects.filter(pk__in=posts), "pk", (), ("role", "title", "organisation__name", "person__name")
        ),
        _columns("body", Organisation.objects.filter(pk__in=bodies), "pk", (), ("name",)),
        all=True,
    )
    for what, pk, *rest in around:
        numbers, texts = rest[: len(NUMBERS)], rest[len(NUMBERS) :]
        if what == "file":
            values = dict(zip(NUMBERS, numbers, strict=True))
            tree.files.append(Attachment(id=pk, label=texts[0], name=texts[1], **values))
        elif what == "link":
            tree.links.append({"number": texts[0], "label": texts[1], "url": reverse("case", args=[to_text(pk)])})
        elif what == "post":
            tree.doers[pk] = doer(*texts)
        else:
            tree.names[pk] = texts[0]
    tree.files.sort(key=lambda one: one.pk)


def _linked(tree: "Tree") -> list[QuerySet[Any]]:
    found = []
    for far, near in (("target", "source"), ("source", "target")):
        rows = Link.objects.filter(**{near: tree.case.pk, f"{far}__committee": tree.case.committee_id})
        found.append(_columns("link", rows, f"{far}__pk", (), (f"{far}__number", f"{far}__title")))
    return found


def _columns(
    what: str, rows: QuerySet[Any], pk: str, numbers: tuple[str, ...], texts: tuple[str, ...]
) -> QuerySet[Any]:
    """The same columns for every kind of row: what, id, five numbers, four texts."""
    no_number, no_text = Value(None, output_field=BigIntegerField()), Value("", output_field=CharField())
    filled = (*numbers, *[no_number] * (len(NUMBERS) - len(numbers)), *texts, *[no_text] * (TEXTS - len(texts)))
    return rows.order_by().values_list(Value(what, output_field=CharField()), pk, *filled)  # type: ignore[arg-type]


def doer(role: str, title: str, organisation: str | None, person: str | None) -> str:
    """区住建局 高明远 · 提案委主任 唐怀远 · 林知远: the office before the name, except for a member."""
    office = organisation or ("" if role == "member" else str(ROLES.get(role, title)))
    return f"{office} {person or ''}".strip() or title
