"""Who may do what with a lamp."""

from django.db.models import Q

from huiyin.kernel.who import NOBODY, Address, Who, role

reporters = role("member", "proposal_office", label="委员和办公室")
unit = Who(
    "lamp_unit",
    "维修单位",
    lambda post, case: post.role == "unit" and post.organisation_id == case.unit_id,
    lambda post: Q(unit=post.organisation_id) if post.role == "unit" else NOBODY,
    lambda case: [Address("unit", case.unit_id)],
)
sees = reporters | unit
