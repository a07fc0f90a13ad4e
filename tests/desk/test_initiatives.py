"""The pages of special actions and investment: the list, one action in its four views, the work points read in; the board, trips, quotas."""

from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from huiyin.initiatives import raising, rounds
from huiyin.initiatives.models import Investment, Programme, Project, Trip
from huiyin.kernel import clock
from huiyin.kernel.act import act
from tests.initiatives.walks import action, projects, signed, started
from tests.stories.test_initiatives import word


def client_of(post):
    client = Client()
    client.force_login(post.person)
    return client


def test_the_office_sets_an_action_up_reads_its_points_and_sees_it_on_one_page(district, django_assert_max_num_queries):
    office, year = client_of(district.general), clock.today().year
    given = {"title": "同心行动", "begins": f"{year}-01-01", "ends": f"{year}-12-31", "key": "k"}
    assert office.post(reverse("programme_new"), {**given, "ends": f"{year - 1}-01-01"}).status_code == 422
    for _twice in range(2):
        assert office.post(reverse("programme_new"), given).status_code == 302
    case = Programme.objects.get()
    points, page = (reverse(name, args=[case.uid]) for name in ("programme_points", "programme"))
    for bad in (
        {},
        {"word": SimpleUploadedFile("a.doc", b"x")},
        {"word": SimpleUploadedFile("a.docx", b"x")},
        {"confirm": "1"},
    ):
        assert office.post(points, bad).status_code == 422
    read = office.post(points, {"word": SimpleUploadedFile("要点.docx", word())}).content.decode()
    assert 'value="电子信息"' in read
    assert not case.programmenodes.exists(), "nothing is written before it is confirmed"
    lines = [("line", "向新"), ("", "说明"), ("priority", "兴产业"), ("project", "走访企业"), ("aspect", "<b>补链</b>")]
    sent = {
        f"{name}-{n}": value
        for n, pair in enumerate(lines)
        for name, value in zip(("level", "text"), pair, strict=True)
    }
    for _twice in range(2):
        assert office.post(points, {**sent, "confirm": "1", "key": "k"}).status_code == 302
    assert (case.programmenodes.count(), Project.objects.get().title) == (3, "走访企业")
    shown = office.get(f"{page}?view=map").content.decode()
    assert ("还有 1 条没有落到项目" in shown, "<b>补链" in shown, "&lt;b&gt;补链" in shown) == (True, False, True)
    for query in ("", "?view=reports", "?view=records", "?only=lagging", "?only=none&page=99"):
        with django_assert_max_num_queries(12):
            assert office.get(page + query).status_code == 200
    assert office.get(f"{page}?node=!!").status_code == 404
    with django_assert_max_num_queries(14):
        office.get(reverse("programmes"))


def test_a_unit_sees_its_own_projects_and_reports_and_a_member_sees_no_report(district, django_assert_num_queries):
    with clock.frozen(date(2026, 4, 1)):
        whole = action(district)
        one, two, _three = projects(whole)
        started(district, one)
        started(district, two, unit=1)
        act(whole, "record", as_=district.general, number=signed(district).number)
    with clock.frozen(date(2026, 6, 30)):
        rounds.make(district.committee)
        page = reverse("programme", args=[whole.uid])
        unit, office, member = (client_of(post) for post in (district.unit, district.general, district.member))
        for view in ("projects", "reports"):
            mine, all_ = (who.get(f"{page}?view={view}").content.decode() for who in (unit, office))
            assert [one.title in mine, two.title in mine, one.title in all_, two.title in all_] == [
                True,
                False,
                True,
                True,
            ]
        assert 'href="?view=reports"' not in member.get(page).content.decode()
        assert "月月报" not in member.get(f"{page}?view=reports").content.decode()
        assert "智能装备产业园" in office.get(f"{page}?view=records").content.decode()
        assert "智能装备产业园" not in member.get(f"{page}?view=records").content.decode()
        assert client_of(district.third_unit).get(page).status_code == 404
        assert office.get(reverse("case", args=[one.uid])).status_code == 200


def test_the_board_says_the_sum_over_the_sum_as_of_any_day(district):
    with clock.frozen(date(2026, 5, 30)):
        for title, target, done in (("农副产品", "15000", "7599.03"), ("石材", "4000", "1914.51")):
            case = signed(district, title=title)
            act(case, "contract", as_=district.general, holder=district.leader.person_id, year="2026", target=target)
            act(case, "read", as_=district.general, on=date(2026, 5, 30), completed=done)
        office, board = client_of(district.general), reverse("investments")
        shown = office.get(f"{board}?as_of=2026-05-30").content.decode()
        assert "截至5月30日，完成全年目标的 50.07%，时间过了 41%" in shown
        assert "过半" in shown
        assert "完成全年目标的 0.00%" in office.get(f"{board}?as_of=2026-05-29").content.decode()
        assert "2027" in office.get(f"{board}?as_of=2027-01-01").content.decode()
        assert "不是日期" in office.get(f"{board}?as_of=soon").content.decode()
        for view in ("early", "built", "lost", "none"):
            assert office.get(f"{board}?view={view}").status_code == 200
        assert "农副产品" not in client_of(district.unit).get(board).content.decode()
        page = office.get(reverse("case", args=[case.uid])).content.decode()
        assert "1914.51" in page


def test_leads_trips_and_quotas_are_put_down_on_their_pages(district):
    office = client_of(district.general)
    assert office.post(reverse("investment_new"), {"title": ""}).status_code == 422
    assert office.post(reverse("investment_new"), {"title": "观光农场", "key": "a"}).status_code == 302
    trip = {
        "title": "赴浙江",
        "direction": "out",
        "purpose": "invest",
        "on": clock.today(),
        "place": "宁波",
        "key": "b",
    }
    assert office.post(reverse("trips"), {**trip, "place": ""}).status_code == 422
    assert office.post(reverse("trips"), trip).status_code == 302
    assert (Investment.objects.get().stage, Trip.objects.get().state) == ("lead", "planned")
    assert office.post(reverse("quotas")).status_code == 302
    year = raising.year_of(district.general, clock.today().year)
    act(year, "quota", as_=district.general, what="signed", number="2", amount="900")
    for page in (reverse("quotas"), reverse("case", args=[year.uid]), reverse("case", args=[Trip.objects.get().uid])):
        assert office.get(page).status_code == 200
    assert "签约任务" in office.get(reverse("quotas")).content.decode()
    assert client_of(district.secretary).post(reverse("trips"), trip).status_code == 200
    assert Trip.objects.count() == 1
