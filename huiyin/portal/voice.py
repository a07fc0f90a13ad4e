"""A citizen says what is wrong: five questions at most, a receipt with a number and a code, nothing in the address."""

import uuid
from typing import Any

from django import forms
from django.core import signing
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.kernel import clock
from huiyin.kernel.files import FileRefused
from huiyin.kernel.models import Committee, Event, Todo
from huiyin.kernel.refusal import Refused
from huiyin.places.models import Site
from huiyin.portal import gate, photos, qr
from huiyin.portal.house import committee_of, show
from huiyin.reception import citizens
from huiyin.reception.late import last_day
from huiyin.reception.models import BACK, Voice
from huiyin.reception.raising import LONGEST, public_post, raise_voice
from huiyin.ui.forms import HuiyinForm

SESSION = "voices"
MINE = 20


class Photos(forms.ClearableFileInput):
    allow_multiple_selected = True


class PhotoField(forms.FileField):
    """Several photos in one control; looked at by photos.cleaned."""

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        return list(data) if isinstance(data, list | tuple) else [data] if data else []


class VoiceForm(HuiyinForm):
    words = forms.CharField(
        label=gettext_lazy("什么事，在哪里"), help_text=gettext_lazy("比如：哪个小区、哪栋楼、坏了多久。"), max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
    )  # fmt: skip
    photos = PhotoField(
        label=gettext_lazy("照片"), required=False, help_text=gettext_lazy("照片里的位置信息会自动去掉。最多三张。"),
        widget=Photos(attrs={"accept": "image/*", "multiple": True}),
    )  # fmt: skip
    back = forms.ChoiceField(
        label=gettext_lazy("怎么回您的话"), choices=BACK, widget=forms.RadioSelect, initial="phone"
    )
    phone = forms.CharField(
        label=gettext_lazy("您的电话"), required=False, max_length=30,
        help_text=gettext_lazy("只有联络站和办事的人看得到；回音两年后，连同您写的话一起删除。"),
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel"}),
    )  # fmt: skip
    name = forms.CharField(
        label=gettext_lazy("怎么称呼您"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    sensitive = forms.BooleanField(
        label=gettext_lazy("不要公开这件事"), required=False,
        help_text=gettext_lazy("说的是不满十四岁的孩子、病情或家事，请勾上。孩子的姓名、学校、班级和照片不要写、不要放。"),
    )  # fmt: skip
    answer = forms.CharField(
        required=False, max_length=10, widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    )
    sum_ = forms.CharField(required=False, widget=forms.HiddenInput)
    website = forms.CharField(required=False, widget=forms.HiddenInput)
    key = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, asks: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asks = asks
        if not asks:
            del self.fields["answer"], self.fields["sum_"]
            return
        a, b = 2 + uuid.uuid4().int % 7, 2 + uuid.uuid4().int % 6
        self.fields["answer"].label = _("{a} 加 {b} 等于几").format(a=a, b=b)
        self.fields["answer"].required = True
        self.fields["answer"].help_text = _("同一个地方刚才来了很多件，请答一道题，证明不是机器。")
        self.fresh = signing.dumps(a + b, salt="huiyin.sum")
        if not self.is_bound:
            self.initial["sum_"] = self.fresh

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if self.asks and data.get("answer"):
            try:
                right = signing.loads(data.get("sum_") or "", salt="huiyin.sum", max_age=3600)
            except signing.BadSignature:
                right = None
            if str(right) != data["answer"].strip():
                self.add_error("answer", _("算得不对，请再看一眼题目。"))
                self.data = self.data.copy()  # type: ignore[attr-defined]
                self.data["sum_"], self.data["answer"] = self.fresh, ""  # type: ignore[index]
        return data


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def new(request: Any, code: str) -> HttpResponse:
    """From the portal: it goes to the office, which passes it on."""
    return _form(request, committee_of(code), None)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def at_door(request: Any, door: str) -> HttpResponse:
    """From the QR code at a site's door."""
    site = Site.objects.filter(door=door.lower()).select_related("committee").first()
    if site is None:
        raise Http404
    if site.ends and site.ends < clock.today():
        return show(request, site.committee, "closed_door", {"site": site}, status=410)
    return _form(request, site.committee, site)


def _form(request: Any, committee: Committee, site: Site | None) -> HttpResponse:
    asks = gate.busy(request)
    if request.method != "POST":
        form = VoiceForm(initial={"key": uuid.uuid4().hex}, asks=asks)
        return show(request, committee, "voice", {"form": form, "site": site})
    form = VoiceForm(request.POST, request.FILES, asks=asks)
    if form.is_valid() and not form.cleaned_data["website"]:
        try:
            voice = _raise(request, committee, site, form.cleaned_data)
        except Refused as refusal:
            faults: dict[Any, Any] = dict(refusal.fields) or {None: refusal.sentence}
            for name, sentence in faults.items():
                form.add_error(name if name in form.fields else None, str(sentence))
        except FileRefused as refused:
            form.add_error("photos", str(refused))
        else:
            gate.came(request)
            remember(request, voice)
            return HttpResponseRedirect(reverse("receipt", args=[committee.code]))
    return show(request, committee, "voice", {"form": form, "site": site}, status=400 if form.errors else 200)


def _raise(request: Any, committee: Committee, site: Site | None, data: dict[str, Any]) -> Voice:
    pictures = photos.cleaned(data["photos"])
    key = f"voice-{data['key'][:40]}" if data["key"] else None
    with transaction.atomic():
        receipt = raise_voice(
            public_post(committee), words=data["words"], channel="qr" if site else "portal", site=site, back=data["back"],
            phone=data["phone"] if data["back"] != "self" else "", name=data["name"], key=key, sensitive=data["sensitive"],
        )  # fmt: skip
        voice = receipt.voice
        voice.committee = committee
        event = Event.objects.get(case=voice.pk, step="register")
        if pictures and not voice.attachments.exists():
            photos.keep(voice, event.pk, pictures)
    return voice


def remember(request: Any, voice: Voice) -> None:
    """This device may see it without typing the code again, as long as its session lasts."""
    mine = [pk for pk in request.session.get(SESSION, []) if pk != voice.pk]
    request.session[SESSION] = [voice.pk, *mine][:MINE]


def remembered(request: Any, committee: Committee) -> list[Voice]:
    """The voices of this device, the last one first."""
    ids = request.session.get(SESSION, [])
    found = {
        row.pk: row
        for row in Voice.objects.filter(pk__in=ids, committee=committee).select_related("site", "of_problem")
    }
    return [found[pk] for pk in ids if pk in found]


@require_safe
@never_cache
def receipt(request: Any, code: str) -> HttpResponse:
    """What to keep: number, code, the latest day. Shown to the device that sent it, and to nobody else."""
    committee = committee_of(code)
    mine = remembered(request, committee)
    if not mine:
        return show(request, committee, "no_receipt", {})
    voice = mine[0]
    latest = Todo.objects.filter(case=voice.pk, closed_at=None).order_by("due").first()
    secret = citizens.code_of(voice)
    where = request.build_absolute_uri(reverse("track", args=[code])) + f"#{voice.number}.{secret}"
    side, squares = qr.path_of(where)
    words = {
        "voice": voice, "code": f"{secret[:4]} {secret[4:]}", "side": side, "squares": squares, "first": latest, "latest": last_day(voice),
    }  # fmt: skip
    return show(request, committee, "receipt", words)
