"""The public pages: who we are, what we promise, and how to hold the ledger against the anchors."""

import io
import json
import subprocess
import sys
from datetime import timedelta

from huiyin.kernel import clock, ledger
from tests.desk.reading import queries_of, text_of


def test_before_there_is_a_committee_the_front_leads_to_setting_one_up(client, db):
    page = text_of(client, "/")
    assert "回音" in page
    assert "还没有设立委员会" in page
    assert "/setup/" in page


def test_the_front_names_the_house_and_shows_counts_of_the_session_only(client, district):
    district.proposal("filed", title="不公开的案由")
    page = text_of(client, "/")
    assert "政协澄江区委员会" in page
    assert "九届五次会议" in page
    assert "不公开的案由" not in page
    assert "登录" in page


def test_a_session_that_has_not_opened_is_not_counted_yet(client, district):
    district.session.opens = clock.today() + timedelta(days=9)
    district.session.save()
    assert "九届五次会议" not in text_of(client, "/")


def test_the_front_costs_the_same_for_one_proposal_and_three(client, district):
    district.proposal("filed")
    one = queries_of(client, "/")
    district.proposal("filed")
    district.proposal("closed")
    assert queries_of(client, "/") == one <= 12


def test_the_anchors_are_public_and_another_code_is_not_found(client, district):
    district.proposal("filed")
    anchor = ledger.anchor(district.committee)
    text = text_of(client, f"/anchors/{district.committee.code}.txt")
    assert text == f"{anchor.day} {district.committee.code} {anchor.seq} {anchor.seal}\n"
    assert client.get("/anchors/nowhere.txt").status_code == 404


def test_anyone_can_hold_the_ledger_against_the_anchors(client, district, tmp_path):
    district.proposal("filed")
    ledger.anchor(district.committee)
    page = text_of(client, "/anchors/")
    assert f"/anchors/{district.committee.code}.txt" in page
    assert "seal.py" in page
    (tmp_path / "seal.py").write_bytes(client.get("/anchors/seal.py").content)
    (tmp_path / "anchors.txt").write_text(text_of(client, f"/anchors/{district.committee.code}.txt"))
    out = io.StringIO()
    ledger.export(district.committee, out)
    (tmp_path / "ledger.jsonl").write_text(out.getvalue())
    run = [sys.executable, "seal.py", "ledger.jsonl", "--anchors", "anchors.txt"]
    assert subprocess.run(run, cwd=tmp_path, check=False, capture_output=True).returncode == 0
    lines = out.getvalue().splitlines()
    changed = json.loads(lines[0]) | {"step": "other"}
    (tmp_path / "ledger.jsonl").write_text("\n".join([json.dumps(changed), *lines[1:]]))
    assert subprocess.run(run, cwd=tmp_path, check=False, capture_output=True).returncode == 1


def test_how_the_site_may_be_used_otherwise_is_said(client, db):
    assert "长辈模式" in text_of(client, "/about/accessibility/")
