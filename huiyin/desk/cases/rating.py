"""What stands above the question “are you satisfied”: who answered, when, and what became of each suggestion."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.desk.cases.forms import StepForm
from huiyin.desk.cases.now import span_words
from huiyin.desk.cases.tree import Tree
from huiyin.kernel import parameters


def context(tree: Tree, form: StepForm) -> dict[str, Any]:
    """Answers, suggestions and the consequence of each choice, for cases/rate.html."""
    answering = [row for row in tree.children if getattr(row, "answers", False) and row.answered_on]
    names = "、".join(row.unit.name for row in answering)
    if names and getattr(tree.case, "rounds", 1) < 2:
        span = span_words(str(parameters.get(tree.case.committee, "P-23")))
        hint = _("会退回{names}，{span}内重新办理、再答复一次").format(names=names, span=span)
    else:
        hint = _("由提案委员会会商处理，评价仍记“不满意”")
    form.fields["rating"].hints = {"dissatisfied": hint}  # type: ignore[attr-defined]
    letter = reverse("letter", args=[tree.case.uid])
    answers = [{"unit": row.unit.name, "day": row.answered_on, "url": f"{letter}?of={row.uid}"} for row in answering]
    return {"answers": answers}
