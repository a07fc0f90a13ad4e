"""A proposal is recommended as an excellent one (R-081): the way from there on is a child case of its own (kind `excellence`)."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from huiyin.kernel.act import Act
from huiyin.kernel.flow import Lack
from huiyin.kernel.models import Case, Facet, Post

ENDED = ("not_chosen",)


def not_yet(case: Any, post: Post) -> Iterable[Lack]:
    if Case.objects.filter(parent=case.pk, kind="excellence").exclude(state__in=ENDED).exists():
        yield Lack(_("这件已经推荐过了。"), moot=True)
    elif Facet.objects.filter(case=case.pk, name="excellent", until=None, voided_by=None).exists():
        yield Lack(_("这件已经是优秀提案。"))


def recommend(act: Act) -> None:
    case = act.case
    by = act.facts.get("recommended_by") or (act.post.organisation.name if act.post.organisation else act.post.title)
    act.open(
        "excellence", case.title, number=case.number, recommended_by=by[:100], why=act.facts["why"],
    )  # fmt: skip


def crown(act: Act) -> None:
    act.facet("excellent", "yes")
