"""A meeting's sheet written down without a network and sent later: each line through the same acts, once, and none of them lost.

A line is {key, step, facts, at}. `key` is made on the device when the line is written, so that sending it again changes nothing; a digest of
what it says tells that two devices send the same line. What the rules no longer allow is held in the tray until somebody settles it.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from huiyin.activities.attending import guest_mark, here, parsed
from huiyin.activities.models import Activity
from huiyin.activities.rules import host
from huiyin.consultations.models import Consultation, SheetEntry, SubIssue
from huiyin.kernel import clock, ledger
from huiyin.kernel.act import act
from huiyin.kernel.batch import canonical
from huiyin.kernel.facts import clean
from huiyin.kernel.flow import flow_of
from huiyin.kernel.models import Notice, Person, Post
from huiyin.kernel.refusal import Missing, NotAllowed, Refused

STEPS: dict[str, tuple[str, ...]] = {
    "members": ("members",),
    "guests": ("category", "names"),
    "speak": ("name", "words"),
    "issue": ("question", "said", "came", "agreed", "dissent"),
}
"""What may be written offline, with the facts of each. A head-count has a photo as evidence, and is entered with a network."""
MOST = 500
LONGEST = 8000
HELD, SETTLED, AGAIN = "sheet.held", "sheet.settled", "sheet.again"
KEY = re.compile(r"[A-Za-z0-9-]{8,60}\Z")


@dataclass(frozen=True)
class Taken:
    """What became of one line: done, same (it was there already), held, or bad (not one that can be read; the device keeps it)."""

    key: str
    state: str
    said: str = ""

    def as_dict(self) -> dict[str, str]:
        return {"key": self.key, "state": self.state, "said": self.said}


def receive(post: Post, activity: Activity, lines: Sequence[Any]) -> list[Taken]:
    """Take a sheet, line by line, each in its own transaction: a broken connection loses nothing and the rest can be sent again.

    Errors: NotAllowed for whoever does not hold the meeting; Refused for more lines than a sheet has.
    """
    if not host.test(post, activity):
        raise NotAllowed(_("这次会议不是您的站点主办的，不能送它的记录。"))
    if len(lines) > MOST:
        raise Refused(_("一次最多送 {n} 条。请分几次送。").format(n=MOST))
    held = SheetEntry.objects.filter(activity=activity.pk, fate="held")
    before = held.count()
    taken = [_take(post, activity, line) for line in lines]
    if (more := held.count() - before) > 0:
        _tell(activity, more)
    return taken


def _take(post: Post, activity: Activity, line: Any) -> Taken:
    key = str(line.get("key", "")) if isinstance(line, Mapping) else ""
    facts = _facts(line)
    if facts is None or not KEY.match(key):
        return Taken(key[:64], "bad", _("这一条看不懂，留在手机上。请照着重新登记。"))
    step, at = str(line["step"]), _moment(line.get("at"))
    if known := SheetEntry.objects.filter(committee=activity.committee_id, key=key).first():
        return _known(key, known)
    mark = digest(activity, step, facts)
    if known := SheetEntry.objects.filter(activity=activity.pk, digest=mark).first():
        if known.fate == "done" and step in ("members", "guests") and not _there(activity, step, facts):
            return Taken(key, "bad", _("这一条记进去过，后来在名单上去掉了。真的来了的，请在案件页上再登记。"))
        return Taken(key, "same" if known.fate == "done" else known.fate, str(known.why))
    if _there(activity, step, facts):
        return Taken(key, "same")
    entry = SheetEntry(
        committee=activity.committee, activity=activity, step=step, facts={}, key=key, digest=mark, post_id=post.pk,
        happened_at=at, received_at=clock.now(), fate="done",
    )  # fmt: skip
    try:
        with transaction.atomic():
            entry.save(force_insert=True)
            _do(post, activity, step, facts, at, mark)
    except IntegrityError:
        # Another device sent the same line at this moment.
        known = SheetEntry.objects.filter(activity=activity.pk, digest=mark).first()
        return _known(key, known) if known else Taken(key, "bad", _("刚才太忙，这一条没有记进去。请再送一次。"))
    except Refused as refusal:
        return _hold(post, entry, facts, refusal)
    return Taken(key, "done")


def _known(key: str, row: SheetEntry) -> Taken:
    return Taken(key, row.fate, str(row.why) if row.fate == "held" else "")


def _facts(line: Any) -> dict[str, Any] | None:
    """The facts of a line, plain and cleaned; None for what no device of ours writes."""
    if not isinstance(line, Mapping) or line.get("step") not in STEPS or not isinstance(line.get("facts"), Mapping):
        return None
    found: dict[str, Any] = {}
    for name in STEPS[line["step"]]:
        value = line["facts"].get(name, "")
        if name == "members":
            if (
                not isinstance(value, list)
                or len(value) != 1
                or not str(value[0]).isdecimal()
                or len(str(value[0])) > 19
            ):
                return None
            found[name] = [int(value[0])]
        elif not isinstance(value, str) or len(value) > LONGEST:
            return None
        elif text := clean(value):
            found[name] = text
    return found


def _moment(text: Any) -> datetime:
    """When it was written, by the phone's clock, as far as that can be: a phone may be wrong, the future is none."""
    now = clock.now()
    try:
        found = parse_datetime(str(text)) if text else None
    except ValueError:
        found = None
    return now if found is None or found.tzinfo is None or found > now else found


