"""What a step of a special action, of a project or of a report also does."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from huiyin.initiatives import outline, pulling, rules
from huiyin.initiatives.models import (
    LEVELS,
    Milestone,
    ProgrammeNode,
    Progress,
    Project,
    ProjectBody,
)
from huiyin.kernel import clock, parameters
from huiyin.kernel.act import Act
from huiyin.kernel.flow import FLOWS
from huiyin.kernel.models import Case, Facet, Link, Organisation, Post
from huiyin.kernel.refusal import BadDate, Missing, Refused, refused

RECORD = "initiative"
"""The link from an action or a project to what was done under it."""


def day(text: str) -> date:
    return date.fromisoformat(text)


def today(case: Any, post: Any) -> date:
    return clock.today()


def enter(act: Act) -> None:
    year = act.case.begins.year
    act.change(number=act.number(f"programme.{year}", lambda n: _("专项〔{year}〕{n}号").format(year=year, n=n)))


# the tree ──────────────────────────────────────────────────────────────────
def lay(act: Act) -> None:
    """Nodes and projects from labelled lines: each under the nearest line above it of a higher level."""
    pieces = outline.read(act.facts["outline"])
    position = ProgrammeNode.objects.filter(case=act.case.pk).count()
    path: dict[str, ProgrammeNode] = {
        node.level: node for node in rules.nodes(act.case)
    }  # the last of each level: what is added goes on there
    projects = Project.objects.filter(whole=act.case.pk).count()
    first = True
    for piece in pieces:
        if piece.level == "project":
            projects += 1
            open_project(act, piece.text, _nearest(path, "project"), projects)
            continue
        if first:
            path = {level: node for level, node in path.items() if _before(level, piece.level)}
            first = False
        position += 1
        above = _nearest(path, piece.level)
        node = act.dated(
            ProgrammeNode, level=piece.level, position=position, text=piece.text, above_id=above.pk if above else None
        )
        path = {level: kept for level, kept in path.items() if _before(level, piece.level)} | {piece.level: node}


def _before(one: str, other: str) -> bool:
    return outline.ORDER.index(one) < outline.ORDER.index(other)


def _nearest(path: dict[str, ProgrammeNode], level: str) -> ProgrammeNode | None:
    higher = [node for name, node in path.items() if _before(name, level)]
    return max(higher, key=lambda node: outline.ORDER.index(node.level), default=None)


def open_project(act: Act, title: str, node: ProgrammeNode | None, number: int) -> Project:
    """A project is a tree of its own, so that 500 of them do not stand in each other's way; `whole` says whose it is."""
    made: Project = act.open(
        "project", title, parent=None, whole_id=act.case.pk, node_id=node.pk if node else None,
        number=f"{act.case.number}-{number:02}",
    )  # fmt: skip
    act.dated(Facet, case=made, name="programme", value=str(act.case.pk))
    return made


def nodes_here(case: Any, post: Any) -> list[tuple[int, str]]:
    labels = dict(LEVELS)
    return [(node.pk, f"{labels[node.level]}：{node.text}") for node in rules.nodes(case)]


def ends_here(case: Any, post: Any) -> list[tuple[int, str]]:
    labels = dict(LEVELS)
    rows = rules.nodes(case).filter(below=None).exclude(projects__state__in=("active", "done", "accepted"))
    return [(node.pk, f"{labels[node.level]}：{node.text}") for node in rows]


def add(act: Act) -> None:
    node = ProgrammeNode.objects.get(pk=act.facts["node"])
    open_project(act, act.facts["title"], node, Project.objects.filter(whole=act.case.pk).count() + 1)


def strike(act: Act) -> None:
    """A node goes, if nothing hangs on it."""
    node = ProgrammeNode.objects.get(pk=act.facts["node"])
    if node.below.filter(**rules.NOW).exists() or node.projects.exclude(state="cancelled").exists():
        raise refused("node", _("“{text}”下面还有内容或项目，去不掉。请先处理下面的。").format(text=node.text))
    act.end(ProgrammeNode, id=node.pk)


