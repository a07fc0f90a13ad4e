"""The permission matrix, made from the flow tables: every role × every step × own, other and another committee's case.

A post may take a step exactly when the step's own rule says so; nobody takes a computed step; another committee never.
The expectation here is written down once more, by hand and in the field's words, so that a slip in a rule does not pass unseen.
"""

import pytest

from huiyin.activities.models import Activity
from huiyin.annual.models import Attestation, FigureDispute, WorkReport
from huiyin.awards.models import Evaluation, Excellence, UnitMark
from huiyin.consultations.models import Consultation, Deliberation, Item
from huiyin.cultivation.models import HandedUp
from huiyin.duties.models import Deed, DutyMark, DutyObjection, DutyYear
from huiyin.handling.models import Commitment, LookBack, Publication, Urging
from huiyin.initiatives.models import Investment, InvestYear, Programme, ProgressReport, Project, Trip
from huiyin.kernel import clock
from huiyin.kernel.act import act, may, open_case
from huiyin.kernel.flow import FLOWS
from huiyin.kernel.models import Event
from huiyin.kernel.refusal import Missing, NotAllowed, Refused, Stale
from huiyin.opinions.models import Forwarding, OpinionReport
from huiyin.orders.models import OrderCall
from huiyin.oversight.models import Appraisal, Ballot, Oversight, OversightItem, OversightLetter, SquadMember
from huiyin.papers.models import Instruction
from huiyin.people.roles import ROLES
from huiyin.places.models import Site
from huiyin.plans.models import OfficeAsked, PlanTopic
from huiyin.plans.raising import begin, raise_topic
from huiyin.proposals.models import Invitation, KeySupervision, LeadCall, Sponsor
from huiyin.reception.models import Coordination, Problem, Voice
from huiyin.registers.models import Record
from huiyin.research.models import ResearchFinding, ResearchTask
from tests.cultivation import walks as cultivation_walks
from tests.district import District
from tests.orders import walks as order_walks
from tests.oversight import walks
from tests.research import walks as research_walks

