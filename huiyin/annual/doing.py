"""What the steps of a report do: keep its words, doubt a figure, freeze."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.annual import freezing
from huiyin.annual.catalogue import catalogue, keeper
from huiyin.annual.marks import names, read
from huiyin.annual.models import Correction, FigureDispute, FrozenFigure
from huiyin.annual.periods import check_day
from huiyin.kernel.act import Act
from huiyin.kernel.figures import period
from huiyin.kernel.flow import Lack
from huiyin.kernel.models import Post
from huiyin.kernel.refusal import Missing, Refused
from huiyin.kernel.who import NOBODY, Address, Who, role
from huiyin.people.roles import OFFICE

clerk = role("proposal_office", "proposal_director", "general_office", label=gettext_lazy("写报告的办公室"))
leader = role("leader", label=gettext_lazy("主席会议成员"))
house = role(
    "leader", "reviewer", "proposal_office", "proposal_director", "general_office", "assigning", label=gettext_lazy("政协机关和交办机关")
)  # fmt: skip
doubters = role(
    "leader", "reviewer", "proposal_office", "proposal_director", "general_office", label=gettext_lazy("政协机关")
)
auditor = role("audit_admin", label=gettext_lazy("审计管理员"))
readers = house | auditor


def _keeps(post: Post, case: Any) -> bool:
    return post.role in roles_of(case.keeper)


def roles_of(held: str) -> tuple[str, ...]:
    return OFFICE if held in OFFICE else (held,)


keeps = Who(
    "keeper",
    gettext_lazy("管这些记录的办公室"),
    _keeps,
    lambda post: Q(keeper="proposal_office") if post.role in OFFICE else Q(keeper=post.role) if post.role else NOBODY,
    lambda case: [Address(case.keeper)],
)


def lines_of(case: Any) -> list[Any]:
    return read(case.words, catalogue(case.committee, case.frozen_at))


def words_of(case: Any, post: Post) -> str:
    return str(case.words)


def day_of(case: Any, post: Post) -> date:
    return case.as_of  # type: ignore[no-any-return]


def fits(act: Act) -> None:
    """Every mark names a figure. Errors: Missing with the place of each that does not."""
    if not read(act.facts["words"], catalogue(act.committee)):
        raise Missing(_("报告还没有文字。"), {"words": _("请写报告的文字。")})


def keep_words(act: Act) -> None:
    act.change(words=act.facts["words"])


def day_fits(act: Act) -> None:
    check_day(period(act.committee, act.case.period), date.fromisoformat(act.facts["as_of"]))


def keep_day(act: Act) -> None:
    act.change(as_of=date.fromisoformat(act.facts["as_of"]))


def readable(case: Any, post: Post) -> Iterable[Lack]:
    """A figure may have been taken back since the words were written."""
    try:
        lines_of(case)
    except Refused as trouble:
        yield Lack(trouble.sentence, "words")


def nothing_doubted(case: Any, post: Post) -> Iterable[Lack]:
    found = list(FigureDispute.objects.filter(parent=case.pk, state="raised").values_list("title", flat=True))
    if found:
        yield Lack(_("还有没答复的数字异议：{names}。").format(names="、".join(found)))


def figures_of(case: Any, post: Post) -> list[tuple[str, Any]]:
    """The figures of the report, for a select."""
    known = catalogue(case.committee)
    try:
        return [(name, known[name].label) for name in names(read(case.words, known))]
    except Refused:
        return []


def dispute(act: Act) -> None:
    name = act.facts["figure"]
    label = catalogue(act.committee)[name].label
    act.open(
        "figure_dispute", _("“{label}”的数").format(label=label), figure=name, keeper=keeper(name), why=act.facts["why"]
    )


def answer(act: Act) -> None:
    act.change(said=act.facts["words"])


def keep_decision(act: Act) -> None:
    act.change(decision=act.facts["decision"])


def freeze(act: Act) -> None:
    """Write down every figure with its rows; the ledger holds the digest over words and lists."""
    case, moment = act.case, act.event.recorded_at
    known = catalogue(act.committee)
    case.frozen_at = moment
    scope, own = freezing.scope_then(case), freezing.definitions(case)
    digests = []
    for position, name in enumerate(names(read(case.words, known))):
        counted = freezing.count(known[name], scope)
        one = counted.number
        digests.append(counted.digest)
        act.dated(
            FrozenFigure, position=position, name=name, label=one.label[:120], unit=one.unit[:20], value=freezing.text(one.value),
            numerator=freezing.text(one.numerator), denominator=freezing.text(one.denominator), rows=freezing.packed(counted.rows),
            base_rows=freezing.packed(counted.base), digest=counted.digest, definition=own.get(name, {}),
        )  # fmt: skip
    sha256 = freezing.digest_of_report(case.words, case.period, case.as_of, digests)
    act.change(frozen_at=moment, sha256=sha256)
    act.move(case, "seal_figures", sha256=sha256, figures=str(len(digests)), lists=freezing.digest_of(digests))


def correct(act: Act) -> None:
    act.dated(Correction, words=act.facts["words"])
