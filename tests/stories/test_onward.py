"""A declined proposal lives on, if its proposer agrees; what he does not want rests."""

import pytest

from huiyin.kernel import clock
from huiyin.kernel.act import act
from huiyin.kernel.figures import REGISTRY, Scope, period
from huiyin.kernel.models import Todo
from huiyin.kernel.refusal import Missing
from huiyin.proposals.models import Onward


def asked(district):
    case = district.proposal("informed")
    act(case, "ask_onward", as_=district.office, channel="opinion")
    return case


def owed(case):
    return list(Todo.objects.filter(case=case, closed_at=None).values_list("step", "role"))


def test_with_consent_it_is_passed_on_and_who_took_it_is_kept(district):
    case = asked(district)
    assert owed(case) == [("agree_onward", "member")]
    act(case, "agree_onward", as_=district.member, answer="yes")
    assert owed(case) == [("pass_onward", "proposal_office")]
    act(case, "pass_onward", as_=district.office, taker="区政协研究室", on=clock.today(), number="第 12 期")
    row = Onward.objects.get(case=case)
    assert (row.channel, row.number, row.taker, row.taken_on) == ("opinion", "第 12 期", "区政协研究室", clock.today())
    case.refresh_from_db()
    assert (case.disposition, owed(case)) == ("opinion", [])
    scope = Scope(district.committee, period(district.committee, "9-5"))
    counted = {code: REGISTRY[f"proposals.not_filed_{code}"].answer(scope).value for code in ("opinion", "reference")}
    assert counted == {"opinion": 1, "reference": 0}, "it counts where it went"


def test_without_consent_it_rests(district):
    case = asked(district)
    act(case, "agree_onward", as_=district.member, answer="no")
    assert owed(case) == []
    assert Onward.objects.get(case=case).taken_on is None


def test_who_signed_on_paper_is_not_asked_again_and_who_has_no_account_signs_on_paper(district):
    case = district.proposal("informed")
    act(case, "ask_onward", as_=district.office, channel="reference", paper=district.scan(case, "同意书.pdf"))
    assert owed(case) == [("pass_onward", "proposal_office")]
    other = district.proposal("informed")
    type(other).objects.filter(pk=other.pk).update(first_person=None)
    with pytest.raises(Missing, match="同意书"):
        act(other, "ask_onward", as_=district.office, channel="reference")
    act(other, "ask_onward", as_=district.office, channel="reference", paper=district.scan(other, "同意书.pdf"))
    assert owed(other) == [("pass_onward", "proposal_office")]


def test_the_proposer_is_asked_on_his_own_page(district, client):
    case = asked(district)
    client.force_login(district.member.person)
    assert "答复是否同意转出" in client.get("/work/").content.decode()
    page = client.get(f"/case/{case.uid}/?step=agree_onward").content.decode()
    assert "同意转出" in page
    assert "转社情民意信息</b>" in page, "he reads where it is to go"
    sent = client.post(f"/case/{case.uid}/do/agree_onward/", {"answer": "no", "key": "a"})
    assert sent.status_code == 302
    assert Onward.objects.get(case=case).answer == "no"
