"""Nobody signs up by himself: accounts come from the committee's lists. What is said at the door is said in sentences."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from huiyin.desk.doors import note


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

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Five failures in five minutes close the door for that name (allauth's rate limit); that, too, is noted."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            note(request, str(credentials.get("username", "")), "locked")
            raise
