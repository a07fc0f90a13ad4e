"""What a reader takes away of the record: all of it for those who work on the case, to a member what names nobody else."""

import json

import pytest

from huiyin.kernel.act import act
from huiyin.kernel.models import Event
from huiyin.kernel.seal import FIELDS, seal_of


@pytest.fixture
def proposal(district):
    """In the lead's hands, with a co-handler's opinion sent."""
    found = district.proposal("handling", co=district.units[1:2])
    part = next(one for one in district.parts(found) if one.role == "co")
    act(part, "co_opinion", as_=district.co_unit, doc_number="澄财函〔2026〕8号", text="资金可以安排。")
    return found


def lines_for(client, proposal):
    text = client.get(f"/case/{proposal.uid}/ledger/").content.decode()
    return [json.loads(line) for line in text.splitlines()]


def sealed(line):
    return seal_of(line["previous"], line["committee"], [line[name] for name in FIELDS], line["algorithm"])


def test_who_works_on_the_case_takes_every_record_and_each_can_be_checked_alone(district, sign_in, proposal):
    found = lines_for(sign_in(district.office), proposal)
    assert len(found) == Event.objects.filter(case__root_id=proposal.pk).count()
    assert [sealed(line) for line in found] == [line["seal"] for line in found]
    assert not any("withheld" in line for line in found)


def test_a_member_reads_no_opinion_of_one_unit_to_another_and_no_number_of_any_other_person(
    district, sign_in, proposal
):
    found = lines_for(sign_in(district.member), proposal)
    assert not any("澄财函" in line["facts"] or line["step"] == "co_opinion" for line in found)
    assert {line["person_id"] for line in found} <= {None, district.member.person_id}
    assert {line["post_id"] for line in found} <= {None, district.member.pk}
    own = [line for line in found if line["person_id"] == district.member.person_id]
    assert own
    assert [sealed(line) for line in own] == [line["seal"] for line in own]
    others = [line for line in found if line["person_id"] is None and line.get("withheld")]
    kept = dict(Event.objects.filter(case__root_id=proposal.pk).values_list("seq", "seal"))
    assert others
    assert all(line["seal"] == kept[line["seq"]] and "person_id" in line["withheld"] for line in others)
