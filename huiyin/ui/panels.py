"""What a kind of case shows of itself on the one case page: its face above, its panels in the text and in the margin.

A kind registers them in its own `panels.py`, which is read at start; the page knows no kind by name. `tree` is the case as the page
has read it: `case`, `children`, `events`, `todos`, `post` (who looks), `names`, and `sees(case)`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Panel:
    """`context(tree)` gives the template's variables, or None when there is nothing to show. `place`: main or margin."""

    name: str
    template: str
    context: Callable[[Any], dict[str, Any] | None]
    place: str = "main"
    draws: str = ""
    """The kind of children that it shows, which the page then does not list again."""


@dataclass(frozen=True)
class Stop:
    """A stop on the way of a case: the states in which it is being worked at, and those whose entry completes it."""

    label: Any
    during: tuple[str, ...]
    done: tuple[str, ...]


@dataclass(frozen=True)
class Face:
    """The head of a kind's page. `tags(case)` → [(words, look)], `about` and `by` → a line of text or nothing."""

    kind: str
    number: Callable[[Any], str]
    tags: Callable[[Any], list[tuple[Any, str]]] = lambda case: []
    about: Callable[[Any], str] = lambda case: ""
    by: Callable[[Any], str] = lambda case: ""
    stops: tuple[Stop, ...] = ()
    joins: tuple[str, ...] = ()
    """What of other tables the head names, so that the page reads it with the case."""


PANELS: dict[str, Panel] = {}
FACES: dict[str, Face] = {}


def panel(one: Panel) -> Panel:
    """Errors: ValueError when two kinds use one name."""
    if PANELS.get(one.name, one) != one:
        raise ValueError(f"the panel {one.name} is registered twice")
    PANELS[one.name] = one
    return one


def face(one: Face) -> Face:
    FACES[one.kind] = one
    return one


def face_of(kind: str) -> Face:
    """The kind's face, or a plain one: its number and nothing else."""
    return FACES.get(kind) or Face(kind, lambda case: str(case.number))


def joins_of(kind: str) -> tuple[str, ...]:
    return FACES[kind].joins if kind in FACES else ()
