"""Every kind of page, in Chinese (the English file takes the same tests), at both widths, in the usual and the elder's size: nothing overflows.

axe-core looks at each page once in each language: the wide one in Chinese, with its colours; the narrow one in English.

The pages come from tests/matrix.py and the steps from the flows, so that none is forgotten when one is added.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page

from huiyin.kernel import clock
from huiyin.kernel.act import act, may
from huiyin.kernel.flow import FLOWS, Step
from huiyin.kernel.models import Post
from tests.browser.conftest import fits, sign_in
from tests.matrix import PAGES, may_open
from tests.support.browser import DESKTOP, watched
from tests.world import World

WIDE, NARROW = {"width": 1280, "height": 800}, {"width": 390, "height": 844}
POSTS = ("office", "director", "member", "reviewer", "leader", "assigning", "unit", "unit_head", "station", "general", "info", "secretary", "system_admin", "security_admin", "audit_admin")  # fmt: skip
PART = len(PAGES) // 3 + 1
OWN = ["/accounts/password/change/", "/accounts/2fa/", "/accounts/logout/", "/no/such/page/", "/board/"]
DOORS = ["/accounts/login/", "/accounts/password/reset/", "/accounts/password/reset/done/", "/accounts/signup/"]


@dataclass(frozen=True)
class Look:
    """How a page is looked at: the language of the page, the sizes, elder or not, at each width, and the width at which axe looks."""

    language: str
    elder_when_narrow: bool
    axe_at: int

    @property
    def sizes(self) -> Iterator[tuple[dict[str, int], bool]]:
        yield WIDE, not self.elder_when_narrow
        yield NARROW, self.elder_when_narrow


CHINESE, ENGLISH = Look("zh-hans", True, 1280), Look("en", False, 390)


@pytest.fixture(scope="module")
def world(house: str) -> World:
    """Cases with a past: some are late, some answered, one is talked over."""
    with clock.frozen(clock.now() - timedelta(days=130)):
        return World.build()


@pytest.fixture
def look() -> Look:
    """The English pages are a file of their own (test_pages_in_english.py), so that two workers share the work."""
    return CHINESE


@pytest.fixture
def seen(browser: Browser, house: str, look: Look) -> Iterator[Page]:
    with watched(browser, **DESKTOP) as page:
        page.context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": look.language, "url": house}])
        yield page


def complaints(seen: Page, url: str, look: Look, check: Callable[..., None], part: str = "") -> list[str]:
    """What is wrong with a page at both widths, or with a part of it at the narrow one."""
    found: list[str] = []
    seen.set_viewport_size(WIDE)
    seen.goto(url)
    for size, elder in list(look.sizes)[1 if part else 0 :]:
        seen.set_viewport_size(size)  # type: ignore[arg-type]
        seen.evaluate("on => document.documentElement.classList.toggle('elder', on)", elder)
        seen.evaluate("document.querySelectorAll('details').forEach(one => { one.open = !one.matches('.who') })")
        where = f"{seen.url} {look.language} {size['width']}{' elder' if elder else ''}"
        if not fits(seen):
            wide = seen.evaluate(
                "() => [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1).slice(0, 3).map(e => e.tagName + '.' + e.className + ' ' + (e.textContent || '').trim().slice(0, 40))"
            )
            found.append(f"{where}: wider than the screen: {wide}")
        if size["width"] != look.axe_at and not part:
            continue
        try:
            check(seen, part, contrast=look is CHINESE)
        except AssertionError as trouble:
            found.append(f"{where}: {trouble}")
    return found


@pytest.mark.parametrize(
    "names", [PAGES[:PART], PAGES[PART : 2 * PART], PAGES[2 * PART :]], ids=["first", "second", "third"]
)
def test_every_page_of_the_matrix_can_be_used_by_everyone(seen, house, world, look, assert_accessible, names):
    found: list[str] = []
    for name in names:
        post = next(post for post in POSTS if may_open(name, post) and (name != "work" or post == "office"))
        sign_in(seen, house, world.district.posts[post])
        found += complaints(seen, house + world.url(name), look, assert_accessible)
    assert found == []


def test_the_doors_can_be_used_by_everyone(seen, house, world, look, assert_accessible):
    assert "front" in PAGES
    found = [one for path in ["/", *DOORS] for one in complaints(seen, house + path, look, assert_accessible)]
    sign_in(seen, house, world.district.member)
    found += [one for path in OWN for one in complaints(seen, house + path, look, assert_accessible)]
    assert found == []


def test_a_leader_a_member_and_the_reading_pane_too(seen, house, world, look, assert_accessible):
    d, case, draft = world.district, world.answered.uid, world.draft.uid
    found: list[str] = []
    for post, path in (
        (d.member, "/work/"),
        (d.leader, "/leader/"),
        (d.unit, "/work/"),
        (d.other_member, "/work/"),
        (d.office, f"/work/?open={world.waiting.uid}"),
        (d.member, f"/proposals/{draft}/write/?part=items"),
        (d.member, f"/proposals/{draft}/write/?part=submit"),
        (d.office, "/proposals/?session=all&look=late&q=加装"),
        (d.office, "/proposals/?session=all&q=没有这样的"),
        (d.office, "/find/?q=加装"),
        (d.unit, f"/case/{case}/"),
    ):
        sign_in(seen, house, post)
        found += complaints(seen, house + path, look, assert_accessible)
    assert found == []


class Waiting:
    """A case for every step: one that stands where the step begins, made when it is first needed."""

    def __init__(self, world: World) -> None:
        self.district, self.rows = world.district, dict[str, Any]()

    def row(self, kind: str, state: str) -> Any:
        if (key := f"{kind} {state}") not in self.rows:
            self.district.set("P-ROUNDS", 3 if state in ("review_1", "review_2") else 1)
            self.rows[key] = self.district.proposal(state) if kind == "proposal" else self.part(state)
        return self.rows[key]

    def part(self, state: str) -> Any:
        d = self.district
        if state == "pending":
            return d.lead(d.proposal("assigned"))
        d.set("P-CHAIN", int(state == "signing"))
        row = d.lead(d.proposal("handling", co=[]))
        if state != "working":
            act(row, "contact", as_=d.unit, **d.talk())
            act(row, "reply", as_=d.unit, **d.answer(row))
            row.refresh_from_db()
        assert row.state == state
        return row

    def walked(self, kind: str, state: str) -> Any:
        """The row in that state, or None where the main road does not lead there."""
        try:
            return self.row(kind, state)
        except (ValueError, AssertionError):
            return None

    def of(self, kind: str, line: Step) -> tuple[Any, Post | None]:
        """A row, and a post that may take the step on it."""
        row = next(
            (row for one in FLOWS[kind].states if one.name in line.source and (row := self.walked(kind, one.name))),
            None,
        )
        if row is None:
            return None, None  # a branch that the walkers of this test do not go; its story tests its step
        if kind == "assignment" and line.name == "co_opinion":
            row = self.district.parts(self.district.proposal("handling"))[-1]
        takers = [post for post in self.district.posts.values() if may(line, post, row)]
        # What nobody asked for is not offered (a request that was never made, an invitation that nobody had).
        moot = takers and any(lack.moot for guard in line.guards for lack in guard(row, takers[0]))
        moot = moot or (takers and line.offered is not None and not line.offered(row, takers[0]))
        return row, takers[0] if takers and not moot else None


def forms(waiting: Waiting) -> Iterator[tuple[str, Post, str]]:
    """(flow and step, who takes it, address) of every step that a person takes."""
    for kind in ("proposal", "assignment"):
        for line in FLOWS[kind].steps:
            if not line.computed and line.form != "submit":
                row, post = waiting.of(kind, line)
                if post is None:
                    continue
                top = row.parent if row.parent_id else row
                yield f"{kind}.{line.name}", post, f"/case/{top.uid}/?step={line.name}&on={row.uid}"


def test_every_step_has_a_form_that_everyone_can_use(seen, house, world, look, assert_accessible):
    found: list[str] = []
    none: list[str] = []
    for name, post, path in forms(Waiting(world)):
        sign_in(seen, house, post)
        found += complaints(seen, house + path, look, assert_accessible, part="#step")
        if not seen.locator("#step").count():
            none.append(name)
    assert none == []
    assert found == []
