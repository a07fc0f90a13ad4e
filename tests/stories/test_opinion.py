"""An opinion report (DOMAIN 3.2): its author's own until it is handed in, edited in versions, issued with a number, and answered."""

from datetime import date, timedelta

import pytest

from huiyin.kernel import clock, figures, ledger
from huiyin.kernel.act import act, may
from huiyin.kernel.models import Notice, Todo
from huiyin.kernel.refusal import BadDate, Missing, NotAllowed
from huiyin.opinions import drafts, rules
from huiyin.opinions.flow import FLOW
from huiyin.opinions.models import (
    Addressee,
    Adoption,
    Edition,
    Feedback,
    LeaderNote,
    OpinionAuthor,
    OpinionDispatch,
    OpinionReport,
)
from tests.opinions.reports import (
    EDITED,
    checked,
    draft,
    edited,
    forwarding,
    handed_in,
    issued,
    selected,
    sent,
    step,
)


def owed(case):
    return Todo.objects.filter(case=case.pk, closed_at=None)


def told(case, person):
    return list(Notice.objects.filter(case=case.pk, person=person).order_by("pk").values_list("text", flat=True))


def number(name, district, period=""):
    scope = figures.Scope(district.committee, figures.period(district.committee, period or str(clock.today().year)))
    return figures.REGISTRY[name].value(scope)


class TestHandingIn:
    def test_a_draft_is_seen_by_nobody_but_its_writer(self, district):
        case = draft(district)
        seers = [name for name, post in district.posts.items() if rules.sees(post, case)]
        listed = [
            name
            for name, post in district.posts.items()
            if OpinionReport.objects.filter(rules.sees.twin(post)).exists()
        ]
        assert seers == listed == ["member"]

    def test_handed_in_it_has_a_number_and_the_office_owes_the_next_act_in_five_working_days(self, district):
        case = handed_in(district)
        assert (case.state, case.intake_number) == ("submitted", f"{clock.today().year}-0001")
        todo = owed(case).get()
        assert (todo.role, todo.step, todo.rule) == ("info_office", "select", "P-31S")

    def test_an_urgent_one_is_due_on_the_same_day(self, district):
        case = handed_in(district, urgency="urgent")
        assert case.state == "urgent"
        assert owed(case).get().due == clock.today()

    def test_what_is_missing_is_said_and_nothing_is_lost(self, district):
        case = draft(district, suggestion="", subject="")
        with pytest.raises(Missing, match="还没有写建议.*还没有选分类"):
            act(case, "submit", as_=district.member)
        assert OpinionReport.objects.get(pk=case.pk).situation

    def test_one_character_too_many_is_counted(self, district):
        words = {"situation": "字" * 1000, "analysis": "字" * 400, "suggestion": " 字\n" * 100}
        assert handed_in(district, **words).state == "submitted"
        with pytest.raises(Missing, match="1501 字，最多 1500 字"):
            handed_in(district, **(words | {"analysis": "字" * 401}))

    def test_authors_stand_in_their_order_members_known_others_named(self, district):
        case = handed_in(district, authors="林知夏，周其远、王老师")
        rows = OpinionAuthor.objects.filter(case=case.pk).order_by("position").values_list("name", "person")
        member, other = district.member.person_id, district.other_member.person_id
        assert list(rows) == [("林知夏", member), ("周其远", other), ("王老师", None)]
        assert rules.sees(district.other_member, case)

    def test_an_office_writes_for_one_whom_it_names(self, district):
        case = handed_in(district, district.general, authors="民建澄江区工委")
        assert rules.writer(district.general, case)
        assert not rules.writer(district.station, case)
        step(case, "keep", district.info, why="已有同样的一篇。")
        assert Notice.objects.filter(case=case.pk, role="general_office").exists()

    def test_a_leader_and_an_administrator_write_none(self, district):
        for post in (district.leader, district.system_admin, district.secretary):
            with pytest.raises(NotAllowed):
                drafts.begin(post)

    def test_the_same_key_begins_one_draft(self, district):
        assert drafts.begin(district.member, "one-form") == drafts.begin(district.member, "one-form")

    def test_taken_back_before_anybody_took_it_up(self, district):
        case = step(handed_in(district), "take_back", district.member)
        assert case.state == "draft"
        again = step(case, "submit", district.member)
        assert again.intake_number.endswith("-0001"), "it keeps its number"
        assert number("opinions.received", district) == 1

    def test_a_draft_may_be_deleted(self, district):
        assert step(draft(district), "discard", district.member).finished


