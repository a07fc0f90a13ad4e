"""Acting as another of one's own posts."""

from typing import Any

from django.http import HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from huiyin.desk.access import signed_in
from huiyin.desk.middleware import SESSION_KEY


@require_POST
@signed_in()
def switch(request: Any) -> HttpResponseRedirect:
    """Field `post`: the id of a post of one's own; any other is passed over. Goes to `next`, else to one's work."""
    wanted = request.POST.get("post", "")
    for post in request.posts:
        if str(post.pk) == wanted:
            request.session[SESSION_KEY] = post.pk
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        target = "/work/"
    return HttpResponseRedirect(target)
