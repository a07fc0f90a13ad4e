"""Invented history of one district, so many of each kind as a year of work brings: played through the same door as any history."""

from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from itertools import count

from django.db import transaction

from huiyin.kernel import clock
from huiyin.kernel.replay import Line, Player

DAY = date(2026, 5, 20)
PAPER = {"name": "签到.pdf", "content": b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"}


class History:
    """Everything happens on one day of the session's year; what is not said stays unknown, as of any history."""

    def __init__(self, district, on=DAY):
        self.player, self.at, self.district = Player(district.committee), clock.at_noon(on), district
        self.lines, self.names = count(1), count(1)

    def do(self, step, case, **facts):
        """A step of a case; `to`, `kind` and `session` as a line of history has them."""
        more = {name: facts.pop(name) for name in ("to", "kind", "session") if name in facts}
        return self.player.play(Line(next(self.lines), step, case, self.at, facts=facts, **more))

    def begin(self, kind, session=None, **facts):
        name = f"{kind}{next(self.names)}"
        self.do("open", name, kind=kind, session=session, **{"title": f"关于第 {name} 件事", **facts})
        return name

    def child(self, name):
        """The youngest case under one, by a name of its own."""
        children = self.player._children(self.player.done.cases[name])
        key = f"{name}.{len(children)}"
        self.player.done.cases[key] = children[-1].pk
        return key

    def proposals(self, number, filed, key=0, rating="satisfied"):
        """So many received, of which so many were filed, assigned, answered and rated."""
        for at in range(number):
            name = self.begin("proposal", "9-5", proposers="林知夏", proposal_kind="individual", key=at < key)
            self.do("submit", name)
            self.do("accept", name, to="review_f")
            if at >= filed:
                self.do("decline", name)
                continue
            self.do("file", name, number=f"{at + 1:03d}")
            for step in ("plan", "assign"):
                self.do(step, name, lead="财政局")
            self.do("sign_in", f"{name}/财政局")
            self.do("reply", f"{name}/财政局", to="done", result="A")
            self.do("rate", name, rating=rating)

    def consultations(self, number, form="micro", people=0, outcomes=0, items=0, solved=0):
        """So many meetings with so many people in all; so many outcomes with so many items, of which so many solved a problem."""
        for at in range(number):
            name = self.begin("consultation", form=form, site=self.district.site)
            self.do("raise_", name)
            self.do("agree", name, convener="街道书记")
            self.do("notify", name, on=DAY.isoformat(), place="议事室", chair="站长", stakeholders="居民")
            meeting = self.child(name)
            self.do(
                "heads", meeting, category="citizen", number=str(share(people, number, at) or 1), evidence_file=PAPER
            )
            self.do("hold", meeting)
            if at >= outcomes:
                continue
            self.do("write_minutes", name, minutes="各方到会。")
            self.do("confirm", name)
            texts = [f"第 {n + 1} 条意见" for n in range(share(items, outcomes, at))]
            self.do("file", name, outcome="report", items="\n".join(texts), to="handling")
            self.solve(name, share(solved, outcomes, at))

    def solve(self, name, number):
        self.player.flush()
        whole = self.player.case_of(Line(0, "", name))
        for text in whole.suggestions.order_by("position")[:number]:
            self.player.asked[text.pk] = True  # a file cannot name an item; we know that it is ours
            self.do("address", name, items=[text.pk], unit=self.district.units[0].pk)
            item = self.child(name)
            for step, facts in (
                ("accept", {"adoption": "adopted", "words": "照办。"}),
                ("report", {"words": "办好了。"}),
                ("verify", {"solved": "solved"}),
            ):
                self.do(step, item, **facts)

    def receptions(self, voices, people, solved):
        """So many voices at receptions of so many people in all; of so many a problem was made and solved."""
        for at in range(voices):
            name = self.begin(
                "voice", channel="visit", words="路灯不亮。", raised_on=DAY, people=share(people, voices, at)
            )
            self.do("register", name)
            if at < solved:
                voice = self.do("take", name, title=f"第 {at + 1} 盏路灯不亮")
                self.player.done.cases[f"{name}.problem"] = voice.of_problem_id
                self.do("settle", f"{name}.problem", result="solved", words="修好了。")
                self.do("confirm", f"{name}.problem")

    def action(self, priorities, aspects, projects):
        """A special action with one main line, so many priorities, aspects and projects."""
        name = self.begin("programme", begins=date(DAY.year, 1, 1), ends=date(DAY.year, 12, 31))
        self.do("enter", name)
        lines = ["主线：以新促兴"]
        for at in range(priorities):
            lines.append(f"重点：第 {at + 1} 项重点")
            lines += [f"方面：{at}.{n}" for n in range(share(aspects, priorities, at))]
            lines += [f"项目：项目 {at}.{n}" for n in range(share(projects, priorities, at))]
        self.do("lay", name, outline="\n".join(lines))

    def investments(self, number, *stages, **facts):
        """So many leads that each went through these stages; a sum in the facts is that of all together."""
        for at in range(number):
            name = self.begin("investment")
            self.do("enter", name)
            for stage in stages:
                some = {
                    key: part(value, number, at) if key in MONEY else value
                    for key, value in facts.items()
                    if key in ASKED.get(stage, ())
                }
                self.do("advance", name, stage=stage, to=stage, **some)

    def contracted(self, target, completed, on=DAY):
        """A project of the year before, with a target and a reading of this year."""
        now, self.at = self.at, clock.at_noon(date(DAY.year - 1, 3, 1))
        name = self.begin("investment")
        self.do("enter", name)
        self.at = now
        self.do("contract", name, holder=self.district.leader.person_id, year=str(DAY.year), target=target)
        self.do("read", name, on=on.isoformat(), completed=completed)

    def trips(self, number, enterprises):
        for at in range(number):
            name = self.begin(
                "invest_trip",
                direction="out" if at % 2 else "in",
                on=DAY,
                place="湖北",
                leader=self.district.leader.person,
            )
            self.do("enter", name)
            mine = range(enterprises * at // number, enterprises * (at + 1) // number)
            self.do("finish", name, result="谈了。", enterprises="\n".join(f"第 {n} 家企业" for n in mine))

    def quota(self, what, number, amount):
        name = self.begin("invest_year", year=DAY.year, mark=f"history-{what}")
        self.do("quota", name, what=what, number=str(number), amount=str(amount))

    def research(
        self, number, form="special", met=(), items=0, reports=0, praised=0, policies=0, mechanisms=0, **facts
    ):
        """So many tasks of which somebody went; `met`: (kind, how many) in all; so many reported, praised by a leader, turned into so many."""
        for at in range(number):
            name = self.begin("research", year=DAY.year, form=form, **facts)
            for step in ("plan", "approve"):
                self.do(step, name)
            self.do("go", name, on=DAY.isoformat(), place="经开区")
            visit = self.child(name)
            self.do("heads", visit, category="expert", number="3", evidence_file=PAPER)
            self.do("hold", visit)
            for kind, people in met:
                if mine := share(people, number, at):
                    self.do("visited_heads", name, category=kind, number=str(mine), evidence_file=PAPER)
            texts = [f"第 {n + 1} 条建议" for n in range(share(items, number, at))]
            self.do("suggest", name, items="\n".join(texts))
            if at >= reports:
                self.do("conclude", name, decision="主席会议")
                continue
            self.report(name, at < praised, share(policies, reports, at), share(mechanisms, reports, at))

    def report(self, name, praised, policies, mechanisms):
        for step, facts in (
            ("write", {}),
            ("submit", {}),
            ("deliberate", {"result": "pass", "to": "deliberated"}),
            ("sign", {}),
            ("send", {}),
        ):
            self.do(step, name, **facts)
        if praised:
            self.do("instruct", name, leader="区委书记", polarity="praise", rank="top")
        for kind, number in (("policy", policies), ("mechanism", mechanisms)):
            for at in range(number):
                self.do("convert", name, into=kind, document=f"第 {at + 1} 个文件")

    def opinions(self, number):
        for _at in range(number):
            self.do("submit", self.begin("opinion", writer_role="member", authors="林知夏"), to="submitted")


MONEY = ("planned", "signed", "landed")
ASKED = {"planning": ("planned",), "signed": ("signed", "channel"), "landed": ("landed",)}


def part(whole, parts, at):
    """An amount's part of so many, to the cent; the last takes what is left."""
    one = (Decimal(whole) / parts).quantize(Decimal("0.01"))
    return str(Decimal(whole) - one * (parts - 1) if at == parts - 1 else one)


def share(whole, parts, at):
    """The part of a whole that falls to one of so many, so that they sum to it."""
    return whole * (at + 1) // parts - whole * at // parts if parts else 0


@contextmanager
def told(district):
    """History, written down at the end."""
    with transaction.atomic():
        history = History(district)
        yield history
        history.player.flush()
