"""The duties of the invented members: a year begun, three activities settled, one to come, deeds confirmed and waiting, one objection."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from huiyin.activities.attending import new_door
from huiyin.demo.district import District
from huiyin.demo.reception import Happening
from huiyin.duties import deeds, objecting, posting
from huiyin.duties.beginning import begin
from huiyin.duties.models import ScoreEntry
from huiyin.kernel import clock
from huiyin.kernel.act import act, open_case
from huiyin.kernel.models import Post

HELD = (
    (58, "training", "委员履职学习培训", "区委党校", 34), (33, "inspection", "视察老旧小区电梯运行", "桂园小区", 21),
    (5, "research", "城市更新专题调研", "老码头片区", 16),
)  # fmt: skip
"""Days ago, kind, title, place, how many came."""
DEEDS = (
    (25, "good", "给桂园社区三栋装了楼道灯", "用了两个周末，材料费自付。社区公示栏有照片。", True),
    (18, "volunteer", "在老码头义诊半天", "量血压 86 人，转诊 3 人。", True),
    (6, "media", "区报上谈电梯加装", "区报 3 版，《一部电梯怎么装上去》。", False),
)  # fmt: skip


def year(district: District, today: date) -> list[Happening]:
    """What happened, each at its hour; nothing lies in the future."""
    return [Happening(at, 900 + number, do) for number, (at, do) in enumerate(_tale(district, today))]


def _tale(district: District, today: date) -> Iterator[tuple[datetime, Callable[[], Any]]]:
    assert district.reception is not None
    office, members = district.reception.general, [post for post in district.members if post.person]

    def at(ago: int, hour: int) -> datetime:
        return clock.at_noon(today - timedelta(days=ago)).replace(hour=hour)

    yield at(60, 8), lambda: begin(office, (today - timedelta(days=60)).year)
    for ago, kind, title, place, number in HELD:
        yield at(ago, 16), _held(office, members, (ago, kind, title, place, number))
    for number, (ago, kind, title, words, confirmed) in enumerate(DEEDS):
        yield (
            at(ago, 17),
            _deed(office, members[number], (kind, title, words, confirmed), today - timedelta(days=ago + 1)),
        )
    yield at(4, 9), lambda: _to_come(office, members, today + timedelta(days=6))
    yield at(2, 10), lambda: _objects(members, today.year)
    yield at(1, 17), lambda: _posted(office, today.year)


def _held(office: Post, members: list[Post], told: tuple[int, str, str, str, int]) -> Callable[[], None]:
    _ago, kind, title, place, number = told

    def happen() -> None:
        row = {
            "activity_kind": kind,
            "meets_on": clock.today(),
            "meets_at": "14:30",
            "place": place,
            "door": new_door(),
        }
        case = open_case("activity", as_=office, title=title, row=row)
        came = [post.person_id for post in members[:number]]
        act(case, "invite", as_=office, members=[post.person_id for post in members[: number + 2]], must="must")
        act(case, "members", as_=office, members=came)
        act(case, "hold", as_=office)
        act(case, "settle", as_=office)

    return happen


def _deed(office: Post, post: Post, told: tuple[str, str, str, bool], on: date) -> Callable[[], None]:
    kind, title, words, confirmed = told

    def happen() -> None:
        made = deeds.hand_in(post, title=title, deed_kind=kind, on=on, words=words)
        act(made, "send", as_=post, source="imported")
        if confirmed:
            act(made, "confirm", as_=office)

    return happen


def _to_come(office: Post, members: list[Post], on: date) -> None:
    row = {"activity_kind": "study", "meets_on": on, "meets_at": "9:00", "place": "政协三楼会议室", "door": new_door()}
    case = open_case("activity", as_=office, title="书香政协：共读《乡土中国》", row=row)
    act(case, "invite", as_=office, members=[post.person_id for post in members[:20]], must="open")
    act(case, "come", as_=members[3])


def _objects(members: list[Post], number: int) -> None:
    post = members[1]
    found = posting.year_of(post.committee, number)
    entry = ScoreEntry.objects.filter(person=post.person_id, **posting.STANDS).order_by("-recorded_at").first()
    if found is not None and entry is not None and found.pk == entry.case_id:
        objecting.object_(post, found, "那天我还作了发言，没有记上。", entry)


def _posted(office: Post, number: int) -> None:
    found = posting.year_of(office.committee, number)
    if found is not None:
        act(found, "post", as_=office)
