"""A consultation (DOMAIN 3.4, 3.5): from the topic to the look-back, with nobody counted twice and nothing said that is not so."""

from datetime import timedelta

import pytest

from huiyin.activities.models import Activity, Attendance
from huiyin.consultations.models import Consultation, Effect, Item, Opinion, PublicConsultation, Signatory, SubIssue
from huiyin.consultations.raising import raise_topic
from huiyin.kernel import clock, figures, ledger
from huiyin.kernel.act import act
from huiyin.kernel.models import Link, Notice, Todo
from huiyin.kernel.refusal import BadDate, Missing, NotAllowed, Refused, Stale
from huiyin.reception.models import Problem
from huiyin.reception.raising import public_post, raise_voice
from huiyin.suggestions.models import Suggestion, SuggestionAnswer

FIT = ["small", "public", "lawful", "ripe"]


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def topic(district, as_=None, **more):
    given = {
        "title": "桂园小区停车怎么停",
        "background": "车位 80 个，车 210 辆，晚上堵住消防通道。",
        "raised_as": "people",
    }
    return raise_topic(as_ or district.station, **{**given, **more})


def agreed(district, **more):
    case = topic(district, **more)
    act(case, "agree", as_=district.station, fit=FIT, convener="城北街道党工委书记 马立新")
    return case


def noticed(district, **facts):
    case = agreed(district)
    given = {
        "on": clock.today() + timedelta(days=7), "hour": "下午 2:30", "place": "桂园社区议事室", "chair": "柳站长",
        "stakeholders": "有车的：王桂芳；没车的：赵大爷；物业：钱经理", "units": [district.units[0]], "checked": True,
    }  # fmt: skip
    act(case, "notify", as_=district.station, **{**given, **facts})
    return case


def meeting(case):
    return Activity.objects.filter(parent=case.pk).latest("round")


def on_the_day(case):
    return clock.frozen(clock.at_noon(meeting(case).meets_on))


def talked(district):
    """A consultation whose meeting is over, with one question agreed."""
    case = noticed(district)
    with on_the_day(case):
        there = meeting(case)
        act(there, "check_in", as_=district.member, code=there.door)
        act(there, "guests", as_=district.station, category="villager", names="王桂芳，桂园 3 栋\n赵大爷，桂园 5 栋")
        act(there, "heads", as_=district.station, category="villager", number=20, evidence_file=district.scan(there))
        act(there, "hold", as_=district.station)
        act(
            case, "issue", as_=district.station, question="晚上能不能停路边", said="有车的：能。没车的：要留消防通道。",
            came="partly", agreed="东侧单边停", dissent="赵大爷：西侧一辆也不能停。",
        )  # fmt: skip
    return case


def filed(district, items="划 60 个单边车位\n清出消防通道"):
    case = talked(district)
    act(case, "write_minutes", as_=district.station, minutes="商量了一个下午。")
    act(case, "confirm", as_=district.station, signed=district.scan(case))
    act(case, "file", as_=district.station, outcome="minutes", items=items)
    return case


def addressed(district):
    case = filed(district)
    for row in Suggestion.objects.filter(case=case.pk):
        act(case, "address", as_=district.station, items=[row.pk], unit=district.units[0])
    return case, list(Item.objects.filter(parent=case.pk).order_by("pk"))


def carried_out(district, item, solved="solved"):
    act(item, "accept", as_=district.unit, adoption="adopted", words="下月划好。")
    act(
        item,
        "report",
        as_=district.unit,
        words="划好了 60 个。",
        money="4.5",
        people="320",
        thing="60",
        thing_unit="个车位",
        file=district.scan(item),
    )
    act(item, "verify", as_=district.station, solved=solved, words="去看了。")


def finished(district):
    case, items = addressed(district)
    for item in items:
        carried_out(district, item)
    act(fresh(case), "tell", as_=district.station, way=["board"], words="车位划好了。")
    return fresh(case), items


