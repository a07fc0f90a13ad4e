"""What happens in the hall while a ballot runs: people come and go, draw a slip, vote, hand in paper. None of it is an act of the ledger.

A post that draws a slip is asked who it is; a vote brings a slip and nothing else. Nothing here writes a name, a time or an order (decision 0024).
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from huiyin.kernel import parameters
from huiyin.kernel.models import Post
from huiyin.kernel.refusal import Missing, Refused
from huiyin.oversight import urn
from huiyin.oversight.models import Ballot, BallotItem, Entitled
from huiyin.oversight.urn import Box

FEWEST = 5
"""Fewer ballots than these are never told apart by option, nor kept: one could tell who voted how."""
BLANK = "-"


def items_of(case: Any) -> list[BallotItem]:
    return list(BallotItem.objects.filter(case=case.pk, until=None, voided_by=None).order_by("position"))


def codes_of(case: Any) -> list[str]:
    return [str(row[0]) for row in case.options]


def needed(case: Any, entitled: int) -> int:
    """How many must be here (P-43Q): more than half of the entitled, or two thirds of them."""
    if parameters.get(case.committee, "P-43Q") == "two_thirds":
        return -(-2 * entitled // 3)
    return entitled // 2 + 1


def quorum(case: Any, box: Box) -> tuple[int, int, int]:
    """(here, needed, entitled)."""
    entitled = Entitled.objects.filter(case=case.pk).count()
    return len(box.here), needed(case, entitled), entitled


def too_few(case: Any, box: Box) -> str:
    """Why nobody can vote just now; nothing where enough are here (R-166)."""
    here, wanted, entitled = quorum(case, box)
    if here >= wanted:
        return ""
    return _(
        "应到 {entitled} 人，现在到会 {here} 人，不够 {wanted} 人，先不能投票。投过的票都还在，人到齐了接着投。"
    ).format(entitled=entitled, here=here, wanted=wanted)


def entitled_of(case: Any, post: Post) -> Entitled | None:
    if post.person_id is None or post.committee_id != case.committee_id:
        return None
    return Entitled.objects.filter(case=case.pk, person=post.person_id).first()


def _running(case: Any) -> None:
    state = Ballot.objects.filter(pk=case.pk).values_list("state", flat=True).first()
    if state != "open":
        raise Refused(_("现在不能投票：还没有开始，或者已经停止了。"))


# slips ─────────────────────────────────────────────────────────────────────
def draw(case: Any, post: Post) -> str:
    """A slip out of the shuffled pile for whoever is entitled. Whoever has one that is not used yet gets the same again (a lost answer).

    Errors: Refused for those who are not entitled, have voted, or have a paper ballot.
    """
    who = entitled_of(case, post)
    if who is None:
        raise Refused(_("您不在这次测评的名单上。名单有误的，请找工作人员。"))
    with urn.opened(case.pk) as box:
        _running(case)
        if who.pk in box.on_paper:
            raise Refused(_("您领的是纸质票，一人一票，手机上不能再投。要改用手机的，请先把纸质票交回工作人员。"))
        if str(who.pk) in box.held:
            return box.held[str(who.pk)]
        if who.pk in box.issued:
            raise Refused(_("您已经投过票了，一人一票。"))
        if who.pk not in box.here:
            box.here.append(who.pk)
        if why := too_few(case, box):
            box.here = sorted(box.here)
            slip = ""
        else:
            slip = box.pile.pop()
            box.issued.append(who.pk)
            box.held[str(who.pk)] = slip
    if not slip:
        raise Refused(why)
    return slip


def vote(case: Any, slip: str, chosen: Sequence[str]) -> None:
    """One ballot: a mark for each item, empty for a blank. Nobody is asked who he is. Errors: Refused, Missing; then the slip is still good."""
    codes = codes_of(case)
    if len(chosen) != BallotItem.objects.filter(case=case.pk, until=None, voided_by=None).count():
        raise Missing(_("票上的项数不对，没有投出去。请刷新页面再投。"))
    if wrong := next((number for number, one in enumerate(chosen, 1) if one and one not in codes), 0):
        raise Missing(_("第 {n} 项选的不是票上的一种，没有投出去。请重新选。").format(n=wrong))
    marks = "".join(str(codes.index(one)) if one else BLANK for one in chosen)
    slip = slip.strip().lower()
    with urn.opened(case.pk) as box:
        if slip in box.spent:
            raise Refused(_("这张票已经投过了，已经收到，只算一次。"))
        _running(case)
        holder = next((who for who, held in box.held.items() if held == slip), None)
        if holder is None:
            raise Refused(_("没有这张票。请重新领票。"))
        if why := too_few(case, box):
            raise Refused(why)
        del box.held[holder]
        box.spent.append(slip)
        box.votes.append(marks)


# the hall ──────────────────────────────────────────────────────────────────
def register(case: Any, ids: Sequence[int], what: str) -> None:
    """`what`: here, left, paper (a paper ballot handed out), paper_back. Errors: Refused, with whose it is."""
    names = dict(Entitled.objects.filter(case=case.pk, pk__in=ids).values_list("pk", "name"))
    if set(ids) - set(names):
        raise Refused(_("有的人不在这次测评的名单上。请刷新页面。"))
    with urn.opened(case.pk) as box:
        # Asked with the urn in hand: who was stopped on the way by the close registers nothing any more.
        now = Ballot.objects.get(pk=case.pk)
        if now.state not in ("preparing", "open"):
            raise Refused(_("已经停止投票，不能再登记到会、发票。"))
        for pk, name in names.items():
            HALL[what](now, box, pk, name)


def _here(case: Any, box: Box, pk: int, name: str) -> None:
    if pk not in box.here:
        box.here.append(pk)


def _left(case: Any, box: Box, pk: int, name: str) -> None:
    if pk in box.here:
        box.here.remove(pk)


def _paper(case: Any, box: Box, pk: int, name: str) -> None:
    """A phone that died gives way to paper, as long as its slip was not used."""
    if case.state != "open":
        raise Refused(_("还没有开始投票，先不发票。"))
    if pk in box.on_paper:
        raise Refused(_("{name}已经领过纸质票了，一人一票。").format(name=name))
    if pk in box.issued and str(pk) not in box.held:
        raise Refused(_("{name}已经在手机上投过票了，一人一票，不能再发纸质票。").format(name=name))
    box.held.pop(str(pk), None)
    if pk not in box.issued:
        box.issued.append(pk)
    box.on_paper.append(pk)
    _here(case, box, pk, name)


def _paper_back(case: Any, box: Box, pk: int, name: str) -> None:
    if pk not in box.on_paper:
        raise Refused(_("{name}没有领纸质票。").format(name=name))
    box.on_paper.remove(pk)
    box.issued.remove(pk)


HALL = {"here": _here, "left": _left, "paper": _paper, "paper_back": _paper_back}


# paper ─────────────────────────────────────────────────────────────────────
def enter_paper(case: Any, papers: int, spoilt: int, counts: Sequence[Mapping[str, int]]) -> None:
    """What the tellers found in the box of paper ballots; it stays in the urn until all is counted together.

    `counts`: for each item, option → how many ("" for blank). Errors: Missing with `fields` (papers, spoilt, item-1 …).
    """
    wrong: dict[str, Any] = {}
    if case.state != "closed":
        raise Refused(_("停止投票以后才录纸质票。"))
    if not 0 <= papers <= 9999:
        wrong["papers"] = _("收回的纸质票从 0 到 9999 张。")
    if not 0 <= spoilt <= max(papers, 0):
        wrong["spoilt"] = _("废票 {spoilt} 张，多于收回的 {papers} 张。请核对。").format(spoilt=spoilt, papers=papers)
    for number, row in enumerate(counts, 1):
        total = sum(row.values())
        if min(row.values(), default=0) < 0:
            wrong[f"item-{number}"] = _("第 {n} 项：票数不能是负数。").format(n=number)
        elif not wrong and total != papers - spoilt:
            wrong[f"item-{number}"] = _(
                "第 {n} 项：各栏加起来是 {total} 张，有效的纸质票是 {valid} 张。请核对，空着的算弃权。"
            ).format(n=number, total=total, valid=papers - spoilt)
    if wrong:
        raise Missing(" ".join(map(str, wrong.values())), wrong)
    with urn.opened(case.pk) as box:
        box.papers, box.spoilt, box.entered = papers, spoilt, True
        box.paper_counts = [{code: n for code, n in row.items() if n} for row in counts]
