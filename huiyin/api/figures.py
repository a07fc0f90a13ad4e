"""Figures, todos and packages for programs."""

import tempfile
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _

from huiyin.api.door import Bad, answer, door
from huiyin.desk.lists.figure import found, listed, visible_cases
from huiyin.desk.lists.owed import owed_by
from huiyin.desk.lists.scopes import asked
from huiyin.desk.office import rights
from huiyin.exchange import packages
from huiyin.exchange.telling import plain
from huiyin.kernel.figures import REGISTRY, Rate
from huiyin.kernel.flow import flow_of
from huiyin.kernel.models import Case
from huiyin.kernel.refusal import NotAllowed
from huiyin.people.roles import WORKERS

MOST = 100


@door()
def me(request: Any) -> HttpResponse:
    post, token = request.post, request.token
    return answer({
        "committee": post.committee.code, "name": post.committee.name, "post": post.uid, "role": post.role, "title": post.title,
        "organisation": post.organisation.name if post.organisation else None, "person": post.person.name,
        "scope": token.scope, "ends_at": plain(token.ends_at),
    })  # fmt: skip


@door()
def figures(request: Any) -> HttpResponse:
    """Every figure that the house declares; none is reckoned."""
    _works(request)
    rows = [
        {
            "name": one.name,
            "label": str(one.label),
            "unit": str(one.unit),
            "about": str(one.about),
            "rate": isinstance(one, Rate),
        }
        for one in REGISTRY.values()
    ]
    return answer({"items": rows})


@door()
def figure(request: Any, name: str) -> HttpResponse:
    """A figure for `period` (or `from` and `to`), `as_of` a day; with the first hundred of its cases that this post may see."""
    _works(request)
    declared = found(name, request.post.committee)
    one = asked(request, by_unit=bool(declared.unit_at))
    if one.fault:
        raise Bad(one.fault)
    cases = visible_cases(listed(declared, one.scope, "part"), request.post).order_by("-pk")[:MOST]
    rows = [{"id": case.uid, "kind": case.kind, "number": case.number, "title": case.title} for case in cases]
    return answer(
        {**declared.answer(one.scope).as_dict(), "period": one.code, "as_of": plain(one.as_of), "cases": rows}
    )


def _works(request: Any) -> None:
    if request.post.role not in WORKERS:
        raise NotAllowed(_("数字给办案的身份看；管理员的令牌不能读。"))


@door()
def todos(request: Any) -> HttpResponse:
    """What the post owes, the soonest first, at most a hundred."""
    rows = owed_by(request.post).select_related("case").order_by("due", "pk")[:MOST]
    return answer({"items": [
        {
            "on": Case(pk=row.case_id).uid, "kind": row.kind, "title": row.case.title, "number": row.case.number, "step": row.step,
            "label": str(flow_of(row.kind).owed_label(row.step)), "due": plain(row.due),
        }
        for row in rows
    ]})  # fmt: skip


@door("act", "POST")
def package(request: Any) -> HttpResponse:
    """A signed package as the body of the request: checked and kept as on the page; somebody accepts it there."""
    if request.post.role not in rights.PACKS:
        raise NotAllowed(_("数据包由提案委办公室或政协办公室收。"))
    with tempfile.TemporaryFile() as file:
        size = 0
        while piece := request.read(1 << 20):
            size += len(piece)
            if size > settings.MAX_PACKAGE_BYTES:
                raise Bad(_("这个包太大，没有收下。请分成几个包。"))
            file.write(piece)
        came = packages.receive(file, as_=request.post)
    return answer({"id": came.uid, "ident": came.ident, "cases": came.count, "from": came.other.name}, 201)
