"""How a ballot lives (R-166, P-43): prepared, opened while enough are here, closed, counted, announced and frozen; or void, and once more.

Its votes are no acts (decision 0024): between the opening and the closing nothing about anybody's vote reaches the ledger.
"""

import json
from collections import Counter
from typing import Any

from django.utils.translation import gettext as _s
from django.utils.translation import gettext_lazy as _

from huiyin.kernel import clock
from huiyin.kernel.act import Act
from huiyin.kernel.batch import canonical
from huiyin.kernel.flow import Fact, Flow, Lack, Owe, State, register, step
from huiyin.kernel.models import Post
from huiyin.oversight import ballot_rules as rules
from huiyin.oversight import urn, voting
from huiyin.oversight.effects import lines_of
from huiyin.oversight.models import (
    Announced,
    BallotCount,
    BallotItem,
    BallotResult,
    Entitled,
    Urn,
)
from huiyin.suggestions.models import Suggestion

VOID_WHY = {
    "more": _("收回的票多于发出的票"),
    "none": _("一张票也没有收回"),
    "few_phones": _("手机票不足五张，和纸质票分得开，会暴露投票人"),
}


# guards ────────────────────────────────────────────────────────────────────
def enough_here(case: Any, post: Post) -> list[Lack]:
    """Open only while more than half of the entitled are here (R-166)."""
    box = urn.look(case.pk)
    if box is None:
        return [Lack(_s("票箱打不开了，请取消这次测评，重新准备。"), "cancel")]
    why = voting.too_few(case, box)
    return [Lack(why)] if why else []


def papers_entered(case: Any, post: Post) -> list[Lack]:
    """Paper that was handed out is entered before anything is counted."""
    box = urn.look(case.pk)
    if box is None:
        return [Lack(_s("票箱打不开了，计不了票。请作废，重新测评。"), "void")]
    if box.on_paper and not box.entered:
        return [Lack(_s("发出了 {n} 张纸质票，还没有录入收回的纸质票。").format(n=len(box.on_paper)))]
    return []


# effects ───────────────────────────────────────────────────────────────────
def prepare(act: Act) -> None:
    """The items, the list of the entitled in the order of their names, and an urn with a pile of slips."""
    year = (act.on or clock.today()).year
    act.change(number=act.number(f"ballot.{year}", lambda n: _s("测〔{year}〕{n}号").format(year=year, n=n)))
    for number, text in enumerate(lines_of(act.facts["items"]), 1):
        act.dated(BallotItem, position=number, text=text[:200])


def lay_urn(act: Act) -> None:
    """A new urn; that of an earlier time is thrown away unread."""
    for old in Urn.objects.filter(case=act.case.pk):
        act.batch.later("DELETE FROM oversight_urn WHERE id = %s", [old.pk])
    new = sum(isinstance(row, Entitled) and row.case_id == act.case.pk for row in act.batch.new.values())
    act.add(urn.lay(act.case, new or Entitled.objects.filter(case=act.case.pk).count()))


def start(act: Act) -> None:
    act.change(held_on=act.on or clock.today())


def close(act: Act) -> None:
    """Who was here and who got a slip, written for everybody in one statement: no row tells when, or after whom."""
    with urn.opened(act.case.pk) as box:
        box.held, box.pile = {}, []
        here, issued = _ids(box.here), _ids(box.issued)
    act.batch.later(
        f"UPDATE oversight_entitled SET here = (id IN ({here})), issued = (id IN ({issued})) WHERE case_id = %s",
        [act.case.pk],
    )


def _ids(rows: list[int]) -> str:
    return ", ".join(str(int(pk)) for pk in rows) or "0"


def verdict(box: urn.Box) -> str:
    """Why a ballot is void; nothing for one that counts (R-166)."""
    if box.collected > len(box.issued) or box.papers > len(box.on_paper):
        return "more"
    if not box.collected:
        return "none"
    if box.papers and 0 < len(box.votes) < voting.FEWEST:
        return "few_phones"
    return ""


def count_goes(act: Act) -> str:
    box = urn.look(act.case.pk)
    return "void" if box is None or verdict(box) else "counted"


def count(act: Act) -> None:
    """Phones and paper together, option by option; the urn is emptied and its key destroyed in the same breath."""
    case = act.case
    with urn.opened(case.pk) as box:
        pass
    why = verdict(box)
    told = not why and box.collected >= voting.FEWEST
    result = {
        "entitled": Entitled.objects.filter(case=case.pk).count(), "here": len(box.here), "issued": len(box.issued),
        "collected": box.collected, "spoilt": box.spoilt, "told": told,
    }  # fmt: skip
    act.end(BallotResult)
    act.dated(BallotResult, **result)
    if told:
        _write_counts(act, box)
    note(act, result | ({"void": why} if why else {}))
    empty(act)


def _write_counts(act: Act, box: urn.Box) -> None:
    codes = voting.codes_of(act.case)
    for number, item in enumerate(voting.items_of(act.case)):
        tally = Counter(codes[int(one[number])] if one[number] != voting.BLANK else "" for one in box.votes)
        if number < len(box.paper_counts):
            tally.update(box.paper_counts[number])
        for code in (*codes, ""):
            act.dated(BallotCount, item_id=item.pk, option=code, n=tally[code])


