"""The official letters of a case: seen, taken away as PDF and Word, before and after they are issued."""

import io
from urllib.parse import unquote
from zipfile import ZipFile

from huiyin.kernel.act import act
from tests.desk.reading import text_of


def words_of(answer):
    return ZipFile(io.BytesIO(answer.content)).read("word/document.xml").decode()


def test_a_delivered_reply_is_a_letter_for_everyone_on_the_case(district, sign_in):
    proposal = district.proposal("replied")
    page = text_of(sign_in(district.member), f"/case/{proposal.uid}/letter/")
    assert "关于政协澄江区第九届委员会第五次会议第001号提案的答复" in page
    assert "林知夏委员：" in page
    assert "一、关于建立一站式受理窗口（采纳）" in page
    assert "A类" in page
    assert "抄送：澄江区政协提案委员会，区政府督查室，财政局。" in page
    assert "草稿" not in page


def test_it_is_taken_away_under_a_chinese_name(district, sign_in):
    proposal = district.proposal("replied")
    client = sign_in(district.member)
    pdf, word = (client.get(f"/case/{proposal.uid}/letter.{kind}") for kind in ("pdf", "docx"))
    assert pdf.content.startswith(b"%PDF-")
    assert "第九届委员会" in words_of(word)
    for answer, kind in ((pdf, "pdf"), (word, "docx")):
        header = answer["Content-Disposition"]
        assert header.startswith("attachment; filename*=utf-8''")
        assert unquote(header).endswith(f"第001号提案答复-住房城乡建设局.{kind}")
        assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_reply_is_seen_as_a_letter_while_it_is_written_but_only_by_its_unit(district, sign_in):
    proposal = district.proposal("handling", co=[])
    part = district.lead(proposal)
    client = sign_in(district.unit)
    url = f"/case/{proposal.uid}/letter/?of={part.uid}"
    assert client.get(url).status_code == 404
    client.post(f"/case/{part.uid}/keep/reply/", {"opening": "收悉，正在研究。", "result": "B"})
    page = text_of(client, url)
    assert "收悉，正在研究。" in page
    assert "（草稿，未签发）" in page
    assert sign_in(district.member).get(url).status_code == 404
    assert sign_in(district.other_assigning).get(url).status_code == 404


def test_what_is_sent_but_not_delivered_is_not_yet_the_proposers(district, sign_in):
    proposal = district.proposal("handling", co=[])
    part = district.lead(proposal)
    act(part, "contact", as_=district.unit, **district.talk())
    act(part, "reply", as_=district.unit, **district.answer(part))
    url = f"/case/{proposal.uid}/letter/?of={part.uid}"
    assert "草稿" in text_of(sign_in(district.assigning), url)
    assert sign_in(district.member).get(url).status_code == 404
    act(part, "pass_reply", as_=district.assigning)
    assert "草稿" not in text_of(sign_in(district.member), url)


def test_a_co_opinion_is_a_letter_to_the_lead_unit(district, sign_in):
    proposal = district.proposal("replied")
    co = district.parts(proposal)[1]
    page = text_of(sign_in(district.unit), f"/case/{proposal.uid}/letter/?of={co.uid}")
    assert "第001号提案的会办意见" in page
    assert "住房城乡建设局：" in page
    assert sign_in(district.member).get(f"/case/{proposal.uid}/letter/?of={co.uid}").status_code == 404


def test_there_is_no_letter_where_there_is_no_reply(district, sign_in):
    proposal = district.proposal("filed")
    assert sign_in(district.office).get(f"/case/{proposal.uid}/letter.pdf").status_code == 404
