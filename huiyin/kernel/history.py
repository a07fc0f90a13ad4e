"""History files: JSON lines → replay lines. Every fault names its line, what is wrong and how to mend it (docs/history.md)."""

import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from huiyin.kernel import clock
from huiyin.kernel.replay import Line, ReplayRefused

KEYS = ("at", "as", "do", "kind", "case", "session", "facts", "to", "people", "note")


def parse(texts: Iterable[str]) -> Iterator[Line]:
    """Lines of a history file, empty lines and those that begin with # left out. Errors: ReplayRefused."""
    for number, text in enumerate(texts, 1):
        if text.strip() and not text.lstrip().startswith("#"):
            yield _line(number, text.lstrip("\ufeff"))


def _line(number: int, text: str) -> Line:
    try:
        given = json.loads(text)
    except ValueError as trouble:
        raise ReplayRefused(
            number, _("不是一行 JSON（{why}）。").format(why=trouble), _("一行写一步，用双引号。")
        ) from trouble
    if not isinstance(given, dict):
        raise ReplayRefused(number, _("不是一个对象。"), _("请写成 {…}。"))
    unknown = sorted(set(given) - set(KEYS))
    if unknown:
        raise ReplayRefused(
            number, _("没有“{names}”这几项。").format(names="、".join(unknown)), _("可以写：") + "、".join(KEYS)
        )
    for key in ("do", "case"):
        if not isinstance(given.get(key), str) or not given[key]:
            raise ReplayRefused(
                number, _("没有写 {key}。").format(key=key), _("每一步都要写 do（哪一步）和 case（哪一案）。")
            )
    if not isinstance(given.get("facts", {}), dict):
        raise ReplayRefused(number, _("facts 不是一个对象。"), _("请写成 {…}。"))
    return Line(
        number, given["do"], given["case"], moment(number, given.get("at")), given.get("as") or "system", given.get("kind", ""),
        given.get("session"), given.get("facts") or {}, given.get("to", ""), people=tuple(given.get("people") or ()), note=_note(given.get("note")),
    )  # fmt: skip


def _note(value: Any) -> dict[str, str]:
    if not value:
        return {}
    return {"note": value} if isinstance(value, str) else {str(key): str(text) for key, text in value.items()}


def moment(number: int, value: Any) -> datetime | None:
    """ "2023-01-14T16:20:00+08:00", "2023-01-14T16:20" (local), "2023-01-14" (that day), None (not known)."""
    if value in (None, ""):
        return None
    try:
        if len(str(value)) == 10:
            return clock.at_noon(date.fromisoformat(str(value)))
        found = datetime.fromisoformat(str(value).replace("Z", "+00:00"))
    except ValueError:
        raise ReplayRefused(
            number,
            _("“{at}”不是一个时间。").format(at=value),
            _("请写 2023-01-14 或 2023-01-14T16:20；不知道的写 null。"),
        ) from None
    return found if timezone.is_aware(found) else timezone.make_aware(found)