OFFICE = {"office", "director"}
WATCH = OFFICE | {"leader", "reviewer"}
KEEPERS = {"station", "general"}
INFO = {"info"}
LEADS = {"leader", "secretary"}
ASKS = {"general", "secretary"}
MEMBERS = {"member", "other_member"}
COMERS = MEMBERS | KEEPERS | OFFICE | {"leader", "unit", "co_unit", "third_unit", "unit_head"}
OF_TEXT = "publication of the proposal"
ROAD = {
    **{name: {"general"} for name in ("consult", "on_paper", "to_chair", "party_decides", "issue")},
    "opine": {"other_assigning"}, "chair_meeting": {"leader", "secretary"}, "back": {"general", "leader", "secretary"},
}  # fmt: skip
"""The road of the year's consultation plan and of its changes, edited jointly by the Party committee's office."""
# Who takes a step on the case at hand, by the names of tests/district.py. The author is `member`, the units are the plan's.
EXPECTED: dict[str, dict[str, set[str]]] = {
    "proposal": {
        "submit": {"member"}, "invite": {"member"}, "uninvite": {"member"}, "sign": {"other_member"}, "withdraw": {"member"}, "discard": {"member"},
        "rate": {"member"}, "co_rate": set(), "ask_withdraw": {"member"}, "instruct": {"leader"},
        "accept": OFFICE, "return_": OFFICE, "inform": OFFICE, "plan": OFFICE, "rate_on_paper": OFFICE, "close": OFFICE,
        "archive": OFFICE, "file": OFFICE, "decline": OFFICE, "merge": OFFICE, "split": OFFICE, "recheck": OFFICE,
        "on_paper": set(), "ask_onward": OFFICE, "agree_onward": set(), "pass_onward": set(), "register_instruction": OFFICE | {"secretary"}, "add_paper": OFFICE,
        "rule": {"director"}, "allow_withdraw": {"director"}, "mark_key": {"director"}, "nominate_key": OFFICE, "recommend": WATCH | {"assigning", "unit", "unit_head", "co_unit"}, "unmark_key": {"director"},
        "void_rating": {"director"},
        "review_1": OFFICE | {"reviewer"}, "review_2": OFFICE | {"reviewer"}, "assign": {"assigning"},
    },
    "assignment": {
        "sign_in": {"unit"}, "contact": {"unit"}, "go_on": {"unit"}, "reply": {"unit"}, "co_opinion": set(),
        "rate_case": {"unit"}, "ask_adjustment": {"unit"}, "ask_extension": {"unit"}, "take_back": {"unit"},
        "confirm_contact": {"member"}, "countersign": {"co_unit"}, "decide_countersign": {"assigning"},
        "allow_late_adjustment": {"assigning"}, "grant_adjustment": {"assigning"}, "refuse_adjustment": {"assigning"},
        "grant_extension": {"assigning"}, "refuse_extension": {"assigning"},
        "sign": {"unit_head"}, "send_back": {"unit_head"}, "pass_reply": {"assigning"}, "fail_reply": {"assigning"},
        "urge": OFFICE | {"assigning"}, "succeed": OFFICE | {"assigning"},
    },
    "commitment": {
        "report": {"unit"}, "progress": {"unit"}, "ask_change": {"unit"}, "fail": {"unit"},
        "verify": OFFICE | {"assigning"}, "deny": OFFICE | {"assigning"},
        "allow_change": {"assigning"}, "refuse_change": {"assigning"},
    },
    "key_supervision": {
        "choose": {"director"}, "pass_over": {"director"}, "carry": {"director"}, "resume": {"director"},
        "plan": OFFICE, "activity": OFFICE, "report": OFFICE,
        "approve_plan": {"leader"}, "return_plan": {"leader"}, "opine": {"leader"}, "close": {"leader"}, "return_report": {"leader"},
    },
    "report": {
        "words": OFFICE | {"general"}, "day": OFFICE | {"general"}, "check": OFFICE | {"general"}, "freeze": OFFICE | {"general"},
        "publish": OFFICE | {"general"}, "correct": OFFICE | {"general"}, "discard": OFFICE | {"general"},
        "dispute": WATCH | {"general"}, "return_": OFFICE | {"general", "leader"}, "approve": {"leader"},
    },
    "figure_dispute": {"answer": OFFICE},
    "attestation": {
        "report": OFFICE | {"general"}, "discard": OFFICE | {"general"},
        "confirm": OFFICE | {"general", "leader"}, "return_": OFFICE | {"general", "leader"},
    },
    "evaluation": {"show": OFFICE, "settle": {"director"}, "name": {"director"}},
    "unit_mark": {"object": {"unit"}, "answer": OFFICE},
    "excellence": {"review": OFFICE | {"reviewer"}, "decide": {"director"}, "pass_over": {"director"}, "publish": OFFICE},
    "lookback": {"look": WATCH | {"member"}},
    "publication": {
        "propose": {"unit"}, "publish": {"unit"}, "return_": {"assigning"}, "approve": {"assigning"},
        "withdraw": {"unit", "assigning"},
    },
    OF_TEXT: {
        "propose": OFFICE, "publish": OFFICE, "return_": {"director"}, "approve": {"director"}, "withdraw": OFFICE,
    },
    "voice": {
        "register": KEEPERS | {"public"}, "answer": KEEPERS | {"public"}, "verdict": KEEPERS | {"public"},
        "take": KEEPERS, "on_spot": KEEPERS, "tell": KEEPERS, "pass_on": KEEPERS, "dismiss": KEEPERS, "ask": KEEPERS,
        "leave": KEEPERS, "echo": KEEPERS, "attempt": KEEPERS, "unreachable": KEEPERS, "reveal": KEEPERS,
        "extend": {"general"}, "publish": {"general"}, "take_down": {"general"},
    },
    "problem": {
        "work": KEEPERS, "coordinate": KEEPERS, "refer": KEEPERS, "settle": KEEPERS, "close": KEEPERS, "reopen": KEEPERS,
        "confirm": {"general"}, "return_": {"general"},
    },
    "opinion": {
        "submit": {"member"}, "discard": {"member"}, "take_back": {"member"},
        "select": INFO, "return_": INFO, "keep": INFO, "compose": INFO, "take_out": INFO, "edit": INFO, "dispatch": INFO,
        "send_also": INFO, "adopt": INFO, "instruct": INFO, "tell_author": INFO,
        "send_back": {"secretary"}, "check": {"secretary"}, "issue": {"secretary"}, "hold": {"secretary"},
    },
    "forwarding": {"answer": {"unit"}, "again": INFO, "drop": INFO},
    "coordination": {"answer": {"unit"}, "decline": {"unit"}, "drop": KEEPERS, "more": KEEPERS},
    "activity": {
        "invite": KEEPERS, "come": MEMBERS, "decline": MEMBERS, "ask_leave": MEMBERS, "allow_leave": KEEPERS, "refuse_leave": KEEPERS,
        "settle": KEEPERS, "reopen": {"general"},
        "check_in": COMERS, "members": KEEPERS, "guests": KEEPERS, "heads": KEEPERS, "late": KEEPERS, "strike": KEEPERS, "speak": KEEPERS, "move": KEEPERS,
        "hold": KEEPERS, "cancel": KEEPERS, "joint": KEEPERS,
    },
    "consultation": {
        "raise_": {"member"}, "agree": {"station"}, "reject": {"station"}, "rate": MEMBERS | {"public"},
        "notify": KEEPERS, "issue": KEEPERS, "again": KEEPERS, "write_minutes": KEEPERS, "rewrite": KEEPERS, "confirm": KEEPERS, "file": KEEPERS,
        "address": KEEPERS, "tell": KEEPERS, "look_back": KEEPERS, "cancel": KEEPERS, "publish": {"general"}, "take_down": {"general"},
        "ask_online": KEEPERS, "replicate": KEEPERS, "write_study": KEEPERS, "include_study": {"general"},
    },
    "deliberation": {"state": {"public"}, "show": KEEPERS, "hold": KEEPERS, "end": KEEPERS},
    "lead_call": {"send": {"public"}, "show": OFFICE, "hold": OFFICE, "take": MEMBERS, "end": OFFICE},
    "consultation_item": {
        "accept": {"unit"}, "decline": {"unit"}, "report": {"unit"}, "accept_decline": KEEPERS, "insist": KEEPERS, "readdress": KEEPERS,
        "verify": KEEPERS, "deny": KEEPERS,
    },
    "consultation_plan": {**ROAD, "change": {"general"}},
    "plan_change": {**ROAD, "give_up": {"general"}},
    "plan_topic": {
        "raise_": {"member"}, **{name: {"general"} for name in ("shortlist", "pass_over", "arrange", "begin", "tie", "finish")},
    },
    "oversight": {
        "plan": {"general", "leader"}, "notify": {"general"}, "go": {"general"}, "again": {"general"}, "find": {"general", "member"}, "strike": {"general"},
        "draft": {"general"}, "nothing": {"general"}, "send_back": {"general", "secretary", "leader"}, "sign": {"secretary", "leader"}, "send": {"general"},
        "outcome": {"general"}, "report": {"general"}, "cancel": {"general"},
    },
    "appraisal": {
        "propose": {"general", "leader"}, "approve": {"general"}, "issue": {"general"}, "suggest": {"general"}, "meet": {"general"},
        "feed_back": {"leader", "secretary"}, "put_right": {"unit"}, "again": {"general"}, "follow": {"general"}, "cancel": {"general"},
    },
    "ballot": {
        "prepare": {"general"}, "start": {"general"}, "close": {"general"}, "count": {"general"}, "announce": {"leader", "secretary", "general"},
        "suggest": {"general"}, "void": {"general"}, "repeat": {"general"}, "cancel": {"general"},
    },
    "programme": {
        "enter": {"general", "leader"}, "lay": {"general"}, "add": {"general"}, "strike": {"general"}, "launch": {"general", "leader"}, "record": {"general"},
        "reopen_books": LEADS, "end": {"general", "leader"}, "cancel": {"general", "leader"},
    },
    "project": {
        "set_out": {"general"}, "start": {"general"}, "progress": {"unit", "general"}, "milestone": {"unit", "general"}, "reach": {"unit", "general"}, "explain": {"unit", "general"},
        "record": {"general"}, "change": LEADS, "finish": {"unit", "general"}, "accept": {"general"}, "back": {"general"}, "suspend": LEADS, "resume": LEADS, "cancel": LEADS | {"general"},
    },
    "progress_report": {"submit": {"unit", "general"}, "return_": {"general"}, "accept": {"general"}},
    "investment": {
        "enter": {"general", "leader"}, "advance": {"general"}, "take_on": {"general"}, "contract": {"general", "leader"}, "read": {"unit", "general"}, "reverse": {"general"},
        "procedures": {"general"}, "tick_off": {"general"}, "coordinate": {"general"}, "talk": {"general"},
    },
    "invest_trip": {"enter": {"general", "leader"}, "finish": {"general"}, "cancel": {"general"}},
    "invest_year": {"quota": {"general", "leader"}, "close": {"general", "leader"}},
    "research": {
        "plan": {"general", "leader"}, "approve": {"leader", "secretary"}, "sign": {"leader", "secretary"}, "send_back": {"leader", "secretary"},
        **{name: {"general"} for name in ("team", "go", "unvisit", "conclude", "deliberate", "send", "instruct", "convert", "adopt", "close", "cancel")},
        **{name: {"general", "member"} for name in ("visited", "visited_heads", "find", "suggest", "drop_item", "write", "submit")},
    },
    "finding": {"refer": {"general"}, "keep": {"general"}, "recall": {"general"}, "answer": {"unit"}, "check": {"general", "member"}, "again": {"general"}},
    "oversight_letter": {"receive": {"unit"}, "reply": {"unit"}},
    "oversight_item": {"answer": {"unit"}, "look": {"general", "member"}, "again": {"general"}},
    "order_call": {
        "issue": OFFICE, "agree": {"assigning"}, "send_back": {"assigning"}, "send": {"unit", "co_unit", "third_unit"}, "finish": {"unit", "co_unit", "third_unit"}, "close": OFFICE,
    },
    "order_lead": {
        **dict.fromkeys(("accept", "merge", "reject", "publish", "expire", "cultivate"), OFFICE),
        "claim": MEMBERS, "release": {"member"}, "research": {"member", "unit"}, "draft": {"member"},
    },
    "cultivation": {
        **dict.fromkeys(("team", "cosponsor", "to_review", "ready", "back", "hand_up", "take_back", "numbered", "not_taken", "answered", "adopt", "drop"), OFFICE),
        "write": OFFICE | {"member"}, "comment": OFFICE | {"member"},
    },
    "handed_up": {"take": OFFICE, "decline": OFFICE, "answer": OFFICE},
    "meeting": {
        "gather": OFFICE | {"assigning"}, "hold": {"assigning"}, "receive": {"unit"}, "receive_on_paper": OFFICE | {"assigning"},
        "close": OFFICE | {"assigning"}, "cancel": OFFICE | {"assigning"},
    },
    "duty_year": {
        "post": {"general", "secretary", "system"},
        **{name: {"general", "secretary"} for name in ("exempt", "waive", "ask", "show", "settle", "publish", "apply")},
    },
    "duty_mark": {"state": {"member"}, "agree": {"member"}},
    "deed": {"send": {"member", "general"}, "confirm": ASKS, "return_": ASKS, "revoke": ASKS, "drop": {"member"}},
    "duty_objection": {"answer": ASKS, "take_back": {"member"}},
    # of the essays, which members hand in themselves: this one is `member`'s
    "register_entry": {
        "write": {"general", "secretary", "member"}, "attach": {"general", "secretary", "member"},
        **{name: {"general", "secretary"} for name in ("confirm", "strike", "restore", "forget")},
    },
    "urging": {"issue": {"assigning"}, "revoke": {"assigning"}, "succeed": OFFICE | {"assigning"}, "answer": {"unit", "unit_head"}},
    "instruction": {"answer": {"unit"}, "accept": OFFICE | {"leader"}, "ask_again": OFFICE | {"leader"}},
}  # fmt: skip


