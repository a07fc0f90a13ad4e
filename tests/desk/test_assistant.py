"""The assistant: off by default; plugged in, the writer sees what is sent, agrees, and reads suggestions. A real server answers."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse

from huiyin.config.assistant import assistant as configured
from huiyin.kernel.models import Event
from huiyin.library import assistant
from huiyin.proposals.models import Proposal
from tests.desk.test_consultations import signed_in as sign_in


class Model(BaseHTTPRequestHandler):
    """Answers as the test says; keeps what it was sent."""

    said: Any = {"choices": [{"message": {"role": "assistant", "content": "第 1 条没有说<b>谁</b>来做。"}}]}
    status = 200
    heard: list[dict[str, Any]] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.heard.append({"path": self.path, "key": self.headers.get("Authorization"), **json.loads(body)})
        if self.status == 0:  # never answers
            self.server.hold.wait(20)  # type: ignore[attr-defined]
            return
        self.send_response(self.status)
        if self.status == 302:
            self.send_header("Location", "/elsewhere/")
        self.end_headers()
        self.wfile.write(self.said if isinstance(self.said, bytes) else json.dumps(self.said).encode())

    def log_message(self, *_words: Any) -> None:
        pass


@pytest.fixture
def model(settings) -> Iterator[Any]:
    server: Any = ThreadingHTTPServer(("127.0.0.1", 0), type("Own", (Model,), {"heard": []}))
    server.daemon_threads = True
    server.hold = threading.Event()
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    settings.ASSISTANT = {
        "url": f"http://127.0.0.1:{server.server_port}/v1", "model": "small", "key": "k-1", "timeout": 5.0, "anywhere": False,
    }  # fmt: skip
    yield server
    server.hold.set()
    server.shutdown()
    server.server_close()


def test_without_an_address_there_is_no_assistant(district):
    case = district.draft()
    client = sign_in(district.member)
    assert not assistant.on()
    assert client.get(reverse("draft_assistant", args=[case.uid])).status_code == 404
    assert client.post(reverse("draft_assistant", args=[case.uid]), {"agreed": "1"}).status_code == 404
    assert "语言模型" not in client.get(reverse("draft", args=[case.uid]), {"part": "submit"}).content.decode()


def test_the_writer_sees_what_is_sent_agrees_and_reads_suggestions(district, model):
    case = district.draft(situation="全区 812 栋，联系 13900001234。", contact_phone="0000-7654321")
    where = reverse("draft_assistant", args=[case.uid])
    assert Client().get(where).status_code == 302
    assert sign_in(district.other_member).get(where).status_code == 404
    client, heard = sign_in(district.member), model.RequestHandlerClass.heard
    assert where in client.get(reverse("draft", args=[case.uid]), {"part": "submit"}).content.decode()
    page = client.get(where).content.decode()
    assert case.title in page
    assert "13900001234" not in page
    assert f"127.0.0.1:{model.server_port}" in page
    seen = page.partition('name="seen" value="')[2].partition('"')[0]
    unticked = client.post(where, {"seen": seen})
    assert (unticked.status_code, heard) == (422, []), "without consent nothing is sent"
    told = client.post(where, {"seen": seen, "agreed": "1"})
    assert told.status_code == 200
    assert "&lt;b&gt;谁&lt;/b&gt;来做" in told.content.decode()
    assert "是机器写的" in told.content.decode()
    [request] = heard
    assert (request["path"], request["key"], request["model"]) == ("/v1/chat/completions", "Bearer k-1", "small")
    sent = request["messages"][-1]["content"]
    assert assistant.digest(sent) == seen, "the very words that were shown"
    assert "7654321" not in sent
    assert district.member.person.name not in sent
    event = Event.objects.get(step=assistant.ASKED)
    assert seen in event.facts
    assert "812" not in event.facts
    words = case.situation
    case.refresh_from_db()
    assert (case.situation, case.state) == (words, "draft")
    Proposal.objects.filter(pk=case.pk).update(situation="别的话。")
    changed = client.post(where, {"seen": seen, "agreed": "1"})
    assert "在您看过以后改了" in changed.content.decode()
    Proposal.objects.filter(pk=case.pk).update(situation="这是机密。")
    case.refresh_from_db()
    assert "机密" in client.get(where).content.decode()
    assert client.post(where, {"seen": assistant.digest(assistant.words(case)), "agreed": "1"}).status_code == 422
    assert len(heard) == 1


def test_a_model_in_trouble_is_one_sentence_and_the_draft_is_as_it_was(district, model, settings):
    case, own = district.draft(), model.RequestHandlerClass
    seen = assistant.digest(assistant.words(case))
    client, where = sign_in(district.member), reverse("draft_assistant", args=[case.uid])

    def told() -> str:
        answer = client.post(where, {"seen": seen, "agreed": "1"})
        assert answer.status_code == 422
        return answer.content.decode().partition('role="alert"')[2].partition("</div>")[0]

    for said in (b"not json", {"choices": []}, {"choices": [{"message": {"content": " "}}]}, [], b""):
        own.said = said
        assert "读不懂" in told()
    for status in (500, 401, 302):
        own.status = status
        assert str(status) in told()
    own.status, settings.ASSISTANT = 0, settings.ASSISTANT | {"timeout": 0.2}
    assert "没有回话" in told()
    url = settings.ASSISTANT["url"]
    settings.ASSISTANT = settings.ASSISTANT | {"url": "http://127.0.0.1:1/v1"}
    assert "连不上" in told()
    settings.ASSISTANT = settings.ASSISTANT | {"url": "http://8.8.8.8/v1"}
    assert "外网" in told()
    settings.ASSISTANT = settings.ASSISTANT | {"url": url}
    for _place in range(2):
        assistant.PLACES.acquire()
    try:
        assert "别的人" in told()
    finally:
        assistant.PLACES.release(2)
    case.refresh_from_db()
    assert case.state == "draft"


@pytest.mark.parametrize(
    ("name", "value"), [("URL", "ftp://x"), ("URL", "nowhere"), ("TIMEOUT", "soon"), ("TIMEOUT", "900"), ("MODEL", "")]
)
def test_what_cannot_be_read_of_the_environment_is_named(monkeypatch, name, value):
    monkeypatch.setenv("HUIYIN_ASSISTANT_URL", "http://10.0.0.8/v1/")
    monkeypatch.setenv("HUIYIN_ASSISTANT_MODEL", "small")
    assert configured()["url"] == "http://10.0.0.8/v1"
    monkeypatch.setenv(f"HUIYIN_ASSISTANT_{name}", value)
    with pytest.raises(ImproperlyConfigured, match=f"HUIYIN_ASSISTANT_{name}"):
        configured()
