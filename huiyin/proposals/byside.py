"""What is counted of proposals by who proposed them, where the unfiled ones went, and who handles them."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from huiyin.handling.models import ANSWERING
from huiyin.kernel.figures import Figure, Rate, Scope, Source, having, reached, standing

RECEIVED = reached("proposal", "submitted")
DECLINED = reached("proposal", "not_filed")
MERGED = standing("proposal", "merged")
UNIT = "case__assignment__unit_id"
OF_KIND = (
    ("personal", _("收到个人提案"), ("individual",)),
    ("joint", _("收到联名提案"), ("joint",)),
    ("party", _("收到党派团体提案"), ("party",)),
    ("people_org", _("收到人民团体提案"), ("people_org",)),
    ("sector", _("收到界别提案"), ("sector",)),
    ("group", _("收到委员小组提案"), ("group",)),
    ("committee", _("收到专委会提案"), ("committee",)),
)
SENT_TO = (("opinion", _("转社情民意信息")), ("reference", _("转意见建议")))


def _not_merged(rows: QuerySet[Any], scope: Scope, case: str) -> QuerySet[Any]:
    return rows.filter(~Exists(MERGED.rows(scope).filter(case=OuterRef(f"{case}_id"))))


def parts(*roles: str) -> Source:
    """The units' parts of proposals, in one of these roles."""
    return reached("assignment", "pending", case__parent__kind="proposal", case__assignment__role__in=roles)


def of(received: Figure, collective: Figure, filed: Figure, closed: Figure) -> tuple[Figure | Rate, ...]:
    """The figures, beside those that are given."""
    # fmt: off
    inside = _("已算在收到提案内")
    kinds = [Figure(f"proposals.received_{code}", label, _("件"), RECEIVED, narrow=(having("kind", *values),), overlaps=inside) for code, label, values in OF_KIND]
    sent = [Figure(f"proposals.not_filed_{code}", label, _("件"), DECLINED, narrow=(having("disposition", code),), about=_("不予立案的提案里，去处是这个的"), overlaps=_("已算在不予立案内")) for code, label in SENT_TO]
    in_session = Figure("proposals.received_session", _("收到会上提案"), _("件"), RECEIVED, narrow=(having("meeting", "session"),), overlaps=inside)
    after_merging = Figure("proposals.after_merging", _("并案后提案"), _("件"), RECEIVED, narrow=(_not_merged,), about=_("收到的里，除去并入别案的从案"), overlaps=inside)
    proposer_times = Figure("proposals.proposer_times", _("提案委员人次"), _("人次"), Source("proposals.Sponsor", where={"person__isnull": False}), "rows", about=_("同一委员参与几件就算几人次；没有账号、只有姓名的不算"))
    leads = Figure("proposals.lead_units", _("主办单位"), _("个"), parts(*ANSWERING), "distinct:case__assignment__unit_id", about=_("主办、独办、分办的单位；只会办的不算"))
    lead_times = Figure("proposals.lead_times", _("主办件次"), _("件次"), parts(*ANSWERING), about=_("主办、独办、分办的"), overlaps=_("已算在承办件次内"), unit_at=UNIT)
    co_times = Figure("proposals.co_times", _("会办件次"), _("件次"), parts("co"), overlaps=_("已算在承办件次内"), unit_at=UNIT)
    return (
        *kinds, *sent, in_session, after_merging, proposer_times, leads, lead_times, co_times,
        Rate("proposals.collective_share", _("集体提案比重"), collective, received, about=_("收到的提案里，集体提案占多少")),
        Rate("proposals.closing_rate", _("办结率"), closed, filed, about=_("立案的提案里，已经办结的占多少")),
    )
    # fmt: on
