"""Consultations for anyone: what was published, and the page behind the QR code at the door, to check in by and to say how it was."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.activities.attending import here
from huiyin.activities.models import Activity
from huiyin.activities.rules import COMERS
from huiyin.consultations.effects import about_now
from huiyin.consultations.models import VIEWS, Consultation, Opinion, PublicConsultation
from huiyin.kernel.act import act
from huiyin.kernel.ids import from_text
from huiyin.kernel.models import Committee
from huiyin.kernel.refusal import Refused
from huiyin.portal import gate
from huiyin.portal.house import committee_of, show
from huiyin.reception.raising import public_post
from huiyin.ui.forms import HuiyinForm

A_PAGE = 30
RATED = "rated"
FEWEST = 5
"""Fewer ratings than these are not shown: one could tell who said what."""
MOST = 300
"""So many ratings of one consultation from one address within the hour are somebody's script."""


def published(committee: Committee) -> Any:
    return PublicConsultation.objects.filter(committee=committee, until=None, voided_by=None).select_related(
        "case__consultation__site"
    )


@require_safe
def listed(request: Any, code: str) -> HttpResponse:
    committee = committee_of(code)
    page = Paginator(published(committee).order_by("-at", "-pk"), A_PAGE).get_page(request.GET.get("page"))
    return show(request, committee, "consultations", {"page_obj": page})


@require_safe
def one(request: Any, code: str, uid: str) -> HttpResponse:
    """The summary as it was published; taken down, it is gone with the next request."""
    committee = committee_of(code)
    try:
        row = published(committee).filter(pk=from_text(uid)).first()
    except ValueError:
        row = None
    if row is None:
        raise Http404
    rows = Opinion.objects.filter(case=row.case_id, until=None, voided_by=None)
    counted = dict(rows.filter(about="handling").values_list("view").annotate(n=Count("pk")))
    views = [(label, counted.get(view, 0)) for view, label in VIEWS] if sum(counted.values()) >= FEWEST else []
    return show(request, committee, "consultation", {"row": row, "case": row.case.consultation, "views": views})


class RatingForm(HuiyinForm):
    about = forms.ChoiceField(label=gettext_lazy("评什么"), widget=forms.RadioSelect)
    view = forms.ChoiceField(label=gettext_lazy("您满意吗"), choices=VIEWS, widget=forms.RadioSelect)
    words = forms.CharField(
        label=gettext_lazy("想说的话"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("不用写姓名电话"),
    )  # fmt: skip

    def __init__(self, case: Consultation, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        about: Any = self.fields["about"]
        about.choices = about_now(case, None)
        about.initial = about.choices[-1][0]


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def at_door(request: Any, door: str) -> HttpResponse:
    """Before and during the meeting: check in. Afterwards: say how it was. The code in the address is what hangs at the door."""
    row = Activity.objects.filter(door=door.lower()).select_related("committee", "parent__consultation").first()
    if row is None:
        raise Http404
    whole = row.parent.consultation if row.parent_id and row.parent and row.parent.kind == "consultation" else None
    rating = whole is not None and row.state == "held" and whole.state not in ("noticed", "cancelled")
    form = RatingForm(whole, request.POST or None) if rating and whole is not None else None
    if request.method == "POST":
        if row.state == "planned":
            return _check_in(request, row)
        if form is not None and whole is not None and form.is_valid() and _rate(request, whole, form):
            return HttpResponseRedirect(request.path)
    return _door_page(request, row, whole, form)


def _door_page(request: Any, row: Activity, whole: Consultation | None, form: Any) -> HttpResponse:
    post: Any = getattr(request, "post", None)
    mine = post is not None and post.committee_id == row.committee_id and post.role in COMERS
    words = {
        "row": row, "whole": whole, "form": form, "mine": mine, "name": post.person.name if mine and post.person else "",
        "came": mine and here(row).filter(person=post.person_id).exists(),
    }  # fmt: skip
    return show(request, row.committee, "door", words, status=422 if form is not None and form.errors else 200)


def _check_in(request: Any, row: Activity) -> HttpResponse:
    post: Any = getattr(request, "post", None)
    if post is None:
        return HttpResponseRedirect(f"{reverse('account_login')}?next={request.path}")
    if post.committee_id != row.committee_id or post.role not in COMERS:
        raise Http404
    try:
        act(row, "check_in", as_=post, code=row.door)
        messages.success(request, _("签到好了。"))
    except Refused as refusal:
        messages.info(request, str(refusal.sentence))
    return HttpResponseRedirect(request.path)


def _rate(request: Any, case: Consultation, form: Any) -> bool:
    """Once for each browser and each of the two ratings; a member's own rating is his, whatever the browser."""
    post: Any = getattr(request, "post", None)
    facts = {name: value for name, value in form.cleaned_data.items() if value}
    own = post is not None and post.role == "member" and post.committee_id == case.committee_id
    mark = f"{case.uid}-{facts['about']}"
    done = request.session.get(RATED, [])
    name = f"rated:{case.pk}:{gate.address_of(request)}"
    if not own and mark in done:
        form.add_error(None, _("您已经评过了，一个人评一次。"))
        return False
    if not own and gate.bump(name, 3600) > MOST:
        form.add_error(None, _("同一个地方刚才评得太多了，请过一会儿再来。"))
        return False
    try:
        act(case, "rate", as_=post if own else public_post(case.committee), **facts)
    except Refused as refusal:
        form.add_error(None, str(refusal.sentence))
        return False
    if not own:
        request.session[RATED] = [mark, *done][:50]
    messages.success(request, _("谢谢，记下了。"))
    return True
