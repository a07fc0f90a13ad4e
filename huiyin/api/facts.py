"""The facts of a step as a program sends them: their shapes as JSON schema, and what was sent held against them."""

import base64
import binascii
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _

from huiyin.api.door import Bad
from huiyin.desk.cases import uploads
from huiyin.kernel.files import FileRefused
from huiyin.kernel.flow import Fact, Step
from huiyin.kernel.models import Post
from huiyin.kernel.refusal import Refused

MANY, LONGEST = 300, 100_000
ID = {"type": "string", "pattern": "^[0-9]{1,18}$"}
TEXT = {"type": "string", "maxLength": LONGEST}
FILE = {
    "type": "object",
    "required": ["name", "base64"],
    "properties": {"name": {"type": "string", "maxLength": 200}, "base64": {"type": "string"}},
    "additionalProperties": False,
}
SHAPES: dict[str, dict[str, Any]] = {
    "text": TEXT,
    "long": TEXT,
    "choice": TEXT,
    "case": TEXT,
    "date": {"type": "string", "format": "date"},
    "flag": {"type": "boolean"},
    "number": {"type": ["number", "string"]},
    "org": ID,
    "orgs": {"type": "array", "items": ID, "maxItems": MANY},
    "choices": {"type": "array", "items": TEXT, "maxItems": MANY},
    "items": {"type": "array", "items": TEXT, "maxItems": MANY},
    "points": {
        "type": "array", "maxItems": MANY,
        "items": {
            "type": "object", "required": ["suggestion", "adoption", "text"], "additionalProperties": False,
            "properties": {"suggestion": ID, **dict.fromkeys(("adoption", "text", "by", "who"), TEXT)},
        },
    },
    "file": FILE,
    "files": {"type": "array", "items": FILE, "maxItems": 20},
}  # fmt: skip


def offered(step: Step) -> bool:
    """Whether a program can take it: somebody takes it, and its page checks nothing that its shapes do not say."""
    return not step.computed and all(fact.kind in SHAPES for fact in step.facts)


def schema_of(step: Step) -> dict[str, Any]:
    """The JSON schema of a step's facts."""
    properties = {fact.name: {**SHAPES[fact.kind], "description": str(fact.label)} for fact in step.facts}
    needed = [fact.name for fact in step.facts if fact.required and fact.when is None]
    return {"type": "object", "properties": properties, "required": needed, "additionalProperties": False}


def read(step: Step, sent: Any) -> dict[str, Any]:
    """What was sent, of the shapes that act() takes. Errors: Bad, with a sentence for each fact that has another shape."""
    if not isinstance(sent, dict):
        raise Bad(_("facts 要是一个对象。"))
    facts = {fact.name: fact for fact in step.facts}
    unknown = [name for name in sent if name not in facts]
    if unknown:
        raise Bad(_("“{step}”没有这几项：{names}。").format(step=step.label, names="、".join(map(str, unknown[:10]))))
    found, faults = {}, {}
    for name, value in sent.items():
        try:
            found[name] = _value(facts[name], value)
        except (TypeError, ValueError):
            faults[name] = _("“{label}”的写法不对，请看 openapi.json。").format(label=facts[name].label)
    if faults:
        raise Bad(" ".join(faults.values()), faults)
    return found


def _value(fact: Fact, value: Any) -> Any:
    if value is None:
        return None
    match fact.kind:
        case "flag":
            return _of(value, bool)
        case "number":
            return value if type(value) in (int, float) and abs(value) < 1e15 else _of(value, str)[:40]
        case "org":
            return _id(value)
        case "orgs":
            return [_id(one) for one in _list(value)]
        case "choices" | "items":
            return [_text(one) for one in _list(value)]
        case "points":
            return [_point(one) for one in _list(value)]
        case "file":
            return _of(value, dict)
        case "files":
            return [_of(one, dict) for one in _list(value)]
    return _text(value)


def _of(value: Any, kind: type) -> Any:
    if type(value) is not kind:
        raise TypeError
    return value


def _text(value: Any) -> str:
    if len(_of(value, str)) > LONGEST:
        raise ValueError
    return str(value)


def _list(value: Any) -> list[Any]:
    if len(_of(value, list)) > MANY:
        raise ValueError
    return list(value)


def _id(value: Any) -> int:
    text = str(value) if type(value) is int else _of(value, str)
    if not (text.isascii() and text.isdecimal() and len(text) < 19):
        raise ValueError
    return int(text)


def _point(value: Any) -> dict[str, Any]:
    names = {"suggestion", "adoption", "text", "by", "who"}
    if not set(_of(value, dict)) <= names or "suggestion" not in value:
        raise ValueError
    said = {name: _text(one) for name, one in value.items() if name != "suggestion"}
    return {"suggestion": _id(value["suggestion"]), **said}


def keep(step: Step, post: Post, row: Any, values: dict[str, Any]) -> list[Any]:
    """Put attachments in the place of files that were sent along. Returns them. Errors: Refused, as a page would."""
    kept: list[Any] = []
    for fact in step.facts:
        sent = values.get(fact.name)
        if fact.kind == "file" and sent:
            values[fact.name] = _keep(fact, post, row, sent)
            kept.append(values[fact.name])
        elif fact.kind == "files" and sent:
            values[fact.name] = [_keep(fact, post, row, one) for one in sent]
            kept += values[fact.name]
    return kept


def _keep(fact: Fact, post: Post, row: Any, sent: dict[str, Any]) -> Any:
    try:
        content = base64.b64decode(str(sent.get("base64", "")), validate=True)
        return uploads.add(post, row, fact.name, SimpleUploadedFile(str(sent.get("name", "")) or "x", content))
    except binascii.Error:
        raise Bad(_("“{label}”的 base64 读不出来。").format(label=fact.label)) from None
    except FileRefused as fault:
        raise Refused(str(fault), {fact.name: str(fault)}) from fault
