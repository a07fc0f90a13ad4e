"""Nobody signs up by himself: accounts come from the committee's lists. What is said at the door is said in sentences."""

from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from huiyin.demo.door import refuse_from_afar
from huiyin.desk.doors import note


def own_origin(scheme: str, host: str) -> tuple[str, str]:
    """Scheme and host of this site as the office has set them (HUIYIN_ORIGINS, HUIYIN_HOSTS), else as it listens (HOST, PORT).

    `host` is what a visitor called it: it counts when HUIYIN_HOSTS allows that very name.
    """
    if settings.CSRF_TRUSTED_ORIGINS:
        own = urlsplit(settings.CSRF_TRUSTED_ORIGINS[0])
        return own.scheme, own.netloc
    if host.partition(":")[0] in settings.ALLOWED_HOSTS:
        return scheme, host
    return scheme, f"{settings.HOST}:{settings.PORT}"


class Adapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _("用户名和密码对不上。请再看一遍大小写；忘了密码，请找安全管理员重发激活单。"),
        "too_many_login_attempts": _(
            "连着错了 5 次。为了护住账号，请过 5 分钟再试；忘了密码，请找安全管理员重发激活单。"
        ),
        "account_inactive": _("这个账号停用了。请联系本会的安全管理员。"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> Any:
        if page := refuse_from_afar(request, user):
            raise ImmediateHttpResponse(page)
        return super().pre_login(request, user, **kwargs)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The link in a mail leads to this site, never to a name that whoever asked for it put into the Host header."""
        asked = urlsplit(super().get_reset_password_from_key_url(key))
        scheme, host = own_origin(asked.scheme, asked.netloc)
        return asked._replace(scheme=scheme, netloc=host).geturl()

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Five failures in five minutes close the door for that name (allauth's rate limit); that, too, is noted."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            note(request, str(credentials.get("username", "")), "locked")
            raise
