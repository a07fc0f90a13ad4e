"""Trips for investment with a form for the next one; and the quotas of a year against what was done."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from huiyin.desk.access import number_in, signed_in, visible
from huiyin.desk.initiatives.investing import PLANS
from huiyin.desk.lists.paging import capped, page_of
from huiyin.initiatives import raising
from huiyin.initiatives.investing import TRIP, leaders
from huiyin.initiatives.models import DIRECTIONS, PURPOSES, InvestYear, Trip
from huiyin.initiatives.panels import quotas as held
from huiyin.kernel import clock
from huiyin.kernel.models import Person
from huiyin.kernel.refusal import Refused
from huiyin.ui.forms import HuiyinForm, put_on

READS = (*PLANS, "secretary")


class TripForm(HuiyinForm):
    title = forms.CharField(
        label=gettext_lazy("去做什么"), max_length=100, help_text=gettext_lazy("例如：赴浙江考察装备制造")
    )
    direction = forms.ChoiceField(label=gettext_lazy("去还是来"), choices=DIRECTIONS, widget=forms.RadioSelect)
    purpose = forms.ChoiceField(label=gettext_lazy("为什么"), choices=PURPOSES, widget=forms.RadioSelect)
    on = forms.DateField(label=gettext_lazy("哪一天"))
    place = forms.CharField(label=gettext_lazy("去哪里，或请谁来"), max_length=120)
    leader = forms.ModelChoiceField(
        Person.objects.none(), label=gettext_lazy("谁带队"), required=False, empty_label=gettext_lazy("没有领导带队")
    )
    key = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, committee: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        one: Any = self.fields["leader"]
        one.queryset = Person.objects.filter(pk__in=[pk for pk, _name in leaders(_Of(committee.pk), None)]).order_by(
            "name"
        )
        one.label_from_instance = lambda person: person.name


class _Of:
    """As much of a case as the list of leaders asks for."""

    def __init__(self, committee_id: int) -> None:
        self.committee_id = committee_id


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(*READS)
def trips(request: Any) -> HttpResponse:
    """The newest first; POST by those who plan puts one more down."""
    plans = request.post.role in PLANS
    form = (
        TripForm(
            request.committee,
            request.POST or None,
            initial={"direction": "out", "purpose": "invest", "key": uuid.uuid4().hex},
        )
        if plans
        else None
    )
    if request.method == "POST" and form is not None and form.is_valid():
        data = dict(form.cleaned_data)
        key = data.pop("key")
        try:
            case = raising.trip(request.post, key=f"trip-{key[:40]}" if key else None, **data)
        except Refused as refusal:
            put_on(form, refusal)
        else:
            messages.success(request, _("列好了，编号 {number}。回来以后登记结果。").format(number=case.number))
            return HttpResponseRedirect(reverse("case", args=[case.uid]))
    rows = visible(Trip, request.post).exclude(state="arriving")
    page = page_of(rows.select_related("leader").order_by("-on", "-pk"), request, capped(rows))
    shown = [{"row": row, "state": TRIP.by_state[row.state].label} for row in page]
    words = {"page_obj": page, "rows": shown, "form": form}
    return render(
        request, "desk/initiatives/trips.html", words, status=422 if form is not None and form.errors else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(*READS)
def quotas(request: Any) -> HttpResponse:
    """`?year=`: the quotas of a year beside what was done. POST by those who plan begins the year and leads to its page."""
    today = clock.today()
    year = number_in(request.GET.get("year", "")) or today.year
    plans = request.post.role in PLANS
    if request.method == "POST" and plans:
        try:
            case = raising.year_of(request.post, year)
        except Refused as refusal:
            messages.error(request, str(refusal.sentence))
            return HttpResponseRedirect(reverse("quotas"))
        return HttpResponseRedirect(reverse("case", args=[case.uid]) + "?step=quota#step")
    there = visible(InvestYear, request.post).filter(year=year).first()
    words = {
        "year": year, "case": there, "rows": held(request.committee, there) if there else [], "plans": plans,
        "years": [one for one in (today.year + 1, today.year, today.year - 1) if one != year], "url": reverse("investments"),
    }  # fmt: skip
    return render(request, "desk/initiatives/quotas.html", words)
