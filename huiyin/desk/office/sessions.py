"""/settings/sessions/: terms and sessions; open the next one, mend the dates of one."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.desk.access import number_of, signed_in
from huiyin.desk.office import rights
from huiyin.desk.office.shown import said, show, show_form
from huiyin.kernel import clock
from huiyin.kernel.models import Period
from huiyin.kernel.refusal import Refused
from huiyin.people import periods
from huiyin.ui.forms import HuiyinForm, put_on


class DatesForm(HuiyinForm):
    opens = forms.DateField(label=gettext_lazy("开幕"), required=False)
    closes = forms.DateField(label=gettext_lazy("闭幕"), required=False)
    cutoff = forms.DateField(
        label=gettext_lazy("大会提案截止那天"), required=False,
        help_text=gettext_lazy("那天 24 点以后交的，算闭会期间的平时提案。"),
    )  # fmt: skip

    def dates(self) -> dict[str, Any]:
        data = self.cleaned_data
        cutoff = data["cutoff"] and timezone.make_aware(datetime.combine(data["cutoff"], time(23, 59, 59)))
        return {"opens": data["opens"], "closes": data["closes"], "cutoff": cutoff}


class SessionForm(DatesForm):
    term = forms.IntegerField(label=gettext_lazy("第几届"), min_value=1, max_value=99)
    session = forms.IntegerField(label=gettext_lazy("第几次会议"), min_value=1, max_value=99)
    field_order = ["term", "session", "opens", "closes", "cutoff"]


@signed_in(*rights.SESSIONS)
def sessions(request: Any) -> HttpResponse:
    rows = list(Period.objects.filter(committee=request.committee, kind="session").order_by("-year", "-opens"))
    today = clock.today()
    current = next((row for row in rows if row.opens and row.opens <= today), None)
    return show(request, "sessions", _("届次"), rows=rows, current=current)


@signed_in(*rights.SESSIONS)
def session_new(request: Any) -> HttpResponse:
    form = SessionForm(request.POST or None, initial=following(request.committee))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            period = periods.open_session(
                request.committee, data["term"], data["session"], as_=request.post, **form.dates()
            )
        except Refused as refusal:
            put_on(form, refusal)
        else:
            said(request, _("{name}开好了，新提案归到这一次。").format(name=period.name))
            return redirect("settings_sessions")
    return show_form(request, form, _("开一次新的会议"), _("开这一次会议"), "../", [(_("届次"), "settings_sessions")])


@signed_in(*rights.SESSIONS)
def session(request: Any, uid: str) -> HttpResponse:
    period = get_object_or_404(Period, pk=number_of(uid), committee=request.committee, kind="session")
    period.committee = request.committee
    cutoff = period.cutoff and clock.local_day(period.cutoff)
    form = DatesForm(request.POST or None, initial={"opens": period.opens, "closes": period.closes, "cutoff": cutoff})
    if request.method == "POST" and form.is_valid():
        try:
            periods.change_dates(period, **form.dates(), as_=request.post)
        except Refused as refusal:
            put_on(form, refusal)
        else:
            said(request, _("{name}的日期已改好。").format(name=period.name))
            return redirect("settings_sessions")
    title = _("改{name}的日期").format(name=period.name)
    return show_form(request, form, title, _("存好日期"), "../", [(_("届次"), "settings_sessions")])


def following(committee: Any) -> dict[str, int]:
    """The term and number that come next."""
    codes = Period.objects.filter(committee=committee, kind="session").values_list("code", flat=True)
    pairs = [
        tuple(map(int, code.split("-"))) for code in codes if code.replace("-", "").isdigit() and code.count("-") == 1
    ]
    if not pairs:
        return {"term": 1, "session": 1}
    term, number = max(pairs)
    return {"term": term, "session": number + 1}
