"""A ballot (R-166, P-43): phones and paper together, nobody twice, counted once, announced and frozen; and nobody ever finds out who voted how."""

import io
import json
import logging
import zipfile
from collections import Counter
from itertools import count

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse
from docx import Document

from huiyin.exchange import backup
from huiyin.kernel import clock, figures, ledger
from huiyin.kernel.act import act
from huiyin.kernel.models import Event
from huiyin.kernel.refusal import Missing, NotAllowed, Refused, Stale
from huiyin.oversight import urn, voting
from huiyin.oversight.balloting import begin
from huiyin.oversight.models import Ballot, BallotCount, BallotResult, Entitled, Urn
from huiyin.people.models import Member

VOTERS = 9
_names = count()


@pytest.fixture(autouse=True)
def keys(settings, tmp_path):
    """The keys of a test lie in a home of its own."""
    settings.HOME = tmp_path


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def voters(district, number=VOTERS):
    """Posts of members, by name."""
    posts = [district.post("member", None, f"{chr(0x4E00 + next(_names))}委员") for _n in range(number)]
    for post in posts:
        Member.objects.create(committee=district.committee, person=post.person)
    return posts


def ballot(district, posts, papers=("纸上甲", "纸上乙"), items="营商环境\n老旧小区改造"):
    names = "\n".join([*(post.person.name for post in posts), *papers])
    return begin(district.general, title="对重点工作的民主测评", items=items, names=names)


def rows(case):
    return list(Entitled.objects.filter(case=case.pk).order_by("name"))


def opened(district, posts, **more):
    case = ballot(district, posts, **more)
    voting.register(case, [row.pk for row in rows(case)], "here")
    act(case, "start", as_=district.general)
    return case


def cast(case, post, *chosen):
    voting.vote(case, voting.draw(case, post), chosen)


def counted(district, case, run):
    """Closed before; the key is destroyed once the count is committed."""
    with run(execute=True):
        act(case, "count", as_=district.general)


def paper_to(case, *names):
    voting.register(fresh(case), [row.pk for row in rows(case) if row.name in names], "paper")


def client_of(post):
    client = Client()
    client.force_login(post.person)
    return client


def test_phones_and_paper_are_counted_together_announced_and_frozen(district, django_capture_on_commit_callbacks):
    posts = voters(district)
    case = opened(district, posts)
    for number, post in enumerate(posts):
        cast(case, post, "good" if number < 6 else "bad", "" if number == 0 else "fair")
    paper_to(case, "纸上甲", "纸上乙")
    act(case, "close", as_=district.general)
    with pytest.raises(Missing, match="还没有录入"):
        act(case, "count", as_=district.general)
    voting.enter_paper(fresh(case), 2, 1, [{"good": 0, "unknown": 1}, {"fair": 1}])
    counted(district, case, django_capture_on_commit_callbacks)
    with pytest.raises(NotAllowed):
        act(case, "announce", as_=posts[0])
    act(case, "announce", as_=district.leader)
    total = BallotResult.objects.get(case=case.pk)
    assert (total.entitled, total.here, total.issued, total.collected, total.spoilt, total.told) == (
        11,
        11,
        11,
        11,
        1,
        True,
    )
    counts = Counter(
        {
            (row.item.position, row.option): row.n
            for row in BallotCount.objects.filter(case=case.pk).select_related("item")
        }
    )
    assert +counts == {(1, "good"): 6, (1, "bad"): 3, (1, "unknown"): 1, (2, "fair"): 9, (2, ""): 1}
    said = json.loads(Event.objects.get(case=case.pk, step="announce").facts)
    assert said["result"][0] == {"item": 1, "counts": {"good": 6, "fair": 0, "bad": 3, "unknown": 1, "": 0}}
    for step in ("count", "announce", "start"):
        with pytest.raises(Stale):
            act(fresh(case), step, as_=district.general)
    assert not urn.key_file(case.pk).exists()
    assert bytes(Urn.objects.get(case=case.pk).sealed) == b""
    act(fresh(case), "suggest", as_=district.general, items="1. 公示进度\n2. 听听住户")
    scope = figures.Scope(district.committee, figures.period(district.committee, str(clock.today().year)))
    shown = {
        name: figures.REGISTRY[f"ballots.{name}"].answer(scope).text
        for name in ("held", "items", "suggestions", "collected")
    }
    assert shown == {"held": "1", "items": "2", "suggestions": "2", "collected": "11"}
    assert ledger.verify(district.committee).sound
    paper = client_of(posts[0]).get(reverse("ballot_result", args=[case.uid]))
    words = "\n".join(one.text for one in Document(io.BytesIO(paper.content)).element.body.iter() if one.text)
    assert "应到11人，到会11人。发出测评票11张，收回11张，其中有效票10张，废票1张" in words
    assert "60.00%" in words


