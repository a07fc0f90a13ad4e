"""A district of a hundred years, made fast: `python -m benchmarks.seed HOME [proposals]`. Invented throughout, with a sealed chain that verifies.

100,000 proposals (twenty sessions of 5,000, the last one under way) make two million events. Rows are written as the kernel writes them,
with its own statements and seals, only not act by act.
"""

import os
import random
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

SESSIONS = 20
CHUNK = 500
UNITS, MEMBERS = 60, 400
# How far the proposals of the session under way have come, in parts of a hundred.
UNDER_WAY = (
    ("submitted", 6),
    ("review_f", 6),
    ("filed", 6),
    ("planned", 6),
    ("handling", 50),
    ("replied", 8),
    ("archived", 18),
)
ROAD = ("draft", "submitted", "review_f", "filed", "planned", "assigned", "handling", "replied", "closed", "archived")
STEPS = ("open", "submit", "accept", "file", "plan", "assign", "take_up", "answered", "rate", "archive")
DAYS = (0, 1, 3, 12, 20, 30, 34, 90, 100, 120)
OWED = {
    "submitted": ("accept", "proposal_office", "P-ACK", "2wd", 2), "review_f": ("file", "proposal_director", "P-REVIEW", "15d", 15),
    "filed": ("plan", "proposal_office", "P-PLAN", "10wd", 14), "planned": ("assign", "assigning", "P-08", "30d", 30),
    "replied": ("rate", "member", "P-22", "15wd", 21), "closed": ("archive", "proposal_office", "P-ARCHIVE", "90d", 90),
}  # fmt: skip
TOPICS = [
    "老旧小区电梯",
    "社区食堂补贴",
    "农村客运班线",
    "托幼机构备案",
    "背街小巷停车",
    "河道步道",
    "城市书房夜间开放",
    "雨污分流",
    "零工市场",
    "家庭医生签约",
]
ACTS = ["推进", "完善", "规范", "加强", "优化", "支持", "建立", "公开"]

SOONEST = """UPDATE kernel_case SET soonest = (SELECT MIN(due) FROM kernel_todo WHERE case_id = kernel_case.id AND closed_at IS NULL)
    WHERE id IN (SELECT case_id FROM kernel_todo WHERE closed_at IS NULL AND due IS NOT NULL)"""


class Sheet:
    """The rows of one model, waiting to be written with the kernel's own statements."""

    def __init__(self, model: Any) -> None:
        from django.db.models.fields import NOT_PROVIDED

        from huiyin.kernel.batch import _tables

        self.parts = [(sql, [field.attname for field in fields]) for sql, fields in _tables(model)]
        self.base: dict[str, Any] = {}
        for _sql, fields in _tables(model):
            for field in fields:
                given = field.default if field.default is not NOT_PROVIDED and not callable(field.default) else None
                empty = (
                    ""
                    if given is None and not field.null and field.get_internal_type() in ("CharField", "TextField")
                    else given
                )
                self.base[field.attname] = (
                    "[]" if field.get_internal_type() == "JSONField" and field.default is list else empty
                )
        self.rows: list[dict[str, Any]] = []

    def add(self, **values: Any) -> None:
        self.rows.append(self.base | values)

    def write(self, cursor: Any) -> None:
        for sql, names in self.parts:
            cursor.executemany(sql, [tuple([row[name] for name in names]) for row in self.rows])
        self.rows.clear()


