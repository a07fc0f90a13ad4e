"""How a question lives that is open on the net for days (网络议政、意见征集): views come in, are read, answered, and said what is done with."""

import hashlib
from datetime import date
from typing import Any

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from huiyin.consultations import rules
from huiyin.consultations.models import Answer, Statement
from huiyin.handling.publishing import without_contacts
from huiyin.kernel import clock, ledger
from huiyin.kernel.act import Act
from huiyin.kernel.flow import Fact, Flow, Owe, State, register, step
from huiyin.kernel.refusal import BadDate, Missing
from huiyin.kernel.who import system

LONGEST, MOST_DAYS, FEWEST, MOST_EACH = 140, 90, 3, 5
"""Characters of a view; days that a question stays open; views to begin with; views of one person."""


def views_of(case: Any, *states: str) -> list[tuple[int, str]]:
    rows = Statement.objects.filter(case=case.pk, state__in=states, voided_by=None).order_by("pk")
    return [(row.pk, row.words[:80]) for row in rows]


def waiting(case: Any, post: Any) -> list[tuple[int, str]]:
    return views_of(case, "waiting")


def not_held(case: Any, post: Any) -> list[tuple[int, str]]:
    return views_of(case, "waiting", "shown")


def lines(text: str) -> list[str]:
    return list(dict.fromkeys(row.strip() for row in text.splitlines() if row.strip()))


def begin_whole(act: Act) -> None:
    """A question needs a last day within reach, and some views to answer."""
    day, today = date.fromisoformat(act.facts["until"]), clock.today()
    if not 1 <= (day - today).days <= MOST_DAYS:
        sentence = _t("截止那天要在明天以后、{n} 天以内。").format(n=MOST_DAYS)
        raise BadDate(sentence, {"until": sentence})
    views = lines(act.facts["views"])
    if len(views) < FEWEST or (long := next((row for row in views if len(row) > LONGEST), "")):
        sentence = (
            _t("先写 {n} 条不同的看法，一行一条，大家才有得答。").format(n=FEWEST)
            if len(views) < FEWEST
            else _t("“{start}…”太长了：一条最多 {n} 个字。").format(start=long[:12], n=LONGEST)
        )
        raise Missing(sentence, {"views": sentence})


def begin(act: Act) -> None:
    """Open the question; its first views are there at once, since the keeper has read them."""
    facts = act.facts
    made = act.open(
        "deliberation", facts["question"], site_id=act.case.site_id, about=facts["about"],
        closes_on=date.fromisoformat(facts["until"]),
    )  # fmt: skip
    for row in lines(facts["views"]):
        act.dated(Statement, case=made, words=row, state="shown")


def still_open(act: Act) -> None:
    if clock.today() > act.case.closes_on:
        sentence = _t("征集到{day}为止，已经结束了。").format(day=clock.day_words(act.case.closes_on))
        raise Missing(sentence, {"words": sentence})


def state(act: Act) -> None:
    """Held until it has been read; telephones never stand in it. Whoever says it, it is entered by the public: no view has a name."""
    words = without_contacts(act.facts["words"])[:LONGEST]
    same = Statement.objects.filter(case=act.case.pk, words=words, voided_by=None)
    if same.exclude(state="held").exists():
        sentence = _t("已经有人写过一样的话。请直接对那一条表态。")
        raise Missing(sentence, {"words": sentence})
    mark = act.facts.get("mark") or ""
    if mark and Statement.objects.filter(case=act.case.pk, mark=mark, voided_by=None).count() >= MOST_EACH:
        sentence = _t("一个人最多写 {n} 条。请对别人的看法表态。").format(n=MOST_EACH)
        raise Missing(sentence, {"words": sentence})
    act.dated(Statement, words=words, mark=mark)


def show(act: Act) -> None:
    _set(act, "shown", "")


def hold(act: Act) -> None:
    _set(act, "held", act.facts["why"])


def _set(act: Act, state: str, why: str) -> None:
    for row in Statement.objects.filter(case=act.case.pk, pk__in=act.facts["statements"]):
        act.change(row, state=state, why=why)


def end(act: Act) -> None:
    """What was answered is counted and sealed: the digest of all answers goes into the ledger, the answers themselves do not."""
    rows = Answer.objects.filter(case=act.case.pk, statement__state="shown").order_by("statement", "voter")
    given = list(rows.values_list("statement", "voter", "how"))
    digest = hashlib.sha256("\n".join(f"{a} {b} {c}" for a, b, c in given).encode()).hexdigest()
    voters = len({voter for _a, voter, _b in given})
    act.change(used=act.facts["used"], voters=voters, answers=len(given), sha256=digest)
    facts = {"case": act.case.pk, "voters": voters, "answers": len(given), "sha256": digest}
    ledger.record(act.committee, "deliberation.counted", as_=act.post, facts=facts, batch=act.batch)


# fmt: off
BEGIN = (
    Fact("question", _("问大家什么"), longest=80, help=_("一句话。例如：桂园小区晚上停车怎么停")),
    Fact("about", _("背景，大家会看到"), "long", longest=2000),
    Fact("until", _("征集到哪天"), "date", help=_("最长九十天")),
    Fact("views", _("先写几条不同的看法，一行一条"), "long", longest=3000, help=_("至少三条，各方的都要有；每条只说一件事，最多 140 个字")),
    Fact("checked", _("不涉及国家秘密、工作秘密和个人隐私，意识形态审查无异议"), "flag"),
)

FLOW = register(Flow(
    kind="deliberation",
    label=_("网络议政"),
    model="consultations.Deliberation",
    sees=rules.sees_online,
    opens=system,
    unit=_("个"),
    states=(
        State("open", _("正在征集"), owes=(Owe("end", rules.keeper, on="closes_on"),)),
        State("ended", _("征集结束"), resting=True, look="done"),
    ),
    steps=(
        step("state", _("写一条看法"), "open", "", rules.public, main=False, checks=(still_open,), effects=(state,),
             facts=(Fact("words", _("您的看法"), longest=LONGEST, personal=True, help=_("一条只说一件事，不写人名和电话")), Fact("mark", _("记号"), required=False, longest=32)),
             tells=(rules.keeper,), says=_("写了一条看法，待审。"), done=_("有一条新的看法待审。")),
        step("show", _("放出看法"), "open", "", rules.keeper, main=False, effects=(show,),
             facts=(Fact("statements", _("哪几条"), "orgs", choices=waiting), Fact("checked", _("没有人名、电话、辱骂，不涉及秘密"), "flag")),
             says=_("放出了看法。"), done=_("放出了看法。")),
        step("hold", _("不放出、撤下看法"), "open", "", rules.keeper, main=False, effects=(hold,),
             facts=(Fact("statements", _("哪几条"), "orgs", choices=not_held), Fact("why", _("为什么"), longest=100, help=_("点名、辱骂、广告、与题目无关等；不同意见不是理由"))),
             says=_("没有放出：{why}"), done=_("有看法没有放出。")),
        step("end", _("结束征集"), "open", "ended", rules.keeper, effects=(end,), help=_("结束以后不能再答。所有回答的摘要记进账里。"),
             facts=(Fact("used", _("这些意见怎么用，告诉大家"), "long", longest=2000),), tells=(rules.general,), says=_("征集结束。"), done=_("的征集结束了。")),
    ),
))
# fmt: on
