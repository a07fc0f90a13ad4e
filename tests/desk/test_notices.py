"""The tray of a post, and finding a case."""

from huiyin.kernel.act import act
from huiyin.kernel.models import Notice
from tests.desk.reading import queries_of, text_of


def test_a_unit_is_told_and_may_mark_it_read(district, sign_in):
    proposal = district.proposal("assigned", title="请签收的", co=[])
    client = sign_in(district.unit)
    page = text_of(client, "/notices/")
    assert "请签收的" in page
    assert f"/case/{proposal.uid}/" in page
    client.post("/notices/read/", {"all": "1"})
    assert "没有新消息" in text_of(client, "/notices/")
    assert "请签收的" in text_of(client, "/notices/?all=1")


def test_one_notice_is_marked_and_the_others_stay(district, sign_in):
    district.proposal("assigned", title="第一件", co=[])
    district.proposal("assigned", title="第二件", co=[])
    client = sign_in(district.unit)
    first = Notice.objects.filter(text__contains="第一件", role="unit").first()
    client.post("/notices/read/", {"notice": first.uid})
    told = text_of(client, "/notices/").split('<ol class="timeline">')[1]
    assert "第一件" not in told
    assert "第二件" in told


def test_nobody_marks_anothers_notice(district, sign_in):
    district.proposal("assigned", co=[])
    told = Notice.objects.filter(role="unit").first()
    sign_in(district.third_unit).post("/notices/read/", {"notice": told.uid})
    told.refresh_from_db()
    assert told.read_at is None


def test_one_notice_and_three_cost_the_same_queries(district, sign_in):
    client = sign_in(district.unit)
    district.proposal("assigned", co=[])
    one = queries_of(client, "/notices/")
    district.proposal("assigned", co=[])
    district.proposal("assigned", co=[])
    assert queries_of(client, "/notices/") == one <= 12


def test_an_exact_number_leads_straight_to_its_case(district, sign_in):
    proposal = district.proposal("filed", title="关于口袋公园的提案")
    client = sign_in(district.office)
    assert client.get("/find/?q=001").headers["location"] == f"/case/{proposal.uid}/"
    assert "关于<mark>口袋</mark>公园的提案" in text_of(client, "/find/?q=口袋")
    assert "关于口袋公园的提案" in text_of(client, "/find/?q=林知夏")


def test_one_finds_only_what_one_may_see(district, sign_in):
    district.proposal("filed", title="关于口袋公园的提案")
    assert "没有找到" in text_of(sign_in(district.unit), "/find/?q=口袋")
    other = type(district).build()
    assert "没有找到" in text_of(sign_in(other.office), "/find/?q=001")


def test_an_empty_question_is_no_error(district, sign_in):
    assert "按编号、案由、人名找" in text_of(sign_in(district.member), "/find/")


def test_a_draft_is_not_found(district, sign_in):
    act(district.proposal("submitted", title="交了的"), "accept", as_=district.office)
    district.draft(title="没交的草稿")
    assert "没有找到" in text_of(sign_in(district.office), "/find/?q=没交的")
