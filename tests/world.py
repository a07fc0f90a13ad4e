"""A district with one thing of every sort that an address can name; and a neighbour, none of whose words may ever be seen in it."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db.models import F, Value
from django.db.models.functions import Concat
from django.urls import reverse

from huiyin.activities.models import Activity
from huiyin.annual.models import ReportTemplate, WorkReport
from huiyin.consultations.models import CaseStudy, Consultation, Deliberation
from huiyin.consultations.raising import raise_topic
from huiyin.desk.annual.templates import keep
from huiyin.duties.beginning import begin
from huiyin.exchange import packages
from huiyin.exchange.models import Package
from huiyin.handling.models import Assignment, Publication, Urging
from huiyin.initiatives.models import Programme
from huiyin.kernel import clock, ledger
from huiyin.kernel.act import act, open_case
from huiyin.kernel.models import Attachment, Event, Organisation, Period, Person
from huiyin.opinions.models import OpinionReport
from huiyin.oversight import voting
from huiyin.oversight.balloting import begin as ballot
from huiyin.oversight.models import Ballot, Entitled, OversightLetter, Squad
from huiyin.plans.raising import begin as begin_plan
from huiyin.plans.raising import raise_topic as plan_topic
from huiyin.proposals.models import Meeting, Proposal
from huiyin.reception.models import Voice
from huiyin.reception.raising import public_post, raise_voice
from huiyin.registers.keeping import keep as keep_line
from huiyin.registers.models import Record
from huiyin.registers.shape import REGISTERS
from huiyin.research.models import ResearchTask
from tests.annual.words import docx, sent
from tests.cultivation import walks as cultivation_walks
from tests.district import District
from tests.initiatives import walks as initiatives
from tests.opinions import reports
from tests.orders import walks as order_walks
from tests.oversight import walks as oversight
from tests.research import walks as research

NEIGHBOUR = "鹿鸣"
"""Stands in every name, title and sentence of the neighbour, and in nothing of ours."""
SHARED = "加装电梯"
"""Stands in titles of both, so that a search for it has both to choose from."""
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@dataclass
class World:
    district: District
    answered: Proposal
    waiting: Proposal
    draft: Proposal
    part: Assignment
    paper: Attachment
    event: Event
    voice: Voice
    notice: Urging
    meeting: Meeting
    annual: WorkReport
    office_word: ReportTemplate
    report: OpinionReport
    begun: OpinionReport
    consultation: Consultation
    activity: Activity
    squad: Squad
    advice: OversightLetter
    ballot: Ballot
    action: Programme
    research: ResearchTask
    package: Package
    donation: Record

    @classmethod
    def build(cls, mark: str = "") -> "World":
        """`mark` stands in front of everything that has a name. A reply awaits its rating, a draft its author, a case its office."""
        district = District.build()
        if mark:
            rename(district, mark)
        words = {
            "situation": f"{mark}全区六层以上无电梯住宅 812 栋。", "analysis": f"{mark}居民意见不一，资金缺口大。",
            "items": [f"{mark}建立一站式受理窗口", f"{mark}设立加装补助资金"],
        }  # fmt: skip
        answered = district.proposal("replied", title=f"关于{mark}老旧小区{SHARED}的提案", **words)
        waiting = district.proposal("submitted", title=f"关于{mark}{SHARED}维护的提案", **words)
        district.proposal("handling", title=f"关于{mark}{SHARED}补助的提案", **words)
        draft = district.draft(title=f"关于{mark}村口{SHARED}的提案", **words)
        part = district.lead(answered)
        event = Event.objects.filter(case=part.pk, step="reply").get()
        order_walks.published(district, mark=mark)
        cultivate(district, mark)
        begin(district.general, clock.today().year)
        ledger.anchor(district.committee)
        voice = raise_voice(
            public_post(district.committee), words=f"{mark}楼里电梯停了。", channel="qr", site=district.site
        ).voice
        return cls(
            district,
            answered,
            waiting,
            draft,
            part,
            scan_of(part, event),
            event,
            voice,
            notice_of(district, mark),
            meeting_of(district, mark),
            annual_of(district, mark),
            keep(district.office, f"{mark}工作报告", sent(docx(f"{mark}立案{{{{ 立案 }}}}。"))),
            report_of(district, mark),
            reports.draft(district, **marked_words(mark)),
            *consultation_of(district, mark),
            *oversight_of(district, mark),
            ballot_of(district, mark),
            action_of(district, mark),
            research_of(district, mark),
            package_of(district, mark),
            donation_of(district, mark),
        )

    def url(self, name: str) -> str:
        return reverse(name, args=self.args(name))

    def args(self, name: str) -> list[str]:
        d, case = self.district, self.answered.uid
        code = d.committee.code
        number = self.voice.number
        fixed = {
            "anchors": [code],
            **{name: [d.site.uid] for name in ("site", "site_change", "site_keep", "site_door")},
            "voice_door": [d.site.door],
            "activity_here": [self.activity.door],
            "activity_door": [self.activity.uid],
            "activity_sheet": [self.activity.uid],
            "public_consultations": [code],
            "topics": [code],
            "public_leads": [code],
            "subscribe": [code],
            "publication_paragraphs": [Publication.objects.get(part=self.part.pk, what="reply").uid],
            "public_cases_data": [code, "json"],
            "public_consultations_data": [code, "csv"],
            "topic": [code, Deliberation.objects.get(parent=self.consultation.pk).uid],
            "public_consultation": [code, self.answered.uid],
            "consultation_minutes": [self.consultation.uid],
            "consultation_study": [self.consultation.uid],
            "voice_new": [code],
            "receipt": [code],
            "track": [code],
            "track_one": [code, number],
            "track_say": [code, number],
            "wall": [code],
            "wall_feed": [code],
            "wall_data": [code, "json"],
            "public_cases": [code],
            "public_search": [code],
            "public_case": [code, self.answered.uid],
            "settings_body_new": ["unit"],
            "settings_rule": ["P-11"],
            "duty_member": [d.member.person.uid],
            "paper": ["catalogue", "docx"],
            "meeting_hand_over": [self.meeting.uid],
            "meeting_list": [self.meeting.uid, "docx"],
            "urging_letter": [self.notice.uid, "docx"],
            "report": [self.annual.uid],
            "report_check": [self.annual.uid],
            "report_file": [self.annual.uid, "xlsx"],
            "oversight_letter": [self.advice.uid, "docx"],
            "squad": [self.squad.uid],
            "api_figure": ["proposals.filed"],
            "api_cases": ["proposal"],
            "api_case": ["proposal", case],
            "api_do": ["assignment", self.part.uid, "urge"],
            "calendar_feed": ["no-secret-of-anybody"],
            **{name: [self.action.uid] for name in ("programme", "programme_points")},
            "research_paper": [self.research.uid, "docx"],
            **{name: [self.package.uid] for name in ("package", "package_file")},
            **{name: ["donations"] for name in ("register", "register_new", "register_import", "register_sheet")},
            "register_change": [self.donation.uid],
            **{name: [self.ballot.uid] for name in ("ballot_hall", "ballot_paper", "ballot_slips", "ballot_result")},
            **{name: [self.ballot.door] for name in ("ballot_door", "ballot_slip")},
            "report_template": [self.office_word.uid],
            "report_template_file": [self.office_word.uid, "filled"],
            "opinion_write": [self.begun.uid],
            "opinion_issue": [self.report.uid, "docx"],
        }
        named: dict[str, list[str]] = fixed | {
            "do": [self.part.uid, "urge"], "keep": [self.part.uid, "urge"], "void": [self.part.uid, self.event.uid], "draft": [self.draft.uid], "draft_assistant": [self.draft.uid],
            "attachment": [self.paper.uid], "figure": ["proposals.filed"], "figure_export": ["proposals.filed"],
            "settings_person": [d.other_member.person.uid], "settings_person_switch": [d.other_member.person.uid],
            "settings_post_end": [d.other_member.uid], "settings_body": [d.units[3].uid], "settings_body_end": [d.units[3].uid],
            "settings_session": [d.session.uid], "audit_event": [self.event.uid], "evaluation_unit": [d.units[0].uid], "excellent_export": ["xlsx"],
        }  # fmt: skip
        if name in (
            "case",
            "case_alike",
            "case_units",
            "letter",
            "letter_pdf",
            "letter_docx",
            "case_ledger",
            "case_bundle",
        ):
            return [case]
        if name.startswith("settings_import") and name != "settings_imports":
            return ["units"]
        return named.get(name, [])


def rename(district: District, mark: str) -> None:
    """Every person, body and session gets the mark in front of its name, in the database and in the posts at hand."""
    bodies = [*district.units, district.government, district.party, district.site]
    for one in [*(post.person for post in district.posts.values()), *bodies, district.session]:
        one.name = mark + one.name
    marked = Concat(Value(mark), F("name"))
    for rows in (
        Person.objects.filter(posts__committee=district.committee),
        Organisation.objects.filter(committee=district.committee),
        Period.objects.filter(committee=district.committee),
    ):
        type(rows[0]).objects.filter(pk__in=[row.pk for row in rows]).update(name=marked)


def notice_of(district: District, mark: str) -> Urging:
    """An urging notice that is not issued yet: nothing is overdue here."""
    title = f"督办通知书：{mark}"
    return open_case(
        "urging", as_=district.assigning, title=title, unit=district.units[0], assigned_by=district.government
    )


def meeting_of(district: District, mark: str) -> Meeting:
    """A hand-over meeting whose list is empty yet."""
    return open_case(
        "meeting", as_=district.assigning, title=f"{mark}交办会", session=district.session, office=district.government
    )


def cultivate(district: District, mark: str) -> None:
    """A cultivation under way: a draft, a comment, an expert; none of it is handed up."""
    case = cultivation_walks.ready(
        district, f"{mark}停车位按时段共享。", title=f"关于{mark}{SHARED}培育的提案", mark=mark
    )
    act(case, "comment", as_=district.member, opinion=f"{mark}数据要有出处。")


def annual_of(district: District, mark: str) -> WorkReport:
    """A frozen report of three figures."""
    words = f'# {mark}一、立案\n收到{{{{ figure "proposals.received" }}}}，立案率{{{{ figure "proposals.filing_rate" }}}}，办复{{{{ figure "proposals.replied" }}}}。'
    row = {"template": "proposals", "period": "9-5", "as_of": clock.today(), "words": words}
    case = open_case("report", as_=district.office, title=f"{mark}提案工作报告", session=district.session, row=row)
    act(case, "check", as_=district.office)
    act(case, "approve", as_=district.leader, decision=f"{mark}第 16 次主席会议")
    act(case, "freeze", as_=district.office)
    return case  # type: ignore[no-any-return]


def action_of(district: District, mark: str) -> Programme:
    """A special action with a running project of the first unit, and a contracted project with a reading."""
    whole = initiatives.action(district, mark)
    initiatives.started(district, initiatives.projects(whole)[0], mark=mark)
    case = initiatives.signed(district, mark=mark)
    year = str(clock.today().year)
    act(case, "contract", as_=district.general, holder=district.leader.person_id, year=year, target="15000")
    act(case, "read", as_=district.general, on=clock.today(), completed="7599.03")
    return whole


def package_of(district: District, mark: str) -> Package:
    """A package that was sent, with one line of words and no case."""
    to = packages.trust(district.system_admin, name=f"{mark}市政协", code="city", key=f"ed25519:{'A' * 43}=")
    came = Package.objects.create(
        committee=district.committee, way="in", ident="0" * 32, other=to, words=f"{mark}请答复", post=district.office, made_at=clock.now(), size=1,
    )  # fmt: skip
    return packages.make([], to=to, as_=district.office, answers=came, words=f"{mark}已收到")


def ballot_of(district: District, mark: str) -> Ballot:
    """A ballot of two voters that was announced: its result is a paper, and its urn is empty."""
    names = f"{district.member.person.name}\n{mark}纸上甲"  # type: ignore[union-attr]
    case = ballot(district.general, title=f"{mark}年终测评", items=f"{mark}营商环境\n{mark}老旧小区", names=names)
    voting.register(case, list(Entitled.objects.filter(case=case.pk).values_list("pk", flat=True)), "here")
    act(case, "start", as_=district.general)
    voting.vote(case, voting.draw(case, district.member), ["good", "good"])
    for step in ("close", "count", "announce"):
        act(case, step, as_=district.general)
    return case


def donation_of(district: District, mark: str) -> Record:
    """A gift of books that somebody still has to hold against its receipt."""
    given = {
        "title": f"{mark}图书，城北小学",
        "what": "study",
        "form": "goods",
        "value": "3000",
        "on": clock.today(),
        "others": f"{mark}书店",
    }
    return keep_line(REGISTERS["donations"], district.general, given)


def oversight_of(district: District, mark: str) -> tuple[Squad, OversightLetter]:
    """A squad of `member`, and the letter that `unit` was sent after its visit."""
    case, letters, _rows = oversight.sent(district, mark=mark)
    return case.squad, next(one for one in letters if one.unit_id == district.units[0].pk)


def research_of(district: District, mark: str) -> ResearchTask:
    """A report that went out, with an instruction which `unit` is to act upon."""
    case: ResearchTask = research.reported(district, mark)
    research.instruction(district, case, leader=f"{mark}纪长河", words=f"{mark}要尽快开通。")
    return case


def marked_words(mark: str) -> dict[str, str]:
    return {name: f"{mark}{text}" for name, text in reports.WORDS.items() if name != "subject"}


def report_of(district: District, mark: str) -> OpinionReport:
    """An opinion report that was issued and sent to a unit."""
    case = reports.edited(district, reports.selected(district, **marked_words(mark)), f"{mark}{reports.EDITED}")
    return reports.sent(
        district, reports.issued(district, reports.checked(district, case), units=[district.units[0].pk])
    )


def consultation_of(district: District, mark: str) -> tuple[Consultation, Activity]:
    """A consultation of the station with minutes, to which the first unit was invited; and a second meeting that is to come."""
    begin_plan(district.general, clock.today().year)
    plan_topic(district.member, year=clock.today().year, title=f"{mark}夜市怎么管", background=f"{mark}吵。")
    case = raise_topic(district.station, title=f"{mark}停车怎么停", background=f"{mark}车位不够。", raised_as="people")
    fit, when = ["small", "public", "lawful", "ripe"], {"hour": "9:00", "place": f"{mark}议事室"}
    act(case, "agree", as_=district.station, fit=fit, convener=f"{mark}马立新")
    day = clock.today() + timedelta(days=7)
    act(
        case, "notify", as_=district.station, on=day, chair=f"{mark}柳站长", stakeholders=f"{mark}各方",
        units=[district.units[0]], checked=True, **when,
    )  # fmt: skip
    first = Activity.objects.get(parent=case.pk)
    act(first, "guests", as_=district.station, category="villager", names=f"{mark}王桂芳，三栋")
    act(first, "hold", as_=district.station)
    act(case, "again", as_=district.station, on=day, why=f"{mark}没谈拢", **when)
    views = "\n".join(f"{mark}{words}" for words in ("晚上可以停路边。", "消防通道不能占。", "停车要收费。"))
    act(
        case,
        "ask_online",
        as_=district.station,
        question=f"{mark}晚上停哪里",
        about=f"{mark}车位不够。",
        until=day,
        views=views,
        checked=True,
    )
    case.refresh_from_db()
    Consultation.objects.filter(pk=case.pk).update(minutes=f"{mark}商量了。")
    latest = Event.objects.filter(case=case.pk).latest("seq")
    CaseStudy.objects.create(
        committee=district.committee, case=case, at=latest.at, recorded_at=clock.now(), event_id=latest.pk,
        **dict.fromkeys(("heading", "background", "practice", "effect", "lesson"), f"{mark}停车"),
    )  # fmt: skip
    return case, Activity.objects.get(parent=case.pk, round=2)


def scan_of(part: Assignment, event: Event) -> Attachment:
    """The stamped scan that came with the reply, with a content."""
    paper = Attachment.objects.filter(case=part.pk, label="scan").get()
    path = Path(settings.FILES) / paper.path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(PDF)
    Attachment.objects.filter(pk=paper.pk).update(event_id=event.pk, size=len(PDF))
    return paper
