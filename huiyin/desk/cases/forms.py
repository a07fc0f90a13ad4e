"""A step's form, made from the facts that the step asks for. The kernel checks them; the form only asks and shows."""

import uuid
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.kernel import parameters
from huiyin.kernel.facts import absent, asked
from huiyin.kernel.flow import Fact, Grouped, Step
from huiyin.kernel.models import Attachment, Post
from huiyin.kernel.refusal import Missing, Refused
from huiyin.people.roles import OFFICE
from huiyin.suggestions.models import ADOPTIONS, Suggestion
from huiyin.ui.forms import HuiyinForm, SearchSelect, searched, tidy

FEW = 7
NO_ADOPTION, NO_TEXT = gettext_lazy("请选采纳与否。"), gettext_lazy("请写明怎么办。")
FILES = ("file",)
MANY = ("choices", "orgs", "items")
ON_PAPER = {"reply": ("doc_number", "scan")}
"""Facts that may be left out only where the unit signs in the house (P-CHAIN), by `step.form`."""


class StepForm(HuiyinForm):
    """Fields by the names of the facts; a fact `points` is four fields for each suggestion (`points-<id>-adoption`, `-text`,
    `-by`, `-who`).

    `key` makes a repeated sending harmless, `seen` is the version of the case that was on the page, `kept_<fact>` a file that came
    with a refused sending.
    """

    use_required_attribute = False

    def __init__(self, step: Step, row: Any, post: Post, *args: Any, typed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.step, self.row, self.post, self.typed = step, row, post, typed
        self.kept: dict[str, Attachment] = {}
        self.facts = [fact for fact in step.facts if not (fact.kind == "text" and fact.choices is not None)]
        self.suggestions = suggestions_of(row) if any(fact.kind == "points" for fact in self.facts) else []
        self.offered: dict[Any, list[tuple[Any, Any]]] = {}
        self.facts = [fact for fact in self.facts if self._to_be_asked(fact)]
        for fact in self.facts:
            if fact.kind == "points":
                self._add_points()
            else:
                self._add(fact.name, self._field(fact))
                if fact.note:
                    self.fields[fact.name].note = fact.note  # type: ignore[attr-defined]
                if fact.required:
                    self._needed(fact.name, absent(fact))
        for name in ON_PAPER.get(step.form, ()):
            if name in self.fields and not parameters.get(row.committee, "P-CHAIN"):
                self.fields[name].note = ""  # type: ignore[attr-defined]
                self._needed(name, absent(step.fact(name)))
        if typed or post.role in OFFICE:
            self._add(
                "happened",
                forms.DateField(required=False, label=_("哪一天办的"), help_text=_("不填就是今天；补记以前的事才填")),
            )
        if typed:
            self._add(
                "evidence", forms.FileField(label=_("本人签过字的材料"), help_text=_("扫描件或照片，作为代录的凭据"))
            )
            self._needed("evidence", _("请上传扫描件。"))
        self._hidden()

    def _add(self, name: str, one: forms.Field) -> None:
        self.fields[name] = one
        tidy(one.widget)

    def _needed(self, name: str, sentence: Any) -> None:
        """What is said when it is left empty, also without a trip to the server."""
        self.fields[name].needed = sentence  # type: ignore[attr-defined]

    def _hidden(self) -> None:
        made = {"key": uuid.uuid4().hex, "seen": str(self.row.version)}
        for name, value in made.items():
            self.fields[name] = forms.CharField(required=False, widget=forms.HiddenInput, initial=value)

    def full_clean(self) -> None:
        """Nothing is judged here: the kernel does, and its sentences are put beside the fields (`refuse`)."""
        self._errors = forms.utils.ErrorDict(renderer=self.renderer)
        self.cleaned_data: dict[str, Any] = {}

    def _field(self, fact: Fact) -> forms.Field:
        common: dict[str, Any] = {"label": fact.label, "help_text": fact.help, "required": fact.required}
        if fact.default is not None:
            common["initial"] = fact.default(self.row, self.post)
        if fact.kind == "long":
            attrs = {"maxlength": fact.longest} if fact.longest else {}
            return forms.CharField(widget=forms.Textarea(attrs=attrs), **common)
        if fact.kind in ("choice", "choices", "org", "orgs"):
            return self._choosing(fact, common)
        if fact.kind == "date":
            return forms.DateField(widget=forms.DateInput(format="%Y-%m-%d"), **common)
        if fact.kind == "flag":
            return forms.BooleanField(**common)
        if fact.kind in FILES:
            return forms.FileField(**common)
        if fact.kind == "number":
            return forms.CharField(widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "w-m"}), **common)
        return forms.CharField(**common)

    def _choosing(self, fact: Fact, common: dict[str, Any]) -> forms.Field:
        choices = [
            (str(code), label if isinstance(label, Grouped) else str(label)) for code, label in self.choices(fact)
        ]
        if fact.kind in ("choices", "orgs"):
            if common.get("initial"):
                common["initial"] = [str(one) for one in common["initial"]]
            many = forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **common)
            return searched(many, choices) if len(choices) > FEW and fact.kind == "orgs" else many
        if fact.kind == "org" and len(choices) > FEW:
            return searched(forms.ChoiceField(widget=SearchSelect, **common), choices)
        if fact.kind == "org" or len(choices) > FEW:
            return forms.ChoiceField(choices=[("", _("请选")), *choices], **common)
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **common)

    def choices(self, fact: Fact) -> list[tuple[Any, Any]]:
        """Facts that offer the same list ask for it once."""
        assert fact.choices is not None
        if fact.choices not in self.offered:
            self.offered[fact.choices] = fact.choices(self.row, self.post)
        return self.offered[fact.choices]

    def _to_be_asked(self, fact: Fact) -> bool:
        """A list from which nothing can be chosen is not shown, if it may be left out."""
        return fact.required or fact.kind != "orgs" or bool(self.choices(fact))

    def _add_points(self) -> None:
        for number, row in enumerate(self.suggestions, 1):
            adoption = forms.ChoiceField(
                label=_("第 {n} 条采纳吗").format(n=number), choices=list(ADOPTIONS), widget=forms.RadioSelect
            )
            self._add(f"points-{row.pk}-adoption", adoption)
            self._needed(f"points-{row.pk}-adoption", NO_ADOPTION)
            text = forms.CharField(label=_("怎么办、什么时候办好"), widget=forms.Textarea(attrs={"rows": 3}))
            self._add(f"points-{row.pk}-text", text)
            self._needed(f"points-{row.pk}-text", NO_TEXT)
            by = forms.DateField(
                required=False,
                label=_("承诺哪一天办成"),
                help_text=_("正在解决、列入计划的要写；它会成为承诺事项，到期提醒"),
            )
            self._add(f"points-{row.pk}-by", by)
            who = forms.CharField(required=False, label=_("由谁负责"), max_length=100)
            self._add(f"points-{row.pk}-who", who)
            for part in ("adoption", "text", "by", "who"):
                self.fields[f"points-{row.pk}-{part}"].place = _("第 {n} 条").format(n=number)  # type: ignore[attr-defined]

    # what was typed ────────────────────────────────────────────────────────
    def given(self) -> dict[str, Any]:
        """The facts as typed, for `act()`; files stand in `kept` as attachments."""
        values: dict[str, Any] = {}
        for fact in self.facts:
            if fact.kind == "points":
                values[fact.name] = self._points()
            elif fact.kind in FILES:
                values[fact.name] = self.kept.get(fact.name)
            elif fact.kind in MANY:
                values[fact.name] = self.data.getlist(fact.name)  # type: ignore[attr-defined]
            else:
                values[fact.name] = self.data.get(fact.name, "")
        return values

    def _points(self) -> list[dict[str, Any]]:
        names = [(row.pk, f"points-{row.pk}-") for row in self.suggestions]
        return [
            {
                "suggestion": pk,
                "adoption": self.data.get(f"{name}adoption", ""),
                "text": self.data.get(f"{name}text", ""),
                **{part: typed for part in ("by", "who") if (typed := self.data.get(f"{name}{part}", "").strip())},
            }
            for pk, name in names
        ]

    def raw(self) -> dict[str, list[str]]:
        """Everything typed, by field, to be kept as a draft."""
        left_out = {"key", "seen", *(name for name, one in self.fields.items() if isinstance(one, forms.FileField))}
        return {name: self.data.getlist(name) for name in self.fields if name in self.data and name not in left_out}  # type: ignore[attr-defined]

    def prefill(self, values: Mapping[str, list[str]]) -> None:
        """Show a kept draft again."""
        for name, found in values.items():
            if one := self.fields.get(name):
                many = isinstance(one, forms.MultipleChoiceField)
                one.initial = found if many else (found[0] if found else "")

    # what was refused ──────────────────────────────────────────────────────
    def refuse(self, refusal: Refused) -> None:
        """Put the kernel's sentences beside the fields they belong to, or above them all."""
        placed = False
        for given, sentence in refusal.fields.items():
            name = "happened" if given == "at" else given
            if name in self.fields:
                self.add_error(name, str(sentence))
                placed = True
        if isinstance(refusal, Missing):
            placed |= self._refuse_empty()
        if not placed:
            self.add_error(None, str(refusal.sentence))

    def _refuse_empty(self) -> bool:
        """Whatever else is empty is said in the same round, the points with the rest: nobody mends a form twice."""
        given = self.given()
        left_out = {fact.name for fact in self.facts if not asked(fact, given)}
        empty = [
            name
            for name, one in self.fields.items()
            if hasattr(one, "needed") and name not in left_out and name not in self.errors and not self._typed(name)
        ]
        for name in empty:
            self.add_error(name, str(self.fields[name].needed))  # type: ignore[attr-defined]
        return bool(empty)

    def _typed(self, name: str) -> bool:
        return name in self.kept or any(str(value).strip() for value in self.data.getlist(name))  # type: ignore[attr-defined]

    # how it is drawn ───────────────────────────────────────────────────────
    def blocks(self) -> list[dict[str, Any]]:
        """The fields in order, as the template draws them: {"kind": "field" or "points", …}."""
        found: list[dict[str, Any]] = []
        for fact in self.facts:
            if fact.kind == "points":
                rows = [
                    {
                        "text": row.text,
                        "adoption": self[f"points-{row.pk}-adoption"],
                        "answer": self[f"points-{row.pk}-text"],
                        "by": self[f"points-{row.pk}-by"],
                        "who": self[f"points-{row.pk}-who"],
                    }
                    for row in self.suggestions
                ]
                found.append({"kind": "points", "label": fact.label, "help": fact.help, "rows": rows})
            else:
                found.append(
                    {"kind": "field", "bound": self[fact.name], "when": fact.when, "kept": self.kept.get(fact.name)}
                )
        if "happened" in self.fields:
            found.append({"kind": "aside", "bound": self["happened"], "title": _("不是今天办的？")})
        if self.typed:
            found.append({"kind": "field", "bound": self["evidence"], "when": None, "kept": self.kept.get("evidence")})
        return found


def suggestions_of(row: Any) -> list[Suggestion]:
    """The suggestions that a reply answers: those of the case that the row serves."""
    case = row.parent_id or row.pk
    return list(Suggestion.objects.filter(case=case, until=None, voided_by=None).order_by("position"))