@pytest.fixture
def posts(district):
    """Every post of the district, one of each role that it has not, and one whose time is over."""
    made = dict(district.posts)
    for code in set(ROLES) - {post.role for post in made.values()}:
        made[code] = district.post(code)
    return made


def children(proposal, unit, office, leader):
    """One child of each kind that may hang under a proposal beside its parts, as if its unit were this one."""
    common = {"committee": proposal.committee, "parent": proposal, "root_id": proposal.pk}
    of_unit = {"unit": unit, "assigned_by": office}
    return {
        "commitment": Commitment(kind="commitment", state="open", **common, **of_unit),
        "key_supervision": KeySupervision(
            kind="key_supervision", state="active", leader=leader.person, assigned_by=office, **common
        ),
        "report": WorkReport(kind="report", state="draft", as_of=clock.today(), **common),
        "figure_dispute": FigureDispute(kind="figure_dispute", state="raised", keeper="proposal_office", **common),
        "attestation": Attestation(kind="attestation", state="asked", period="2026", **common),
        "evaluation": Evaluation(kind="evaluation", state="counting", **common),
        "unit_mark": UnitMark(kind="unit_mark", state="shown", unit=unit, **common),
        "excellence": Excellence(kind="excellence", state="nominated", **common),
        "lookback": LookBack(kind="lookback", state="planned", **common),
        "publication": Publication(kind="publication", state="undecided", what="reply", **common, **of_unit),
        OF_TEXT: Publication(kind="publication", state="undecided", what="proposal", **common),
        "urging": Urging(kind="urging", state="issued", **common, **of_unit),
        "instruction": Instruction(kind="instruction", state="given", addressee=unit, leader=leader.person, **common),
    }


