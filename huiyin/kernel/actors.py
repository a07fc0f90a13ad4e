"""Who acts in a line of history: "proposal_office", "unit:区住建局", "member:林知远", or the system on an organisation's behalf."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from huiyin.kernel.models import Committee, Organisation, Person, Post
from huiyin.kernel.who import in_office


class Nobody(ValueError):
    """Nobody by that name; str() is a sentence."""


def system_post(committee: Committee) -> Post:
    """The post that the machine itself acts as: imports, computed steps, reminders. Made when first needed."""
    post = Post.objects.filter(committee=committee, role="system", organisation=None).order_by("pk").first()
    if post is None:
        post = Post.objects.create(committee=committee, role="system", title=_("系统"))
    post.committee = committee
    return post


class Actors:
    """The posts, persons and bodies of a committee, read once, found by name."""

    def __init__(self, committee: Committee, strict: bool = False) -> None:
        self.committee, self.strict = committee, strict
        self.system = system_post(committee)
        self.bodies = _by_name(committee)
        self.people: dict[str, list[Person]] = {}
        self.posts: dict[tuple[str, int | None, str], list[Post]] = defaultdict(list)
        self.found: dict[tuple[str, date | None], Post] = {}
        self._remember(Post.objects.filter(committee=committee).select_related("person", "organisation").order_by("pk"))

    def _remember(self, posts: Iterable[Post]) -> None:
        for post in posts:
            post.committee = self.committee
            name = post.person.name if post.person else ""
            for key in {(post.role, post.organisation_id, ""), (post.role, None, name), (post.role, None, "")}:
                self.posts[key].append(post)
            if post.person and post.person not in self.people.setdefault(name, []):
                self.people[name].append(post.person)

    def post(self, who: Any, on: date | None) -> Post:
        """The post for "role", "role:organisation" or "role:person" on that day; where nobody held it, the system's, with the body
        noted. Of a day that is not known, only a person who is named counts as having held it.

        Errors: Nobody, when live acting (`strict`) wants a post that nobody holds, or a name is unknown.
        """
        if isinstance(who, Post):
            return who
        if (who, on) not in self.found:
            self.found[who, on] = self._find(str(who), on)
        return self.found[who, on]

    def _find(self, who: str, on: date | None) -> Post:
        role, _colon, name = who.partition(":")
        body = self.bodies.get(name) if name else None
        named = bool(name) and body is None
        for post in self.posts[role, None if named else body, name if named else ""]:
            if in_office(post, on) if on else named:
                return post
        if self.strict:
            raise Nobody(_("没有人担任“{who}”。请先给这个身份派人。").format(who=who))
        stand_in = Post(
            pk=self.system.pk, role="system", title=self.system.title, organisation_id=body, person_id=self._only(name)
        )
        stand_in.committee = self.committee
        return stand_in

    def _only(self, name: str) -> int | None:
        people = self.people.get(name, [])
        return people[0].pk if len(people) == 1 else None

    def person(self, name: Any) -> Person:
        """The one person of that name who holds a post here. Errors: Nobody when there is none, or more than one."""
        if isinstance(name, Person):
            return name
        people = self.people.get(str(name), [])
        if len(people) != 1:
            what = _("没有叫“{name}”的人。") if not people else _("叫“{name}”的不止一人。")
            raise Nobody((what + _("请在名册里核对。")).format(name=name))
        return people[0]


def _by_name(committee: Committee) -> dict[str, int]:
    """Names and full names of bodies in being → id. A handling unit goes before a township of the same name."""
    rank = {"unit": 0, "assigning": 1, "township": 2}
    rows = Organisation.objects.filter(committee=committee).values_list("pk", "kind", "name", "full_name", "ends")
    found: dict[str, int] = {}
    for pk, _kind, name, full, _ends in sorted(rows, key=lambda row: (row[4] is not None, rank.get(row[1], 9), row[0])):
        found.setdefault(name, pk)
        if full:
            found.setdefault(full, pk)
    return found
