"""/settings/days/: a year of working days, holidays and make-up days; the office's own entries over the country's (R-312)."""

import calendar as months
from datetime import date
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from huiyin.desk.access import number_in, signed_in
from huiyin.desk.office import rights
from huiyin.desk.office.shown import said, show, unsaid
from huiyin.kernel import clock, parameters, rulebook
from huiyin.kernel.models import CalendarDay
from huiyin.kernel.refusal import Refused
from huiyin.ui.forms import HuiyinForm, put_on


class DayForm(HuiyinForm):
    day = forms.DateField(label=gettext_lazy("哪天"))
    working = forms.ChoiceField(
        label=gettext_lazy("那天"), widget=forms.RadioSelect,
        choices=[("0", gettext_lazy("放假")), ("1", gettext_lazy("调休上班"))],
    )  # fmt: skip
    name = forms.CharField(label=gettext_lazy("叫什么"), max_length=40, required=False)


@signed_in(*rights.DAYS)
def days(request: Any) -> HttpResponse:
    form = DayForm(request.POST or None, initial={"working": "0"})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            rulebook.set_day(request.committee, data["day"], data["working"] == "1", data["name"], request.post)
        except Refused as refusal:
            put_on(form, refusal)
        else:
            said(request, _("{day}记好了。以后起算的期限会跟着变。").format(day=clock.day_words(data["day"])))
            return redirect(f"{request.path}?year={data['day'].year}")
    year = chosen_year(request)
    calendar = parameters.calendar(request.committee)
    own = CalendarDay.objects.filter(committee=request.committee, day__year=year).order_by("day")
    return show(
        request, "days", _("工作日历"), form=form, year=year, known=calendar.known(year), own=own,
        months=[month(calendar, year, number) for number in range(1, 13)], previous=year - 1, next=year + 1,
    )  # fmt: skip


@require_POST
@signed_in(*rights.DAYS)
def day_clear(request: Any) -> HttpResponse:
    try:
        day = date.fromisoformat(request.POST.get("day", ""))
        rulebook.clear_day(request.committee, day, request.post)
    except ValueError:
        unsaid(request, Refused(_("没看懂是哪一天。请在这一页上再点一次。")))
        return redirect("settings_days")
    except Refused as refusal:
        unsaid(request, refusal)
    else:
        said(request, _("{day}恢复成国家的安排。").format(day=clock.day_words(day)))
    return redirect(f"{reverse('settings_days')}?year={day.year}")


def chosen_year(request: Any) -> int:
    year = number_in(request.GET.get("year", ""))
    return year if year and 1990 <= year <= clock.today().year + 10 else clock.today().year


def month(calendar: Any, year: int, number: int) -> dict[str, Any]:
    """A month as weeks of seven days: {"n", "off", "made_up", "name"}, None outside the month."""
    weeks = months.Calendar().monthdatescalendar(year, number)
    return {"number": number, "weeks": [[one(calendar, day, number) for day in week] for week in weeks]}


def one(calendar: Any, day: date, number: int) -> dict[str, Any] | None:
    if day.month != number:
        return None
    working = calendar.working(day)
    return {
        "n": day.day,
        "off": not working and (day.weekday() < 5 or bool(calendar.name(day))),
        "rest": not working,
        "made_up": working and day.weekday() > 4,
        "name": calendar.name(day),
    }
