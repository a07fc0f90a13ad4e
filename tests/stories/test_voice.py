"""A citizen's voice (DOMAIN 3.3): a number and a code, somebody who answers in time, and the citizen's own verdict."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.test import TestCase

from huiyin.kernel import clock, figures, ledger, outbox
from huiyin.kernel.act import act
from huiyin.kernel.flow import FLOWS
from huiyin.kernel.models import Attachment, Event, Notice, Remark, Todo
from huiyin.kernel.refusal import BadDate, Missing, NotAllowed, Refused
from huiyin.reception import citizens, erasing
from huiyin.reception.models import Citizen, Coordination, Echo, Problem, PublicVoice, Said, Settlement, Voice
from huiyin.reception.raising import heading, public_post, raise_voice

WORDS = "桂园小区 3 栋的电梯停了一个多月，我住七楼，菜都买不上来。物业说没钱修。"


def raised(district, **more):
    """A voice that came in by the site's door; returns the receipt."""
    given = {"words": WORDS, "channel": "qr", "site": district.site, "subject": "housing"} | more
    return raise_voice(public_post(district.committee), **given)


def taken(district, **more):
    voice = raised(district, **more).voice
    act(voice, "take", as_=district.station, title="桂园小区电梯停运")
    voice.refresh_from_db()
    return voice


def confirmed(district, voice, result="solved"):
    problem = voice.of_problem
    act(problem, "settle", as_=district.station, result=result, words="电梯 9 月 20 日修好了，费用由维修基金出。")
    act(problem, "confirm", as_=district.general)
    problem.refresh_from_db()
    return problem


class TestRaising:
    def test_a_citizen_gets_a_number_and_a_code_and_the_site_owes_the_next_act(self, district):
        receipt = raised(district)
        year = clock.today().year
        assert (receipt.voice.number, receipt.voice.state) == (f"{year}-0001", "received")
        assert len(receipt.code) == 8
        assert citizens.is_code(receipt.voice, receipt.code.upper())
        assert not citizens.is_code(receipt.voice, "wrong234")
        todo = Todo.objects.get(case=receipt.voice, closed_at=None)
        assert (todo.role, todo.organisation_id, todo.rule) == ("station", district.site.pk, "P-34A")

    def test_what_came_by_no_door_is_the_offices(self, district):
        voice = raised(district, site=None, channel="portal").voice
        assert Todo.objects.get(case=voice, closed_at=None).role == "general_office"

    def test_sent_twice_it_is_one_voice_with_one_code(self, district):
        first, second = (raised(district, key="same-form") for _ in range(2))
        assert first == second
        assert Voice.objects.count() == 1

    def test_the_name_and_the_telephone_stand_nowhere_in_the_open(self, district):
        voice = raised(district, name="王桂芳", phone="13900001234", back="phone").voice
        row = Citizen.objects.get(voice=voice)
        assert "王桂芳" not in row.sealed
        assert "13900001234" not in row.sealed + row.mark
        assert citizens.opened(row) == {"name": "王桂芳", "phone": "13900001234"}
        assert citizens.masked(row) == {"name": "王**", "phone": "139****1234"}
        everything = "".join(Event.objects.values_list("facts", flat=True)) + "".join(
            Remark.objects.values_list("body", flat=True)
        )
        assert "王桂芳" not in everything
        assert "13900001234" not in everything

    def test_a_house_with_another_key_says_how_many_names_stay_shut(self, district, settings):
        receipt = raised(district, name="王桂芳", phone="13900001234", back="phone")
        code = receipt.code
        assert citizens.shut() == 0
        settings.SECRET_KEY = "the key of another house"
        citizens._key.cache_clear()
        citizens._box.cache_clear()
        try:
            assert citizens.shut() == 1
            assert citizens.masked(Citizen.objects.get(voice=receipt.voice)) == {"name": "***", "phone": "***"}
            assert not citizens.is_code(receipt.voice, code)
        finally:
            citizens._key.cache_clear()
            citizens._box.cache_clear()

    def test_its_heading_is_its_first_sentence_without_telephones(self):
        assert heading("电梯坏了，打 13900001234 没人接。请快修") == "电梯坏了，打 ＊＊＊ 没人接"

    @pytest.mark.parametrize(
        ("given", "field"),
        [
            ({"words": "  "}, "words"),
            ({"words": "长" * 2001}, "words"),
            ({"back": "phone"}, "phone"),
            ({"phone": "1390000", "back": "phone"}, "phone"),
            ({"channel": "visit"}, "channel"),
            ({"people": 0}, "people"),
            ({"subject": "no such"}, "subject"),
        ],
    )
    def test_a_bad_form_is_told_where(self, district, given, field):
        with pytest.raises(Missing) as refusal:
            raised(district, **given)
        assert field in refusal.value.fields
        assert Voice.objects.count() == 0

    def test_fifty_in_a_month_from_one_telephone_are_enough(self, district, monkeypatch):
        monkeypatch.setattr("huiyin.reception.raising.SAME", 3)
        for _ in range(3):
            raised(district, phone="13900001234", back="phone")
        with pytest.raises(Refused, match="一个月里"):
            raised(district, phone="13900001234", back="phone")

    def test_a_station_takes_down_who_came_and_how_many(self, district):
        voice = raise_voice(district.station, words=WORDS, channel="visit", site=district.site, people=12).voice
        assert voice.state == "received"
        scope = figures.Scope(district.committee, figures.period(district.committee, str(clock.today().year)))
        assert figures.REGISTRY["voices.visits"].value(scope) == 12

    def test_nobody_comes_tomorrow(self, district):
        with pytest.raises(BadDate):
            raise_voice(
                district.station, words=WORDS, channel="visit", site=district.site, on=clock.today() + timedelta(days=1)
            )