class TestTopic:
    def test_a_station_raises_one_and_it_has_a_number_and_somebody_who_decides(self, district):
        case = topic(district)
        assert case.state == "raised"
        assert case.number == f"协〔{clock.today().year}〕1号"
        todo = Todo.objects.get(case=case, closed_at=None)
        assert (todo.role, todo.organisation_id, todo.step, todo.rule) == (
            "station",
            district.site.pk,
            "agree",
            "P-38A",
        )

    def test_members_and_units_raise_them_too_and_it_is_kept_who(self, district):
        assert topic(district, district.member, raised_as="").raised_as == "member"
        case = topic(district, district.unit, raised_as="people", site=district.site)
        assert (case.raised_as, case.raised_unit_id) == ("unit", district.units[0].pk)

    def test_sent_twice_it_is_one_topic(self, district):
        assert topic(district, key="same").pk == topic(district, key="same").pk
        assert Consultation.objects.count() == 1

    @pytest.mark.parametrize(
        ("given", "field"),
        [({"title": " "}, "title"), ({"title": "长" * 101}, "title"), ({"background": ""}, "background"), ({"form": "no"}, "form"), ({"raised_as": ""}, "raised_as")],
    )  # fmt: skip
    def test_a_bad_form_is_told_where(self, district, given, field):
        with pytest.raises(Missing) as refusal:
            topic(district, **given)
        assert field in refusal.value.fields
        assert Consultation.objects.count() == 0

    def test_a_problem_of_citizens_becomes_a_topic_by_a_link(self, district):
        voice = raise_voice(public_post(district.committee), words="没地方停车", channel="qr", site=district.site).voice
        act(voice, "take", as_=district.station, title="桂园停车")
        problem = Problem.objects.get()
        act(problem, "refer", as_=district.station, to="topic", words="下月协商")
        case = topic(district, problem=problem)
        link = Link.objects.get()
        assert (link.source_id, link.target_id, link.kind) == (problem.pk, case.pk, "topic")

    def test_all_four_conditions_or_it_is_no_topic(self, district):
        case = topic(district)
        with pytest.raises(Missing, match="四条都符合"):
            act(case, "agree", as_=district.station, fit=FIT[:3], convener="马立新")
        act(case, "reject", as_=district.station, why="在打官司")
        assert fresh(case).finished

    def test_the_committee_says_who_registers_the_conveners_word(self, district):
        district.set("P-37A", "general_office")
        case = topic(district)
        with pytest.raises(NotAllowed):
            act(case, "agree", as_=district.station, fit=FIT, convener="马立新")
        act(case, "agree", as_=district.general, fit=FIT, convener="马立新")
        assert fresh(case).state == "preparing"


class TestNotice:
    def test_too_late_a_notice_is_refused_unless_it_is_said_why(self, district):
        with pytest.raises(Missing, match="来不及的") as refusal:
            noticed(district, on=clock.today() + timedelta(days=1))
        assert "hurry" in refusal.value.fields
        assert Activity.objects.count() == 0
        noticed(district, on=clock.today() + timedelta(days=1), hurry="汛期，不能等")
        assert Activity.objects.count() == 1

    def test_nobody_meets_yesterday(self, district):
        with pytest.raises(BadDate):
            noticed(district, on=clock.today() - timedelta(days=1))

    def test_units_are_asked_for_somebody_with_authority_and_see_it_from_then_on(self, district):
        case = noticed(district)
        assert Notice.objects.filter(organisation=district.units[0], text__contains="能作主").exists()
        rule = case._meta.model
        from huiyin.consultations.flow import FLOW

        assert FLOW.sees.test(district.unit, case)
        assert case in rule.objects.filter(FLOW.sees.twin(district.unit))
        assert not FLOW.sees.test(district.co_unit, case)
        assert case not in rule.objects.filter(FLOW.sees.twin(district.co_unit))


