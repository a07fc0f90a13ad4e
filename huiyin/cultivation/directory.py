"""The directory of experts 专家库: in by consent, out at a word, each recorded in the ledger without the words that are erased."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.cultivation.models import CONTRIBUTORS, Contributor, Expert
from huiyin.kernel import clock, ledger
from huiyin.kernel.models import Post
from huiyin.kernel.refusal import Missing, Refused

ENTERED, LEFT = "expert.entered", "expert.left"


def enter(
    as_: Post, *, name: str, kind: str, field: str, consent: str, consented_on: date, workplace: str = "", reach: str = ""
) -> Expert:  # fmt: skip
    """Put somebody in the directory who agreed to it. Errors: Missing with `fields`; nobody stands here without consent."""
    wrong = {}
    if kind not in dict(CONTRIBUTORS[1:]):
        wrong["kind"] = _("请选一类。委员不用进专家库，可以直接请进专班。")
    if not consent.strip():
        wrong["consent"] = _("请写本人怎么同意的。没有本人同意，不能进专家库。")
    if consented_on > clock.today():
        wrong["consented_on"] = _("同意的日期不能晚于今天。")
    if wrong:
        raise Missing(" ".join(wrong.values()), wrong)
    with transaction.atomic():
        row = Expert.objects.create(
            committee=as_.committee, name=name.strip(), kind=kind, field=field.strip(), workplace=workplace.strip(),
            reach=reach.strip(), consent=consent.strip(), consented_on=consented_on,
        )  # fmt: skip
        ledger.record(as_.committee, ENTERED, as_=as_, facts={"expert": row.pk, "kind": kind})
    return row


def leave(as_: Post, expert: Expert) -> None:
    """Consent is taken back: no longer asked; how to reach him and where he works are erased, his name too unless he was in a team. What he said in a team stays with that team."""
    if expert.committee_id != as_.committee_id or expert.ends is not None:
        raise Refused(_("这一位已经不在专家库里了。请刷新页面。"))
    with transaction.atomic():
        expert.ends, expert.reach, expert.workplace = clock.today(), "", ""
        if not Contributor.objects.filter(expert=expert).exists():
            expert.name = expert.consent = _("（已撤下）")
        expert.save(update_fields=["ends", "reach", "workplace", "name", "consent"])
        ledger.record(as_.committee, LEFT, as_=as_, facts={"expert": expert.pk})
