"""What the head and the foot of a signed-in page show: where one may go, as whom one acts, what is new."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from huiyin.desk import verification
from huiyin.kernel.models import Notice, Post
from huiyin.people.roles import ADMINISTRATORS, OFFICE, ROLES
from huiyin.ui.context import address
from huiyin.ui.days import moment


def page_data(request: Any) -> dict[str, Any]:
    """The keys of `ui.context.defaults` that a signed-in person changes; a visitor changes none."""
    post: Post | None = request.post
    if post is None:
        return _signed_in_without_post(request)
    shown = nav(request, post)
    behind = [one for one in shown if one.get("behind")]
    return {
        "brand": post.committee.short,
        "nav": shown,
        "nav_more": behind,
        "nav_here": next((one["label"] for one in behind if one["current"]), ""),
        "find_url": address("find"),
        "find": request.GET.get("q", ""),
        "acting": {"name": request.user.name, "title": post_label(post)},
        "posts": [{"label": post_label(p), "url_value": p.pk, "current": p.pk == post.pk} for p in request.posts],
        "switch_url": address("switch"),
        "sign_out_url": address("account_logout"),
        "account_url": address("settings_me"),
        "foot": [foot(post)],
        "notices": notices_of(post).count() if address("notices") else 0,
        "notices_url": address("notices"),
        "demo": post.committee.demo,
    }


def _signed_in_without_post(request: Any) -> dict[str, Any]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    return {
        "acting": {"name": user.name, "title": _("没有在任的身份")},
        "sign_out_url": address("account_logout"),
    }


def post_label(post: Post) -> str:
    """区住建局 联络员: the body before the title, unless the title says it already."""
    title = post.title or str(ROLES.get(post.role, post.role))
    name = post.organisation.name if post.organisation else ""
    return title if not name or name in title else f"{name} {title}"


def tray(post: Post) -> Any:
    """Everything that a post was told, read or not: its office shares one tray, a person has his own."""
    mine = Q(person=post.person_id) if post.person_id else Q(pk__in=())
    shared = Q(person=None, role=post.role, organisation=post.organisation_id)
    if post.role in OFFICE:
        shared = Q(person=None, role__in=OFFICE, organisation=None)
    return Notice.objects.filter(mine | shared, committee=post.committee_id)


def notices_of(post: Post) -> Any:
    """The unread notices of a post's tray."""
    return tray(post).filter(read_at=None)


ROOM, GAP, MORE, WIDE = 60, 3, 7, 0x2E80
"""Half characters of the bar of places; those between two places and of the word “more”; from where on signs are wide."""


def nav(request: Any, post: Post) -> list[dict[str, Any]]:
    """The places of the desk that this role uses, in order; those that this site does not have are left out."""
    found = []
    for names, label, roles in places():
        url = next((url for name in names if (url := address(name))), "")
        if url and (not roles or post.role in roles):
            here = request.path == url or (url != "/" and request.path.startswith(url))
            found.append({"label": label, "url": url, "current": here})
    _put_behind(found)
    if find := address("find"):
        found.append({"label": _("搜索"), "url": find, "current": request.path == find, "only_phone": True})
    return found


def _put_behind(found: list[dict[str, Any]]) -> None:
    """What no longer fits beside the name of the house on a desk's screen stands behind one word, in the same order."""
    widths = [sum(1 if ord(sign) < WIDE else 2 for sign in str(one["label"])) + GAP for one in found]
    if sum(widths) <= ROOM:
        return
    used = MORE
    for one, width in zip(found, widths, strict=True):
        used += width
        one["behind"] = used > ROOM


def places() -> list[tuple[tuple[str, ...], str, tuple[str, ...]]]:
    """(address names, word, roles) of every place of the desk; no roles: everyone who handles cases."""
    work = tuple(role for role in ROLES if role not in ADMINISTRATORS)
    watch = ("leader", "assigning", "reviewer", *OFFICE)
    return [
        (("work",), _("我的工作"), work),
        (("leader",), _("概览"), ("leader", "proposal_director")),
        (
            ("catalogue",),
            _("提案"),
            tuple(role for role in work if role not in ("station", "general_office", "info_office")),
        ),
        (
            ("opinions",),
            _("社情民意"),
            ("member", "unit", "station", "general_office", "info_office", "secretary", "leader"),
        ),
        (("leads",), _("线索"), ("member", *OFFICE)),
        (("voices",), _("诉求"), ("station", "general_office")),
        (("problems",), _("问题"), ("station", "general_office", "leader")),
        (("consultations",), _("协商"), ("station", "general_office", "leader", "member", "unit", "unit_head")),
        (("oversight",), _("监督"), ("general_office", "leader", "secretary", "member")),
        (("programmes",), _("专项行动"), ("general_office", "leader", "secretary")),
        (("research",), _("调研"), ("general_office", "leader", "secretary", "member")),
        (
            ("orders",),
            _("订单"),
            ("member", "unit", "unit_head", "assigning", "reviewer", "general_office", "leader", *OFFICE),
        ),
        (("cultivations",), _("培育"), ("member", "secretary", "general_office", "leader", *OFFICE)),
        (("sites",), _("站点"), ("station", "general_office")),
        (("duties",), _("履职"), ("member", "station", "general_office", "secretary", "leader")),
        (
            ("registers",),
            _("台账"),
            ("general_office", "secretary", "leader", "info_office", "member", "station", *OFFICE),
        ),
        (("board",), _("进度"), watch),
        (("figures",), _("数字"), work),
        (("reports",), _("报告"), ("leader", "reviewer", "general_office", "assigning", *OFFICE, "audit_admin")),
        (("evaluation",), _("考评"), (*watch, "unit", "unit_head")),
        (("papers",), _("文书"), watch),
        (("settings", "settings_home", "settings_index"), _("设置"), (*OFFICE, *ADMINISTRATORS)),
        (("audit",), _("审计"), ("audit_admin", "security_admin")),
    ]


def foot(post: Post) -> str:
    """That the record only grows, and when it was last checked, if it ever was."""
    known = verification.last(post.committee_id)
    if known is None:
        return _("记录只增不改")
    at, sound = known
    result = _("无异常") if sound else _("有异常，请看审计")
    return _("记录只增不改 · 最近一次核验 {time}，{result}").format(time=moment(at), result=result)
