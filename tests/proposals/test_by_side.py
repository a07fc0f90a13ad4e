"""Proposals counted by who proposed them, where the unfiled went, who handles them: from history, with the rows that a clerk would name."""

from huiyin.kernel.figures import REGISTRY, Scope, period
from tests.annual.history import told


def test_each_side_is_counted_beside_the_whole(district):
    with told(district) as history:
        for kind in ("individual", "joint", "joint", "party", "committee"):
            name = history.begin("proposal", "9-5", proposers="林知夏", proposal_kind=kind)
            history.do("submit", name, meeting="between" if kind == "party" else "session")
            history.do("accept", name, to="review_f")
            if kind == "individual":
                history.do("decline", name, disposition="reference")
                continue
            history.do("file", name, number=name)
            for step in ("plan", "assign"):
                history.do(step, name, lead="区委宣传部" if kind == "party" else "财政局", co=["市场监督管理局"])
    scope = Scope(district.committee, period(district.committee, "9-5"))
    counted = {
        name: REGISTRY[f"proposals.{name}"].answer(scope).text
        for name in (
            "received_personal", "received_joint", "received_party", "received_committee", "received_sector", "received_session",
            "not_filed_reference", "not_filed_opinion", "after_merging", "lead_units", "lead_times", "co_times",
            "collective_share", "closing_rate",
        )
    }  # fmt: skip
    assert counted == {
        "received_personal": "1", "received_joint": "2", "received_party": "1", "received_committee": "1", "received_sector": "0", "received_session": "4",
        "not_filed_reference": "1", "not_filed_opinion": "0", "after_merging": "5", "lead_units": "2", "lead_times": "4", "co_times": "4",
        "collective_share": "40.0%", "closing_rate": "0.0%",
    }  # fmt: skip
