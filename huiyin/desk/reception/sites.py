"""The register of sites: where they are, who belongs to them, who is on duty when, and the sheet with the QR code for the door."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from huiyin.desk.access import number_of, signed_in
from huiyin.kernel import clock
from huiyin.kernel.models import Committee, Organisation, Person
from huiyin.kernel.refusal import Refused
from huiyin.people.models import Member
from huiyin.places import roster
from huiyin.places import sites as places
from huiyin.places.models import KINDS, LEVELS, Duty, Site, SiteMember
from huiyin.portal import qr
from huiyin.ui.forms import HuiyinForm, put_on

KEEPS = ("general_office", "system_admin")
READS = ("station", "member", "leader", *KEEPS)
AHEAD = 60


class SiteForm(HuiyinForm):
    name = forms.CharField(
        label=gettext_lazy("名称"), max_length=100, help_text=gettext_lazy("例如：城北街道委员联络站")
    )
    site_kind = forms.ChoiceField(label=gettext_lazy("种类"), choices=KINDS)
    level = forms.ChoiceField(label=gettext_lazy("层级"), choices=LEVELS)
    area = forms.ModelChoiceField(
        Organisation.objects.none(), label=gettext_lazy("在哪里"), required=False, empty_label=gettext_lazy("不选")
    )
    address = forms.CharField(label=gettext_lazy("地址"), max_length=200, required=False)
    phone = forms.CharField(label=gettext_lazy("电话"), max_length=40, required=False)
    opened_on = forms.DateField(label=gettext_lazy("哪天设立的"), required=False)
    grade = forms.IntegerField(
        label=gettext_lazy("星级"), min_value=0, max_value=5, initial=0, help_text=gettext_lazy("没有评过填 0")
    )
    hours = forms.CharField(
        label=gettext_lazy("委员接待的时间"), max_length=100, required=False, help_text=gettext_lazy("例如：每周三上午")
    )
    field = forms.CharField(
        label=gettext_lazy("工作领域"), max_length=100, required=False,
        help_text=gettext_lazy("服务队、工作室按领域收委员时写，例如：医药卫生、教育"),
    )  # fmt: skip
    capacity = forms.IntegerField(
        label=gettext_lazy("最多几位委员"), min_value=0, max_value=999, required=False,
        help_text=gettext_lazy("不填，按规则；填 0，划站时不算它"),
    )  # fmt: skip

    def __init__(self, committee: Committee, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        area: Any = self.fields["area"]
        area.queryset = Organisation.objects.filter(
            committee=committee, kind__in=("township", "village"), ends=None
        ).order_by("kind", "name")


@require_safe
@signed_in(*READS)
def listed(request: Any) -> HttpResponse:
    """Every site with its people and what it still owes; and which townships have none (coverage, S1-27)."""
    committee = request.committee
    now = Q(people__ends=None)
    rows = places.existing(committee).annotate(
        members=Count("people", filter=now, distinct=True),
        waiting=Count(
            "voices",
            filter=Q(voices__finished=False, voices__state__in=("received", "problem", "to_echo")),
            distinct=True,
        ),
    )
    covered = {row.area_id for row in rows} | {row.area.parent_id for row in rows if row.area}
    towns = Organisation.objects.filter(committee=committee, kind="township", ends=None).order_by("name")
    missing = [town.name for town in towns if town.pk not in covered]
    inside = SiteMember.objects.filter(committee=committee, ends=None).values("person")
    outside = Member.objects.filter(committee=committee, ends=None).exclude(person__in=inside).count()
    return render(
        request,
        "desk/reception/sites.html",
        {"rows": rows, "missing": missing, "outside": outside, "keeps": request.post.role in KEEPS},
    )


@signed_in(*KEEPS)
def new(request: Any) -> HttpResponse:
    form = SiteForm(request.committee, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            site = places.add(request.committee, as_=request.post, **form.cleaned_data)
            messages.success(request, _("{name}设好了。").format(name=site.name))
            return HttpResponseRedirect(reverse("site", args=[site.uid]))
        except Refused as refusal:
            put_on(form, refusal)
    return render(
        request, "desk/reception/site_form.html", {"form": form, "site": None}, status=422 if form.errors else 200
    )


@signed_in(*KEEPS)
def change(request: Any, uid: str) -> HttpResponse:
    site = _found(request, uid)
    initial = {name: getattr(site, name) for name in places.FIELDS}
    form = SiteForm(request.committee, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            places.change(site, as_=request.post, **form.cleaned_data)
            messages.success(request, _("改好了。"))
            return HttpResponseRedirect(reverse("site", args=[site.uid]))
        except Refused as refusal:
            put_on(form, refusal)
    return render(
        request, "desk/reception/site_form.html", {"form": form, "site": site}, status=422 if form.errors else 200
    )


@require_safe
@signed_in(*READS)
def one(request: Any, uid: str) -> HttpResponse:
    """The site's page: who belongs to it, the roster ahead, and the address behind its QR code."""
    site = _found(request, uid)
    today = clock.today()
    people = list(SiteMember.objects.filter(site=site, ends=None).select_related("person").order_by("person__name"))
    people.sort(key=lambda row: [code for code, _label in SiteMember.ROLES].index(row.role))
    duties = (
        Duty.objects.filter(site=site, on__gte=today, on__lte=today + timedelta(days=AHEAD))
        .select_related("person")
        .order_by("on")
    )
    members = (
        Member.objects.filter(committee=request.committee, ends=None)
        .exclude(person__in=[row.person_id for row in people])
        .select_related("person")
        .order_by("person__name")
    )
    words = {
        "site": site,
        "people": people,
        "duties": duties,
        "members": members,
        "keeps": _keeps(request, site),
        "manages": request.post.role in KEEPS,
        "roles": SiteMember.ROLES,
        "every": roster.EVERY,
    }
    return render(request, "desk/reception/site.html", words | _door(request, site))