def reopen_books(act: Act) -> None:
    act.change(closed_to=None)


def is_closed(act: Act) -> None:
    if act.case.closed_to is None:
        raise Refused(_("现在没有封账，不用重新打开。"))


# a record ──────────────────────────────────────────────────────────────────
def found_record(committee: Any, post: Post, words: str) -> Case | None:
    """The case of that number that this post may see; the newest, where several kinds number alike."""
    for row in Case.objects.filter(committee=committee, number=words).order_by("-pk")[:5]:
        flow = FLOWS.get(row.kind)
        own = flow.Model.objects.filter(flow.sees.twin(post), pk=row.pk).first() if flow else None
        if own is not None:
            return row
    return None


def record(act: Act) -> None:
    """What was done under the action: any case of the house, by its number, once."""
    words = act.facts["number"].strip()
    target = found_record(act.committee, act.post, words)
    if target is None:
        raise refused("number", _("没有编号为“{number}”的记录。请照那件事页面上的编号写。").format(number=words))
    if target.pk == act.case.pk:
        raise refused("number", _("这就是本页。请写别的记录的编号。"))
    if Link.objects.filter(source=act.case.pk, target=target.pk, kind=RECORD).exists():
        raise refused("number", _("《{title}》已经在这里了。").format(title=target.title))
    act.link(target, RECORD)


# a project ─────────────────────────────────────────────────────────────────
FIELDS = ("goal", "method", "office")


def days_fit(act: Act) -> None:
    facts, whole = act.facts, act.case.whole
    ends = facts.get("ends") and day(facts["ends"])
    begins = facts.get("begins") and day(facts["begins"])
    if ends and begins and ends <= begins:
        sentence = _("完成时限要晚于开始的日期。")
        raise BadDate(sentence, {"ends": sentence})
    if ends and not whole.begins <= ends <= whole.ends:
        sentence = _("完成时限要在专项行动期间：{a}到{b}。").format(
            a=clock.day_words(whole.begins), b=clock.day_words(whole.ends)
        )
        raise BadDate(sentence, {"ends": sentence})


def set_out(act: Act) -> None:
    """The four fields, and who stands for it: what is left out stays as it was."""
    facts = act.facts
    values: dict[str, Any] = {name: facts[name] for name in FIELDS if facts.get(name)}
    values |= {name: day(facts[name]) for name in ("begins", "ends") if facts.get(name)}
    values |= {f"{name}_id": facts[name] for name in ("body", "lead", "model") if facts.get(name)}
    if body := values.get("body_id"):
        values.pop("body_id")
        act.change(body=Organisation.objects.get(pk=body))
        act.end(ProjectBody)
        act.dated(ProjectBody, body_id=body)
    act.change(**values)


def start(act: Act) -> None:
    act.change(begins=act.case.begins or act.on or clock.today())
    act.dated(Progress, percent=0)


def change(act: Act) -> None:
    """What was settled anew, and with whose consent; the deadline of whoever owes the end moves along."""
    set_out(act)
    if act.facts.get("ends") or act.facts.get("body"):
        act.owe_anew("finish", rules.writer.owed(act.case))


def percent_of(act: Act, name: str = "percent") -> int:
    """Errors: Missing for what is no whole per cent from 0 to 100."""
    text = str(act.facts[name])
    if not text.isdigit() or int(text) > 100:
        raise refused(name, _("进度是 0 到 100 的整数，“{text}”看不懂。").format(text=text[:20]))
    return int(text)


def not_back(act: Act) -> None:
    """Less than was said before needs a reason."""
    percent = percent_of(act)
    if act.source == "entered" and percent < act.case.percent and not act.facts.get("why"):
        raise refused(
            "why",
            _("上次报的是 {was}%，这次 {now}%，比上次少。请写明为什么。").format(was=act.case.percent, now=percent),
        )