def test_nobody_votes_twice_neither_on_two_phones_nor_on_phone_and_paper(district):
    posts = voters(district)
    case = opened(district, posts)
    slip = voting.draw(case, posts[0])
    assert voting.draw(case, posts[0]) == slip, "an answer that was lost is given again"
    voting.vote(case, slip, ["good", "good"])
    for chosen in (["good", "good"], ["bad", "bad"]):
        with pytest.raises(Refused, match="已经投过了，已经收到，只算一次"):
            voting.vote(case, slip, chosen)
    with pytest.raises(Refused, match="您已经投过票了"):
        voting.draw(case, posts[0])
    with pytest.raises(Refused, match="已经在手机上投过票了"):
        paper_to(case, posts[0].person.name)
    lost = voting.draw(case, posts[1])
    paper_to(case, posts[1].person.name)
    with pytest.raises(Refused, match="没有这张票"):
        voting.vote(case, lost, ["good", "good"])
    with pytest.raises(Refused, match="您领的是纸质票"):
        voting.draw(case, posts[1])
    with pytest.raises(Refused, match="已经领过纸质票"):
        paper_to(case, posts[1].person.name)
    with pytest.raises(Refused, match="不在这次测评的名单上"):
        voting.draw(case, district.other_member)
    kept = voting.draw(case, posts[2])
    for wrong in (["good"], ["good", "wonderful"]):
        with pytest.raises(Missing):
            voting.vote(case, kept, wrong)
    voting.vote(case, kept, ["good", ""])
    box = urn.look(case.pk)
    assert (sorted(box.votes), len(box.issued)) == (["0-", "00"], 3)


def test_a_quorum_lost_while_voting_stops_it_and_loses_nothing(district):
    posts = voters(district)
    case = ballot(district, posts)
    ids = [row.pk for row in rows(case)]
    voting.register(case, ids[:5], "here")
    with pytest.raises(Missing, match="应到 11 人，现在到会 5 人，不够 6 人"):
        act(case, "start", as_=district.general)
    voting.register(case, ids[:6], "here")
    act(case, "start", as_=district.general)
    here = [post for post in posts if Entitled.objects.get(case=case.pk, person=post.person).pk in ids[:6]]
    cast(case, here[0], "good", "good")
    slip = voting.draw(case, here[1])
    voting.register(fresh(case), ids[5:6], "left")
    with pytest.raises(Refused, match="先不能投票"):
        voting.vote(case, slip, ["good", "good"])
    voting.register(fresh(case), ids[5:6], "here")
    voting.vote(case, slip, ["good", "good"])
    assert len(urn.look(case.pk).votes) == 2


def test_more_collected_than_issued_is_void_and_done_again(district):
    posts = voters(district)
    case = opened(district, posts)
    for post in posts:
        cast(case, post, "good", "good")
    paper_to(case, "纸上甲")
    act(case, "close", as_=district.general)
    with pytest.raises(Missing) as told:
        voting.enter_paper(fresh(case), 3, 4, [{"good": 3}, {"good": 3}])
    assert "废票 4 张，多于收回的 3 张" in str(told.value.fields["spoilt"])
    with pytest.raises(Missing, match="第 2 项：各栏加起来是 2 张，有效的纸质票是 3 张"):
        voting.enter_paper(fresh(case), 3, 0, [{"good": 3}, {"good": 2}])
    voting.enter_paper(fresh(case), 3, 0, [{"good": 3}, {"good": 3}])
    act(case, "count", as_=district.general)
    assert fresh(case).state == "void"
    assert json.loads(Event.objects.get(case=case.pk, step="count").facts)["void"] == "more"
    assert not BallotCount.objects.exists()
    year = figures.Scope(district.committee, figures.period(district.committee, str(clock.today().year)))
    assert [figures.REGISTRY[f"ballots.{name}"].answer(year).value for name in ("held", "issued", "collected")] == [
        0,
        0,
        0,
    ]
    act(fresh(case), "repeat", as_=district.general)
    again = fresh(case)
    assert (again.state, urn.look(case.pk).issued, len(urn.look(case.pk).pile)) == ("preparing", [], 11)


