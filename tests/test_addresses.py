"""Every address × every post × the things of another committee: tests/matrix.py, proved.

Two committees are built once for the module; every page is read once by every post, then judged from several sides.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from django.db import transaction
from django.test import Client

from huiyin.cultivation.models import Cultivation, HandedUp
from huiyin.desk.middleware import SESSION_KEY
from huiyin.kernel.act import act
from tests.cultivation import walks as cultivation
from tests.matrix import CLOSED, FILES, PAGES, PUBLIC, TOKEN, UNTOLD, URLS, WRITES, Concerned, may_open
from tests.world import NEIGHBOUR, SHARED, World

OPENED = sorted(set(URLS) - WRITES)
POSTS = (
    "member", "other_member", "office", "director", "reviewer", "leader", "assigning", "other_assigning", "unit", "co_unit", "third_unit",
    "unit_head", "station", "general", "info", "secretary", "system_admin", "security_admin", "audit_admin",
)  # fmt: skip
NAMES_ONE = sorted(
    name for name, who in URLS.items()
    if isinstance(who, Concerned) or who == UNTOLD or name in ("settings_person", "settings_person_switch", "settings_post_end", "package", "package_file", "settings_body", "squad", "ballot_slip", "site", "site_change", "site_keep", "site_door",
                                              "settings_body_end", "settings_session", "audit_event", "report_template", "report_template_file")
)  # fmt: skip
"""Addresses that name one thing of a committee."""
INLINE = re.compile(
    r"<[^>]*\s(?:style|on[a-z]+)\s*=|<style|<script(?![^>]*(?:\bsrc=|application/json))|javascript:", re.I
)
HANDED_UP = "关于全省停车数据标准的提案"
SIGN_IN = "/accounts/login/"
EMPTY = {"reason": "", "step": "proposal.accept"}
"""A sending that chooses nothing and gives no reason."""


@dataclass
class Answer:
    status: int
    to: str
    text: str
    policy: str


@dataclass
class Two:
    """Our committee and its neighbour, and a client for every post of ours ("" is a visitor)."""

    ours: World
    theirs: World
    clients: dict[str, Client]
    seen: dict[str, dict[str, Answer]] = field(default_factory=dict)

    def answers(self, name: str) -> dict[str, Answer]:
        """What the address answers to each; asked once."""
        if name not in self.seen:
            self.seen[name] = {post: read(client, self.ours.url(name)) for post, client in self.clients.items()}
        return self.seen[name]


@pytest.fixture(scope="module")
def two(django_db_setup: None, django_db_blocker: object) -> Iterator[Two]:
    """Built in one transaction around all tests of the module, each of which has a savepoint of its own."""
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        theirs, ours = World.build(NEIGHBOUR), World.build()
        below(theirs, ours)
        yield Two(ours, theirs, {name: signed_in(ours.district.posts[name]) for name in POSTS} | {"": Client()})
        transaction.set_rollback(True)


def below(theirs: World, ours: World) -> None:
    """The neighbour is a district under ours, which is a province: of all its work ours reads only the paper that was handed up."""
    above, district = ours.district.committee, theirs.district
    above.level, district.committee.parent = "province", above
    above.save()
    district.committee.save()
    case = cultivation.ready(district, f"{NEIGHBOUR}第一稿。", title=HANDED_UP, mark=NEIGHBOUR)
    act(case, "comment", as_=district.member, opinion=f"{NEIGHBOUR}再想想。")
    act(case, "write", as_=district.member, body="停车数据全省统一。")
    act(
        case, "hand_up", as_=district.office, to=str(above.pk), level="province", form="collective", carrier_kind="party",
        carrier="省民盟", items=["建标准"],
    )  # fmt: skip


def signed_in(post: object) -> Client:
    client = Client()
    client.force_login(post.person, backend="django.contrib.auth.backends.ModelBackend")  # type: ignore[attr-defined]
    session = client.session
    session[SESSION_KEY] = post.pk  # type: ignore[attr-defined]
    session.save()
    return client


def read(client: Client, url: str) -> Answer:
    answer = client.get(url)
    return Answer(
        answer.status_code, answer.get("Location", ""), text_of(answer), answer.get("Content-Security-Policy", "")
    )


def text_of(answer: object) -> str:
    """All that can be read in an answer: a page, lines, or what is written in the parts of an office file."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            return "\n".join(file.read(name).decode("utf-8", "replace") for name in file.namelist())
    return content.decode("utf-8", "replace")


