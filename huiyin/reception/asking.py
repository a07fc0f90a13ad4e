"""Some weeks after the answer the house asks by itself: is it really solved? (P-34R, issue: asked by itself some weeks after)

On the page of the receipt the question stands from the answer on; then it is put once more: by text message to whoever asked for
one, and as a todo of the site for whoever left a telephone. Whoever left none is asked on his page only.
"""

import logging
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from huiyin.kernel import clock, outbox, parameters, sms
from huiyin.kernel.act import Act, act
from huiyin.kernel.actors import system_post
from huiyin.kernel.models import Committee, Delivery
from huiyin.kernel.outbox import Sender
from huiyin.kernel.span import Span
from huiyin.reception import citizens
from huiyin.reception.models import Citizen, Verdict, Voice

log = logging.getLogger(__name__)

CHANNEL = "citizen"
MOST, OLDEST = 200, timedelta(days=180)
"""So many in one tick; what was answered longer ago than that (an old register) is not asked any more."""


def ask_due(committee: Committee) -> int:
    """Put the question to everyone whose answer is old enough, once for each answer. Returns to how many."""
    asked = 0
    for voice in due(committee):
        voice.committee = committee
        act(voice, "ask_solved", as_=system_post(committee), source="computed")
        asked += 1
    return asked


def due(committee: Committee) -> list[Voice]:
    """Answered long enough ago, not asked since, and without a word of the citizen about that answer."""
    span, today = Span.parse(str(parameters.get(committee, "P-34R"))), clock.today()
    rows = Voice.objects.filter(
        committee=committee, kind="voice", state="echoed", asked_on=None, echoed_on__gte=today - OLDEST, echoed_on__lt=today
    ).order_by("echoed_on", "pk")  # fmt: skip
    judged = Verdict.objects.filter(committee=committee, until=None, voided_by=None, at__gte=clock.now() - OLDEST)
    calendar, found = parameters.calendar(committee), []
    for voice in rows.exclude(pk__in=judged.values("case"))[: MOST * 10]:
        assert voice.echoed_on is not None
        day = clock.due(span, voice.echoed_on, calendar, roll=False)
        if day is not None and day <= today:
            found.append(voice)
        if len(found) == MOST or (day is not None and day > today):
            break
    return found


def ask_solved(act: Act) -> None:
    """The question: a text message where one was asked for; the site's todo where only a telephone was left."""
    case: Any = act.case
    act.change(asked_on=clock.today())
    if case.back == "phone":
        # The rule reads asked_on: it is owed from now on, and not from the answer.
        act.owe("verdict", act.flow.by_state["echoed"].owes[0].by.owed(case))
    tell(
        act,
        _("您反映的 {number} 号事有了回音，真的解决了吗？请打开回执上的查询页，告诉我们一声。").format(
            number=case.number
        ),
    )


def tell_answer(act: Act) -> None:
    """That there is an answer, not the answer itself: a message may be read by others."""
    tell(
        act,
        _("您反映的 {number} 号事有了回音。请打开回执上的查询页看结果，也请说一声满不满意。").format(
            number=act.case.number
        ),
    )


def tell(act: Act, text: str) -> None:
    """A text message to the citizen, if he asked for one and a gateway is there. His number is not written anywhere for it."""
    if act.imported or act.case.back != "sms" or not sms.ready():
        return
    for row in outbox.outside(act.committee, CHANNEL, str(act.case.pk), text, case_id=act.case.pk):
        act.add(row)


def _send(delivery: Delivery) -> None:
    """Opens the seal only now. Nothing to do for whoever's number was erased meanwhile, or is none for messages."""
    row = Citizen.objects.filter(voice=delivery.notice.case_id or 0).first()
    phone = sms.number(citizens.opened(row)["phone"]) if row is not None else ""
    if phone:
        sms.send(Delivery(address=phone, notice=delivery.notice, message_id=delivery.message_id))


outbox.add_sender(Sender(CHANNEL, lambda person: "", _send, sms.ready))
outbox.add_chore(ask_due)
