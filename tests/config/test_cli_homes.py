"""Commands as processes, each in a home of its own: empty homes, backup and restore, the server."""

import json
import os
import socket
import time
import urllib.request
import zipfile
from contextlib import closing

import pytest

from tests.support.homes import command, home

CATALOGUE = "案号,案由,届次,主办单位,答复日期,满意度\n1,关于老年食堂的提案,九届五次会议,区民政局,2023.5.6,满意\n2,关于停车的提案,九届五次会议,区城管局,,\n"
INIT = [
    "init",
    "--code",
    "qy",
    "--name",
    "政协清源区委员会",
    "--short",
    "清源区政协",
    "--place",
    "清源区",
    "--term",
    "9",
    "--session",
    "5",
    "--system",
    "何衡:hh",
    "--security",
    "孔明:km",
    "--audit",
    "曾照:zz",
]


@pytest.fixture
def office(tmp_path):
    """A home with a committee and two proposals."""
    with home(tmp_path / "home") as run:
        run(*INIT)
        (tmp_path / "c.csv").write_text(CATALOGUE, "utf-8")
        run("import", "proposals", str(tmp_path / "c.csv"), "--create-missing")
        (tmp_path / "home" / "files" / "qy").mkdir(parents=True)
        (tmp_path / "home" / "files" / "qy" / "abc").write_bytes(b"scan")
        yield run


def figures(run):
    return run.json("figures", "--committee", "qy", "--period", "9-5")


def other():
    return "sqlite" if os.environ.get("HUIYIN_TEST_DB") == "postgres" else ""


def test_a_backup_is_restored_into_an_empty_home_and_shows_the_same(office, tmp_path):
    saved = office.json("backup", str(tmp_path / "b.zip"))
    with home(tmp_path / "second", other()) as second:
        restored = second.json("restore", str(tmp_path / "b.zip"))
        assert (restored["rows"], restored["files"], restored["events"]) == (saved["rows"], 1, saved["events"])
        assert figures(second) == figures(office)
        assert second.json("verify")[0]["sound"] is True
        assert (tmp_path / "second" / "files" / "qy" / "abc").read_bytes() == b"scan"
        # The restored home goes on: new rows get numbers of their own, the ledger its next seal.
        (tmp_path / "d.csv").write_text("案由\n关于新事的提案\n", "utf-8")
        second("import", "proposals", str(tmp_path / "d.csv"))
        assert second.json("verify")[0]["sound"] is True
        assert "已经有数据" in second("restore", str(tmp_path / "b.zip"), code=1).stderr
        if other():  # and back again, into the database that it came from
            second.json("backup", str(tmp_path / "back.zip"))
            with home(tmp_path / "third") as third:
                third("restore", str(tmp_path / "back.zip"))
                assert figures(third) == figures(second)
    assert "已经在了" in office("backup", str(tmp_path / "b.zip"), code=1).stderr


def test_a_backup_that_was_touched_is_refused_and_nothing_is_restored(office, tmp_path):
    office("backup", str(tmp_path / "b.zip"))
    with zipfile.ZipFile(tmp_path / "b.zip") as old, zipfile.ZipFile(tmp_path / "bad.zip", "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(
                name,
                content.replace("停车".encode(), "停船".encode()) if name.endswith("kernel_case.jsonl") else content,
            )
    (tmp_path / "no.zip").write_bytes(b"nothing")
    with home(tmp_path / "second") as second:
        assert "kernel_case.jsonl 缺失或改动过" in second("restore", str(tmp_path / "bad.zip"), code=1).stderr
        assert "不是完整的备份文件" in second("restore", str(tmp_path / "no.zip"), code=1).stderr
        second("restore", str(tmp_path / "b.zip"))


def test_any_command_prepares_an_empty_home_by_itself(tmp_path):
    with home(tmp_path / "deep" / "home") as run:
        done = run("verify")
        assert (done.stdout, "正在建数据库" in done.stderr) == ("还没有机构，没有账可核。\n", True)
        assert "正在" not in run("verify").stderr
    assert oct((tmp_path / "deep" / "home" / "secret.key").stat().st_mode)[-3:] == "600"


def test_the_server_answers_ticks_and_says_when_its_port_is_taken(tmp_path):
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    with home(tmp_path / "home") as run:
        run("migrate")
        server = run.start(*command("serve", "--port", port, "--workers", "1"))
        try:
            assert health(port)["status"] == "ok"
            assert "多半是别的程序占着" in run("serve", "--port", port, code=1).stderr
        finally:
            server.terminate()
            assert server.wait(20) is not None


def health(port):
    for _attempt in range(150):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
                return json.load(answer)
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the server did not answer within 30 seconds")
