"""Somebody came from the platform's own sign-in: he is whoever has that user name here, or nobody.

Never by e-mail, which a provider may not have checked; never a new account; and once tied, always the same account.
"""

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.shortcuts import render
from django.utils.translation import gettext as _

from huiyin.desk.doors import note
from huiyin.kernel.models import Person


class Adapter(DefaultSocialAccountAdapter):
    def is_open_for_signup(self, request: Any, sociallogin: Any) -> bool:
        return False

    def populate_user(self, request: Any, sociallogin: Any, data: Any) -> Any:
        """Nobody is made of what a provider says, so none of it is taken over."""
        return sociallogin.user

    def pre_social_login(self, request: Any, sociallogin: Any) -> None:
        """Errors: ImmediateHttpResponse with a page that says why not."""
        if request.user.is_authenticated:
            raise ImmediateHttpResponse(refused(request, _("您已经登录了。要换一个人，请先退出。")))
        if sociallogin.is_existing:
            return
        name = claimed(sociallogin)
        person = Person.objects.filter(username=name).first() if name else None
        if person is None or not person.is_active:
            note(request, name, "failed")
            sentence = _("平台说您是“{name}”，这里没有叫这个用户名的在用账号。请联系本会的安全管理员。").format(
                name=name[:60]
            )
            raise ImmediateHttpResponse(refused(request, sentence))
        sociallogin.connect(request, person)

    def on_authentication_error(
        self, request: Any, provider: Any, error: Any = None, exception: Any = None, extra_context: Any = None
    ) -> None:
        raise ImmediateHttpResponse(
            refused(request, _("平台没有让您登录，或者它现在答不上来。请再试一次，或用用户名和密码登录。"))
        )


def claimed(sociallogin: Any) -> str:
    """The user name that the provider gave, from the claim that the office has named."""
    data = sociallogin.account.extra_data
    said = {**(data.get("id_token") or {}), **(data.get("userinfo") or {})} or data
    claim = sociallogin.provider.app.settings.get("claim", "preferred_username")
    found = said.get(claim)
    return found.strip() if isinstance(found, str) else ""


def refused(request: Any, sentence: str) -> Any:
    return render(request, "403.html", {"exception": sentence}, status=403)
