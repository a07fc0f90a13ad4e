"""What a program sees and does is what its post sees and does on the page, no more."""

import base64
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.exchange.telling import BASE, FIELDS
from huiyin.kernel.flow import FLOWS
from huiyin.kernel.models import Event
from tests.district import District

POSTS = (
    "member",
    "other_member",
    "office",
    "leader",
    "unit",
    "third_unit",
    "station",
    "audit_admin",
)
SECRETS = ("13800000000", "秘密联系人")


@pytest.fixture
def case(district):
    case = district.proposal("handling", contact_phone=SECRETS[0])
    lead = district.lead(case)
    lead.handler = SECRETS[1]
    lead.save()
    return case


def test_every_list_and_every_reading_shows_what_the_flow_lets_the_post_see_and_no_field_beyond_the_table(
    district, case, program
):
    other = District.build()
    other.proposal("submitted", title="邻区的提案")
    district.draft(first_person=district.other_member.person, title="别人的草稿")
    for name in POSTS:
        post, asking = getattr(district, name), program(getattr(district, name))
        for kind in FLOWS if name == "office" else ("proposal", "assignment"):
            flow = FLOWS[kind]
            code, page = asking.get(f"cases/{kind}/")
            seen = set(
                flow.Model.objects.filter(flow.sees.twin(post), committee=post.committee).values_list("pk", flat=True)
            )
            assert (code, len(page["items"])) == (200, len(seen)), (name, kind)
            assert all(set(one) == {*BASE, *FIELDS.get(kind, ())} for one in page["items"])
        for row in flow_rows(district):
            code, said = asking.get(f"cases/{row.kind}/{row.uid}/")
            assert (code == 200) == FLOWS[row.kind].sees.test(post, row), (name, row)
            assert not any(
                secret in json.dumps(said, ensure_ascii=False)
                for secret in SECRETS
                if name in ("other_member", "third_unit", "station")
            )
            assert SECRETS[0] not in json.dumps(said)


def flow_rows(district):
    return [
        row
        for kind in ("proposal", "assignment")
        for row in FLOWS[kind].Model.objects.filter(committee=district.committee)
    ]


def test_a_list_is_paged_and_its_queries_are_as_many_for_one_as_for_many(district, program):
    office = program(district.office)
    for _n in range(2):
        district.draft()
    office.get("me/")
    counts = []
    for more in (0, 3):
        for _n in range(more):
            district.proposal("submitted")
        with CaptureQueriesContext(connection) as queries:
            code, page = office.get("cases/proposal/")
        counts.append(len(queries))
    assert (code, counts[0]) == (200, counts[1])
    assert counts[0] <= 3
    first = office.get("cases/proposal/", limit=2)[1]
    second = office.get("cases/proposal/", limit=100, after=first["next"])[1]
    assert [one["id"] for one in first["items"] + second["items"]] == [one["id"] for one in page["items"]]
    assert second["next"] is None
    assert len(office.get("cases/proposal/", state="submitted", finished="false")[1]["items"]) == 3
    for odd in (
        {"limit": "0"},
        {"limit": "101"},
        {"limit": "x"},
        {"state": "nowhere"},
        {"finished": "1"},
        {"sort": "x"},
    ):
        code, said = office.get("cases/proposal/", **odd)
        assert (code, bool(said["error"]["sentence"])) == (400, True), odd
    assert office.get("cases/proposal/", after="ilou")[0] == 404
    assert office.get("cases/nothing/")[0] == 404


def test_an_act_goes_through_the_same_door_once_for_one_key(district, program):
    case = district.proposal("submitted")
    office, unit = program(district.office), program(district.unit)
    said = office.get(f"cases/proposal/{case.uid}/")[1]
    accept = next(one for one in said["steps"] if one["step"] == "accept")
    path, sent = f"cases/proposal/{case.uid}/do/accept/", {"facts": {}, "seen": accept["version"]}
    assert [fact["name"] for fact in accept["facts"] if fact["required"]] == []
    code, done = office.post(path, sent)
    assert (code, done["state"] != "submitted") == (200, True)
    assert office.post(path, sent) == (200, done), "the same key is the same act"
    code, stale = office.post(path, sent, key="request-0002")
    assert code in (409, 422)
    assert stale["error"]["sentence"]
    assert unit.post(path, {}, key="request-0003")[0] == 404
    refused = program(district.member).post(path, {}, key="request-0004")
    assert (refused[0], refused[1]["error"]["code"]) in ((403, "not_allowed"), (409, "stale"))
    assert Event.objects.filter(case=case.pk, step="accept").count() == 1
    for body, why in (
        (b"[1]", 400),
        (b"{", 400),
        (b'{"facts": 1}', 400),
        (b'{"facts": {"x": 1}}', 400),
        (b'{"seen": -1}', 400),
        (b'{"y": 1}', 400),
    ):
        assert office.post(path, body, key="request-0005")[0] == why, body
    assert office.post(path, {}, key="")[0] == 400
    assert office.post(f"cases/assignment/{case.uid}/do/accept/", {}, key="request-0006")[0] == 404
    assert office.post(f"cases/proposal/{case.uid}/do/nothing/", {}, key="request-0006")[0] == 404
    assert office.client.get(f"/api/v1/{path}", headers=office.head)["Allow"] == "POST"


def test_files_and_points_are_sent_along_and_looked_into(district, program):
    case = district.proposal("contacted" if "contacted" in FLOWS["proposal"].by_state else "handling")
    part = district.lead(case)
    unit = program(district.unit)
    step = next(
        (
            line
            for line in FLOWS["assignment"].steps_from(part.state)
            for fact in line.facts
            if fact.kind == "file" and line.who(district.unit, part)
        ),
        None,
    )
    assert step is not None
    name = next(fact.name for fact in step.facts if fact.kind == "file")
    path = f"cases/assignment/{part.uid}/do/{step.name}/"
    bad = {"facts": {name: {"name": "a.pdf", "base64": base64.b64encode(b"MZ program").decode()}}}
    code, said = unit.post(path, bad)
    assert (code, name in said["error"]["fields"]) == (422, True)
    assert unit.post(path, {"facts": {name: {"name": "a.pdf", "base64": "*"}}})[0] == 400
    assert unit.post(path, {"facts": {name: "a.pdf"}})[0] == 400


def test_figures_todos_and_packages(district, program, case, settings, tmp_path):
    office = program(district.office)
    names = [one["name"] for one in office.get("figures/")[1]["items"]]
    assert "proposals.filed" in names
    code, filed = office.get("figures/proposals.filed/", period="all")
    assert (code, filed["value"], filed["cases"][0]["id"]) == (200, 1, case.uid)
    third = program(district.third_unit).get("figures/proposals.filed/", period="all")[1]
    assert (third["value"], third["cases"]) == (1, []), "the number is the committee's, its rows are the reader's"
    for odd in ({"period": "xx"}, {"as_of": "yesterday"}, {"from": "1", "to": "2"}):
        assert office.get("figures/proposals.filed/", **odd)[0] == 400, odd
    assert office.get("figures/nothing/")[0] == 404
    assert program(district.audit_admin).get("figures/")[0] == 403
    owed = program(district.unit).get("todos/")[1]["items"]
    assert [one["on"] for one in owed] == [district.lead(case).uid] * len(owed)
    settings.PACKAGE_KEY = tmp_path / "key"
    code, said = office.post("packages/", b"PK nothing", type="application/zip")
    assert (code, "不是完整的数据包" in said["error"]["sentence"]) == (422, True)
    assert program(district.unit).post("packages/", b"x", type="application/zip")[0] == 403
