"""A ballot is prepared: what is voted upon, and who may vote. The list stands in the order of the names, so that it tells nothing else."""

from typing import Any

from django.utils.translation import gettext as _

from huiyin.kernel import codes, parameters
from huiyin.kernel.batch import Batch
from huiyin.kernel.models import Person, Post
from huiyin.kernel.raising import raise_case
from huiyin.kernel.refusal import Missing
from huiyin.oversight.effects import lines_of
from huiyin.oversight.models import Ballot, Entitled
from huiyin.people.models import Member

MOST_ITEMS, MOST_PEOPLE = 60, 2000
DOOR = 10


def begin(
    as_: Post, *, title: str, items: str, purpose: str = "", everybody: bool = False, names: str = "", key: str | None = None
) -> Ballot:  # fmt: skip
    """Prepare a ballot; a repeated `key` gives the ballot of the first time.

    `items`: one a line. `everybody`: all members in office; `names`: others, one a line (a member's name is that member, any other votes on paper).
    Errors: Missing, Refused with `fields` (title, items, names).
    """
    title, rows = title.replace("\x00", "").strip(), lines_of(items)
    voters = entitled(as_.committee, everybody, names)
    _check(title, rows, voters)
    values = {
        "purpose": purpose.strip(), "options": [list(row[:2]) for row in parameters.get(as_.committee, "P-43")], "door": _door(),
    }  # fmt: skip

    def entitle(batch: Batch, case: Ballot) -> None:
        for person, name in voters:
            row = Entitled(case_id=case.pk, person_id=person, name=name)
            row.committee_id = as_.committee_id
            batch.add(row)

    case: Ballot = raise_case(
        "ballot", "prepare", as_=as_, title=title, row=values, facts={"items": items}, key=key, first=entitle
    )
    return case


def entitled(committee: Any, everybody: bool, names: str) -> list[tuple[int | None, str]]:
    """[(person or None, name)] by name, nobody twice. Errors: Missing under "names" for a name that two members share."""
    rows = Member.objects.filter(committee=committee, ends=None).select_related("person")
    members: dict[str, list[Person]] = {}
    for row in rows:
        members.setdefault(row.person.name, []).append(row.person)
    wanted = list(dict.fromkeys(name.replace(" ", "").replace("　", "") for name in lines_of(names)))
    if shared := [name for name in wanted if len(members.get(name, ())) > 1]:
        sentence = _("{names}：同名的委员不止一位，请用“全体委员”，或写上区别。").format(names="、".join(shared))
        raise Missing(sentence, {"names": sentence})
    found: list[tuple[int | None, str]] = []
    for name in sorted(members) if everybody else ():
        for number, person in enumerate(members[name], 1):
            found.append((person.pk, name if number == 1 else f"{name}（{number}）"))
    known = {name for _person, name in found}
    found += [(members[name][0].pk if name in members else None, name[:60]) for name in wanted if name not in known]
    return sorted(found, key=lambda pair: pair[1])


def _check(title: str, items: list[str], voters: list[Any]) -> None:
    wrong: dict[str, Any] = {}
    if not title:
        wrong["title"] = _("请写测评的名称。")
    elif len(title) > 100:
        wrong["title"] = _("名称太长了：{n} 个字，最多 100 个字。").format(n=len(title))
    if not 1 <= len(items) <= MOST_ITEMS:
        wrong["items"] = _("请写测评什么，一行一项，最多 {n} 项。").format(n=MOST_ITEMS)
    elif len(set(items)) < len(items):
        wrong["items"] = _("有两项写得一样。请删去一项。")
    elif long := next((one for one in items if len(one) > 200), ""):
        wrong["items"] = _("“{item}…”太长了，一项最多 200 个字。").format(item=long[:20])
    if not 2 <= len(voters) <= MOST_PEOPLE:
        wrong["names"] = _("请定名单：勾“全体委员”，或每行写一个姓名，至少两人。")
    if wrong:
        raise Missing(" ".join(map(str, wrong.values())), wrong)


def _door() -> str:
    return codes.fresh(lambda word: Ballot.objects.filter(door=word).exists(), DOOR)
