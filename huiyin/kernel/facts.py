"""The facts a step asks for: made plain, checked for presence and kind, and split into what is sealed and what can be erased."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from huiyin.kernel.flow import Fact, Step
from huiyin.kernel.refusal import Missing

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
LARGEST = 15  # digits before or after the point: what a database column of ours can hold
ROWS_ONLY = {"long", "items", "points", "files", "file"}


def asked(fact: Fact, values: Mapping[str, Any]) -> bool:
    """Whether a fact is asked for, given the others."""
    if fact.when is None:
        return True
    name, wanted = fact.when
    return str(values.get(name) or "") in wanted


def cleaned(step: Step, case: Any, post: Any, given: Mapping[str, Any], history: bool = False) -> dict[str, Any]:
    """The step's facts by name. History may leave out all but those marked `always`; nothing is invented for it.

    Errors: Missing, with a sentence for each fact that is absent or not what it should be.
    """
    values: dict[str, Any] = {}
    faults: dict[str, Any] = {}
    unknown = set(given) - {fact.name for fact in step.facts}
    if unknown:
        raise Missing(_("“{step}”没有这几项：{names}。").format(step=step.label, names="、".join(sorted(unknown))))
    for fact in step.facts:
        if not asked(fact, {**given, **values}):
            continue
        try:
            value = plain(fact, given.get(fact.name))
        except ValueError as trouble:
            faults[fact.name] = str(trouble)
            continue
        if value in (None, "", [], ()) or (fact.kind == "flag" and fact.required and not value):
            if fact.always or (fact.required and not history):
                faults[fact.name] = absent(fact)
            continue
        if fault := _not_of_this_committee(fact, case, value) or (
            None if history else _not_offered(fact, case, post, value)
        ):
            faults[fact.name] = fault
        values[fact.name] = value
    if faults:
        raise Missing(_("还差 {n} 处没有填好：").format(n=len(faults)) + " ".join(map(str, faults.values())), faults)
    return values


def absent(fact: Fact) -> str:
    """What is asked of the one who left it empty, in the word of its control: tick, choose, upload or fill in."""
    if fact.kind in ("flag", "choices", "orgs"):
        return _("请勾选“{label}”。").format(label=fact.label)
    if fact.kind in ("choice", "org"):
        return _("请选“{label}”。").format(label=fact.label)
    if fact.kind in ("file", "files"):
        return _("请上传“{label}”。").format(label=fact.label)
    return _("请填写“{label}”。").format(label=fact.label)


def plain(fact: Fact, value: Any) -> Any:
    """A fact's value as it is kept. Errors: ValueError with a sentence."""
    if value is None:
        return None
    if fact.kind in ("text", "long", "choice"):
        text = clean(value)
        if fact.longest and len(text) > fact.longest:
            raise ValueError(
                _("“{label}”最多 {n} 个字，现在有 {m} 个。").format(label=fact.label, n=fact.longest, m=len(text))
            )
        return text
    if fact.kind == "date":
        return _date(fact, value)
    if fact.kind == "flag":
        return value in (True, "on", "true", "1", "yes", "True")
    if fact.kind == "number":
        try:
            number = Decimal(clean(value)) if clean(value) else None
        except InvalidOperation:
            number = Decimal("NaN")
        if number is not None and (not number.is_finite() or abs(number.adjusted()) > LARGEST):
            raise ValueError(_("“{label}”要填数字。").format(label=fact.label))
        return None if number is None else str(number)
    if fact.kind == "org":
        return _int(fact, value)
    if fact.kind == "orgs":
        return list(dict.fromkeys(_int(fact, item) for item in _each(value) if item not in (None, "")))
    if fact.kind == "choices":
        return [text for item in _each(value) if (text := clean(item))]
    if fact.kind == "items":
        return [text for item in _each(value) if (text := clean(item))]
    if fact.kind == "points":
        return [_point(fact, item) for item in _each(value)]
    return value


def clean(value: Any) -> str:
    """Text without control characters and broken halves of characters, which databases refuse, and without outer space."""
    return CONTROL.sub("", str(value)).strip()


def _each(value: Any) -> list[Any]:
    return list(value) if isinstance(value, (list, tuple, set)) else [value]


def _point(fact: Fact, value: Any) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        raise ValueError(_("“{label}”要逐条填写。").format(label=fact.label))
    return {str(name): clean(part) if isinstance(part, str) else part for name, part in value.items()}


def _int(fact: Fact, value: Any) -> int | None:
    if value in (None, ""):
        return None
    try:
        return int(getattr(value, "pk", value))
    except (TypeError, ValueError):
        raise ValueError(_("“{label}”不是名单里的一项。").format(label=fact.label)) from None


def _date(fact: Fact, value: Any) -> str | None:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    text = clean(value)
    if not text:
        return None
    try:
        year, month, day = (int(part) for part in re.split(r"[-/.]", text))
        return date(year, month, day).isoformat()
    except ValueError:
        raise ValueError(_("“{label}”要写成 2026-06-16 这样的日期。").format(label=fact.label)) from None


def _not_offered(fact: Fact, case: Any, post: Any, value: Any) -> str | None:
    if fact.choices is None:
        return None
    offered = {str(choice) for choice, _label in fact.choices(case, post)}
    wanted = value if isinstance(value, list) else [value]
    if any(str(item) not in offered for item in wanted):
        why = fact.gone(case, value) if fact.gone else ""
        return why or _("“{label}”里选的这一项现在选不了，可能刚有变化。请重新选。").format(label=fact.label)
    return None


def _not_of_this_committee(fact: Fact, case: Any, value: Any) -> str | None:
    if fact.kind not in ("file", "files"):
        return None
    if any(getattr(item, "committee_id", None) != case.committee_id for item in _each(value)):
        return _("“{label}”要上传文件。").format(label=fact.label)
    return None


def split(step: Step, values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What goes into the sealed event, and what goes into the erasable remark (free words and long texts)."""
    kept: dict[str, Any] = {}
    personal: dict[str, Any] = {}
    for fact in step.facts:
        if fact.name in values:
            target = personal if fact.personal or fact.kind in ROWS_ONLY else kept
            target[fact.name] = values[fact.name]
    return kept, personal
