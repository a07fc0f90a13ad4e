"""The pages of order leads: a call by form, the list of each reader, the funnel whose numbers open their rows."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huiyin.kernel.act import act
from huiyin.orders.models import OrderCall
from tests.orders.walks import called, drafting, lead
from tests.test_addresses import signed_in

pytestmark = pytest.mark.django_db


def page(post, name, query=""):
    return signed_in(post).get(reverse(name) + query).content.decode()


def test_a_call_is_sent_by_form_and_a_refused_one_keeps_what_was_written(district):
    client: Client = signed_in(district.office)
    url = reverse("order_call_new")
    given = {
        "title": "选题线索",
        "units": [district.units[0].pk],
        "office": district.government.pk,
        "reply_by": "2020-01-01",
        "key": "k",
    }
    answer = client.post(url, given)
    assert answer.status_code == 422
    assert "已经过去了" in answer.content.decode()
    assert client.post(url, {**given, "reply_by": "2099-01-01"}).status_code == 302
    assert client.post(url, {**given, "reply_by": "2099-01-01"}).status_code == 302
    assert OrderCall.objects.get().state == "joint", "sent twice, it is one call"


def test_the_list_shows_each_reader_his_own_and_the_funnel_opens_its_rows(district):
    row = drafting(district)
    call = OrderCall.objects.get()
    other = lead(district, call, district.co_unit, title="公厕夜间开放")
    office = page(district.office, "orders", "?view=all&year=2026")
    assert row.title in office
    assert other.title in office
    assert f"{reverse('figure', args=['orders.researched'])}?period=2026&amp;unit={district.units[0].pk}" in office
    unit = page(district.unit, "orders", "?view=all")
    assert row.title in unit
    assert other.title not in unit
    assert "从线索到转化" not in unit, "the whole district's numbers are for those who keep or lead the work"
    member = page(district.member, "orders", "?mine=1")
    assert row.title in member
    assert "公厕夜间开放" not in page(district.other_member, "orders", "?view=all"), "not published yet"
    rows = signed_in(district.office).get(
        reverse("figure", args=["orders.researched"]), {"period": "2026", "unit": district.units[0].pk}
    )
    assert row.title in rows.content.decode()


def test_the_case_page_says_who_took_it_up_and_a_stranger_reads_no_telephone(district):
    row = drafting(district)
    url = row.get_absolute_url()
    mine = signed_in(district.member).get(url).content.decode()
    assert "0000-1234567" in mine
    assert "夜里看了三个市场" in mine
    way = mine[mine.index('class="crumbs"') :]
    assert 'href="/orders/"' in way[: way.index("</nav>")], "a lead leads back to the leads, not to the proposals"
    other = signed_in(district.other_member).get(url).content.decode()
    assert "0000-1234567" not in other
    assert "夜里看了三个市场" not in other
    assert district.member.person.name in other
    call = OrderCall.objects.get()
    assert "报完了吗" in signed_in(district.assigning).get(call.get_absolute_url()).content.decode()
    assert signed_in(district.member).get(call.get_absolute_url()).status_code == 404


def test_as_many_queries_for_three_leads_as_for_one(district):
    call, client, counts = called(district), signed_in(district.office), []
    for n in (1, 2):
        for _one in range(n):
            row = lead(district, call)
            act(row, "accept", as_=district.office)
        client.get(reverse("orders"))
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("orders"))
        counts.append(len(asked))
    assert counts[0] == counts[1]
