"""One row of the lists of bodies: what it makes or changes. Each writer returns created, updated or same."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from huiyin.kernel.models import Organisation
from huiyin.people import accounts, bodies
from huiyin.people.models import Unit
from huiyin.people.writing import CREATED, SAME, UPDATED, Writing

Cells = Mapping[str, str]


def assigning(writing: Writing, cells: Cells) -> str:
    body, outcome = _body(writing, "assigning", cells["name"], full_name=cells["full_name"])
    moved = _contact(writing, body, "assigning", cells["contact"], cells["phone"], cells["email"])
    return UPDATED if moved and outcome == SAME else outcome


def unit(writing: Writing, cells: Cells) -> str:
    parent = writing.body("assigning", cells["parent"], "parent")
    values = {"full_name": cells["full_name"], "prefix": cells["prefix"], "branch": cells["branch"]}
    body, outcome = _body(writing, "unit", cells["name"], parent, **values)
    moved = _contact(writing, body, "unit", cells["contact"], cells["phone"], cells["email"])
    moved = _contact(writing, body, "unit_head", cells["head"], "", "") or moved
    return UPDATED if moved and outcome == SAME else outcome


def sector(writing: Writing, cells: Cells) -> str:
    return _body(writing, "sector", cells["name"])[1]


def place(writing: Writing, cells: Cells) -> str:
    township, outcome = _body(writing, "township", cells["township"])
    if not cells["village"]:
        return outcome
    name = bodies.village_name(writing.committee, cells["village"], township)
    return _body(writing, "village", name, township)[1]


def _body(writing: Writing, kind: str, name: str, parent: Organisation | None = None, **values: str) -> tuple[Any, str]:
    """Find or make the body; an empty cell leaves what is there."""
    found = (
        (Unit if kind == "unit" else Organisation)
        .objects.filter(committee=writing.committee, kind=kind, name=name)
        .first()
    )
    given = {key: value for key, value in values.items() if value}
    if found is None:
        body = bodies.add(writing.committee, kind, name, as_=writing.as_, parent=parent, **given)
        writing.bodies(kind)[name] = body
        return body, CREATED
    if found.ends is not None:
        bodies.reopen(found, as_=writing.as_)
    found.committee = writing.committee
    changed = bodies.change(found, name, as_=writing.as_, parent=parent or found.parent, **given)
    writing.bodies(kind)[name] = found
    return found, UPDATED if changed else SAME


def _contact(writing: Writing, body: Any, role: str, name: str, phone: str, email: str) -> bool:
    """The body's own holder of the role, by name; or somebody of the same name and phone elsewhere; or a new account."""
    if not name:
        return False
    here = [post.person for post in writing.held() if post.role == role and post.organisation_id == body.pk]
    same = next((person for person in here if person is not None and person.name == name), None)
    if same is not None:
        return writing.contact_details(same, phone, email)
    others = writing.named(name, phone, email, ("unit", "unit_head", "assigning")) if phone or email else []
    others = [p for p in others if (phone and p.phone == phone) or (email and p.email == email)]
    person = others[0] if others else writing.person(name, accounts.prefix_for(role), phone, email)
    if here:
        writing.notes.append(
            _("{body}原来的{who}还在任。换了人的话，请安全管理员结束他的身份。").format(
                body=body.name, who="、".join(p.name for p in here if p)
            )
        )
    return writing.give(person, role, body)
