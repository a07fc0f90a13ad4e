"""What a year of handling counts to: every number from dated rows, as of a day."""

from datetime import timedelta

import pytest

from huiyin.handling.models import Publication
from huiyin.kernel import clock, figures
from huiyin.kernel.act import act
from tests.stories.promises import promising, rate


@pytest.fixture
def count(district):
    def run(name, **scope):
        answer = figures.REGISTRY[f"proposals.{name}"].answer(
            figures.Scope(district.committee, figures.period(district.committee, "2026"), **scope)
        )
        return (answer.numerator, answer.denominator) if name.endswith("rate") else answer.value

    return run


def test_on_time_and_adjusted(district, count):
    with clock.frozen(clock.now() - timedelta(days=200)):
        slow = district.lead(district.proposal("handling", co=[]))
    act(slow, "contact", as_=district.unit, **district.talk())
    act(slow, "reply", as_=district.unit, **district.answer(slow))
    act(slow, "pass_reply", as_=district.assigning)
    district.proposal("replied", co=[])
    left = district.lead(district.proposal("handling", co=[]))
    act(left, "ask_adjustment", as_=district.unit, reason="不归我们。", file=district.scan(left))
    act(left, "grant_adjustment", as_=district.assigning)
    assert count("on_time_rate") == (1, 2)
    assert count("adjustment_rate") == (1, 3)


def test_promises_and_what_became_of_them(district, count):
    case, _lead, kept = promising(district)
    rate(district, case)
    act(kept, "report", as_=district.unit, text="办成了。")
    act(kept, "verify", as_=district.office, result="A")
    _case, _lead, late = promising(district, days=10)
    assert (count("promises"), count("promises_kept"), count("promises_late")) == (2, 1, 0)
    assert count("promise_rate") == (1, 2)
    assert count("conversion_rate") == (1, 2)
    assert (count("class_solved"), count("class_in_progress")) == (1, 1)
    assert count("promises_late", as_of=late.by + timedelta(days=1)) == 1


def test_published_looked_back_and_talked_with(district, count):
    case = district.proposal("replied", co=[])
    reply = Publication.objects.get(parent=case, what="reply")
    assert count("publication_rate") == (0, 1)
    act(reply, "propose", as_=district.unit, extent="full")
    act(reply, "approve", as_=district.assigning, no_secret=True)
    act(reply, "publish", as_=district.unit)
    assert count("publication_rate") == (1, 1)
    kept = Publication.objects.get(parent=district.proposal("replied", co=[]), what="reply")
    act(kept, "propose", as_=district.unit, extent="no", reason="商业秘密")
    act(kept, "approve", as_=district.assigning, no_secret=True)
    assert count("publication_rate") == (1, 1)  # lawfully unpublished is not in the whole


def test_a_disputed_talk_counts_nowhere_and_a_confirmed_one_in_both(district, count):
    from huiyin.handling.models import Contact

    parts = [district.lead(district.proposal("replied", co=[])) for _ in range(2)]
    for part, answer in zip(parts, ("yes", "no"), strict=True):
        row = Contact.objects.get(case=part)
        act(
            part,
            "confirm_contact",
            as_=district.member,
            contact=row.pk,
            answer=answer,
            **({"words": "没有。"} if answer == "no" else {}),
        )
    assert (count("talk_rate"), count("contact_rate"), count("met_confirmed_rate")) == ((1, 2), (1, 2), (1, 2))
