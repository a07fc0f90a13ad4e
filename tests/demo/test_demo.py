"""The invented district: whole, sound, in every state, and closed to everybody who is not on this machine."""

import re
from collections import Counter
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from huiyin.awards.models import Evaluation, Honour
from huiyin.demo import names
from huiyin.demo.door import demo_roles, is_here
from huiyin.demo.load import load
from huiyin.demo.matters import matters
from huiyin.handling.models import Assignment, Rating, Reply
from huiyin.kernel import clock, figures, ledger
from huiyin.kernel.flow import FLOWS
from huiyin.kernel.models import Anchor, Case, Committee, Event, Notice, Organisation, Person, Post, Todo
from huiyin.kernel.refusal import Refused
from huiyin.people.models import Member
from huiyin.places.models import Duty, Site
from huiyin.proposals.models import Proposal
from huiyin.reception import citizens
from huiyin.reception.models import Citizen, Echo, PublicVoice, Voice


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """The demo, loaded once for this file and taken back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load()
        transaction.set_rollback(True)


@pytest.fixture
def demo(loaded, django_db_blocker):
    """The demo's committee; what a test changes is taken back."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield Committee.objects.get(code="demo")
        transaction.set_rollback(True)


def of(demo, code="9-5"):
    return Proposal.objects.filter(committee=demo, session__code=code)


def test_there_is_a_district_with_members_units_offices_and_places(demo):
    kinds = Counter(Organisation.objects.filter(committee=demo).values_list("kind", flat=True))
    assert (demo.demo, demo.name, demo.short) == (True, "政协澄江区委员会", "澄江区政协")
    assert (kinds["unit"], kinds["assigning"], kinds["township"], kinds["sector"]) == (24, 3, 8, 10)
    assert Member.objects.filter(committee=demo).count() == 40
    assert list(demo.periods.filter(kind="session").order_by("code").values_list("code", flat=True)) == [
        f"9-{n}" for n in range(1, 6)
    ]


def test_this_year_shows_every_state_that_a_proposal_can_be_in(demo):
    here = Counter(of(demo).values_list("state", flat=True))
    assert set(here) == {state.name for state in FLOWS["proposal"].states}
    assert 150 <= sum(here.values()) <= 175


@pytest.mark.parametrize(
    "kind", ["assignment", "commitment", "instruction", "key_supervision", "lookback", "publication"]
)
def test_every_kind_of_a_proposals_year_shows_every_state(demo, kind):
    here = set(Case.objects.filter(committee=demo, kind=kind, source="entered").values_list("state", flat=True))
    assert {state.name for state in FLOWS[kind].states} - here == set()


def test_last_year_moved_in_from_a_catalogue(demo):
    rows = of(demo, "9-4")
    assert (rows.count(), set(rows.values_list("source", flat=True))) == (200, {"imported"})


def test_some_things_are_late_and_some_are_not(demo):
    due = Todo.objects.filter(committee=demo, closed_at=None, step="reply", due__isnull=False)
    late = due.filter(due__lt=clock.today()).count()
    assert 3 <= late <= 9
    assert due.count() > 20


def test_the_first_member_has_an_invitation_and_a_rating_before_him(demo):
    post = Post.objects.filter(committee=demo, role="member").order_by("pk")[0]
    waits = Todo.objects.filter(committee=demo, person=post.person, closed_at=None)
    assert {"rate", "sign"} <= set(waits.values_list("step", flat=True))


def test_every_rating_word_and_a_second_handling_are_there(demo):
    ratings = Rating.objects.filter(committee=demo, case__source="entered")
    assert set(ratings.values_list("value", flat=True)) == {"satisfied", "basically", "dissatisfied"}
    assert set(Reply.objects.filter(committee=demo).values_list("round", flat=True)) == {1, 2}
    assert Assignment.objects.filter(committee=demo, state="rework").exists()


def test_nothing_lies_in_the_future_and_the_ledger_is_whole(demo):
    assert not Event.objects.filter(committee=demo, at__gt=clock.now()).exists()
    times = list(Event.objects.filter(committee=demo).order_by("seq").values_list("recorded_at", flat=True))
    assert times == sorted(times)
    assert ledger.verify(demo).sound
    assert Anchor.objects.filter(committee=demo).count() > 50
    assert Notice.objects.filter(committee=demo, read_at=None).exists()


