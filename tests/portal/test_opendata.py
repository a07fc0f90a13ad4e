"""What is public, for machines; and a member's own reception days."""

import json
from datetime import timedelta

from django.test import Client

from huiyin.handling.models import Publication
from huiyin.kernel import clock
from huiyin.kernel.act import act
from huiyin.places import sites


def test_published_proposals_are_data_with_their_replies_until_they_are_withdrawn(district):
    proposal = district.proposal("replied", publish_wish=True)
    for one in Publication.objects.filter(parent=proposal.pk):
        proposes, approves = (
            (district.office, district.director) if one.what == "proposal" else (district.unit, district.assigning)
        )
        act(one, "propose", as_=proposes, extent="full")
        act(one, "approve", as_=approves, no_secret=True)
        act(one, "publish", as_=proposes)
    where, citizen = f"/p/{district.committee.code}/proposals", Client()
    (row,) = json.loads(citizen.get(f"{where}.json").content)["proposals"]
    assert (row["number"], row["heading"]) == (proposal.number, proposal.title)
    assert [reply["unit"] for reply in row["replies"]] == [district.units[0].name]
    assert "0000-1234567" not in json.dumps(row)
    assert citizen.get(row["url"].split("testserver")[1]).status_code == 200
    assert proposal.title in citizen.get(f"{where}.csv").content.decode("utf-8-sig")
    assert citizen.get(f"{where}.exe").status_code == 404
    act(Publication.objects.get(parent=proposal.pk, what="proposal"), "withdraw", as_=district.office, why="有错")
    assert json.loads(citizen.get(f"{where}.json").content)["proposals"] == []
    assert citizen.get(f"/p/{district.committee.code}/consultations.csv").status_code == 200


def test_a_member_sees_his_own_reception_days_in_his_work(district, client):
    sites.on_duty(district.site, district.member.person, clock.today() + timedelta(days=3), as_=district.general)
    sites.on_duty(district.site, district.other_member.person, clock.today() + timedelta(days=4), as_=district.general)
    client.force_login(district.member.person)
    text = client.get("/work/").content.decode()
    assert "我的接待日" in text
    assert text.count(f"/sites/{district.site.uid}/") == 1
