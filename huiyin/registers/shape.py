"""What a register is: one short declaration. From it come its list, form, page, sheet, rights and figures.

Register("donations", _("捐赠"), fields=(Field("title", …), Field("on", _("哪天"), "day", column="at"), …), figures=(…))
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from huiyin.people.roles import ROLES

KEEPS = ("general_office", "secretary")
HOUSE = ("leader", "proposal_office", "proposal_director", "info_office")
EVERYONE = (*HOUSE, "member", "station")
KINDS = (
    "text", "long", "day", "int", "money", "choice", "flag", "person", "people", "org", "orgs", "record", "case",
)  # fmt: skip
COLUMNS = ("at", "until", "amount", "heads", "sort", "level")
TIED = ("person", "people", "org", "orgs", "record", "case")
Check = Callable[[Mapping[str, Any]], Mapping[str, Any]]


@dataclass(frozen=True)
class Field:
    """One thing a register asks. `column`: where figures find it (Entry). `to`: of a record, which register it names.

    `private`: forgotten when consent is withdrawn, told to the keepers only, never in the sealed ledger.
    """

    name: str
    label: Any
    kind: str = "text"
    required: bool = False
    choices: tuple[tuple[str, Any], ...] = ()
    help: Any = ""
    column: str = ""
    to: str = ""
    private: bool = False
    listed: bool = True
    longest: int = 200


@dataclass(frozen=True)
class Register:
    """`called`: the title of a line from its fields. `veiled`: the title of its case where `called` says something private: a title is
    shown to all who see the case, stands in titles of lines that name this one, in notices and lists. `adds`: further roles that add lines; `whose` is then the field that names the adder.

    `checked`: a line counts once a second person has confirmed it. `editions`: a new version leaves the old one standing, with its days.
    `once`: the fields by which two lines are the same. `checks`: (values) → {field: sentence} of what is wrong between fields.
    `coverage`: (committee, day) → what is covered and what is not, shown above the list.
    """

    code: str
    label: Any
    group: Any
    about: Any
    fields: tuple[Field, ...]
    called: str = "{title}"
    veiled: str = ""
    unit: Any = "条"
    keeps: tuple[str, ...] = KEEPS
    reads: tuple[str, ...] = HOUSE
    adds: tuple[str, ...] = ()
    whose: str = ""
    checked: bool = False
    editions: bool = False
    once: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()
    coverage: Callable[[Any, Any], Any] | None = None
    figures: tuple[Any, ...] = ()

    def __post_init__(self) -> None:
        check(self)

    def field(self, name: str) -> Field:
        """Errors: StopIteration for a name that it has not."""
        return next(field for field in self.fields if field.name == name)

    def at(self, column: str) -> Field | None:
        return next((field for field in self.fields if field.column == column), None)

    @property
    def writers(self) -> tuple[str, ...]:
        return (*self.keeps, *self.adds)

    @property
    def readers(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.writers, *self.reads)))

    @property
    def private(self) -> bool:
        return any(field.private for field in self.fields)

    @property
    def public(self) -> str:
        """What the case of a line is called before everybody."""
        return self.veiled or self.called


REGISTERS: dict[str, Register] = {}


class ShapeError(ValueError):
    """A declaration that makes no sense."""


def check(one: Register) -> None:
    """Refuse a declaration with doubled or unknown names, a column used twice or of the wrong kind, no day, an unknown role."""
    names = [field.name for field in one.fields]
    columns = [field.column for field in one.fields if field.column]
    if len(names) != len(set(names)) or len(columns) != len(set(columns)):
        raise ShapeError(f"{one.code}: a field or a column stands twice")
    if "at" not in columns:
        raise ShapeError(f"{one.code}: no field says of which day it tells")
    fitting = {"at": ("day",), "until": ("day",), "amount": ("money", "int"), "heads": ("int",), "sort": ("choice",), "level": ("choice",)}  # fmt: skip
    for field in one.fields:
        if field.kind not in KINDS or (field.column and field.kind not in fitting.get(field.column, ())):
            raise ShapeError(f"{one.code}.{field.name}: {field.kind} in {field.column or 'no column'}")
        if (field.kind == "choice") != bool(field.choices) or (field.kind == "record") != bool(field.to):
            raise ShapeError(
                f"{one.code}.{field.name}: choices and only they have choices, records and only they a register"
            )
    unknown = {*one.readers} - set(ROLES) | (set(one.once) | ({one.whose} if one.whose else set())) - set(names)
    if unknown or bool(one.adds) != bool(one.whose):
        raise ShapeError(f"{one.code}: {', '.join(sorted(unknown)) or 'who adds is named by a field'}")
    one.called.format_map(dict.fromkeys(names, ""))
    if any(f"{{{field.name}}}" in one.public for field in one.fields if field.private):
        raise ShapeError(f"{one.code}: its title says what is private")


def declare(*registers: Register) -> None:
    """Errors: ShapeError when a code is taken."""
    for one in registers:
        if one.code in REGISTERS:
            raise ShapeError(f"the register {one.code} is declared twice")
        REGISTERS[one.code] = one


def codes(role: str, face: str) -> list[str]:
    """The registers in which a role has this face: keeps, adds, reads, writers, readers."""
    return [code for code, one in REGISTERS.items() if role in getattr(one, face)]


def roles(face: str) -> tuple[str, ...]:
    """Every role that has this face in some register."""
    return tuple(dict.fromkeys(role for one in REGISTERS.values() for role in getattr(one, face)))


def labelled(pairs: Iterable[tuple[str, Any]], code: str) -> str:
    return str(dict(pairs).get(code, code))
