"""The squads: who goes and looks."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from huiyin.desk.access import number_of, signed_in
from huiyin.kernel.models import Committee
from huiyin.kernel.refusal import Refused
from huiyin.oversight import squads
from huiyin.oversight.models import Squad, SquadMember
from huiyin.people.models import Member
from huiyin.ui.forms import HuiyinForm, SearchSelect, put_on, searched

READS = ("general_office", "leader", "secretary", "member")


class SquadForm(HuiyinForm):
    name = forms.CharField(
        label=gettext_lazy("名称"), max_length=60, help_text=gettext_lazy("例如：营商环境监督小分队")
    )
    about = forms.CharField(label=gettext_lazy("监督哪个方面"), max_length=120, required=False)
    head = forms.ChoiceField(label=gettext_lazy("队长"), required=False, widget=SearchSelect)
    people = forms.MultipleChoiceField(label=gettext_lazy("队员"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, committee: Committee, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Member.objects.filter(committee=committee, ends=None).select_related("person").order_by("person__name")
        choices = [(str(row.person_id), row.person.name) for row in rows]
        fields: Any = self.fields
        fields["people"].choices = choices
        searched(fields["people"], choices)
        searched(fields["head"], choices)


@require_safe
@signed_in(*READS)
def listed(request: Any) -> HttpResponse:
    rows = squads.existing(request.committee)
    people = (
        SquadMember.objects.filter(squad__in=rows, ends=None).select_related("person").order_by("-head", "person__name")
    )
    by: dict[int, list[SquadMember]] = {}
    for one in people:
        by.setdefault(one.squad_id, []).append(one)
    shown = [{"row": row, "people": by.get(row.pk, [])} for row in rows]
    return render(
        request, "desk/oversight/squads.html", {"rows": shown, "keeps": request.post.role == "general_office"}
    )


@signed_in("general_office")
def new(request: Any) -> HttpResponse:
    return _edit(request, None, SquadForm(request.committee, request.POST or None))


@signed_in("general_office")
def change(request: Any, uid: str) -> HttpResponse:
    """A sending with `end` ends it."""
    squad = squads.existing(request.committee).filter(pk=number_of(uid)).first()
    if squad is None:
        raise Http404
    if request.method == "POST" and "end" in request.POST:
        squads.end(squad, as_=request.post)
        messages.success(request, _("{name}撤了。以前的监督都还在。").format(name=squad.name))
        return HttpResponseRedirect(reverse("squads"))
    there = squads.members(squad)
    initial = {
        "name": squad.name, "about": squad.about, "people": [str(one.person_id) for one in there],
        "head": next((str(one.person_id) for one in there if one.head), ""),
    }  # fmt: skip
    return _edit(request, squad, SquadForm(request.committee, request.POST or None, initial=initial))


def _edit(request: Any, squad: Squad | None, form: SquadForm) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            row = squads.save(
                request.committee, as_=request.post, name=data["name"], about=data["about"], squad=squad,
                head=int(data["head"]) if data["head"] else None, people=[int(one) for one in data["people"]],
            )  # fmt: skip
        except Refused as refusal:
            put_on(form, refusal)
        else:
            messages.success(request, _("{name}记好了。").format(name=row.name))
            return HttpResponseRedirect(reverse("squads"))
    return render(
        request, "desk/oversight/squad.html", {"form": form, "squad": squad}, status=422 if form.errors else 200
    )
