"""What the writers of one list share: the committee, who does it, names already looked up, accounts made on the way."""

import difflib
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.translation import gettext as _

from huiyin.kernel import clock
from huiyin.kernel.models import Committee, Organisation, Person, Post
from huiyin.people import accounts, posts
from huiyin.people.columns import Wrong
from huiyin.people.models import KINDS

CREATED, UPDATED, SAME = "created", "updated", "same"


@dataclass
class Writing:
    """One list on its way into the database."""

    committee: Committee
    as_: Post
    usernames: accounts.Usernames = field(default_factory=accounts.Usernames)
    people: list[Person] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    first_sectors: bool = False
    """Whether this list is the one that brings the committee its sectors."""
    _bodies: dict[str, dict[str, Organisation]] = field(default_factory=dict)
    _held: list[Post] | None = None

    def bodies(self, kind: str) -> dict[str, Organisation]:
        """Every body of a kind that has not ended, by name."""
        if kind not in self._bodies:
            lasting = Q(ends=None) | Q(ends__gte=clock.today())
            found = Organisation.objects.filter(lasting, committee=self.committee, kind=kind)
            self._bodies[kind] = {body.name: body for body in found}
        return self._bodies[kind]

    def body(self, kind: str, name: str, column: str) -> Organisation | None:
        """The body of that name; none for an empty cell. Errors: Wrong, with the names that come near."""
        if not name:
            return None
        known = self.bodies(kind)
        if name in known:
            return known[name]
        near = difflib.get_close_matches(name, known, 3, 0.5)
        mend = _("是不是{names}？").format(names="、".join(f"“{one}”" for one in near)) if near else ""
        mend += _("请改成已有的名称，或先把它加进“{kind}”。").format(kind=KINDS[kind])
        raise self.wrong(column, _("没有叫“{name}”的{kind}").format(name=name, kind=KINDS[kind]), mend)

    def wrong(self, column: str, what: str, mend: str) -> Wrong:
        wrong = Wrong(what, mend)
        wrong.column = column  # type: ignore[attr-defined]
        return wrong

    def held(self) -> list[Post]:
        """The posts held in this committee today, kept up to date as the list is written."""
        if self._held is None:
            self._held = [post for post in posts.in_office(self.committee) if post.person_id]
        return self._held

    def person(self, name: str, prefix: str, phone: str = "", email: str = "", username: str = "") -> Person:
        """Make an account."""
        if username:
            accounts.check_username(username)
        person = accounts.new_person(name, username or self.usernames.free(prefix), phone, email)
        self.people.append(person)
        return person

    def contact_details(self, person: Person, phone: str, email: str, name: str = "") -> bool:
        """Bring an account's name, phone and e-mail up to date; empty cells change nothing. Whether anything changed.

        An account that belongs to another committee as well is left as it is.
        """
        wanted = {"name": name, "phone": phone, "email": email}
        changed = [key for key, value in wanted.items() if value and getattr(person, key) != value]
        if not changed:
            return False
        if accounts.elsewhere(person, self.committee):
            self.notes.append(_("{name}在别的委员会也有身份，他的姓名和联系方式没有改。").format(name=person.name))
            return False
        for key in changed:
            setattr(person, key, wanted[key])
        person.save(update_fields=changed)
        return True

    def give(self, person: Person, role: str, organisation: Organisation | None = None) -> bool:
        """Give the post unless it is held already. Whether it was given."""
        where = organisation and organisation.pk
        if any((p.person_id, p.role, p.organisation_id) == (person.pk, role, where) for p in self.held()):
            return False
        post = posts.give(self.committee, person, role, as_=self.as_, organisation=organisation)
        self.held().append(post)
        return True

    def named(self, name: str, phone: str, email: str, roles: tuple[str, ...], number: str = "") -> list[Person]:
        """Who of those that hold one of these roles is meant: the same name, and no other phone or e-mail."""
        found = {}
        for post in self.held():
            person = post.person
            if post.role not in roles or person is None or person.name != name:
                continue
            if phone and person.phone and phone != person.phone:
                continue
            if email and person.email and email != person.email and not (phone and phone == person.phone):
                continue
            found[person.pk] = person
        exact = [p for p in found.values() if (phone and p.phone == phone) or (email and p.email == email)]
        return exact or list(found.values())