def test_its_texts_are_different_and_whole(demo):
    current = of(demo)
    assert current.values("title").distinct().count() == current.count()
    assert not current.filter(situation="").exists()
    assert re.search(r"[{}]", "".join(current.values_list("situation", flat=True))) is None
    assert all(2 <= len(matter.suggestions) <= 4 for matter in matters())
    assert len(matters()) >= 40


def test_every_suggestion_of_the_bank_has_an_answer_of_its_own():
    assert {len(matter.suggestions) - len(matter.answers) for matter in matters()} == {0}
    assert len({answer for matter in matters() for answer in matter.answers}) == sum(len(m.answers) for m in matters())


def test_a_reply_speaks_of_what_was_asked(demo):
    known = {answer[:6] for matter in matters() for answer in matter.answers}
    points = [
        point
        for reply in Reply.objects.filter(committee=demo, case__source="entered")
        for point in reply.points
        if point["adoption"] != "not_adopted"
    ]
    assert len(points) > 100
    assert all(any(start in point["text"] for start in known) for point in points)


def test_the_review_group_and_the_signing_leader_have_something_to_do(demo):
    for name in ("程知白", "俞伯雅", "方怀远"):
        post = Post.objects.get(committee=demo, person__name=name)
        mine = Todo.objects.filter(committee=demo, role=post.role, closed_at=None)
        assert mine.filter(organisation=post.organisation).exists(), name


def test_every_matter_names_units_of_the_district():
    units = {row[0] for row in names.UNITS}
    assert {unit for matter in matters() for unit in (matter.lead, *matter.co)} - units == set()


def test_its_figures_have_something_to_show(demo):
    scope = figures.Scope(demo, figures.period(demo, "9-5"))
    empty = [
        name for name, figure in figures.REGISTRY.items() if name.startswith("proposals.") and not figure.value(scope)
    ]
    assert empty == []


def test_the_figures_of_the_reception_have_something_to_show(demo):
    """Voices count by calendar year; early in a year most of the reception's year is still the last one."""
    today = clock.today()
    days = f"{today - timedelta(days=200)}..{today}"
    scope = figures.Scope(demo, figures.period(demo, days))
    names_ = [name for name in figures.REGISTRY if name.startswith(("voices.", "problems."))]
    assert len(names_) > 20
    assert [name for name in names_ if not figures.REGISTRY[name].value(scope)] == []


def test_people_spoke_at_every_sort_of_site_and_each_in_words_of_his_own(demo):
    voices = Voice.objects.filter(committee=demo)
    assert 60 <= voices.count() <= 80
    assert voices.values("words").distinct().count() == voices.count()
    assert set(voices.values_list("channel", flat=True)) == {"visit", "home", "phone", "letter", "qr", "portal"}
    assert set(voices.values_list("state", flat=True)) == {"received", "problem", "to_echo", "echoed", "dismissed"}
    assert voices.filter(times__gt=0).count() == 2
    assert set(Echo.objects.values_list("result", flat=True)) == {"solved", "partly", "explained", "told"}
    assert PublicVoice.objects.filter(case__committee=demo, until=None).count() >= 25


@pytest.mark.parametrize("kind", ["problem", "coordination"])
def test_what_became_of_voices_shows_every_state_it_can_have(demo, kind):
    here = set(Case.objects.filter(committee=demo, kind=kind).values_list("state", flat=True))
    wanted = {state.name for state in FLOWS[kind].states} - {"declined", "dropped"}
    assert wanted - here == set()


def test_the_reception_has_sites_with_members_and_somebody_on_duty_today(demo):
    sites = Site.objects.filter(committee=demo)
    assert (sites.count(), sites.filter(people=None).count(), sites.filter(posts=None).count()) == (12, 0, 0)
    assert Duty.objects.filter(committee=demo, on=clock.today()).count() >= 2
    assert Todo.objects.filter(committee=demo, role="station", closed_at=None, due__lt=clock.today()).exists()


def test_the_units_of_last_session_are_evaluated_and_the_best_are_named(demo):
    held = Evaluation.objects.get(committee=demo)
    assert (held.session.code, held.state) == ("9-4", "named")
    assert Honour.objects.filter(case__unitmark__of_round=held.pk).exists()


