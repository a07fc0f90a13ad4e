"""The ledger in sentences, for the audit: acts on cases by their step, acts of the house by the table below."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.kernel import parameters, rulevalues
from huiyin.kernel.flow import FLOWS
from huiyin.kernel.ledger import VOID
from huiyin.kernel.models import Case, Event, Organisation, Person, Post
from huiyin.people.columns import LABELS
from huiyin.people.models import KINDS
from huiyin.people.roles import ROLES

_L = gettext_lazy
# fmt: off
HOUSE: dict[str, Any] = {
    "committee.founded": _L("设立了{name}。"),
    "post.given": _L("安排{person}担任“{role}”{organisation}。"),
    "post.ended": _L("结束了{person}的一个身份，到{ends}为止。"),
    "period.opened": _L("开了 {code} 次会议。"),
    "period.changed": _L("改了 {code} 次会议的日期。"),
    "slips.made": _L("给 {count} 个人发了激活单。"),
    "account.activated": _L("用激活单设好了密码。"),
    "account.disabled": _L("停用了{person}的账号。"),
    "account.enabled": _L("恢复了{person}的账号。"),
    "body.added": _L("添了{kind}“{name}”。"),
    "body.changed": _L("改了“{organisation_name}”的登记。"),
    "body.ended": _L("停用了“{organisation_name}”，到{ends}为止。"),
    "body.reopened": _L("恢复使用“{organisation_name}”。"),
    "site.added": _L("开了站点“{name}”。"),
    "site.changed": _L("改了站点的登记。"),
    "site.ended": _L("停用了站点，到{ends}为止。"),
    "site.reopened": _L("恢复使用站点。"),
    "site.joined": _L("{person}进了站。"),
    "site.left": _L("{person}离开了站。"),
    "site.pinned": _L("划站时把{person}定在一个站点。"),
    "site.loosened": _L("划站时不再定{person}的站点。"),
    "site.placed": _L("就近就便划站：{members} 位委员，{joined} 位进站，{left} 位离站，一共 {points} 分，最少可到 {least} 分。"),
    "site.duty": _L("排了{person} {on} 值班。"),
    "site.duty_off": _L("取消了{person} {on} 的值班。"),
    "squad.added": _L("组了监督小分队“{name}”，{count} 人。"),
    "squad.changed": _L("改了监督小分队“{name}”，现在 {count} 人。"),
    "squad.ended": _L("撤了监督小分队“{name}”。"),
    "deliberation.counted": _L("网络议政结束：{voters} 人，{answers} 次表态，摘要 {sha256}。"),
    "citizens.erased": _L("到期删去了 {n} 件诉求的姓名、电话、原话和照片。"),
    "list.imported": _L("导入{list}名单：新增 {created}，更新 {updated}。"),
    "parameter.set": _L("把“{parameter}”从{valid_from}起改成“{to}”。"),
    "calendar.set": _L("把 {day} 定为{working}。"),
    "calendar.cleared": _L("把 {day} 恢复成国家的安排。"),
    "act.refused": _L("想给《{title}》办“{what}”，身份不对，没有办成。"),
    "remark.erased": _L("删去了一条记录所附的文字，摘要还在。"),
    "library.parted": _L("看过，定为不是一件事，不再一起提出并案。"),
    "library.joined": _L("收回“不是一件事”的决定。"),
    "library.assistant": _L("同意后，把一件草稿的 {letters} 个字发给了语言模型 {to}。"),
    "figure.defined": _L("定义了一个数“{label}”：{about}。"),
    "package.made": _L("给{to}做了一个数据包，{cases} 件，摘要 {sha256}。"),
    "package.received": _L("收到{to}的一个数据包，{cases} 件，摘要 {sha256}。"),
    "package.accepted": _L("接收了{to}的一个数据包，{cases} 件。"),
    "key.trusted": _L("登记了互信单位“{name}”，公钥指纹 {fingerprint}。"),
    "key.ended": _L("不再信任“{name}”的公钥，指纹 {fingerprint}。"),
    "token.made": _L("给{person}的身份建了一个接口令牌“{name}”，{days} 天有效。"),
    "token.ended": _L("停用了{person}的接口令牌“{name}”。"),
    "hook.made": _L("登记了推送“{name}”，推到 {url}。"),
    "hook.ended": _L("停用了推送“{name}”。"),
    "file.opened": _L("打开了一个附件。"),
}
# fmt: on


@dataclass
class Names:
    """Everything that a page of events names, looked up at once."""

    people: dict[int, str] = field(default_factory=dict)
    posts: dict[int, str] = field(default_factory=dict)
    bodies: dict[int, str] = field(default_factory=dict)
    cases: dict[int, Any] = field(default_factory=dict)
    facts: dict[int, dict[str, Any]] = field(default_factory=dict)


def names_of(events: Iterable[Event]) -> Names:
    """Five queries, however many events."""
    events = list(events)
    names = Names(facts={event.pk: json.loads(event.facts) for event in events})
    facts = names.facts.values()
    people: set[Any] = {e.person_id for e in events} | {
        f.get("person") for f in facts if isinstance(f.get("person"), int)
    }
    bodies: set[Any] = {f.get("organisation") for f in facts if isinstance(f.get("organisation"), int)}
    acting: set[Any] = {e.post_id for e in events} - {None}
    named = {f.get("case") for f in facts if isinstance(f.get("case"), int)}
    about: set[Any] = ({e.case_id for e in events} | named) - {None}
    names.people = dict(Person.objects.filter(pk__in=people - {None}).values_list("pk", "name"))
    names.posts = dict(Post.objects.filter(pk__in=acting).values_list("pk", "title"))
    names.bodies = dict(Organisation.objects.filter(pk__in=bodies).values_list("pk", "name"))
    names.cases = Case.objects.in_bulk(about)
    return names


def who(event: Event, names: Names) -> str:
    if event.source == "computed":
        # As on the case's own page: what followed by itself was nobody's act.
        return _("系统")
    title = names.posts.get(event.post_id or 0, "")
    name = names.people.get(event.person_id or 0, "")
    return f"{name}（{title}）" if name and title else name or title or _("系统")


def sentence(event: Event, names: Names) -> str:
    """What happened. A step that no table knows is named as it stands."""
    if event.case_id is None:
        return _house(event, names)
    if event.step == VOID:
        return _("作废了一条记录。")
    if event.step == "open":
        return _("开始了这一件。")
    flow = FLOWS.get(event.kind)
    line = flow.by_step.get(event.step) if flow else None
    return _("办了“{step}”。").format(step=line.label if line else event.step)


def _house(event: Event, names: Names) -> str:
    if event.step not in HOUSE:
        return event.step
    return str(HOUSE[event.step]).format_map(_Gaps(_words(names.facts[event.pk], names)))


class _Gaps(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "—"


def _words(facts: Mapping[str, Any], names: Names) -> dict[str, Any]:
    body = names.bodies.get(facts.get("organisation", 0), "")
    parameter = parameters.REGISTRY.get(facts.get("code", ""))
    words = dict(facts) | {
        "person": names.people.get(facts.get("person", 0), _("某人")),
        "role": ROLES.get(facts.get("role", ""), ""),
        "organisation": _("（{name}）").format(name=body) if body else "",
        "organisation_name": body,
        "kind": KINDS.get(facts.get("kind", ""), ""),
        "list": LABELS.get(facts.get("list", ""), ""),
        "count": len(facts.get("people", ())),
        "working": _("上班") if facts.get("working") else _("放假"),
    }
    if (case := names.cases.get(facts.get("case", 0))) is not None and "title" not in facts:
        words["title"] = case.title
    if parameter is not None and "to" in facts:
        words |= {"parameter": parameter.name, "to": rulevalues.words(parameter, facts["to"])}
    return words
