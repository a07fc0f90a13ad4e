"""The language-model assistant as the environment describes it (docs/operations.md). Without an address there is none."""

import os
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured


def assistant() -> dict[str, Any]:
    """url ("" without one), model, key, timeout (seconds), anywhere (may it stand outside the intranet?).

    Errors: ImproperlyConfigured names the variable that cannot be read, never its value.
    """
    url = os.environ.get("HUIYIN_ASSISTANT_URL", "").strip().rstrip("/")
    if url and (urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname):
        raise ImproperlyConfigured("HUIYIN_ASSISTANT_URL: a whole address, http://…/v1")
    model = os.environ.get("HUIYIN_ASSISTANT_MODEL", "").strip()
    if url and not model:
        raise ImproperlyConfigured("HUIYIN_ASSISTANT_MODEL: the name of the model, as the endpoint knows it")
    try:
        seconds = float(os.environ.get("HUIYIN_ASSISTANT_TIMEOUT", "30"))
    except ValueError:
        seconds = 0
    if not 0 < seconds <= 120:
        raise ImproperlyConfigured("HUIYIN_ASSISTANT_TIMEOUT: seconds, up to 120")
    return {
        "url": url,
        "model": model,
        "key": os.environ.get("HUIYIN_ASSISTANT_KEY", "").strip(),
        "timeout": seconds,
        "anywhere": os.environ.get("HUIYIN_ASSISTANT_ANYWHERE") == "1",
    }
