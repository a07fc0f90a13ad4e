"""What happened, one sentence each: who did what, to what end; words for codes, names for ids."""

import re
from datetime import datetime
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from huiyin.desk.cases.tree import Tree, carriers
from huiyin.kernel import clock
from huiyin.kernel.flow import Fact, Step, flow_of
from huiyin.kernel.ledger import VOID
from huiyin.kernel.models import Event
from huiyin.ui import days

NOTES = ("words", "why", "said", "note", "text")
"""The facts whose own words stand under the sentence."""

OF_REPLY = ("result", "doc_number", "audited_result")

CLAUSE = re.compile(r"([，；：,;:])")
ASIDE = re.compile(r"[（(][^（）()]*[）)]")
PLACE = re.compile(r"{(\w+)}")
ENDS = "。．."


def timeline(tree: Tree) -> list[dict[str, Any]]:
    """Newest first, as ui/timeline_item.html wants it; a voided act keeps its place, struck, with why."""
    items = [item(tree, event) for event in reversed(tree.events) if _told(tree, event)]
    first = next((one for one in items if one["state"] != "void"), None)
    if first is not None and not tree.case.finished and not first["state"]:
        first["state"] = "now"
    return items


def _told(tree: Tree, event: Event) -> bool:
    if event.step == VOID:
        return False
    return not (event.step == "open" and event.case_id != tree.case.pk)


def item(tree: Tree, event: Event) -> dict[str, Any]:
    line = flow_of(event.kind).by_step.get(event.step)
    void = tree.voided.get(event.pk)
    return {
        "id": f"e{event.uid}",
        "event": event,
        "at": event.at or _("日期不详"),
        "state": "void" if void else "key" if line is not None and line.seal else "",
        "who": _("系统") if event.source == "computed" else tree.doers.get(event.post_id or 0, ""),
        "text": sentence(tree, event, line) + aside(tree, event),
        "note": "" if void else note(tree, event, line),
        "why": _voiding(tree, void) if void else "",
    }


def sentence(tree: Tree, event: Event, line: Step | None) -> str:
    if event.step == "open":
        flow = flow_of(event.kind)
        # Only what begins as a draft is written; a meeting or a topic is opened.
        said = _("开始写这{unit}{noun}。") if flow.first == "draft" else _("建立这{unit}{noun}。")
        # A measure word stands between “this” and the noun in Chinese only.
        measure = flow.unit if (get_language() or "zh").startswith("zh") else ""
        return said.format(unit=measure, noun=flow.label)
    if line is None:
        return str(event.step)
    row = tree.rows[event.case_id]  # type: ignore[index]
    words = {
        fact.name: fact_words(tree, fact, row, tree.facts[event.pk].get(fact.name))
        for fact in line.facts
        if fact.kind not in ("long", "file", "files", "points", "items")
        and f"{{{fact.name}}}" in str(line.says)
        and not _held_back(tree, event, fact)
    }
    return _of_part(tree, row, filled(str(line.says or line.label), words))


def _of_part(tree: Tree, row: Any, text: str) -> str:
    """Of one child among several, or of a kind that stands beside the work, it is said which: 退回重拟（答复）。"""
    describe = flow_of(row.kind).describe
    if row is tree.case or describe is None or row.kind in carriers(tree.flow)[:1] or not (name := str(describe(row))):
        return text
    return _("{text}（{part}）。").format(text=text.rstrip(ENDS), part=name)


def _held_back(tree: Tree, event: Event, fact: Fact) -> bool:
    """The class and number of a reply are the proposer's with the reply itself, not before: an audit may still change them."""
    row = tree.rows[event.case_id]  # type: ignore[index]
    if fact.name not in OF_REPLY or tree.sees(row):
        return False
    looks = flow_of(row.kind).by_state
    return not any(e.case_id == row.pk and e.seq >= event.seq and looks[e.to_state].look == "done" for e in tree.events)


def filled(text: str, words: dict[str, str]) -> str:
    """The sentence with its {places} filled; a clause or a bracket all of whose places are empty is left out."""

    def kept(part: str) -> bool:
        places = PLACE.findall(part)
        return not places or any(words.get(name) for name in places)

    text = ASIDE.sub(lambda found: found.group() if kept(found.group()) else "", text)
    end = text[-1] if text[-1:] in ENDS else ""
    pieces = CLAUSE.split(text[: len(text) - len(end)])
    out = pieces[0] if kept(pieces[0]) else ""
    for mark, clause in zip(pieces[1::2], pieces[2::2], strict=True):
        if kept(clause):
            out += (mark if out else "") + clause
    # What was typed may end in a full stop of its own; the sentence has one.
    return PLACE.sub(lambda found: words.get(found[1], "").rstrip(ENDS), out) + end


def fact_words(tree: Tree, fact: Fact, row: Any, value: Any) -> str:
    """A fact's value as a reader reads it."""
    if value in (None, "", []):
        return ""
    if fact.kind in ("org", "orgs"):
        found = value if isinstance(value, list) else [value]
        if fact.choices and not any(pk in tree.names for pk in found):  # people chosen by id, not bodies
            offered = dict(fact.choices(row, tree.post))
            return "、".join(str(offered[pk]) for pk in found if pk in offered)
        return "、".join(tree.names.get(pk, "") for pk in found)
    if fact.kind in ("choice", "choices") and fact.choices:
        labels = {str(code): str(label) for code, label in fact.choices(row, tree.post)}
        found = value if isinstance(value, list) else [value]
        if fact.name == "result" and all(
            labels.get(str(one), "").startswith(str(one)) for one in found
        ):  # a class is called by its letter; its meaning stands in the reply
            return "、".join(map(str, found))
        return "、".join(labels.get(str(one), str(one)) for one in found)
    if fact.kind == "flag":
        return _("是") if value else _("否")
    if fact.kind == "date" and (day := days.parse(value)):
        return days.month_day(day)
    return str(value)


def aside(tree: Tree, event: Event) -> str:
    """Typed in later, typed in for another, taken from an old catalogue: said each time."""
    said = []
    if event.for_post_id:
        said.append(_("代 {who} 录入").format(who=tree.doers.get(event.for_post_id, "")))
    if event.source == "imported":
        said.append(_("据历史记录"))
    elif event.at and clock.local_day(event.at) != clock.local_day(event.recorded_at):
        said.append(_("{day}补记").format(day=days.month_day(event.recorded_at)))
    return _("（{said}）").format(said=_("，").join(said)) if said else ""


def note(tree: Tree, event: Event, line: Step | None) -> str:
    """The doer's own words; those about a part are for whom the part concerns."""
    if line is None or not (event.case_id == tree.case.pk or tree.sees(tree.rows[event.case_id])):  # type: ignore[index]
        return ""
    facts = tree.facts[event.pk]
    return next((str(facts[name]) for name in NOTES if facts.get(name)), "")


def _voiding(tree: Tree, void: Event) -> str:
    reason = tree.facts[void.pk].get("reason", "")
    at: datetime = void.at or void.recorded_at
    said = _("{day}由{who}作废：{reason}") if reason else _("{day}由{who}作废")
    text = said.format(day=days.month_day(at), who=tree.doers.get(void.post_id or 0, ""), reason=reason)
    return text.rstrip("。") + _("。两条记录都保留。")
