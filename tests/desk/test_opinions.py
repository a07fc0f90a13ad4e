"""The pages of opinion reports: writing one, the list, the case page with its versions, the printed issue."""

import io
import zipfile

import pytest
from django.urls import reverse

from huiyin.kernel.act import act
from huiyin.kernel.models import Link
from huiyin.opinions.models import OpinionReport
from huiyin.reception.raising import public_post, raise_voice
from tests.desk.reading import queries_of, text_of
from tests.opinions.reports import WORDS, checked, draft, edited, handed_in, issued, selected, sent, step


@pytest.fixture
def author(sign_in, district):
    return sign_in(district.member)


@pytest.fixture
def info(sign_in, district):
    return sign_in(district.info)


class TestWriting:
    def test_looking_at_the_page_begins_nothing(self, author):
        assert author.get(reverse("opinion_new")).status_code == 200
        assert OpinionReport.objects.count() == 0

    def test_an_autosave_keeps_what_is_typed_once(self, author):
        for _ in range(2):
            answer = author.post(
                reverse("opinion_new"), WORDS | {"key": "one"}, headers={"x-requested-with": "autosave"}
            ).json()
        case = OpinionReport.objects.get()
        assert (case.situation, answer["page"]) == (WORDS["situation"], reverse("opinion_write", args=[case.uid]))

    def test_an_empty_form_makes_no_draft(self, author):
        answer = author.post(reverse("opinion_new"), {"title": " "})
        assert (answer.status_code, OpinionReport.objects.count()) == (422, 0)

    def test_written_and_handed_in_at_once(self, author):
        answer = author.post(reverse("opinion_new"), WORDS | {"authors": "林知夏", "send": "1"})
        case = OpinionReport.objects.get()
        assert (answer.url, case.state) == (reverse("case", args=[case.uid]), "submitted")

    def test_refused_it_says_what_is_missing_and_keeps_the_words(self, author):
        answer = author.post(reverse("opinion_new"), WORDS | {"suggestion": "", "send": "1"})
        text = answer.content.decode()
        assert answer.status_code == 422
        assert "还没有写建议" in text
        assert WORDS["situation"] in text

    def test_sent_back_the_page_says_why(self, district, author):
        case = step(handed_in(district), "return_", district.info, why="数字请写出处。")
        assert "数字请写出处。" in author.get(reverse("opinion_write", args=[case.uid])).content.decode()

    def test_it_is_deleted(self, district, author):
        case = draft(district)
        author.post(reverse("opinion_write", args=[case.uid]), {"discard": "1"})
        case.refresh_from_db()
        assert case.finished

    def test_what_is_no_file_of_ours_is_refused_with_a_sentence(self, district, author):
        case = draft(district)
        upload = io.BytesIO(b"MZ\x90\x00 program")
        upload.name = "a.exe"
        answer = author.post(reverse("opinion_write", args=[case.uid]), WORDS | {"attachment": upload})
        assert answer.status_code == 422


class TestGrowing:
    def test_a_problem_that_was_referred_is_written_with_its_voices_words(self, district, sign_in):
        voice = raise_voice(
            public_post(district.committee), words="桂园路口一下雨就淹。", channel="qr", site=district.site
        ).voice
        act(voice, "take", as_=district.station, title="桂园路口积水")
        voice.refresh_from_db()
        problem = voice.of_problem
        problem.committee = district.committee
        client, url = sign_in(district.station), f"{reverse('opinion_new')}?from={problem.uid}"
        assert client.get(url).status_code == 404, "nobody has decided so yet"
        act(problem, "refer", as_=district.station, to="opinion", words="请清掏雨水井。")
        assert url in client.get(reverse("case", args=[problem.uid])).content.decode()
        text = client.get(url).content.decode()
        assert "桂园路口一下雨就淹。" in text
        assert "请清掏雨水井。" in text
        given = {"from": problem.uid, "authors": "城北街道委员联络站", "source_kind": "voice", "send": "1"}
        client.post(reverse("opinion_new"), WORDS | given)
        case = OpinionReport.objects.get()
        assert (case.state, case.origin_id, case.source_kind) == ("submitted", problem.pk, "voice")
        assert Link.objects.filter(source=problem.pk, target=case.pk, kind="opinion").exists()
        assert url not in client.get(reverse("case", args=[problem.uid])).content.decode()

    def test_a_declined_proposal_is_written_by_its_own_proposer_or_by_the_office_for_him(self, district, sign_in):
        proposal = district.proposal("submitted")
        type(proposal).objects.filter(pk=proposal.pk).update(disposition="opinion")
        url = f"{reverse('opinion_new')}?from={proposal.uid}"
        assert proposal.situation in sign_in(district.member).get(url).content.decode()
        assert sign_in(district.info).get(url).status_code == 404
        given = WORDS | {"from": proposal.uid, "authors": "林知夏", "send": "1"}
        sign_in(district.office).post(reverse("opinion_new"), given)
        case = OpinionReport.objects.get()
        assert (case.writer_role, case.author) == ("proposal_office", district.member.person)