def note(act: Act, more: dict[str, Any]) -> None:
    """What the act itself found goes into the sealed record."""
    act.event.facts = canonical(json.loads(act.event.facts) | more)


def empty(act: Act) -> None:
    act.batch.later("UPDATE oversight_urn SET sealed = %s WHERE case_id = %s", [b"", act.case.pk])
    urn.destroy(act.case.pk)


def announce(act: Act) -> None:
    """Announced on the spot, and frozen: the numbers stand in the sealed record from here on."""
    items = voting.items_of(act.case)
    rows = BallotCount.objects.filter(case=act.case.pk, until=None, voided_by=None)
    counts: dict[int, dict[str, int]] = {}
    for row in rows:
        counts.setdefault(row.item_id, {})[row.option] = row.n
    note(act, {"result": [{"item": item.position, "counts": counts.get(item.pk, {})} for item in items]})
    for item in items:
        act.dated(Announced, item_id=item.pk)
    urn.destroy(act.case.pk)  # once more, should the power have gone between the count and the end of its key


def suggest(act: Act) -> None:
    position = Suggestion.objects.filter(case=act.case.pk).count()
    for number, text in enumerate(lines_of(act.facts["items"]), 1):
        act.dated(Suggestion, position=position + number, text=text)


# fmt: off
FLOW = register(Flow(
    kind="ballot",
    label=_("民主测评"),
    model="oversight.Ballot",
    sees=rules.sees,
    opens=rules.keeper,
    unit=_("次"),
    panels=("ballot-items", "ballot-hall", "ballot-suggestions"),
    states=(
        State("arriving", _("待准备"), owes=(Owe("prepare", rules.keeper),), look="none"),
        State("preparing", _("已准备，待投票"), owes=(Owe("start", rules.keeper, until=("cancel",)),)),
        State("open", _("正在投票"), owes=(Owe("close", rules.keeper),), look="soon"),
        State("closed", _("已停止投票，待计票"), owes=(Owe("count", rules.keeper, until=("void",)),), look="soon"),
        State("counted", _("已计票，待宣布"), owes=(Owe("announce", rules.announcer),), look="soon"),
        State("announced", _("已宣布"), resting=True, look="done"),
        State("void", _("作废，待重新测评"), owes=(Owe("repeat", rules.keeper, until=("cancel",)),), look="late"),
        State("cancelled", _("取消"), final=True, look="none"),
    ),
    steps=(
        step("prepare", _("准备测评"), "arriving", "preparing", rules.keeper, effects=(prepare, lay_urn),
             facts=(Fact("items", _("测评什么，一行一项"), "long", longest=6000),), says=_("准备了测评票。"), done=_("准备好了。")),
        step("start", _("开始投票"), "preparing", "open", rules.keeper, guards=(enough_here,), effects=(start,), help=_("到会人数够了才能开始；不够了，自动停下来等。"), says=_("开始投票。"), done=_("开始投票了。")),
        step("close", _("停止投票"), "open", "closed", rules.keeper, effects=(close,), help=_("手机不能再投；接着录入收回的纸质票。"), says=_("停止投票。"), done=_("停止投票了。")),
        step("count", _("计票"), "closed", "counted void", rules.keeper, guards=(papers_entered,), effects=(count,), route=count_goes, seal=True,
             help=_("手机票和纸质票合在一起计，计完票箱就清空，谁也打不开。收回的多于发出的，作废重来。"), tells=(rules.announcer,), says=_("计票。"), done=_("计完票了，请宣布。")),
        step("announce", _("宣布结果"), "counted", "announced", rules.announcer, effects=(announce,), seal=True, help=_("当场宣布；宣布以后，数字不能再改。"),
             facts=(Fact("words", _("宣布的时候说明的事"), "long", required=False, longest=500),), tells=(rules.entitled,), says=_("当场宣布测评结果。"), done=_("的结果宣布了。")),
        step("suggest", _("记意见建议"), "announced", "", rules.keeper, main=False, effects=(suggest,), facts=(Fact("items", _("意见建议，一行一条"), "long", longest=6000),), says=_("记了测评时提的意见建议。"), done=_("记了意见建议。")),
        step("void", _("作废"), "closed", "void", rules.keeper, main=False, effects=(empty,), facts=(Fact("why", _("为什么"), longest=200),), says=_("作废：{why}"), done=_("作废了，要重新测评。")),
        step("repeat", _("重新测评"), "void", "preparing", rules.keeper, effects=(lay_urn,), help=_("测评项和名单不变，重新登记到会、重新发票。"), says=_("重新测评。"), done=_("要重新测评。")),
        step("cancel", _("不测评了"), "preparing void", "cancelled", rules.keeper, main=False, effects=(empty,), facts=(Fact("why", _("为什么"), longest=200),), says=_("不测评了：{why}"), done=_("不测评了。")),
    ),
))
# fmt: on