class TestSifting:
    def test_sent_back_it_says_why_and_comes_again(self, district):
        case = step(handed_in(district), "return_", district.info, why="数字请写出处。")
        assert owed(case).get().person == district.member.person
        drafts.save(case, {"situation": "据区水务局 6 月通报，已有 7 次。"})
        assert step(case, "submit", district.member).state == "submitted"
        assert OpinionAuthor.objects.filter(case=case.pk, until=None).count() == 1

    def test_kept_its_author_is_told_and_it_may_still_be_used(self, district):
        case = step(handed_in(district), "keep", district.info, why="已有同样的一篇。")
        assert case.state == "kept"
        assert told(case, district.member.person)
        assert number("opinions.kept", district) == 1
        assert step(case, "select", district.info).state == "selected"


class TestEditing:
    def test_every_version_is_kept_and_the_authors_words_stay(self, district):
        case = edited(district)
        step(
            case, "edit", district.info, title="关于桂园路口积水的建议", body=EDITED + "\n请区政府督办。", note="加一条"
        )
        rows = list(Edition.objects.filter(case=case.pk).order_by("pk"))
        assert [row.until is None for row in rows] == [False, True]
        assert rows[1].editor == district.info.person
        assert case.title == "关于桂园路口积水的建议"
        assert case.situation.startswith("桂园路口逢雨必积水，今年六月")

    def test_a_version_without_a_change_is_refused(self, district):
        case = edited(district)
        with pytest.raises(Missing, match="一个字也没有变"):
            act(case, "edit", as_=district.info, title=case.title, body=f"\n{EDITED}\n\n")

    def test_the_secretary_sends_it_back_to_be_edited(self, district):
        case = step(edited(district), "send_back", district.secretary, why="第二段再短一些。")
        assert (case.state, owed(case).get().role) == ("selected", "info_office")

    def test_it_is_checked_for_secrets_and_ideology_or_not_at_all(self, district):
        case = edited(district)
        with pytest.raises(Missing) as refusal:
            act(case, "check", as_=district.secretary, mark="internal")
        assert set(refusal.value.fields) == {"secrecy", "ideology"}


class TestComposing:
    def composed(self, district):
        first = selected(district)
        second = selected(district, authors="周其远、林知夏", title="关于雨季排水的建议")
        step(first, "compose", district.info, title="关于全区雨季排水的几点建议", others=[str(second.pk)])
        second.refresh_from_db()
        return first, second, OpinionReport.objects.get(composite=True)

    def test_one_report_of_two_keeps_their_authors_and_their_words(self, district):
        first, second, made = self.composed(district)
        assert (first.state, second.state, made.state) == ("in_composite", "in_composite", "selected")
        assert first.into == second.into == made
        names = (
            OpinionAuthor.objects.filter(case=made.pk, until=None).order_by("position").values_list("name", flat=True)
        )
        assert list(names) == ["林知夏", "周其远"] == made.authors.split("、")
        assert first.situation in made.situation
        assert number("opinions.received", district) == 2, "a composite was received from nobody"

    def test_alone_it_cannot_be_composed(self, district):
        with pytest.raises(Missing, match="两篇以上"):
            act(selected(district), "compose", as_=district.info, title="一篇", others=[])

    def test_taken_out_again_its_authors_leave_with_it(self, district):
        first, second, made = self.composed(district)
        step(second, "take_out", district.info)
        made.refresh_from_db()
        assert (second.state, second.into, made.authors) == ("selected", None, "林知夏")
        rows = OpinionAuthor.objects.filter(case=made.pk, until=None)
        assert [row.name for row in rows] == ["林知夏"]

    def test_what_is_checked_is_not_taken_apart(self, district):
        first, _second, made = self.composed(district)
        made.committee = district.committee
        checked(district, edited(district, made))
        first.refresh_from_db()
        first.committee = district.committee
        with pytest.raises(Missing, match="不能再拿出来"):
            act(first, "take_out", as_=district.info)

    def test_its_authors_are_told_with_it(self, district):
        first, second, made = self.composed(district)
        made.committee = district.committee
        case = sent(district, issued(district, checked(district, edited(district, made))))
        step(case, "tell_author", district.info, words="已报送。")
        first.refresh_from_db()
        second.refresh_from_db()
        assert (first.state, second.state) == ("closed", "closed")
        assert told(second, district.other_member.person)[-1].endswith("所在的综合稿有了结果，已反馈给您。")