class TestReading:
    def test_the_list_shows_an_author_his_own_and_the_office_all(self, district, sign_in):
        draft(district, title="关于草稿的建议")
        handed_in(district, district.station, title="关于站点来稿的建议", authors="城北站")
        mine, theirs = (text_of(sign_in(post), "/opinions/?view=all") for post in (district.member, district.info))
        assert "关于草稿的建议" in mine
        assert "关于站点来稿的建议" not in mine
        assert "关于草稿的建议" not in theirs
        assert "关于站点来稿的建议" in theirs

    def test_the_list_costs_the_same_however_long_it_is(self, district, info):
        handed_in(district)
        one = queries_of(info, "/opinions/?view=all")
        for _ in range(3):
            handed_in(district)
        assert queries_of(info, "/opinions/?view=all") == one

    def test_what_an_edited_version_changed_is_seen(self, district, info):
        case = edited(district)
        body = (
            "桂园路口逢雨必积水，今年已有 9 次。\n雨水井堵塞，两家单位互相推。\n建议由住建部门牵头，在雨季前清掏完毕。"
        )
        step(case, "edit", district.info, title=case.title, body=body)
        text = info.get(reverse("case", args=[case.uid])).content.decode()
        assert "<del>7</del><ins>9</ins>" in text
        assert "第 2 稿，比第 1 稿添 1 字、删 1 字" in text

    def test_a_script_in_a_report_stays_words(self, district, info):
        case = edited(district, body="<script>alert(1)</script>")
        assert "<script>alert" not in info.get(reverse("case", args=[case.uid])).content.decode()

    def test_a_unit_reads_the_issue_and_not_what_was_written_before_it(self, district, sign_in):
        case = sent(district, units=[district.units[0].pk])
        text = text_of(sign_in(district.unit), reverse("case", args=[case.uid]))
        assert "雨水井堵塞，两家单位互相推" in text
        assert "管线归两家单位管，都说不归自己" not in text
        assert "每一稿改了什么" not in text

    def test_an_author_reads_his_own_words_and_the_issue_but_no_versions(self, district, author):
        case = sent(district)
        text = text_of(author, reverse("case", args=[case.uid]))
        assert "印发的文字" in text
        assert "管线归两家单位管" in text
        assert "每一稿改了什么" not in text


class TestIssue:
    def test_it_comes_as_word_and_pdf_with_its_number_and_whom_it_goes_to(self, district, author):
        case = issued(district, units=[district.units[0].pk])
        pdf = author.get(reverse("opinion_issue", args=[case.uid, "pdf"]))
        assert pdf.content.startswith(b"%PDF")
        word = author.get(reverse("opinion_issue", args=[case.uid, "docx"]))
        with zipfile.ZipFile(io.BytesIO(word.content)) as book:
            text = book.read("word/document.xml").decode()
        for said in (
            "社情民意",
            f"（{case.number}）",
            "主送：区委办公室。",
            "抄送：市政协信息处。",
            "转办：住房城乡建设局。",
            "签发：温秘书长",
            "核稿：温秘书长",
        ):
            assert said in text

    def test_before_it_is_issued_only_its_makers_see_how_it_will_look(self, district, sign_in):
        case = checked(district)
        url = reverse("opinion_issue", args=[case.uid, "pdf"])
        told = [sign_in(post).get(url).status_code for post in (district.info, district.secretary, district.member)]
        assert told == [200, 200, 404]

    def test_of_what_is_not_edited_there_is_none(self, district, info):
        case = selected(district)
        assert info.get(reverse("opinion_issue", args=[case.uid, "pdf"])).status_code == 404
