"""WeCom, DingTalk and Feishu against a receiver that writes down what each documents: a token, one message, and what goes wrong."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from huiyin.kernel import chat, clock
from huiyin.kernel.models import Delivery, Notice
from huiyin.kernel.outbox import Down

SECRET = "app-secret"
TOKENS = {
    "wecom": {"errcode": 0, "access_token": "T", "expires_in": 7200},
    "feishu": {"code": 0, "tenant_access_token": "T", "expire": 7200},
}
ASKED = {
    "wecom": [
        ("GET", f"/cgi-bin/gettoken?corpid=app&corpsecret={SECRET}", None, None),
        ("POST", "/cgi-bin/message/send?access_token=T", None,
         {"touser": "qin", "agentid": "7", "enable_duplicate_check": 1, "msgtype": "text", "text": {"content": "“签收”到期了"}}),
    ],
    "dingtalk": [
        ("GET", f"/gettoken?appkey=app&appsecret={SECRET}", None, None),
        ("POST", "/topapi/message/corpconversation/asyncsend_v2?access_token=T", None,
         {"agent_id": "7", "userid_list": "qin", "msg": {"msgtype": "text", "text": {"content": "“签收”到期了"}}}),
    ],
    "feishu": [
        ("POST", "/open-apis/auth/v3/tenant_access_token/internal", None, {"app_id": "app", "app_secret": SECRET}),
        ("POST", "/open-apis/im/v1/messages?receive_id_type=user_id", "Bearer T",
         {"receive_id": "qin", "msg_type": "text", "content": '{"text": "“签收”到期了"}'}),
    ],
}  # fmt: skip


@pytest.fixture
def platform(settings):
    """Remembers what came; `answers`: what it says next to messages."""

    class Platform:
        got: list = []
        answers: list = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            body = json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)) or "null")
            Platform.got.append((self.command, self.path, self.headers.get("Authorization"), body))
            token = "gettoken" in self.path or "tenant_access" in self.path
            status, said = (
                (200, TOKENS["feishu" if "tenant" in self.path else "wecom"])
                if token
                else (Platform.answers or [(200, {"errcode": 0, "code": 0})]).pop(0)
            )
            self.send_response(status)
            self.end_headers()
            self.wfile.write(json.dumps(said).encode())

        do_POST = do_GET

        def log_message(self, *_args):
            pass

    Platform.got, Platform.answers = [], []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
    settings.CHAT = {
        "kind": "wecom",
        "url": f"http://127.0.0.1:{server.server_port}",
        "id": "app",
        "secret": SECRET,
        "agent": "7",
    }
    chat._tokens.clear()
    yield Platform
    server.shutdown()
    server.server_close()


def delivery():
    return Delivery(
        notice=Notice(text="“签收”到期了", written_at=clock.now()), channel="chat", address="qin", message_id="m"
    )


@pytest.mark.parametrize("kind", ["wecom", "dingtalk", "feishu"])
def test_one_message_is_what_the_platform_documents_and_its_token_is_asked_for_once(platform, settings, kind):
    settings.CHAT["kind"] = kind
    chat.send(delivery())
    told = [
        (*one[:3], {name: value for name, value in one[3].items() if name != "uuid"} if one[3] else None)
        for one in platform.got
    ]
    assert told == ASKED[kind]
    chat.send(delivery())
    assert len(platform.got) == 3


def test_a_token_that_ended_is_asked_for_anew_and_what_goes_wrong_says_so_without_the_secret(platform, settings):
    platform.answers = [(200, {"errcode": 42001}), (200, {"errcode": 0})]
    chat.send(delivery())
    assert [one[1].partition("?")[0] for one in platform.got] == ["/cgi-bin/gettoken", "/cgi-bin/message/send"] * 2
    for answer, kind in (((200, {"errcode": 81013, "errmsg": "no such user"}), chat.Refused), ((200, {"errcode": 0, "invaliduser": "qin"}), chat.Refused),
                         ((500, {}), Down), ((200, {"errcode": 45009}), Down), ((200, []), chat.Refused)):  # fmt: skip
        platform.answers = [answer]
        with pytest.raises(kind) as trouble:
            chat.send(delivery())
        assert SECRET not in str(trouble.value)
    settings.CHAT["url"] = "http://127.0.0.1:1"
    with pytest.raises(Down):
        chat.send(delivery())
