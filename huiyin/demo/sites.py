"""The sites of the invented district: where members meet the people, who keeps each, who belongs to it, and whose turn it is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from huiyin.kernel.models import Committee, Organisation, Person, Post
from huiyin.places import sites as places
from huiyin.places.models import Site

GENERAL = ("岳清川", "demo-b1")
"""The general office of the committee."""

# key, name, kind, level, area, address, who keeps it, weekday of the reception, hours
SITES = (
    ("城北", "城北街道委员联络站", "station", "township", "城北街道", "城北路 18 号一楼", "凌晓川", 2, "每周三上午 9:00 到 11:30"),
    ("城南", "城南街道委员联络站", "station", "township", "城南街道", "南门巷 6 号", "尤静好", 1, "每周二下午 2:30 到 5:00"),
    ("桂园", "桂园街道委员联络站", "station", "township", "桂园街道", "桂园东路 41 号", "童一帆", 4, "每周五上午 9:00 到 11:30"),
    ("北河", "北河街道委员联络站", "station", "township", "北河街道", "河堤路 9 号", "穆思远", 3, "每周四上午 9:00 到 11:30"),
    ("望江", "望江镇委员联络站", "station", "township", "望江镇", "望江老街 27 号", "翟春和", 0, "每周一赶场日全天"),
    ("青石", "青石镇委员联络站", "station", "township", "青石镇", "青石镇便民中心二楼", "单若溪", 2, "每周三上午 9:00 到 11:30"),
    ("云溪", "云溪镇委员联络站", "station", "township", "云溪镇", "云溪镇文化站旁", "相里明", 4, "每周五下午 2:30 到 5:00"),
    ("老码头", "老码头社区委员联络站", "station", "village", "老码头社区", "老码头菜市场对面", "濮新雨", 1, "每周二晚上 7:00 到 8:30"),
    ("江口", "江口村协商议事会", "council", "village", "江口村", "江口村委会一楼", "耿大川", 3, "每周四晚上 7:00 到 8:30"),
    ("小满", "方小满委员工作室", "studio", "township", "城北街道", "城北路 52 号", "方小满", 0, "每周一晚上 7:00 到 9:00"),
    ("清和", "纪清和委员工作室", "studio", "township", "城南街道", "南门巷 30 号", "纪清和", 3, "每周四晚上 7:00 到 9:00"),
    ("之家", "澄江区委员之家", "home", "district", "", "区政协机关一楼", "向晚晴", 2, "每周三下午 2:30 到 5:00"),
)  # fmt: skip
OPENED_AGO = 700
FIELDS = {"小满": "教育", "清和": "医药卫生"}
"""Two studios take members by what they do, the rest by where they live."""
INSIDE = 4
"""How many members belong to a site besides the one whose name it bears."""
PAST_WEEKS, COMING_WEEKS = 3, 5


@dataclass
class Reception:
    """What the stories of the voices need to know: the sites, the posts that keep them, the members inside, the general office."""

    committee: Committee
    general: Post
    sites: dict[str, Site]
    keepers: dict[str, Post]
    inside: dict[str, list[Post]]
    units: dict[str, Post]


def found_sites(
    committee: Committee, system: Post, members: list[Post], since: date, post: Callable[..., Post]
) -> Reception:
    """Open the sites and seat their people, on `since`. `post(name, username, role, since, body)` gives a new person a post."""
    general = post(*GENERAL, "general_office", since, None)
    house = Reception(committee, general, {}, {}, {}, {})
    areas = {
        row.name: row for row in Organisation.objects.filter(committee=committee, kind__in=("township", "village"))
    }
    known = {one.person.name: one for one in members if one.person}
    for number, (key, name, kind, level, area, address, keeper, _day, hours) in enumerate(SITES, 1):
        site = places.add(
            committee, name, as_=system, site_kind=kind, level=level, area=areas.get(area), address=address, hours=hours,
            phone=f"000-0000{number:04}", opened_on=since, grade=(5, 4, 4, 3)[number % 4], field=FIELDS.get(key, ""),
        )  # fmt: skip
        site.committee = committee
        house.sites[key] = site
        head = known.get(keeper)
        house.keepers[key] = post(keeper, f"demo-z{number:02}", "station", since, site, head.person if head else None)
        pool = [members[(number * 5 + step * 3) % len(members)] for step in range(INSIDE)]
        house.inside[key] = list(dict.fromkeys([head, *pool] if head else pool))
        for place, one in enumerate(house.inside[key]):
            role = ("head", "deputy", "member")[min(place, 2)]
            places.join(site, _person(one), as_=system, role=role, begins=since)
    posts = Post.objects.filter(committee=committee, role="unit").select_related("organisation", "person")
    for one in posts:
        one.committee = committee
        house.units[one.organisation.name] = one  # type: ignore[union-attr]
    return house


def roster(house: Reception, today: date) -> None:
    """Put up the turns from three weeks ago to five weeks ahead; today somebody sits at the first site, whatever the weekday."""
    monday = today - timedelta(days=today.weekday())
    for key, _name, _kind, _level, _area, _address, _keeper, weekday, hours in SITES:
        days = [monday + timedelta(days=7 * week + weekday) for week in range(-PAST_WEEKS, COMING_WEEKS)]
        if key in ("城北", "之家") and today not in days:
            days.append(today)
        for turn, day in enumerate(sorted(days)):
            one = house.inside[key][turn % len(house.inside[key])]
            places.on_duty(house.sites[key], _person(one), day, as_=house.keepers[key], words=hours[2:])


def _person(post: Post) -> Person:
    assert post.person is not None
    return post.person
