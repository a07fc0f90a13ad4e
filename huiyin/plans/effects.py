"""What a step of the plan, of a topic or of a change also does."""

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from huiyin.consultations.forms import forms_here
from huiyin.kernel import clock
from huiyin.kernel.act import Act
from huiyin.kernel.flow import FLOWS
from huiyin.kernel.locks import lock
from huiyin.kernel.models import Case, Facet, Link, Post
from huiyin.kernel.refusal import Missing, Refused
from huiyin.kernel.who import Address
from huiyin.people import bodies
from huiyin.plans import rules
from huiyin.plans.models import TIMES, PlanTopic, UnitInvolved

TIES = ("consultation", "oversight")
"""The kinds of work that a topic of the plan may become; consultations are opened from the topic, too."""
MOST_TIES = 100
FIT = ["small", "public", "lawful", "ripe"]


def last_day(year: int, quarter: int) -> date:
    return date(year, 12, 31) if quarter == 4 else date(year, quarter * 3 + 1, 1) - timedelta(days=1)


# choices ───────────────────────────────────────────────────────────────────
def forms(case: Any, post: Post) -> list[tuple[str, str]]:
    return forms_here(case.committee)


def times(case: Any, post: Post) -> list[tuple[int, str]]:
    return [(n, str(label)) for n, label in TIMES]


def leaders(case: Any, post: Post) -> list[tuple[int, str]]:
    rows = Post.objects.filter(committee=case.committee_id, role="leader", ends=None).select_related("person")
    return [(row.person.pk, f"{row.person.name}（{row.title}）") for row in rows.order_by("pk") if row.person]


def units(case: Any, post: Post) -> list[tuple[int, str]]:
    return [(row.pk, row.name) for row in bodies.existing(case.committee, "unit")]


def topics(case: Any, post: Post) -> list[tuple[int, str]]:
    rows = PlanTopic.objects.filter(whole=case.pk, state__in=("issued", "in_progress")).order_by("pk")
    return [(row.pk, row.title) for row in rows]


def untied(case: Any, post: Post) -> list[tuple[int, str]]:
    """Work of this committee that hangs on no topic yet, the newest first. One query."""
    taken = Link.objects.filter(committee=case.committee_id, kind=rules.PLANNED).values("target")
    kinds = [kind for kind in TIES if kind in FLOWS]
    rows = Case.objects.filter(committee=case.committee_id, kind__in=kinds, parent=None).exclude(
        state__in=("arriving", "cancelled", "rejected")
    )
    return [
        (row.pk, f"{row.number} {row.title}".strip()) for row in rows.exclude(pk__in=taken).order_by("-pk")[:MOST_TIES]
    ]


# the topic ─────────────────────────────────────────────────────────────────
def raise_(act: Act) -> None:
    act.facet("raised_as", act.case.raised_as)


def arrange(act: Act) -> None:
    """What a topic needs before it is issued (DOMAIN 3.11)."""
    facts = act.facts
    arranged(
        act,
        act.case,
        {name: facts[name] for name in ("form", "leader", "lead")}
        | {"quarter": int(facts["quarter"]), "supervisory": bool(facts.get("supervisory"))},
    )
    act.end(UnitInvolved)
    for pk in facts.get("units") or ():
        act.dated(UnitInvolved, unit_id=pk)


def arranged(act: Act, topic: Any, values: dict[str, Any]) -> None:
    """Set the values on a topic, with its last day and the sides by which it is counted."""
    year = topic.whole.year
    values = dict(values)
    if "leader" in values:
        values["leader_id"] = values.pop("leader")
    if "quarter" in values:
        values["due_on"] = last_day(year, values["quarter"])
    act.change(topic, **values)
    for name in ("form", "supervisory"):
        if name in values:
            act.end(Facet, of=topic.pk, name=name)
            if values[name]:
                act.dated(Facet, case=topic, name=name, value="yes" if values[name] is True else str(values[name]))


def altered(act: Act) -> None:
    """The day by which it is owed goes with its quarter."""
    for owe in act.flow.by_state[act.case.state].owes:
        act.owe_anew(owe.step, rules.keeper.owed(act.case))


