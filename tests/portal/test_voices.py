"""A citizen without an account: says it, gets a receipt, follows it, judges it; and the wall shows what may be shown."""

import io
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from huiyin.kernel import clock, figures
from huiyin.kernel.act import act
from huiyin.kernel.models import Attachment, Todo
from huiyin.portal import gate, photos, wall
from huiyin.reception import citizens
from huiyin.reception.late import last_day
from huiyin.reception.models import Voice
from huiyin.reception.raising import public_post
from tests.stories.test_voice import WORDS, confirmed, raised, taken

FORM = {"words": WORDS, "back": "self", "phone": "", "name": "", "key": "k1", "website": ""}


@pytest.fixture
def door(district):
    return reverse("voice_door", args=[district.site.door])


@pytest.fixture
def citizen():
    return Client()


def page(client, name, *args, **query):
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def photo(place=True):
    """A JPEG as a telephone makes it: with the place in its EXIF."""
    picture, exif = Image.new("RGB", (3000, 2000), "red"), Image.Exif()
    exif[0x010F] = "SecretPhone"
    exif.get_ifd(0x8825)[1] = "N"
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif)
    out.seek(0)
    out.name = "我家门口.jpg"
    return out


class TestSaying:
    def test_three_sentences_and_a_receipt(self, district, door, citizen):
        answer = citizen.post(door, FORM)
        assert answer.status_code == 302
        voice = Voice.objects.get()
        shown = page(citizen, "receipt", district.committee.code)
        code = citizens.code_of(voice)
        assert voice.number in shown
        assert f"{code[:4]} {code[4:]}" in shown
        assert code not in answer["Location"]
        assert (voice.channel, voice.site_id) == ("qr", district.site.pk)

    def test_sent_twice_it_is_one(self, door, citizen):
        citizen.post(door, FORM)
        citizen.post(door, FORM)
        assert Voice.objects.count() == 1

    def test_nothing_is_lost_when_the_telephone_is_wrong(self, door, citizen):
        answer = citizen.post(door, FORM | {"back": "phone", "phone": "1390000"})
        assert answer.status_code == 400
        assert "少了或多了几位" in answer.content.decode()
        assert WORDS in answer.content.decode()
        assert Voice.objects.count() == 0

    def test_a_photo_loses_its_place_and_its_maker(self, door, citizen):
        citizen.post(door, FORM | {"photos": photo()})
        kept = Attachment.objects.get()
        assert (kept.case_id, kept.name, kept.content_type) == (Voice.objects.get().pk, "照片1.jpg", "image/jpeg")
        assert kept.event_id is not None
        from django.conf import settings

        stored = (settings.FILES / kept.path).read_bytes()
        assert b"SecretPhone" not in stored
        with Image.open(io.BytesIO(stored)) as drawn:
            assert max(drawn.size) == 2000
            assert not drawn.getexif()

    def test_a_program_named_jpg_is_refused_and_nothing_is_taken(self, door, citizen):
        fake = io.BytesIO(b"MZ" + b"\0" * 500)
        fake.name = "照片.jpg"
        answer = citizen.post(door, FORM | {"photos": fake})
        assert answer.status_code == 400
        assert Voice.objects.count() == 0

    def test_a_picture_of_too_many_dots_is_refused_before_it_is_unpacked(self, door, citizen, monkeypatch):
        monkeypatch.setattr(photos, "PIXELS", 1000)
        answer = citizen.post(door, FORM | {"photos": photo()})
        assert answer.status_code == 400
        assert Voice.objects.count() == 0

    def test_script_stays_text(self, district, door, citizen):
        citizen.post(door, FORM | {"words": "<script>alert(1)</script>电梯坏了"})
        shown = page(citizen, "track_one", district.committee.code, Voice.objects.get().number)
        assert "<script>alert" not in shown
        assert "&lt;script&gt;" in shown

    def test_after_many_from_one_address_a_question_is_asked(self, door, citizen, monkeypatch):
        monkeypatch.setattr("huiyin.portal.gate.VOICES", 1)
        monkeypatch.setattr("huiyin.portal.gate.address_of", lambda request: f"test-{id(citizen)}")
        citizen.post(door, FORM)
        assert "等于几" in citizen.get(door).content.decode()
        answer = citizen.post(door, FORM | {"key": "k2", "answer": "1", "sum_": "x"})
        assert answer.status_code == 400
        assert Voice.objects.count() == 1

    def test_a_closed_site_says_where_to_go(self, district, door, citizen):
        type(district.site).objects.update(ends=clock.today().replace(year=2020))
        answer = citizen.get(door)
        assert answer.status_code == 410
        assert "停用" in answer.content.decode()


