"""Text messages by a gateway: a real one on this machine, well, out of order, slow, refusing, and told twice."""

import json
import logging
import threading
import time
from contextlib import suppress
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.exceptions import ImproperlyConfigured

from huiyin.config.gateway import sms_gateway
from huiyin.kernel import clock, outbox, sms
from huiyin.kernel.models import Delivery, Person, Todo

MONDAY = date(2026, 3, 2)
SECRET = "k-9/ü+7&x"


class Gateway(ThreadingHTTPServer):
    """What it was asked, and how it answers: (code, body, seconds it takes). It drops an id that it has accepted before."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked, self.accepted, self.says = [], {}, (200, '{"code":0}', 0)

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}/send"


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        self.server.asked.append((self.path, dict(self.headers), body))
        code, answer, seconds = self.server.says
        if body.startswith("{") and code == 200:
            said = json.loads(body)
            self.server.accepted.setdefault(said["id"], said)
        time.sleep(seconds)
        self.send_response(code)
        if code == 302:
            self.send_header("Location", "/elsewhere")
        self.end_headers()
        with suppress(BrokenPipeError):  # whoever waited has gone
            self.wfile.write(answer.replace("{asked}", body).encode())

    do_GET = do_POST

    def log_message(self, *_args): ...


@pytest.fixture
def gateway(settings, monkeypatch):
    server = Gateway()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    monkeypatch.setenv("no_proxy", "*")
    monkeypatch.setenv("HUIYIN_SMS_URL", server.url)
    monkeypatch.setenv("HUIYIN_SMS_SECRET", SECRET)
    monkeypatch.setenv("HUIYIN_SMS_OK", r'"code"\s*:\s*0\b')
    settings.SMS = sms_gateway()
    with clock.frozen(MONDAY):
        yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def told(district, gateway):
    """A proposal whose submission one clerk is told: by text message only."""
    Person.objects.all().update(email="")
    Person.objects.filter(pk=district.office.person_id).update(phone="138 0000-1234")

    def tell():
        district.proposal("submitted", title="关于“加装电梯”的提案\n第二行")
        Todo.objects.update(alarm_on=None)  # of nothing else

    return tell


def later(**time_):
    return clock.frozen(clock.now() + timedelta(**time_))


def test_it_is_sent_once_with_its_id(told, gateway):
    told()
    assert [outbox.tick().sent for _ in range(2)] == [1, 0]
    delivery = Delivery.objects.get()
    assert json.loads(gateway.asked[0][2]) == {
        "phone": "13800001234",
        "text": delivery.notice.text,
        "id": delivery.message_id,
    }
    assert (delivery.channel, delivery.sent_at is not None, len(gateway.asked)) == ("sms", True, 1)


def test_what_a_gateway_wants_is_a_template(told, gateway, settings):
    settings.SMS |= {
        "type": "application/x-www-form-urlencoded", "body": "m={phone}&c=【政协】{text}&s={id}&k={secret}",
        "headers": {"X-Key": "Bearer {id}"}, "url": gateway.url + "?to={phone}&again={text}",
    }  # fmt: skip
    told()
    assert outbox.tick().sent == 1
    path, headers, body = gateway.asked[0]
    delivery, said = Delivery.objects.get(), parse_qs(body)
    assert said == {
        "m": ["13800001234"],
        "c": ["【政协】" + delivery.notice.text],
        "s": [delivery.message_id],
        "k": [SECRET],
    }
    assert parse_qs(urlsplit(path).query)["again"] == [delivery.notice.text]
    assert headers["X-Key"] == f"Bearer {delivery.message_id}"
    settings.SMS |= {"method": "GET"}
    told()
    assert outbox.tick().sent == 1
    assert gateway.asked[1][2] == ""


def test_an_outage_loses_nothing_and_uses_up_no_try(told, gateway, settings, caplog):
    settings.SMS |= {"url": "http://127.0.0.1:9/send"}
    for _three in range(3):
        told()
    assert outbox.tick().failed == 1, "one finds out for all"
    for _day in range(9):
        with later(days=_day):
            outbox.tick()
    assert set(Delivery.objects.values_list("tries", "sent_at")) == {(0, None)}
    assert "短信网关连不上" in Delivery.objects.earliest("pk").error
    settings.SMS |= {"url": gateway.url}
    with later(days=9):
        assert [outbox.tick().sent for _ in range(2)] == [3, 0]
    assert len(gateway.asked) == len(gateway.accepted) == 3


@pytest.mark.parametrize("says", [(503, "重启中", 0), (429, "太快了", 0)])
def test_a_gateway_that_cannot_now_is_asked_again_later(told, gateway, says):
    gateway.says = says
    told()
    told()
    assert outbox.tick().failed == 1
    assert len(gateway.asked) == 1
    gateway.says = (200, '{"code":0}', 0)
    with later(minutes=6):
        assert outbox.tick().sent == 2


def test_one_that_answered_too_late_is_told_again_under_the_same_id(told, gateway, settings):
    settings.SMS |= {"timeout": 0.1}
    gateway.says = (200, '{"code":0}', 0.4)
    told()
    assert outbox.tick().failed == 1
    assert "没有按时答复" in Delivery.objects.get().error
    gateway.says = (200, '{"code":0}', 0)
    with later(minutes=6):
        assert outbox.tick().sent == 1
    assert (len(gateway.asked), len(gateway.accepted)) == (2, 1), "the gateway knows the id: one message"


def test_a_refusal_is_of_this_message_and_rests_after_its_tries(told, gateway):
    gateway.says = (200, '{"code": 17, "message": "号码在黑名单"}', 0)
    told()
    assert outbox.tick().failed == 1
    for hours in range(0, 400, 20):
        with later(hours=hours):
            outbox.tick()
    delivery = Delivery.objects.get()
    assert (delivery.tries, delivery.next_try_at, delivery.sent_at) == (len(outbox.RETRY) + 1, None, None)
    assert "号码在黑名单" in delivery.error


def test_a_redirection_is_not_followed(told, gateway, settings):
    settings.SMS |= {"headers": {"Authorization": "{secret}"}}
    gateway.says = (302, "", 0)
    told()
    assert outbox.tick().failed == 1
    assert [path for path, _headers, _body in gateway.asked] == ["/send"]


@pytest.mark.parametrize("code", [200, 403, 503])
def test_the_secret_is_kept_nowhere_even_if_the_gateway_repeats_it(told, gateway, settings, caplog, code):
    settings.SMS |= {"type": "text/plain", "body": "{secret} {phone}", "url": gateway.url + "?key={secret}"}
    gateway.says = (code, "denied: {asked}", 0)
    told()
    with caplog.at_level(logging.DEBUG):
        outbox.tick()
    kept = caplog.text + Delivery.objects.get().error
    assert "denied" in kept
    assert SECRET not in kept
    assert "k-9" not in kept


def test_who_wants_none_and_who_has_a_landline_gets_none(district, gateway):
    Person.objects.all().update(email="", phone="0510-1234567")
    Person.objects.filter(pk=district.office.person_id).update(phone="13800001234", unwanted=["sms"])
    district.proposal("submitted")
    assert outbox.tick().deliveries == 0


@pytest.mark.parametrize(
    ("phone", "to"),
    [("138 0000-1234", "13800001234"), ("+8613800001234", "13800001234"), ("+4915112345678", "+4915112345678"),
     ("0510-1234567", ""), ("", "")],
)  # fmt: skip
def test_only_a_mobile_number_is_one(phone, to):
    assert sms.number(phone) == to


@pytest.mark.parametrize(
    ("name", "value"),
    [("URL", "gateway.example"), ("METHOD", "SEND"), ("HEADERS", "Authorization: s3cret"), ("HEADERS", '["s3cret"]'), ("OK", "(s3cret"),
     ("TIMEOUT", "0")],
)  # fmt: skip
def test_what_cannot_be_read_is_named_and_not_repeated(monkeypatch, name, value):
    monkeypatch.setenv(f"HUIYIN_SMS_{name}", value)
    with pytest.raises(ImproperlyConfigured, match=f"HUIYIN_SMS_{name}") as said:
        sms_gateway()
    assert "s3cret" not in str(said.value)
