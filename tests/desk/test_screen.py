"""The wall screen of a meeting room, the trend on the leader's page and on a figure's own, and the pictures of a report."""

from datetime import date

from huiyin.kernel.models import Period
from tests.desk.reading import text_of


def earlier(district):
    for code, name, year in (("9-3", "九届三次会议", 2024), ("9-4", "九届四次会议", 2025)):
        Period.objects.create(
            committee=district.committee, kind="session", code=code, name=name, year=year, opens=date(year, 1, 12)
        )


def test_a_trend_is_a_line_with_a_table_whose_marks_open_the_rows(district, sign_in):
    client = sign_in(district.leader)
    district.proposal("replied")
    earlier(district)
    assert "用表看" not in text_of(client, "/leader/?lines=1")  # nothing is known of the sessions before
    for session in Period.objects.filter(committee=district.committee, year__lt=2026):
        district.proposal("replied", session=session)
    screen = text_of(client, "/leader/screen/")
    assert 'class="line-now"' in screen
    assert '<a href="/figures/proposals.reply_rate/?period=9-5" aria-label="办复率 九届五次会议 100 %">' in screen
    assert "办复率 100%，上次 100%" in screen
    assert "<polygon" in screen
    assert "占上一步的 100" in screen
    assert '<a href="?lines=1#lines">看历次的走势</a>' in text_of(client, "/leader/"), (
        "the overview does not wait for them"
    )
    assert "用表看" in text_of(client, "/leader/?lines=1")
    part = client.get("/leader/?lines=1", headers={"HX-Request": "true", "HX-Target": "lines"}).content.decode()
    assert part.startswith('<section id="lines">')
    assert "用表看" in part
    figure = text_of(client, "/figures/proposals.filed/?period=9-5")
    assert 'href="/figures/proposals.filed/?period=9-4" aria-label="立案 九届四次会议 1 件"' in figure
    assert "立案 1件，上次 1件" in figure
