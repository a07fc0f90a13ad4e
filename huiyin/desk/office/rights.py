"""Which role keeps which part of the house (三员分立): the system, the accounts and the record are in three pairs of hands."""

from typing import Any

from django.utils.translation import gettext as _

from huiyin.kernel.models import Post
from huiyin.people.roles import OFFICE
from huiyin.ui.context import address

SYSTEM, SECURITY, AUDIT = ("system_admin",), ("security_admin",), ("audit_admin",)
BODIES = SYSTEM + OFFICE
MEMBERS = (*BODIES, "general_office", "secretary")
SESSIONS = SYSTEM + OFFICE
PACKS = (*OFFICE, "general_office")
RULES = SYSTEM + OFFICE
DAYS = SYSTEM
LISTS: dict[str, tuple[str, ...]] = {
    "assigning": SYSTEM, "units": SYSTEM + OFFICE, "places": SYSTEM, "sectors": SYSTEM + OFFICE,
    "members": SYSTEM + OFFICE, "staff": SECURITY, "sites": SYSTEM, "activities": SYSTEM, "attendance": SYSTEM, "suggestions": SYSTEM,
}  # fmt: skip
KINDS_OF_OFFICE = ("unit", "sector")
"""The kinds of bodies that the proposal office may change; the system administrator may change all."""


def lists_of(post: Post) -> list[str]:
    """The lists that this post may send in."""
    return [kind for kind, roles in LISTS.items() if post.role in roles]


def may_rule(post: Post, parameter: Any) -> bool:
    """Whether this post may change this parameter: the office the rules of proposals and handling, the system administrator all."""
    return post.role in SYSTEM or (post.role in OFFICE and parameter.code not in OF_SYSTEM)


OF_SYSTEM = ("P-26", "P-26-HEAD", "P-26-OFFICE", "P-26-LEADER")
"""Rules that reach past one kind of work: the ladder of reminders."""


def places(post: Post) -> list[dict[str, Any]]:
    """The pages of the settings that this post uses: label, url, about."""
    # fmt: off
    known = (
        ("settings_bodies", _("单位、交办机关、界别、乡镇"), _("添一个、改名称和归口、停用"), BODIES),
        ("settings_members", _("委员"), _("哪天在任的，界别、单位、职务、层级，从任到离"), MEMBERS),
        ("settings_imports", _("名单导入导出"), _("用 Excel 一次进来，先查后写"), SYSTEM + OFFICE + SECURITY),
        ("settings_sessions", _("届次"), _("开一次新的会议，定开幕、闭幕和截止"), SESSIONS),
        ("settings_rules", _("规则参数"), _("期限、分类、写法，各从哪天起"), RULES),
        ("settings_days", _("工作日历"), _("放假和调休上班的日子"), DAYS),
        ("packages", _("数据包"), _("签了名的一包案子，发给别处、从别处收"), PACKS),
        ("settings_keys", _("互信单位"), _("本机的公钥，和收谁签的数据包"), SYSTEM),
        ("settings_people", _("账号和身份"), _("谁是谁，担任什么，从哪天到哪天"), SECURITY),
        ("settings_slips", _("激活单"), _("没有设密码的人，打印给他们"), SECURITY),
        ("audit", _("审计"), _("账本、登录、核验、锚点"), AUDIT + SECURITY),
        ("settings_hooks", _("推送"), _("案子有动静时告诉别的系统，送没送到"), SYSTEM),
        ("settings_api", _("接口和日历"), _("给别的程序的令牌，订阅自己的期限"), ()),
        ("settings_me", _("我的账号"), _("电话、邮箱、密码、两步验证"), ()),
    )
    # fmt: on
    return [
        {"label": label, "url": address(name), "about": about, "name": name}
        for name, label, about, roles in known
        if not roles or post.role in roles
    ]
