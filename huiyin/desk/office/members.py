"""/settings/members/: the members as of a day, counted by what they are; and one of them from admission to leaving (`?member=`)."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.desk.access import number_of, signed_in
from huiyin.desk.office import rights
from huiyin.desk.office.shown import page_of, said, show, unsaid
from huiyin.kernel import clock
from huiyin.kernel.models import Post
from huiyin.kernel.refusal import Refused
from huiyin.people import members as register
from huiyin.people.models import Member, MemberAttribute
from huiyin.people.roles import ROLES
from huiyin.registers.models import Record, Tie
from huiyin.registers.shape import REGISTERS
from huiyin.registers.who import sees
from huiyin.ui.forms import HuiyinForm, put_on

BY = ("sector", "party", "level", "rank", "residence")
MOST = 12


@signed_in(*rights.MEMBERS)
def members(request: Any) -> HttpResponse:
    """`?on=` the day, `?by=` what they are counted by, `?text=` one of its values, `?q=`, `?left=1` those who left before. Or one: `?member=`."""
    if request.GET.get("member"):
        return one(request, number_of(request.GET["member"]))
    asked, today = request.GET, clock.today()
    day = day_in(asked.get("on", "")) or today
    by = asked.get("by", "") if asked.get("by") in BY else BY[0]
    q, left = asked.get("q", "").strip(), bool(asked.get("left"))
    base = (
        Member.objects.filter(committee=request.committee, ends__lt=day)
        if left
        else register.on(request.committee, day)
    )
    rows = base
    if q:
        rows = rows.filter(Q(person__name__icontains=q) | Q(person__username__iexact=q) | Q(number=q))
    if text := asked.get("text", ""):
        held = MemberAttribute.objects.filter(
            Q(begins=None) | Q(begins__lte=day), Q(ends=None) | Q(ends__gte=day), name=by
        )
        rows = rows.filter(pk__in=held.filter(text=text).values("member"))
    rows = rows.select_related("person").order_by("number", "person__username")
    page_obj = page_of(request, rows)
    held_on = register.attributes_on(page_obj, min(day, today) if not left else day)
    for row in page_obj:
        known = held_on[row.pk] if not left else register.attributes_on([row], row.ends)[row.pk] if row.ends else {}
        row.now = {name: "、".join(texts) for name, texts in known.items()}
    counted = register.counts(request.committee, day, by)
    return show(
        request, "members", _("委员"), page_obj=page_obj, q=q, day=day, given=asked.get("on", ""), by=by, text=text, left=left, today=today,
        labels=[(name, register.NAMES[name]) for name in BY], counted=counted[:MOST], more=max(len(counted) - MOST, 0), keeps=request.post.role in rights.BODIES,
    )  # fmt: skip


def day_in(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


class ChangeForm(HuiyinForm):
    name = forms.ChoiceField(label=gettext_lazy("哪一项"), choices=MemberAttribute.NAMES)
    text = forms.CharField(label=gettext_lazy("是什么"), max_length=100, help_text=gettext_lazy("层级写：全国政协委员、省政协委员、市政协委员、区县政协委员；一个人可以有几个层级、几个职务"))  # fmt: skip
    from_day = forms.DateField(label=gettext_lazy("从哪天起"))
    until = forms.DateField(label=gettext_lazy("到哪天止"), required=False)


class LeaveForm(HuiyinForm):
    way = forms.ChoiceField(
        label=gettext_lazy("怎么离任"), choices=list(register.WAYS.items()), widget=forms.RadioSelect
    )
    last_day = forms.DateField(label=gettext_lazy("最后一天"))
    decision = forms.CharField(
        label=gettext_lazy("谁决定的"), max_length=200, required=False, help_text=gettext_lazy("例如：区政协九届常委会第 18 次会议")
    )  # fmt: skip


def one(request: Any, pk: int) -> HttpResponse:
    """A member: what he was from when to when, his posts, what the registers say of him; a change, an end, his leaving. Errors: Http404."""
    member = Member.objects.filter(committee=request.committee, pk=pk).select_related("person").first()
    if member is None:
        raise Http404
    member.committee = request.committee
    kinds: dict[str, Any] = {"change": ChangeForm, "leave": LeaveForm}
    what = request.POST.get("do", "")
    bound = {name: kind(request.POST if what == name else None, prefix=name) for name, kind in kinds.items()}
    if request.method == "POST" and taken(request, member, what, bound):
        return redirect(f"{reverse('settings_members')}?member={member.uid}")
    held = member.attributes.order_by("name", "-begins", "-pk")
    posts = Post.objects.filter(committee=request.committee, person=member.person).order_by("-begins", "-pk")
    return show(
        request, "member", member.person.name, [(_("委员"), "settings_members")], member=member, attributes=[(row, register.NAMES[row.name]) for row in held],
        posts=[(row, ROLES.get(row.role, row.role)) for row in posts], change=bound["change"], leave=bound["leave"], told=told(request.post, member), today=clock.today(),
        status_form=next((form for form in bound.values() if form.is_bound and form.errors), None),
    )  # fmt: skip


def taken(request: Any, member: Member, what: str, bound: dict[str, Any]) -> bool:
    """Whether what was sent was done; otherwise the form says why not."""
    form = bound.get(what)
    try:
        if what == "end":
            row = member.attributes.filter(pk=number_of(request.POST.get("attribute", ""))).first()
            if row is None:
                raise Http404
            register.end(row, day_in(request.POST.get("until", "")) or clock.today(), as_=request.post)
        elif form is None or not form.is_valid():
            return False
        elif what == "change":
            register.change(member, as_=request.post, **form.cleaned_data)
        else:
            register.leave(member, as_=request.post, **form.cleaned_data)
    except Refused as refusal:
        if form is None:
            unsaid(request, refusal)
            return True
        put_on(form, refusal)
        return False
    said(request, _("{name}的变动记下了。").format(name=member.person.name))
    return True


def told(post: Post, member: Member) -> list[dict[str, Any]]:
    """The lines of registers that name him: enterprises, appointments, training, pairs. Two queries."""
    ties = Tie.objects.filter(committee=member.committee_id, person=member.person_id, voided_by=None).values("case")
    rows = Record.objects.filter(sees.twin(post), pk__in=ties).exclude(state="struck").order_by("register", "-pk")
    return [{"label": REGISTERS[row.register].label, "row": row} for row in rows[:100]]