def test_paper_that_was_handed_out_and_never_came_back_keeps_nobody_from_counting(district):
    posts = voters(district)
    case = opened(district, posts)
    for post in posts:
        cast(case, post, "good", "good")
    paper_to(case, "纸上甲")
    act(case, "close", as_=district.general)
    voting.enter_paper(fresh(case), 0, 0, [{}, {}])
    act(fresh(case), "count", as_=district.general)
    assert fresh(case).state == "counted"


def test_fewer_than_five_are_never_told_apart(district):
    case = opened(district, voters(district, 4), papers=())
    for post in Entitled.objects.filter(case=case.pk).select_related("person"):
        cast(case, post.person.posts.get(), "bad", "bad")
    act(case, "close", as_=district.general)
    act(case, "count", as_=district.general)
    assert (fresh(case).state, BallotResult.objects.get(case=case.pk).told, BallotCount.objects.count()) == (
        "counted",
        False,
        0,
    )
    posts = voters(district, 3)
    mixed = opened(district, posts, papers=tuple(f"纸{n}" for n in range(8)))
    cast(mixed, posts[0], "bad", "bad")
    paper_to(mixed, *(f"纸{n}" for n in range(8)))
    act(mixed, "close", as_=district.general)
    voting.enter_paper(fresh(mixed), 8, 0, [{"good": 8}, {"good": 8}])
    act(mixed, "count", as_=district.general)
    assert (fresh(mixed).state, BallotCount.objects.count()) == ("void", 0), "one phone stands out against eight papers"


def test_the_pages_of_the_hall_of_a_phone_and_of_the_tellers(district):
    posts = voters(district)
    office, phone, stranger = client_of(district.general), client_of(posts[0]), Client()
    given = {
        "title": "年终测评",
        "items": "甲\n乙",
        "names": "\n".join([*(post.person.name for post in posts), "纸上甲"]),
        "key": "k",
    }
    assert office.post(reverse("ballot_new"), {**given, "items": "甲\n甲"}).status_code == 422
    for _twice in range(2):
        assert office.post(reverse("ballot_new"), given).status_code == 302
    case = Ballot.objects.get()
    hall, door = reverse("ballot_hall", args=[case.uid]), reverse("ballot_door", args=[case.door])
    assert phone.get(hall).status_code == 404
    office.post(hall, {"what": "here", "who": [row.uid for row in rows(case)]})
    assert (
        office.post(reverse("do", args=[case.uid, "start"]), {"key": "o", "seen": fresh(case).version}).status_code
        == 302
    )
    assert "到会 10 人" in office.get(hall).content.decode()
    assert "登录后领票" in stranger.get(door).content.decode()
    assert stranger.post(reverse("ballot_slip", args=[case.door])).status_code == 302
    page = phone.post(reverse("ballot_slip", args=[case.door])).content.decode()
    slip = page.split('name="slip" value="')[1].split('"')[0]
    done = stranger.post(door, {"slip": slip, "item-1": "good"})
    assert done.status_code == 302, "the slip votes, whoever brings it"
    assert "投好了" in stranger.get(done["Location"]).content.decode()
    assert "已经投过了" in stranger.post(door, {"slip": slip, "item-1": "bad"}).content.decode()
    office.post(hall, {"what": "paper", "who": [row.uid for row in rows(case) if row.name == "纸上甲"]})
    act(fresh(case), "close", as_=district.general)
    entering = reverse("ballot_paper", args=[case.uid])
    bad = office.post(entering, {"papers": "1", "n-1-good": "1", "n-2-": "x"})
    assert bad.status_code == 422
    assert "看不懂" in bad.content.decode()
    assert office.post(entering, {"papers": "1", "n-1-good": "1", "n-2-": "1"}).status_code == 302
    assert (
        'name="n-1-good" inputmode="numeric" aria-label="甲：满意" value="1"' in office.get(entering).content.decode()
    )
    assert case.title in office.get(reverse("ballots")).content.decode()
    assert "录入纸质票" in office.get(reverse("case", args=[case.uid])).content.decode()


