"""A cultivation's face and panels, and those of what was handed up."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.cultivation import rules
from huiyin.cultivation.flow import ABOVE, FLOW
from huiyin.cultivation.models import CoSponsor, DraftComment, DraftVersion, HigherAdoption
from huiyin.suggestions.models import Suggestion
from huiyin.ui.panels import Face, Panel, Stop, face, panel

DRAWN = ("done", "soon", "late", "way")


def tags_of(flow: Any) -> Any:
    def tags(case: Any) -> list[tuple[Any, str]]:
        state = flow.by_state[case.state]
        return [(state.label, state.look if state.look in DRAWN else "")]

    return tags


def about(case: Any) -> str:
    said = [f"{case.get_level_display()}{case.get_form_display()}"]
    if case.origin_words:
        said.append(_("订单来源：{words}").format(words=case.origin_words))
    return " · ".join(said)


face(
    Face(
        "cultivation", lambda case: str(case.number) or _("未编号"), tags_of(FLOW), about,
        stops=(
            Stop(gettext_lazy("专班"), ("idea",), ("writing",)),
            Stop(gettext_lazy("起草"), ("writing",), ("review", "ready")),
            Stop(gettext_lazy("论证"), ("review",), ("ready",)),
            Stop(gettext_lazy("上报"), ("ready",), ("handed",)),
            Stop(gettext_lazy("收下"), ("handed",), ("accepted",)),
            Stop(gettext_lazy("答复"), ("accepted",), ("answered",)),
        ),
    )
)  # fmt: skip
face(
    Face(
        "handed_up", lambda case: str(case.number) or _("未编号"), tags_of(ABOVE),
        lambda case: _("{name}报送 · {form}").format(name=case.below.short, form=case.get_form_display()),
    )
)  # fmt: skip


def draft(tree: Any) -> dict[str, Any]:
    """The newest version in full; each older one behind its own line."""
    rows = DraftVersion.objects.filter(case=tree.case.pk, voided_by=None).select_related("person").order_by("-n")
    versions = list(rows)
    items = list(Suggestion.objects.filter(case=tree.case.pk, **rules.NOW).order_by("position"))
    partners = list(CoSponsor.objects.filter(case=tree.case.pk, **rules.NOW).order_by("pk"))
    return {"idea": tree.case.idea, "newest": versions[:1], "older": versions[1:], "items": items, "partners": partners}


def comments(tree: Any) -> dict[str, Any] | None:
    rows = list(DraftComment.objects.filter(case=tree.case.pk, **rules.NOW).order_by("-version", "pk"))
    return {"comments": rows} if rows else None


def people(tree: Any) -> dict[str, Any] | None:
    rows = list(rules.team(tree.case))
    return {"team": [{"row": row, "more": row.expert.field if row.expert else ""} for row in rows]} if rows else None


def above(tree: Any) -> dict[str, Any] | None:
    """Who carried it, its number above, what came of it."""
    case = tree.case
    rows = list(HigherAdoption.objects.filter(case=case.pk, **rules.NOW).order_by("pk"))
    return {"adoptions": rows} if case.handed_on or case.came_to or rows else None


def handed(tree: Any) -> dict[str, Any]:
    """The copy that came up, and the answer that went down."""
    return {"items": tree.case.items}


panel(Panel("cultivation-draft", "cultivation/draft.html", draft))
panel(Panel("cultivation-comments", "cultivation/comments.html", comments))
panel(Panel("cultivation-team", "cultivation/team.html", people, place="margin"))
panel(Panel("cultivation-above", "cultivation/above.html", above, place="margin"))
panel(Panel("handed-up", "cultivation/handed.html", handed))
