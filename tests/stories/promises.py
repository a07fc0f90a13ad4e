"""Steps that the stories after the reply share: a reply that promises, rated and tracked."""

from datetime import timedelta

from huiyin.handling.models import Commitment
from huiyin.kernel import clock
from huiyin.kernel.act import act


def promising(district, days=90, part=None, co=(), **facts):
    """A proposal answered with a B and one promise; returns (proposal, its lead, the promise)."""
    lead = part or district.lead(district.proposal("handling", co=list(co)))
    reply(district, lead, days, **facts)
    case = lead.parent
    case.refresh_from_db()
    return type_of(case), lead, Commitment.objects.filter(part=lead).latest("pk")


def type_of(case):
    from huiyin.proposals.models import Proposal

    row = Proposal.objects.get(pk=case.pk)
    row.committee = case.committee
    return row


def reply(district, lead, days=90, **facts):
    unit = district.unit_post(lead)
    act(lead, "contact", as_=unit, **district.talk())
    answer = district.answer(lead, result="B")
    answer["points"][0] |= {
        "by": (clock.today() + timedelta(days=days)).isoformat(),
        "who": "李科长",
        "promise": "明年三月底前加装 20 台。",
    }
    act(lead, "reply", as_=unit, **(answer | facts))
    act(lead, "pass_reply", as_=district.assigning)


def rate(district, case, rating="satisfied"):
    return act(case, "rate", as_=district.member, rating=rating, words="请再看一看第一条。")
