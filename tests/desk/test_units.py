"""The panel of suggested units beside the planning form."""

from tests.desk.reading import queries_of, text_of


def test_a_suggestion_is_taken_into_the_form_and_nothing_is_done(district, sign_in):
    for n in range(3):
        district.proposal(
            "assigned", title=f"关于疏浚第{n}条河道的提案", lead=district.units[1], co=[district.units[2]]
        )
    case = district.proposal("filed", title="关于疏浚青石河道的提案")
    client = sign_in(district.office)
    assert f'hx-get="/case/{case.uid}/units/?step=plan"' in text_of(client, f"/case/{case.uid}/?step=plan")
    page = text_of(client, f"/case/{case.uid}/units/?step=plan")
    use = f"/case/{case.uid}/?step=plan&amp;lead={district.units[1].pk}&amp;co={district.units[2].pk}#step"
    assert use in page
    form = text_of(client, use.replace("&amp;", "&").removesuffix("#step"))
    assert f'value="{district.units[1].pk}" selected' in form
    case.refresh_from_db()
    assert case.state == "filed"


def test_who_chooses_no_units_is_shown_none(district, sign_in):
    case = district.proposal("filed")
    for post, status in (
        (district.office, 200),
        (district.member, 404),
        (district.reviewer, 404),
        (district.third_unit, 404),
    ):
        assert sign_in(post).get(f"/case/{case.uid}/units/").status_code == status


def test_strange_addresses_are_no_error(district, sign_in):
    case = district.proposal("filed")
    client = sign_in(district.office)
    assert client.get(f"/case/{case.uid}/?step=plan&lead=x&co=²&separate=99999999999999999999").status_code == 200
    assert client.get(f"/case/{case.uid}/units/?step=nonsense", HTTP_HX_REQUEST="true").status_code == 200


def test_many_decisions_cost_no_more_queries(district, sign_in):
    case = district.proposal("filed")
    client = sign_in(district.office)
    one = queries_of(client, f"/case/{case.uid}/units/?step=plan")
    for _n in range(3):
        district.proposal("assigned")
    assert queries_of(client, f"/case/{case.uid}/units/?step=plan") <= one + 2 <= 22
