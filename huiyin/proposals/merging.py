"""Merging: every proposer stays a proposer, is answered, and may be split off again (R-025, trap 4)."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from huiyin.kernel.act import Act, lock_all
from huiyin.kernel.flow import Grouped, Lack
from huiyin.kernel.models import Post
from huiyin.kernel.refusal import Missing
from huiyin.kernel.who import Address
from huiyin.proposals.models import Proposal, Sponsor

OPEN = ("submitted", "review_1", "review_2", "review_f", "filed", "planned", "assigned", "handling")
"""States in which a main case may still take another in: it has not been answered yet."""


ALIKE = 0.4
"""The share of a title's pairs of letters from which another title is offered first."""


def candidates(case: Any, post: Post) -> list[tuple[int, str]]:
    """The proposals of the same session that this one may be merged into: those of a like title, then the others, the filed ones first."""
    rows = Proposal.objects.filter(committee=case.committee, session=case.session_id, state__in=OPEN).exclude(
        pk=case.pk
    )
    named = rows.order_by("-number", "intake_number").values_list("pk", "number", "intake_number", "title")
    ours, found = _pairs(case.title), []
    for pk, number, intake, title in named[:1000]:
        share = len(ours & _pairs(title)) / max(len(ours), 1)
        group = _("案由相近的") if share >= ALIKE else _("其他")
        label = Grouped.under(group, f"{number or _('流水 {n}').format(n=intake)} {title}")
        found.append((-share if share >= ALIKE else 0.0, pk, label))
    found.sort(key=lambda one: one[0])
    return [(pk, label) for _share, pk, label in found]


def _pairs(title: str) -> set[str]:
    core = title.removeprefix("关于").removesuffix("的提案")
    return {core[at : at + 2] for at in range(len(core) - 1)}


def after_merging(case: Any, event: Any) -> str:
    main = Proposal.objects.get(pk=case.merged_into_id)
    return _("已并入 {main}，两件的提案者都会收到答复。").format(main=f"{name(main)}《{main.title}》")


def main_is_open(act: Act) -> None:
    """The main case must be one's own committee's, not merged itself, not yet answered."""
    pk = act.facts.get("main") or 0
    main: Any = locked(act, pk)
    if main is None or main.pk == act.case.pk:
        raise Missing(_("请选一件主案。"), {"main": _("请选一件主案，不能选它自己。")})
    if sentence := closed_to_others(main, act.imported):
        raise Missing(sentence, {"main": sentence})


def closed_to_others(main: Any, imported: bool = False) -> str:
    """Why nothing can be merged into this case, and what to do instead; "" where it can."""
    if main.merged_into_id:
        top = main.merged_into
        assert top is not None
        return _("{a} 已经并入 {b}。请直接并入 {b}。").format(a=name(main), b=name(top))
    if main.state in OPEN or imported:
        return ""
    if main.replied_on is not None:
        words = _("{a} 已经答复，不能再并入别的提案。请单独立案，交办时说明可以一并办理。")
    else:
        words = _("{a} 已经不在审查和办理中，不能再并入别的提案。请另选一件，或单独立案。")
    return words.format(a=name(main))


def why_not(case: Any, value: Any) -> str:
    """For a main case that is offered no more: somebody was quicker."""
    main = Proposal.objects.filter(committee=case.committee_id, session=case.session_id, pk=value).first()
    return closed_to_others(main) if main is not None else ""


def locked(act: Act, pk: int) -> Any:
    """The main case, its own tree locked: two that are merged into it at one moment both stay in its list of proposers."""
    if pk not in act.batch.cases and (found := Proposal.objects.filter(committee=act.committee, pk=pk).first()):
        lock_all(act.batch, [found])
    return act.batch.cases.get(pk)


def name(case: Any) -> str:
    """How a proposal is spoken of: its case number, or its intake number before there is one."""
    return _("第{n}号").format(n=case.number) if case.number else _("流水 {n}").format(n=case.intake_number)


def join(act: Act) -> None:
    """Append the proposers to the main case, in order of submission, and tie the two together."""
    main = act.load(act.facts["main"])
    act.change(merged_into=main)
    act.facet("merged", main.uid)
    act.link(main, "merged_into")
    names = [n for n in main.proposers.split("、") if n]
    last = len(_sponsors(act, main))
    for sponsor in [row for row in _sponsors(act, act.case) if row.until is None]:
        last += 1
        act.dated(
            Sponsor, case=main, position=last, name=sponsor.name, person_id=sponsor.person_id,
            organisation_id=sponsor.organisation_id, via_id=act.case.pk,
        )  # fmt: skip
        names.append(sponsor.name)
    act.change(main, proposers="、".join(dict.fromkeys(names))[:400])
    act.tell(
        [Address("member", None, main.first_person_id)] if main.first_person_id else [],
        _("《{a}》已并入您的提案《{b}》，两件的提案者都会收到答复。").format(a=act.case.title, b=main.title),
    )


def _sponsors(act: Act, case: Any) -> list[Sponsor]:
    """The proposers of a case, as stored or, of one that this very batch opened, as it will be."""
    if case.pk in act.batch.fresh:
        return list(act.batch.memory.get((Sponsor, case.pk), ()))
    return list(Sponsor.objects.filter(case=case, voided_by=None))


def may_split(case: Any, post: Post) -> Iterable[Lack]:
    main = case.merged_into
    if main is not None and main.state not in OPEN:
        yield Lack(_("主案 {a} 已经答复，不能再拆开。").format(a=name(main)))


def split_off(act: Act) -> None:
    """Undo a merge: the case has its own life again, and the main case its own proposers."""
    locked(act, act.case.merged_into_id)
    main = act.load(act.case.merged_into_id)
    act.change(merged_into=None)
    act.facet("merged", "")
    mine = list(Sponsor.objects.filter(case=main, via=act.case.pk, voided_by=None))
    for sponsor in mine:
        act.change(sponsor, voided_by=act.event.id)
    left = Sponsor.objects.filter(case=main, voided_by=None).exclude(via=act.case.pk).order_by("position")
    act.change(main, proposers="、".join(left.values_list("name", flat=True))[:400])
