"""What happens off the main road: co-signing, merging, adjustments, extensions, promises, look-backs, publication."""

from datetime import timedelta
from typing import Any, Self

from huiyin.demo import names, words
from huiyin.demo.later import SETTLED_PROMISES, number_of
from huiyin.demo.leaders import Led, paper
from huiyin.demo.matters import Matter, matters
from huiyin.demo.story import DIRECTOR, OFFICE, REVIEWERS
from huiyin.kernel import clock

PROMISE, LOOKBACK = "commitment", "lookback"


class Life(Led):
    """A proposal's life with its branches. Each method adds what happened next."""

    # ---- before it is filed

    def discard(self) -> Self:
        """The author thinks better of it."""
        self.later(1)
        self.then("discard", self.author)
        return self

    def by_first(self) -> Self:
        """Raised by the first member of the list, whom a visitor of the demo tries first: something waits for him."""
        self.author = self.shared.district.members[0]
        return self

    def invite(self, count: int, first: bool = False) -> Self:
        """Colleagues are asked to co-sign; with `first`, the first member of the list among them."""
        self.later(0)
        pool = [post for post in self.shared.district.members if post != self.author]
        self.invited = self.dice.sample(pool, count)
        if first and pool[0] not in self.invited:
            self.invited[-1] = pool[0]
        self.then("invite", self.author, people=[post.person_id for post in self.invited])
        return self

    def uninvite(self) -> Self:
        """The last one is not asked any more."""
        self.later(1)
        self.then("uninvite", self.author, people=[self.invited.pop().person_id])
        return self

    def signs(self, *answers: str) -> Self:
        for post, answer in zip(self.invited, answers, strict=False):
            self.later(0, 1)
            said = (
                self.dice.choice(words.COSIGNED) if answer == "accepted" else "最近在外地，没有实地看过，这次就不签了。"
            )
            self.then("sign", post, answer=answer, words=said)
        return self

    def divided(self) -> Self:
        """The review group does not agree at once."""
        self.accept(1)
        self.later(1)
        self.then(
            "review_2",
            "reviewer:俞伯雅",
            opinion="not_file",
            reasons=["duplicate"],
            words="去年有一件相近的已经答复，请核对是否有新内容。",
        )
        return self

    def onward(self, channel: str, upto: str) -> Self:
        """What was declined may go another way: its proposer is asked, agrees, and it is passed on: as far as `upto`."""
        steps: tuple[tuple[str, Any, dict[str, Any]], ...] = (
            (
                "ask_onward",
                OFFICE,
                {"channel": channel, "words": "内容很实在，想转给能用得上的地方，请您表示是否同意。"},
            ),
            ("agree_onward", self.author, {"answer": "yes"}),
            ("pass_onward", OFFICE, {"taker": "区政协研究室", "on": None, "number": "参考 2026-7"}),
        )
        if upto != "pass_onward":  # it waits since the other week, not since the summer
            self.day = max(self.day, clock.at_noon(self.shared.latest - timedelta(days=12)))
        for step, who, facts in steps:
            # no dice: what was told of the others before stays as it was
            self.day += timedelta(days=7 - self.day.weekday() if self.day.weekday() > 2 else 2)
            self.then(step, who, **({**facts, "on": self.day.date()} if "on" in facts else facts))
            if step == upto:
                break
        return self

    def as_main(self) -> Self:
        """Filed: others on the same matter may be merged into it."""
        self.shared.mains.append((self.name, self.matter, self.day))
        return self

    def like_main(self) -> Self:
        """Raised about the same matter as a main proposal, in another place."""
        self.main, matter, self.filed = self.shared.mains.pop(0)
        self.matter = alike(matter, self.shared.titles, self.dice)
        self.lead, self.co = self.matter.lead, self.matter.co
        return self

    def of(self, unit: str) -> Self:
        """Raised about a matter of this unit's."""
        bank = [matter for matter in matters() if matter.lead == unit and matter.co]
        self.matter = alike(self.dice.choice(bank), self.shared.titles, self.dice)
        self.lead, self.co = self.matter.lead, self.matter.co
        return self

    def merge(self) -> Self:
        self.day = max(self.day, self.filed)
        self.later(1, 2)
        text = "两件说的是同一件事，合并办理；两件的提案者都会收到答复。"
        self.then("merge", DIRECTOR, main=number_of(self.main), words=text)
        return self

    def split(self) -> Self:
        self.later(2, 3)
        self.then("split", DIRECTOR, words="提案者说明：他说的一片由镇里管，办法不同，分开办更清楚。")
        return self

    def ask_withdraw(self) -> Self:
        self.later(2, 4)
        self.then("ask_withdraw", self.author, why="我提的这处已经列入区里的工程，上周开了工，不必再办了。")
        return self

    def allow_withdraw(self) -> Self:
        self.later(1, 3)
        self.then("allow_withdraw", DIRECTOR, words="提案委主任办公会同意，案号不再使用。")
        return self

    # ---- whose it is, and until when

    def ask_adjustment(self, unit: str = "") -> Self:
        """A unit says that it is not its own: the lead, or the co-handler named."""
        self.later(1, 2)
        unit = unit or self.lead
        other = self._other(unit)
        reason = words.NOT_OURS.format(other=other)
        file = {"name": "调整申请.pdf", "content": paper(self._full(unit), "关于调整承办单位的申请", reason)}
        self.then("ask_adjustment", f"unit:{unit}", unit, reason=reason, suggested=other, file=file)
        return self

    def refuse_adjustment(self) -> Self:
        self.later(1, 2)
        text = "职责清单写明这项工作由你单位牵头，请继续办理，期限不变。"
        self.then("refuse_adjustment", self.government, self.lead, words=text)
        return self

    def late_adjustment(self) -> Self:
        """After the window the arbiter may still let it be asked."""
        self.later(9, 11)
        why = "机构职责本月刚调整，确有必要，准许逾期申请。"
        self.then("allow_late_adjustment", self.government, self.lead, why=why)
        return self.ask_adjustment()

    def grant_adjustment(self) -> Self:
        """Another unit leads: planned anew."""
        self.later(1, 2)
        other = self._other(self.lead)
        text = f"理由成立，改由{other}主办。"
        self.then("grant_adjustment", self.government, self.lead, words=text)
        self.lead = other
        return self

    def sign_in_new(self) -> Self:
        """The new lead signs for it; the others have done so."""
        self.later(0, 1)
        self.then("sign_in", f"unit:{self.lead}", self.lead, handler=self._liaison())
        return self

    def replace_co(self) -> Self:
        """A co-handler is replaced at once; its part goes to another."""
        old = self.co[0]
        self.ask_adjustment(old)
        self.later(1, 2)
        other = self._other(old)
        self.then("grant_adjustment", self.government, old, unit=other, words=f"改由{other}会办。")
        self.co = (*self.co[1:], other)
        self.later(0, 1)
        self.then("sign_in", f"unit:{other}", other, handler=self.shared.district.liaisons[other])
        return self

    def extension(self, days: int, decision: str = "") -> Self:
        """More time is asked for, and given, refused, or not decided yet. `days`: until how many days after the opening."""
        until = self.shared.day(days)
        until -= timedelta(days=max(0, until.weekday() - 4))
        reason = "要等市里的专项资金下达后才能定下各处的先后，届时一并答复。"
        self.then("ask_extension", f"unit:{self.lead}", self.lead, until=until.isoformat(), reason=reason)
        if decision:
            self.later(1, 3)
            facts = (
                {"words": "请先把能定的几条答复提案者。"}
                if decision == "refuse"
                else {"words": "同意，请主动向提案者说明。"}
            )
            self.then(f"{decision}_extension", self.government, self.lead, **facts)
        return self

    def succeed(self) -> Self:
        """The work is given to another unit while the case is in hand."""
        self.later(1, 2)
        other = self._other(self.lead)
        why = "区机构改革方案：这项职责连同在办的事划入新的单位。"
        self.then("succeed", self.government, self.lead, unit=other, why=why)
        return self

    # ---- the reply

    def go_on(self) -> Self:
        self.later(0, 1)
        why = "已两次催要，会办意见不影响答复的主要内容。"
        self.then("go_on", f"unit:{self.lead}", self.lead, why=why)
        return self

    def fail_reply(self) -> Self:
        self.later(1, 2)
        self.then(
            "fail_reply",
            self.government,
            self.lead,
            reasons=["empty"],
            why="措施没有写时间，也没有写由谁负责，请逐条补上。",
        )
        return self

    def send_back(self) -> Self:
        """The unit's head wants it written better."""
        self.later(0, 1)
        self.then("send_back", f"unit_head:{self.lead}", self.lead, why="请把第二条的经费来源写清楚再报。")
        return self

    def rate_case(self, value: str) -> Self:
        """The unit says what it thinks of the proposal."""
        self.later(0, 1)
        text = "情况写得细，照着就能找到地方。" if value == "good" else "数字要是写明出处就更好了。"
        self.then("rate_case", f"unit:{self.lead}", self.lead, value=value, words=text)
        return self

    def co_rate(self, rating: str = "basically") -> Self:
        """A co-proposer says a word of his own."""
        if len(self.people) > 1:
            self.later(0, 1)
            mate = next(post for post in self.shared.district.members if post.person == self.people[1])
            self.then("co_rate", mate, rating=rating, words="总体可以，希望把进度也发给联名的委员。")
        return self

    def rate_on_paper(self) -> Self:
        self.later(3, 6)
        scan = {
            "name": "征询意见表.pdf",
            "content": paper("澄江区政协提案委员会", "提案办理征询意见表", "总的评价：满意。"),
        }
        self.then("rate_on_paper", OFFICE, rating="satisfied", words="电话里说满意，表是本人签的名。", scan=scan)
        return self

    def close_unrated(self) -> Self:
        self.then("close", OFFICE, words="短信、电话各提醒过一次，委员在外学习，没有反馈；按规定记“未反馈”。")
        return self

    def rule(self) -> Self:
        self.later(5, 8)
        self.then("rule", DIRECTOR, words=words.MINUTES)
        return self

    def recheck(self, is_so: bool = True) -> Self:
        self.later(3, 6)
        facts = {"finding": "true" if is_so else "false", "way": "phone", "words": words.RECHECKED[is_so]}
        self.then("recheck", OFFICE, **facts)
        return self

    def void_rating(self) -> Self:
        self.later(1, 2)
        self.then("void_rating", DIRECTOR, words="复核认定评价不是本人的意见，作废，请承办单位重新办理。")
        return self

    # ---- promises, look-backs, publication

    def progress(self) -> Self:
        self.later(4, 8)
        self.then("progress", f"unit:{self.lead}", child=PROMISE, text="已完成勘查和预算，正在走采购程序。")
        return self

    def report(self) -> Self:
        self.later(3, 6)
        self.then("report", f"unit:{self.lead}", child=PROMISE, text="已按答复办完，现场照片和清单随附在案。")
        return self

    def deny(self) -> Self:
        self.later(2, 3)
        self.then("deny", OFFICE, child=PROMISE, why="现场还有一处没有做完，请办完再报。")
        return self

    def verify(self, result: str = "") -> Self:
        self.later(2, 5)
        facts = {"result": result} if result else {}
        self.then("verify", OFFICE, child=PROMISE, words="到现场看过，和提案者也通了电话，属实。", **facts)
        self.promised = False
        return self

    def move_promise(self, days: int, decision: str = "allow") -> Self:
        """A later day is asked for; the assigning office decides."""
        assert self.by is not None
        by = self.by + timedelta(days=days)
        self.later(2, 4)
        why = "施工赶上汛期，路面要等水退后才能开挖。"
        self.then("ask_change", f"unit:{self.lead}", child=PROMISE, by=by.isoformat(), why=why)
        if decision:
            self.later(1, 2)
            text = "同意，请把新的日期告诉提案者。" if decision == "allow" else "现在抓紧还来得及，请按期兑现。"
            self.then(f"{decision}_change", self.government, child=PROMISE, words=text)
            self.by = by if decision == "allow" else self.by
        return self

    def fail_promise(self) -> Self:
        self.later(4, 8)
        self.then("fail", f"unit:{self.lead}", child=PROMISE, why=words.CANNOT)
        self.promised = False
        return self

    def look(self, finding: str = "done", again: int = 0) -> Self:
        """Somebody goes and sees; what was not kept is taken up again, until so many days after."""
        self.later(3, 5)
        facts: dict[str, Any] = {"finding": finding, "words": words.LOOKED[finding]}
        if again:
            facts |= {"again": SETTLED_PROMISES, "by": (self.day + timedelta(days=again)).date().isoformat()}
        self.then("look", OFFICE, child=LOOKBACK, **facts)
        return self

    def publish(self, what: str, upto: str = "publish", extent: str = "full") -> Self:
        """The decision on the public text of the proposal or of the reply, as far as `upto`."""
        writer = OFFICE if what == "proposal" else f"unit:{self.lead}"
        reviewer = DIRECTOR if what == "proposal" else self.government
        child = f"publication:{what}"
        self.later(1, 2)
        extent = "no" if self.secret and what == "proposal" else extent
        why = "提案者不同意公开。" if self.secret and what == "proposal" else "涉及还没有定下来的工程经费。"
        reason = {} if extent == "full" else {"reason": why}
        self.then("propose", writer, child=child, extent=extent, **reason)
        for step, who, facts in (
            ("approve", reviewer, {"no_secret": True}),
            ("publish", writer, {"channel": "澄江政协网"}),
            ("withdraw", writer, {"why": "文中写到的一处地址和住户有关，先撤下改好。"}),
        ):
            if upto == "propose" or (step == "withdraw" and upto != step) or (step == "publish" and extent == "no"):
                break
            self.later(0, 1)
            self.then(step, who, child=child, **facts)
            if step == upto:
                break
        return self

    def return_publication(self) -> Self:
        self.later(1)
        self.then("return_", DIRECTOR, child="publication:proposal", why="第二段写到了具体住户，请去掉再报。")
        return self

    def praise(self, upto: str = "publish") -> Self:
        """Recommended as excellent, reviewed, decided, published: as far as `upto`."""
        self.later(1, 3)
        self.then("recommend", f"unit:{self.lead}", why="情况摸得准，建议能照着办，件件都落了地。")
        for step, who, facts in (
            ("review", REVIEWERS[0], {"opinion": "yes", "words": "选题小而实，数据是自己跑出来的，办了群众看得见。"}),
            ("decide", DIRECTOR, {"decision": "九届区政协第 37 次主席会议"}),
            ("publish", OFFICE, {"where": "澄江政协网"}),
        ):
            if upto == "recommend":
                break
            self.later(1, 3)
            self.then(step, who, child="excellence", **facts)
            if step == upto:
                break
        return self

    # ---- who else

    def _full(self, unit: str) -> str:
        return str(self.shared.district.units[unit].full_name)

    def _other(self, unit: str) -> str:
        """The unit to which this one points."""
        near = (*names.NEIGHBOURS.get(unit, ()), "区发改局", "区司法局")
        return next(name for name in near if name not in self.units)


def alike(matter: Matter, taken: set[str], dice: Any) -> Matter:
    """The same matter in another place, under a title that nobody has used."""
    told = (matter.elsewhere(place, dice) for place in names.TOWNSHIPS)
    return next(one for one in told if one.title not in taken)