def digest(activity: Activity, step: str, facts: Mapping[str, Any]) -> str:
    """What a line says, whoever wrote it: blanks and full-width commas make no difference."""
    plain = {
        name: re.sub(r"[\s，,]+", ",", value) if isinstance(value, str) else value for name, value in facts.items()
    }
    return hashlib.sha256(canonical([activity.pk, step, plain]).encode()).hexdigest()


def _there(activity: Activity, step: str, facts: Mapping[str, Any]) -> bool:
    """Whether the record says it already, whatever way it came: checked in at the door, listed by hand."""
    rows = here(activity)
    if step == "members":
        return bool(rows.filter(person__in=facts.get("members", ())).exists())
    if step == "guests":
        try:
            marks = [guest_mark(name, body) for name, body in parsed(facts.get("names", ""))]
        except Missing:
            return False
        return bool(marks) and rows.filter(mark__in=marks).count() == len(set(marks))
    if step == "issue":
        same = {name: facts.get(name, "") for name in ("question", "said", "agreed", "dissent")}
        return SubIssue.objects.filter(
            case=activity.parent_id, until=None, voided_by=None, result=facts.get("came", ""), **same
        ).exists()
    return False


def _do(post: Post, activity: Activity, step: str, facts: Mapping[str, Any], at: datetime, mark: str) -> None:
    """The act itself. A question that stands there in other words is no second question. Errors: Refused."""
    if step != "issue":
        act(activity, step, as_=post, at=_after(activity, at), key=f"sheet-{mark[:50]}", **facts)
        return
    whole = _whole(activity)
    question = facts.get("question", "")
    if SubIssue.objects.filter(case=whole.pk, question=question, until=None, voided_by=None).exists():
        raise Refused(_("“{question}”已经记过了，内容不一样。请对照两份，再定用哪一份。").format(question=question))
    act(whole, "issue", as_=post, at=_after(whole, at), key=f"sheet-{mark[:50]}", **facts)


def _whole(activity: Activity) -> Consultation:
    whole = Consultation.objects.filter(pk=activity.parent_id or 0).first()
    if whole is None:
        raise Refused(_("这不是协商的会议，没有“商量的问题”可记。"))
    whole.committee = activity.committee
    return whole


def _after(case: Any, at: datetime) -> datetime:
    """Not before the case's last step: a phone whose clock is slow is no reason to refuse."""
    return max(at, case.moved_at) if case.moved_at else at


def _hold(post: Post, entry: SheetEntry, facts: dict[str, Any], refusal: Refused) -> Taken:
    """Keep it for the tray, with why it was refused; the ledger says that it came, not what it says."""
    entry.fate, entry.facts, entry.why = "held", facts, str(refusal.sentence)[:500]
    try:
        with transaction.atomic():
            entry.save(force_insert=True)
            ledger.record(
                entry.activity.committee,
                HELD,
                as_=post,
                facts={"activity": entry.activity_id, "step": entry.step, "digest": entry.digest},
            )
    except IntegrityError:
        known = SheetEntry.objects.filter(activity=entry.activity_id, digest=entry.digest).first()
        return (
            _known(entry.key, known)
            if known
            else Taken(entry.key, "bad", _("刚才太忙，这一条没有记进去。请再送一次。"))
        )
    return Taken(entry.key, "held", entry.why)


