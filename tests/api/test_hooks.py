"""Webhooks against a real receiver: signed, each once, retried for days, and never into the house."""

import json
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from huiyin.api import addresses, hooks, sending
from huiyin.api.models import Hook, HookDelivery
from huiyin.kernel import clock
from huiyin.kernel.refusal import NotAllowed, Refused


class Receiver:
    """Answers `status`, remembers what came; `lag`: says nothing until it is let go."""

    def __init__(self):
        self.got, self.status, self.lag, self.go = [], 200, False, threading.Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                outer.got.append((dict(self.headers), body))
                if outer.lag:
                    outer.go.wait(5)
                self.send_response(outer.status)
                if outer.status == 302:
                    self.send_header("Location", "http://127.0.0.1/inside")
                self.end_headers()

            def log_message(self, *_args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, args=[0.01], daemon=True).start()

    def close(self):
        self.go.set()
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def receiver(settings):
    made = Receiver()
    settings.HOOKS_INSIDE = {f"127.0.0.1:{made.port}", f"receiver.test:{made.port}"}
    yield made
    made.close()


def hook(district, receiver, **more):
    more = {"post": district.office, "name": "区政府督查系统", "url": f"http://127.0.0.1:{receiver.port}/in?a=1"} | more
    return hooks.make(district.system_admin, **more)


def test_what_happens_is_told_once_signed_and_without_a_word_of_the_case(district, receiver):
    one = hook(district, receiver, steps="proposal.accept proposal.submit")
    case = district.proposal("handling", title="秘密的案由")
    assert hooks.tick(district.committee) == 2
    told = [json.loads(body) for _head, body in receiver.got]
    assert [(each["kind"], each["step"], each["case"]) for each in told] == [
        ("proposal", "submit", case.uid),
        ("proposal", "accept", case.uid),
    ]
    head, body = receiver.got[0]
    assert head["X-Huiyin-Signature"] == sending.signature(one.secret, head["X-Huiyin-Timestamp"], body)
    assert (head["X-Huiyin-Delivery"], head["X-Huiyin-Event"]) == (told[0]["id"], "proposal.submit")
    assert "秘密" not in body.decode()
    assert hooks.tick(district.committee) == 0
    hooks.again(HookDelivery.objects.order_by("pk").first())
    assert hooks.tick(district.committee) == 1
    assert receiver.got[2][0]["X-Huiyin-Delivery"] == told[0]["id"], "a second copy has the first one's id"


def test_only_what_its_post_may_see_and_nothing_once_the_post_is_over(district, receiver):
    one = hook(district, receiver, post=district.third_unit)
    district.proposal("handling")
    assert hooks.tick(district.committee) == 0
    Hook.objects.filter(pk=one.pk).update(post=district.unit)
    district.proposal("handling")
    assert hooks.tick(district.committee) > 0
    count = len(receiver.got)
    district.proposal("handling")
    district.unit.ends = clock.today() - timedelta(days=1)
    district.unit.save()
    assert hooks.tick(district.committee) == 0
    assert len(receiver.got) == count


def test_a_receiver_that_is_down_answers_500_redirects_or_is_slow_is_tried_again_for_more_than_a_day(
    district, receiver, monkeypatch
):
    hook(district, receiver, steps="proposal")
    district.draft()
    district.draft()
    now = clock.now()
    faults = []
    for status in (500, 302, 404):
        receiver.status = status
        with clock.frozen(now):
            hooks.tick(district.committee)
        faults.append(HookDelivery.objects.order_by("pk").first().status)
        now = HookDelivery.objects.order_by("pk").first().next_try_at
    assert faults == [500, 302, 404]
    assert len(receiver.got) == 3, "the second waits behind the first, and no redirect is followed"
    monkeypatch.setattr(
        hooks, "ENOUGH", -1
    )  # the time of this tick is over already: nobody's reminders wait for this receiver
    with clock.frozen(now):
        assert hooks.tick(district.committee) == 0
    assert len(receiver.got) == 3
    monkeypatch.setattr(hooks, "ENOUGH", 10)
    monkeypatch.setattr(sending, "PATIENCE", 0.05)
    receiver.lag = True
    with clock.frozen(now):
        hooks.tick(district.committee)
    first = HookDelivery.objects.order_by("pk").first()
    assert (first.tries, "timed out" in first.error) == (4, True)
    receiver.lag = False
    receiver.go.set()
    assert sum(hooks.RETRY) > 24 * 60
    receiver.status = 200
    with clock.frozen(now + timedelta(days=1)):
        assert hooks.tick(district.committee) == 2
    assert not HookDelivery.objects.filter(sent_at=None).exists()
    receiver.server.shutdown()
    receiver.server.server_close()
    district.draft()
    for _n in range(len(hooks.RETRY) + 1):
        now += timedelta(days=3)
        with clock.frozen(now):
            hooks.tick(district.committee)
    last = HookDelivery.objects.order_by("pk").last()
    assert (last.tries, last.next_try_at, bool(last.error)) == (len(hooks.RETRY) + 1, None, True)