class TestAttendance:
    def test_a_member_checks_in_with_the_code_at_the_door_once(self, district):
        there = meeting(noticed(district))
        with pytest.raises(Refused, match="才开会"):
            act(there, "check_in", as_=district.member, code=there.door)
        with clock.frozen(clock.at_noon(there.meets_on)):
            with pytest.raises(Missing, match="签到码不对"):
                act(there, "check_in", as_=district.member, code="wrong234")
            act(there, "check_in", as_=district.member, code=there.door.upper())
            with pytest.raises(Refused, match="已经签到"):
                act(there, "check_in", as_=district.member, code=there.door)
            with pytest.raises(Missing):
                act(there, "members", as_=district.station, members=[district.member.person_id])
            act(there, "members", as_=district.station, members=[district.other_member.person_id])
        assert Attendance.objects.filter(case=there.pk).count() == 2

    def test_a_name_stands_on_the_list_once(self, district):
        there = meeting(noticed(district))
        act(there, "guests", as_=district.station, category="villager", names="王桂芳，3 栋")
        with pytest.raises(Missing, match="王桂芳已经在名单上"):
            act(there, "guests", as_=district.station, category="villager", names="赵大爷，5 栋\n王 桂芳、3栋")
        assert Attendance.objects.count() == 1
        act(there, "guests", as_=district.station, category="villager", names="王桂芳，8 栋")
        assert Attendance.objects.count() == 2

    def test_a_head_count_needs_its_evidence_and_a_whole_number(self, district):
        there = meeting(noticed(district))
        with pytest.raises(Missing) as refusal:
            act(there, "heads", as_=district.station, category="villager", number=20)
        assert "evidence_file" in refusal.value.fields
        with pytest.raises(Missing, match="人数从"):
            act(
                there,
                "heads",
                as_=district.station,
                category="villager",
                number="2.5",
                evidence_file=district.scan(there),
            )
        assert not Attendance.objects.exists()

    def test_a_meeting_with_nobody_present_is_not_closed(self, district):
        there = meeting(noticed(district))
        with pytest.raises(Missing, match="没有登记一个到会的人"):
            act(there, "hold", as_=district.station)
        act(there, "guests", as_=district.station, category="villager", names="王桂芳，3 栋")
        row = Attendance.objects.get()
        act(there, "strike", as_=district.station, row=row.pk, why="没有来")
        with pytest.raises(Missing):
            act(there, "hold", as_=district.station)

    def test_once_closed_nobody_is_added(self, district):
        there = meeting(talked(district))
        with pytest.raises(Stale):
            act(there, "guests", as_=district.station, category="villager", names="后来的")

    def test_a_meeting_that_moves_is_owed_on_its_new_day(self, district):
        case = noticed(district)
        there = meeting(case)
        later = there.meets_on + timedelta(days=7)
        act(there, "move", as_=district.station, on=later, why="下雨")
        assert Todo.objects.get(case=there, closed_at=None).due == later


class TestTalking:
    def test_a_question_without_consensus_keeps_what_was_said_against(self, district):
        case = noticed(district)
        common = {"question": "停哪边", "said": "各说各的"}
        with pytest.raises(Missing, match="不同意见"):
            act(case, "issue", as_=district.station, came="none", **common)
        with pytest.raises(Missing, match="共识是什么"):
            act(case, "issue", as_=district.station, came="consensus", **common)
        act(case, "issue", as_=district.station, came="none", dissent="赵大爷不同意", **common)
        assert SubIssue.objects.get().dissent == "赵大爷不同意"

    def test_there_are_no_minutes_of_a_meeting_that_is_not_over(self, district):
        with pytest.raises(Missing, match="会议还没有结束"):
            act(noticed(district), "write_minutes", as_=district.station, minutes="商量了。")

    def test_another_round_is_another_meeting_on_the_same_topic(self, district):
        case = talked(district)
        act(
            case,
            "again",
            as_=district.station,
            on=clock.today() + timedelta(days=14),
            hour="上午 9:00",
            place="议事室",
            why="西侧没谈拢",
        )
        assert meeting(case).round == 2
        todo = Todo.objects.get(case=case, closed_at=None)
        assert (todo.step, todo.starts) == ("write_minutes", clock.today() + timedelta(days=14))

    def test_confirmed_minutes_are_not_changed(self, district):
        case = filed(district)
        assert len(fresh(case).minutes_sha256) == 64
        with pytest.raises(Stale):
            act(case, "rewrite", as_=district.station, minutes="其实没有共识")

    def test_an_outcome_has_items_or_says_that_there_is_none(self, district):
        case = talked(district)
        act(case, "write_minutes", as_=district.station, minutes="商量了。")
        act(case, "confirm", as_=district.station, signed=district.scan(case))
        with pytest.raises(Missing, match="写出意见"):
            act(case, "file", as_=district.station, outcome="minutes", items=" \n ")
        with pytest.raises(Missing, match="写明为什么"):
            act(case, "file", as_=district.station, outcome="none")
        act(case, "file", as_=district.station, outcome="none", words="各方要再想想")
        assert fresh(case).state == "to_tell"


