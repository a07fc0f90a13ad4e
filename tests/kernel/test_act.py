"""One door: what an act checks, what it writes, what it refuses."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction

from huiyin.kernel import clock
from huiyin.kernel.act import Move, act, act_many, may, open_case
from huiyin.kernel.batch import Batch
from huiyin.kernel.checks import signed_by
from huiyin.kernel.events import make_event
from huiyin.kernel.models import Case, Chain, Event, Notice, Number, Post, Remark, Stay, Todo
from huiyin.kernel.refusal import BadDate, Missing, NotAllowed, Refused, Stale
from huiyin.proposals.flow import FLOW
from tests.district import District

SHANGHAI = ZoneInfo("Asia/Shanghai")


def counts():
    return [model.objects.count() for model in (Case, Event, Stay, Todo, Notice, Remark, Number)]


def test_an_act_moves_the_case_and_writes_event_stay_todos_and_notices_at_once(district):
    proposal = district.proposal("submitted")
    event = act(proposal, "accept", as_=district.office)
    assert (event.from_state, event.to_state, event.step, event.source) == (
        "submitted",
        "review_f",
        "accept",
        "entered",
    )
    assert (event.post_id, event.person_id) == (district.office.pk, district.office.person_id)
    assert (proposal.state, proposal.version, proposal.owner_role) == ("review_f", 3, "proposal_director")
    stays = Stay.objects.filter(case=proposal).order_by("pk").values_list("state", "here")
    assert list(stays) == [("draft", False), ("submitted", False), ("review_f", True)]
    todos = Todo.objects.filter(case=proposal).order_by("pk").values_list("step", "closed_by")
    assert list(todos)[1:] == [("accept", event.pk), ("file", None)]
    assert Notice.objects.filter(event_id=event.pk).get().person == district.member.person


def test_the_object_in_hand_shows_what_was_done(district):
    proposal = district.proposal("draft")
    act(proposal, "submit", as_=district.member, publish_wish="yes", no_secret=True)
    assert (proposal.state, proposal.intake_number, proposal.publish_wish) == ("submitted", "0001", True)


def test_events_of_a_committee_are_numbered_without_a_gap(district):
    district.proposal("archived")
    seqs = list(Event.objects.filter(committee=district.committee).order_by("seq").values_list("seq", flat=True))
    assert seqs == list(range(1, len(seqs) + 1))
    assert Chain.objects.get(committee=district.committee).seq == len(seqs)


@pytest.mark.parametrize(
    ("step", "as_", "facts", "kind", "words"),
    [
        ("archive", "office", {}, Stale, "待收件"),
        ("accept", "member", {}, NotAllowed, "提案委办公室"),
        ("accept", "unit", {}, NotAllowed, "提案委办公室"),
        ("fly", "office", {}, Refused, "fly"),
        ("return_", "office", {}, Missing, "哪里要改"),
        ("return_", "office", {"reasons": ["vague"], "words": "改", "extra": 1}, Missing, "extra"),
        ("return_", "office", {"reasons": ["nonsense"], "words": "改"}, Missing, "现在选不了"),
    ],
)
def test_a_refused_act_says_why_and_leaves_no_trace(district, step, as_, facts, kind, words):
    proposal = district.proposal("submitted")
    before = counts()
    with pytest.raises(kind) as refused:
        act(proposal, step, as_=getattr(district, as_), **facts)
    assert words in str(refused.value.sentence)
    assert counts() == before
    proposal.refresh_from_db()
    assert (proposal.state, proposal.version) == ("submitted", 2)


def test_a_refusal_names_each_field_that_is_missing(district):
    proposal = district.proposal("submitted")
    with pytest.raises(Missing) as refused:
        act(proposal, "return_", as_=district.office)
    assert set(refused.value.fields) == {"reasons", "words"}


def test_a_guard_refuses_and_names_the_step_that_mends_it(district):
    assignment = district.lead(district.proposal("handling"))
    with pytest.raises(Missing) as refused:
        act(assignment, "reply", as_=district.unit, **district.answer(assignment))
    assert [lack.step for lack in refused.value.more["lacks"]] == ["contact", "go_on"]


def test_an_effect_that_refuses_undoes_all(district):
    one, other = district.proposal("review_f"), district.proposal("review_f")
    FILE = {"as_": district.director, "subject": "其他"}
    act(one, "file", source="imported", number="001", **FILE)
    before = counts()
    with pytest.raises(Refused):
        act(other, "file", source="imported", number="001", **FILE)
    assert counts() == before
    other.refresh_from_db()
    assert (other.state, other.number) == ("review_f", "")


class TestStale:
    def test_a_page_that_shows_an_older_version_is_refused(self, district):
        proposal = district.proposal("submitted")
        seen = proposal.version
        act(proposal, "return_", as_=district.office, reasons=["vague"], words="请写具体。")
        act(proposal, "submit", as_=district.member, publish_wish="yes", no_secret=True)
        with pytest.raises(Stale) as refused:
            act(proposal, "accept", as_=district.office, seen=seen)
        assert (refused.value.more["since"], refused.value.more["version"]) == (seen, seen + 2)

    def test_the_version_that_is_there_is_accepted(self, district):
        proposal = district.proposal("submitted")
        assert act(proposal, "accept", as_=district.office, seen=proposal.version).to_state == "review_f"

    def test_an_old_object_in_memory_is_read_afresh(self, district):
        proposal = district.proposal("submitted")
        old = type(proposal).objects.get(pk=proposal.pk)
        act(proposal, "accept", as_=district.office)
        with pytest.raises(Stale):
            act(old, "accept", as_=district.office)


class TestOnce:
    def test_a_repeated_submit_lands_once(self, district):
        proposal = district.proposal("submitted")
        first = act(proposal, "accept", as_=district.office, key="k1")
        assert act(proposal, "accept", as_=district.office, key="k1").pk == first.pk
        assert Event.objects.filter(case=proposal, step="accept").count() == 1

    def test_also_where_the_step_leaves_the_case_in_its_state(self, district):
        assignment = district.lead(district.proposal("handling"))
        events = [act(assignment, "contact", as_=district.unit, key="k", **district.talk()) for _ in range(2)]
        assert events[0].pk == events[1].pk
        assert assignment.contacts.count() == 1

    def test_another_key_is_another_act(self, district):
        assignment = district.lead(district.proposal("handling"))
        for key in ("a", "b"):
            act(assignment, "contact", as_=district.unit, key=key, **district.talk())
        assert assignment.contacts.count() == 2

    def test_a_key_of_another_act_is_refused_rather_than_taken_for_done(self, district):
        one, other = district.proposal("submitted"), district.proposal("submitted")
        act(one, "accept", as_=district.office, key="k")
        with pytest.raises(Refused):
            act(other, "accept", as_=district.office, key="k")
        other.refresh_from_db()
        assert other.state == "submitted"

    def test_a_draft_is_opened_once(self, district):
        opened = [
            open_case("proposal", as_=district.member, title="题", key="k", first_person=district.member.person)
            for _ in range(2)
        ]
        assert opened[0].pk == opened[1].pk


class TestFor:
    """Acting for somebody: whom, by whom, on which evidence."""

    def submit(self, district, proposal, **more):
        return act(proposal, "submit", as_=district.office, publish_wish="yes", no_secret=True, **more)

    def test_a_clerk_types_in_what_a_member_signed_on_paper(self, district):
        proposal = district.proposal("draft")
        event = self.submit(district, proposal, for_=district.member, evidence=district.scan(proposal))
        assert (event.post_id, event.for_post_id) == (district.office.pk, district.member.pk)
        assert '"evidence"' in event.facts

    def test_not_without_the_paper(self, district):
        with pytest.raises(Missing):
            self.submit(district, district.proposal("draft"), for_=district.member)

    def test_not_with_a_paper_of_another_committee(self, district):
        elsewhere = District.build()
        paper = elsewhere.scan(elsewhere.proposal("draft"))
        with pytest.raises(NotAllowed):
            self.submit(district, district.proposal("draft"), for_=district.member, evidence=paper)

    def test_not_for_somebody_who_may_not_himself(self, district):
        proposal = district.proposal("draft")
        with pytest.raises(NotAllowed):
            self.submit(district, proposal, for_=district.other_member, evidence=district.scan(proposal))

    def test_nobody_rates_for_the_member(self, district):
        proposal = district.proposal("replied")
        for clerk in (district.office, district.unit, district.assigning):
            with pytest.raises(NotAllowed):
                act(
                    proposal,
                    "rate",
                    as_=clerk,
                    for_=district.member,
                    evidence=district.scan(proposal),
                    rating="satisfied",
                )

    def test_not_for_a_post_that_has_ended(self, district):
        proposal = district.proposal("draft")
        left = district.post("member", person=district.member.person, ends=clock.today() - timedelta(days=1))
        with pytest.raises(NotAllowed):
            self.submit(district, proposal, for_=left, evidence=district.scan(proposal))


class TestApart:
    """Nobody audits what he signed in another post."""

    def audited_by(self, district, person):
        proposal = district.proposal("handling", co=[])
        assignment = district.lead(proposal)
        act(assignment, "contact", as_=district.unit, **district.talk())
        act(assignment, "reply", as_=district.unit, **district.answer(assignment))
        return assignment, district.post("assigning", district.government, person=person)

    def test_the_writer_of_a_reply_does_not_pass_it(self, district):
        assignment, both = self.audited_by(district, district.unit.person)
        assert not may(assignment_step("pass_reply"), both, assignment)
        with pytest.raises(NotAllowed):
            act(assignment, "pass_reply", as_=both)

    def test_somebody_else_in_the_same_office_does(self, district):
        assignment, other = self.audited_by(district, None)
        assert may(assignment_step("pass_reply"), other, assignment)
        assert act(assignment, "pass_reply", as_=other).to_state == "done"


def assignment_step(name):
    from huiyin.handling.flow import FLOW as HANDLING

    return HANDLING.by_step[name]


class TestPosts:
    def test_a_post_that_has_ended_or_not_begun_acts_no_more(self, district):
        proposal, today = district.proposal("submitted"), clock.today()
        for more in ({"ends": today - timedelta(days=1)}, {"begins": today + timedelta(days=1)}):
            with pytest.raises(NotAllowed):
                act(proposal, "accept", as_=district.post("proposal_office", **more))

    def test_on_its_last_day_it_still_does(self, district):
        post = district.post("proposal_office", ends=clock.today())
        assert act(district.proposal("submitted"), "accept", as_=post).post_id == post.pk

    def test_another_committee_is_another_house(self, district):
        elsewhere = District.build()
        proposal = district.proposal("submitted")
        before = counts()
        with pytest.raises(NotAllowed):
            act(proposal, "accept", as_=elsewhere.office)
        assert counts() == before
        assert not may(FLOW.by_step["accept"], elsewhere.office, proposal)

    def test_a_case_is_not_opened_in_another_committees_session(self, district):
        elsewhere = District.build()
        with pytest.raises(NotAllowed):
            open_case("proposal", as_=district.member, title="题", session=elsewhere.session)

    def test_who_may_not_open_does_not(self, district):
        for name in ("unit", "assigning", "leader", "reviewer", "system_admin"):
            with pytest.raises(NotAllowed):
                open_case("proposal", as_=getattr(district, name), title="题", session=district.session)

    def test_a_vacant_post_is_not_the_author_of_what_has_no_author(self, district):
        proposal = district.proposal("draft", first_person=None, proposers="某团体")
        vacant = district.post("member")
        vacant.person = None
        vacant.save()
        assert not may(FLOW.by_step["submit"], vacant, proposal)


class TestTime:
    def test_a_day_that_has_not_come_is_refused(self, district):
        with pytest.raises(BadDate):
            act(district.proposal("submitted"), "accept", as_=district.office, at=clock.now() + timedelta(days=1))

    def test_a_day_before_its_cause_is_refused(self, district):
        with clock.frozen(date(2026, 3, 2)):
            proposal = district.proposal("submitted")
        with clock.frozen(date(2026, 3, 9)), pytest.raises(BadDate) as refused:
            act(proposal, "accept", as_=district.office, at=datetime(2026, 3, 1, 9, tzinfo=SHANGHAI))
        assert "3月1日" in refused.value.sentence
        assert "3月2日" in refused.value.sentence

    def test_something_of_last_week_is_typed_in_with_both_times(self, district):
        with clock.frozen(date(2026, 3, 2)):
            proposal = district.proposal("submitted")
        with clock.frozen(date(2026, 3, 9)):
            event = act(proposal, "accept", as_=district.office, at=datetime(2026, 3, 3, 9, tzinfo=SHANGHAI))
        assert (clock.local_day(event.at), clock.local_day(event.recorded_at)) == (date(2026, 3, 3), date(2026, 3, 9))

    def test_only_history_may_leave_the_day_out(self, district):
        with pytest.raises(BadDate):
            act(district.proposal("submitted"), "accept", as_=district.office, at=None)
        event = act(district.proposal("submitted"), "accept", as_=district.office, at=None, source="imported")
        assert event.at is None

    def test_not_even_history_happens_tomorrow(self, district):
        tomorrow = clock.now() + timedelta(days=1)
        with pytest.raises(BadDate):
            act(district.proposal("submitted"), "accept", as_=district.office, at=tomorrow, source="imported")


class TestMany:
    def test_a_hundred_go_in_one_commit(self, district, django_assert_max_num_queries):
        proposals = [district.proposal("submitted") for _ in range(12)]
        with django_assert_max_num_queries(60):
            outcomes = act_many([Move(p, "accept") for p in proposals], as_=district.office)
        assert [o.event.to_state for o in outcomes] == ["review_f"] * 12
        assert Case.objects.filter(state="review_f").count() == 12

    def test_a_refused_one_leaves_no_trace_and_the_others_are_done(self, district):
        good = [district.proposal("submitted") for _ in range(2)]
        stale, foreign = district.proposal("filed"), District.build().proposal("submitted")
        outcomes = act_many([Move(c, "accept") for c in (good[0], stale, foreign, good[1])], as_=district.office)
        assert [type(o.refusal) for o in outcomes] == [type(None), Stale, NotAllowed, type(None)]
        assert [o.event is not None for o in outcomes] == [True, False, False, True]
        assert [Event.objects.filter(case=c.pk, step="accept").count() for c in (stale, foreign)] == [1, 0]
        assert verified(district)

    def test_one_refused_after_it_had_begun_to_write_is_taken_back_whole(self, district):
        proposals = [district.proposal("review_f") for _ in range(3)]
        moves = [
            Move(p, "file", {"subject": "其他", "number": n}) for p, n in zip(proposals, ("7", "7", "8"), strict=True)
        ]
        outcomes = act_many(moves, as_=district.director, source="imported")
        assert [o.refusal is None for o in outcomes] == [True, False, True]
        states = [type(p).objects.get(pk=p.pk) for p in proposals]
        assert [(p.state, p.number) for p in states] == [("filed", "7"), ("review_f", ""), ("filed", "8")]
        assert verified(district)

    def test_the_same_case_twice_is_refused_the_second_time(self, district):
        proposal = district.proposal("submitted")
        outcomes = act_many([Move(proposal, "accept"), Move(proposal, "accept")], as_=district.office)
        assert [type(o.refusal) for o in outcomes] == [type(None), Stale]

    def test_a_repeated_batch_lands_once(self, district):
        moves = [Move(district.proposal("submitted"), "accept") for _ in range(3)]
        first = act_many(moves, as_=district.office, key="k")
        again = act_many(moves, as_=district.office, key="k")
        assert [o.event.pk for o in first] == [o.event.pk for o in again]
        assert Event.objects.filter(step="accept").count() == 3

    def test_more_than_a_hundred_are_not_taken(self, district):
        with pytest.raises(ValueError, match="100"):
            act_many([Move(None, "accept")] * 101, as_=district.office)

    def test_an_old_page_is_refused_in_a_batch_too(self, district):
        proposal = district.proposal("submitted")
        outcomes = act_many([Move(proposal, "accept", seen=1)], as_=district.office)
        assert isinstance(outcomes[0].refusal, Stale)


def verified(district):
    from huiyin.kernel import ledger

    report = ledger.verify(district.committee)
    assert report.faults == []
    return report.sound


def test_nobody_is_told_of_his_own_act(district):
    proposal = district.proposal("replied")
    event = act(proposal, "rate", as_=district.member, rating="satisfied")
    assert Notice.objects.filter(event_id=event.pk).exists()
    assert not Notice.objects.filter(event_id=event.pk, person=district.member.person).exists()


def test_history_tells_nobody_and_sets_no_clock(district):
    proposal = district.proposal("submitted")
    told = Notice.objects.count()
    act(proposal, "accept", as_=district.office, source="imported")
    assert Notice.objects.count() == told
    assert list(Todo.objects.filter(case=proposal, closed_at=None).values_list("step", "due")) == [("file", None)]


class TestOpeningWithAKey:
    def test_two_at_the_same_moment_open_one_case(self, district):
        """The other opens it after this one has looked and before this one writes."""
        others = []

        def open_it():
            return open_case("proposal", as_=district.member, title="甲", session=district.session, key="one")

        def between(execute, sql, params, many, context):
            done = execute(sql, params, many, context)
            if not others and sql.startswith("SELECT") and "one" in (params or ()):
                others.append(None)
                others[0] = open_it()
            return done

        with connection.execute_wrapper(between):
            mine = open_it()
        assert mine.pk == others[0].pk
        assert Case.objects.filter(committee=district.committee).count() == 1

    def test_a_key_used_for_something_else_is_refused(self, district):
        proposal = district.proposal("submitted")
        act(proposal, "accept", as_=district.office, key="taken")
        open_case("proposal", as_=district.member, title="甲", session=district.session, key="mine")
        for key, post in (("taken", district.office), ("mine", district.other_member)):
            with pytest.raises(Refused, match="请求号"):
                open_case("proposal", as_=post, title="乙", session=district.session, key=key)

    def test_a_key_of_an_act_without_a_case_is_refused(self, district):
        with transaction.atomic():
            batch = Batch(district.committee)
            make_event(batch, None, "x", district.member, clock.now(), {}, {}, "entered", None, "house", kind="house")
            batch.write()
        with pytest.raises(Refused):
            open_case("proposal", as_=district.member, title="乙", session=district.session, key="house")


def test_nobody_audits_what_he_signed_on_paper(district):
    """Typed in by a clerk for him, it is his all the same."""
    proposal = district.proposal("handling")
    part = district.lead(proposal)
    event = Event.objects.filter(case=part).first()
    other = Post.objects.create(
        committee=district.committee, person=district.unit.person, role="assigning", organisation=district.government
    )
    typed = Event(case_id=part.pk, step="reply", person_id=district.office.person_id, for_post_id=district.unit.pk)
    assert signed_by(other, [typed])
    assert not signed_by(district.assigning, [typed])
    assert not signed_by(other, [event])
