"""The platform's own messages (WeCom, DingTalk, Feishu) as the environment describes them; off unless one is named."""

import os
from typing import Any

from django.core.exceptions import ImproperlyConfigured

URLS = {
    "wecom": "https://qyapi.weixin.qq.com",
    "dingtalk": "https://oapi.dingtalk.com",
    "feishu": "https://open.feishu.cn",
}


def chat() -> dict[str, Any]:
    """kind ("" for none), url, id, secret, agent. Errors: ImproperlyConfigured for an unknown kind."""
    kind = os.environ.get("HUIYIN_CHAT", "").strip()
    if kind and kind not in URLS:
        raise ImproperlyConfigured(f"HUIYIN_CHAT: one of {', '.join(URLS)}")
    return {
        "kind": kind,
        "url": os.environ.get("HUIYIN_CHAT_URL", "").rstrip("/") or URLS.get(kind, ""),
        "id": os.environ.get("HUIYIN_CHAT_ID", ""),
        "secret": os.environ.get("HUIYIN_CHAT_SECRET", ""),
        "agent": os.environ.get("HUIYIN_CHAT_AGENT", ""),
    }
