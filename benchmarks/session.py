"""A whole session in one run: `python -m benchmarks.session [proposals]`.

A thousand proposals are submitted, received, reviewed, some merged, filed, handed over to sixty units, signed in, talked over, answered,
audited and rated by scripted clerks, who now and then do what clerks do: press an old page's button, answer before they have talked,
leave a field empty, open what is another's. Prints the time, the acts a second, the server time of the pages they open on the way, and
every refusal they met, in the words they read. Its database is its own and is thrown away.
"""

import atexit
import shutil
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from typing import Any

from benchmarks.line import line, pace
from benchmarks.seed import start

UNITS, MERGED, SAMPLES, MILLISECONDS = 60, 20, 8, 25
ACTS_A_SECOND = 50


class Session:
    """The clerks of one session: what each does, how many acts that were, what they were refused, how long their pages took."""

    def __init__(self, count: int) -> None:
        from huiyin.people.models import Unit
        from tests.district import District

        self.d = d = District.build("session")
        for number in range(len(d.units), UNITS):
            d.units.append(
                Unit.objects.create(
                    committee=d.committee, kind="unit", name=f"第{number}局", parent=d.government, branch="government"
                )
            )
        self.units = [unit for unit in d.units if unit.parent_id == d.government.pk]
        self.desks = {unit.pk: d.post("unit", unit) for unit in self.units}
        self.heads = {unit.pk: d.post("unit_head", unit) for unit in self.units}
        self.count, self.acts, self.spent, self.worked = count, 0, 0.0, 0.0
        self.refusals: Counter[tuple[str, str]] = Counter()
        self.pages: dict[str, list[float]] = {}

    def run(self) -> None:
        for phase in (
            self.submit,
            self.review,
            self.merge,
            self.file,
            self.hand_over,
            self.talk,
            self.answer,
            self.rate,
        ):
            began, busy, acts = time.perf_counter(), time.process_time(), self.acts
            phase()
            self.spent += (took := time.perf_counter() - began)
            self.worked += (cpu := time.process_time() - busy)
            print(f"  {phase.__name__}: {self.acts - acts} acts, {took:.1f} s, {cpu:.1f} s of CPU")
            self.look()

    def many(self, cases: Iterable[Any], step: str, post: Any, **facts: Any) -> None:
        """As from a list: up to a hundred at once."""
        from huiyin.kernel.act import MANY, Move, act_many

        cases = list(cases)
        for at in range(0, len(cases), MANY):
            for outcome in act_many([Move(case, step, facts) for case in cases[at : at + MANY]], as_=post):
                self.note(step, outcome.refusal)

    def one(self, case: Any, step: str, post: Any, **facts: Any) -> None:
        from huiyin.kernel.act import act
        from huiyin.kernel.refusal import Refused

        try:
            act(case, step, as_=post, **facts)
        except Refused as refusal:
            self.note(step, refusal)
        else:
            self.note(step, None)

    def note(self, step: str, refusal: Any) -> None:
        if refusal is None:
            self.acts += 1
        else:
            self.refusals[step, " ".join([str(refusal.sentence), *map(str, refusal.fields.values())])] += 1

    def standing(self, *states: str) -> list[Any]:
        from huiyin.proposals.models import Proposal

        return list(Proposal.objects.filter(committee=self.d.committee, state__in=states).order_by("pk"))

    def parts(self, *states: str) -> list[Any]:
        from huiyin.handling.models import Assignment

        rows = Assignment.objects.filter(committee=self.d.committee, state__in=states).select_related(
            "unit", "committee"
        )
        return list(rows.order_by("unit", "pk"))

    def submit(self) -> None:
        authors: tuple[Any, ...] = (self.d.member, self.d.other_member)
        drafts = [
            self.d.draft(f"关于第{n}号事项的提案", first_person=author.person, proposers=author.person.name)
            for n in range(self.count)
            for author in [authors[n % 2]]
        ]
        self.acts += len(drafts)
        for side, author in enumerate(authors):
            self.many(drafts[side::2], "submit", author, publish_wish="yes", no_secret=True)

    def review(self) -> None:
        waiting = self.standing("submitted")
        self.many(waiting, "accept", self.d.office)
        self.many(waiting[:5], "accept", self.d.office)  # the button of a page that was open since before
        self.one(waiting[5], "file", self.d.director, seen=0, subject="城乡建设与环境资源")
        for state in ("review_1", "review_2"):
            self.many(self.standing(state), state, self.d.reviewer, opinion="file")

    def merge(self) -> None:
        waiting = self.standing("review_f")
        few = max(len(waiting) // MERGED, 2)
        for twin, main in zip(waiting[:few], waiting[few : 2 * few], strict=True):
            self.one(twin, "merge", self.d.director, main=main.pk, words="说的是同一件事。")
        self.one(waiting[2 * few], "merge", self.d.director, main=waiting[0].pk, words="说的是同一件事。")

    def file(self) -> None:
        waiting = self.standing("review_f")
        self.one(waiting[0], "file", self.d.director)
        self.many(waiting, "file", self.d.director, subject="城乡建设与环境资源")

    def hand_over(self) -> None:
        for number, case in enumerate(self.standing("filed")):
            lead, co = (self.units[(number + step) % len(self.units)].pk for step in (0, 7))
            self.one(case, "plan", self.d.office, lead=lead, co=[co] if number % 3 == 0 else [])
            self.one(case, "assign", self.d.assigning, lead=lead, co=[co] if number % 3 == 0 else [])
        waiting = self.parts("pending")
        self.one(waiting[0], "sign_in", self.desks[self.units[-1].pk])  # another's
        for unit in self.units:
            self.many([part for part in waiting if part.unit_id == unit.pk], "sign_in", self.desks[unit.pk])

    def talk(self) -> None:
        working = self.parts("working")
        for number, part in enumerate(working):
            desk = self.desks[part.unit_id]
            if part.role == "co":
                self.one(part, "co_opinion", desk, text="同意主办单位的意见。")
                continue
            if number % 40 == 0:
                self.one(part, "reply", desk, **self.d.answer(part))
            self.one(part, "contact", desk, **self.d.talk())

    def answer(self) -> None:
        for number, part in enumerate(part for part in self.parts("working") if part.role != "co"):
            desk, facts = self.desks[part.unit_id], self.d.answer(part)
            if number % 40 == 0:
                self.one(part, "reply", desk, **{**facts, "result": "", "doc_number": ""})
            self.one(part, "reply", desk, **facts)
        for number, part in enumerate(self.parts("signing")):
            self.one(part, "sign", self.heads[part.unit_id], doc_number=f"澄函〔2026〕{number}号")
        self.many(self.parts("audit"), "pass_reply", self.d.assigning)

    def rate(self) -> None:
        for case in self.standing("replied"):
            whose = self.d.member if case.first_person_id == self.d.member.person_id else self.d.other_member
            self.one(case, "rate", whose, rating="satisfied", words="")
        self.many(self.standing("closed"), "archive", self.d.office)

    def look(self) -> None:
        """The pages that these clerks open at this point, some of each."""
        from benchmarks.pages import entered_as
        from huiyin.desk.access import visible
        from huiyin.proposals.models import Proposal

        readers = {"office": self.d.office, "assigning": self.d.assigning, "unit": self.desks[self.units[0].pk]}
        for who, post in readers.items():
            client = entered_as(post)
            addresses = {"work": "/work/"} | ({"board": "/board/"} if who != "unit" else {})
            for page, address in addresses.items():
                for _ in range(SAMPLES):
                    self.timed(f"{page}.{who}", client, address)
            if who != "unit":
                seen = visible(Proposal, post).filter(state__in=self.states()).order_by("pk")
                for row in seen[: SAMPLES * 40 : 40]:
                    self.timed(f"case.{who}", client, row.get_absolute_url())

    def timed(self, name: str, client: Any, address: str) -> None:
        if name not in self.pages:
            client.get(address)  # templates are read once
        began = time.process_time()
        answer = client.get(address)
        assert answer.status_code == 200, (name, address, answer.status_code)
        self.pages.setdefault(name, []).append((time.process_time() - began) * 1000)

    def states(self) -> list[str]:
        from huiyin.kernel.flow import flow_of

        return [state.name for state in flow_of("proposal").states if state.name != "draft"]


def main(count: int) -> bool:
    home = tempfile.mkdtemp(prefix="huiyin-session-")
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    start(home)  # type: ignore[arg-type]
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    pace()
    session = Session(count)
    busy = time.process_time()
    session.run()
    busy = time.process_time() - busy
    print(f"{count} proposals, {session.acts} acts, {session.spent:.0f} s in acts ({busy:.0f} s of CPU with the pages)")
    met = [
        line("session.acts.wall", session.acts / session.spent, "acts/s", ACTS_A_SECOND, "more"),
        line("session.acts.cpu", session.acts / session.worked, "acts/s of CPU", ACTS_A_SECOND, "more"),
    ]
    for name, times in sorted(session.pages.items()):
        met.append(line(f"session.{name}.median", statistics.median(times), "ms", MILLISECONDS))
        line(f"session.{name}.max", max(times), "ms", MILLISECONDS)
    print(f"{sum(session.refusals.values())} refusals, in the words that the clerks read:")
    for (step, words), often in session.refusals.most_common():
        print(f"  {often} × {step}: {words}")
    print("now:", dict(Counter(row.state for row in session.standing(*session.states()))))
    return all(met)


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:] if word.isdigit()]
    raise SystemExit(0 if main(numbers[0] if numbers else 1_000) else 1)
