"""重新办理: one clock until the second reply is signed, and nothing of the rejected reply is owed meanwhile (R-063, R-083)."""

from datetime import timedelta

from huiyin.handling.models import Publication, Reply
from huiyin.kernel import clock
from huiyin.kernel.act import act
from huiyin.kernel.models import Todo


def owed(case):
    return {todo.step: todo for todo in Todo.objects.filter(case=case, closed_at=None)}


def test_the_rejected_reply_waits_and_one_clock_runs_until_the_second_is_signed(district, client):
    case = district.proposal("rehandle", co=[])
    district.set("P-CHAIN", True)  # from now on the unit's head signs
    lead, pub = district.lead(case), Publication.objects.get(parent=case, what="reply")
    assert (pub.state, owed(pub)) == ("waiting", {})
    client.force_login(district.unit.person)
    page = client.get(f"/case/{case.uid}/").content.decode()
    assert "同一期限内" in page
    assert "拟定公开" not in page.split("</h2>", 1)[0]
    due = owed(lead)["reply"].due
    act(lead, "ask_extension", as_=district.unit, until=due + timedelta(days=10), reason="等省里的文件。")
    act(lead, "grant_extension", as_=district.assigning)
    with clock.frozen(clock.now() + timedelta(days=5)):
        act(lead, "contact", as_=district.unit, **district.talk())
        act(lead, "reply", as_=district.unit, **district.answer(lead))
        signing = owed(lead)["sign"]
        assert (signing.rule, signing.due) == ("P-23", due + timedelta(days=10))
        act(lead, "send_back", as_=district.unit_head, why="第二条再写细。")
        assert (lead.state, owed(lead)["reply"].due) == ("rework", due + timedelta(days=10))
        client.force_login(district.unit.person)
        assert "评价" in client.get(f"/case/{case.uid}/").content.decode()  # what the clock runs from is found
        act(lead, "reply", as_=district.unit, **district.answer(lead))
        act(lead, "sign", as_=district.unit_head, doc_number="澄住建函〔2026〕902号")
        act(lead, "pass_reply", as_=district.assigning)
        pub.refresh_from_db()
        assert (pub.state, pub.delivered_on, owed(pub)["propose"].starts) == ("undecided", clock.today(), clock.today())
        assert Publication.objects.filter(parent=case, what="reply").count() == 1
        assert pub.reply_id == Reply.objects.get(case=lead, round=2, delivered_at__isnull=False).pk
