"""Behind a proxy a visitor has the address that the proxy saw; and the demo's door is shut."""

import os
import subprocess
import sys

import pytest
from django.http import HttpResponse

from huiyin.demo.door import is_here
from huiyin.desk.middleware import BehindProxy


def seen(rf, **meta):
    """The address that a page finds."""
    found = []
    BehindProxy(lambda request: found.append(request.META["REMOTE_ADDR"]) or HttpResponse())(rf.get("/", **meta))
    return found[0]


@pytest.mark.parametrize(
    ("forwarded", "address"),
    [
        ("10.1.2.3", "10.1.2.3"),
        ("6.6.6.6, 10.1.2.3", "10.1.2.3"),
        ("2001:db8::7", "2001:db8::7"),
        ("", "127.0.0.1"),
        ("nonsense", "127.0.0.1"),
    ],
)
def test_the_last_address_that_the_proxy_wrote_counts(rf, settings, forwarded, address):
    settings.PROXY = True
    assert seen(rf, REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR=forwarded) == address


def test_without_the_setting_nobody_writes_his_own_address(rf):
    assert seen(rf, REMOTE_ADDR="10.0.0.9", HTTP_X_FORWARDED_FOR="127.0.0.1") == "10.0.0.9"


@pytest.mark.parametrize("name", ["PROXY", "TLS"])
def test_the_demo_is_shut_behind_a_proxy_even_one_that_adds_no_header(rf, settings, name):
    assert is_here(rf.get("/", REMOTE_ADDR="127.0.0.1"))
    setattr(settings, name, True)
    assert not is_here(rf.get("/", REMOTE_ADDR="127.0.0.1"))


def test_a_mapped_loopback_address_is_this_machine(rf):
    assert is_here(rf.get("/", REMOTE_ADDR="::ffff:127.0.0.1"))
    assert not is_here(rf.get("/", REMOTE_ADDR="::ffff:10.0.0.7"))


LOCAL = ["localhost", ".localhost", "127.0.0.1", "[::1]", "127.0.0.1"]


@pytest.mark.parametrize(
    ("given", "hosts", "header"),
    [
        ({}, LOCAL, None),
        ({"HOST": "0.0.0.0"}, ["*"], None),
        ({"HUIYIN_HOSTS": "a.gov.cn,b.gov.cn"}, ["a.gov.cn", "b.gov.cn"], None),
        ({"HUIYIN_PROXY": "1"}, ["*"], None),
        ({"HUIYIN_TLS": "1"}, ["*"], ("HTTP_X_FORWARDED_PROTO", "https")),
    ],
)
def test_a_site_for_this_machine_alone_is_called_by_its_names(tmp_path, given, hosts, header):
    names = ("HOST", "HUIYIN_HOSTS", "HUIYIN_PROXY", "HUIYIN_TLS")
    around = {name: value for name, value in os.environ.items() if name not in names}
    ask = "from huiyin.config import settings as s; print(s.ALLOWED_HOSTS, getattr(s, 'SECURE_PROXY_SSL_HEADER', None))"
    environment = {**around, "HUIYIN_HOME": str(tmp_path), **given}
    told = subprocess.run([sys.executable, "-c", ask], env=environment, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == f"{hosts} {header}"
