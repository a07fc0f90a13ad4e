"""/audit/: the ledger newest first, sign-ins, checks, anchors. Read by the audit administrator; nothing here changes a case."""

import json
import re
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from huiyin.desk import verification
from huiyin.desk.access import number_of, signed_in
from huiyin.desk.office import rights, sayings
from huiyin.desk.office.imports import as_file
from huiyin.desk.office.shown import page_of, said, show, unsaid
from huiyin.desk.records import AccessLog, Verification
from huiyin.kernel import ledger
from huiyin.kernel.flow import FLOWS
from huiyin.kernel.models import Anchor, Committee, Event, Person, Remark
from huiyin.kernel.refusal import Refused
from huiyin.kernel.scope import FIRST_DAY, LAST_DAY
from huiyin.ui.forms import HuiyinForm, put_on

GAP = re.compile(r"\{\w+\}")
READERS = rights.AUDIT + rights.SECURITY
PER_PAGE = 50
SOURCES = {
    "entered": gettext_lazy("在系统里办的"),
    "imported": gettext_lazy("从历史记录导入"),
    "computed": gettext_lazy("系统推算"),
}


class FilterForm(HuiyinForm):
    person = forms.CharField(label=gettext_lazy("谁"), max_length=60, required=False)
    step = forms.ChoiceField(label=gettext_lazy("哪一步"), required=False)
    day = forms.DateField(label=gettext_lazy("哪天"), required=False)
    before = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        steps = {name: GAP.sub("…", str(words)).rstrip("。") for name, words in sayings.HOUSE.items()}
        cases = {line.name: str(line.label) for flow in FLOWS.values() for line in flow.steps}
        field: Any = self.fields["step"]
        field.choices = [("", _("任何一步")), (_("办案"), list(cases.items())), (_("设置"), list(steps.items()))]
        for one in self.fields.values():
            one.note = ""  # type: ignore[attr-defined]


@signed_in(*READERS)
def audit(request: Any) -> HttpResponse:
    """Fifty events a page; `before` is the running number of the last one shown."""
    form = FilterForm(request.GET)
    events = list(asked(request.committee, form).order_by("-seq")[: PER_PAGE + 1])
    more, events = len(events) > PER_PAGE, events[:PER_PAGE]
    names = sayings.names_of(events)
    rows = [
        {
            "event": e,
            "who": sayings.who(e, names),
            "text": sayings.sentence(e, names),
            "case": names.cases.get(e.case_id or 0),
        }
        for e in events
    ]
    return show(
        request, "audit", _("审计"), form=None, filters=form, rows=rows, older=events[-1].seq if more else None,
        tabs=tabs("audit"), last=Verification.objects.filter(committee=request.committee).order_by("-at").first(),
    )  # fmt: skip


def asked(committee: Committee, form: FilterForm) -> Any:
    events = Event.objects.filter(committee=committee)
    if not form.is_valid():
        return events
    data = form.cleaned_data
    if data["person"]:
        people = Person.objects.filter(Q(name=data["person"]) | Q(username=data["person"]), posts__committee=committee)
        events = events.filter(person_id__in=list(people.values_list("pk", flat=True)))
    if data["step"]:
        events = events.filter(step=data["step"])
    if data["day"]:
        day = min(max(data["day"], FIRST_DAY), LAST_DAY)
        start = timezone.make_aware(datetime.combine(day, time()))
        events = events.filter(recorded_at__gte=start, recorded_at__lt=start + timedelta(days=1))
    if data["before"]:
        events = events.filter(seq__lt=data["before"])
    return events


def tabs(current: str) -> list[dict[str, Any]]:
    known = (
        ("audit", _("账本")),
        ("audit_access", _("登录")),
        ("audit_checks", _("核验")),
        ("audit_anchors", _("锚点")),
    )
    return [{"label": label, "url": f"/{name.replace('_', '/')}/", "current": name == current} for name, label in known]


