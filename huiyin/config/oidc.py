"""Sign-in by the platform's own accounts (OpenID Connect), off unless the environment names a provider.

Nobody gets an account by it: the provider says who somebody is, by the user name that the security administrator gave him here.
"""

import os
from typing import Any
from urllib.parse import urlsplit

PROVIDER = "platform"


def oidc() -> dict[str, Any]:
    """What allauth wants to hear: {} where no provider is set."""
    url = os.environ.get("HUIYIN_OIDC_URL", "")
    if not url:
        return {}
    return providers(
        url, os.environ.get("HUIYIN_OIDC_ID", ""), os.environ.get("HUIYIN_OIDC_SECRET", ""),
        os.environ.get("HUIYIN_OIDC_NAME", "统一身份认证"), os.environ.get("HUIYIN_OIDC_CLAIM", "preferred_username"),
    )  # fmt: skip


def providers(url: str, client: str, secret: str, name: str, claim: str) -> dict[str, Any]:
    app = {
        "provider_id": PROVIDER,
        "name": name,
        "client_id": client,
        "secret": secret,
        "settings": {"server_url": url, "claim": claim},
    }
    return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}


def origins(found: dict[str, Any]) -> list[str]:
    """Where the button of the sign-in page may lead (Content-Security-Policy, form-action)."""
    urls = [urlsplit(app["settings"]["server_url"]) for one in found.values() for app in one["APPS"]]
    return [f"{url.scheme}://{url.netloc}" for url in urls]
