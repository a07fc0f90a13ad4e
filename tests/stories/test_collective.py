"""集体提案: raised in the name of a body, signed by its convener or sealed (R-002…R-004)."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from huiyin.kernel import clock
from huiyin.kernel.act import act
from huiyin.kernel.models import Attachment
from huiyin.kernel.refusal import Missing
from huiyin.proposals.models import Proposal, Sponsor

SITTING, LATER = date(2026, 1, 13), date(2026, 6, 10)
WHOLE = {"publish_wish": "yes", "no_secret": True}


def raised(district, kind, on=SITTING, **facts):
    with clock.frozen(on):
        case = district.draft(f"关于{kind}的提案")
        if facts.pop("sealed", True):
            facts["seal"] = district.scan(case, "盖章页.pdf")
        event = act(case, "submit", as_=district.member, raised_as=kind, body="民建澄江区工委", **facts, **WHOLE)
        Attachment.objects.filter(case=case).update(label="seal", event_id=event.pk)  # as the page does
    case.refresh_from_db()
    return case


def test_the_body_is_the_proposer_and_whoever_handed_it_in_its_contact(district):
    case = raised(district, "party")
    assert (case.collective, case.proposers, case.first_person) == (True, "民建澄江区工委", district.member.person)
    assert list(Sponsor.objects.filter(case=case).values_list("name", "person")) == [
        ("民建澄江区工委", district.member.person_id)
    ]
    assert case.needs_face_to_face


@pytest.mark.parametrize(("kind", "whose"), [("party", "公章"), ("group", "召集人")])
def test_without_signature_or_seal_it_is_not_taken(district, kind, whose):
    with pytest.raises(Missing, match=whose) as refusal:
        raised(district, kind, sealed=False)
    assert "seal" in refusal.value.fields
    assert Proposal.objects.get().state == "draft"


def test_a_sector_and_a_group_raise_theirs_while_the_plenary_meets(district):
    raised(district, "sector", convener="周其远")
    with pytest.raises(Missing, match="只在全会期间"):
        raised(district, "sector", on=LATER)
    raised(district, "committee", on=LATER)


def test_what_members_were_asked_to_sign_is_not_a_bodys(district):
    case = district.draft()
    act(case, "invite", as_=district.member, people=[district.other_member.person_id])
    with pytest.raises(Missing, match="收回邀请"):
        act(case, "submit", as_=district.member, raised_as="party", body="甲", seal=district.scan(case), **WHOLE)


def test_sent_back_it_keeps_its_name_and_its_seal(district):
    case = raised(district, "party")
    act(case, "return_", as_=district.office, reasons=["vague"], words="请写具体。")
    act(case, "submit", as_=district.member, raised_as="party", body="民建澄江区工委", **WHOLE)
    assert (case.state, case.proposers, Sponsor.objects.filter(case=case).count()) == ("submitted", "民建澄江区工委", 1)


def test_it_is_raised_on_the_page_with_its_file(district, client):
    client.force_login(district.member.person)
    case = district.draft()
    here = f"/proposals/{case.uid}/write/"
    page = client.get(f"{here}?part=submit").content.decode()
    assert ("以谁的名义提" in page, "签名或盖章的页面" in page) == (True, True)
    sent = {
        "part": "submit",
        "send": "1",
        "raised_as": "people_org",
        "body": "区总工会",
        "publish_wish": "yes",
        "no_secret": "on",
    }
    refused = client.post(here, sent).content.decode()
    assert "请上传盖了公章的页面" in refused
    assert 'value="区总工会"' in refused
    answer = client.post(here, sent | {"seal": SimpleUploadedFile("盖章页.pdf", b"%PDF-1.4 one page")})
    assert answer.status_code == 302
    case.refresh_from_db()
    assert (case.state, case.proposers, case.proposal_kind) == ("submitted", "区总工会", "people_org")
    assert Attachment.objects.get(case=case, label="seal").event_id is not None