class TestFollowing:
    def enter(self, client, committee, number, code):
        return client.post(reverse("track", args=[committee.code]), {"number": number, "code": code})

    def test_number_and_code_open_it_on_another_device(self, district, citizen):
        receipt = raised(district)
        answer = self.enter(citizen, district.committee, receipt.voice.number, receipt.code.upper())
        assert answer.status_code == 302
        assert receipt.code not in answer["Location"]
        assert WORDS[:12] in page(citizen, "track_one", district.committee.code, receipt.voice.number)

    def test_a_wrong_code_and_a_wrong_number_are_told_the_same(self, district, citizen):
        receipt = raised(district)
        one = self.enter(citizen, district.committee, receipt.voice.number, "aaaabbbb")
        two = self.enter(citizen, district.committee, "2020-9999", "aaaabbbb")
        assert one.status_code == two.status_code == 400
        assert "不对" in one.content.decode()
        assert "不对" in two.content.decode()

    def test_a_number_that_is_guessed_at_is_held_back_there_and_no_other(self, district, citizen, monkeypatch):
        one, two = raised(district), raised(district)
        for _ in range(6):
            self.enter(citizen, district.committee, one.voice.number, "aaaabbbb")
        assert self.enter(Client(), district.committee, one.voice.number, one.code).status_code == 429
        own = Client(REMOTE_ADDR="10.0.0.9")
        assert self.enter(own, district.committee, one.voice.number, one.code).status_code == 302, (
            "its own citizen gets in"
        )
        monkeypatch.setattr(gate, "GUESSES_ALL", 6)
        assert self.enter(own, district.committee, one.voice.number, one.code).status_code == 429, (
            "until the world guesses"
        )
        assert self.enter(citizen, district.committee, two.voice.number, two.code).status_code == 302

    def test_without_the_code_it_does_not_exist(self, district, citizen):
        voice = raised(district).voice
        assert citizen.get(reverse("track_one", args=[district.committee.code, voice.number])).status_code == 404

    def test_the_story_names_no_staff_and_no_neighbour(self, district, citizen):
        receipt = raised(district, name="王桂芳", phone="13900001234", back="phone")
        act(receipt.voice, "take", as_=district.station, title="电梯停运")
        self.enter(citizen, district.committee, receipt.voice.number, receipt.code)
        shown = page(citizen, "track_one", district.committee.code, receipt.voice.number)
        assert "受理了" in shown
        assert district.station.person.name not in shown
        assert "王桂芳" not in shown

    def test_a_question_is_answered_there(self, district, citizen):
        receipt = raised(district)
        act(receipt.voice, "ask", as_=district.station, words="是哪个单元？")
        self.enter(citizen, district.committee, receipt.voice.number, receipt.code)
        assert "是哪个单元" in page(citizen, "track_one", district.committee.code, receipt.voice.number)
        citizen.post(reverse("track_say", args=[district.committee.code, receipt.voice.number]), {"words": "二单元"})
        assert "您补充：二单元" in page(citizen, "track_one", district.committee.code, receipt.voice.number)

    def test_not_solved_and_it_is_taken_up_again(self, district, citizen):
        voice = taken(district)
        confirmed(district, voice)
        act(voice, "echo", as_=district.station, way="phone", words="修好了")
        self.enter(citizen, district.committee, voice.number, citizens.code_of(voice))
        assert "真的解决了吗" in page(citizen, "track_one", district.committee.code, voice.number)
        answer = citizen.post(
            reverse("track_say", args=[district.committee.code, voice.number]), {"solved": "no", "words": "又停了"}
        )
        voice.refresh_from_db()
        assert (answer.status_code, voice.state, voice.times) == (302, "received", 1)
        with clock.frozen(clock.now() + timedelta(days=1)):
            act(voice, "on_spot", as_=district.station, words="又修了", result="solved", way="spot")
            again = page(citizen, "track_one", district.committee.code, voice.number)
        assert "真的解决了吗" in again, "he is asked of the later answer too"

    def test_a_longer_time_is_told_as_it_now_is(self, district, citizen):
        voice = taken(district)
        before = last_day(voice)
        act(voice, "extend", as_=district.general, why="等材料")
        assert last_day(voice) == Todo.objects.get(case=voice, step="echo", closed_at=None).due > before


