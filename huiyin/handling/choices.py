"""The lists that handling's forms offer."""

from typing import Any

from huiyin.kernel import parameters


def of(pairs: Any) -> Any:
    """A fixed list of choices, as a fact wants it."""
    return lambda case, post: [(value, str(label)) for value, label in pairs]


def classes(case: Any, post: Any) -> list[tuple[str, str]]:
    """The classes of a result as they are called here (P-20)."""
    return [(str(row[0]), f"{row[0]}　{row[1]}") for row in parameters.get(case.committee, "P-20")]
