"""A small invented district for tests: a committee, its posts, and cases walked to any state through the one door.

def test_…(district):
    proposal = district.proposal("handling")          # walked by the posts that really take each step
    district.act(proposal.lead, "contact", …)         # as whoever owes or may take it
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from typing import Any

from huiyin.handling.models import ANSWERING, Assignment
from huiyin.kernel import clock
from huiyin.kernel.act import act, open_case
from huiyin.kernel.models import (
    Attachment,
    Committee,
    Event,
    Organisation,
    ParameterValue,
    Period,
    Person,
    Post,
)
from huiyin.people.models import Member, Unit
from huiyin.places.models import Site
from huiyin.proposals.models import Proposal
from huiyin.suggestions.models import Suggestion

_counter = count(1)


@dataclass
class District:
    """Build it with `District.build()`; every post is an attribute: member, office, director, reviewer, assigning, …"""

    committee: Committee
    session: Period
    government: Organisation
    party: Organisation
    site: Any = None
    units: list[Unit] = field(default_factory=list)
    posts: dict[str, Post] = field(default_factory=dict)

    @classmethod
    def build(cls, code: str = "") -> "District":
        code = code or f"chengjiang{next(_counter)}"
        committee = Committee.objects.create(code=code, name="政协澄江区委员会", short="澄江区政协", place="澄江区")
        session = Period.objects.create(
            committee=committee, kind="session", code="9-5", name="九届五次会议", year=2026,
            opens=date(2026, 1, 12), closes=date(2026, 1, 15),
        )  # fmt: skip
        government, party = (
            Organisation.objects.create(committee=committee, kind="assigning", name=name)
            for name in ("区政府督查室", "区委办公室")
        )
        built = cls(committee, session, government, party)
        built.units = [
            Unit.objects.create(committee=committee, kind="unit", name=name, parent=office, branch=branch)
            for name, office, branch in (
                ("住房城乡建设局", government, "government"),
                ("财政局", government, "government"),
                ("市场监督管理局", government, "government"),
                ("区委宣传部", party, "party"),
            )
        ]
        built.site = Site.objects.create(
            committee=committee, kind="site", name="城北街道委员联络站", door=f"door{next(_counter)}"
        )
        built._fill()
        return built

    def _fill(self) -> None:
        for name, role, organisation, person in (
            ("member", "member", None, "林知夏"),
            ("other_member", "member", None, "周其远"),
            ("office", "proposal_office", None, "何佩"),
            ("director", "proposal_director", None, "苏明远"),
            ("reviewer", "reviewer", None, "方立"),
            ("leader", "leader", None, "高副主席"),
            ("assigning", "assigning", self.government, "邹督查"),
            ("other_assigning", "assigning", self.party, "钱主任"),
            ("unit", "unit", self.units[0], "秦联络"),
            ("co_unit", "unit", self.units[1], "许联络"),
            ("third_unit", "unit", self.units[2], "施联络"),
            ("unit_head", "unit_head", self.units[0], "陶局长"),
            ("station", "station", self.site, "柳站长"),
            ("general", "general_office", None, "钟办公"),
            ("info", "info_office", None, "文编辑"),
            ("secretary", "secretary", None, "温秘书长"),
            ("system_admin", "system_admin", None, "孟系统"),
            ("security_admin", "security_admin", None, "孔安全"),
            ("audit_admin", "audit_admin", None, "曾审计"),
        ):
            self.posts[name] = self.post(role, organisation, person)
        for name in ("member", "other_member"):
            Member.objects.create(committee=self.committee, person=self.posts[name].person, begins=date(2021, 12, 1))

    def __getattr__(self, name: str) -> Post:
        try:
            return self.__dict__["posts"][name]
        except KeyError:
            raise AttributeError(name) from None

    def post(self, role: str, organisation: Organisation | None = None, name: str = "", **more: Any) -> Post:
        """A new person in a new post."""
        username = f"{self.committee.code}-{role}-{next(_counter)}"
        person = more.pop("person", None) or Person.objects.create(
            username=username, name=name or username, email=f"{username}@example.org"
        )
        title = f"{organisation.name} {role}" if organisation else role
        return Post.objects.create(
            committee=self.committee, person=person, role=role, organisation=organisation, title=title, **more
        )

    def set(self, code: str, value: Any, since: date = date(2020, 1, 1)) -> None:
        """Decide a parameter, from a day on."""
        ParameterValue.objects.create(
            committee=self.committee, code=code, value=value, valid_from=since, recorded_at=clock.now()
        )
        self.committee.rules_version += 1
        self.committee.save()

    def scan(self, case: Any, name: str = "答复.pdf") -> Attachment:
        """A file of a case (its content is nowhere; only the row counts here)."""
        return Attachment.objects.create(
            committee=self.committee, case=case, label="scan", name=name, sha256="0" * 64, size=1,
            content_type="application/pdf", path=f"{self.committee.code}/scan", added_at=clock.now(),
        )  # fmt: skip

    def draft(self, title: str = "关于推进老旧小区加装电梯的提案", **values: Any) -> Proposal:
        values = {
            "session": self.session, "first_person": self.member.person, "proposers": self.member.person.name,
            "situation": "全区六层以上无电梯住宅 812 栋。", "analysis": "居民意见不一，资金缺口大。",
            "items": ["建立一站式受理窗口", "设立加装补助资金"],
        } | values  # fmt: skip
        author = next((p for p in self.posts.values() if p.person == values["first_person"]), self.office)
        return open_case("proposal", as_=author, title=title, session=values.pop("session"), row=values)

    def proposal(self, state: str = "draft", **options: Any) -> Proposal:
        """A proposal walked to that state. Options: lead, co, separate (units), rating, title, and the draft's fields."""
        walk = Walk(self, {name: options.pop(name) for name in ("lead", "co", "separate", "rating") if name in options})
        walk.proposal = self.draft(**options)
        for step in walk.road(state):
            step()
        walk.proposal.refresh_from_db()
        walk.proposal.committee = self.committee
        if walk.proposal.state != state:
            raise AssertionError(f"asked for {state}, walked to {walk.proposal.state}")
        return walk.proposal

    def parts(self, proposal: Proposal) -> list[Assignment]:
        """The proposal's assignments, the answering ones first."""
        rows = Assignment.objects.filter(parent=proposal.pk).select_related("unit").order_by("pk")
        return sorted(rows, key=lambda row: row.role not in ANSWERING)

    def lead(self, proposal: Proposal) -> Assignment:
        return self.parts(proposal)[0]

    def unit_post(self, assignment: Assignment, role: str = "unit") -> Post:
        """The post that acts for an assignment's unit; made when there is none."""
        found = Post.objects.filter(committee=self.committee, role=role, organisation=assignment.unit_id).first()
        return found or self.post(role, assignment.unit)

    def answer(self, assignment: Assignment, **facts: Any) -> dict[str, Any]:
        """The facts of a whole reply, every suggestion answered."""
        rows = Suggestion.objects.filter(case=assignment.parent_id, until=None).order_by("position")
        points = [
            {"suggestion": row.pk, "adoption": "adopted", "text": "已列入今年计划，九月底前办成。"} for row in rows
        ]
        return {
            "doc_number": f"澄住建函〔2026〕{next(_counter)}号", "result": "A", "points": points, "contact_name": "秦联络",
            "contact_phone": "0000-1234567", "publicity": "open", "scan": self.scan(assignment),
        } | facts  # fmt: skip

    def talk(self, **facts: Any) -> dict[str, Any]:
        """The facts of a visit to the proposer."""
        return {
            "on": clock.today(), "way": "visit", "phase": "during", "ours": "秦联络", "said": "逐条说了办法", "view": "agrees",
        } | facts  # fmt: skip