class Seeder:
    """One committee, its people, and its cases in the order of time."""

    def __init__(self, count: int) -> None:
        from huiyin.handling import models as handling
        from huiyin.kernel import models as kernel
        from huiyin.proposals import models as proposals
        from huiyin.suggestions import models as suggestions

        self.dice, self.count = random.Random(7), count
        named = {
            "proposal": proposals.Proposal, "sponsor": proposals.Sponsor, "part": handling.Assignment, "contact": handling.Contact, "reply": handling.Reply,
            "result": handling.ResultClass, "rating": handling.Rating, "opinion": handling.CoOpinion, "suggestion": suggestions.Suggestion,
            "stay": kernel.Stay, "todo": kernel.Todo, "facet": kernel.Facet, "notice": kernel.Notice, "event": kernel.Event, "number": kernel.Number,
        }  # fmt: skip
        self.sheets = {name: Sheet(model) for name, model in named.items()}
        self.seq, self.seal = 0, "0" * 64

    def people(self) -> None:
        """The committee and its posts, by the ordinary means."""
        from huiyin.kernel.models import Chain, Committee, Organisation, Period, Person, Post
        from huiyin.people.models import Unit

        self.committee = Committee.objects.create(
            code="bench", name="政协样例区委员会", short="样例区政协", place="样例区"
        )
        Chain.objects.create(committee=self.committee)
        offices = [
            Organisation.objects.create(committee=self.committee, kind="assigning", name=name)
            for name in ("政府督查室", "党委办公室")
        ]
        self.units = [
            Unit.objects.create(committee=self.committee, kind="unit", name=f"样例{n}局", parent=offices[n % 2])
            for n in range(UNITS)
        ]
        self.sessions = [
            Period.objects.create(committee=self.committee, kind="session", code=f"{y // 5}-{y % 5 + 1}", name=f"{y // 5}届{y % 5 + 1}次会议", year=2007 + y, opens=self.opens(y))
            for y in range(SESSIONS)
        ]  # fmt: skip

        def post(role: str, organisation: Any = None, name: str = "") -> Any:
            person = Person.objects.create(
                username=f"{role}{organisation.pk if organisation else ''}{name}", name=name or role
            )
            return Post.objects.create(
                committee=self.committee, person=person, role=role, organisation=organisation, title=role
            )

        self.members = [post("member", name=f"委员{n}") for n in range(MEMBERS)]
        self.posts = {role: post(role) for role in ("proposal_office", "proposal_director", "reviewer", "leader")}
        self.assigning: dict[Any, Any] = {office.pk: post("assigning", office) for office in offices}
        self.unit_posts: dict[Any, Any] = {unit.pk: post("unit", unit) for unit in self.units}

    def opens(self, year: int) -> date:
        """The last session opened ninety days ago, so that its clocks run now."""
        return date.today() - timedelta(days=90 + 365 * (SESSIONS - 1 - year))

    def cases(self) -> Iterator[int]:
        """Writes everything, and says how many proposals stand."""
        from django.db import connection, transaction

        each = self.count // SESSIONS
        done = 0
        for number, session in enumerate(self.sessions):
            last = number == SESSIONS - 1
            for start in range(0, each, CHUNK):
                for n in range(start, min(start + CHUNK, each)):
                    self.proposal(session, n + 1, self.state() if last else "archived", last)
                    done += 1
                with transaction.atomic(), connection.cursor() as cursor:
                    for sheet in self.sheets.values():
                        sheet.write(cursor)
                    cursor.execute(
                        "UPDATE kernel_chain SET seq = %s, seal = %s WHERE committee_id = %s",
                        [self.seq, self.seal, self.committee.pk],
                    )
                yield done

    def state(self) -> str:
        return self.dice.choices([name for name, _ in UNDER_WAY], [part for _, part in UNDER_WAY])[0]

    def proposal(self, session: Any, n: int, state: str, last: bool) -> None:
        from huiyin.kernel.ids import new_id

        dice, road = self.dice, ROAD[: ROAD.index(state) + 1]
        pk, member = new_id(), dice.choice(self.members)
        lead, co = dice.sample(self.units, 2)
        begins = session.opens + timedelta(days=dice.randrange(0, 50 if last else 60))
        day = lambda i: begins + timedelta(days=DAYS[i])  # noqa: E731
        number = f"{n:04}" if len(road) > 3 else ""
        subject = dice.choice(("经济建设", "城乡建设与环境资源", "教科文卫体", "社会法制", "农业农村", "其他"))
        title = f"关于{dice.choice(ACTS)}{dice.choice(TOPICS)}的提案（{session.code} 第 {n} 件）"
        actors = (member, member, self.posts["proposal_office"], self.posts["proposal_director"], self.posts["proposal_office"],
                  self.assigning[lead.parent_id], self.assigning[lead.parent_id], self.assigning[lead.parent_id], member, self.posts["proposal_office"])  # fmt: skip
        owed = OWED.get(state)
        due = day(len(road) - 1) + timedelta(days=owed[4]) if owed else None
        parts = len(road) > 5
        if state == "handling":
            due = day(5) + timedelta(days=92)
        self.sheets["proposal"].add(
            id=pk, case_ptr_id=pk, committee_id=self.committee.pk, kind="proposal", root_id=pk, session_id=session.pk, number=number, title=title,
            state=state, version=len(road), owner_role=owed[1] if owed else ("unit" if state == "handling" else ""),
            owner_organisation_id=lead.pk if state == "handling" else (lead.parent_id if owed and owed[1] == "assigning" else None),
            owner_person_id=member.person_id if owed and owed[1] == "member" else None, due=self.d(due), opened_at=self.t(day(0)),
            moved_at=self.t(day(len(road) - 1)), finished=state == "archived", proposal_kind=dice.choice(("individual", "individual", "joint", "sector")),
            proposers=member.person.name, first_person_id=member.person_id, subject=subject, intake_number=f"{n:04}",
            situation="全区有这样的情况。" * 30, analysis="原因在于几个方面。" * 30, items='["建立台账","安排资金","公开进度"]',
            planned=f'{{"lead":{lead.pk},"co":[{co.pk}],"separate":[]}}' if len(road) > 4 else "{}", key=n % 40 == 0,
            form="lead" if parts else "", assigning_office_id=lead.parent_id if len(road) > 4 else None, lead_unit_id=lead.pk if parts else None,
            unit_names=f"{lead.name}、{co.name}" if parts else "", rounds=1 if len(road) > 7 else 0, submitted_on=self.d(day(1)),
            filed_on=self.d(day(3)) if number else None, assigned_on=self.d(day(5)) if parts else None, replied_on=self.d(day(7)) if len(road) > 7 else None,
        )  # fmt: skip
        before = ""
        for i, name in enumerate(road):
            event = self.event(pk, "proposal", STEPS[i], before, name, day(i), actors[i])
            self.stay(pk, "proposal", name, day(i), day(i + 1) if i + 1 < len(road) else None, event)
            if name in OWED:
                self.todo(
                    pk, "proposal", OWED[name], lead, member, day(i), day(i + 1) if i + 1 < len(road) else None, event
                )
            before = name
            if parts and name == "assigned":
                self.part(pk, session, number, title, lead, "lead", day, state, event)
                self.part(pk, session, number, title, co, "co", day, state, event)
        self.around(pk, member, subject, number, session, n, day, len(road))

    def part(
        self, parent: int, session: Any, number: str, title: str, unit: Any, role: str, day: Any, state: str, event: int
    ) -> None:
        """A unit's assignment: signed, talked over, answered, audited; or still in hand."""
        from huiyin.kernel.ids import new_id

        pk, post, office = new_id(), self.unit_posts[unit.pk], self.assigning[unit.parent_id]
        road = [("open", "", "pending", 5, office), ("sign_in", "pending", "working", 6, post)]
        finished = state != "handling"
        if role == "lead":
            road += [("contact", "working", "working", 6, post)]
            road += [("urge", "working", "working", 7, office)] * 3 if finished else []
            road += (
                [("reply", "working", "audit", 7, post), ("pass_reply", "audit", "done", 7, office)] if finished else []
            )
        elif finished or self.dice.random() < 0.6:
            road += [("co_opinion", "working", "done", 6, post)]
        at, within = road[-1][2], 92 if role == "lead" else 30
        due = day(5) + timedelta(days=within) if at == "working" else None
        self.sheets["part"].add(
            id=pk, case_ptr_id=pk, committee_id=self.committee.pk, kind="assignment", parent_id=parent, root_id=parent, session_id=session.pk, number=number,
            title=title, whole_id=parent, state=at, version=len(road), owner_role="unit" if due else "", owner_organisation_id=unit.pk if due else None, due=self.d(due),
            opened_at=self.t(day(5)), moved_at=self.t(day(road[-1][3])), finished=False, unit_id=unit.pk, role=role, handed_on=self.d(day(5)),
            assigned_by_id=unit.parent_id, answered_on=None if at == "working" else self.d(day(7)),
        )  # fmt: skip
        for i, (step, before, after, when, actor) in enumerate(road):
            done = self.event(pk, "assignment", step, before, after, day(when), actor)
            if before != after:
                later = next((row[3] for row in road[i + 1 :] if row[1] != row[2]), None)
                self.stay(pk, "assignment", after, day(when), day(later) if later else None, done)
        reply = (
            "reply" if role == "lead" else "co_opinion",
            "unit",
            "P-11" if role == "lead" else "P-14",
            "3m" if role == "lead" else "30d",
            within,
        )
        self.todo(pk, "assignment", reply, unit, None, day(5), None if due else day(7), event)
        self.todo(pk, "assignment", ("sign_in", "unit", "P-SIGN", "3wd", 5), unit, None, day(5), day(6), event)
        if role == "lead" and finished:
            self.answered(pk, unit, day)

    def answered(self, pk: int, unit: Any, day: Any) -> None:
        """What a lead unit left behind: a talk, a reply, its class."""
        self.dated("contact", pk, day(6), on=self.d(day(6)), way="visit", phase="during", view="agrees")
        self.dated(
            "reply",
            pk,
            day(7),
            organisation_id=unit.pk,
            round=1,
            doc_number=f"样{pk}号",
            result="A",
            points="[]",
            publicity="open",
            delivered_at=self.t(day(7)),
        )
        self.dated(
            "result",
            pk,
            day(7),
            organisation_id=unit.pk,
            letter="A",
            tag=self.dice.choice(("solved", "solved", "in_progress", "deferred")),
            given="first",
        )

    def around(
        self, pk: int, member: Any, subject: str, number: str, session: Any, n: int, day: Any, reached: int
    ) -> None:
        """The dated rows that figures count, numbers and notices."""
        from huiyin.kernel.ids import new_id

        self.dated("sponsor", pk, day(1), position=1, person_id=member.person_id, name=member.person.name)
        for name, value in (
            ("kind", "individual"),
            ("meeting", "session"),
            ("subject", subject),
            *((("key", "yes"),) if n % 40 == 0 else ()),
        ):
            self.dated("facet", pk, day(1), name=name, value=value)
        for position in (1, 2, 3):
            self.dated("suggestion", pk, day(1), position=position, text="建立台账")
        if reached > 8:
            self.dated(
                "rating",
                pk,
                day(8),
                value=self.dice.choice(("satisfied", "satisfied", "basically", "dissatisfied")),
                round=1,
                person_id=member.person_id,
                faults="[]",
                on_paper=False,
            )
        for i in range(1, min(reached, 5)):
            self.sheets["notice"].add(
                id=new_id(), committee_id=self.committee.pk, case_id=pk, role="member", person_id=member.person_id, text="有了新的进展", written_at=self.t(day(i)),
                read_at=self.t(day(i)) if self.dice.random() < 0.97 else None, sent_at=self.t(day(i)),
            )  # fmt: skip
        if number:
            self.sheets["number"].add(
                id=new_id(),
                committee_id=self.committee.pk,
                series=f"case:{session.code}",
                value=n,
                text=number,
                case_id=pk,
                given_at=self.t(day(3)),
            )

    def event(self, case: int, kind: str, step: str, before: str, after: str, at: date, post: Any) -> int:
        from huiyin.kernel.ids import new_id
        from huiyin.kernel.seal import seal_of

        pk, self.seq = new_id(), self.seq + 1
        moment = f"{at} 02:00:00.000000"
        organisation = post.organisation_id
        values = [
            self.seq,
            pk,
            case,
            kind,
            step,
            before,
            after,
            moment,
            moment,
            post.pk,
            post.person_id,
            organisation,
            None,
            "entered",
            "{}",
            "",
            None,
            None,
        ]
        self.seal = seal_of(self.seal, self.committee.code, values)
        self.sheets["event"].add(
            id=pk, committee_id=self.committee.pk, seq=self.seq, case_id=case, kind=kind, step=step, from_state=before, to_state=after, at=self.t(at),
            recorded_at=self.t(at), post_id=post.pk, person_id=post.person_id, organisation_id=organisation, source="entered", facts="{}", seal=self.seal,
        )  # fmt: skip
        return pk

    def stay(self, case: int, kind: str, state: str, entered: date, left: date | None, event: int) -> None:
        from huiyin.kernel.ids import new_id

        self.sheets["stay"].add(
            id=new_id(), committee_id=self.committee.pk, case_id=case, kind=kind, state=state, entered_at=self.t(entered), left_at=self.t(left), here=left is None,
            recorded_at=self.t(entered), event_id=event,
        )  # fmt: skip

    def todo(
        self, case: int, kind: str, owe: Any, unit: Any, member: Any, opened: date, closed: date | None, event: int
    ) -> None:
        from huiyin.kernel.ids import new_id

        step, role, rule, span, days = owe
        due = opened + timedelta(days=days)
        self.sheets["todo"].add(
            id=new_id(), committee_id=self.committee.pk, case_id=case, kind=kind, step=step, role=role, opened_at=self.t(opened), event_id=event, rule=rule,
            organisation_id=unit.pk if role == "unit" else unit.parent_id if role == "assigning" else None,
            person_id=member.person_id if role == "member" else None, span=span, starts=self.d(opened), due=self.d(due),
            alarm_on=None if closed else self.d(due), closed_at=self.t(closed), closed_by=event if closed else None,
        )  # fmt: skip

    def dated(self, sheet: str, case: int, at: date, **values: Any) -> None:
        from huiyin.kernel.ids import new_id

        self.sheets[sheet].add(
            id=new_id(),
            committee_id=self.committee.pk,
            case_id=case,
            at=self.t(at),
            recorded_at=self.t(at),
            event_id=case,
            **values,
        )

    def t(self, day: date | None) -> Any:
        """Ten in the morning, as this database keeps moments."""
        if day is None:
            return None
        return f"{day} 02:00:00" if self.sqlite else datetime(day.year, day.month, day.day, 2, tzinfo=UTC)

    def d(self, day: date | None) -> Any:
        return day.isoformat() if day and self.sqlite else day

    @property
    def sqlite(self) -> bool:
        from django.db import connection

        return connection.vendor == "sqlite"


