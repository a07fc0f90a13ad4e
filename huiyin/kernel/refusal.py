"""What the kernel says when it will not: always a sentence that names what is wrong and what to do."""

from collections.abc import Mapping
from typing import Any


class Refused(Exception):
    """An act that was not done. `fields` maps a fact's name to its own sentence; `code` is for programs."""

    code = "refused"

    def __init__(self, sentence: Any, fields: Mapping[str, Any] | None = None, **more: Any) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence
        self.fields = dict(fields or {})
        self.more = more


class NotAllowed(Refused):
    """This post may not take this step."""

    code = "not_allowed"


class Stale(Refused):
    """The case has moved on since the page was opened; `more["since"]` lists the events."""

    code = "stale"


class Missing(Refused):
    """Facts or conditions that the step needs are not there."""

    code = "missing"


def refused(name: str, sentence: str) -> Missing:
    """What is wrong with one fact, said beside its field and above the form."""
    return Missing(sentence, {name: sentence})


class BadDate(Refused):
    """A date that lies before its cause, or in the future."""

    code = "bad_date"
