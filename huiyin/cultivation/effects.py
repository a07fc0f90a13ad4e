"""What a step of a cultivation, or of what was handed up, also does."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from huiyin.cultivation import crossing, rules
from huiyin.cultivation.models import (
    Contributor,
    CoSponsor,
    DraftComment,
    DraftVersion,
    Expert,
    HigherAdoption,
)
from huiyin.kernel import clock
from huiyin.kernel.act import Act
from huiyin.kernel.levels import above
from huiyin.kernel.models import Committee
from huiyin.kernel.refusal import refused
from huiyin.kernel.who import Address
from huiyin.people.models import Member
from huiyin.suggestions.models import Suggestion

OUTSIDE = 0
"""The choice for a higher level that is not in this house: its number and answer are written down by hand."""


# the team ──────────────────────────────────────────────────────────────────
def members_to_ask(case: Any, post: Any) -> list[tuple[int, str]]:
    rows = Member.objects.filter(committee=case.committee_id, ends=None).select_related("person")
    rows = rows.exclude(person__in=rules.team(case).filter(person__isnull=False).values("person"))
    return [(row.person_id, row.person.name) for row in rows.order_by("person__name")]


def directory(committee: Any) -> Any:
    """Those who stand in the directory today, by their consent."""
    return Expert.objects.filter(Q(ends=None) | Q(ends__gt=clock.today()), committee=committee).order_by("kind", "name")


def experts_to_ask(case: Any, post: Any) -> list[tuple[int, str]]:
    there = rules.team(case).filter(expert__isnull=False).values("expert")
    rows = directory(case.committee_id).exclude(pk__in=there)
    return [(row.pk, f"{row.name}（{row.get_kind_display()}，{row.field}）") for row in rows]


def somebody_named(act: Act) -> None:
    if not act.facts.get("members") and not act.facts.get("experts") and act.source == "entered":
        raise refused("members", _("请至少选一位委员或一位专家。"))


def gather(act: Act) -> None:
    for person in act.facts.get("members") or []:
        act.dated(Contributor, kind="member", person_id=person)
    kinds = dict(Expert.objects.filter(pk__in=act.facts.get("experts") or []).values_list("pk", "kind"))
    for expert, kind in kinds.items():
        act.dated(Contributor, kind=kind, expert_id=expert)
    text = _("请您参加专班，培育《{title}》").format(title=act.case.title)
    act.tell([Address("member", None, person) for person in act.facts.get("members") or []], text)
    if not act.case.number:
        year = (act.on or clock.today()).year
        act.change(number=act.number(f"cultivation.{year}", lambda n: _("培〔{year}〕{n}号").format(year=year, n=n)))


def begun(act: Act) -> str:
    return "writing" if act.case.state == "idea" else str(act.case.state)


# the shared draft ──────────────────────────────────────────────────────────
def newest(case: Any, post: Any) -> str:
    return str(case.text)


def write(act: Act) -> None:
    """A new version; what stood before is kept."""
    text, n = act.facts["body"], act.case.versions + 1
    if text == act.case.text and act.source == "entered":
        raise refused("body", _("和上一稿一样，没有改动。"))
    act.end(DraftVersion)
    act.dated(DraftVersion, n=n, text=text, note=act.facts.get("change") or "", person_id=act.post.person_id)
    act.change(text=text, versions=n)


def speakers(case: Any, post: Any) -> list[tuple[str, str]]:
    """Whose words they are: those of the team who have no account speak through the office."""
    rows = [(str(row.pk), f"{row.name}（{row.get_kind_display()}）") for row in rules.team(case)]
    return rows if post is not None and post.role in rules.OFFICE else []


def comment(act: Act) -> None:
    name, kind = (act.post.person.name if act.post.person else ""), "member"
    if whose := act.facts.get("whose"):
        row = rules.team(act.case).get(pk=whose)
        name, kind = row.name, row.kind
    review = act.case.state == "review"
    act.dated(
        DraftComment, version=act.case.versions, kind=kind, name=name[:60], text=act.facts["opinion"], review=review
    )


def cosponsor(act: Act) -> None:
    facts = act.facts
    act.dated(CoSponsor, kind=facts["kind"], name=facts["name"], consent=facts["consent"])


# going up ──────────────────────────────────────────────────────────────────
def its_level(case: Any, post: Any) -> str:
    return str(case.level)


def its_form(case: Any, post: Any) -> str:
    return str(case.form)


def committees_above(case: Any, post: Any) -> list[tuple[str, str]]:
    """The committees above that are in this house, then the one that is not."""
    rows = [(str(row.pk), row.short) for row in above(case.committee)]
    return [*rows, (str(OUTSIDE), str(_("不在本系统里的上级（手工登记回音）")))]


def hand_up(act: Act) -> None:
    """The newest version, with its measures and who signs, goes to the carrier; within this house, as a case of the higher committee."""
    case, facts = act.case, act.facts
    act.end(Suggestion)
    for n, text in enumerate(facts["items"], 1):
        act.dated(Suggestion, position=n, text=text)
    act.change(
        carrier_kind=facts["carrier_kind"],
        carrier=facts["carrier"],
        handed_on=act.on or clock.today(),
        level=facts["level"],
        form=facts["form"],
    )
    act.facet("level", facts["level"])
    act.facet("form", facts["form"])
    partners = list(CoSponsor.objects.filter(case=case.pk, **rules.NOW).order_by("pk").values_list("name", flat=True))
    act.facet("joint", "joint" if partners else "")
    to = int(facts["to"])
    if to != OUTSIDE:
        signers = "、".join([act.committee.short, *partners])
        there = crossing.up(
            act, Committee.objects.get(pk=to), case.title, form=facts["form"], carrier_kind=facts["carrier_kind"],
            carrier=facts["carrier"], signed_by=signers[:500], text=case.text, items=facts["items"],
        )  # fmt: skip
        act.change(above_id=to, above_id_of=there.pk)
        # The number is given above, and comes back by itself: here nobody can be late with it.
        act.close_todos("numbered")
        act.own(case, None, None)
    else:
        act.change(above_id=None, above_id_of=None)


def take_back(act: Act) -> None:
    if act.case.above_id is not None:
        crossing.take_back(act, act.facts["why"])
    act.end(Suggestion)
    act.change(handed_on=None, above_id=None, above_id_of=None)


# coming back ───────────────────────────────────────────────────────────────
def numbered(act: Act) -> None:
    act.change(
        upper_number=act.facts["number"], came_to=_("上级已收下，编号 {number}").format(number=act.facts["number"])
    )
    adopt(act)
    if act.case.above_id is not None:
        act.close_todos("answered")
        act.own(act.case, None, None)


def refused_above(act: Act) -> None:
    act.change(came_to=act.facts["why"][:500])


def answered(act: Act) -> None:
    act.change(came_to=act.facts["reply"][:500])


def adopt(act: Act) -> None:
    """One taking-up by a higher level: the first is the paper itself; speeches, material and case books may follow."""
    case, facts = act.case, act.facts
    values = {"level": facts.get("level") or case.level, "form": facts.get("form") or case.form}
    act.dated(HigherAdoption, number=facts.get("number") or "", words=(facts.get("how") or "")[:300], **values)


# in the higher committee ───────────────────────────────────────────────────
def take(act: Act) -> None:
    """It gets its number here, which goes down the same moment; a member of ours may carry it on as a proposal."""
    given = act.facts.get("number") or ""
    year = (act.on or clock.today()).year
    number = act.number(f"handed_up.{year}", lambda n: _("上〔{year}〕{n}号").format(year=year, n=n), given)
    act.change(number=number)
    crossing.down(act, "upper_accept", number=number)


def decline(act: Act) -> None:
    crossing.down(act, "upper_decline", why=act.facts["why"])


def answer(act: Act) -> None:
    act.change(answer=act.facts["reply"])
    crossing.down(act, "upper_answer", reply=act.facts["reply"])
