"""A committee takes with it all that it owns, and nothing of its neighbour's; elsewhere it counts and verifies as it did."""

import json
import zipfile

import pytest

from huiyin.exchange import backup
from huiyin.exchange.share import Share, owner, person
from huiyin.kernel.figures import REGISTRY, Scope, period
from huiyin.kernel.models import Person
from tests.district import District
from tests.support.homes import home

NEIGHBOUR = "邻区的秘密"


def rows(box, table):
    names, *lines = box.read(f"tables/{table}.jsonl").decode().splitlines()
    return [dict(zip(json.loads(names), json.loads(line), strict=True)) for line in lines]


def test_every_table_is_somebodys_or_everybodys():
    lost = [
        model._meta.label for model in backup.tables()
        if owner(model) is None and person(model) is None and model._meta.app_label not in ("auth", "contenttypes", "socialaccount")
    ]  # fmt: skip
    assert sorted(lost) == ["kernel.Committee", "kernel.Person"]


@pytest.mark.django_db
def test_it_leaves_whole_with_the_same_figures_and_no_secret_of_its_neighbours(tmp_path):
    ours, theirs = District.build(), District.build()
    ours.proposal("replied")
    theirs.proposal("handling", title=NEIGHBOUR)
    shared = ours.member.person
    theirs.post("member", person=shared)
    Person.objects.filter(pk__in=[shared.pk, theirs.office.person_id]).update(
        password="their-hash", phone="13800000001"
    )
    target = tmp_path / "ours.zip"
    manifest = backup.write(target, committee=ours.committee)
    assert manifest["committees"] == [ours.committee.code]
    with zipfile.ZipFile(target) as box:
        text = "".join(box.read(name).decode() for name in box.namelist() if name.startswith("tables/"))
        people = {one["id"]: one for one in rows(box, "kernel_person")}
    assert NEIGHBOUR not in text
    assert "their-hash" not in text
    assert (people[shared.pk]["password"], people[shared.pk]["phone"], people[shared.pk]["is_active"]) == (
        "!",
        "",
        False,
    )
    assert theirs.office.person_id not in people
    assert people[ours.office.person_id]["is_active"]
    assert Share(ours.committee).own == {post.person_id for post in ours.posts.values()} - {shared.pk}
    with home(tmp_path / "elsewhere") as elsewhere:
        elsewhere("restore", str(target))  # refuses a ledger that does not verify
        there = {one["name"]: one["value"] for one in elsewhere.json("figures", "--period", "2026")}
    scope = Scope(ours.committee, period(ours.committee, "2026"))
    assert there == {name: figure.answer(scope).as_dict()["value"] for name, figure in REGISTRY.items()}
