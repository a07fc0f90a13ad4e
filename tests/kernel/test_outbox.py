"""Notices leave the house once: after an outage, after a failure, after being killed in between."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import connection

from huiyin.kernel import clock, outbox
from huiyin.kernel.act import act
from huiyin.kernel.models import Anchor, Delivery, Notice, Person, Todo

MONDAY = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def on_monday():
    with clock.frozen(MONDAY):
        yield


@pytest.fixture
def waiting(district):
    """A proposal that waits for its author's rating until 23 March, and for nothing else."""
    proposal = district.proposal("replied")
    Todo.objects.exclude(case=proposal).update(alarm_on=None)
    outbox.tick()
    mail.outbox.clear()
    return proposal


def reminders(case):
    return list(Notice.objects.filter(case=case, once__isnull=False).order_by("pk").values_list("text", flat=True))


def tick_on(day):
    with clock.frozen(day):
        return outbox.tick()


def test_the_first_tick_of_a_day_has_the_database_look_at_its_tables(district):
    """Without it SQLite reads whole tables after an upgrade: half a second for a page instead of milliseconds."""
    district.proposal("submitted")
    with clock.frozen(MONDAY + timedelta(days=1)):
        assert outbox.tick().anchors == 1
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT COUNT(*) FROM sqlite_stat1 WHERE tbl = 'kernel_case'")
            assert cursor.fetchone()[0] > 0


def test_the_clock_that_waits_has_its_first_rung(waiting):
    todo = Todo.objects.get(case=waiting, closed_at=None)
    assert (todo.due, todo.alarm_on) == (date(2026, 3, 23), date(2026, 3, 8))


def test_one_reminder_a_rung_however_often_it_ticks(waiting):
    assert tick_on(date(2026, 3, 7)).reminders == 0
    assert [tick_on(date(2026, 3, 8)).reminders for _ in range(3)] == [1, 0, 0]
    assert len(reminders(waiting)) == 1
    assert "3月23日" in reminders(waiting)[0]


def test_after_an_outage_one_reminder_stands_for_those_missed(waiting):
    assert tick_on(date(2026, 4, 20)).reminders == 1
    assert tick_on(date(2026, 4, 21)).reminders == 0
    assert "逾期" in reminders(waiting)[0]
    assert Todo.objects.get(case=waiting, closed_at=None).alarm_on is None


def test_every_rung_is_climbed(waiting):
    day = MONDAY
    while day < date(2026, 4, 10):
        tick_on(day)
        day += timedelta(days=1)
    assert len(reminders(waiting)) == 6  # -15, -7, -3, 0, 3, 7: the rung at -30 lay before the start


def test_what_is_done_is_not_reminded_of(waiting, district):
    act(waiting, "rate", as_=district.member, rating="satisfied")
    Todo.objects.filter(case=waiting, closed_at=None).update(alarm_on=None)
    assert tick_on(date(2026, 4, 20)).reminders == 0


def test_a_reminder_goes_to_whoever_owes(waiting, district):
    tick_on(date(2026, 3, 8))
    assert [message.to for message in mail.outbox] == [[district.member.person.email]]


def test_a_letter_carries_the_message_id_that_was_written_once(waiting):
    tick_on(date(2026, 3, 8))
    delivery = Delivery.objects.order_by("pk").last()
    assert mail.outbox[-1].extra_headers["Message-ID"] == f"<{delivery.message_id}>"
    assert delivery.sent_at is not None


def test_each_of_an_office_gets_one_and_who_left_gets_none(district):
    district.post("proposal_office")
    district.post("proposal_office", ends=MONDAY - timedelta(days=1))
    gone = district.post("proposal_office")
    Person.objects.filter(pk=gone.person_id).update(is_active=False)
    district.proposal("submitted")
    outbox.tick()
    to = [address for message in mail.outbox for address in message.to if "proposal_office" in address]
    assert len(to) == len(set(to)) == 2


def test_who_has_no_address_reads_it_here(district):
    Person.objects.all().update(email="")
    district.proposal("submitted")
    assert outbox.tick().deliveries == 0
    assert Notice.objects.filter(sent_at=None).count() == 0
    assert Notice.objects.count() == 1


class TestFailure:
    @pytest.fixture
    def broken(self, monkeypatch):
        """A post office that is shut until `broken.clear()`."""
        shut = ["无法连接"]
        sent = []

        def send(delivery):
            if shut:
                raise OSError(shut[0])
            sent.append(delivery.message_id)

        monkeypatch.setitem(outbox.SENDERS, "email", outbox.Sender("email", lambda person: person.email, send))
        return shut, sent

    def test_it_is_tried_again_later_and_sent_once(self, district, broken):
        shut, sent = broken
        district.proposal("submitted")
        assert outbox.tick().failed == 1
        delivery = Delivery.objects.get()
        assert (delivery.tries, delivery.error, delivery.sent_at) == (1, "无法连接", None)
        assert outbox.tick().failed == 0, "not at once"
        shut.clear()
        with clock.frozen(clock.now() + timedelta(minutes=6)):
            assert outbox.tick().sent == 1
            assert outbox.tick().sent == 0
        delivery.refresh_from_db()
        assert (len(sent), delivery.error, delivery.tries) == (1, "", 1)

    def test_after_the_last_try_it_rests_with_its_reason(self, district, broken):
        district.proposal("submitted")
        for hours in range(0, 400, 20):
            with clock.frozen(clock.now() + timedelta(hours=hours)):
                outbox.tick()
        delivery = Delivery.objects.earliest("pk")
        assert (delivery.tries, delivery.next_try_at, delivery.sent_at) == (len(outbox.RETRY) + 1, None, None)

    def test_one_that_fails_does_not_hold_up_the_others(self, district, broken):
        shut, sent = broken
        district.proposal("submitted")
        outbox.tick()
        shut.clear()
        district.proposal("submitted")
        assert outbox.tick().sent == 1