@require_safe
@signed_in(*READS)
def sheet(request: Any, uid: str) -> HttpResponse:
    """A sheet to print and put up at the door."""
    site = _found(request, uid)
    return render(request, "desk/reception/door.html", {"site": site} | _door(request, site))


@require_POST
@signed_in("station", *KEEPS)
def keep(request: Any, uid: str) -> HttpResponse:
    """`do`: join, leave, duty, duty_off, end, reopen. The head of a site keeps its own people and roster."""
    site = _found(request, uid)
    do = request.POST.get("do", "")
    if not _keeps(request, site) or (do in ("end", "reopen") and request.post.role not in KEEPS):
        raise Http404
    try:
        _do(request, site, do)
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
    return HttpResponseRedirect(reverse("site", args=[site.uid]))


def _do(request: Any, site: Site, do: str) -> None:
    post = request.post
    if do == "join":
        places.join(site, _person(request), as_=post, role=_one_of(request, "role", dict(SiteMember.ROLES), "member"))
    elif do == "duty":
        try:
            day = forms.DateField().clean(request.POST.get("on", ""))
        except forms.ValidationError:
            raise Refused(_("请选值班的日期。")) from None
        _roster(request, site, day)
    elif do == "leave":
        places.leave(_row(SiteMember, site, request), as_=post)
    elif do == "duty_off":
        places.off_duty(_row(Duty, site, request), as_=post)
    elif do == "end":
        places.end(site, as_=post)
    elif do == "reopen":
        places.reopen(site, as_=post)
    else:
        raise Refused(_("没有这件事可做。请刷新页面。"))


def _roster(request: Any, site: Site, day: Any) -> None:
    """`person` (or `turns` for all of the site), from a day, `every` week or month, `until`."""
    try:
        until = forms.DateField(required=False).clean(request.POST.get("until", ""))
    except forms.ValidationError:
        raise Refused(_("请填排到哪天，最多排一年。")) from None
    on = roster.days(day, _one_of(request, "every", dict(roster.EVERY), "once"), until)
    if request.POST.get("person") == "turns":
        rows = SiteMember.objects.filter(site=site, ends=None).select_related("person").order_by("person__name", "pk")
        people = [row.person for row in rows]
    else:
        people = [_person(request)]
    n = roster.arrange(site, people, on, as_=request.post)
    messages.success(request, _("排了 {n} 天。").format(n=n))


def _row(model: Any, site: Site, request: Any) -> Any:
    row = model.objects.filter(site=site, pk=number_of(request.POST.get("row", ""))).first()
    if row is None:
        raise Refused(_("这一行已经不在了。请刷新页面。"))
    return row


def _person(request: Any) -> Person:
    uid = request.POST.get("person", "")
    found = Person.objects.filter(pk=number_of(uid), memberships__committee=request.committee).first() if uid else None
    if found is None:
        raise Refused(_("请选一位委员。"))
    return found


def _one_of(request: Any, name: str, choices: dict[str, Any], default: str) -> str:
    value = request.POST.get(name, default)
    return value if value in choices else default


def _keeps(request: Any, site: Site) -> bool:
    return request.post.role in KEEPS or (request.post.role == "station" and request.post.organisation_id == site.pk)


def _found(request: Any, uid: str) -> Site:
    site = Site.objects.filter(pk=number_of(uid), committee=request.committee).select_related("area").first()
    if site is None:
        raise Http404
    site.committee = request.committee
    return site


def _door(request: Any, site: Site) -> dict[str, Any]:
    where = request.build_absolute_uri(reverse("voice_door", args=[site.door]))
    side, squares = qr.path_of(where)
    return {"where": where, "side": side, "squares": squares}
