"""The main road of a proposal (DOMAIN 3.1), told branch by branch: who does what, what it brings about, what is refused."""

from datetime import date, timedelta

import pytest

from huiyin.handling.models import Assignment, Rating, Reply, ResultClass
from huiyin.kernel import clock, ledger
from huiyin.kernel.act import act, may
from huiyin.kernel.figures import REGISTRY, Scope, period
from huiyin.kernel.models import Event, Notice, Todo
from huiyin.kernel.refusal import BadDate, Missing, NotAllowed, Refused
from huiyin.proposals.flow import FLOW
from huiyin.suggestions.models import Suggestion, SuggestionAnswer

MONDAY = date(2026, 3, 2)


def told(district, person=None, **where):
    notices = Notice.objects.filter(committee=district.committee, **where)
    return list((notices.filter(person=person) if person else notices).values_list("text", flat=True))


def figure(district, name):
    return REGISTRY[f"proposals.{name}"].answer(Scope(district.committee, period(district.committee, "9-5"))).value


def owed(case):
    return list(Todo.objects.filter(case=case, closed_at=None).order_by("pk").values_list("step", "role"))


class TestFromDraftToArchive:
    def test_a_proposal_walks_the_whole_road(self, district):
        proposal = district.proposal("archived")
        steps = list(Event.objects.filter(case=proposal).order_by("seq").values_list("step", flat=True))
        assert steps == ["open", "submit", "accept", "file", "plan", "assign", "take_up", "answered", "rate", "archive"]
        assert (proposal.number, proposal.intake_number, proposal.finished) == ("001", "0001", True)
        assert owed(proposal) == []
        assert ledger.verify(district.committee).faults == []

    def test_every_step_names_the_next_who_must_act(self, district):
        owners = {
            "draft": "member", "submitted": "proposal_office", "returned": "member", "review_f": "proposal_director",
            "not_filed": "proposal_office", "filed": "proposal_office", "planned": "assigning", "assigned": "unit",
            "handling": "unit", "replied": "member", "rehandle": "unit", "ruling": "proposal_director", "closed": "proposal_office",
            "informed": "", "withdrawn": "", "archived": "",
        }  # fmt: skip
        assert {state: district.proposal(state).owner_role for state in owners} == owners


class TestSubmitting:
    @pytest.mark.parametrize(
        "lack",
        [{"title": ""}, {"situation": " "}, {"analysis": ""}, {"items": []}, {"items": ["", " "]}, {"session": None}],
    )
    def test_what_is_not_whole_is_not_submitted(self, district, lack):
        proposal = district.draft(**lack)
        with pytest.raises(Missing) as refused:
            act(proposal, "submit", as_=district.member, publish_wish="yes", no_secret=True)
        assert refused.value.more["lacks"]

    def test_too_long_a_text_is_not_submitted(self, district):
        with pytest.raises(Missing, match="2501"):
            act(
                district.draft(situation="长" * 2490, analysis="析", items=["十个字的一条建议呀呀"]),
                "submit", as_=district.member, publish_wish="yes", no_secret=True,
            )  # fmt: skip

    def test_secrets_are_declared_absent_and_the_wish_about_publishing_is_said(self, district):
        with pytest.raises(Missing) as refused:
            act(district.draft(), "submit", as_=district.member, no_secret=False)
        assert set(refused.value.fields) == {"publish_wish", "no_secret"}
        with pytest.raises(Missing) as refused:
            act(district.draft(), "submit", as_=district.member, no_secret=True, publish_wish="no")
        assert set(refused.value.fields) == {"publish_reason"}

    def test_each_suggestion_becomes_a_row_of_its_own(self, district):
        proposal = district.proposal("submitted", items=["一", "  ", "二", "三"])
        rows = Suggestion.objects.filter(case=proposal).values_list("position", "text")
        assert list(rows) == [(1, "一"), (2, "二"), (3, "三")]

    def test_after_the_cut_off_it_is_a_between_session_one_of_the_same_session(self, district):
        with clock.frozen(MONDAY):
            district.session.cutoff = clock.now()
            district.session.save()
        with clock.frozen(MONDAY + timedelta(days=1)):
            proposal = district.proposal("submitted")
        assert (proposal.between_sessions, proposal.session) == (True, district.session)
        assert figure(district, "received_between") == 1

    def test_nobody_hands_in_anothers_draft(self, district):
        with pytest.raises(NotAllowed):
            act(district.draft(), "submit", as_=district.other_member, publish_wish="yes", no_secret=True)

    def test_a_proposer_without_an_account_is_served_by_the_office(self, district):
        proposal = district.draft(first_person=None, proposers="民建澄江区支部", proposal_kind="party")
        assert owed(proposal) == [("submit", "proposal_office")]
        act(proposal, "submit", as_=district.office, publish_wish="yes", no_secret=True)
        assert proposal.state == "submitted"

    def test_a_draft_is_seen_by_its_author_and_by_the_office_that_may_type_it_in(self, district):
        draft, submitted = district.proposal("draft"), district.proposal("submitted")
        assert FLOW.sees.test(district.office, draft)
        for name in ("leader", "reviewer"):
            assert [FLOW.sees.test(getattr(district, name), case) for case in (draft, submitted)] == [False, True]
        assert FLOW.sees.test(district.member, draft)
        assert not FLOW.sees.test(district.other_member, submitted)


