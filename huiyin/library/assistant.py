"""A language model that may be plugged in: off by default, asked for suggestions on a draft, and nothing depends on it.

Any endpoint that answers `POST <url>/chat/completions` as OpenAI's does, on the intranet. The writer is shown the very words that would be
sent and sends them himself; contacts are blotted out, and a draft that names itself secret is not sent at all. The answer is text: it is
shown as a suggestion, kept nowhere, and changes nothing. That something was sent is in the ledger, with its digest and without its words.
"""

import http.client
import ipaddress
import json
import socket
import threading
import time
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from huiyin.handling.publishing import without_contacts
from huiyin.kernel import ledger
from huiyin.kernel.models import Post
from huiyin.kernel.refusal import Refused
from huiyin.library.advice import SECRET

ASKED = "library.assistant"
LONGEST, LARGEST, SHOWN = 12_000, 1 << 20, 6_000  # characters sent, bytes of an answer read, characters of it shown
PLACES = threading.BoundedSemaphore(2)
"""So many may wait for the model at once in a process: the rest of the house has work to do."""
TASK = (
    "你帮政协委员检查一件提案的草稿。只提建议，不要改写全文，不要编造事实和数字。逐条说：一件提案是不是只说一件事；情况里缺什么事实；分析有没有说到原因；"
    "每条建议有没有说清谁来做、做什么、到什么程度；有没有不该写进去的个人信息。每条一行，最多八条，没有问题就说没有。"
)


class Trouble(Refused):
    """The model gave no answer, or may not be asked; the sentence says why."""


def on() -> bool:
    return bool(settings.ASSISTANT["url"])


def where() -> str:
    """Who would read it: the endpoint's host and the model's name."""
    url = urlsplit(settings.ASSISTANT["url"])
    return f"{url.netloc.rpartition('@')[2]}（{settings.ASSISTANT['model']}）"


def words(case: Any) -> str:
    """The very words that would be sent of a draft: its title and text without contacts. No name, no number, no file."""
    items = [f"{n}. {item}" for n, item in enumerate((str(item) for item in case.items if str(item).strip()), 1)]
    parts = (
        (_("案由"), case.title),
        (_("情况"), case.situation),
        (_("分析"), case.analysis),
        (_("建议"), "\n".join(items)),
    )
    text = "\n\n".join(f"{label}：\n{part.strip()}" for label, part in parts if part.strip())
    return without_contacts(text, getattr(case, "contact_phone", ""))[:LONGEST]


def hindrance(text: str) -> str:
    """Why a text must not be sent; nothing where it may."""
    if not text.strip():
        return _("还什么都没有写，没有可以发出去的。")
    if secret := SECRET.search(text):
        return _("里面有“{word}”。涉密的、内部的内容不能发给语言模型，请先核对。").format(word=secret[0])
    return ""


def suggest(post: Post, case: Any, seen: str) -> str:
    """The model's suggestions on a draft. `seen`: the digest of the words that the writer was shown. Errors: Trouble."""
    text = words(case)
    if why := hindrance(text):
        raise Trouble(why)
    if seen != digest(text):
        raise Trouble(_("草稿在您看过以后改了。请把现在要发出去的文字再看一遍。"))
    if not PLACES.acquire(blocking=False):
        raise Trouble(_("现在有别的人在问语言模型，请过一会儿再发。"))
    try:
        inside()
        ledger.record(post.committee, ASKED, as_=post, facts={"to": where(), "letters": len(text), "sha256": seen})
        return ask(text)
    finally:
        PLACES.release()


def digest(text: str) -> str:
    return sha256(text.encode("utf-8", "ignore")).hexdigest()


def ask(text: str) -> str:
    """What the model says about a text. Errors: Trouble."""
    told = {
        "model": settings.ASSISTANT["model"], "temperature": 0.2, "max_tokens": 1200, "stream": False,
        "messages": [{"role": "system", "content": TASK}, {"role": "user", "content": text}],
    }  # fmt: skip
    try:
        status, body = _post(json.dumps(told, ensure_ascii=False).encode("utf-8", "ignore"))
    except TimeoutError as trouble:
        raise Trouble(
            _("等了 {n} 秒，语言模型没有回话。草稿没有动。").format(n=round(settings.ASSISTANT["timeout"]))
        ) from trouble
    except (OSError, http.client.HTTPException) as trouble:
        raise Trouble(_("连不上语言模型。草稿没有动；请告诉管理员。")) from trouble
    if status != 200:
        raise Trouble(_("语言模型没有答（{status}）。草稿没有动；请告诉管理员。").format(status=status))
    return _said(body)


def _said(body: bytes) -> str:
    try:
        said = json.loads(body)["choices"][0]["message"]["content"]
    except (ValueError, KeyError, IndexError, TypeError):
        said = None
    if not isinstance(said, str) or not said.strip():
        raise Trouble(_("语言模型的回话读不懂。草稿没有动；请告诉管理员。"))
    return said.strip()[:SHOWN]


def _post(body: bytes) -> tuple[int, bytes]:
    """(status, what came back) within the time allowed for all of it. No redirect is followed: it could lead outside."""
    url, until = urlsplit(settings.ASSISTANT["url"]), time.monotonic() + settings.ASSISTANT["timeout"]
    kind = http.client.HTTPSConnection if url.scheme == "https" else http.client.HTTPConnection
    line = kind(url.hostname or "", url.port, timeout=settings.ASSISTANT["timeout"])
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    if settings.ASSISTANT["key"]:
        headers["Authorization"] = f"Bearer {settings.ASSISTANT['key']}"
    try:
        line.request("POST", f"{url.path}/chat/completions", body, headers)
        answer, found = line.getresponse(), b""
        while len(found) < LARGEST and (piece := answer.read1(1 << 16)):
            found += piece
            if time.monotonic() > until:  # an answer that drips never runs into the time allowed for one piece
                raise TimeoutError
        return answer.status, found
    finally:
        line.close()


def inside() -> None:
    """Errors: Trouble for an endpoint outside the intranet, unless the environment allows it; or for one that nobody knows."""
    if settings.ASSISTANT["anywhere"]:
        return
    try:
        rows = socket.getaddrinfo(urlsplit(settings.ASSISTANT["url"]).hostname, None, type=socket.SOCK_STREAM)
    except OSError as trouble:
        raise Trouble(_("连不上语言模型。草稿没有动；请告诉管理员。")) from trouble
    if any(ipaddress.ip_address(str(row[4][0]).partition("%")[0]).is_global for row in rows):
        raise Trouble(_("语言模型的地址在外网，没有发出去。只能用内网的；请告诉管理员。"))
