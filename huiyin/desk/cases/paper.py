"""A member came with paper: the office says who, how it came, that he agrees, and hangs his page on it; then it writes for him."""

import uuid
from typing import Any

from django import forms
from django.db.models import Q
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from huiyin.desk.access import signed_in
from huiyin.desk.cases import uploads
from huiyin.desk.cases.do import origin
from huiyin.kernel import clock
from huiyin.kernel.files import FileRefused
from huiyin.kernel.models import Committee, Person
from huiyin.kernel.refusal import Refused
from huiyin.people.models import Member
from huiyin.people.roles import OFFICE
from huiyin.proposals import papered
from huiyin.proposals.models import CAME_BY, KINDS
from huiyin.ui.forms import HuiyinForm, SearchSelect, searched


class PaperForm(HuiyinForm):
    """Who brought it, how, with whose consent, and the page itself."""

    member = forms.ChoiceField(required=False, label=gettext_lazy("哪位委员"), widget=SearchSelect)
    names = forms.CharField(
        required=False, max_length=300, label=gettext_lazy("其他提案者"),
        help_text=gettext_lazy("联名的写其他人的姓名，集体提案写单位全称，用顿号隔开"),
    )  # fmt: skip
    kind = forms.ChoiceField(choices=KINDS, initial="individual", label=gettext_lazy("提案种类"))
    way = forms.ChoiceField(choices=CAME_BY, widget=forms.RadioSelect, label=gettext_lazy("怎么交来的"))
    consent = forms.BooleanField(
        label=gettext_lazy("本人同意由办公室代录"), error_messages={"required": gettext_lazy("没有本人同意不能代录。请征得同意后勾选。")}
    )  # fmt: skip
    page = forms.FileField(
        label=gettext_lazy("签过字的纸面原件"),
        help_text=gettext_lazy("扫描件或照片，PDF、JPG、PNG；提交时作为代录的凭据"),
    )
    key = forms.CharField(required=False, widget=forms.HiddenInput)
    use_required_attribute = False

    def __init__(self, committee: Committee, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        searched(self.fields["member"], members(committee))
        self.fields["member"].note = _("没有账号的不选，在下一格写姓名或单位")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if not found.get("member") and not str(found.get("names") or "").strip():
            self.add_error("member", _("请选委员；没有账号的，在“其他提案者”里写姓名或单位。"))
        return found

    def proposers(self, first: Person | None) -> str:
        names = [one.strip() for one in self.cleaned_data["names"].replace("，", "、").replace(",", "、").split("、")]
        return "、".join(dict.fromkeys([*([first.name] if first else []), *filter(None, names)]))


def members(committee: Committee) -> list[tuple[str, str]]:
    """The members in office: id and name with the number of their card."""
    rows = Member.objects.filter(committee=committee).filter(Q(ends=None) | Q(ends__gte=clock.today()))
    rows = rows.select_related("person").order_by("number", "person__name")
    return [(str(row.person_id), f"{row.person.name} {row.number}".strip()) for row in rows]


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(*OFFICE)
def new(request: Any) -> HttpResponse:
    """The first page of typing in for another; it leads to the same writing pages as everyone's."""
    post = request.post
    if request.method != "POST":
        return render(
            request, "proposals/on_paper.html", {"form": PaperForm(post.committee, initial={"key": uuid.uuid4().hex})}
        )
    form = PaperForm(post.committee, request.POST, request.FILES)
    if form.is_valid():
        try:
            case = begun(request, form)
        except (Refused, FileRefused) as refused:
            form.add_error(
                "page" if isinstance(refused, FileRefused) else None, str(getattr(refused, "sentence", refused))
            )
        else:
            return HttpResponseRedirect(reverse("draft", args=[case.uid]))
    return render(request, "proposals/on_paper.html", {"form": form}, status=422)


def begun(request: Any, form: PaperForm) -> Any:
    values = form.cleaned_data
    first = Person.objects.get(pk=int(values["member"])) if values["member"] else None
    return papered.begin(
        request.post, first, form.proposers(first), values["kind"], values["way"], values["consent"],
        lambda case: uploads.add(request.post, case, "page", values["page"]), values["key"][:64], origin=origin(request),
    )  # fmt: skip
