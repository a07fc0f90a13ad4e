"""A unit's part (DOMAIN 3.1a-c): signed for, talked over, answered point by point, audited, delivered."""

from datetime import date, timedelta

import pytest

from huiyin.handling.models import Contact, CoOpinion, Reply, ResultClass
from huiyin.kernel import clock
from huiyin.kernel.act import act
from huiyin.kernel.models import Event, Notice
from huiyin.kernel.refusal import BadDate, Missing, NotAllowed, Stale
from huiyin.suggestions.models import Suggestion, SuggestionAnswer

MONDAY = date(2026, 3, 2)


@pytest.fixture
def sole(district):
    """A proposal in the hands of one unit alone."""
    return district.lead(district.proposal("handling", co=[]))


@pytest.fixture
def talked(district, sole):
    act(sole, "contact", as_=district.unit, **district.talk())
    return sole


def reply(district, part, **facts):
    return act(part, "reply", as_=district.unit, **district.answer(part, **facts))


class TestTalking:
    def test_no_reply_without_a_talk(self, district, sole):
        with pytest.raises(Missing) as refused:
            reply(district, sole)
        assert refused.value.more["lacks"][0].step == "contact"

    def test_where_the_committee_does_not_ask_for_it_none_is_needed(self, district, sole):
        district.set("P-16", False)
        assert reply(district, sole).to_state == "audit"

    def test_a_waiver_by_the_member_is_a_value_of_its_own(self, district, sole):
        """R-044."""
        act(sole, "contact", as_=district.unit, **district.talk(way="phone", view="waived"))
        assert reply(district, sole).to_state == "audit"

    def test_a_telephone_call_is_enough_for_an_ordinary_proposal_only(self, district):
        """R-043."""
        for more, enough in (({}, True), ({"key": True}, False), ({"proposal_kind": "party"}, False)):
            part = district.lead(district.proposal("handling", co=[], **more))
            act(part, "contact", as_=district.unit, **district.talk(way="phone"))
            if enough:
                reply(district, part)
            else:
                with pytest.raises(Missing, match="当面"):
                    reply(district, part)

    def test_a_talk_of_tomorrow_is_refused(self, district, sole):
        with pytest.raises(BadDate) as refused:
            act(sole, "contact", as_=district.unit, **district.talk(on=clock.today() + timedelta(days=1)))
        assert set(refused.value.fields) == {"on"}
        assert Contact.objects.count() == 0


class TestCoOpinion:
    def test_the_lead_waits_for_it(self, district):
        lead, co = district.parts(district.proposal("handling"))
        act(lead, "contact", as_=district.unit, **district.talk())
        with pytest.raises(Missing, match="财政局"):
            reply(district, lead)
        act(co, "co_opinion", as_=district.co_unit, text="资金可从城市更新专项列支。")
        assert (CoOpinion.objects.get().organisation.name, co.state) == ("财政局", "done")
        assert reply(district, lead).to_state == "audit"

    def test_or_says_why_it_does_not(self, district):
        lead, _co = district.parts(district.proposal("handling"))
        act(lead, "contact", as_=district.unit, **district.talk())
        act(lead, "go_on", as_=district.unit, why="财政局来函说无意见。")
        assert reply(district, lead).to_state == "audit"

    def test_a_co_handler_does_not_answer_the_author(self, district):
        _lead, co = district.parts(district.proposal("handling"))
        with pytest.raises(NotAllowed):
            act(co, "reply", as_=district.co_unit, **district.answer(co))

    def test_another_unit_does_not_give_its_opinion_for_it(self, district):
        _lead, co = district.parts(district.proposal("handling"))
        with pytest.raises(NotAllowed):
            act(co, "co_opinion", as_=district.third_unit, text="无意见。")


class TestReplying:
    def test_every_suggestion_is_answered_one_by_one(self, district, talked):
        """R-050."""
        whole = district.answer(talked)
        for points in (
            [], whole["points"][:1], [whole["points"][0], whole["points"][1] | {"text": "  "}],
            [whole["points"][0], whole["points"][1] | {"adoption": "maybe"}],
        ):  # fmt: skip
            with pytest.raises(Missing) as refused:
                act(talked, "reply", as_=district.unit, **whole | {"points": points})
            assert set(refused.value.fields) == {"points"}

    def test_a_suggestion_of_another_proposal_is_not_answered_here(self, district, talked):
        other = district.proposal("submitted")
        whole = district.answer(talked)
        foreign = Suggestion.objects.filter(case=other).first()
        whole["points"].append({"suggestion": foreign.pk, "adoption": "adopted", "text": "办"})
        with pytest.raises(Missing):
            act(talked, "reply", as_=district.unit, **whole)

    def test_where_the_unit_signs_at_home_its_stamped_paper_and_its_number_come_along(self, district, talked):
        with pytest.raises(Missing) as refused:
            reply(district, talked, scan=None, doc_number="")
        assert set(refused.value.fields) == {"scan", "doc_number"}

    def test_a_units_document_number_is_used_once(self, district, talked):
        reply(district, talked, doc_number="澄住建函〔2026〕41号")
        other = district.lead(district.proposal("handling", co=[]))
        act(other, "contact", as_=district.unit, **district.talk())
        with pytest.raises(Missing) as refused:
            reply(district, other, doc_number="澄住建函〔2026〕41号")
        assert set(refused.value.fields) == {"doc_number"}

    def test_a_closed_reply_names_its_ground(self, district, talked):
        with pytest.raises(Missing) as refused:
            reply(district, talked, publicity="closed")
        assert set(refused.value.fields) == {"publicity_reason"}

    def test_what_is_not_delivered_yet_answers_nothing(self, district, talked):
        reply(district, talked)
        assert (SuggestionAnswer.objects.count(), ResultClass.objects.count()) == (0, 0)
        assert Reply.objects.get().delivered_at is None

    def test_the_contact_persons_name_and_number_can_be_forgotten(self, district, talked):
        event = reply(district, talked)
        assert "0000-1234567" not in event.facts
        assert "0000-1234567" in event.remark.body


