"""The text-message gateway as the environment describes it (docs/operations.md)."""

import json
import os
import re
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

BODY = '{"phone": "{phone}", "text": "{text}", "id": "{id}"}'


def sms_gateway() -> dict[str, Any]:
    """url ("" without a gateway), method, type, body, headers {name: template}, secret, ok (a pattern), timeout (seconds).

    Errors: ImproperlyConfigured names the variable that cannot be read, never its value.
    """
    url = os.environ.get("HUIYIN_SMS_URL", "").strip()
    if url and (urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname):
        raise ImproperlyConfigured("HUIYIN_SMS_URL: a whole address, https://…")
    method = os.environ.get("HUIYIN_SMS_METHOD", "POST").strip().upper()
    if method not in ("GET", "POST", "PUT"):
        raise ImproperlyConfigured("HUIYIN_SMS_METHOD: GET, POST or PUT")
    return {
        "url": url,
        "method": method,
        "type": os.environ.get("HUIYIN_SMS_TYPE", "application/json; charset=utf-8"),
        "body": os.environ.get("HUIYIN_SMS_BODY", BODY),
        "headers": _headers(os.environ.get("HUIYIN_SMS_HEADERS", "{}")),
        "secret": os.environ.get("HUIYIN_SMS_SECRET", "").strip(),
        "ok": _pattern(os.environ.get("HUIYIN_SMS_OK", "")),
        "timeout": _seconds(os.environ.get("HUIYIN_SMS_TIMEOUT", "10")),
    }


def _headers(text: str) -> dict[str, str]:
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
        raise ImproperlyConfigured('HUIYIN_SMS_HEADERS: JSON, e.g. {"Authorization": "Bearer {secret}"}') from None
    return found


def _pattern(text: str) -> str:
    try:
        re.compile(text)
    except re.error:
        raise ImproperlyConfigured("HUIYIN_SMS_OK: not a regular expression") from None
    return text


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0
    if not 0 < seconds <= 60:
        raise ImproperlyConfigured("HUIYIN_SMS_TIMEOUT: seconds, up to 60")
    return seconds