def progress(act: Act) -> None:
    move_to(act, act.case, percent_of(act))


def move_to(act: Act, project: Any, percent: int) -> None:
    """The new stand of a project; the former one ends."""
    act.end(Progress, of=project.pk)
    act.dated(Progress, case=project, percent=percent)
    act.change(project, percent=percent)


def milestone(act: Act) -> None:
    act.dated(Milestone, title=act.facts["title"], due_on=day(act.facts["due_on"]))


def milestones_here(case: Any, post: Any) -> list[tuple[int, str]]:
    rows = Milestone.objects.filter(case=case.pk, done_on=None, **rules.NOW).order_by("due_on")
    return [(row.pk, f"{row.title}（{row.due_on}）") for row in rows]


def reach(act: Act) -> None:
    act.change(Milestone.objects.get(pk=act.facts["milestone"]), done_on=act.on or clock.today())


def explain(act: Act) -> None:
    act.change(reason=act.facts["reason"], measure=act.facts["measure"])


# a report ──────────────────────────────────────────────────────────────────
def project_of(report: Any) -> Project:
    """The project of a month's report."""
    parent = report.parent
    return parent if isinstance(parent, Project) else Project.objects.get(pk=report.parent_id)


def books_open(act: Act) -> None:
    """A period that was taken stock of and closed takes no more reports (invariant: a count stays what it was)."""
    case = act.case
    closed = case.whole.closed_to
    if act.source == "entered" and closed and case.ends <= closed:
        raise Refused(
            _("{day}以前的已经封账，这一期不能再交、再改。请写进下一期，或请政协办公室重新打开。").format(
                day=clock.day_words(closed)
            )
        )


def whole_report(act: Act) -> None:
    """A month's report says how far the project is, and, where it lags, why and what is done (R-220)."""
    case, facts = act.case, act.facts
    if case.what != "month" or act.source != "entered":
        return
    project = project_of(case)
    if not facts.get("percent"):
        raise refused("percent", _("请写任务进度，0 到 100。"))
    percent = percent_of(act)
    if percent < project.percent and not facts.get("reason"):
        raise refused(
            "reason",
            _("上次报的是 {was}%，这次 {now}%，比上次少。请写明为什么。").format(was=project.percent, now=percent),
        )
    stand = pulling.stand_of(project, clock.today(), percent)
    if stand.lags and not (facts.get("reason") and facts.get("measure")):
        missing = {
            name: sentence
            for name, sentence in (("reason", _("请写滞后的原因。")), ("measure", _("请写赶上来的措施。")))
            if not facts.get(name)
        }
        raise Missing(
            _("时间过了 {time}%，任务做了 {task}%，已经滞后。").format(time=stand.time, task=percent)
            + " ".join(missing.values()),
            missing,
        )


def submit(act: Act) -> None:
    """What the records say is written down with it, so that it stays what it was when it was handed in."""
    case, facts = act.case, act.facts
    values: dict[str, Any] = {name: facts.get(name) or "" for name in ("words", "problems", "following")}
    act.change(pulled=pulling.facts_of(case), **values)
    if case.what == "month":
        project = act.load(case.parent_id)
        if facts.get("percent"):
            percent = percent_of(act)
            act.change(percent=percent)
            move_to(act, project, percent)
        if facts.get("reason"):
            act.change(project, reason=facts["reason"], measure=facts.get("measure") or "")


def accept(act: Act) -> None:
    """A quarter's stock-taking closes its books, where P-53C says so: what was counted in it is not changed any more."""
    case = act.case
    if case.what == "quarter" and parameters.get(act.committee, "P-53C"):
        whole = act.load(case.whole_id)
        if whole.closed_to is None or whole.closed_to < case.ends:
            act.change(whole, closed_to=case.ends)
