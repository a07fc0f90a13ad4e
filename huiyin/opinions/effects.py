"""What a step of an opinion report, or of what a unit was sent, also does."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from huiyin.kernel import clock, parameters
from huiyin.kernel.act import Act
from huiyin.kernel.models import Link, Organisation
from huiyin.kernel.refusal import BadDate, Missing
from huiyin.opinions import rules
from huiyin.opinions.models import (
    LEVELS,
    Addressee,
    Adoption,
    Edition,
    Feedback,
    Forwarding,
    LeaderNote,
    OpinionAuthor,
    OpinionDispatch,
)
from huiyin.papers.differences import joined
from huiyin.people.models import Member


def comes_today(act: Act) -> None:
    """The day it was handed in: an urgent one is due on that very day, so it must be known before the clock starts."""
    act.change(came_on=act.on or clock.today())


def urgent_first(act: Act) -> str:
    return "urgent" if act.case.urgency == "urgent" else "submitted"


def hand_in(act: Act) -> None:
    """O1: its number, its authors as rows, the sides from which it is counted, the tie to what it came from."""
    case = act.case
    if not case.intake_number:
        year = case.came_on.year
        act.change(intake_number=act.number(f"opinion.in.{year}", lambda n: f"{year}-{n:04d}"))
    act.end(OpinionAuthor)
    for position, (name, person) in enumerate(named(case), 1):
        act.dated(OpinionAuthor, position=position, name=name, person_id=person)
    act.facet("subject", case.subject)
    act.facet("source", case.source_kind)
    act.facet("writer", case.writer_role)
    tied = case.origin_id and Link.objects.filter(source=case.origin_id, target=case.pk).exists()
    if case.origin_id and not tied:
        link = Link(source_id=case.origin_id, target=case, kind="opinion", event_id=act.event.id)
        link.committee = act.committee
        act.add(link)


def named(case: Any) -> list[tuple[str, int | None]]:
    """The authors in order: (name, the member's id). Of a name that two members bear, the writer's own person, else nobody."""
    names = [name.strip()[:60] for name in case.authors.split("、") if name.strip()]
    members = Member.objects.filter(committee=case.committee_id, person__name__in=names).select_related("person")
    found: dict[str, set[int]] = {}
    for row in members:
        found.setdefault(row.person.name, set()).add(row.person_id)

    def person(name: str) -> int | None:
        ids = found.get(name, set())
        return case.author_id if case.author_id in ids else next(iter(ids)) if len(ids) == 1 else None

    return [(name, person(name)) for name in dict.fromkeys(names)]


def edit(act: Act) -> None:
    """R-103: a version of its own beside the older ones, never over them."""
    title, text = act.facts["title"], act.facts["body"]
    before = current(act.case)
    if before is not None and (before.title, joined(before.text)) == (title, joined(text)):
        sentence = _("和上一稿一个字也没有变。要送审，请秘书长审核；要改，请先改再存。")
        raise Missing(sentence, {"body": sentence})
    act.end(Edition)
    act.dated(Edition, title=title, text=text, note=act.facts.get("note", ""), editor_id=act.post.person_id)
    act.change(title=title[:300])


def current(case: Any) -> Edition | None:
    """The edited version that holds."""
    return Edition.objects.filter(case=case.pk, until=None, voided_by=None).order_by("-pk").first()


def body_of(case: Any) -> str:
    """The text as it stands: the edited version, else the author's own."""
    edition = current(case)
    return edition.text if edition else original(case)


def original(case: Any) -> str:
    """The author's own words in one text."""
    return "\n".join(text.strip() for text in (case.situation, case.analysis, case.suggestion) if text.strip())


def check(act: Act) -> None:
    act.change(mark=act.facts["mark"])


def for_top(act: Act) -> None:
    """Whether the first leaders are addressed decides who signs, so it must be known before that is owed (P-31)."""
    act.change(to_top=bool(act.facts.get("to_top")))


def unmark_top(act: Act) -> None:
    act.change(to_top=False)


def places(case: Any, post: Any) -> list[tuple[str, str]]:
    """Where issues go (P-31A)."""
    return [(str(row[0]), str(row[1])) for row in parameters.get(case.committee, "P-31A")]


def somebody(act: Act) -> None:
    """O6: an issue is addressed to somebody, and nobody twice."""
    main, copies = act.facts.get("main") or [], act.facts.get("copies") or []
    if not main and not act.facts.get("units"):
        sentence = _("请至少选一个主送或转办的对象。")
        raise Missing(sentence, {"main": sentence})
    names = dict(places(act.case, act.post))
    if both := "、".join(names.get(code, code) for code in main if code in copies):
        sentence = _("{names}既是主送又是抄送，请只留一处。").format(names=both)
        raise Missing(sentence, {"copies": sentence})


def issue(act: Act) -> None:
    """O6: 第×期 of its year, never given twice; to whom it goes."""
    day = act.on or clock.today()
    number = act.number(f"opinion.{day.year}", lambda n: f"{day.year}年第{n}期")
    act.change(number=number, issued_on=day, signer_id=act.post.person_id)
    address(act, "main", act.facts.get("main") or [])
    address(act, "copy", act.facts.get("copies") or [])
    forward_to(act, act.facts.get("units") or [])


def address(act: Act, way: str, codes: list[str]) -> list[Addressee]:
    names = dict(places(act.case, act.post))
    return [
        act.dated(Addressee, way=way, level=level_of(code), code=code, name=names.get(code, code)[:100])
        for code in codes
    ]


def level_of(code: str) -> str:
    """The level that a code of P-31A begins with; the district's where it names none."""
    level = code.partition("-")[0]
    return level if level in dict(LEVELS) else "district"


def forward_to(act: Act, units: list[int]) -> list[Addressee]:
    names = dict(Organisation.objects.filter(committee=act.committee, pk__in=units).values_list("pk", "name"))
    return [
        act.dated(Addressee, way="forward", level="district", code=str(pk), name=names[pk][:100], unit_id=pk)
        for pk in units
    ]


def still_unsent(case: Any, post: Any) -> list[tuple[str, str]]:
    return [(row.code, f"{row.get_way_display()}　{row.name}") for row in rules.unsent(case)]


def every_unsent(case: Any, post: Any) -> list[str]:
    return [row.code for row in rules.unsent(case)]


def goes_when_all_are_sent(act: Act) -> str:
    left = {row.code for row in rules.unsent(act.case)} - set(act.facts["to"])
    return "issued" if left else "dispatched"


def dispatch(act: Act) -> None:
    """O7: one row for each addressee; a unit among them owes its answer from this day."""
    chosen = set(act.facts["to"])
    send(act, [row for row in rules.unsent(act.case) if row.code in chosen])
    if act.event.to_state == "issued":
        act.owe("dispatch", rules.editor.owed(act.case))


def send(act: Act, rows: list[Addressee], asked: str = "") -> None:
    day = act_day(act)
    for row in rows:
        act.dated(
            OpinionDispatch, code=row.code, level=row.level, way=row.way, name=row.name, on=day,
            channel=act.facts.get("channel") or "exchange",
        )  # fmt: skip
        if row.unit_id:
            act.open("forwarding", act.case.title, unit_id=row.unit_id, asked=asked or act.facts.get("words", ""))


def places_left(case: Any, post: Any) -> list[tuple[str, str]]:
    there = set(Addressee.objects.filter(case=case.pk, **rules.OUT).values_list("code", flat=True))
    return [(code, name) for code, name in places(case, post) if code not in there]


def units_left(case: Any, post: Any) -> list[tuple[int, str]]:
    there = Forwarding.objects.filter(parent=case.pk).exclude(state="dropped").values("unit")
    rows = Organisation.objects.filter(committee=case.committee_id, kind="unit", ends=None).exclude(pk__in=there)
    return list(rows.order_by("name").values_list("pk", "name"))


def send_also(act: Act) -> None:
    """Sent on later, to more places or units."""
    codes, units = act.facts.get("to") or [], act.facts.get("units") or []
    if not codes and not units:
        sentence = _("请选报送给谁，或者转给哪个单位。")
        raise Missing(sentence, {"to": sentence})
    send(act, [*address(act, "main", codes), *forward_to(act, units)])


def act_day(act: Act) -> date:
    given = act.facts.get("on")
    return date.fromisoformat(given) if given else act.on or clock.today()


def not_tomorrow(act: Act) -> None:
    """What has happened happened on a day that has come, and not before the issue."""
    day, case = act_day(act), act.case
    if day > clock.today():
        sentence = _("{day}还没到。请填已经过去的一天。").format(day=clock.day_words(day))
        raise BadDate(sentence, {"on": sentence})
    if case.issued_on and day < case.issued_on and not act.imported:
        sentence = _("这一期是{day}印发的，日期不能更早。").format(day=clock.day_words(case.issued_on))
        raise BadDate(sentence, {"on": sentence})


def adopt(act: Act) -> None:
    """O8: counted at its level; the earlier ones stay (trap 15)."""
    facts = act.facts
    act.dated(Adoption, level=facts["level"], use=facts["use"], by=facts["by"][:100], on=act_day(act))


def instruct(act: Act) -> None:
    """A leader's word; the units it names owe an answer to it (R-108)."""
    facts = act.facts
    act.dated(LeaderNote, level=facts["level"], leader=facts["leader"][:60], words=facts["words"], on=act_day(act))
    asked = _("{leader}批示：{words}").format(leader=facts["leader"], words=facts["words"])
    send(act, forward_to(act, facts.get("units") or []), asked)


def tell(act: Act) -> None:
    act.end(Feedback)
    act.dated(Feedback, words=act.facts["words"])


def told_words(case: Any, post: Any) -> str:
    """What there is to tell: every adoption, every instruction, every unit's answer."""
    said = [
        _("{day}被{by}采用（{level}，{use}）。").format(
            day=clock.day_words(row.on), by=row.by, level=row.get_level_display(), use=row.get_use_display()
        )
        for row in Adoption.objects.filter(case=case.pk, **rules.OUT).order_by("on", "pk")
    ]
    said += [
        _("{day}{leader}批示。").format(day=clock.day_words(row.on), leader=row.leader)
        for row in LeaderNote.objects.filter(case=case.pk, **rules.OUT).order_by("on", "pk")
    ]
    for row in Forwarding.objects.filter(parent=case.pk, state="answered").select_related("unit").order_by("pk"):
        said.append(
            _("{unit}答复（{degree}）：{words}").format(
                unit=row.unit.name, degree=row.get_degree_display(), words=row.answer
            )
        )
    if case.number:
        said.insert(0, _("您反映的情况编入《社情民意》{number}。").format(number=case.number))
    return "\n".join(said)


def keep_answer(act: Act) -> None:
    """The unit has spoken: its words are kept, and the report has a result."""
    act.change(degree=act.facts["degree"], answer=act.facts["words"])
    whole = act.load(act.case.parent_id)
    if whole.state in ("dispatched", "closed"):
        act.move(whole, "unit_answered")


def asked_of(case: Any) -> str:
    return str(case.unit.name)
