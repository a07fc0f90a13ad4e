"""The yearly evaluation: who is asked, what was shown, how it is settled with a digest, and what came of it (DOMAIN 3.9, R-185, R-188)."""

import json
from collections.abc import Iterable
from decimal import Decimal
from hashlib import sha256
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from huiyin.activities import settling
from huiyin.duties import people, posting
from huiyin.duties.models import DutyMark, DutyObjection, DutyYear, Exemption, ModelMember, ScoreEntry
from huiyin.kernel import clock, parameters
from huiyin.kernel.act import Act
from huiyin.kernel.flow import Lack
from huiyin.kernel.models import Case, Person, Post
from huiyin.kernel.refusal import Missing
from huiyin.kernel.who import Address

ASKED = tuple[str, str, int]


def post_now(act: Act) -> None:
    posted, gone = posting.post(act, act.case)
    act.move(act.case, "tally", posted=str(posted), reversed=str(gone))


def everyone(case: Any, post: Post) -> list[tuple[int, str]]:
    rows = people.members(case.committee, people.first_day(case), people.last_day(case)).select_related("person")
    return [(row.person_id, row.person.name) for row in rows.order_by("person__name")]


def assignments(case: Any, post: Post) -> list[tuple[str, str]]:
    """What is asked of a member: the rules with a least number."""
    return [(code, f"{label}（{n}）") for code, label, n in asked(case)]


def asked(case: Any) -> list[ASKED]:
    rules = posting.rules_of(case.committee, posting.Year(case.committee, case.year).day)
    return [(rule.code, rule.label, rule.minimum) for rule in rules if rule.minimum]


def exempt(act: Act) -> None:
    person = act.facts["person"]
    act.end(Exemption, person_id=person, rule="")
    act.dated(Exemption, person_id=person, why=act.facts["why"])
    act.tell(
        [Address("member", None, person)],
        _("{year} 年的履职您不参加排名：{why}").format(year=act.case.year, why=act.facts["why"]),
    )


def waive(act: Act) -> None:
    person, rule = act.facts["person"], act.facts["rule"]
    act.end(Exemption, person_id=person, rule=rule)
    act.dated(Exemption, person_id=person, rule=rule, why=act.facts["why"])
    act.tell(
        [Address("member", None, person)],
        _("{year} 年的履职免去您一项要求：{why}").format(year=act.case.year, why=act.facts["why"]),
    )


def ask(act: Act) -> None:
    """A mark is opened for everyone who was a member on any day of the year; whoever is not ranked may write a statement all the same."""
    rows = people.members(act.committee, people.first_day(act.case), people.last_day(act.case))
    for person, name in dict(rows.values_list("person_id", "person__name")).items():
        title = _("{title}：{name}").format(title=act.case.title, name=name)
        act.open("duty_mark", title, parent=None, of_year_id=act.case.pk, person_id=person)
        act.tell([Address("member", None, person)], _("请写《{title}》的述职。").format(title=act.case.title))


def _marks(act: Act) -> list[Any]:
    pks = list(DutyMark.objects.filter(of_year=act.case.pk).order_by("pk").values_list("pk", flat=True))
    list(Case.objects.select_for_update().filter(pk__in=pks).order_by("pk").values_list("pk"))
    for mark in DutyMark.objects.filter(pk__in=pks):
        act.batch.cases.setdefault(mark.pk, mark)
    return [act.load(pk) for pk in pks]


def done(year: DutyYear, person: int | None = None) -> dict[tuple[int, str], int]:
    """(person, rule) → how many records are there. One query."""
    rows = ScoreEntry.objects.filter(case=year.pk, **posting.STANDS)
    rows = rows if person is None else rows.filter(person=person)
    return {(who, rule): n for who, rule, n in rows.order_by().values_list("person", "rule").annotate(n=Count("pk"))}


def lacking(wanted: Iterable[ASKED], there: dict[tuple[int, str], int], free: Any, person: int) -> list[list[Any]]:
    """[rule, name, least, done] of what is asked of this person, neither done nor waived."""
    return [
        [code, label, least, there.get((person, code), 0)]
        for code, label, least in wanted
        if there.get((person, code), 0) < least and (person, code) not in free
    ]


def show(act: Act) -> None:
    """The records are gone through once more; every member gets his points, and from now on may object within the window."""
    post_now(act)
    span = clock.Span.parse(str(parameters.get(act.committee, "P-40-OBJECT", act.on)))
    until = clock.due(span, act.on or clock.today(), parameters.calendar(act.committee))
    act.change(objections_until=until)
    for mark in _marks(act):
        act.move(mark, "show")
        text = _("《{title}》公示了您的得分，有异议请在{day}前提出。").format(
            title=act.case.title, day=clock.day_words(until) if until else ""
        )
        act.tell([Address("member", None, mark.person_id)], text)


def window_is_over(case: Any, post: Post) -> Iterable[Lack]:
    if case.objections_until and clock.today() <= case.objections_until:
        yield Lack(_("异议期到{day}为止，过了才能审定。").format(day=clock.day_words(case.objections_until)))


