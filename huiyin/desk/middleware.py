"""Who acts: every request knows the post in which its person works, and what a page's head and foot show."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse

from huiyin.desk.page_data import page_data
from huiyin.kernel import clock
from huiyin.kernel.models import Committee, Post

SESSION_KEY = "post"


class ActingAs:
    """Sets `request.post` (a Post with committee, organisation, person, or None), `request.posts`, `request.committee`.

    The chosen post stands in the session; one that is over, or that was never this person's, is passed over in silence.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        request.posts = posts_of(request)
        request.post = chosen(request)
        request.committee: Committee | None = request.post.committee if request.post else None  # type: ignore[misc]
        request.page_data = lambda: page_data(request)
        return self.get_response(request)


def posts_of(request: Any) -> list[Post]:
    """The posts that the signed-in person holds today, oldest first; none for a visitor (and no query)."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
        return []
    today = clock.today()
    begun, lasting = Q(begins=None) | Q(begins__lte=today), Q(ends=None) | Q(ends__gte=today)
    held = Post.objects.filter(begun, lasting, person=request.user).exclude(role="system")
    found = list(held.select_related("committee", "organisation").order_by("pk"))
    for post in found:
        post.person = request.user._wrapped if hasattr(request.user, "_wrapped") else request.user
    return found


def chosen(request: Any) -> Post | None:
    """The post named in the session if it is among the person's own, else the first."""
    if not request.posts:
        return None
    wanted = request.session.get(SESSION_KEY)
    return next((post for post in request.posts if post.pk == wanted), request.posts[0])
