"""A citizen follows what became of it: number and code once, then in plain words what was done, and his own verdict."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from huiyin.kernel import clock
from huiyin.kernel.act import act
from huiyin.kernel.models import Committee, Event
from huiyin.kernel.refusal import Refused
from huiyin.portal import gate
from huiyin.portal.house import committee_of, show
from huiyin.portal.voice import remember, remembered
from huiyin.reception import citizens
from huiyin.reception.late import OWED, last_day
from huiyin.reception.models import ANSWERS, RESULTS, Echo, Said, Verdict, Voice
from huiyin.reception.raising import public_post
from huiyin.ui.forms import HuiyinForm


class TrackForm(HuiyinForm):
    number = forms.CharField(
        label=gettext_lazy("编号"), max_length=30, help_text=gettext_lazy("回执上的，例如 2026-0173")
    )
    code = forms.CharField(
        label=gettext_lazy("查询码"), max_length=30, widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "off"}),
        help_text=gettext_lazy("回执上的八个字母和数字，大小写都行"),
    )  # fmt: skip


class VerdictForm(HuiyinForm):
    solved = forms.ChoiceField(label=gettext_lazy("真的解决了吗？"), choices=ANSWERS, widget=forms.RadioSelect)
    words = forms.CharField(
        label=gettext_lazy("想补一句"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


class MoreForm(HuiyinForm):
    words = forms.CharField(label=gettext_lazy("您的回答"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def track(request: Any, code: str) -> HttpResponse:
    """The door: number and code, compared in constant time. A number that is guessed at is held back for a while."""
    committee = committee_of(code)
    form = TrackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        number = form.cleaned_data["number"].strip()
        held = f"{committee.pk}:{number}"
        if gate.held_back(held, request):
            form.add_error(None, _("这个编号刚才试错了好几次。请过一刻钟再试，或者带身份证到联络站重新领查询码。"))
            return show(
                request, committee, "track_door", {"form": form, "mine": remembered(request, committee)}, status=429
            )
        found = Voice.objects.filter(committee=committee, number=number).first()
        # A number that does not exist costs the same comparison, and is told the same words.
        if citizens.is_code(found or Voice(pk=1), form.cleaned_data["code"]) and found is not None:
            remember(request, found)
            return HttpResponseRedirect(reverse("track_one", args=[code, found.number]))
        gate.guessed(held, request)
        form.add_error(None, _("编号或查询码不对。请对着回执再看一遍；查询码里没有数字 0、1 和字母 o、i、l。"))
    words = {"form": form, "mine": remembered(request, committee)}
    return show(request, committee, "track_door", words, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD"])
@never_cache
def one(request: Any, code: str, number: str) -> HttpResponse:
    committee = committee_of(code)
    return _page(request, committee, _mine(request, committee, number))


def _mine(request: Any, committee: Committee, number: str) -> Voice:
    """Errors: Http404 for what this device has not opened with its code; that it exists is not told either."""
    found = next((row for row in remembered(request, committee) if row.number == number), None)
    if found is None:
        raise Http404
    found.committee = committee
    return found


@require_POST
@never_cache
def say(request: Any, code: str, number: str) -> HttpResponse:
    """The citizen's verdict (`solved`), or an answer to our question (`words` alone)."""
    committee = committee_of(code)
    voice = _mine(request, committee, number)
    judging = voice.state == "echoed"
    form: Any = VerdictForm(request.POST) if judging else MoreForm(request.POST)
    if form.is_valid():
        try:
            act(
                voice,
                "verdict" if judging else "answer",
                as_=public_post(committee),
                **{k: v for k, v in form.cleaned_data.items() if v},
            )
            return HttpResponseRedirect(reverse("track_one", args=[code, number]))
        except Refused as refusal:
            form.add_error(None, str(refusal.sentence))
    return _page(request, committee, voice, form, status=400)


def _page(request: Any, committee: Committee, voice: Voice, form: Any = None, status: int = 200) -> HttpResponse:
    verdict = _verdict(voice)
    words = {
        "voice": voice, "result": dict(RESULTS).get(voice.result, ""), "look": look(voice), "happened": happened(voice),
        "days": (voice.echoed_on - voice.raised_on).days if voice.echoed_on else None, "latest": last_day(voice), "verdict": verdict,
        "form": form or (VerdictForm() if voice.state == "echoed" else MoreForm()),
        "asks_verdict": voice.state == "echoed" and verdict is None, "asks_more": bool(voice.question),
    }  # fmt: skip
    return show(request, committee, "track", words, status=status)


def _verdict(voice: Voice) -> Verdict | None:
    """What the citizen said of the answer that holds now; of a later one he is asked again."""
    last = Echo.objects.filter(case=voice.pk, until=None, voided_by=None).order_by("-at").first()
    rows = Verdict.objects.filter(case=voice.pk, until=None, voided_by=None)
    return (rows.filter(at__gte=last.at) if last is not None and last.at else rows).first()


def look(voice: Voice) -> str:
    """How the ring stands: done, late, or on its way."""
    if voice.state == "echoed":
        return "done"
    last = last_day(voice) if voice.state in OWED else None
    return "late" if last and last < clock.today() else "way"


@dataclass(frozen=True)
class Happened:
    """One line of the story, in words for the citizen."""

    at: Any
    text: str
    key: bool = False
    own: bool = False


def happened(voice: Voice) -> list[Happened]:
    """What happened, newest first: no staff names, nothing of other citizens."""
    events = list(Event.objects.filter(case=voice.pk).exclude(kind="").order_by("seq"))
    said = {row.event_id: row for row in Said.objects.filter(case=voice.pk, voided_by=None)}
    lines = [line for event in events if (line := _line(voice, event, said.get(event.pk)))]
    return lines[::-1]


def _line(voice: Voice, event: Event, said: Said | None) -> Happened | None:
    site = voice.site.name if voice.site else _("政协办公室")
    fixed = {
        "register": (_("您反映的事收到了，给了编号。"), False),
        "take": (_("{site}受理了，立为问题办理。").format(site=site), True),
        "tell": (_("这件事不归政协管，帮您问清了该找谁。"), True),
        "on_spot": (_("{site}当场给了答复。").format(site=site), True),
        "pass_on": (_("转给了{site}。").format(site=site), False),
        "echo": (_("{site}把结果告诉了您。").format(site=site), True),
        "unreachable": (_("几次没能联系上您，结果写在这里。"), True),
        "attempt": (_("{site}联系您，没有联系上。").format(site=site), False),
        "leave": (_("您的事单独办理。"), False),
        "dismiss": (_("这一件没有作为诉求办理。"), True),
    }
    if event.step == "verdict":
        return Happened(
            event.at, _("您作了评价。") + (_("补充：{words}").format(words=said.words) if said else ""), own=True
        )
    if said is not None:
        who = (
            _("您补充：{words}") if said.by_citizen else _("{site}问您：{words}") if event.step == "ask" else "{words}"
        )
        return Happened(event.at, who.format(site=site, words=said.words), own=said.by_citizen)
    if event.step in fixed:
        text, key = fixed[event.step]
        return Happened(event.at, text, key)
    return None