class TestAuditing:
    def test_the_delivered_reply_answers_each_suggestion(self, district, talked):
        reply(district, talked)
        act(talked, "pass_reply", as_=district.assigning)
        assert SuggestionAnswer.objects.filter(case=talked.parent_id, adoption="adopted").count() == 2
        assert Reply.objects.get().delivered_at is not None

    def test_the_office_may_change_the_class_and_both_stay(self, district, talked):
        """R-054, trap 8."""
        reply(district, talked, result="A")
        act(talked, "pass_reply", as_=district.assigning, audited_result="B")
        rows = ResultClass.objects.order_by("pk").values_list("letter", "tag", "given")
        assert list(rows) == [("A", "solved", "first"), ("B", "in_progress", "audited")]
        assert [row.until is None for row in ResultClass.objects.order_by("pk")] == [False, True]

    def test_a_failed_reply_goes_back_with_its_reason_and_is_written_anew(self, district, talked):
        reply(district, talked)
        act(talked, "fail_reply", as_=district.assigning, why="没有写明完成时间。")
        assert talked.state == "working"
        reply(district, talked)
        assert [r.until is None for r in Reply.objects.order_by("pk")] == [False, True]
        assert Notice.objects.filter(role="unit", text__contains="退回重写").exists()

    def test_without_an_auditing_office_a_reply_goes_straight_to_the_author(self, district, talked):
        district.set("P-18", False)
        assert reply(district, talked).to_state == "done"
        talked.parent.refresh_from_db()
        assert talked.parent.state == "replied"


class TestSigningHere:
    """P-CHAIN: a unit that signs in the house instead of on paper."""

    @pytest.fixture
    def signing(self, district, talked):
        district.set("P-CHAIN", True)
        reply(district, talked, doc_number="", scan=None)
        assert (talked.state, talked.owner_role) == ("signing", "unit_head")
        return talked

    def test_the_head_signs_with_the_number(self, district, signing):
        act(signing, "sign", as_=district.unit_head, doc_number="澄住建函〔2026〕7号")
        found = Reply.objects.get()
        assert (found.signer, found.doc_number, signing.state) == ("陶局长", "澄住建函〔2026〕7号", "audit")

    def test_the_liaison_does_not_sign(self, district, signing):
        with pytest.raises(NotAllowed):
            act(signing, "sign", as_=district.unit, doc_number="x")

    def test_the_head_sends_it_back(self, district, signing):
        act(signing, "send_back", as_=district.unit_head, why="改措辞。")
        signing.parent.refresh_from_db()
        assert (signing.state, signing.parent.owner_role) == ("working", "unit")


class TestTrouble:
    def test_two_clerks_decide_at_once_and_the_second_is_told(self, district, talked):
        reply(district, talked)
        seen = talked.version
        act(talked, "pass_reply", as_=district.assigning, seen=seen)
        with pytest.raises(Stale):
            act(talked, "fail_reply", as_=district.assigning, seen=seen, why="退回")
        assert Event.objects.filter(case=talked, step__in=("pass_reply", "fail_reply")).count() == 1

    def test_a_page_posted_twice_lands_once(self, district, sole):
        for _ in range(2):
            act(sole, "urge", as_=district.office, key="once", words="请抓紧。")
        assert Event.objects.filter(case=sole, step="urge").count() == 1

    def test_a_unit_acts_on_its_own_part_only(self, district):
        lead, co = district.parts(district.proposal("assigned"))
        with pytest.raises(NotAllowed):
            act(co, "sign_in", as_=district.unit)
        with pytest.raises(NotAllowed):
            act(lead, "sign_in", as_=district.co_unit)

    def test_a_file_of_another_committee_is_not_attached(self, district, talked):
        from tests.district import District

        elsewhere = District.build()
        paper = elsewhere.scan(elsewhere.proposal("draft"))
        with pytest.raises(Missing) as refused:
            reply(district, talked, scan=paper)
        assert set(refused.value.fields) == {"scan"}

    def test_an_urging_reaches_the_unit(self, district, sole):
        act(sole, "urge", as_=district.assigning, words="请抓紧。")
        assert Notice.objects.filter(role="unit", organisation=district.units[0], text__contains="催办").exists()


def test_a_talk_is_not_older_than_the_hand_over(district):
    part = district.lead(district.proposal("handling"))
    with pytest.raises(BadDate) as refusal:
        act(part, "contact", as_=district.unit, **district.talk(on=part.handed_on - timedelta(days=1)))
    assert "交办" in str(refusal.value)
