"""One form for many cases: the facts of a step, asked once; what each case knows by itself stays its own."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from huiyin.kernel.flow import Fact, Grouped, Step
from huiyin.ui.forms import HuiyinForm, SearchSelect, searched

BODIES = ("org", "orgs")
FEW = 7


def offered(fact: Fact, case: Any, post: Any) -> list[tuple[str, str]]:
    return (
        [(str(value), label if isinstance(label, Grouped) else str(label)) for value, label in fact.choices(case, post)]
        if fact.choices
        else []
    )


def own_defaults(step: Step, case: Any, post: Any) -> dict[str, Any]:
    """What a case says by itself to the facts of a step (the units of its plan, its subject)."""
    found = {fact.name: fact.default(case, post) for fact in step.facts if fact.default is not None}
    return {name: value for name, value in found.items() if value not in (None, "", [])}


def asked(step: Step, cases: Sequence[Any], post: Any) -> list[Fact]:
    """The facts that a person must say for all: not those that only history names, nor bodies that each case has planned."""
    planned = all(
        any(f.name in own for f in step.facts if f.kind in BODIES)
        for own in (own_defaults(step, c, post) for c in cases)
    )
    found = []
    for fact in step.facts:
        only_history = fact.choices is not None and not offered(fact, cases[0], post)
        if only_history or (fact.kind in BODIES and planned):
            continue
        found.append(fact)
    return found


def form_for(step: Step, cases: Sequence[Any], post: Any, data: Any = None) -> HuiyinForm:
    """The form of the asked facts, bound when data is given. A fact that every case knows may be left to each."""
    fields = {}
    for fact in asked(step, cases, post):
        known = fact.default is not None and all(fact.name in own_defaults(step, case, post) for case in cases)
        fields[fact.name] = _field(fact, cases[0], post, known)
    return type("BatchFacts", (HuiyinForm,), fields)(data, prefix="f")


def _field(fact: Fact, case: Any, post: Any, known: bool) -> forms.Field:
    common: dict[str, Any] = {
        "label": fact.label,
        "help_text": fact.help,
        "required": fact.required and not known and fact.when is None,
    }
    choices = offered(fact, case, post)
    one = _drawn(fact, common, choices, known)
    if fact.note:
        one.note = fact.note  # type: ignore[attr-defined]
    return one


def _drawn(fact: Fact, common: dict[str, Any], choices: list[tuple[str, str]], known: bool) -> forms.Field:
    if fact.kind == "org" and len(choices) > FEW and not known:
        return searched(forms.ChoiceField(widget=SearchSelect, **common), choices)
    if fact.kind == "orgs" and len(choices) > FEW:
        return searched(
            forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **common), choices
        )
    if fact.kind in ("choice", "org"):
        empty = [("", _("各按各的"))] if known else [("", _("请选"))]
        return forms.ChoiceField(choices=[*empty, *choices], **common)
    if fact.kind in ("choices", "orgs"):
        return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **common)
    if fact.kind == "flag":
        return forms.BooleanField(**common)
    if fact.kind == "date":
        return forms.DateField(widget=forms.DateInput, **common)
    widget = (
        forms.Textarea(attrs={"rows": 3, "maxlength": fact.longest or None})
        if fact.kind == "long"
        else forms.TextInput()
    )
    return forms.CharField(widget=widget, **common)


def facts_of(step: Step, case: Any, post: Any, said: dict[str, Any]) -> dict[str, Any]:
    """One case's facts: its own defaults under what was said for all."""
    return {
        **own_defaults(step, case, post),
        **{name: value for name, value in said.items() if value not in (None, "", [])},
    }


def waits(step: Step, cases: Sequence[Any], post: Any) -> bool:
    """Whether a page stands between the press and the act: something is asked, or it cannot be taken back."""
    return step.seal or bool(asked(step, cases, post))