class TestIssuing:
    def test_it_gets_the_next_number_of_the_year(self, district):
        year = clock.today().year
        assert issued(district).number == f"{year}年第1期"
        case = issued(district)
        assert (case.number, case.signer, case.issued_on) == (
            f"{year}年第2期",
            district.secretary.person,
            clock.today(),
        )
        with clock.frozen(date(year + 1, 3, 2)):
            assert issued(district).number == f"{year + 1}年第1期"

    def test_what_goes_to_the_first_leaders_a_leader_signs(self, district):
        case = checked(district, to_top=True)
        assert owed(case).get().role == "leader"
        assert not may(FLOW.by_step["issue"], district.secretary, case)
        assert issued(district, case, district.leader).state == "issued"

    def test_who_signs_is_a_local_rule(self, district):
        district.set("P-31", "leader")
        assert owed(checked(district)).get().role == "leader"
        district.set("P-31", "secretary", clock.today())
        assert owed(checked(district, to_top=True)).get().role == "secretary"

    def test_what_is_not_signed_goes_back(self, district):
        case = step(checked(district, to_top=True), "hold", district.leader, why="题目再改。")
        assert (case.state, case.to_top) == ("selected", False)

    def test_an_issue_goes_to_somebody_and_to_nobody_twice(self, district):
        case = checked(district)
        with pytest.raises(Missing, match="至少选一个"):
            act(case, "issue", as_=district.secretary)
        with pytest.raises(Missing, match="既是主送又是抄送"):
            act(case, "issue", as_=district.secretary, main=["city-cppcc"], copies=["city-cppcc"])

    def test_sent_to_some_the_rest_is_still_owed(self, district):
        case = issued(district, main=["district-party", "nation-cppcc"], copies=["city-cppcc"])
        step(case, "dispatch", district.info, to=["nation-cppcc"], channel="network")
        assert (case.state, owed(case).get().step) == ("issued", "dispatch")
        sent(district, case)
        assert case.state == "dispatched"
        rows = OpinionDispatch.objects.filter(case=case.pk)
        assert sorted(rows.values_list("level", flat=True)) == ["city", "district", "nation"]
        assert (number("opinions.dispatched", district), number("opinions.upward", district)) == (3, 1)

    def test_nothing_is_sent_tomorrow_or_before_it_was_issued(self, district):
        case = issued(district)
        for day in (clock.today() + timedelta(days=1), clock.today() - timedelta(days=1)):
            with pytest.raises(BadDate):
                act(case, "dispatch", as_=district.info, to=["district-party"], channel="hand", on=day.isoformat())


