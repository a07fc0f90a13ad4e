"""Notices as messages of WeCom, DingTalk or Feishu: a token of the application, then one message to one person.

The person's user name here is his id there. The secret and the token stand in no log, no error and no row.
"""

import json
import time
import urllib.error
import urllib.request
from http.client import HTTPException
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.utils.translation import gettext as _

from huiyin.kernel.models import Delivery, Person
from huiyin.kernel.outbox import Down, Sender, add_sender

TIMEOUT, READ, SPARE = 10, 20_000, 120
EXPIRED = {"wecom": (40014, 42001), "dingtalk": (40014, 42001), "feishu": (99991663, 99991661)}
BUSY = {"wecom": (-1, 45009), "dingtalk": (-1, 88, 90018), "feishu": (99991400,)}
_tokens: dict[tuple[str, str, str], tuple[str, float]] = {}


class Refused(Exception):
    """The platform answered, and said no."""


class _Stay(urllib.request.HTTPRedirectHandler):
    """Never follow: the next address would be given the token."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


def ready() -> bool:
    return bool(settings.CHAT["kind"])


def send(delivery: Delivery) -> None:
    """One message. Errors: Down when the platform cannot be reached or is busy, Refused when it says no to this one."""
    code, said = _sent(delivery, _token())
    if code in EXPIRED[settings.CHAT["kind"]]:
        _tokens.clear()
        code, said = _sent(delivery, _token())
    if code in BUSY[settings.CHAT["kind"]]:
        raise Down(_("消息平台现在不能办（{code}）。").format(code=code))
    if code or said.get("invaliduser"):
        raise Refused(
            _("消息平台没有接受（{code}）：{answer}").format(
                code=code, answer=str(said.get("errmsg") or said.get("msg") or "")[:100]
            )
        )


def _token() -> str:
    """The application's token, kept until shortly before it ends. Errors: Down."""
    chat = settings.CHAT
    name = (chat["kind"], chat["url"], chat["id"])
    token, until = _tokens.get(name, ("", 0.0))
    if token and time.monotonic() < until:
        return token
    if chat["kind"] == "feishu":
        body = {"app_id": chat["id"], "app_secret": chat["secret"]}
        said = _ask("/open-apis/auth/v3/tenant_access_token/internal", body)
        token, lasts = said.get("tenant_access_token", ""), said.get("expire", 0)
    else:
        names = ("corpid", "corpsecret") if chat["kind"] == "wecom" else ("appkey", "appsecret")
        place = "/cgi-bin/gettoken" if chat["kind"] == "wecom" else "/gettoken"
        said = _ask(f"{place}?{urlencode({names[0]: chat['id'], names[1]: chat['secret']})}")
        token, lasts = said.get("access_token", ""), said.get("expires_in", 0)
    if not token:
        raise Down(_("消息平台没有给令牌。请核对 HUIYIN_CHAT_ID 和 HUIYIN_CHAT_SECRET。"))
    _tokens[name] = (token, time.monotonic() + max(0, int(lasts) - SPARE))
    return str(token)


def _sent(delivery: Delivery, token: str) -> tuple[int, dict[str, Any]]:
    chat, to, text = settings.CHAT, delivery.address, delivery.notice.text
    if chat["kind"] == "feishu":
        body: dict[str, Any] = {
            "receive_id": to, "msg_type": "text", "content": json.dumps({"text": text}, ensure_ascii=False), "uuid": delivery.uid,
        }  # fmt: skip
        said = _ask("/open-apis/im/v1/messages?receive_id_type=user_id", body, token)
        return int(said.get("code", 1)), said
    query = urlencode({"access_token": token})
    message = {"msgtype": "text", "text": {"content": text}}
    if chat["kind"] == "wecom":
        said = _ask(
            f"/cgi-bin/message/send?{query}",
            {"touser": to, "agentid": chat["agent"], "enable_duplicate_check": 1, **message},
        )
    else:
        said = _ask(
            f"/topapi/message/corpconversation/asyncsend_v2?{query}",
            {"agent_id": chat["agent"], "userid_list": to, "msg": message},
        )
    return int(said.get("errcode", 1)), said


def _ask(place: str, body: dict[str, Any] | None = None, bearer: str = "") -> dict[str, Any]:
    """What the platform says, an object. Errors: Down."""
    data = None if body is None else json.dumps(body, ensure_ascii=False).encode()
    head = {"Content-Type": "application/json; charset=utf-8"} | (
        {"Authorization": f"Bearer {bearer}"} if bearer else {}
    )
    request = urllib.request.Request(settings.CHAT["url"] + place, data, head)
    try:
        with urllib.request.build_opener(_Stay).open(request, timeout=TIMEOUT) as reply:
            found = json.loads(reply.read(READ))
    except urllib.error.HTTPError as reply:
        with reply:
            found = _said(reply.read(READ))
        if reply.code >= 500 or not found:
            raise Down(_("消息平台现在不能办（{code}）。").format(code=reply.code)) from None
    except (OSError, HTTPException, ValueError) as trouble:
        reason = getattr(trouble, "reason", trouble)
        raise Down(_("消息平台连不上：{why}").format(why=type(reason).__name__)) from None
    return found if isinstance(found, dict) else {}


def _said(text: bytes) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None


def _address(person: Person) -> str:
    return person.username


add_sender(Sender("chat", _address, send, ready))