class TestWall:
    def published(self, district, **more):
        voice = raised(district, **more).voice
        act(voice, "on_spot", as_=district.station, words="下午修好了。", result="solved", way="spot")
        act(
            voice,
            "publish",
            as_=district.general,
            heading="桂园电梯",
            text="电梯停了一个多月。",
            answer="下午修好了。",
            checked=True,
        )
        return voice

    def test_it_shows_what_was_said_and_what_became_of_it_with_every_base(self, district, citizen):
        self.published(district)
        raised(district)
        shown = page(citizen, "wall", district.committee.code)
        assert "电梯停了一个多月" in shown
        assert "下午修好了" in shown
        assert "50.0%" in shown
        assert "登记的 2 件里，1 件有了回音" in shown

    def test_what_is_not_published_is_nowhere(self, district, citizen):
        secret = raised(district, words="绝密的一句话，楼里有事。").voice
        for name, *args in (("wall",), ("wall_feed",), ("wall_data", "json"), ("wall_data", "csv"), ("public_cases",)):
            text = page(citizen, name, district.committee.code, *args)
            assert "绝密" not in text
            assert secret.number not in text

    def test_taken_down_it_is_gone_with_the_next_request(self, district, citizen):
        voice = self.published(district)
        assert "电梯停了一个多月" in page(citizen, "wall", district.committee.code)
        act(voice, "take_down", as_=district.general, why="居民要求")
        for name, *args in (("wall",), ("wall_feed",), ("wall_data", "json")):
            assert "电梯停了一个多月" not in page(citizen, name, district.committee.code, *args)

    def test_what_is_late_is_on_the_same_page(self, district, citizen):
        raised(district, subject="traffic")
        with clock.frozen(clock.today().replace(year=clock.today().year + 1)):
            shown = page(citizen, "wall", district.committee.code)
        assert "一件交通出行方面的事" in shown
        assert "晚了多久" in shown

    def test_late_is_what_is_past_the_day_that_was_promised_and_the_number_is_a_figure_of_the_same_rows(
        self, district, citizen
    ):
        code = district.committee.code
        waiting, working, longer = raised(district).voice, taken(district), taken(district)
        act(longer, "extend", as_=district.general, why="等材料")
        figure = figures.REGISTRY["voices.late"]

        def owed_on(days):
            with clock.frozen(clock.now() + timedelta(days=days)):
                scope = figures.Scope(district.committee, figures.period(district.committee, "all"))
                told = wall.owed(district.committee)
                assert told["n"] == len(told["rows"]) == figure.value(scope)
                return set(figure.cases(scope).values_list("pk", flat=True))

        assert owed_on(9) == set(), "two days to take it up are our own affair"
        assert owed_on(40) == {waiting.pk, working.pk}
        assert owed_on(90) == {waiting.pk, working.pk, longer.pk}
        receipt = citizens.code_of(waiting)
        citizen.post(reverse("track", args=[code]), {"number": waiting.number, "code": receipt})
        with clock.frozen(clock.now() + timedelta(days=9)):
            assert "我们晚了" not in page(citizen, "track_one", code, waiting.number)
        with clock.frozen(clock.now() + timedelta(days=40)):
            assert "我们晚了" in page(citizen, "track_one", code, waiting.number)

    def test_whose_hand_gave_the_verdict_is_said_under_the_rate(self, district, citizen):
        one, two = self.published(district), self.published(district)
        act(one, "verdict", as_=public_post(district.committee), solved="yes")
        assert "替群众记下的" not in page(citizen, "wall", district.committee.code)
        act(two, "verdict", as_=district.station, solved="yes")
        assert "其中 1 件是联络站替群众记下的" in page(citizen, "wall", district.committee.code)

    def test_it_makes_a_constant_number_of_queries(self, district, citizen, django_assert_max_num_queries):
        for _ in range(5):
            self.published(district)
        with django_assert_max_num_queries(52):
            page(citizen, "wall", district.committee.code)


def test_published_proposals_and_their_replies_are_read_by_anyone(district, citizen):
    from huiyin.handling.models import Publication

    proposal = district.proposal("replied", publish_wish=True)
    for one in Publication.objects.filter(parent=proposal.pk):
        proposes, approves = (
            (district.office, district.director) if one.what == "proposal" else (district.unit, district.assigning)
        )
        act(one, "propose", as_=proposes, extent="full")
        act(one, "approve", as_=approves, no_secret=True)
        act(one, "publish", as_=proposes)
    listed = page(citizen, "public_cases", district.committee.code)
    assert proposal.title in listed
    where = listed.split("/proposals/")[-1].split('"')[0] if "/proposals/" in listed else ""
    href = next(
        part
        for part in listed.split('href="')
        if "/proposals/" in part and len(part.split('"')[0].rstrip("/").split("/")) == 5
    )
    shown = citizen.get(href.split('"')[0]).content.decode()
    assert "812" in shown
    assert "住房城乡建设局的答复" in shown
    assert where is not None


@pytest.mark.parametrize("odd", ["²", "9" * 30, "-1", "桂"])
def test_odd_numbers_in_the_address_of_the_wall_are_passed_over(district, citizen, odd):
    for kind in ("site", "year"):
        assert page(citizen, "wall", district.committee.code, **{kind: odd})