class TestResults:
    def test_many_adoptions_over_months_each_told(self, district):
        case = sent(district)
        step(case, "adopt", district.info, level="city", use="single", by="市政协《社情民意》第 12 期")
        assert (case.state, owed(case).get().rule) == ("answered", "P-31T")
        step(case, "tell_author", district.info, words="被市政协采用。")
        assert case.state == "closed"
        with clock.frozen(clock.today() + timedelta(days=90)):
            step(case, "adopt", district.info, level="nation", use="composite", by="全国政协信息局")
            assert case.state == "answered"
            step(case, "tell_author", district.info, words="又被全国政协采用。")
        assert Adoption.objects.filter(case=case.pk).count() == 2
        assert [row.until is None for row in Feedback.objects.filter(case=case.pk).order_by("pk")] == [False, True]
        counted = [
            number(f"opinions.{name}", district, "all")
            for name in ("adopted", "adoptions", "adopted_city", "adopted_composite")
        ]
        assert counted == [1, 2, 1, 1]

    def test_an_adoption_that_was_a_mistake_is_voided(self, district):
        case = sent(district)
        event = act(case, "adopt", as_=district.info, level="city", use="single", by="市政协")
        ledger.void(event, as_=district.info, reason="登记错了，是另一篇。")
        case.refresh_from_db()
        assert (case.state, number("opinions.adopted", district)) == ("dispatched", 0)

    def test_a_unit_answers_within_thirty_days_and_its_author_reads_it(self, district):
        case = sent(district, units=[district.units[0].pk])
        part = forwarding(case)
        todo = owed(part).get()
        assert (todo.role, todo.organisation, todo.rule) == ("unit", part.unit, "P-33")
        assert rules.sees(district.unit, case)
        assert not rules.sees(district.co_unit, case)
        assert rules.sees_forwarding(district.member, part)
        with pytest.raises(Missing, match="还没有答复转办件"):
            act(case, "tell_author", as_=district.info, words="等不及了。")
        step(part, "answer", district.unit, degree="done", words="已清掏 12 处雨水井。")
        case.refresh_from_db()
        assert (part.state, case.state) == ("answered", "answered")
        assert number("opinions.forwarded_rate", district) == 100
        step(case, "tell_author", district.info, words="区住建局已办成。")

    def test_a_unit_is_asked_again_or_let_off(self, district):
        case = sent(district, units=[district.units[0].pk])
        part = step(forwarding(case), "answer", district.unit, degree="reference", words="已阅。")
        step(part, "again", district.info, why="请说清楚哪天清掏。")
        assert owed(part).get().step == "answer"
        step(part, "drop", district.info, why="已由水务局办了。")
        assert part.finished

    def test_a_leaders_word_is_kept_and_the_unit_it_names_owes_an_answer(self, district):
        case = sent(district)
        words = "请住建局雨季前办好。"
        step(
            case,
            "instruct",
            district.info,
            leader="区委书记",
            level="district",
            words=words,
            units=[district.units[0].pk],
        )
        assert LeaderNote.objects.get(case=case.pk).words == words
        assert forwarding(case).asked == f"区委书记批示：{words}"
        assert (number("opinions.instructions", district), number("opinions.instructed", district)) == (1, 1)

    def test_it_may_be_sent_on_later(self, district):
        case = sent(district)
        step(case, "send_also", district.info, to=["province-cppcc"], units=[district.units[1].pk], channel="network")
        assert Addressee.objects.filter(case=case.pk, level="province").exists()
        assert forwarding(case).unit_id == district.units[1].pk
        with pytest.raises(Missing):
            act(case, "send_also", as_=district.info, channel="network")

    def test_without_a_result_the_author_is_told_in_three_months_all_the_same(self, district):
        case = sent(district)
        assert owed(case).get().rule == "P-31R"
        step(case, "tell_author", district.info, words="已报送，暂时没有回音。")
        assert told(case, district.member.person)[-1].endswith("有了结果，已反馈给您。")

    def test_the_record_holds(self, district):
        sent(district, units=[district.units[0].pk])
        assert ledger.verify(district.committee).sound


def test_a_list_shows_exactly_what_a_page_allows(district):
    draft(district)
    kept = step(handed_in(district, district.station), "keep", district.info, why="重复。")
    cases = [kept, checked(district, to_top=True), checked(district), sent(district, units=[district.units[0].pk])]
    cases += [draft(district, district.unit), handed_in(district, authors="周其远")]
    rows = list(OpinionReport.objects.filter(committee=district.committee))
    named = {line.name: line.who for line in FLOW.steps} | {"sees": FLOW.sees, "author": rules.author}
    told = [
        f"{name} {post.role}: {row.state}"
        for name, rule in named.items()
        for post in district.posts.values()
        for listed in [set(OpinionReport.objects.filter(rule.twin(post)).values_list("pk", flat=True))]
        for row in rows
        if rule.test(post, row) != (row.pk in listed)
    ]
    assert told == []