def received(district, site, unit):
    """A voice that came in at a site, the problem made of it, and what a unit was asked."""
    common = {"committee": district.committee, "site": site}
    voice = Voice(kind="voice", state="received", raised_on=clock.today(), **common)
    problem = Problem(kind="problem", state="open", **common)
    return {
        "voice": voice,
        "problem": problem,
        "coordination": Coordination(kind="coordination", state="asked", unit=unit, **common),
    }


def reported(district, unit):
    """An opinion report of `member`, and what a unit was sent of it."""
    author = {"writer_role": "member", "author": district.member.person}
    report = OpinionReport(kind="opinion", state="draft", committee=district.committee, **author)
    return {
        "opinion": report,
        "forwarding": Forwarding(kind="forwarding", state="asked", committee=district.committee, unit=unit),
    }


def of_a_year(district):
    """A duty year, and what is `member`'s in it."""
    common = {"committee": district.committee, "person": district.member.person}
    year = DutyYear(kind="duty_year", state="running", committee=district.committee, year=2026, mark="x")
    return {
        "duty_year": year,
        "duty_mark": DutyMark(kind="duty_mark", state="stating", of_year=year, **common),
        "deed": Deed(kind="deed", state="sent", on=clock.today(), **common),
        "duty_objection": DutyObjection(kind="duty_objection", state="raised", of_year=year, **common),
        "register_entry": Record(
            kind="register_entry", state="waiting", register="essays", committee=district.committee,
            writer=district.member.person,
        ),
    }  # fmt: skip


def consulted(district, site, unit, raiser):
    """A topic of a site, its meeting, and what a unit is to do of it."""
    common = {"committee": district.committee}
    whole = Consultation(kind="consultation", state="raised", site=site, raised_by=raiser.person, **common)
    return {
        "consultation": whole,
        "deliberation": Deliberation(
            kind="deliberation", state="open", site=site, closes_on=clock.today(), parent=whole, **common
        ),
        "activity": Activity(kind="activity", state="planned", host=site, meets_on=clock.today(), **common),
        "consultation_item": Item(kind="consultation_item", state="addressed", parent=whole, unit=unit, **common),
    }


def of_the_plan(district):
    """The year's plan with a topic of `member`, and a change of it; the Party committee's office is asked to edit both."""
    whole = begin(district.general, clock.today().year)
    act(
        raise_topic(district.member, year=whole.year, title="停车", background="难。"),
        "pass_over",
        as_=district.general,
        why="有了。",
    )
    change = open_case(
        "plan_change", as_=district.general, title="调整", source="computed", row={"whole": whole, "what": "drop"}
    )
    for case in (whole, change):
        OfficeAsked.objects.create(
            committee=district.committee, case=case, office=district.party, at=clock.now(), recorded_at=clock.now(),
            event_id=Event.objects.filter(case=case.pk).latest("seq").pk,
        )  # fmt: skip
    return {"consultation_plan": whole, "plan_change": change, "plan_topic": PlanTopic.objects.get()}


def overseen(district, squad, unit):
    """A subject of a squad, its letter to a unit, and an item of it."""
    common = {"committee": district.committee}
    whole = Oversight(kind="oversight", state="planned", squad=squad, year=clock.today().year, **common)
    return {
        "appraisal": Appraisal(kind="appraisal", state="rectifying", unit=unit, **common),
        "ballot": Ballot(kind="ballot", state="preparing", door="somewhere", **common),
        "oversight": whole,
        "oversight_letter": OversightLetter(kind="oversight_letter", state="sent", parent=whole, unit=unit, **common),
        "oversight_item": OversightItem(kind="oversight_item", state="asked", parent=whole, unit=unit, **common),
    }


def undertaken(district, unit):
    """A special action with a project of a unit and its report of a month; investment that the unit counts."""
    common, today = {"committee": district.committee}, clock.today()
    whole = Programme(kind="programme", state="running", begins=today, ends=today, **common)
    project = Project(kind="project", state="active", whole=whole, body=unit, **common)
    days = {"begins": today, "ends": today, "whole": whole}
    return {
        "programme": whole,
        "project": project,
        "progress_report": ProgressReport(
            kind="progress_report", state="due", parent=project, what="month", body=unit, **days, **common
        ),
        "investment": Investment(kind="investment", state="signed", stage="signed", body=unit, **common),
        "invest_trip": Trip(kind="invest_trip", state="planned", on=today, **common),
        "invest_year": InvestYear(kind="invest_year", state="running", year=today.year, **common),
    }


def researched(district, whole, unit):
    """A task (that of a team of `member`), and a finding that a unit was asked about."""
    common = {"committee": district.committee}
    found = ResearchFinding(kind="finding", state="asked", parent=whole, unit=unit, **common)
    return {
        "research": ResearchTask(pk=whole.pk, kind="research", state="field", year=whole.year, **common),
        "finding": found,
    }


def ordered(district):
    """A call of the government's office to `unit`, and its lead, taken up by `member`."""
    row = order_walks.published(district)
    act(row, "claim", as_=district.member)
    return {
        "order_call": OrderCall.objects.get(pk=row.call_id),
        "order_lead": order_walks.fresh(row),
        "cultivation": cultivation_walks.begun(district),
        "handed_up": HandedUp(
            kind="handed_up", state="received", committee=district.committee, below=district.committee
        ),
    }


def test_the_matrix_names_every_step_that_a_person_takes():
    named = {kind: set(lines) for kind, lines in EXPECTED.items()}
    assert named.pop(OF_TEXT) == named["publication"]
    assert {kind: {s.name for s in flow.steps if not s.computed} for kind, flow in FLOWS.items()} == named


def test_every_role_takes_every_step_exactly_as_the_table_says(district, posts):
    proposal = district.proposal("handling")
    Invitation.objects.create(
        committee=district.committee, case=proposal, person=district.other_member.person, at=clock.now(),
        recorded_at=clock.now(), event_id=Event.objects.filter(case=proposal.pk).latest("seq").pk,
    )  # fmt: skip
    own = {"proposal": proposal, "assignment": district.lead(proposal)}
    own |= children(proposal, district.units[0], district.government, district.leader)
    own |= received(district, district.site, district.units[0])
    own |= reported(district, district.units[0])
    own |= consulted(district, district.site, district.units[0], district.member)
    own |= of_the_plan(district)
    own |= overseen(district, walks.squad(district), district.units[0])
    own |= undertaken(district, district.units[0])
    own |= researched(district, research_walks.task(district), district.units[0])
    own |= of_a_year(district)
    own |= ordered(district)
    until = clock.today()
    own["lead_call"] = LeadCall(kind="lead_call", state="open", committee=district.committee, closes_on=until)
    wrong = []
    for name_of, case in own.items():
        for line in FLOWS[case.kind].steps:
            for name, post in posts.items():
                expected = not line.computed and name in EXPECTED[name_of][line.name]
                if may(line, post, case) != expected:
                    wrong.append(f"{name_of}.{line.name} by {name}: expected {expected}")
    assert wrong == []


def test_from_the_third_time_on_it_is_the_director_who_moves_a_promise(district, posts):
    proposal = district.proposal("handling")
    promise = children(proposal, district.units[0], district.government, district.leader)["commitment"]
    promise.changes = 2
    steps_of = FLOWS["commitment"].by_step
    for step in ("allow_change", "refuse_change"):
        assert {name for name, post in posts.items() if may(steps_of[step], post, promise)} == {"director"}


def test_a_co_signer_rates_beside_the_author_and_not_for_him(district):
    proposal = district.proposal("handling", proposers="林知夏、周其远")
    Sponsor.objects.filter(case=proposal, position=2).update(person=district.other_member.person)
    mine = {line.name for line in FLOWS["proposal"].steps if may(line, district.other_member, proposal)}
    assert mine == {"co_rate"}


def test_posts_of_other_people_other_units_and_other_offices_take_no_step(district, posts):
    """The same roles on a case that is another member's, handled by a unit of the other branch."""
    proposal = district.proposal("handling", lead=district.units[3], co=[])
    type(proposal).objects.filter(pk=proposal.pk).update(first_person=district.other_member.person)
    Sponsor.objects.filter(case=proposal).delete()
    proposal.refresh_from_db()
    cases = {"proposal": proposal, "assignment": district.lead(proposal)}
    cases |= children(proposal, district.units[3], district.party, district.post("leader"))
    elsewhere = Site.objects.create(committee=district.committee, kind="site", name="城南站", door="elsewhere")
    cases |= received(district, elsewhere, district.units[3])
    cases |= reported(district, district.units[3])
    cases["opinion"].author = district.other_member.person
    squad = walks.squad(district)
    SquadMember.objects.update(person=district.other_member.person)
    cases |= overseen(district, squad, district.units[3])
    cases |= undertaken(district, district.units[3])
    strangers = {"station", "member", "assigning", "unit", "unit_head", "co_unit", "third_unit"}
    found = [
        f"{name_of}.{line.name} by {name}"
        for name_of, case in cases.items()
        for line in FLOWS[case.kind].steps
        for name in strangers
        if may(line, posts[name], case)
    ]
    assert found == []
    assert may(FLOWS["proposal"].by_step["assign"], posts["other_assigning"], proposal)


def test_of_a_consultation_of_another_site_members_rate_and_come_and_nobody_else_does_anything(district, posts):
    elsewhere = Site.objects.create(committee=district.committee, kind="site", name="城南站", door="elsewhere")
    cases = consulted(district, elsewhere, district.units[3], district.leader)
    strangers = {"station", "member", "unit", "unit_head", "co_unit", "assigning", "office", "reviewer"}
    found = {
        f"{name_of}.{line.name} by {name}"
        for name_of, case in cases.items()
        for line in FLOWS[case.kind].steps
        for name in strangers
        if may(line, posts[name], case)
    }
    come = {f"activity.{step} by member" for step in ("come", "decline", "ask_leave")}
    assert found == {"consultation.rate by member", *come} | {
        f"activity.check_in by {name}" for name in strangers & COMERS
    }


