"""The pages of attested figures: begun, led to the step that asks for value and evidence, listed, opened from the figure's page."""

from huiyin.annual.models import Attestation
from tests.annual.test_attested import TAX, reported
from tests.desk.reading import text_of


def test_it_is_begun_listed_and_opened_from_the_figure(district, sign_in):
    client = sign_in(district.office)
    answer = client.post("/attested/new/", TAX)
    one = Attestation.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/case/{one.uid}/?step=report#step")
    assert 'type="file"' in text_of(client, answer["Location"])
    again = client.post("/attested/new/", TAX)
    assert (again.status_code, "已经为这一段报过" in again.content.decode()) == (422, True)
    reported(district, "1020", name="新增就业", unit="人")
    page = text_of(client, "/attested/")
    assert "1020 人" in page
    assert "新增就业（" not in page
    figure = text_of(client, "/figures/attested.新增就业/?period=2026")
    assert "1,020" in figure
    assert "区税务局" in figure
    assert "附报数" in text_of(client, "/figures/?period=2026&of=own")