class TestAnswering:
    def test_answered_on_the_spot_it_is_echoed(self, district):
        voice = raised(district).voice
        act(voice, "on_spot", as_=district.station, words="今天下午就来修。", result="solved", way="spot")
        voice.refresh_from_db()
        echo = Echo.objects.get(case=voice)
        assert (voice.state, voice.result, echo.days, echo.in_time) == ("echoed", "solved", 0, True)

    def test_what_is_not_ours_is_told_and_still_echoed(self, district):
        voice = raised(district).voice
        act(voice, "tell", as_=district.station, reason="court", words="请向区法院起诉，可以申请法律援助。")
        voice.refresh_from_db()
        assert voice.state == "to_echo"
        act(voice, "echo", as_=district.station, way="phone", words="请向区法院起诉，可以申请法律援助。")
        voice.refresh_from_db()
        assert (voice.state, voice.result) == ("echoed", "told")

    def test_a_voice_of_a_problem_waits_for_what_comes_of_it(self, district):
        voice = taken(district)
        with pytest.raises(Missing, match="还没有结果"):
            act(voice, "echo", as_=district.station, way="phone", words="修好了")
        confirmed(district, voice)
        act(voice, "echo", as_=district.station, way="phone", words="修好了")
        voice.refresh_from_db()
        assert (voice.state, voice.result) == ("echoed", "solved")

    def test_two_voices_of_one_problem_each_get_their_own_answer(self, district):
        one, two = taken(district), raised(district, words="三栋电梯又停了").voice
        act(two, "take", as_=district.station, problem=one.of_problem_id)
        two.refresh_from_db()
        problem = confirmed(district, one)
        assert two.of_problem_id == one.of_problem_id
        assert Settlement.objects.count() == 1
        act(one, "echo", as_=district.station, way="phone", words="修好了")
        with pytest.raises(Missing, match=two.number):
            act(problem, "close", as_=district.station)
        act(two, "echo", as_=district.station, way="page", words="修好了")
        act(problem, "close", as_=district.station)
        problem.refresh_from_db()
        assert problem.state == "closed"

    def test_a_unit_is_asked_and_sees_the_problem_but_not_who_spoke(self, district):
        voice = taken(district, name="王桂芳", phone="13900001234", back="phone")
        problem = voice.of_problem
        act(problem, "coordinate", as_=district.station, units=[district.units[0].pk], words="请督促物业修好电梯。")
        problem.refresh_from_db()
        part = Coordination.objects.get(parent=problem)
        assert (problem.state, part.state) == ("working", "asked")
        with pytest.raises(Missing, match="还没有回话"):
            act(problem, "settle", as_=district.station, result="solved", words="好了")
        act(part, "answer", as_=district.unit, degree="solved", words="已督促物业修好。")
        with pytest.raises(NotAllowed):
            act(voice, "reveal", as_=district.unit, why="想看看")
        assert confirmed(district, voice).state == "confirmed"
        assert Notice.objects.filter(role="station", organisation=district.site).exists()

    def test_three_failed_calls_and_the_answer_stands_on_the_page(self, district):
        voice = raised(district).voice
        act(voice, "tell", as_=district.station, reason="hotline", words="请打 12345。")
        for tries in range(3):
            with pytest.raises(Missing, match=f"联系了 {tries} 次"):
                act(voice, "unreachable", as_=district.station, words="请打 12345。")
            act(voice, "attempt", as_=district.station, way="phone")
        act(voice, "unreachable", as_=district.station, words="请打 12345。")
        voice.refresh_from_db()
        assert voice.state == "echoed"

    def test_it_is_put_off_once_with_a_reason_that_the_citizen_reads(self, district):
        voice = taken(district)
        before = Todo.objects.get(case=voice, closed_at=None).due
        act(voice, "extend", as_=district.general, why="等新电梯到货")
        voice.refresh_from_db()
        assert Todo.objects.get(case=voice, closed_at=None).due > before
        assert Said.objects.filter(case=voice, words__contains="等新电梯到货").exists()
        with pytest.raises(Missing, match="已经延过一次"):
            act(voice, "extend", as_=district.general, why="再等等")

    def test_another_site_takes_it_over(self, district):
        voice = raised(district).voice
        other = type(district.site).objects.create(
            committee=district.committee, kind="site", name="城南站", door="south"
        )
        act(voice, "pass_on", as_=district.station, site=other.pk, why="在城南")
        todo = Todo.objects.get(case=voice, closed_at=None)
        assert (todo.organisation_id, todo.step) == (other.pk, "take")
        with pytest.raises(NotAllowed):
            act(voice, "dismiss", as_=district.station, reason="spam")


