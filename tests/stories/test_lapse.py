"""A co-handler's opinion is not waited for any more once the lead's reply has been delivered (R-041)."""

from huiyin.handling.models import Assignment, Contact
from huiyin.kernel.act import act
from huiyin.kernel.flow import FLOWS
from huiyin.kernel.models import Event, Notice, Todo


def answered(district):
    """The lead did not wait for its co-handler, and its reply was delivered: (lead, co)."""
    lead, co = district.parts(district.proposal("handling"))
    act(lead, "contact", as_=district.unit, **district.talk())
    act(lead, "go_on", as_=district.unit, why="已催两次。")
    act(lead, "reply", as_=district.unit, **district.answer(lead))
    assert Assignment.objects.get(pk=co.pk).state == "working"
    act(lead, "pass_reply", as_=district.assigning)
    return lead, Assignment.objects.get(pk=co.pk)


def test_the_open_part_of_a_co_handler_ends_when_the_reply_is_delivered(district):
    _lead, co = answered(district)
    assert co.state == "ended"
    assert not Todo.objects.filter(case=co.pk, closed_at=None).exists()
    assert Notice.objects.filter(case=co.pk, role="unit", text__contains="不用再交会办意见").exists()
    assert Event.objects.get(case=co.pk, step="lapse").from_state == "working"


def test_an_opinion_that_was_given_stands(district):
    case = district.proposal("replied")
    co = district.parts(case)[1]
    assert co.state == "done"
    assert not Event.objects.filter(case=co.pk, step="lapse").exists()


def test_nobody_takes_it_by_hand():
    assert FLOWS["assignment"].by_step["lapse"].computed


def test_a_proposer_confirms_a_talk_on_the_ordinary_page(district, client):
    lead = district.lead(district.proposal("handling", co=[]))
    act(lead, "contact", as_=district.unit, **district.talk())
    client.force_login(district.member.person)
    page = client.get(f"/case/{lead.parent.uid}/")
    assert "确认沟通记录" in page.content.decode()
    talk = Contact.objects.get(case=lead)
    client.post(f"/case/{lead.uid}/do/confirm_contact/", {"contact": talk.pk, "answer": "yes"})
    talk.refresh_from_db()
    assert talk.confirmed is True