def test_no_telephone_of_the_demo_is_anybodys(demo):
    left = [citizens.opened(row)["phone"] for row in Citizen.objects.filter(committee=demo).exclude(sealed="")]
    assert [phone for phone in left if phone and not phone.startswith("1390000")] == []


def test_it_is_refused_in_a_home_that_is_not_empty(demo):
    with pytest.raises(Refused, match="已经有机构"):
        load()


def test_the_sign_in_page_lists_the_roles(demo):
    page = Client().get(reverse("account_login"))
    assert page.status_code == 200
    shown = page.content.decode()
    assert all(name in shown for name in ("林知远", "周砚秋", "贺兰青", "高明远", "沈映川", "岳清川", "凌晓川"))
    assert f'action="{reverse("demo_sign_in")}"' in shown


def anybody():
    return Person.objects.get(name="周砚秋")


def test_the_front_page_says_that_it_is_a_demo_and_how_one_enters(demo):
    assert "这里是演示区" in Client().get("/").content.decode()


def test_one_click_signs_in_on_this_machine(demo):
    client = Client()
    answer = client.post(reverse("demo_sign_in"), {"person": anybody().pk})
    assert (answer.status_code, answer["Location"]) == (302, "/work/")
    assert client.session["_auth_user_id"] == str(anybody().pk)


@pytest.mark.parametrize(
    "elsewhere",
    [
        {"REMOTE_ADDR": "10.0.0.7"},
        {"HTTP_X_FORWARDED_FOR": "127.0.0.1"},
        {"HTTP_X_REAL_IP": "10.0.0.7"},
        {"HTTP_FORWARDED": "for=10.0.0.7"},
    ],
)
def test_from_elsewhere_nobody_comes_in_with_or_without_a_password(demo, elsewhere):
    person = anybody()
    person.set_password("a long enough word")
    person.save()
    client = Client(**elsewhere)
    assert client.post(reverse("demo_sign_in"), {"person": person.pk}).status_code == 404
    assert "周砚秋" not in client.get(reverse("account_login")).content.decode()
    answer = client.post(reverse("account_login"), {"login": person.username, "password": "a long enough word"})
    assert (answer.status_code, "_auth_user_id" in client.session) == (403, False)
    assert "只能在装着它的那台电脑上进去" in answer.content.decode()


@pytest.mark.parametrize(
    ("address", "here"), [("127.0.0.1", True), ("::1", True), ("", False), ("10.0.0.7", False), ("unix:", False)]
)
def test_this_machine_is_known_by_its_loopback_address(rf, address, here):
    assert is_here(rf.get("/", REMOTE_ADDR=address)) is here


def test_with_a_password_one_comes_in_on_this_machine(demo):
    person = anybody()
    person.set_password("a long enough word")
    person.save()
    answer = Client().post(reverse("account_login"), {"login": person.username, "password": "a long enough word"})
    assert answer.status_code == 302


def test_one_click_opens_nothing_where_a_real_committee_lives(demo):
    Committee.objects.create(code="real", name="政协", short="政协", place="区")
    assert Client().post(reverse("demo_sign_in"), {"person": anybody().pk}).status_code == 404


@pytest.mark.parametrize("person", ["", "x", "0", "99999999999999999999"])
def test_nobody_is_nobody(demo, person):
    assert Client().post(reverse("demo_sign_in"), {"person": person}).status_code == 404


def test_it_goes_nowhere_else_after_signing_in(demo):
    answer = Client().post(reverse("demo_sign_in"), {"person": anybody().pk, "next": "https://example.com/"})
    assert answer["Location"] == "/work/"
    assert Client().get(reverse("demo_sign_in")).status_code == 405


def test_a_person_of_a_real_committee_signs_in_from_anywhere(district, rf):
    assert demo_roles(rf.get("/")) == []
    person = district.office.person
    person.set_password("a long enough word")
    person.save()
    answer = Client(REMOTE_ADDR="10.0.0.7").post(
        reverse("account_login"), {"login": person.username, "password": "a long enough word"}
    )
    assert answer.status_code == 302
    assert Client().post(reverse("demo_sign_in"), {"person": person.pk}).status_code == 404
    assert Post.objects.filter(person=person, committee__demo=True).count() == 0
