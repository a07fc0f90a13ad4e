"""The rules of points as a table, and one of them changed: first tried out on a year that has been, then put in force from a day on."""

from dataclasses import fields
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from huiyin.desk.access import number_in, signed_in
from huiyin.desk.duties.home import READERS
from huiyin.duties import language
from huiyin.duties.language import FACTORS, GROUP, NONE, ONCE, ROLES, WHO, Rule
from huiyin.duties.models import DutyYear
from huiyin.duties.panels import member_url
from huiyin.duties.posting import rules_of
from huiyin.duties.simulate import Moved, simulate
from huiyin.duties.sources import SOURCES
from huiyin.kernel import clock, parameters
from huiyin.kernel.models import Person, Post
from huiyin.kernel.refusal import Refused
from huiyin.kernel.rulebook import set_parameter
from huiyin.ui.forms import HuiyinForm, put_on

KEEPS = ("general_office", "secretary")
MOST_SHOWN = 40
CELLS = tuple(one.name for one in fields(Rule))


def described(rule: Rule, names: dict[str, str]) -> dict[str, Any]:
    """A rule in words: what it counts, of whom, how much."""
    limits = [_("第 {n} 件起").format(n=rule.start)] if rule.start > 1 else []
    limits += [_("每 {n} 件").format(n=rule.per)] if rule.per > 1 else []
    limits += [str(ONCE[rule.once])] if rule.once != NONE else []
    limits += [str(FACTORS.get(rule.factor, rule.factor))] if rule.factor != "full" else []
    return {
        "rule": rule, "counts": _("一组") if rule.is_group else str(SOURCES[rule.source]), "who": WHO[rule.who] if rule.who != "all" else "",
        "role": ROLES[rule.role] if rule.role != "any" else "", "limits": "，".join(limits), "group": names.get(rule.group, ""),
    }  # fmt: skip


@require_safe
@signed_in(*READERS)
def listed(request: Any) -> HttpResponse:
    """Everyone whom the rules concern may read them."""
    rules = rules_of(request.post.committee, clock.today())
    _value, since = parameters.get_with_date(request.post.committee, "P-40")
    names = {rule.code: rule.label for rule in rules}
    words = {
        "rules": [described(rule, names) for rule in rules], "since": since, "keeps": request.post.role in KEEPS,
        "grades": parameters.get(request.post.committee, "P-47"),
    }  # fmt: skip
    return render(request, "desk/duties/rules.html", words)


