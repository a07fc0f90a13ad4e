"""Load the invented district into an empty home: founded, last year moved in, this year acted day by day through the one door."""

import random
import tempfile
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from huiyin.demo import (
    consultations,
    duties,
    initiatives,
    leads,
    opinions,
    orders,
    oversight,
    past,
    plans,
    praised,
    reception,
    registers,
    reported,
    research,
)
from huiyin.demo.district import CODE, District, found_district
from huiyin.demo.later import settled
from huiyin.demo.reception import Happening
from huiyin.demo.season import new_rules, season, working_before
from huiyin.demo.sent import send
from huiyin.exchange.proposals import move_in
from huiyin.kernel import clock, ledger, outbox, passing, tables
from huiyin.kernel.models import Committee, Event, Notice, Post
from huiyin.kernel.refusal import Refused
from huiyin.kernel.replay import Player
from huiyin.kernel.rulebook import set_parameter
from huiyin.proposals.models import Proposal
from huiyin.reception.models import Voice

SEED = 20260618
READ_AFTER = 6
LOOK_AFTER = 60
"""Evenings after which the database counts its tables: the year is one transaction, of which it sees nothing by itself."""


def load(progress: Callable[[str], None] | None = None, today: date | None = None) -> dict[str, Any]:
    """Make the district, all or nothing. Returns how much there is. Errors: Refused in a home that is not empty."""
    if Committee.objects.exists():
        codes = "、".join(Committee.objects.values_list("code", flat=True))
        raise Refused(
            _("这个家里已经有机构（{codes}），演示区要放在自己的家里。请把 HUIYIN_HOME 指到一个新的地方。").format(
                codes=codes
            )
        )
    tell = progress or (lambda text: None)
    today = today or clock.today()
    dice = random.Random(SEED)
    with transaction.atomic(), override("zh-hans"):
        tell(_("正在装演示区……"))
        district = found_district(today, dice)
        _move_in(district, dice)
        tell(_("去年的 {n} 件提案导入了，正在走今年的……").format(n=past.COUNT))
        _play(district, today, dice)
        _read_old_notices(district, today)
        send(district)
        leads.call(district)
    facts = {
        "committee": CODE, "proposals": Proposal.objects.filter(committee=district.committee).count(),
        "voices": Voice.objects.filter(committee=district.committee).count(),
        "events": Event.objects.filter(committee=district.committee).count(),
    }  # fmt: skip
    tell(
        _("演示区装好了：{proposals} 件提案，{voices} 件群众诉求，{events} 条记录。人、单位、数字都是编的。").format(
            **facts
        )
    )
    return facts


def _move_in(district: District, dice: random.Random) -> None:
    session = district.sessions["9-4"]
    assert session.opens is not None
    with tempfile.TemporaryDirectory() as folder, clock.frozen(district.opened - timedelta(days=10)):
        path = Path(folder, "九届四次会议提案目录.csv")
        past.write(path, session.opens, dice)
        moved = move_in(district.committee, path)
    if not moved.written:
        raise Refused(str(next(iter(moved.refused), _("演示区的目录导不进去。"))))


def _play(district: District, today: date, dice: random.Random) -> None:
    """Day by day: what people did, and in the evening the reminders and the day's anchor."""
    player = Player(district.committee, live=True)
    lines: list[Any] = [*season(district, today, dice), *praised.evaluation(district)]
    assert district.reception is not None
    lines += reception.year(district.reception, today, random.Random(SEED))
    lines += consultations.year(district.reception, today)
    lines += plans.year(district.reception, district.members, today)
    lines += reported.year(district, today)
    signer = Post.objects.select_related("person").get(committee=district.committee, role="secretary")
    signer.committee = district.committee
    lines += oversight.year(district.reception, district.members, signer, today)
    lines += orders.year(district.reception, district.members, today)
    lines += research.year(district.reception, district.members, signer, today)
    leader = Post.objects.filter(committee=district.committee, role="leader").select_related("person").order_by("pk")[0]
    leader.committee = district.committee
    lines += initiatives.year(district.reception, signer, leader, today)
    lines += opinions.lines(district, working_before(today))
    lines += duties.year(district, today)
    lines += registers.year(district, today)
    lines.sort(key=lambda line: line.at)
    rules = new_rules(district)
    days = groupby(lines, key=lambda line: clock.local_day(line.at) if line.at else today)
    for evening, (day, acts) in enumerate(days):
        while rules and rules[0][0] <= day:
            _decide(district, *rules.pop(0))
        for line in acts:
            if isinstance(line, Happening):
                line.happen()
            else:
                player.play(settled(player, line))
        with clock.frozen(datetime.combine(day, time(18, 30))):
            if passing.pass_on(district.committee):
                # What time did to them was done behind the player's back: it reads them again.
                player.batch.cases.clear()
                player.batch.children.clear()
            outbox.remind(district.committee)
            ledger.anchor(district.committee, day)
        if evening % LOOK_AFTER == 0:
            tables.look()


def _decide(district: District, day: date, code: str, value: Any) -> None:
    with clock.frozen(datetime.combine(day, time(8))):
        set_parameter(district.committee, code, value, day, district.system, "政府督查室、提案委会议纪要")


def _read_old_notices(district: District, today: date) -> None:
    """People have read what is older than a few days."""
    before = clock.at_noon(today - timedelta(days=READ_AFTER))
    notices = Notice.objects.filter(committee=district.committee)
    notices.filter(written_at__lt=before).update(read_at=before)
    notices.update(sent_at=clock.now())