class TestReturned:
    def test_it_comes_back_with_coded_reasons_and_counts_once(self, district):
        with clock.frozen(MONDAY):
            proposal = district.proposal("returned")
            assert proposal.due == date(2026, 3, 9)
            type(proposal).objects.filter(pk=proposal.pk).update(items=["写得具体的一条"])
            act(proposal, "submit", as_=district.member, publish_wish="yes", no_secret=True)
            assert figure(district, "received") == 1
        assert proposal.intake_number == "0001"
        assert [s.text for s in Suggestion.objects.filter(case=proposal, until=None)] == ["写得具体的一条"]

    def test_the_author_is_told(self, district):
        district.proposal("returned")
        assert any("退回补正" in text for text in told(district, district.member.person))


class TestReviewing:
    @pytest.mark.parametrize(
        ("rounds", "road"),
        [(1, ["review_f"]), (2, ["review_1", "review_f"]), (3, ["review_1", "review_2", "review_f"])],
    )
    def test_one_two_or_three_rounds_as_the_committee_wants(self, district, rounds, road):
        district.set("P-ROUNDS", rounds)
        proposal = district.proposal("submitted")
        act(proposal, "accept", as_=district.office)
        seen = [proposal.state]
        while proposal.state != "review_f":
            act(proposal, proposal.state, as_=district.reviewer, opinion="not_file", reasons=["duplicate"])
            seen.append(proposal.state)
        assert seen == road

    def test_an_opinion_against_names_its_reasons(self, district):
        district.set("P-ROUNDS", 2)
        with pytest.raises(Missing):
            act(district.proposal("review_1"), "review_1", as_=district.reviewer, opinion="not_file")

    def test_filing_gives_the_number_and_the_class(self, district):
        proposal = district.proposal("filed")
        assert (proposal.number, proposal.subject, proposal.filed_on) == ("001", "城乡建设与环境资源", clock.today())

    def test_declining_names_reasons_and_a_place_where_it_goes_and_the_author_is_told(self, district):
        proposal = district.proposal("review_f")
        with pytest.raises(Missing) as refused:
            act(proposal, "decline", as_=district.director)
        assert set(refused.value.fields) == {"reasons", "words", "disposition"}
        proposal = district.proposal("informed")
        assert (proposal.disposition, proposal.number) == ("reference", "")
        assert any("不予立案" in text for text in told(district, district.member.person))
        assert figure(district, "not_filed") == 1

    def test_a_withdrawn_one_keeps_its_intake_number_for_itself(self, district):
        withdrawn = district.proposal("withdrawn")
        assert (withdrawn.intake_number, district.proposal("submitted").intake_number) == ("0001", "0002")
        assert (figure(district, "withdrawn"), figure(district, "received")) == (1, 2)

    def test_what_was_withdrawn_as_a_draft_was_never_received(self, district):
        act(district.draft(), "discard", as_=district.member)
        assert (figure(district, "withdrawn"), figure(district, "received")) == (0, 0)


class TestPlanning:
    @pytest.mark.parametrize(
        "pick",
        [
            lambda u: {}, lambda u: {"separate": [u[0]]}, lambda u: {"lead": u[0], "separate": [u[1], u[2]]},
            lambda u: {"separate": [u[0], u[1]], "co": [u[2]]}, lambda u: {"lead": u[0], "co": [u[0]]},
            lambda u: {"separate": [u[0], u[0]]}, lambda u: {"lead": 12345},
        ],
    )  # fmt: skip
    def test_one_lead_or_several_separate_never_both_never_neither(self, district, pick):
        """R-032; two leads cannot even be said."""
        units = [unit.pk for unit in district.units]
        with pytest.raises(Missing):
            act(district.proposal("filed"), "plan", as_=district.office, **pick(units))

    def test_a_unit_of_another_committee_is_no_unit_here(self, district):
        from tests.district import District

        with pytest.raises(Missing):
            act(district.proposal("filed"), "plan", as_=district.office, lead=District.build().units[0].pk)

    def test_the_assigning_office_of_the_units_branch_hands_over(self, district):
        """Trap 5: a unit of the Party branch is assigned by the Party office, not by the government's."""
        proposal = district.proposal("planned", lead=district.units[3], co=[])
        assert proposal.assigning_office == district.party
        with pytest.raises(NotAllowed):
            act(proposal, "assign", as_=district.assigning, lead=district.units[3].pk)
        assert act(proposal, "assign", as_=district.other_assigning, lead=district.units[3].pk).to_state == "assigned"

    def test_a_plan_is_changed_until_it_is_handed_over(self, district):
        proposal = district.proposal("planned")
        act(proposal, "plan", as_=district.office, lead=district.units[2].pk)
        assert (proposal.state, proposal.planned["lead"]) == ("planned", district.units[2].pk)

    def test_the_assigning_office_has_the_last_word_on_the_units(self, district):
        proposal = district.proposal("planned")
        act(proposal, "assign", as_=district.assigning, lead=district.units[2].pk, co=[])
        assert [part.unit.name for part in district.parts(proposal)] == ["市场监督管理局"]
        assert proposal.form == "sole"


