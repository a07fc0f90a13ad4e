"""What a member hands in: a deed with its evidence, an objection to an entry."""

import uuid
from typing import Any

from django import forms
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy

from huiyin.desk.access import number_of, signed_in
from huiyin.desk.duties.years import chosen
from huiyin.desk.reception.onward import source_of, tie
from huiyin.duties import deeds, objecting
from huiyin.duties.models import DEEDS, ScoreEntry
from huiyin.kernel.models import Person, Post
from huiyin.kernel.refusal import Refused
from huiyin.people.models import Member
from huiyin.ui.forms import HuiyinForm, put_on


class DeedForm(HuiyinForm):
    person = forms.ModelChoiceField(
        Person.objects.none(), label=gettext_lazy("哪位委员"), empty_label=gettext_lazy("请选")
    )
    deed_kind = forms.ChoiceField(label=gettext_lazy("哪一类"), choices=DEEDS)
    title = forms.CharField(
        label=gettext_lazy("做了什么"), max_length=100, help_text=gettext_lazy("例如：给桂园社区装了 12 盏路灯")
    )
    on = forms.DateField(label=gettext_lazy("哪天办成的"))
    words = forms.CharField(
        label=gettext_lazy("说明"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4}), help_text=gettext_lazy("帮了谁、结果怎样、哪里查得到")
    )  # fmt: skip
    value = forms.DecimalField(
        label=gettext_lazy("价值（元）"), required=False, max_digits=14, decimal_places=2, min_value=0, help_text=gettext_lazy("捐赠才填，实物按折价")
    )  # fmt: skip
    level = forms.CharField(
        label=gettext_lazy("哪里、哪一级"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("登在哪家媒体，哪一级表彰"),
    )
    key = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, post: Post, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if post.role == "member":
            del self.fields["person"]
        else:
            members = Member.objects.filter(committee=post.committee_id, ends=None).values("person")
            field: Any = self.fields["person"]
            field.queryset = Person.objects.filter(pk__in=members).order_by("name")


@signed_in("member", "general_office")
def deed_new(request: Any) -> HttpResponse:
    """Then the case page asks for the evidence, and sends it to be confirmed. `?from=`: the voice or problem that it was done for."""
    source = source_of(request.post, request.GET["from"], "deed") if request.GET.get("from") else None
    initial = {"key": uuid.uuid4().hex} | ({"deed_kind": "good", "title": source.title} if source else {})
    form = DeedForm(request.post, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        key = data.pop("key")
        try:
            with transaction.atomic():
                made = deeds.hand_in(request.post, key=f"deed-{key[:40]}" if key else None, **data)
                if source is not None and not made.links_in.exists():
                    tie(source, made, "deed")
            return HttpResponseRedirect(f"{reverse('case', args=[made.uid])}?step=send#step")
        except Refused as refusal:
            put_on(form, refusal)
    return render(
        request, "desk/duties/deed.html", {"form": form, "source": source}, status=422 if form.errors else 200
    )


class ObjectionForm(HuiyinForm):
    why = forms.CharField(
        label=gettext_lazy("为什么"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5}), help_text=gettext_lazy("哪里不对，应当怎么算；少计了的，写明是哪件事")
    )  # fmt: skip
    key = forms.CharField(widget=forms.HiddenInput, required=False)


@signed_in("member")
def object_(request: Any) -> HttpResponse:
    """`?entry=<uid>`: to one of his own entries; without it, to something that is missing. Not found for another's."""
    post = request.post
    year, _found = chosen(request)
    entry = None
    if uid := request.GET.get("entry", ""):
        rows = ScoreEntry.objects.filter(pk=number_of(uid), committee=post.committee_id, person=post.person_id)
        entry = rows.select_related("record", "case__dutyyear").first()
        if entry is None:
            raise Http404
        year = entry.case.dutyyear
    form = ObjectionForm(request.POST or None, initial={"key": uuid.uuid4().hex})
    if request.method == "POST" and year is not None and form.is_valid():
        key = form.cleaned_data["key"]
        try:
            made = objecting.object_(
                post, year, form.cleaned_data["why"], entry, key=f"objects-{key[:40]}" if key else None
            )
            return HttpResponseRedirect(reverse("case", args=[made.uid]))
        except Refused as refusal:
            put_on(form, refusal)
    words = {"form": form, "entry": entry, "year": year}
    return render(request, "desk/duties/object.html", words, status=422 if form.errors else 200)
