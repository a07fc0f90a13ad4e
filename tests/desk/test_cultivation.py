"""The pages of cultivation: a new one by form, the directory, what stands on the case page; a joint occasion told to the other side."""

import pytest
from django.urls import reverse

from huiyin.activities.models import Activity
from huiyin.cultivation.models import Cultivation, Expert
from huiyin.kernel import clock, figures, ledger
from huiyin.kernel.act import act, open_case
from huiyin.kernel.models import Notice
from tests.cultivation.walks import handed_up, province
from tests.test_addresses import signed_in

pytestmark = pytest.mark.django_db


def test_a_cultivation_begins_by_form_and_experts_come_and_go(district):
    client = signed_in(district.office)
    given = {"title": "跨区停车", "idea": "一区办不成。", "level": "city", "form": "proposal", "key": "k"}
    assert client.post(reverse("cultivation_new"), {**given, "title": ""}).status_code == 422
    assert client.post(reverse("cultivation_new"), given).status_code == 302
    assert client.post(reverse("cultivation_new"), given).status_code == 302
    assert Cultivation.objects.count() == 1, "sent twice, it is one"
    page = reverse("experts")
    one = {"name": "白教授", "kind": "expert", "field": "交通", "consented_on": "2026-01-05", "reach": "0000-7654321"}
    assert client.post(page, one).status_code == 422, "nobody without consent"
    assert client.post(page, {**one, "consent": "签了同意书"}).status_code == 302
    assert "0000-7654321" in client.get(page).content.decode()
    member = signed_in(district.member)
    assert "白教授" in member.get(page).content.decode()
    assert "0000-7654321" not in member.get(page).content.decode()
    assert member.post(page, {"leave": Expert.objects.get().uid}).status_code == 422
    assert client.post(page, {"leave": Expert.objects.get().uid}).status_code == 302
    client.get(page)  # what was done is said once
    assert "白教授" not in client.get(page).content.decode()
    assert all(word not in str(Expert.objects.values()[0]) for word in ("白教授", "0000-7654321")), (
        "who was in no team is forgotten"
    )


def test_the_case_page_shows_draft_team_and_what_came_back_and_the_list_its_numbers(district):
    above = province(district)
    case = handed_up(district, above)
    page = signed_in(district.member).get(case.get_absolute_url()).content.decode()
    for words in ("停车位按时段共享", "白教授", "建全省停车数据标准", "省民盟", "云川省政协"):
        assert words in page
    assert signed_in(district.other_member).get(case.get_absolute_url()).status_code == 404
    office = signed_in(district.office).get(reverse("cultivations") + "?view=up").content.decode()
    assert case.title in office
    assert reverse("figure", args=["cultivation.handed_up"]) in office


def test_a_joint_occasion_is_counted_once_flagged_and_the_other_side_is_told(district):
    above = province(district)
    row = {"meets_on": clock.today(), "place": "议事厅", "door": "jointdoor", "activity_kind": "other"}
    case = open_case("activity", as_=district.general, title="流域联合视察", row=row)
    act(case, "joint", as_=district.general, scope="levels", partners="云川省政协", committee=str(above.committee.pk))
    act(case, "guests", as_=district.general, category="villager", names="王桂芳")
    act(case, "hold", as_=district.general)
    for where, told in ((district, 1), (above, 0)):
        scope = figures.Scope(where.committee, figures.period(where.committee, "2026"))
        assert figures.REGISTRY["activities.joint"].value(scope) == told
        assert ledger.verify(where.committee).sound
    assert "请不要再记一次" in Notice.objects.get(committee=above.committee).text
    page = signed_in(district.general).get(Activity.objects.get().get_absolute_url()).content.decode()
    assert "与云川省政协联合举办" in page
