"""/settings/people/: accounts and posts, in the hands of the security administrator. Nobody acts on himself."""

from datetime import timedelta
from typing import Any

from django import forms
from django.db import transaction
from django.db.models import Prefetch, Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from huiyin.desk.access import number_of, signed_in
from huiyin.desk.office import rights
from huiyin.desk.office.shown import page_of, said, show, show_form, unsaid
from huiyin.kernel import clock
from huiyin.kernel.models import Committee, Organisation, Person, Post
from huiyin.kernel.refusal import Refused
from huiyin.people import accounts, posts
from huiyin.people.roles import NOBODYS, ROLES
from huiyin.ui.forms import HuiyinForm, put_on


class PostForm(HuiyinForm):
    role = forms.ChoiceField(label=gettext_lazy("身份"), choices=[(c, n) for c, n in ROLES.items() if c not in NOBODYS])
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=gettext_lazy("哪个单位的"), required=False, empty_label=gettext_lazy("不选"),
        help_text=gettext_lazy("交办机关、承办单位、联络站的人要选，别的身份不选。"),
    )  # fmt: skip
    begins = forms.DateField(label=gettext_lazy("从哪天起"), required=False, help_text=gettext_lazy("不填就是现在起"))

    def __init__(self, committee: Committee, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lasting = Q(ends=None) | Q(ends__gte=clock.today())
        bodies = Organisation.objects.filter(lasting, committee=committee, kind__in=("unit", "assigning", "site"))
        self.fields["organisation"].queryset = bodies.order_by("kind", "name")  # type: ignore[attr-defined]


class PersonForm(PostForm):
    name = forms.CharField(label=gettext_lazy("姓名"), max_length=60)
    username = forms.CharField(
        label=gettext_lazy("用户名"), max_length=60, required=False, help_text=gettext_lazy("不填就自动编一个")
    )
    phone = forms.CharField(label=gettext_lazy("手机"), max_length=40, required=False)
    email = forms.EmailField(label=gettext_lazy("邮箱"), max_length=200, required=False)
    field_order = ["name", "username", "phone", "email", "role", "organisation", "begins"]


@signed_in(*rights.SECURITY)
def people(request: Any) -> HttpResponse:
    q, role = request.GET.get("q", "").strip(), request.GET.get("role", "")
    rows = Person.objects.filter(posts__committee=request.committee)
    if role in ROLES:
        rows = rows.filter(posts__in=posts.in_office(request.committee).filter(role=role))
    if q:
        rows = rows.filter(Q(name__icontains=q) | Q(username__icontains=q) | Q(phone__startswith=q))
    held = Prefetch("posts", posts.in_office(request.committee), to_attr="held")
    rows = rows.distinct().order_by("username").prefetch_related(held)
    roles = [(code, label) for code, label in ROLES.items() if code not in NOBODYS]
    return show(request, "people", _("账号和身份"), page_obj=page_of(request, rows), q=q, role=role, roles=roles)


@signed_in(*rights.SECURITY)
def person_new(request: Any) -> HttpResponse:
    form = PersonForm(request.committee, request.POST or None, initial={"role": "proposal_office"})
    if request.method == "POST" and form.is_valid():
        try:
            person = added(request, form.cleaned_data)
        except Refused as refusal:
            put_on(form, refusal)
        else:
            said(
                request,
                _("{name}的账号建好了，用户名 {username}。请给他打印激活单。").format(
                    name=person.name, username=person.username
                ),
            )
            return redirect("settings_person", person.uid)
    crumbs = [(_("账号和身份"), "settings_people")]
    return show_form(request, form, _("添一个人"), _("建账号"), "/settings/people/", crumbs)


def added(request: Any, data: dict[str, Any]) -> Person:
    with transaction.atomic():
        username = data["username"].strip() or accounts.Usernames().free(accounts.prefix_for(data["role"]))
        accounts.check_username(username)
        person = accounts.new_person(data["name"].strip(), username, data["phone"].strip(), data["email"])
        posts.give(
            request.committee, person, data["role"], as_=request.post, organisation=data["organisation"],
            begins=data["begins"],
        )  # fmt: skip
    return person


@signed_in(*rights.SECURITY)
def person(request: Any, uid: str) -> HttpResponse:
    """One person: posts (with those that are over), the account, a form for another post."""
    who = found(request, uid)
    form = PostForm(request.committee, request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            post = posts.give(
                request.committee, who, data["role"], as_=request.post, organisation=data["organisation"],
                begins=data["begins"],
            )  # fmt: skip
        except Refused as refusal:
            put_on(form, refusal)
        else:
            said(request, _("{name}担任“{title}”了。").format(name=who.name, title=post.title))
            return redirect("settings_person", who.uid)
    held = Post.objects.filter(committee=request.committee, person=who).select_related("organisation").order_by("-pk")
    today = clock.today()
    return show(
        request, "person", who.name, [(_("账号和身份"), "settings_people")], form=form, who=who, held=held, today=today,
        tomorrow=today + timedelta(days=1), elsewhere=accounts.elsewhere(who, request.committee), self=who == request.user,
    )  # fmt: skip


@require_POST
@signed_in(*rights.SECURITY)
def post_end(request: Any, uid: str) -> HttpResponse:
    """End a post from today on; fields: from_day (today when empty)."""
    post = Post.objects.filter(pk=number_of(uid), committee=request.committee).exclude(role__in=NOBODYS).first()
    if post is None or post.person is None:
        raise Http404
    post.committee = request.committee
    try:
        day = forms.DateField(required=False).clean(request.POST.get("from_day", "")) or clock.today()
        posts.end(post, day, as_=request.post)
    except forms.ValidationError:
        unsaid(request, Refused(_("日期没看懂。请写成 2026-06-29 的样子。")))
    except Refused as refusal:
        unsaid(request, refusal)
    else:
        said(request, _("从{day}起不再是“{title}”。").format(day=clock.day_words(day), title=post.title))
    return redirect("settings_person", post.person.uid)


@require_POST
@signed_in(*rights.SECURITY)
def person_switch(request: Any, uid: str) -> HttpResponse:
    """Disable an account (field `on` empty) or open it again; field `reason`."""
    who = found(request, uid)
    on = bool(request.POST.get("on"))
    try:
        accounts.switch(who, on, as_=request.post, reason=request.POST.get("reason", ""))
    except Refused as refusal:
        unsaid(request, refusal)
    else:
        said(
            request,
            _("{name}的账号开了。").format(name=who.name)
            if on
            else _("{name}的账号停了，已登录的也退出了。").format(name=who.name),
        )
    return redirect("settings_person", who.uid)


def found(request: Any, uid: str) -> Person:
    who = Person.objects.filter(pk=number_of(uid), posts__committee=request.committee).distinct().first()
    if who is None:
        raise Http404
    return who
