"""openapi.json, drawn from the flows: one list and one reading for each kind, one act for each step that somebody may take."""

from functools import lru_cache
from typing import Any

from django.http import HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiyin.api import facts
from huiyin.api.cases import MOST
from huiyin.api.door import answer
from huiyin.exchange.telling import BASE, FIELDS
from huiyin.kernel.flow import FLOWS, Flow, Step

BASE_URL = "/api/v1"
ERRORS = {
    "400": "bad",
    "401": "token",
    "403": "not_allowed",
    "404": "not_found",
    "405": "method",
    "409": "stale",
    "413": "too_big",
    "422": "refused",
}
UID = {"type": "string", "pattern": "^[0-9a-z]{1,13}$"}
NULLABLE = ["string", "number", "integer", "boolean", "array", "object", "null"]


@require_safe
def openapi(request: Any) -> HttpResponse:
    """The description; it holds nothing of any committee, so anyone may read it."""
    response = answer(drawn(get_language() or "zh"))
    response["Cache-Control"] = "public, max-age=300"
    return response


@lru_cache(maxsize=4)
def drawn(_language: str) -> dict[str, Any]:
    paths: dict[str, Any] = {
        f"{BASE_URL}/me/": get(_("这个令牌是谁"), "me", {"type": "object"}),
        f"{BASE_URL}/todos/": get(_("要办的"), "todos", items({"type": "object"})),
        f"{BASE_URL}/figures/": get(_("有哪些数字"), "figures", items({"type": "object"})),
        f"{BASE_URL}/figures/{{name}}/": get(
            _("一个数字"), "figure", {"type": "object", "required": ["name", "value", "cases"]},
            [path("name", {"type": "string"}), *(query(name, {"type": "string"}) for name in ("period", "from", "to", "as_of", "unit"))],
        ),
        f"{BASE_URL}/packages/": package(),
    }  # fmt: skip
    for kind, flow in FLOWS.items():
        paths[f"{BASE_URL}/cases/{kind}/"] = listed(flow)
        paths[f"{BASE_URL}/cases/{kind}/{{id}}/"] = one(flow)
        for step in flow.steps:
            if facts.offered(step):
                paths[f"{BASE_URL}/cases/{kind}/{{id}}/do/{step.name}/"] = taken(flow, step)
    return {
        "openapi": "3.1.0",
        "info": {"title": _("回音接口"), "version": "1", "description": _("令牌在“设置 · 接口”里建，跟着身份走；看到的和办得了的，与它的身份在页面上一样。")},
        "security": [{"token": []}],
        "paths": paths,
        "components": {"securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}, "schemas": {"Error": error()}},
    }  # fmt: skip


def error() -> dict[str, Any]:
    inner = {
        "code": {"type": "string"},
        "sentence": {"type": "string"},
        "fields": {"type": "object", "additionalProperties": {"type": "string"}},
    }
    return {
        "type": "object",
        "required": ["error"],
        "properties": {"error": {"type": "object", "required": ["code", "sentence", "fields"], "properties": inner}},
    }


def answers(schema: dict[str, Any], status: str = "200") -> dict[str, Any]:
    said = {
        code: {"description": name, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}}
        for code, name in ERRORS.items()
    }
    return {status: {"description": "OK", "content": {"application/json": {"schema": schema}}}, **said}


def get(summary: str, name: str, schema: dict[str, Any], parameters: list[Any] | None = None) -> dict[str, Any]:
    return {
        "get": {"summary": summary, "operationId": name, "parameters": parameters or [], "responses": answers(schema)}
    }


def path(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": schema}


def query(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": schema}


def items(schema: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "required": ["items"], "properties": {"items": {"type": "array", "items": schema}}}


def fields(flow: Flow) -> dict[str, Any]:
    """What a case of this kind tells: the names are a promise, the values may be missing."""
    names = [*BASE, *FIELDS.get(flow.kind, ())]
    return {"type": "object", "required": names, "properties": {name: {"type": NULLABLE} for name in names}}


def listed(flow: Flow) -> dict[str, Any]:
    states = {"type": "string", "enum": [state.name for state in flow.states]}
    asked = [
        query("after", UID), query("limit", {"type": "integer", "minimum": 1, "maximum": MOST}), query("session", {"type": "string"}),
        query("state", states), query("number", {"type": "string"}), query("finished", {"type": "boolean"}),
    ]  # fmt: skip
    page = items(fields(flow))
    page["properties"]["next"] = {"type": ["string", "null"]}
    return get(_("{kind}：看得到的，新的在前").format(kind=flow.label), f"list.{flow.kind}", page, asked)


def one(flow: Flow) -> dict[str, Any]:
    schema = fields(flow)
    schema["required"] = [*schema["required"], "parts", "owed", "timeline", "files", "steps"]
    return get(_("一件{kind}").format(kind=flow.label), f"read.{flow.kind}", schema, [path("id", UID)])


def taken(flow: Flow, step: Step) -> dict[str, Any]:
    seen = {
        "type": "integer",
        "minimum": 0,
        "maximum": 2147483647,
        "description": _("看到的版本；之后又有人办过，就不办"),
    }
    body = {
        "type": "object",
        "properties": {"facts": facts.schema_of(step), "seen": seen},
        "additionalProperties": False,
    }
    done = {"type": "object", "required": ["event", "id", "state", "version", "url"]}
    key = {
        "name": "Idempotency-Key",
        "in": "header",
        "required": True,
        "schema": {"type": "string", "minLength": 8, "maxLength": 200},
    }
    return {
        "post": {
            "summary": f"{flow.label}：{step.label}", "operationId": f"{flow.kind}.{step.name}", "parameters": [path("id", UID), key],
            "requestBody": {"required": True, "content": {"application/json": {"schema": body}}}, "responses": answers(done),
        }
    }  # fmt: skip


def package() -> dict[str, Any]:
    body = {
        "required": True,
        "content": {"application/zip": {"schema": {"type": "string", "contentMediaType": "application/zip"}}},
    }
    done = {"type": "object", "required": ["id", "ident", "cases", "from"]}
    return {
        "post": {
            "summary": _("送一个数据包来"),
            "operationId": "package.receive",
            "requestBody": body,
            "responses": answers(done, "201"),
        }
    }
