"""Where a webhook may go: out of the house, and to no machine inside it, whatever its name says now or says tomorrow.

The name is resolved here, every address that it has is judged, and the connection goes to the very address that was judged.
"""

import ipaddress
import socket
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from huiyin.kernel.refusal import Refused

TRANSLATED = ipaddress.ip_network("64:ff9b::/96")
"""NAT64: an IPv6 address that stands for an IPv4 one."""


@dataclass(frozen=True)
class Place:
    """A judged address: `ip` is what to connect to, `host` what certificate and Host header say."""

    host: str
    port: int
    ip: str
    tls: bool
    path: str


def judge(url: str) -> Place:
    """Errors: Refused with a sentence for what is no address, or lies inside."""
    parts, host, port = _parts(url)
    inside = f"{host}:{port}" in settings.HOOKS_INSIDE
    if parts.scheme != "https" and not inside:
        raise Refused(_("推送的地址要用 https://。"))
    found = _resolved(host, port)
    if not inside and not all(outside(one) for one in found):
        raise Refused(
            _("“{host}”在单位自己的网络里，不能推送到那里。确实要的，请装系统的人写进 HUIYIN_HOOKS_INSIDE。").format(
                host=host
            )
        )
    return Place(
        host, port, found[0], parts.scheme == "https", (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    )


def _parts(url: str) -> tuple[Any, str, int]:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        parts, host, port = urlsplit(""), "", None
    plain = url.isascii() and not any(sign.isspace() or ord(sign) < 32 for sign in url)
    if parts.scheme not in ("http", "https") or not host or parts.username or parts.password or not plain:
        raise Refused(_("这不是可以推送的地址。请写成 https://example.gov.cn/hook 这样，不带用户名和密码。"))
    return parts, host, port or (443 if parts.scheme == "https" else 80)


def _resolved(host: str, port: int) -> list[str]:
    try:
        rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Refused(_("找不到“{host}”。请核对推送的地址。").format(host=host)) from None
    return list(dict.fromkeys(str(row[4][0]) for row in rows))


def outside(text: str) -> bool:
    """Whether an address is out on the public network; one IPv6 that stands for an IPv4 is judged as that, or not believed."""
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return outside(str(address.ipv4_mapped))
        if address.sixtofour or address.teredo or address in TRANSLATED:
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved
