"""The permission matrix of addresses: every URL pattern of ours, and who may open it.

Key: the view's full name ("namespace:name", or "name"). Value: one of the words below, the posts that may open it (by the names
that tests/district.py gives them; what a post may, every post of its role may), or `Concerned`.
tests/architecture/test_urls.py fails for a pattern that is missing here, and for a line whose pattern is gone;
tests/test_addresses.py holds each line against every post, and against the ids of another committee.
"""

from dataclasses import dataclass

PUBLIC = "anyone, signed in or not"
SIGNED_IN = "every post"
UNTOLD = "nobody who has not its code; what was not published, nobody at all"
TOKEN = "a program that shows a token, and nobody by a cookie"
CLOSED = "nobody, once a real committee exists"
HANDLERS = ("member", "office", "director", "reviewer", "leader", "assigning", "unit", "unit_head")
"""Those who have to do with proposals."""
WORKERS = (*HANDLERS, "station", "general", "info", "secretary")
WRITES_OPINIONS = ("member", "unit", "station", "general", "info", "office")
WATCH = ("office", "director", "reviewer", "leader", "assigning")
URGES = ("office", "director", "assigning")
READS_MARKS = (*WATCH, "unit", "unit_head")
LEADS = ("office", "director", "leader")
OFFICE = ("office", "director")
CLERKS = ("office", "director", "general")
REPORTS = (*WATCH, "general", "audit_admin")
SYSTEM, SECURITY, AUDIT = ("system_admin",), ("security_admin",), ("audit_admin",)
KEEPS = SYSTEM + OFFICE
RECEIVES = ("station", "general", "member")
SITES = ("station", "member", "leader", "general", "system_admin")
READS = AUDIT + SECURITY
DUTIES = ("member", "station", "general", "secretary", "leader")
ASKS = ("general", "secretary")
REGISTERED = ("general", "secretary", "leader", "office", "director", "info", "member", "station")
PLANS = ("station", "general", "member", "leader", "unit", "unit_head", "assigning", "secretary")
"""Who reads the year's consultation plan: those who raise topics, edit, decide and carry them."""

ALIKE = {"other_member": "member", "other_assigning": "assigning", "co_unit": "unit", "third_unit": "unit"}
"""Posts of the same role in the district: what is open to a role is open to each of them."""


@dataclass(frozen=True)
class Concerned:
    """One thing of the committee: these posts alone, whatever their role; for all others it is not found.

    `sent_on`: posts that may know of it, but are led to another page.
    """

    posts: tuple[str, ...]
    sent_on: tuple[str, ...] = ()


# A proposal of `member`, answered by `unit` with the opinion of `co_unit`, under `assigning`.
ITS_PEOPLE = Concerned((*HANDLERS, "co_unit", "secretary"))
# The part of it that `unit` answered: the proposer and the others who help see it through the whole, and act on nothing in it.
ITS_PART = Concerned((*WATCH, "unit", "unit_head"))
# An opinion report of `member` that was issued, and sent to `unit`.
ITS_ISSUE = Concerned(("member", "info", "secretary", "leader", "unit", "unit_head"))
# What `member` is still writing: the office, which may type it in for him, reads it and writes nothing.
ITS_AUTHOR = Concerned(("member",), sent_on=OFFICE)

# An urging notice of `assigning` to `unit`.
ITS_NOTICE = Concerned((*WATCH, "unit", "unit_head"))
# Why the unit `unit` has its mark: itself, its assigning office, and those who lead the work. A member has no such page at all.
ITS_MARK = Concerned(("office", "director", "reviewer", "leader", "assigning", "unit", "unit_head"))

# The minutes of a consultation of `station`, to which `unit` was invited: every member reads them, and no other unit.
ITS_MINUTES = Concerned(("station", "general", "member", "other_member", "leader", "unit", "unit_head"))

# The letter of oversight that was sent to `unit`: nobody's but the unit's, and theirs who lead and keep oversight. `member` is in the squad.
ITS_ADVICE = Concerned(("general", "leader", "secretary", "member", "unit", "unit_head"))
# A special action with projects of `unit`; its work points are the office's to read in.
ITS_ACTION = Concerned(
    ("general", "office", "director", "leader", "secretary", "member", "other_member", "unit", "unit_head")
)
# A report of research that went out, and that `unit` is to act upon: every member reads it, and no other unit.
ITS_RESEARCH = Concerned(("general", "leader", "secretary", "member", "other_member", "unit", "unit_head"))
# The year of `member`, who belongs to no station: his own, and of those who keep and lead.
ITS_YEAR = Concerned(("member", "general", "secretary", "leader"))

Who = str | tuple[str, ...] | Concerned

URLS: dict[str, Who] = {
    # for anyone
    "health": PUBLIC,
    "front": PUBLIC,
    "anchors": PUBLIC,
    "anchors_explained": PUBLIC,
    "seal_program": PUBLIC,
    "accessibility": PUBLIC,
    "activate": PUBLIC,
    "elder": PUBLIC,
    "voice_door": PUBLIC,
    "voice_new": PUBLIC,
    "receipt": PUBLIC,
    "track": PUBLIC,
    "track_one": UNTOLD,
    "track_say": UNTOLD,
    "wall": PUBLIC,
    "wall_feed": PUBLIC,
    "wall_data": PUBLIC,
    "public_cases": PUBLIC,
    "public_search": PUBLIC,
    "public_case": UNTOLD,
    "public_cases_data": PUBLIC,
    "public_consultations_data": PUBLIC,
    "activity_here": PUBLIC,
    "public_consultations": PUBLIC,
    "topics": PUBLIC,
    "topic": PUBLIC,
    "public_leads": PUBLIC,
    "subscribe": PUBLIC,
    "public_consultation": UNTOLD,
    "setup": CLOSED,
    "demo_sign_in": CLOSED,
    # one case
    "case": ITS_PEOPLE,
    "do": ITS_PART,
    "keep": Concerned(URGES),  # of the step “urge”: who may take it
    "void": ITS_PART,
    "letter": ITS_PEOPLE,
    "letter_pdf": ITS_PEOPLE,
    "letter_docx": ITS_PEOPLE,
    "case_ledger": ITS_PEOPLE,
    "case_alike": ITS_PEOPLE,
    "case_units": Concerned(("office", "director", "assigning")),
    "alike": WORKERS,
    "case_bundle": Concerned(OFFICE),
    "meetings": WATCH,
    "meeting_begin": URGES,
    "meeting_hand_over": Concerned(("assigning",)),
    "meeting_list": Concerned(WATCH),
    "urging_begin": ("assigning",),
    "urging_letter": ITS_NOTICE,
    "attachment": ITS_PEOPLE,
    "publication_paragraphs": Concerned(("unit",)),  # of a reply: the unit whose words they are
    "draft": ITS_AUTHOR,
    "draft_assistant": UNTOLD,  # off; plugged in, it is the writer's: tests/desk/test_assistant.py
    "draft_new": ("member",),
    "draft_on_paper": OFFICE,
    "opinions": (*WRITES_OPINIONS, "secretary", "leader", "unit_head"),
    "opinion_new": WRITES_OPINIONS,
    "opinion_write": Concerned(("member",)),
    "opinion_issue": ITS_ISSUE,
    # the lists
    "work": SIGNED_IN,
    "work_batch": WORKERS,
    "catalogue": WORKERS,
    "catalogue_export": WORKERS,
    "board": WATCH,
    "board_units": WATCH,
    "board_export": WATCH,
    "promises": HANDLERS,
    "promises_export": HANDLERS,
    "board_urge": URGES,
    "calls": URGES,
    "calls_export": URGES,
    "papers": WATCH,
    "paper": WATCH,
    "leader": LEADS,
    "leader_screen": LEADS,
    "figures": WORKERS,
    "figures_export": WORKERS,
    "figure": WORKERS,
    "figure_export": WORKERS,
    "reports": REPORTS,
    "report_new": CLERKS,
    "own_figure_new": CLERKS,
    "attested": REPORTS,
    "attested_new": CLERKS,
    "report_templates": CLERKS,
    "report_template": CLERKS,
    "report_template_file": CLERKS,
    "report": Concerned((*REPORTS, "other_assigning")),
    "report_check": Concerned((*REPORTS, "other_assigning")),
    "report_file": Concerned((*REPORTS, "other_assigning")),
    "evaluation": READS_MARKS,
    "evaluation_unit": ITS_MARK,
    "evaluation_begin": OFFICE,
    "evaluation_export": READS_MARKS,
    "excellent": WATCH,
    "excellent_export": WATCH,
    "notices": SIGNED_IN,
    "notices_read": SIGNED_IN,
    "find": SIGNED_IN,
    "groups": ("office", "director", "reviewer"),
    "groups_decide": ("office", "director", "reviewer"),
    "switch": SIGNED_IN,
    # the reception
    "voices": RECEIVES,
    "voice_take": RECEIVES,
    "leads": ("member", *OFFICE),
    "problems": ("station", "general", "leader", "unit", "unit_head"),
    "sites": SITES,
    "site": SITES,
    "site_door": SITES,
    "site_new": ("general", "system_admin"),
    "site_change": ("general", "system_admin"),
    "nearness": ("general", "system_admin"),
    "nearness_decide": ("general", "system_admin"),
    "site_keep": ("station", "general", "system_admin"),
    # consultations
    "consultations": ("station", "general", "member", "leader", "unit", "unit_head"),
    "consultation_new": ("station", "general", "member", "leader", "unit"),
    "consultation_minutes": ITS_MINUTES,
    "consultation_study": ITS_MINUTES,
    "plan": PLANS,
    "plan_topic_new": ("station", "general", "member", "leader", "unit", "assigning"),
    "plan_paper": PLANS,
    "activity_door": Concerned(("station", "general")),
    "activity_sheet": Concerned(("station", "general")),
    "consultation_tray": ("station", "general"),
    # oversight
    "oversight": ("general", "leader", "secretary", "member", "unit", "unit_head"),
    "oversight_new": ("general", "leader"),
    "oversight_plan": ("general", "leader", "secretary", "member"),
    "oversight_letter": ITS_ADVICE,
    "appraisals": ("general", "leader", "secretary"),
    "appraisal_new": ("general", "leader"),
    "ballots": ("general", "leader", "secretary", "member"),
    "ballot_new": ("general",),
    "ballot_hall": Concerned(("general",)),
    "ballot_paper": Concerned(("general",)),
    "ballot_slips": Concerned(("general",)),
    "ballot_result": Concerned(("general", "leader", "secretary", "member")),
    "ballot_door": PUBLIC,
    "ballot_slip": SIGNED_IN,
    "squads": ("general", "leader", "secretary", "member"),
    "squad_new": ("general",),
    "squad": ("general",),
    # special actions and investment
    "programmes": ("general", "office", "director", "leader", "secretary", "member", "unit", "unit_head"),
    "programme_new": ("general", "leader"),
    "programme": ITS_ACTION,
    "programme_points": Concerned(("general",)),
    "investments": ("general", "leader", "secretary", "unit"),
    "investment_new": ("general", "leader"),
    "trips": ("general", "leader", "secretary"),
    "quotas": ("general", "leader", "secretary"),
    # research
    "research": ("general", "leader", "secretary", "member", "unit", "unit_head"),
    "research_new": ("general", "leader"),
    "research_plan": ("general", "leader", "secretary", "member"),
    "research_paper": ITS_RESEARCH,
    "instructions": ("general", "secretary", "leader", "office", "director", "assigning", "unit", "unit_head"),
    # order leads
    "orders": ("office", "director", "leader", "reviewer", "general", "assigning", "member", "unit", "unit_head"),
    "order_call_new": OFFICE,
    "cultivations": ("office", "director", "leader", "secretary", "general", "member"),
    "cultivation_new": OFFICE,
    "experts": ("office", "director", "leader", "secretary", "general", "member"),
    # members' duties
    "duties": DUTIES,
    "duty_member": ITS_YEAR,
    "duty_rules": DUTIES,
    "duty_rule": ASKS,
    "duty_begin": ASKS,
    "duty_remind": (*ASKS, "station"),
    "duty_object": ("member",),
    "deed_new": ("member", "general"),
    "activities": DUTIES,
    "activity_new": ("general", "station"),
    # packages between installations
    "packages": CLERKS,
    "package_new": CLERKS,
    "package": Concerned(OFFICE),  # theirs is a package that the proposal office made
    "package_file": Concerned(OFFICE),
    "settings_keys": SYSTEM,
    # the registers (of the donations: who keeps them, who reads them)
    "registers": REGISTERED,
    "register": ("general", "secretary", "leader", "office", "director", "info"),
    "register_sheet": ("general", "secretary", "leader", "office", "director", "info"),
    "register_new": ASKS,
    "register_import": ASKS,
    "register_change": Concerned(ASKS),
    # programs
    "api_schema": PUBLIC,
    **dict.fromkeys(
        ("api_me", "api_todos", "api_figures", "api_figure", "api_cases", "api_case", "api_do", "api_package"), TOKEN
    ),
    "calendar_feed": UNTOLD,
    "settings_api": SIGNED_IN,
    "settings_hooks": SYSTEM,
    # the house
    "settings": SIGNED_IN,
    "settings_me": SIGNED_IN,
    "settings_people": SECURITY,
    "settings_person_new": SECURITY,
    "settings_person": SECURITY,
    "settings_person_switch": SECURITY,
    "settings_post_end": SECURITY,
    "settings_slips": SECURITY,
    "settings_slips_make": SECURITY,
    "settings_members": KEEPS + ASKS,
    "settings_bodies": KEEPS,
    "settings_body_new": KEEPS,
    "settings_body": KEEPS,
    "settings_body_end": KEEPS,
    "settings_sessions": KEEPS,
    "settings_session_new": KEEPS,
    "settings_session": KEEPS,
    "settings_rules": KEEPS,
    "settings_rule": KEEPS,
    "settings_days": SYSTEM,
    "settings_day_clear": SYSTEM,
    "settings_imports": KEEPS + SECURITY,
    "settings_import": KEEPS,
    "settings_import_template": KEEPS,
    "settings_import_download": KEEPS,
    "audit": READS,
    "audit_access": READS,
    "audit_checks": READS,
    "audit_verify": AUDIT,
    "audit_anchors": READS,
    "audit_anchors_file": READS,
    "audit_event": READS,
}

WRITES = {
    "ballot_slip",
    "alike", "groups_decide", "duty_begin", "duty_remind",
    "evaluation_begin",
    "elder", "demo_sign_in", "do", "keep", "void", "work_batch", "board_urge", "notices_read", "switch", "settings_person_switch",
    "track_say", "site_keep", "nearness_decide", "settings_post_end", "settings_slips_make", "settings_body_end", "settings_day_clear", "audit_verify",
    "urging_begin", "meeting_begin", "meeting_hand_over",
}  # fmt: skip
"""Addresses that are only ever sent to; opening one is refused (405)."""

FILES = {
    "wall_feed", "wall_data", "public_cases_data", "public_consultations_data", "oversight_plan", "oversight_letter", "ballot_result", "research_plan", "research_paper",
    "register_sheet",
    "api_schema", "api_me", "api_todos", "api_figures", "api_figure", "api_cases", "api_case", "api_do", "api_package",
    "package_file", "evaluation_export", "excellent_export", "report_file", "report_template_file",
    "health", "anchors", "seal_program", "letter_pdf", "letter_docx", "case_ledger", "attachment", "catalogue_export", "board_export", "promises_export", "calls_export",
    "figures_export", "figure_export", "consultation_minutes", "consultation_study", "plan_paper", "settings_import_template", "settings_import_download", "audit_anchors_file", "paper", "case_bundle", "opinion_issue", "urging_letter", "meeting_list",
}  # fmt: skip
"""Addresses that answer with a file, or with lines for a program, and not with a page."""

PAGES = sorted(set(URLS) - WRITES - FILES - {name for name, who in URLS.items() if who in (CLOSED, UNTOLD)})

# Patterns of other people's packages, tested there; everything else is ours.
FOREIGN = ("account_", "mfa_", "socialaccount_", "openid_connect_", "set_language")


def may_open(name: str, post: str) -> bool:
    """Whether the matrix opens this address to this post of the district (about its own committee's things)."""
    who = URLS[name]
    if isinstance(who, Concerned):
        return post in who.posts
    if who in (UNTOLD, TOKEN):
        return False
    if who in (PUBLIC, SIGNED_IN):
        return True
    return who != CLOSED and ALIKE.get(post, post) in who
