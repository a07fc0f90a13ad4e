"""The bodies around a committee: units, assigning offices, sectors, townships, villages; added, mended, ended, each recorded."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from huiyin.kernel import clock, ledger
from huiyin.kernel.models import Committee, Organisation, Post
from huiyin.kernel.refusal import Refused
from huiyin.people.models import KINDS, Unit

ADDED, CHANGED, ENDED, REOPENED = "body.added", "body.changed", "body.ended", "body.reopened"
PARENTS = {"unit": "assigning", "village": "township"}
UNIT_FIELDS = ("branch", "prefix", "phone")


def existing(committee: Committee, kind: str, on: date | None = None) -> QuerySet[Any]:
    """The bodies of a kind that have not ended."""
    on = on or clock.today()
    model: Any = Unit if kind == "unit" else Organisation
    bodies = model.objects.filter(committee=committee, kind=kind).filter(Q(ends=None) | Q(ends__gte=on))
    return bodies.select_related("parent").order_by("name")


def add(
    committee: Committee, kind: str, name: str, *, as_: Post | None, parent: Organisation | None = None, **values: str
) -> Any:
    """Add a body. Errors: Refused for a doubled name or a wrong parent."""
    _check(committee, kind, name, parent, None)
    model: Any = Unit if kind == "unit" else Organisation
    with transaction.atomic():
        body = model.objects.create(committee=committee, kind=kind, name=name, parent=parent, **_fitting(kind, values))
        ledger.record(committee, ADDED, as_=as_, facts={"organisation": body.pk, "kind": kind, "name": name})
    return body


def change(body: Any, name: str, *, as_: Post | None, parent: Organisation | None = None, **values: str) -> bool:
    """Mend a body; returns whether anything changed. Errors: Refused."""
    _check(body.committee, body.kind, name, parent, body)
    wanted: dict[str, Any] = {"name": name, "parent_id": parent.pk if parent else None, **_fitting(body.kind, values)}
    changed = {key: [getattr(body, key), value] for key, value in wanted.items() if getattr(body, key) != value}
    if not changed:
        return False
    with transaction.atomic():
        for key, (_before, after) in changed.items():
            setattr(body, key, after)
        body.save()
        ledger.record(body.committee, CHANGED, as_=as_, facts={"organisation": body.pk, "changed": changed})
    return True


def end(body: Any, *, as_: Post) -> None:
    """From today it is offered nowhere; its past stays. Errors: Refused while somebody still works for it or it owes an answer."""
    from_day = clock.today()
    if body.ends and body.ends < from_day:
        raise Refused(_("{name}已经停用了。").format(name=body.name))
    if owed := body.owned.filter(finished=False).count():
        raise Refused(_("{name}手里还有 {n} 件没有办完，不能停用。请先改派或办结。").format(name=body.name, n=owed))
    if under := body.children.filter(Q(ends=None) | Q(ends__gte=from_day)).count():
        raise Refused(_("{name}名下还有 {n} 个单位，不能停用。请先把它们改归别处。").format(name=body.name, n=under))
    with transaction.atomic():
        body.ends = from_day - timedelta(days=1)
        body.save(update_fields=["ends"])
        body.posts.filter(Q(ends=None) | Q(ends__gte=from_day)).update(ends=body.ends)
        ledger.record(body.committee, ENDED, as_=as_, facts={"organisation": body.pk, "ends": body.ends.isoformat()})


def reopen(body: Any, *, as_: Post) -> None:
    """Offer it again; its people need their posts anew."""
    if body.ends is None:
        raise Refused(_("{name}没有停用。").format(name=body.name))
    with transaction.atomic():
        body.ends = None
        body.save(update_fields=["ends"])
        ledger.record(body.committee, REOPENED, as_=as_, facts={"organisation": body.pk})


def village_name(committee: Committee, name: str, township: Organisation) -> str:
    """Two townships may each have a 新华村; the second is kept as 新华村（清泉镇）, since names are told apart."""
    namesake = Organisation.objects.filter(committee=committee, kind="village", name=name).first()
    return name if namesake is None or namesake.parent_id == township.pk else f"{name}（{township.name}）"


def _fitting(kind: str, values: dict[str, str]) -> dict[str, str]:
    allowed = ("code", "full_name", *(UNIT_FIELDS if kind == "unit" else ()))
    return {key: value for key, value in values.items() if key in allowed}


def _check(committee: Committee, kind: str, name: str, parent: Organisation | None, body: Any) -> None:
    if kind not in KINDS:
        raise Refused(_("没有这一类单位。"))
    if not name.strip() or len(name) > 100:
        raise Refused(_("请填名称，100 个字以内。"), {"name": _("请填名称，100 个字以内。")})
    namesake = (
        Organisation.objects.filter(committee=committee, kind=kind, name=name).exclude(pk=body and body.pk).first()
    )
    if namesake is not None:
        sentence = _("已经有一个{kind}叫“{name}”。").format(kind=KINDS[kind], name=name)
        if namesake.ends:
            sentence += _("它停用了，可以恢复使用。")
        raise Refused(sentence, {"name": sentence})
    if parent is not None and (parent.committee_id != committee.pk or parent.kind != PARENTS.get(kind)):
        raise Refused(_("上级选得不对，请重新选。"), {"parent": _("上级选得不对，请重新选。")})
    if kind == "village" and parent is None:
        raise Refused(_("请选它在哪个乡镇街道。"), {"parent": _("请选它在哪个乡镇街道。")})