class TestAssigning:
    def test_each_unit_has_a_part_of_its_own_and_is_told(self, district):
        proposal = district.proposal("assigned")
        parts = district.parts(proposal)
        assert [(p.unit.name, p.role, p.state) for p in parts] == [
            ("住房城乡建设局", "lead", "pending"), ("财政局", "co", "pending"),
        ]  # fmt: skip
        assert proposal.unit_names == "住房城乡建设局、财政局"
        assert len(told(district, role="unit")) == 2
        assert (figure(district, "unit_times"), figure(district, "units")) == (2, 2)

    def test_it_is_being_handled_when_all_have_signed(self, district):
        proposal = district.proposal("assigned")
        for part, state in zip(district.parts(proposal), ("assigned", "handling"), strict=True):
            act(part, "sign_in", as_=district.unit_post(part))
            proposal.refresh_from_db()
            assert proposal.state == state

    def test_a_hand_over_is_not_taken_back_by_voiding(self, district):
        proposal = district.proposal("assigned")
        with pytest.raises(Refused):
            ledger.void(Event.objects.get(case=proposal, step="assign"), as_=district.director, reason="x")


class TestAnswering:
    def test_the_lead_alone_answers_for_all(self, district):
        proposal = district.proposal("replied")
        assert proposal.rounds == 1
        assert Reply.objects.filter(case__parent=proposal).count() == 1
        assert figure(district, "replies") == 1

    def test_separate_units_each_answer_and_the_last_one_completes_it(self, district):
        """Trap 7: two replies, one proposal."""
        proposal = district.proposal("handling", separate=district.units[:2])
        for part, state in zip(district.parts(proposal), ("handling", "replied"), strict=True):
            unit = district.unit_post(part)
            act(part, "contact", as_=unit, **district.talk())
            act(part, "reply", as_=unit, **district.answer(part))
            act(part, "pass_reply", as_=district.assigning)
            proposal.refresh_from_db()
            assert proposal.state == state
        assert (figure(district, "replies"), figure(district, "replied")) == (2, 1)

    def test_the_author_is_told_and_asked_for_his_rating_in_fifteen_working_days(self, district):
        with clock.frozen(MONDAY):
            proposal = district.proposal("replied")
            assert proposal.due == date(2026, 3, 23)
        assert owed(proposal) == [("rate", "member")]
        assert any("请您评价" in text for text in told(district, district.member.person))


class TestRating:
    @pytest.mark.parametrize("value", ["satisfied", "basically"])
    def test_a_content_author_closes_the_case(self, district, value):
        proposal = district.proposal("closed", rating=value)
        assert Rating.objects.get(case=proposal).value == value

    def test_only_the_author_rates(self, district):
        proposal = district.proposal("replied")
        for name, post in district.posts.items():
            assert may(FLOW.by_step["rate"], post, proposal) == (name == "member"), name

    def test_a_unit_that_tries_to_rate_is_refused(self, district):
        proposal = district.proposal("replied")
        for post in (district.unit, district.unit_head, district.co_unit):
            for step in ("rate", "rate_on_paper"):
                with pytest.raises(NotAllowed):
                    act(proposal, step, as_=post, rating="satisfied")

    def test_the_office_enters_a_paper_with_its_scan_and_it_is_marked_as_such(self, district):
        proposal = district.proposal("replied")
        with pytest.raises(Missing):
            act(proposal, "rate_on_paper", as_=district.office, rating="basically")
        act(proposal, "rate_on_paper", as_=district.office, rating="basically", scan=district.scan(proposal))
        rating = Rating.objects.get(case=proposal)
        assert (rating.on_paper, rating.person) == (True, None)

    def test_a_rating_is_final(self, district):
        proposal = district.proposal("closed")
        with pytest.raises(Refused):
            act(proposal, "rate", as_=district.member, rating="dissatisfied")
        with pytest.raises(Refused):
            ledger.void(Event.objects.get(case=proposal, step="rate"), as_=district.director, reason="x")

    def test_a_value_that_is_none_is_refused(self, district):
        with pytest.raises(Missing):
            act(district.proposal("replied"), "rate", as_=district.member, rating="delighted")


