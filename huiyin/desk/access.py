"""Who may open a page, and which rows it shows. Unknown and foreign ids are the same: not found."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from huiyin.kernel.flow import FLOWS, Flow, flow_of
from huiyin.kernel.ids import from_text
from huiyin.kernel.models import Case, Post

View = Callable[..., HttpResponse]
KINDS_KEPT = 20_000
_kinds: dict[int, str] = {}


def signed_in(*roles: str) -> Callable[[View], View]:
    """Only for a person at work, in one of these roles (any role if none is named).

    A visitor goes to the sign-in page and comes back; anyone else gets a 403 page that says why.
    """

    def around(view: View) -> View:
        @wraps(view)
        def checked(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if request.post is None:
                raise PermissionDenied(_("您的账号现在没有在任的身份。请联系提案委办公室或系统管理员。"))
            if roles and request.post.role not in roles:
                # The 403 page names the acting post, so that the reader sees which one to change.
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return checked

    return around


def visible(model: Any, post: Post) -> QuerySet[Any]:
    """The rows of a kind (Proposal, Assignment) that this post may see, and no other committee's."""
    return model.objects.filter(flow_for(model).sees.twin(post), committee=post.committee_id)


def flow_for(model: Any) -> Flow:
    """The flow of a kind's model. Errors: KeyError for a model that no flow declares."""
    for flow in FLOWS.values():
        if flow.Model is model:
            return flow
    raise KeyError(model)


def number_of(uid: str) -> int:
    """The id behind an address. Errors: Http404 for what is none."""
    try:
        number = from_text(uid)
    except ValueError:
        raise Http404 from None
    if not uid or number >= 1 << 63:
        raise Http404
    return number


def onward(request: Any) -> str:
    """The page of ours to which an act should lead (`then`), as a list asks for it; nothing for a foreign address."""
    url = request.POST.get("then", "") or request.GET.get("then", "")
    return url if url and url_has_allowed_host_and_scheme(url, {request.get_host()}) else ""


def number_in(text: str) -> int | None:
    """A small whole number as a form sends it; nothing for anything else (² is a digit to Python, and no number)."""
    return int(text) if text.isdecimal() and len(text) < 10 else None


def get_case(request: HttpRequest, uid: str, *related: str) -> Any:
    """The row of the case's own kind, if this post may see it. Errors: Http404 otherwise. One or two queries."""
    post: Post = request.post  # type: ignore[attr-defined]
    pk = number_of(uid)
    kind = kind_of(pk)
    if kind not in FLOWS:
        raise Http404
    case = visible(flow_of(kind).Model, post).filter(pk=pk).select_related("session", *related).first()
    if case is None:
        raise Http404
    case.committee = post.committee
    return case


def kind_of(pk: int) -> str:
    """The kind of a case, which never changes and so is asked for once; nothing for no case at all."""
    if pk not in _kinds:
        kind = Case.objects.filter(pk=pk).values_list("kind", flat=True).first()
        if kind is None:
            return ""
        if len(_kinds) >= KINDS_KEPT:
            _kinds.clear()
        _kinds[pk] = kind
    return _kinds[pk]
