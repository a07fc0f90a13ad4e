"""What is counted of members' duties: those named, deeds confirmed, the value of gifts, entries and objections (S0-F11, S0-F20, S1-F33)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from huiyin.duties import evaluating, people, posting
from huiyin.duties.models import DutyYear, ScoreEntry
from huiyin.kernel.figures import Figure, Rate, Source, declare, having, reached
from huiyin.kernel.models import Case

CONFIRMED = reached("deed", "confirmed")


class Met(Rate):
    """十件作业 (S4-F10): of all that is asked of all members this year, how much is done; what was waived is not asked.

    The year is that of the period, or the one begun last; a standing answer, for yesterday's entries are not kept apart.
    """

    standing = True

    def year(self, scope: Any) -> Any:
        code = scope.span.start.year if scope.span.start else None
        rows = DutyYear.objects.filter(committee=scope.committee)
        found = (rows.filter(year=code) if code else rows).order_by("-year").first()
        if found is not None:
            found.committee = scope.committee
        return found

    def sides(self, scope: Any) -> tuple[Any, Any]:
        """Five queries, however many members."""
        year = self.year(scope)
        if year is None:
            return 0, 0
        people_of = set(
            people.members(scope.committee, people.first_day(year), people.last_day(year)).values_list(
                "person", flat=True
            )
        )
        asked_of, there, free = evaluating.asked(year), evaluating.done(year), people.waived(year)
        owed = [(person, one[0], one[2]) for person in people_of for one in asked_of if (person, one[0]) not in free]
        return sum(there.get((person, code), 0) >= least for person, code, least in owed), len(owed)

    def rows(self, scope: Any) -> Any:
        """The entries that stand for it."""
        year = self.year(scope)
        rows = ScoreEntry.objects.filter(**posting.STANDS)
        codes = [one[0] for one in evaluating.asked(year)] if year is not None else []
        return rows.filter(case=year.pk if year is not None else None, rule__in=codes)

    def cases(self, scope: Any) -> Any:
        return Case.objects.filter(pk__in=self.rows(scope).values("record"))

    def rest(self, scope: Any) -> Any:
        return Case.objects.none()


# fmt: off
models = Figure("members.models", _("标兵委员"), _("名"), Source("duties.ModelMember"), "distinct:person_id", by="date", about=_("公布过的，写明了理由"))
deeds = Figure("members.deeds", _("履职事项"), _("件"), CONFIRMED, by="date", narrow=(having("deed"),), about=_("有佐证、经别人确认的；取消确认的不算"))
good = Figure("members.good_deeds", _("办实事"), _("件"), CONFIRMED, by="date", narrow=(having("deed", "good"),), overlaps=_("已算在履职事项内"))
service = Figure("members.service", _("公益、志愿服务"), _("件"), CONFIRMED, by="date", narrow=(having("deed", "volunteer"),), overlaps=_("已算在履职事项内"))
media = Figure("members.media", _("宣传稿件"), _("篇"), CONFIRMED, by="date", narrow=(having("deed", "media"),), overlaps=_("已算在履职事项内"))
gifts = Figure("members.gifts", _("捐赠价值"), _("元"), Source("duties.Gift"), "sum:yuan", by="date", about=_("经确认的捐赠，实物按折价"))
marked = Figure("members.evaluated", _("履职考核的委员"), _("名"), reached("duty_mark", "settled"), "distinct:case_id", by="date", about=_("得分审定封存的"))
stated = Figure("members.statements", _("交了述职的委员"), _("名"), reached("duty_mark", "stated"), "distinct:case_id", by="date")
asked = Figure("members.asked", _("请述职的委员"), _("名"), reached("duty_mark", "stating"), "distinct:case_id", by="date")
objected = Figure("members.objections", _("履职异议"), _("条"), reached("duty_objection", "raised"), by="date")
declare(
    Met("members.assignments_met", _("委员作业完成率"), deeds, marked, about=_("要求每位委员做的各项里，做够了的占多少；免去的不算要求。谁差哪一项在“履职”里")),
    models, deeds, good, service, media, gifts, marked, stated, asked, objected,
    Rate("members.statement_rate", _("述职率"), stated, asked, about=_("请述职的委员里，交了的占多少")),
)
# fmt: on