class TestAfterwards:
    def test_a_citizen_who_says_not_solved_is_heard_again(self, district):
        voice = taken(district)
        confirmed(district, voice)
        act(voice, "echo", as_=district.station, way="phone", words="修好了")
        act(voice, "verdict", as_=public_post(district.committee), solved="no", stars="1", words="又停了")
        voice.refresh_from_db()
        assert (voice.state, voice.times, voice.of_problem_id) == ("received", 1, None)

    def test_the_third_time_it_rests_with_the_verdict_beside_it(self, district):
        district.set("P-34N", 0)
        voice = raised(district).voice
        act(voice, "on_spot", as_=district.station, words="说明了", result="explained", way="spot")
        act(voice, "verdict", as_=public_post(district.committee), solved="no")
        voice.refresh_from_db()
        scope = figures.Scope(district.committee, figures.period(district.committee, str(clock.today().year)))
        assert voice.state == "echoed"
        assert figures.REGISTRY["voices.judged"].value(scope) == 1
        assert figures.REGISTRY["voices.judged_solved"].value(scope) == 0

    def test_who_looked_at_the_name_and_why_stays_on_record(self, district):
        voice = raised(district, name="王桂芳", phone="13900001234", back="phone").voice
        act(voice, "reveal", as_=district.station, why="打电话核实楼栋")
        event = Event.objects.get(case=voice, step="reveal")
        assert event.person_id == district.station.person_id
        assert "核实楼栋" in event.facts
        with pytest.raises(NotAllowed):
            act(voice, "reveal", as_=district.leader, why="看看")

    def test_names_are_erased_when_their_time_is_over_and_the_ledger_still_verifies(self, district):
        voice = raised(district, name="王桂芳", phone="13900001234", back="phone").voice
        act(voice, "on_spot", as_=district.station, words="修好了", result="solved", way="spot")
        assert erasing.erase_due(district.committee) == 0
        with clock.frozen(clock.today() + timedelta(days=800)):
            assert erasing.erase_due(district.committee) == 1
        assert citizens.opened(Citizen.objects.get(voice=voice)) == {"name": "", "phone": ""}
        assert not ledger.verify(district.committee).faults

    def test_the_wall_shows_words_without_telephones_until_taken_down(self, district):
        voice = raised(district).voice
        act(
            voice,
            "publish",
            as_=district.general,
            heading="桂园小区电梯",
            text="电梯停了，打 13900001234。",
            answer="",
            checked=True,
        )
        shown = PublicVoice.objects.get(case=voice)
        assert "13900001234" not in shown.text
        assert shown.until is None
        act(voice, "take_down", as_=district.general, why="居民要求")
        shown.refresh_from_db()
        assert shown.until is not None

    def test_a_site_cannot_publish_by_itself(self, district):
        with pytest.raises(NotAllowed):
            act(raised(district).voice, "publish", as_=district.station, heading="一", text="二", checked=True)

    def test_a_leader_sees_problems_not_voices(self, district):
        voice = taken(district)
        assert not FLOWS["voice"].sees(district.leader, voice)
        assert FLOWS["problem"].sees(district.leader, voice.of_problem)
        assert Problem.objects.filter(FLOWS["problem"].sees.twin(district.station)).count() == 1