def test_no_address_leads_into_the_house_whatever_its_name_says(district, settings, monkeypatch):
    settings.HOOKS_INSIDE = frozenset()
    inside = ("127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "[::1]", "[::ffff:10.0.0.1]",
              "[fc00::1]", "[fe80::1]", "[64:ff9b::a00:1]", "[2002:a00:1::]", "224.0.0.1", "255.255.255.255", "2130706433", "0x7f.1", "127.1")  # fmt: skip
    for host in inside:
        with pytest.raises(Refused):
            addresses.judge(f"https://{host}/")
    for odd in (
        "http://8.8.8.8/",
        "ftp://8.8.8.8/",
        "https://u:p@8.8.8.8/",
        "https:///x",
        "https://8.8.8.8:99999/",
        "javascript:1",
        "https://8.8.8.8/\r\nX: y",
        "",
        "https://no such",
    ):
        with pytest.raises(Refused):
            addresses.judge(odd)
    assert addresses.judge("https://8.8.8.8/a?b=1").path == "/a?b=1"
    answers = iter([["8.8.8.8"], ["8.8.8.8", "10.0.0.1"], ["10.0.0.1"]])
    monkeypatch.setattr(addresses, "_resolved", lambda host, port: next(answers))
    one = hooks.make(
        district.system_admin, post=district.office, name="外面", url="https://rebinding.example/", steps="proposal"
    )
    for n in (1, 2):  # the name leads inside by the time of the sending
        district.draft()
        assert (
            hooks._tried(one, HookDelivery(hook=one, event_id=n, body={"kind": "proposal", "step": "open"}))[0] is None
        )


def test_only_the_system_administrator_keeps_them(district, receiver, client):
    with pytest.raises(NotAllowed):
        hooks.make(district.office, post=district.office, name="x", url=f"http://127.0.0.1:{receiver.port}/")
    client.force_login(district.system_admin.person, backend="django.contrib.auth.backends.ModelBackend")
    sent = {
        "name": "督查",
        "url": f"http://127.0.0.1:{receiver.port}/",
        "post": district.office.uid,
        "steps": "proposal.nothing",
    }
    wrong = client.post("/settings/hooks/", sent)
    assert (wrong.status_code, "没有：proposal.nothing" in wrong.content.decode()) == (422, True)
    assert client.post("/settings/hooks/", sent | {"steps": "", "url": "https://10.0.0.1/"}).status_code == 422
    page = client.post("/settings/hooks/", sent | {"steps": ""}).content.decode()
    one = Hook.objects.get()
    assert one.secret in page
    assert one.secret not in client.get("/settings/hooks/").content.decode()
    receiver.status = 500
    district.draft()
    hooks.tick(district.committee)
    log = client.get("/settings/hooks/").content.decode()
    assert ("对方答了 500" in log, "还会再试" in log) == (True, True)
    delivery = HookDelivery.objects.order_by("pk").first()
    client.post("/settings/hooks/", {"again": delivery.uid})
    receiver.status = 204
    assert hooks.tick(district.committee) >= 1
    client.post("/settings/hooks/", {"end": one.uid})
    assert hooks.tick(district.committee) == 0
