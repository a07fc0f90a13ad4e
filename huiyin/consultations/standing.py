"""How a consultation stands and what it came to, asked in two statements for all the steps and panels that depend on it."""

from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Subquery

from huiyin.consultations.models import CaseStudy, Check, Deliberation, Item, Opinion, Replication
from huiyin.kernel.models import Case
from huiyin.kernel.once import once
from huiyin.suggestions.models import Suggestion, SuggestionAnswer

NOW = {"until": None, "voided_by": None}


class Standing(NamedTuple):
    good: bool = False
    """Something was seen to work."""
    study: bool = False
    """It is written up."""
    carried: bool = False
    """It was carried on to another place."""
    online: bool = False
    """A question was put on the net, open or ended."""
    asking: bool = False
    """One is open now."""
    rated: bool = False
    """Somebody who took part said what he thinks of it."""


@once
def standing(case: Any) -> Standing:
    """One query for a page, however many steps and panels ask."""
    topics = Deliberation.objects.filter(parent=case.pk)
    good = Check.objects.filter(case__parent=case.pk, solved__in=("solved", "partly"), **NOW)
    mine = {"case": case.pk, **NOW}
    asked = {
        "good": Exists(good), "study": Exists(CaseStudy.objects.filter(**mine)), "carried": Exists(Replication.objects.filter(**mine)),
        "online": Exists(topics), "asking": Exists(topics.filter(state="open")), "rated": Exists(Opinion.objects.filter(**mine)),
    }  # fmt: skip
    found = list(Case.objects.filter(pk=case.pk).order_by().annotate(**asked).values_list(*Standing._fields))
    return Standing(*found[0]) if found else Standing()


@once
def outcome(case: Any) -> list[Any]:
    """The suggestions of the outcome in their order, each with `given` (a unit has it) and `adoption` (the newest answer's, or None).
    One query for a page."""
    given = Item.objects.filter(parent=case.pk, suggestion=OuterRef("pk"))
    answers = SuggestionAnswer.objects.filter(case=case.pk, suggestion=OuterRef("pk"), **NOW).order_by("-pk")
    rows = Suggestion.objects.filter(case=case.pk, **NOW).order_by("position")
    return list(rows.annotate(given=Exists(given), adoption=Subquery(answers.values("adoption")[:1])))
