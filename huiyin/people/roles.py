"""The roles in which people act (DOMAIN 3.0), by the field's own names."""

from django.utils.translation import gettext_lazy as _

ROLES = {
    "member": _("委员"),
    "proposal_office": _("提案委办公室"),
    "proposal_director": _("提案委主任"),
    "reviewer": _("审查组成员"),
    "assigning": _("交办机关"),
    "unit": _("承办单位联络员"),
    "unit_head": _("承办单位签发领导"),
    "leader": _("主席会议成员"),
    "general_office": _("政协办公室"),
    "station": _("委员联络站"),
    "info_office": _("社情民意信息办"),
    "secretary": _("秘书长"),
    "system_admin": _("系统管理员"),
    "security_admin": _("安全管理员"),
    "audit_admin": _("审计管理员"),
    "system": _("系统"),
    "public": _("群众"),
}

OFFICE = ("proposal_office", "proposal_director")
ADMINISTRATORS = ("system_admin", "security_admin", "audit_admin")
NOBODYS = ("system", "public")
"""Posts in which the machine and the citizens act: nobody holds them, and nobody is given them."""
WORKERS = tuple(role for role in ROLES if role not in (*ADMINISTRATORS, *NOBODYS))
"""Those who handle cases; the three administrators look after the house and open none."""
WITH_ORGANISATION = ("assigning", "unit", "unit_head", "station")
"""Roles that are held for an organisation, not for the committee."""
