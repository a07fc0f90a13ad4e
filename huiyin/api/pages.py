"""/settings/api/: one's tokens and calendar. /settings/hooks/: whom the committee tells, and what arrived."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.api import hooks, tokens
from huiyin.api.models import Hook, HookDelivery, Token
from huiyin.desk.access import number_of, signed_in
from huiyin.desk.office import rights
from huiyin.desk.office.shown import page_of, said, show
from huiyin.kernel import clock
from huiyin.kernel.models import Post
from huiyin.kernel.refusal import Refused
from huiyin.people.roles import WORKERS
from huiyin.ui.forms import HuiyinForm, put_on


class TokenForm(HuiyinForm):
    post = forms.CharField(widget=forms.HiddenInput)
    name = forms.CharField(
        label=gettext_lazy("做什么用"), max_length=60, help_text=gettext_lazy("例如：区政府办公系统")
    )
    scope = forms.ChoiceField(
        label=gettext_lazy("能做什么"), choices=Token.SCOPES, widget=forms.RadioSelect, initial="read",
        help_text=gettext_lazy("看到的、办得了的，与这个身份在页面上一样，不会更多。"),
    )  # fmt: skip
    days = forms.IntegerField(
        label=gettext_lazy("用多少天"), min_value=1, max_value=tokens.LONGEST, initial=180,
        help_text=gettext_lazy("到期自己失效；身份结束或者换了人，也马上失效。"),
    )  # fmt: skip


class HookForm(HuiyinForm):
    name = forms.CharField(label=gettext_lazy("推给谁"), max_length=60)
    url = forms.CharField(
        label=gettext_lazy("地址"), max_length=500, help_text=gettext_lazy("https:// 开头。单位自己网络里的地址不推。")
    )
    post = forms.ChoiceField(label=gettext_lazy("按哪个身份看得到的推"))
    steps = forms.CharField(
        label=gettext_lazy("只推这些"), max_length=500, required=False,
        help_text=gettext_lazy("案子的代码，或“代码.步骤”，用空格隔开，例如 proposal.file assignment。不填就都推。"),
    )  # fmt: skip


def followed(request: Any) -> list[Post]:
    """Posts in office that a webhook may follow."""
    rows = Post.objects.filter(committee=request.committee, person__is_active=True, role__in=WORKERS).select_related(
        "person", "organisation", "committee"
    )
    return [post for post in rows.order_by("role", "pk") if tokens.alive(post)]


def labelled(posts: list[Post]) -> list[tuple[str, str]]:
    return [(post.uid, f"{post.person.name}（{post.title}）" if post.person else post.title) for post in posts]


@signed_in()
def tokens_page(request: Any) -> HttpResponse:
    """`end`: the uid of one that is taken back. A new secret is in the answer to its own POST and nowhere else.

    `post` is the one that the form was drawn for: who changed his post in another tab makes none for the wrong one.
    """
    admin = request.post.role in rights.SYSTEM
    if ending := request.POST.get("end", ""):
        one = get_object_or_404(Token.objects.select_related("post"), pk=number_of(ending), committee=request.committee)
        if not admin and one.post_id != request.post.pk:
            return redirect("settings_api")
        tokens.end(one, by=request.post)
        said(request, _("“{name}”停用了，马上不能再用。").format(name=one.name))
        return redirect("settings_api")
    form = TokenForm(request.POST if request.method == "POST" else None, initial={"post": request.post.uid})
    made = secret = None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            if data["post"] != request.post.uid:
                raise Refused(_("您的身份换过了，没有建。请看清是哪个身份，再按一次。"))
            made, secret = tokens.make(
                request.post, by=request.post, name=data["name"], scope=data["scope"], days=data["days"]
            )
        except Refused as refusal:
            form.data = {**request.POST.dict(), "post": request.post.uid}
            put_on(form, refusal)
    rows = Token.objects.filter(committee=request.committee, ended_at=None, ends_at__gt=clock.now())
    rows = (rows if admin else rows.filter(post=request.post)).select_related("post", "post__person").order_by("-pk")
    feed = (
        request.build_absolute_uri(reverse("calendar_feed", args=[secret])) if made and made.scope == "calendar" else ""
    )
    response = show(
        request, "api", _("接口和日历"), form=form, rows=rows[:200], made=made, secret=secret, feed=feed,
        api=request.build_absolute_uri("/api/v1/"),
    )  # fmt: skip
    response["Cache-Control"] = "private, no-store"
    return response


@signed_in(*rights.SYSTEM)
def hooks_page(request: Any) -> HttpResponse:
    """`end`: a webhook's uid; `again`: a delivery's, to be sent once more."""
    if ending := request.POST.get("end", ""):
        hooks.end(get_object_or_404(Hook, pk=number_of(ending), committee=request.committee), by=request.post)
        said(request, _("停用了。"))
        return redirect("settings_hooks")
    if once_more := request.POST.get("again", ""):
        hooks.again(get_object_or_404(HookDelivery, pk=number_of(once_more), committee=request.committee))
        said(request, _("一分钟内再送一次，编号不变。"))
        return redirect("settings_hooks")
    posts = followed(request)
    form = HookForm(request.POST if request.method == "POST" else None)
    form.fields["post"].choices = labelled(posts)  # type: ignore[attr-defined]
    made = None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            post = next(post for post in posts if post.uid == data["post"])
            made = hooks.make(request.post, post=post, name=data["name"], url=data["url"], steps=data["steps"])
        except Refused as refusal:
            put_on(form, refusal)
    rows = Hook.objects.filter(committee=request.committee, ended_at=None).select_related("post").order_by("pk")
    log = HookDelivery.objects.filter(committee=request.committee).select_related("hook").order_by("-pk")
    response = show(
        request, "hooks", _("推送"), form=form, rows=rows, made=made, page_obj=page_of(request, log), now=clock.now()
    )
    response["Cache-Control"] = "private, no-store"
    return response
