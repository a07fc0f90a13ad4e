"""What leaders do with a proposal: they supervise the key ones, give instructions, read what comes of them."""

from functools import cache
from typing import Self

from huiyin.demo import words
from huiyin.demo.story import DIRECTOR, OFFICE, Story
from huiyin.papers.letter import Letter
from huiyin.papers.pdf import letter_pdf

WORD, SUPERVISION = "instruction", "key_supervision"


@cache
def paper(sender: str, title: str, text: str) -> bytes:
    """A stamped sheet such as a unit or a member hands in."""
    return letter_pdf(Letter(sender=sender, title=title, addressees="", opening=text, points=(), closing=""))


class Led(Story):
    """A proposal that leaders look at. Each method adds what happened next."""

    def nominate(self) -> Self:
        """A candidate for the chairpersons' meeting."""
        self.later(1, 2)
        why = "群众反映集中，几家单位各管一段，要有领导出面协调。"
        self.then("nominate_key", OFFICE, recommended_by="区政协经济和农业农村委员会", why=why)
        return self

    def choose(self) -> Self:
        self.later(2, 4)
        leader = self.shared.leader()
        assert leader.person is not None
        self.leader = f"leader:{leader.person.name}"
        self.then(
            "choose", DIRECTOR, child=SUPERVISION, decision="第 13 次主席会议", supervisor=leader.person_id, led_by="区政府分管副区长",
            committee_name="经济和农业农村委员会",
        )  # fmt: skip
        return self

    def pass_over(self) -> Self:
        self.later(2, 4)
        self.then("pass_over", DIRECTOR, child=SUPERVISION, why="今年的重点已定满，这件由提案委跟踪。")
        return self

    def supervise(self, *steps: str) -> Self:
        """How far the supervision has come: its steps by name, each by the one whose it is."""
        texts = words.SUPERVISED
        for name in steps:
            self.later(2, 5)
            if name == "activity":
                self.then(
                    name, OFFICE, child=SUPERVISION, on=self.day.date(), way=self.dice.choice(("site", "symposium")), led=True,
                    people="督办领导、提案者、承办单位负责人", words=texts[name],
                )  # fmt: skip
                continue
            who = OFFICE if name in ("plan", "report") else DIRECTOR if name in ("carry", "resume") else self.leader
            fact = {"return_plan": "why", "return_report": "why", "carry": "why"}.get(name, "words")
            self.then(name, who, child=SUPERVISION, **{fact: texts[name]})
        return self

    def opine(self) -> Self:
        """The supervising leader asks the lead unit for something."""
        self.later(1, 3)
        self.then("opine", self.leader, child=SUPERVISION, to=[self.lead], words=self.dice.choice(words.INSTRUCTIONS))
        return self

    def instruct(self) -> Self:
        self.later(1, 3)
        self.then("instruct", self.leader, to=self.lead, words=self.dice.choice(words.INSTRUCTIONS))
        return self

    def instruct_on_paper(self) -> Self:
        self.later(1, 3)
        text = self.dice.choice(words.INSTRUCTIONS)
        scan = {"name": "批示件.pdf", "content": paper("澄江区政协办公室", "领导批示", text)}
        self.then("register_instruction", OFFICE, leader_name="区政府分管副区长", to=self.lead, words=text, scan=scan)
        return self

    def answer_instruction(self) -> Self:
        self.later(2, 4)
        self.then("answer", f"unit:{self.lead}", child=WORD, words=words.ANSWERED.format(name=self._liaison()))
        return self

    def accept_answer(self, again: bool = False) -> Self:
        self.later(1, 2)
        if again:
            self.then("ask_again", self.leader, child=WORD, words="时间表里只有月份，请写到哪一天、由谁办。")
            self.answer_instruction()
            self.later(1, 2)
        self.then("accept", self.leader, child=WORD)
        return self

    def unmark_key(self) -> Self:
        self.later(1, 2)
        self.then("unmark_key", DIRECTOR, why="主席会议调整重点提案，改为督办同类的另一件。")
        return self

    def _liaison(self) -> str:
        return self.shared.district.liaisons[self.lead]
