"""Forms that draw themselves in our way: label, help, error, control, top to bottom."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms.renderers import DjangoTemplates
from django.template.loader import get_template
from django.utils.translation import gettext as _

from huiyin.ui.initials import initials

FEW_GROUPS = 1
SHORT = (forms.DateInput, forms.TimeInput, forms.DateTimeInput, forms.NumberInput)


class Renderer(DjangoTemplates):
    """`{{ form }}` and `{{ form.as_div }}` give our fields; errors become our sentences."""

    form_template_name = "ui/form.html"

    def get_template(self, template_name: str) -> Any:
        return get_template(template_name) if template_name.startswith("ui/") else super().get_template(template_name)


RENDERER = Renderer()  # one for all: each holds a template engine


class Tidy(forms.BaseForm):
    """Mix into any form (first in the bases): widgets get their widths, dates a date picker.

    A field may carry `hints` (value → the consequence written under a choice) and `note` (the small word after the
    label; without it an optional field says so itself), `needed` (what to say when it is left empty, for the check before a
    question of confirming) and `place` (how the list of mistakes names it, where its label does not: 第 2 条).
    """

    default_renderer = RENDERER
    template_name = "ui/form.html"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for one in self.fields.values():
            tidy(one.widget)


class HuiyinForm(Tidy, forms.Form):
    """A form in our way."""


class HuiyinModelForm(Tidy, forms.ModelForm):
    """The same for a model."""


class SearchSelect(forms.Select):
    """A select whose options tell the script their first letters; without a script it is a select."""

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(*args, **kwargs)
        if option["value"]:
            option["attrs"]["data-find"] = initials(str(option["label"]))
        return option


def searched(field: Any, choices: list[tuple[str, str]]) -> Any:
    """A choice of many is found by typing (name or first letters), and stands under headings where the labels know theirs."""
    groups = {value: getattr(label, "group", "") for value, label in choices}
    headed = len(set(groups.values())) > FEW_GROUPS
    field.searched = True
    field.groups = groups if headed else {}
    if isinstance(field.widget, forms.Select) and not isinstance(field.widget, forms.CheckboxSelectMultiple):
        named: dict[str, list[tuple[str, str]]] = {}
        for value, label in choices:
            named.setdefault(groups[value], []).append((value, label))
        field.choices = [("", _("请选")), *(named.items() if headed else choices)]
        field.widget.attrs["data-search"] = _("输入名称或拼音首字母")
    return field


def tidy(widget: forms.Widget) -> None:
    """Dates as ISO in a date picker, short things in short controls, long texts with a counter."""
    if isinstance(widget, forms.DateInput) and widget.input_type == "text":
        widget.input_type, widget.format = "date", "%Y-%m-%d"
    if isinstance(widget, SHORT):
        widget.attrs.setdefault("class", "w-m")
    if isinstance(widget, forms.Textarea):
        widget.attrs.pop("cols", None)
        if widget.attrs.get("rows") == "10":
            widget.attrs["rows"] = 4
    if isinstance(widget, forms.Textarea) and (most := widget.attrs.get("maxlength")):
        widget.attrs.setdefault("data-count", most)
        # the control must not cut a pasted text in silence: the counter and the error say what is too long
        del widget.attrs["maxlength"]


def is_choices(bound: forms.BoundField) -> bool:
    return isinstance(bound.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple)


def target(bound: forms.BoundField) -> str:
    """The id to which an error links: the control, or the first of the choices."""
    if is_choices(bound):
        return f"{bound.auto_id}_0"
    return bound.id_for_label or bound.auto_id


def note(bound: forms.BoundField) -> str:
    """The small word after a label: the field's own, or that it may be left out."""
    if (own := getattr(bound.field, "note", None)) is not None:
        return str(own)
    plain = not isinstance(bound.field.widget, forms.CheckboxInput)
    return _("可不填") if plain and not bound.field.required and not bound.field.disabled else ""


def all_forms(*given: Any) -> Iterable[forms.BaseForm]:
    """Forms and formsets, flattened."""
    for one in given:
        if isinstance(one, forms.BaseFormSet):
            yield from one.forms
        elif one is not None:
            yield one


def mistakes(*given: Any) -> list[dict[str, str]]:
    """Everything to mend in these forms and formsets, in order: {"label", "text", "id"} (no id: the whole form)."""
    found = []
    for group in given:
        if isinstance(group, forms.BaseFormSet) and group.is_bound:
            found += [{"label": "", "text": str(text), "id": ""} for text in group.non_form_errors()]
    for form in all_forms(*given):
        if not form.is_bound:
            continue
        found += [{"label": "", "text": str(text), "id": ""} for text in form.non_field_errors()]
        for bound in form:
            label = str(getattr(bound.field, "place", bound.label))
            found += [{"label": label, "text": str(t), "id": target(bound)} for t in bound.errors]
    return found


def put_on(form: forms.BaseForm, refusal: Any) -> None:
    """Write a refusal (`fields`: {name: sentence}, `sentence`) on the form: each at its field; what has none here above the whole."""
    if not set(refusal.fields) & set(form.fields):
        form.add_error(None, str(refusal.sentence))
        return
    for name, sentence in refusal.fields.items():
        form.add_error(name if name in form.fields else None, str(sentence))
