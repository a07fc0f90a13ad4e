"""Cases as JSON lines: {"id", "title", "text"?, "unit"?} in, answers out. A bad line is named and nothing is answered."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from huiyin.kernel.refusal import Refused
from huiyin.library.case import Text


def read(path: Path) -> list[Text]:
    """All cases of a file; empty lines are passed over. Errors: Refused naming file and line."""
    with path.open("rb") as file:
        return [_case(path.name, number, line) for number, line in enumerate(file, 1) if line.strip()]


def _case(file: str, number: int, line: bytes) -> Text:
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise _refused(file, number, _("不是 UTF-8 编码")) from None
    except (json.JSONDecodeError, RecursionError):
        raise _refused(file, number, _("不是一个完整的 JSON 对象")) from None
    if not isinstance(row, dict):
        raise _refused(
            file, number, _("应当是一个 JSON 对象，例如 {example}").format(example='{"id": "1", "title": "…"}')
        )
    if isinstance(row.get("id"), bool) or not isinstance(row.get("id"), str | int) or row["id"] == "":
        raise _refused(file, number, _("没有 id（文字或整数）"))
    for name in ("title", "text", "unit"):
        if not isinstance(row.get(name, ""), str | None):
            raise _refused(file, number, _("{name} 应当是文字").format(name=name))
    title, text, unit = (_whole(row.get(name) or "") for name in ("title", "text", "unit"))
    return Text(_whole(str(row["id"])), title, text, unit.strip())


def _whole(text: str) -> str:
    """Without halves of characters, which JSON can say and nothing can print."""
    return text.encode("utf-8", "replace").decode()


def _refused(file: str, number: int, what: str) -> Refused:
    return Refused(_("{file} 第 {number} 行{what}。").format(file=file, number=number, what=what))


def line(**values: Any) -> str:
    return json.dumps(values, ensure_ascii=False)


def hits(found: Iterable[Any], name: str) -> list[dict[str, Any]]:
    """Hits as JSON; `name` is what their id is called."""
    return [{name: hit.id, "score": hit.score, "why": list(hit.why)} for hit in found]
