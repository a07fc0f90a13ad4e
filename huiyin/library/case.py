"""What the library reads of a case: plain values, so that the engine runs without a database."""

from typing import NamedTuple


class Text(NamedTuple):
    """One case as the library sees it. `title` and `text` may be empty; `unit` is the unit that handled it, if known."""

    id: str
    title: str
    text: str = ""
    unit: str = ""

    @property
    def heading(self) -> str:
        """The title, or the opening of the text where there is no title."""
        return self.title.strip() or self.text.strip()[:40]


class Hit(NamedTuple):
    """One answer: `id` of a case or name of a unit, `score` 0 to 1, `why` as sentences for people."""

    id: str
    score: float
    why: tuple[str, ...]