class TestNamesAndRounds:
    def test_what_was_no_voice_keeps_no_name_longer_than_one_that_was_answered(self, district):
        voice = raised(district, name="王桂芳", phone="13900001234", back="phone").voice
        act(voice, "dismiss", as_=district.station, reason="spam")
        with clock.frozen(clock.today() + timedelta(days=800)):
            assert erasing.erase_due(district.committee) == 1
            assert erasing.erase_due(district.committee) == 0
        assert Citizen.objects.get(voice=voice).sealed == ""

    def test_words_photos_and_answers_go_with_the_name_and_what_was_published_stays(self, district, settings):
        voice = raised(district).voice
        photo = district.scan(voice, "我家门口.jpg")
        file = Path(settings.FILES, photo.path)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"photo")
        act(voice, "ask", as_=district.station, words="哪个单元？")
        act(voice, "answer", as_=public_post(district.committee), words="二单元王家")
        act(voice, "on_spot", as_=district.station, words="修好了，王家可以放心", result="solved", way="spot")
        act(voice, "publish", as_=district.general, heading="电梯", text="电梯停了。", answer="修好了。", checked=True)
        with clock.frozen(clock.today() + timedelta(days=800)), TestCase.captureOnCommitCallbacks(execute=True):
            assert erasing.erase_due(district.committee) == 1
            assert erasing.erase_due(district.committee) == 0
        voice.refresh_from_db()
        assert (voice.words, voice.answer, voice.result) == ("", "", "solved")
        assert not Said.objects.filter(case=voice.pk).exclude(words="").exists()
        assert not Remark.objects.filter(event__case=voice.pk).exclude(body="").exists()
        assert not file.exists()
        assert not Attachment.objects.filter(case=voice.pk).exists()
        assert PublicVoice.objects.get(case=voice.pk).text == "电梯停了。"
        assert "王家" not in str(list(Notice.objects.filter(case=voice.pk).values_list("text", flat=True)))
        assert ledger.verify(district.committee).sound

    def test_what_is_taken_up_again_keeps_its_citizen(self, district):
        voice = raised(district, name="王桂芳", phone="13900001234", back="phone").voice
        act(voice, "on_spot", as_=district.station, words="修好了", result="solved", way="spot")
        act(voice, "verdict", as_=public_post(district.committee), solved="no")
        with clock.frozen(clock.today() + timedelta(days=800)):
            assert erasing.erase_due(district.committee) == 0

    def test_a_tick_erases_them(self, district):
        voice = raised(district, name="王桂芳", phone="13900001234", back="phone").voice
        act(voice, "on_spot", as_=district.station, words="修好了", result="solved", way="spot")
        with clock.frozen(clock.today() + timedelta(days=800)):
            assert outbox.tick().chores == 1
        assert Citizen.objects.get(voice=voice).sealed == ""

    def test_of_a_short_number_only_its_end_is_shown(self, district):
        voice = raised(district, phone="65432187", back="phone").voice
        assert citizens.masked(Citizen.objects.get(voice=voice))["phone"] == "******87"

    def test_the_name_and_number_he_left_are_blotted_out_of_public_words(self, district):
        voice = raised(district, name="王桂芳", phone="65432187", back="phone").voice
        words = {"heading": "王桂芳家的电梯", "text": "我是王桂芳，电话65432187。", "answer": "已告诉王桂芳。"}
        act(voice, "publish", as_=district.general, checked=True, **words)
        shown = PublicVoice.objects.get(case=voice)
        assert "王桂芳" not in shown.heading + shown.text + shown.answer
        assert "65432187" not in shown.text

    def test_taken_up_again_it_counts_as_owed_and_not_as_answered(self, district):
        voice = raised(district).voice
        act(voice, "on_spot", as_=district.station, words="修好了", result="solved", way="spot")
        scope = figures.Scope(district.committee, figures.period(district.committee, str(clock.today().year)))
        assert figures.REGISTRY["voices.echoed"].value(scope) == 1
        act(voice, "verdict", as_=public_post(district.committee), solved="no")
        assert figures.REGISTRY["voices.echoed"].value(scope) == 0
        assert figures.REGISTRY["voices.waiting"].value(scope) == 1

    def test_an_answer_in_the_second_round_is_in_time_by_its_own_clock(self, district):
        voice = taken(district)
        confirmed(district, voice)
        act(voice, "echo", as_=district.station, way="phone", words="修好了")
        with clock.frozen(clock.today() + timedelta(days=90)):
            act(voice, "verdict", as_=public_post(district.committee), solved="no")
            act(voice, "on_spot", as_=district.station, words="又修了", result="solved", way="spot")
        assert list(Echo.objects.filter(case=voice, until=None).values_list("in_time", flat=True)) == [True]

    def test_a_title_made_of_his_words_is_not_sealed(self, district):
        voice = raised(district).voice
        act(voice, "take", as_=district.station, title="王桂芳家的电梯")
        assert "王桂芳" not in Event.objects.get(case=voice, step="take").facts

    def test_the_head_of_an_asked_unit_reads_what_his_list_shows(self, district):
        voice = taken(district)
        act(voice.of_problem, "coordinate", as_=district.station, units=[district.units[0].pk], words="请修")
        one = Coordination.objects.get()
        head = district.post("unit_head", district.units[0], "局长")
        sees = FLOWS["coordination"].sees
        assert sees.test(head, one)
        assert Coordination.objects.filter(sees.twin(head)).exists()