def expected(name: str, post: str) -> int:
    """What the matrix promises about things of one's own committee: 200, or 302, 403, 404."""
    who = URLS[name]
    if who in (CLOSED, UNTOLD):
        return 404
    if who == TOKEN:
        return 401
    if not post:
        return 200 if who == PUBLIC else 302
    if isinstance(who, Concerned):
        return 302 if post in who.sent_on else 200 if post in who.posts else 404
    return 200 if may_open(name, post) else 403


def plain(answer: Answer) -> int:
    """A post led on to its own start page (a leader, an administrator) has got in."""
    return 200 if answer.status == 302 and answer.to in ("/leader/", "/settings/") else answer.status


# who gets in ───────────────────────────────────────────────────────────────
@pytest.mark.django_db
@pytest.mark.parametrize("name", OPENED)
def test_an_address_opens_for_those_the_matrix_names_and_for_nobody_else(two, name):
    told = {post: plain(answer) for post, answer in two.answers(name).items()}
    assert told == {post: expected(name, post) for post in told}
    if URLS[name] not in (PUBLIC, CLOSED, TOKEN, UNTOLD):
        assert two.answers(name)[""].to.startswith(f"{SIGN_IN}?next=/"), "a visitor signs in, and comes back"


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(WRITES))
def test_what_is_sent_is_taken_from_those_the_matrix_names_and_never_opened(two, name):
    url = two.ours.url(name)
    for post, client in two.clients.items():
        assert client.get(url).status_code == 405, f"{post} opened what is only sent to"
    told = {post: sent(client, url) for post, client in two.clients.items()}
    assert {post: 200 if code in (302, 422) and post else code for post, code in told.items()} == {
        post: (200 if post else 302) if name == "elder" else expected(name, post) for post in told
    }


def sent(client: Client, url: str) -> int:
    """The answer to an empty sending, which is taken back again."""
    with transaction.atomic():
        code = client.post(url, EMPTY).status_code
        transaction.set_rollback(True)
    return code


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES_ONE)
def test_another_committees_things_are_not_found_by_anyone(two, name):
    url = two.theirs.url(name)
    codes = {
        post: (client.post(url) if name in WRITES else client.get(url)).status_code
        for post, client in two.clients.items()
        if post and expected(name, post) != 403
    }
    assert codes == dict.fromkeys(codes, 404)


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES_ONE)
def test_what_does_not_exist_is_not_found_either(two, name):
    url = two.ours.url(name).replace(two.ours.args(name)[0], "0000", 1)
    client = (
        two.clients["security_admin"]
        if "person" in name or "post" in name or name == "audit_event"
        else two.clients["general" if name.startswith(("site", "squad", "ballot")) else "office"]
    )
    assert (client.post(url) if name in WRITES else client.get(url)).status_code == 404


# the neighbour ─────────────────────────────────────────────────────────────
@pytest.mark.django_db
@pytest.mark.parametrize("name", OPENED)
def test_no_word_of_another_committee_stands_in_any_page_list_export_or_extract(two, name):
    public = (
        two.theirs.district.session.name if name == "front" else NEIGHBOUR * 9
    )  # the front counts each house's session
    texts = {post: answer.text.replace(public, "") for post, answer in two.answers(name).items()}
    assert [post for post, text in texts.items() if NEIGHBOUR in text] == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "asked",
    [
        f"/find/?q={SHARED}",
        "/find/?q={number}",
        "/find/?q={intake}",
        f"/proposals/?session=all&q={SHARED}",
        f"/proposals/export/?session=all&q={SHARED}",
        "/proposals/?session={session}",
        "/proposals/?session=all&unit={unit}",
        "/board/?unit={unit}",
        "/board/export/?unit={unit}",
        "/figures/?period=all",
        "/figures/proposals.filed/?period=all",
        "/figures/proposals.filed/export/?period=all",
        "/work/?open={case}",
        "/case/{own}/?step=urge&on={part}",
        "/case/{own}/?void={event}",
        "/case/{own}/letter/?of={part}",
        "/settings/people/?q={person}",
        "/settings/bodies/?kind=unit&q=局",
        "/settings/imports/units/download/",
        "/settings/imports/members/download/",
        "/audit/?person={person}",
        "/audit/?before=999",
        "/audit/anchors/file/",
        "/figures/?period=all&of=all",
        "/figures/orders.received/?period=all",
        "/figures/cultivation.handed_up/?period=all",
        "/figures/handed_up.received/?period=all",
        "/orders/?view=all&year=2026",
        "/cultivation/?view=all",
        "/cultivation/?view=below",
        "/find/?q=停车",
    ],
)
def test_no_side_door_leads_to_another_committee(two, asked):
    theirs, person = two.theirs, two.theirs.district.member.person
    url = asked.format(
        number=theirs.answered.number, intake=theirs.answered.intake_number, session=theirs.district.session.code,
        unit=theirs.district.units[0].pk, case=theirs.answered.uid, part=theirs.part.uid, event=theirs.event.uid,
        person=person.username, own=two.ours.answered.uid,
    )  # fmt: skip
    answers = {post: read(client, url) for post, client in two.clients.items()}
    assert [post for post, answer in answers.items() if NEIGHBOUR in answer.text] == []
    assert any(answer.status in (200, 404) for answer in answers.values())