def objections_answered(case: Any, post: Post) -> Iterable[Lack]:
    names = list(
        DutyObjection.objects.filter(of_year=case.pk, state="raised").values_list("person__name", flat=True)[:5]
    )
    if names:
        yield Lack(_("{names}的异议还没有答复。").format(names="、".join(names)))


def settle(act: Act) -> None:
    """Points, places, grades and what is lacking are fixed, with a digest of it all sealed in the ledger by a step of its own."""
    year = act.case
    sums, there, wanted = posting.totals(year), done(year), asked(year)
    free, out = people.waived(year), people.exempt(year, act.on or clock.today())
    marks = _marks(act)
    for mark in marks:
        short = lacking(wanted, there, free, mark.person_id)
        act.change(mark, points=sums.get(mark.person_id, Decimal(0)), lacking=short, exempt=out.get(mark.person_id, ""))
    for rank, mark in ranked(marks):
        act.change(mark, rank=rank, grade=grade(act.committee, mark.points, act.on))
    for mark in marks:
        act.move(mark, "settle")
    digest = digest_of(marks)
    act.change(sha256=digest, decision=act.facts.get("decision", ""))
    act.move(year, "freeze", sha256=digest, members=str(len(marks)))


def ranked(marks: Iterable[Any]) -> list[tuple[int, Any]]:
    """(place, mark), the best first; equal points share a place. Whoever is exempt has none (R-187)."""
    found = sorted((one for one in marks if not one.exempt), key=lambda one: (-one.points, one.person_id))
    places: list[tuple[int, Any]] = []
    for number, mark in enumerate(found, 1):
        same = bool(places) and places[-1][1].points == mark.points
        places.append((places[-1][0] if same else number, mark))
    return places


def grade(committee: Any, points: Decimal, on: Any = None) -> str:
    rows = parameters.get(committee, "P-47", on)
    return str(next((label for _code, label, floor in rows if points >= Decimal(floor)), rows[-1][1]))


def digest_of(marks: Iterable[Any]) -> str:
    """SHA-256 (hex) of the marks in the order of their people: canonical JSON of person, points, place, grade, exemption, lacking."""
    rows = [
        {"person": one.person_id, "points": f"{Decimal(one.points):.2f}", "rank": one.rank, "grade": one.grade, "exempt": one.exempt,
         "lacking": one.lacking}
        for one in sorted(marks, key=lambda one: one.person_id)
    ]  # fmt: skip
    return sha256(json.dumps(rows, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def to_name(case: Any, post: Post) -> list[tuple[int, str]]:
    """Those with a place, the best first, each with the evidence in a line."""
    rows = DutyMark.objects.filter(of_year=case.pk, rank__isnull=False).select_related("person").order_by("rank", "pk")
    words = _("第 {rank} 名 {name}，{points} 分，{grade}")
    return [
        (row.person_id, words.format(rank=row.rank, name=row.person.name, points=row.points, grade=row.grade))
        for row in rows
    ]


def publish(act: Act) -> None:
    """The grades are told to each; those who were named model members are dated rows with their reasons."""
    facts = act.facts
    names = dict(Person.objects.filter(pk__in=facts.get("models") or ()).values_list("pk", "name"))
    for person in names:
        act.dated(ModelMember, person_id=person, words=facts.get("words", ""))
        act.tell([Address("member", None, person)], _("您被评为 {year} 年标兵委员。").format(year=act.case.year))
    for mark in DutyMark.objects.filter(of_year=act.case.pk).exclude(grade=""):
        text = _("{year} 年履职等次：{grade}，{points} 分。").format(
            year=act.case.year, grade=mark.grade, points=mark.points
        )
        act.tell([Address("member", None, mark.person_id)], text)


def reasons_given(act: Act) -> None:
    if act.facts.get("models") and not act.facts.get("words"):
        sentence = _("评了标兵委员，请把理由写在一起：各人做了什么，凭什么评。")
        raise Missing(sentence, {"words": sentence})


def kept_for_good(case: Any) -> Iterable[Lack]:
    """An activity of a year that is settled stays settled: a published evaluation is not pulled from under anybody."""
    year = DutyYear.objects.filter(committee=case.committee_id, year=case.meets_on.year).first()
    if year is not None and year.state not in posting.OPEN:
        yield Lack(
            _("{year} 年的履职已经审定，按它算过分的会不能再打开。要更正，请由本人提异议，或记到今年。").format(
                year=year.year
            )
        )


def on_settling(act: Act) -> None:
    """The entries of those who were there, or were asked to be, follow at once."""
    year = posting.year_of(act.committee, act.case.meets_on.year)
    if year is None or year.state not in posting.OPEN:
        return
    some = frozenset({act.case.pk})
    settled = act.step.name == "settle"
    also, but = (some, frozenset[int]()) if settled else (frozenset[int](), some)
    why = "" if settled else _("《{title}》重新打开").format(title=act.case.title[:100])
    kind = act.case.activity_kind
    sources = [f"{what}.{kind}" for what in ("came", "leave", "absent", "spoke", "wrote")]
    posting.post(act, year, settling.people_of(act.case), why=why, also=also, but=but, sources=sources)


settling.SETTLED.append(on_settling)
settling.KEPT.append(kept_for_good)
