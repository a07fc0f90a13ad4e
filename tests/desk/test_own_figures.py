"""An office's own figure: shown at once with its rows, kept under a name of its own, opened and used like any other."""

from huiyin.annual.models import OwnFigure
from tests.desk.reading import text_of

ASKED = {
    "source": "figure:proposals.filed",
    "facet": "kind=individual",
    "label": "个人提案立案",
    "about": "委员个人提出并立案的",
    "unit": "件",
    "do": "keep",
}


def test_number_and_rows_are_shown_and_it_is_kept_and_opened(district, sign_in):
    district.proposal("filed", title="关于校门口停车的提案")
    client = sign_in(district.office)
    page = client.post("/own-figures/new/", {**ASKED, "do": "try", "period": "9-5"}).content.decode()
    assert "关于校门口停车的提案" in page
    answer = client.post("/own-figures/new/", ASKED)
    assert (answer.status_code, answer["Location"]) == (302, "/figures/own.1/")
    assert "个人提案立案" in text_of(client, "/figures/own.1/?period=9-5")
    again = client.post("/own-figures/new/", ASKED)
    assert (again.status_code, "已经有叫“个人提案立案”的数了" in again.content.decode()) == (422, True)
    assert OwnFigure.objects.count() == 1


def test_an_own_figure_of_another_committee_is_not_found(district, sign_in):
    sign_in(district.office).post("/own-figures/new/", ASKED)
    other = type(district).build()
    assert sign_in(other.office).get("/figures/own.1/").status_code == 404