@pytest.mark.django_db
def test_a_higher_committee_reads_the_paper_that_was_handed_up_and_not_the_case_it_came_of(two):
    office, handed = two.clients["office"], HandedUp.objects.get(committee=two.ours.district.committee)
    assert HANDED_UP in read(office, "/cultivation/").text
    page = read(office, handed.get_absolute_url()).text
    assert "停车数据全省统一" in page
    assert NEIGHBOUR not in page
    for case in Cultivation.objects.filter(committee=two.theirs.district.committee):
        assert {read(client, case.get_absolute_url()).status for post, client in two.clients.items() if post} == {404}


@pytest.mark.django_db
def test_nothing_of_another_committee_can_be_sent_along(two):
    theirs, office, security = two.theirs, two.clients["office"], two.clients["security_admin"]
    batch = {"step": "proposal.accept", "case": f"{theirs.answered.uid}.1", "token": "t", "go": "1"}
    assert office.post("/work/batch/", batch).status_code == 404
    slips = security.post("/settings/slips/print/", {"person": theirs.district.member.person.uid})
    assert (slips.status_code, slips["Location"]) == (302, "/settings/slips/")
    two.clients["member"].post("/switch/", {"post": theirs.district.office.pk})
    assert NEIGHBOUR not in read(two.clients["member"], "/work/").text
    new = {"name": "新来的", "role": "unit", "organisation": theirs.district.units[0].pk}
    assert security.post("/settings/people/new/", new).status_code == 422
    plan = {"lead": theirs.district.units[0].pk, "co": [], "separate": [], "seen": ""}
    waiting = two.ours.district.proposal("filed")
    office.post(f"/case/{waiting.uid}/do/plan/", plan)
    waiting.refresh_from_db()
    assert waiting.state == "filed"


# what every page carries ───────────────────────────────────────────────────
@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted({*PAGES, "setup"}))
def test_every_page_has_a_strict_policy_and_nothing_inline(two, name):
    for post, answer in two.answers(name).items():
        if answer.status != 302:
            where = f"{name} as {post or 'a visitor'} ({answer.status})"
            assert is_strict(answer.policy), f"{where}: {answer.policy}"
            assert INLINE.findall(answer.text) == [], where


def is_strict(policy: str) -> bool:
    """Nothing but what comes from here: no inline, no eval, no foreign origin."""
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";") if " " in rule.strip())
    wanted = {"default-src": "'self'", "style-src": "'self'", "object-src": "'none'", "frame-ancestors": "'none'"}
    if any(rules.get(name) != value for name, value in wanted.items()):
        return False
    return not re.search(r"unsafe-|\*|https?:", policy)


@pytest.mark.django_db
@pytest.mark.parametrize("url", ["/accounts/login/", "/accounts/password/reset/", "/no/such/page/"])
def test_the_doors_and_the_lost_page_do_so_too(two, url):
    answer = read(two.clients[""], url)
    assert is_strict(answer.policy)
    assert INLINE.findall(answer.text) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "url", ["/accounts/2fa/", "/accounts/2fa/totp/activate/", "/accounts/password/change/", "/accounts/logout/"]
)
def test_the_pages_of_ones_own_account_do_so_too(two, url):
    answer = read(two.clients["member"], url)
    assert answer.status in (200, 302)
    assert answer.status == 302 or (is_strict(answer.policy) and INLINE.findall(answer.text) == [])


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(FILES - {"health"}))
def test_a_file_is_never_taken_for_a_page(two, name):
    post = next((post for post in POSTS if may_open(name, post)), "")
    answer = two.clients[post].get(two.ours.url(name))
    assert not answer["Content-Type"].startswith("text/html")
    assert answer.get("X-Content-Type-Options") == "nosniff"