class Walk:
    """The road of one proposal: what has to be done, by whom, before it stands in a state."""

    def __init__(self, district: District, options: dict[str, Any]) -> None:
        self.d, self.proposal = district, None
        self.rating = options.get("rating", "satisfied")
        if separate := options.get("separate"):
            self.plan = {"separate": [unit.pk for unit in separate]}
        else:
            self.plan = {
                "lead": options.get("lead", district.units[0]).pk,
                "co": [unit.pk for unit in options.get("co", [district.units[1]])],
            }

    def road(self, state: str) -> list[Callable[[], Any]]:
        main = {
            "draft": self.nothing, "submitted": self.submit, "review_f": self.accept_and_review, "filed": self.file, "planned": self.propose,
            "assigned": self.assign, "handling": self.sign_in, "replied": self.reply, "closed": self.rate, "archived": self.archive,
        }  # fmt: skip
        aside = {
            "returned": ("submitted", self.send_back), "withdrawn": ("submitted", self.withdraw),
            "not_filed": ("review_f", self.decline), "informed": ("not_filed", self.inform),
            "rehandle": ("replied", self.displease), "ruling": ("rehandle", self.displease_again),
            "review_1": ("submitted", self.accept), "review_2": ("review_1", self.review),
        }  # fmt: skip
        if state in aside:
            before, step = aside[state]
            return [*self.road(before), step]
        names = list(main)
        return [main[name] for name in names[: names.index(state) + 1]]

    def do(self, step: str, post: Post, case: Any = None, **facts: Any) -> Event:
        return act(case or self.proposal, step, as_=post, **facts)

    def nothing(self) -> None: ...

    def submit(self) -> None:
        self.do("submit", self.d.member, publish_wish="yes", no_secret=True)

    def accept(self) -> None:
        self.do("accept", self.d.office)

    def accept_and_review(self) -> None:
        self.accept()
        while self.proposal.state != "review_f":
            self.review()

    def review(self) -> None:
        self.do(self.proposal.state, self.d.reviewer, opinion="file")

    def file(self) -> None:
        self.do("file", self.d.director, subject="城乡建设与环境资源")

    def propose(self) -> None:
        self.do("plan", self.d.office, **self.plan)

    def assign(self) -> None:
        self.do("assign", self.office_in_charge(), **self.plan)

    def office_in_charge(self) -> Post:
        self.proposal.refresh_from_db()
        return self.d.assigning if self.proposal.assigning_office_id == self.d.government.pk else self.d.other_assigning

    def parts(self) -> list[Assignment]:
        return self.d.parts(self.proposal)

    def sign_in(self) -> None:
        for part in self.parts():
            self.do("sign_in", self.d.unit_post(part), part)

    def reply(self) -> None:
        for part in reversed(self.parts()):
            unit = self.d.unit_post(part)
            if part.role == "co":
                if part.state == "working":
                    self.do("co_opinion", unit, part, text="同意主办单位的意见。")
                continue
            self.do("contact", unit, part, **self.d.talk())
            self.do("reply", unit, part, **self.d.answer(part))
            part.refresh_from_db()
            if part.state == "signing":
                self.do("sign", self.d.unit_post(part, "unit_head"), part, doc_number=f"函{next(_counter)}")
            if part.state == "audit":
                self.do("pass_reply", self.office_in_charge(), part)

    def rate(self, rating: str = "") -> None:
        self.do("rate", self.d.member, rating=rating or self.rating, words="请再看一看第一条。")

    def displease(self) -> None:
        self.rate("dissatisfied")

    def displease_again(self) -> None:
        self.reply()
        self.rate("dissatisfied")

    def archive(self) -> None:
        self.do("archive", self.d.office)

    def send_back(self) -> None:
        self.do("return_", self.d.office, reasons=["vague"], words="请把建议写具体。")

    def withdraw(self) -> None:
        self.do("withdraw", self.d.member, why="已经另行反映。")

    def decline(self) -> None:
        self.do("decline", self.d.director, reasons=["duplicate"], words="去年已经答复。", disposition="reference")

    def inform(self) -> None:
        self.do("inform", self.d.office, words="您的意见已转有关单位参考。")