class Killed(BaseException):
    """What a kill -9 looks like from inside."""


class TestKilled:
    def test_between_two_parts_nothing_is_written_twice(self, waiting, monkeypatch):
        for name in ("write_deliveries", "send_due"):
            with monkeypatch.context() as patch:
                patch.setattr(outbox, name, kill)
                with pytest.raises(Killed):
                    tick_on(date(2026, 3, 8))
        tick_on(date(2026, 3, 8))
        assert len(reminders(waiting)) == 1
        assert [len(mail.outbox), Delivery.objects.filter(sent_at=None).count()] == [1, 0]

    def test_while_reminders_are_written(self, waiting):
        def at_the_clocks(execute, sql, params, many, context):
            return kill() if sql.startswith('UPDATE "kernel_todo"') else execute(sql, params, many, context)

        with connection.execute_wrapper(at_the_clocks), pytest.raises(Killed):
            tick_on(date(2026, 3, 8))
        assert reminders(waiting) == []
        assert tick_on(date(2026, 3, 8)).reminders == 1

    def test_right_after_sending_it_goes_again_later_under_the_same_message_id(self, district, monkeypatch):
        district.proposal("submitted")
        with monkeypatch.context() as patch:
            patch.setattr(Delivery, "save", kill)
            with pytest.raises(Killed):
                outbox.tick()
        assert outbox.tick().sent == 0, "whoever has it may still be at work"
        with clock.frozen(clock.now() + timedelta(minutes=6)):
            assert outbox.tick().sent == 1
        ids = {message.extra_headers["Message-ID"] for message in mail.outbox}
        assert (len(mail.outbox), len(ids)) == (2, 1)

    def test_two_ticks_at_once_send_one_letter(self, district, monkeypatch):
        district.proposal("submitted")
        outbox.write_deliveries()
        send = outbox.SENDERS["email"].send

        def meanwhile(delivery):
            assert outbox.send_due() == (0, 0)
            send(delivery)

        monkeypatch.setitem(outbox.SENDERS, "email", outbox.Sender("email", lambda p: p.email, meanwhile))
        assert outbox.send_due() == (1, 0)
        assert len(mail.outbox) == 1


def kill(*args, **kwargs):
    raise Killed


def test_a_tick_anchors_the_day_once(district):
    district.proposal("submitted")
    outbox.tick()
    outbox.tick()
    assert Anchor.objects.filter(committee=district.committee).count() == 1


def test_a_title_of_two_lines_still_makes_one_subject(waiting, district):
    Person.objects.filter(pk=district.member.person_id).update(email="lin@example.cn")
    Notice.objects.create(
        committee=district.committee, case=waiting, role="member", person=district.member.person, text="关于\r\nBcc: 他人\n的提案",
        written_at=clock.now(),
    )  # fmt: skip
    assert outbox.tick().failed == 0
    assert [one.subject for one in mail.outbox] == ["回音：关于 Bcc: 他人 的提案"]


def test_a_clock_that_an_act_has_just_moved_keeps_its_new_rung(waiting, district):
    with clock.frozen(date(2026, 3, 8)):
        stale = list(Todo.objects.filter(case=waiting, closed_at=None).select_related("case"))
        Todo.objects.filter(case=waiting).update(due=date(2026, 5, 1), alarm_on=date(2026, 4, 20))
        outbox._remind(district.committee, stale)
    assert Todo.objects.get(case=waiting, closed_at=None).alarm_on == date(2026, 4, 20)


def test_two_ticks_at_once_write_one_reminder(waiting, district):
    """The second reads before the first has written."""
    with clock.frozen(date(2026, 3, 8)):
        ticks = []

        def between(execute, sql, params, many, context):
            done = execute(sql, params, many, context)
            if not ticks and sql.startswith("SELECT") and "kernel_notice" in sql:
                ticks.append(True)
                outbox.remind(district.committee)
            return done

        with connection.execute_wrapper(between):
            outbox.remind(district.committee)
    assert len(reminders(waiting)) == 1


def test_one_committees_trouble_does_not_keep_the_others_waiting(waiting, district):
    broken = type(district).build()
    case = broken.proposal("replied")
    Todo.objects.filter(case=case).update(kind="gone")
    assert broken.committee.pk > district.committee.pk
    Todo.objects.filter(case=waiting).update(alarm_on=None)
    with clock.frozen(date(2026, 3, 8)):
        third = type(district).build()
        third.proposal("submitted")
        outbox.tick()
    assert Anchor.objects.filter(committee=third.committee).exists()
    assert not Anchor.objects.filter(committee=broken.committee, day=date(2026, 3, 8)).exists()


def test_a_chore_that_fails_at_every_tick_keeps_no_other_from_being_done(district, monkeypatch, caplog):
    def broken(committee):
        raise ValueError(committee.code)

    monkeypatch.setattr(outbox, "CHORES", [broken, lambda committee: 3])
    assert outbox.tick().chores == 3
    assert "failed for" in caplog.text
