"""The people, bodies, cases and lines that a field may name: by id, as a form sends them, or by name, as a sheet does."""

from collections import defaultdict
from typing import Any

from django.utils.translation import gettext as _

from huiyin.kernel import clock
from huiyin.kernel.models import Case, Committee, Organisation, Person
from huiyin.people.roles import NOBODYS
from huiyin.registers.models import Entry
from huiyin.registers.shape import REGISTERS, Field

BODIES = ("office", "assigning", "unit", "committee", "sector", "party", "township", "village", "site")


class Names:
    """What can be named in one committee, each list read once and only when asked for."""

    def __init__(self, committee: Committee) -> None:
        self.committee = committee
        self._lists: dict[str, list[tuple[int, str]]] = {}
        self._by_id: dict[str, dict[int, str]] = {}
        self._by_name: dict[str, dict[str, list[int]]] = {}
        self._titles: dict[str, dict[int, str]] = {}

    def of(self, field: Field) -> list[tuple[int, str]]:
        """(id, name) of all that the field may name, in order of names. Cases are not listed: there are too many."""
        key = field.to or field.kind
        if key not in self._lists:
            self._lists[key] = self._read(field)
        return self._lists[key]

    def _read(self, field: Field) -> list[tuple[int, str]]:
        if field.kind in ("person", "people"):
            rows: Any = Person.objects.filter(posts__committee=self.committee).exclude(posts__role__in=NOBODYS)
            return list(rows.order_by("name", "pk").distinct().values_list("pk", "name"))
        if field.kind in ("org", "orgs"):
            rows = Organisation.objects.filter(committee=self.committee, kind__in=BODIES)
            lasting = [row for row in rows.order_by("kind", "name") if row.ends is None or row.ends >= clock.today()]
            return [(row.pk, row.name) for row in lasting]
        if field.kind == "record":
            rows = Entry.objects.filter(committee=self.committee, register=field.to, voided_by=None)
            return [(case, name) for case, name in dict(rows.order_by("name", "at").values_list("case_id", "name")).items()]  # fmt: skip
        return []

    def find(self, field: Field, text: str) -> int:
        """The id of what a name means. Errors: ValueError with a sentence, for none and for several."""
        if field.kind == "case":
            return self._case(text)
        key = field.to or field.kind
        if key not in self._by_name:
            names: dict[str, list[int]] = defaultdict(list)
            for pk, name in self.of(field):
                names[name].append(pk)
            self._by_name[key] = names
        found = self._by_name[key].get(text, [])
        if len(found) != 1:
            words = _("名单里没有“{text}”") if not found else _("有几个“{text}”，分不清是哪一个，请在页面上选")
            raise ValueError(words.format(text=text))
        return found[0]

    def _case(self, text: str) -> int:
        found = list(Case.objects.filter(committee=self.committee, number=text).values_list("pk", flat=True)[:2])
        if len(found) != 1:
            raise ValueError(_("没有编号是“{text}”的案子，请照案子上的编号写").format(text=text))
        return found[0]

    def has(self, field: Field, pk: int) -> bool:
        """Whether that id is one that the field may name here."""
        if field.kind == "case":
            return Case.objects.filter(committee=self.committee, pk=pk).exists()
        return pk in self.known(field)

    def title(self, field: Field, pk: int) -> str:
        """What may be said of it in another's title: of a line that holds private words, only the title of its case."""
        if field.kind == "record" and REGISTERS[field.to].private:
            if field.to not in self._titles:
                rows = Case.objects.filter(committee=self.committee, kind="register_entry", pk__in=self.known(field))
                self._titles[field.to] = dict(rows.values_list("pk", "title"))
            return self._titles[field.to].get(pk, "")
        return self.known(field).get(pk, "")

    def known(self, field: Field) -> dict[int, str]:
        """Id → name of all that the field may name."""
        key = field.to or field.kind
        if key not in self._by_id:
            self._by_id[key] = dict(self.of(field))
        return self._by_id[key]


def names_of(entries: Any, registers: dict[str, Any], keeps: bool = False) -> dict[int, str]:
    """Id → name of everything that these entries name. Four queries at most, however many there are.

    `keeps`: for a reader who keeps the register, to whom also private names are told.
    """
    wanted: dict[str, set[int]] = defaultdict(set)
    for entry in entries:
        for field in registers[entry.register].fields:
            value = entry.values.get(field.name)
            if value and field.kind in ("person", "people", "org", "orgs", "record", "case"):
                wanted[field.kind[:3]] |= set(value if isinstance(value, list) else [value])
    found: dict[int, str] = {}
    if wanted["per"] | wanted["peo"]:
        found.update(Person.objects.filter(pk__in=wanted["per"] | wanted["peo"]).values_list("pk", "name"))
    if wanted["org"]:
        found.update(Organisation.objects.filter(pk__in=wanted["org"]).values_list("pk", "name"))
    if cases := wanted["rec"] | wanted["cas"]:
        rows = Case.objects.filter(pk__in=cases).values_list("pk", "number", "title", "kind")
        found.update({pk: title if kind == "register_entry" else number or title for pk, number, title, kind in rows})
    if keeps and wanted["rec"]:
        told = Entry.objects.filter(case__in=wanted["rec"], voided_by=None).order_by("pk")
        found.update(dict(told.values_list("case_id", "name")))
    return found