class TestDissatisfied:
    def test_it_goes_back_to_the_unit_with_a_clock_of_its_own(self, district):
        """Trap 11, R-063."""
        with clock.frozen(MONDAY):
            proposal = district.proposal("rehandle")
        lead, co = district.parts(proposal)
        assert (lead.state, lead.due, co.state) == ("rework", date(2026, 4, 1), "done")
        assert (proposal.owner_role, proposal.due) == ("unit", date(2026, 4, 1))

    def test_the_second_reply_needs_a_second_talk_face_to_face(self, district):
        proposal = district.proposal("rehandle")
        lead = district.lead(proposal)
        for talk in ({}, {"way": "phone"}):
            if talk:
                act(lead, "contact", as_=district.unit, **district.talk(**talk))
            with pytest.raises(Missing, match="沟通"):
                act(lead, "reply", as_=district.unit, **district.answer(lead))
        act(lead, "contact", as_=district.unit, **district.talk())
        assert act(lead, "reply", as_=district.unit, **district.answer(lead)).to_state == "audit"

    def test_the_second_reply_stands_beside_the_first(self, district):
        proposal = district.proposal("ruling")
        replies = Reply.objects.filter(case__parent=proposal).order_by("pk")
        assert [(reply.round, reply.delivered_at is not None) for reply in replies] == [(1, True), (2, True)]
        assert ResultClass.objects.filter(case__parent=proposal, until=None).count() == 1
        assert SuggestionAnswer.objects.filter(case=proposal, until=None).count() == 2

    def test_the_second_time_the_committee_rules_and_the_rating_stays(self, district):
        proposal = district.proposal("ruling")
        for name in ("unit", "assigning", "office", "member"):
            with pytest.raises(NotAllowed):
                act(proposal, "rule", as_=getattr(district, name), words="结案")
        act(proposal, "rule", as_=district.director, words="三方会商纪要：列入明年计划。")
        assert proposal.state == "closed"
        assert (figure(district, "dissatisfied"), figure(district, "satisfied"), figure(district, "rated")) == (1, 0, 1)

    def test_a_second_reply_that_pleases_closes_it_and_only_the_last_rating_counts(self, district):
        proposal = district.proposal("rehandle")
        lead = district.lead(proposal)
        act(lead, "contact", as_=district.unit, **district.talk())
        act(lead, "reply", as_=district.unit, **district.answer(lead))
        act(lead, "pass_reply", as_=district.assigning)
        proposal.refresh_from_db()
        act(proposal, "rate", as_=district.member, rating="satisfied")
        assert proposal.state == "closed"
        assert (figure(district, "dissatisfied"), figure(district, "satisfied"), figure(district, "rated")) == (0, 1, 1)


class TestUnrated:
    def test_silence_is_closed_only_after_the_date_and_never_counts_as_satisfied(self, district):
        """R-064, G8."""
        with clock.frozen(MONDAY):
            proposal = district.proposal("replied")
            with pytest.raises(Missing, match="3月23日"):
                act(proposal, "close", as_=district.office, words="已电话复核。")
        with clock.frozen(date(2026, 3, 23)), pytest.raises(Missing):
            act(proposal, "close", as_=district.office, words="已电话复核。")
        with clock.frozen(date(2026, 3, 24)):
            act(proposal, "close", as_=district.office, words="已电话复核。")
            assert (figure(district, "closed"), figure(district, "rated"), figure(district, "satisfied")) == (1, 0, 0)


class TestArchiving:
    def test_it_rests_in_the_archive_for_good(self, district):
        proposal = district.proposal("archived")
        for line in FLOW.steps:
            for post in (district.office, district.director, district.member):
                with pytest.raises(Refused):
                    act(proposal, line.name, as_=post)
        assert Assignment.objects.filter(parent=proposal).exclude(state="done").count() == 0

    def test_a_date_before_the_closing_is_refused(self, district):
        with clock.frozen(MONDAY):
            proposal = district.proposal("closed")
        with clock.frozen(MONDAY + timedelta(days=30)), pytest.raises(BadDate):
            act(proposal, "archive", as_=district.office, at=clock.now() - timedelta(days=40))


def test_dissatisfied_without_a_word_is_not_taken(district):
    proposal = district.proposal("replied")
    with pytest.raises(Missing) as refused:
        act(proposal, "rate", as_=district.member, rating="dissatisfied")
    assert "faults" in refused.value.fields
    act(proposal, "rate", as_=district.member, rating="dissatisfied", words="没有时间。")