def begin(act: Act) -> None:
    """The topic becomes a consultation: it was decided with the plan, so nobody has to agree to it once more."""
    topic = act.case
    plan = topic.whole
    made = act.open(
        "consultation", topic.title, parent=None, form=topic.form, raised_as=topic.raised_as, raised_by_id=topic.raised_by_id,
        raised_unit_id=topic.raised_unit_id, background=topic.background or topic.title, site_id=None,
    )  # fmt: skip
    act.move(made, "raise_")
    words = _("列入{year}年度协商计划（{document}）").format(year=plan.year, document=plan.document)
    act.move(made, "agree", fit=FIT, convener=words[:60])
    act.link(made, rules.PLANNED)


def tie(act: Act) -> None:
    act.link(Case.objects.get(pk=act.facts["work"]), rules.PLANNED)


def finish(act: Act) -> None:
    act.change(result=act.facts["words"])


# the plan ──────────────────────────────────────────────────────────────────
def issue(act: Act) -> None:
    """The plan stands: each of its topics is owed from now on, and whoever raised it is told."""
    act.change(document=act.facts["document"], issued_on=act.on or clock.today())
    for topic in PlanTopic.objects.filter(whole=act.case.pk, state="shortlisted").order_by("pk"):
        act.move(lock(act.batch, topic), "enter")
    told = UnitInvolved.objects.filter(case__plantopic__whole=act.case.pk, case__state="shortlisted", **rules.NOW)
    words = _("《{title}》印发了，里面有请你们参加的议题。").format(title=act.case.title)
    act.tell([Address("unit", pk) for pk in told.values_list("unit", flat=True).distinct()], words)


def change_whole(act: Act) -> None:
    """Each sort of change with what it needs. Errors: Missing with `fields`."""
    facts, wrong = act.facts, {}
    what = facts["what"]
    if what != "add" and not facts.get("topic"):
        wrong["topic"] = _("请选要改的是哪个议题。")
    if what == "add":
        for name, label in (
            ("title", _("题目")),
            ("form", _("协商形式")),
            ("quarter", _("什么时候")),
            ("leader", _("牵头领导")),
            ("lead", _("牵头专委会")),
        ):
            if not facts.get(name):
                wrong[name] = _("增加议题，要写“{label}”。").format(label=label)
    if what == "alter" and not any(facts.get(name) for name in ("title", "form", "quarter", "leader", "lead")):
        wrong["title"] = _("请填要改成什么，至少一项。")
    if wrong:
        raise Missing(" ".join(wrong.values()), wrong)


def change(act: Act) -> None:
    """A change is a case of its own, that goes the whole road before anything of the plan moves."""
    facts = act.facts
    topic = act.load(facts["topic"]) if facts.get("topic") and facts["what"] != "add" else None
    given = {name: facts[name] for name in ("title", "form", "leader", "lead") if facts.get(name)}
    if facts.get("quarter"):
        given["quarter"] = int(facts["quarter"])
    title = _("计划调整：{title}").format(title=topic.title if topic else facts["title"])
    act.open(
        "plan_change",
        title,
        parent=None,
        whole_id=act.case.pk,
        what=facts["what"],
        topic_id=topic.pk if topic else None,
        why=facts["why"],
        given={} if facts["what"] == "drop" else given,
    )


def apply_change(act: Act) -> None:
    """Decided by those who decided the plan: now the topic changes."""
    case = act.case
    act.change(document=act.facts["document"])
    if case.what == "add":
        values = dict(case.given)
        made = act.open(
            "plan_topic",
            values.pop("title"),
            parent=None,
            whole_id=case.whole_id,
            background=case.why,
            raised_as="party",
            raised_by_id=None,
        )
        act.move(made, "raise_")
        act.move(made, "shortlist")
        arranged(act, made, values)
        act.move(made, "enter")
        return
    topic = lock(act.batch, case.topic)
    if topic.state not in ("issued", "in_progress"):
        raise Refused(_("这个议题已经完成或不再协商了，调整落不下去。"))
    if case.what == "drop":
        act.move(topic, "drop", why=case.why)
        return
    arranged(act, topic, case.given)
    act.move(topic, "alter", why=case.why)
