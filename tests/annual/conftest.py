"""A report of the office over the current session, walked to any state."""

import pytest

from huiyin.kernel import clock
from huiyin.kernel.act import act, open_case

WORDS = '# 一、立案\n收到{{ figure "proposals.received" }}，立案{{ figure "立案" }}，立案率{{ figure "proposals.filing_rate" }}，办复率{{ figure "proposals.reply_rate" }}。'


@pytest.fixture
def write(district):
    """write(words, state): a report of these words in that state."""

    def run(words=WORDS, state="draft"):
        row = {"template": "proposals", "period": "9-5", "as_of": clock.today(), "words": words}
        case = open_case("report", as_=district.office, title="提案工作报告", session=district.session, row=row)
        road = [
            ("check", district.office, {}),
            ("approve", district.leader, {"decision": "第 16 次主席会议"}),
            ("freeze", district.office, {}),
            ("publish", district.office, {}),
        ]
        for step, post, facts in road[: ["draft", "checked", "approved", "frozen", "published"].index(state)]:
            act(case, step, as_=post, **facts)
        case.refresh_from_db()
        case.committee = district.committee
        return case

    return run
