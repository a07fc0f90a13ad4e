"""Signing in by a real OpenID provider that runs here: by the user name it gives, and for nobody who has no account."""

import base64
import hashlib
import json
import secrets
import threading
import time
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from huiyin.config.oidc import origins, providers
from huiyin.desk.records import AccessLog

CLIENT, SECRET = "huiyin", "the-secret"


class Provider:
    """Discovery, authorisation with PKCE, tokens with a signed id_token, userinfo, keys. `says`: what it tells of whoever comes."""

    def __init__(self):
        self.says, self.codes, self.tokens = {}, {}, {}
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                url = urlsplit(self.path)
                match url.path:
                    case "/.well-known/openid-configuration":
                        self.answer(outer.discovery())
                    case "/authorize":
                        self.send_response(302)
                        self.send_header("Location", outer.authorize(parse_qs(url.query)))
                        self.end_headers()
                    case "/userinfo":
                        self.answer(outer.tokens[self.headers["Authorization"].removeprefix("Bearer ")])
                    case "/keys":
                        self.answer(
                            {
                                "keys": [
                                    json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(outer.key.public_key()))
                                    | {"kid": "1"}
                                ]
                            }
                        )

            def do_POST(self):
                asked = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
                found = outer.token({name: values[0] for name, values in asked.items()})
                self.answer(found or {"error": "invalid_grant"}, 200 if found else 400)

            def answer(self, value, status=200):
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(json.dumps(value).encode())

            def log_message(self, *_args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=[0.01], daemon=True).start()

    def discovery(self):
        places = {
            "authorization_endpoint": "authorize",
            "token_endpoint": "token",
            "userinfo_endpoint": "userinfo",
            "jwks_uri": "keys",
        }
        return {"issuer": self.url, "token_endpoint_auth_methods_supported": ["client_secret_post"]} | {
            k: f"{self.url}/{v}" for k, v in places.items()
        }

    def authorize(self, asked):
        code = secrets.token_hex(8)
        self.codes[code] = {name: asked[name][0] for name in ("redirect_uri", "code_challenge", "client_id")}
        return asked["redirect_uri"][0] + "?" + urlencode({"code": code, "state": asked["state"][0]})

    def token(self, asked):
        code = self.codes.pop(asked["code"], None)
        challenge = (
            base64.urlsafe_b64encode(hashlib.sha256(asked["code_verifier"].encode()).digest()).rstrip(b"=").decode()
        )
        good = (
            code
            and asked["client_secret"] == SECRET
            and code["redirect_uri"] == asked["redirect_uri"]
            and code["code_challenge"] == challenge
        )
        if not good:
            return None
        access, now = secrets.token_hex(8), int(time.time())
        self.tokens[access] = self.says
        said = {"iss": self.url, "aud": CLIENT, "iat": now, "exp": now + 60, **self.says}
        return {
            "access_token": access,
            "token_type": "Bearer",
            "id_token": jwt.encode(said, self.key, "RS256", headers={"kid": "1"}),
        }


@pytest.fixture
def provider(settings):
    made = Provider()
    settings.SOCIALACCOUNT_PROVIDERS = providers(made.url, CLIENT, SECRET, "统一身份认证", "preferred_username")
    yield made
    made.server.shutdown()
    made.server.server_close()


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args):
        return None


def come(client, provider, **says):
    """The whole way: our button, the provider's door, and back."""
    provider.says = says
    away = client.post("/accounts/oidc/platform/login/")
    assert away["Location"].startswith(f"{provider.url}/authorize?")
    with pytest.raises(urllib.error.HTTPError) as back:
        urllib.request.build_opener(_Stay).open(away["Location"])
    where = urlsplit(back.value.headers["Location"])
    return client.get(f"{where.path}?{where.query}")


def test_one_comes_in_by_the_name_one_has_here_and_stays_the_same_account(district, provider, client):
    assert "用“统一身份认证”登录" in client.get("/accounts/login/").content.decode()
    person = district.unit.person
    assert come(client, provider, sub="7", preferred_username=person.username).status_code == 302
    assert client.get("/settings/me/").context["person"] == person
    assert AccessLog.objects.filter(person=person, result="in").count() == 1
    again = come(client, provider, sub="8", preferred_username=district.office.person.username)
    assert (again.status_code, "已经登录" in again.content.decode()) == (403, True)
    client.post("/accounts/logout/")
    come(client, provider, sub="7", preferred_username=district.office.person.username)
    assert client.get("/settings/me/").context["person"] == person, "who was tied once is not another by a changed name"


def test_a_stranger_a_mail_address_a_closed_account_and_a_forged_return_open_nothing(district, provider, client):
    closed = district.co_unit.person
    closed.is_active = False
    closed.save()
    email = district.unit.person.email
    for says in (
        {"preferred_username": "nobody"},
        {"email": email, "email_verified": True},
        {"preferred_username": closed.username},
        {"preferred_username": 7},
    ):
        answer = come(client, provider, sub=secrets.token_hex(4), **says)
        assert (answer.status_code, "没有叫这个用户名" in answer.content.decode()) == (403, True), says
        assert client.get("/settings/me/").status_code == 302
    for forged in ("?code=x&state=y", "?error=access_denied", ""):
        answer = client.get(f"/accounts/oidc/platform/login/callback/{forged}")
        assert answer.status_code in (302, 403)
        assert client.get("/settings/me/").status_code == 302
    assert client.get("/accounts/oidc/platform/login/").status_code == 200, "a link alone sends nobody away"
    assert client.post("/accounts/3rdparty/signup/").status_code in (302, 403)


def test_the_policy_lets_the_button_lead_to_the_provider_alone():
    assert origins({}) == []
    assert origins(providers("https://id.example.gov.cn/realms/x", "a", "b", "c", "d")) == ["https://id.example.gov.cn"]
