"""Some weeks after the answer the house asks by itself whether it is really solved; a number is written nowhere for it."""

from datetime import timedelta

from huiyin.kernel import clock, ledger, outbox
from huiyin.kernel.act import act
from huiyin.kernel.models import Delivery, Event, Todo
from huiyin.reception.models import Voice
from tests.kernel.test_sms import gateway  # noqa: F401
from tests.stories.test_voice import raised

PHONE = "13900001234"


def answered(district, back):
    voice = raised(district, back=back, phone=PHONE if back != "self" else "").voice
    act(voice, "tell", as_=district.station, reason="other", words="请找物业。")
    act(voice, "echo", as_=district.station, way="page", words="请找物业，电话在门口。")
    return voice


def test_it_asks_once_for_each_answer_by_the_way_that_was_left(district, gateway):  # noqa: F811
    called, texted, silent, judged = (answered(district, back) for back in ("phone", "sms", "self", "phone"))
    act(judged, "verdict", as_=district.station, solved="yes")
    outbox.tick()
    assert "有了回音" in gateway.asked[0][2]
    assert len(gateway.asked) == 1
    with clock.frozen(clock.now() + timedelta(days=20)):
        outbox.tick()
        assert not Event.objects.filter(step="ask_solved").exists()
    with clock.frozen(clock.now() + timedelta(days=21)):
        for _twice in range(2):
            outbox.tick()
        asked = set(Event.objects.filter(step="ask_solved").values_list("case", flat=True))
        assert asked == {called.pk, texted.pk, silent.pk}
        assert [todo.case_id for todo in Todo.objects.filter(step="verdict", closed_at=None)] == [called.pk]
        assert len(gateway.asked) == 2
        assert "真的解决了吗" in gateway.asked[1][2]
        assert PHONE in gateway.asked[1][2]
        assert not Delivery.objects.filter(address__contains=PHONE).exists()
        assert Delivery.objects.filter(person=None, sent_at=None).count() == 0
        voice = Voice.objects.get(pk=called.pk)
        act(voice, "verdict", as_=district.station, solved="no")
        assert (voice.state, Todo.objects.filter(step="verdict", closed_at=None).count()) == ("received", 0)
        assert Voice.objects.get(pk=called.pk).asked_on is None, "its next answer is asked about again"
    assert ledger.verify(district.committee).sound
