"""/settings/bodies/: units, assigning offices, sectors, townships, villages: list, add, mend, end."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from huiyin.desk.access import number_of, signed_in
from huiyin.desk.office import rights
from huiyin.desk.office.shown import page_of, said, show, show_form, unsaid
from huiyin.kernel.models import Committee, Organisation
from huiyin.kernel.refusal import Refused
from huiyin.people import bodies as people_bodies
from huiyin.people.models import KINDS, Unit
from huiyin.ui.forms import HuiyinForm, put_on

SHOWN = ("unit", "assigning", "sector", "township", "village", "committee", "office", "party")


class BodyForm(HuiyinForm):
    name = forms.CharField(label=gettext_lazy("名称"), max_length=100)
    full_name = forms.CharField(
        label=gettext_lazy("全称"), max_length=120, required=False, help_text=gettext_lazy("公文纸上的名称")
    )
    parent = forms.ModelChoiceField(
        Organisation.objects.none(), label="", required=False, empty_label=gettext_lazy("不选")
    )
    branch = forms.ChoiceField(label=gettext_lazy("口"), choices=Unit.BRANCHES)
    prefix = forms.CharField(  # type: ignore[assignment]
        label=gettext_lazy("机关代字"),
        max_length=30,
        required=False,
        help_text=gettext_lazy("答复函的发文字号用，例如“澄住建函”"),
    )

    def __init__(self, committee: Committee, kind: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        above = people_bodies.PARENTS.get(kind)
        drop = () if kind == "unit" else ("branch", "prefix") + (() if kind == "assigning" else ("full_name",))
        for name in (*drop, *(() if above else ("parent",))):
            del self.fields[name]
        if above:
            field: Any = self.fields["parent"]
            field.label = _("归口交办机关") if kind == "unit" else _("在哪个乡镇街道")
            field.queryset = Organisation.objects.filter(pk__in=people_bodies.existing(committee, above))
            field.required = kind == "village"


@signed_in(*rights.BODIES)
def bodies(request: Any) -> HttpResponse:
    kind = request.GET.get("kind", "unit")
    if kind not in SHOWN:
        raise Http404
    q = request.GET.get("q", "").strip()
    rows: Any = (Unit if kind == "unit" else Organisation).objects.filter(committee=request.committee, kind=kind)
    if q:
        rows = rows.filter(name__icontains=q)
    rows = rows.select_related("parent").order_by("ends", "name").prefetch_related("posts__person")
    tabs = [{"label": KINDS[one], "url": f"?kind={one}", "current": one == kind} for one in SHOWN]
    return show(
        request, "bodies", _("单位、交办机关、界别、乡镇"), page_obj=page_of(request, rows), kind=kind, label=KINDS[kind],
        tabs=tabs, may=may(request, kind), q=q, above=people_bodies.PARENTS.get(kind),
    )  # fmt: skip


@signed_in(*rights.BODIES)
def body_new(request: Any, kind: str) -> HttpResponse:
    if kind not in SHOWN:
        raise Http404
    check(request, kind)
    form = BodyForm(request.committee, kind, request.POST or None, initial={"branch": "government"})
    if request.method == "POST" and form.is_valid():
        try:
            body = people_bodies.add(request.committee, kind, as_=request.post, **form.cleaned_data)
        except Refused as refusal:
            put_on(form, refusal)
        else:
            said(request, _("{name}添好了。").format(name=body.name))
            return redirect(back(kind))
    title = _("添一个{kind}").format(kind=KINDS[kind])
    return show_form(request, form, title, _("添上"), back(kind), [(str(KINDS[kind]), back(kind))])


@signed_in(*rights.BODIES)
def body(request: Any, uid: str) -> HttpResponse:
    row = found(request, uid)
    values = ("name", "full_name", "branch", "prefix")
    initial = {name: getattr(row, name, "") for name in values} | {"parent": row.parent_id}
    form = BodyForm(request.committee, row.kind, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            people_bodies.change(row, as_=request.post, **form.cleaned_data)
        except Refused as refusal:
            put_on(form, refusal)
        else:
            said(request, _("{name}改好了。").format(name=row.name))
            return redirect(back(row.kind))
    crumbs = [(str(KINDS[row.kind]), back(row.kind))]
    return show(request, "body", row.name, crumbs, form=form, body=row, back=back(row.kind))


@require_POST
@signed_in(*rights.BODIES)
def body_end(request: Any, uid: str) -> HttpResponse:
    """End a body, or (field `again`) offer it again."""
    row = found(request, uid)
    try:
        if request.POST.get("again"):
            people_bodies.reopen(row, as_=request.post)
            said(request, _("{name}恢复使用。原来的联络员要重新安排。").format(name=row.name))
        else:
            people_bodies.end(row, as_=request.post)
            said(request, _("{name}从今天起停用，以前的记录都在。").format(name=row.name))
    except Refused as refusal:
        unsaid(request, refusal)
    return redirect(back(row.kind))


def found(request: Any, uid: str) -> Any:
    row: Any = Organisation.objects.filter(pk=number_of(uid), committee=request.committee, kind__in=SHOWN).first()
    if row is None:
        raise Http404
    check(request, row.kind)
    if row.kind == "unit":
        row = Unit.objects.filter(pk=row.pk).first() or row
    row.committee = request.committee
    return row


def may(request: Any, kind: str) -> bool:
    return request.post.role in rights.SYSTEM or kind in rights.KINDS_OF_OFFICE


def check(request: Any, kind: str) -> None:
    if not may(request, kind):
        raise PermissionDenied(_("{kind}由系统管理员来改。").format(kind=KINDS[kind]))


def back(kind: str) -> str:
    return f"/settings/bodies/?kind={kind}"
