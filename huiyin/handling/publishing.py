"""公开: what is proposed for the public, what is taken out of it, and the version that is kept with its digest (R-083, R-084, P-29)."""

import re
from hashlib import sha256
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.handling.models import Publication, PublicVersion, Reply
from huiyin.handling.rules import assigning, unit
from huiyin.kernel.act import Act
from huiyin.kernel.flow import own_row
from huiyin.kernel.models import Attachment, Facet, Post
from huiyin.kernel.refusal import Missing
from huiyin.kernel.who import NOBODY, Address, Who

REMOVED = "＊＊＊"
CONTACTS = re.compile(
    # E-mail: begun only where such a word begins, or a long text of nothing else is tried from each of its letters.
    r"(?<![A-Za-z0-9_.+-])[A-Za-z0-9_.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
    r"|(?<!\d)\d{17}[\dXx](?!\d)"  # identity card
    r"|(?<!\d)1\d{2}[-\s]?\d{4}[-\s]?\d{4}(?!\d)"  # mobile
    r"|[(（]0\d{2,3}[)）][-－\s]?\d{7,8}(?!\d)"  # landline, its area code in brackets
    r"|(?<!\d)0\d{2,3}[-－\s]?\d{7,8}(?!\d)"  # landline with its area code
)
OFFICE = ("proposal_office", "proposal_director")


def without_contacts(text: str, *known: str) -> str:
    """The text with telephone numbers, e-mail and identity numbers, and any of these known contacts, blotted out."""
    for word in sorted({word.strip() for word in known if len(word.strip()) > 1}, key=len, reverse=True):
        text = text.replace(word, REMOVED)
    return CONTACTS.sub(REMOVED, text)


def original(case: Any) -> str:
    """The whole text that is to be decided on, with contacts already taken out."""
    parent = own_row(case.parent)
    if case.what == "proposal":
        return without_contacts(str(getattr(parent, "public_text", parent.title)), getattr(parent, "contact_phone", ""))
    reply = Reply.objects.filter(pk=case.reply_id).first()
    if reply is None:
        return ""
    parts = [reply.opening, *(str(point.get("text", "")) for point in reply.points), reply.closing]
    return without_contacts("\n".join(part for part in parts if part), reply.contact_name, reply.contact_phone)


def _of(what: str, who: Who, name: str, label: Any) -> Who:
    """A rule that holds for one of the two decisions only."""
    return Who(
        name,
        label,
        lambda post, case: case.what == what and who.test(post, case),
        lambda post: who.twin(post) & Q(what=what),
        lambda case: who.owed(case) if case.what == what else [],
    )


def _held(name: str, label: Any, *roles: str) -> Who:
    return Who(
        name,
        label,
        lambda post, case: post.role in roles,
        lambda post: Q() if post.role in roles else NOBODY,
        lambda case: [Address(roles[0])],
    )


proposer_of_it = _of(
    "proposal", _held("office", "", *OFFICE), "publishes", gettext_lazy("提案由提案委办公室、答复由承办单位")
) | _of("reply", unit, "publishes_reply", gettext_lazy("承办单位"))
reviewer_of_it = _of(
    "proposal", _held("director", "", "proposal_director"), "reviews", gettext_lazy("提案由提案委主任、答复由交办机关")
) | _of("reply", assigning, "reviews_reply", gettext_lazy("交办机关"))


def open_decisions(act: Act, reply: Reply) -> None:
    """With a reply delivered, two decisions are owed: on the proposal's text (once), and on this reply's."""
    if act.imported or act.case.parent_id is None:
        return
    parent = act.load(act.case.parent_id)
    common = {"parent": parent, "delivered_on": act.on, "number": parent.number}
    there = Publication.objects.filter(parent=parent.pk)
    if not there.filter(what="proposal").exists() and not act.batch.memory.get(("published", parent.pk)):
        act.batch.memory["published", parent.pk] = True
        _open(act, what="proposal", **common)
    last = there.filter(what="reply", part=act.case.pk, state__in=("undecided", "waiting")).order_by("-pk").first()
    if last is not None:
        row = act.load(last.pk)
        act.change(row, reply_id=reply.pk)
        if row.state == "waiting":
            # Its clock runs from the day of the reply it is about now; what was proposed was about the former one.
            act.change(row, delivered_on=act.on, extent="", reason="", text="")
            act.move(row, "resume")
        return
    _open(
        act, what="reply", part_id=act.case.pk, unit_id=act.case.unit_id,
        assigned_by_id=act.case.assigned_by_id, reply_id=reply.pk, **common,
    )  # fmt: skip


def put_by(act: Act) -> None:
    """A reply that the proposer sent back is not the one to publish: what is open about it sleeps until the next reply stands."""
    if act.imported:
        return
    open_ = Publication.objects.filter(part=act.case.pk, what="reply", state__in=("undecided", "review", "approved"))
    for pk in open_.values_list("pk", flat=True):
        act.move(act.load(pk), "wait")


def _open(act: Act, **values: Any) -> None:
    """The decision, and the side from which it is counted."""
    made = act.open("publication", values["parent"].title, **values)
    act.dated(Facet, case=made, name="text", value=made.what)


def wish_is_respected(act: Act) -> None:
    """The proposer said at submission whether his text may be public (R-083)."""
    if act.case.what != "proposal" or act.facts["extent"] == "no" or act.facts.get("agreed"):
        return
    if getattr(own_row(act.load(act.case.parent_id)), "publish_wish", None) is False:
        sentence = _("提案者提交时不同意公开。请先征得提案者同意并勾选，或选“不公开”。")
        raise Missing(sentence, {"agreed": sentence})


def propose(act: Act) -> None:
    """The words for the public are fixed here, and scrubbed whoever typed them."""
    text = act.facts.get("text") or original(act.case)
    parent = own_row(act.load(act.case.parent_id))
    text = without_contacts(text, getattr(parent, "contact_phone", ""), *_names(act.case))
    act.change(
        extent=act.facts["extent"], reason=act.facts.get("reason", ""), text="" if act.facts["extent"] == "no" else text
    )


def _names(case: Any) -> tuple[str, ...]:
    """Who is to be reached, and what the files of the case are called: both may name people (R-083)."""
    reply = Reply.objects.filter(pk=case.reply_id).first() if case.reply_id else None
    files = Attachment.objects.filter(case__in=[pk for pk in (case.parent_id, case.part_id) if pk]).values_list(
        "name", flat=True
    )
    return (*((reply.contact_name, reply.contact_phone) if reply else ()), *files)


def route(act: Act) -> str:
    return "kept" if act.case.extent == "no" else "approved"


def publish(act: Act) -> None:
    """The public version: its words, its digest. It is never changed, only withdrawn."""
    case = act.case
    heading = (
        case.parent.title if case.what == "proposal" else _("关于《{title}》的答复").format(title=case.parent.title)
    )
    act.dated(
        PublicVersion, what=case.what, extent=case.extent, heading=heading[:300], text=case.text,
        sha256=sha256(case.text.encode()).hexdigest(), channel=act.facts.get("channel", ""),
    )  # fmt: skip


def withdraw(act: Act) -> None:
    act.end(PublicVersion)


def default_extent(case: Any, post: Post) -> str:
    if case.what == "proposal":
        return "no" if getattr(own_row(case.parent), "publish_wish", None) is False else "full"
    reply = Reply.objects.filter(pk=case.reply_id).first()
    return "full" if reply is None or reply.publicity == "open" else "no"