class TestItems:
    def test_an_agreement_is_signed_on_the_spot_by_those_who_were_there(self, district):
        case = talked(district)
        act(case, "write_minutes", as_=district.station, minutes="商量了一个下午。")
        act(case, "confirm", as_=district.station, signed=district.scan(case))
        unit = district.units[0].name
        given = {"as_": district.station, "outcome": "agreement", "items": "划车位", "signed": district.scan(case)}
        for parties, said in (
            ("王桂芳", "至少两方"),
            (f"王桂芳，3 栋\n{unit}\n没来的人", "没来的人没有参加"),
            (f"王桂芳\n{district.units[1].name}", "没有参加这次协商"),
        ):
            with pytest.raises(Missing, match=said) as refusal:
                act(case, "file", parties=parties, **given)
            assert "parties" in refusal.value.fields
        with pytest.raises(Missing, match="签了字的协议"):
            act(case, "file", parties=f"王桂芳\n{unit}", **{**given, "signed": None})
        act(case, "file", parties=f"王桂芳，3 栋\n{unit}\n林知夏", **given)
        assert list(Signatory.objects.order_by("pk").values_list("name", "unit")) == [
            ("王桂芳", None),
            (unit, district.units[0].pk),
            ("林知夏", None),
        ]

    def test_each_item_goes_to_a_unit_that_owes_its_answer(self, district):
        case, items = addressed(district)
        assert [one.title for one in items] == ["划 60 个单边车位", "清出消防通道"]
        todo = Todo.objects.get(case=items[0], closed_at=None)
        assert (todo.organisation_id, todo.rule) == (district.units[0].pk, "P-39A")
        assert not Todo.objects.filter(case=case, closed_at=None).exists()

    def test_a_decline_says_why_and_somebody_agrees_or_passes_it_on(self, district):
        _case, (item, _other) = addressed(district)
        with pytest.raises(Missing):
            act(item, "decline", as_=district.unit)
        act(item, "decline", as_=district.unit, why="路不归我们")
        act(item, "readdress", as_=district.station, unit=district.units[1])
        assert Todo.objects.get(case=item, closed_at=None).organisation_id == district.units[1].pk
        act(item, "decline", as_=district.co_unit, why="也不归我们")
        act(item, "accept_decline", as_=district.station)
        assert fresh(item).state == "dropped"
        assert SuggestionAnswer.objects.filter(until=None).get().adoption == "not_adopted"

    def test_what_is_done_has_its_money_its_people_and_its_evidence(self, district):
        _case, (item, _other) = addressed(district)
        act(item, "accept", as_=district.unit, adoption="adopted", words="下月办")
        with pytest.raises(Missing) as refusal:
            act(item, "report", as_=district.unit, words="办了", money="-3")
        assert "file" in refusal.value.fields
        with pytest.raises(Missing, match="负数"):
            act(item, "report", as_=district.unit, words="办了", money="-3", file=district.scan(item))
        act(item, "report", as_=district.unit, words="办了", money="4.5", people="320", file=district.scan(item))
        assert [(row.what, int(row.value)) for row in Effect.objects.order_by("pk")] == [
            ("money", 45000),
            ("people", 320),
        ]

    def test_what_was_found_otherwise_on_site_is_done_again(self, district):
        _case, (item, _other) = addressed(district)
        act(item, "accept", as_=district.unit, adoption="partly", words="下月办")
        act(item, "report", as_=district.unit, words="办了", file=district.scan(item))
        act(item, "deny", as_=district.station, why="一个也没划")
        assert fresh(item).state == "doing"

    def test_when_the_last_item_is_done_those_who_were_there_are_told(self, district):
        case, (first, second) = addressed(district)
        carried_out(district, first)
        assert fresh(case).state == "handling"
        carried_out(district, second)
        assert fresh(case).state == "to_tell"