# the adversary ─────────────────────────────────────────────────────────────
def everything():
    """Every row of every table, as text, by table; the sessions and what the database itself adds to a row with them."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            hidden = "rowid" if connection.vendor == "sqlite" else "xmin::text, ctid::text"
            cursor.execute(f'SELECT {hidden}, * FROM "{table}"')
            found[table] = sorted(
                repr(tuple(bytes(one) if isinstance(one, memoryview) else one for one in row))
                for row in cursor.fetchall()
            )
    return found


def test_an_adversary_with_the_database_its_backups_and_the_logs_finds_no_vote(
    district, tmp_path, caplog, django_capture_on_commit_callbacks
):
    caplog.set_level(logging.DEBUG)
    posts = voters(district)
    case = opened(district, posts, papers=())
    door, slips, before, seen = reverse("ballot_door", args=[case.door]), [], everything(), []
    clients = [client_of(post) for post in posts]
    for number, client in enumerate(clients):
        client.get(door)  # a session is read, not written
        before = everything()
        page = client.post(reverse("ballot_slip", args=[case.door])).content.decode()
        slips.append(page.split('name="slip" value="')[1].split('"')[0])
        marks = {"item-1": ("good", "fair", "bad", "unknown", "")[number % 5], "item-2": ("bad", "good")[number % 2]}
        client.post(door, {"slip": slips[-1], **marks})
        after = everything()
        seen.append({table for table in after if after[table] != before[table]})
        if number == 4:
            backup.write(tmp_path / "middle.zip")
            sealed, length = (
                bytes(Urn.objects.get(case=case.pk).sealed),
                len(bytes(Urn.objects.get(case=case.pk).sealed)),
            )
    assert set().union(*seen) == {"oversight_urn"}, "drawing and voting touch one row, and no other table at all"
    assert len(bytes(Urn.objects.get(case=case.pk).sealed)) == length, "its length does not count"
    act(case, "close", as_=district.general)
    counted(district, case, django_capture_on_commit_callbacks)
    act(case, "announce", as_=district.general)
    backup.write(tmp_path / "end.zip")
    texts = [repr(everything()), "\n".join(record.getMessage() for record in caplog.records)]
    for name in ("middle.zip", "end.zip"):
        with zipfile.ZipFile(tmp_path / name) as file:
            texts += [file.read(one).decode("utf-8", "replace") for one in file.namelist()]
            assert not [
                one for one in file.namelist() if "key" in one.rsplit("/", 1)[-1] and one.startswith("files/urns")
            ]
    assert [slip for slip in slips if any(slip in text for text in texts)] == []
    with pytest.raises(Refused, match="票箱打不开"):
        urn.unseal(case.pk, sealed)
    assert set(Entitled.objects.filter(case=case.pk).values_list("here", "issued")) == {(True, True)}
    assert one_stroke(case), "neither row numbers nor transaction ids set one voter apart from another"
    assert (
        not Event.objects.filter(case=case.pk)
        .exclude(step__in=("open", "prepare", "start", "close", "count", "announce"))
        .exists()
    )


def one_stroke(case):
    """On PostgreSQL the list was last written in one transaction; on SQLite its row numbers stand in the order of the names."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT count(DISTINCT xmin::text) FROM oversight_entitled WHERE case_id = %s", [case.pk])
            return cursor.fetchone()[0] == 1
        cursor.execute("SELECT name FROM oversight_entitled WHERE case_id = %s ORDER BY rowid", [case.pk])
        names = [name for (name,) in cursor.fetchall()]
        return names == sorted(names)


def test_who_voted_how_leaves_the_same_database(district):
    """The same votes cast by other people, in another order: what is kept of the two ballots does not differ."""
    posts, kept = voters(district, 6), []
    marks = [("good", "bad"), ("fair", "good"), ("bad", ""), ("unknown", "fair"), ("good", "good"), ("", "bad")]
    for order in (range(6), reversed(range(6))):
        case = opened(district, posts, papers=())
        for post, chosen in zip([posts[n] for n in order], marks, strict=True):
            cast(case, post, *chosen)
        act(case, "close", as_=district.general)
        act(case, "count", as_=district.general)
        counts = BallotCount.objects.filter(case=case.pk).order_by("item__position", "id")
        kept.append([
            [(row.item.position, row.option, row.n) for row in counts.select_related("item")],
            list(Entitled.objects.filter(case=case.pk).order_by("id").values_list("name", "here", "issued")),
            list(BallotResult.objects.filter(case=case.pk).values_list("issued", "collected", "spoilt")),
        ])  # fmt: skip
    assert kept[0] == kept[1]
    assert settings.HOME