class EraseForm(HuiyinForm):
    reason = forms.CharField(
        label=gettext_lazy("为什么删"), max_length=300, min_length=4,
        help_text=gettext_lazy("写明谁要求、依据什么。文字删了找不回来，记录和它的摘要还在。"),
    )  # fmt: skip


@signed_in(*READERS)
def event(request: Any, uid: str) -> HttpResponse:
    """One event whole; the security administrator may have the words that hang on it forgotten."""
    row = get_object_or_404(Event, pk=number_of(uid), committee=request.committee)
    remark = Remark.objects.filter(event=row).select_related("erased_by").first()
    may = request.post.role in rights.SECURITY and remark is not None and remark.erased_at is None
    form = EraseForm(request.POST or None) if may else None
    if request.method == "POST":
        if form is None or remark is None:
            raise PermissionDenied(_("删去所附的文字由安全管理员办。"))
        if form.is_valid():
            try:
                ledger.erase(remark, as_=request.post, reason=form.cleaned_data["reason"])
            except Refused as refusal:
                put_on(form, refusal)
            else:
                said(request, _("所附的文字删了。记录和摘要还在，核验照样通得过。"))
                return redirect("audit_event", row.uid)
    names = sayings.names_of([row])
    words = json.loads(remark.body) if remark and remark.body else {}
    return show(
        request, "event", _("第 {n} 条记录").format(n=row.seq), [(_("审计"), "audit")], form=form, event=row, remark=remark,
        words=words.items(), facts=names.facts[row.pk].items(), who=sayings.who(row, names),
        text=sayings.sentence(row, names), case=names.cases.get(row.case_id or 0),
    )  # fmt: skip


@signed_in(*READERS)
def access(request: Any) -> HttpResponse:
    """Sign-ins of this committee's people; unknown names only where there is no other committee to which they may belong."""
    ours = Q(person__posts__committee=request.committee)
    if Committee.objects.count() == 1:
        ours |= Q(person=None)
    rows = AccessLog.objects.filter(ours).distinct().select_related("person").order_by("-at")
    result = request.GET.get("result", "")
    if result in dict(AccessLog.RESULTS):
        rows = rows.filter(result=result)
    return show(
        request, "access", _("登录记录"), [(_("审计"), "audit")], page_obj=page_of(request, rows), result=result,
        results=AccessLog.RESULTS, tabs=tabs("audit_access"),
    )  # fmt: skip


@signed_in(*READERS)
def checks(request: Any) -> HttpResponse:
    rows = list(Verification.objects.filter(committee=request.committee).select_related("person").order_by("-at")[:20])
    return show(
        request, "checks", _("核验"), [(_("审计"), "audit")], rows=rows, last=rows[0] if rows else None,
        tabs=tabs("audit_checks"),
    )  # fmt: skip


@require_POST
@signed_in(*rights.AUDIT)
def verify(request: Any) -> HttpResponse:
    row = verification.run(request.committee, request.user)
    if row.sound:
        said(request, _("核验完了：{n} 条记录，一条不少，一条没改。").format(n=row.report.get("events", 0)))
    else:
        unsaid(request, Refused(_("核验发现 {n} 处异常，写在下面。").format(n=len(row.report.get("faults", ())))))
    return redirect("audit_checks")


@signed_in(*READERS)
def anchors(request: Any) -> HttpResponse:
    rows = Anchor.objects.filter(committee=request.committee).order_by("-day")
    return show(
        request,
        "anchors",
        _("锚点"),
        [(_("审计"), "audit")],
        page_obj=page_of(request, rows),
        tabs=tabs("audit_anchors"),
    )


@signed_in(*READERS)
def anchors_file(request: Any) -> HttpResponse:
    text = ledger.anchor_lines(request.committee)
    if not text:
        raise Http404(_("还没有锚点。每天第一次整理时记下一个。"))
    return as_file(text.encode(), f"anchors-{request.committee.code}.txt", "text/plain; charset=utf-8")