def test_a_co_handling_unit_gives_its_opinion_rates_the_proposal_and_nothing_else(district, posts):
    part = district.parts(district.proposal("handling"))[1]
    mine = {line.name for line in FLOWS["assignment"].steps if may(line, posts["co_unit"], part)}
    assert mine == {"sign_in", "co_opinion", "ask_adjustment", "rate_case"}


def test_nobody_of_another_committee_takes_any_step(district, posts):
    elsewhere = District.build().proposal("handling")
    found = []
    for case in (elsewhere, district.lead(elsewhere)):
        for line in FLOWS[case.kind].steps:
            found += [f"{case.kind}.{line.name} by {name}" for name, post in posts.items() if may(line, post, case)]
            with pytest.raises(NotAllowed):
                act(case, line.name, as_=district.director)
    assert found == []


def test_the_door_agrees_with_the_matrix(district, posts):
    """What `may` denies, `act` refuses as not allowed; what it grants is refused for other reasons at most."""
    proposal = {
        state: district.proposal(state) for state in ("submitted", "review_f", "planned", "replied", "handling")
    }
    part = district.lead(proposal["handling"])
    for case in (*proposal.values(), part):
        flow = FLOWS[case.kind]
        for line in flow.steps_from(case.state):
            for name, post in posts.items():
                if not may(line, post, case):
                    with pytest.raises(NotAllowed):
                        act(case, line.name, as_=post)
                elif line.facts or line.guards:
                    refused_otherwise(case, line, post, name)


def refused_otherwise(case, line, post, name):
    if not any(fact.required for fact in line.facts):
        return
    with pytest.raises(Refused) as refused:
        act(case, line.name, as_=post)
    assert isinstance(refused.value, (Missing, Stale)), f"{line.name} by {name}: {refused.value}"


def test_no_computed_step_is_taken_by_anyone(district, posts):
    proposal = district.proposal("assigned")
    done = district.lead(district.proposal("replied"))
    for case, step in ((proposal, "take_up"), (proposal, "answered"), (done, "rework"), (done, "end")):
        for post in posts.values():
            with pytest.raises(NotAllowed):
                act(case, step, as_=post)


def test_who_may_act_on_a_case_may_see_it(district, posts):
    """Nobody is asked to act on what is hidden from him. In a part he may act through the whole: the proposer confirms a talk."""
    hidden = []
    for state in ("draft", "submitted", "planned", "handling", "replied", "closed"):
        proposal = district.proposal(state)
        for case in (proposal, *district.parts(proposal)):
            flow = FLOWS[case.kind]
            for line in flow.steps_from(case.state):
                hidden += [
                    f"{flow.kind}.{line.name} ({state}) by {name}"
                    for name, post in posts.items()
                    if may(line, post, case) and not (flow.sees.test(post, case) or sees_whole(post, proposal))
                ]
    assert hidden == []


def sees_whole(post, proposal):
    return FLOWS["proposal"].sees.test(post, proposal)


def test_a_co_handler_looks_into_the_leads_part_only_while_it_is_asked_to_countersign(district):
    part, flow = district.lead(district.proposal("handling")), FLOWS["assignment"]
    for state in flow.by_state:
        type(part).objects.filter(pk=part.pk).update(state=state)
        part.refresh_from_db()
        asked = state == "countersign"
        assert flow.sees.test(district.co_unit, part) is asked, state
        assert part in flow.Model.objects.filter(flow.sees.twin(district.unit))
        assert (part in flow.Model.objects.filter(flow.sees.twin(district.co_unit))) is asked, state


@pytest.mark.parametrize("name", ["system_admin", "security_admin", "audit_admin"])
def test_an_administrator_takes_no_step_and_sees_no_case(district, posts, name):
    proposal = district.proposal("handling")
    for case in (proposal, district.lead(proposal)):
        flow = FLOWS[case.kind]
        assert not flow.sees.test(posts[name], case)
        assert not flow.Model.objects.filter(flow.sees.twin(posts[name])).exists()
        assert [line.name for line in flow.steps if may(line, posts[name], case)] == []