class RuleForm(HuiyinForm):
    """One row of the table, and from which day."""

    code = forms.CharField(
        label=gettext_lazy("代码"), max_length=30, help_text=gettext_lazy("小写字母开头，分录里记的是它")
    )
    label = forms.CharField(label=gettext_lazy("名称"), max_length=60)
    source = forms.ChoiceField(label=gettext_lazy("数的是什么"))
    who = forms.ChoiceField(label=gettext_lazy("对谁"), choices=list(WHO.items()))
    role = forms.ChoiceField(label=gettext_lazy("什么角色"), choices=list(ROLES.items()))
    points = forms.CharField(
        label=gettext_lazy("每次几分"), max_length=8, help_text=gettext_lazy("扣分写负数；只记不计分写 0")
    )
    factor = forms.ChoiceField(label=gettext_lazy("几个人一起做的"), initial="full")
    start = forms.CharField(label=gettext_lazy("从第几件起"), max_length=3, initial="1")
    per = forms.CharField(label=gettext_lazy("每几件"), max_length=3, initial="1")
    cap = forms.CharField(label=gettext_lazy("一年最多几分"), max_length=8, required=False)
    minimum = forms.CharField(
        label=gettext_lazy("一年至少几件"),
        max_length=3,
        required=False,
        help_text=gettext_lazy("写了就是对每位委员的要求"),
    )
    once = forms.ChoiceField(label=gettext_lazy("重复的"), choices=list(ONCE.items()))
    group = forms.ChoiceField(label=gettext_lazy("归到哪一组"), required=False)
    valid_from = forms.DateField(
        label=gettext_lazy("从哪天起"), help_text=gettext_lazy("那天以前做的，照那天以前的规则")
    )
    reason = forms.CharField(
        label=gettext_lazy("依据"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("例如：主席会议。试算时可以不填"),
    )

    def __init__(self, rules: list[Rule], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        all_fields: Any = self.fields
        groups = [(rule.code, rule.label) for rule in rules if rule.is_group]
        all_fields["source"].choices = [
            (GROUP, _("不数，是一组（给下面的几行定上限）")),
            *((code, str(label)) for code, label in SOURCES.items()),
        ]
        shares = [*FACTORS.items(), ("0.5", _("各计一半")), ("0.25", _("各计四分之一"))]
        own = [(rule.factor, rule.factor) for rule in rules if rule.factor not in dict(shares)]
        all_fields["factor"].choices = [*shares, *dict(own).items()]
        all_fields["group"].choices = [("", _("不归组")), *groups]

    def row(self) -> list[str]:
        return [str(self.cleaned_data.get(name) or NONE).strip() for name in CELLS]


@signed_in(*KEEPS)
def change(request: Any) -> HttpResponse:
    """`?code=` one of the rules, else a new one. Sent with `try`: who would move; with `drop`: it is left out; else it is put in force."""
    post = request.post
    rules = rules_of(post.committee, clock.today())
    old = next((rule for rule in rules if rule.code == request.GET.get("code", "")), None)
    if request.GET.get("code") and old is None:
        raise Http404
    initial: dict[str, Any] = {"valid_from": clock.today(), "who": "all", "role": "any", "once": NONE}
    if old is not None:
        initial |= {
            name: "" if cell == NONE and name != "once" else cell for name, cell in zip(CELLS, old.row(), strict=True)
        }
    form = RuleForm(rules, request.POST or None, initial=initial)
    words: dict[str, Any] = {"form": form, "old": old, "years": years(post)}
    if request.method == "POST" and form.is_valid():
        try:
            table = changed(rules, old, None if "drop" in request.POST else form.row())
            if "try" not in request.POST:
                put_in_force(request, table, form.cleaned_data)
                return redirect("duty_rules")
            words |= tried(post, table, number_in(request.POST.get("year", "")) or clock.today().year - 1)
        except Refused as refusal:
            put_on(form, refusal)
    return render(request, "desk/duties/rule.html", words, status=422 if form.errors else 200)


def years(post: Post) -> list[int]:
    """The years on which a change can be tried out: last year first."""
    last = clock.today().year - 1
    begun = DutyYear.objects.filter(committee=post.committee_id).values_list("year", flat=True)
    return sorted({last, last + 1, *begun}, key=lambda year: (year != last, -year))


def changed(rules: list[Rule], old: Rule | None, row: list[str] | None) -> list[list[str]]:
    """The whole table with one row changed, added or left out. Errors: Refused with the sentence of the language."""
    table = [row if old is not None and rule.code == old.code else rule.row() for rule in rules]
    rows = [one for one in table if one is not None]
    if old is None and row is not None:
        rows.append(row)
    try:
        language.check(rows, SOURCES)
    except ValueError as trouble:
        raise Refused(str(trouble)) from None
    return rows


def put_in_force(request: Any, table: list[list[str]], data: dict[str, Any]) -> None:
    set_parameter(request.post.committee, "P-40", table, data["valid_from"], request.post, data["reason"])
    day = clock.day_words(data["valid_from"])
    messages.success(request, _("从{day}起照新规则记分。以前做的照旧规则，分不变。").format(day=day))


def tried(post: Post, table: list[list[str]], year: int) -> dict[str, Any]:
    """What the changed table would have done in that year: who moves, and how many do not."""
    rows = simulate(post.committee, year, language.read(table))
    moved = [row for row in rows if row.moved]
    names = dict(Person.objects.filter(pk__in=[row.person for row in moved[:MOST_SHOWN]]).values_list("pk", "name"))
    return {
        "tried": year, "members": len(rows), "moved": len(moved), "more": max(len(moved) - MOST_SHOWN, 0),
        "lines": [line_of(row, names, year) for row in moved[:MOST_SHOWN]],
    }  # fmt: skip


def line_of(row: Moved, names: dict[int, str], year: int) -> dict[str, Any]:
    return {"row": row, "name": names.get(row.person, ""), "url": member_url(row.person, year), "points": row.after - row.before, "places": row.place_before - row.place_after}  # fmt: skip