def _tell(activity: Activity, held: int) -> None:
    """The office is told, and the station that holds the meeting."""
    text = _("《{title}》会后送来的记录有 {n} 条没能记进去，在对账盘里等着。").format(title=activity.title, n=held)
    for role, body in {("general_office", None), *({("station", activity.host_id)} if activity.host_id else set())}:
        notice = Notice(case_id=activity.pk, role=role, organisation_id=body, text=text[:500], written_at=clock.now())
        notice.committee = activity.committee
        notice.save(force_insert=True)


# the tray ──────────────────────────────────────────────────────────────────
def tray(post: Post) -> Any:
    """The lines of sheets that this post looks after, the oldest first: a station's own, for the office all."""
    rows = (
        SheetEntry.objects.filter(committee=post.committee_id).select_related("activity").order_by("received_at", "pk")
    )
    return rows if post.role == "general_office" else rows.filter(activity__host=post.organisation_id)


def again(post: Post, entry: SheetEntry) -> None:
    """Try a held line once more; after the meeting was closed, attendance goes in as late. Errors: Refused; it stays held, with the new reason."""
    activity = _own(entry)
    try:
        with transaction.atomic():
            row = _held(entry)
            if activity.state == "held" and row.step in ("members", "guests"):
                _late(post, activity, row)
            else:
                _do(post, activity, row.step, row.facts, row.happened_at, row.digest)
            row.fate, row.facts, row.why = "done", {}, ""
            row.settled_at, row.settled_by = clock.now(), post.pk
            row.save()
            ledger.record(
                activity.committee,
                AGAIN,
                as_=post,
                facts={"activity": activity.pk, "step": row.step, "digest": row.digest},
            )
    except Refused as refusal:
        SheetEntry.objects.filter(pk=entry.pk, fate="held").update(why=str(refusal.sentence)[:500])
        raise


def _late(post: Post, activity: Activity, row: SheetEntry) -> None:
    facts = {name: value for name, value in row.facts.items() if name in ("members", "category", "names")}
    why = _("会上离线登记，{moment}送到").format(moment=clock.day_words(clock.local_day(row.received_at)))
    act(activity, "late", as_=post, key=f"sheet-{row.digest[:50]}", why=why, **facts)


def settle(post: Post, entry: SheetEntry, words: str) -> None:
    """Say how a held line was dealt with by other means; it stays readable. Errors: Refused without words."""
    words = clean(words)[:300]
    if not words:
        raise Refused(_("请写明是怎么处理的，例如：已写进纪要；与另一份重复。"))
    activity = _own(entry)
    with transaction.atomic():
        row = _held(entry)
        row.fate, row.words, row.settled_at, row.settled_by = "settled", words, clock.now(), post.pk
        row.save()
        facts = {"activity": activity.pk, "step": row.step, "digest": row.digest, "words": words}
        ledger.record(activity.committee, SETTLED, as_=post, facts=facts)


def _held(entry: SheetEntry) -> SheetEntry:
    row = SheetEntry.objects.select_for_update().get(pk=entry.pk)
    if row.fate != "held":
        raise Refused(_("这一条已经处理过了。"))
    return row


def _own(entry: SheetEntry) -> Activity:
    activity = Activity.objects.get(pk=entry.activity_id)
    activity.committee = entry.committee
    return activity


def names_in(entries: Sequence[SheetEntry]) -> dict[int, str]:
    """{person: name} of the members in these lines. One query."""
    people = [person for entry in entries for person in entry.facts.get("members", ())]
    return dict(Person.objects.filter(pk__in=people).values_list("pk", "name")) if people else {}


def told(entry: SheetEntry, names: Mapping[int, str]) -> list[tuple[str, str]]:
    """[(label, value)] of a line, for the tray's page; `names` of `names_in`."""
    kind = "consultation" if entry.step == "issue" else "activity"
    line = flow_of(kind).by_step[entry.step]
    found = []
    for fact in line.facts:
        value = entry.facts.get(fact.name)
        if not value:
            continue
        if fact.name == "members":
            value = "、".join(names[person] for person in value if person in names)
        elif fact.kind == "choice" and fact.choices:
            value = dict(fact.choices(None, None)).get(value, value)  # type: ignore[arg-type]
        found.append((str(fact.label), str(value)))
    return found