def home_of(count: int) -> Path:
    import tempfile

    return Path(os.environ.get("HUIYIN_BENCH_HOME") or Path(tempfile.gettempdir()) / f"huiyin-bench-{count}")


def start(home: Path) -> None:
    """Django, with that home."""
    os.environ["HUIYIN_HOME"] = str(home)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.config.settings")
    os.environ.setdefault("HUIYIN_HOSTS", "testserver")  # the name by which the test client calls
    import django

    django.setup()


def seed(count: int) -> None:
    """An empty database becomes the district; one that holds it stays. Prints how far it is."""
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    from huiyin.kernel.models import Committee

    if Committee.objects.filter(code="bench").exists():
        return
    began, seeder = time.perf_counter(), Seeder(count)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=OFF")
    seeder.people()
    for done in seeder.cases():
        if done % 10_000 == 0:
            print(f"{done} proposals, {seeder.seq} events, {time.perf_counter() - began:.0f} s", file=sys.stderr)
    with connection.cursor() as cursor:
        cursor.execute(SOONEST)
        cursor.execute("ANALYZE")
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA synchronous=FULL")


if __name__ == "__main__":
    size = int(sys.argv[2]) if len(sys.argv) > 2 else 100_000
    start(Path(sys.argv[1]) if len(sys.argv) > 1 else home_of(size))
    seed(size)
