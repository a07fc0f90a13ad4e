"""Elder mode 长辈模式: one tap, kept in a cookie for a year, no account needed."""

from django.http import HttpRequest, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

COOKIE = "elder"
YEAR = 365 * 24 * 3600


def is_elder(request: HttpRequest) -> bool:
    return request.COOKIES.get(COOKIE) == "1"


@require_POST
def switch(request: HttpRequest) -> HttpResponseRedirect:
    """Turn elder mode on or off (field `on`: 1 or 0) and go back to `next`; mount it with the name `elder`."""
    target = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        target = "/"
    response = HttpResponseRedirect(target)
    if request.POST.get("on") == "1":
        response.set_cookie(COOKIE, "1", max_age=YEAR, samesite="Lax", httponly=True, secure=request.is_secure())
    else:
        response.delete_cookie(COOKIE, samesite="Lax")
    return response
