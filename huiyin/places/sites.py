"""The register of sites: opened, changed, closed; who belongs to them; who is on duty. Each change stands in the ledger."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from huiyin.kernel import clock, codes, ledger
from huiyin.kernel.models import Committee, Organisation, Person, Post
from huiyin.kernel.refusal import Refused
from huiyin.places.models import KINDS, LEVELS, Duty, Site, SiteMember

ADDED, CHANGED, ENDED, REOPENED = "site.added", "site.changed", "site.ended", "site.reopened"
JOINED, LEFT, ON_DUTY, OFF_DUTY = "site.joined", "site.left", "site.duty", "site.duty_off"
FIELDS = ("name", "site_kind", "level", "area", "address", "phone", "opened_on", "grade", "hours", "field", "capacity")


def existing(committee: Committee, on: date | None = None) -> QuerySet[Site]:
    """The sites that are open on a day (today), by name."""
    on = on or clock.today()
    return (
        Site.objects.filter(Q(ends=None) | Q(ends__gte=on), committee=committee).select_related("area").order_by("name")
    )


def add(committee: Committee, name: str, *, as_: Post | None, **values: Any) -> Site:
    """Open a site. `values`: site_kind, level, area, address, phone, opened_on, grade, hours. Errors: Refused."""
    values = _checked(committee, {"name": name, **values}, None)
    with transaction.atomic():
        site = Site.objects.create(committee=committee, kind="site", door=_door(), **values)
        ledger.record(committee, ADDED, as_=as_, facts={"site": site.pk, "name": site.name, "kind": site.site_kind})
    return site


def change(site: Site, *, as_: Post, **values: Any) -> bool:
    """Mend what is said of a site; returns whether anything changed. Errors: Refused."""
    values = _checked(site.committee, {"name": site.name, **values}, site)
    changed = {key: [getattr(site, key), value] for key, value in values.items() if getattr(site, key) != value}
    if not changed:
        return False
    with transaction.atomic():
        for key, (_before, after) in changed.items():
            setattr(site, key, after)
        site.save()
        ledger.record(site.committee, CHANGED, as_=as_, facts={"site": site.pk, "changed": _plain(changed)})
    return True


def end(site: Site, *, as_: Post) -> None:
    """Close a site from today; its past stays. Errors: Refused while it still owes an answer."""
    if site.ends and site.ends < clock.today():
        raise Refused(_("{name}已经停用了。").format(name=site.name))
    if owed := site.owned.filter(finished=False).exclude(owner_role="").count():
        raise Refused(_("{name}手里还有 {n} 件没有办完，不能停用。请先转给别的站点。").format(name=site.name, n=owed))
    with transaction.atomic():
        site.ends = clock.today() - timedelta(days=1)
        site.save(update_fields=["ends"])
        site.posts.filter(Q(ends=None) | Q(ends__gte=clock.today())).update(ends=site.ends)
        ledger.record(site.committee, ENDED, as_=as_, facts={"site": site.pk, "ends": site.ends.isoformat()})


def reopen(site: Site, *, as_: Post) -> None:
    """Open it again; its people need their posts anew."""
    if site.ends is None:
        raise Refused(_("{name}没有停用。").format(name=site.name))
    with transaction.atomic():
        site.ends = None
        site.save(update_fields=["ends"])
        ledger.record(site.committee, REOPENED, as_=as_, facts={"site": site.pk})


def join(
    site: Site, person: Person, *, as_: Post | None, role: str = "member", begins: date | None = None
) -> SiteMember:
    """A member enters a site. Errors: Refused when he belongs to it already."""
    if SiteMember.objects.filter(site=site, person=person, ends=None).exists():
        raise Refused(_("{person}已经在{site}。").format(person=person.name, site=site.name))
    with transaction.atomic():
        row = SiteMember.objects.create(
            committee=site.committee,
            site=site,
            person=person,
            role=role,
            begins=begins or clock.today(),
            recorded_at=clock.now(),
        )
        ledger.record(site.committee, JOINED, as_=as_, facts={"site": site.pk, "person": person.pk, "role": role})
    return row


def leave(row: SiteMember, *, as_: Post) -> None:
    """The member leaves from today; that he was there stays."""
    with transaction.atomic():
        row.ends = clock.today() - timedelta(days=1)
        row.save(update_fields=["ends"])
        ledger.record(row.committee, LEFT, as_=as_, facts={"site": row.site_id, "person": row.person_id})


def on_duty(site: Site, person: Person, on: date, *, as_: Post | None, words: str = "") -> Duty:
    """Put a member on duty for a day. Errors: Refused when he is already."""
    if Duty.objects.filter(site=site, person=person, on=on).exists():
        raise Refused(_("{day}已经排了{person}。").format(day=clock.day_words(on), person=person.name))
    with transaction.atomic():
        row = Duty.objects.create(committee=site.committee, site=site, person=person, on=on, words=words[:100])
        ledger.record(
            site.committee, ON_DUTY, as_=as_, facts={"site": site.pk, "person": person.pk, "on": on.isoformat()}
        )
    return row


def turns(post: Post, ahead: int = 60) -> list[Duty]:
    """A member's own turns of the coming days, the next first. One query."""
    today = clock.today()
    rows = Duty.objects.filter(
        committee=post.committee_id, person=post.person_id, on__range=(today, today + timedelta(days=ahead))
    )
    return list(rows.select_related("site").order_by("on", "pk")[:12])


def off_duty(row: Duty, *, as_: Post) -> None:
    """Take a turn off the roster."""
    with transaction.atomic():
        ledger.record(
            row.committee,
            OFF_DUTY,
            as_=as_,
            facts={"site": row.site_id, "person": row.person_id, "on": row.on.isoformat()},
        )
        row.delete()


def _door() -> str:
    return codes.fresh(lambda word: Site.objects.filter(door=word).exists())


def _checked(committee: Committee, values: dict[str, Any], own: Site | None) -> dict[str, Any]:
    wrong: dict[str, Any] = {}
    values = {key: value for key, value in values.items() if key in FIELDS}
    name = str(values.get("name", "")).strip()
    values["name"] = name
    if not name:
        wrong["name"] = _("请写站点的名称。")
    elif (
        Organisation.objects.filter(committee=committee, kind="site", name=name)
        .exclude(pk=own.pk if own else 0)
        .exists()
    ):
        wrong["name"] = _("已经有一个站点叫“{name}”。").format(name=name)
    if values.get("site_kind", "station") not in dict(KINDS):
        wrong["site_kind"] = _("请选站点的种类。")
    if values.get("level", "township") not in dict(LEVELS):
        wrong["level"] = _("请选站点的层级。")
    area = values.get("area")
    if area is not None and (area.committee_id != committee.pk or area.kind not in ("township", "village")):
        wrong["area"] = _("请选本区的乡镇街道或村社区。")
    if not 0 <= int(values.get("grade") or 0) <= 5:
        wrong["grade"] = _("星级从 0 到 5。")
    if wrong:
        raise Refused(" ".join(map(str, wrong.values())), wrong)
    return values


def _plain(changed: dict[str, list[Any]]) -> dict[str, list[Any]]:
    return {key: [str(one) if one is not None else "" for one in pair] for key, pair in changed.items()}
