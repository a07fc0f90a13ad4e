"""The door of the API: who asks, by which token, and every refusal as JSON with a sentence."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from huiyin.api import tokens
from huiyin.kernel.refusal import NotAllowed, Refused, Stale

View = Callable[..., HttpResponse]
SCOPES = {"read": ("read", "act"), "act": ("act",)}
MAX_BODY = 30 * 1024 * 1024


class Bad(Exception):
    """What was asked cannot be read; `sentence` says why."""

    def __init__(self, sentence: str, fields: dict[str, str] | None = None) -> None:
        super().__init__(sentence)
        self.sentence, self.fields = sentence, fields or {}


def answer(value: Any, status: int = 200) -> JsonResponse:
    response = JsonResponse(value, status=status, json_dumps_params={"ensure_ascii": False}, safe=False)
    response["Cache-Control"] = "private, no-store"
    response["Vary"] = "Authorization"
    return response


def refused(status: int, code: str, sentence: str, fields: dict[str, Any] | None = None) -> JsonResponse:
    said = {name: str(text) for name, text in (fields or {}).items()}
    return answer({"error": {"code": code, "sentence": sentence, "fields": said}}, status)


def door(scope: str = "read", method: str = "GET") -> Callable[[View], View]:
    """A view for programs: `request.post` is the token's post. A cookie opens nothing here, so that no other site can borrow one."""

    def around(view: View) -> View:
        @csrf_exempt
        @wraps(view)
        def opened(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
            kind, _space, secret = request.headers.get("Authorization", "").partition(" ")
            token = tokens.find(secret.strip(), SCOPES[scope]) if kind.lower() == "bearer" and secret else None
            if token is None:
                return _unknown(scope)
            if request.method not in ((method, "HEAD") if method == "GET" else (method,)):
                response = refused(405, "method", _("这个地址只能用 {method}。").format(method=method))
                response["Allow"] = method
                return response
            request.token, request.post, request.committee = token, token.post, token.post.committee
            return _guarded(view, request, *args, **kwargs)

        return opened

    return around


def _unknown(scope: str) -> JsonResponse:
    sentence = _(
        "没有带令牌，或者令牌已经失效、不能做这件事。请在“设置 · 接口”里建一个，写在 Authorization: Bearer 后面。"
    )
    response = refused(401, "token", sentence)
    response["WWW-Authenticate"] = 'Bearer realm="huiyin"'
    return response


def _guarded(view: View, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
    try:
        return view(request, *args, **kwargs)
    except Bad as bad:
        return refused(400, "bad", bad.sentence, bad.fields)
    except NotAllowed as refusal:
        return refused(403, refusal.code, str(refusal.sentence), refusal.fields)
    except PermissionDenied as denied:
        return refused(403, "not_allowed", str(denied) or _("您现在的身份不能看这里。"))
    except Stale as refusal:
        return refused(409, refusal.code, str(refusal.sentence), refusal.fields)
    except Refused as refusal:
        return refused(422, refusal.code, str(refusal.sentence), refusal.fields)
    except Http404 as lost:
        return refused(404, "not_found", str(lost) or _("没有这一件，或者您看不到它。"))
    except RequestDataTooBig:
        return refused(413, "too_big", _("送来的内容太大。"))


def body_of(request: Any) -> dict[str, Any]:
    """The JSON object that was sent. Errors: Bad."""
    body = request.read(MAX_BODY + 1)
    if len(body) > MAX_BODY:
        raise Bad(_("送来的内容太大，最多 30 MB。"))
    try:
        found = json.loads(body or b"{}")
    except (ValueError, RecursionError):
        raise Bad(_("送来的不是 JSON。")) from None
    if not isinstance(found, dict):
        raise Bad(_("送来的 JSON 要是一个对象，例如 {example}。").format(example='{"facts": {}}'))
    return found