class TestAfterwards:
    def test_four_months_later_somebody_owes_a_look_back(self, district):
        case, _items = finished(district)
        todo = Todo.objects.get(case=case, closed_at=None)
        assert (todo.step, todo.rule) == ("look_back", "P-39L")
        assert 110 < (todo.due - clock.today()).days < 135

    def test_there_is_no_look_back_before_the_verification(self, district):
        case, _items = addressed(district)
        with pytest.raises(Stale):
            act(case, "look_back", as_=district.station, finding="done", words="看了")

    def test_what_has_come_back_is_taken_up_again(self, district):
        case, (item, _other) = finished(district)
        with pytest.raises(Missing, match="要重新办"):
            act(case, "look_back", as_=district.station, finding="rebound", words="又堵了")
        act(case, "look_back", as_=district.station, finding="rebound", words="又堵了", again=[item.pk])
        assert (fresh(case).state, fresh(item).state) == ("handling", "doing")
        assert not Todo.objects.filter(case=case, closed_at=None).exists()
        act(item, "report", as_=district.unit, words="又清了", file=district.scan(item))
        act(item, "verify", as_=district.station, solved="solved", words="看了")
        assert fresh(case).state == "to_tell"

    def test_the_discussion_and_the_handling_are_rated_apart(self, district):
        case, _items = addressed(district)
        public = public_post(district.committee)
        act(case, "rate", as_=public, about="discussion", view="good")
        with pytest.raises(Missing):
            act(case, "rate", as_=public, about="handling", view="good")

    def test_who_rates_again_has_changed_his_mind(self, district):
        case, _items = finished(district)
        for view in ("bad", "good"):
            act(case, "rate", as_=district.member, about="handling", view=view)
        assert [row.view for row in Opinion.objects.filter(until=None)] == ["good"]

    def test_what_is_published_is_checked_scrubbed_and_taken_down_at_once(self, district):
        case, _items = finished(district)
        with pytest.raises(Missing):
            act(case, "publish", as_=district.general, heading="停车", text="打 13900001234")
        act(case, "publish", as_=district.general, heading="停车", text="打 13900001234", checked=True)
        row = PublicConsultation.objects.get()
        assert "13900001234" not in row.text
        act(case, "take_down", as_=district.general, why="有错")
        assert not PublicConsultation.objects.filter(until=None).exists()

    def test_every_number_has_its_rows_and_the_record_holds(self, district):
        case, _items = finished(district)
        act(case, "rate", as_=district.member, about="discussion", view="good")
        scope = figures.Scope(district.committee, figures.period(district.committee, str(clock.today().year)))
        counted = {
            name: figures.REGISTRY[f"consultations.{name}"].value(scope)
            for name in ("topics", "held", "attendance", "micro", "issues", "consensus", "outcomes", "items", "adopted", "solved", "money")
        }  # fmt: skip
        assert counted == {
            "topics": 1, "held": 1, "attendance": 23, "micro": 1, "issues": 1, "consensus": 0, "outcomes": 1, "items": 2, "adopted": 2,
            "solved": 2, "money": 90000,
        }  # fmt: skip
        assert ledger.verify(district.committee).sound
